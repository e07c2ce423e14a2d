"""The notation of the tables of the disambiguation bed: reading it, and comparing it with what the program found.

A table has the columns ``id pair differs text expected published note``, separated by tabs; lines that begin with ``#``
are comments. ``expected`` lists, separated by `` | ``, what must be found in ``text`` and what must not:

- ``-`` (or nothing): no record of conflict (`CONFLICT` names the types);
- ``ASSAULT actor=الجيش place=دوما killed=5``: a record of this type with these fields. Fields that are not named are
  not looked at. Every such entry needs a record of its own;
- ``ASSAULT/HARM …``: a record of one of the types;
- ``!ASSAULT`` and ``!CONTROL mode=gained``: no record of the type (and with these fields);
- ``only``: no record of conflict beside those listed;
- ``PLACE text=حلب country=SYR`` and ``!PLACE text=حلب``: a mention of a place, or none.

A value may be ``-`` (the field is empty), several members joined by `` + `` (all of them and no others), and several
such values separated by `` / `` (any of them will do). See `FIELDS` for the fields and `_value_fits` for what fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from rasid.model import Document, Filler, Modality, Place, Record
from rasid.text.letters import fold_word

COLUMNS = ("id", "pair", "differs", "text", "expected", "published", "note")
TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
    "ASSAULT CONTROL HARM STATE PLACE".split()
)
CONFLICT = frozenset("ASSAULT HARM CONTROL COERCE MOBILIZE RETREAT PROTEST THREATEN SANCTION".split())
"""The types that ``-`` and ``only`` speak of: deeds, not words and states."""
SLOTS = frozenset("actor recipient place weapon".split())
COUNTS = frozenset(
    "killed injured abducted arrested displaced missing attackers participants strikes munitions share duration other "
    "part running".split()
)
"""Counts by what they count; ``part`` is a part of a total, ``running`` a toll up to now."""
FIELDS = SLOTS | COUNTS | frozenset("trigger mode modality source date country text".split())
MODALITIES = frozenset(get_args(Modality))
_FIELD = re.compile(r"(?:^|\s)(\w+)=")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?)?(?:\.\.)?(?:\d+(?:\.\d+)?)?")


class BedError(Exception):
    """A row of a table that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Expected:
    """One entry of ``expected``: the types that will do, the values wanted by field, and whether none may be found."""

    types: frozenset[str]
    fields: tuple[tuple[str, str], ...] = ()
    absent: bool = False


@dataclass(frozen=True)
class Item:
    """A row of a table. ``quiet``: no conflict at all; ``only``: no conflict beside ``expected``."""

    id: str
    pair: str
    differs: str
    text: str
    expected: tuple[Expected, ...]
    quiet: bool
    only: bool
    published: str | None
    note: str


def _entry(text: str) -> Expected:
    """Read one entry; ValueError says what is wrong with it."""
    head, _, rest = text.partition(" ")
    absent = head.startswith("!")
    types = frozenset(head.removeprefix("!").split("/"))
    if unknown := types - TYPES:
        raise ValueError(f"unknown type {', '.join(sorted(unknown))}")
    parts = _FIELD.split(rest)
    if parts[0].strip():
        raise ValueError(f"no field before {parts[0].strip()!r}")
    fields = tuple((parts[at], parts[at + 1].strip()) for at in range(1, len(parts), 2))
    for name, value in fields:
        _check(name, value)
    return Expected(types, fields, absent)


def _check(name: str, value: str) -> None:
    """Refuse a field that does not exist and a value that can never fit."""
    if name not in FIELDS:
        raise ValueError(f"unknown field {name}")
    for member in (part for choice in _choices(value) for part in choice):
        if not member:
            raise ValueError(f"empty value of {name}")
        if name == "modality" and member not in MODALITIES:
            raise ValueError(f"unknown modality {member}")
        if name in COUNTS and not _NUMBER.fullmatch(member):
            raise ValueError(f"{name}={member} is no number and no range")
        if name == "date" and not all(_DATE.fullmatch(day) for day in member.split("..")):
            raise ValueError(f"date={member} is no ISO date and no range of them")


def _choices(value: str) -> list[list[str]]:
    """The values that will do, each a list of members; ``-`` is the empty list."""
    return [
        [] if choice.strip() == "-" else [part.strip() for part in re.split(r"\s\+\s", choice)]
        for choice in re.split(r"(?:^|\s)/\s", value)
    ]


