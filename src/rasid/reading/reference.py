"""Step 8, first half: whom a pronoun, a relative or an unspoken subject stands for."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from rasid.model import Token
from rasid.reading.chunks import accusative
from rasid.reading.clauses import is_verb
from rasid.reading.parts import Chunk, Clause, Scene

BACK = 2
"""How many sentences back a referent may stand."""
_ALTERNATIVE = 4.0
_PEOPLE = frozenset({"person", "people", "org", "group", "name", "state"})


def agrees(gender: str, number: str, other: Chunk) -> bool:
    """Whether a form of this gender and number may stand for a chunk.

    Things in the plural count as feminine singular; a verb before its subject is singular, so number is not checked
    where the caller gives none.
    """
    if other.number == "p" and not other.human:
        return gender in {"f", ""} and number in {"s", ""}
    if other.name and other.sense == "org":
        # «داعش» and its like are taken up in either gender, and in the plural for their members.
        return number in {"s", "p", ""}
    if number and other.number and number != other.number and not (other.sense in {"org", "people"} and number == "p"):
        return False
    return not (gender and other.gender and gender != other.gender and not (other.number == "p" and other.human))


def find_subjects(scene: Scene) -> dict[int, Chunk]:
    """The grammatical subject of each finite verb by its position; unspoken ones are added to the scene's chunks.

    After the verb the first phrase without a preposition that agrees in gender; else one before it in the clause.
    """
    subjects: dict[int, Chunk] = {}
    for clause in scene.clauses:
        if clause.verb < 0:
            continue
        chunk = _before(scene, clause) if clause.kind == "that" else None
        chunk = chunk or _after(scene, clause) or _before(scene, clause)
        if chunk is None:
            chunk = _dropped(scene, clause)
        subjects[clause.verb] = chunk
    return subjects


def _verb_features(scene: Scene, at: int) -> tuple[str, str, int]:
    """Gender, number and person of a verb; outside quotations it is read in the third person wherever it may be."""
    token = scene.tokens[at]
    best = token.best
    if best.person != 3 and not (scene.quoted and scene.quoted[at] and best.kind != "perfect"):
        for other in token.analyses:
            if other.upos == "VERB" and other.root == best.root and other.person == 3:
                return other.gender or "", other.number or "", 3
    return best.gender or "", best.number or "", best.person or 3


def _genders(token: Token, first: str) -> set[str]:
    """The genders that a verb's form allows («توجه»: he turned, she directs)."""
    near = token.best.score - _ALTERNATIVE
    return {first} | {a.gender or "" for a in token.analyses if a.upos == "VERB" and a.person == 3 and a.score > near}


def _after(scene: Scene, clause: Clause) -> Chunk | None:
    gender, number, person = _verb_features(scene, clause.verb)
    if person != 3 or number == "p":
        return None
    for chunk in scene.chunks:
        if chunk.start <= clause.verb or chunk.kind in {"dropped", "adjective"}:
            continue
        if chunk.start >= clause.end:
            break
        if chunk.prep or chunk.of >= 0 or chunk.kind == "relative":
            continue
        if chunk.sense == "time":
            continue
        if accusative(scene.tokens[chunk.head]):
            return None
        if any(_gender_fits(other, chunk) for other in _genders(scene.tokens[clause.verb], gender)):
            return chunk
        if chunk.start - clause.verb > 6:
            break
    return None


def _gender_fits(gender: str, chunk: Chunk) -> bool:
    if not gender or not chunk.gender or chunk.number == "p":
        return True
    return gender == chunk.gender or chunk.name


def _before(scene: Scene, clause: Clause) -> Chunk | None:
    gender, number, person = _verb_features(scene, clause.verb)
    if person != 3:
        return None
    best: Chunk | None = None
    for chunk in scene.chunks:
        if chunk.start >= clause.verb:
            break
        if (
            chunk.end <= clause.start
            or chunk.prep
            or chunk.of >= 0
            or chunk.sense == "time"
            or chunk.kind == "adjective"
        ):
            continue
        if agrees(gender, number, chunk) and (best is None or chunk.kind in {"relative", "noun"}):
            best = chunk if best is None or chunk.kind == "relative" else best
    return best


def _dropped(scene: Scene, clause: Clause) -> Chunk:
    token = scene.tokens[clause.verb]
    gender, number, person = _verb_features(scene, clause.verb)
    chunk = Chunk(
        index=len(scene.chunks),
        kind="dropped",
        start=clause.verb,
        end=clause.verb,
        head=clause.verb,
        span=(token.start, token.end),
        text=token.text,
        of=clause.verb,
        first=len(scene.chunks),
        gender=gender,
        number=number,
        person=person,
        definite=True,
        via="speaker" if person == 1 else "dropped",
    )
    scene.chunks.append(chunk)
    return chunk


