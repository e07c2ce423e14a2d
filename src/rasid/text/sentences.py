"""Sentences: where a text may be cut without parting what belongs together."""

from __future__ import annotations

import re

from rasid.model import Sentence

# A full stop inside a number, an abbreviation of one letter («د. أحمد») or before a closing mark ends nothing.
_END = re.compile(r"[.!?؟…۔]+[\"'»”’)\]]*(?=\s|$|[\"«“])|\n+")
_ABBREVIATION = re.compile(r"(?:^|[\s(«\"])(?:[\u0621-\u064a]|[\u0621-\u064a]\.[\u0621-\u064a]|كلم|كم|هـ|ق\.م|أ\.ف\.ب|ا\.ف\.ب|رويترز)$")


def _is_abbreviation(text: str, start: int, dot: int) -> bool:
    return text[dot] == "." and bool(_ABBREVIATION.search(text[max(start, dot - 8) : dot]))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences, in order and without gaps but for white space; no tokens are attached yet."""
    sentences: list[Sentence] = []
    paragraph = begin = 0

    def close(end: int) -> None:
        start, stop = _trim(text, begin, end)
        if start < stop:
            sentences.append(Sentence(index=len(sentences), start=start, end=stop, paragraph=paragraph))

    for match in _END.finditer(text):
        newline = match.group()[0] == "\n"
        if not newline and _is_abbreviation(text, begin, match.start()):
            continue
        close(match.end())
        begin = match.end()
        paragraph += newline
    close(len(text))
    return tuple(sentences)
