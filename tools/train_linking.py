"""Fit the weights by which reports are linked, on the look documents of the linking data, and write them as JSON.

    python tools/train_linking.py SHARED OUT --folds-out DIR [--measure]

Every report is read by the packaged reader from its text, publisher and day of publication alone. Two reports of one
incident are a right pair; of their tellings the likeliest pair stands for them, chosen again after each fit (multiple
instances). Logistic regression with an L2 penalty over the figures of ``rasid.incidents.comparisons``, which know no word
and no place by itself. Beside the pairs as they are, the fit sees the same reports with the days of each week laid over
each other, so that it learns what tells two incidents of one day apart.

Folds by week of publication; reports of an incident that touches the week that is left out are left out as well. The
penalty and the least odds are chosen by the same folds within each fit (nested), so that the figures of ``--measure`` and of
``evaluation/run.py`` are of reports that neither weights nor choices have seen.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from rasid.incidents.candidates import candidates
from rasid.incidents.clusters import cluster
from rasid.incidents.comparisons import compare, contradict, figures
from rasid.incidents.corpus import Corpus
from rasid.incidents.evidence import Evidence, prepare
from rasid.incidents.gathering import gather
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Telling
from rasid.incidents.weights import LinkModel
from rasid.model import Document
from rasid.reading.reader import Reader
from train import load_module

FOLDS = 5
PENALTIES = (0.05, 0.1, 0.2, 0.4)
THRESHOLDS = (-1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5)
APART = -3.0
ROUNDS = 4
LAID_OVER = 0.5
"""Weight of a pair of the reports whose days were laid over each other."""
FIRST = {
    "place=same name": 4.0, "place=same point": 2.5, "place=similar name nearby": 3.0, "place=far away": -4.0,
    "place=within 80 km": -2.5, "place=within 25 km": -1.0, "words near": 5.0, "rarest words": 0.7,
    "share of the documents": 1.5,
}  # fmt: skip
"""Weights from which the choice among tellings starts."""
Matrix = Any


class Pairs(NamedTuple):
    """The compared tellings of a corpus, and which of them stand for which two reports."""

    evidence: tuple[Evidence, ...]
    pairs: tuple[tuple[int, int], ...]
    rows: Matrix
    names: tuple[str, ...]
    instances: dict[tuple[str, str], list[int]]

    @property
    def tellings(self) -> list[Telling]:
        """The tellings in order."""
        return [e.telling for e in self.evidence]


class Task(NamedTuple):
    """The reports with their incidents, and the pairs of their tellings, as they are and with days laid over each other."""

    gold: dict[str, str]
    fold: dict[str, int]
    touches: dict[str, frozenset[int]]
    """Document to the folds of the reports of its incident."""
    look: frozenset[str]
    plain: Pairs
    laid_over: Pairs
    score: Callable[[dict[str, frozenset[Any]], dict[str, frozenset[Any]]], dict[str, Any]]


def fold_of(published: str) -> int:
    """The fold of a day of publication: its week."""
    year, week, _ = datetime.date.fromisoformat(published).isocalendar()
    return (year * 53 + week) % FOLDS


def compared(tellings: Sequence[Telling], names: Sequence[str] = ()) -> Pairs:
    """The candidate pairs with the figures of their comparisons."""
    corpus = Corpus.of(tellings)
    evidence = tuple(prepare(t, corpus) for t in tellings)
    pairs = tuple(sorted(candidates(tellings, corpus)))
    found = [figures(compare(evidence[a], evidence[b], corpus)) for a, b in pairs]
    every = tuple(names) or tuple(sorted({name for row in found for name in row}))
    place = {name: i for i, name in enumerate(every)}
    rows = np.zeros((len(pairs), len(every)))
    instances: dict[tuple[str, str], list[int]] = {}
    for n, (row, (a, b)) in enumerate(zip(found, pairs, strict=True)):
        for name, value in row.items():
            if name in place:
                rows[n, place[name]] = value
        instances.setdefault((tellings[a].doc, tellings[b].doc), []).append(n)
    return Pairs(evidence, pairs, rows, every, instances)


def laid_over(telling: Telling, published: str) -> Telling:
    """The telling as if all reports of its week had come out on one day."""
    back = datetime.date.fromisoformat(published).weekday()
    return msgspec.structs.replace(telling, start=telling.start - back, end=telling.end - back)


def read(shared: Path) -> tuple[list[dict[str, Any]], list[Document]]:
    """The rows of the linking data and what the reader makes of their texts."""
    raw = (shared / "data/linking/linking.dev.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in raw.splitlines()]
    reader = Reader()
    return rows, [
        reader.read(r["text"], published=r["published"], publisher=r["publisher"], doc=r["doc"]) for r in rows
    ]


def prepare_task(shared: Path) -> Task:
    """Everything that is fitted on."""
    rows, documents = read(shared)
    gold = {r["doc"]: r["incident"] for r in rows}
    fold = {r["doc"]: fold_of(r["published"]) for r in rows}
    by: dict[str, set[int]] = {}
    for doc, incident in gold.items():
        by.setdefault(incident, set()).add(fold[doc])
    knowledge = Knowledge.load()
    tellings = [t for d in sorted(documents, key=lambda d: d.doc) for t in gather(d, knowledge)]
    published = {r["doc"]: r["published"] for r in rows}
    plain = compared(tellings)
    blind = load_module(shared / "eval/blind.py", "blind")
    scorer = load_module(shared / "eval/score_linking.py", "score_linking")
    return Task(
        gold=gold,
        fold=fold,
        touches={doc: frozenset(by[incident]) for doc, incident in gold.items()},
        look=frozenset(doc for doc in gold if not blind.is_blind(doc)),
        plain=plain,
        laid_over=compared([laid_over(t, published[t.doc]) for t in tellings], plain.names),
        score=scorer.score,
    )


def fit(task: Task, left_out: Iterable[int], penalty: float) -> tuple[Matrix, float]:
    """Weights and prior, fitted on the look documents outside of some folds."""
    away = set(left_out)
    weights = np.array([FIRST.get(name, 0.0) for name in task.plain.names])
    prior = 0.0
    for _ in range(ROUNDS):
        rows, labels, counts = [], [], []
        for pairs, count in ((task.plain, 1.0), (task.laid_over, LAID_OVER)):
            odds = pairs.rows @ weights
            for (a, b), instances in pairs.instances.items():
                if {a, b} <= task.look and not (task.touches[a] | task.touches[b]) & away:
                    rows.append(pairs.rows[max(instances, key=lambda n: odds[n])])
                    labels.append(task.gold[a] == task.gold[b])
                    counts.append(count)
        model = LogisticRegression(C=penalty, max_iter=1000)
        model.fit(np.array(rows), np.array(labels), sample_weight=np.array(counts))
        weights, prior = model.coef_[0], float(model.intercept_[0])
    return weights, prior


def grouped(task: Task, pairs: Pairs, odds: Matrix, docs: set[str]) -> dict[str, frozenset[int]]:
    """Document to its incidents, by odds above those asked for; what is told of the past counts for none."""
    tellings = pairs.tellings
    held = {
        pair: round(float(value), 6)
        for pair, value in zip(pairs.pairs, odds, strict=True)
        if value > -4.0 and tellings[pair[0]].doc in docs and tellings[pair[1]].doc in docs
    }
    groups = cluster(
        len(tellings), held, apart=APART, contradict=lambda a, b: contradict(pairs.evidence[a], pairs.evidence[b])
    )
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for n in group:
            if not tellings[n].past:
                found.setdefault(tellings[n].doc, set()).add(number)
    return {doc: frozenset(numbers) for doc, numbers in found.items()}


def quality(task: Task, pairs: Pairs, odds: Matrix, docs: set[str]) -> tuple[float, float]:
    """Pairwise and b-cubed F1 over some documents."""
    gold = {doc: frozenset([task.gold[doc]]) for doc in docs}
    result = task.score(gold, grouped(task, pairs, odds, docs))
    return result["pairwise"]["f1"], result["b-cubed"]["f1"]


def folded(task: Task, pairs: Pairs, models: dict[int, tuple[Matrix, float, float]]) -> Matrix:
    """Odds of each pair by the model of the fold of its first document, above what that model asks for."""
    by = {f: pairs.rows @ w + prior - least for f, (w, prior, least) in models.items()}
    tellings = pairs.tellings
    return np.array([by[task.fold[tellings[a].doc]][n] for n, (a, _) in enumerate(pairs.pairs)])


def choose(task: Task, left_out: Sequence[int]) -> tuple[float, float]:
    """The penalty and the least odds that do best on folds within what is not left out."""
    inner = [f for f in range(FOLDS) if f not in left_out]
    docs = {d for d in task.look if not task.touches[d] & set(left_out)}
    best = (-1.0, PENALTIES[0], 0.0)
    for penalty in PENALTIES:
        fitted = {f: fit(task, [*left_out, f], penalty) for f in inner}
        anything = next(iter(fitted.values()))
        models = {f: (*fitted.get(f, anything), 0.0) for f in range(FOLDS)}
        odds = [(pairs, folded(task, pairs, models)) for pairs in (task.plain, task.laid_over)]
        for least in THRESHOLDS:
            worth = sum(sum(quality(task, pairs, value - least, docs)) for pairs, value in odds)
            best = max(best, (round(worth, 6), penalty, least))
    return best[1], best[2]


def fitted(task: Task, left_out: Sequence[int], note: str) -> LinkModel:
    """The model fitted without some folds, penalty and least odds chosen without them as well."""
    penalty, least = choose(task, left_out)
    weights, prior = fit(task, left_out, penalty)
    named = {n: round(float(w), 4) for n, w in zip(task.plain.names, weights, strict=True) if round(float(w), 4)}
    return LinkModel(fitted_on=note, weights=named, prior=round(prior, 4), threshold=least, apart=APART)


def measure(task: Task, models: dict[int, LinkModel]) -> None:
    """Print the figures of reports that the weights have not seen."""
    names = task.plain.names
    raw = {
        f: (np.array([m.weights.get(n, 0.0) for n in names]), m.prior, m.threshold) for f, m in models.items()
    }
    for label, pairs in (("as published", task.plain), ("weeks laid over", task.laid_over)):
        odds = folded(task, pairs, raw)
        for side, docs in (("all", set(task.gold)), ("look", set(task.look)), ("blind", set(task.gold) - task.look)):
            pairwise, cubed = quality(task, pairs, odds, docs)
            print(f"{label:16} {side:6} pairwise F1 {pairwise:.3f}  b-cubed F1 {cubed:.3f}")


def write(model: LinkModel, path: Path) -> None:
    """Write weights as JSON."""
    path.write_text(json.dumps(msgspec.to_builtins(model), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds-out", type=Path)
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    task = prepare_task(arguments.shared)
    note = f"{len(task.look)} look documents of {len(set(task.gold.values()))} incidents"
    write(fitted(task, [], note), arguments.out)
    print(f"linking rows {len(task.plain.pairs):6}  pairs of reports {len(task.plain.instances):5}")
    if arguments.folds_out:
        models = {f: fitted(task, [f], f"{note}, weeks of fold {f} left out") for f in range(FOLDS)}
        for f, model in models.items():
            write(model, arguments.folds_out / f"linking{f}.json")
        if arguments.measure:
            measure(task, models)


if __name__ == "__main__":
    main()
