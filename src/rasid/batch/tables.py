"""The three tables of a run: their columns, and the rows that documents give."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from rasid.errors import MissingExtraError
from rasid.exports.parquet import record_columns, record_row
from rasid.model import Document

TABLES = ("documents", "records", "mentions")
_PARTITION = 1_000
"""Units in a folder."""


def arrow(module: str = "pyarrow") -> Any:
    """pyarrow, or a part of it. Raises MissingExtraError."""
    from importlib import import_module  # noqa: PLC0415  # only where tables are written or read

    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            "rasid batch writes Parquet, for which pyarrow is not installed",
            step="Install it with: pip install 'rasid[batch]'.",
        ) from error


@cache
def schema(table: str) -> Any:
    """The columns of a table with their types."""
    pa = arrow()
    text, whole, number = pa.string(), pa.int64(), pa.float64()
    if table == "documents":
        return pa.schema(
            [
                *((name, text) for name in ("doc", "input", "status", "code", "why", "error", "format", "sha256")),
                *((name, text) for name in ("published", "publisher", "title", "address")),
                *((name, whole) for name in ("characters", "records")),
                ("foreign", pa.list_(pa.struct([("start", whole), ("end", whole)]))),
                ("notes", pa.list_(text)),
                *((name, text) for name in ("version", "tables")),
                ("sketch", pa.list_(pa.uint64())),
                ("text", text),
            ]
        )
    if table == "records":
        meta = [(name, text) for name in ("doc", "published", "publisher")]
        return pa.schema([*meta, *record_columns(pa)])
    return pa.schema(
        [
            *((name, text) for name in ("doc", "mention")),
            *((name, whole) for name in ("start", "end")),
            *((name, text) for name in ("text", "name", "country", "sector", "admin1", "kind")),
            *((name, number) for name in ("lat", "lon")),
            ("precision", text),
            ("alternatives", pa.list_(text)),
            ("reason", text),
        ]
    )


def record_rows(document: Document) -> Iterator[dict[str, Any]]:
    """The rows of a document in the table of records."""
    points = {place.span: place for place in document.places}
    meta = {"doc": document.doc, "published": document.published, "publisher": document.publisher}
    for record in document.records:
        yield meta | record_row(record, points)


def mention_rows(document: Document) -> Iterator[dict[str, Any]]:
    """The rows of a document in the table of mentions: actors, then places."""
    for actor in document.actors:
        row = msgspec.to_builtins(actor)
        row["start"], row["end"] = row.pop("span")
        yield {"doc": document.doc, "mention": "actor", "name": row.pop("canonical_en"), **row}
    for place in document.places:
        row = msgspec.to_builtins(place)
        row["start"], row["end"] = row.pop("span")
        yield {"doc": document.doc, "mention": "place", "name": row.pop("name_en"), **row}


def place_of(folder: Path, table: str, name: str) -> Path:
    """Where the file of a chunk lies; ``name`` begins with the number of its unit in six digits."""
    return folder / table / f"part-{int(name[:6]) // _PARTITION:04}" / f"{name}.parquet"


def write(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows to a file of their own and bring it to the disk. The same rows give the same bytes. Raises OSError."""
    pa, pq = arrow(), arrow("pyarrow.parquet")
    with path.open("wb") as file:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema(table)), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
