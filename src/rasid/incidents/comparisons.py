"""Comparisons of two tellings: each finds a level in words and gives named figures that the model weighs.

The figures are delexicalised: no word and no place has a weight of its own.
"""

from __future__ import annotations

import msgspec

from rasid.incidents.corpus import Corpus
from rasid.incidents.distance import kilometres
from rasid.incidents.evidence import Evidence, cosine, rarest
from rasid.incidents.forms import alike
from rasid.incidents.tellings import Spot, Telling, Toll

Figures = tuple[tuple[str, float], ...]


class Finding(msgspec.Struct, frozen=True):
    """What one comparison found."""

    name: str
    level: str
    figures: Figures


NEAR_KM, MID_KM, FAR_KM = 8.0, 25.0, 80.0
SAME_KM = 0.3
NAME = 0.86
"""Likeness of names from which on they are spellings of one."""
_CLOSE = 0.7
STANDING = {
    "same name": 3.0,
    "same seat of a region": 1.5,
    "same point": 2.0,
    "similar name nearby": 2.5,
    "one names the seat of the region": 0.5,
    "one names a part of a town": 0.5,
    "similar name": 1.0,
    "within 8 km": -0.5,
    "within 25 km": -2.0,
    "other name": -2.0,
    "within 80 km": -3.0,
    "far away": -3.0,
}
"""How far two places speak for one incident, as a figure that the model weighs beside the level itself."""
_APART_RANKS = frozenset({3, 4, 5, 6, 7})
"""Ranks of :func:`spots` that contradict one incident: settlements of other names that are not one point."""
_PARTS = frozenset({"neighbourhood", "camp", "facility", "crossing", "road", "other"})
"""Kinds of places that lie in a town or beside one."""


def compare(one: Evidence, other: Evidence, corpus: Corpus) -> tuple[Finding, ...]:
    """All comparisons of two tellings, in a fixed order; which of them comes first makes no difference."""
    a, b = one.telling, other.telling
    return (
        _place(one, other, corpus),
        _day(a, b),
        _means(a, b),
        _sets("parties", a.parties, b.parties),
        _toll("killed", a.killed, b.killed),
        _toll("injured", a.injured, b.injured),
        _sets("people", a.groups, b.groups),
        _sets("targets", a.targets, b.targets),
        _sets("hour", a.hours, b.hours),
        _words(one, other),
        _phrases(one, other),
        _passages(a, b),
        _standing(a, b),
    )


def figures(findings: tuple[Finding, ...]) -> dict[str, float]:
    """All figures by name."""
    return {name: value for finding in findings for name, value in finding.figures}


def _place(one: Evidence, other: Evidence, corpus: Corpus) -> Finding:
    a, b = one.telling, other.telling
    best: tuple[int, str, float, str] | None = None
    for x in a.spots:
        for y in b.spots:
            found = spots(x, y)
            row = (found[0], found[1], max(corpus.place(x.key), corpus.place(y.key)), f"{x.name} / {y.name}")
            if best is None or (row[0], -row[2], row[3]) < (best[0], -best[2], best[3]):
                best = row
    if best is not None:
        rank, level, rarity, names = best
        if rank > 1 and _told_in(a, other) + _told_in(b, one):
            return Finding(
                "place",
                f"the place of one is named in the other ({names})",
                (("place named in text", 1.0), ("place agrees", STANDING[level] / 2)),
            )
        extra = (("place rarity", rarity),) if rank <= 1 else ()
        return Finding(
            "place", f"{level} ({names})", ((f"place={level}", 1.0), ("place agrees", STANDING[level]), *extra)
        )
    if a.spots or b.spots:
        named = _told_in(a, other) or _told_in(b, one)
        level = "one names none, but has the other's in its text" if named else _region(a, b)
        return Finding("place", level, ((f"place={level}", 1.0),))
    level = "neither names one" + (", same region" if _same_region(a, b) else "")
    return Finding("place", level, ((f"place={level}", 1.0),))


def spots(x: Spot, y: Spot) -> tuple[int, str]:
    """How two places stand to each other: a rank, the nearest 0, and in words."""
    likeness = alike(x.key, y.key)
    away = kilometres(x, y)
    if likeness >= NAME and (away is None or away <= FAR_KM):
        return (0, "same seat of a region" if x.seat and y.seat else "same name")
    if x.seat != y.seat and x.admin1 == y.admin1:
        return (2, "one names the seat of the region")
    if (x.kind in _PARTS) != (y.kind in _PARTS) and (away is None or away <= NEAR_KM):
        return (2, "one names a part of a town")
    if away is not None:
        if away <= SAME_KM:
            return (1, "same point")
        if likeness >= _CLOSE and away <= MID_KM:
            return (1, "similar name nearby")
        for rank, (limit, level) in enumerate(
            ((NEAR_KM, "within 8 km"), (MID_KM, "within 25 km"), (FAR_KM, "within 80 km"))
        ):
            if away <= limit:
                return (rank + 3, level)
        return (7, "far away")
    if likeness >= _CLOSE:
        return (2, "similar name")
    return (6, "other name")


