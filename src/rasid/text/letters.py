"""Folding: one form for matching, with a map back to the exact text.

Folding takes off what writers leave out or put in at will (vowel marks, tatweel, invisible controls), and joins letters
that they interchange (alef forms, ya and alef maqsura, ta marbuta and ha, Persian and Arabic forms, digits). The
original is never altered: every folded character knows the offset that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

import msgspec

# Marks: Koranic signs, vowel marks, superscript alef; tatweel; zero-width and bidi controls; variation selectors.
_MARKS = (
    *(*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5)),
    *(*range(0x06E7, 0x06E9), *range(0x06EA, 0x06EE), *range(0x08D3, 0x0900)),
    *(0x0640, 0x061C, 0x00AD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *range(0xFE00, 0xFE10),
)
_DIGITS = {0x0660 + i: str(i) for i in range(10)} | {0x06F0 + i: str(i) for i in range(10)}
_LETTERS = {
    **dict.fromkeys(map(ord, "أإآٱٲٳ"), "ا"),
    **dict.fromkeys(map(ord, "ىیېۍﻯ"), "ي"),
    **dict.fromkeys(map(ord, "ةہھەۃۀ"), "ه"),
    **dict.fromkeys(map(ord, "کڪگ"), "ك"),
    **dict.fromkeys(map(ord, "ڤ"), "ف"),
    **dict.fromkeys(map(ord, "پ"), "ب"),
    **dict.fromkeys(map(ord, "چ"), "ج"),
    **dict.fromkeys(map(ord, "ژ"), "ز"),
}
_PLAIN = dict.fromkeys(_MARKS)
_FOLD: dict[int, str | None] = {**_PLAIN, **_DIGITS, **_LETTERS}
# Presentation forms stand for one or several plain letters («ﻻ» is «لا»).
_PRESENTATION = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")


class Folded(msgspec.Struct, frozen=True):
    """A folded text and, for each of its characters, the offset in the original (with one more for the end)."""

    text: str
    starts: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the folded half-open range ``[start, end)``, which must not be empty."""
        return self.starts[start], self.starts[end - 1] + 1


def _is_presentation(code: int) -> bool:
    return any(code in block for block in _PRESENTATION)


def _fold_char(char: str) -> str:
    code = ord(char)
    if _is_presentation(code):
        return unicodedata.normalize("NFKC", char).translate(_FOLD)
    return char.translate(_FOLD)


def fold(text: str) -> Folded:
    """Fold a whole text. The folded text may be shorter or longer than the original; its map tells the offsets."""
    if not _PRESENTED.search(text):
        same = text.translate(_FOLD)
        if len(same) == len(text):
            return Folded(same, array("q", range(len(text) + 1)))
    pieces: list[str] = []
    starts = array("q")
    for offset, char in enumerate(text):
        for piece in _fold_char(char):
            pieces.append(piece)
            starts.append(offset)
    starts.append(len(text))
    return Folded("".join(pieces), starts)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The folded form of a word, for looking it up."""
    if _PRESENTED.search(word):
        word = unicodedata.normalize("NFKC", word)
    return word.translate(_FOLD)


def plain_word(word: str) -> str:
    """The word without vowel marks, tatweel and invisible controls, its letters as written."""
    return word.translate(_PLAIN)


def is_mark(char: str) -> bool:
    """Whether the character is one that folding takes off."""
    return ord(char) in _PLAIN