def resolve(scenes: Mapping[int, Scene], index: int, subjects: Mapping[int, dict[int, Chunk]]) -> None:
    """Set the referent of every pronoun, relative and unspoken subject of one sentence, by earlier mentions."""
    scene = scenes[index]
    for chunk in list(scene.chunks):
        if chunk.kind not in {"pronoun", "relative", "dropped"} or chunk.person != 3:
            continue
        found = _antecedent(scenes, index, chunk, subjects)
        if found is not None:
            where, referent = found
            new = msgspec.structs.replace(
                chunk,
                referent=referent,
                referent_sentence=where,
                human=referent.human,
                sense=referent.sense,
                mentions=referent.mentions,
                name=referent.name,
            )
            scene.chunks[chunk.index] = new
            for verb, subject in subjects[index].items():
                if subject.index == chunk.index:
                    subjects[index][verb] = new


def _antecedent(
    scenes: Mapping[int, Scene], index: int, chunk: Chunk, subjects: Mapping[int, dict[int, Chunk]]
) -> tuple[int, Chunk] | None:
    if chunk.kind == "relative":
        return _relative_head(scenes[index], chunk, index)
    resumed = _resumed(scenes[index], chunk, subjects[index]) if chunk.kind == "pronoun" else None
    if resumed is not None:
        return index, resumed
    if chunk.kind == "dropped":
        described = _described(scenes[index], chunk)
        if described is not None:
            return index, described
    best: tuple[float, int, Chunk] | None = None
    for back in range(min(BACK, index) + 1):
        where = index - back
        heads = {s.index for s in subjects[where].values()}
        for other in scenes[where].chunks:
            if back == 0 and other.start >= chunk.start:
                continue
            if back == 0 and chunk.kind == "pronoun" and chunk.of >= 0 and other.start <= chunk.of < other.end:
                continue
            candidate = other.referent if other.referent is not None and other.kind != "noun" else other
            if candidate.kind not in {"noun", "event"} or candidate.sense == "time" or candidate.prep == "adj":
                continue
            if not agrees(chunk.gender, chunk.number, candidate):
                continue
            score = _salience(chunk, other, candidate, back, other.index in heads, scenes[where])
            if best is None or score > best[0]:
                at = other.referent_sentence if other.referent is not None and other.kind != "noun" else where
                best = (score, at, candidate)
    return (best[1], best[2]) if best and best[0] > 0 else None


def _described(scene: Scene, chunk: Chunk) -> Chunk | None:
    """The indefinite phrase that a verb right after it describes («بمسلحين اقتادوا شابا»)."""
    for other in scene.chunks:
        if (
            other.kind == "noun"
            and other.end == chunk.of
            and not other.definite
            and other.sense not in {"time", "place"}
        ):
            number = chunk.number if other.human else ""
            if agrees(chunk.gender, number, other) and not scene.tokens[chunk.of].best.proclitics:
                return other
    return None


def _resumed(scene: Scene, chunk: Chunk, subjects: dict[int, Chunk]) -> Chunk | None:
    """The antecedent of a relative clause that a pronoun of the clause takes up («الهجوم الذي شنه مسلحون»)."""
    clause = scene.clauses[scene.clause_of[chunk.start]]
    for other in scene.chunks:
        if other.kind != "relative" or other.referent is None or not clause.start <= other.start < chunk.start:
            continue
        if any(subject.index == other.index for subject in subjects.values()):
            continue
        if agrees(chunk.gender, chunk.number, other.referent):
            return other.referent
    return None


def _salience(chunk: Chunk, other: Chunk, candidate: Chunk, back: int, subject: bool, scene: Scene) -> float:
    """Recency, subjecthood, names and people; an event noun is rarely taken up by a pronoun."""
    score = 3.0 - 1.5 * back
    if back == 0:
        between = sum(1 for c in scene.chunks if other.end <= c.start < chunk.start and c.kind == "noun")
        score -= 0.12 * between
    else:
        score -= 0.03 * (len(scene.chunks) - other.index) if not subject else 0.0
    score += 1.2 * subject + 0.6 * candidate.name + 0.4 * candidate.definite
    score += 0.7 if candidate.human == (chunk.number == "p" or candidate.human) and candidate.human else 0.0
    if chunk.kind == "dropped":
        score += 0.8 * subject - (0.8 if candidate.prep else 0.0)
        verb = scene.tokens[other.head] if other.head < len(scene.tokens) else None
        score -= 0.3 if verb is not None and is_verb(verb) else 0.0
    if candidate.kind == "event":
        score -= 1.2
    if candidate.of >= 0:
        score -= 0.3
    return score


def _relative_head(scene: Scene, chunk: Chunk, index: int) -> tuple[int, Chunk] | None:
    """The phrase just before the relative that agrees with it, reaching over construct terms and a comma."""
    seen = 0
    for other in reversed(scene.chunks):
        if other.start >= chunk.start or other.kind not in {"noun", "event"}:
            continue
        seen += 1
        if seen > 4:
            break
        if agrees(chunk.gender, chunk.number, other) and other.prep != "adj":
            return index, other
    return None
