"""Fit how sure a record is on the look documents of the development data and write the weights as JSON.

    python tools/train_confidence.py SHARED OUT --folds DIR

Every look document is read with the weights of the fold that left it out (``tools/train.py --folds-out``), so that
the scores are those that other texts will have. A record is right in word and type where the scorer pairs it with a
gold record, and right as a whole where each actor and recipient that it gives is one of that record's as well.
Records that match a minor gold record are left out. Logistic regression with an L2 penalty over the figures of
``rasid.reading.confidence``, scaled for the fit only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from rasid.reading.confidence import figures
from rasid.reading.decide import drafts, finish
from rasid.reading.reader import Reader
from rasid.reading.weights import Confidence
from train import fold_of, load_module, look_documents

FOLDS = 5
PENALTY = 0.1
PERSONAL = ("actor", "recipient")


class Row(NamedTuple):
    """One record: its document, its figures, and whether its word and type, and it as a whole, are right."""

    doc: str
    figures: dict[str, float]
    event: bool
    whole: bool


def rows_of(reader: Reader, text_row: dict[str, Any], gold: dict[str, Any], scorer: Any) -> list[Row]:
    """The records of one document, labelled by its gold."""
    ground = reader.engine.prepare(
        text_row["text"], published=text_row.get("published"), publisher=text_row.get("publisher")
    )
    found, we = drafts(ground, reader.engine.tables, reader.models)
    records = [msgspec.to_builtins(r) for r in finish(text_row["text"], found, we, reader.engine.numbers, None)]
    paired = {id(p): g for g, p in scorer.pair_records(gold["records"], records, typed=True)}
    mentions = scorer.entity_spans(gold)
    rows = []
    for draft, record in zip(found, records, strict=True):
        match = paired.get(id(record))
        if match is not None and match.get("salience") == "minor":
            continue
        whole = match is not None and not any(_surplus(match, record, slot, mentions, scorer) for slot in PERSONAL)
        rows.append(Row(gold["doc"], figures(draft), match is not None, whole))
    return rows


def _surplus(match: dict[str, Any], record: dict[str, Any], slot: str, mentions: Any, scorer: Any) -> int:
    """How many fillers of a slot are none of the gold record's."""

    def same(a: Any, b: Any) -> bool:
        return bool(scorer.filler_matches(a, b, mentions))

    return int(scorer.pair_fillers(scorer.as_list(match.get(slot)), record[slot], same)[1])


def harvest(shared: Path, folds: Path) -> list[Row]:
    """The records of all look documents, each read with weights that have not seen it."""
    scorer = load_module(shared / "eval/score_records.py", "score_records")
    first = Reader()
    readers = [first.with_weights(folds / f"fold{i}.json") for i in range(FOLDS)]
    rows: list[Row] = []
    for text_row, gold in look_documents(shared):
        rows += rows_of(readers[fold_of(gold["doc"], FOLDS)], text_row, gold, scorer)
    return rows


def fit(rows: Sequence[Row], labels: Sequence[bool]) -> dict[str, float]:
    """Weights by name of figure, in the figures' own units, rounded to 4 decimals."""
    names = [name for name in rows[0].figures if name != "bias"]
    matrix = np.array([[row.figures[name] for name in names] for row in rows])
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread[spread == 0.0] = 1.0
    model = LogisticRegression(C=PENALTY, max_iter=2000)
    model.fit((matrix - mean) / spread, np.array(labels))
    slopes = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (slopes * mean).sum())
    return {"bias": round(bias, 4)} | {n: round(float(w), 4) for n, w in zip(names, slopes, strict=True)}


def fit_both(rows: Sequence[Row], note: str) -> Confidence:
    """The weights of both probabilities."""
    return Confidence(
        fitted_on=note,
        event=fit(rows, [row.event for row in rows]),
        whole=fit(rows, [row.whole for row in rows]),
    )


def out_of_fold(rows: Sequence[Row]) -> list[Confidence]:
    """For each fold the weights fitted without its documents."""
    return [fit_both([row for row in rows if fold_of(row.doc, FOLDS) != i], f"fold {i} left out") for i in range(FOLDS)]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=Path, required=True)
    arguments = parser.parse_args()
    rows = harvest(arguments.shared, arguments.folds)
    documents = len({row.doc for row in rows})
    note = f"{len(rows)} records of {documents} look documents, each read with weights fitted without it"
    weights = fit_both(rows, note)
    text = json.dumps(msgspec.to_builtins(weights), ensure_ascii=False, indent=1)
    arguments.out.write_text(text + "\n", encoding="utf-8")
    print(
        f"confidence rows {len(rows):6}  word and type right {sum(r.event for r in rows):5}  as a whole {sum(r.whole for r in rows):5}"
    )


if __name__ == "__main__":
    main()
