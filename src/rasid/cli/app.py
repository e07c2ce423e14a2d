"""The verbs with their options; what they do is in a module each, imported when it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rasid.cli.archive_app import archive, recode
from rasid.cli.batch_app import batch, query
from rasid.cli.field_app import names, places
from rasid.cli.options import Columns, Out, Published, Publisher, Tables, Texts

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


class ExportName(StrEnum):
    """The values of ``export --to``; a test compares them with the formats."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    EXCEL = "excel"
    GEOJSON = "geojson"
    PARQUET = "parquet"
    PLOVER = "plover"
    WEBANNOTATION = "webannotation"
    BAYANAT = "bayanat"
    UWAZI = "uwazi"
    LABELSTUDIO = "labelstudio"
    INCIDENTS = "incidents"
    INCIDENTS_CSV = "incidents-csv"
    INCIDENTS_GEOJSON = "incidents-geojson"
    INCIDENTS_HTML = "incidents-html"
    ACLED = "acled"
    GED = "ged"


class ImportName(StrEnum):
    """The values of ``import --from``; a test compares them with the formats."""

    JSONL = "jsonl"
    JSON = "json"
    GEOJSON = "geojson"
    PARQUET = "parquet"
    WEBANNOTATION = "webannotation"
    LABELSTUDIO = "labelstudio"


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
        list[str],
        typer.Argument(metavar="FILE...", help="Files in any format, folders, patterns, or - for standard input."),
    ],
    published: Published = None,
    publisher: Publisher = None,
    form: Annotated[FormatName, typer.Option("--format", help="How to write the records.")] = FormatName.TABLE,
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", metavar="X", min=0.0, max=1.0, help="Leave out records below it, 0 to 1."),
    ] = 0.0,
    lexicon: Tables = None,
    out: Out = None,
    columns: Columns = "",
) -> None:
    """Read documents of any format into event records; see rasid formats.

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
            columns=columns,
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


@app.command("export")
def export(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Records of rasid read --format jsonl or json, or incidents of rasid link; or -."
        ),
    ],
    to: Annotated[ExportName, typer.Option("--to", help="The format to write.", show_default=False)],
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="PATH", help="Write to this file, and PATH.loss.json beside it.", show_default=False
        ),
    ] = None,
    texts: Texts = None,
    public: Annotated[
        bool, typer.Option("--public", help="Pseudonyms for private persons; no reasons, no paths.")
    ] = False,
    key_file: Annotated[
        str | None,
        typer.Option(
            "--key-file",
            metavar="FILE",
            help="The key of the pseudonyms, 32 bytes or more; without it a fresh one that nobody keeps.",
            show_default=False,
        ),
    ] = None,
    lexicon: Annotated[
        list[str] | None,
        typer.Option(
            "--lexicon",
            metavar="FILE",
            help="A table of your own that the texts were read with: with --public its actors stay too.",
            show_default=False,
        ),
    ] = None,
    columns: Columns = "",
) -> None:
    """Write records or incidents in a format of the field, and say what it cannot hold.

    incidents, incidents-…, acled and ged are for incidents, the others for records.

    Exit status: 0 written, 1 an input is wrong and nothing was written, 2 an option is wrong.
    """
    from rasid.cli import export as verb

    raise typer.Exit(
        verb.run(
            files,
            form=to.value,
            out=out,
            texts=texts or [],
            public=public,
            key_file=key_file,
            columns=columns,
            lexicon=lexicon or [],
        )
    )


@app.command("import")
def import_(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of the format, or -.")],
    source: Annotated[ImportName, typer.Option("--from", help="The format to read.", show_default=False)],
    out: Out = None,
) -> None:
    """Read corrected records or annotations back into rasid's own JSON lines.

    Exit status: 0 read, 1 an input is wrong and nothing was written, 2 an option is wrong.
    """
    from rasid.cli import imports as verb

    raise typer.Exit(verb.run(files, form=source.value, out=out))


@app.command("link")
def link(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDS...",
            help="Records of rasid read --format jsonl or json, or the documents themselves; - for records.",
        ),
    ],
    out: Out = None,
    add: Annotated[
        str | None,
        typer.Option(
            "--add",
            metavar="INCIDENTS",
            help="Incidents of an earlier run, which gain what is new and stay otherwise.",
            show_default=False,
        ),
    ] = None,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--explain",
            metavar="A B",
            help="Link, and show only what speaks for and against two documents being one incident.",
            show_default=False,
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option(
            "--texts",
            metavar="PATH",
            help="The texts that the records were read from, or their folder: more evidence. Found by their hash.",
            show_default=False,
        ),
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    lexicon: Tables = None,
) -> None:
    """Bring the reports of each incident together, with every claim side by side.

    Exit status: 0 linked, 1 an input was left or is wrong, 2 an option is wrong.
    """
    from rasid.cli import link as verb

    raise typer.Exit(
        verb.run(
            files,
            out=out,
            added_to=add,
            pair=pair,
            texts=texts or [],
            published=published,
            publisher=publisher,
            lexicon=lexicon or [],
        )
    )


app.add_typer(archive, name="archive")
app.command("recode")(recode)
app.command("batch")(batch)
app.command("query")(query)
app.add_typer(names, name="names")
app.add_typer(places, name="places")


@app.command("formats")
def formats(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Say everything about this one.", show_default=False)
    ] = None,
) -> None:
    """List the formats that are read and those that are written.

    Exit status: 0 listed, 2 there is no such format.
    """
    from rasid.cli import formats as verb

    raise typer.Exit(verb.run(name))


Home = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The workbench's folder; else RASID_HOME, else rasid-workbench here.",
        show_default=False,
    ),
]


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port.")] = 8300,
    home: Home = None,
    demo: Annotated[bool, typer.Option("--demo", help="With a small corpus to try it on, in a folder apart.")] = False,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes that answer.")] = 1,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, help="Threads in each.")] = 8,
    no_work: Annotated[bool, typer.Option("--no-work", help="Without a worker: rasid work runs elsewhere.")] = False,
) -> None:
    """Serve the workbench, in which a team checks and corrects records.

    Exit status: 0 it was told to stop, 2 it cannot start.
    """
    from rasid.cli import serve as verb

    raise typer.Exit(
        verb.serve(host=host, port=port, home=home, demo=demo, workers=workers, threads=threads, no_work=no_work)
    )


@app.command("work")
def work(
    home: Home = None,
    once: Annotated[bool, typer.Option("--once", help="Leave when nothing waits any more.")] = False,
) -> None:
    """Do the work of the workbench's queue: imports and reading again. Several may run at a time.

    Exit status: 0 it was told to stop or nothing waits, 2 it cannot start.
    """
    from rasid.cli import serve as verb

    raise typer.Exit(verb.work(home=home, once=once))
