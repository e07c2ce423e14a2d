"""Where reports contradict one another, in words: who says what against whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from rasid.incidents.comparisons import spots as spots_compared
from rasid.incidents.fusing import Ledger
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.parties import party
from rasid.incidents.tellings import Spot
from rasid.model import Claim, Disagreement, Report

_OTHER_PLACE = 3
"""How two places stand to each other from which on they are two; see :func:`rasid.incidents.comparisons.spots`."""


def disagreements(ledger: Ledger, labels: Mapping[str, str], knowledge: Knowledge) -> tuple[Disagreement, ...]:
    """The contradictions between independent sources; ``labels`` names each document's publisher."""
    found = [
        *(_tolls(ledger, labels, what) for what in ("killed", "injured")),
        _apart(ledger, labels, "blamed", blamed(ledger, knowledge), lambda a, b: a == b),
        _places(ledger, labels),
        _days(ledger, labels),
    ]
    return tuple(d for d in found if d is not None)


def blamed(ledger: Ledger, knowledge: Knowledge) -> dict[str, list[int]]:
    """Who is blamed: each party with the claims that blame it."""
    found: dict[str, list[int]] = defaultdict(list)
    for n in ledger.of("blame"):
        claim = ledger.claims[n]
        who = party(claim.value, claim.country, claim.sector, knowledge)
        if who is not None:
            found[who].append(n)
    return dict(sorted(found.items()))


def _apart(
    ledger: Ledger,
    labels: Mapping[str, str],
    field: str,
    values: Mapping[str, Sequence[int]],
    same: Callable[[str, str], bool],
) -> Disagreement | None:
    """Values that one source gives and another does not, where the two give none in common."""
    by_voice: dict[str, set[str]] = defaultdict(set)
    for value, positions in values.items():
        for n in positions:
            by_voice[ledger.speakers[ledger.claims[n].doc]].add(value)
    speakers = sorted(by_voice)
    opposed = any(
        not any(same(x, y) for x in by_voice[a] for y in by_voice[b])
        for i, a in enumerate(speakers)
        for b in speakers[i + 1 :]
    )
    if not opposed:
        return None
    sides = sorted(values, key=lambda v: (-ledger.sources(values[v]), v))
    words = " against ".join(f"{v}: {_who(ledger, labels, values[v])}" for v in sides)
    return Disagreement(field=field, words=words, claims=tuple(tuple(values[v]) for v in sides))


def _who(ledger: Ledger, labels: Mapping[str, str], positions: Sequence[int]) -> str:
    return ", ".join(sorted({labels[ledger.claims[n].doc] for n in positions}))


def _tolls(ledger: Ledger, labels: Mapping[str, str], what: str) -> Disagreement | None:
    totals: dict[str, int] = {}
    for n in ledger.of("toll", what):
        claim = ledger.claims[n]
        if claim.group is None and not claim.superseded and claim.min is not None:
            speaker = ledger.speakers[claim.doc]
            before = totals.get(speaker)
            if before is None or (claim.min, -n) > (ledger.claims[before].min or 0, -before):
                totals[speaker] = n
    values: dict[str, list[int]] = defaultdict(list)
    for n in sorted(totals.values()):
        values[_range(ledger.claims[n])].append(n)
    ranges = {v: (ledger.claims[ns[0]].min or 0, ledger.claims[ns[0]].max) for v, ns in values.items()}

    def same(x: str, y: str) -> bool:
        (a, b), (c, d) = ranges[x], ranges[y]
        return (b is None or c <= b) and (d is None or a <= d)

    return _apart(ledger, labels, what, values, same)


def _range(claim: Claim) -> str:
    if claim.max is None:
        return f"{claim.min} or more"
    return str(claim.min) if claim.min == claim.max else f"{claim.min} to {claim.max}"


def _places(ledger: Ledger, labels: Mapping[str, str]) -> Disagreement | None:
    values: dict[str, list[int]] = {}
    spots: dict[str, Spot] = {}
    for n in ledger.of("place"):
        claim = ledger.claims[n]
        spot = ledger.spots.get((claim.doc, claim.span or (0, 0)))
        if spot is None:
            continue
        home = next((v for v, s in spots.items() if spots_compared(s, spot)[0] < _OTHER_PLACE), spot.name)
        spots.setdefault(home, spot)
        values.setdefault(home, []).append(n)
    return _apart(ledger, labels, "place", values, lambda a, b: a == b)


def _days(ledger: Ledger, labels: Mapping[str, str]) -> Disagreement | None:
    values: dict[str, list[int]] = defaultdict(list)
    for n in ledger.of("time"):
        claim = ledger.claims[n]
        if claim.precision != "news" and claim.start is not None and claim.end is not None:
            values[claim.start if claim.start == claim.end else f"{claim.start} to {claim.end}"].append(n)

    def same(x: str, y: str) -> bool:
        return x[:10] <= y[-10:] and y[:10] <= x[-10:]

    return _apart(ledger, labels, "date", dict(sorted(values.items())), same)


def labels_of(reports: Sequence[Report]) -> dict[str, str]:
    """How each document's publisher is named in words, with the side that it speaks for."""
    return {r.doc: f"{r.publisher or r.doc} ({r.side})" if r.side else (r.publisher or r.doc) for r in reports}
