"""How well a written stem agrees with the spelling of a table form that folds to the same letters."""

from __future__ import annotations

from rasid.text import plain_word
from rasid.text.letters import is_mark

_ALEFS = frozenset("أإآٱ")
_VOWELS = "\u064e\u064f\u0650"
_NUNATION = "\u064b\u064c\u064d"
SHADDA = "\u0651"
# Costs in logits: how much likelier the reading is without the difference.
HAMZA, TA, HA, MAQSURA, VOWEL = 2.5, 5.0, 2.5, 1.5, 4.0


def _letters(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for char in text:
        if is_mark(char):
            if found:
                found[-1] = (found[-1][0], found[-1][1] + char)
        else:
            found.append((char, ""))
    return found


def _letter_cost(written: str, table: str) -> float:
    if written == table:
        return 0.0
    if written in _ALEFS or table in _ALEFS:
        return 0.3 if written == "ا" and table == "آ" else 0.0 if written == "ا" else HAMZA
    if table == "ة":
        return HA
    if written == "ة":
        return TA
    if "ى" in (written, table):
        return MAQSURA
    return 0.0


def _mark_cost(written: str, table: str) -> float:
    cost = 0.0
    if SHADDA in written and SHADDA not in table and table:
        cost += VOWEL
    for mark in written:
        if mark in _VOWELS:
            known = [m for m in table if m in _VOWELS]
            if known and mark not in known:
                cost += VOWEL
    return cost


def cost(written: str, table: str) -> float:
    """Cost (0 or more, in logits) of reading ``written`` as the table form ``table``; both fold to one key."""
    if written == table:
        return 0.0
    bare = plain_word(table)
    if bare == written:
        return 0.0
    if plain_word(written) == written:
        # Words of the press carry no marks: letters alone can differ.
        if len(bare) != len(written):
            return HAMZA
        return sum([_letter_cost(a, b) for a, b in zip(written, bare, strict=True) if a != b], 0.0)
    left, right = _letters(written), _letters(table)
    if len(left) != len(right):
        return 0.0 if plain_word(written) == plain_word(table) else HAMZA
    marked = any(marks for _, marks in left) and any(marks for _, marks in right)
    total = 0.0
    for place, ((a, marks), (b, known)) in enumerate(zip(left, right, strict=True)):
        total += _letter_cost(a, b)
        if marked and marks and place < len(left) - 1:
            total += _mark_cost(marks, known)
        elif marked and SHADDA in marks and place == len(left) - 1 and SHADDA not in known:
            total += VOWEL
    return total


def has_nunation(written: str) -> bool:
    """Whether the word carries a written tanwin, which no verb does."""
    return any(mark in written for mark in _NUNATION)
