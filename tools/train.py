"""Fit the deciders on the look documents of the development data and write their weights as JSON.

    python tools/train.py SHARED OUT [--folds N --folds-out DIR]

SHARED is the folder with ``data`` and ``eval``. Only look documents are read (``eval/blind.py``). Features are
delexicalised (``rasid.reading.features``); logistic regression with an L2 penalty, seeds fixed, folds by document.
With ``--folds-out`` the weights of each fold are written too, so that look documents can be scored out of fold.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from rasid.reading.decision import eligible, scored_senses
from rasid.reading.features import foresee, role_features
from rasid.reading.parts import Chunk, Event
from rasid.reading.points import point_features, points, separate
from rasid.reading.reader import Engine
from rasid.reading.realis import Realis, modality_features
from rasid.reading.tolls import claimed
from rasid.reading.weights import PAIR, Model
from rasid.text import fold_word

SLOTS = ("actor", "recipient", "place", "weapon", "date", "count")
PENALTY = {"event": 0.3, "actor": 0.15, "recipient": 0.15, "place": 0.1, "weapon": 0.3, "date": 0.3, "count": 0.3}
PAIRS = {"event": 300}
"""How many pairs of features are weighed; the choice of roles gains nothing by them (out of fold)."""
THRESHOLDS = {
    "event": 0.37,
    "actor": 0.28,
    "recipient": 0.26,
    "place": 0.28,
    "weapon": 0.3,
    "date": 0.34,
    "count": 0.34,
}
"""From which probability an event is taken, and (of the event and of the filler in it) a filler is given.

