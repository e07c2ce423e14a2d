"""``rasid archive``: documents kept as evidence."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from rasid import archive as room
from rasid.archive.ledger import line_of
from rasid.archive.readings import documents as documents_of
from rasid.archive.state import Held
from rasid.cli.common import fail, reader_with, write_bytes
from rasid.errors import OptionError, RasidError, UnknownDocumentError
from rasid.exports.table import clean
from rasid.sources import Input, collect
from rasid.sources import columns as columns_of

DIGITS = 12
"""How many digits of a hash are shown for people."""
_MANY = 4
"""From how many inputs on a bar shows how far it is."""
_TOLD: dict[str, str] = {
    "stored": "stored",
    "put back": "put back into the store",
    "again": "known, and came in another way, which was noted",
    "known": "known",
    "forgotten": "not stored, because they were forgotten",
    "own": "left out, as files of the archive itself",
    "failed": "failed",
}


def add(
    paths: Sequence[str],
    *,
    folder: str,
    published: str | None,
    publisher: str | None,
    note: str | None,
    lexicon: Sequence[str],
    columns: str,
    no_read: bool,
    again: bool,
) -> int:
    """Add what the paths mean. Returns the exit status."""
    how = room.How(published=published, publisher=publisher, note=note, columns=columns or None, again=again)
    counts: Counter[str] = Counter()
    try:
        columns_of(columns)
        reader, day = (None, None) if no_read and not published else reader_with(lexicon, published)
        how = msgspec.structs.replace(how, published=day.isoformat() if day else None)
        with opened(folder, write=True, create=True) as archive, progress(list(collect(paths)), "adding") as inputs:
            for added in room.add(archive, inputs, how, None if no_read else reader, tell):
                counts[added.became] += 1
                counts["read"] += added.read
                counts["unread"] += bool(added.left) and not added.read
                if added.error is not None:
                    tell(added.error)
    except RasidError as error:
        if counts:
            _say(_summary(counts))
        return fail(error, 2)
    write_bytes(f"{_summary(counts)}\n".encode())
    return 1 if counts["failed"] or counts["forgotten"] else 0


def tell(error: RasidError) -> None:
    """Say on standard error what cannot be stored or read."""
    fail(error, 1)


def _summary(counts: Counter[str]) -> str:
    parts = [f"{counts[name]} {told}" for name, told in _TOLD.items() if counts[name]]
    if counts["read"] or counts["unread"]:
        parts.append(f"{counts['read']} read")
    if counts["unread"]:
        parts.append(f"{counts['unread']} that could not be read, but are stored")
    return "; ".join(parts) or "nothing to add"


def verify(folder: str, *, head: str | None, bag: str | None, form: str) -> int:
    """Look at every byte of an archive or of a bag. Returns the exit status."""
    from rasid.archive.bag import verify_bag

    try:
        if bag is not None:
            return _tell(verify_bag(Path(bag)), None, form)
        report = room.verify(Path(folder), head=head)
    except RasidError as error:
        return fail(error, 2)
    return _tell(report.problems, report, form)


def _tell(problems: Sequence[room.Problem], report: room.Report | None, form: str) -> int:
    """Write what is wrong, and what was looked at. Returns the exit status."""
    if form == "jsonl":
        rows: list[Any] = [*problems] if report is None else [*problems, msgspec.structs.replace(report, problems=())]
        write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        return 1 if problems else 0
    lines = [f"{problem.kind}\t{clean(problem.where)}\t{clean(problem.what)}" for problem in problems]
    lines.append(f"{len(problems)} problems" if problems else "intact")
    if report is not None:
        gone = f", {report.forgotten} forgotten" if report.forgotten else ""
        lines[-1] += f": {report.documents} documents{gone}, {report.entries} entries, {report.files} files"
        lines.append(f"head: {report.head}")
    write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return 1 if problems else 0


def listing(folder: str, *, form: str) -> int:
    """List the documents of an archive. Returns the exit status."""
    try:
        with opened(folder, write=False) as archive:
            for held in archive.state.documents.values():
                row = _row(archive, held)
                write_bytes(msgspec.json.encode(row) + b"\n" if form == "jsonl" else _line(row))
    except RasidError as error:
        return fail(error, 2)
    return 0


def _row(archive: room.Archive, held: Held) -> dict[str, Any]:
    reading = held.reading
    last = held.adds[-1] if held.adds else held.history[0]
    row: dict[str, Any] = {"sha256": held.sha256, "bytes": held.size, "at": last.at}
    if held.forgotten is not None:
        return row | {"state": "forgotten", "forgotten": held.forgotten.at, "reason": held.forgotten.reason}
    row["where"] = [origin.where for origin in archive.origins(held)]
    if reading is None:
        return row | {"state": "not read"}
    if reading.records is None:
        return row | {"state": "unread", "error": reading.error}
    _, records = _counted(archive, reading.records)
    return row | {"state": "read", "records": records, "by": reading.by}


def _counted(archive: room.Archive, records: str) -> tuple[int, int]:
    """How many documents and records a file of records holds."""
    found = [len(document["records"]) for document in documents_of(archive.file_of(("records", records)))]
    return len(found), sum(found)


def _line(row: dict[str, Any]) -> bytes:
    states = {
        "forgotten": "forgotten",
        "not read": "not read",
        "unread": f"unread {row.get('error')}",
        "read": f"{row.get('records')} records",
    }
    where = "; ".join(clean(name) for name in row.get("where", [])) or "-"
    cells = (row["sha256"][:DIGITS], f"{row['bytes']} bytes", row["at"], states[row["state"]], where)
    return ("\t".join(cells) + "\n").encode("utf-8", "replace")


def show(document: str, folder: str, *, part: str) -> int:
    """Show a document of an archive. Returns the exit status."""
    try:
        with opened(folder, write=False) as archive:
            held = archive.find(document, forgotten=part in {"summary", "ledger"})
            if part == "original":
                _pour(archive.file_of(("documents", held.sha256)))
            elif part == "ledger":
                write_bytes(b"".join(line_of(entry) for entry in held.history))
            elif part == "records":
                _pour(_records(archive, held))
            else:
                lines = "".join(f"{line}\n" for line in _details(archive, held))
                write_bytes(lines.encode("utf-8", "replace"))
    except UnknownDocumentError as error:
        return fail(error, 1)
    except RasidError as error:
        return fail(error, 2)
    return 0


def _pour(path: Path) -> None:
    """Write a file to standard output, whatever its size."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            write_bytes(piece)


