"""The other rooms as the steps of the reading call them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec

from rasid.lexicon import Lexicon
from rasid.model import Place, Span, Token
from rasid.places import Gazetteer, Told, locate
from rasid.words import Morphology
from rasid.words.dates import CalendarTable, DateMention, find_dates, resolve
from rasid.words.numbers import NumberTable, Quantity, find_numbers


def rows_of(entries: Sequence[Any]) -> list[dict[str, str]]:
    """Table rows as the plain mappings that the word room takes."""
    return [{key: value or "" for key, value in msgspec.to_builtins(entry).items()} for entry in entries]


class Words:
    """Reads the words of a sentence."""

    def __init__(self, morphology: Morphology) -> None:
        """Keep the morphology."""
        self._morphology = morphology

    def read(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens with their analyses, the likeliest first."""
        return self._morphology.rank(tokens)

    def predict(self, text: str) -> list[dict[str, Any]]:
        """Words as treebanks cut them."""
        return self._morphology.predict_words(text)


class Locator:
    """Finds and resolves places."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Keep the gazetteer."""
        self._gazetteer = gazetteer

    def find(
        self, text: str, sentences: Sequence[Sequence[Token]], publisher: str | None, part: Span, told: Told
    ) -> list[list[tuple[Place, int, int]]]:
        """The places of each sentence of a part of a text with their token positions."""
        return locate(text, sentences, self._gazetteer, publisher, part=part, told=told)


class Calendar:
    """Finds numbers and dates."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the tables of numbers and of the calendar."""
        self._numbers = NumberTable.from_rows(rows_of(lexicon.numbers), rows_of(lexicon.calendar))
        self._calendar = CalendarTable.from_rows(rows_of(lexicon.calendar), rows_of(lexicon.numbers))

    def quantities(self, tokens: Sequence[Token]) -> list[Quantity]:
        """The numbers of a sentence."""
        return find_numbers(tokens, self._numbers)

    def dates(self, tokens: Sequence[Token]) -> list[DateMention]:
        """The dates of a sentence."""
        return find_dates(tokens, self._calendar)

    def resolve(self, mention: DateMention, published: datetime.date | None) -> tuple[str | None, str | None, str, str]:
        """Start, end, precision and reason of a date."""
        return resolve(mention, published)
