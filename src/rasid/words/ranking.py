"""Choosing among readings by their neighbours: a small log-linear model with named weights.

A reading's score is the sum of its own features' weights (see ``readings``), less its cost, plus a weight for each pair
of a *context* (what the neighbours show) and the *reading's shape*. Contexts name shapes and closed-class words only,
never open-class ones. The sentence is read once from its beginning; the words already read count with the reading
chosen, the next word with the likeliest by its form alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from rasid.model import Analysis, Token
from rasid.words.analyser import DEPTH, Analyser
from rasid.words.readings import Reading, Word

EDGE = "EDGE"
_KEPT = 1 << 11
"""How many sums of contexts are kept of each kind."""
_CLOSING = frozenset(".!?؟؛:،,")


class Neighbour(msgspec.Struct, frozen=True, gc=False):
    """What the model is told of a word's neighbour."""

    shape: str
    token: str
    reading: Reading | None = None


OUTSIDE = Neighbour(EDGE, EDGE)
_MARK = Neighbour("PUNCT", "PUNCT")
STOP = Neighbour("STOP", "STOP")
_NUMBER = Neighbour("NUM:digits", "NUM:digits")
_LATIN = Neighbour("X", "X")


class Weights(msgspec.Struct, frozen=True):
    """``own``: weight of each feature of a word itself; ``pairs``: context, then reading's shape, to weight."""

    own: dict[str, float]
    pairs: dict[str, dict[str, float]]


def neighbour(reading: Reading) -> Neighbour:
    """A reading as its neighbours see it."""
    return Neighbour(reading.shape, reading.token, reading)


def contexts(
    before: Neighbour,
    second: Neighbour,
    third: Neighbour,
    after: Neighbour,
    follow: Neighbour,
    following: str,
    *,
    verb: bool,
) -> tuple[str, ...]:
    """The contexts that weigh on every reading of a word between ``before`` and ``after``.

    ``verb``: whether the clause had a verb before; ``following``: the noun phrases after the word (see ``run``).
    """
    return (
        *own_contexts(before, second, third, following),
        *before_contexts(before.token, after.shape),
        *after_contexts(after.token, after.shape, follow.shape),
        *run_contexts(before.shape, after.shape, subject_class(after), following, verb),
    )


def own_contexts(before: Neighbour, second: Neighbour, third: Neighbour, following: str) -> tuple[str, ...]:
    """The contexts that seldom come again as they are."""
    return (
        "2:" + before.shape + "|" + second.token,
        "3:" + second.shape + "|" + before.shape + "|" + third.shape,
        f"r2:{following}|{before.token}",
    )


def before_contexts(before: str, after: str) -> tuple[str, ...]:
    """The contexts of the word before and the next one's shape."""
    return "1:" + before, f"9:{before}|{after}"


def after_contexts(after: str, shape: str, follow: str) -> tuple[str, ...]:
    """The contexts of the next word, its shape and that of the one after it."""
    return "4:" + after, "5:" + shape + "|" + follow


def run_contexts(before: str, after: str, subject: str, following: str, verb: bool) -> tuple[str, ...]:
    """The contexts of the shapes beside a word and of what follows."""
    return (
        f"6:{before}|{after}",
        f"7:{verb}",
        f"8:{verb}|{after}",
        "r:" + following,
        f"r1:{following}|{after}",
        f"s:{subject}|{following}",
        *voice_contexts(before, subject, following),
    )


def voice_contexts(before: str, subject: str, following: str) -> tuple[str, ...]:
    """A few coarse contexts that tell active from passive: what stands before, how much and what follows."""
    end, _, phrases = following.partition("/")
    upos, _, mark = before.partition(":")
    lead = _LEADS.get(upos, "other")
    if upos == "PRON" and mark:
        lead = "noun"
    stop = end if end in ("ADP", "SCONJ") else "mark" if end in ("STOP", "EDGE", "PUNCT") else "other"
    return (
        f"v1:{phrases}",
        f"v2:{lead}",
        f"v3:{phrases}|{lead}",
        f"v4:{phrases}|{stop}",
        f"v5:{phrases}|{subject}",
    )


_LEADS = {
    "NOUN": "noun", "PROPN": "noun", "ADJ": "noun", "X": "noun", "NUM": "noun", "PRON": "pronoun", "AUX": "auxiliary",
    "PART": "particle", "SCONJ": "conjunction", "EDGE": "edge", "STOP": "edge", "PUNCT": "edge",
}  # fmt: skip
_ACTING = frozenset({"person", "people", "group", "org", "name"})


