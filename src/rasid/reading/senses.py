"""Step 6, first half: the event words of a sentence with every frame that each may evoke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from rasid.lexicon import Frame
from rasid.model import Analysis, Token
from rasid.reading.clauses import is_verb
from rasid.reading.index import bare
from rasid.reading.parts import Chunk, Mention, Scene, Sense
from rasid.reading.tables import Tables
from rasid.text import fold_word

_DEPTH = 5
_MARGIN = 6.0
_NARROW = 3.0
_WINDOW = 10
_CLOSE = 3
_PREPOSITIONS = frozenset({"عن", "الي", "علي", "في"})
_EVOKING = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "X"})

# What a chunk's head must be for each class that a frame's conditions name.
CLASSES: dict[str, frozenset[str]] = {
    "@person": frozenset({"person", "people", "group", "name"}),
    "@armed": frozenset({"armed"}),
    "@state": frozenset({"state", "org"}),
    "@org": frozenset({"org"}),
    "@place": frozenset({"place"}),
    "@weapon": frozenset({"weapon"}),
    "@munition": frozenset({"munition", "weapon"}),
    "@vehicle": frozenset({"vehicle"}),
    "@building": frozenset({"building", "facility"}),
    "@event": frozenset({"event"}),
    "@territory": frozenset({"place", "state"}),
    "@abstract": frozenset({"abstract"}),
    "@money": frozenset({"money"}),
    "@time": frozenset({"time"}),
    "@document": frozenset({"document"}),
    "@body": frozenset({"body"}),
    "@object": frozenset({"object", "building", "vehicle"}),
}


def _heads(mention: Mention) -> int:
    """How many words of a mention, from its first, may tell an event nonetheless: none of a name, the head of a body or office, all of others."""
    if mention.kind in {"actor", "person"}:
        return 0
    return 1 if mention.kind in {"organ", "role"} else mention.end - mention.start


def propose(tokens: Sequence[Token], tables: Tables, mentions: Iterable[Mention] = ()) -> list[Sense]:
    """Every (event word, frame) of a sentence; several frames for one word where it has several senses.

    A word within a longer name («منظمة العفو الدولية», «حسن نصر الله») or, after its first, within that of a body or office
    («قوات الاحتلال», «المتحدث باسم جبهة تحرير») tells no event.
    """
    found: list[Sense] = []
    named = {i for m in mentions if m.end - m.start > 1 for i in range(m.start + _heads(m), m.end)}
    for token in tokens:
        if token.kind != "word" or not token.analyses or token.index in named:
            continue
        seen: set[tuple[int, str]] = set()
        top = token.best.score
        for rank, reading in enumerate(token.analyses[:_DEPTH]):
            if reading.score < top - _MARGIN or (rank > 1 and reading.score < top - _NARROW):
                break
            if reading.upos == "VERB" and _governed(tokens, token.index):
                continue
            if (
                reading.upos == "NOUN"
                and is_verb(token)
                and not reading.definite
                and _nominative(tokens, token.index + 1)
            ):
                continue
            for frame, pos in _frames(token, reading, tables):
                key = (id(frame), pos)
                if key not in seen:
                    seen.add(key)
                    found.append(Sense(token=token.index, reading=reading, rank=rank, frame=frame, pos=pos))  # type: ignore[arg-type]
    return found


def _governed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition stands before a word, so that it is no verb («مسؤول عن قتل المدنيين»)."""
    before = tokens[at - 1] if at else None
    return (
        before is not None
        and before.folded.removeprefix("و") in _PREPOSITIONS
        and bool(before.analyses)
        and before.best.upos == "ADP"
        and not before.best.enclitic
    )


def _nominative(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural in the nominative stands at a position, which no noun before it can govern («قتل مسلحون شرطيا»)."""
    after = tokens[at] if at < len(tokens) else None
    if after is None or not after.analyses or after.best.proclitics or after.best.enclitic:
        return False
    return after.best.number == "p" and after.folded.endswith("ون") and len(after.folded) > 4


def _frames(token: Token, reading: Analysis, tables: Tables) -> Sequence[tuple[Frame, str]]:
    """The frames that a reading may evoke, each with its part of speech."""
    if reading.upos not in _EVOKING:
        return ()
    if reading.upos == "VERB" and reading.voice == "Pass" and reading.enclitic:
        return ()
    stem = token.text[reading.stem[0] - token.start : reading.stem[1] - token.start]
    return tables.frames_of(
        reading.upos, reading.lemma, reading.root, reading.form, reading.voice == "Pass", reading.kind, stem
    )


def event_nouns(senses: Iterable[Sense]) -> frozenset[int]:
    """Positions of words that may evoke an event as nouns."""
    return frozenset(
        s.token
        for s in senses
        if (s.pos in {"masdar", "noun"} and s.rank == 0)
        or (s.pos == "masdar" and s.reading.upos == "NOUN" and s.rank <= 1)
    )


def fits(conditions: Sequence[str], chunks: Iterable[Chunk], tokens: Sequence[Token]) -> bool:
    """Whether some chunk's head is one of the words or classes that a frame's condition lists."""
    heads: set[str] = set()
    senses: set[str] = set()
    for chunk in chunks:
        token = tokens[chunk.head]
        if token.analyses:
            heads.add(bare(fold_word(token.best.lemma)))
        heads.add(bare(token.folded))
        senses.add(chunk.sense)
        for mention in chunk.mentions:
            if mention.sector in {"MIL", "REB", "UAF", "POL", "SPY"} or mention.sense in {
                "combatant",
                "attacker",
                "security",
            }:
                senses.add("armed")
            if mention.kind == "weapon":
                senses |= {"weapon", mention.sense}
    return any(bool(CLASSES[c] & senses) if c in CLASSES else _first(c) in heads for c in conditions if c)


@lru_cache(maxsize=4096)
def _first(condition: str) -> str:
    """The folded first word of a condition without article."""
    return bare(fold_word(condition.split(maxsplit=1)[0]))


def near(words: Sequence[str], scene: Scene, at: int) -> bool:
    """Whether one of the words stands within the window around a position, in any inflection."""
    if not scene.forms:
        scene.forms = [(bare(t.folded), bare(fold_word(t.best.lemma)) if t.analyses else "") for t in scene.tokens]
    wanted = _wanted(tuple(words))
    around = scene.around.get(at)
    if around is None:
        rows = (*scene.forms[max(0, at - _WINDOW) : at], *scene.forms[at + 1 : at + _WINDOW + 1])
        around = scene.around[at] = frozenset(chain.from_iterable(rows))
    return not wanted.isdisjoint(around)


def vetoed(words: Sequence[str], scene: Scene, at: int) -> bool:
    """Whether a word that speaks against a sense stands so close that the sense is out of the question («هجوم لاذع»)."""
    if not words or not near(words, scene, at):
        return False
    close = (*scene.forms[max(0, at - _CLOSE) : at], *scene.forms[at + 1 : at + _CLOSE + 1])
    return not _wanted(tuple(words)).isdisjoint(chain.from_iterable(close))


@lru_cache(maxsize=4096)
def _wanted(words: tuple[str, ...]) -> frozenset[str]:
    """The folded last words of the phrases that a condition lists, without its classes."""
    return frozenset(bare(fold_word(word.split()[-1])) for word in words if not word.startswith("@")) - {""}
