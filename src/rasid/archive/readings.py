"""What was read in an archived document, as a file of the store: a document a line, in the form of ``rasid read --format jsonl``."""

from __future__ import annotations

import datetime
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
from rasid.sources import Documents, Input, Left, Options, columns, read_piece


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading a document."""

    tables: str
    """Hash of the tables that it was read with."""
    records: bytes | None = None
    """The file of records; None where no document in it could be read."""
    errors: tuple[RasidError, ...] = ()
    """Why not; or, where it holds several documents, why some of them could not."""


def read(path: Path, origin: Origin, reader: Reader) -> Reading:
    """Read the archived bytes at ``path`` by what is known of how they came; whatever they hold, as ``rasid read`` would."""
    tables = reader.engine.lexicon.digest
    day = None if origin.published is None else datetime.date.fromisoformat(origin.published)
    found, errors = [], []
    for outcome in Documents(Input(name=origin.where, path=path), Options(columns=columns(origin.columns or ""))):
        if isinstance(outcome, Left):
            errors.append(outcome.error)
            continue
        try:
            document = read_piece(reader, outcome, published=day, publisher=origin.publisher)
        except RasidError as error:
            errors.append(error)
        else:
            found.append(encode(msgspec.structs.replace(document, bytes_sha256=origin.sha256)))
    return Reading(tables=tables, records=b"".join(found) if found else None, errors=tuple(errors))


def encode(document: Document) -> bytes:
    """A document as a line of JSON, without its text."""
    row: dict[str, Any] = msgspec.to_builtins(document)
    del row["text"]
    return msgspec.json.encode(row) + b"\n"


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
            error=reading.errors[0].code if records is None and reading.errors else None,
            left=len(reading.errors) or None,
        )
    )
