"""Tables for people: boxed on a terminal, plain columns elsewhere; Arabic in a cell never moves its neighbours.

A line that holds Arabic beside other columns would be reordered as a whole by anything that shows right-to-left text.
On a terminal each line of a cell is therefore set apart by the isolates U+2068 and U+2069; in plain text tabs do it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rasid.exports.csv import bounds
from rasid.model import Document, Filler, Record

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

HEADINGS = ("id", "event", "word", "who", "to whom", "where", "with", "how many", "when", "source", "sure")
_FSI, _PDI = "\u2068", "\u2069"
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WIDEST, _NARROW, _NARROWEST = 26, 11, 6
_WORDY = frozenset({1, 3, 4, 5, 8})
"""The columns of event, who, to whom, where and when, which hold words of some length."""
_LONGEST = 40
_TAB = 8
_PIECE = re.compile(r"( ?)([^ /]+/?|/)")
_EQUALS = " = "
_SPARE = 3
"""What a column of a boxed table needs beside its text."""


def isolate(line: str) -> str:
    """The line set apart for display where it holds right-to-left letters."""
    mixed = any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in line)
    return f"{_FSI}{line}{_PDI}" if mixed else line


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    return (
        sum(not unicodedata.combining(char) and unicodedata.category(char) not in {"Cf", "Me", "Mn"} for char in text)
        + wide
    )


def clean(text: str) -> str:
    """The text on one line, without control and direction characters."""
    return "".join(
        char
        for char in " ".join(text.split())
        if char not in _DIRECTIONS and unicodedata.category(char) not in {"Cc", "Cs"}
    )


def event_of(record: Record) -> str:
    """Type, mode and, where it is not simply asserted, modality: ``ASSAULT/aerial (denied)``."""
    kind = record.event_type + (f"/{record.mode}" if record.mode else "")
    return kind if record.modality == "asserted" else f"{kind} ({record.modality})"


def _people(fillers: Sequence[Filler]) -> list[str]:
    """For each filler its words and, where it is known, its English name."""
    rows = []
    for filler in fillers:
        english = filler.canonical_en or filler.name_en
        rows.append(clean(filler.text) + (_EQUALS + clean(english) if english else ""))
    return rows


def _when(record: Record) -> list[str]:
    when = record.date
    if when is None:
        return []
    if when.start is None:
        return [clean(when.text)]
    return [when.start if when.start == when.end else f"{when.start} to {when.end or '?'}"]


def fields(record: Record) -> tuple[list[str], ...]:
    """What stands under each of :data:`HEADINGS`, each value of a field apart."""
    said = [name for name in record.source if name != "narrator"]
    return (
        [record.id],
        [event_of(record)],
        [clean(record.trigger.text)],
        _people(record.actor),
        _people(record.recipient),
        _people(record.place),
        [clean(filler.text) for filler in record.weapon],
        [f"{count.what} {bounds(count)}" + (f" ({count.group})" if count.group else "") for count in record.counts],
        _when(record),
        [" > ".join(clean(name) for name in said)] if said else [],
        [f"{record.confidence:.2f}"],
    )


def heading(document: Document) -> str:
    """The line above a document's table: its name, day, publisher and how much was found."""
    number = len(document.records)
    parts = [document.doc, document.published or "no date given", document.publisher or ""]
    return ", ".join(clean(part) for part in parts if part) + f": {number} record{'' if number == 1 else 's'}"


