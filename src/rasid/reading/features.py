"""Step 7: what the models look at. Features are names; none holds a word of the text, only closed classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import msgspec

from rasid.model import Token
from rasid.reading.clauses import is_verb
from rasid.reading.parts import Chunk, Scene, Sense
from rasid.reading.reference import counted
from rasid.reading.senses import fits, near
from rasid.reading.syntax import Frameset, expected, function_of, nouns_between, verbs_between
from rasid.text import fold_word

_ARMED = frozenset({"MIL", "REB", "UAF", "POL", "SPY"})
# Small fields outside conflict whose words turn «معركة», «هجوم», «سقط» into something else.
_PREPS = frozenset(
    {
        "في", "على", "من", "إلى", "ب", "ل", "عن", "مع", "بعد", "قبل", "خلال", "بين", "ضد", "على يد", "+", "adj",
        "منذ", "حتى", "أمام",
    }
)  # fmt: skip
_BEFORE = frozenset(
    {
        "عمليه", "عمليات", "محاوله", "حمله", "موجه", "سلسله", "اعمال", "حركه", "ذكري", "خطر", "تهديد", "جريمه",
        "جرائم", "قضيه", "تهمه", "مؤتمر",
    }
)  # fmt: skip
_QUOTES = frozenset('"«»“”')
_TRIAL = frozenset({"محكمه", "محاكمه", "قضيه", "متهم", "تهمه", "حكم", "قاضي", "ادعاء", "نيابه", "دعوي"})
_SPORT = frozenset(
    {
        "مباراه", "فريق", "لاعب", "بطوله", "مدرب", "ملعب", "دوري", "كاس", "منتخب", "هدف", "فيلم", "روايه", "مسلسل",
        "اسهم", "بورصه", "سوق",
    }
)  # fmt: skip


def bucket(value: int, edges: Sequence[int]) -> str:
    """The name of the bucket that a number falls into."""
    for edge in edges:
        if value <= edge:
            return f"<={edge}"
    return f">{edges[-1]}"


def event_features(
    scene: Scene, sense: Sense, frameset: Frameset, rivals: int, told: frozenset[str]
) -> tuple[str, ...]:
    """Features of one (event word, frame); ``rivals`` counts the word's other frames, ``told`` earlier event lemmas."""
    frame, reading, at = sense.frame, sense.reading, sense.token
    tokens = scene.tokens
    kind = frame.passive_type if sense.pos == "passive" and frame.passive_type else frame.type
    features = [
        *_of_frame(kind, sense.pos, frame.prior, frame.mode),
        *_of_word(sense.pos, min(sense.rank, 2), min(rivals, 3), reading.definite, reading.number, reading.known),
    ]
    margin = tokens[at].best.score - reading.score
    features.append("margin=" + bucket(int(margin * 2), (0, 2, 5)))
    features += _conditions(scene, sense, frameset)
    features += _arguments(scene, sense, frameset, kind)
    features += _surroundings(scene, at)
    if sense.pos not in {"verb", "passive"}:
        lemma = fold_word(reading.lemma)
        features.append(f"told={lemma in told}&definite={reading.definite or bool(reading.enclitic)}")
        features += _repeat(scene, sense, frameset, kind, told)
        own = frameset.own
        prep = own.prep if own else ""
        features.append(f"type={kind}&prep={prep if prep in _PREPS else bool(prep)}")
        features.append(f"prep={prep if prep in _PREPS else bool(prep)}")
        features.append(f"governed={frameset.governor_relation}&light={frameset.light is not None}")
        if own is not None and own.head != at:
            features.append("not_head")
        if (at and tokens[at - 1].folded in _BEFORE) or (at and tokens[at - 1].folded[1:] in _BEFORE):
            features.append("after_process_noun")
    same = any(0 < at - token <= 7 for token in _likeliest(scene).get(kind, ()))
    features.append(f"type={kind}&same_before={same}&pos={sense.pos}")
    if sense.pos == "verb":
        features.append(f"tense={reading.kind}")
        features.append(f"person={reading.person}")
    return tuple(features)


def _likeliest(scene: Scene) -> dict[str, list[int]]:
    """For each type the words whose likeliest reading may evoke it."""
    if not scene.typed:
        for sense in scene.senses:
            if sense.rank == 0:
                for kind in {sense.frame.type, sense.frame.passive_type or sense.frame.type}:
                    scene.typed.setdefault(kind, []).append(sense.token)
    return scene.typed


