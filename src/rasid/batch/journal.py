"""What is kept of a run beside its tables: what it was begun with, and which chunks are done.

``run.json`` says what the rows follow from, ``inputs.jsonl`` which inputs there were, and ``journal.jsonl`` has a line for
each chunk whose files are in place. A line is written after the files, each on the disk before the next step; so a run
that was killed at any moment has whole chunks in its journal, and what is not in it is done again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from rasid.archive.disk import append, locked, shorten, sync_folder, write_aside
from rasid.batch.plan import Source
from rasid.batch.settings import NAMES, Identity
from rasid.batch.worker import INCOMING, Done
from rasid.errors import ArchiveLockedError, BatchError, ChangedError, OutputError

RUN, INPUTS, JOURNAL, LOCK = "run.json", "inputs.jsonl", "journal.jsonl", "lock"
_RIGHTS = 0o644


class Journal:
    """The state of a run in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.folder = folder
        self.done: dict[int, dict[int, Done]] = {}
        """By unit and number."""

    def complete(self, unit: int) -> bool:
        """Whether every chunk of a unit is done."""
        chunks = self.done.get(unit, {})
        last = next((done for done in chunks.values() if done.last), None)
        return last is not None and len(chunks) == last.chunk + 1

    def add(self, done: Done) -> bool:
        """Note a chunk whose files are in place; False where it is noted already. Raises OutputError."""
        chunks = self.done.setdefault(done.unit, {})
        if done.chunk in chunks:
            return False
        try:
            append(self.folder / JOURNAL, msgspec.json.encode(done) + b"\n")
        except OSError as error:
            raise _cannot(self.folder, error) from error
        chunks[done.chunk] = done
        return True

    def each(self) -> Iterator[Done]:
        """What is done, in the order of units and chunks."""
        for unit in sorted(self.done):
            for number in sorted(self.done[unit]):
                yield self.done[unit][number]


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder of a run alone; it is made where there is none. Raises BatchError or OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = not (folder / RUN).exists() and any(
            path.name not in {LOCK, INPUTS, INCOMING} for path in folder.iterdir()
        )
    except OSError as error:
        raise _cannot(folder, error) from error
    if strange:
        raise BatchError(
            "the folder is not empty, and holds no run", where=folder.as_posix(), step="Give an empty or new folder."
        )
    try:
        with locked(folder / LOCK, write=True):
            yield
    except ArchiveLockedError as error:
        raise BatchError(
            "another process is writing this run", where=folder.as_posix(), step="Wait until it has ended."
        ) from error


def begin(folder: Path, identity: Identity, sources: Iterable[Source]) -> tuple[Journal, list[bool]]:
    """The journal of a new run, or of one that goes on; and for each input whether its size and time are what they were.

    Raises ChangedError where it is another run, BatchError where the journal is damaged, and OutputError.
    """
    journal = Journal(folder)
    try:
        if not (folder / RUN).exists():
            rows = list(sources)
            lines = b"".join(_line(source) + b"\n" for source in rows)
            write_aside(folder / INPUTS, lines, _RIGHTS)
            write_aside(folder / f"{RUN}.new", msgspec.json.format(msgspec.json.encode(identity)) + b"\n", _RIGHTS)
            (folder / INCOMING).mkdir(exist_ok=True)
            (folder / f"{RUN}.new").replace(folder / RUN)
            sync_folder(folder)
            return journal, [True] * len(rows)
        _same(folder, identity)
        same = list(_unchanged(folder, sources))
        _load(journal)
        (folder / INCOMING).mkdir(exist_ok=True)
        for path in (folder / INCOMING).iterdir():
            path.unlink()
    except OSError as error:
        raise _cannot(folder, error) from error
    return journal, same


def _line(source: Source) -> bytes:
    row: dict[str, Any] = {"name": source.name, "size": source.size, "changed": source.changed}
    return msgspec.json.encode(row | ({"missing": source.missing} if source.missing else {}))


def _same(folder: Path, identity: Identity) -> None:
    was = read_identity(folder)
    for name, what in NAMES.items():
        old, new = getattr(was, name), getattr(identity, name)
        if old != new:
            raise ChangedError(
                f"the run was begun with another value of {what} ({old or 'none'}, now {new or 'none'})",
                where=folder.as_posix(),
                step="Give the same again, or start anew with another --out.",
            )


def read_identity(folder: Path) -> Identity:
    """What the run in a folder was begun with. Raises BatchError where there is none."""
    try:
        return msgspec.json.decode((folder / RUN).read_bytes(), type=Identity)
    except (OSError, msgspec.DecodeError) as error:
        raise BatchError(
            "there is no run in this folder", where=folder.as_posix(), step="Give the --out of a rasid batch."
        ) from error


def _unchanged(folder: Path, sources: Iterable[Source]) -> Iterator[bool]:
    """For each input whether it is as it was; its size must be. Raises ChangedError."""
    with (folder / INPUTS).open("rb") as lines:
        for source in sources:
            line = lines.readline()
            try:
                was: dict[str, Any] = msgspec.json.decode(line) if line else {}
            except msgspec.DecodeError as error:
                raise _damaged(folder, INPUTS) from error
            if (was.get("name"), was.get("size")) != (source.name, source.size):
                kind = (
                    "has another size than when the run began" if was.get("name") == source.name else "came in between"
                )
                raise ChangedError(
                    f"this input {kind if was else 'was not there when the run began'}",
                    where=source.name,
                    step="Put back what was there, or start anew with another --out.",
                )
            yield was.get("changed") == source.changed
        rest = lines.readline()
    if rest:
        raise ChangedError(
            "an input of the run is not among those given now",
            where=str(msgspec.json.decode(rest).get("name")),
            step="Give the same inputs again, or start anew with another --out.",
        )


def _load(journal: Journal) -> None:
    """Read the journal; a line that was not written to its end is taken off."""
    path = journal.folder / JOURNAL
    for done in read(journal.folder):
        journal.done.setdefault(done.unit, {})[done.chunk] = done
    if path.exists():
        data = path.read_bytes()
        length = data.rfind(b"\n") + 1
        if length < len(data):
            shorten(path, length)


def read(folder: Path) -> Iterator[Done]:
    """The whole lines of a journal. Raises BatchError where one is damaged."""
    try:
        with (folder / JOURNAL).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield msgspec.json.decode(line, type=Done)
                except msgspec.DecodeError as error:
                    raise _damaged(folder, f"{JOURNAL}:{number}") from error
    except FileNotFoundError:
        return


def _damaged(folder: Path, name: str) -> BatchError:
    return BatchError(
        "this is not what the run wrote", where=(folder / name).as_posix(), step="Start anew with another --out."
    )


def _cannot(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the output cannot be written ({error.strerror or error})",
        where=folder.as_posix(),
        step="Check its rights and the space that is left, and run the same command again.",
    )
