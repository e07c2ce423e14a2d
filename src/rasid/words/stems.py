"""Looking up words and phrases of a table in running tokens, through their particles and their article."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from rasid.text.letters import fold, fold_word
from rasid.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rasid.model import Token

# Particles that are written together with the next word, outermost first.
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بلك"
_ARTICLE = "ال"


class Stem(msgspec.Struct, frozen=True, gc=False):
    """A way to read a written word: ``word`` is folded and without article, ``cut`` its letters taken off before it."""

    word: str
    cut: int = 0
    conjunction: bool = False
    preposition: str = ""
    article: bool = False


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A row of a table: its folded words, what kind it is and what it stands for."""

    words: tuple[str, ...]
    kind: str
    value: str
    note: str = ""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """An entry found at a token: ``end`` is the token after it, ``start`` the offset of its stem in the text."""

    entry: Entry
    end: int
    start: int
    stem: Stem


@lru_cache(maxsize=65536)
def stems(folded: str) -> tuple[Stem, ...]:
    """Every way to read a folded word, the one that takes off least first. Readings are of two letters or more."""
    found = [Stem(folded)]
    rest, cut, conjunction = folded, 0, False
    while True:
        found += _inner(rest, cut, conjunction=conjunction)
        if conjunction or len(rest) < 3 or rest[0] not in _CONJUNCTIONS:
            break
        rest, cut, conjunction = rest[1:], 1, True
        found.append(Stem(rest, cut, conjunction=True))
    return tuple(found)


@lru_cache(maxsize=65536)
def readings(folded: str) -> frozenset[str]:
    """The words that a folded word can be read as, for a quick test."""
    return frozenset(stem.word for stem in stems(folded))


def _inner(rest: str, cut: int, *, conjunction: bool) -> list[Stem]:
    """Readings with a preposition, an article or both taken off."""
    found = []
    if rest.startswith(_ARTICLE) and len(rest) > 3:
        found.append(Stem(rest[2:], cut + 2, conjunction, "", True))
    if len(rest) > 3 and rest[0] in _PREPOSITIONS:
        found.append(Stem(rest[1:], cut + 1, conjunction, rest[0]))
        if rest.startswith("لل"):
            found.append(Stem(_ARTICLE + rest[2:], cut + 1, conjunction, "ل"))
            found.append(Stem(rest[2:], cut + 2, conjunction, "ل", True))
        elif rest.startswith(_ARTICLE, 1) and len(rest) > 4:
            found.append(Stem(rest[3:], cut + 3, conjunction, rest[0], True))
    return found


def stem_start(token: Token, stem: Stem) -> int:
    """The offset in the text at which a reading begins; the article belongs to it."""
    cut = stem.cut - 2 * stem.article if not (stem.article and stem.preposition == "ل") else stem.cut - 1
    if cut == 0:
        return token.start
    return token.start + fold(token.text).starts[cut]


def word_set(words: str) -> frozenset[str]:
    """The folded words of a text, for asking whether a token is one of them."""
    return frozenset(fold_word(word) for word in words.split())


def fold_phrase(phrase: str) -> tuple[str, ...]:
    """The folded words of a table's cell, cut as text is."""
    return tuple(token.folded for token in tokenize(phrase)) or (fold_word(phrase),)


class Phrases(msgspec.Struct, frozen=True, dict=True):
    """Entries by their first word, the longest first."""

    by_first: dict[str, tuple[Entry, ...]]

    @cached_property
    def openings(self) -> Callable[[str], tuple[tuple[Stem, tuple[Entry, ...]], ...]]:
        """The entries that may begin at a folded word, by the way to read it; most words open none."""
        return lru_cache(maxsize=1 << 14)(self._openings)

    def _openings(self, folded: str) -> tuple[tuple[Stem, tuple[Entry, ...]], ...]:
        table = self.by_first
        return tuple((stem, table[stem.word]) for stem in stems(folded) if stem.word in table)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str | None]]) -> Phrases:
        """Index rows with the columns ``word``, ``kind`` and ``value``."""
        found: dict[str, list[Entry]] = {}
        for row in rows:
            words = fold_phrase(row["word"] or "")
            entry = Entry(words, row["kind"] or "", row.get("value") or "", row.get("note") or "")
            found.setdefault(words[0], []).append(entry)
        return cls({first: tuple(sorted(few, key=lambda e: -len(e.words))) for first, few in found.items()})

    def at(self, tokens: Sequence[Token], index: int, kinds: frozenset[str], *, bare: bool = False) -> Hit | None:
        """The longest entry of one of ``kinds`` at a token; ``bare`` allows no particle before it.

        Of equally long ones that is taken whose reading takes off least.
        """
        if not 0 <= index < len(tokens):
            return None
        best: Hit | None = None
        for stem, entries in self.openings(tokens[index].folded):
            if bare and (stem.conjunction or stem.preposition):
                continue
            for entry in entries:
                longer = best is None or len(entry.words) > best.end - index
                if longer and entry.kind in kinds and _continues(tokens, index, entry.words):
                    best = Hit(entry, index + len(entry.words), stem_start(tokens[index], stem), stem)
                    break
        return best


def _continues(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> bool:
    """Whether the words after the first stand in the text, with or without an article."""
    if index + len(words) > len(tokens):
        return False
    return all(tokens[index + i].folded in (word, _ARTICLE + word) for i, word in enumerate(words) if i)


def folded_at(tokens: Sequence[Token], index: int) -> str:
    """The folded word at a token, or the empty string outside the sentence."""
    return tokens[index].folded if 0 <= index < len(tokens) else ""
