"""Fused fields: one answer beside the claims, each with the rule that made it.

A fused field never replaces a claim and is never an average. Copies count once; a later toll of a publisher stands for
its earlier ones; where sources differ, the range is from the least to the most that an independent source gives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rasid.incidents.claims import TOLLS
from rasid.incidents.comparisons import spots as spots_compared
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Spot
from rasid.incidents.tolls import Claimed, by_people, civilians, restored, total
from rasid.model import Claim, Fused

_PRECISION = {"exact": 0, "city": 1, "district": 2, "region": 3, "country": 4, "none": 5}
_SAME_RANK = 3
"""How two places stand to each other up to which they agree; see :func:`rasid.incidents.comparisons.spots`."""


class Ledger(msgspec.Struct, frozen=True):
    """The claims of an incident with what fusing needs to know of them."""

    claims: tuple[Claim, ...]
    speakers: Mapping[str, str]
    """Document to the independent source that it stands for."""
    when: Mapping[str, tuple[str, str]]
    """Document to its place in time."""
    knowledge: Knowledge
    spots: Mapping[tuple[str, tuple[int, int]], Spot]
    """The settlements that are the tellings' own, by document and span."""

    def of(self, kind: str, what: str | None = None) -> list[int]:
        """Positions of the asserted claims of a kind."""
        return [
            n
            for n, c in enumerate(self.claims)
            if c.kind == kind and (what is None or c.what == what) and c.modality == "asserted"
        ]

    def sources(self, positions: Iterable[int]) -> int:
        """How many independent sources stand behind claims."""
        return len({self.speakers[self.claims[n].doc] for n in positions})


def superseded(claims: Sequence[Claim], speakers: Mapping[str, str], when: Mapping[str, tuple[str, str]]) -> set[int]:
    """Positions of the tolls that a later report of the same source replaces."""
    last: dict[tuple[str, str, str | None], tuple[str, str]] = {}
    for claim in claims:
        if claim.kind == "toll":
            key = (speakers[claim.doc], claim.what, claim.group)
            last[key] = max(last.get(key, ("", "")), when[claim.doc])
    return {
        n for n, c in enumerate(claims) if c.kind == "toll" and when[c.doc] != last[(speakers[c.doc], c.what, c.group)]
    }


def fuse(ledger: Ledger) -> tuple[Fused, ...]:
    """All fused fields of an incident in a fixed order."""
    found: list[Fused | None] = [_event(ledger), _date(ledger), _place(ledger)]
    groups = sorted({c.group for c in ledger.claims if c.kind == "toll" and c.group})
    for what in TOLLS:
        found.append(_toll(ledger, what, None))
        found += [_toll(ledger, what, group) for group in groups if (what, group) != ("killed", "civilians")]
        found += [_civilians(ledger)] if what == "killed" else []
    found += _names(ledger, "blame", "blamed")
    found += _names(ledger, "weapon", "weapon")
    found += _names(ledger, "target", "target")
    found += _victims(ledger)
    return tuple(f for f in found if f is not None)


def _event(ledger: Ledger) -> Fused | None:
    positions = ledger.of("event")
    if not positions:
        return None
    claims = ledger.claims
    backing: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for n in positions:
        c = claims[n]
        backing[(c.what, c.mode or "", c.acled or "")].add(ledger.speakers[c.doc])
    # A deed says more than its outcome, and a mode more than none.
    best = min(backing, key=lambda k: (k[0] == "HARM", -len(backing[k]), k[1] == "", k))
    chosen = tuple(n for n in positions if (claims[n].what, claims[n].mode or "", claims[n].acled or "") == best)
    return Fused(
        field="event",
        value=best[0],
        kind=best[1],
        acled=best[2] or None,
        rule=f"the deed that most independent sources tell ({len(backing[best])}); an outcome stands back behind a deed",
        claims=chosen,
    )


def _date(ledger: Ledger) -> Fused | None:
    claims = ledger.claims
    dated = [n for n in ledger.of("time") if claims[n].precision != "news" and claims[n].start and claims[n].end]
    if dated:
        backing: dict[tuple[str, str], set[str]] = defaultdict(set)
        for n in dated:
            backing[(claims[n].start or "", claims[n].end or "")].add(ledger.speakers[claims[n].doc])
        best = min(backing, key=lambda k: (-len(backing[k]), k[1], k[0]))
        chosen = tuple(n for n in dated if (claims[n].start, claims[n].end) == best)
        rule = f"the day that most independent sources give ({len(backing[best])}), the earliest where they are as many"
        return Fused(field="date", start=best[0], end=best[1], precision="day", rule=rule, claims=chosen)
    news = [n for n in ledger.of("time") if claims[n].precision == "news"]
    if not news:
        return None
    start = min(claims[n].start or "" for n in news)
    end = min(claims[n].end or "" for n in news)
    rule = "no report gives a day: from the day before the earliest publication to that day"
    return Fused(field="date", start=start, end=end, precision="news", rule=rule, claims=tuple(news))


def _place(ledger: Ledger) -> Fused | None:
    own = [n for n in ledger.of("place") if (ledger.claims[n].doc, ledger.claims[n].span) in ledger.spots]
    if own:
        return _settlement(ledger, own)
    wide = [n for n in ledger.of("place") if ledger.claims[n].precision != "none"]
    if not wide:
        return None
    best = min(wide, key=lambda n: (_PRECISION[ledger.claims[n].precision or "none"], -_said(ledger, wide, n), n))
    claim = ledger.claims[best]
    return Fused(
        field="place",
        value=claim.value,
        name_ar=claim.text,
        country=claim.country,
        lat=claim.lat,
        lon=claim.lon,
        kind=claim.what,
        precision=claim.precision,
        rule="no report names a settlement: the narrowest region that one names",
        claims=(best,),
    )


