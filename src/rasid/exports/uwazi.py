"""Uwazi's CSV import: an entity a record, its values in properties of the same names.

Several values are parted by ``|`` and thesaurus levels by ``::``, so that both give way to look-alikes inside a value.
Date ranges are written ``from:to``, the form that Uwazi reads (it writes another one).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from rasid.exports.csv import bounds, cells, guard, point_of
from rasid.exports.flat import APOSTROPHE
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Record

COLUMNS = (
    "title", "event_type", "mode", "modality", "acled", "trigger", "actor", "actor_words", "recipient", "recipient_words",
    "place", "place_words", "geolocation", "weapon", "date", "date_words", "counts", "killed_min", "killed_max",
    "injured_min", "injured_max", "source", "stance", "confidence", "document", "document_sha256", "publisher",
    "published", "record",
)  # fmt: skip
TYPES = {
    "event_type": "select", "mode": "select", "modality": "select", "acled": "select", "actor": "multiselect",
    "recipient": "multiselect", "place": "multiselect", "weapon": "multiselect", "geolocation": "geolocation",
    "date": "daterange", "published": "date", "killed_min": "numeric", "killed_max": "numeric", "injured_min": "numeric",
    "injured_max": "numeric", "confidence": "numeric",
}  # fmt: skip
"""The type that a property must have in the template; the others are text."""
_MANY = frozenset(name for name, kind in TYPES.items() if kind in {"select", "multiselect"})
_NUMBERS = frozenset({"geolocation", "confidence"})
"""Columns in which a minus is no formula."""


def write_uwazi(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """UTF-8 without a byte order mark, comma, CRLF."""
    yield _line(COLUMNS)
    for row in losses.watch(rows):
        if not row.document.records:
            losses.lost("doc", "a document without records has no row")
        for record in row.document.records:
            values = _values(row.document, record, losses)
            yield _line([_cell(name, values[name], losses) for name in COLUMNS])


def _line(row: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(row)
    return buffer.getvalue().encode("utf-8", "replace")


def _cell(name: str, values: list[str], losses: Losses) -> str:
    kept = []
    for value in values:
        safe = value if name in _NUMBERS else guard(value)
        if safe != value:
            losses.changed(f"column {name}", APOSTROPHE)
        if name in _MANY and ("|" in safe or "::" in safe):
            losses.changed(f"column {name}", "«|» and «::» part values in Uwazi: «¦» and «: :» stand for them")
            safe = safe.replace("|", "¦").replace("::", ": :")
        kept.append(safe)
    return "|".join(dict.fromkeys(kept)) if name in _MANY else " ".join(kept)


def _values(document: Document, record: Record, losses: Losses) -> dict[str, list[str]]:
    row = cells(document, record)
    point = point_of(document, record)
    event = record.event_type + (f"/{record.mode}" if record.mode else "")
    if record.modality != "asserted":
        event += f" ({record.modality})"
    values: dict[str, list[str]] = {name: [row[name]] if row.get(name) else [] for name in COLUMNS}
    for slot in ("actor", "recipient", "place"):
        fillers = getattr(record, slot)
        values[slot] = [filler.canonical_en or filler.name_en or filler.text for filler in fillers]
        values[f"{slot}_words"] = ["; ".join(filler.text for filler in fillers)] if fillers else []
    values["weapon"] = [filler.text for filler in record.weapon]
    values["counts"] = ["; ".join(f"{c.text}: {c.what} {bounds(c)}" for c in record.counts)] if record.counts else []
    when = record.date
    start, end = (when.start, when.end) if when else (None, None)
    if when is not None and (start is None) != (end is None):
        losses.changed("records.date.start", "an open range stands as one day: Uwazi's ranges have both ends")
    first, last = start or end, end or start
    return values | {
        "title": [f"{record.trigger.text} – {event} – {document.doc} {record.id}"],
        "geolocation": [] if point is None else [f"{point.lat}|{point.lon}"],
        "date": [f"{first}:{last}"] if first else [],
        "date_words": [when.text] if when else [],
        "document": [document.doc],
        "document_sha256": [document.sha256],
        "record": [record.id],
        "confidence": [f"{record.confidence:.3f}"],
    }


UWAZI = Manifest(
    name="uwazi",
    about="Uwazi's CSV import: an entity a record",
    suffix=".csv",
    source="Uwazi, app/api/csv of 2024-10; not checked against today's release",
    write=write_uwazi,
    mapping=(
        Held(fields=("doc", "sha256"), at="document, document_sha256 (text); title ends with document and record"),
        Held(fields=("publisher", "published"), at="publisher (text), published (date)"),
        Held(fields=("records.id",), at="record (text)"),
        Held(
            fields=("records.event_type", "records.mode", "records.modality", "records.acled"),
            at="columns of the same names (select)",
        ),
        Held(fields=("records.trigger.text",), at="trigger (text), and the beginning of title"),
        Held(
            fields=(
                "records.actor.text", "records.actor.canonical_en", "records.recipient.text",
                "records.recipient.canonical_en", "records.place.text", "records.place.name_en",
            ),
            at="actor, recipient, place (multiselect): the canonical name, else the words; actor_words, … (text): the words",
            note="the same name twice stands once",
        ),
        Held(fields=("records.weapon.text",), at="weapon (multiselect)"),
        Held(
            fields=("records.counts.text", "records.counts.what", "records.counts.min", "records.counts.max"),
            at="counts (text); killed_min, killed_max, injured_min, injured_max (numeric) of the first whole toll",
        ),
        Held(
            fields=("records.date.text", "records.date.start", "records.date.end"),
            at="date_words (text), date (daterange)",
        ),
        Held(fields=("records.source",), at="source (text), the outermost first, parted by « > »"),
        Held(fields=("records.stance",), at="stance (text)"),
        Held(fields=("records.confidence",), at="confidence (numeric)", note="three places"),
    ),
)  # fmt: skip
