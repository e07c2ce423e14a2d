"""Incidents as GeoJSON (RFC 7946): a feature an incident at its fused place; ``incident`` holds the whole of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.exports.incidents.facts import day_range, independent, point, publishers, summary, toll, values
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.texts import Texts
from rasid.model import Incident


def write_geojson(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """One feature collection; a feature a line. An incident without a point has no geometry, never one made up."""
    del texts
    opening = b'{"type":"FeatureCollection","features":[\n'
    for row in losses.watch_incidents(rows):
        yield opening + msgspec.json.encode(_feature(row))
        opening = b",\n"
    yield (opening if opening != b",\n" else b"") + b"\n]}\n"


def _feature(row: IncidentRow) -> dict[str, Any]:
    spot = point(row.incident)
    return {
        "type": "Feature",
        "id": row.incident.incident,
        "geometry": {"type": "Point", "coordinates": [spot[1], spot[0]]} if spot else None,
        "properties": _shown(row.incident) | {"incident": row.raw},
    }


def _shown(incident: Incident) -> dict[str, Any]:
    """What maps show, flat."""
    start, end, known = day_range(incident)
    event, place = incident.field("event"), incident.field("place")
    killed, injured = toll(incident, "killed"), toll(incident, "injured")
    return {
        "grade": incident.grade.grade if incident.grade else None,
        "date_start": start or None,
        "date_end": end or None,
        "date_precision": known or None,
        "event": event.value if event else None,
        "mode": (event.kind or None) if event else None,
        "place": place.value if place else None,
        "place_ar": place.name_ar if place else None,
        "country": place.country if place else None,
        "precision": (place.precision or None) if place else None,
        "killed_min": killed.low,
        "killed_max": killed.high,
        "injured_min": injured.low,
        "injured_max": injured.high,
        "blamed": values(incident, "blamed"),
        "reports": len(incident.reports),
        "independent_reports": len(independent(incident)),
        "publishers": publishers(incident),
        "summary": summary(incident),
    }


GEOJSON = IncidentManifest(
    name="incidents-geojson",
    about="for maps: a feature an incident, the whole of it in its properties",
    suffix=".geojson",
    source="RFC 7946",
    keeps_unknown=True,
    write=write_geojson,
    mapping=(
        Held(fields=("*",), at="properties.incident, whole; the main fields flat in properties", note="the geometry is the "
             "fused place; null where there is none or only a country"),
    ),
)  # fmt: skip
