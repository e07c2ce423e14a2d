"""What was read in an archived document, as a file of the store: a document a line, in the form of ``rasid read --format jsonl``."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from rasid.archive import disk
from rasid.archive.archive import BY, Archive, now
from rasid.archive.ledger import Entry
from rasid.archive.state import Item, Origin
from rasid.errors import RasidError
from rasid.model import Document
from rasid.reading.reader import Reader
from rasid.sources import Documents, Input, Left, Options, columns, read_piece

Tell = Callable[[RasidError], None]
"""Is told of each document that cannot be read, as it is met."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading a document."""

    tables: str
    """Hash of the tables that it was read with."""
    records: str | None = None
    """Hash of the file of records; None where no document in it could be read."""
    left: int = 0
    """How many documents in it could not be read."""
    error: str | None = None
    """The code of the first error, where there was one."""


def read(path: Path, origin: Origin, reader: Reader, out: BinaryIO, tell: Tell) -> Reading:
    """Read the archived bytes at ``path`` by what is known of how they came; whatever they hold, as ``rasid read`` would.

    The file of records is written to ``out`` document by document, so that a crawl of any size needs no more memory than a page.
    """
    tables = reader.engine.lexicon.digest
    day = None if origin.published is None else datetime.date.fromisoformat(origin.published)
    digest, any_read, left, first = hashlib.sha256(), False, 0, None
    for outcome in Documents(Input(name=origin.where, path=path), Options(columns=columns(origin.columns or ""))):
        try:
            if isinstance(outcome, Left):
                raise outcome.error
            document = read_piece(reader, outcome, published=day, publisher=origin.publisher)
        except RasidError as error:
            left, first = left + 1, first or error.code
            tell(error)
        else:
            line = encode(msgspec.structs.replace(document, bytes_sha256=origin.sha256))
            digest.update(line)
            out.write(line)
            any_read = True
    return Reading(tables=tables, records=digest.hexdigest() if any_read else None, left=left, error=first)


def encode(document: Document) -> bytes:
    """A document as a line of JSON, without its text."""
    row: dict[str, Any] = msgspec.to_builtins(document)
    del row["text"]
    return msgspec.json.encode(row) + b"\n"


def decode(data: bytes) -> list[dict[str, Any]]:
    """The documents of a file of records, as plain data: another version may have written fields that this one lacks."""
    return [msgspec.json.decode(line, type=dict[str, Any]) for line in data.splitlines()]


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a file of records, one by one, as :func:`decode` gives them."""
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=dict[str, Any])


def note(archive: Archive, sha256: str, basis: str, reading: Reading) -> None:
    """Enter what came of reading the document ``sha256`` by the coming ``basis``; :meth:`Archive.commit` writes it.

    The file of records waits already.
    """
    archive.enter(
        Entry(
            n=0,
            what="unread" if reading.records is None else "read",
            at=now(),
            by=BY,
            sha256=sha256,
            origin=basis,
            records=reading.records,
            tables=reading.tables,
            error=reading.error if reading.records is None else None,
            left=reading.left or None,
        )
    )


@contextlib.contextmanager
def aside(archive: Archive) -> Iterator[tuple[BinaryIO, Callable[[Reading], None]]]:
    """A file for the records of a reading, and what lets it wait for :meth:`Archive.commit` once they are all in it."""
    path = archive.store.incoming / "records"
    path.unlink(missing_ok=True)
    try:
        with path.open("xb") as out:

            def keep(reading: Reading) -> None:
                if reading.records is not None:
                    item: Item = ("records", reading.records)
                    disk.finish(out)
                    path.replace(archive.store.staged(item))
                    archive.expect(item)

            yield out, keep
    finally:
        path.unlink(missing_ok=True)
