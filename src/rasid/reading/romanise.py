"""How a person whom no table of actors names is written in English: by the table of names, else by letter rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rasid.text import fold_word

_LETTERS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "ء": "", "ئ": "", "ؤ": "", "پ": "p", "چ": "ch", "ڤ": "v", "ڨ": "g",
}  # fmt: skip
_LOWER = frozenset({"bin", "bint", "ibn", "de", "van", "von"})


def romanise(words: Sequence[str], names: Mapping[str, str]) -> str:
    """The English spelling of a person's name.

    ``words`` are its Arabic words in order; ``names`` maps folded words, or two words with a blank between, to their
    usual spelling. What stands in no row is spelt by letters: ``["خالد", "العلي"]`` gives «Khaled al-Ali».
    """
    folded = [fold_word(word) for word in words]
    parts: list[str] = []
    at = 0
    while at < len(folded):
        pair = " ".join(folded[at : at + 2])
        if at + 1 < len(folded) and pair in names:
            parts.append(names[pair])
            at += 2
            continue
        if folded[at] == "عبد" and at + 1 < len(folded) and folded[at + 1].startswith("ال"):
            parts.append("Abdul " + _word(folded[at + 1][2:], words[at + 1][2:], names))
            at += 2
            continue
        parts.append(_word(folded[at], words[at], names))
        at += 1
    return " ".join(part for part in parts if part)


def _word(folded: str, plain: str, names: Mapping[str, str]) -> str:
    if folded in names:
        return names[folded]
    if folded.startswith("عبدال") and len(folded) > 6:
        joined = f"عبد {folded[3:]}"
        return names.get(joined) or "Abdul " + _word(folded[5:], plain[5:], names)
    if folded.startswith("ال") and len(folded) > 4:
        return "al-" + _word(folded[2:], plain[2:], names)
    return _letters(plain)


def _letters(word: str) -> str:
    """Spell a word by its letters, with «a» where consonants cannot stand together."""
    out: list[str] = []
    run = 0
    """How many consonants stand since the last vowel."""
    for i, char in enumerate(word):
        sound, vowel = _sound(word, i, char)
        if vowel:
            out.append(sound)
            run = 0
            continue
        last = i == len(word) - 1
        if run and (not any(c for c in out if c and c[-1] in "aeiou") or run >= 2 or last):
            out.append("i" if last and run == 1 and len(out) >= 2 and out[-2] == "aa" else "a")
            run = 0
        out.append(sound)
        run += 1
    text = "".join(out).replace("aa", "a")
    return text if text in _LOWER else text[:1].upper() + text[1:]


def _sound(word: str, i: int, char: str) -> tuple[str, bool]:
    """The Latin letters of an Arabic letter where it stands, and whether they are a vowel."""
    before = word[i - 1] if i else ""
    after = word[i + 1] if i + 1 < len(word) else ""
    if char in "اآى":
        return ("aa" if i and after else "a"), True
    if char in "أإ":
        return ("i" if char == "إ" else "a"), True
    if char == "ة":
        return "a", True
    if char in "وي":
        glide, full = ("w", "u") if char == "و" else ("y", "i")
        if i == 0 or after in {"ا", "ى", "ة"} or (before in {"ا", "و", "ي"} and after):
            return glide, False
        return full, True
    if char == "ع" and i == 0:
        return ("a" if after not in {"و", "ي", "ا"} else ""), True
    return _LETTERS.get(char, char), False