def subject_class(after: Neighbour) -> str:
    """Whether the next word, if a noun, can act: ``acts``, ``thing``, or "" where it is no noun or not known."""
    reading = after.reading
    if reading is None or reading.analysis.upos not in ("NOUN", "PROPN"):
        return ""
    a = reading.analysis
    if a.human or a.upos == "PROPN" or a.sense in _ACTING:
        return "acts"
    return "thing" if a.sense else "noun"


_RUN = frozenset({"NOUN", "ADJ", "PROPN", "NUM", "DET", "X"})
_REACH = 8


def run(ahead: Sequence[Neighbour], start: int) -> str:
    """What follows a word at ``start``: how many noun phrases (0 to 2), an accusative among them, and what ends them.

    It tells a verb with subject and object from one whose subject is all that follows (a passive, often).
    """
    phrases, accusative, closed, last = 0, False, True, ""
    for near in ahead[start : start + _REACH]:
        upos, _, mark = near.shape.partition(":")
        if upos == "PRON" and near.reading is not None and near.reading.demonstrative:
            phrases, closed, last = phrases + 1, False, "DET"
            continue
        if upos not in _RUN:
            return f"{upos}/{min(phrases, 2)}{'a' if accusative else ''}"
        accusative = accusative or mark == "tan"
        if upos in ("NOUN", "PROPN", "NUM", "X") and closed and not (upos == last == "PROPN"):
            phrases += 1
        # A noun with article or suffix is complete: the next noun begins another phrase.
        closed = mark in ("def", "enc", "tan") or upos in ("ADJ", "PROPN")
        last = upos
    return f"LONG/{min(phrases, 2)}{'a' if accusative else ''}"


_AGREEING = ("NOUN", "ADJ", "PROPN")


def agreement(before: Neighbour, after: Neighbour, reading: Reading) -> str:
    """Whether gender, number and article go with the noun before (adjectives) or after (verbs)."""
    a = reading.analysis
    if a.upos in ("ADJ", "NOUN") and before.reading is not None:
        b = before.reading.analysis
        if b.upos in _AGREEING:
            article = f"{int(b.definite or bool(b.enclitic))}{int(a.definite)}"
            like = _alike(b, a)
            return f"agree={a.upos}&{b.upos}/{article}/{like}"
    if a.upos == "VERB" and after.reading is not None and after.reading.analysis.upos in ("NOUN", "PROPN"):
        b = after.reading.analysis
        gender = "f" if b.number == "p" and not b.human else b.gender
        return f"subject={a.voice}&{a.person}{a.number}/{int(a.gender == gender)}/{int(b.definite)}"
    return ""


def _alike(noun: Analysis, other: Analysis) -> str:
    gender, number = noun.gender, noun.number
    if number == "p" and not noun.human:
        gender, number = "f", "s"
    return f"{int(gender == other.gender)}{int(number == other.number)}"


class _Row(dict[tuple[str, str, str], float]):
    """The weights of one context, summed up for class, shape and objects when first asked for."""

    def __init__(self, row: Mapping[str, float]) -> None:
        """``row``: the weight of each class, shape and kind of objects."""
        super().__init__()
        self._weights = dict(row)

    def __missing__(self, key: tuple[str, str, str]) -> float:
        get = self._weights.get
        coarse, shape, objects = key
        found = get(coarse, 0.0) + get(shape, 0.0)
        if objects:
            found += get(objects, 0.0)
        self[key] = found
        return found


