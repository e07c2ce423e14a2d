"""Words and names brought to a form in which they can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from rasid.text import fold

_VEIL = re.compile(r"(?<=[\u0621-\u0652])(?:\u0640+[ .·*_]{1,3}\u0640+|\*|\u0640* ?\u0640+)(?=[\u0621-\u064a])")
_WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+|\d+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|pic\.\S+")
_TYPE_WORDS = frozenset(
    "قرية بلدة مدينة قرى بلدات مدن منطقة ناحية حي مخيم مزرعة مزارع محيط أطراف طريق جسر محور تلة خربة عزبة كفر"
    " دوار معبر حاجز مشفى مستشفى مدرسة سوق ساحة شارع ضاحية جزيرة وادي قضاء مديرية محلية ولاية محافظة ريف".replace(
        "ة ", "ه "
    )
    .translate(str.maketrans("أإآى", "اااي"))
    .split()
)
_NAMING = frozenset({"كفر", "مخيم", "حي", "مزرعه", "مزارع", "وادي", "خربه", "جزيره", "جسر", "معبر"})
"""Type words that are part of a name more often than not, so that they stay where nothing else would."""
_SHORTEST = 2
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال")


def veils(text: str) -> list[tuple[int, int]]:
    """Where a text holds marks by which writers cut words apart, in order."""
    return [m.span() for m in _VEIL.finditer(text)]


def unveiled(text: str) -> str:
    """The text without the marks by which writers cut words apart to escape filters («قصـ.ـف»)."""
    return _VEIL.sub("", text)


def words(text: str) -> list[str]:
    """The folded words and numbers of a text in order; addresses of pages are none."""
    return _WORD.findall(fold(_ADDRESS.sub(" ", unveiled(text).replace("_", " "))).text)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("arabic")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A form that inflected forms of a folded word mostly share; a number stays as it is."""
    if word.isdigit():
        return word
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > _SHORTEST:
            word = word[len(prefix) :]
            break
    found: str = fold(_stemmer().stemWord(word)).text
    return found or word


@lru_cache(maxsize=1 << 15)
def name_key(name: str) -> str:
    """A place's or person's name without type words before it, articles, and spaces: «بلدة #الطويلة» is «طويله»."""
    parts = words(name)
    while len(parts) > 1 and _bare(parts[0]) in _TYPE_WORDS and (parts[0] not in _NAMING or len(parts) > _SHORTEST):
        parts = parts[1:]
    return "".join(_article_off(part) for part in parts)


def _article_off(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > _SHORTEST + 2 else word


def _bare(word: str) -> str:
    for prefix in ("وب", "ول", "و", "ب", "ل"):
        if word.startswith(prefix) and word[len(prefix) :] in _TYPE_WORDS:
            return word[len(prefix) :]
    return _article_off(word) if word not in _TYPE_WORDS else word


_LIKE = str.maketrans({"ئ": "ي", "ؤ": "و", "ء": None, "ظ": "ض", "ث": "ت", "ذ": "د", "ژ": "ز", "ه": "ا"})


@lru_cache(maxsize=1 << 15)
def skeleton(key: str) -> str:
    """A name's key without what spellings of one name differ in: long vowels, hamza, dotted pairs, the last «ه» or «ا»."""
    plain = key.translate(_LIKE)
    return plain[:1] + re.sub("[اوي]", "", plain[1:])


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> float:
    """How alike two keys of names are, 0 to 1: by letters in common in order, those of their skeletons counted higher."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    a, b = skeleton(one), skeleton(other)
    if a == b and len(a) > _SHORTEST:
        return 0.95
    return _ratio(one, other)


def _ratio(one: str, other: str) -> float:
    """Twice the longest common subsequence over both lengths."""
    if not set(one) & set(other):
        return 0.0
    row = [0] * (len(other) + 1)
    for char in one:
        left = 0
        for j, mark in enumerate(other, 1):
            left, row[j] = row[j], left + 1 if char == mark else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(one) + len(other))


_HEADS = "كفر|تل|دير|عين|أم|ام|أبو|ابو|معارة|بيت|خربة|رأس|راس|شيخ|وادي|جب|باب|بئر|حوش|ود"
_NAMED = re.compile(
    rf"(?:قرية|بلدة|مدينة|مخيم|حي)\s+[#\"«“]?((?:(?:{_HEADS})[\s_]+)?[\u0621-\u064a]{{3,}})(?=[\s.،,:؛\"»”#]|$)"
)


def named_places(text: str) -> list[tuple[int, int]]:
    """Where a text names a settlement by a type word («قرية كذا»), the type word left out."""
    return [m.span(1) for m in _NAMED.finditer(text)]
