"""The words by which a document is found: folded, and their stems (Snowball's Arabic stemmer)."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from rasid.text import fold

_WORD = re.compile(r"[^\W_]+")
_PART, _OVERLAP = 12_000, 30
"""Words in a part of a long text, and how many of them stand in two parts, so that a phrase lies in one whole."""
_JOINED = "وفبلك"
"""Particles that are written together with the next word."""
_local = threading.local()


def words_of(text: str) -> list[str]:
    """The folded words of a text, in lower case, in order."""
    return _WORD.findall(fold(text).text.lower())


def _stemmer() -> Stemmer.Stemmer:
    """A stemmer for this thread: one must not be used by two at a time."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("arabic", 0)
    found: Stemmer.Stemmer = _local.stemmer
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word."""
    # The stemmer brings some letters back into an unfolded form.
    return fold(str(_stemmer().stemWord(word))).text or word


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """The stem of a folded word, and that of what follows a joined particle: «وقصفت» is found by «قصف»."""
    found = {stem(word)}
    if len(word) > 3 and word[0] in _JOINED:
        found.add(stem(word[1:]))
    return tuple(sorted(found))


def parts_of(words: list[str]) -> Iterator[tuple[str, str]]:
    """The folded words joined by blanks, and their stems, each once and sorted; in parts where they are many."""
    for at in range(0, max(len(words), 1), _PART):
        part = words[at : at + _PART + _OVERLAP]
        yield " ".join(part), " ".join(sorted({found for word in part for found in stems(word)}))
