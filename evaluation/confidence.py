"""Whether a record's confidence holds: reliability, calibration error, ranking, and what each --min-confidence keeps.

    confidence.py SHARED [--json FILE]

Look documents are read with the weights of the fold that left them out, and their confidence is computed with weights
fitted without that fold; blind documents are read with the shipped weights. Figures are of records: *right* means that
the scorer pairs word and type with a gold record; *right as a whole*, that each actor and recipient given is right as
well. Aggregates only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.metrics import roc_auc_score

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
from ladder import blind_module, documents  # noqa: E402  (a script beside this one)
from rasid.reading.confidence import probability  # noqa: E402
from rasid.reading.reader import Reader  # noqa: E402
from rasid.reading.weights import Confidence, load_models  # noqa: E402
from train import fold_of, load_module  # noqa: E402
from train_confidence import FOLDS, Row, harvest, out_of_fold, rows_of  # noqa: E402

BINS = 10
CUTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
KINDS = ("event", "whole")


class Judged(NamedTuple):
    """A probability given and whether it was right."""

    sure: float
    right: bool


class Bin(NamedTuple):
    """The records of one tenth of the scale."""

    low: float
    size: int
    sure: float
    right: float


class Kept(NamedTuple):
    """What one value of --min-confidence keeps: share of records, precision and recall of events."""

    cut: float
    kept: float
    precision: float
    recall: float


def reliability(rows: Sequence[Judged]) -> list[Bin]:
    """Mean probability and share of right ones, by tenths of the probability."""
    tenths: dict[int, list[Judged]] = {}
    for row in rows:
        tenths.setdefault(min(int(row.sure * BINS), BINS - 1), []).append(row)
    return [
        Bin(i / BINS, len(held), sum(r.sure for r in held) / len(held), sum(r.right for r in held) / len(held))
        for i, held in sorted(tenths.items())
    ]


def calibration_error(rows: Sequence[Judged]) -> float:
    """Expected calibration error: the mean distance of probability and share of right ones, over ten equal bins."""
    return sum(b.size * abs(b.sure - b.right) for b in reliability(rows)) / len(rows)


def ranking(rows: Sequence[Judged]) -> float:
    """The chance that a right record stands above a wrong one (area under the ROC curve)."""
    return float(roc_auc_score([row.right for row in rows], [row.sure for row in rows]))


def curve(rows: Sequence[Judged], gold: int) -> list[Kept]:
    """What each cut keeps; ``gold`` is the number of gold records that count."""
    found = []
    for cut in CUTS:
        kept = [row for row in rows if row.sure >= cut]
        right = sum(row.right for row in kept)
        found.append(Kept(cut, len(kept) / len(rows), right / max(1, len(kept)), right / gold))
    return found


def judged(rows: Sequence[Row], weights: Sequence[Confidence], kind: str) -> list[Judged]:
    """The probabilities of records by the weights of their documents' folds, or by the only ones."""
    found = []
    for row in rows:
        mine = weights[fold_of(row.doc, FOLDS)] if len(weights) > 1 else weights[0]
        found.append(Judged(round(probability(row.figures, getattr(mine, kind)), 3), getattr(row, kind)))
    return found


def counted(gold: dict[str, Any]) -> int:
    """How many records of a gold document count."""
    return sum(r.get("salience") != "minor" for r in gold["records"])


def measure(shared: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Every figure of the annotated documents: side, kind, name."""
    blind = blind_module(shared)
    scorer = load_module(shared / "eval/score_records.py", "score_records")
    packed = load_models().confidence
    assert packed is not None
    look = harvest(shared, HERE / "folds")
    parts = out_of_fold(look)
    reader, unseen, gold = Reader(), [], {"look": 0, "blind": 0}
    for text_row, document in documents(shared):
        if blind.is_blind(document["doc"]):
            unseen += rows_of(reader, text_row, document, scorer)
        gold["blind" if blind.is_blind(document["doc"]) else "look"] += counted(document)
    look = [row for row in look if row.doc != "seed"]
    table: dict[str, dict[str, dict[str, Any]]] = {}
    for side, rows, weights in (("look", look, parts), ("blind", unseen, [packed])):
        table[side] = {}
        for kind in KINDS:
            held = judged(rows, weights, kind)
            table[side][kind] = {
                "records": len(held),
                "right": sum(row.right for row in held) / len(held),
                "ECE": calibration_error(held),
                "AUROC": ranking(held),
                "reliability": reliability(held),
                "curve": curve(held, gold[side]),
            }
    return table


def show(table: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Print the figures."""
    for side, kinds in table.items():
        for kind, row in kinds.items():
            name = "word and type" if kind == "event" else "as a whole"
            print(
                f"{side}, {name}: {row['records']} records, {row['right']:.3f} right, ECE {row['ECE']:.3f}, AUROC {row['AUROC']:.3f}"
            )
            for b in row["reliability"]:
                print(f"  {b.low:.1f}-{b.low + 1 / BINS:.1f}  {b.size:5}  sure {b.sure:.2f}  right {b.right:.2f}")
        print(f"{side}: --min-confidence  kept  precision  recall")
        for k in kinds["event"]["curve"]:
            print(f"  {k.cut:14.2f}  {k.kept:6.2f}  {k.precision:9.2f}  {k.recall:6.2f}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    arguments = parser.parse_args()
    if not (arguments.shared / "data").is_dir():
        print(f"no development data in {arguments.shared}: nothing to score")
        return 0
    table = measure(arguments.shared)
    show(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(table, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
