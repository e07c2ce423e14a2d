"""``rasid query``: a question in SQL over a run, answered as a table, data, a map or a plot."""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from rasid.batch.maps import geojson, page
from rasid.batch.plots import plot
from rasid.batch.query import Answer, asked
from rasid.cli.common import fail, write_bytes
from rasid.cli.files import replacing
from rasid.errors import RasidError
from rasid.exports.csv import guard
from rasid.exports.table import clean, isolate, width_of

_GAP = "  "


def run(question: str, folder: str, *, form: str, out: str | None, title: str | None) -> int:
    """Answer the question on standard output or in the file ``out``. Returns the exit status."""
    try:
        with asked(Path(folder), question) as answer:
            if form == "table" and out is None and sys.stdout.isatty():
                _show(answer)
                return 0
            pieces = _written(answer, form, title or "rasid")
            if out is None:
                for piece in pieces:
                    write_bytes(piece)
            else:
                with replacing(Path(out)) as file:
                    file.writelines(pieces)
    except RasidError as error:
        return fail(error, 2 if error.code in {"R110", "R175"} else 1)
    return 0


def _written(answer: Answer, form: str, title: str) -> Iterator[bytes]:
    rows = (tuple(map(plain, row)) for row in answer.rows)
    if form == "csv":
        return _csv(answer.columns, rows)
    if form == "json":
        return _json(answer.columns, rows)
    if form == "geojson":
        return geojson(answer.columns, rows)
    if form == "map":
        return page(answer.columns, rows, title)
    if form == "plot":
        return plot(answer.columns, rows, title)
    return _table(answer.columns, rows)


def plain(value: Any) -> Any:
    """A value of the database as JSON can hold it: dates and the like as text, no infinite numbers."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, Decimal)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value.hex() if isinstance(value, (bytes, bytearray)) else str(value)


def _cell(value: Any) -> str:
    """A value on one line."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if value != int(value) or abs(value) > 1e15 else f"{int(value)}"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _csv(columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark; text that a spreadsheet would run gets an apostrophe."""

    def line(cells: Sequence[str]) -> bytes:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow(cells)
        return buffer.getvalue().encode("utf-8", "replace")

    yield b"\xef\xbb\xbf" + line([guard(name) for name in columns])
    for row in rows:
        numbers = [isinstance(value, (int, float)) for value in row]
        yield line([_cell(v) if number else guard(_cell(v)) for v, number in zip(row, numbers, strict=True)])


def _json(columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """A list of objects, one a line."""
    opening = b"[\n"
    for row in rows:
        yield opening + msgspec.json.encode(dict(zip(columns, row, strict=True)))
        opening = b",\n"
    yield (opening if opening != b",\n" else b"") + b"\n]\n"


def _table(columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """Text with the columns aligned; no colours."""
    lines = [[clean(name) for name in columns], *([clean(_cell(value)) for value in row] for row in rows)]
    widths = [max(width_of(line[n]) for line in lines) for n in range(len(columns))]
    for line in lines:
        cells = [cell + " " * (width - width_of(cell)) for cell, width in zip(line, widths, strict=True)]
        yield _GAP.join(cells).rstrip().encode("utf-8", "replace") + b"\n"


def _show(answer: Answer) -> None:
    """A boxed table on the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in answer.columns:
        table.add_column(Text(clean(name)))
    for row in answer.rows:
        table.add_row(*(Text(isolate(clean(_cell(plain(value))))) for value in row))
    Console().print(table)
