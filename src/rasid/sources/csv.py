"""Tables in plain text, a document a row: parted by commas, semicolons, tabs or bars, with a first row of names."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from rasid.errors import ColumnError, DamagedInputError, RasidError
from rasid.sources.blob import Blob
from rasid.sources.columns import assign, piece
from rasid.sources.limits import too_large
from rasid.sources.lines import lines
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, left
from rasid.sources.recognise import delimiter, sample_of

_LINES = 20_000
"""How many lines a cell may hold before a quotation mark is taken for one that nobody closed."""
_QUOTES = "Close its quotation marks, and put cells that hold the delimiter in quotes."


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The documents, one by one. A row that is wrong is left and the others are read. Raises ColumnError or LimitError."""
    given = context.options.columns
    mark = delimiter(sample_of(blob), given) or ","
    names: list[str] = []
    fields: dict[str, str] = {}
    for number, row in _rows(blob, mark, context.options.limits.document):
        if isinstance(row, RasidError):
            yield left(row.where, row)
        elif not names:
            names = [name.strip() or f"column {i}" for i, name in enumerate(row, start=1)]
            fields = assign(names, given, blob.name)
        else:
            try:
                yield piece(dict(zip(names, row, strict=True)), fields, blob.name, number, MANIFEST.name)
            except RasidError as error:
                yield left(error.where, error)
    if not names:
        raise ColumnError("there is no first row that names the columns", where=blob.name, step="Add one.")


def _rows(blob: Blob, mark: str, limit: int) -> Iterator[tuple[int, list[str] | RasidError]]:
    """Each row with the number of its first line. One that is wrong costs no more than its first line."""
    csv.field_size_limit(limit)  # of the whole process; by default a long article is too long for a cell
    source = lines(blob, limit)
    again: deque[tuple[int, bytes | None]] = deque()
    width = 0
    while item := (again.popleft() if again else next(source, None)):
        taken = [item]
        if item[1] is None:
            yield item[0], too_large(f"{blob.name}#{item[0]}", limit, "a line")
            continue
        quotes, size = item[1].count(b'"'), len(item[1])
        while quotes % 2 and len(taken) < _LINES and size < limit:
            more = again.popleft() if again else next(source, None)
            if more is None or more[1] is None:
                again.extendleft([more] if more else [])
                break
            taken.append(more)
            quotes, size = quotes + more[1].count(b'"'), size + len(more[1])
        row = _parse(taken, mark, width, f"{blob.name}#{item[0]}")
        if isinstance(row, RasidError):
            again.extendleft(reversed(taken[1:]))
        elif not row:
            continue
        else:
            width = width or len(row)
        yield item[0], row


def _parse(taken: list[tuple[int, bytes | None]], mark: str, width: int, where: str) -> list[str] | RasidError:
    """The cells of a row that lies on these lines; cells missing at its end are empty."""
    text = b"".join(line or b"" for _, line in taken).decode("utf-8", "replace")
    try:
        found = list(csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True))
    except csv.Error as error:
        return DamagedInputError(f"the row is broken ({error})", where=where, step=_QUOTES)
    if not found or found == [[]]:
        return []
    row = found[0]
    if len(found) > 1 or (width and len(row) > width) or (width and len(row) < width and len(row) < 2):
        return DamagedInputError(f"the row has {len(row)} cells where the first has {width}", where=where, step=_QUOTES)
    return row + [""] * (width - len(row))


MANIFEST = Manifest(
    name="csv",
    about="tables parted by commas, semicolons, tabs or bars, a document a row, the first row naming the columns",
    known_by="a first line that names a column of text, or lines of the same number of cells",
    many=True,
    ids="the id of the row, else the number of its line",
    options=(("--columns", "which column holds what: text, title, published, publisher, id, address"),),
    read=read,
)
