"""The formats by name, with what each is for: the command line and the docs list them from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from rasid.exports.csv import to_csv
from rasid.exports.json import to_json, to_json_object, to_jsonl
from rasid.exports.page import to_html
from rasid.exports.table import to_plain
from rasid.model import Document


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A way of writing documents. ``write`` takes them one by one, so that many need no memory, and gives UTF-8 bytes."""

    name: str
    about: str
    write: Callable[[Iterable[Document]], Iterator[bytes]]
    write_one: Callable[[Iterable[Document]], Iterator[bytes]] | None = None
    """Where the format differs for a single input: how that one is written."""


FORMATS = {
    row.name: row
    for row in (
        Format(name="table", about="for people: a row a record, its fields in columns", write=to_plain),
        Format(
            name="json",
            about="everything: one document an object, several a list",
            write=to_json,
            write_one=to_json_object,
        ),
        Format(name="jsonl", about="everything: a document a line", write=to_jsonl),
        Format(name="csv", about="for spreadsheets: a row a record", write=to_csv),
        Format(name="html", about="to look at: one page with the texts, a map, a timeline and a table", write=to_html),
    )
}


def above(document: Document, confidence: float) -> Document:
    """The document with only the records of at least this confidence, and the links between those."""
    if confidence <= 0:
        return document
    kept = [record for record in document.records if record.confidence >= confidence]
    names = {record.id for record in kept}
    records = tuple(
        msgspec.structs.replace(record, links=tuple(link for link in record.links if link.id in names))
        for record in kept
    )
    return msgspec.structs.replace(document, records=records)
