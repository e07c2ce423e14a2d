"""UCDP GED's 49 columns (as of version 25.1), a row an incident.

Only what a report says or a rule of ours makes of it is written. Ids of conflicts, dyads, actors and countries are UCDP's
to give and stay empty; our own id looks like none of theirs. So do codes whose meaning could not be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasid.exports.incidents.countries import Countries
from rasid.exports.incidents.csv import degrees, number, table
from rasid.exports.incidents.facts import (
    JOIN,
    day_range,
    independent,
    originals,
    point,
    publishers,
    sides,
    toll,
)
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import UNWRITTEN, IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.table import clean
from rasid.exports.texts import Texts
from rasid.model import Fused, Incident

GED_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa",
    "gwnob",
)  # fmt: skip
EMPTY = (
    "relid", "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
    "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "where_prec", "adm_2",
    "priogrid_gid", "country_id", "region", "date_prec", "deaths_a", "deaths_b", "gwnoa", "gwnob",
)  # fmt: skip
"""Columns that are always empty."""
_STATE = frozenset({"GOV", "MIL", "POL", "SPY"})
_ARMED = frozenset({"REB", "UAF"})
_UNARMED = frozenset({"CVL", "NGO", "IGO", "MED", "BUS", "EDU", "LAB", "REL"})
_CLEAR, _UNCLEAR = "1", "2"


def write_ged(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """The table, a row an incident in the order given."""
    del texts
    countries = Countries.load()
    return table(GED_COLUMNS, (_cells(row.incident, countries, losses) for row in losses.watch_incidents(rows)), losses)


def _cells(incident: Incident, countries: Countries, losses: IncidentLosses) -> dict[str, str]:
    start, end, known = day_range(incident)
    place, spot = incident.field("place"), point(incident)
    blamed, targets = sides(incident)
    _count_losses(incident, losses)
    return {
        "id": f"rasid:{incident.incident}",
        "year": start[:4],
        "type_of_violence": _violence(incident),
        "side_a": blamed[0] if blamed else "",
        "side_b": targets[0] if targets else "",
        "number_of_sources": str(len(independent(incident))),
        **_sources(incident),
        "where_coordinates": (place.value or "") if place else "",
        "where_description": _where(place) if place else "",
        "adm_1": (place.admin1 or "") if place else "",
        "latitude": degrees(spot[0]) if spot else "",
        "longitude": degrees(spot[1]) if spot else "",
        "geom_wkt": f"POINT ({degrees(spot[1])} {degrees(spot[0])})" if spot else "",
        "country": countries.name(place.country) if place else "",
        "event_clarity": _CLEAR if known == "day" and start == end else _UNCLEAR,
        "date_start": start,
        "date_end": end,
        **_deaths(incident),
    }


def _where(place: Fused) -> str:
    return JOIN.join(part for part in (clean(place.name_ar or ""), place.kind, place.precision, place.rule) if part)


def _sources(incident: Incident) -> dict[str, str]:
    reports = incident.reports
    return {
        "source_article": JOIN.join(
            ", ".join(
                clean(part) for part in (r.publisher or r.doc, r.published or "", r.title or r.address or "") if part
            )
            for r in reports
        ),
        "source_office": JOIN.join(publishers(incident)),
        "source_date": _listed([r.published or "" for r in reports]),
        "source_headline": _listed([clean(r.title or "") for r in reports]),
        "source_original": JOIN.join(originals(incident)),
    }


def _listed(cells: list[str]) -> str:
    """The values in the order of the reports, those that are not known left empty; nothing where none is known."""
    return JOIN.join(cells) if any(cells) else ""


def _deaths(incident: Incident) -> dict[str, str]:
    """Low, best and high; civilians as claimed, and the rest unknown, as no claim tells on which side a fighter was."""
    killed, civilians = toll(incident, "killed"), toll(incident, "killed civilians")
    best = killed.best
    known = min(civilians.low, best) if civilians.low is not None and best is not None else civilians.low
    return {
        "deaths_civilians": number(known),
        "deaths_unknown": number(best - (known or 0)) if best is not None else "",
        "best": number(best),
        "high": number(killed.high),
        "low": number(killed.low),
    }


def _violence(incident: Incident) -> str:
    """1 state-based, 2 non-state, 3 one-sided, by the sectors of both sides; nothing where one of them is open."""
    blamed = incident.field("blamed")
    target = next((row for row in incident.fields("target") if row.sector), None)
    if blamed is None or target is None:
        return ""
    sectors = {blamed.sector, target.sector}
    if target.sector in _UNARMED and blamed.sector in _STATE | _ARMED:
        return "3"
    if not sectors <= _STATE | _ARMED:
        return ""
    return "1" if sectors & _STATE else "2"


def _count_losses(incident: Incident, losses: IncidentLosses) -> None:
    for field, names in zip(("blamed", "target"), sides(incident), strict=True):
        losses.lost(f"fused.{field}.value", "one actor a side has room", max(0, len(names) - 1))
    things = sum(row.sector is None for row in incident.fields("target"))
    losses.lost("fused.target.value", "a place or thing is no actor", things)
    if toll(incident, "killed").high is None and incident.field("killed") is not None:
        losses.changed("fused.killed.max", "the upper end is open, so that high is empty")
    for column in EMPTY:
        losses.lost(f"column {column}", UNWRITTEN)


GED = IncidentManifest(
    name="ged",
    about="UCDP GED's 49 columns: a row an incident",
    suffix=".csv",
    source="UCDP GED 25.1's columns, from two independent loaders",
    write=write_ged,
    mapping=(
        Held(fields=("incident",), at="id, after «rasid:»", note="never an id of theirs"),
        Held(fields=("fused.date.start", "fused.date.end", "fused.date.precision"), at="date_start, date_end, year, event_clarity",
             note="clear (1) where reports give one day, else 2"),
        Held(fields=("fused.blamed.value", "fused.blamed.sector"), at="side_a, type_of_violence",
             note="the one whom most sources blame; a claim, not a finding"),
        Held(fields=("fused.target.value", "fused.target.sector"), at="side_b, type_of_violence",
             note="1 state against armed, 2 armed against armed, 3 against civilians; empty where a sector is open"),
        Held(fields=tuple(f"fused.place.{name}" for name in
                          ("value", "name_ar", "kind", "precision", "country", "admin1", "lat", "lon", "rule")),
             at="where_coordinates, where_description, adm_1, latitude, longitude, geom_wkt, country",
             note="no point of a mere country"),
        Held(fields=("reports.publisher", "reports.doc", "reports.published", "reports.title", "reports.address"),
             at="source_article, source_office, source_date, source_headline", note="joined with «; », in the order of reports"),
        Held(fields=("reports.copy_of",), at="number_of_sources", note="copies count once"),
        Held(fields=("claims.toll.source", "claims.blame.source", "claims.event.source", "claims.target.source",
                     "claims.victim.source"), at="source_original", note="whom reports name as their source"),
        Held(fields=("fused.killed.min", "fused.killed.max", "claims.toll.min"), at="low, high, best",
             note="best is the least number that most sources give, the lower of two"),
        Held(fields=("fused.killed civilians.min",), at="deaths_civilians", note="the rest of best is deaths_unknown"),
    ),
)  # fmt: skip
