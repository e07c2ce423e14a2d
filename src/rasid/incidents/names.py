"""Two personal names compared part by part, each comparison with its weight in bits.

The weights are those of Fellegi and Sunter: log2(m / u), where m is how often the part agrees so among pairs that are one
person, and u among pairs that are not. u of an agreement is how common the name is, counted in the lists that are
compared (:class:`Frequencies`); the m are set by judgement, as no list of true pairs is free to learn them from, and are
checked on pairs of our own writing. A part that one side lacks says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2

from rasid.incidents.name_parts import Name, parse_name
from rasid.incidents.name_words import Level, NameBook, article_off
from rasid.model import Comparison

__all__ = ["Frequencies", "Name", "NameBook", "compare_names", "name_weight", "parse_name"]

_COMMON = {
    "محمد": 0.08, "احمد": 0.04, "علي": 0.03, "حسين": 0.02, "حسن": 0.02, "محمود": 0.02, "خالد": 0.015, "عبدالله": 0.015,
    "ابراهيم": 0.015, "مصطفي": 0.012, "يوسف": 0.012, "عمر": 0.012, "فاطمه": 0.02, "مريم": 0.015, "زينب": 0.01,
    "عبدالرحمن": 0.01, "عائشه": 0.01, "حمزه": 0.008, "خديجه": 0.008, "صالح": 0.008, "سعيد": 0.008,
}  # fmt: skip
"""About how often the commonest names are met; rough, and outweighed by the lists themselves."""
_RARE = 0.004
_STRENGTH = 200.0
"""As many names as the rough figures stand for beside what is counted."""
_M_SAME, _M_VARIANT = 0.9, 0.3
_NEAR = 1.5
"""What names a letter apart add: a slip of the pen, or another name."""
_STRONGEST = 9.0
_DIFFERENT = {"ism": -7.0, "nasab": -4.0, "family": -4.5, "kunya": -2.0, "laqab": -0.5}
"""What a contradiction adds. A family is often buried together, so that another ism weighs more than all else."""
_SIBLINGS, _MAYBE_SIBLINGS, _COUSINS = 0.0, 4.0, 2.0
"""As much as father and family add at most where the ism, or the father, is another one: a family's dead stand together."""
_SKIPPED = -0.7
"""An ancestor left out by one side."""
_OTHER_KIND = -3.0
"""A family's name against a nisba or an ancestor: one person may bear both."""
_FIRST_LEFT_OUT = -2.0
"""«محمد حسام» told as «حسام»: what it costs against an ism that is simply the same."""
_GENDER_SAME, _GENDER_OTHER = 0.7, -6.0
_DOUBLED = frozenset({"محمد", "احمد"})
"""Names that stand before another given name and are often left out."""


class Frequencies:
    """How common each name is, by part, in lists of names and by rough figures. Frozen after it is made."""

    def __init__(self, book: NameBook, names: Iterable[Name] = ()) -> None:
        """``names`` are all of the lists that are compared; none leaves the rough figures alone."""
        self.book = book
        self._given: Counter[str] = Counter()
        self._families: Counter[str] = Counter()
        for name in names:
            self._given.update(self._key(word) for word in (name.ism, *name.nasab) if word)
            self._families.update(self._key(word) for word in (name.family, *name.nisba) if word)
        self._given_total, self._families_total = self._given.total(), self._families.total()

    def given(self, word: str) -> float:
        """The share of the name among given names."""
        key = self._key(word)
        return (self._given[key] + _STRENGTH * _COMMON.get(key, _RARE)) / (self._given_total + _STRENGTH)

    def family(self, word: str) -> float:
        """The share of the name among families and nisbas."""
        return (self._families[self._key(word)] + _STRENGTH * _RARE) / (self._families_total + _STRENGTH)

    def _key(self, word: str) -> str:
        return article_off(self.book.key(word))


def compare_names(a: Name, b: Name, frequencies: Frequencies) -> tuple[Comparison, ...]:
    """What each part of two names adds, in bits; parts that one of them lacks are left out. The order does not matter."""
    if (b.text, b.words) < (a.text, a.words):
        a, b = b, a
    isms, ancestors, houses = _isms(a, b, frequencies), _ancestors(a, b, frequencies), _houses(a, b, frequencies)
    if isms and isms[0].weight < 0:
        ancestors, houses = _capped([ancestors, houses], _SIBLINGS, "as siblings do")
    elif isms and isms[0].weight == _NEAR:
        ancestors, houses = _capped([ancestors, houses], _MAYBE_SIBLINGS, "as siblings may")
    elif ancestors and ancestors[0].weight <= _DIFFERENT["nasab"]:
        ancestors, houses = _capped([ancestors, houses], _COUSINS, "as cousins do")
    rows = [*isms, *ancestors, *houses, *_by_names(a, b, frequencies)]
    if a.gender and b.gender:
        same = a.gender == b.gender
        rows.append(_row("gender", "same" if same else "different", _GENDER_SAME if same else _GENDER_OTHER))
    return tuple(rows)


