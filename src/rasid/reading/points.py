"""Step 7 for places, weapons, dates and counts: mentions that fill a slot without being noun phrases of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

import msgspec

from rasid.model import Place, Span, Token
from rasid.places.kinds import DIRECTIONS
from rasid.places.matching import bare
from rasid.reading.clauses import is_verb
from rasid.reading.features import bucket
from rasid.reading.parts import Chunk, Event, Scene, Sense
from rasid.reading.syntax import Frameset, expected, function_of, verbs_between

_WITHIN_REACH = 4
_LIST_REACH = 2
_MEASURE_REACH = 6
_ASIDE_REACH = 4
AMONG = frozenset({"بينهم", "بينهن", "بينها", "بينهما", "منهم", "منهن", "ضمنهم", "وبينهم", "ومنهم"})
"""Words that bring a part of a total."""
_DAYS = frozenset({"weekday", "day", "month", "year", "deictic"})
"""Kinds of times whose numbers count nothing («الاثنين»)."""
_WIDTHS = {
    "country": "country", "region": "wide", "governorate": "wide", "district": "wide", "water": "wide", "city": "town",
    "town": "town", "village": "town",
}  # fmt: skip
"""Kinds of places by how much they hold; all others are spots within a town."""


class Point(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A mention at token positions ``[start, end)`` with the chunk that holds it and what it is."""

    slot: str
    start: int
    end: int
    span: Span
    kind: str
    payload: Any
    chunk: Chunk | None = None
    prep: str = ""
    rank: int = 0
    """Position among the points of its kind in the sentence."""
    lead: int = -1
    """Where the list that it belongs to begins; its own beginning where it stands alone."""
    setting: tuple[str, ...] = ()
    """Features of how it stands to its neighbours, the same for every event."""


def points(scene: Scene, slot: str) -> list[Point]:
    """The candidates of a sentence for a slot: ``place``, ``weapon``, ``date`` or ``count``."""
    found: list[Point] = []
    if slot == "place":
        rows = [(start, end, place.span, place.kind, place) for place, start, end in scene.places]
        rows += [(start, end, place.span, _site_kind(place), place) for place, start, end in scene.sites]
        rows.sort(key=itemgetter(0))
    elif slot == "weapon":
        rows = [(m.start, m.end, m.span, m.sense, m) for m in scene.mentions if m.kind == "weapon"]
    elif slot == "date":
        rows = [(d.start, d.end, d.span, getattr(d, "kind", ""), d) for d in scene.dates]
    else:
        dates = [d for d in scene.dates if d.kind in _DAYS]
        rows = [
            (q.start, q.end, q.span, _count_kind(q), q)
            for q in scene.numbers
            if not q.role
            and not q.ordinal
            and q.unit != "distance"
            and not any(d.start < q.end and q.start < d.end for d in dates)
        ]
    for rank, (start, end, span, kind, payload) in enumerate(rows):
        anchor = start
        if slot == "count" and payload.counted is not None:
            anchor = payload.counted
        chunk = next((c for c in scene.chunks if c.start <= anchor < c.end and c.kind in {"noun", "event"}), None)
        prep = chunk.prep if chunk is not None and chunk.start <= start else ""
        if chunk is not None and start > chunk.start and slot == "place":
            prep = "inner"
        found.append(
            Point(
                slot=slot,
                start=start,
                end=end,
                span=span,
                kind=str(kind),
                payload=payload,
                chunk=chunk,
                prep=prep,
                rank=rank,
                lead=start,
            )
        )
    return _set(scene, found) if slot == "place" else found


def _count_kind(quantity: Any) -> str:
    if quantity.share or quantity.unit:
        return "share" if quantity.share else str(quantity.unit)
    return "dual" if quantity.dual else "single" if quantity.single else ""


def _site_kind(place: Place) -> str:
    return f"back {place.kind}"


def _set(scene: Scene, found: Sequence[Point]) -> list[Point]:
    """Places with how each stands to the one before and after it: listed with it, within it, or holding it."""
    links = [""] + [_link(scene.tokens, a, b) for a, b in pairwise(found)]
    widths = [_WIDTHS.get(point.kind, point.kind.split(" ")[0] if " " in point.kind else "spot") for point in found]
    rows: list[Point] = []
    for i, point in enumerate(found):
        listed = links[i] == "listed"
        after = links[i + 1] if i + 1 < len(found) else ""
        holder = widths[i - 1] if links[i] else ""
        held = widths[i + 1] if after else ""
        setting = [
            f"link={links[i]}&width={widths[i]}&before={holder}",
            f"after={after}&width={widths[i]}&next={held}",
            f"towards={_towards(scene.tokens, point)}&width={widths[i]}",
            f"aside={_aside(scene.tokens, point)}",
            f"holder={_holder(point)}",
        ]
        if _measured(scene, point):
            setting.append("measured")
        lead = rows[-1] if listed else point
        rows.append(
            msgspec.structs.replace(
                point, setting=tuple(setting), lead=lead.lead, prep=lead.prep if listed else point.prep
            )
        )
    return rows


