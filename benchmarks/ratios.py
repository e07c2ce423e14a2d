"""The speed of the reading held against others over the same text, in one run.

    python benchmarks/ratios.py [SHARED] [--sentences N] [--rounds 3]

(a) one bare pass of an automaton over the same text, with our names and event words: the floor; (b) qalsadi's analysis of the
same words; (c) spaCy's blank Arabic tokenizer with an EntityRuler of the same names; (d) a TF-IDF classifier that only says
whether a sentence tells an event, taught by the reading itself. Needs the extra ``bench``. Time is that of the processor,
taken in turns and the best of the rounds, so that other work on the machine weighs on all alike. The sentences are those
of the development data where SHARED is given, else of our own making.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ahocorasick_rs
from many import sentence

from rasid import Reader
from rasid.lexicon import load
from rasid.text import fold, split
from run import sentences

Pass = Callable[[list[str]], object]


def names() -> list[str]:
    """The names of actors, countries, groups and weapons in our tables, folded."""
    lexicon = load()
    found = [alias for row in (*lexicon.actors, *lexicon.countries) for alias in row.aliases]
    found += [word for row in (*lexicon.groups, *lexicon.weapons) for word in (row.word, *row.plurals)]
    return sorted({fold(name).text for name in found} - {""})


def automaton() -> Pass:
    """(a): names and event words, longest match from the left, over folded text."""
    words = {fold(frame.word).text for frame in load().frames}
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    engine = ahocorasick_rs.AhoCorasick(sorted({*names(), *words} - {""}), matchkind=kind)
    return lambda texts: [engine.find_matches_as_indexes(fold(text).text) for text in texts]


def qalsadi() -> Pass:
    """(b): every analysis of every word."""
    from qalsadi.analex import Analex  # an extra

    analyser = Analex()
    return lambda texts: [analyser.check_text(text) for text in texts]


def spacy() -> Pass:
    """(c): tokens, and the names among them."""
    import spacy as library  # an extra

    pipeline = library.blank("ar")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in names()])
    return lambda texts: [pipeline(text) for text in texts]


def classifier(reader: Reader, texts: list[str]) -> Pass:
    """(d): whether a sentence tells an event, learnt from half of the sentences."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # an extra
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    half = texts[::2]
    labels = [bool(reader.read(text).records) for text in half]
    labels[0], labels[1] = True, False  # both classes must be there
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=200))
    model.fit(half, labels)
    predict: Pass = model.predict
    return predict


def spent(work: Pass, texts: list[str]) -> float:
    """Seconds of the processor."""
    begin = time.process_time()
    work(texts)
    return time.process_time() - begin


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?")
    parser.add_argument("--sentences", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.shared is not None:
        texts = sentences(given.shared, given.sentences)
    else:
        chance = random.Random(3)  # noqa: S311  # the same each time
        texts = [sentence(chance) for _ in range(given.sentences)]
    reader = Reader()
    few = texts[:: max(1, len(texts) // 60)]
    ways: dict[str, tuple[Pass, list[str]]] = {
        "rasid, to records": (lambda rows: [reader.read(row) for row in rows], texts),
        "(a) bare automaton": (automaton(), texts),
        "(b) qalsadi": (qalsadi(), few),  # so slow that a part must do
        "(c) spaCy, EntityRuler": (spacy(), texts),
        "(d) TF-IDF classifier": (classifier(reader, texts), texts),
    }
    best: dict[str, float] = {}
    for _ in range(given.rounds):
        for name, (work, rows) in ways.items():
            each = spent(work, rows) / sum(map(len, rows))
            best[name] = min(each, best.get(name, each))
    count = sum(len(split(text)) for text in texts)
    letters = sum(map(len, texts))
    print(f"{count} sentences, {letters / count:.0f} characters each")
    ours = best["rasid, to records"]
    for name, each in best.items():
        rate = count / (each * letters)
        print(f"{name:24} {rate:>10,.0f} sentences a second   rasid takes {ours / each:>8.3g} times as long")
    print(f"peak memory, all together {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
