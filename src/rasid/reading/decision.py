"""Step 7, the choices: which event words stand, with which sense, and who fills which slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import msgspec

from rasid.reading.features import Foreseen, event_features, foresee, role_features, role_parts
from rasid.reading.parts import Choice, Chunk, Event, Scene, Sense
from rasid.reading.points import Point, point_features, points, separate
from rasid.reading.senses import vetoed
from rasid.reading.syntax import Frameset, describe
from rasid.reading.tables import Tables
from rasid.reading.tolls import claimed
from rasid.reading.weights import Model, Models, sigmoid
from rasid.text import fold_word

_REACH = 45
_SPEAKER = 0.8
_VOICES = frozenset({"verb", "passive"})
_PERSONAL = ("actor", "recipient")


def scored_senses(
    scene: Scene, subjects: dict[int, Chunk], tables: Tables, told: frozenset[str]
) -> list[tuple[Sense, Frameset, tuple[str, ...]]]:
    """Every sense of a sentence with its neighbours and features."""
    rivals = Counter(s.token for s in scene.senses)
    framesets: dict[tuple[int, str], Frameset] = {}
    rows = []
    for sense in scene.senses:
        if vetoed(sense.frame.not_near, scene, sense.token):
            continue
        key = (sense.token, sense.pos)
        if key not in framesets:
            framesets[key] = describe(scene, sense, subjects, tables)
        frameset = framesets[key]
        rows.append((sense, frameset, event_features(scene, sense, frameset, rivals[sense.token], told)))
    return rows


def choose_events(
    scene: Scene, subjects: dict[int, Chunk], tables: Tables, model: Model, told: frozenset[str]
) -> list[tuple[Event, Frameset]]:
    """The accepted events of a sentence in order: the best sense of each word, where the model takes it."""
    best: dict[int, tuple[float, Event, Frameset]] = {}
    voices: dict[tuple[int, str], dict[str, float]] = {}
    for sense, frameset, features in scored_senses(scene, subjects, tables, told):
        score = model.probability(features)
        held = best.get(sense.token)
        light_at = frameset.governor if frameset.light is not None else -1
        event = Event(
            sense=sense,
            sentence=scene.index,
            score=score,
            light=frameset.light,
            light_token=light_at,
            passive=sense.pos == "passive",
            features=features,
        )
        if sense.pos in _VOICES:
            own = voices.setdefault((sense.token, event.event_type), {})
            own[sense.pos] = max(score, own.get(sense.pos, 0.0))
        if held is None or _beats(sense, score, held[1]):
            best[sense.token] = (score, event, frameset)
    found = []
    for _, (_, event, frameset) in sorted(best.items()):
        # Active and passive of one type are two ways to read one event: it is as likely as both together.
        rows = voices.get((event.token, event.event_type)) if event.sense.pos in _VOICES else None
        score = min(1.0, sum(rows.values())) if rows else event.score
        if score >= model.threshold:
            found.append((msgspec.structs.replace(event, score=score), frameset))
    return found


def _beats(sense: Sense, score: float, held: Event) -> bool:
    """Whether a sense is better than the one held: the likelier, and of two that mean the same the likelier reading."""
    voices = sense.pos in _VOICES and held.sense.pos in _VOICES
    if sense.frame is held.sense.frame and sense.rank != held.sense.rank and not voices:
        return sense.rank < held.sense.rank
    return score > held.score


def eligible(scene: Scene, sense: Sense) -> Iterable[Chunk]:
    """The chunks that may fill a personal slot of an event: near enough, and not the event word itself."""
    for chunk in scene.chunks:
        within = chunk.start <= sense.token < chunk.end and chunk.kind not in {"pronoun", "dropped"}
        if within and (chunk.head == sense.token or chunk.kind == "event"):
            continue
        if abs(chunk.start - sense.token) > _REACH or chunk.sense == "time" or chunk.apposed >= 0:
            continue
        if chunk.kind == "pronoun" and chunk.person != 3 and chunk.referent is None:
            continue
        if chunk.kind == "dropped" and chunk.of != sense.token and chunk.referent is None:
            continue
        yield chunk


def choose_roles(scene: Scene, event: Event, frameset: Frameset, models: Models) -> list[Choice]:
    """Actors and recipients of one event: a chunk has one role, and a slot holds one row of coordinated chunks."""
    chunks = list(eligible(scene, event.sense))
    foreseen = foresee(event.sense, frameset, chunks)
    order = sorted(
        (
            (-score, chunk.index, place, chunk, rule)
            for place, slot in enumerate(_PERSONAL)
            for chunk, score, rule in _scored(scene, event, frameset, chunks, slot, foreseen, getattr(models, slot))
        ),
        key=itemgetter(0, 1, 2),
    )
    chosen: list[Choice] = []
    used: set[int] = set()
    held: dict[str, Chunk] = {}
    for worse, _, place, chunk, rule in order:
        slot = _PERSONAL[place]
        if chunk.index in used or (slot in held and not _shares(held[slot], chunk, event)):
            continue
        if _same_target(chunk, chosen):
            continue
        held.setdefault(slot, chunk)
        used.add(chunk.index)
        features = role_features(scene, event.sense, frameset, chunk, slot, foreseen)
        chosen.append(Choice(slot=slot, chunk=chunk, score=-worse, features=features, rule=rule))
    return sorted([*chosen, *_conjuncts(chunks, chosen, used)], key=lambda c: (c.slot, c.chunk.start))


def _scored(
    scene: Scene,
    event: Event,
    frameset: Frameset,
    chunks: Sequence[Chunk],
    slot: str,
    foreseen: Foreseen,
    model: Model,
) -> Iterator[tuple[Chunk, float, str]]:
    """The chunks that a slot may take, with their scores and the rule that gave it, if one did.

    A filler is right only if its event is, so that the threshold stands against both probabilities.
    """
    for chunk in chunks:
        parts, own = role_parts(scene, event.sense, frameset, chunk, slot, foreseen)
        score, rule = sigmoid(sum(map(model.part, parts), model.logit(own))), ""
        if score < _SPEAKER and _is_speaker(chunk, event) and foreseen.rows[chunk.index][1] == slot:
            score, rule = _SPEAKER, "the speaker is the subject"
        if rule or score * event.score >= model.threshold:
            yield chunk, score, rule


def _is_speaker(chunk: Chunk, event: Event) -> bool:
    """«ندعو»: the speaker is the subject, whatever the weights say, since newspapers hardly ever show it."""
    return chunk.kind == "dropped" and chunk.person == 1 and chunk.of in {event.token, event.light_token}


def _conjuncts(chunks: Sequence[Chunk], chosen: Sequence[Choice], used: set[int]) -> list[Choice]:
    """The rest of each coordination of which a member was chosen: «مقتل أ وب وج» has three."""
    added: list[Choice] = []
    for choice in chosen:
        if choice.chunk.kind != "noun":
            continue
        for chunk in chunks:
            row = chunk.first == choice.chunk.first and chunk.kind == "noun" and chunk.conj
            alike = chunk.human == choice.chunk.human and chunk.start > choice.chunk.start
            if row and alike and chunk.index not in used:
                used.add(chunk.index)
                added.append(
                    msgspec.structs.replace(choice, chunk=chunk, rule=f"with its conjunct «{choice.chunk.text}»")
                )
    return added


def _shares(first: Chunk, other: Chunk, event: Event) -> bool:
    """Whether a second chunk may join the first in a slot: a conjunct, or the other side of a two-sided event."""
    if first.first == other.first:
        return True
    preps = event.sense.frame.preps
    return "co-actor" in (preps.get(first.prep), preps.get(other.prep)) or (
        preps.get("بين") == "actor" and other.prep == "بين"
    )


def _same_target(chunk: Chunk, chosen: Sequence[Choice]) -> bool:
    """Whether a pronoun's referent already fills a slot of the event, or the chunk lies within one that does."""
    mine = chunk.referent or chunk
    for other in chosen:
        theirs = other.chunk.referent or other.chunk
        if mine.span == theirs.span:
            return True
    return False