@lru_cache(maxsize=1 << 12)
def _of_frame(kind: str, pos: str, prior: float, mode: str | None) -> tuple[str, ...]:
    return (
        "bias",
        f"pos={pos}",
        f"type={kind}",
        f"type={kind}&pos={pos}",
        f"prior={prior:.1f}",
        f"prior={round(prior * 5) / 5:.1f}&pos={pos}",
        f"mode={mode}",
    )


@lru_cache(maxsize=1 << 12)
def _of_word(pos: str, rank: int, rivals: int, definite: bool, number: str | None, known: bool) -> tuple[str, ...]:
    return (
        f"rank={rank}",
        f"rivals={rivals}",
        f"definite={definite}&pos={pos}",
        f"number={number}&pos={pos}",
        f"known={known}",
    )


def _repeat(scene: Scene, sense: Sense, frameset: Frameset, kind: str, told: frozenset[str]) -> list[str]:
    """What tells a bare mention of an event told before («الهجوم») from a new one."""
    own, end = frameset.own, sense.token + 1
    terms = frameset.construct is not None or frameset.suffix is not None or bool(frameset.adjectives)
    following = any(c.start >= end and c.start - end <= 3 and c.prep in sense.frame.preps for c in scene.chunks)
    demonstrative = sense.token > 0 and scene.tokens[sense.token - 1].folded in {
        "هذا",
        "هذه",
        "ذلك",
        "تلك",
        "بهذا",
        "بهذه",
    }
    definite = sense.reading.definite
    bare = not terms and not following and frameset.light is None
    typed = f"type:{kind}" in told
    number = own is not None and scene.tokens[own.start].kind == "number"
    return [
        f"bare={bare}&definite={definite}&typed={typed}",
        f"bare={bare}&definite={definite}&type={kind}",
        f"demonstrative={demonstrative}&typed={typed}",
        f"bare={bare}&governed={frameset.governor_relation}&definite={definite}",
        f"counted={number}",
        f"predicates={bool(frameset.predicates)}&definite={definite}",
        f"carriers={bool(frameset.carriers)}&definite={definite}",
    ]


def _conditions(scene: Scene, sense: Sense, frameset: Frameset) -> list[str]:
    frame, tokens = sense.frame, scene.tokens
    features = []
    inner = [c for c in (frameset.construct, *frameset.objects, frameset.suffix) if c is not None]
    if frameset.passive and frameset.subject is not None:
        inner.append(frameset.subject)
    if frame.object_is:
        features.append(f"object_is={fits(frame.object_is, inner, tokens)}")
    if frame.subject_is:
        outer = [c for c in (frameset.subject, frameset.construct, frameset.governor_subject) if c is not None]
        features.append(f"subject_is={fits(frame.subject_is, outer, tokens)}")
    if frame.near:
        features.append(f"near={near(frame.near, scene, sense.token)}")
    if frame.not_near:
        features.append(f"not_near={near(frame.not_near, scene, sense.token)}")
    if frame.needs:
        have = {"object": bool(inner), "subject": frameset.subject is not None or frameset.construct is not None}
        features.append(f"needs={all(have.get(need, True) for need in frame.needs)}")
    return features


def _arguments(scene: Scene, sense: Sense, frameset: Frameset, kind: str) -> list[str]:
    features = []
    subject, construct = frameset.subject, frameset.construct
    objects = frameset.objects
    if subject is not None:
        features.append(f"subject={_class(subject)}")
        features.append(f"type={kind}&subject={_class(subject)}")
    if sense.pos in {"verb", "passive"}:
        features.append(f"type={kind}&object={_class(objects[0]) if objects else 'none'}&pos={sense.pos}")
        features += _voice(scene, sense, frameset)
    else:
        features.append(f"construct={_class(construct) if construct else 'none'}")
        features.append(f"type={kind}&construct={_class(construct) if construct else 'none'}")
        if frameset.suffix is not None:
            features.append("has_suffix")
        if frameset.adjectives:
            features.append("nation_adjective")
    following = [
        c for c in scene.chunks if c.start > sense.token and c.start < sense.token + 8 and c.prep in sense.frame.preps
    ]
    features.append(f"frame_prep={bool(following)}")
    return features


