"""Readings of words that no table knows, from their pattern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasid.words.clitics import Cut
from rasid.words.nominal import BARE, FULL, NOMINATIVE, TANWIN

# Folded endings of a nisba adjective: gender, number (t: accusative in alef), where it may stand.
_NISBAS = (
    ("يه", "f", "s", FULL), ("يات", "f", "p", FULL), ("يون", "m", "p", FULL | NOMINATIVE), ("يين", "m", "p", FULL),
    ("يتين", "f", "d", FULL), ("يتان", "f", "d", FULL | NOMINATIVE), ("يان", "m", "d", FULL | NOMINATIVE),
    ("يا", "m", "t", BARE | TANWIN), ("ي", "m", "s", FULL),
)  # fmt: skip


class Guess(NamedTuple):
    """A guessed reading: part of speech, gender, number, and the pattern that told it."""

    upos: str
    gender: str
    number: str
    pattern: str


def nisba_bases(stem: str) -> Iterator[tuple[str, str, str, int]]:
    """For a folded stem that may be a nisba adjective: the noun it may come from, gender, number, state."""
    for ending, gender, number, state in _NISBAS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            base = stem[: -len(ending)]
            for tail in ("", "ه", "ا", "يا"):
                yield base + tail, gender, number, state
            return


def _pattern(stem: str) -> str:
    """The pattern that a folded stem shows."""
    size = len(stem)
    if size >= 5 and stem.endswith("يه"):
        return "iyya"
    if size >= 5 and stem.endswith(("يين", "يون")):
        return "iyyin"
    if size >= 5 and stem.endswith("يا"):
        return "iyyan"
    if size >= 5 and stem.endswith("ات"):
        return "at"
    if size >= 5 and stem.endswith(("ون", "ين")):
        return "in"
    if size >= 4 and stem.endswith("ي"):
        return "iyy"
    if size >= 4 and stem.endswith("ه"):
        return "ma" if stem[0] == "م" and size >= 5 else "ha"
    if size >= 4 and stem[0] == "م":
        return "m"
    if size >= 5 and stem.startswith("ا") and stem[-2] == "ا":
        return "ifal"
    if size == 5 and stem[0] == "ت" and stem[3] == "ي":
        return "tafil"
    if size >= 4 and stem.endswith("ا"):
        return "a"
    if size >= 4 and stem[0] in "يت":
        return "y" if stem[0] == "ي" else "t"
    return "short" if size <= 3 else "plain"


def guesses(stem: str, cut: Cut) -> list[Guess]:
    """Guessed readings of a folded stem in a cut; the ranker's model weighs them."""
    if len(stem) < 2:
        return []
    pattern = _pattern(stem)
    gender = "f" if pattern in ("iyya", "at", "ma", "ha") else "m"
    number = "p" if pattern in ("at", "in", "iyyin") else "s"
    found = [Guess("NOUN", gender, number, pattern)]
    if not cut.enclitic:
        found.append(Guess("PROPN", gender, "s", pattern))
        if pattern in ("iyya", "iyy", "iyyin", "iyyan", "m", "ma", "in", "ha", "plain", "a", "short"):
            found.append(Guess("ADJ", gender, number, pattern))
    prepositions = [p for p in cut.proclitics if p in "بكل"]
    if not cut.article and not prepositions and 4 <= len(stem) <= 8 and (stem[0] in "يت" or stem.endswith(("ت", "وا"))):
        found.append(Guess("VERB", "f" if stem[0] == "ت" or stem[-1] == "ت" else "m", "s", pattern))
    return found
