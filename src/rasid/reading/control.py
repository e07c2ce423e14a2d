"""Who does what an event noun names when its own words do not say: the word that it hangs on lends its subject or object.

«شرعت القوات في إخلاء القرى»: the forces evacuate; «طالبت بكين دمشق بوقف القصف»: Damascus shells. The table
``control`` says which verbs and nouns lend whom; for others the subject is a guess that the models weigh.
"""

from __future__ import annotations

from rasid.model import Token
from rasid.reading.governors import Governors, Step
from rasid.reading.index import bare
from rasid.reading.parts import Chunk, Scene
from rasid.reading.tables import Tables, root_key
from rasid.text import fold_word

_LEVELS = 6
_STOPS = frozenset({"that", "subjunctive", "subject"})


def understood(scene: Scene, at: int, subjects: dict[int, Chunk], tables: Tables) -> tuple[Chunk | None, str]:
    """The chunk that does what the noun at a position names, by the words above it, and how it was found.

    The second value is empty where nothing was found; else ``conj`` (lent by a coordinated noun), or the controller
    with ``table`` or ``guess``.
    """
    governors = Governors(scene, frozenset(), tables)
    for step in governors.climb(at, verb=False)[:_LEVELS]:
        if step.link in _STOPS:
            return None, ""
        if step.link == "conj":
            chunk, how = _agent(scene, step.at), "conj"
        elif step.link == "construct":
            chunk, how = None, ""
            if _controller(tables, scene.tokens[step.at], "") == "none":
                return None, ""
        else:
            found = _lent(scene, step, subjects, governors)
            if found is None:
                return None, ""
            chunk, how = found
        if chunk is not None:
            return chunk, how
        if governors.finite(step.at):
            return None, ""
    return None, ""


def _lent(
    scene: Scene, step: Step, subjects: dict[int, Chunk], governors: Governors
) -> tuple[Chunk | None, str] | None:
    """What the word above lends; None where the table says that it lends nobody."""
    token = scene.tokens[step.at]
    by = "" if step.link == "object" else "ل" if step.link == "purpose" else step.link
    listed = _controller(governors.tables, token, by)
    if listed == "none":
        return None
    controller, how = listed or "subject", "table" if listed else "guess"
    verb = governors.finite(step.at)
    if not verb and token.best.kind.endswith("participle"):
        chunk = _agent(scene, step.at, listed=bool(listed))
        return (chunk, f"described:{how}") if chunk is not None else None
    if controller == "subject":
        chunk = subjects.get(step.at) if verb else _agent(scene, step.at, listed=bool(listed))
    elif controller == "object":
        chunk = _object(scene, step.at, subjects) if verb else _term(scene, step.at)
    else:
        chunk = next((c for c in scene.chunks if c.prep == controller and step.at < c.start <= step.at + 6), None)
    return chunk, f"{'verb' if verb else 'noun'}:{controller}:{how}:{'loose' if step.loose else 'tight'}"


def _controller(tables: Tables, token: Token, by: str) -> str:
    """What the table says of a word that an event noun hangs on by a preposition."""
    best = token.best
    if best.root and best.form:
        found = tables.control.get((root_key(best.root), best.form, by))
        if found:
            return found
    return tables.control.get((bare(fold_word(best.lemma)), "", by), "")


def _term(scene: Scene, at: int) -> Chunk | None:
    """The construct term or the suffix of a noun."""
    return next((c for c in scene.chunks if c.of == at and (c.prep == "+" or c.kind == "pronoun")), None)


def _agent(scene: Scene, at: int, *, listed: bool = False) -> Chunk | None:
    """Who does what a noun or participle says: its term, or the people that it describes.

    A word that the table lists describes people whatever its form («مسؤول عن», «متورط في»).
    """
    term = _term(scene, at) if _has_agent(scene, at) else None
    if term is not None and (term.human or term.referent is not None or term.sense in {"org", "state", "people"}):
        return term
    kind = scene.tokens[at].best.kind if scene.tokens[at].analyses else ""
    if not kind.endswith("participle") and not listed:
        return None
    own = next((c for c in scene.chunks if c.start <= at < c.end and c.kind == "noun" and c.head != at), None)
    before = own or next(
        (c for c in reversed(scene.chunks) if c.kind == "noun" and c.end <= at and c.end > at - 3), None
    )
    if before is None and listed:
        before = next(
            (c for c in reversed(scene.chunks) if c.kind == "pronoun" and c.of < 0 and at - 3 < c.end <= at), None
        )
    return before if before is not None and _may_act(before) else None


def _may_act(chunk: Chunk) -> bool:
    return chunk.human or chunk.referent is not None or chunk.sense in {"org", "group", "state", "people"}


def _has_agent(scene: Scene, at: int) -> bool:
    """Whether the construct term of a noun is who acts («موافقة إسرائيل»), not who suffers («نجدة الأهالي»)."""
    sense = next((s for s in scene.senses if s.token == at and s.rank == 0), None)
    return sense is None or sense.frame.construct == "subject"


def _object(scene: Scene, at: int, subjects: dict[int, Chunk]) -> Chunk | None:
    """The person or body that a verb acts on: its suffix, or the first phrase without preposition that is not its subject."""
    subject = subjects.get(at)
    for chunk in scene.chunks:
        if chunk.kind == "pronoun" and chunk.of == at and chunk.start == at:
            return chunk
        if (
            chunk.start <= at
            or chunk.start > at + 12
            or chunk.prep
            or chunk.of >= 0
            or chunk.kind in {"relative", "dropped"}
        ):
            continue
        if subject is not None and (chunk.index == subject.index or (chunk.conj and chunk.first == subject.first)):
            continue
        return chunk if chunk.sense != "time" else None
    return None
