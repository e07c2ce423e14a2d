"""Single words of names: whether two are one name spelt in two ways, also across scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from rasid.errors import DataError
from rasid.lexicon import NameEntry, load
from rasid.text import fold_word


class Level(StrEnum):
    """How far two words are one name."""

    SAME = "same"
    VARIANT = "spelt otherwise"
    NEAR = "a letter apart"
    DIFFERENT = "different"


_GROUPS: tuple[str, ...] = (
    "رحمن رحمان", "عبدالرحمن عبدالرحمان", "اسحق اسحاق", "ابراهيم ابرهيم", "اسماعيل اسمعيل", "هارون هرون", "سليمان سليمن",
    "داود داوود داؤود", "طه طاها", "يس ياسين يسن", "معاويه معاويا", "عثمان عثمن", "حارث حرث", "لقمان لقمن",
    "زكريا زكرياء", "يحيي يحي", "موسي موسا", "عيسي عيسا", "مصطفي مصطفا", "مرتضي مرتضا", "هدي هدا", "سلمي سلما",
    "ليلي ليلا", "رنا رني رنه", "سارا ساره", "نورا نوره", "ديما ديمه", "لينا لينه", "دانا دانه", "هيا هيه", "روان روعان",
    "عائشه عايشه عيشه", "فائز فايز", "نائل نايل", "وائل وايل", "رائد رايد", "فائق فايق", "صائب صايب", "هائل هايل",
    "رئيف رييف", "مؤمن مومن", "مؤيد مويد", "رؤوف رووف رؤف", "فؤاد فواد", "لؤي لوي", "بهاء بها", "علاء علا", "ضياء ضيا",
    "رجاء رجا", "بشري بشرا", "ذكري ذكرا", "رضا رضي", "هيفاء هيفا", "شيماء شيما", "اسماء اسما", "صفاء صفا", "وفاء وفا", "سناء سنا", "اسراء اسرا", "الاء الا",
    "جوزيف جوزف", "الياس اليأس", "ميشال ميشيل", "نقولا نيقولا نيكولا", "جميله جميلا", "عبدالله عبداللاه", "هبهالله هبه الله",
)  # fmt: skip
"""Names that people write in several ways, folded, beyond what folding joins."""
_TWINS = ("ضظ", "صس", "طت", "ذز", "ذد", "ثس", "ثت", "قك", "غق", "جغ", "ءا", "يئ", "وؤ", "هح", "زظ")
"""Letters that are heard or typed for one another."""
_SWAPS = frozenset(frozenset(pair) for pair in _TWINS)
_ARABIC = {
    **dict.fromkeys("بپ", "b"), **dict.fromkeys("تطث", "t"), "ج": "j", "چ": "S", **dict.fromkeys("حه", "h"), "خ": "x",
    **dict.fromkeys("دض", "d"), **dict.fromkeys("ذزظ", "z"), "ر": "r", **dict.fromkeys("سص", "s"), "ش": "S", "غ": "g",
    **dict.fromkeys("فڤ", "f"), **dict.fromkeys("قك", "k"), "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_LATIN = {
    **{c: c for c in "bdfhjklmnrstxz"}, "p": "b", "q": "k", "c": "k", "v": "f", "g": "j",
}  # fmt: skip
_DIGRAPHS = (("tch", "S"), ("sch", "S"), ("kh", "x"), ("gh", "g1"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "d"))
_VOWELS = (
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ay", "ai"),
    ("ei", "ai"),
    ("ey", "ai"),
    ("y", "i"),
    ("o", "u"),
    ("e", "a"),
)


def article_off(word: str) -> str:
    """The word without its article, where enough of it is left."""
    for article in ("ال", "al-"):
        if word.startswith(article) and len(word) - len(article) >= 2:
            return word[len(article) :]
    return word


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a folded word, alike for Arabic and Latin letters: «خالد» and «khaled» give «xld»."""
    word = article_off(word)
    latin = word.isascii()
    if latin:
        for digraph, sound in _DIGRAPHS:
            word = word.replace(digraph, sound)
        word = word.replace("g1", "G")
    elif word.endswith("ه"):
        word = word[:-1]
    out: list[str] = []
    for i, char in enumerate(word):
        if char in "Sx" and latin:
            sound = char
        elif char == "G":
            sound = "g"
        else:
            sound = (_LATIN if latin else _ARABIC).get(char, "")
        if i == 0 and char in "ويwy":
            sound = "w" if char in "وw" else "y"
        if latin and char == "h" and i == len(word) - 1:
            sound = ""
        if sound and not (latin and i and word[i - 1] == char):
            out.append(sound)
    return "".join(out)