def to_plain(documents: Iterable[Document]) -> Iterator[bytes]:
    """Text for files and pipes: a heading, then a line a record, the columns parted by a tab and aligned; no colours."""
    gap = ""
    for document in documents:
        yield f"{gap}{heading(document)}\n".encode("utf-8", "replace")
        gap = "\n"
        if document.records:
            # Each cell but the last is filled up to the same tab stop in every row; the rows are made twice and not held.
            widths = [width_of(name) for name in HEADINGS]
            for record in document.records:
                widths = [max(known, width_of(cell)) for known, cell in zip(widths, _cells(record), strict=True)]
            stops = [(width // _TAB + 1) * _TAB for width in widths]
            for row in chain([HEADINGS], map(_cells, document.records)):
                padded = [_padded(cell, stop) for cell, stop in zip(row[:-1], stops, strict=False)]
                yield ("".join(padded) + row[-1] + "\n").encode("utf-8", "replace")


def _cells(record: Record) -> tuple[str, ...]:
    return tuple(_cut("; ".join(cell)) or "-" for cell in fields(record))


def _padded(cell: str, stop: int) -> str:
    return cell + "\t" * -(-(stop - width_of(cell)) // _TAB)


def _cut(text: str) -> str:
    return text if width_of(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def wrap(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most ``width`` columns, parted at blanks and after «/»; a longer word is cut."""
    lines: list[str] = []
    for gap, piece in _PIECE.findall(text):
        rest = piece
        if lines and width_of(lines[-1]) + width_of(gap) + width_of(rest) <= width:
            lines[-1] += gap + rest
            continue
        while width_of(rest) > width:
            lines.append(rest[:width])
            rest = rest[width:]
        if rest:
            lines.append(rest)
    return lines


def show(document: Document, console: Console) -> None:
    """Print a document on a terminal: a boxed table, or a card a record where the terminal is too narrow for one."""
    from rich.text import Text

    for line in wrap(heading(document), console.width):
        console.print(Text(isolate(line), style="bold"), no_wrap=True)
    if not document.records:
        return
    rows = [fields(record) for record in document.records]
    kept = [i for i in range(len(HEADINGS)) if any(row[i] for row in rows)]
    widths = _fit(rows, kept, console.width)
    if widths is None:
        for row in rows:
            _card(row, console)
    else:
        console.print(_boxed(rows, kept, widths))
    console.print()


def _fit(rows: Sequence[tuple[list[str], ...]], kept: Sequence[int], room: int) -> dict[int, int] | None:
    """A width for each column so that all fit into ``room``, taken from the widest first; None where they cannot."""
    widths = {i: min(_WIDEST, max(width_of(HEADINGS[i]), *(width_of(v) for row in rows for v in row[i]))) for i in kept}
    least = {i: max(width_of(HEADINGS[i]), min(widths[i], _NARROW if i in _WORDY else _NARROWEST)) for i in kept}
    spare = room - 1 - _SPARE * len(kept)
    while sum(widths.values()) > spare:
        wide = max(kept, key=lambda i: (widths[i] - least[i], widths[i]))
        if widths[wide] <= least[wide]:
            return None
        widths[wide] -= 1
    return widths


def _boxed(rows: Sequence[tuple[list[str], ...]], kept: Sequence[int], widths: dict[int, int]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.HORIZONTALS, show_lines=True, header_style="bold")
    styles = {1: "cyan", 2: "bold", 3: "green", 4: "magenta", 5: "yellow"}
    for i in kept:
        table.add_column(HEADINGS[i], no_wrap=True, style=styles.get(i, ""), width=widths[i])
    for row in rows:
        table.add_row(*(Text("\n".join(_lines(row[i], widths[i]))) for i in kept))
    return table


def _lines(values: Sequence[str], width: int) -> Iterator[str]:
    """The lines of a cell; an English name stands below the words that it is for."""
    for value in values:
        words, equals, english = value.partition(_EQUALS)
        yield from (isolate(line) for line in wrap(words, width))
        yield from wrap(f"= {english}" if equals else "", width)


def _card(row: tuple[list[str], ...], console: Console) -> None:
    from rich.text import Text

    console.print(Text(f"{row[0][0]}  {row[1][0]}", style="bold cyan"))
    for name, values in zip(HEADINGS[2:], row[2:], strict=True):
        for value in values:
            for line in wrap(value, max(1, console.width - 12)):
                console.print(Text(f"  {name:<9} {isolate(line)}"), no_wrap=True)
