"""Readings of words while they are weighed: an analysis with what the ranker's model looks at."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from rasid.model import Analysis, Span
from rasid.text import fold_word
from rasid.words.clitics import Cut
from rasid.words.nominal import CONSTRUCT, NOMINATIVE, TANWIN
from rasid.words.store import Lexeme, Tag

_PERSON: dict[str, Literal[1, 2, 3]] = {"1": 1, "2": 2, "3": 3}
_VOICE: dict[str, Literal["Act", "Pass"]] = {"Act": "Act", "Pass": "Pass"}
_GENDER: dict[str, Literal["m", "f"]] = {"m": "m", "f": "f"}
_NUMBER: dict[str, Literal["s", "d", "p"]] = {"s": "s", "d": "d", "p": "p"}
OPEN = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM", "X", "SYM"})


class Reading(msgspec.Struct, frozen=True, gc=False):
    """An analysis whose spans count from the word's start, with its cost and features."""

    analysis: Analysis
    cost: float
    """In logits: spelling that differs from the table's, rarity."""
    coarse: str
    """Class with voice: NOUN, VERB-Act, VERB-Pass, …"""
    shape: str
    """Class with article, kind or ending, as neighbours see it."""
    features: tuple[str, ...]
    token: str
    """For closed classes the folded stem, else the shape: what neighbours may be told of the word."""
    state: int = 0
    objects: str = ""
    """Of a verb: voice and whether it takes an object."""
    demonstrative: bool = False


class Group(msgspec.Struct, frozen=True, gc=False):
    """Readings that agree in cut, class and voice, the best first, with the scores of their form alone."""

    readings: tuple[Reading, ...]
    scores: tuple[float, ...]
    key: tuple[str, str, str]
    """Class, shape and objects of the likeliest one, by which its neighbours weigh it."""

    @property
    def score(self) -> float:
        """The score of the likeliest reading."""
        return self.scores[0]

    @property
    def best(self) -> Reading:
        """The likeliest reading of the group."""
        return self.readings[0]


class Word(msgspec.Struct, frozen=True, gc=False):
    """All that is known of a written word: its groups, the likeliest by form alone first."""

    groups: tuple[Group, ...]

    @property
    def guess(self) -> Reading:
        """The likeliest reading by form alone."""
        return self.groups[0].best


class _Look(NamedTuple):
    """What a reading shows apart from its letters: all that follows from class, cut, word and form."""

    coarse: str
    shape: str
    features: tuple[str, ...]
    token: str
    objects: str
    voice: Literal["Act", "Pass"] | None
    person: Literal[1, 2, 3] | None
    gender: Literal["m", "f"] | None
    number: Literal["s", "d", "p"] | None


@lru_cache(maxsize=1 << 14)
def _look(
    upos: str,
    proclitics: tuple[str, ...],
    article: bool,
    enclitic: str,
    size: int,
    word: tuple[str, str, str, str],
    lemma: str,
    tag: Tag,
    origin: str,
) -> _Look:
    """How a form looks; ``size`` counts the stem's letters up to 3, ``word`` is what the dictionary says of it.

    ``lemma`` is given for function words and closed classes only, ``origin`` where no table has the form.
    """
    form, lexical, sense, flags = word
    shape = _shape(upos, article, bool(enclitic), tag)
    source = origin or ("function" if "f" in flags else "verb" if lexical in ("VERB", "AUX") else tag.kind or lexical)
    return _Look(
        coarse=f"{upos}-{tag.voice}" if upos == "VERB" else upos,
        shape=shape,
        features=_own_features(upos, proclitics, enclitic, size, form, sense, flags, lemma, tag, source, shape),
        token=shape if upos in OPEN else f"{upos}={fold_word(lemma)}",
        objects=f"{tag.voice}-{'i' if 'i' in flags else 't' if 't' in flags else 'b'}" if upos == "VERB" else "",
        voice=_VOICE.get(tag.voice),
        person=_PERSON.get(tag.person),
        gender=_GENDER.get(tag.gender),
        number=_NUMBER.get(tag.number),
    )


def _shape(upos: str, article: bool, enclitic: bool, tag: Tag) -> str:
    if upos in ("VERB", "AUX"):
        return f"{upos}:{tag.kind}"
    if upos in ("NOUN", "ADJ", "PROPN", "NUM"):
        mark = "def" if article else "enc" if enclitic else "tan" if tag.state & TANWIN else "con" if tag.state & CONSTRUCT else "bare"  # fmt: skip
        return f"{upos}:{mark}"
    return upos + (":enc" if enclitic else "")


