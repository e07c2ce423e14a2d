"""Step 8, first half: whom a pronoun, a relative or an unspoken subject stands for."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from rasid.model import Token
from rasid.reading.chunks import accusative
from rasid.reading.clauses import is_verb
from rasid.reading.parts import Chunk, Clause, Scene
from rasid.reading.tables import Tables
from rasid.text import fold_word

BACK = 2
"""How many sentences back a referent may stand."""
_ALTERNATIVE = 4.0
# «في الوقت الذي هدأت فيه المدينة»: a time, which does nothing.
_WHEN = frozenset({"الوقت", "وقت", "الحين", "اليوم", "العام", "اللحظه", "الفتره", "المرحله", "الشهر", "السنه"})
_BODIES = frozenset({"org", "group", "state"})
_PEOPLE = frozenset({"person", "people", "org", "group", "name", "state"})


def agrees(gender: str, number: str, other: Chunk) -> bool:
    """Whether a form of this gender and number may stand for a chunk.

    Things in the plural count as feminine singular; a verb before its subject is singular, so number is not checked
    where the caller gives none.
    """
    things = other.number == "p" and other.kind not in {"relative", "pronoun"}
    if things and not other.human:
        return gender in {"f", ""} and number in {"s", ""}
    if things and other.sense in _BODIES and gender == "f" and number == "s":
        return True
    if other.name and other.sense == "org":
        # «داعش» and its like are taken up in either gender, and in the plural for their members.
        return number in {"s", "p", ""}
    if number and other.number and number != other.number and not (other.sense in {"org", "people"} and number == "p"):
        return False
    return not (gender and other.gender and gender != other.gender and not (other.number == "p" and other.human))


def counted(scene: Scene, chunk: Chunk) -> bool:
    """Whether a phrase begins with the number of those that it names."""
    return any(q.start == chunk.start and not q.role for q in scene.numbers)


def find_subjects(scene: Scene, tables: Tables) -> dict[int, Chunk]:
    """The grammatical subject of each finite verb by its position; unspoken ones are added to the scene's chunks.

    After the verb the first phrase without a preposition that agrees in gender; else one before it in the clause.
    """
    subjects: dict[int, Chunk] = {}
    for clause in scene.clauses:
        if clause.verb < 0:
            continue
        if _describes(scene, clause) or _topic_pronoun(scene, clause):
            subjects[clause.verb] = _dropped(scene, clause)
            continue
        chunk = _before(scene, clause) if _topical(scene, clause) else None
        chunk = (
            chunk or _after(scene, clause, _takes_events(scene.tokens[clause.verb], tables)) or _before(scene, clause)
        )
        if chunk is None:
            chunk = _dropped(scene, clause)
        subjects[clause.verb] = chunk
    return subjects


def _describes(scene: Scene, clause: Clause) -> bool:
    """Whether a verb describes the indefinite phrase before it, its subject («في رسالة نشرت أمس»)."""
    token = scene.tokens[clause.verb]
    if clause.kind != "bare" or token.best.proclitics or token.best.enclitic or not clause.verb:
        return False
    resumed = any(c.kind == "pronoun" and clause.verb < c.start <= clause.verb + 3 for c in scene.chunks)
    before = _just_before(scene, clause.verb)
    if before is None or before.definite or before.sense == "time" or resumed:
        return False
    gender, number, _ = _verb_features(scene, clause.verb)
    return agrees(gender, number if before.human else "", before)


def _topic_pronoun(scene: Scene, clause: Clause) -> bool:
    """Whether the clause opens with «إن» and a pronoun, its subject: what follows the verb is an object («إنها تستهدف مواقع»)."""
    opener = scene.tokens[clause.start]
    if clause.kind not in {"that", "adverbial"} or clause.verb - clause.start != 1 or not opener.analyses:
        return False
    return bool(opener.best.enclitic) and opener.best.upos in {"SCONJ", "PART", "CCONJ"} and opener.folded != "انه"


def _takes_events(token: Token, tables: Tables) -> bool:
    """Whether what a light verb brings without a preposition is its object, never its subject («تواصل التقدم»)."""
    lights = [
        light
        for light in tables.lights.get(fold_word(token.best.lemma), ())
        if not (light.form and token.best.form and light.form != token.best.form)
    ]
    return any(light.object == "event" for light in lights) and all(light.subject != "event" for light in lights)


def _topical(scene: Scene, clause: Clause) -> bool:
    """Whether what stands before the verb comes first as its subject, as after «كان» or in «القوات سيطرت على البلدة».

    A relative is the subject of its clause unless a pronoun takes it up («الهجوم الذي شنه مسلحون»).
    """
    if clause.kind != "relative":
        return clause.kind != "purpose"
    if clause.start and scene.tokens[clause.start - 1].folded in _WHEN:
        return False
    return not any(
        c.kind == "pronoun" and clause.start < c.start < min(clause.end, clause.verb + 5) and c.of <= clause.verb + 1
        for c in scene.chunks
    )


def _verb_features(scene: Scene, at: int) -> tuple[str, str, int]:
    """Gender, number and person of a verb; outside quotations it is read in the third person wherever it may be."""
    token = scene.tokens[at]
    best = token.best
    if best.number == "p" and best.gender == "f":
        # «يتحصن» may be their women's plural; in reports it is one man, or a verb before its subject.
        for other in token.analyses:
            if other.upos == "VERB" and other.root == best.root and other.person == 3 and other.number == "s":
                return other.gender or "", "s", 3
    if best.person != 3 and not (scene.quoted and scene.quoted[at] and best.kind != "perfect"):
        for other in token.analyses:
            if other.upos == "VERB" and other.root == best.root and other.person == 3:
                return other.gender or "", other.number or "", 3
    return best.gender or "", best.number or "", best.person or 3


def _genders(token: Token, first: str) -> set[str]:
    """The genders that a verb's form allows («توجه»: he turned, she directs)."""
    near = token.best.score - _ALTERNATIVE
    return {first} | {a.gender or "" for a in token.analyses if a.upos == "VERB" and a.person == 3 and a.score > near}


