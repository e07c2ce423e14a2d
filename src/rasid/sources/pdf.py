"""PDF: words in the order in which they are read, digits as they are written.

A PDF holds glyphs where they are seen, so lines of Arabic come out of pdfplumber from left to right. python-bidi turns
each line round, leaving numbers and Latin words as they are; NFKC then makes plain letters of the shaped ones, in this
order because «لا» as one glyph would come apart the wrong way round.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from rasid.errors import DamagedInputError, EmptyInputError, LimitError
from rasid.sources.blob import Blob
from rasid.sources.deadline import OutOfTimeError, Within, bounded
from rasid.sources.extras import load
from rasid.sources.limits import Limits, too_packed
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece

_STEP = "Open it in a viewer, print it to a new PDF, and read that."
_CHUNK = 1 << 16
_APART, _OF_SIZE = 0.5, 0.05
"""In points, and in parts of its size: the same letter nearer than both is printed twice."""
_STREAM = re.compile(rb"stream\r?\n")
_PAIRS = ("()", "[]", "{}", "«»", "‹›", "“”")
_OTHER_SIDE = {ord(char): pair[::-1][i] for pair in _PAIRS for i, char in enumerate(pair)}
_LATIN = re.compile(r"[A-Za-z]")
_AFTER_LATIN = tuple(
    (re.compile(rf"([A-Za-z]\s*){re.escape(close)}([^{re.escape(pair)}]*){re.escape(pair[0])}"), pair)
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
    pages, notes, title = _opened(pdfplumber, raw, blob.name, limits)
    text = "\n\n".join(page for page in pages if page)
    if not text.strip():
        raise EmptyInputError(
            "its pages show no text: they are pictures", where=blob.name, step="Have them read by OCR, and read that."
        )
    title = " ".join(title.split()) if isinstance(title, str) else ""
    yield Piece(doc=blob.name, text=text, format=MANIFEST.name, title=title or None, address=blob.address, notes=notes)


def _opened(pdfplumber: Any, raw: bytes, name: str, limits: Limits) -> tuple[list[str], tuple[str, ...], Any]:
    """The text of each page, notes on those that have none, and the title that the file gives itself."""
    at = 0

    def work(within: Within) -> tuple[list[str | None], Any]:
        nonlocal at
        within(limits.page_seconds)
        try:
            document = pdfplumber.open(io.BytesIO(raw))
            pages, title = document.pages, (document.metadata or {}).get("Title")
        except Exception as error:
            raise _damaged(name, error) from error
        with document:
            if len(pages) > limits.pages:
                raise LimitError(f"it has more than {limits.pages} pages", where=name, step="Split it.")
            found: list[str | None] = []
            for page in pages:
                at += 1
                within(limits.page_seconds)
                found.append(_page(page, name, limits))
        return found, title

    try:
        found, title = bounded(limits.seconds, work)
    except (OutOfTimeError, MemoryError) as error:
        what = f"page {at} takes too long to read" if at else "it takes too long to open"
        raise LimitError(what, where=name, step="Print it to a new PDF and read that, or split it.") from error
    return *_listed_pages(found, name), title


def _page(page: Any, name: str, limits: Limits) -> str | None:
    """The text of a page; None where it cannot be read. Raises LimitError."""
    try:
        _lay_out(page, name, limits)
        return page_text(page)
    except LimitError:
        raise
    except Exception:  # noqa: BLE001  # the library raises whatever its parts do on broken ones
        return None
    finally:
        page.close()


def _listed_pages(found: list[str | None], name: str) -> tuple[list[str], tuple[str, ...]]:
    """The texts, with notes on pages without. Raises DamagedInputError where there is no page that can be read."""
    broken = [n for n, text in enumerate(found, start=1) if text is None]
    if len(broken) == len(found):
        raise DamagedInputError("none of its pages can be read", where=name, step=_STEP)
    empty = [n for n, text in enumerate(found, start=1) if text == ""]
    notes = [f"page {_listed(broken)} cannot be read"] if broken else []
    notes += [f"page {_listed(empty)} shows no text"] if empty else []
    return [text or "" for text in found], tuple(notes)


def _lay_out(page: Any, name: str, limits: Limits) -> None:
    """Have the letters of a page found, and only these: lines and pictures are passed over. Raises LimitError."""
    from pdfminer.pdfinterp import PDFPageInterpreter  # noqa: PLC0415  # an extra
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent  # noqa: PLC0415

    count = 0

    class Letters(PDFPageAggregatorWithMarkedContent):
        def render_char(self, *given: Any, **named: Any) -> float:
            nonlocal count
            count += 1
            if count > limits.page_letters:
                raise LimitError(
                    f"page {page.page_number} has more than {limits.page_letters} letters", where=name, step=_STEP
                )
            return float(super().render_char(*given, **named))

        def paint_path(self, *given: Any, **named: Any) -> None:
            pass

        def render_image(self, *given: Any, **named: Any) -> None:
            pass

    device = Letters(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # noqa: SLF001  # where the library keeps it once it is there


def page_text(page: Any) -> str:
    """The lines of a page from top to bottom, each as it is read."""
    once = _once(page.chars)
    text = page.filter(lambda part: id(part) in once).extract_text(x_tolerance_ratio=0.15, y_tolerance=3) or ""
    mirrored = _is_mirrored(text)
    return "\n".join(filter(None, (logical(line, mirrored=mirrored) for line in text.splitlines())))


def _once(letters: list[dict[str, Any]]) -> set[int]:
    """Which letters to keep, by ``id``: bold ones are often printed twice, a hair apart. In one pass, unlike the library's own."""
    kept: set[int] = set()
    seen: set[tuple[Any, ...]] = set()
    for letter in letters:
        what = (letter["text"], letter["fontname"], letter["size"], letter["upright"])
        step = max(1e-3, min(_APART, _OF_SIZE * letter["size"]))
        x, y = round(letter["x0"] / step), round(letter["doctop"] / step)
        near = ((*what, x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
        if not any(place in seen for place in near):
            seen.add((*what, x, y))
            kept.add(id(letter))
    return kept


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
            for pattern, pair in _AFTER_LATIN:
                line = pattern.sub(partial(_turned_back, pair), line)
        line = f"{number} {line}" if number else line
    return unicodedata.normalize("NFKC", line).strip()


def _turned_back(pair: str, found: re.Match[str]) -> str:
    return f"{found[1]}{pair[0]}{found[2]}{pair[1]}" if _LATIN.search(found[2]) else found[0]


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
