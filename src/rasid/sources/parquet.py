"""Parquet: a document a row, columns found by their names, read in small groups of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError, RasidError
from rasid.sources.blob import Blob
from rasid.sources.columns import assign, piece
from rasid.sources.extras import load
from rasid.sources.limits import too_large
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, left

_ROWS = 64
"""Rows held at once."""
_STEP = "Get the file again, or write it anew."


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The documents, one by one. Raises DamagedInputError, LimitError, ColumnError or MissingExtraError."""
    pa = load("pyarrow", where=blob.name, extra="parquet")
    pq = load("pyarrow.parquet", where=blob.name, extra="parquet")
    source = blob.seekable()
    try:
        with pq.ParquetFile(source) as file:
            fields = assign(file.schema_arrow.names, context.options.columns, blob.name)
        # A text that is written once and stands in every row is unpacked once, not for every row.
        source.seek(0)
        with pq.ParquetFile(source, read_dictionary=sorted(set(fields.values()))) as file:
            yield from _rows(file, blob, context, fields)
    except pa.ArrowException as error:
        raise DamagedInputError(
            f"the Parquet file is damaged ({_short(error)})", where=blob.name, step=_STEP
        ) from error
    except (OSError, ValueError) as error:
        raise DamagedInputError(
            f"the Parquet file is damaged ({_short(error)})", where=blob.name, step=_STEP
        ) from error


def _rows(file: Any, blob: Blob, context: Context, fields: dict[str, str]) -> Iterator[Outcome]:
    limit = context.options.limits.document
    names = sorted(set(fields.values()))
    number = 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        blob.budget.unpack(sum(about.column(n).total_uncompressed_size for n in range(about.num_columns)))
        for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], columns=names):
            columns = [batch.column(name) for name in names]
            for row in range(batch.num_rows):
                number += 1
                where = f"{blob.name}#{number}"
                cells = {name: column[row].as_py() for name, column in zip(names, columns, strict=True)}
                if any(isinstance(cell, (str, bytes)) and len(cell) > limit for cell in cells.values()):
                    yield left(where, too_large(where, limit, "a row"))
                    continue
                try:
                    yield piece(_plain(cells), fields, blob.name, number, MANIFEST.name)
                except RasidError as error:
                    yield left(error.where, error)


def _plain(cells: dict[str, Any]) -> dict[str, Any]:
    """Bytes as the text that they hold; many writers do not mark text as such."""
    return {name: cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell for name, cell in cells.items()}


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


MANIFEST = Manifest(
    name="parquet",
    about="tables in Parquet, a document a row",
    known_by="its first bytes",
    many=True,
    ids="the id of the row, else its number",
    options=(("--columns", "which column holds what: text, title, published, publisher, id, address"),),
    extra="parquet",
    read=read,
)
