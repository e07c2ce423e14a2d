"""Step 7 for places, weapons, dates and counts: mentions that fill a slot without being noun phrases of their own."""

from __future__ import annotations

from typing import Any

import msgspec

from rasid.model import Span
from rasid.reading.features import bucket
from rasid.reading.parts import Chunk, Scene, Sense
from rasid.reading.syntax import Frameset, expected, function_of, verbs_between


class Point(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A mention at token positions ``[start, end)`` with the chunk that holds it and what it is."""

    start: int
    end: int
    span: Span
    kind: str
    payload: Any
    chunk: Chunk | None = None
    prep: str = ""
    rank: int = 0
    """Position among the points of its kind in the sentence."""


def points(scene: Scene, slot: str) -> list[Point]:
    """The candidates of a sentence for a slot: ``place``, ``weapon``, ``date`` or ``count``."""
    found: list[Point] = []
    if slot == "place":
        rows = [(start, end, place.span, place.kind, place) for place, start, end in scene.places]
    elif slot == "weapon":
        rows = [(m.start, m.end, m.span, m.sense, m) for m in scene.mentions if m.kind == "weapon"]
    elif slot == "date":
        rows = [(d.start, d.end, d.span, getattr(d, "kind", ""), d) for d in scene.dates]
    else:
        rows = [(q.start, q.end, q.span, "", q) for q in scene.numbers if not q.role and not q.ordinal]
    for rank, (start, end, span, kind, payload) in enumerate(rows):
        anchor = start
        if slot == "count" and payload.counted is not None:
            anchor = payload.counted
        chunk = next((c for c in scene.chunks if c.start <= anchor < c.end and c.kind in {"noun", "event"}), None)
        prep = chunk.prep if chunk is not None and chunk.start <= start else ""
        if chunk is not None and start > chunk.start and slot == "place":
            prep = "inner"
        found.append(
            Point(start=start, end=end, span=span, kind=str(kind), payload=payload, chunk=chunk, prep=prep, rank=rank)
        )
    return found


def point_features(scene: Scene, sense: Sense, frameset: Frameset, point: Point, total: int) -> tuple[str, ...]:
    """Features of one point for one event; ``total`` counts the points of the slot in the sentence."""
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
    gap = abs(point.start - at)
    rivals = sum(1 for s in {s.token for s in scene.senses} if min(at, point.start) < s < max(at, point.start))
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
    marks = sum(1 for t in scene.tokens[min(at, point.start) : max(at, point.start)] if t.text in "،,؛:.")
    features.append(f"marks={min(marks, 3)}")
    return tuple(features)


def _left_event(scene: Scene, at: int) -> int:
    """The event word before a position within its clause, the nearest; -1 where there is none."""
    clause = scene.clause_of[min(at, len(scene.clause_of) - 1)]
    rows = [e.token for e in scene.events if e.token < at and scene.clause_of[e.token] == clause]
    return max(rows, default=-1)


def _nearest_event(scene: Scene, at: int) -> int:
    events = [e.token for e in scene.events] or [s.token for s in scene.senses]
    return min(events, key=lambda e: (abs(e - at), e)) if events else -1
