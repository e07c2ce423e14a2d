"""The public face of the word room: forms and weights from the package, words analysed and ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from rasid.lexicon.lexicon import packaged
from rasid.model import Analysis, Token
from rasid.text import tokenize
from rasid.words.analyser import Analyser
from rasid.words.build import WordTables, entries_of
from rasid.words.ranking import Ranker, Weights
from rasid.words.store import Forms

FORMS_FILE = "forms.bin"
WEIGHTS_FILE = "words.json"


class Morphology:
    """Everything that reads words, loaded once: ``analyse`` for a word, ``rank`` for a sentence's tokens."""

    def __init__(self, forms: Forms, weights: Weights) -> None:
        """``forms`` and ``weights`` as packed by ``make data``."""
        self.analyser = Analyser(forms, weights.own)
        self._ranker = Ranker(self.analyser, weights.pairs)

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        """Readings of a written word, the likeliest by its form first, never empty; spans count from its start."""
        return self.analyser.analyse(word)

    def rank(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens of one sentence with their analyses, the likeliest first; spans are offsets in the text."""
        return self._ranker.rank(tokens)

    def predict_words(self, text: str) -> list[dict[str, Any]]:
        """Words of a sentence as treebanks cut them: ``span``, ``segments``, ``upos`` and ``voice`` of each."""
        return [_word(text, group) for group in _written_words(self.rank(tokenize(text)))]


def _written_words(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens that stand together without a blank as one word: «و» or the article before a number or Latin letters."""
    groups: list[list[Token]] = []
    for token in tokens:
        last = groups[-1][-1] if groups else None
        if last is not None and last.kind == "word" and last.end == token.start and token.kind in ("number", "latin"):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _word(text: str, tokens: list[Token]) -> dict[str, Any]:
    first, last = tokens[0], tokens[-1]
    span = [first.start, last.end]
    if len(tokens) > 1:
        return {"span": span, "segments": [token.text for token in tokens], "upos": last.best.upos, "voice": None}
    best = first.best
    inner = best.stem[1] if best.enclitic_span is None else best.enclitic_span[0]
    segments = [text[i : i + 1] for i in range(first.start, best.stem[0])]
    segments.append(text[best.stem[0] : inner])
    if best.enclitic_span is not None:
        segments.append(text[slice(*best.enclitic_span)])
    return {
        "span": span,
        "segments": [segment for segment in segments if segment],
        "upos": best.upos,
        "voice": best.voice if best.upos == "VERB" else None,
    }


def load(user: WordTables | None = None) -> Morphology:
    """The packaged forms and weights, with the forms of a user's own rows before them. Raises DataError."""
    added = None if user is None else entries_of(user, shared=False)
    weights = msgspec.json.decode(packaged(WEIGHTS_FILE), type=Weights)
    return Morphology(Forms(packaged(FORMS_FILE), added), weights)


def rank_sentence(tokens: Sequence[Token], morphology: Morphology) -> tuple[Token, ...]:
    """The tokens of one sentence with their analyses ranked; see ``Morphology.rank``."""
    return morphology.rank(tokens)
