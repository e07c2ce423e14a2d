"""Bayanat's sheet import: a row an actor of a document, with the events in which it stands in numbered columns.

Bayanat makes actors of a sheet, and maps columns to fields by a mapping that stands beside the output. What a machine
read is marked so: the status is «Machine Created», and each event says how sure it is.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.exports.csv import bounds, guard
from rasid.exports.flat import APOSTROPHE
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Filler, Record

ACTOR = ("name", "name_ar", "description", "source_title", "status")
EVENT = ("title", "type", "location", "from_date", "to_date", "estimated", "comments")
_ROLES = {"actor": "Alleged Perpetrator", "recipient": "Injured Party"}
_HARMFUL = frozenset({"ASSAULT", "COERCE", "HARM"})
"""Types in which the sides are alleged perpetrator and injured party; in others both are participants."""
_SHIFT = 1 << 22
MAPPING = msgspec.json.format(
    msgspec.json.encode(
        {
            "actor": {name: name for name in ACTOR},
            "events": {"columns": "event_N_NAME, N from 1", "fields": {name: f"event_N_{name}" for name in EVENT}},
        }
    ),
    indent=2,
) + b"\n"  # fmt: skip


class _Person:
    """An actor of a document while its events are gathered."""

    def __init__(self, filler: Filler) -> None:
        self.name_en, self.name_ar = filler.canonical_en or "", filler.text
        self.about = " ".join(part for part in (filler.country, filler.sector) if part)
        self.events: list[dict[str, str]] = []


def write_bayanat(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """UTF-8, comma, CRLF; as many event columns as the actor with most events needs."""
    widest = 0
    with tempfile.SpooledTemporaryFile(max_size=_SHIFT) as held:
        for row in losses.watch(rows):
            for person in _people(row.document, losses):
                widest = max(widest, len(person.events))
                held.write(msgspec.json.encode(_row(row.document, person)) + b"\n")
        columns = [*ACTOR, *(f"event_{n}_{name}" for n in range(1, widest + 1) for name in EVENT)]
        yield _line(columns)
        held.seek(0)
        for line in held:
            found: dict[str, str] = msgspec.json.decode(line)
            yield _line([_cell(name, found.get(name, ""), losses) for name in columns])


def _line(row: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(row)
    return buffer.getvalue().encode("utf-8", "replace")


def _cell(name: str, value: str, losses: Losses) -> str:
    safe = guard(value)
    if safe != value:
        losses.changed(f"column {name}", APOSTROPHE)
    return safe


def _people(document: Document, losses: Losses) -> list[_Person]:
    """The actors of a document, each once by its canonical name or its words, in order of the text."""
    people: dict[str, _Person] = {}
    if not document.records:
        losses.lost("doc", "a document without records has no row")
    for record in document.records:
        if not record.actor and not record.recipient:
            losses.lost("records.id", "an event with neither actor nor recipient has no row")
        losses.lost("records.place.text", "an event has one location here: the first", max(0, len(record.place) - 1))
        for slot in _ROLES:
            for filler in getattr(record, slot):
                people.setdefault(filler.canonical_en or filler.text, _Person(filler)).events.append(
                    _event(document, slot, record)
                )
    return list(people.values())


def _event(document: Document, slot: str, record: Record) -> dict[str, str]:
    what = record.event_type + (f"/{record.mode}" if record.mode else "")
    if record.modality != "asserted":
        what += f" ({record.modality})"
    when = record.date
    exact = when is not None and when.start is not None and when.start == when.end
    place = record.place[0] if record.place else None
    role = _ROLES[slot] if record.event_type in _HARMFUL else "Participant"
    counts = ", ".join(f"{count.what} {bounds(count)}" for count in record.counts)
    weapon = ", ".join(filler.text for filler in record.weapon)
    said = [
        f"role: {role}",
        f"record: {document.doc} {record.id}",
        f"source: {' > '.join(record.source)}",
        f"counts: {counts}" if counts else "",
        f"means: {weapon}" if weapon else "",
        f"date in the text: {when.text}" if when else "",
        f"confidence: {record.confidence:.3f}",
    ]
    return {
        "title": f"{what}: {record.trigger.text}",
        "type": record.event_type,
        "location": "" if place is None else place.name_en or place.text,
        "from_date": (when.start or "") if when else "",
        "to_date": (when.end or "") if when else "",
        "estimated": "" if when is None else "false" if exact else "true",
        "comments": "; ".join(part for part in said if part),
    }


def _row(document: Document, person: _Person) -> dict[str, Any]:
    row = {
        "name": person.name_en or person.name_ar,
        "name_ar": person.name_ar,
        "description": person.about,
        "source_title": document.publisher or "",
        "status": "Machine Created",
    }
    for n, event in enumerate(person.events, 1):
        row |= {f"event_{n}_{name}": value for name, value in event.items()}
    return row


BAYANAT = Manifest(
    name="bayanat",
    about="Bayanat's sheet import: a row an actor of a document, its events in numbered columns",
    suffix=".csv",
    source="Bayanat 4.0.2, data_import/utils/sheet_import.py; the mapping's form is not checked",
    write=write_bayanat,
    beside=((".mapping.json", MAPPING),),
    mapping=(
        Held(
            fields=tuple(f"records.{slot}.{name}" for slot in _ROLES for name in
                         ("text", "canonical_en", "country", "sector")),
            at="name (canonical, else the words), name_ar, description (country and sector)",
            note="of the first mention; an actor named otherwise and with no canonical name is another row",
        ),
        Held(fields=("publisher",), at="source_title"),
        Held(
            fields=("records.event_type", "records.mode", "records.modality", "records.trigger.text"),
            at="event_N_title, event_N_type",
        ),
        Held(
            fields=("records.place.text", "records.place.name_en"),
            at="event_N_location",
            note="the first place only; Bayanat matches it by title and takes the first hit",
        ),
        Held(
            fields=("records.date.start", "records.date.end", "records.date.text"),
            at="event_N_from_date, event_N_to_date, event_N_estimated (true unless one day is given), event_N_comments",
        ),
        Held(
            fields=("doc", "records.id", "records.source", "records.counts.what", "records.counts.min",
                    "records.counts.max", "records.weapon.text", "records.confidence"),
            at="event_N_comments",
        ),
    ),
)  # fmt: skip
