"""What was read in an archived document, as a file of the store: a document a line, in the form of ``rasid read --format jsonl``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from rasid.archive.archive import BY, Archive, now
from rasid.archive.ledger import Entry
from rasid.archive.state import Origin
from rasid.archive.store import item_of
from rasid.errors import RasidError
from rasid.model import Document
from rasid.reading.reader import Reader
from rasid.sources import Input


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading a document."""

    tables: str
    """Hash of the tables that it was read with."""
    records: bytes | None = None
    """The file of records; None where it could not be read."""
    error: RasidError | None = None
    """Why not."""


def read(path: Path, origin: Origin, reader: Reader) -> Reading:
    """Read the archived bytes at ``path`` by what is known of how they came."""
    tables = reader.engine.lexicon.digest
    try:
        text = Input(name=origin.where, path=path).load()
        document = reader.read(text, published=origin.published, publisher=origin.publisher, doc=origin.where)
    except RasidError as error:
        return Reading(tables=tables, error=error)
    named = msgspec.structs.replace(document, bytes_sha256=origin.sha256)
    return Reading(tables=tables, records=encode([named]))


def encode(documents: list[Document]) -> bytes:
    """Documents as lines of JSON, without their texts."""
    lines = []
    for document in documents:
        row: dict[str, Any] = msgspec.to_builtins(document)
        del row["text"]
        lines.append(msgspec.json.encode(row) + b"\n")
    return b"".join(lines)


def decode(data: bytes) -> list[dict[str, Any]]:
    """The documents of a file of records, as plain data: another version may have written fields that this one lacks."""
    return [msgspec.json.decode(line, type=dict[str, Any]) for line in data.splitlines()]


def note(archive: Archive, sha256: str, basis: str, reading: Reading) -> None:
    """Enter what came of reading the document ``sha256`` by the coming ``basis``; :meth:`Archive.commit` writes it."""
    records = None
    if reading.records is not None:
        item = item_of("records", reading.records)
        archive.stage(item, reading.records)
        records = item[1]
    archive.enter(
        Entry(
            n=0,
            what="unread" if records is None else "read",
            at=now(),
            by=BY,
            sha256=sha256,
            origin=basis,
            records=records,
            tables=reading.tables,
            error=None if reading.error is None else reading.error.code,
        )
    )
