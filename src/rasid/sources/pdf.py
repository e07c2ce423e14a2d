"""PDF: words in the order in which they are read, digits as they are written.

A PDF holds glyphs where they are seen, so lines of Arabic come out of pdfplumber from left to right. python-bidi turns
each line round, leaving numbers and Latin words as they are; NFKC then makes plain letters of the shaped ones, in this
order because «لا» as one glyph would come apart the wrong way round.
"""

from __future__ import annotations

import io
import re
import time
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError, EmptyInputError, LimitError
from rasid.sources.blob import Blob
from rasid.sources.extras import load
from rasid.sources.limits import Limits, too_packed
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece

_STEP = "Open it in a viewer, print it to a new PDF, and read that."
_CHUNK = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
_PAIRS = ("()", "[]", "{}", "«»", "‹›", "“”")
_OTHER_SIDE = {ord(char): pair[::-1][i] for pair in _PAIRS for i, char in enumerate(pair)}
_LATIN_INSIDE = tuple(
    (
        re.compile(
            rf"([A-Za-z]\s*){re.escape(close)}([^{re.escape(pair)}]*[A-Za-z][^{re.escape(pair)}]*){re.escape(pair[0])}"
        ),
        pair,
    )
    for pair in _PAIRS
    for close in pair[1]
)
"""Brackets after a Latin word that were turned round with the line although they are part of the Latin."""
_FIRST_NUMBER = re.compile(r"(?<=\s)[%$]?\d(?:[\d.,/:+-]*\d)?[%$]?$", re.ASCII)
_AFTER_ARABIC = "\u061c"
"""The Arabic letter mark: numbers on the left end come after Arabic, which is on their right."""
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The one document. Raises EmptyInputError, DamagedInputError, LimitError or MissingExtraError."""
    limits = context.options.limits
    pdfplumber = load("pdfplumber", "bidi", "pdfminer", where=blob.name)
    raw = blob.whole(limits.pdf, "a PDF")
    _guard(raw, blob.name, limits)
    try:
        document = pdfplumber.open(io.BytesIO(raw))
    except Exception as error:
        raise _damaged(blob.name, error) from error
    with document:
        pages, notes = _pages(document, blob.name, limits)
        title = (document.metadata or {}).get("Title")
    text = "\n\n".join(page for page in pages if page)
    if not text.strip():
        raise EmptyInputError(
            "its pages show no text: they are pictures", where=blob.name, step="Have them read by OCR, and read that."
        )
    title = " ".join(title.split()) if isinstance(title, str) else ""
    yield Piece(doc=blob.name, text=text, format=MANIFEST.name, title=title or None, address=blob.address, notes=notes)


def _pages(document: Any, name: str, limits: Limits) -> tuple[list[str], tuple[str, ...]]:
    """The text of each page, and notes on those that have none."""
    begin = time.monotonic()
    found: list[str] = []
    broken: list[int] = []
    try:
        pages = document.pages
    except Exception as error:
        raise _damaged(name, error) from error
    if len(pages) > limits.pages:
        raise LimitError(f"it has more than {limits.pages} pages", where=name, step="Split it.")
    for number, page in enumerate(pages, start=1):
        if time.monotonic() - begin > limits.seconds:
            raise LimitError(f"page {number} is not reached in {limits.seconds:.0f} s", where=name, step="Split it.")
        try:
            found.append(page_text(page))
        except Exception:  # noqa: BLE001  # the library raises whatever its parts do on broken ones
            broken.append(number)
            found.append("")
        finally:
            page.close()
    if not pages or len(broken) == len(pages):
        raise DamagedInputError("none of its pages can be read", where=name, step=_STEP)
    empty = [n for n, text in enumerate(found, start=1) if not text and n not in broken]
    notes = [f"page {_listed(broken)} cannot be read"] if broken else []
    notes += [f"page {_listed(empty)} shows no text"] if empty else []
    return found, tuple(notes)


def page_text(page: Any) -> str:
    """The lines of a page from top to bottom, each as it is read."""
    text = page.dedupe_chars(tolerance=0.5).extract_text(x_tolerance_ratio=0.15, y_tolerance=3) or ""
    mirrored = _is_mirrored(text)
    return "\n".join(filter(None, (logical(line, mirrored=mirrored) for line in text.splitlines())))


def logical(line: str, *, mirrored: bool = True) -> str:
    """A line in the order in which it is read, from one in the order in which it is seen.

    ``mirrored`` says that brackets are written as they are seen, not as they are meant.
    """
    if _RTL.search(line):
        turn = load("bidi", where="").get_display
        first = _FIRST_NUMBER.search(line)
        number = ""
        if first:  # no Arabic letter comes before it, so that it stands as it is read
            number, line = first.group(), line[: first.start()].rstrip()
        line = turn(f"{_AFTER_ARABIC}{line}", base_dir="R").replace(_AFTER_ARABIC, "")
        if mirrored:
            line = line.translate(_OTHER_SIDE)
            for pattern, pair in _LATIN_INSIDE:
                line = pattern.sub(rf"\1{pair[0]}\2{pair[1]}", line)
        line = f"{number} {line}" if number else line
    return unicodedata.normalize("NFKC", line).strip()


def _is_mirrored(text: str) -> bool:
    """Whether brackets are written as they are seen: an opening one on the left of its closing one."""
    seen = meant = 0
    for line in filter(_RTL.search, text.splitlines()):
        for pair in _PAIRS:
            left, right = line.find(pair[0]), line.find(pair[1])
            if left >= 0 and right >= 0:
                seen, meant = seen + (left < right), meant + (right < left)
    return seen >= meant


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _damaged(name: str, error: Exception) -> DamagedInputError:
    reason = str(error).split("\n", 1)[0][:80] or type(error).__name__
    locked = "Password" in type(error).__name__ or "Password" in reason
    what = "the PDF is locked with a password" if locked else f"the PDF is damaged ({reason})"
    return DamagedInputError(what, where=name, step=_STEP)


def _guard(raw: bytes, name: str, limits: Limits) -> None:
    """Raise LimitError where packed streams unpack to far more than pages do; the library would unpack them whole."""
    total = 0
    for match in _STREAM.finditer(raw):
        size = _unpacked(raw, match.end(), limits.unpacked)
        total += size
        if size > limits.unpacked or total > max(4 * limits.unpacked, limits.ratio * len(raw)):
            raise too_packed(name, limits)


def _unpacked(raw: bytes, start: int, limit: int, layers: int = 3) -> int:
    """What the zlib stream at ``start`` unpacks to, stream within stream, as far as ``limit``; 0 where there is none."""
    if raw[start : start + 1] != b"\x78" or not layers:
        return 0
    engine = zlib.decompressobj()
    size, first = 0, b""
    try:
        data = raw[start : start + _CHUNK]
        while data and not engine.eof and size <= limit:
            out = engine.decompress(data, _CHUNK)
            first = first or out
            size += len(out)
            start += len(data) - len(engine.unconsumed_tail)
            data = raw[start : start + _CHUNK] if out or engine.unconsumed_tail == b"" else b""
    except zlib.error:
        pass  # the library says what is broken
    return max(size, _unpacked(first, 0, limit, layers - 1))


MANIFEST = Manifest(
    name="pdf",
    about="PDF with text in it (not scans): words in order, numbers as written",
    known_by="%PDF near its start",
    extra="sources",
    read=read,
)
