"""Inflected forms of nouns, adjectives, participles and verbal nouns, from their written singular.

Works on spelling (with or without vowel marks): ta marbuta, alef maqsura and the seat of a final hamza change before
pronoun suffixes; the dual and the sound plurals lose their n in the construct.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rasid.text import plain_word

# Where a form may stand.
BARE, ARTICLE, ENCLITIC = 1, 2, 4
CONSTRUCT = 8
"""The form lost its n: a noun or a pronoun must follow."""
TANWIN = 16
"""An indefinite accusative in alef («هجوما»), or an indefinite form without ya («قاض»)."""
NOMINATIVE = 32
"""The ending shows the nominative («ون», «ان»): not after a preposition."""
FULL = BARE | ARTICLE
ANY = FULL | ENCLITIC

Number = Literal["s", "d", "p"]
Gender = Literal["m", "f"]


class Nominal(NamedTuple):
    """One written form with its number, gender and the places where it may stand (bits above)."""

    written: str
    number: Number
    gender: Gender
    state: int


def singular(written: str, number: Number, gender: Gender) -> Iterator[Nominal]:
    """The forms that a singular or a broken plural takes by itself."""
    plain = plain_word(written)
    last, rest = plain[-1], written.rstrip("\u0651\u064b\u064c\u064d")[:-1]
    if last == "ة":
        yield Nominal(written, number, gender, FULL)
        yield Nominal(rest + "ت", number, gender, ENCLITIC)
        return
    if last == "ى":
        yield Nominal(written, number, gender, FULL)
        yield Nominal(rest + "ا", number, gender, ENCLITIC)
        return
    if last == "ء" and len(plain) > 2:
        yield from _final_hamza(written, plain, rest, number, gender)
        return
    yield Nominal(written, number, gender, ANY)
    if last == "أ":
        yield Nominal(rest + "ؤ", number, gender, ENCLITIC)
        yield Nominal(rest + "ئ", number, gender, ENCLITIC)
    elif last not in "اأ":
        yield Nominal(written + "ا", number, gender, BARE | TANWIN)
    if last == "ي" and is_defective(written, plain):
        yield Nominal(rest.rstrip("\u0650") or rest, number, gender, BARE | TANWIN)


def _final_hamza(written: str, plain: str, rest: str, number: Number, gender: Gender) -> Iterator[Nominal]:
    yield Nominal(written, number, gender, ANY)
    if plain[-2] in "اوي":
        seats = "ؤئ" if plain[-2] == "ا" else "ئ"
        if plain[-2] == "ي":
            yield Nominal(rest + "ئا", number, gender, BARE | TANWIN)
        elif plain[-2] == "و":
            yield Nominal(written + "ا", number, gender, BARE | TANWIN)
    else:
        seats = "ؤئأ"
        yield Nominal(written + "ا", number, gender, BARE | TANWIN)
        yield Nominal(rest + "ئا", number, gender, BARE | TANWIN)
    for seat in seats:
        yield Nominal(rest + seat, number, gender, ENCLITIC)


def is_defective(written: str, plain: str) -> bool:
    """Whether a final ya falls in the indefinite («قاضي», «قاض»): active participles and plurals like «مباني»."""
    if not plain.endswith("ي") or written.endswith("\u0651") or len(plain) < 4:
        return False
    return plain[1] == "ا" or plain[0] in "مت" or (len(plain) > 4 and plain[2] == "ا" and plain[0] in "أمنل")


def _stem_for_ending(written: str, *, feminine: bool = False) -> str:
    """The written singular as it stands before «ان», «ات», «ون»."""
    plain = plain_word(written)
    base = written.rstrip("\u064b\u064c\u064d")
    if plain.endswith("ة"):
        return base[:-1].rstrip("\u064e") + ("ت" if feminine else "")
    if plain.endswith("ى"):
        return base[:-1].rstrip("\u064e") + "ي"
    if plain.endswith("ء") and len(plain) > 3 and plain[-2] == "ي":
        return base[:-1] + "ئ"
    return base


def dual(written: str, gender: Gender) -> Iterator[Nominal]:
    """The four dual forms."""
    stem = _stem_for_ending(written, feminine=True)
    joined = stem[:-1] + "آ" if stem.endswith("أ") else stem + "ا"
    nominative = (joined + "ن", joined)
    yield Nominal(nominative[0], "d", gender, FULL | NOMINATIVE)
    yield Nominal(nominative[1], "d", gender, BARE | ENCLITIC | CONSTRUCT | NOMINATIVE)
    yield Nominal(stem + "ين", "d", gender, FULL)
    yield Nominal(stem + "ي", "d", gender, BARE | ENCLITIC | CONSTRUCT)


def sound_masculine(written: str) -> Iterator[Nominal]:
    """The plural in «ون», «ين» and its construct forms."""
    plain = plain_word(written)
    stem = _stem_for_ending(written)
    if plain.endswith("ى"):
        stem = stem[:-1]
    elif is_defective(written, plain):
        stem = stem[:-1].rstrip("\u0650")
    seats = [stem]
    if plain[-1] in "أئء":
        seats = [stem[:-1] + "ئ", stem[:-1] + "ؤ"]
    for seat in seats:
        yield Nominal(seat + "ون", "p", "m", FULL | NOMINATIVE)
        yield Nominal(seat + "و", "p", "m", BARE | ENCLITIC | CONSTRUCT | NOMINATIVE)
        yield Nominal(seat + "ين", "p", "m", FULL)
        yield Nominal(seat + "ي", "p", "m", BARE | ENCLITIC | CONSTRUCT)


def sound_feminine(written: str) -> Iterator[Nominal]:
    """The plural in «ات»."""
    plain = plain_word(written)
    if plain.endswith("اة"):
        stem = written[:-2] + "و"  # «قناة», «قنوات»
        yield Nominal(stem + "ات", "p", "f", ANY)
        stem = written[:-2] + "ي"  # «مباراة», «مباريات»
    else:
        stem = _stem_for_ending(written)
    if stem.endswith("أ"):
        yield Nominal(stem[:-1] + "آت", "p", "f", ANY)
    else:
        yield Nominal(stem + "ات", "p", "f", ANY)


def feminine_of(written: str) -> str:
    """The regular feminine of an adjective or participle."""
    plain = plain_word(written)
    if plain.endswith("ى"):
        return written[:-1].rstrip("\u064e") + "اة"
    if plain.endswith("ء") and plain[-2:-1] == "ي":
        return written[:-1] + "ئة"
    return written + "ة"


def adjective(written: str, plurals: list[str], feminine: str | None = None) -> Iterator[Nominal]:
    """Every form of an adjective or participle; ``plurals`` are broken ones, ``feminine`` an irregular one."""
    yield from singular(written, "s", "m")
    yield from dual(written, "m")
    yield from sound_masculine(written)
    female = feminine or feminine_of(written)
    yield from singular(female, "s", "f")
    yield from dual(female, "f")
    yield from sound_feminine(female if feminine else written)
    for plural in plurals:
        yield from singular(plural, "p", "m")