def _voice(scene: Scene, sense: Sense, frameset: Frameset) -> list[str]:
    """What tells «قَتل» from «قُتل»: an object, a counted subject, an attack named with «في» or «جراء»."""
    subject = frameset.subject
    transitive = sense.frame.object in {"recipient", "place"}
    many = subject is not None and counted(scene, subject)
    has_object = bool(frameset.objects) or frameset.suffix is not None
    base = f"pos={sense.pos}&transitive={transitive}&object={has_object}"
    where = subject.start - sense.token if subject is not None else 0
    side = "none" if subject is None or subject.kind == "dropped" else "after" if where > 0 else "before"
    cause = any(
        c.kind == "event" and c.prep in {"في", "بعد", "ب"} and 0 < c.start - sense.token < 14 for c in scene.chunks
    )
    features = [base, f"{base}&counted={many}", f"{base}&subject={side}", f"{base}&cause={cause}"]
    if subject is not None:
        features.append(f"{base}&class={_class(subject)}&definite={subject.definite}")
    if sense.frame.passive_type:
        features.append(f"turns&{base}&counted={many}&cause={cause}")
        features.append(f"turns&{base}&class={_class(subject) if subject else 'none'}")
    if any(c.prep == "على يد" for c in scene.chunks if 0 < c.start - sense.token < 10):
        features.append(f"agent_phrase&pos={sense.pos}")
    return features


def _surroundings(scene: Scene, at: int) -> list[str]:
    tokens = scene.tokens
    clause = scene.clauses[scene.clause_of[at]] if scene.clauses else None
    if not scene.told:
        scene.told = _of_sentence(scene)
    length, *others = scene.told
    features = [
        length,
        f"quoted={scene.quoted[at] if scene.quoted else False}",
        f"clause={clause.kind if clause else ''}",
        *others[:4],
        f"start={at <= 2}",
        *others[4:],
    ]
    if at and (before := tokens[at - 1]).analyses:
        features.append(f"before={before.best.upos}")
    if at + 1 < len(tokens) and (after := tokens[at + 1]).analyses:
        features.append(f"after={after.best.upos}")
    return features


def _of_sentence(scene: Scene) -> tuple[str, ...]:
    """The features that a sentence gives to all its event words: five that are always there, then those that apply."""
    tokens = scene.tokens
    features = [
        f"length={bucket(len(tokens), (8, 16, 32, 64))}",
        f"numbers={any(getattr(q, 'role', '') == '' for q in scene.numbers)}",
        f"places={min(len(scene.places), 2)}",
        f"dates={bool(scene.dates)}",
        f"others={bucket(len({s.token for s in scene.senses}) - 1, (0, 1, 3, 6))}",
    ]
    folded = {t.folded.removeprefix("ال") for t in tokens} | {fold_word(t.best.lemma) for t in tokens if t.analyses}
    if folded & _TRIAL:
        features.append("field=court")
    if folded & _SPORT:
        features.append("field=sport")
    if any(m.sector in _ARMED for m in scene.mentions):
        features.append("armed")
    if any(m.kind == "weapon" for m in scene.mentions):
        features.append("weapon")
    return tuple(features)


def _class(chunk: Chunk) -> str:
    """A coarse class of a chunk: who or what it stands for."""
    if (chunk.referent or chunk).kind == "event" and not any(m.kind == "group" for m in chunk.mentions):
        return "event"
    for mention in chunk.mentions:
        if mention.start <= chunk.head < mention.end or chunk.kind in {"pronoun", "dropped", "relative"}:
            if mention.sector in _ARMED or mention.sense in {"combatant", "security", "attacker"}:
                return "armed"
            if mention.kind == "group":
                return "victim" if mention.sense == "victim" else "people"
            if mention.kind == "weapon":
                return "weapon"
            return {"person": "person", "role": "person", "nation": "people", "country": "state"}.get(
                mention.kind, "org"
            )
    if chunk.kind == "dropped" and chunk.referent is None:
        return "unknown"
    if chunk.sense in {"person", "group", "people", "name"}:
        return "people" if chunk.number == "p" else "person"
    return chunk.sense or ("human" if chunk.human else "thing")


class Foreseen(msgspec.Struct, frozen=True):
    """What the frame foresees for each chunk of a scene: grammatical function and role, by the chunk's index."""

    rows: dict[int, tuple[str, str]]
    best: dict[str, int]
    """For each slot the chunk nearest to the trigger that the frame foresees in it."""
    names: str
    """The slots that some chunk is foreseen in."""
    shared: dict[int, tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]]
    """What the features of a chunk share among slots, once they were asked for."""


