"""From sounds to spelling: vowel letters, shadda and the seat of the hamza.

Sounds are written as consonants in Arabic letters (``ء`` for every hamza), short vowels ``a u i``, long vowels
``A U I``, ``Y`` for a final long a that is written «ى», ``T`` for ta marbuta. A doubled consonant stands twice. A word
that begins with a vowel begins with an elidable alef. The spelling carries the vowel marks that are sure.
"""

from __future__ import annotations

import re

SHORT = {"a": "\u064e", "u": "\u064f", "i": "\u0650"}
LONG = {"A": "\u064eا", "U": "\u064fو", "I": "\u0650ي", "Y": "\u064eى"}
SHADDA = "\u0651"
VOWELS = "auiAUIY"
_CONSONANT = r"[^auiAUIYT]"
_SMOOTH = (
    (re.compile(rf"ءaء(?={_CONSONANT})"), "ءA"),
    (re.compile(rf"ءiء(?={_CONSONANT})"), "ءI"),
    (re.compile(rf"ءuء(?={_CONSONANT})"), "ءU"),
    (re.compile(rf"uw(?={_CONSONANT})(?!w)"), "U"),
    (re.compile(rf"iw(?={_CONSONANT})(?!w)"), "I"),
    (re.compile(rf"uy(?={_CONSONANT})(?!y)"), "U"),
    (re.compile(rf"iy(?={_CONSONANT})(?!y)"), "I"),
)
_WEAK = str.maketrans({"و": "w", "ي": "y"})
_JOINING = set("بتثجحخسشصضطظعغفقكلمنهيئ")


def smooth(sounds: str) -> str:
    """Merge two hamzas at the beginning and weak letters with the short vowel before them."""
    sounds = sounds.translate(_WEAK)
    for pattern, better in _SMOOTH:
        sounds = pattern.sub(better, sounds)
    return sounds


def _seat(before: str, letter_before: str, after: str) -> str:
    """The letter for a hamza inside a word: the stronger of the vowels around it decides, i over u over a."""
    if not after and before not in ("a", "i", "u"):
        return "ء"
    if before in ("i", "I") or (letter_before == "y" and not before) or (after and after in "iI"):
        return "ئ"
    if before == "u" or (after and after in "uU"):
        return "ؤ"
    if before == "a":
        return "أ"
    return "ء" if before in ("A", "U") else "أ"


def spell(sounds: str, *, alif: bool = False) -> str:
    """The vowel-marked spelling of ``sounds``; ``alif`` adds the silent alef of the plural («كتبوا»)."""
    text = smooth(sounds)
    out: list[str] = []
    i, vowel, last = 0, "", ""
    if text[0] in VOWELS:
        out.append("ا" + (SHORT[text[0]] if text[0] in SHORT else LONG[text[0]]))
        vowel, i = text[0], 1
    while i < len(text):
        char = text[i]
        if char == "T":
            out.append("ة")
            i += 1
            continue
        double = i + 1 < len(text) and text[i + 1] == char
        step = 2 if double else 1
        after = text[i + step] if i + step < len(text) and text[i + step] in VOWELS else ""
        if char == "ء":
            letter, after, used = _hamza(vowel if i else "", last, after, start=not out)
            out.append(letter + (SHADDA if double else ""))
            step += used
        else:
            out.append({"w": "و", "y": "ي"}.get(char, char) + (SHADDA if double else ""))
        if after:
            out.append(_vowel(after, out))
            step += 1
        i += step
        vowel, last = after, char
    return "".join(out) + ("ا" if alif else "")


def _vowel(vowel: str, out: list[str]) -> str:
    if vowel == "Y" and out[-1][0] == "ي":
        return LONG["A"]  # «يحيا», not «يحيى»
    return SHORT.get(vowel) or LONG[vowel]


def _hamza(before: str, letter_before: str, after: str, *, start: bool) -> tuple[str, str, int]:
    """Letter for a hamza, the vowel still to be written after it, and how many sounds it swallowed."""
    if start:
        if after == "A":
            return "آ", "", 1
        return ("إ" if after in ("i", "I") else "أ"), after, 0
    seat = _seat(before, letter_before, after)
    if after == "A" and seat == "أ":
        return "آ", "", 1
    if after == "A" and seat == "ء" and before == "A":
        return "ء", "A", 0
    return seat, after, 0


def variants(written: str) -> list[str]:
    """Other accepted spellings of a hamza before a long u («شؤون», «شئون»; «قرؤوا», «قرأوا»)."""
    place = written.find("ؤُو")
    if place < 1:
        return []
    bare = written[place - 1] if written[place - 1] not in SHORT.values() else written[place - 2]
    found = [written[:place] + "أُو" + written[place + 3 :]]
    if bare in _JOINING:
        found.append(written[:place] + "ئُو" + written[place + 3 :])
    return found