def _after(scene: Scene, clause: Clause, takes_events: bool) -> Chunk | None:
    gender, number, person = _verb_features(scene, clause.verb)
    if person != 3 or number == "p":
        return None
    for chunk in scene.chunks:
        if chunk.start <= clause.verb or chunk.kind in {"dropped", "adjective"}:
            continue
        if chunk.start >= clause.end:
            break
        if chunk.prep or chunk.of >= 0 or chunk.kind == "relative" or chunk.apposed >= 0:
            continue
        if chunk.sense == "time":
            continue
        if takes_events and chunk.kind == "event" and chunk.start == clause.verb + 1 and not chunk.human:
            return None
        if accusative(scene.tokens[chunk.head]) and not (counted(scene, chunk) or chunk.name):
            return None
        bare = any(q.start == chunk.start and q.counted is None for q in scene.numbers)
        if bare or any(_gender_fits(other, chunk) for other in _genders(scene.tokens[clause.verb], gender)):
            return chunk
        if chunk.start - clause.verb > 6:
            break
    return None


def _gender_fits(gender: str, chunk: Chunk) -> bool:
    if chunk.number == "p" and not chunk.human and chunk.sense not in _BODIES:
        return gender in {"f", ""}
    if not gender or not chunk.gender or chunk.number == "p":
        return True
    return gender == chunk.gender or chunk.name


def _before(scene: Scene, clause: Clause) -> Chunk | None:
    gender, number, person = _verb_features(scene, clause.verb)
    if person != 3:
        return None
    best: Chunk | None = None
    genders = _genders(scene.tokens[clause.verb], gender)
    for chunk in scene.chunks:
        if chunk.start >= clause.verb:
            break
        if (
            chunk.end <= clause.start
            or chunk.prep
            or chunk.of >= 0
            or chunk.sense == "time"
            or chunk.kind == "adjective"
            or chunk.apposed >= 0
        ):
            continue
        joined = number in {"d", "p"} and sum(c.first == chunk.first for c in scene.chunks) > 1
        if any(agrees(g, "" if joined else number, chunk) for g in genders) and (
            best is None or chunk.kind in {"relative", "noun"}
        ):
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
    other = _just_before(scene, chunk.of)
    if other is None or other.definite or other.sense in {"time", "place"} or scene.tokens[chunk.of].best.proclitics:
        return None
    return other if agrees(chunk.gender, chunk.number if other.human else "", other) else None


def _just_before(scene: Scene, at: int) -> Chunk | None:
    """The phrase that ends right before a position; adjectives after an event noun belong to it."""
    found = next((c for c in reversed(scene.chunks) if c.end <= at and c.kind in {"noun", "event"}), None)
    if found is None or found.end == at:
        return found
    adjectives = scene.tokens[found.end : at]
    plain = all(t.analyses and t.best.upos == "ADJ" and not t.best.proclitics for t in adjectives)
    return found if found.kind == "event" and plain else None


def _resumed(scene: Scene, chunk: Chunk, subjects: dict[int, Chunk]) -> Chunk | None:
    """The antecedent of a relative clause that a pronoun of the clause takes up («الهجوم الذي شنه مسلحون»)."""
    clause = scene.clauses[scene.clause_of[chunk.start]]
    verb = clause.verb
    if 0 <= verb <= chunk.start <= verb + 3 and not scene.tokens[verb].best.proclitics:
        # «مخازن يحرسها مقاتلون»: the verb describes the phrase before it.
        before = _just_before(scene, verb)
        if before is not None and not before.definite and agrees(chunk.gender, chunk.number, before):
            return before
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
    bare = (
        chunk.kind == "dropped" and scene.clauses[scene.clause_of[min(chunk.of, len(scene.tokens) - 1)]].kind == "bare"
    )
    if bare and back == 0 and not candidate.definite and not candidate.name:
        # A verb without a conjunction describes an indefinite phrase: «وحدة صغيرة من الجيش تمركزت».
        score += 1.5
    if chunk.kind == "dropped":
        score += 0.8 * subject - (0.8 if candidate.prep else 0.0)
        if back == 0 and _aside(scene, chunk, other):
            score -= 1.0
        verb = scene.tokens[other.head] if other.head < len(scene.tokens) else None
        score -= 0.3 if verb is not None and is_verb(verb) else 0.0
    if candidate.kind == "event":
        score -= 1.2
    if candidate.of >= 0:
        score -= 0.3
    return score


def _aside(scene: Scene, chunk: Chunk, other: Chunk) -> bool:
    """Whether a phrase stands in a relative clause that was closed before the verb: «قوة تديرها الحركة وباشرت التحقيق»."""
    last = len(scene.tokens) - 1
    mine, its = scene.clause_of[min(chunk.of, last)], scene.clause_of[min(other.start, last)]
    return mine != its and scene.clauses[mine].kind == "and" and scene.clauses[its].kind in {"relative", "bare"}


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
