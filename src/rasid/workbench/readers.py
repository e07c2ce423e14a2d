"""The reader with the team's tables: those rows that editors applied, laid over the shipped tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from rasid import Reader
from rasid.errors import EditError
from rasid.lexicon.tables import SEPARATOR, TABLES, read_table
from rasid.model import Document as Read
from rasid.sources import Piece, read_piece
from rasid.sources.language import foreign_parts
from rasid.workbench.models import Document, Proposal
from rasid.workbench.models.review import ProposalState

OPEN_TABLES = ("actors", "places", "organs", "roles", "groups", "weapons", "reporting", "names")
"""Tables for which the workbench takes rows: those of names and words that stand in the text as they are written."""
Row = tuple[str, tuple[tuple[str, str], ...]]
"""A table and the cells of a row by column."""
_BREAKS = "\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def columns_of(table: str) -> dict[str, bool]:
    """The columns of a table, and whether one holds several values."""
    kind = TABLES[table]
    hints = get_type_hints(kind)
    return {
        field.encode_name: getattr(hints[field.name], "__origin__", hints[field.name]) is list
        for field in msgspec.structs.fields(kind)
    }


def row_of(table: str, cells: dict[str, str]) -> Row:
    """A row with the cells that are not empty. Raises EditError for a table or column that is none, or a broken cell."""
    if table not in OPEN_TABLES:
        raise EditError(f"«{table[:40]}» takes no rows here", step=f"There are {', '.join(OPEN_TABLES)}.")
    known = columns_of(table)
    strange = sorted(set(cells) - set(known))
    if strange:
        raise EditError(f"«{strange[0][:40]}» is no column of {table}", step=f"The columns are {', '.join(known)}.")
    filled = {name: cells[name].strip() for name in known if cells.get(name, "").strip()}
    for name, cell in filled.items():
        if any(char in cell for char in _BREAKS) or "\0" in cell or cell[0] == "#" or len(cell) > 2_000:
            raise EditError(
                f"the cell «{name}» begins with # or has a tab or a break in it, or is very long",
                step="Write one line.",
            )
    return table, tuple(filled.items())


def check(row: Row) -> None:
    """See that the tables take a row. Raises EditError or TableError."""
    if not dict(row[1]):
        raise EditError("the row is empty", step="Fill its columns.")
    with tempfile.TemporaryDirectory() as folder:
        for path in write([row], Path(folder)):
            read_table(path)


def write(rows: Iterable[Row], folder: Path) -> list[Path]:
    """Write rows as tables into a folder, a file a table; the paths in order."""
    by_table: dict[str, list[dict[str, str]]] = {}
    for table, cells in rows:
        by_table.setdefault(table, []).append(dict(cells))
    paths = []
    for table, found in sorted(by_table.items()):
        path = folder / f"{table}_team.tsv"
        header = list(columns_of(table))
        lines = ["\t".join(header), *("\t".join(cells.get(name, "") for name in header) for cells in found)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


@lru_cache(maxsize=2)
def with_rows(rows: tuple[Row, ...]) -> Reader:
    """A reader with these rows over the shipped tables. Raises TableError."""
    if not rows:
        return Reader()
    with tempfile.TemporaryDirectory() as folder:
        return Reader(lexicon=write(rows, Path(folder)))


def applied(*, without: Proposal | None = None) -> tuple[Row, ...]:
    """The rows that editors applied, in the order in which they were proposed."""
    rows = Proposal.objects.filter(state=ProposalState.APPLIED).order_by("id")
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return tuple((row.table, tuple(row.row.items())) for row in rows)


def current() -> Reader:
    """The reader for what is imported now."""
    return with_rows(applied())


def reread(reader: Reader, document: Document) -> Read:
    """A stored document read anew."""
    machine: dict[str, Any] = document.machine
    piece = Piece(
        doc=machine["doc"],
        text=document.text,
        format=document.format,
        title=machine.get("title"),
        published=machine["published"],
        publisher=machine["publisher"],
        address=machine.get("address"),
        foreign=foreign_parts(document.text, machine["doc"]),
    )
    return read_piece(reader, piece, duplicate_of=machine.get("duplicate_of"))


def words_in(row: Row) -> Sequence[Sequence[str]]:
    """The words that must stand in a text for a row to matter: a list for each of its names."""
    names: list[str] = []
    several = columns_of(row[0])
    for column, cell in row[1]:
        if column in {"word", "aliases", "loaded", "plurals", "feminine"}:
            names += [part.strip() for part in cell.split(SEPARATOR.strip())] if several[column] else [cell]
        if column == "note" and cell.partition("=")[0].strip() == "short":
            names += [part.strip() for part in cell.partition("=")[2].split("|")]
    return [name.split() for name in names if name and not name.startswith("+")]
