"""The verbs for many documents with their options."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rasid.cli.options import Columns, Out, Published, Publisher, Tables


class EngineName(StrEnum):
    """The values of ``--engine``."""

    LOCAL = "local"
    RAY = "ray"


class AnswerName(StrEnum):
    """The values of ``query --format``."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    GEOJSON = "geojson"
    MAP = "map"
    PLOT = "plot"


def batch(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files in any format, folders or patterns.")],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The folder of the run.", show_default=False)],
    published: Published = None,
    publisher: Publisher = None,
    lexicon: Tables = None,
    columns: Columns = "",
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Processes that read; by default all cores.", show_default=False
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="One machine, or a cluster by Ray.")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None,
        typer.Option(
            "--address", metavar="ADDRESS", help="With --engine ray: of a running cluster.", show_default=False
        ),
    ] = None,
    chunk: Annotated[int, typer.Option("--chunk", metavar="N", min=1, help="The most documents in a chunk.")] = 100,
    seconds: Annotated[
        float,
        typer.Option("--seconds", metavar="S", min=0.01, help="How long the reading of one document may take."),
    ] = 120.0,
) -> None:
    """Read many documents into Parquet files; a run that was stopped goes on where it was.

    Exit status: 0 everything was read, 1 some documents failed or the run cannot go on, 2 an option or a table is wrong,
    130 stopped from the keyboard.
    """
    from rasid.cli import batch as verb

    raise typer.Exit(
        verb.run(
            inputs,
            out=out,
            published=published,
            publisher=publisher,
            lexicon=lexicon or [],
            columns=columns,
            engine=engine.value,
            address=address,
            workers=workers,
            chunk=chunk,
            seconds=seconds,
        )
    )


def query(
    question: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT.")],
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a run of rasid batch.")],
    form: Annotated[AnswerName, typer.Option("--format", help="How to write the answer.")] = AnswerName.TABLE,
    out: Out = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Of a map or a plot.", show_default=False),
    ] = None,
) -> None:
    """Ask in SQL what a run found; the question can read the run and nothing else.

    Exit status: 0 answered, 1 there is no run or the answer cannot be written, 2 the question is wrong.
    """
    from rasid.cli import query as verb

    raise typer.Exit(verb.run(question, folder, form=form.value, out=out, title=title))
