"""The tables turned into look-ups: phrases by their first word, frames by lemma and root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rasid.model import Token
from rasid.text import fold_word

Payload = TypeVar("Payload")

_CLITICS = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "وب", "ول", "فب", "فل", "وك", "و", "ف", "ب", "ل", "ك", "س")
_FIRST = frozenset(clitic[0] for clitic in _CLITICS)
_NO_FORMS: frozenset[str] = frozenset()
_SKIPPED = '#"«»“”-–_'
_MIN_STEM = 3
_CLOSE = 1.6
"""How much less likely than the best one a reading may be for its lemma to be looked up."""


def word_forms(folded: str) -> tuple[str, ...]:
    """A folded word of a name with its other cases («الحوثيون», «الحوثيين»)."""
    if folded.endswith("ون") and len(folded) > 4:
        return folded, folded[:-2] + "ين"
    return (folded, "ابي", "ابا") if folded == "ابو" else (folded,)


def bare(folded: str) -> str:
    """A folded word without its article."""
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


@lru_cache(maxsize=1 << 15)
def _exact(folded: str) -> Mapping[str, int]:
    """The forms of ``clitic_cuts`` with the letters that came off; the first way to a form counts."""
    found: dict[str, int] = {}
    for form, cut in clitic_cuts(folded):
        found.setdefault(form, cut)
    return found


def clitic_cuts(folded: str) -> Iterator[tuple[str, int]]:
    """Ways to read a folded word as a name: its form after each proclitic, and how many letters came off."""
    yield folded, 0
    if folded[:1] not in _FIRST:
        return
    for clitic in _CLITICS:
        if not folded.startswith(clitic):
            continue
        rest = folded[len(clitic) :]
        if len(rest) < _MIN_STEM:
            continue
        if clitic.endswith(("لل", "ال")):
            yield "ال" + rest, len(clitic) if clitic.endswith("لل") else len(clitic) - 2
        if not clitic.endswith("ال"):
            yield rest, len(clitic)


class Keys:
    """What one token may be looked up by; made once for each token."""

    __slots__ = ("exact", "lemmas")

    def __init__(self, token: Token, *, written: bool = False) -> None:
        """Collect exact forms with the letters that came off, and lemmas with the forms without the article.

        ``written``: leave the lemmas out, for phrases that must stand as written.
        """
        self.exact: Mapping[str, int]
        self.lemmas: dict[str, int] = {}
        if token.kind != "word":
            self.exact = {token.folded.casefold(): 0}
            return
        self.exact = _exact(token.folded)
        if written:
            return
        top = token.analyses[0].score if token.analyses else 0.0
        for analysis in token.analyses[:4]:
            if analysis.score < top - _CLOSE:
                break
            if analysis.upos in {"VERB", "ADP", "CCONJ", "SCONJ", "PRON"}:
                continue
            cut = analysis.stem[0] - token.start
            self.lemmas.setdefault(fold_word(analysis.lemma), cut)
            stem = fold_word(token.text[cut : analysis.stem[1] - token.start])
            self.lemmas.setdefault(bare(stem), cut)


class PhraseIndex(Generic[Payload]):
    """Phrases of one or more words; the longest match wins, and the earliest added among equals.

    ``by_lemma`` matches the words of a phrase in any inflection; otherwise they must stand as written, but for a
    particle before the first.
    """

    def __init__(self, *, by_lemma: bool) -> None:
        """Start empty."""
        self._by_lemma = by_lemma
        self._table: dict[str, list[tuple[tuple[str, ...], frozenset[str], Payload]]] = defaultdict(list)

    def add(self, phrase: str, payload: Payload) -> None:
        """Add a phrase with what it stands for."""
        words = [fold_word(word) for word in phrase.replace("-", " ").replace("/", " ").split()]
        if not words:
            return
        first, rest = words[0], tuple(words[1:])
        row = (rest, _openings(rest) if rest else _NO_FORMS, payload)
        for form in (bare(first),) if self._by_lemma else word_forms(first):
            self._table[form].append(row)

    def finish(self) -> None:
        """Put longer phrases first."""
        for rows in self._table.values():
            if len(rows) > 1:
                rows.sort(key=lambda row: -len(row[0]))

    def firsts(self) -> Iterable[str]:
        """The forms that phrases begin with."""
        return self._table.keys()

    def holds(self, form: str) -> bool:
        """Whether some phrase begins with a folded form."""
        return form in self._table

    def match(self, tokens: Sequence[Token], keys: Sequence[Keys], start: int) -> tuple[int, int, list[Payload]] | None:
        """The longest phrase that begins at ``start``: its end, the letters cut off before it, what it stands for."""
        first = keys[start].lemmas if self._by_lemma else keys[start].exact
        if self._table.keys().isdisjoint(first):
            return None
        best: tuple[int, int, list[Payload]] | None = None
        second: set[str] | None = None
        for form, cut in first.items():
            for rest, openings, payload in self._table.get(form, ()):
                if rest:
                    if second is None:
                        second = self._next(tokens, keys, start + 1)
                    if openings.isdisjoint(second):
                        continue
                end = self._follow(tokens, keys, start + 1, rest)
                if end < 0 or (best is not None and end < best[0]):
                    continue
                if best is not None and end == best[0]:
                    if cut == best[1]:
                        best[2].append(payload)
                    continue
                best = (end, cut, [payload])
        return best

    def _next(self, tokens: Sequence[Token], keys: Sequence[Keys], at: int) -> set[str]:
        """What the second word of a phrase may be for the token at ``at``, so that most phrases need no closer look."""
        while at < len(tokens) and tokens[at].text in _SKIPPED:
            at += 1
        if at >= len(tokens):
            return set()
        return {tokens[at].folded, *keys[at].lemmas} if self._by_lemma else {tokens[at].folded}

    def _follow(self, tokens: Sequence[Token], keys: Sequence[Keys], at: int, rest: tuple[str, ...]) -> int:
        for word in rest:
            while at < len(tokens) and tokens[at].text in _SKIPPED:
                at += 1
            if at >= len(tokens):
                return -1
            form = tokens[at].folded
            same = form == word or (word.endswith("ون") and form == word[:-2] + "ين")
            if not same and (not self._by_lemma or (word not in keys[at].lemmas and bare(word) not in keys[at].lemmas)):
                return -1
            at += 1
        return at


def _openings(rest: Sequence[str]) -> frozenset[str]:
    """The forms in which the second word of a phrase may stand."""
    return _forms(rest[0])


@lru_cache(maxsize=1 << 13)
def _forms(word: str) -> frozenset[str]:
    return frozenset({word, bare(word), word[:-2] + "ين"} if word.endswith("ون") else {word, bare(word)})


def variants(word: str, plurals: Iterable[str]) -> list[str]:
    """A noun's plurals written out: «+ون» and «+ات» are joined to the stem."""
    stem = word.removesuffix("ة")
    found = []
    for plural in plurals:
        if plural == "+ون":
            found += [word + "ون", word + "ين"]
        elif plural == "+ات":
            found.append(stem + "ات")
        else:
            found.append(plural)
    return found


def stem_start(token: Token) -> int:
    """Where the word proper begins: after its particles, and after both letters of «لل»."""
    if not token.analyses:
        return token.start
    best = token.best
    start = best.stem[0]
    if (
        best.proclitics[-1:] == ("ل",)
        and best.definite
        and token.text[start - token.start : start - token.start + 1] == "ل"
    ):
        return start + 1
    return start
