"""Documents of an archive as a bag (BagIt, RFC 8493), which others can check without this program.

The payload holds the bytes of each document, how it came, all its readings, and ``ledger.jsonl``: the entries of these
documents as they stand, and of every other entry only its number and its place in the chain, so that the whole chain can
be followed up to its head without showing what the other entries say.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from rasid.archive import disk
from rasid.archive.archive import BY, Archive, now
from rasid.archive.ledger import ZERO, Entry, body_of, canonical, line_of, link, read_line
from rasid.archive.ledger import Head as Reach
from rasid.archive.state import Held, Item, State
from rasid.archive.verify import Problem
from rasid.errors import ArchiveDamagedError, ArchiveError, MissingExtraError, OutputError

LEDGER, README = "ledger.jsonl", "README.txt"
_SUFFIX = {"documents": "", "origins": ".json", "records": ".jsonl"}
_ABOUT = """Documents from an archive kept by rasid, with what was read in them.

documents/  the bytes as they came; the name of each file is its SHA-256
origins/    how each document came: from where, when, given by whom
records/    what was read in each document: a document a line, in JSON
ledger.jsonl  what was done to these documents, an entry a line

Each entry of the ledger holds "hash": the SHA-256 of the digits of "prev", which is the hash of the entry before, and of
the digits of the SHA-256 of the entry in canonical JSON (RFC 8785) without "prev" and "hash". Entries of other documents
are not shown: their lines hold the second of these as "body", so that the chain can be followed all the same.
"""


class Hidden(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry that is not shown, in its place in the chain."""

    body: str
    hash: str
    n: int
    prev: str


