"""Finite verb forms and the sounds that verbal nouns and participles start from.

A verb is its root, its form (I to X, QI, QII, QIV) and, for form I, the vowel of the imperfect; its lemma settles what
these leave open («استحوذ» keeps its weak letter, «اتخذ» joins its hamza to the t). All forms are given as sounds (see
``phonology``); final short vowels, which nobody writes, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rasid.text import fold_word
from rasid.words.phonology import spell

Gender = Literal["m", "f"] | None
FORMS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "QI", "QII", "QIV")
WEAK = "وي"
_GUTTURAL = "ءهعحغخ"
_JOINED = {"ص": "صط", "ض": "ضط", "ط": "طط", "ظ": "ظظ", "ز": "زد", "د": "دد", "ذ": "دد", "و": "تت", "ي": "تت"}


class Stem(NamedTuple):
    """A tense and voice: ``open`` before vowels, ``closed`` before consonants; ``end`` tells a weak last radical."""

    open: str
    closed: str
    end: str = ""  # "" sound; perfect A Y iy; imperfect U I Y: then open == closed == the stem without its end


class Stems(NamedTuple):
    """All four finite stems of a verb, and what the derived nouns need."""

    perfect: Stem
    perfect_passive: Stem
    imperfect: Stem
    imperfect_passive: Stem
    prefix: str  # vowel after the person prefix in the active: a or u
    radicals: tuple[str, ...]
    hollow: bool
    doubled: bool
    form: str


class Finite(NamedTuple):
    """One finite form. ``mood``: "" any, "j" jussive or subjunctive shape only; ``bound``: only before a suffix."""

    written: str
    kind: str
    voice: Literal["Act", "Pass"]
    person: Literal[1, 2, 3]
    gender: Gender
    number: Literal["s", "d", "p"]
    mood: str = ""
    free: bool = True
    bound: bool = True


def _heads(form: str, f: str, e: str, third: str, joined: str) -> tuple[tuple[str, str], ...]:
    """Per stem (perfect, its passive, imperfect, its passive): what stands before the last radical, and the vowel."""
    double = third or e  # the middle of the heavy forms: doubled radical, or second and third of four
    if form in ("II", "QI"):
        heavy = f + "a" + e + double
        return (heavy, "a"), (f + "u" + e + double, "i"), (heavy, "i"), (heavy, "a")
    if form in ("V", "QII"):
        heavy = "تa" + f + "a" + e + double
        return (heavy, "a"), ("تu" + f + "u" + e + double, "i"), (heavy, "a"), (heavy, "a")
    table = {
        "I": ((f + "a" + e, ""), (f + "u" + e, "i"), (f + e, ""), (f + e, "a")),
        "III": ((f + "A" + e, "a"), (f + "U" + e, "i"), (f + "A" + e, "i"), (f + "A" + e, "a")),
        "IV": (("ءa" + f + e, "a"), ("ءu" + f + e, "i"), (f + e, "i"), (f + e, "a")),
        "VI": (("تa" + f + "A" + e, "a"), ("تu" + f + "U" + e, "i"), ("تa" + f + "A" + e, "a"), ("تa" + f + "A" + e, "a")),
        "VII": (("iن" + f + "a" + e, "a"), ("uن" + f + "u" + e, "i"), ("ن" + f + "a" + e, "i"), ("ن" + f + "a" + e, "a")),
        "VIII": (("i" + joined + "a" + e, "a"), ("u" + joined + "u" + e, "i"), (joined + "a" + e, "i"), (joined + "a" + e, "a")),
        "IX": (("i" + f + e, "a"), ("u" + f + e, "i"), (f + e, "a"), (f + e, "a")),
        "X": (("iستa" + f + e, "a"), ("uستu" + f + e, "i"), ("ستa" + f + e, "i"), ("ستa" + f + e, "a")),
        "QIV": (("i" + f + e + "a" + third, "a"), ("u" + f + e + "u" + third, "i"), (f + e + "a" + third, "i"), (f + e + "a" + third, "a")),
    }  # fmt: skip
    return table[form]


def _sound(head: str, vowel: str, last: str, *, doubled: bool) -> Stem:
    closed = head + vowel + last
    if not doubled:
        return Stem(closed, closed)
    if head[-2] in "auiA U":
        return Stem(head + last, closed)
    return Stem(head[:-1] + vowel + head[-1] + last, closed)


def _hollow(head: str, vowel: str, short: str, last: str) -> Stem:
    base = head[:-1]
    if base[-1] in "aui":
        base = base[:-1]
    return Stem(base + vowel.upper() + last, base + short + last)


def _seat_of(root: tuple[str, ...], lemma: str) -> str:
    place = 2 if root[-1] == "ء" else 1
    return lemma[place] if len(lemma) == 3 and root[place] == "ء" else ""


def _build(form: str, root: tuple[str, ...], vowel: str, lemma: str, joined: str, *, hollow: bool) -> Stems:
    f, e, last = root[0], root[1], root[-1]
    third = root[2] if len(root) == 4 else ""
    heads = list(_heads(form, f, e, third, joined))
    if form == "I":
        # The middle vowel of the perfect shows in writing only as the seat of a hamza («برئ», «جرؤ»).
        heads[0] = (heads[0][0], {"ئ": "i", "ؤ": "u"}.get(_seat_of(root, lemma), "a"))
        drop = f == "و" and (vowel == "i" or (vowel == "a" and (e in _GUTTURAL or last in _GUTTURAL))) and e != last
        heads[2] = (e if drop else f + e, vowel)
    light = form in ("I", "III", "IV", "VI", "VII", "VIII", "X")
    doubled = (light and e == last and not hollow and e not in WEAK) or form in ("IX", "QIV")
    if form == "IX":
        heads = [(head + vowel_ + last, "") for head, vowel_ in heads]
        stems = [
            Stem(head + last, head[:-1] + last + ("a" if i != 2 else "i") + last) for i, (head, _) in enumerate(heads)
        ]
    elif last in WEAK:
        ends = ("Y", "iy", "I", "Y") if form not in ("V", "VI", "QII") else ("Y", "iy", "Y", "Y")
        if form == "I":
            first = {"ا": "A", "ى": "Y"}.get(lemma[-1], "iy")
            ends = (first, "iy", {"u": "U", "i": "I"}.get(vowel, "Y"), "Y")
        stems = [Stem(head, head, end) for (head, _), end in zip(heads, ends, strict=True)]
    elif hollow:
        short = "u" if form == "I" and e == "و" and vowel == "u" else "i" if form == "I" else "a"
        stems = [
            _hollow(heads[0][0], "a", short, last),
            _hollow(heads[1][0], "i", "i", last),
            _hollow(heads[2][0], heads[2][1] if form not in ("VII", "VIII") else "a", heads[2][1] if form not in ("VII", "VIII") else "a", last),
            _hollow(heads[3][0], "a", "a", last),
        ]  # fmt: skip
    elif form == "QIV":
        stems = [Stem(head[:-1] + head[-1] + vowel_ + last + last, head + last + ("a" if i != 2 else "i") + last) for i, (head, vowel_) in enumerate(heads)]  # fmt: skip
    else:
        stems = [_sound(head, vowel_, last, doubled=doubled) for head, vowel_ in heads]
    prefix = "u" if form in ("II", "III", "IV", "QI") else "a"
    perfect, perfect_passive, imperfect, imperfect_passive = stems
    return Stems(perfect, perfect_passive, imperfect, imperfect_passive, prefix, root, hollow, doubled, form)


def _without_hamza(stems: Stems) -> Stems:
    """«رأى»: the hamza falls from the imperfect, and from all of form IV."""

    def cut(stem: Stem) -> Stem:
        return Stem(stem.open.replace("رء", "ر"), stem.closed.replace("رء", "ر"), stem.end)

    return stems._replace(
        perfect=cut(stems.perfect),
        perfect_passive=cut(stems.perfect_passive),
        imperfect=cut(stems.imperfect),
        imperfect_passive=cut(stems.imperfect_passive),
    )


def stems_of(lemma: str, root: str, form: str, vowel: str | None) -> Stems | None:
    """The stems of a verb, or None where lemma, root and form do not go together."""
    radicals = tuple(root)
    if form not in FORMS or len(radicals) not in (3, 4) or (len(radicals) == 4) != form.startswith("Q"):
        return None
    last_weak = radicals[-1] in WEAK
    middle_weak = radicals[1] in WEAK and not last_weak and form in ("I", "IV", "VII", "VIII", "X")
    joins = [_JOINED.get(radicals[0], radicals[0] + "ت")] if form == "VIII" else [""]
    if form == "VIII" and radicals[0] in "ءذثس":
        joins += ["تت", radicals[0] * 2]
    first_vowel = vowel or ("u" if form == "I" else "")
    for hollow in (True, False) if middle_weak else (False,):
        for joined in joins:
            stems = _build(form, radicals, first_vowel, lemma, joined, hollow=hollow)
            if root == "رءي" and form in ("I", "IV"):
                cut = _without_hamza(stems)
                stems = (
                    cut
                    if form == "IV"
                    else stems._replace(imperfect=cut.imperfect, imperfect_passive=cut.imperfect_passive)
                )
            if fold_word(spell(_third(stems.perfect))) == fold_word(lemma):
                return stems
    return None


def _third(stem: Stem) -> str:
    return stem.open + stem.end


_Ending = tuple[str, Literal[1, 2, 3], Gender, Literal["s", "d", "p"]]
_P_OPEN: tuple[_Ending, ...] = (
    ("", 3, "m", "s"),
    ("at", 3, "f", "s"),
    ("A", 3, "m", "d"),
    ("atA", 3, "f", "d"),
    ("U", 3, "m", "p"),
)
_P_CLOSED: tuple[_Ending, ...] = (
    ("تu", 1, None, "s"), ("تa", 2, "m", "s"), ("تi", 2, "f", "s"), ("تumA", 2, None, "d"), ("تuم", 2, "m", "p"),
    ("تunna", 2, "f", "p"), ("نa", 3, "f", "p"), ("نA", 1, None, "p"),
)  # fmt: skip


def _perfect(stem: Stem, voice: Literal["Act", "Pass"]) -> Iterator[Finite]:
    for plain, person, gender, number in _P_OPEN:
        ending = plain.replace("t", "ت")
        base = stem.open
        if stem.end == "iy":
            base += "" if ending == "U" else "iy"
        elif stem.end:
            glide = "ay" if stem.end == "Y" else "aw"
            ending = {"": stem.end, "A": glide + "A", "U": "aw"}.get(ending, ending)
        if number == "p":
            yield Finite(spell(base + ending, alif=True), "perfect", voice, person, gender, number, bound=False)
            yield Finite(spell(base + ending), "perfect", voice, person, gender, number, free=False)
        elif ending == "Y":
            yield from _maqsura(base, "perfect", voice, 3, "m", "s")
        else:
            yield Finite(spell(base + ending), "perfect", voice, person, gender, number)
    joint = {"": "", "iy": "I", "Y": "ay", "A": "aw"}[stem.end]
    for plain, person, gender, number in _P_CLOSED:
        ending = plain.replace("m", "م").replace("n", "ن")
        form = spell(stem.closed + joint + ending)
        yield Finite(form, "perfect", voice, person, gender, number)
        if ending == "تuم":
            yield Finite(form + "و", "perfect", voice, person, gender, number, free=False)


def _maqsura(base: str, kind: str, voice: Literal["Act", "Pass"], person: Literal[1, 2, 3], gender: Gender, number: Literal["s", "d", "p"]) -> Iterator[Finite]:  # fmt: skip
    free = spell(base + "Y")
    bound = spell(base + "A")
    if free == bound:
        yield Finite(free, kind, voice, person, gender, number)
        return
    yield Finite(free, kind, voice, person, gender, number, bound=False)
    yield Finite(bound, kind, voice, person, gender, number, free=False)


_PREFIXES: tuple[_Ending, ...] = (
    ("ي", 3, "m", "s"), ("ت", 3, "f", "s"), ("ت", 2, "m", "s"), ("ء", 1, None, "s"), ("ن", 1, None, "p"),
)  # fmt: skip
_ENDINGS: tuple[tuple[str, str, Literal[2, 3], Gender, Literal["s", "d", "p"]], ...] = (
    ("ت", "I", 2, "f", "s"), ("ي", "A", 3, "m", "d"), ("ت", "A", 3, "f", "d"), ("ت", "A", 2, None, "d"),
    ("ي", "U", 3, "m", "p"), ("ت", "U", 2, "m", "p"), ("ي", "n", 3, "f", "p"), ("ت", "n", 2, "f", "p"),
)  # fmt: skip


def _ended(stem: Stem, ending: str) -> str:
    """A stem with the ending of its imperfect: I, A, U, or n for the feminine plural."""
    if not stem.end:
        return stem.closed + "نa" if ending == "n" else stem.open + ending
    table = {
        "U": {"I": "I", "A": "uwA", "U": "U", "n": "Uنa"},
        "I": {"I": "I", "A": "iyA", "U": "U", "n": "Iنa"},
        "Y": {"I": "ay", "A": "ayA", "U": "aw", "n": "ayنa"},
    }
    return stem.open + table[stem.end][ending]


def _imperfect(stem: Stem, prefix: str, voice: Literal["Act", "Pass"]) -> Iterator[Finite]:
    kind = "imperfect"
    for letter, person, gender, number in _PREFIXES:
        start = letter + prefix
        if stem.end == "Y":
            yield from _maqsura(start + stem.open, kind, voice, person, gender, number)
        else:
            yield Finite(spell(start + stem.open + stem.end), kind, voice, person, gender, number)
        if stem.end or stem.closed != stem.open:
            yield Finite(spell(start + stem.closed), kind, voice, person, gender, number, "j")
    for letter, ending, who, gender, count in _ENDINGS:
        form = letter + prefix + _ended(stem, ending)
        if ending == "n":
            yield Finite(spell(form), kind, voice, who, gender, count)
            continue
        full = form + ("نi" if ending == "A" else "نa")
        yield Finite(spell(full), kind, voice, who, gender, count, "i")
        if ending == "U":
            yield Finite(spell(form, alif=True), kind, voice, who, gender, count, "j", bound=False)
            yield Finite(spell(form), kind, voice, who, gender, count, "j", free=False)
        else:
            yield Finite(spell(form), kind, voice, who, gender, count, "j")


def _imperative(stems: Stems) -> Iterator[Finite]:
    stem = stems.imperfect
    start = ""
    if len(stem.open) > 1 and stem.open[1] not in "auiAUIY":
        start = "ءa" if stems.form == "IV" else "i"
        if stems.form == "I" and (stem.end == "U" or (not stem.end and stem.closed[-2] == "u")):
            start = "u"
    elif stems.form == "IV":
        start = "ءa"
    short = "".join(stems.radicals) in ("ءخذ", "ءكل", "ءمر") and stems.form == "I"
    if short:
        stem, start = Stem(stem.open[1:], stem.closed[1:]), ""
    closed_start = start
    if start == "" and stem.closed != stem.open and len(stem.closed) > 1 and stem.closed[1] not in "auiAUIY":
        closed_start = "u" if stem.closed[-2] == "u" else "i"
    kind = "imperative"
    if not (stem.end and len(stem.closed) < 2):
        yield Finite(spell(closed_start + stem.closed), kind, "Act", 2, "m", "s")
    if stems.doubled:
        yield Finite(spell(start + stem.open), kind, "Act", 2, "m", "s")
    yield Finite(spell(start + _ended(stem, "I")), kind, "Act", 2, "f", "s")
    yield Finite(spell(start + _ended(stem, "A")), kind, "Act", 2, None, "d")
    yield Finite(spell(start + _ended(stem, "U"), alif=True), kind, "Act", 2, "m", "p", bound=False)
    yield Finite(spell(start + _ended(stem, "U")), kind, "Act", 2, "m", "p", free=False)
    yield Finite(spell(closed_start + _ended(stem, "n")), kind, "Act", 2, "f", "p")


def conjugate(stems: Stems) -> Iterator[Finite]:
    """Every finite form of a verb, both voices."""
    yield from _perfect(stems.perfect, "Act")
    yield from _imperfect(stems.imperfect, stems.prefix, "Act")
    yield from _imperative(stems)
    if stems.form not in ("IX", "QIV"):
        yield from _perfect(stems.perfect_passive, "Pass")
        yield from _imperfect(stems.imperfect_passive, "u", "Pass")
