"""Where the words of records stand: a text cut into stretches, each with the records and slots that it belongs to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rasid.model import Count, Filler, Record, Span

CHUNK = 1500
"""About how many characters a paragraph of the page holds at least where lines are short, so that millions of lines stay few elements."""
LONGEST = 6000
"""Where a line is longer, it is cut at a blank from here on."""


class Stretch(NamedTuple):
    """Characters that belong to the same slots. ``keys`` are ``record number, slot letter, filler number``: «3t0»."""

    text: str
    keys: tuple[str, ...]
    event: str
    """The type of the event that the characters are the trigger of, or nothing."""
    modality: str
    last: bool
    """Whether the trigger ends here."""


class _Mark(NamedTuple):
    start: int
    end: int
    record: int
    letter: str
    number: int


def spans_of(record: Record) -> Iterator[tuple[str, int, Span]]:
    """Slot letter, number of the filler in its slot, and span, for everything of a record that stands in the text."""
    yield "t", 0, record.trigger.span
    slots: tuple[tuple[str, Sequence[Filler | Count]], ...] = (
        ("a", record.actor),
        ("r", record.recipient),
        ("p", record.place),
        ("w", record.weapon),
        ("c", record.counts),
    )
    for letter, rows in slots:
        for i, row in enumerate(rows):
            yield letter, i, row.span
    if record.date is not None:
        yield "d", 0, record.date.span
    if record.source_span is not None:
        yield "s", 0, record.source_span


def stretches(text: str, records: Sequence[Record]) -> Iterator[Stretch]:
    """The whole text in stretches, in order. Spans that do not lie in the text are passed over."""
    marks = sorted(
        _Mark(span[0], span[1], i, letter, number)
        for i, record in enumerate(records)
        for letter, number, span in spans_of(record)
        if 0 <= span[0] < span[1] <= len(text)
    )
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    active: list[_Mark] = []
    following = 0
    for start, end in itertools.pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while following < len(marks) and marks[following].start == start:
            active.append(marks[following])
            following += 1
        trigger = next((mark for mark in active if mark.letter == "t"), None)
        yield Stretch(
            text=text[start:end],
            keys=tuple(f"{m.record}{m.letter}{m.number}" for m in sorted(active, key=lambda m: (m.letter != "t", m))),
            event=records[trigger.record].event_type if trigger else "",
            modality=records[trigger.record].modality if trigger else "",
            last=trigger is not None and trigger.end == end,
        )


def paragraphs(text: str, records: Sequence[Record]) -> Iterator[list[Stretch]]:
    """The stretches in paragraphs: cut after line ends, short lines together, very long ones at a blank. Nothing is left out."""
    row: list[Stretch] = []
    length = 0
    for stretch in stretches(text, records):
        at, whole = 0, len(stretch.text)
        while at < whole:
            cut = _cut(stretch.text, at, length)
            end = cut or whole
            row.append(stretch._replace(text=stretch.text[at:end], last=stretch.last and end == whole))
            length += end - at
            at = end
            if cut:
                yield row
                row, length = [], 0
    if row:
        yield row


def _cut(text: str, at: int, before: int) -> int:
    """Where a paragraph that holds ``before`` characters when it comes to ``at`` ends within the text; 0 where it goes on."""
    far = at + max(1, 2 * LONGEST - before)
    blank = text.find("\n\n", at, far)
    line = text.find("\n", at + max(0, CHUNK - before), far)
    ends = [end for end in (blank, line) if end >= 0]
    if ends:
        end = min(ends)
        while end + 1 < min(len(text), far) and text[end + 1] == "\n":
            end += 1
        return end + 1
    if before + len(text) - at <= LONGEST:
        return 0
    space = text.find(" ", at + max(0, LONGEST - before), far)
    return space + 1 if space >= 0 else far if len(text) > far else 0