def write_bag(archive: Archive, names: Sequence[str], target: Path) -> int:
    """Write a bag of the documents that ``names`` name, or of all that are there, and validate it; returns how many they are.

    It stands at ``target`` once it is complete and valid. Raises UnknownDocumentError, ArchiveDamagedError where a file of the
    archive is not what it was, OutputError, and MissingExtraError where bagit is not installed.
    """
    bagit = _bagit()
    chosen = _chosen(archive, names)
    if os.path.lexists(target):
        raise OutputError("something is there already", where=target.as_posix(), step="Name a new folder.")
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.resolve().parent))
    except OSError as error:
        raise disk.cannot_write(target, error) from error
    try:
        _fill(archive, chosen, work)
        head = archive.head.hash
        info = {
            "Bagging-Date": now()[:10],
            "Bag-Software-Agent": f"{BY}, bagit {bagit.VERSION}",
            "External-Description": "Documents of an archive with their records and their part of its ledger",
            "Internal-Sender-Identifier": f"ledger head {head}",
        }
        bagit.make_bag(str(work), info, checksums=["sha256", "sha512"])
        _sort_tags(work)
        bagit.Bag(str(work)).validate()
        work.chmod(0o755)
        work.rename(target)
    except OSError as error:
        raise disk.cannot_write(target, error) from error
    except bagit.BagError as error:
        raise OutputError(
            f"the bag is not valid ({error})", where=target.as_posix(), step="Export it again."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return len(chosen)


def _bagit() -> Any:
    try:
        import bagit  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingExtraError(
            "bags need bagit, which is not installed", step="Install it with: pip install 'rasid[archive]'."
        ) from error
    return bagit


def _chosen(archive: Archive, names: Sequence[str]) -> list[Held]:
    if names:
        return list({held.sha256: held for held in map(archive.find, names)}.values())
    return [held for held in archive.state.documents.values() if held.forgotten is None]


def _fill(archive: Archive, chosen: Iterable[Held], folder: Path) -> None:
    """Write the payload."""
    shown = set()
    for held in chosen:
        shown.add(held.sha256)
        for item in held.items:
            _copy(archive, item, folder / item[0] / f"{item[1]}{_SUFFIX[item[0]]}")
    with (folder / LEDGER).open("xb") as out:
        for entry in archive.entries:
            if entry.what == "open" or entry.sha256 in shown:
                out.write(line_of(entry))
            else:
                out.write(canonical(hidden(entry)) + b"\n")
    (folder / README).write_text(_ABOUT, encoding="utf-8")


def hidden(entry: Entry) -> Hidden:
    """An entry without what it says."""
    return Hidden(body=body_of(entry), hash=entry.hash, n=entry.n, prev=entry.prev)


def _copy(archive: Archive, item: Item, target: Path) -> None:
    source = archive.store.path(item)
    target.parent.mkdir(exist_ok=True)
    try:
        stream = source.open("rb")
    except OSError as error:
        raise _damaged(source, f"it cannot be read ({error.strerror or error})") from error
    with stream, target.open("xb") as out:
        found, _ = disk.copy(stream, out, source.as_posix())
    if found != item[1]:
        raise _damaged(source, "its bytes do not have the hash that it is named by")


def _damaged(path: Path, what: str) -> ArchiveDamagedError:
    return ArchiveDamagedError(what, where=path.as_posix(), step="Run rasid archive verify to see all that is wrong.")


def _sort_tags(folder: Path) -> None:
    """Put the lines of the tag manifests in order: bagit writes them as the file system gives the names."""
    for path in folder.glob("tagmanifest-*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(
            "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split()[1])), encoding="utf-8"
        )


def verify_bag(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a bag that :func:`write_bag` wrote: by bagit's own validator, and by the chain of its ledger.

    Raises ArchiveError where it is no bag, and MissingExtraError where bagit is not installed.
    """
    bagit = _bagit()
    where = folder.as_posix()
    try:
        bag = bagit.Bag(str(folder))
    except (bagit.BagError, OSError, ValueError) as error:  # bagit takes the lines of its files on trust
        raise ArchiveError(f"this is no bag ({error})", where=where, step="Name the folder of a bag.") from error
    problems = []
    try:
        bag.validate()
    except (bagit.BagError, OSError, ValueError) as error:  # bagit takes the lines of its files on trust
        details = getattr(error, "details", None) or [error]
        problems += [Problem(kind="changed", where=str(getattr(d, "path", "")) or where, what=str(d)) for d in details]
    problems += _tags(folder)
    try:
        data = (folder / "data" / LEDGER).read_bytes()
    except OSError as error:
        return (*problems, Problem(kind="missing", where=f"data/{LEDGER}", what=str(error.strerror or error)))
    entries, wrong = read_part(data)
    problems += wrong
    for item in State(entries).items():
        name = f"data/{item[0]}/{item[1]}{_SUFFIX[item[0]]}"
        path = folder / name
        if not path.is_file() or path.is_symlink():
            problems.append(Problem(kind="missing", where=name, what="the ledger tells of it"))
        elif disk.hash_of(path)[0] != item[1]:
            problems.append(
                Problem(kind="changed", where=name, what="its bytes do not have the hash that it is named by")
            )
    return tuple(problems)


def _tags(folder: Path) -> Iterator[Problem]:
    """Tag files that are not what their manifest says: bagit does not look at them where ``bagit.txt`` names an old version."""
    try:
        lines = (folder / "tagmanifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        yield Problem(kind="missing", where="tagmanifest-sha256.txt", what=str(error))
        return
    told = {name.strip(): sha256 for sha256, _, name in (line.partition(" ") for line in lines)}
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"):
        path = folder / name
        if not path.is_file() or path.is_symlink():
            yield Problem(kind="missing", where=name, what="a bag that rasid wrote has it")
        elif disk.hash_of(path)[0] != told.get(name):
            yield Problem(kind="changed", where=name, what="its bytes do not have the hash that its manifest names")


def read_part(data: bytes) -> tuple[list[Entry], list[Problem]]:
    """The entries that a part of a ledger shows, and where its chain does not hold."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    prev = ZERO
    for n, line in enumerate(data.splitlines(keepends=True), 1):
        reach = Reach(entries=n - 1, hash=prev)
        found = _hidden(line, reach)
        if isinstance(found, str):
            problems.append(Problem(kind="changed", where=f"data/{LEDGER}:{n}", what=found))
            break
        if isinstance(found, Entry):
            entries.append(found)
        prev = found.hash
    return entries, problems


def _hidden(line: bytes, reach: Reach) -> Entry | Hidden | str:
    try:
        found = msgspec.json.decode(line, type=Hidden)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return read_line(line, reach)
    if canonical(found) + b"\n" != line:
        return "it is not in canonical form"
    if found.hash != link(found.prev, found.body):
        return "its hash does not follow from what it holds"
    if found.prev != reach.hash or found.n != reach.entries + 1:
        return "it does not follow from the line before"
    return found
