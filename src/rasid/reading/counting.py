"""Step 10: numbers to counts: what is counted, and of which event."""

from __future__ import annotations

from typing import Any

from rasid.model import Count
from rasid.reading.parts import Event
from rasid.reading.points import Point

_HARM = {"killed": "killed", "injured": "injured", "displaced": "displaced", "missing": "missing"}
_TIME = frozenset({"time"})
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


def count_from(text: str, point: Point, what: str) -> Count:
    """The count of a record from a number."""
    q: Any = point.payload
    return Count(
        span=q.span,
        text=text[q.span[0] : q.span[1]],
        what=what,
        min=q.min,
        max=q.max,
        approx=q.approx,
        convention=q.convention,
    )
