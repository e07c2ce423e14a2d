"""The words of the table of markers («لم», «من المقرر أن», «خشية») where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Token
from rasid.reading.index import Keys
from rasid.reading.tables import Tables
from rasid.text import fold_word


class Marker(msgspec.Struct, frozen=True):
    """A marker at half-open token positions."""

    start: int
    end: int
    kind: str
    scope: str
    takes: str
    word: str


def find_markers(tokens: Sequence[Token], tables: Tables) -> list[Marker]:
    """Every marker of a sentence in order; a longer one hides the shorter ones within it."""
    keys = [Keys(token, written=True) for token in tokens]
    for token, key in zip(tokens, keys, strict=True):
        if token.folded[:1] in "وف" and len(token.folded) > 2:
            key.exact = {**key.exact, token.folded[1:]: key.exact.get(token.folded[1:], 1)}
    found: list[Marker] = []
    at = 0
    while at < len(tokens):
        match = tables.realis.match(tokens, keys, at) if tokens[at].kind == "word" else None
        if match is None:
            at += 1
            continue
        end, cut, rows = match
        if tokens[at].folded[:cut].endswith("س"):
            at += 1
            continue
        found += [
            Marker(at, end, row.kind, row.scope, row.takes, row.word)
            for row in rows
            if _stands(tokens, at, end, fold_word(row.word), row.kind)
        ]
        at = end
    return found


def _stands(tokens: Sequence[Token], start: int, end: int, word: str, kind: str) -> bool:
    """Whether a short particle is the one meant, by the verb after it."""
    if end >= len(tokens) or not tokens[end].analyses:
        return word not in {"ما", "لما", "قد", "حتي"}
    following = tokens[end].best
    if word == "ما":
        return following.kind == "perfect" and any(
            t.folded in {"الا", "احد", "اي", "ايه", "سوي", "قط"} for t in tokens[end : end + 7]
        )
    if word == "اذا":
        return "ً" not in tokens[start].text
    if word == "غير":
        return following.kind == "masdar" or following.upos == "NOUN"
    if word == "قد":
        return kind == "possibility" and following.kind == "imperfect" and tokens[start].folded[:1] not in "فل"
    if word in {"لما", "حتي"}:
        return following.kind == "imperfect"
    return True
