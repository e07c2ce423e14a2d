"""An archive that is open: what it holds, and the one way in which it is changed.

The ledger decides. A change is made in this order, each step on the disk before the next one begins: the new files wait
in ``incoming``; the ledger gets its entries; the files are moved to their place, or taken out; ``head.json`` says how far
the ledger goes. Wherever the process is killed, the next start either finds the entries and finishes what they say, or
does not find them and takes away what was waiting.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from rasid.archive import disk
from rasid.archive.ledger import FORM, Entry, Head, after, canonical, line_of, read_lines, seal
from rasid.archive.state import Held, Item, Origin, State
from rasid.archive.store import Store
from rasid.errors import ArchiveDamagedError, ArchiveError, UnknownDocumentError
from rasid.reading.reader import VERSION

BY = f"rasid {VERSION}"
_SHORTEST = 6
"""How many digits of a hash are enough to name a document, where no other one begins so."""


def now() -> str:
    """The time in UTC; that of ``SOURCE_DATE_EPOCH`` where it is set, so that the same input can give the same bytes."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return stamp(int(fixed) if fixed.isascii() and fixed.isdigit() else datetime.datetime.now(datetime.UTC).timestamp())


def stamp(seconds: float) -> str:
    """Seconds since 1970 as a time in UTC, such as ``2026-03-01T09:30:00Z``; what no calendar holds is the last second of it."""
    try:
        moment = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (OverflowError, ValueError, OSError):
        moment = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Archive:
    """An open archive; made by :func:`opened`. ``notes`` says for people what was mended when it was opened."""

    def __init__(self, store: Store) -> None:
        """Read the ledger. Raises ArchiveDamagedError where it is not what it was."""
        self.store = store
        self.head, self.entries, self._torn = _load(store)
        self.state = State(self.entries)
        self.notes: list[str] = []
        self._lines: list[bytes] = []
        self._placed: list[Item] = []
        self._removed: list[Item] = []
        self._reach = self.head
        """How far the ledger will go with the entries that are not written yet."""

    # What it holds

    def find(self, name: str, *, forgotten: bool = False) -> Held:
        """The document that a hash, or enough of its first digits, names.

        Raises UnknownDocumentError where there is none, where there are several, or where it is forgotten and
        ``forgotten`` is not wanted.
        """
        digits = name.strip().lower()
        documents = self.state.documents
        fitting = [key for key in documents if key.startswith(digits)] if len(digits) >= _SHORTEST else []
        if len(fitting) != 1:
            what = f"{len(fitting)} documents begin so" if fitting else "the archive holds no such document"
            raise UnknownDocumentError(
                what,
                where=name,
                step=f"Give {_SHORTEST} or more digits of its SHA-256, as rasid archive list shows it.",
            )
        held = documents[fitting[0]]
        if held.forgotten is not None and not forgotten:
            raise UnknownDocumentError(
                f"it was forgotten on {held.forgotten.at}", where=name, step="Its bytes are not there any more."
            )
        return held

    def bytes_of(self, item: Item) -> bytes:
        """A file of the store. Raises ArchiveDamagedError where it is missing or changed."""
        path = self.place_of(item)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise _damaged(path, f"it cannot be read ({error.strerror or error})") from error
        if hashlib.sha256(data).hexdigest() != item[1]:
            raise _damaged(path, "its bytes do not have the hash that it is named by")
        return data

    def file_of(self, item: Item) -> Path:
        """Where a file of the store stands, whatever its size, once its bytes were held against its hash. Raises ArchiveDamagedError."""
        path = self.place_of(item)
        try:
            found, _ = disk.hash_of(path)
        except OSError as error:
            raise _damaged(path, f"it cannot be read ({error.strerror or error})") from error
        if found != item[1]:
            raise _damaged(path, "its bytes do not have the hash that it is named by")
        return path

    def origins(self, held: Held) -> list[Origin]:
        """How a document came, in order. Raises ArchiveDamagedError."""
        return [msgspec.json.decode(self.bytes_of(("origins", entry.origin or "")), type=Origin) for entry in held.adds]

    def basis(self, held: Held) -> tuple[Origin, str]:
        """By which of its comings a document is read, and the hash of that: the last that names a day or a publisher, or the first.

        Raises ArchiveDamagedError.
        """
        origins = self.origins(held)
        told = [i for i, origin in enumerate(origins) if origin.published or origin.publisher]
        chosen = told[-1] if told else 0
        return origins[chosen], held.adds[chosen].origin or ""

    def place_of(self, item: Item) -> Path:
        """Where a file is now: in its place, or still waiting."""
        path = self.store.path(item)
        return self.store.staged(item) if item in self.pending and not path.exists() else path

    # How it is changed

    @property
    def pending(self) -> frozenset[Item]:
        """The files that wait for :meth:`commit`."""
        return frozenset(self._placed)

    def stage(self, item: Item, data: bytes) -> None:
        """Let a small file wait for :meth:`commit`."""
        self.store.stage(item, data)
        self._placed.append(item)

    def expect(self, item: Item) -> None:
        """Say that a file was put into ``incoming`` for :meth:`commit`."""
        self._placed.append(item)

    def enter(self, entry: Entry, *, remove: tuple[Item, ...] = ()) -> None:
        """An entry for the ledger, and what is to be taken out of the store with it; written by :meth:`commit`."""
        sealed = seal(entry, self._reach)
        line = line_of(sealed)
        self._reach = after(self._reach, sealed, line)
        self._lines.append(line)
        self._removed.extend(remove)
        self.entries.append(sealed)
        self.state.take(sealed)

    def commit(self) -> None:
        """Write the entries since the last time, all or none. Raises OutputError, after which the archive must be opened anew."""
        if not self._lines:
            return
        try:
            disk.sync_folder(self.store.incoming)
            disk.append(self.store.ledger, b"".join(self._lines))
            self.store.place(self._placed)
            self.store.remove(self._removed)
            self.head = self._reach
            self._write_head()
        except OSError as error:
            raise disk.cannot_write(self.store.folder, error) from error
        self._lines, self._placed, self._removed = [], [], []

    def _write_head(self) -> None:
        aside = self.store.incoming / "head"
        disk.write_aside(aside, canonical(self.head) + b"\n", 0o600)
        aside.replace(self.store.head)
        disk.sync_folder(self.store.folder)

    # How it is opened

    def is_whole(self) -> bool:
        """Whether no killed process left anything to mend."""
        return not self._torn and bool(self.entries) and _told(self.store) == self.head and not self.store.waiting()

    def recover(self) -> None:
        """Finish what a killed process began, or take it away; ``notes`` says what was done."""
        try:
            self._recover()
        except OSError as error:
            raise disk.cannot_write(self.store.folder, error) from error

    def _recover(self) -> None:
        told = _told(self.store)
        unfinished = [entry for entry in self.entries if entry.n > told.entries]
        if self._torn:
            disk.shorten(self.store.ledger, self.head.bytes)
            self.notes.append(
                f"the last run was broken off while it wrote the ledger: {self._torn} bytes of a half-written entry were"
                f" taken off, the {len(self.entries)} whole entries were kept"
            )
        if unfinished:
            live = self.state.items()
            self.store.place([item for _, item in self.store.waiting() if item in live])
            gone: list[Item] = [item for entry in unfinished if entry.what == "forget" for item in self._items(entry)]
            self.store.remove([item for item in gone if item not in live])
            self.notes.append(
                f"the last run was broken off: {len(unfinished)} entries that it had written were finished"
            )
        left = self.store.waiting()
        for path, _ in left:
            path.unlink()
        if left:
            self.notes.append(
                f"the last run was broken off: {len(left)} files that no entry told of yet were taken away; add them again"
            )
        if unfinished or told != self.head:
            self._write_head()

    def _items(self, forget: Entry) -> Iterator[Item]:
        """The files that belonged to a document before an entry forgot it."""
        before = State(entry for entry in self.entries if entry.n < forget.n)
        held = before.documents.get(forget.sha256 or "")
        yield from held.items if held else ()


