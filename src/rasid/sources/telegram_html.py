"""Exports of Telegram Desktop as pages (``messages.html``), a document a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError
from rasid.sources.blob import Blob
from rasid.sources.dates import day_of
from rasid.sources.extras import load
from rasid.sources.html import collect, decode_page, depth
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece, aside

_HAS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def _with(name: str, tag: str = "div") -> str:
    return f".//{tag}[{_HAS.format(name)}]"


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The messages of a page, in order. Raises UnreadableInputError, DamagedInputError, LimitError or MissingExtraError."""
    html = load("lxml.html", where=blob.name)
    raw = blob.whole(context.options.limits.document, "a page")
    depth(raw, blob.name)
    source, _ = decode_page(raw, blob.name, blob.charset)
    try:
        tree = html.fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, html.etree.LxmlError) as error:
        raise DamagedInputError("the page cannot be taken apart", where=blob.name, step="Export it again.") from error
    heads = tree.xpath(f"{_with('page_header')}{_with('text')[1:]}")
    outlet = " ".join(_shown(heads[0]).split()) if heads else ""
    for number, node in enumerate(tree.xpath(_with("message")), start=1):
        yield _message(node, f"{blob.name}#{(node.get('id') or '').removeprefix('message') or number}", outlet or None)
    if b"</html" not in raw[-4096:].lower():
        raise DamagedInputError(
            "the page breaks off; what comes before was read", where=blob.name, step="Export it again."
        )


def _message(node: Any, where: str, outlet: str | None) -> Outcome:
    if "service" in (node.get("class") or "").split():
        return aside(where, "a notice of Telegram, no message")
    texts = node.xpath(_with("text"))
    text = "\n".join(filter(None, map(_shown, texts)))
    if not text:
        return aside(where, "a message without text", "there is only a picture, sound or file in it")
    dates = node.xpath(_with("date"))
    return Piece(
        doc=where,
        text=text,
        format=MANIFEST.name,
        published=day_of(dates[0].get("title")) if dates else None,
        publisher=outlet,
    )


def _shown(node: Any) -> str:
    pieces: list[str] = []
    collect(node, pieces)
    lines = [" ".join(line.split()) for line in "".join(pieces).splitlines()]
    return "\n".join(lines).strip("\n")


MANIFEST = Manifest(
    name="telegram-html",
    about="pages that Telegram Desktop exports, a document a message",
    known_by="the classes of its messages",
    many=True,
    ids="the message's number",
    extra="sources",
    read=read,
)
