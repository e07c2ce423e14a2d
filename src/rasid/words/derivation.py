"""Verbal nouns and participles, derived from a verb's stems."""

from __future__ import annotations

from rasid.words.conjugation import WEAK, Stem, Stems
from rasid.words.phonology import spell

HAMZA = "ء"


def active_participle(stems: Stems) -> str:
    """The active participle, masculine singular, vowel-marked («مُقَاتِل», «رَامِي»)."""
    f, e, last = stems.radicals[0], stems.radicals[1], stems.radicals[-1]
    if stems.form == "I":
        if last in WEAK:
            return spell(f + "A" + e + "I")
        if stems.hollow:
            return spell(f + "A" + HAMZA + ("I" if last == HAMZA else "i" + last))
        return spell(f + "A" + e + last) if stems.doubled else spell(f + "A" + e + "i" + last)
    stem = stems.imperfect
    if stem.end:
        return spell("مu" + stem.open + "I")
    return spell("مu" + stem.open)


def passive_participle(stems: Stems) -> str:
    """The passive participle, masculine singular, vowel-marked («مَقتُول», «مُصَادَر», «مُستَشفَى»)."""
    f, e, last = stems.radicals[0], stems.radicals[1], stems.radicals[-1]
    if stems.form == "I":
        if last in WEAK:
            return spell("مa" + f + e + ("uوو" if stems.imperfect.end == "U" else "iيي"))
        if stems.hollow:
            return spell("مa" + f + ("U" if e == "و" else "I") + last)
        return spell("مa" + f + e + "U" + last)
    stem: Stem = stems.imperfect_passive
    return spell("مu" + stem.open + ("Y" if stem.end else ""))


def _with_alef(f: str, middle: str, last: str, prefix: str) -> str:
    """«إرسال», «انفجار»: long a before the last radical; a weak one after it becomes hamza."""
    return prefix + f + middle + "A" + (HAMZA if last in WEAK else last)


def masdars(stems: Stems) -> list[str]:
    """The regular verbal nouns of a derived form, vowel-marked, the commonest first; none for form I."""
    f, e, last = stems.radicals[0], stems.radicals[1], stems.radicals[-1]
    third = stems.radicals[2] if len(stems.radicals) == 4 else ""
    weak, form = last in WEAK, stems.form
    perfect = stems.perfect.closed if not stems.perfect.end else stems.perfect.open
    sounds: list[str] = []
    if form == "II":
        if weak:
            sounds = ["تa" + f + e + "iيaT"]
        elif last == HAMZA:
            sounds = ["تa" + f + e + "iءaT", "تa" + f + e + "Iء"]
        else:
            sounds = ["تa" + f + e + "I" + last]
    elif form == "III":
        sounds = ["مu" + f + "A" + e + ("AT" if weak else last + "aT" if stems.doubled else "a" + last + "aT")]
    elif form == "IV":
        if perfect.startswith("ءaر") and stems.radicals[:2] == ("ر", HAMZA):
            return []
        sounds = ["ءi" + f + "A" + last + "aT"] if stems.hollow else [_with_alef(f + e, "", last, "ءi")]
    elif form in ("V", "VI", "QII"):
        head = stems.perfect.open if weak else stems.perfect.closed
        sounds = [head + "I" if weak else head[: -1 - len(last)] + "u" + last]
    elif form == "VII":
        sounds = [_with_alef(f, "i" + ("ي" if stems.hollow else e), last, "iن")]
    elif form == "VIII":
        joined = perfect[1 : perfect.index("a")]
        sounds = [_with_alef(joined, "i" + ("ي" if stems.hollow else e), last, "i")]
    elif form == "X":
        sounds = ["iستi" + f + "A" + last + "aT"] if stems.hollow else [_with_alef(f + e, "", last, "iستi")]
    elif form == "IX":
        sounds = ["i" + f + e + "i" + last + "A" + last]
    elif form == "QI":
        sounds = [f + "a" + e + third + "a" + last + "aT"]
    elif form == "QIV":
        sounds = ["i" + f + e + "i" + third + last + "A" + last]
    return [spell(item) for item in sounds]
