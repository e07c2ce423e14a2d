"""Tokens: runs of letters, numbers and single marks."""

from __future__ import annotations

import re

from rasid.model import Token
from rasid.text.letters import fold_word

# Marks that may stand inside a word without ending it: vowel marks, tatweel, invisible controls.
_INSIDE = (
    r"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u206f\u00ad\ufeff\u061c"
)
_ARABIC = r"\u0621-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_DIGIT = r"0-9\u0660-\u0669\u06f0-\u06f9"
_TOKEN = re.compile(
    rf"""
    (?P<word>[{_ARABIC}][{_ARABIC}{_INSIDE}]*)
  | (?P<number>[{_DIGIT}]+(?:[.,\u066b\u066c][{_DIGIT}]+)*)
  | (?P<latin>[^\W\d_{_ARABIC}]+(?:['’-][^\W\d_{_ARABIC}]+)*)
  | (?P<punct>\.{{2,}}|[^\w\s])
  | (?P<symbol>\w)
    """,
    re.VERBOSE,
)


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Cut ``text[start:end]`` into tokens whose offsets count from the beginning of ``text``.

    A hashtag falls into «#» and its words, since «_» parts words. No analyses are attached yet.
    """
    stop = len(text) if end is None else end
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        kind = match.lastgroup
        word = match.group()
        if kind is None or (kind == "symbol" and word == "_") or not fold_word(word):
            continue
        tokens.append(
            Token(
                index=len(tokens),
                start=match.start(),
                end=match.end(),
                text=word,
                folded=fold_word(word),
                kind=kind,  # type: ignore[arg-type]  # the group names are the kinds
            )
        )
    return tuple(tokens)
