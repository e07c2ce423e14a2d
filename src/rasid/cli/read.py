"""``rasid read``: inputs to records, in one of the formats, on the screen or in a file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rasid.cli.common import fail, reader_with, write_bytes
from rasid.cli.files import replacing
from rasid.errors import OutputError, RasidError
from rasid.exports import FORMATS, above
from rasid.model import Document
from rasid.sources import Input, collect

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
) -> int:
    """Read the inputs and write their records. Returns the exit status."""
    try:
        reader, day = reader_with(lexicon, published)
    except RasidError as error:
        return fail(error, 2)
    inputs = list(collect(files))
    failed: list[Input] = []

    def documents(items: Iterable[Input]) -> Iterator[Document]:
        for item in items:
            try:
                document = reader.read(item.load(), published=day, publisher=publisher, doc=item.name)
            except RasidError as error:
                failed.append(item)
                fail(error, 1)
            else:
                yield above(document, min_confidence)

    try:
        _deliver(inputs, documents, form, out)
    except OutputError as error:
        return fail(error, 2)
    return 1 if failed else 0


def _deliver(
    inputs: list[Input], documents: Callable[[Iterable[Input]], Iterator[Document]], form: str, out: str | None
) -> None:
    """Write what is read as it is read."""
    kind = FORMATS[form]
    write = kind.write_one if kind.write_one is not None and len(inputs) == 1 else kind.write
    if form == "table" and out is None and sys.stdout.isatty():
        _show(inputs, documents)
        return
    with _progress(inputs) as items:
        if out is None:
            for piece in write(documents(items)):
                write_bytes(piece)
        else:
            with replacing(Path(out)) as file:
                for piece in write(documents(items)):
                    file.write(piece)


def _show(inputs: list[Input], documents: Callable[[Iterable[Input]], Iterator[Document]]) -> None:
    """Boxed tables on the terminal, above the bar where there is one."""
    from rich.console import Console

    from rasid.exports.table import show

    console = Console()
    with _progress(inputs, console) as items:
        for document in documents(items):
            show(document, console)


@contextlib.contextmanager
def _progress(inputs: list[Input], console: Console | None = None) -> Iterator[Iterable[Input]]:
    """The inputs, with a bar on the terminal while they are gone through, where there are many."""
    if len(inputs) < _MANY or (console is None and not sys.stderr.isatty()):
        yield inputs
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=console or Console(stderr=True), transient=True) as bar:
        yield bar.track(inputs, description="reading")
