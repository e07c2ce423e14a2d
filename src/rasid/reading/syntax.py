"""How a chunk stands to an event word: the grammatical function that the features and the frames speak of."""

from __future__ import annotations

from itertools import accumulate

import msgspec

from rasid.lexicon import Frame, Light
from rasid.reading.clauses import is_auxiliary, is_verb
from rasid.reading.control import understood
from rasid.reading.parts import Chunk, Scene, Sense
from rasid.reading.tables import Tables
from rasid.text import fold_word

_LIGHT_REACH = 4


class Frameset(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What surrounds an event word: its subject, objects, construct term and the verb that governs it."""

    token: int
    verb: bool
    passive: bool
    subject: Chunk | None = None
    objects: tuple[Chunk, ...] = ()
    construct: Chunk | None = None
    suffix: Chunk | None = None
    adjectives: tuple[Chunk, ...] = ()
    own: Chunk | None = None
    """The chunk that the event noun heads."""
    governor: int = -1
    """Position of the finite verb whose subject, object or prepositional phrase the event noun is."""
    governor_subject: Chunk | None = None
    governor_relation: str = ""
    light: Light | None = None
    light_prep: str = ""
    governor_objects: tuple[Chunk, ...] = ()
    carriers: tuple[Chunk, ...] = ()
    """Subjects of verbs after the noun that take it up as their object («الهجوم الذي شنه مسلحون»)."""
    shared: Chunk | None = None
    """The construct term of a coordinated event noun («مقتل وإصابة خمسين»)."""
    understood: Chunk | None = None
    """Who does what the noun names, lent by the word that it hangs on («شرعت القوات في إخلاء القرى»)."""
    path: str = ""
    """How that was found."""
    predicates: tuple[Frameset, ...] = ()
    """Verbs whose subject is the event noun («هجوم استهدف حاجزا»), with their own neighbours."""
    described: Chunk | None = None
    """The phrase that a participle stands in as an adjective («المليشيا المتهمة»)."""
    owner: Chunk | None = None
    """Whose paper, weapon or march the subject is («بيان للجيش», «لافتات رفعها الطلاب»): who speaks or acts by it."""


def describe(scene: Scene, sense: Sense, subjects: dict[int, Chunk], tables: Tables) -> Frameset:
    """Find the grammatical neighbours of an event word."""
    if sense.pos in {"verb", "passive"}:
        found = _verb(scene, sense.token, sense.pos == "passive", subjects)
        owner = _owner(scene, found.subject, subjects)
        return msgspec.structs.replace(found, owner=owner) if owner is not None else found
    return _noun(scene, sense, subjects, tables)


def _verb(scene: Scene, at: int, passive: bool, subjects: dict[int, Chunk]) -> Frameset:
    clause = scene.clauses[scene.clause_of[at]]
    subject = subjects.get(at)
    objects = []
    suffix = next(
        (c for c in scene.chunks if c.kind == "pronoun" and c.of == at and c.start == at and not c.prep), None
    )
    for chunk in scene.chunks:
        if chunk.start <= at or chunk.start >= clause.end or chunk.prep or chunk.of >= 0 or chunk.apposed >= 0:
            continue
        if (subject is not None and chunk.index == subject.index) or chunk.kind in {"relative", "dropped"}:
            continue
        if subject is not None and chunk.first == subject.first and chunk.conj:
            continue
        objects.append(chunk)
    return Frameset(token=at, verb=True, passive=passive, subject=subject, objects=tuple(objects[:3]), suffix=suffix)


def _noun(scene: Scene, sense: Sense, subjects: dict[int, Chunk], tables: Tables) -> Frameset:
    at = sense.token
    own = next((c for c in scene.chunks if c.start <= at < c.end and c.kind in {"event", "noun"}), None)
    terms = [c for c in scene.chunks if c.of == at]
    construct = next((c for c in terms if c.prep == "+" and c.kind != "pronoun"), None)
    suffix = next((c for c in terms if c.kind == "pronoun"), None)
    adjectives = tuple(c for c in terms if c.prep == "adj")
    verb, relation = _governor(scene, at, own, subjects)
    light, light_prep = _light(scene, verb, own, tables) if verb >= 0 else (None, "")
    subject = subjects.get(verb) if verb >= 0 else None
    if subject is not None and own is not None and subject.index == own.index:
        subject = None
    participle = sense.pos.endswith("participle") and own is not None and own.head != at
    lent, path = (None, "") if participle else understood(scene, at, subjects, tables)
    return Frameset(
        token=at,
        verb=False,
        understood=lent,
        path=path,
        passive=sense.pos == "passive_participle",
        construct=construct,
        suffix=suffix,
        adjectives=adjectives,
        own=own,
        described=own if participle else None,
        governor=verb,
        governor_subject=subject,
        governor_relation=relation,
        light=light,
        light_prep=light_prep,
        governor_objects=_verb(scene, verb, False, subjects).objects if verb >= 0 and relation == "prep" else (),
        carriers=_carriers(scene, own, subjects),
        shared=_shared(scene, own) if construct is None and suffix is None else None,
        predicates=_predicates(scene, own, subjects),
    )


_INSTRUMENTS = frozenset({"document", "weapon", "vehicle", "object"})


def _owner(scene: Scene, subject: Chunk | None, subjects: dict[int, Chunk]) -> Chunk | None:
    """Who stands behind a subject that cannot act of itself: its construct term, its «ل», or the subject of its own verb."""
    here = subject is not None and (subject.referent is None or subject.referent_sentence == scene.index)
    thing = (subject.referent or subject) if subject is not None and here else None
    if thing is None or thing.human or thing.name:
        return None
    march = thing.kind == "event" and any(s.token == thing.head and s.frame.type == "PROTEST" for s in scene.senses)
    if thing.sense not in _INSTRUMENTS and not march:
        return None
    end = thing.end
    if march:
        while end < len(scene.tokens) and scene.tokens[end].analyses and scene.tokens[end].best.upos == "ADJ":
            end += 1
    for chunk in scene.chunks:
        behind = chunk.of == thing.head and chunk.prep == "+"
        owns = behind or (chunk.prep in {"ل", "من"} and 0 <= chunk.start - end <= 1)
        if owns and (chunk.human or chunk.name or chunk.sense in _ACTING or chunk.referent is not None):
            return chunk
    carried = _carriers(scene, thing, subjects)
    if carried:
        return carried[0]
    held = scene.clauses[scene.clause_of[thing.start]].verb
    holder = subjects.get(held)
    if 0 <= held < thing.start and not thing.prep and holder is not None and holder.index != thing.index:
        return holder if holder.index != (subject.index if subject is not None else -1) else None
    return None


_ACTING = frozenset({"org", "state", "people", "group", "person"})


def _carriers(scene: Scene, own: Chunk | None, subjects: dict[int, Chunk]) -> tuple[Chunk, ...]:
    if own is None:
        return ()
    found = []
    for chunk in scene.chunks:
        if chunk.kind != "pronoun" or chunk.prep or chunk.of not in subjects or not own.end <= chunk.of <= own.end + 8:
            continue
        referent = chunk.referent
        opened = any(
            c.kind == "relative"
            and own.end <= c.start < chunk.of
            and c.referent is not None
            and c.referent.index == own.index
            for c in scene.chunks
        )
        free = referent is None or referent.index == own.index
        adjacent = free and chunk.of - own.end <= 3 and own.gender in {"", chunk.gender} and not own.definite
        if opened or adjacent or (referent is not None and referent.index == own.index):
            subject = subjects[chunk.of]
            if subject.index != own.index:
                found.append(subject)
    return tuple(found[:1])


def _shared(scene: Scene, own: Chunk | None) -> Chunk | None:
    """The term of the nearest coordinated event noun, the one after first."""
    if own is None:
        return None
    row = [
        c
        for c in scene.chunks
        if c.kind == "event" and c.first == own.first and c.index != own.index and abs(c.start - own.start) < 8
    ]
    for other in sorted(row, key=lambda c: (c.start < own.start, abs(c.start - own.start))):
        term = next((c for c in scene.chunks if c.of == other.head and c.prep == "+"), None)
        if term is not None:
            return term
    return None


def _predicates(scene: Scene, own: Chunk | None, subjects: dict[int, Chunk]) -> tuple[Frameset, ...]:
    """The active verbs after an event noun whose subject it is, itself or through a relative."""
    if own is None:
        return ()
    found = []
    for verb, subject in subjects.items():
        target = subject.referent or subject
        means = target.prep == "ب" and own.end <= target.start <= own.end + 3
        here = subject.referent is None or subject.referent_sentence == scene.index
        same = (target.index == own.index or means) and here
        if same and verb > own.start and scene.tokens[verb].best.voice != "Pass":
            found.append(_verb(scene, verb, False, subjects))
    return tuple(found[:2])


def _governor(scene: Scene, at: int, own: Chunk | None, subjects: dict[int, Chunk]) -> tuple[int, str]:
    """The verb of the clause and how the noun hangs on it."""
    clause = scene.clauses[scene.clause_of[at]]
    verb = clause.verb
    if verb < 0 or own is None:
        return -1, ""
    subject = subjects.get(verb)
    if subject is not None and subject.index == own.index:
        return verb, "subject"
    if own.prep and own.prep != "+":
        return verb, "prep"
    if own.prep == "+":
        return verb, "inner"
    return verb, "object" if own.start > verb else "before"


def _light(scene: Scene, verb: int, own: Chunk | None, tables: Tables) -> tuple[Light | None, str]:
    """The light verb that brings the event noun, with the preposition that it comes by."""
    if own is None:
        return None, ""
    best = scene.tokens[verb].best
    forms = {best.form} | {a.form for a in scene.tokens[verb].analyses if a.upos == "VERB" and a.root == best.root}
    prep = own.prep
    head = own
    if prep == "+":
        head = next((c for c in scene.chunks if c.start <= own.of < c.end and c.kind in {"event", "noun"}), own)
        prep = head.prep
    for light in tables.lights.get(fold_word(best.lemma), ()):
        if light.form and best.form and light.form not in forms:
            continue
        if prep and light.preps.get(prep) == "event":
            return light, prep
        if not prep and light.object == "event" and "event" not in light.preps.values():
            return light, ""
        if not prep and light.subject == "event":
            return light, ""
    return None, ""


def function_of(chunk: Chunk, frameset: Frameset) -> str:
    """The grammatical function of a chunk towards an event word, a name used by features and reasons."""
    if frameset.subject is not None and chunk.first == frameset.subject.first and _same_row(chunk, frameset.subject):
        return "passive_subject" if frameset.passive else "subject"
    if frameset.owner is not None and (
        chunk.index == frameset.owner.index or (chunk.conj and chunk.first == frameset.owner.first)
    ):
        return "subject_owner"
    if frameset.suffix is not None and chunk.index == frameset.suffix.index:
        return "suffix"
    for i, other in enumerate(frameset.objects):
        if chunk.index == other.index or (chunk.conj and chunk.first == other.first and chunk.first != -1):
            return "object" if i == 0 else "object2"
    if frameset.construct is not None and (
        chunk.index == frameset.construct.index or (chunk.conj and chunk.first == frameset.construct.first)
    ):
        return "construct"
    if any(chunk.index == other.index for other in frameset.adjectives):
        return "adjective"
    if any(chunk.index == c.index or (chunk.conj and chunk.first == c.first) for c in frameset.carriers):
        return "carrier_subject"
    if frameset.described is not None and chunk.index == frameset.described.index:
        return "described"
    governing = (
        frameset.governor_subject is not None
        and chunk.first == frameset.governor_subject.first
        and _same_row(chunk, frameset.governor_subject)
    )
    if governing and frameset.light:
        return "light_subject"
    if frameset.understood is not None and (
        chunk.index == frameset.understood.index or (chunk.conj and chunk.first == frameset.understood.first)
    ):
        return "understood"
    if governing:
        return "governor_subject"
    if frameset.shared is not None and (
        chunk.index == frameset.shared.index or (chunk.conj and chunk.first == frameset.shared.first)
    ):
        return "shared_construct"
    if any(chunk.index == c.index for c in frameset.governor_objects):
        return "governor_object"
    for predicate in frameset.predicates:
        inner = function_of(chunk, predicate)
        if inner in {"object", "suffix"}:
            return "predicate_object"
        if inner == "oblique" and chunk.start > predicate.token and chunk.start - predicate.token <= 4:
            return "predicate_oblique"
    if _agent_phrase(chunk, frameset):
        return "agent_phrase"
    return "oblique" if chunk.prep else "other"


def _agent_phrase(chunk: Chunk, frameset: Frameset) -> bool:
    """Whether «ل» or «من» after an event noun without a term brings who does it («غارات للطيران», «قصف من القوات»)."""
    own = frameset.own
    if own is None or frameset.verb or frameset.construct is not None or frameset.suffix is not None:
        return False
    if chunk.prep not in {"ل", "من"} or not (chunk.human or chunk.sense in _ACTING):
        return False
    return 0 < chunk.prep_index - frameset.token <= 3 and chunk.kind in {"noun", "pronoun", "event"}


def _same_row(chunk: Chunk, other: Chunk) -> bool:
    return chunk.index == other.index or (chunk.conj and not chunk.of >= 0)


def expected(function: str, chunk: Chunk, frame: Frame, frameset: Frameset) -> str:
    """The role that the frame foresees for a chunk in this function, or ``""``."""
    if function == "subject":
        return frame.subject if frameset.owner is None else ""
    if (function in {"object", "suffix"} and frameset.verb) or function == "passive_subject":
        if function == "object" and frame.place_object and chunk.sense == "place":
            return "place"
        return frame.object
    if function in {"construct", "suffix"}:
        if frame.construct == "subject":
            return frame.subject
        if frame.construct == "place" or (frame.place_object and chunk.sense == "place"):
            return "place"
        return frame.object if frame.construct == "object" else ""
    if function == "shared_construct":
        return {"subject": frame.subject, "object": frame.object}.get(frame.construct, "")
    if function in {"adjective", "carrier_subject"}:
        return "actor"
    if function == "subject_owner":
        return frame.subject
    if function == "understood":
        return frame.subject if "guess" not in frameset.path else ""
    if function == "described":
        return frame.object if frameset.passive else frame.subject
    if function == "agent_phrase":
        return frame.preps.get(chunk.prep) or frame.subject
    if function == "predicate_object":
        return "recipient"
    if function == "light_subject" and frameset.light is not None:
        return "" if frameset.light.subject == "event" else frameset.light.subject
    if chunk.prep == "على يد":
        return "actor"
    if chunk.prep and chunk.prep in frame.preps:
        return frame.preps[chunk.prep]
    if frameset.light is not None and chunk.prep in frameset.light.preps:
        return frameset.light.preps[chunk.prep]
    return ""


def verbs_between(scene: Scene, start: int, end: int) -> int:
    """How many finite verbs stand between two positions of a sentence."""
    if not scene.verbs_before:
        scene.verbs_before = [0, *accumulate(int(is_verb(t) or is_auxiliary(t)) for t in scene.tokens)]
    low, high = (start, end) if start < end else (end, start)
    return scene.verbs_before[high] - scene.verbs_before[low + 1] if high > low else 0


def nouns_between(scene: Scene, start: int, end: int) -> int:
    """How many noun phrases of a sentence begin between two positions; its chunks must be final."""
    if not scene.nouns_before:
        begun = [0] * (len(scene.tokens) + 1)
        for chunk in scene.chunks:
            if chunk.kind == "noun":
                begun[chunk.start] += 1
        scene.nouns_before = [0, *accumulate(begun)]
    low, high = (start, end) if start < end else (end, start)
    return scene.nouns_before[high] - scene.nouns_before[low + 1] if high > low else 0
