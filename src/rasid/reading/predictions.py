"""Records in the forms of other event coders' gold standards: one sentence, its events with texts and codes."""

from __future__ import annotations

from typing import Any

from rasid.model import Document, Filler, Record

_VIOLENT_HARM = frozenset({"killed", "injured"})


def gsr_events(document: Document, task: str) -> tuple[float, list[dict[str, Any]]]:
    """The score that a sentence reports an event of the task's type (``assault`` or ``protest``), and its events.

    Deaths and injuries told as outcomes count for ``assault``, as the annotators of that corpus take them.
    """
    chosen = [r for r in document.records if _fits(r, task)]
    score = max((r.confidence * (1.0 if r.modality == "asserted" else 0.5) for r in chosen), default=0.0)
    real = [r for r in chosen if r.modality == "asserted"]
    return score, [_event(r, task) for r in real]


def _fits(record: Record, task: str) -> bool:
    if task == "protest":
        return record.event_type == "PROTEST"
    return record.event_type == "ASSAULT" or record.event_type == "HARM" and record.mode in _VIOLENT_HARM


def _event(record: Record, task: str) -> dict[str, Any]:
    return {
        "event_type": task.upper(),
        "verb": record.trigger.text,
        "actor": _text(record.actor),
        "recipient": _text(record.recipient),
        "actor_code": _code(record.actor),
        "recipient_code": _code(record.recipient),
        "score": record.confidence,
    }


def _text(fillers: tuple[Filler, ...]) -> str | None:
    return " ".join(f.text for f in fillers) or None


def _code(fillers: tuple[Filler, ...]) -> dict[str, str | None]:
    first = fillers[0] if fillers else None
    return {"main": first.country if first else None, "role": first.sector if first else None}
