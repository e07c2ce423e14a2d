"""Place names in the sentences of a text: all that may be one, before anything is resolved."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Token
from rasid.places.context import with_context
from rasid.places.described import described, listed_with
from rasid.places.gazetteer import COMMON, Gazetteer
from rasid.places.kinds import PLURALS
from rasid.places.matching import PlaceCandidate, match

__all__ = ["PlaceCandidate", "find_places"]


def find_places(sentences: Sequence[Sequence[Token]], gazetteer: Gazetteer) -> list[list[PlaceCandidate]]:
    """The candidates of each sentence, in order, without overlaps; the tokens must have their analyses."""
    return [_of_sentence(tokens, gazetteer) for tokens in sentences]


def _of_sentence(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[PlaceCandidate]:
    row: list[PlaceCandidate] = []
    at = 0
    while at < len(tokens):
        found = match(tokens, at, gazetteer) if tokens[at].kind == "word" else None
        found = with_context(tokens, found, gazetteer) if found else None
        if found is not None and not found.type_word and row and _goes_on(row[-1], found):
            word = row[-1].type_word
            kind = PLURALS[word] if PLURALS[word] == "neighbourhood" else found.kind
            found = msgspec.structs.replace(found, type_word=word, kind=kind)
        if found is None or (found.flag == COMMON and not found.strong):
            found = described(tokens, at, gazetteer) or _next_of(tokens, at, row, gazetteer) or found
        if found is not None:
            while row and row[-1].end > found.start:
                row.pop()
            row.append(found)
        at = max(found.end, at + 1) if found else at + 1
    return row


def _next_of(
    tokens: Sequence[Token], at: int, row: Sequence[PlaceCandidate], gazetteer: Gazetteer
) -> PlaceCandidate | None:
    """The next name of a list of places that ends right before a token."""
    return listed_with(tokens, row[-1], gazetteer) if row and row[-1].end == at else None


def _goes_on(before: PlaceCandidate, found: PlaceCandidate) -> bool:
    """Whether a name is the next one of a list that a type word in the plural announces."""
    if before.type_word not in PLURALS:
        return False
    return (found.start == before.end and found.listed) or found.start == before.end + 1
