"""The verbs for lists of people and for places with their options."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rasid.cli.options import Out

names = typer.Typer(no_args_is_help=True, help="Compare lists of people.")
places = typer.Typer(no_args_is_help=True, help="Places of your own.")
_COLUMNS = "Which column holds name, age, place, date, sex, id, where they are called otherwise."


class MatchForm(StrEnum):
    """The values of ``names match --format``."""

    CSV = "csv"
    JSON = "json"


@names.callback()
def _names() -> None:
    """Compare lists of people."""


@names.command("match")
def match(
    a: Annotated[str, typer.Argument(metavar="A.csv", help="A list: a row a person, the first row names the columns.")],
    b: Annotated[str, typer.Argument(metavar="B.csv", help="The other list.")],
    columns_a: Annotated[
        str, typer.Option("--columns-a", metavar="FIELD=COLUMN,...", help=f"{_COLUMNS} In A.", show_default=False)
    ] = "",
    columns_b: Annotated[
        str, typer.Option("--columns-b", metavar="FIELD=COLUMN,...", help="The same in B.", show_default=False)
    ] = "",
    form: Annotated[MatchForm, typer.Option("--format", help="How to write the pairs.")] = MatchForm.CSV,
    out: Out = None,
) -> None:
    """Find who stands in both of two lists: by the parts of the name, age, place, date and sex, each pair explained.

    Exit status: 0 compared, 1 a list is wrong and nothing was written, 2 an option is wrong.
    """
    from rasid.cli import names as verb

    raise typer.Exit(verb.run(a, b, columns_a=columns_a, columns_b=columns_b, form=form.value, out=out))


@places.callback()
def _places() -> None:
    """Places of your own."""


@places.command("add")
def add(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Dumps of GeoNames, or tables of OCHA's COD-AB in CSV or XLSX."),
    ],
    alternate_names: Annotated[
        str | None,
        typer.Option(
            "--alternate-names",
            metavar="FILE",
            help="GeoNames' alternateNamesV2.txt: its Arabic names come before those of the dump.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
) -> None:
    """Make tables of places into one for --lexicon, which lays it over the gazetteer, and say what is in conflict.

    Exit status: 0 written, 1 a table is wrong and nothing was written.
    """
    from rasid.cli import places as verb

    raise typer.Exit(verb.run(files, alternate_names=alternate_names, out=out))
