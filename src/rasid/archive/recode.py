"""Archived documents read again, and how that differs from what the archive holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from rasid.archive.archive import Archive
from rasid.archive.differences import Difference, Row, differences
from rasid.archive.ledger import Entry
from rasid.archive.readings import Reading, decode, note, read
from rasid.archive.state import Held
from rasid.archive.store import item_of
from rasid.errors import RasidError
from rasid.reading.reader import Reader

_BATCH = 32
"""After how many documents the ledger is written, where the readings are kept."""


class Recoded(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was read again."""

    sha256: str
    where: str
    differences: tuple[Difference, ...] = ()
    same: int = 0
    """Records in which nothing differs."""
    before: Entry | None = None
    """The reading that it was held against; None where there was none."""
    errors: tuple[RasidError, ...] = ()
    """Why it, or some of the documents in it, cannot be read now."""
    read: bool = True
    """Whether anything in it can be read now."""


def recode(archive: Archive, chosen: Sequence[Held], reader: Reader, *, keep: bool) -> Iterator[Recoded]:
    """Read documents again, each by the coming that its last reading goes by now; with ``keep`` the archive gets the new readings.

    Raises ArchiveDamagedError where bytes are not what they were, and OutputError.
    """
    for i, held in enumerate(chosen, 1):
        origin, basis = archive.basis(held)
        archive.bytes_of(("documents", held.sha256))
        reading = read(archive.place_of(("documents", held.sha256)), origin, reader)
        before = next((entry for entry in reversed(held.readings) if entry.records), None)
        old = [] if before is None or before.records is None else decode(archive.bytes_of(("records", before.records)))
        if keep and not _held(held, reading, basis):
            note(archive, held.sha256, basis, reading)
        if i % _BATCH == 0:
            archive.commit()
        yield _told(held, origin.where, before, old, reading)
    archive.commit()


def _held(held: Held, reading: Reading, basis: str) -> bool:
    """Whether the last reading in the archive is the same."""
    last = held.reading
    if last is None or (last.tables, last.origin) != (reading.tables, basis):
        return False
    if reading.records is None:
        return last.records is None and bool(reading.errors) and last.error == reading.errors[0].code
    return last.records == item_of("records", reading.records)[1]


def _told(held: Held, where: str, before: Entry | None, old: list[Row], reading: Reading) -> Recoded:
    new = [] if reading.records is None else decode(reading.records)
    found = tuple(differences(held.sha256, old, new))
    touched = sum(change.new is not None and change.change in {"added", "changed", "reason"} for change in found)
    return Recoded(
        sha256=held.sha256,
        where=where,
        differences=found,
        same=sum(len(row["records"]) for row in new) - touched,
        before=before,
        errors=reading.errors,
        read=reading.records is not None,
    )
