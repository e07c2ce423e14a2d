"""Step 10: numbers to counts: what is counted, and of which event."""

from __future__ import annotations

from typing import Any

from rasid.model import Count
from rasid.reading.parts import Event, Scene
from rasid.reading.points import Point
from rasid.text import fold_word

_HARM = {"killed": "killed", "injured": "injured", "displaced": "displaced", "missing": "missing"}
_TIME = frozenset({"time"})
_AMONG = frozenset({"بينهم", "بينهن", "بينها", "بينهما", "منهم", "منهن", "ضمنهم", "وبينهم", "ومنهم"})
_TOLL = frozenset({"حصيله", "عدد", "محصله", "اجمالي", "مجموع"})
_RISE = frozenset({"ارتفع", "بلغ", "وصل", "تجاوز", "زاد", "ازداد", "ارتفاع", "بلوغ", "وصول"})
_TOLL_REACH = 7
# Frames of these English glosses kill whom they count.
_DEADLY = frozenset({"kill", "assassinate", "execute", "slaughter", "massacre"})


def what_of(event: Event, point: Point, slot: str) -> str:
    """What a number counts: told by the event's type and mode and by the role that the counted words fill."""
    quantity: Any = point.payload
    if quantity.share:
        return "share"
    if quantity.unit == "time" or (point.chunk is not None and point.chunk.sense in _TIME):
        return "duration"
    kind, mode = event.event_type, _mode(event)
    if point.chunk is not None:
        mention = next((m for m in point.chunk.mentions if m.start <= point.chunk.head < m.end), None)
        if mention is not None and mention.kind == "weapon":
            return "munitions"
        if event.token in {point.chunk.head, quantity.counted}:
            return _own(kind, mode)
    if kind == "HARM":
        return _HARM.get(mode, "other")
    if kind == "PROTEST":
        return "participants" if slot == "actor" else "other"
    if kind == "ASSAULT":
        if slot == "actor":
            return "attackers"
        if mode == "abduct":
            return "abducted"
        return "killed" if mode == "targeted" or event.sense.frame.en.split(" ")[0] in _DEADLY else "other"
    if kind == "COERCE":
        return {"arrest": "arrested", "deport": "displaced"}.get(mode, "other")
    return "other"


def _own(kind: str, mode: str) -> str:
    if kind == "HARM":
        return _HARM.get(mode, "other")
    if kind == "ASSAULT":
        return "strikes"
    if kind == "PROTEST":
        return "other"
    return "arrested" if mode == "arrest" else "other"


def _mode(event: Event) -> str:
    frame = event.sense.frame
    return (frame.passive_mode if event.passive and frame.passive_mode else frame.mode) or ""


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
    if not any(token.folded in _AMONG for token in scene.tokens[max(0, point.start - 2) : point.start]):
        return None
    if point.chunk is None:
        return "part"
    mention = next((m for m in point.chunk.mentions if m.start <= point.chunk.head < m.end), None)
    return mention.entity if mention is not None and mention.entity else "part"


def _running(scene: Scene, point: Point) -> bool:
    """Whether the words before a number give it as a toll up to now («ارتفعت حصيلة القتلى إلى 40»)."""
    words = scene.tokens[max(0, point.start - _TOLL_REACH) : point.start]
    lemmas = {fold_word(token.best.lemma) for token in words if token.analyses}
    return bool(lemmas & _TOLL and lemmas & _RISE)
