"""Documents into an archive: the bytes as they are, how they came, and what was read in them."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from rasid.archive import disk
from rasid.archive.archive import BY, Archive, now, stamp
from rasid.archive.ledger import Entry, canonical
from rasid.archive.readings import Reading, Tell, aside, note, read
from rasid.archive.state import Held, Item, Origin
from rasid.archive.store import item_of
from rasid.errors import ArchiveError, MissingInputError, RasidError, UnreadableInputError
from rasid.reading.reader import Reader
from rasid.sources import Input

_BATCH = 32
"""After how many documents the ledger is written; a kill loses at most so many, which the next run adds again."""

Became = Literal["stored", "put back", "again", "known", "forgotten", "own", "failed"]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an input.

    ``stored``: new; ``put back``: its bytes were missing from the store; ``again``: the same bytes came in another way,
    which was noted; ``known``: all of it was there; ``forgotten``: not stored, because it was forgotten; ``own``: not
    stored, because it is a file of the archive itself; ``failed``: see ``error``.
    """

    name: str
    became: Became
    sha256: str = ""
    error: RasidError | None = None
    """Why it failed or was not stored."""
    read: bool = False
    """Whether it was read now."""
    left: int = 0
    """How many documents in it could not be read."""


class How(msgspec.Struct, frozen=True, kw_only=True):
    """What the user says of the documents, and wants done with them."""

    published: str | None = None
    publisher: str | None = None
    note: str | None = None
    columns: str | None = None
    """For JSON and CSV: which columns hold what, such as ``text=body,published=date``."""
    again: bool = False
    """Whether to store what was forgotten."""


def add(
    archive: Archive, inputs: Iterable[Input], how: How, reader: Reader | None, tell: Tell = lambda _: None
) -> Iterator[Added]:
    """Add inputs; each is told of once the ledger holds it. Without a reader they are stored and not read.

    ``tell`` is told why something in them cannot be read, as it is met.

    Raises OutputError where the archive cannot be written; what was told of before is in it.
    """
    done: list[Added] = []
    for item in inputs:
        try:
            done.append(_one(archive, item, how, reader, tell))
        except (RasidError, OSError) as error:
            known = error if isinstance(error, RasidError) else disk.cannot_write(archive.store.folder, error)
            if not isinstance(error, RasidError):
                raise known from error
            done.append(Added(name=item.name, became="failed", error=known))
        if len(done) >= _BATCH:
            archive.commit()
            yield from done
            done = []
    archive.commit()
    yield from done


def _one(archive: Archive, item: Input, how: How, reader: Reader | None, tell: Tell) -> Added:
    """Take an input in, without writing the ledger yet. Raises what opening it raises."""
    if item.missing:
        item.load()  # raises the error that says why
    if item.path is not None and _within(item.path, archive.store.folder):
        return Added(name=item.name, became="own")
    sha256, size, modified = _take(archive, item)
    waiting: Item = ("documents", sha256)
    held = archive.state.documents.get(sha256)
    if held is not None and held.forgotten is not None and not how.again:
        archive.store.staged(waiting).unlink()
        problem = ArchiveError(
            f"it was forgotten on {held.forgotten.at}", where=item.name, step="Give --again to store it nevertheless."
        )
        return Added(name=item.name, became="forgotten", sha256=sha256, error=problem)
    became = _keep(archive, held, waiting, size, _origin(item, sha256, modified, how))
    if reader is None:
        return Added(name=item.name, became=became, sha256=sha256)
    reading = _read(archive, archive.state.documents[sha256], reader, tell)
    if reading is None:
        return Added(name=item.name, became=became, sha256=sha256)
    read_any = reading.records is not None
    return Added(name=item.name, became=became, sha256=sha256, read=read_any, left=reading.left)


def _within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _take(archive: Archive, item: Input) -> tuple[str, int, str | None]:
    """Copy an input's bytes into ``incoming``: their hash, how many they are, when the file was last changed."""
    copied = archive.store.incoming / "bytes"
    copied.unlink(missing_ok=True)
    with _opened(item) as source, copied.open("xb") as out:
        modified = None if item.path is None else stamp(os.fstat(source.fileno()).st_mtime)
        sha256, size = disk.copy(source, out, item.name)
        waiting: Item = ("documents", sha256)
        if archive.store.path(waiting).exists():
            out.flush()  # most likely it is not needed; it is as good as what is there, which is on the disk
        else:
            disk.finish(out)
    copied.replace(archive.store.staged(waiting))
    return sha256, size, modified


@contextlib.contextmanager
def _opened(item: Input) -> Iterator[BinaryIO]:
    """An input's bytes. Raises MissingInputError or UnreadableInputError."""
    if item.path is None:
        yield sys.stdin.buffer
        return
    try:
        handle = os.open(item.path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait for ever
    except FileNotFoundError as error:
        raise MissingInputError("there is no such file", where=item.name, step="Check the path.") from error
    except (OSError, ValueError) as error:
        raise disk.cannot_read(item.name, error) from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableInputError("it is no file", where=item.name, step="Give files, not pipes or devices.")
        yield file


def _origin(item: Input, sha256: str, modified: str | None, how: How) -> Origin:
    return Origin(
        sha256=sha256,
        where=_printable(item.name),
        folder=_printable(str(Path.cwd())),
        how="standard input" if item.path is None else "file",
        modified=modified,
        published=how.published,
        publisher=how.publisher,
        note=how.note,
        columns=how.columns,
    )


def _printable(path: str) -> str:
    r"""A path in UTF-8: bytes of it that are none as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _keep(archive: Archive, held: Held | None, waiting: Item, size: int, origin: Origin) -> Became:
    """Enter a document that waits in ``incoming``, so far as it is not there yet."""
    data = canonical(origin) + b"\n"
    item = item_of("origins", data)
    there = held is not None and held.forgotten is None
    lost = there and not (archive.store.path(waiting).exists() or waiting in archive.pending)
    if there and not lost:
        if waiting not in archive.pending:
            archive.store.staged(waiting).unlink()
    else:
        archive.expect(waiting)
    if held is not None and there and not lost and any(entry.origin == item[1] for entry in held.adds):
        return "known"
    archive.stage(item, data)
    archive.enter(Entry(n=0, what="add", at=now(), by=BY, sha256=waiting[1], bytes=size, origin=item[1]))
    return "put back" if lost else "again" if there else "stored"


def _read(archive: Archive, held: Held, reader: Reader, tell: Tell) -> Reading | None:
    """Read a document, unless it was read already by what is now known of it."""
    origin, basis = archive.basis(held)
    if any(entry.origin == basis for entry in held.readings):
        return None
    try:
        with aside(archive) as (out, keep):
            reading = read(archive.place_of(("documents", held.sha256)), origin, reader, out, tell)
            keep(reading)
    except Exception:
        archive.commit()  # whatever is wrong with the reading, the evidence is kept
        raise
    note(archive, held.sha256, basis, reading)
    return reading
