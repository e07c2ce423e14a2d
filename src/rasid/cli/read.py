"""``rasid read``: inputs to records, in one of the formats, on the screen or in a file."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rasid.cli.common import fail, reader_with, write_bytes
from rasid.cli.files import replacing
from rasid.errors import OutputError, RasidError
from rasid.exports import FORMATS, above
from rasid.model import Document
from rasid.reading.reader import Reader
from rasid.sources import Documents, Input, Left, Options, Piece, Seen, Tally, collect, read_piece
from rasid.sources import columns as columns_of

if TYPE_CHECKING:
    from rich.console import Console

_MANY = 4
"""From how many inputs on a bar shows how far the reading is."""


def run(
    files: Sequence[str],
    *,
    published: str | None,
    publisher: str | None,
    form: str,
    min_confidence: float,
    lexicon: Sequence[str],
    out: str | None,
    columns: str = "",
) -> int:
    """Read the inputs and write their records. Returns the exit status."""
    try:
        options = Options(columns=columns_of(columns))
        reader, day = reader_with(lexicon, published)
    except RasidError as error:
        return fail(error, 2)
    inputs = list(collect(files))
    work = _Work(reader, day, publisher, min_confidence, options)
    try:
        _deliver(inputs, work, form, out)
    except OutputError as error:
        return fail(error, 2)
    work.summarise(inputs)
    return 1 if work.unread else 0


class _Work:
    """Reads inputs one after the other and keeps count of what becomes of them."""

    def __init__(
        self, reader: Reader, day: date | None, publisher: str | None, confidence: float, options: Options
    ) -> None:
        self._reader, self._day, self._publisher = reader, day, publisher
        self._confidence, self._options = confidence, options
        self._seen, self.tally = Seen(), Tally()
        self.many = self.unread = False

    def documents(self, items: Iterable[Input]) -> Iterator[Document]:
        """The documents, as they are read; what is left is told on standard error."""
        for item in items:
            found = Documents(item, self._options)
            nothing = True
            for outcome in found:
                self.many = found.many
                if isinstance(outcome, Left):
                    self.tally.leave(outcome)
                    self.unread = self.unread or outcome.failed
                    fail(outcome.error, 1)
                else:
                    nothing = False
                    yield self._read(outcome)
            self.unread = self.unread or (nothing and item.named)

    def _read(self, piece: Piece) -> Document:
        earlier = self._seen.original(piece.doc, piece.text)
        self.tally.count(piece, duplicate=earlier is not None)
        for note in piece.notes:
            sys.stderr.write(f"{piece.doc}: {note}.\n")
        document = read_piece(self._reader, piece, published=self._day, publisher=self._publisher, duplicate_of=earlier)
        return above(document, self._confidence)

    def summarise(self, inputs: list[Input]) -> None:
        """Say on standard error what became of the inputs, where that is more than one document of one input."""
        if len(inputs) > 1 or self.many:
            sys.stdout.flush()
            sys.stderr.write("".join(f"{line}\n" for line in self.tally.lines(len(inputs))))


def _deliver(inputs: list[Input], work: _Work, form: str, out: str | None) -> None:
    """Write what is read as it is read."""
    kind = FORMATS[form]
    if form == "table" and out is None and sys.stdout.isatty():
        _show(inputs, work)
        return
    with _progress(inputs, work) as items:
        documents = work.documents(items)
        first = list(itertools.islice(documents, 1))  # only then it is known whether the input can hold several
        one = len(inputs) == 1 and not work.many
        write = kind.write_one if kind.write_one is not None and one else kind.write
        pieces = write(itertools.chain(first, documents))
        del first
        if out is None:
            for piece in pieces:
                write_bytes(piece)
        else:
            with replacing(Path(out)) as file:
                for piece in pieces:
                    file.write(piece)


def _show(inputs: list[Input], work: _Work) -> None:
    """Boxed tables on the terminal, above the bar where there is one."""
    from rich.console import Console

    from rasid.exports.table import show

    console = Console()
    with _progress(inputs, work, console) as items:
        for document in work.documents(items):
            show(document, console)


@contextlib.contextmanager
def _progress(inputs: list[Input], work: _Work, console: Console | None = None) -> Iterator[Iterable[Input]]:
    """The inputs, with a bar on the terminal while they are gone through, where there are many."""
    if len(inputs) < _MANY or (console is None and not sys.stderr.isatty()):
        yield inputs
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=len(inputs))

        def tracked() -> Iterator[Input]:
            for item in inputs:
                yield item
                bar.update(task, advance=1, description=f"{work.tally.read:,} documents")

        yield tracked()