def foresee(sense: Sense, frameset: Frameset, chunks: Iterable[Chunk]) -> Foreseen:
    """Functions and foreseen roles of the chunks of an event."""
    rows: dict[int, tuple[str, str]] = {}
    best: dict[str, tuple[int, int]] = {}
    for chunk in chunks:
        function = function_of(chunk, frameset)
        role = expected(function, chunk, sense.frame, frameset)
        rows[chunk.index] = function, role
        if role:
            gap = abs(chunk.start - sense.token)
            if role not in best or gap < best[role][0]:
                best[role] = gap, chunk.index
    return Foreseen(rows, {role: index for role, (_, index) in best.items()}, ",".join(sorted(best)), {})


def role_features(
    scene: Scene, sense: Sense, frameset: Frameset, chunk: Chunk, slot: str, foreseen: Foreseen
) -> tuple[str, ...]:
    """Features of one chunk for one slot of an event."""
    parts, own = role_parts(scene, sense, frameset, chunk, slot, foreseen)
    return (*chain.from_iterable(parts), *own)


def role_parts(
    scene: Scene, sense: Sense, frameset: Frameset, chunk: Chunk, slot: str, foreseen: Foreseen
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The same in parts that come again together with many chunks, so that their weights need summing once, and the rest."""
    function, role = foreseen.rows[chunk.index]
    held = foreseen.best.get(slot, -1)
    rival = "none" if held < 0 else "self" if held == chunk.index else "other"
    match = "yes" if role == slot else "none" if not role else "co" if role == "co-actor" else "no"
    shared = foreseen.shared.get(chunk.index)
    if shared is None:
        shared = foreseen.shared[chunk.index] = _role_shared(scene, sense, frameset, chunk, foreseen)
    what, inner, outer = shared
    return (_of_slot(match, what, function, rival), *inner), outer


@lru_cache(maxsize=1 << 12)
def _of_slot(match: str, what: str, function: str, rival: str) -> tuple[str, ...]:
    """What the slot tells: whether the frame foresees the chunk in it, or another one."""
    return (
        "bias",
        f"expected={match}",
        f"expected={match}&class={what}",
        f"expected={match}&function={function}",
        f"rival={rival}",
        f"rival={rival}&expected={match}",
        f"rival={rival}&function={function}&class={what}",
    )


def _role_shared(
    scene: Scene, sense: Sense, frameset: Frameset, chunk: Chunk, foreseen: Foreseen
) -> tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """What is the same for all slots: the chunk's class, features that come again together, and the rest."""
    frame, at = sense.frame, sense.token
    pos, kind = sense.pos, frame.passive_type if sense.pos == "passive" and frame.passive_type else frame.type
    function, role = foreseen.rows[chunk.index]
    side = "self" if chunk.start <= at < chunk.end else "after" if chunk.start > at else "before"
    what = _class(chunk)
    prep = chunk.prep if chunk.prep in _PREPS else "other" if chunk.prep else ""
    between = bucket(nouns_between(scene, at, chunk.start), (0, 1, 2, 4))
    verbs = min(verbs_between(scene, at, chunk.start), 3)
    inner = (
        _of_function(function, pos, what, kind, side, frame.construct),
        _of_preposition(prep, side, role, pos, kind),
        _of_distance(side, between, function, _clause_distance(scene, at, chunk), verbs),
        _of_kind(chunk.kind, function, chunk.human, chunk.definite, chunk.name, chunk.conj),
    )
    return what, inner, tuple(_role_rest(scene, sense, frameset, chunk, foreseen, function, side, what, prep))


@lru_cache(maxsize=1 << 13)
def _of_function(function: str, pos: str, what: str, kind: str, side: str, construct: str | None) -> tuple[str, ...]:
    return (
        f"function={function}&pos={pos}",
        f"function={function}&pos={pos}&class={what}",
        f"function={function}&type={kind}",
        f"class={what}",
        f"class={what}&type={kind}",
        f"class={what}&side={side}",
        f"construct_kind={construct}&function={function}",
    )


@lru_cache(maxsize=1 << 13)
def _of_preposition(prep: str, side: str, role: str, pos: str, kind: str) -> tuple[str, ...]:
    return (
        f"prep={prep}&side={side}",
        f"prep={prep}&role={role}",
        f"prep={prep}&pos={pos}&side={side}",
        f"prep={prep}&type={kind}",
    )


@lru_cache(maxsize=1 << 13)
def _of_distance(side: str, between: str, function: str, clause: str, verbs: int) -> tuple[str, ...]:
    return (
        f"side={side}&between={between}",
        f"between={between}&function={function}",
        f"clause={clause}&side={side}",
        f"clause={clause}&function={function}",
        f"verbs={verbs}",
    )


@lru_cache(maxsize=1 << 12)
def _of_kind(kind: str, function: str, human: bool, definite: bool, name: bool, conj: bool) -> tuple[str, ...]:
    return (
        f"kind={kind}",
        f"kind={kind}&function={function}",
        f"human={human}&definite={definite}",
        f"name={name}",
        f"conj={conj}",
    )


def _role_rest(
    scene: Scene,
    sense: Sense,
    frameset: Frameset,
    chunk: Chunk,
    foreseen: Foreseen,
    function: str,
    side: str,
    what: str,
    prep: str,
) -> list[str]:
    """What only some chunks have."""
    frame, at, pos = sense.frame, sense.token, sense.pos
    kind = frame.passive_type if pos == "passive" and frame.passive_type else frame.type
    outer = [f"foreseen={foreseen.names}&function={function}"]
    if frame.object_is and _is_idiom(chunk, frame.object_is, scene.tokens):
        outer.append("idiom_part")
    if chunk.kind in {"pronoun", "dropped", "relative"}:
        outer.append(f"referent={chunk.referent is not None}&kind={chunk.kind}")
    if chunk.of >= 0 and chunk.of != at:
        outer.append("inner_term")
        outer.append(f"inner_of={_head_class(scene, chunk.of)}")
    if chunk.kind == "event":
        outer.append("is_event")
    if frameset.light is not None:
        outer.append(f"light={frameset.light.subject}&function={function}")
        outer.append(f"light_prep={frameset.light_prep}&prep={prep}")
    if frameset.governor >= 0 and not frameset.verb:
        outer.append(f"governor={frameset.governor_relation}&function={function}&side={side}")
        own = frameset.own.prep if frameset.own else ""
        outer.append(f"governing={_type_at(scene, frameset.governor)}&function={function}")
        outer.append(f"own_prep={own if own in _PREPS else bool(own)}&function={function}")
    if function == "understood":
        outer.append(f"path={frameset.path}")
        outer.append(f"path={frameset.path}&type={kind}")
        outer.append(f"path={frameset.path}&foreseen={foreseen.names}")
    if function in {"construct", "suffix"} and pos not in {"verb", "passive"}:
        second = _second_term(scene, chunk)
        outer.append(f"second_term={second}&pos={pos}&class={what}")
        outer.append(f"second_term={second}&function={function}&type={kind}")
        outer.append(f"second_term={second}&construct_kind={frame.construct}")
    for mention in chunk.mentions[:2]:
        outer.append(f"mention={mention.kind}&sector={mention.sector}")
        if mention.kind == "group":
            outer.append(f"group={mention.sense}")
    return outer


def _type_at(scene: Scene, at: int) -> str:
    """The type of the likeliest frame of a verb, or ``""``."""
    return next((s.frame.type for s in scene.senses if s.token == at and s.rank == 0), "")


def _second_term(scene: Scene, construct: Chunk) -> str:
    """Whether the object follows the term, so that the term acts: bare («فتح الجنود النار») or with «ل» («قصف الطيران للبلدة»)."""
    after = construct.end
    while after < len(scene.tokens) and (scene.tokens[after].text in _QUOTES or _adverb(scene.tokens[after])):
        after += 1
    for chunk in scene.chunks:
        if chunk.start == after and not chunk.prep and chunk.kind in {"noun", "event"} and not chunk.conj:
            return "bare" if chunk.sense != "time" else "none"
        if chunk.prep == "ل" and after <= chunk.start <= after + 3 and chunk.kind != "event":
            return "l"
    return "none"


def _adverb(token: Token) -> bool:
    return bool(token.analyses) and token.best.upos == "ADV"


def _is_idiom(chunk: Chunk, words: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether the chunk is the fixed noun of an idiom («فتح النار») and so no participant."""
    return (
        chunk.kind == "noun" and not chunk.human and fits([w for w in words if not w.startswith("@")], [chunk], tokens)
    )


def _clause_distance(scene: Scene, at: int, chunk: Chunk) -> str:
    here = scene.clause_of[at]
    there = scene.clause_of[min(chunk.start, len(scene.clause_of) - 1)]
    if here == there:
        return "same"
    if abs(here - there) == 1:
        kind = scene.clauses[max(here, there)].kind
        return f"next:{kind}"
    return "far"


def _head_class(scene: Scene, at: int) -> str:
    token = scene.tokens[at]
    if is_verb(token):
        return "verb"
    return token.best.sense if token.analyses and token.best.sense else "noun"