def _told_in(a: Telling, other: Evidence) -> bool:
    """Whether a place of a telling stands in the words of the other document."""
    return any(s.key in other.words for s in a.spots)


def _region(a: Telling, b: Telling) -> str:
    return "one names none, same region" if _same_region(a, b) else "one names none"


def _same_region(a: Telling, b: Telling) -> bool:
    mine = {s.admin1 for s in (*a.spots, *a.wide) if s.admin1}
    theirs = {s.admin1 for s in (*b.spots, *b.wide) if s.admin1}
    keys = {s.key for s in a.wide} & {s.key for s in b.wide}
    return bool(mine & theirs or keys)


def _day(a: Telling, b: Telling) -> Finding:
    gap = max(a.start, b.start) - min(a.end, b.end)
    dated = a.dated + b.dated
    if gap <= 0:
        level = ("same news days", "the day of one is a news day of the other", "same day")[dated]
    else:
        level = "a day apart" if gap == 1 else "days apart"
        if dated < 2:
            level += ", not both dated"
    figures: Figures = ((f"day={level}", 1.0),)
    if a.past or b.past:
        figures = (*figures, ("told of the past", 1.0))
    return Finding("day", level, figures)


def _means(a: Telling, b: Telling) -> Finding:
    common = a.means & b.means
    if common:
        share = len(common) / len(a.means | b.means)
        return Finding("means", f"both {', '.join(sorted(common))}", (("means=shared", share),))
    level = "one or both unknown" if not a.means or not b.means else "different"
    return Finding("means", level, ((f"means={level}", 1.0),))


def _sets(name: str, a: frozenset[str], b: frozenset[str]) -> Finding:
    common = a & b
    if common:
        share = len(common) / len(a | b)
        return Finding(name, f"both {', '.join(sorted(common))}", ((f"{name}=shared", share),))
    level = "one or both unknown" if not a or not b else "different"
    return Finding(name, level, ((f"{name}={level}", 1.0),))


def _toll(name: str, a: Toll | None, b: Toll | None) -> Finding:
    if a is None or b is None:
        level = "neither says" if a is None and b is None else "one says none"
    elif a == b:
        level = "the same, more than one" if a.min > 1 else "the same"
        if a.min > 4:
            level = "the same, more than four"
    elif (a.max is None or b.min <= a.max) and (b.max is None or a.min <= b.max):
        level = "overlapping"
    else:
        level = "close" if abs(a.min - b.min) <= max(1.0, 0.25 * max(a.min, b.min)) else "different"
    shown = "" if a is None or b is None else f" ({_shown(a)} / {_shown(b)})"
    return Finding(name, level + shown, ((f"{name}={level}", 1.0),))


def _shown(toll: Toll) -> str:
    if toll.max is None:
        return f"{toll.min:g} or more"
    return f"{toll.min:g}" if toll.max == toll.min else f"{toll.min:g} to {toll.max:g}"


def _words(one: Evidence, other: Evidence) -> Finding:
    near = cosine(one.near, one.near_norm, other.near, other.near_norm)
    whole = cosine(one.words, one.words_norm, other.words, other.words_norm)
    common, top = rarest(one.near, other.near, 4)
    return Finding(
        "words",
        f"{near:.2f} alike; rarest in common: {'، '.join(common) or 'none'}",
        (("words near", near), ("words of the documents", whole), ("rarest words", top)),
    )


def _phrases(one: Evidence, other: Evidence) -> Finding:
    common, top = rarest(one.pairs, other.pairs, 4)
    return Finding("phrases", f"in common: {'، '.join(common) or 'none'}", (("rarest phrases", top),))


def _passages(a: Telling, b: Telling) -> Finding:
    if not a.sketch or not b.sketch:
        return Finding("passages", "not compared", ())
    common = len(set(a.sketch) & set(b.sketch)) / min(len(a.sketch), len(b.sketch))
    return Finding("passages", f"{common:.2f} of the words in a row", (("passages", common),))


def _standing(a: Telling, b: Telling) -> Finding:
    mains = a.main + b.main
    level = ("neither is told first", "one is told first", "both are told first")[mains]
    row: Figures = ((f"standing={level}", 1.0), ("share of the documents", a.share * b.share))
    if a.publisher and a.publisher == b.publisher:
        row = (*row, ("same publisher", 1.0))
    return Finding("standing", level, row)


def contradict(one: Evidence, other: Evidence) -> bool:
    """Whether two tellings cannot be of one incident: days apart by their own words, or other settlements."""
    a, b = one.telling, other.telling
    if a.dated and b.dated and max(a.start, b.start) - min(a.end, b.end) > 1:
        return True
    if not a.spots or not b.spots or _told_in(a, other) or _told_in(b, one):
        return False
    return min(spots(x, y)[0] for x in a.spots for y in b.spots) in _APART_RANKS
