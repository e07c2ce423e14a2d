"""How rare words, pairs of words and places are among the documents that are linked: the measure of what tells them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rasid.incidents.tellings import Telling

_BEFORE = 30
"""Documents that count as seen before the first one, since a small corpus says little about what is rare: a word of our
tables stands in a fifth of them, any other in none."""
_COMMON = 6


class Corpus(msgspec.Struct, frozen=True):
    """Number of documents, and in how many of them words, pairs of words and places stand."""

    documents: int
    words: Mapping[str, int]
    pairs: Mapping[str, int]
    places: Mapping[str, int]
    common: frozenset[str]
    """Stems of the words of our tables."""

    @classmethod
    def of(cls, tellings: Sequence[Telling], common: frozenset[str]) -> Corpus:
        """Counted over tellings; those of one document count once."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        places: Counter[str] = Counter()
        documents = 0
        for group in _by_document(tellings):
            documents += 1
            words.update({w for t in group for w in (*t.words, *t.near)})
            pairs.update({p for t in group for p in t.pairs})
            places.update({s.key for t in group for s in t.spots})
        return cls(documents, words, pairs, places, common)

    def rarity(self, count: int) -> float:
        """0 for what stands in every document to 1 for what stands in one."""
        size = self.documents + _BEFORE
        return max(0.0, math.log(size / max(1, count)) / math.log(size))

    def word(self, word: str) -> float:
        """The rarity of a word."""
        return self.rarity(self.words.get(word, 1) + (_COMMON if word in self.common else 0))

    def pair(self, pair: str) -> float:
        """The rarity of two words that follow each other."""
        return self.rarity(self.pairs.get(pair, 1))

    def place(self, key: str) -> float:
        """The rarity of a place's name."""
        return self.rarity(self.places.get(key, 1))


def _by_document(tellings: Sequence[Telling]) -> Iterable[list[Telling]]:
    found: dict[str, list[Telling]] = {}
    for telling in tellings:
        found.setdefault(telling.doc, []).append(telling)
    return found.values()
