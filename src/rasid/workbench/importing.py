"""Imports: files as they come from people, kept under names of ours, and what a worker makes of them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from rasid.errors import LimitError, MissingInputError, OptionError
from rasid.sources import Documents, Input, Left, Options, Piece, Seen, collect, columns, read_piece
from rasid.workbench.models import Document, Job, JobItem, JobLeft, User
from rasid.workbench.models.work import JobKind
from rasid.workbench.readers import current
from rasid.workbench.storing import day, safe, store

_STEP = 1 << 20


def displayed(name: str) -> str:
    """A name that somebody gave, fit to be shown: no path, no control characters, not empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in safe(last) if char.isprintable())[:500] or "?"


def begin(
    user: User,
    files: Sequence[tuple[str, BinaryIO]],
    *,
    published: str = "",
    publisher: str = "",
    given_columns: str = "",
    groups: Sequence[Any] = (),
) -> Job:
    """Keep the files and queue them. Nothing of a name becomes part of a path.

    Raises OptionError for options that make no sense, LimitError for more than an upload may have; then nothing is kept.
    """
    options = _options(published, publisher, given_columns)
    if not files:
        raise MissingInputError("there is no file in this import", step="Choose at least one.")
    folder = Path(settings.UPLOADS) / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    kept: list[tuple[str, Path]] = []
    try:
        left = settings.UPLOAD_LIMIT
        for number, (name, stream) in enumerate(files):
            path = folder / str(number)
            left -= _keep(stream, path, left, name)
            kept.append((displayed(name), path))
        return _queue(user, options, groups, kept)
    except BaseException:
        _drop(path for _name, path in kept)
        (folder / str(len(kept))).unlink(missing_ok=True)
        folder.rmdir()
        raise


def begin_folder(
    user: User, folder: str, *, published: str = "", publisher: str = "", groups: Sequence[Any] = ()
) -> Job:
    """Queue the files of a folder of the server. Raises OptionError for a folder that is not among those allowed."""
    wanted = Path(folder.replace("\0", "")).resolve()
    if not any(wanted == root or root in wanted.parents for root in settings.FOLDERS) or not wanted.is_dir():
        raise OptionError(
            "this is no folder from which may be imported", where=folder, step="The server's RASID_FOLDERS names them."
        )
    found = [item.path.resolve() for item in collect([wanted]) if item.path is not None]
    # A link that leads out of the folder leads to what nobody allowed.
    inside = [path for path in found if wanted in path.parents]
    if not inside:
        raise MissingInputError("there is no file in this folder", where=folder, step="Choose another.")
    options = _options(published, publisher, "") | {"folder": str(wanted)}
    return _queue(user, options, groups, [(displayed(str(path.name)), path) for path in inside])


def _options(published: str, publisher: str, given_columns: str) -> dict[str, Any]:
    if published and day(published) is None:
        raise OptionError(f"«{published[:20]}» is no date", where="published", step="Give the day as YYYY-MM-DD.")
    return {"published": published, "publisher": safe(publisher)[:300], "columns": columns(given_columns)}


def _keep(stream: BinaryIO, path: Path, most: int, name: str) -> int:
    """Write a file through to the disk; how many bytes it has. Raises LimitError."""
    size = 0
    with path.open("xb") as out:
        while piece := stream.read(_STEP):
            size += len(piece)
            if size > most:
                raise LimitError(
                    f"the files are larger than {settings.UPLOAD_LIMIT >> 20} MB together",
                    where=displayed(name),
                    step="Import them in parts, or set RASID_UPLOAD_MB.",
                )
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return size


@transaction.atomic
def _queue(user: User, options: dict[str, Any], groups: Sequence[Any], kept: Sequence[tuple[str, Path]]) -> Job:
    job = Job.objects.create(kind=JobKind.IMPORT, user=user, options=options)
    job.groups.set(groups)
    JobItem.objects.bulk_create([JobItem(job=job, name=name, path=str(path)) for name, path in kept])
    return job


def _drop(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def tidy(job: Job) -> None:
    """Take away the uploaded files of an import of which everything was read; of another they stay for a next try."""
    if "folder" in job.options or job.items.filter(failed__gt=0).exists():
        return
    paths = [Path(item.path) for item in job.items.all()]
    _drop(paths)
    for folder in {path.parent for path in paths}:
        if folder.parent == Path(settings.UPLOADS) and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


class Copies:
    """Finds near copies among the documents of one import, whichever worker read them."""

    def __init__(self) -> None:
        """Of no import yet."""
        self._job: int | None = None
        self._seen, self._last, self._own = Seen(), 0, set[str]()

    def look(self, job: Job) -> None:
        """Learn what the import holds by now."""
        if job.pk != self._job:
            self._job, self._seen, self._last, self._own = job.pk, Seen(), 0, set()
        rows = job.documents.filter(pk__gt=self._last).order_by("pk").values_list("pk", "doc", "text")
        for pk, doc, text in rows.iterator(chunk_size=200):
            self._last = pk
            if doc not in self._own:
                self._seen.original(doc, text)

    def original(self, doc: str, text: str) -> str | None:
        """The earlier document of which this is a near copy, or None; it is remembered then."""
        self._own.add(safe(doc)[:500])
        return self._seen.original(doc, text)


class Importing:
    """One file of an import: its documents one by one, from where an earlier worker left off."""

    def __init__(self, item: JobItem, copies: Copies) -> None:
        """Nothing is read before the first step."""
        job = item.job
        self._job, self._item = job, item
        self._groups = list(job.groups.all())
        self._day, self._publisher = day(job.options["published"]), job.options["publisher"] or None
        source = Input(name=item.name, path=Path(item.path))
        self._outcomes = enumerate(Documents(source, Options(columns=job.options["columns"])), 1)
        self._copies = copies
        copies.look(job)

    def step(self) -> dict[str, Any] | None:
        """What the next thing in the file comes to, ready to be kept: None at its end.

        The value has ``seen`` and ``keep``, to be called within the transaction that notes how far the item is.
        """
        for number, outcome in self._outcomes:
            if number > self._item.seen:
                return {
                    "seen": number,
                    "keep": self._left(outcome) if isinstance(outcome, Left) else self._read(outcome),
                }
        return None

    def _left(self, outcome: Left) -> Any:
        row = JobLeft(
            item=self._item,
            doc=safe(outcome.doc)[:500],
            why=outcome.why[:200],
            error=safe(str(outcome.error)),
            failed=outcome.failed,
        )

        def keep(item: JobItem) -> None:
            row.save()
            item.failed += outcome.failed
            item.aside += not outcome.failed

        return keep

    def _read(self, piece: Piece) -> Any:
        if self._there(piece):

            def there(item: JobItem) -> None:
                item.there += 1

            return there
        earlier = self._copies.original(piece.doc, piece.text)
        read = read_piece(current(), piece, published=self._day, publisher=self._publisher, duplicate_of=earlier)

        def keep(item: JobItem) -> None:
            store(read, user=self._job.user, job=self._job, groups=self._groups, form=piece.format, notes=piece.notes)
            item.read += 1

        return keep

    def _there(self, piece: Piece) -> bool:
        """Whether an earlier import brought the same document to the same people."""
        digest = hashlib.sha256(piece.text.encode("utf-8", "surrogatepass")).hexdigest()
        same = Document.objects.visible_to(self._job.user).filter(sha256=digest, doc=safe(piece.doc)[:500])
        wanted = {group.pk for group in self._groups}
        return any({group.pk for group in found.groups.all()} == wanted for found in same.exclude(job=self._job))
