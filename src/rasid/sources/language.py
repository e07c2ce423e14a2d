"""Which parts of a text are Arabic: what is read, what is left, and why a whole text is set aside."""

from __future__ import annotations

import re

from rasid.errors import EmptyInputError, NotArabicError
from rasid.model import Span

SAMPLE = 200_000
"""How many characters are looked at before the whole."""
ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\ufb50-\ufdff\ufe70-\ufefc]")
WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5]+")
COMMON_WORDS = frozenset(
    "في من على إلى الى أن ان التي الذي عن مع هذا هذه بعد قبل بين كما لم لا ما قد كان و كل حتى أو".split()
)
"""Words that no Arabic report goes without."""
PERSIAN_WORDS = frozenset("است که این را از با برای شد شده می کرد آن های در به و ہے کے میں کی نے اور سے کو کا".split())
_LETTER = re.compile(r"[^\W\d_]")
_OTHERS = re.compile(r"[ٹڈڑںہھےێۆڵڕەڤښځڅډړږڼېټۋۇۈۉ]")
"""Letters of Urdu, Kurdish, Pashto, Sindhi and Uyghur that Arabic lacks."""
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STEP = "rasid reads Arabic only: give the Arabic original."
_LEAST = 25
"""Arabic letters that a part in another language's document needs to be worth reading."""
_SHORT = 20
"""Letters from which on a line shows its language."""


def is_arabic(text: str) -> tuple[bool, int, int]:
    """Whether enough letters of a text are Arabic, how many are, and how many letters there are."""
    arabic, letters = len(ARABIC.findall(text)), len(_LETTER.findall(text))
    return bool(arabic) and arabic >= 0.15 * letters, arabic, letters


def is_persian(text: str) -> bool:
    """Whether the words are those of Persian or Urdu rather than of Arabic."""
    foreign, known = _weigh(text)
    return foreign > 3 and foreign > known


def _weigh(text: str) -> tuple[int, int]:
    words = [word for word in WORD.findall(text) if len(word) > 1]
    foreign = sum(word in PERSIAN_WORDS for word in words)
    return foreign, sum(word in COMMON_WORDS or word.startswith("ال") for word in words)


def _other_letters(text: str, arabic: int) -> bool:
    return len(_OTHERS.findall(text)) > max(2, 0.06 * arabic)


def foreign_parts(text: str, where: str) -> tuple[Span, ...]:
    """The lines of ``text`` in another language, joined where they follow each other; empty where all of it is Arabic.

    Raises EmptyInputError where there is no text, and NotArabicError where there is too little Arabic in it.
    """
    if not text.strip():
        raise EmptyInputError("there is no text in it", where=where, step="Give a file that holds Arabic text.")
    enough, arabic, letters = is_arabic(text)
    other = is_persian(text[:SAMPLE]) or _other_letters(text, arabic)
    if not arabic:
        raise NotArabicError(f"0 of its {letters} letters are Arabic", where=where, step=_STEP)
    if arabic >= 0.97 * letters and not other:
        return ()
    spans: list[Span] = []
    rest = 0
    for match in _LINE.finditer(text):
        found = _judge(match.group(), strict=other)
        if found < 0:
            joined = spans and not text[spans[-1][1] : match.start()].strip()
            spans[-1:] = [(spans[-1][0], match.end())] if joined else [*spans[-1:], match.span()]
        else:
            rest += found
    if rest >= (_LEAST if other or not enough else 1):
        return tuple(spans)
    if other:
        raise NotArabicError("it reads like another language in Arabic letters", where=where, step=_STEP)
    raise NotArabicError(f"{arabic} of its {letters} letters are Arabic", where=where, step=_STEP)


def _judge(line: str, *, strict: bool) -> int:
    """How many Arabic letters a line adds to what is read, or -1 where it is in another language.

    ``strict`` is for lines of a text that holds another language in Arabic letters: there a line must show that it is
    Arabic.
    """
    arabic, letters = len(ARABIC.findall(line)), len(_LETTER.findall(line))
    if letters >= _SHORT and arabic < 0.3 * letters:
        return -1
    if not arabic:
        return 0
    foreign, known = _weigh(line)
    if strict and letters and (foreign >= known or _other_letters(line, arabic)):
        return -1
    if foreign > 3 and foreign > known:
        return -1
    return arabic if arabic >= 0.5 * letters else 0


def readable(text: str, foreign: tuple[Span, ...]) -> str:
    """The text with its foreign parts blanked out, so that every offset stays what it is."""
    for start, end in foreign:
        text = text[:start] + re.sub(r"[^\n\r\u2028\u2029]", " ", text[start:end]) + text[end:]
    return text
