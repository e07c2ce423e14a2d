"""Fit the word ranker's weights on a treebank and write them as JSON.

    train_words.py GOLD.jsonl FORMS.bin OUT.json [--folds N]

GOLD holds an object per sentence: {doc, text, words: [{span, segments, upos, voice}]}. The model is log-linear over the
readings of each word (see rasid.words.ranking); readings that agree with the treebank in cut, class and voice are
right. Weights are drawn towards hand-set ones, so that what the treebank does not show keeps a sensible order. With
``--folds`` the share of right words is printed from models that did not see them, and nothing is written.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from rasid.text import tokenize
from rasid.words.analyser import Analyser
from rasid.words.morphology import Morphology
from rasid.words.ranking import OUTSIDE, STOP, Weights, agreement, contexts, glance, neighbour, run
from rasid.words.readings import Reading
from rasid.words.store import Forms

CLASSES = {"NOUN": "NOUN", "PROPN": "NOUN", "VERB": "VERB", "ADJ": "ADJ", "NUM": "NUM"}
PRIORS = {
    "class=VERB-Pass": -1.5, "passive&intransitive": -2.0, "suffix&intransitive": -2.5, "source=guess&VERB": -3.0,
    "source=guess&ADJ": -1.0, "source=guess&PROPN": -0.5, "source=guess&NOUN": -0.5, "passive&often=True": 1.0, "suffix&class=VERB-Pass": -1.5, "clitics=أ": -3.0, "clitics=أو": -4.0,
    "clitics=أف": -4.0, "class=ADV": -1.5, "class=PROPN": -0.5, "suffix&whole=True": -1.5, "cut=و&whole=True": -1.5,
    "cut=ف&whole=True": -2.0, "cut=ب&whole=True": -1.5, "cut=ك&whole=True": -2.5, "cut=ل&whole=True": -1.5,
    "cut=س&whole=True": -1.0, "class=INTJ": -2.0, "suffix=ي": -1.0, "suffix=ك": -1.5, "suffix=كن": -2.0, "suffix=كما": -1.5,
    "suffix=هن": -1.0, "suffix=ني": -0.5, "suffix=كم": -1.0, "clitics=ك": -1.0, "clitics=ف": -0.5, "number=d&ADJ": -1.0,
    "number=d&NOUN": -1.0, "source=masdar&NOUN": -0.5, "source=active_participle&NOUN": -1.0, "nominative": -0.2,
    "source=passive_participle&NOUN": -2.0, "source=active_participle&ADJ": -1.0, "source=passive_participle&ADJ": -1.0,
}  # fmt: skip


def prior(feature: str) -> float:
    """The hand-set weight of a feature."""
    if feature.startswith("verb=") and "&" not in feature:
        kind, _, who = feature[5:].partition("/")
        price = {"imperative": -3.0}.get(kind, 0.0)
        price -= {"1": 1.0, "2": 2.0}.get(who[:1], 0.0) if kind != "imperative" else 0.0
        return price - (1.0 if who.endswith("d") else 0.0)
    if feature.startswith("passive=") and feature.partition("/")[2][:1] in "12":
        return -2.5
    if feature.startswith(("@r:", "@r2:", "@s:")):
        context, shape = feature[1:].split("\t")
        return _voice_prior(context, shape)
    return PRIORS.get(feature, 0.0)


def _voice_prior(context: str, shape: str) -> float:
    """What a grammar says of the passive of a verb that takes an object.

    An object in the accusative or a second noun phrase speaks against it, nothing nominal behind the verb for it; so
    does a lone thing as what would be the subject, but a noun before the verb may well be its subject.
    """
    if not shape.startswith("Pass-"):
        return 0.0
    kind, _, rest = context.partition(":")
    if kind == "s":
        who, _, following = rest.partition("|")
        if "/1" in following and not following.endswith("a") and shape == "Pass-t":
            return {"thing": 0.7, "acts": -0.2}.get(who, 0.0)
        return 0.0
    following, _, before = rest.partition("|")
    if kind == "r2":
        return -0.6 if "/1" in following and before.startswith(("NOUN", "PROPN", "ADJ")) else 0.0
    if following.endswith("a"):
        return -1.0
    if "/2" in following:
        return -0.5
    return {"Pass-t": 1.0, "Pass-b": 0.5}.get(shape, 0.0) if "/0" in following else 0.0


VOICE = 8.0
"""How much harder the weights that tell active from passive are to move than the words' own."""


