"""The value of a number that is written in digits, in words or in both, whatever it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from rasid.words.stems import Phrases, folded_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasid.model import Token

_ATOMS = frozenset({"unit", "teen", "ten", "hundred", "thousand", "million", "dual", "fraction"})
_SCALES = frozenset({"thousand", "million"})
_GROUPS = re.compile(r"\d{1,3}(?:([.,٬])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d+[.,٫]\d+")
# «ألفا» and «مليونا» are one (accusative) behind a number, two (construct) before their noun.
_CONSTRUCT = frozenset({"الفا", "مليونا", "مليارا"})
# Plurals of scale words: alone they are a convention, not a number.
_PLURAL_SCALES = frozenset({"الاف", "الوف", "ملايين", "مليارات", "بلايين", "تريليونات"})


class Amount(msgspec.Struct, frozen=True):
    """A number read from ``tokens[start:end]``; ``first`` is the offset in the text at which it begins."""

    value: int | float
    start: int
    end: int
    first: int
    digits: bool = False
    fraction: bool = False
    """Whether it is nothing but a fraction («ثلاثة أرباع»)."""
    article: bool = False
    joined: bool = False
    """Whether a conjunction is written together with it."""
    preposition: str = ""


class _Atom(msgspec.Struct, frozen=True):
    kind: str
    value: int | float
    end: int
    first: int
    joined: bool
    article: bool
    word: str
    preposition: str = ""


def plain(value: float) -> int | float:
    """An integer where the value is whole."""
    return int(value) if value == int(value) else round(value, 10)


def parse_digits(folded: str) -> int | float | None:
    """The value of a token of digits with separators of thousands or of decimals, or None («1.2.3»)."""
    if folded.isdigit():
        return int(folded)
    if _GROUPS.fullmatch(folded) and not folded.startswith("0"):
        return int(re.sub(r"[.,٬]", "", folded))
    if _DECIMAL.fullmatch(folded):
        return plain(float(re.sub(r"[,٫]", ".", folded)))
    whole, _, decimals = folded.rpartition("٫" if "٫" in folded else ".")
    if whole and decimals.isdigit() and _GROUPS.fullmatch(whole):
        return plain(float(re.sub(r"[.,٬]", "", whole) + "." + decimals))
    return None


def _atom(tokens: Sequence[Token], index: int, table: Phrases) -> _Atom | None:
    """The number word or the digits at a token, a lone «و» or «الـ» before digits taken along."""
    joined = False
    at = index
    if folded_at(tokens, at) == "و":
        joined, at = True, at + 1
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        value = parse_digits(token.folded)
        return None if value is None else _Atom("digits", value, at + 1, token.start, joined, False, token.folded)
    hit = table.at(tokens, at, _ATOMS)
    if hit is None:
        return None
    word = hit.stem.word
    value = plain(float(hit.entry.value))
    stem = hit.stem
    return _Atom(
        hit.entry.kind, value, hit.end, hit.start, joined or stem.conjunction, stem.article, word, stem.preposition
    )


class _Sum:
    """Adds up the atoms of one number: groups below a thousand, each with its scale, the scales falling."""

    def __init__(self, first: _Atom) -> None:
        self.total: float = 0
        self.group: float = 0
        self.scale: float = float("inf")
        self.last = first
        self.digits = first.kind == "digits"
        self.fraction = first.kind == "fraction"
        self.ended_scale = False
        self._start(first)

    def _start(self, atom: _Atom) -> None:
        if atom.kind in _SCALES or (atom.kind == "dual" and atom.value >= 1000):
            self.total += atom.value
            self.scale = atom.value / (2 if atom.kind == "dual" else 1)
            self.ended_scale = True
        else:
            self.group = atom.value

    def take(self, atom: _Atom) -> bool:
        """Add an atom where it goes on with the number; False where it begins something else."""
        taken = self._joined(atom) if atom.joined else self._multiplied(atom)
        if taken:
            self.last = atom
            self.fraction = self.fraction and atom.kind == "fraction"
        return taken

    def _multiplied(self, atom: _Atom) -> bool:
        if atom.preposition or self.ended_scale:
            return False
        if atom.kind in _SCALES and self.group and atom.value < self.scale and (self.fraction or not atom.article):
            self.total += self.group * atom.value
            self.group, self.scale, self.ended_scale = 0, atom.value, True
            return True
        if atom.kind == "hundred" and atom.value == 100 and self.last.kind == "unit" and 3 <= self.group % 100 <= 9:
            self.group = self.group - self.last.value + self.last.value * 100
            return True
        if atom.kind == "fraction" and self.last.kind in {"unit", "digits"} and atom.value < 0.4 and self.group < 10:
            self.group *= atom.value
            self.fraction = True
            return True
        return False

    def _joined(self, atom: _Atom) -> bool:
        if atom.kind == "fraction":
            unit = self.scale if self.ended_scale else 1
            if self.last.kind == "fraction" or (not self.ended_scale and self.last.kind in {"ten", "teen", "fraction"}):
                return False
            self.total += atom.value * unit
            return True
        if self.ended_scale:
            if atom.value >= self.scale or (atom.kind in _SCALES and atom.word in _PLURAL_SCALES):
                return False
            self.ended_scale = False
            self._start(atom)
            return True
        if atom.kind == "digits" or (self.digits and self.last.kind == "digits"):
            return False
        return self._within_group(atom)

    def _within_group(self, atom: _Atom) -> bool:
        last = self.last
        hundreds = last.kind == "hundred" or (last.kind == "dual" and last.value == 200)
        fits = atom.kind in {"unit", "ten", "teen"} if hundreds else atom.kind == "ten" and last.kind == "unit"
        if fits and (hundreds or last.value < 10):
            self.group += atom.value
            return True
        return False

    @property
    def value(self) -> int | float:
        return plain(self.total + self.group)


def read_amount(tokens: Sequence[Token], index: int, table: Phrases) -> Amount | None:
    """The longest number that begins at a token, or None.

    Bare plurals of scale words («آلاف») and «عشرات» are no numbers here; «ألفا» is two thousand before a noun.
    """
    start = index
    atom = _atom(tokens, index, table)
    if atom is None or (atom.kind in _SCALES and atom.word in _PLURAL_SCALES):
        return None
    first, end = atom, atom.end
    total = _Sum(atom)
    while (following := _atom(tokens, end, table)) is not None and total.take(following):
        end = following.end
        if following.kind == "fraction" and following.joined:
            end = _skip_scale(tokens, end, table, total.scale)
    value = total.value
    if atom.word in _CONSTRUCT and end == atom.end and _word_follows(tokens, end):
        value *= 2
    return Amount(
        value, start, end, first.first, total.digits, total.fraction, first.article, first.joined, first.preposition
    )


def _skip_scale(tokens: Sequence[Token], end: int, table: Phrases, scale: float) -> int:
    """Past the scale word that a fraction repeats («مليون ونصف المليون»)."""
    hit = table.at(tokens, end, _SCALES, bare=True)
    return hit.end if hit and float(hit.entry.value) == scale else end


def _word_follows(tokens: Sequence[Token], index: int) -> bool:
    if index >= len(tokens) or tokens[index].kind != "word":
        return False
    return tokens[index].folded not in {"من", "في", "علي", "الي", "عن", "و", "ثم", "او", "خلال", "منذ", "قبل", "بعد"}