def _link(tokens: Sequence[Token], left: Point, right: Point) -> str:
    """``listed`` for «حلب وإدلب», ``within`` for «دوما بريف دمشق», ``""`` where two places are apart."""
    between = tokens[left.end : right.start]
    joined = "و" in tokens[right.start].best.proclitics if tokens[right.start].analyses else False
    joined = joined or any(t.folded == "و" or (t.analyses and "و" in t.best.proclitics) for t in between)
    marks = [t.text for t in between if t.kind == "punct"]
    if len(between) <= _LIST_REACH and (joined or any(m in "،," for m in marks)):
        return "listed"
    if joined or marks or len(between) > _WITHIN_REACH or any(is_verb(t) for t in between):
        return ""
    return "within"


def _towards(tokens: Sequence[Token], point: Point) -> str:
    """The word of direction before a place, without its article («شمال», «وسط»), or ``""``."""
    if not point.start or not tokens[point.start - 1].analyses:
        return ""
    token = tokens[point.start - 1]
    word = bare(token.folded)
    word = word if word in DIRECTIONS else bare(token.folded[1:])
    return word if word in DIRECTIONS else ""


def _aside(tokens: Sequence[Token], point: Point) -> bool:
    """Whether a place stands in brackets that open just before it («(شرق بيروت)»)."""
    near = [t.text for t in tokens[max(0, point.start - _ASIDE_REACH) : point.start]]
    return "(" in near and ")" not in near[near.index("(") :]


def _measured(scene: Scene, point: Point) -> bool:
    """Whether a distance is told from the place («على بعد 40 كلم شمال بغداد»): what it tells of lies elsewhere."""
    return any(q.unit == "distance" and 0 <= point.start - q.end <= _MEASURE_REACH for q in scene.numbers)


def _holder(point: Point) -> str:
    """What kind of phrase a place stands inside, ``""`` where it heads its own."""
    chunk = point.chunk
    if chunk is None or point.start <= chunk.head < point.end:
        return ""
    return "human" if chunk.human else chunk.kind if chunk.kind == "event" else chunk.sense or "other"


def separate(found: Sequence[Point]) -> int:
    """How many points stand for themselves: the members of a list («دمشق وحلب وحمص») are one."""
    return len({point.lead for point in found})


def point_features(scene: Scene, sense: Sense, frameset: Frameset, point: Point, total: int) -> tuple[str, ...]:
    """Features of one point for one event; ``total`` counts the points of the slot in the sentence, lists as one."""
    frame, at = sense.frame, sense.token
    kind = frame.passive_type if sense.pos == "passive" and frame.passive_type else frame.type
    side = "self" if point.start <= at < point.end else "after" if point.start > at else "before"
    chunk = point.chunk
    function = function_of(chunk, frameset) if chunk is not None else "none"
    role = expected(function, chunk, frame, frameset) if chunk is not None else ""
    here, there = scene.clause_of[at], scene.clause_of[min(point.start, len(scene.clause_of) - 1)]
    clause = "same" if here == there else "next" if abs(here - there) == 1 else "far"
    verbs = min(verbs_between(scene, at, point.start), 3)
    nearest = _nearest_event(scene, point.start)
    lead = point.lead
    gap = abs(lead - at)
    low, high = min(at, lead), max(at, lead)
    rivals = sum(1 for s in {s.token for s in scene.senses} if low < s < high)
    features = [
        "bias",
        f"kind={point.kind}",
        f"kind={point.kind}&prep={point.prep}",
        f"prep={point.prep}&side={side}",
        f"prep={point.prep}&clause={clause}&side={side}",
        f"function={function}&pos={sense.pos}",
        f"function={function}&role={role}",
        f"type={kind}&kind={point.kind}",
        f"type={kind}&prep={point.prep}",
        f"type={kind}",
        f"side={side}&gap={bucket(gap, (1, 2, 4, 8, 16))}",
        f"clause={clause}&verbs={verbs}",
        f"nearest={nearest == at}",
        f"nearest={nearest == at}&clause={clause}&side={side}",
        f"rivals={min(rivals, 3)}",
        f"rivals={min(rivals, 3)}&clause={clause}&side={side}",
        f"total={min(total, 4)}",
        f"rank={min(point.rank, 3)}&total={min(total, 4)}",
        f"pos={sense.pos}&side={side}",
    ]
    if chunk is not None and chunk.of == at:
        features.append("term_of_event")
    if point.start == 0 or (side == "before" and point.start <= 2):
        features.append("opens_sentence")
    if clause != "same":
        features.append(f"clause={clause}&kind={scene.clauses[max(here, there)].kind}&side={side}")
    left = _left_event(scene, point.start)
    features.append(f"left={'self' if left == at else 'other' if left >= 0 else 'none'}&side={side}")
    features.append(
        f"left={'self' if left == at else 'other' if left >= 0 else 'none'}&clause={clause}&prep={point.prep}"
    )
    marks = sum(1 for t in scene.tokens[low:high] if t.text in "،,؛:.")
    thats = sum(1 for c in scene.clauses if c.kind == "that" and low < c.start <= high)
    features += [
        f"marks={min(marks, 3)}",
        f"thats={min(thats, 2)}&side={side}",
        f"type={kind}&clause={clause}&side={side}",
    ]
    features += point.setting
    if point.slot == "count":
        features += _counts(scene, at, kind, point)
    features += _between(scene, at, kind, frameset, point, side)
    if point.slot in {"place", "date"}:
        features += _belonging(scene, at, kind, point, f"side={side}&clause={clause}")
    return tuple(features)


