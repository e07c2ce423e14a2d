"""What tables say of an incident, taken from its fused fields and reports; the rules are said in each format's mapping."""

from __future__ import annotations

from collections import Counter

import msgspec

from rasid.exports.csv import bounds
from rasid.exports.table import clean
from rasid.model import Count, Fused, Incident, Report

JOIN = "; "
POINTED = frozenset({"exact", "city", "district", "region"})
"""How near a point must be to be written; a country's middle is no place of an event."""
WHOLE_DAY = 1


class Toll(msgspec.Struct, frozen=True):
    """The fused number of a class of people; None where it is not claimed or left open."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


def toll(incident: Incident, field: str) -> Toll:
    """Least, best and most of a fused toll such as ``killed``.

    Best is what most of the claims behind it give as least, the lower of two that are as many.
    """
    found = incident.field(field)
    if found is None:
        return Toll()
    said = Counter(
        number
        for n in found.claims
        if (number := incident.claims[n].min) is not None and not incident.claims[n].superseded
    )
    low, high = _whole(found.min), _whole(found.max)
    best = min(said, key=lambda number: (-said[number], number), default=None)
    return Toll(low, _whole(best) if best is not None else low, high)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def toll_words(fused: Fused) -> str:
    """The range in words such as ``12-18``, ``21+``."""
    return bounds(Count(span=(0, 0), text="", what=fused.field, min=fused.min, max=fused.max))


def values(incident: Incident, field: str) -> list[str]:
    """The names of a fused field that may come several times, each once."""
    return list(dict.fromkeys(clean(row.value) for row in incident.fields(field) if row.value))


def sides(incident: Incident) -> tuple[list[str], list[str]]:
    """Who is blamed, and which people or bodies were the target; a place or thing that was hit is no side."""
    targets = [clean(row.value) for row in incident.fields("target") if row.value and row.sector]
    return values(incident, "blamed"), list(dict.fromkeys(targets))


def day_range(incident: Incident) -> tuple[str, str, str]:
    """First and last possible day, and how the date is known; empty where it is not."""
    found = incident.field("date")
    if found is None or not found.start:
        return "", "", ""
    return found.start, found.end or found.start, found.precision


def point(incident: Incident) -> tuple[float, float] | None:
    """Latitude and longitude of the fused place, where it is nearer than a country and on the globe."""
    found = incident.field("place")
    if found is None or found.lat is None or found.lon is None or found.precision not in POINTED:
        return None
    return (found.lat, found.lon) if abs(found.lat) <= 90 and abs(found.lon) <= 180 else None


def independent(incident: Incident) -> list[Report]:
    """The reports that are no copies of others."""
    return [report for report in incident.reports if report.copy_of is None]


def publishers(incident: Incident) -> list[str]:
    """Who published, each once; the name of the document where nobody is named."""
    return list(dict.fromkeys(clean(report.publisher or report.doc) for report in incident.reports))


def originals(incident: Incident) -> list[str]:
    """Whom the reports name as their sources, the outermost first, each chain once."""
    chains = (
        " > ".join(clean(name) for name in claim.source if name != "narrator")
        for claim in incident.claims
        if claim.kind in {"toll", "blame", "event", "target", "victim"}
    )
    return sorted({chain for chain in chains if chain})


def summary(incident: Incident) -> str:
    """The incident in a few English sentences made of its fused fields, disagreements and grade."""
    start, end, known = day_range(incident)
    event, place = incident.field("event"), incident.field("place")
    parts = []
    if event is not None:
        parts.append(event.value + (f"/{event.kind}" if event.kind else "") if event.value else "")
    if place is not None and place.value:
        parts.append(f"in {clean(place.value)}")
    if start:
        parts.append(f"on {start}" if start == end else f"between {start} and {end}")
    if known == "news":
        parts.append("(by the day of publication)")
    sentences = [" ".join(part for part in parts if part)]
    sentences += [f"{row.field} {toll_words(row)}" for row in incident.fused if row.min is not None]
    blamed = values(incident, "blamed")
    if blamed:
        sentences.append(f"blamed: {', '.join(blamed)}")
    sentences += [f"reports disagree on {row.field}: {clean(row.words)}" for row in incident.disagreements]
    number = len(independent(incident))
    sentences.append(f"{number} independent report{'' if number == 1 else 's'} of {len(incident.reports)}")
    if incident.grade is not None:
        sentences.append(f"proposed grade: {incident.grade.grade} ({clean('; '.join(incident.grade.reasons))})")
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences if sentence) + "."
