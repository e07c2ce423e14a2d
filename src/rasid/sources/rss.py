"""Feeds in RSS (all versions) and Atom, a document an entry, with title, day, address and publisher."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError, EmptyInputError, RasidError
from rasid.sources.blob import Blob
from rasid.sources.dates import day_of
from rasid.sources.extras import load
from rasid.sources.html import decode_page, depth, plain, with_title
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import GIVEN_UNCLEAR, Outcome, Piece, left

_DECLARED = re.compile(r"""^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_TYPES = re.compile(r"<!DOCTYPE[^\[>]*\[", re.IGNORECASE)


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The entries, in order. Raises DamagedInputError, UnreadableInputError, UnsafeInputError, LimitError or MissingExtraError."""
    feedparser = load("feedparser", where=blob.name)
    raw = blob.whole(context.options.limits.document, "a feed")
    source, _ = decode_page(raw, blob.name, blob.charset)
    if _TYPES.search(source[:65_536]):
        raise DamagedInputError(
            "the feed defines entities of its own, which no feed needs", where=blob.name, step="Take the DOCTYPE out."
        )
    depth(raw, blob.name)
    source = _DECLARED.sub(r"\1", source)
    try:
        found = feedparser.parse(io.BytesIO(source.encode("utf-8", "replace")), sanitize_html=False)
    except (ValueError, RecursionError, AttributeError, TypeError, LookupError, AssertionError) as error:
        raise DamagedInputError(
            f"the feed is damaged ({type(error).__name__})", where=blob.name, step="Get it again."
        ) from error
    outlet = _line(found.feed.get("title"), blob.name)
    for number, entry in enumerate(found.entries, start=1):
        key = entry.get("id") or entry.get("link") or number
        where = f"{blob.name}#{' '.join(str(key).split())}"
        try:
            yield _entry(entry, where, outlet)
        except RasidError as error:
            yield left(where, error)
    if found.bozo and not _closed(source):
        raise DamagedInputError(
            "the feed breaks off; what comes before was read", where=blob.name, step="Get it again."
        )
    if not found.entries:
        raise EmptyInputError("the feed has no entries", where=blob.name, step="Nothing needs to be done.")


def _closed(source: str) -> bool:
    return (
        re.search(r"</\s*(?:rss|feed|rdf:rdf|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", source[-2000:], re.IGNORECASE | re.DOTALL)
        is not None
    )


def _entry(entry: Any, where: str, outlet: str | None) -> Piece:
    bodies = [plain(part.get("value") or "", where) for part in entry.get("content") or ()]
    body = max([*bodies, plain(entry.get("summary") or "", where)], key=len)
    title = _line(entry.get("title"), where)
    if not body and not title:
        raise EmptyInputError("the entry has no text", where=where, step="Nothing needs to be done.")
    source = entry.get("source") or {}
    day = day_of(entry.get("published") or entry.get("updated"))
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if day == GIVEN_UNCLEAR and parsed:
        day = f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"
    return Piece(
        doc=where,
        text=with_title(title, body) if body else title or "",
        format=MANIFEST.name,
        title=title,
        published=day,
        publisher=_line(source.get("title"), where) or outlet,
        address=entry.get("link") or None,
    )


def _line(source: object, where: str) -> str | None:
    return (" ".join(plain(source, where).split()) or None) if isinstance(source, str) else None


MANIFEST = Manifest(
    name="rss",
    about="feeds in RSS and Atom, a document an entry",
    known_by="its root element",
    many=True,
    ids="the entry's id, else its link, else its number",
    extra="sources",
    read=read,
)
