"""A telling with what is worked out once before it is compared with many."""

from __future__ import annotations

import math

import msgspec

from rasid.incidents.corpus import Corpus
from rasid.incidents.tellings import Telling


class Evidence(msgspec.Struct, frozen=True):
    """A telling and its weighted words."""

    telling: Telling
    near: dict[str, float]
    """The squared rarity of each stem of its own sentences."""
    near_norm: float
    words: dict[str, float]
    words_norm: float
    pairs: dict[str, float]
    keys: frozenset[str]
    """Stems that are its places' names, which the comparison of places counts already."""


def prepare(telling: Telling, corpus: Corpus) -> Evidence:
    """The evidence of a telling among others."""
    keys = frozenset(w for s in (*telling.spots, *telling.wide) for w in (s.key,))
    near = {w: corpus.word(w) ** 2 for w in telling.near}
    words = {w: corpus.word(w) ** 2 for w in telling.words}
    return Evidence(
        telling=telling,
        near=near,
        near_norm=_norm(near),
        words=words,
        words_norm=_norm(words),
        pairs={p: corpus.pair(p) for p in telling.pairs},
        keys=keys,
    )


def _norm(weights: dict[str, float]) -> float:
    return math.sqrt(math.fsum(v * v for v in weights.values())) or 1.0


def cosine(one: dict[str, float], norm: float, other: dict[str, float], other_norm: float) -> float:
    """The cosine of two bags of weighted words."""
    if len(one) > len(other):
        one, other = other, one
    # Summed exactly, so that neither the order of the words nor of the two bags changes a bit of it.
    return math.fsum(v * other[w] for w, v in one.items() if w in other) / (norm * other_norm)


def rarest(one: dict[str, float], other: dict[str, float], most: int) -> tuple[list[str], float]:
    """The rarest members in common and the sum of their weights."""
    common = sorted((-v, w) for w, v in one.items() if w in other)[:most]
    return [w for _, w in common], math.fsum(-v for v, _ in common)
