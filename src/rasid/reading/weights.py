"""Small logistic models: named features, weights in JSON, contributions that can be shown.

A weight may also stand for two features together, by the name ``a + b``: «a noun without article» counts for an event
in a headline and against one after a preposition, which no sum over single features can say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path

import msgspec

from rasid.errors import DataError
from rasid.lexicon import packaged

PAIR = " + "
"""Between the two features of a weight for both."""


class Model(msgspec.Struct, frozen=True, dict=True):
    """One decider: weights by feature name and the probability from which it says yes."""

    weights: dict[str, float]
    threshold: float = 0.5

    def logit(self, features: Iterable[str]) -> float:
        """The sum of the features' weights; an unknown feature weighs nothing."""
        return sum(map(self.weights.get, features, repeat(0.0)), 0.0)

    def whole(self, features: Sequence[str]) -> float:
        """:meth:`logit` with what pairs of the features weigh."""
        total = self.logit(features)
        if self.partners:
            have = set(features)
            for feature in features:
                for other, weight in self.partners.get(feature, ()):
                    if other in have:
                        total += weight
        return total

    @cached_property
    def partners(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """For the first feature of each pair the second ones with what the two weigh together."""
        found: dict[str, tuple[tuple[str, float], ...]] = {}
        for name, weight in self.weights.items():
            first, mark, second = name.partition(PAIR)
            if mark:
                found[first] = (*found.get(first, ()), (second, weight))
        return found

    @cached_property
    def part(self) -> Callable[[tuple[str, ...]], float]:
        """The logit of features that come again together, summed up once; keeps as many as a language needs."""
        return lru_cache(maxsize=1 << 14)(self.logit)

    def probability(self, features: Sequence[str]) -> float:
        """The logistic of :meth:`whole`, between 0 and 1."""
        return sigmoid(self.whole(features))

    def contributions(self, features: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that decided, the heaviest first."""
        have = set(features)
        rows = [(feature, self.weights[feature]) for feature in features if feature in self.weights]
        rows += [
            (f"{first}{PAIR}{second}", weight)
            for first in features
            for second, weight in self.partners.get(first, ())
            if second in have
        ]
        return sorted(rows, key=lambda row: -abs(row[1]))[:most]


class Confidence(msgspec.Struct, frozen=True):
    """Weights of the figures that tell how sure a record is, by name; see :mod:`rasid.reading.confidence`."""

    fitted_on: str
    event: dict[str, float]
    """That the word tells an event of this type."""
    whole: dict[str, float]
    """That this is so, and that every actor and recipient given is right."""


class Models(msgspec.Struct, frozen=True):
    """All deciders, with a line on what they were fitted on."""

    fitted_on: str
    event: Model
    actor: Model
    recipient: Model
    place: Model
    weapon: Model
    date: Model
    count: Model
    confidence: Confidence | None = None
    """From a small file of its own, since it is fitted on what the others decide."""
    modality: dict[str, Model] | None = None
    """One model for each modality, weighed against one another; without them the rules alone decide."""


def sigmoid(x: float) -> float:
    """The logistic function, safe for large arguments."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def read_models(path: Path) -> Models:
    """The weights of a file, with the packaged ones for confidence. Raises DataError where they do not fit this version."""
    return _decode(path.read_bytes(), str(path))


def _decode(raw: bytes, where: str) -> Models:
    try:
        models = msgspec.json.decode(raw, type=Models)
        packed = msgspec.json.decode(packaged("confidence.json"), type=Confidence)
    except msgspec.DecodeError as error:
        raise DataError(
            "the weights do not fit this version", where=where, step="Fit them again with make train."
        ) from error
    return models if models.confidence else msgspec.structs.replace(models, confidence=packed)


def load_models(name: str = "weights.json") -> Models:
    """The packaged weights. Raises DataError where they are missing."""
    return _decode(packaged(name), name)
