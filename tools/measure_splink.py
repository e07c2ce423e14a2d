"""Measure Splink on DuckDB against the weights of our own for linking reports.

    python tools/measure_splink.py SHARED

The tellings are those that ``tools/train_linking.py`` fits on, blocked by day. Splink estimates its match weights by
expectation maximisation, which needs no labels; the least weight asked for is chosen for each fold on the look documents
of the others. Groups are made as ours are, so that the weights alone differ.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

from train_linking import FOLDS, Pairs, Task, prepare_task, quality

LEAST = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_ARRAYS = {
    "places": [1],
    "means": [2, 1],
    "parties": [2, 1],
    "targets": [1],
    "words": [12, 8, 5, 3],
    "pairs": [4, 2, 1],
}


def table(pairs: Pairs) -> pa.Table:
    """The tellings as Splink takes them, a row for each."""
    rows = []
    for n, telling in enumerate(pairs.tellings):
        spot = next((s for s in telling.spots if s.lat is not None), None)
        rows.append(
            {
                "unique_id": n,
                "doc": telling.doc,
                "day": telling.end,
                "lat": spot.lat if spot else None,
                "lon": spot.lon if spot else None,
                "places": sorted({s.key for s in telling.spots}),
                "killed": telling.killed.min if telling.killed else None,
                "injured": telling.injured.min if telling.injured else None,
                "means": sorted(telling.means),
                "parties": sorted(telling.parties),
                "targets": sorted(telling.targets),
                "words": list(telling.near),
                "pairs": list(telling.pairs),
            }
        )
    return pa.Table.from_pylist(rows)


def weights(pairs: Pairs) -> dict[tuple[int, int], float]:
    """Splink's match weight of every pair of tellings of about the same day."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.DistanceInKMAtThresholds("lat", "lon", [0.3, 8, 25, 80]),
            cl.ExactMatch("killed"),
            cl.ExactMatch("injured"),
            *(cl.ArrayIntersectAtSizes(name, sizes) for name, sizes in _ARRAYS.items()),
        ],
        blocking_rules_to_generate_predictions=[CustomRule("abs(l.day - r.day) <= 1 and l.doc <> r.doc")],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table(pairs)), settings, log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("day"))
    found = linker.inference.predict().as_record_list()
    return {_ordered(row["unique_id_l"], row["unique_id_r"]): float(row["match_weight"]) for row in found}


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def chosen(task: Task, pairs: Pairs, odds: Any) -> Any:
    """The weights above the least that does best on the other folds."""
    shifted = np.zeros(len(odds))
    tellings = pairs.tellings
    for fold in range(FOLDS):
        docs = {d for d in task.look if fold not in task.touches[d]}
        least = max(LEAST, key=lambda x: sum(quality(task, pairs, odds - x, docs)))
        for n, (a, _) in enumerate(pairs.pairs):
            if task.fold[tellings[a].doc] == fold:
                shifted[n] = odds[n] - least
    return shifted


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    task = prepare_task(parser.parse_args().shared)
    for label, pairs in (("as published", task.plain), ("weeks laid over", task.laid_over)):
        found = weights(pairs)
        every = tuple(sorted(found))
        held = pairs._replace(pairs=every)
        odds = chosen(task, held, np.array([found[pair] for pair in every]))
        pairwise, cubed = quality(task, held, odds, set(task.gold))
        print(f"Splink {label:16} pairwise F1 {pairwise:.3f}  b-cubed F1 {cubed:.3f}")


if __name__ == "__main__":
    main()