def _capped(parts: Sequence[list[Comparison]], most: float, why: str) -> list[list[Comparison]]:
    """The rows with their agreements scaled so that together they add no more than ``most``, saying so."""
    total = sum(row.weight for rows in parts for row in rows if row.weight > 0)
    if total <= most:
        return list(parts)
    return [
        [_row(row.name, f"{row.level}, {why}", row.weight * most / total) if row.weight > 0 else row for row in rows]
        for rows in parts
    ]


def name_weight(comparisons: Iterable[Comparison]) -> float:
    """The sum of the weights, in bits, without any prior."""
    return round(sum(row.weight for row in comparisons), 2)


def _row(name: str, level: str, weight: float) -> Comparison:
    return Comparison(name=name, level=level, weight=round(weight, 2))


def _said(level: Level, a: str, b: str) -> str:
    return f"{level} «{a}»" if a == b else f"{level} «{a}» «{b}»"


def _agreeing(level: Level, share: float) -> float:
    """The weight of an agreement on a name of this share."""
    if level is Level.NEAR:
        return _NEAR
    return max(-1.0, min(_STRONGEST, log2((_M_SAME if level is Level.SAME else _M_VARIANT) / share)))


def _isms(a: Name, b: Name, frequencies: Frequencies) -> list[Comparison]:
    if not a.ism or not b.ism:
        return []
    book = frequencies.book
    level = book.level(a.ism, b.ism)
    if level is not Level.DIFFERENT:
        share = max(frequencies.given(a.ism), frequencies.given(b.ism))
        return [_row("ism", _said(level, a.ism, b.ism), _agreeing(level, share))]
    for long, short in ((a, b), (b, a)):
        if book.key(long.ism) in _DOUBLED and long.nasab and short.ism and short.ism != long.ism:
            found = book.level(long.nasab[0], short.ism)
            # «محمد حسام» and «حسام»: but «محمد علي» may be the son of Ali, so that more names must agree besides.
            if found in (Level.SAME, Level.VARIANT) and _further(long, short, book):
                weight = _agreeing(found, frequencies.given(short.ism)) + _FIRST_LEFT_OUT
                return [_row("ism", f"«{long.ism} {long.nasab[0]}» told as «{short.ism}»", weight)]
    return [_row("ism", _said(level, a.ism, b.ism), _DIFFERENT["ism"])]


def _further(long: Name, short: Name, book: NameBook) -> bool:
    """Whether the names agree besides the given ones, with as many ancestors left."""
    rest, other = long.nasab[1:], short.nasab
    if rest and other:
        return book.level(rest[0], other[0]) is not Level.DIFFERENT
    return not other and bool(long.family or long.nisba) and _house_agrees(long, short, book)


def _house_agrees(a: Name, b: Name, book: NameBook) -> bool:
    return any(
        book.level(x, y) is not Level.DIFFERENT for x in (a.family, *a.nisba) for y in (b.family, *b.nisba) if x and y
    )


def _chain(name: Name, other: Name, book: NameBook) -> tuple[str, ...]:
    """The ancestors, without the second half of a doubled given name that the other leaves out."""
    doubled = name.ism and other.ism and book.key(name.ism) in _DOUBLED and name.nasab
    if (
        doubled
        and book.level(name.ism, other.ism) is Level.DIFFERENT
        and book.level(name.nasab[0], other.ism)
        in (
            Level.SAME,
            Level.VARIANT,
        )
    ):
        return name.nasab[1:]
    return name.nasab


