"""The ledger of claims: what each report says of an incident, side by side, as it says it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping

from rasid.incidents.forms import words
from rasid.incidents.gathering import is_same, spot_of
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Spot, Telling
from rasid.incidents.tolls import ONE_BY_ONE, claimed
from rasid.model import Claim, Document, Filler, Place, Record, Span, When

TOLLS = ("killed", "injured", "abducted", "arrested", "displaced", "missing")
_AGE = re.compile(r"^\W{0,4}(?:البالغ|البالغة|العمر|عمره|عمرها)?\W{0,3}(\d{1,2})\s*(?:عاما|عام|سنة|سنوات|أعوام)")
_AFTER = 40


def claims_of(document: Document, telling: Telling, knowledge: Knowledge) -> tuple[Claim, ...]:
    """The claims of one telling in the order in which the document makes them, each once."""
    wanted = set(telling.records)
    places = {place.span: place for place in document.places}
    found: list[Claim] = []
    for record in document.records:
        if record.id in wanted:
            found += _of_record(document, record, telling, places, knowledge)
    if not any(c.kind == "place" for c in found):
        found += [
            _place_claim(document.doc, None, places[s.span], ("narrator",)) for s in telling.spots if s.span in places
        ]
    found += [_told_place(document.doc, s) for s in telling.spots if s.span not in places and s.span != (0, 0)]
    if not any(c.kind == "time" for c in found):
        found += _news_day(document, telling)
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        seen.setdefault((claim.kind, claim.what, claim.group, claim.span, claim.value, claim.min, claim.max), claim)
    return tuple(sorted(seen.values(), key=lambda c: (c.span or (-1, -1), c.kind, c.what, c.value or "", c.min or 0)))


def _of_record(
    document: Document, record: Record, telling: Telling, places: Mapping[Span, Place], knowledge: Knowledge
) -> Iterator[Claim]:
    doc, source = document.doc, record.source
    yield Claim(
        doc=doc,
        record=record.id,
        kind="event",
        what=record.event_type,
        span=record.trigger.span,
        text=record.trigger.text,
        source=source,
        modality=record.modality,
        value=record.mode or record.event_type,
        mode=record.mode,
        acled=record.acled,
    )
    yield from _tolls(document, record, knowledge)
    for filler in record.weapon:
        yield _named(doc, record, filler, "weapon")
    if record.event_type in {"ASSAULT", "COERCE", "HARM", "CONTROL", "PROTEST"}:
        for filler in record.actor:
            yield _named(doc, record, filler, "blame")
    for filler in record.recipient:
        yield from _suffered(document, record, filler, knowledge)
    for filler in record.place:
        place = places.get(filler.span)
        if place is not None and _belongs(place, telling):
            yield _place_claim(doc, record.id, place, source)
    if record.date is not None and record.date.start is not None and _is_day_of(record.date, telling):
        yield Claim(
            doc=doc,
            record=record.id,
            kind="time",
            span=record.date.span,
            text=record.date.text,
            source=source,
            value=record.date.start,
            start=record.date.start,
            end=record.date.end,
            precision=record.date.precision or "day",
        )


def _is_day_of(when: When, telling: Telling) -> bool:
    """Whether a date is the telling's own and not one of what it recalls."""
    if not telling.dated or when.start is None or when.end is None:
        return False
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in (when.start, when.end))
    return telling.start <= first and last <= telling.end


def _tolls(document: Document, record: Record, knowledge: Knowledge) -> Iterator[Claim]:
    if record.event_type not in {"HARM", "ASSAULT", "COERCE"}:
        return
    for what in TOLLS:
        for found in claimed(document, record, what, knowledge):
            yield Claim(
                doc=document.doc,
                record=record.id,
                kind="toll",
                what=what,
                group=found.group,
                span=found.span,
                text=found.text,
                source=record.source,
                modality=record.modality,
                value=ONE_BY_ONE.join(sorted(found.heads)) or found.people or None,
                min=int(found.toll.min),
                max=None if found.toll.max is None else int(found.toll.max),
                approx=found.approx,
                running=found.running,
            )


def _named(doc: str, record: Record, filler: Filler, kind: str) -> Claim:
    return Claim(
        doc=doc,
        record=record.id,
        kind=kind,  # type: ignore[arg-type]
        what=record.event_type if kind == "blame" else "",
        span=filler.span,
        text=filler.text,
        source=record.source,
        modality=record.modality,
        value=filler.canonical_en or filler.text,
        country=filler.country,
        sector=filler.sector,
    )


def _suffered(document: Document, record: Record, filler: Filler, knowledge: Knowledge) -> Iterator[Claim]:
    """A person named among the dead or injured as a victim; anybody or anything else as a target."""
    parts = words(filler.text)
    person = len(parts) > 1 and any(part in knowledge.given for part in parts[:2]) and filler.via == "explicit"
    if person and record.event_type in {"HARM", "ASSAULT"}:
        tail = document.text[filler.span[1] : filler.span[1] + _AFTER]
        age = _AGE.match(tail)
        yield Claim(
            doc=document.doc,
            record=record.id,
            kind="victim",
            what=record.mode if record.mode in {"killed", "injured"} else "",
            span=filler.span,
            text=filler.text,
            source=record.source,
            modality=record.modality,
            value=filler.text,
            age=int(age.group(1)) if age else None,
        )
    elif parts and record.event_type == "ASSAULT" and filler.sector is None:
        yield _named(document.doc, record, filler, "target")


def _belongs(place: Place, telling: Telling) -> bool:
    """Whether a place is one of the telling's own or a region around them, and not that of another telling."""
    spot = spot_of(place)
    return not spot.fine or any(is_same(spot, mine) for mine in telling.spots)


def _place_claim(doc: str, record: str | None, place: Place, source: tuple[str, ...]) -> Claim:
    spot = spot_of(place)
    return Claim(
        doc=doc,
        record=record,
        kind="place",
        what=spot.kind,
        span=spot.span,
        text=spot.name,
        source=source,
        value=spot.name_en or spot.name,
        country=spot.country,
        admin1=spot.admin1,
        lat=spot.lat,
        lon=spot.lon,
        precision=spot.precision,
    )


def _told_place(doc: str, spot: Spot) -> Claim:
    """A settlement that the text names and the gazetteer lacks."""
    return Claim(
        doc=doc, kind="place", what=spot.kind, span=spot.span, text=spot.name, value=spot.name, precision=spot.precision
    )


def _news_day(document: Document, telling: Telling) -> Iterable[Claim]:
    """Where a report gives no day: that it was news when it was published."""
    if document.published is None or telling.start <= 0:
        return ()
    first = datetime.date.fromordinal(telling.start).isoformat()
    last = datetime.date.fromordinal(telling.end).isoformat()
    return (Claim(doc=document.doc, kind="time", value="when published", start=first, end=last, precision="news"),)