class _Sum(dict[tuple[str, str, str], float]):
    """The weights of several contexts together, summed up for class, shape and objects when first asked for."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        """``rows`` of the contexts."""
        super().__init__()
        self._rows = rows

    def __missing__(self, key: tuple[str, str, str]) -> float:
        found = self[key] = sum([row[key] for row in self._rows])
        return found


class Ranker:
    """Gives each token of a sentence its readings in order."""

    def __init__(self, analyser: Analyser, pairs: Mapping[str, Mapping[str, float]]) -> None:
        """``pairs``: the weights of contexts, see ``Weights``."""
        self._analyser = analyser
        self._pairs = {context: _Row(row) for context, row in pairs.items() if row}
        self._agree = dict(pairs.get("agreement", {}))
        # Contexts that come again together are summed up together.
        kept = lru_cache(maxsize=_KEPT)
        self._before = kept(lambda *key: self._sum(before_contexts(*key)))
        self._after = kept(lambda *key: self._sum(after_contexts(*key)))
        self._run = kept(lambda *key: self._sum(run_contexts(*key)))

    def _sum(self, around: Iterable[str]) -> _Sum:
        return _Sum([row for row in map(self._pairs.get, around) if row is not None])

    def _rows(
        self,
        before: Neighbour,
        second: Neighbour,
        third: Neighbour,
        ahead: Sequence[Neighbour],
        start: int,
        *,
        verb: bool,
    ) -> list[dict[tuple[str, str, str], float]]:
        """The weights of the contexts of a word (see ``contexts``); the words after it begin at ``start``."""
        after, follow = ahead[start], ahead[start + 1]
        what = run(ahead, start)
        rows = [row for row in map(self._pairs.get, own_contexts(before, second, third, what)) if row is not None]
        return [
            *rows,
            self._before(before.token, after.shape),
            self._after(after.token, after.shape, follow.shape),
            self._run(before.shape, after.shape, subject_class(after), what, verb),
        ]

    def rank(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens with their analyses, the likeliest first; spans count as the tokens' own offsets do."""
        words = [self._analyser.word(token.text) if token.kind == "word" else None for token in tokens]
        chosen: list[Token] = []
        for token, scored in zip(tokens, self._scored(tokens, words), strict=True):
            chosen.append(msgspec.structs.replace(token, analyses=_placed(token, scored)))
        return tuple(chosen)

    def _scored(self, tokens: Sequence[Token], words: Sequence[Word | None]) -> Iterator[list[tuple[float, Reading]]]:
        before = second = third = OUTSIDE
        verb = False
        ahead = [glance(token, word) for token, word in zip(tokens, words, strict=True)] + [OUTSIDE, OUTSIDE]
        for place, word in enumerate(words):
            if word is None:
                yield []
                here = ahead[place]
                verb = verb and here is not STOP
            else:
                # One group only: its context weighs on all its readings alike.
                several = len(word.groups) > 1
                rows = self._rows(before, second, third, ahead, place + 1, verb=verb) if several else []
                scored = self._weigh(word, rows, before, ahead[place + 1])
                best = scored[0][1]
                here = neighbour(best)
                verb = verb or best.analysis.upos == "VERB"
                yield scored
            before, second, third = here, before, second

    def _weigh(
        self, word: Word, rows: Sequence[dict[tuple[str, str, str], float]], before: Neighbour, after: Neighbour
    ) -> list[tuple[float, Reading]]:
        """All readings of a word with their scores in a context, the likeliest first."""
        agree = self._agree
        noun = before.reading is not None and before.reading.analysis.upos in _AGREEING
        subject = after.reading is not None and after.reading.analysis.upos in ("NOUN", "PROPN")
        scored: list[tuple[float, Reading]] = []
        for group in word.groups:
            key = group.key
            extra = sum([row[key] for row in rows])
            # Others agree with nothing beside them.
            if (noun and key[0] in ("ADJ", "NOUN")) or (subject and key[0] == "VERB"):
                for reading, base in zip(group.readings, group.scores, strict=True):
                    bonus = agree.get(agreement(before, after, reading), 0.0)
                    scored.append((base + extra + bonus, reading))
            else:
                scored += [(base + extra, reading) for reading, base in zip(group.readings, group.scores, strict=True)]
        scored.sort(key=_score, reverse=True)
        return scored


def _score(pair: tuple[float, Reading]) -> float:
    return pair[0]


def glance(token: Token, word: Word | None) -> Neighbour:
    """A token as the word before it sees it, by its form alone."""
    if word is not None:
        return neighbour(word.guess)
    if token.kind == "number":
        return _NUMBER
    if token.kind == "punct":
        return STOP if token.text[0] in _CLOSING else _MARK
    return _LATIN


_KINDS = {"number": "NUM", "punct": "PUNCT", "latin": "X", "symbol": "SYM", "word": "X"}


def _placed(token: Token, scored: list[tuple[float, Reading]]) -> tuple[Analysis, ...]:
    if not scored:
        upos = _KINDS[token.kind]
        return (Analysis(lemma=token.text, upos=upos, stem=(token.start, token.end), known=upos != "X"),)
    at = token.start
    return tuple(_moved(reading.analysis, at, score) for score, reading in scored[:DEPTH])


def _moved(a: Analysis, at: int, score: float) -> Analysis:
    """A reading whose spans count from the beginning of the text, with its score."""
    (start, end), suffix = a.stem, a.enclitic_span
    return msgspec.structs.replace(
        a,
        stem=(start + at, end + at),
        enclitic_span=(suffix[0] + at, suffix[1] + at) if suffix else None,
        score=score,
    )