def _records(archive: room.Archive, held: Held) -> Path:
    reading = next((entry for entry in reversed(held.readings) if entry.records), None)
    if reading is None or reading.records is None:
        raise UnknownDocumentError(
            "it has no records", where=held.sha256[:DIGITS], step="Read it with rasid recode --keep."
        )
    return archive.file_of(("records", reading.records))


def _details(archive: room.Archive, held: Held) -> Iterator[str]:
    """A document for people: its hash, how it came, how it was read."""
    yield f"sha256\t{held.sha256}"
    yield f"bytes\t{held.size}"
    if held.forgotten is not None:
        yield f"forgotten\t{held.forgotten.at} by {held.forgotten.by}: {clean(held.forgotten.reason or 'no reason given')}"
        return
    for entry, origin in zip(held.adds, archive.origins(held), strict=True):
        yield f"came\t{entry.at} by {entry.by}, {origin.how} {clean(origin.where)} in {clean(origin.folder)}"
        for name in ("modified", "published", "publisher", "note", "columns"):
            value = getattr(origin, name)
            if value is not None:
                yield f"  {name}\t{clean(value)}"
    for entry in held.readings:
        if entry.records is None:
            yield f"unread\t{entry.at} by {entry.by}: {entry.error}"
            continue
        documents, count = _counted(archive, entry.records)
        yield (
            f"read\t{entry.at} by {entry.by}, tables {(entry.tables or '')[:DIGITS]}: {count} records"
            + (f" in {documents} documents" if documents > 1 else "")
            + (f", {entry.left} that could not be read" if entry.left else "")
        )


def forget(documents: Sequence[str], folder: str, *, reason: str | None, yes: bool) -> int:
    """Forget documents. Returns the exit status."""
    try:
        with opened(folder, write=True) as archive:
            chosen = [archive.find(name) for name in documents]
            if not yes and not _agreed(archive, chosen):
                return 1
            gone = room.forget(archive, documents, reason)
    except UnknownDocumentError as error:
        return fail(error, 1)
    except RasidError as error:
        return fail(error, 2)
    write_bytes("".join(f"forgotten\t{held.sha256}\n" for held in gone).encode())
    return 0


def _agreed(archive: room.Archive, chosen: Iterable[Held]) -> bool:
    """Whether the user says yes. Raises OptionError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise OptionError("nobody can be asked whether to forget", where="forget", step="Give --yes.")
    for held in chosen:
        _say(f"{held.sha256[:DIGITS]}\t{'; '.join(clean(origin.where) for origin in archive.origins(held))}")
    sys.stderr.write("Forget for good? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def export(bag: str, documents: Sequence[str], folder: str) -> int:
    """Write a bag. Returns the exit status."""
    from rasid.archive.bag import write_bag

    try:
        with opened(folder, write=False) as archive:
            written = write_bag(archive, documents, Path(bag))
    except UnknownDocumentError as error:
        return fail(error, 1)
    except RasidError as error:
        return fail(error, 2)
    write_bytes(f"{written} documents in a valid bag: {clean(bag)}\n".encode("utf-8", "replace"))
    return 0


@contextmanager
def opened(folder: str, *, write: bool, create: bool = False) -> Iterator[room.Archive]:
    """The archive in ``folder``; what was mended when it was opened is said on standard error."""
    if not folder:
        raise OptionError("no folder is named", where="--archive", step="Name the archive's folder.")
    with room.opened(Path(folder), write=write, create=create) as archive:
        for text in archive.notes:
            _say(text)
        yield archive


@contextmanager
def progress(inputs: list[Input], what: str) -> Iterator[Iterable[Input]]:
    """The inputs, with a bar on the terminal while they are gone through, where there are many."""
    if len(inputs) < _MANY or not sys.stderr.isatty():
        yield inputs
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield bar.track(inputs, description=what)


def _say(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
