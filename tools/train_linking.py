"""Fit the weights by which reports are linked, on the look documents of the linking data, and write them as JSON.

    python tools/train_linking.py SHARED OUT --folds-out DIR [--measure]

Every report is read by the packaged reader from its text, publisher and day of publication alone. Two reports of one
incident are a right pair; of their tellings the likeliest pair stands for them, chosen again after each fit (multiple
instances). Logistic regression, drawn to weights that are expected, over the figures of ``rasid.incidents.comparisons``, which know no word
and no place by itself. Beside the pairs as they are, the fit sees the same reports with the days of each week laid over
each other, so that it learns what tells two incidents of one day apart, and each two reports as if there were no others.

Folds by week of publication; reports of an incident that touches the week that is left out are left out as well. The
penalty and the least odds are chosen by the same folds within each fit (nested), so that the figures of ``--measure`` and of
``evaluation/run.py`` are of reports that neither weights nor choices have seen.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize

from rasid.incidents import veils
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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "evaluation"))
from predict import week_fold  # beside the scorers, which take the same folds

FOLDS = 5
PENALTIES = (0.03, 0.1)
THRESHOLDS = (-0.75, -0.5, -0.25, 0.0)
APART = -3.0
ROUNDS = 4
LAID_OVER = 1.0
"""Weight of a pair of the reports whose days were laid over each other."""
EXPECTED = {
    "place agrees": 1.0, "place rarity": 0.5, "place named in text": 0.8, "place=neither names one": -0.5,
    "place=one names none": -0.3, "place=one names none, but has the other's in its text": 0.5, "day=same day": 0.8,
    "day=same news days": 0.3, "day=a day apart": -1.0, "day=days apart": -2.0, "day=a day apart, not both dated": -0.5,
    "told of the past": -1.0, "means=shared": 0.5, "means=different": -0.7, "parties=shared": 0.5,
    "parties=different": -0.4, "killed=the same": 0.3, "killed=the same, more than one": 0.7,
    "killed=the same, more than four": 1.2, "killed=overlapping": 0.3, "killed=close": -0.1, "killed=different": -0.7,
    "injured=the same": 0.3, "injured=the same, more than one": 0.7, "injured=the same, more than four": 1.2,
    "injured=overlapping": 0.3, "injured=close": 0.0, "injured=different": -0.5, "people=shared": 0.3,
    "people=different": -0.2, "targets=shared": 0.5, "targets=different": -0.3, "hour=shared": 0.5,
    "hour=different": -0.5, "words near": 3.0, "words of the documents": 1.5, "rarest words": 0.4,
    "rarest phrases": 0.4, "passages": 1.5, "standing=both are told first": 0.5, "standing=one is told first": -0.2,
    "standing=neither is told first": -0.4, "share of the documents": 0.8, "same publisher": -0.3,
}  # fmt: skip
"""What a figure is expected to say before anything is measured: the weights are drawn to these and not to nothing, since
what tells apart two incidents in one village is rare in the data. Cross-validation found it better than without."""
ALONE = 0.5
"""Weight of a pair that was compared as if there were no other reports."""
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
    alone: Pairs
    """The pairs of ``laid_over``, each compared as if the two reports were all there is."""
    score: Callable[[dict[str, frozenset[Any]], dict[str, frozenset[Any]]], dict[str, Any]]


def compared(tellings: Sequence[Telling], common: frozenset[str], names: Sequence[str] = ()) -> Pairs:
    """The candidate pairs with the figures of their comparisons."""
    corpus = Corpus.of(tellings, common)
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


def alone(pairs: Pairs, common: frozenset[str]) -> Pairs:
    """The same pairs, with nothing known of how rare words are but from the two reports."""
    tellings = pairs.tellings
    place = {name: i for i, name in enumerate(pairs.names)}
    rows = np.zeros_like(pairs.rows)
    for docs, instances in pairs.instances.items():
        corpus = Corpus.of([t for t in tellings if t.doc in docs], common)
        for n in instances:
            one, other = (prepare(tellings[i], corpus) for i in pairs.pairs[n])
            for name, value in figures(compare(one, other, corpus)).items():
                if name in place:
                    rows[n, place[name]] = value
    return pairs._replace(rows=rows)


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
        veils.read(reader, r["text"], published=r["published"], publisher=r["publisher"], doc=r["doc"]) for r in rows
    ]


def prepare_task(shared: Path) -> Task:
    """Everything that is fitted on."""
    rows, documents = read(shared)
    gold = {r["doc"]: r["incident"] for r in rows}
    fold = {r["doc"]: week_fold(r["published"]) for r in rows}
    by: dict[str, set[int]] = {}
    for doc, incident in gold.items():
        by.setdefault(incident, set()).add(fold[doc])
    knowledge = Knowledge.load()
    tellings = [t for d in sorted(documents, key=lambda d: d.doc) for t in gather(d, knowledge)]
    published = {r["doc"]: r["published"] for r in rows}
    plain = compared(tellings, knowledge.common)
    blind = load_module(shared / "eval/blind.py", "blind")
    scorer = load_module(shared / "eval/score_linking.py", "score_linking")
    over = compared([laid_over(t, published[t.doc]) for t in tellings], knowledge.common, plain.names)
    return Task(
        gold=gold,
        fold=fold,
        touches={doc: frozenset(by[incident]) for doc, incident in gold.items()},
        look=frozenset(doc for doc in gold if not blind.is_blind(doc)),
        plain=plain,
        laid_over=over,
        alone=alone(over, knowledge.common),
        score=scorer.score,
    )


def fit(task: Task, left_out: Iterable[int], penalty: float) -> tuple[Matrix, float]:
    """Weights and prior, fitted on the look documents outside of some folds."""
    away = set(left_out)
    expected = np.array([EXPECTED.get(name, 0.0) for name in task.plain.names])
    weights, prior = expected, -2.5
    for _ in range(ROUNDS):
        rows, labels, counts = [], [], []
        for pairs, count in ((task.plain, 1.0), (task.laid_over, LAID_OVER), (task.alone, ALONE)):
            odds = pairs.rows @ weights
            for (a, b), instances in pairs.instances.items():
                if {a, b} <= task.look and not (task.touches[a] | task.touches[b]) & away:
                    rows.append(pairs.rows[max(instances, key=lambda n: odds[n])])
                    labels.append(1.0 if task.gold[a] == task.gold[b] else -1.0)
                    counts.append(count)
        weights, prior = drawn_to(expected, np.array(rows), np.array(labels), np.array(counts), penalty, prior)
    return weights, prior


def drawn_to(
    expected: Matrix, rows: Matrix, labels: Matrix, counts: Matrix, penalty: float, prior: float
) -> tuple[Matrix, float]:
    """Logistic regression whose penalty grows with the squared distance from expected weights."""

    def loss(v: Matrix) -> tuple[float, Matrix]:
        margin = labels * (rows @ v[:-1] + v[-1])
        off = v[:-1] - expected
        slope = -counts * labels / (1 + np.exp(margin))
        value = float((counts * np.logaddexp(0, -margin)).sum() + off @ off / (2 * penalty))
        return value, np.concatenate([rows.T @ slope + off / penalty, [slope.sum()]])

    found = minimize(loss, np.concatenate([expected, [prior]]), jac=True, method="L-BFGS-B").x
    return found[:-1], float(found[-1])


def grouped(pairs: Pairs, odds: Matrix, docs: set[str]) -> dict[str, frozenset[int]]:
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
    result = task.score(gold, grouped(pairs, odds, docs))
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
    raw = {f: (np.array([m.weights.get(n, 0.0) for n in names]), m.prior, m.threshold) for f, m in models.items()}
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