class Instance(NamedTuple):
    """A word in its sentence: its readings' features and costs, and which are right."""

    features: list[list[str]]
    costs: list[float]
    right: list[bool]


def is_right(text: str, start: int, reading: Reading, gold: dict[str, Any]) -> bool:
    """Whether a reading agrees with the treebank's word."""
    a = reading.analysis
    inner = a.enclitic_span[0] if a.enclitic_span else a.stem[1]
    pieces = [*text[start : start + a.stem[0]], text[start + a.stem[0] : start + inner], a.enclitic]
    if [piece for piece in pieces if piece] != gold["segments"]:
        return False
    if CLASSES.get(a.upos, "other") != CLASSES.get(gold["upos"], "other"):
        return False
    return a.upos != "VERB" or gold["voice"] is None or a.voice == gold["voice"]


def instances(sentence: dict[str, Any], analyser: Analyser, weights: dict[str, float]) -> list[Instance]:
    """The words of a sentence that the model can learn from, read with the weights found so far."""
    text = sentence["text"]
    gold = {tuple(word["span"]): word for word in sentence["words"]}
    tokens = tokenize(text)
    words = [analyser.word(token.text) if token.kind == "word" else None for token in tokens]
    ahead = [glance(token, word) for token, word in zip(tokens, words, strict=True)] + [OUTSIDE, OUTSIDE]
    before = second = third = OUTSIDE
    verb = False
    found: list[Instance] = []
    for place, (token, word) in enumerate(zip(tokens, words, strict=True)):
        here = ahead[place]
        if word is None:
            verb = verb and here is not STOP
        else:
            around = contexts(
                before, second, third, ahead[place + 1], ahead[place + 2], run(ahead, place + 1), verb=verb
            )
            readings = [group.best for group in word.groups]
            rows = [list(r.features) + _paired(around, r) + _agreed(before, ahead[place + 1], r) for r in readings]
            scores = [
                sum(weights.get(f, prior(f)) for f in row) - r.cost for row, r in zip(rows, readings, strict=True)
            ]
            target = gold.get((token.start, token.end))
            right = [target is not None and is_right(text, token.start, r, target) for r in readings]
            if target and any(right) and len(readings) > 1:
                found.append(Instance(rows, [r.cost for r in readings], right))
            allowed = right if any(right) else [True] * len(readings)
            best = max((s, -i) for i, (s, good) in enumerate(zip(scores, allowed, strict=True)) if good)
            here = neighbour(readings[-best[1]])
            verb = verb or readings[-best[1]].analysis.upos == "VERB"
        before, second, third = here, before, second
    return found


def _paired(around: tuple[str, ...], reading: Reading) -> list[str]:
    shapes = {reading.analysis.upos, reading.shape, reading.objects} - {""}
    return [f"@{context}\t{shape}" for context in around for shape in sorted(shapes)]


def _agreed(before: Any, after: Any, reading: Reading) -> list[str]:
    agreed = agreement(before, after, reading)
    return [f"@agreement\t{agreed}"] if agreed else []


