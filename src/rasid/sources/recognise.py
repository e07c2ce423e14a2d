"""Which format bytes are in, by what they hold; names are not looked at."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

from rasid.errors import BinaryInputError, EmptyInputError, UnreadableInputError
from rasid.sources.blob import Blob
from rasid.sources.columns import DELIMITERS, NAMES
from rasid.sources.text import MARKUP, encoding_of, signature

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_XML = re.compile(r"(?:\s|<\?xml[^>]*>|<\?[\w-]+[^>]*\?>|<!--.*?-->|<!doctype(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)  # fmt: skip
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|rdf)[\s>]", re.IGNORECASE)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|table|h[1-6]|p|br|ul|span|a\s|font|center)\b",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(
    r'"personal_information"\s*:|"chats"\s*:\s*\{\s*"about"'
    r'|"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|\w+_channel|\w+_group|\w+_supergroup)"'
)
_TELEGRAM_PAGE = re.compile(r'class="(?:history|message (?:default|service) clearfix)', re.IGNORECASE)
_JSON = re.compile(r'\{\s*(?:"|\}\s*$)|\[\s*(?:\{|\]\s*$)')
_FOLLOWING = 5


def recognise(blob: Blob, columns: Mapping[str, str]) -> str:
    """The name of the format. Raises EmptyInputError, BinaryInputError or UnreadableInputError where it is none of ours."""
    head = blob.head
    if not head.strip():
        if len(head) < 2 or blob.size in {None, len(head)}:
            raise EmptyInputError("there is no text in it", where=blob.name, step="Give a file that holds Arabic text.")
        return "text"
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(_ZSTD) or _SKIPPABLE.match(head):
        return "zstd"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "docx" if b"word/document.xml" in head or b"[Content_Types].xml" in head[:4096] else "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    what = signature(head)
    if what:
        raise BinaryInputError(
            f"this is {what}, which is not read", where=blob.name, step="Save its text and read that."
        )
    return _of_text(sample_of(blob), blob, columns)


def sample_of(blob: Blob) -> str:
    """The head as text, roughly: enough to see marks in."""
    try:
        encoding, mark = encoding_of(blob.head, blob.name)
    except UnreadableInputError:
        return blob.head.decode("latin-1")
    return blob.head[mark:].decode(encoding, "replace")


def _of_text(sample: str, blob: Blob, columns: Mapping[str, str]) -> str:
    start = sample.lstrip("\ufeff \t\r\n\x00")
    if _JSON.match(start):
        return "telegram" if _TELEGRAM.search(sample) else "jsonl"
    if start.startswith("<"):
        body = start[_XML.match(start).end() :] if _XML.match(start) else start  # type: ignore[union-attr]  # it always matches
        if _FEED.match(body):
            return "rss"
        if _PAGE.match(body):
            return "telegram-html" if _TELEGRAM_PAGE.search(sample) else "html"
        if start[:5].lower() == "<?xml":
            raise UnreadableInputError(
                "this is XML, but neither a feed nor a page", where=blob.name, step="Save its text and read that."
            )
    markup = sum(len(match.group()) for match in MARKUP.finditer(sample))
    if markup > 0.5 * len(sample.strip()):
        return "html"
    return "csv" if delimiter(sample, columns) else "text"


def delimiter(sample: str, columns: Mapping[str, str]) -> str:
    """What parts the columns of a table, ``""`` where the text is none.

    A table has a first line that names a column of text, or lines of the same number of cells, three at least.
    """
    lines = [line for line in sample.splitlines()[: _FOLLOWING + 1] if line.strip()]
    if not lines:
        return ""
    wanted = {name.casefold() for name in columns.values()} | (NAMES["text"] if "text" not in columns else set())
    for mark in DELIMITERS:
        cells = cells_of(lines[0], mark)
        if len(cells) > 1 and wanted & {cell.casefold() for cell in cells}:
            return mark
    for mark in DELIMITERS:
        counts = {len(cells_of(line, mark)) for line in lines[:-1]}
        if len(lines) > 3 and len(counts) == 1 and min(counts) > 2 and max(map(len, cells_of(lines[0], mark))) < 60:
            return mark
    return ""


def cells_of(line: str, mark: str) -> list[str]:
    """The cells of one line of a table, without blanks around them."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return []
