"""``rasid batch``: many inputs to Parquet, over all cores or many machines."""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rasid.batch.report import Now
from rasid.batch.run import Engine, Silent, Watch
from rasid.batch.run import run as run_batch
from rasid.batch.settings import Settings
from rasid.batch.worker import Done
from rasid.cli.common import fail
from rasid.errors import OptionError, RasidError
from rasid.sources import columns as columns_of

_WRONG = {"R106", "R107", "R108", "R110"}
"""Errors of options, tables and the installation: nothing was tried."""


def run(
    files: Sequence[str],
    *,
    out: str,
    published: str | None,
    publisher: str | None,
    lexicon: Sequence[str],
    columns: str,
    engine: Engine,
    address: str | None,
    workers: int | None,
    chunk: int,
    seconds: float,
) -> int:
    """Read the inputs and write what was found. Returns the exit status."""
    try:
        settings = Settings(
            published=_day(published),
            publisher=publisher,
            columns=columns_of(columns),
            lexicon=tuple(str(Path(name).absolute()) for name in lexicon),
            documents=chunk,
            seconds=seconds,
        )
        if address is not None and engine != "ray":
            raise OptionError("only a cluster has an address", where="--address", step="Give --engine ray with it.")
        with _bar() as watch:
            made = run_batch(files, Path(out), settings, engine=engine, workers=workers, address=address, watch=watch)
    except RasidError as error:
        return fail(error, 2 if error.code in _WRONG else 1)
    except KeyboardInterrupt:
        sys.stderr.write("stopped: run the same command again, and it goes on where it was\n")
        return 130
    sys.stderr.write("".join(f"{line}\n" for line in made.lines()))
    return 1 if made.failed or not made.complete else 0


def _day(published: str | None) -> str | None:
    if published is None:
        return None
    try:
        return datetime.date.fromisoformat(published).isoformat()
    except ValueError as error:
        raise OptionError(
            f"«{published}» is no date", where="--published", step="Give the day as YYYY-MM-DD."
        ) from error


class _Bar:
    """A bar over the bytes of the inputs, with documents a second and the time that is left."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=None)

    def begin(self, total: int, ready: int) -> None:
        self._progress.update(self._task, total=total, completed=ready)

    def step(self, done: Done, now: Now) -> None:
        rate = now.documents / max(now.seconds, 1e-9)
        about = f"{now.documents:,} documents, {rate:,.1f} a second"
        self._progress.update(self._task, advance=done.weight, description=about)


@contextlib.contextmanager
def _bar() -> Iterator[Watch]:
    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)
