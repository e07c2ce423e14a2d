"""The verbs with their options; what they do is in a module each, imported when it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(
    name="rasid",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class FormatName(StrEnum):
    """The values of ``--format``."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Day of publication, YYYY-MM-DD; «yesterday» is counted from it.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str | None,
    typer.Option("--publisher", metavar="NAME", help="Who published it; kept with the records.", show_default=False),
]
Tables = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon", metavar="FILE", help="A table of your own, laid over ours; may be given again.", show_default=False
    ),
]


def _version(value: bool) -> None:
    if value:
        from rasid import __version__

        typer.echo(f"rasid {__version__}")
        raise typer.Exit


@app.callback()
def rasid(
    version: Annotated[  # its callback answers it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Read Arabic reports and statements into sourced event records, offline."""


@app.command("read")
def read(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Text files, folders, patterns, or - for standard input.")
    ],
    published: Published = None,
    publisher: Publisher = None,
    form: Annotated[FormatName, typer.Option("--format", help="How to write the records.")] = FormatName.TABLE,
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", metavar="X", min=0.0, max=1.0, help="Leave out records below it, 0 to 1."),
    ] = 0.0,
    lexicon: Tables = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="PATH", help="Write to this file instead of the screen.", show_default=False),
    ] = None,
) -> None:
    """Read texts into event records.

    Exit status: 0 every input was read, 1 some were not, 2 nothing was tried because an option or a table is wrong.
    """
    from rasid.cli import read as verb

    raise typer.Exit(
        verb.run(
            files,
            published=published,
            publisher=publisher,
            form=form.value,
            min_confidence=min_confidence,
            lexicon=lexicon or [],
            out=out,
        )
    )


@app.command("explain")
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file, or - for standard input.")],
    record: Annotated[
        str | None,
        typer.Option("--record", metavar="ID", help="Explain this record only, such as r3.", show_default=False),
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    lexicon: Tables = None,
) -> None:
    """Show why each record of a text is what it is: words, frame, candidates with their scores, rules.

    Exit status: 0 explained, 1 the text cannot be read or has no such record, 2 an option or a table is wrong.
    """
    from rasid.cli import explain as verb

    raise typer.Exit(verb.run(file, record=record, published=published, publisher=publisher, lexicon=lexicon or []))