def choose_points(scene: Scene, event: Event, frameset: Frameset, slot: str, model: Model) -> list[tuple[Point, float]]:
    """The points (places, weapons) of a sentence that belong to an event, with their scores."""
    rows = scene.points.get(slot)
    if rows is None:
        rows = scene.points[slot] = points(scene, slot)
    found = []
    leads: dict[int, float] = {}
    for point in rows:
        own = claimed(scene, event.token, point)
        if own is not None:  # a number of events is that of the word that it counts, and of no other
            found += [(point, 1.0)] if own else []
            continue
        score = leads.get(point.lead)
        if score is None:  # the members of a list go together
            score = model.probability(point_features(scene, event.sense, frameset, point, separate(rows)))
            leads[point.start] = score
        if score * event.score >= model.threshold:
            found.append((point, score))
    return _once(found) if slot == "place" else found


def _once(found: list[tuple[Point, float]]) -> list[tuple[Point, float]]:
    """One mention for each place that is named more than once, the likeliest."""
    best: dict[str, tuple[Point, float]] = {}
    for point, score in found:
        name = point.payload.name_en or str(point.span)
        if name not in best or score > best[name][1]:
            best[name] = (point, score)
    return sorted(best.values(), key=lambda row: row[0].start)


def lemma_of(event: Event) -> str:
    """The folded lemma of an event word, for telling repeats."""
    return fold_word(event.sense.reading.lemma)