F1 is best where the threshold is half of the F1 that can be reached (Lipton, Elkan and Naryanaswamy 2014, «Optimal
thresholding of classifiers to maximize F1 measure»); these are half of the out-of-fold figures from end to end.
"""
Row = tuple[str, tuple[str, ...], bool]
ModalityRow = tuple[str, tuple[str, ...], str]
MODALITY_PENALTY = 0.1


def load_module(path: Path, name: str) -> Any:
    """Import a script by its path."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fold_of(doc: str, folds: int) -> int:
    """The fold of a document, the same on every machine."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % folds


def look_documents(shared: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(text row, gold) of every look document of the annotated data and the seed."""
    blind = load_module(shared / "eval" / "blind.py", "blind")
    texts = {}
    for line in (shared / "data/annotated/texts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["doc"]] = row
    gold = json.loads((shared / "data/annotated/gold.json").read_text(encoding="utf-8"))
    seed = json.loads((shared / "data/seed/seed.gold.json").read_text(encoding="utf-8"))
    text = (shared / "data/seed/seed.txt").read_text(encoding="utf-8")
    return [
        *((texts[g["doc"]], g) for g in gold if not blind.is_blind(g["doc"])),
        ({"doc": "seed", "text": text}, seed),
    ]


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def same_span(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two spans share half of the shorter one."""
    shorter = min(a[1] - a[0], b[1] - b[0])
    return shorter > 0 and overlap(a, b) * 2 >= shorter


class Harvest:
    """Collects labelled rows from documents."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine whose proposals are labelled."""
        self.engine = engine
        self.rows: dict[str, list[Row]] = {"event": [], **{slot: [] for slot in SLOTS}}
        self.modality: list[ModalityRow] = []

    def add(self, text_row: dict[str, Any], gold: dict[str, Any]) -> None:
        """Label the proposals of one document by its gold."""
        text = text_row["text"]
        ground = self.engine.prepare(text, published=text_row.get("published"), publisher=text_row.get("publisher"))
        spans: dict[str, list[Any]] = {}
        for kind, key in (("actors", "canonical_en"), ("places", "name_en")):
            for mention in gold.get(kind) or ():
                if mention.get(key):
                    spans.setdefault(mention[key].casefold(), []).append(mention["span"])
        told: set[str] = set()
        realis: Realis | None = None
        for scene in ground.scenes:
            realis = Realis(scene, self.engine.tables, realis)
            self._scene(gold, scene, ground.subjects[scene.index], spans, told, realis)

    def add_spans(self, task: str, row: dict[str, Any]) -> None:
        """Label the roles of one sentence by the annotators' spans: a chunk is true where half of them name its head."""
        ground = self.engine.prepare(row["text"])
        for scene in ground.scenes:
            done: set[int] = set()
            scored = scored_senses(scene, ground.subjects[scene.index], self.engine.tables, frozenset())
            for sense, frameset, _ in scored:
                frame = sense.frame
                kind = frame.passive_type if sense.pos == "passive" and frame.passive_type else frame.type
                mode = frame.passive_mode if sense.pos == "passive" and frame.passive_mode else frame.mode
                folded = scene.tokens[sense.token].folded
                here = [a for a in row["annotators"] if folded in bag(a["verb"])]
                if sense.token in done or not here or not wants(task, kind, mode):
                    continue
                if not voiced_by(scene, sense, frameset, here):
                    continue
                done.add(sense.token)
                self._span_roles(row["id"], scene, sense, frameset, here)

    def _span_roles(self, doc: str, scene: Any, sense: Any, frameset: Any, here: list[dict[str, Any]]) -> None:
        chunks = list(eligible(scene, sense))
        foreseen = foresee(sense, frameset, chunks)
        for slot, key in (("actor", "source"), ("recipient", "target")):
            votes: dict[int, int] = {}
            for annotator in here:
                words = bag(annotator[key])
                for chunk in chunks:
                    target = chunk.referent if chunk.referent is not None and chunk.kind != "noun" else chunk
                    where = scene if target is chunk or chunk.referent_sentence == scene.index else None
                    if where is not None and scene.tokens[target.head].folded in words:
                        votes[chunk.index] = votes.get(chunk.index, 0) + 1
            matched = [c for c in chunks if 2 * votes.get(c.index, 0) >= len(here) and votes.get(c.index, 0)]
            matched.sort(key=lambda c: (foreseen.rows[c.index][1] == slot, foreseen.rows[c.index][0] not in {"other", "oblique"}, -abs(c.start - sense.token)), reverse=True)  # fmt: skip
            for chunk in chunks:
                label: bool | None = bool(matched and chunk.index == matched[0].index)
                if not label and votes.get(chunk.index):
                    continue
                self.rows[slot].append((doc, role_features(scene, sense, frameset, chunk, slot, foreseen), bool(label)))

    def _scene(
        self,
        gold: dict[str, Any],
        scene: Any,
        subjects: dict[int, Chunk],
        spans: dict[str, list[Any]],
        told: set[str],
        realis: Realis,
    ) -> None:
        doc = gold["doc"]
        here = [r for r in gold["records"] if scene.sentence.start <= r["trigger"]["span"][0] < scene.sentence.end]
        matched: dict[int, tuple[Any, Any, float]] = {}
        scored = scored_senses(scene, subjects, self.engine.tables, frozenset(told))
        for sense, frameset, features in scored:
            token = scene.tokens[sense.token]
            hits = [r for r in here if overlap(r["trigger"]["span"], (token.start, token.end))]
            kind = sense.frame.passive_type if sense.pos == "passive" and sense.frame.passive_type else sense.frame.type
            right = [r for r in hits if kind in (r["event_type"], *(r.get("alt_event_types") or ()))]
            if hits and all(r.get("salience") == "minor" for r in hits):
                continue
            right = [r for r in right if voiced(sense, frameset, r, spans)]
            self.rows["event"].append((doc, features, bool(right)))
            for record in right:
                held = matched.get(id(record))
                rank = -sense.rank + sense.frame.prior
                if held is None or rank > held[2]:
                    matched[id(record)] = (record, (sense, frameset), rank)
        for record, (sense, _), _ in matched.values():
            told |= {fold_word(sense.reading.lemma), f"type:{record['event_type']}"}
        # The neighbours of a place or date are the events that stand, as when reading.
        scene.events = [Event(sense=sense, sentence=scene.index) for _, (sense, _), _ in matched.values()]
        for record, (sense, frameset), _ in matched.values():
            self._roles(doc, scene, sense, frameset, record, spans)
            label = record.get("modality") or "asserted"
            self.modality.append((doc, modality_features(realis, sense, realis.evidence(sense)), label))

    def _roles(
        self, doc: str, scene: Any, sense: Any, frameset: Any, record: dict[str, Any], spans: dict[str, list[Any]]
    ) -> None:
        chunks = list(eligible(scene, sense))
        foreseen = foresee(sense, frameset, chunks)
        for slot in ("actor", "recipient"):
            labels = chunk_labels(sense, foreseen, chunks, record.get(slot) or [], spans, slot)
            for chunk in chunks:
                label = labels.get(chunk.index, False)
                if label is not None:
                    self.rows[slot].append((doc, role_features(scene, sense, frameset, chunk, slot, foreseen), label))
        for slot in ("place", "weapon", "date", "count"):
            found = points(scene, slot)
            for point in found:
                if (slot == "place" and point.lead != point.start) or claimed(scene, sense.token, point) is not None:
                    continue  # it goes with the first of its list, or a rule decides
                features = point_features(scene, sense, frameset, point, separate(found))
                if slot == "date":
                    gold_date = record.get("date")
                    label = bool(gold_date and overlap(gold_date["span"], point.span))
                elif slot == "count":
                    label = any(overlap(c["span"], point.span) for c in record.get("counts") or [] if c.get("span"))
                else:
                    label = label_of(point.span, record.get(slot) or [], spans)
                if label is not None:
                    self.rows[slot].append((doc, features, label))


def gsr_rows(shared: Path) -> list[tuple[str, dict[str, Any]]]:
    """(task, row) of the look sentences whose spans were marked by annotators."""
    blind = load_module(shared / "eval" / "blind.py", "blind")
    found = []
    for task in ("assault", "protest"):
        for line in (shared / f"data/arabic_event_gsr/{task}_spans.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not blind.is_blind(row["id"]):
                found.append((task, row))
    return found


def bag(words: Iterable[str]) -> set[str]:
    """Folded words of an annotator's span."""
    return {fold_word(word) for word in words if any(c.isalnum() for c in word)}


def wants(task: str, kind: str, mode: str | None) -> bool:
    """Whether a frame's type is what a task's annotators mark."""
    if task == "protest":
        return kind == "PROTEST"
    return kind == "ASSAULT" or (kind == "HARM" and mode in {"killed", "injured"})


def chunk_labels(
    sense: Any,
    foreseen: Any,
    chunks: Sequence[Chunk],
    fillers: Sequence[dict[str, Any]],
    spans: dict[str, list[Any]],
    slot: str,
) -> dict[int, bool | None]:
    """The one chunk by which each filler enters the clause is true; other mentions of it are left out of the fit."""
    labels: dict[int, bool | None] = {}
    for filler in fillers:
        matched = [c for c in chunks if label_of((c.referent or c).span, [filler], spans) is not False]
        if filler.get("via") == "inferred":
            for chunk in matched:
                labels.setdefault(chunk.index, None)
            continue

        def rank(chunk: Chunk, filler: dict[str, Any] = filler) -> tuple[bool, bool, bool, int]:
            function, role = foreseen.rows[chunk.index]
            return (
                role == slot,
                function not in {"other", "oblique"},
                same_span(filler["span"], (chunk.referent or chunk).span),
                -abs(chunk.start - sense.token),
            )

        matched.sort(key=rank, reverse=True)
        for place, chunk in enumerate(matched):
            if place == 0:
                labels[chunk.index] = True
            else:
                labels.setdefault(chunk.index, None)
    return labels


def voiced(sense: Any, frameset: Any, record: dict[str, Any], spans: dict[str, list[Any]]) -> bool:
    """Whether a verb's voice agrees with the gold record: the subject of an active verb acts, of a passive one suffers."""
    subject = frameset.subject
    if sense.pos not in {"verb", "passive"} or subject is None or sense.frame.subject != "actor":
        return True
    span = (subject.referent or subject).span
    acts = label_of(span, record.get("actor") or [], spans) is True
    suffers = label_of(span, record.get("recipient") or [], spans) is True
    if acts == suffers:
        return True
    return bool(acts == (sense.pos == "verb"))


def voiced_by(scene: Any, sense: Any, frameset: Any, annotators: Sequence[dict[str, Any]]) -> bool:
    """The same by annotators' words: whether as many take the subject for who acts, or who suffers, as the voice says."""
    subject = frameset.subject
    if sense.pos not in {"verb", "passive"} or subject is None or sense.frame.subject != "actor":
        return True
    target = subject.referent if subject.referent is not None and subject.kind != "noun" else subject
    if target is not subject and subject.referent_sentence != scene.index:
        return True
    head = scene.tokens[target.head].folded
    acts = sum(head in bag(a["source"]) for a in annotators)
    suffers = sum(head in bag(a["target"]) for a in annotators)
    return acts == suffers or bool((acts > suffers) == (sense.pos == "verb"))


def label_of(span: Sequence[int], fillers: Iterable[dict[str, Any]], spans: dict[str, list[Any]]) -> bool | None:
    """Whether a span is one of the fillers; None where it is only an optional one."""
    for filler in sorted(fillers, key=lambda f: f.get("via") == "inferred"):
        names = [filler.get("canonical_en"), filler.get("name_en")]
        others = [s for name in names if name for s in spans.get(name.casefold(), ())]
        if (filler.get("span") and same_span(filler["span"], span)) or any(same_span(s, span) for s in others):
            return None if filler.get("via") == "inferred" else True
    return False


def fit(rows: Sequence[Row], penalty: float, together: int = 0) -> dict[str, float]:
    """Weights by feature name, and by the names of ``together`` pairs of features that tell more than each alone."""
    vectorizer = CountVectorizer(analyzer=lambda features: features, binary=True, min_df=3)
    matrix = vectorizer.fit_transform([features for _, features, _ in rows]).astype(np.float32).tocsc()
    labels = np.array([label for _, _, label in rows])
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    if together:
        found = pairs(matrix.tocsr(), labels)[:together]
        matrix = hstack([matrix, *(matrix[:, a].multiply(matrix[:, b]) for a, b in found)])
        names += [f"{names[a]}{PAIR}{names[b]}" for a, b in found]
    model = LogisticRegression(C=penalty, max_iter=2000, solver="liblinear", random_state=0, fit_intercept=False)
    model.fit(matrix.tocsr(), labels)
    return {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.0005}


def pairs(matrix: Any, labels: Any) -> list[tuple[int, int]]:
    """The pairs of columns by which boosted trees of two levels split, the most telling first.

    The trees only propose (Friedman 2001, «Greedy function approximation», on the order of interactions that the
    depth of a tree allows); what a pair weighs is fitted with all other features.
    """
    trees = GradientBoostingClassifier(
        n_estimators=600, learning_rate=0.1, max_depth=2, min_samples_leaf=20, subsample=0.8, max_features=0.2, random_state=0
    )  # fmt: skip
    trees.fit(matrix, labels)
    gains: dict[tuple[int, int], float] = {}
    for (estimator,) in trees.estimators_:
        tree = estimator.tree_
        mass = tree.weighted_n_node_samples * tree.impurity
        root = int(tree.feature[0])
        for child in (tree.children_left[0], tree.children_right[0]):
            split = int(tree.feature[child])
            if root >= 0 and child >= 0 and split >= 0 and split != root:
                pair = min(root, split), max(root, split)
                gain = mass[child] - mass[tree.children_left[child]] - mass[tree.children_right[child]]
                gains[pair] = gains.get(pair, 0.0) + float(gain)
    return sorted(gains, key=lambda pair: (-gains[pair], pair))


def best_threshold(scores: Sequence[float], labels: Sequence[bool], total: int) -> tuple[float, float]:
    """The threshold with the best F1, and that F1; ``total`` is the number of true ones."""
    order = sorted(zip(scores, labels, strict=True), reverse=True)
    best, at, tp = 0.0, 0.5, 0
    for i, (score, label) in enumerate(order, 1):
        tp += label
        f1 = 2 * tp / (i + total) if total else 0.0
        if f1 > best:
            best, at = f1, score
    return min(max(at, 0.2), 0.7), best


def train(rows: dict[str, list[Row]], folds: int, note: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The weights of all deciders, and those of each fold."""
    whole: dict[str, Any] = {"fitted_on": note}
    parts: list[dict[str, Any]] = [{"fitted_on": f"{note}; fold {i} left out"} for i in range(folds)]
    for name, data in rows.items():
        if not any(label for _, _, label in data):
            whole[name] = {"weights": {}, "threshold": 0.5}
            for part in parts:
                part[name] = dict(whole[name])
            continue
        scores = np.zeros(len(data))
        for i in range(folds):
            inside = [j for j, row in enumerate(data) if fold_of(row[0], folds) == i]
            weights = fit([row for row in data if fold_of(row[0], folds) != i], PENALTY[name], PAIRS.get(name, 0))
            parts[i][name] = {"weights": weights}
            model = Model(weights=weights)
            for j in inside:
                scores[j] = model.probability(data[j][1])
        labels = [label for _, _, label in data]
        threshold, f1 = best_threshold(list(scores), labels, sum(labels))
        threshold = THRESHOLDS.get(name, threshold)
        weights = fit(data, PENALTY[name], PAIRS.get(name, 0))
        whole[name] = {"weights": dict(sorted(weights.items())), "threshold": round(threshold, 3)}
        for part in parts:
            part[name]["threshold"] = round(threshold, 3)
        print(
            f"{name:10} rows {len(data):6}  true {sum(labels):5}  weights {len(weights):5}  out-of-fold F1 {f1:.3f} at {threshold:.2f}"
        )
    return whole, parts


def fit_modality(rows: Sequence[ModalityRow]) -> dict[str, Any]:
    """The weights of one model for each modality, fitted together."""
    vectorizer = CountVectorizer(analyzer=lambda features: features, binary=True, min_df=2)
    matrix = vectorizer.fit_transform([features for _, features, _ in rows])
    model = LogisticRegression(C=MODALITY_PENALTY, max_iter=2000, fit_intercept=False)
    model.fit(matrix, [label for _, _, label in rows])
    names = vectorizer.get_feature_names_out()
    return {
        str(label): {
            "weights": {str(n): round(float(w), 4) for n, w in zip(names, row, strict=True) if abs(w) >= 0.0005}
        }
        for label, row in zip(model.classes_, model.coef_, strict=True)
    }


def train_modality(
    rows: Sequence[ModalityRow], folds: int, whole: dict[str, Any], parts: Sequence[dict[str, Any]]
) -> None:
    """Add the weights for modality to all weights and to those of each fold."""
    right = {"all": 0, "marked": 0}
    for i, part in enumerate(parts):
        part["modality"] = fit_modality([row for row in rows if fold_of(row[0], folds) != i])
        for _, features, label in (row for row in rows if fold_of(row[0], folds) == i):
            logits = {name: sum(m["weights"].get(f, 0.0) for f in features) for name, m in part["modality"].items()}
            hit = max(logits, key=lambda name: logits[name]) == label
            right["all"] += hit
            right["marked"] += hit and label != "asserted"
    whole["modality"] = fit_modality(rows)
    marked = sum(label != "asserted" for _, _, label in rows)
    print(
        f"modality   rows {len(rows):6}  right {right['all'] / len(rows):.3f}  marked {marked}  right {right['marked'] / max(1, marked):.3f}"
    )


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--folds-out", type=Path)
    arguments = parser.parse_args()
    harvest = Harvest(Engine())
    documents = look_documents(arguments.shared)
    for text_row, gold in documents:
        harvest.add(text_row, gold)
    sentences = gsr_rows(arguments.shared)
    for task, row in sentences:
        harvest.add_spans(task, row)
    note = (
        f"{len(documents)} look documents of the annotated development data and {len(sentences)} sentences with spans"
    )
    whole, parts = train(harvest.rows, arguments.folds, note)
    train_modality(harvest.modality, arguments.folds, whole, parts)
    arguments.out.write_text(json.dumps(whole, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    if arguments.folds_out:
        arguments.folds_out.mkdir(parents=True, exist_ok=True)
        for i, part in enumerate(parts):
            path = arguments.folds_out / f"fold{i}.json"
            path.write_text(json.dumps(part, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