def _said(ledger: Ledger, positions: Sequence[int], n: int) -> int:
    return ledger.sources(m for m in positions if ledger.claims[m].value == ledger.claims[n].value)


def _settlement(ledger: Ledger, own: Sequence[int]) -> Fused:
    """The settlement that most sources agree on, as precise as the best of them."""
    spot = {n: ledger.spots[(ledger.claims[n].doc, ledger.claims[n].span or (0, 0))] for n in own}
    agreeing = {n: [m for m in own if spots_compared(spot[n], spot[m])[0] < _SAME_RANK] for n in own}
    best = min(
        own,
        key=lambda n: (-ledger.sources(agreeing[n]), _PRECISION[spot[n].precision], -len(agreeing[n]), spot[n].key, n),
    )
    group = agreeing[best]
    # Among those that agree: one with a point, the most precise, and the spelling that most use.
    spellings = Counter(spot[m].key for m in group)
    point = min(
        group,
        key=lambda m: (spot[m].lat is None, _PRECISION[spot[m].precision], -spellings[spot[m].key], spot[m].name, m),
    )
    chosen = spot[point]
    return Fused(
        field="place",
        value=chosen.name_en or chosen.name,
        name_ar=chosen.name,
        country=chosen.country,
        admin1=chosen.admin1,
        lat=chosen.lat,
        lon=chosen.lon,
        kind=chosen.kind,
        precision=chosen.precision,
        rule=f"the settlement on which most independent sources agree ({ledger.sources(group)}), "
        "as precise as the best of them",
        claims=tuple(group),
    )


def _toll(ledger: Ledger, what: str, group: str | None) -> Fused | None:
    positions = [n for n in ledger.of("toll", what) if ledger.claims[n].group == group]
    held = [n for n in positions if not ledger.claims[n].superseded]
    if not held:
        return None
    by_voice: dict[str, list[int]] = defaultdict(list)
    for n in held:
        by_voice[ledger.speakers[ledger.claims[n].doc]].append(n)
    spoken = [[restored(ledger.claims[n]) for n in ns] for ns in by_voice.values()]
    if group is not None:
        spoken = [[msgspec.structs.replace(c, group=None) for c in row] for row in spoken]
    totals = [t for t in map(total, spoken) if t is not None]
    # «More than two» agrees with five: where a source gives a number, it is no lower end.
    least = min([t.min for t in totals if t.max is not None] or [t.min for t in totals])
    most = max(t.min if t.max is None else t.max for t in totals)
    rule = f"least and most of {len(totals)} independent source{'s' * (len(totals) != 1)}, of each its latest total"
    if len(positions) > len(held):
        rule += f"; {len(positions) - len(held)} earlier figure{'s' * (len(positions) - len(held) != 1)} superseded"
    if any(t.max is None for t in totals):
        rule += "; a source leaves the upper end open"
    together = _together(spoken, ledger.knowledge) if group is None else 0.0
    if together > most:
        most, rule = together, f"{rule}; women, children and men of whom different sources tell counted together"
    field = f"{what} {group}" if group else what
    return Fused(field=field, min=int(least), max=int(most), rule=rule, claims=tuple(held))


def _together(spoken: Sequence[Sequence[Claimed]], knowledge: Knowledge) -> float:
    """The women, children and men of whom any source tells, the most of each that one source gives."""
    parts: dict[str, float] = {}
    for row in spoken:
        for part, number in by_people(row, knowledge).items():
            parts[part] = max(parts.get(part, 0.0), number)
    return sum(parts.values())


def _civilians(ledger: Ledger) -> Fused | None:
    """From those whom every source calls civilians to all who were killed and whom none calls combatants."""
    held = [n for n in ledger.of("toll", "killed") if not ledger.claims[n].superseded]
    killed = _toll(ledger, "killed", None)
    if killed is None or killed.max is None:
        return None
    by_voice: dict[str, list[int]] = defaultdict(list)
    for n in held:
        by_voice[ledger.speakers[ledger.claims[n].doc]].append(n)
    least = min(civilians([restored(ledger.claims[n]) for n in ns], ledger.knowledge) for ns in by_voice.values())
    fighters = max(
        (ledger.claims[n].min or 0 for n in held if "combatants" in {ledger.claims[n].group, ledger.claims[n].value}),
        default=0,
    )
    most = max(least, killed.max - fighters)
    return Fused(
        field="killed civilians",
        min=int(min(least, most)),
        max=int(most),
        rule="from the fewest whom a source calls civilians, children or women to all whom none calls combatants",
        claims=tuple(held),
    )


def _names(ledger: Ledger, kind: str, field: str) -> list[Fused]:
    """Each name that is claimed, those with the most sources first."""
    by_value: dict[str, list[int]] = defaultdict(list)
    for n in ledger.of(kind):
        by_value[ledger.claims[n].value or ""].append(n)
    order = sorted(by_value, key=lambda v: (-ledger.sources(by_value[v]), v))
    found = []
    for value in order:
        first = ledger.claims[by_value[value][0]]
        sources = ledger.sources(by_value[value])
        found.append(
            Fused(
                field=field,
                value=value,
                name_ar=first.text,
                country=first.country,
                sector=first.sector,
                rule=f"named by {sources} independent source{'s' * (sources != 1)}",
                claims=tuple(by_value[value]),
            )
        )
    return found


def _victims(ledger: Ledger) -> list[Fused]:
    return [
        msgspec.structs.replace(f, kind=ledger.claims[f.claims[0]].what) for f in _names(ledger, "victim", "victim")
    ]