def _item(cells: dict[str, str]) -> Item:
    """Read one row; ValueError says what is wrong with it."""
    for name in ("id", "pair", "differs", "text"):
        if not cells[name]:
            raise ValueError(f"empty {name}")
    entries = [part.strip() for part in cells["expected"].split(" | ")]
    marks = {entry for entry in entries if entry in {"", "-", "only"}}
    if {"-", ""} & marks and "only" in marks:
        raise ValueError("'-' and 'only' exclude each other")
    if cells["published"] and not _DATE.fullmatch(cells["published"]):
        raise ValueError(f"published {cells['published']!r} is no ISO date")
    return Item(
        id=cells["id"],
        pair=cells["pair"],
        differs=cells["differs"],
        text=cells["text"].replace("\\n", "\n"),
        expected=tuple(_entry(entry) for entry in entries if entry not in marks),
        quiet=bool({"-", ""} & marks),
        only="only" in marks,
        published=cells["published"] or None,
        note=cells["note"],
    )


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with their line numbers; cells missing at the end are empty. BedError: wrong columns."""
    rows: list[tuple[int, dict[str, str]]] = []
    header = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = True
            if tuple(cells) != tuple(columns):
                raise BedError(f"{path.name}:{number}: the columns must be {' '.join(columns)}")
            continue
        if len(cells) > len(columns):
            raise BedError(f"{path.name}:{number}: {len(cells)} cells for {len(columns)} columns")
        rows.append((number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))))
    return rows


def read_table(path: Path) -> list[Item]:
    """The items of a table. BedError, naming file and line: a malformed row."""
    items: list[Item] = []
    for number, cells in read_rows(path, COLUMNS):
        try:
            items.append(_item(cells))
        except ValueError as error:
            raise BedError(f"{path.name}:{number}: {error}") from error
    return items


# Comparing


def _words(text: str) -> frozenset[str]:
    """The words of a phrase, folded, without the article and in small letters."""
    words = (fold_word(word).lower() for word in re.findall(r"[^\W_]+", text))
    return frozenset(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def overlap(wanted: str, found: str) -> bool:
    """Whether all the words of one phrase stand in the other."""
    left, right = _words(wanted), _words(found)
    return bool(left and right) and (left <= right or right <= left)


def _pairs(wanted: Sequence[str], found: Sequence[Filler]) -> bool:
    """Whether every member wanted names some filler and every filler is wanted; inferred fillers may be missing."""

    def names(member: str, filler: Filler) -> bool:
        known = (filler.text, filler.canonical_en or "", filler.name_en or "")
        return any(overlap(member, name) for name in known if name)

    told = [filler for filler in found if filler.via != "inferred"]
    return all(any(names(member, filler) for filler in found) for member in wanted) and all(
        any(names(member, filler) for member in wanted) for filler in told
    )


def _bounds(member: str) -> tuple[float | None, float | None]:
    """``5`` → (5, 5); ``21..`` → (21, None); ``20..99`` → (20, 99)."""
    low, dots, high = member.partition("..")
    return (float(low) if low else None, float(high) if high else None) if dots else (float(low), float(low))


def _count_fits(name: str, wanted: Sequence[str], record: Record) -> bool:
    """Whether the counts of this name are exactly those wanted."""
    if name == "part":
        found = [count for count in record.counts if count.group]
    elif name == "running":
        found = [count for count in record.counts if count.running]
    else:
        found = [count for count in record.counts if count.what == name and not count.group]
    return sorted(map(_bounds, wanted), key=str) == sorted(
        (
            (None if count.min is None else float(count.min), None if count.max is None else float(count.max))
            for count in found
        ),
        key=str,
    )


def _source_fits(wanted: Sequence[str], record: Record, text: str) -> bool:
    """Whether the chain of sources (``outer>inner``), or the innermost of them, is the one wanted."""
    if list(wanted) == ["narrator"]:
        return record.source == ("narrator",)
    chain = wanted[0].split(">")
    if len(chain) > 1:
        told = record.source[1:]
        return len(told) == len(chain) and all(map(overlap, chain, told))
    words = text[slice(*record.source_span)] if record.source_span else ""
    told_by_name = len(record.source) > 1 and overlap(chain[0], record.source[-1])
    return told_by_name or (len(record.source) > 1 and overlap(chain[0], words))


def _date_fits(wanted: Sequence[str], record: Record) -> bool:
    """Whether the days are those wanted; without any wanted, no day may be settled."""
    start, end = (record.date.start, record.date.end) if record.date else (None, None)
    if not wanted:
        return start is None
    days = wanted[0].split("..")
    return (start, end) == (days[0], days[-1])


def _value_fits(name: str, wanted: Sequence[str], record: Record, text: str) -> bool:
    """Whether a field of the record has the value wanted."""
    if name in SLOTS:
        return _pairs(wanted, getattr(record, name))
    if name in COUNTS:
        return _count_fits(name, wanted, record)
    if name == "trigger":
        return any(fold_word(record.trigger.text).startswith(fold_word(word)) for word in wanted)
    if name == "source":
        return _source_fits(wanted, record, text)
    if name == "date":
        return _date_fits(wanted, record)
    if name == "country":
        return any(filler.country == wanted[0] for filler in record.place)
    value = getattr(record, name)
    return value in wanted if wanted else value is None


def _record_wrong(entry: Expected, record: Record, text: str) -> list[str]:
    """The fields of the entry that the record does not have."""
    return [
        name
        for name, value in entry.fields
        if not any(_value_fits(name, wanted, record, text) for wanted in _choices(value))
    ]


def _place_wrong(entry: Expected, place: Place) -> list[str]:
    """The fields of the entry that the mention of a place does not have."""
    values = {"text": place.text, "country": place.country or ""}
    return [
        name
        for name, value in entry.fields
        if not any(overlap(member, values.get(name, "")) for choice in _choices(value) for member in choice)
    ]


def _assign(fits: Sequence[Sequence[int]], taken: frozenset[int] = frozenset()) -> list[int] | None:
    """One record for every entry, no record twice; None where there is no such choice."""
    if not fits:
        return []
    for record in fits[0]:
        if record not in taken and (rest := _assign(fits[1:], taken | {record})) is not None:
            return [record, *rest]
    return None


def _brief(entry: Expected) -> str:
    return " ".join(
        ["!" * entry.absent + "/".join(sorted(entry.types)), *(f"{name}={value}" for name, value in entry.fields)]
    )


def mistakes(item: Item, document: Document) -> list[str]:
    """What the program got wrong about an item, in words; empty where it is right."""
    wrong: list[str] = []
    records = document.records
    wanted = [entry for entry in item.expected if not entry.absent and "PLACE" not in entry.types]
    fits = [
        [
            at
            for at, record in enumerate(records)
            if record.event_type in entry.types and not _record_wrong(entry, record, item.text)
        ]
        for entry in wanted
    ]
    for entry, found in zip(wanted, fits, strict=True):
        if not found:
            near = [_record_wrong(entry, record, item.text) for record in records if record.event_type in entry.types]
            least = min(near, key=len, default=None)
            wrong.append(f"missing {_brief(entry)}" if least is None else f"{_brief(entry)}: wrong {', '.join(least)}")
    chosen = _assign(fits) if not wrong else None
    if not wrong and chosen is None:
        wrong.append("one record stands for several entries")
    allowed = frozenset(chosen or ())
    if item.quiet or item.only:
        extra = [record for at, record in enumerate(records) if record.event_type in CONFLICT and at not in allowed]
        wrong += [f"surplus {record.event_type} ({record.trigger.text})" for record in extra]
    return wrong + _forbidden(item, document)


def _forbidden(item: Item, document: Document) -> list[str]:
    """Mentions of places that lack, and what must not be there."""
    wrong: list[str] = []
    for entry in item.expected:
        if "PLACE" in entry.types:
            found = any(not _place_wrong(entry, place) for place in document.places)
        elif entry.absent:
            found = any(
                record.event_type in entry.types and not _record_wrong(entry, record, item.text)
                for record in document.records
            )
        else:
            continue
        if found == entry.absent:
            wrong.append(f"against {_brief(entry)}" if found else f"missing {_brief(entry)}")
    return wrong


def show(document: Document) -> str:
    """The records of a document in the notation, for a failing test."""
    line: Callable[[Sequence[Filler]], str] = lambda fillers: " + ".join(filler.text for filler in fillers) or "-"  # noqa: E731
    return "\n".join(
        f"{record.event_type} trigger={record.trigger.text} mode={record.mode} modality={record.modality} "
        + " ".join(f"{slot}={line(getattr(record, slot))}" for slot in ("actor", "recipient", "place", "weapon"))
        + "".join(
            f" {count.what}={count.min}..{count.max}" + (":part" if count.group else "") for count in record.counts
        )
        + (f" date={record.date.start}..{record.date.end}" if record.date else "")
        + f" source={'>'.join(record.source)}"
        for record in document.records
    )
