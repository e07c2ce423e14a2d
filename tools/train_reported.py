"""Fit the models of :mod:`rasid.reading.reported` on the votes of the look sentences and write them as JSON.

    python tools/train_reported.py SHARED OUT [--folds N --folds-out DIR]

A sentence weighs by the share of votes that found the event in it, and as a negative by the rest. Which of its events was
meant is not known: the first round takes all, each later one the likeliest under the round before. Which event annotators
mark comes from the sentences with spans. Folds by document; the sentence threshold is the lowest whose
out-of-fold F1 comes near the best. With ``--folds-out`` the models of each fold are written too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent))
from rasid import Reader
from rasid.reading.decide import drafts
from rasid.reading.reported import ReportedModels, TaskModels, combined, draft_features, sentence_features, task_of
from rasid.reading.weights import Model
from train import bag, load_module

TASKS = ("assault", "protest")
PENALTY = {"event": 0.05, "sentence": 0.05, "marked": 0.1}
ROUNDS = 3
# How far below the best F1 the threshold may go, for the sake of recall. Most PROTEST sentences with spans are not
# labelled as reporting one, so that there the best F1 would leave most actors and targets out.
NEAR = {"assault": 0.0145, "protest": 0.25}
LEAST = 3
Features = tuple[str, ...]


class Sentence:
    """A sentence with its votes: features of its events and of the whole, the share of yes, marks of annotators."""

    def __init__(self, reader: Reader, task: str, row: dict[str, Any]) -> None:
        """Read the text and keep what the models look at."""
        tables = reader.engine.tables
        ground = reader.engine.prepare(row["text"])
        found, _ = drafts(ground, tables, reader.models)
        mine = [d for d in found if task_of(d) == task]
        self.doc = document(row["id"])
        self.events: list[Features] = [draft_features(d, found) for d in mine]
        self.whole: Features = sentence_features(ground.scenes, found, self.events, tables)
        self.label: str = row.get("label", "")
        self.share: float | None = row["accept"] / row["total"] if "accept" in row else None
        words = [bag(a["verb"]) for a in row.get("annotators", ())]
        self.marks = [
            sum(d.scene.tokens[d.event.token].folded in bag_ for bag_ in words) / len(words) if words else 0.0
            for d in mine
        ]
        self.spans = bool(words)


def document(key: str) -> str:
    """The document part of a sentence's id."""
    return re.sub(r"[-_]\d+$", "", key) if len(key) > 12 else key


