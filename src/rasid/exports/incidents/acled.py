"""ACLED's 31 columns (as of 2023), a row an incident.

Only what a report says or a rule of ours makes of it is written. Columns whose values ACLED's coders set, or whose list of
values could not be checked, stay empty. The id is ours and looks like none of theirs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from rasid.exports.incidents.countries import Countries
from rasid.exports.incidents.csv import degrees, number, table
from rasid.exports.incidents.facts import JOIN, day_range, point, publishers, sides, summary, toll
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import UNWRITTEN, IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.texts import Texts
from rasid.model import Incident

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
EMPTY = (
    "disorder_type", "assoc_actor_1", "inter1", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "region",
    "admin2", "admin3", "source_scale", "tags", "timestamp",
)  # fmt: skip
"""Columns that are always empty."""
_EVENT_TYPES = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
        "Looting/property destruction", "Non-violent transfer of territory", "Other",
    ),
}  # fmt: skip
SUB_EVENTS = {sub: event for event, subs in _EVENT_TYPES.items() for sub in subs}
_WEEK = 7
_GEO = {"exact": "1", "city": "1", "district": "2", "region": "3"}


def write_acled(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """The table, a row an incident in the order given."""
    del texts
    countries = Countries.load()
    return table(
        ACLED_COLUMNS, (_cells(row.incident, countries, losses) for row in losses.watch_incidents(rows)), losses
    )


def _cells(incident: Incident, countries: Countries, losses: IncidentLosses) -> dict[str, str]:
    start, end, _ = day_range(incident)
    place, spot = incident.field("place"), point(incident)
    blamed, targets = sides(incident)
    sub = _sub_event(incident)
    killed = toll(incident, "killed")
    _count_losses(incident, sub, losses)
    return {
        "event_id_cnty": f"rasid:{incident.incident}",
        "event_date": start,
        "year": start[:4],
        "time_precision": _time_precision(start, end),
        "event_type": SUB_EVENTS.get(sub, ""),
        "sub_event_type": sub,
        "actor1": blamed[0] if blamed else "",
        "actor2": targets[0] if targets else "",
        "iso": countries.numeric(place.country) if place else "",
        "country": countries.name(place.country) if place else "",
        "admin1": (place.admin1 or "") if place else "",
        "location": (place.value or "") if place else "",
        "latitude": degrees(spot[0]) if spot else "",
        "longitude": degrees(spot[1]) if spot else "",
        "geo_precision": _GEO.get(place.precision, "") if place and spot else "",
        "source": JOIN.join(publishers(incident)),
        "notes": summary(incident),
        "fatalities": number(killed.low),
    }


def _sub_event(incident: Incident) -> str:
    """The sub-event type of the fused event, else the one that most claims give; nothing where none of ACLED's fits."""
    event = incident.field("event")
    if event is not None and event.acled in SUB_EVENTS:
        return event.acled
    said = [claim.acled for claim in incident.claims if claim.acled in SUB_EVENTS and claim.modality == "asserted"]
    return min(set(said), key=lambda sub: (-said.count(sub), sub or ""), default="") or ""


def _time_precision(start: str, end: str) -> str:
    """1 for a day, 2 for up to a week; nothing beyond, as what 3 means could not be checked."""
    if not start:
        return ""
    days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
    return "1" if days == 0 else "2" if days < _WEEK else ""


def _count_losses(incident: Incident, sub: str, losses: IncidentLosses) -> None:
    start, end, _ = day_range(incident)
    killed = toll(incident, "killed")
    for field, names in zip(("blamed", "target"), sides(incident), strict=True):
        losses.lost(f"fused.{field}.value", "one actor a side has room", max(0, len(names) - 1))
    things = sum(row.sector is None for row in incident.fields("target"))
    losses.lost("fused.target.value", "a place or thing is no actor", things)
    if start != end:
        losses.changed("fused.date.end", "one day has room: the first")
    if killed.low != killed.high:
        losses.changed("fused.killed.max", "one number has room: the least")
    if not sub:
        losses.lost("fused.event.value", "no sub-event type of ACLED fits, so that event_type is empty too")
    for column in EMPTY:
        losses.lost(f"column {column}", UNWRITTEN)


ACLED = IncidentManifest(
    name="acled",
    about="ACLED's 31 columns: a row an incident",
    suffix=".csv",
    source="ACLED's columns of 2023, from loaders and the codebook of acledR",
    write=write_acled,
    mapping=(
        Held(fields=("incident",), at="event_id_cnty, after «rasid:»", note="never an id of theirs"),
        Held(fields=("fused.date.start", "fused.date.end"), at="event_date, year, time_precision",
             note="the first possible day; 1 for one day, 2 for up to a week, else empty"),
        Held(fields=("fused.event.value", "fused.event.acled", "claims.event.acled"), at="event_type, sub_event_type",
             note="of the fused event, else what most claims give"),
        Held(fields=("fused.blamed.value",), at="actor1", note="the one whom most sources blame; a claim, not a finding"),
        Held(fields=("fused.target.value",), at="actor2", note="the first of those who are people or bodies"),
        Held(fields=tuple(f"fused.place.{name}" for name in
                          ("value", "country", "admin1", "lat", "lon", "precision")),
             at="location, iso, country, admin1, latitude, longitude, geo_precision",
             note="1 exact or town, 2 district, 3 region; no point of a mere country"),
        Held(fields=("reports.publisher", "reports.doc"), at="source", note="joined with «; »"),
        Held(fields=("fused.killed.min", "fused.killed.max"), at="fatalities", note="the least; empty where no toll is claimed"),
        Held(fields=("fused.injured.min", "fused.injured.max", "fused.*.min", "fused.*.max", "fused.event.kind",
                     "fused.date.precision", "disagreements.words", "grade.grade", "grade.reasons", "reports.copy_of"),
             at="notes", note="in words"),
    ),
)  # fmt: skip
