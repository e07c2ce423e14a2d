"""Places told of by a common noun: «المدينة», «البلدة نفسها» for the one that was named before.

They fill the place of a record; a document's list of places holds named ones only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern

import msgspec

from rasid.model import Place, Token
from rasid.places.matching import bare
from rasid.reading.parts import Chunk
from rasid.text import fold_word

_BACK = 40
"""How many named places back a bare word may refer."""
_SAME = frozenset(map(fold_word, "نفسها نفسه ذاتها ذاته المذكورة المذكور عينها".split()))
_ANY = frozenset({"region", "governorate", "district", "city", "town", "village", "neighbourhood", "camp"})
_FITS: dict[str, frozenset[str]] = {
    fold_word(word): frozenset(kinds.split())
    for word, kinds in {
        "مدينة": "city town",
        "بلدة": "town village city",
        "قرية": "village town",
        "حي": "neighbourhood",
        "مخيم": "camp",
        "محافظة": "governorate",
        "ولاية": "governorate",
        "إقليم": "region governorate",
        "مديرية": "district town",
        "بلاد": "country",
    }.items()
} | {fold_word("منطقة"): _ANY}
"""Kinds of places that a bare word may take up."""


class Recent(msgspec.Struct):
    """The named places of a text so far, the last ones last."""

    named: list[Place] = msgspec.field(default_factory=list)

    def learn(self, places: Iterable[tuple[Place, int, int]]) -> None:
        """Take in the places of one sentence."""
        self.named = [*self.named, *[place for place, _, _ in places if place.name_en]][-_BACK:]


def find_sites(
    text: str,
    tokens: Sequence[Token],
    chunks: Sequence[Chunk],
    places: Sequence[tuple[Place, int, int]],
    recent: Recent,
) -> list[tuple[Place, int, int]]:
    """The places that a sentence takes up by a common noun, with their token positions; ``recent`` holds those named before it."""
    covered = {i for _, start, end in places for i in range(start, end)}
    found = []
    for chunk in chunks:
        if chunk.kind != "noun" or chunk.human or not tokens[chunk.head].analyses:
            continue
        if not covered.isdisjoint(range(chunk.start, chunk.end)):
            continue
        word = bare(fold_word(tokens[chunk.head].best.lemma))
        if word not in _FITS:
            continue
        before = [*recent.named, *[place for place, start, _ in places if start < chunk.start and place.name_en]]
        named = _antecedent(tokens, chunk, word, before)
        if named is not None:
            found.append((_again(text, chunk, named), chunk.start, chunk.end))
    return found


def _again(text: str, chunk: Chunk, named: Place) -> Place:
    """The named place where a phrase takes it up."""
    words = intern(text[chunk.span[0] : chunk.span[1]])
    reason = intern(f"refers back to «{named.text}»")
    return msgspec.structs.replace(named, span=chunk.span, text=words, alternatives=(), reason=reason)


def _antecedent(tokens: Sequence[Token], chunk: Chunk, word: str, before: Sequence[Place]) -> Place | None:
    """The place told of last that a definite word without more to it may take up («المدينة», «البلدة نفسها»)."""
    kinds = _FITS.get(word)
    plain = tokens[chunk.head].best.definite and "ال" in tokens[chunk.head].folded[:4]
    if kinds is None or not plain or tokens[chunk.head].best.number == "p":
        return None
    rest = [t.folded for t in tokens[chunk.head + 1 : chunk.end]]
    if any(other not in _SAME for other in rest):
        return None
    return next((place for place in reversed(before) if place.kind in kinds), None)