def fit(data: list[Instance], strength: float) -> dict[str, float]:
    """Weights that make the right readings likely, drawn towards the hand-set ones by ``strength``."""
    names: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for instance in data:
        for row in instance.features:
            columns.extend(names.setdefault(feature, len(names)) for feature in row)
            ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(names)))
    costs = np.array([cost for instance in data for cost in instance.costs])
    right = np.array([good for instance in data for good in instance.right])
    owner = np.repeat(np.arange(len(data)), [len(instance.costs) for instance in data])
    start = np.array([prior(name) for name in names])
    scale = np.array([strength * _stiffness(name) for name in names])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights - costs
        top = np.full(len(data), -np.inf)
        np.maximum.at(top, owner, scores)
        powers = np.exp(scores - top[owner])
        total = np.bincount(owner, powers)
        good = np.bincount(owner, powers * right)
        value = float(np.sum(np.log(total) - np.log(good + 1e-12)))
        slope = matrix.T @ (powers / total[owner] - powers * right / (good[owner] + 1e-12))
        away = weights - start
        return value + 0.5 * float(np.sum(scale * away * away)), slope + scale * away

    result = minimize(loss, start.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return dict(zip(names, result.x.tolist(), strict=True))


def _stiffness(feature: str) -> float:
    """How hard a weight is to move: passives are too few to learn more of them than the coarse contexts made for it."""
    if "\tPass-" in feature or "\tAct-" in feature:
        return 0.5 if feature.startswith("@v") else VOICE
    return 2.0 if feature.startswith("@") else 1.0


def train(sentences: list[dict[str, Any]], forms: Forms, strength: float, rounds: int = 2) -> dict[str, float]:
    """All weights; contexts carry ``@`` before their name and a tab before the reading's shape."""
    weights: dict[str, float] = {}
    for _ in range(rounds):
        own = _Own({f: w for f, w in weights.items() if not f.startswith("@")})
        analyser = Analyser(forms, own)
        data = [item for sentence in sentences for item in instances(sentence, analyser, weights)]
        weights = fit(data, strength)
    return weights


class _Own(dict[str, float]):
    """Weights of own features, the hand-set one where none was learned."""

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else prior(key) or default


def packed(weights: dict[str, float], passive: float = 0.0) -> dict[str, Any]:
    """The weights as the program reads them, rounded, the smallest left out."""
    own = {f: round(w, 3) for f, w in sorted(weights.items()) if not f.startswith("@") and abs(w) > 0.01}
    own["class=VERB-Pass"] = own.get("class=VERB-Pass", prior("class=VERB-Pass")) + passive
    own |= {f: w for f, w in PRIORS.items() if f not in weights and f not in own}
    for kind in ("perfect", "imperfect", "imperative"):
        for person in "123":
            for gender in ("", "m", "f"):
                for number in "sdp":
                    name = f"verb={kind}/{person}{gender}{number}"
                    if name not in weights and prior(name):
                        own[name] = prior(name)
    pairs: dict[str, dict[str, float]] = {}
    for name, weight in sorted(weights.items()):
        if name.startswith("@") and abs(weight) > 0.05:
            context, shape = name[1:].split("\t")
            pairs.setdefault(context, {})[shape] = round(weight, 3)
    return {"own": dict(sorted(own.items())), "pairs": pairs}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("forms", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="predict each fold with a model that did not see it")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--passive", type=float, default=0.5, help="added to every passive, to find more of them")
    arguments = parser.parse_args()
    sentences = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    forms = Forms(arguments.forms.read_bytes())
    if arguments.folds:
        _cross(sentences, forms, arguments)
        return
    weights = packed(train(sentences, forms, arguments.strength), arguments.passive)
    arguments.out.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _cross(sentences: list[dict[str, Any]], forms: Forms, arguments: argparse.Namespace) -> None:
    """Write predictions of held-out folds, one JSON object per sentence."""
    fold_of = [zlib.crc32(sentence["doc"].encode()) % arguments.folds for sentence in sentences]
    lines = []
    for fold in range(arguments.folds):
        weights = packed(
            train([s for s, f in zip(sentences, fold_of, strict=True) if f != fold], forms, arguments.strength),
            arguments.passive,
        )
        morphology = Morphology(forms, msgspec.convert(weights, Weights))
        for sentence, own in zip(sentences, fold_of, strict=True):
            if own == fold:
                words = morphology.predict_words(sentence["text"])
                lines.append(json.dumps({"doc": sentence["doc"], "words": words}, ensure_ascii=False))
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