def fold_of(doc: str, folds: int) -> int:
    """The fold of a document, the same on every machine."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % folds


def look_sentences(shared: Path, task: str, reader: Reader) -> list[Sentence]:
    """Every look sentence of a task, with its spans where it has any."""
    blind = load_module(shared / "eval" / "blind.py", "blind")
    rows: dict[str, dict[str, Any]] = {}
    for name in (task, f"{task}_spans"):
        for line in (shared / f"data/arabic_event_gsr/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not blind.is_blind(row["id"]):
                rows.setdefault(row["id"], {}).update(row)
    return [Sentence(reader, task, row) for row in rows.values()]


def fit(rows: Sequence[tuple[Features, float, float]], penalty: float) -> Model:
    """A model of weighted rows (features, weight as a positive, weight as a negative)."""
    doubled = [(f, 1, p) for f, p, _ in rows if p > 0] + [(f, 0, n) for f, _, n in rows if n > 0]
    vectorizer = CountVectorizer(analyzer=lambda features: features, binary=True, min_df=LEAST)
    matrix = vectorizer.fit_transform([f for f, _, _ in doubled])
    model = LogisticRegression(C=penalty, max_iter=3000, solver="liblinear", random_state=0)
    model.fit(matrix, [y for _, y, _ in doubled], sample_weight=[w for _, _, w in doubled])
    weights = {
        str(n): round(float(w), 3) for n, w in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    }
    weights["bias"] = round(weights.get("bias", 0.0) + float(model.intercept_[0]), 3)
    return Model(weights=dict(sorted((n, w) for n, w in weights.items() if abs(w) >= 0.002)))


def fit_events(sentences: Sequence[Sentence]) -> Model:
    """The model of single events: in each round only the likeliest one of a sentence counts as its positive."""
    meant = [list(range(len(s.events))) for s in sentences]
    model = Model(weights={})
    for _ in range(ROUNDS):
        rows = []
        for s, chosen in zip(sentences, meant, strict=True):
            share = s.share or 0.0
            for i, features in enumerate(s.events):
                rows.append((features, share / len(chosen) if i in chosen else 0.0, (1 - share) / len(s.events) ** 0.5))
        model = fit(rows, PENALTY["event"])
        meant = [[int(np.argmax([model.logit(f) for f in s.events]))] if s.events else [] for s in sentences]
    return model


def fit_task(sentences: Sequence[Sentence]) -> TaskModels:
    """The three models of a task."""
    voted = [s for s in sentences if s.share is not None]
    marked = [(f, m, 1 - m) for s in sentences if s.spans for f, m in zip(s.events, s.marks, strict=True)]
    return TaskModels(
        event=fit_events(voted),
        sentence=fit([(s.whole, s.share or 0.0, 1 - (s.share or 0.0)) for s in voted], PENALTY["sentence"]),
        marked=fit(marked, PENALTY["marked"]),
    )


def score(models: TaskModels, sentence: Sentence) -> float:
    """The out-of-fold score of a sentence."""
    return combined(models, sentence.events, sentence.whole)


def threshold_of(scores: Sequence[float], labels: Sequence[str], near: float) -> tuple[float, float]:
    """The lowest threshold whose F1 comes near the best (yes against both kinds of no), and the best F1.

    The curve is flat near its top, and a sentence without an event loses its actors and targets too.
    """
    rows = sorted(
        ((s, y == "yes") for s, y in zip(scores, labels, strict=True) if y and y != "ambiguous"), reverse=True
    )
    total = sum(y for _, y in rows)
    points, hits = [], 0
    for i, (value, right) in enumerate(rows, 1):
        hits += right
        points.append((2 * hits / (i + total), value))
    best = max(points)[0]
    return min(value for f1, value in points if f1 >= best - near), best


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--folds-out", type=Path)
    arguments = parser.parse_args()
    reader = Reader()
    whole: dict[str, TaskModels] = {}
    parts: list[dict[str, TaskModels]] = [{} for _ in range(arguments.folds)]
    notes = []
    for task in TASKS:
        sentences = look_sentences(arguments.shared, task, reader)
        scores = [0.0] * len(sentences)
        for i, part in enumerate(parts):
            part[task] = fit_task([s for s in sentences if fold_of(s.doc, arguments.folds) != i])
            for j, s in enumerate(sentences):
                if fold_of(s.doc, arguments.folds) == i:
                    scores[j] = score(part[task], s)
        threshold, best = threshold_of(scores, [s.label for s in sentences], NEAR[task])
        mine = fit_task(sentences)
        print(f"{task}: {len(sentences)} sentences, out-of-fold F1 {best:.3f}, threshold {threshold:.3f}")
        for models, table in ((mine, whole), *((part[task], part) for part in parts)):
            table[task] = TaskModels(models.event, models.sentence, models.marked, round(threshold, 4))
        notes.append(f"{len(sentences)} sentences with votes on {task}")
    write(arguments.out, whole, " and ".join(notes))
    for i, part in enumerate(parts if arguments.folds_out else ()):
        write(arguments.folds_out / f"reported{i}.json", part, f"{' and '.join(notes)}; fold {i} left out")


def write(path: Path, tables: dict[str, TaskModels], note: str) -> None:
    """Write the models of all tasks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    row = msgspec.to_builtins(
        ReportedModels(f"look half of the development data: {note}", tables["assault"], tables["protest"])
    )
    path.write_text(json.dumps(row, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