def _ancestors(a: Name, b: Name, frequencies: Frequencies) -> list[Comparison]:
    book = frequencies.book
    chain_a, chain_b = _chain(a, b, book), _chain(b, a, book)
    if not chain_a or not chain_b:
        return []
    rows: list[Comparison] = []
    i = j = 0
    while i < len(chain_a) and j < len(chain_b):
        level = book.level(chain_a[i], chain_b[j])
        if level is not Level.DIFFERENT:
            share = max(frequencies.given(chain_a[i]), frequencies.given(chain_b[j]))
            rows.append(_row("nasab", _said(level, chain_a[i], chain_b[j]), _agreeing(level, share)))
            i, j = i + 1, j + 1
            continue
        skip_a, skip_b = _found(chain_a[i], chain_b[j + 1 :], book), _found(chain_b[j], chain_a[i + 1 :], book)
        if skip_a:
            rows.append(_row("nasab", f"«{chain_b[j]}» left out", _SKIPPED))
            j += 1
        elif skip_b:
            rows.append(_row("nasab", f"«{chain_a[i]}» left out", _SKIPPED))
            i += 1
        else:
            rows.append(_unlike(a, b, chain_a[i], chain_b[j], last=i == len(chain_a) - 1 or j == len(chain_b) - 1))
            i, j = i + 1, j + 1
    return rows


def _found(word: str, words: Sequence[str], book: NameBook) -> bool:
    return any(book.level(word, other) in (Level.SAME, Level.VARIANT) for other in words)


def _unlike(a: Name, b: Name, x: str, y: str, *, last: bool) -> Comparison:
    """Two ancestors that differ. The last word of a name without a family may itself be the family's name."""
    said = _said(Level.DIFFERENT, x, y)
    open_end = last and not (a.family or a.nisba) and not (b.family or b.nisba) and len(a.nasab) != len(b.nasab)
    return _row("nasab", said, _OTHER_KIND if open_end else _DIFFERENT["nasab"])


def _houses(a: Name, b: Name, frequencies: Frequencies) -> list[Comparison]:
    """Family and nisbas. A word that one writes without article as the last ancestor may be the other's family."""
    book = frequencies.book
    ours, theirs = [w for w in (a.family, *a.nisba) if w], [w for w in (b.family, *b.nisba) if w]
    rows: list[Comparison] = []
    left = list(theirs)
    for word in ours:
        found = next((other for other in left if book.level(word, other) is not Level.DIFFERENT), None)
        if found is not None:
            left.remove(found)
            level = book.level(word, found)
            share = max(frequencies.family(word), frequencies.family(found))
            rows.append(_row("family", _said(level, word, found), _agreeing(level, share)))
    if rows:
        return rows
    if ours and theirs:
        alike = bool(a.family) == bool(b.family) and bool(a.nisba) == bool(b.nisba)
        both = a.family and b.family
        weight = _DIFFERENT["family"] if alike or both else _OTHER_KIND
        return [_row("family", _said(Level.DIFFERENT, " ".join(ours), " ".join(theirs)), weight)]
    for chain, house in ((a.nasab, theirs), (b.nasab, ours)):
        if not chain or not house or (ours and theirs):
            continue
        found = next((word for word in house if book.level(chain[-1], word) is not Level.DIFFERENT), None)
        if found is not None:
            level = Level.VARIANT
            return [
                _row(
                    "family",
                    f"without article {_said(level, chain[-1], found)}",
                    _agreeing(level, frequencies.family(found)),
                )
            ]
        if not (a.nasab and b.nasab):
            return [_row("family", _said(Level.DIFFERENT, chain[-1], house[0]), _OTHER_KIND)]
    return []


def _by_names(a: Name, b: Name, frequencies: Frequencies) -> list[Comparison]:
    book = frequencies.book
    rows: list[Comparison] = []
    if a.kunya and b.kunya:
        inner_a, inner_b = (
            a.kunya.removeprefix("ابو").removeprefix("ام"),
            b.kunya.removeprefix("ابو").removeprefix("ام"),
        )
        level = book.level(inner_a, inner_b)
        if a.kunya[:2] != b.kunya[:2]:
            level = Level.DIFFERENT
        share = max(frequencies.given(inner_a), frequencies.given(inner_b))
        weight = _DIFFERENT["kunya"] if level is Level.DIFFERENT else _agreeing(level, share) - 0.5
        rows.append(_row("kunya", _said(level, a.kunya, b.kunya), weight))
    if a.laqab and b.laqab:
        found = [(x, y) for x in a.laqab for y in b.laqab if book.level(x, y) is not Level.DIFFERENT]
        if found:
            x, y = found[0]
            rows.append(_row("laqab", _said(book.level(x, y), x, y), _agreeing(book.level(x, y), _RARE) - 1))
        else:
            rows.append(_row("laqab", _said(Level.DIFFERENT, a.laqab[0], b.laqab[0]), _DIFFERENT["laqab"]))
    return rows
