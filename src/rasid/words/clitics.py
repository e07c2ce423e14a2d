"""Every legal way to cut a written word into particles, article, stem and pronoun suffix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasid.words.nominal import ARTICLE, BARE, CONSTRUCT, ENCLITIC, NOMINATIVE, TANWIN
from rasid.words.store import Entry

NOUN_SUFFIXES = frozenset({"ي", "نا", "ك", "كم", "كما", "كن", "ه", "ها", "هم", "هما", "هن"})
VERB_SUFFIXES = frozenset({"ني", "نا", "ك", "كم", "كما", "كن", "ه", "ها", "هم", "هما", "هن"})
SUFFIXES = tuple(sorted(NOUN_SUFFIXES | VERB_SUFFIXES, key=len))
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بكل"


class Cut(NamedTuple):
    """A way to cut a folded word: proclitics, whether an article follows, and the positions of stem and suffix."""

    proclitics: tuple[str, ...]
    article: bool
    outer: int  # where the stem with its article begins
    start: int  # where the stem itself begins
    end: int
    enclitic: str


def _openings(word: str) -> Iterator[tuple[tuple[str, ...], bool, int, int]]:
    heads: list[tuple[tuple[str, ...], int]] = [((), 0)]
    if len(word) > 1 and word[0] in _CONJUNCTIONS:
        heads.append(((word[0],), 1))
    if len(word) > 3 and word[0] == "ا":
        heads.append((("أ",), 1))
        if word[1] in _CONJUNCTIONS:
            heads.append((("أ", word[1]), 2))
    for head, at in heads:
        yield head, False, at, at
        rest = word[at:]
        if rest.startswith("ال") and len(rest) > 3:
            yield head, True, at, at + 2
        if len(rest) < 2 or rest[0] not in _PREPOSITIONS + "س":
            continue
        letter = rest[0]
        yield (*head, letter), False, at + 1, at + 1
        if letter == "س":
            continue
        if letter == "ل" and rest[1] in "بك" and len(rest) > 4:
            yield (*head, letter, rest[1]), False, at + 2, at + 2
        if letter != "ل" and rest.startswith("ال", 1) and len(rest) > 4:
            yield (*head, letter), True, at + 1, at + 3
        if letter == "ل" and rest[1] == "ل" and len(rest) > 3:
            yield (*head, letter), True, at + 1, at + 2
            if len(rest) > 4:
                # «للغة» writes the article's l once where the noun begins with l.
                yield (*head, letter), True, at + 1, at + 1


def cuts(word: str) -> Iterator[Cut]:
    """All cuts of a folded word, those without a suffix first."""
    openings = list(_openings(word))
    for head, article, outer, start in openings:
        if start < len(word):
            yield Cut(head, article, outer, start, len(word), "")
    for suffix in SUFFIXES:
        if not word.endswith(suffix):
            continue
        end = len(word) - len(suffix)
        for head, article, outer, start in openings:
            if not article and start < end:
                yield Cut(head, article, outer, start, end, suffix)


def fits(cut: Cut, entry: Entry) -> bool:
    """Whether the grammar allows the stem's reading in this cut."""
    tag, flags = entry.tag, entry.lexeme.flags
    state = tag.state
    if cut.enclitic:
        if not state & ENCLITIC:
            return False
    elif cut.article:
        if not state & ARTICLE:
            return False
    elif not state & BARE:
        return False
    last = next((p for p in reversed(cut.proclitics) if p not in ("و", "ف", "أ")), "") if cut.proclitics else ""
    if "f" in flags:
        return _fits_function(cut, entry, last)
    if tag.upos in ("VERB", "AUX"):
        return _fits_verb(cut, entry, last)
    if "س" in cut.proclitics or (cut.enclitic and cut.enclitic not in NOUN_SUFFIXES):
        return False
    # «للغة»: the noun itself begins with l.
    if cut.start == cut.outer and cut.article and not entry.written.startswith("ل"):
        return False
    return not (last and state & (TANWIN | NOMINATIVE)) and not (state & CONSTRUCT and cut.article)


def _fits_function(cut: Cut, entry: Entry, last: str) -> bool:
    flags = entry.lexeme.flags
    if cut.article or ("a" in flags and (cut.proclitics or cut.enclitic)):
        return False
    if "L" in flags:
        return last == "ل"
    if last == "ل" and entry.tag.upos in ("PART", "SCONJ", "ADV") and entry.written in ("ربما", "قد", "كن"):
        return True
    if last and ("p" not in flags or last == "س"):
        return False
    return not cut.enclitic or cut.enclitic in (NOUN_SUFFIXES | VERB_SUFFIXES)


def _fits_verb(cut: Cut, entry: Entry, last: str) -> bool:
    tag = entry.tag
    if cut.enclitic and (cut.enclitic not in VERB_SUFFIXES or tag.upos == "AUX"):
        return tag.upos == "AUX" and cut.enclitic in VERB_SUFFIXES
    if not last:
        return True
    if last == "س":
        return tag.kind == "imperfect" and tag.mood != "j"
    return last == "ل" and tag.kind == "imperfect" and tag.mood != "i" and sum(p == "ل" for p in cut.proclitics) == 1
