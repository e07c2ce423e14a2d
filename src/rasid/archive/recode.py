"""Archived documents read again, and how that differs from what the archive holds."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from rasid.archive import disk
from rasid.archive.archive import Archive
from rasid.archive.differences import Difference, Row, differences
from rasid.archive.ledger import Entry
from rasid.archive.readings import Reading, Tell, note, read
from rasid.archive.state import Held, Item
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
    read: bool = True
    """Whether anything in it can be read now."""


def recode(
    archive: Archive, chosen: Sequence[Held], reader: Reader, *, keep: bool, tell: Tell = lambda _: None
) -> Iterator[Recoded]:
    """Read documents again, each by the coming that its last reading goes by now; with ``keep`` the archive gets the new readings.

    ``tell`` is told why something cannot be read now. Raises ArchiveDamagedError where bytes are not what they were, and OutputError.
    """
    for i, held in enumerate(chosen, 1):
        origin, basis = archive.basis(held)
        source = archive.file_of(("documents", held.sha256))
        before = next((entry for entry in reversed(held.readings) if entry.records), None)
        old = None if before is None or before.records is None else archive.file_of(("records", before.records))
        with tempfile.TemporaryDirectory(prefix="rasid-") as scratch:
            new = Path(scratch, "records")
            with new.open("xb") as out:
                reading = read(source, origin, reader, out, tell)
            if keep and not _held(held, reading, basis):
                if reading.records is not None:
                    _stage(archive, new, reading.records)
                note(archive, held.sha256, basis, reading)
            told = _told(held, origin.where, before, Documents(old), Documents(new))
        if i % _BATCH == 0:
            archive.commit()
        yield msgspec.structs.replace(told, read=reading.records is not None)
    archive.commit()


def _stage(archive: Archive, new: Path, sha256: str) -> None:
    item: Item = ("records", sha256)
    waiting = archive.store.staged(item)
    waiting.unlink(missing_ok=True)
    with new.open("rb") as source, waiting.open("xb") as out:
        disk.copy(source, out, new.as_posix())
        disk.finish(out)
    archive.expect(item)


def _held(held: Held, reading: Reading, basis: str) -> bool:
    """Whether the last reading in the archive is the same."""
    last = held.reading
    if last is None or (last.tables, last.origin) != (reading.tables, basis):
        return False
    if reading.records is None:
        return last.records is None and last.error == reading.error
    return last.records == reading.records


class Documents:
    """The documents of a file of records by their name, taken from the file when they are asked for."""

    def __init__(self, path: Path | None) -> None:
        """None for no file."""
        self._path, self._places = path, dict[str, int]()
        at = 0
        with contextlib.nullcontext(()) if path is None else path.open("rb") as file:
            for line in file:
                self._places.setdefault(msgspec.json.decode(line, type=dict[str, Any])["doc"], at)
                at += len(line)

    @property
    def names(self) -> Iterable[str]:
        """In the order of the file."""
        return self._places

    def get(self, name: str) -> Row:
        """One of them; an empty one where there is none of that name."""
        at = self._places.get(name)
        if at is None or self._path is None:
            return {}
        with self._path.open("rb") as file:
            file.seek(at)
            return msgspec.json.decode(file.readline(), type=dict[str, Any])


def _told(held: Held, where: str, before: Entry | None, old: Documents, new: Documents) -> Recoded:
    found: list[Difference] = []
    same = 0
    for name in dict.fromkeys([*old.names, *new.names]):
        a, b = old.get(name), new.get(name)
        changes = list(differences(held.sha256, name, a, b))
        same += len(b.get("records", []))
        same -= sum(row.new is not None and row.change in {"added", "changed", "reason"} for row in changes)
        found += changes
    return Recoded(sha256=held.sha256, where=where, differences=tuple(found), same=same, before=before)