@lru_cache(maxsize=1 << 14)
def heard(word: str) -> str:
    """A Latin word with its vowels as they are heard, doubled letters single: «Mohammed» and «Muhamad» are one."""
    for letters, sound in _VOWELS:
        word = word.replace(letters, sound)
    return "".join(char for i, char in enumerate(word) if i == 0 or word[i - 1] != char)


class NameBook:
    """Names that are known, with their spellings. Frozen after it is made.

    Two different names of the book are two names even where one letter parts them («حسن», «حسين»).
    """

    def __init__(self, rows: Iterable[NameEntry]) -> None:
        """``rows`` are those of ``lexicon/names.tsv`` and a user's."""
        groups: dict[str, str] = {}
        for line in _GROUPS:
            for word in line.split():
                groups[word] = line.split()[0]
        self._groups: Mapping[str, str] = groups
        known: set[str] = set(groups)
        latin: dict[str, set[str]] = {}
        for row in rows:
            word = "".join(fold_word(part) for part in row.word.split())
            known.add(article_off(word))
            spelt = "".join(c for c in row.en.casefold().removeprefix("al-") if c.isalpha())
            latin.setdefault(heard(spelt), set()).add(article_off(word))
        self._known = frozenset(known)
        self._latin: Mapping[str, frozenset[str]] = {key: frozenset(found) for key, found in latin.items()}

    @classmethod
    def load(cls) -> NameBook:
        """The packaged names. Raises DataError where they are missing."""
        rows = load().names
        if not rows:
            raise DataError("the packed table of names is empty", step="Install rasid again, or run make data.")
        return cls(rows)

    def key(self, word: str) -> str:
        """One spelling for all of a folded word that are sure to be one name; the article stays."""
        bare = article_off(word)
        head = word[: len(word) - len(bare)]
        found = self._latin.get(heard(bare)) if bare.isascii() else None
        if found is not None and len(found) == 1:
            bare, head = next(iter(found)), "ال" if head else ""
        bare = self._groups.get(bare, bare)
        return head + bare

    def known(self, word: str) -> bool:
        """Whether the name is in the book, with or without article."""
        return article_off(self.key(word)) in self._known

    def level(self, a: str, b: str) -> Level:
        """How far two folded words are one name; the article does not count."""
        return self._level(a, b) if a <= b else self._level(b, a)

    def _level(self, a: str, b: str) -> Level:
        a, b = article_off(self.key(a)), article_off(self.key(b))
        if a == b:
            return Level.SAME
        if a.isascii() != b.isascii():
            latin, arabic = (a, b) if a.isascii() else (b, a)
            return self._across(latin, arabic)
        if a.isascii():
            alike = skeleton(a) == skeleton(b) and len(skeleton(a)) > 1
            return Level.VARIANT if heard(a) == heard(b) else Level.NEAR if alike else Level.DIFFERENT
        return _written(a, b, both_known=a in self._known and b in self._known)

    def _across(self, latin: str, arabic: str) -> Level:
        meant = self._latin.get(heard(latin), frozenset())
        if arabic in meant:
            return Level.VARIANT
        if meant and arabic in self._known:
            return Level.DIFFERENT
        bones = skeleton(latin)
        return Level.VARIANT if len(bones) > 1 and bones == skeleton(arabic) else Level.DIFFERENT


def _written(a: str, b: str, *, both_known: bool) -> Level:
    """The level of two different Arabic words without article."""
    if _plain(a, ends=not both_known) == _plain(b, ends=not both_known):
        # «ى» is folded to ya, so that «سلمى» and «سلما» look like «رامي» and «راما»: no more than near.
        return Level.NEAR if "ي" in (a[-1], b[-1]) and a[-1] != b[-1] else Level.VARIANT
    if both_known or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 3:
        return Level.DIFFERENT
    if OSA.distance(a, b, score_cutoff=1) != 1:
        return Level.DIFFERENT
    if len(a) == len(b):
        swapped = [frozenset(pair) for pair in zip(a, b, strict=True) if pair[0] != pair[1]]
        if len(swapped) == 1 and swapped[0] in _SWAPS:
            return Level.VARIANT
        return Level.NEAR if len(a) > 3 else Level.DIFFERENT
    return Level.NEAR if max(len(a), len(b)) > 4 else Level.DIFFERENT


def _plain(word: str, *, ends: bool) -> str:
    """The word with the seat of a hamza and doubled letters written one way, and with ``ends`` its last vowel too.

    The last vowel parts names that are known («رامي», «راما»).
    """
    word = word.replace("ؤ", "و").replace("ئ", "ي").replace("ء", "")
    if ends and len(word) > 3 and word[-1] in "هاي":
        word = word[:-1] + "ا"
    return "".join(char for i, char in enumerate(word) if i == 0 or word[i - 1] != char or char not in "وي")
