"""Sentences: where a text may be cut without parting what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasid.model import Sentence

# A full stop inside a number, an abbreviation of one letter («د. أحمد») or before a closing mark ends nothing.
_END = re.compile(r"[.!?؟…۔]+[\"'»”’)\]]*(?=\s|$|[\"«“])|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:[\u0621-\u064a]|[\u0621-\u064a]\.[\u0621-\u064a]|كلم|كم|هـ|ق\.م|أ\.ف\.ب|ا\.ف\.ب|رويترز)$"
)


# Reports without full stops are cut all the same, since the cost of a sentence grows faster than its length.
_LONG, _TOO_LONG, _ENDLESS = 150, 300, 450
"""Tokens after which a sentence is cut at a comma, at any blank, and anywhere between two tokens."""
_PIECE = re.compile(r"\w+|[^\w\s]")
_MARKS = frozenset("،,؛;:")


def _is_abbreviation(text: str, start: int, dot: int) -> bool:
    return text[dot] == "." and bool(_ABBREVIATION.search(text[max(start, dot - 8) : dot]))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """An over-long sentence in pieces, any other as it is."""
    if end - start > _LONG:
        count, after = 0, start
        mark = False
        for piece in _PIECE.finditer(text, start, end):
            at = piece.start()
            blank = at > after
            if (count >= _LONG and mark and blank) or (count >= _TOO_LONG and blank) or count >= _ENDLESS:
                yield start, after
                start, count = at, 0
            count, after, mark = count + 1, piece.end(), piece.group() in _MARKS
    yield start, end


def split(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences, in order and without gaps but for white space; no tokens are attached yet."""
    sentences: list[Sentence] = []
    paragraph = begin = 0

    def close(end: int) -> None:
        start, stop = _trim(text, begin, end)
        if start < stop:
            for first, last in _cut(text, start, stop):
                sentences.append(Sentence(index=len(sentences), start=first, end=last, paragraph=paragraph))

    for match in _END.finditer(text):
        newline = match.group()[0] == "\n"
        if not newline and _is_abbreviation(text, begin, match.start()):
            continue
        close(match.end())
        begin = match.end()
        paragraph += newline
    close(len(text))
    return tuple(sentences)
