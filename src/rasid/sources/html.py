"""Web pages: the article with its title, publisher, date and address, without menus and advertisements.

trafilatura takes the article out. The encoding comes from the bytes where they are valid UTF-8, then from the server's
header or the page's own word, checked against what the text then looks like.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError, EmptyInputError, LimitError, UnreadableInputError
from rasid.sources.blob import Blob
from rasid.sources.dates import day_of
from rasid.sources.extras import load
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece
from rasid.sources.text import encoding_of, looks_arabic

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.IGNORECASE)  # fmt: skip
_LABELS = {"utf8": "utf-8", "windows1256": "cp1256", "x-cp1256": "cp1256", "arabic": "iso8859_6", "unicode": "utf-8"}
_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table td th tr ul".split()
)
_UNSEEN = frozenset("script style template noscript head title svg math iframe object".split())
_BROKEN = 1_000
"""One broken byte in so many is written as U+FFFD; a page with more is not in the encoding that it names."""
_DEEPEST = 2_000
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option".split()
)


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The one document of a page. Raises EmptyInputError, UnreadableInputError, DamagedInputError, LimitError or MissingExtraError."""
    raw = blob.whole(context.options.limits.document, "a page")
    yield page(raw, blob.name, charset=blob.charset, address=blob.address)


def page(raw: bytes, name: str, *, charset: str | None = None, address: str | None = None) -> Piece:
    """The article of a page; ``charset`` and ``address`` are what the server said. Raises as :func:`read`."""
    trafilatura = load("trafilatura", "htmldate", "lxml.html", where=name)
    depth(raw, name)
    source, notes = decode_page(raw, name, charset)
    try:
        found = trafilatura.bare_extraction(
            source,
            url=address,
            include_comments=False,
            favor_recall=True,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2200-01-01"},
        )
        row: dict[str, Any] = found.as_dict() if found is not None else {}
        body = (row.get("text") or "").strip() or plain(source, name)
    except (ValueError, RecursionError, AttributeError, TypeError, AssertionError, LookupError) as error:
        raise DamagedInputError(
            f"the page cannot be taken apart ({type(error).__name__})", where=name, step="Save its text and read that."
        ) from error
    if not body:
        raise EmptyInputError(
            "the page shows no text", where=name, step="If a script writes its text, save it as text."
        )
    title = _line(row.get("title"))
    return Piece(
        doc=name,
        text=with_title(title, body),
        format="html",
        title=title,
        published=day_of(row.get("date")),
        publisher=_line(row.get("sitename")),
        address=_line(row.get("url")) or address,
        notes=notes,
    )


def with_title(title: str | None, body: str) -> str:
    """A text that begins with its title, as it is read."""
    if not title or body.lstrip().startswith(title):
        return body
    return f"{title}\n\n{body}"


def _line(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def decode_page(raw: bytes, name: str, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """The source of a page and notes on how it was decoded. Raises UnreadableInputError or BinaryInputError."""
    declared = [_codec(charset), *(_codec((m[1] or m[2]).decode("latin-1")) for m in _META.finditer(raw[:8192]))]
    if not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in filter(None, declared):
            if encoding != "utf-8" and not _is_utf8(raw) and _fits(raw, encoding):
                return raw.decode(encoding), ()
    try:
        encoding, mark = encoding_of(raw, name)
    except UnreadableInputError:
        text = raw.decode("utf-8", "replace")
        broken = text.count("\ufffd") - raw.count("\ufffd".encode())
        if "utf-8" in declared and broken * _BROKEN <= len(raw):
            return text, (f"{broken} broken bytes are written as U+FFFD",)
        raise
    return raw[mark:].decode(encoding, "ignore" if encoding != "cp1256" else "strict"), ()


def _codec(label: str | None) -> str | None:
    try:
        return codecs.lookup(_LABELS.get(label.strip().lower(), label.strip())).name if label else None
    except (LookupError, ValueError):
        return None


def _is_utf8(raw: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return False
    return True


def _fits(raw: bytes, encoding: str) -> bool:
    """Whether a page is in the encoding it names: servers name Latin 1, and old pages each other's Arabic ones."""
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError, AssertionError, TypeError):
        return False
    return encoding in {"cp1256", "iso8859-6"} or not looks_arabic(_visible(raw), "cp1256")


def _visible(raw: bytes) -> bytes:
    return _TAG.sub(b" ", raw[:200_000])


def depth(raw: bytes, name: str) -> None:
    """Raise LimitError where elements lie in each other deeper than in any page."""
    level = 0
    for match in _TAG.finditer(raw):
        if match[3] or match[2].lower() in _VOID:
            continue
        level = max(0, level - 1) if match[1] else level + 1
        if level > _DEEPEST:
            raise LimitError(
                f"its elements lie more than {_DEEPEST} deep", where=name, step="Save its text and read that."
            )


def plain(source: str, name: str) -> str:
    """All that a page or a fragment of one shows, a line a block. Raises DamagedInputError."""
    html = load("lxml.html", where=name)
    if "<" not in source and "&" not in source:
        return "\n".join(filter(None, (" ".join(line.split()) for line in source.splitlines())))
    try:
        tree = html.fromstring(f"<div>{source}</div>" if "<body" not in source[:100_000].lower() else source.encode())
    except (ValueError, html.etree.LxmlError):
        return ""
    pieces: list[str] = []
    collect(tree, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).splitlines())
    return "\n".join(line for line in lines if line)


def collect(tree: Any, pieces: list[str]) -> None:
    """Add the text below an element to ``pieces``, with line ends around blocks; without going down by recursion."""
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            continue
        if node.tag == "br":
            pieces.append("\n")
            continue
        end = "\n" if node.tag in _BLOCKS else ""
        pieces.append(end + _flat(node.text))
        todo.append(end)
        for child in reversed(node):
            todo.append(_flat(child.tail))
            todo.append(child)


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


MANIFEST = Manifest(
    name="html",
    about="web pages: the article with title, publisher, date and address",
    known_by="the tags it begins with, or more markup than text",
    extra="sources",
    read=read,
)
