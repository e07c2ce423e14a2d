"""Step 10: numbers to counts: what is counted, and of which event."""

from __future__ import annotations

from typing import Any

from rasid.model import Count
from rasid.reading.parts import Event, Scene
from rasid.reading.points import AMONG, Point
from rasid.reading.tolls import TOLL, frame_mode, joint
from rasid.text import fold_word

_HARM = {"killed": "killed", "injured": "injured", "displaced": "displaced", "missing": "missing"}
_ARMED = frozenset({"combatant", "security", "attacker"})
_TIME = frozenset({"time"})
_RISE = frozenset({"ارتفع", "بلغ", "وصل", "تجاوز", "زاد", "ازداد", "ارتفاع", "بلوغ", "وصول"})
_TOLL_REACH = 7
_TIMES = frozenset({"مره", "مرات", "مرتين", "مرتان", "مرتي"})
# Frames of these English glosses kill whom they count.
_DEADLY = frozenset({"kill", "assassinate", "execute", "slaughter", "massacre"})


def what_of(scene: Scene, event: Event, point: Point, slot: str) -> str:
    """What a number counts: told by the event's type and mode and by the role that the counted words fill."""
    quantity: Any = point.payload
    if quantity.share:
        return "share"
    kind, mode = event.event_type, frame_mode(event)
    if quantity.counted is not None and scene.tokens[quantity.counted].folded in _TIMES:
        return "strikes" if kind == "ASSAULT" else "other"
    timed = point.chunk is not None and point.chunk.sense in _TIME and quantity.counted == point.chunk.head
    if quantity.unit == "time" or timed:
        return "duration"
    head = point.chunk.head if point.chunk is not None else quantity.counted
    heads = {head, quantity.counted} - {None}
    if event.token not in heads and any(
        m.kind == "weapon" and m.start <= at < m.end for m in scene.mentions for at in heads
    ):
        return "munitions"
    if event.token in heads:
        return "other" if kind == "HARM" and joint(scene, event, point) else _own(kind, mode)
    if kind == "HARM":
        return "other" if joint(scene, event, point) else _HARM.get(mode, "other")
    if kind == "PROTEST":
        return "participants" if slot != "recipient" and _people(point) else "other"
    if kind == "ASSAULT":
        if mode == "abduct" and not (slot == "actor" and _armed(point)):
            return "abducted"
        if slot == "actor" and not event.passive:
            return "attackers"
        return "killed" if mode == "targeted" or event.sense.frame.en.split(" ")[0] in _DEADLY else "other"
    if kind == "COERCE":
        return {"arrest": "arrested", "deport": "displaced"}.get(mode, "other")
    return "other"


def _armed(point: Point) -> bool:
    """Whether those counted are armed, and so the ones who abduct."""
    return point.chunk is not None and any(m.sense in _ARMED or m.kind == "actor" for m in point.chunk.mentions)


def _people(point: Point) -> bool:
    """Whether a number counts people, or stands without a noun («قدر عددهم بـ400»)."""
    return point.chunk is None or point.payload.counted is None or point.chunk.human


def _own(kind: str, mode: str) -> str:
    if kind == "HARM":
        return _HARM.get(mode, "other")
    if kind == "ASSAULT":
        return "strikes"
    if kind == "PROTEST":
        return "other"
    return "arrested" if mode == "arrest" else "other"


def count_from(scene: Scene, point: Point, what: str) -> Count:
    """The count of a record from a number of a sentence."""
    q: Any = point.payload
    return Count(
        span=q.span,
        text=scene.text[q.span[0] : q.span[1]],
        what=what,
        min=q.min,
        max=q.max,
        approx=q.approx,
        convention=q.convention,
        group=_group(scene, point),
        running=_running(scene, point),
    )


def _group(scene: Scene, point: Point) -> str | None:
    """Which part of a total a number counts («بينهم ثلاثة أطفال»), in English where the tables know the word."""
    if not any(token.folded in AMONG for token in scene.tokens[max(0, point.start - 2) : point.start]):
        return None
    if point.chunk is None:
        return "part"
    mention = next((m for m in point.chunk.mentions if m.start <= point.chunk.head < m.end), None)
    return mention.entity if mention is not None and mention.entity else "part"


def _running(scene: Scene, point: Point) -> bool:
    """Whether the words before a number give it as a toll up to now («ارتفعت حصيلة القتلى إلى 40»)."""
    words = scene.tokens[max(0, point.start - _TOLL_REACH) : point.start]
    lemmas = {fold_word(token.best.lemma) for token in words if token.analyses}
    return bool(lemmas & TOLL and lemmas & _RISE)
