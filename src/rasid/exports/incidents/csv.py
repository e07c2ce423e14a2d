"""Incidents as a table for spreadsheets: a row an incident; tolls by class of people as least and most."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from rasid.exports.csv import guard
from rasid.exports.flat import APOSTROPHE
from rasid.exports.incidents.facts import (
    JOIN,
    day_range,
    independent,
    point,
    publishers,
    summary,
    toll,
    values,
)
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.table import clean
from rasid.exports.texts import Texts
from rasid.model import Incident

TOLLS = (
    "killed", "killed civilians", "killed children", "killed women", "killed combatants",
    "injured", "injured civilians", "injured children", "injured women", "injured combatants",
)  # fmt: skip
INCIDENT_COLUMNS = (
    "incident", "grade", "grade_reasons", "date_start", "date_end", "date_precision", "event", "mode", "acled",
    "place", "place_ar", "place_kind", "place_precision", "country", "admin1", "lat", "lon",
    *(f"{field.replace(' ', '_')}_{end}" for field in TOLLS for end in ("min", "max")),
    "blamed", "targets", "weapons", "victims", "reports", "independent_reports", "publishers", "documents",
    "disagreements", "rules", "summary",
)  # fmt: skip
NUMBERS = frozenset({"lat", "lon", "latitude", "longitude"})
"""Columns that may begin with a minus and are numbers all the same."""


def write_csv(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """The table, a row an incident in the order given."""
    del texts
    return table(INCIDENT_COLUMNS, (_cells(row.incident) for row in losses.watch_incidents(rows)), losses)


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], losses: IncidentLosses) -> Iterator[bytes]:
    """CSV with the columns; no cell runs in a spreadsheet, and those that were guarded are counted."""
    incidents = iter(rows)
    first = next(incidents, None)  # before anything is written, so that a file that is refused leaves nothing behind
    yield _line(columns)
    for row in chain(() if first is None else (first,), incidents):
        cells = []
        for name in columns:
            cell = row.get(name, "")
            safe = cell if name in NUMBERS else guard(cell)
            if safe != cell:
                losses.changed(f"column {name}", APOSTROPHE)
            cells.append(safe)
        yield _line(cells)


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def number(value: float | None) -> str:
    """A number as a cell; nothing where there is none."""
    return "" if value is None else f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"


def degrees(value: float) -> str:
    """A latitude or longitude as a cell."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _cells(incident: Incident) -> dict[str, str]:
    start, end, known = day_range(incident)
    event, place, spot = incident.field("event"), incident.field("place"), point(incident)
    row = {
        "incident": incident.incident,
        "grade": incident.grade.grade if incident.grade else "",
        "grade_reasons": clean(JOIN.join(incident.grade.reasons)) if incident.grade else "",
        "date_start": start,
        "date_end": end,
        "date_precision": known,
        "event": (event.value or "") if event else "",
        "mode": event.kind if event else "",
        "acled": (event.acled or "") if event else "",
        "lat": degrees(spot[0]) if spot else "",
        "lon": degrees(spot[1]) if spot else "",
        "blamed": JOIN.join(values(incident, "blamed")),
        "targets": JOIN.join(values(incident, "target")),
        "weapons": JOIN.join(values(incident, "weapon")),
        "victims": JOIN.join(values(incident, "victim")),
        "reports": str(len(incident.reports)),
        "independent_reports": str(len(independent(incident))),
        "publishers": JOIN.join(publishers(incident)),
        "documents": JOIN.join(clean(report.doc) for report in incident.reports),
        "disagreements": JOIN.join(f"{row.field}: {clean(row.words)}" for row in incident.disagreements),
        "rules": JOIN.join(f"{row.field}: {clean(row.rule)}" for row in incident.fused),
        "summary": summary(incident),
    }
    if place is not None:
        row |= {
            "place": clean(place.value or ""),
            "place_ar": clean(place.name_ar or ""),
            "place_kind": place.kind,
            "place_precision": place.precision,
            "country": place.country or "",
            "admin1": clean(place.admin1 or ""),
        }
    for field in TOLLS:
        found, name = toll(incident, field), field.replace(" ", "_")
        row |= {f"{name}_min": number(found.low), f"{name}_max": number(found.high)}
    return row


CSV = IncidentManifest(
    name="incidents-csv",
    about="for spreadsheets: a row an incident, tolls as least and most",
    suffix=".csv",
    source="rasid",
    write=write_csv,
    mapping=(
        Held(fields=("incident",), at="column of the same name"),
        Held(fields=("grade.grade", "grade.reasons"), at="grade, grade_reasons", note="proposed; a person sets it"),
        Held(fields=("fused.date.start", "fused.date.end", "fused.date.precision"), at="date_start, date_end, date_precision"),
        Held(fields=("fused.event.value", "fused.event.kind", "fused.event.acled"), at="event, mode, acled"),
        Held(
            fields=tuple(f"fused.place.{name}" for name in
                         ("value", "name_ar", "kind", "precision", "country", "admin1", "lat", "lon")),
            at="place, place_ar, place_kind, place_precision, country, admin1, lat, lon",
            note="no point of a mere country",
        ),
        Held(
            fields=tuple(f"fused.{field}.{end}" for field in TOLLS for end in ("min", "max")),
            at="killed_min, killed_max, killed_children_min, …",
        ),
        Held(
            fields=("fused.blamed.value", "fused.target.value", "fused.weapon.value", "fused.victim.value"),
            at="blamed, targets, weapons, victims", note="joined with «; »",
        ),
        Held(fields=("fused.*.rule",), at="rules", note="each after its field, joined with «; »"),
        Held(fields=("reports.doc", "reports.publisher"), at="documents, publishers", note="joined with «; »"),
        Held(fields=("reports.copy_of",), at="independent_reports", note="as their number"),
        Held(fields=("disagreements.words",), at="disagreements", note="joined with «; »"),
    ),
)  # fmt: skip
