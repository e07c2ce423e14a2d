"""Reports of incidents written before, back to what can be compared: from their claims and the words kept with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from rasid.incidents.forms import name_key
from rasid.incidents.gathering import OPEN, is_fine, is_seat
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.parties import parties_of
from rasid.incidents.tellings import MEANS_OF_MODE, Spot, Telling
from rasid.incidents.tolls import restored, total
from rasid.incidents.vocabulary import classes
from rasid.model import Claim, Incident, Report


def spot_of_claim(claim: Claim) -> Spot:
    """A place as a claim gives it, in a form for comparing."""
    return Spot(
        key=name_key(claim.text),
        name=claim.text,
        name_en=claim.value,
        lat=claim.lat,
        lon=claim.lon,
        kind=claim.what,
        precision=claim.precision or "none",
        country=claim.country,
        admin1=claim.admin1,
        fine=is_fine(claim.text, claim.what, claim.precision or "none"),
        seat=is_seat(claim.value, claim.what, claim.admin1),
        span=claim.span or (0, 0),
    )


def own_spots(claims: Iterable[Claim]) -> list[Spot]:
    """The settlements that claims name; a region's seat only where they name no finer place."""
    spots = [spot_of_claim(c) for c in claims if c.kind == "place"]
    fine = [s for s in spots if s.fine]
    finer = [s for s in fine if not s.seat]
    return finer or fine


def tellings_of(incident: Incident, knowledge: Knowledge) -> tuple[Telling, ...]:
    """One telling for each report of an incident, in their order."""
    return tuple(_telling(incident, n, report, knowledge) for n, report in enumerate(incident.reports))


def _telling(incident: Incident, number: int, report: Report, knowledge: Knowledge) -> Telling:
    claims = [c for c in incident.claims if c.doc == report.doc]
    start, end, dated = _days(claims)
    spots = own_spots(claims)
    places = [spot_of_claim(c) for c in claims if c.kind == "place"]
    blame = [c for c in claims if c.kind == "blame"]
    words = frozenset(report.words)
    killed, injured = (
        total([restored(c) for c in claims if c.kind == "toll" and c.what == what and not c.group])
        for what in ("killed", "injured")
    )
    return Telling(
        doc=report.doc,
        number=number,
        publisher=report.publisher or "",
        records=report.records,
        start=start,
        end=end,
        dated=dated,
        main=not report.past,
        past=report.past,
        spots=tuple(spots),
        wide=tuple(s for s in places if (not s.fine or s.seat) and s.kind != "country" and s not in spots),
        types=frozenset(c.what for c in claims if c.kind == "event"),
        means=frozenset(MEANS_OF_MODE[c.mode] for c in claims if c.mode in MEANS_OF_MODE) | classes("means", words),
        parties=frozenset(p for c in blame for p in parties_of(c.value, c.country, c.sector, knowledge)),
        killed=killed,
        injured=injured,
        groups=classes("people", words),
        targets=classes("targets", words),
        hours=classes("hours", words),
        near=tuple(sorted(words)),
        words=tuple(sorted(words)),
    )


def _days(claims: Iterable[Claim]) -> tuple[int, int, bool]:
    rows = [c for c in claims if c.kind == "time" and c.start is not None and c.end is not None]
    dated = [c for c in rows if c.precision != "news"]
    used = dated or rows
    if not used:
        return 0, OPEN, False
    start = min(datetime.date.fromisoformat(c.start or "").toordinal() for c in used)
    end = max(datetime.date.fromisoformat(c.end or "").toordinal() for c in used)
    return start, end, bool(dated)
