"""PLOVER JSON, a line a record, in the names of the PLOVER manual's table; what it has no name for is ``rasid_…``.

``event`` and ``has_event`` are set only for what the text asserts and PLOVER has a type for: a denied or demanded act
coded as an event would be a false one, and our types CONTROL, HARM and STATE are not PLOVER's. No date is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.exports.csv import point_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Filler, Record

TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
    "ASSAULT".split()
)


def write_plover(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """A JSON object a line."""
    for index, row in enumerate(losses.watch(rows)):
        if not row.document.records:
            losses.lost("doc", "a document without records has no line")
        for record in row.document.records:
            yield msgspec.json.encode(_line(index, row.document, record, losses)) + b"\n"


def _line(index: int, document: Document, record: Record, losses: Losses) -> dict[str, Any]:
    ours = record.event_type not in TYPES
    real = record.modality == "asserted" and not ours
    if ours:
        losses.changed("records.event_type", "no type of PLOVER: event is empty, rasid_event_type has it")
    elif not real:
        losses.changed("records.event_type", "not asserted: event is empty, rasid_event_type has it")
    when = record.date
    if when is None or when.start is None:
        losses.changed("records.date.start", "PLOVER asks for a date, and the text gives none: null")
    point = point_of(document, record)
    name = f"{index}-{record.id}"
    return {
        "id": name,
        "has_event": real,
        "date": when.start if when else None,
        "enddate": when.end if when else None,
        "actor": [_name(filler) for filler in record.actor],
        "recipient": [_name(filler) for filler in record.recipient],
        "event": [record.event_type] if real else [],
        "mode": [record.mode] if real and record.mode else [],
        "event_loc": [
            {"text": filler.text, "name": filler.name_en, "country": filler.country} for filler in record.place
        ],
        "event_text": record.trigger.text,
        "link": [f"{index}-{link.id}" for link in record.links],
        "text_info": {"document": document.doc, "sha256": document.sha256},
        "cite_info": {"publisher": document.publisher, "published": document.published},
        "coder": f"rasid {document.version}".strip(),
        "rasid_event_type": record.event_type,
        "rasid_mode": record.mode,
        "rasid_modality": record.modality,
        "rasid_trigger_span": record.trigger.span,
        "rasid_actor": _fillers(record.actor),
        "rasid_recipient": _fillers(record.recipient),
        "rasid_place": _fillers(record.place),
        "rasid_weapon": _fillers(record.weapon),
        "rasid_lat": None if point is None else point.lat,
        "rasid_lon": None if point is None else point.lon,
        "rasid_precision": None if point is None else point.precision,
        "rasid_counts": msgspec.to_builtins(record.counts),
        "rasid_date": msgspec.to_builtins(when),
        "rasid_source": record.source,
        "rasid_source_span": record.source_span,
        "rasid_acled": record.acled,
        "rasid_stance": record.stance,
        "rasid_links": msgspec.to_builtins(record.links),
        "rasid_confidence": record.confidence,
        "rasid_tables": document.tables,
    }


def _name(filler: Filler) -> str:
    """The canonical name, else the words of the text."""
    return filler.canonical_en or filler.text


def _fillers(fillers: Iterable[Filler]) -> Any:
    return msgspec.to_builtins(list(fillers))


PLOVER = Manifest(
    name="plover",
    about="PLOVER's JSON lines: an object a record, extra fields named rasid_…",
    suffix=".jsonl",
    source="PLOVER manual, table of JSON fields",
    write=write_plover,
    mapping=(
        Held(fields=("doc", "sha256"), at="text_info.document, text_info.sha256"),
        Held(fields=("published", "publisher"), at="cite_info"),
        Held(fields=("version", "tables"), at="coder, rasid_tables"),
        Held(fields=("records.id",), at="id", note="with the number of the document before it; link names others so"),
        Held(
            fields=("records.event_type", "records.mode", "records.modality"),
            at="event, mode, has_event; rasid_event_type, rasid_mode, rasid_modality",
            note="event and mode only for what is asserted and of a PLOVER type",
        ),
        Held(fields=("records.trigger.*",), at="event_text, rasid_trigger_span"),
        Held(
            fields=("records.actor.*", "records.recipient.*"),
            at="actor, recipient: names; rasid_actor, rasid_recipient: whole",
        ),
        Held(fields=("records.place.*",), at="event_loc; rasid_place, rasid_lat, rasid_lon, rasid_precision"),
        Held(fields=("records.weapon.*",), at="rasid_weapon"),
        Held(fields=("records.counts.*",), at="rasid_counts"),
        Held(fields=("records.date.*",), at="date, enddate; rasid_date whole"),
        Held(fields=("records.source", "records.source_span"), at="rasid_source, rasid_source_span"),
        Held(
            fields=("records.acled", "records.stance", "records.confidence"),
            at="rasid_acled, rasid_stance, rasid_confidence",
        ),
        Held(fields=("records.links.*",), at="link, rasid_links"),
    ),
)
