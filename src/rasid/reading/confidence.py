"""How sure a record is: probabilities that hold, from a few figures that anybody can check.

A decider's own score says how it came to decide; it is no probability for records of other texts. Two small logistic
models over the same figures, fitted on records of documents that the deciders had not seen, say how often a record of
this kind is right: its word and type, and these together with every actor and recipient that it gives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rasid.reading.parts import Choice
from rasid.reading.records import Draft
from rasid.reading.weights import Confidence, sigmoid

_EDGE = 1e-4
_REFERRING = frozenset({"pronoun", "dropped", "relative"})


def weigh(drafts: Sequence[Draft], weights: Confidence | None) -> None:
    """Give every draft its probabilities, rounded to 3 decimals; without weights the decider's score stands for them."""
    for draft in drafts:
        if weights is None:
            draft.sure = draft.sure_whole = round(draft.event.score, 3)
            continue
        row = figures(draft)
        draft.sure = round(probability(row, weights.event), 3)
        draft.sure_whole = min(draft.sure, round(probability(row, weights.whole), 3))


def probability(row: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic of the weighted sum of the figures, between 0 and 1; a figure without a weight counts for nothing."""
    return sigmoid(sum(weights.get(name, 0.0) * value for name, value in row.items()))


def contributions(row: Mapping[str, float], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """What each figure adds to the sum or takes from it, the heaviest first."""
    rows = [(name, weights.get(name, 0.0) * value) for name, value in row.items()]
    return sorted((r for r in rows if round(r[1], 2)), key=lambda r: (-abs(r[1]), r[0]))


def figures(draft: Draft) -> dict[str, float]:
    """The figures of one draft by name; scores of deciders as log odds, what holds or does not as 1 or 0."""
    event, scene = draft.event, draft.scene
    people = [c for c in draft.choices if c.slot in {"actor", "recipient"}]
    kinds = {s.frame.type for s in scene.senses if s.token == event.token}
    return {
        "bias": 1.0,
        "event score": _log_odds(event.score),
        "prior of the sense": event.sense.frame.prior,
        "rank of the reading": float(min(event.sense.rank, 2)),
        "rival types": float(min(len(kinds) - 1, 2)),
        "nobody": float(not people),
        "weakest filler": _log_odds(min(c.score for c in people)) if people else 0.0,
        "unexpected filler": float(any(not _is_expected(c) for c in people)),
        "filler by reference": float(any(c.chunk.kind in _REFERRING for c in people)),
        "place score": max((score for _, score in draft.places), default=0.0),
        "counts": float(bool(draft.counts)),
        "not asserted": float(draft.modality != "asserted"),
        "attributed": float(len(draft.source) > 1),
        "length of the sentence": math.log(len(scene.tokens)),
    }


def _is_expected(choice: Choice) -> bool:
    """Whether the phrase stands where the frame expects this slot."""
    return "expected=yes" in choice.features


def _log_odds(p: float) -> float:
    held = min(max(p, _EDGE), 1.0 - _EDGE)
    return math.log(held / (1.0 - held))
