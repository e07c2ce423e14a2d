"""``rasid archive`` and ``rasid recode``: the verbs with their options; what they do is in :mod:`rasid.cli.archive`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rasid.cli.options import Columns, Published, Publisher, Tables

archive = typer.Typer(no_args_is_help=True, help="Keep documents as evidence that nobody changed.")


class ListFormat(StrEnum):
    """The values of ``--format`` of verbs that list or show."""

    TEXT = "text"
    JSONL = "jsonl"


Where = Annotated[
    str,
    typer.Option("--archive", metavar="DIR", envvar="RASID_ARCHIVE", help="The archive's folder."),
]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Six or more digits of a document's SHA-256.")]
Form = Annotated[ListFormat, typer.Option("--format", help="How to write it.")]
DEFAULT = "rasid-archive"


@archive.command("add")
def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, patterns, or - for standard input.")
    ],
    folder: Where = DEFAULT,
    published: Published = None,
    publisher: Publisher = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="TEXT", help="How it came to you; kept with it.", show_default=False),
    ] = None,
    columns: Columns = "",
    lexicon: Tables = None,
    no_read: Annotated[bool, typer.Option("--no-read", help="Store the bytes only, without reading them.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Store also what was forgotten.")] = False,
) -> None:
    """Store the bytes of documents, with how they came, and read them into records.

    Exit status: 0 all are stored, 1 some are not, 2 an option or a table is wrong, or the archive cannot be used.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(
        verb.add(
            paths,
            folder=folder,
            published=published,
            publisher=publisher,
            note=note,
            lexicon=lexicon or [],
            columns=columns,
            no_read=no_read,
            again=again,
        )
    )


@archive.command("verify")
def verify(
    folder: Where = DEFAULT,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HASH", help="A head that you noted before.", show_default=False),
    ] = None,
    bag: Annotated[
        str | None,
        typer.Option("--bag", metavar="BAG", help="Look at an exported bag instead.", show_default=False),
    ] = None,
    form: Form = ListFormat.TEXT,
) -> None:
    """Look at every byte of store and ledger, and say what was changed, is missing or was added.

    Exit status: 0 all is as it was written, 1 something is not, 2 it cannot be looked at.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(verb.verify(folder, head=head, bag=bag, form=form.value))


@archive.command("list")
def show_list(folder: Where = DEFAULT, form: Form = ListFormat.TEXT) -> None:
    """List the documents: first digits of the hash, size, when it came, records, from where.

    Exit status: 0 listed, 2 the archive cannot be opened.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(verb.listing(folder, form=form.value))


class Part(StrEnum):
    """The values of ``--part``."""

    SUMMARY = "summary"
    ORIGINAL = "original"
    RECORDS = "records"
    LEDGER = "ledger"


@archive.command("show")
def show(
    document: Annotated[str, typer.Argument(metavar="ID", help="Six or more digits of a document's SHA-256.")],
    folder: Where = DEFAULT,
    part: Annotated[Part, typer.Option("--part", help="What of it.")] = Part.SUMMARY,
) -> None:
    """Show how a document came and was read; or its original bytes, its records, or its entries in the ledger.

    Exit status: 0 shown, 1 there is no such document, 2 the archive cannot be opened.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(verb.show(document, folder, part=part.value))


@archive.command("forget")
def forget(
    documents: Ids,
    folder: Where = DEFAULT,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why; it stays in the ledger for good.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take documents out for good, with all their records; that they were there stays in the ledger.

    Exit status: 0 forgotten, 1 nothing was forgotten, 2 the archive cannot be opened.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(verb.forget(documents, folder, reason=reason, yes=yes))


@archive.command("export")
def export(
    bag: Annotated[str, typer.Argument(metavar="BAG", help="The folder to make; it must not be there yet.")],
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Which documents; all, where none is named.", show_default=False),
    ] = None,
    folder: Where = DEFAULT,
) -> None:
    """Write a BagIt bag of documents with their records and their part of the ledger.

    Exit status: 0 written and validated, 1 there is no such document, 2 the archive or the bag is wrong.
    """
    from rasid.cli import archive as verb

    raise typer.Exit(verb.export(bag, documents or [], folder))


def recode(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Which documents; all, where none is named.", show_default=False),
    ] = None,
    folder: Where = DEFAULT,
    lexicon: Tables = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the new records in the archive; the old ones stay.")
    ] = False,
    form: Form = ListFormat.TEXT,
) -> None:
    """Read archived documents again, and show which records differ from those that the archive holds.

    Exit status: 0 all were read again, 1 some were not, 2 nothing was tried because an option, a table or the archive is wrong.
    """
    from rasid.cli import recode as verb

    raise typer.Exit(verb.run(documents or [], folder, lexicon=lexicon or [], keep=keep, form=form.value))