def _own_features(
    upos: str,
    proclitics: tuple[str, ...],
    enclitic: str,
    size: int,
    form: str,
    sense: str,
    flags: str,
    lemma: str,
    tag: Tag,
    source: str,
    shape: str,
) -> tuple[str, ...]:
    """Features of a form."""
    clitics = "".join(proclitics)
    voice = f"{upos}-{tag.voice}" if upos == "VERB" else upos
    features = [f"class={voice}", f"source={source}&{upos}", f"shape={shape}", f"clitics={clitics}"]
    if clitics:
        features.append(f"clitics={clitics}&class={upos}")
    if enclitic:
        features += [f"suffix={enclitic}", f"suffix&class={voice}", f"suffix={enclitic}&class={upos}"]
        if "i" in flags and upos == "VERB":
            features.append("suffix&intransitive")
    if upos in ("VERB", "AUX"):
        features += [f"verb={tag.kind}/{tag.person}{tag.gender}{tag.number}", f"verb={tag.kind}{tag.mood}&{tag.voice}"]
        features.append(f"form={form}&{tag.voice}")
        if tag.voice == "Pass":
            features.append("passive&intransitive" if "i" in flags else "passive&transitive")
            features.append(f"passive&often={'P' in flags}")
            features.append(f"passive={tag.kind}/{tag.person}{tag.gender}{tag.number}")
    elif upos in ("NOUN", "ADJ", "PROPN"):
        features += [f"number={tag.number}&{upos}", f"kind={tag.kind}&{upos}"]
        if tag.state & NOMINATIVE:
            features.append("nominative")
        if form:
            features.append(f"kind={tag.kind}&form={form}&{upos}")
        if sense:
            features.append(f"sense={sense}&{upos}")
    if "f" in flags:
        features.append(f"word={fold_word(lemma)}&{upos}")
    if size < 3:
        features.append(f"short={size}&{'f' if 'f' in flags else upos}")
    return tuple(features)


def make(
    spans: list[int],
    word: str,
    cut: Cut,
    upos: str,
    lexeme: Lexeme,
    tag: Tag,
    price: float,
    extra: tuple[str, ...] = (),
    *,
    known: bool = False,
) -> Reading:
    """A reading of ``word`` in a cut. ``spans`` maps folded positions to the word's; ``extra`` are further features."""
    known = known or not extra
    lemma, root, form, lexical, sense, flags = lexeme
    proclitics, article, outer, start, end, enclitic = cut
    look = _look(
        upos,
        proclitics,
        article,
        enclitic,
        min(end - start, 3),
        (form, lexical, sense, flags),
        lemma if "f" in flags or upos not in OPEN else "",
        tag,
        "guess" if extra and not known else "nisba" if extra else "",
    )
    coarse, shape, features, token, objects, voice, person, gender, number = look
    stem: Span = (spans[outer], spans[end])
    analysis = Analysis(
        lemma=lemma,
        upos=upos,
        kind=tag.kind,
        form=form,
        root=root,
        voice=voice,
        person=person,
        gender=gender,
        number=number,
        definite=article,
        human="h" in flags,
        sense=sense,
        proclitics=proclitics,
        stem=stem,
        enclitic=word[spans[end] :] if enclitic else "",
        enclitic_span=(spans[end], len(word)) if enclitic else None,
        known=known,
    )
    if extra:
        features += extra
    return Reading(analysis, price, coarse, shape, features, token, tag.state, objects, "d" in flags)


def merged(readings: list[Reading]) -> list[Reading]:
    """Join a noun of the tables with the verbal noun or participle that it is as well: one reading knows both."""
    if not any(reading.analysis.kind and reading.analysis.upos == "NOUN" for reading in readings):
        return readings
    nouns: dict[object, Reading] = {}
    for reading in readings:
        if reading.analysis.upos == "NOUN" and not reading.analysis.kind:
            nouns.setdefault(_identity(reading), reading)
    kept: list[Reading] = []
    joined: set[object] = set()
    for reading in readings:
        a = reading.analysis
        noun = nouns.get(_identity(reading)) if a.upos == "NOUN" and a.kind else None
        if noun is None:
            kept.append(reading)
        else:
            kept.append(_joined(reading, noun))
            joined.add(id(noun))
    return [reading for reading in kept if id(reading) not in joined]


def _identity(reading: Reading) -> tuple[object, ...]:
    a = reading.analysis
    return (a.lemma, a.number, a.gender, a.proclitics, a.stem, a.enclitic, a.definite, reading.state)


def _joined(derived: Reading, noun: Reading) -> Reading:
    n = noun.analysis
    analysis = msgspec.structs.replace(derived.analysis, sense=n.sense, human=n.human)
    return msgspec.structs.replace(
        derived,
        analysis=analysis,
        cost=min(derived.cost, noun.cost),
        features=tuple(dict.fromkeys((*derived.features, *noun.features))),
    )


def compared(reading: Reading, *, whole: bool, unsuffixed: bool) -> Reading:
    """The reading with features that tell whether the word also has a known reading without cutting."""
    a = reading.analysis
    added: list[str] = []
    if a.proclitics:
        added.append(f"cut={a.proclitics[-1]}&whole={whole}")
    elif a.enclitic:
        added.append(f"suffix&whole={whole}")
    if a.enclitic and a.proclitics:
        added.append(f"suffix&free={unsuffixed}")
    return msgspec.structs.replace(reading, features=reading.features + tuple(added)) if added else reading
