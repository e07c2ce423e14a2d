"""What is asked, promised, threatened or denied: the content of a speech act, its modality and its source."""

from __future__ import annotations

import msgspec

from rasid.model import Modality
from rasid.reading.clauses import is_verb
from rasid.reading.parts import Chunk, Event, Scene
from rasid.reading.syntax import Frameset

_REACH = 40
_STRONG = frozenset({"demanded", "promised", "predicted", "denied"})


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """An event told inside another one's content."""

    holder: int
    """Index of the speech act among the sentence's events."""
    modality: Modality | None
    rule: str


def contents(scene: Scene, rows: list[tuple[Event, Frameset]]) -> dict[int, Content]:
    """For each event of a sentence (by its index) that is the content of a speech act: which, and the modality it gets."""
    found: dict[int, Content] = {}
    for i, (event, _) in enumerate(rows):
        modality = event.sense.frame.content_modality
        preps = {p for p, role in event.sense.frame.preps.items() if role == "content"}
        if modality is None and not preps:
            continue
        inside = False
        for j, (other, frameset) in enumerate(rows):
            if other.token <= event.token or other.token - event.token > _REACH:
                continue
            direct = _direct(scene, event, other, frameset, preps)
            if direct or inside and _joined(scene, rows[j - 1][0], other, frameset):
                inside = True
                strong = modality if modality in _STRONG and not _asserted_inside(scene, event, other) else None
                found[j] = Content(holder=i, modality=strong, rule=f"content of «{event.sense.frame.word}»")  # type: ignore[arg-type]
            elif inside and _closes(scene, event, other):
                break
    return found


def _direct(scene: Scene, event: Event, other: Event, frameset: Frameset, preps: set[str]) -> bool:
    """Whether an event hangs on the speech act by its preposition, by «أن», or as its object."""
    own = frameset.own
    between = [c for c in scene.chunks if event.token < c.start < other.token and c.kind == "event"]
    if own is not None and own.prep and own.prep in preps and len(between) <= 1:
        return not any(is_verb(scene.tokens[k]) for k in range(event.token + 1, other.token))
    if own is not None and own.prep == "+" and own.of == event.token and event.sense.frame.content_modality is not None:
        return True
    clause = scene.clauses[scene.clause_of[other.token]]
    if clause.kind in {"that", "purpose"} and clause.verb == other.token:
        return clause.start - event.token <= 12 and not _other_verb(scene, event.token, clause.start)
    return bool(event.sense.frame.object == "content" and own is not None and not own.prep and other.token - event.token <= 6)


def _other_verb(scene: Scene, start: int, end: int) -> bool:
    return any(is_verb(scene.tokens[k]) for k in range(start + 1, end))


def _joined(scene: Scene, before: Event, other: Event, frameset: Frameset) -> bool:
    """Whether an event goes on with the content before it: a conjunct noun, or the object of a content noun."""
    own = frameset.own
    if own is None:
        return False
    if own.conj or own.prep == "+":
        return not _other_verb(scene, before.token, other.token)
    return other.token - before.token <= 6 and not _other_verb(scene, before.token, other.token)


def _asserted_inside(scene: Scene, event: Event, other: Event) -> bool:
    """An assertion in a relative clause within a demand stays an assertion."""
    clause = scene.clauses[scene.clause_of[other.token]]
    return clause.kind == "relative" and clause.start > event.token


def _closes(scene: Scene, event: Event, other: Event) -> bool:
    clause = scene.clauses[scene.clause_of[other.token]]
    return clause.kind in {"and", "main"} and clause.start > event.token


def speaker_chunk(rows: list[tuple[Event, Frameset]], choices: dict[int, list[Chunk]], holder: int) -> Chunk | None:
    """Who performs the speech act: the first chunk chosen as its actor."""
    chosen = choices.get(holder) or []
    return chosen[0] if chosen else None
