"""Whether every byte of an archive is what it was when it was written; and if not, which is not."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

import msgspec

from rasid.archive import disk
from rasid.archive.ledger import ZERO, Entry, Head, canonical, read_lines
from rasid.archive.state import Item, State
from rasid.archive.store import HEAD, INCOMING, LEDGER, LOCK, Store
from rasid.errors import ArchiveError


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as it was written.

    ``unfinished`` is what a killed process leaves, which the next ``rasid archive add`` or ``list`` mends.
    """

    kind: Literal["changed", "missing", "added", "unfinished"]
    where: str
    """The file, from the archive's folder, with the line where it is the ledger."""
    what: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and what is wrong. ``head`` is the hash of the last entry: note it elsewhere to hold the archive to it."""

    entries: int
    documents: int
    forgotten: int
    files: int
    bytes: int
    head: str
    problems: tuple[Problem, ...]


def verify(folder: Path, *, head: str | None = None) -> Report:
    """Look at every byte of the archive in ``folder``; nothing is changed.

    ``head`` is the hash of an entry that was noted before, which the ledger must still hold. Raises ArchiveError where there
    is no archive and ArchiveLockedError while a process writes to it.
    """
    store = Store(folder)
    if not store.is_archive():
        raise ArchiveError("there is no archive here", where=folder.as_posix(), step="Name its folder with --archive.")
    with disk.locked(store.lock, write=False):
        return _verify(store, head)


def _verify(store: Store, head: str | None) -> Report:
    problems: list[Problem] = []
    entries, reach = _ledger(store, problems)
    state = State(entries)
    if head is not None and head.strip().lower() not in {entry.hash for entry in entries}:
        problems.append(
            Problem(kind="changed", where=LEDGER, what=f"no entry has the hash {head} that was noted before")
        )
    files, size = _files(store, state, problems)
    return Report(
        entries=len(entries),
        documents=sum(held.forgotten is None for held in state.documents.values()),
        forgotten=sum(held.forgotten is not None for held in state.documents.values()),
        files=files,
        bytes=size,
        head=reach.hash or ZERO,
        problems=tuple(problems),
    )


def _ledger(store: Store, problems: list[Problem]) -> tuple[list[Entry], Head]:
    """The entries of the ledger that can be read, and how far it goes."""
    data, told = _bytes(store.ledger, LEDGER, problems), _told(store, problems)
    entries: list[Entry] = []
    met, reach, nearly = told is None or not told.entries, Head(), False
    for number, found, after in read_lines(data, Head()):
        if isinstance(found, Entry):
            entries.append(found)
            met = met or after == told
            nearly = nearly or _agree(after, told)
        elif met and told is not None and after.bytes == len(data) and not data.endswith(b"\n"):
            what = "the last line was half written when a process was killed, or bytes were added"
            problems.append(Problem(kind="unfinished", where=f"{LEDGER}:{number}", what=what))
            break
        else:
            problems.append(Problem(kind="changed", where=f"{LEDGER}:{number}", what=found))
        reach = after
    if told is not None and not met:
        what = f"{HEAD} tells of {told.entries} entries in {told.bytes} bytes, the last with the hash {told.hash}"
        where, which = (HEAD, "one of them was changed") if nearly else (LEDGER, "the ledger was cut short or changed")
        problems.append(Problem(kind="changed", where=where, what=f"{what}, which is not so in {LEDGER}: {which}"))
    elif told is not None and told.entries < len(entries):
        what = f"{len(entries) - told.entries} entries follow those that {HEAD} tells of"
        problems.append(Problem(kind="unfinished", where=LEDGER, what=what))
    return entries, reach


def _agree(reach: Head, told: Head | None) -> bool:
    """Whether two of the three things that ``head.json`` says hold here, so that the third is likely to be at fault."""
    if told is None:
        return False
    return (reach.bytes == told.bytes) + (reach.entries == told.entries) + (reach.hash == told.hash) > 1


def _told(store: Store, problems: list[Problem]) -> Head | None:
    """What ``head.json`` says; None where it says nothing that can be relied on."""
    raw = _bytes(store.head, HEAD, problems)
    if not raw and not store.head.exists():
        return None
    try:
        head = msgspec.json.decode(raw, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        head = None
    if head is None or canonical(head) + b"\n" != raw:
        problems.append(Problem(kind="changed", where=HEAD, what="it is not what was written"))
        return None
    return head


def _bytes(path: Path, where: str, problems: list[Problem]) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            problems.append(Problem(kind="changed", where=where, what="it is no file"))
            return b""
        return path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(kind="missing", where=where, what="it is not there"))
    except OSError as error:
        problems.append(Problem(kind="changed", where=where, what=f"it cannot be read ({error.strerror or error})"))
    return b""


def _files(store: Store, state: State, problems: list[Problem]) -> tuple[int, int]:
    """Look at every file below the folder; returns how many were looked at, and their bytes."""
    awaited = state.items()
    files = total = 0
    met: set[Item] = set()
    for where, path, item in store.walk():
        if where in {LEDGER, HEAD}:
            total += path.lstat().st_size
        elif where == LOCK:
            if path.is_symlink() or path.lstat().st_size:
                problems.append(Problem(kind="added", where=where, what="it should be an empty file"))
        elif where.startswith(f"{INCOMING}/"):
            what = "it was waiting to be entered when a process was killed, or was put there by somebody"
            problems.append(Problem(kind="unfinished", where=where, what=what))
        elif item is None or item not in awaited:
            what = "the ledger tells of no such file" + (_tombstone(state, item) if item else "")
            problems.append(Problem(kind="added", where=where, what=what))
        else:
            met.add(item)
            total += _one(path, where, item, awaited[item], problems)
        files += 1
    for item in sorted(awaited.keys() - met):
        where = store.path(item).relative_to(store.folder).as_posix()
        problems.append(Problem(kind="missing", where=where, what=_belongs(item)))
    return files, total


def _one(path: Path, where: str, item: Item, size: int | None, problems: list[Problem]) -> int:
    """Look at one file of the store; returns how many bytes it has."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            problems.append(Problem(kind="changed", where=where, what="it is no file"))
            return 0
        found, length = disk.hash_of(path)
    except OSError as error:
        problems.append(Problem(kind="changed", where=where, what=f"it cannot be read ({error.strerror or error})"))
        return 0
    if found != item[1]:
        was = "" if size is None or size == length else f", and it has {length} bytes instead of {size}"
        problems.append(Problem(kind="changed", where=where, what=f"its bytes have the hash {found}{was}"))
    return length


def _tombstone(state: State, item: Item) -> str:
    held = state.documents.get(item[1])
    return f": it was forgotten on {held.forgotten.at}" if held is not None and held.forgotten is not None else ""


def _belongs(item: Item) -> str:
    what = {"documents": "a document", "origins": "how a document came", "records": "the records of a document"}
    return f"it is not there: {what[item[0]]}"