def _belonging(scene: Scene, at: int, kind: str, point: Point, where: str) -> list[str]:
    """Whether an event has a place or a date for itself, and whether the point at hand is that one."""
    places = point.slot == "place"
    starts = [start for _, start, _ in scene.places] if places else [date.start for date in scene.dates]
    after, before = _own(scene, at, starts)
    told = f"own={after >= 0}{before >= 0}&mine={point.lead == after}{point.lead == before}"
    return [told, f"{told}&{where}", f"{told}&type={kind}", *([f"{told}&{point.setting[0]}"] if places else [])]


def _counts(scene: Scene, at: int, kind: str, point: Point) -> list[str]:
    """What a number counts: people, weapons or things."""
    counted = point.payload.counted
    if counted is None and point.chunk is not None:
        counted = point.chunk.head
    if counted is None:
        return ["counts=nothing"]
    if any(m.kind == "weapon" and m.start <= counted < m.end for m in scene.mentions):
        what = "weapon"
    else:
        what = "people" if point.chunk is not None and point.chunk.human else "things"
    before = counted < at
    among = any(t.folded in AMONG for t in scene.tokens[max(0, point.start - 2) : point.start])
    return [
        f"among={among}",
        f"among={among}&type={kind}",
        f"counts={what}",
        f"counts={what}&type={kind}",
        f"counts={what}&type={kind}&before={before}",
    ]


def _between(scene: Scene, at: int, kind: str, frameset: Frameset, point: Point, side: str) -> list[str]:
    """What other event a point hangs on, and how the event at hand hangs on that one («مقتل ثلاثة في غارة على …»)."""
    owner = max((e for e in scene.events if e.token <= point.lead), key=_place_of, default=None)
    if owner is None or owner.token == at:
        return [f"owner={'self' if owner else 'none'}&type={kind}"]
    found = [f"owner={owner.event_type}&type={kind}&side={side}"]
    if side == "after" and owner.token > at:
        prep = _brought(scene, owner)
        apart = verbs_between(scene, at, owner.token) > 0
        found.append(f"owner={owner.event_type}&type={kind}&by={prep}&apart={apart}")
    if side == "before" and owner.token < at:
        causal = frameset.light is not None and frameset.light.causal
        found.append(f"owner={owner.event_type}&type={kind}&causal={causal}")
    return found


def _own(scene: Scene, at: int, starts: Sequence[int]) -> tuple[int, int]:
    """The first point after an event word and the last one before it, in its clause with no other event between; -1 for none."""
    clause = scene.clause_of[at]
    here = [start for start in starts if scene.clause_of[start] == clause]
    after = min((start for start in here if start > at), default=-1)
    before = max((start for start in here if start < at), default=-1)
    tokens = [e.token for e in scene.events]
    return (
        -1 if any(at < token < after for token in tokens) else after,
        -1 if any(before < token < at for token in tokens) else before,
    )


def _place_of(event: Event) -> int:
    return event.token


def _brought(scene: Scene, event: Event) -> str:
    """The preposition that brings an event noun, or ``verb``."""
    if event.sense.pos in {"verb", "passive"}:
        return "verb"
    chunk = next((c for c in scene.chunks if c.start <= event.token < c.end and c.kind in {"noun", "event"}), None)
    return chunk.prep if chunk is not None else ""


def _left_event(scene: Scene, at: int) -> int:
    """The event word before a position within its clause, the nearest; -1 where there is none."""
    clause = scene.clause_of[min(at, len(scene.clause_of) - 1)]
    rows = [e.token for e in scene.events if e.token < at and scene.clause_of[e.token] == clause]
    return max(rows, default=-1)


def _nearest_event(scene: Scene, at: int) -> int:
    events = [e.token for e in scene.events] or [s.token for s in scene.senses]
    return min(events, key=lambda e: (abs(e - at), e)) if events else -1
