"""The weights by which two tellings are held for one incident: a logistic model over the figures of the comparisons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rasid.errors import DataError
from rasid.incidents.comparisons import Finding
from rasid.lexicon import packaged
from rasid.model import Comparison, MatchLink

PACKED = "linking.json"
_BIT = math.log(2)


class LinkModel(msgspec.Struct, frozen=True):
    """Weights by figure in log odds, the prior of a pair, and how tellings are brought together."""

    fitted_on: str
    weights: dict[str, float]
    prior: float
    threshold: float
    """Mean log odds from which on two groups of tellings are one incident."""
    apart: float
    """Log odds that stand for a pair that was not compared."""

    def odds(self, findings: Sequence[Finding]) -> float:
        """The log odds of two tellings, rounded so that no machine orders them otherwise."""
        total = math.fsum(self.weights.get(name, 0.0) * value for f in findings for name, value in f.figures)
        return round(self.prior + total, 6)

    def link(self, a: str, b: str, findings: Sequence[Finding]) -> MatchLink:
        """The link of two documents with what every comparison adds, in bits; the prior stands first."""
        rows = [
            Comparison(name="prior", level="two reports of about the same days", weight=round(self.prior / _BIT, 2))
        ]
        for finding in findings:
            weight = math.fsum(self.weights.get(name, 0.0) * value for name, value in finding.figures)
            rows.append(Comparison(name=finding.name, level=finding.level, weight=round(weight / _BIT, 2)))
        odds = self.odds(findings)
        return MatchLink(
            a=a, b=b, weight=round(odds / _BIT, 2), probability=round(_sigmoid(odds), 4), comparisons=tuple(rows)
        )


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def load_model(path: str | Path | None = None) -> LinkModel:
    """The packaged weights, or those of a file. Raises DataError where they do not fit this version."""
    raw = packaged(PACKED) if path is None else Path(path).read_bytes()
    try:
        return msgspec.json.decode(raw, type=LinkModel)
    except msgspec.DecodeError as error:
        raise DataError(
            "the weights of linking do not fit this version",
            where=str(path or PACKED),
            step="Fit them again with make train.",
        ) from error
