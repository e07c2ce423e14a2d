"""Events in the form of other event coders' gold standards: one sentence, the event readers mark with texts and codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasid.model import Filler, Token
from rasid.reading.decide import drafts
from rasid.reading.parts import Chunk, Scene
from rasid.reading.reader import Reader
from rasid.reading.records import Draft, filler_of
from rasid.reading.reported import ReportedModels, load_reported, marked_score, sentence_score, task_of

# A second event is put out where readers would mark it nearly as readily as the first.
_MOST, _NEAR = 2, 0.8
# Words before a noun that only measure it; annotators leave them out as they do numbers.
_MEASURES = frozenset({"نحو", "حوالي", "قرابه", "زهاء", "عدد", "مجموعه", "عشرات", "مئات", "الاف", "الالاف", "العشرات", "المئات", "بعض", "عده"})  # fmt: skip


def gsr_events(
    reader: Reader, text: str, task: str, models: ReportedModels | None = None
) -> tuple[float, list[dict[str, Any]]]:
    """The score that a sentence reports an event of the task (``assault`` or ``protest``), and the event to mark, if any.

    Deaths and injuries told as outcomes count for ``assault``, as the annotators of that corpus take them; a toll and its
    attack are one event. ``models`` are those of :mod:`rasid.reading.reported`, by default the packaged ones.
    """
    mine = models or load_reported()
    ground = reader.engine.prepare(text)
    found, speakers = drafts(ground, reader.engine.tables, reader.models)
    score = sentence_score(ground.scenes, found, task, reader.engine.tables, mine)
    rows = [(d, we) for d, we in zip(found, speakers, strict=True) if task_of(d) == task]
    if score < mine.of(task).threshold or not rows:
        return round(score, 4), []
    marked = [(marked_score(draft, found, mine), -i, draft, we) for i, (draft, we) in enumerate(rows)]
    marked.sort(key=lambda row: row[:2], reverse=True)
    chosen = [row for row in marked[:_MOST] if row[0] >= marked[0][0] - _NEAR]
    drafted = [draft for draft, _ in rows]
    return round(score, 4), [
        event_of(text, draft, we, drafted, task) | {"score": round(score, 4)} for _, _, draft, we in chosen
    ]


def event_of(text: str, draft: Draft, we: Chunk | None, rows: Sequence[Draft], task: str) -> dict[str, Any]:
    """One event with its texts and codes; what a toll leaves open is taken from its attack, and the other way round."""
    slots: dict[str, Any] = {}
    others = sorted(
        (d for d in rows if d is not draft and d.scene is draft.scene and d.event.event_type != draft.event.event_type),
        key=lambda d: abs(d.event.token - draft.event.token),
    )
    for slot in ("actor", "recipient"):
        owner = next((d for d in (draft, *others) if any(c.slot == slot for c in d.choices)), draft)
        words, code = _slot(text, owner, slot, we)
        slots |= {slot: words, f"{slot}_code": code}
    return {"event_type": task.upper(), "verb": _verb(draft, task), **slots}


def _slot(text: str, draft: Draft, slot: str, we: Chunk | None) -> tuple[str | None, dict[str, str | None]]:
    found: list[tuple[Filler, str]] = []
    for choice in draft.choices:
        filler = filler_of(text, choice.chunk, we) if choice.slot == slot else None
        if filler is not None and all(filler.span != other.span for other, _ in found):
            found.append((filler, _unmeasured(draft.scene, filler)))
    first = next((f for f, _ in found), None)
    code = {"main": first.country if first else None, "role": first.sector if first else None}
    return " ".join(words for _, words in found if words) or None, code


def _unmeasured(scene: Scene, filler: Filler) -> str:
    """The words of a filler without numbers and measures before its noun, and without what follows a number within."""
    inside = [t for t in scene.tokens if t.end > filler.span[0] and t.start < filler.span[1]]
    if not inside:
        return filler.text
    start = 0
    number = next((q for q in scene.numbers if q.start == inside[0].index and not q.role), None)
    if number is not None:
        counted = number.end if number.counted is None else number.counted
        start = max(0, min(counted - inside[0].index, len(inside) - 1))
    while start < len(inside) - 1 and _measures(inside[start]):
        start += 1
        if inside[start].folded == "من" and start < len(inside) - 1:
            start += 1
    kept = inside[start:]
    cut = next((i for i, t in enumerate(kept) if i and t.kind == "number"), len(kept))
    return " ".join(t.text for t in kept[:cut])


def _measures(token: Token) -> bool:
    return token.kind == "number" or token.folded in _MEASURES or bool(token.analyses and token.best.upos == "NUM")


def _verb(draft: Draft, task: str) -> str:
    """The event word; for protests with the verb that brings it («نظموا مسيرة»), as annotators mark them."""
    tokens, at = draft.scene.tokens, draft.event.token
    words = [tokens[at].text]
    brought = draft.frameset.governor
    relation = draft.frameset.governor_relation
    if task == "protest" and 0 <= brought < at and (draft.event.light is not None or relation in {"object", "prep"}):
        words.insert(0, tokens[brought].text)
    return " ".join(words)