@contextlib.contextmanager
def opened(folder: Path, *, write: bool, create: bool = False) -> Iterator[Archive]:
    """Open the archive in ``folder``: a writer alone, readers together.

    What a killed process left is mended first, by a reader too where the folder may be written to. With ``create`` the
    archive is made where there is none. Raises ArchiveError, ArchiveLockedError, ArchiveDamagedError or OutputError.
    """
    store = Store(folder)
    _check(store, create=create)
    if create:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            store.incoming.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise disk.cannot_write(folder, error) from error
    if not write:
        with disk.locked(store.lock, write=False):
            archive = Archive(store)
            if archive.is_whole() or not os.access(folder, os.W_OK):
                yield archive
                return
    with disk.locked(store.lock, write=True):
        archive = Archive(store)
        with contextlib.suppress(FileExistsError):
            store.incoming.mkdir(mode=0o700)
        archive.recover()
        if not archive.entries:
            archive.enter(Entry(n=0, what="open", at=now(), by=BY, form=FORM))
            archive.commit()
        yield archive


def _check(store: Store, *, create: bool) -> None:
    """Raise ArchiveError where there is no archive and none may be made."""
    where = store.folder.as_posix()
    if store.is_archive():
        return
    if not create:
        raise ArchiveError(
            "there is no archive here", where=where, step="Name its folder with --archive, or add a document first."
        )
    if not store.is_free():
        raise ArchiveError(
            "this is no archive, and it is not empty", where=where, step="Give an empty or a new folder."
        )


def _told(store: Store) -> Head:
    """How far the ledger goes, as ``head.json`` says. Raises ArchiveDamagedError."""
    try:
        raw = store.head.read_bytes()
    except FileNotFoundError:
        return Head()
    except OSError as error:
        raise _damaged(store.head, f"it cannot be read ({error.strerror or error})") from error
    try:
        head = msgspec.json.decode(raw, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(store.head, f"it is not what was written ({error})") from error
    if canonical(head) + b"\n" != raw:
        raise _damaged(store.head, "it is not what was written")
    return head


def _load(store: Store) -> tuple[Head, list[Entry], int]:
    """How far the ledger goes, its entries, and how many bytes of a half-written one follow. Raises ArchiveDamagedError."""
    told = _told(store)
    try:
        data = store.ledger.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise _damaged(store.ledger, f"it cannot be read ({error.strerror or error})") from error
    entries: list[Entry] = []
    head, met = Head(), not told.entries
    for number, found, reach in read_lines(data, Head()):
        if not isinstance(found, Entry):
            whole = data.endswith(b"\n") or reach.bytes < len(data)
            if whole or not met:
                raise _damaged(store.ledger, found, number)
            break  # what a killed process had half written
        entries.append(found)
        head = reach
        met = met or head == told
    if not met or (not told.entries and len(entries) > 1):
        raise _damaged(store.ledger, "it is not as long as head.json says, or not the same")
    return head, entries, len(data) - head.bytes


def _damaged(path: Path, what: str, line: int | None = None) -> ArchiveDamagedError:
    where = path.as_posix() if line is None else f"{path.as_posix()}:{line}"
    return ArchiveDamagedError(what, where=where, step="Run rasid archive verify to see all that is wrong.")
