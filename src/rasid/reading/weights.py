"""Small logistic models: named features, weights in JSON, contributions that can be shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path

import msgspec

from rasid.errors import DataError
from rasid.lexicon import packaged


class Model(msgspec.Struct, frozen=True, dict=True):
    """One decider: weights by feature name and the probability from which it says yes."""

    weights: dict[str, float]
    threshold: float = 0.5

    def logit(self, features: Iterable[str]) -> float:
        """The sum of the features' weights; an unknown feature weighs nothing."""
        return sum(map(self.weights.get, features, repeat(0.0)), 0.0)

    @cached_property
    def part(self) -> Callable[[tuple[str, ...]], float]:
        """The logit of features that come again together, summed up once; keeps as many as a language needs."""
        return lru_cache(maxsize=1 << 14)(self.logit)

    def probability(self, features: Iterable[str]) -> float:
        """The logistic of :meth:`logit`, between 0 and 1."""
        return sigmoid(self.logit(features))

    def contributions(self, features: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that decided, the heaviest first."""
        rows = [(feature, self.weights[feature]) for feature in features if feature in self.weights]
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
