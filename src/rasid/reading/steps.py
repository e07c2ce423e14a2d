"""The order of steps from a text to scenes: what can be found before anything is decided."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from rasid.model import Place, Sentence, Token
from rasid.reading import reference
from rasid.reading.chunks import Chunker
from rasid.reading.clauses import find_clauses
from rasid.reading.index import Keys
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.retag import with_verbs
from rasid.reading.scope import settle
from rasid.reading.senses import event_nouns, propose
from rasid.reading.speakers import mark_quotes, quoted_ranges
from rasid.reading.tables import Tables
from rasid.reading.tagging import Known, Tagger, nation_of
from rasid.text import split, tokenize


class Words(Protocol):
    """What the reading needs of the room ``words``."""

    def read(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens with their analyses, the likeliest first."""


class Places(Protocol):
    """What the reading needs of the room ``places``."""

    def find(
        self, text: str, sentences: Sequence[Sequence[Token]], publisher: str | None
    ) -> list[list[tuple[Place, int, int]]]:
        """The places of each sentence with their token positions."""


class Numbers(Protocol):
    """What the reading needs of numbers and dates."""

    def quantities(self, tokens: Sequence[Token]) -> list[Any]:
        """The numbers of a sentence."""

    def dates(self, tokens: Sequence[Token]) -> list[Any]:
        """The dates of a sentence."""

    def resolve(self, mention: Any, published: datetime.date | None) -> tuple[str | None, str | None, str, str]:
        """Start, end, precision and reason of a date."""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A text with all that stands in it, before decisions: scenes and the subject of each finite verb."""

    text: str
    scenes: list[Scene]
    subjects: list[dict[int, Chunk]]
    ranges: list[tuple[int, int]]


def prepare(
    text: str, *, words: Words, places: Places, numbers: Numbers, tables: Tables, day: str | None, publisher: str | None
) -> Ground:
    """Sentences, words, mentions, phrases, clauses, candidate senses and referents of a text."""
    sentences: list[Sentence] = list(split(text))
    tokens = [with_verbs(words.read(tokenize(text, s.start, s.end))) for s in sentences]
    where = places.find(text, tokens, publisher)
    tagger, known = Tagger(tables), Known()
    tagged: list[list[Mention]] = []
    keyed = [[Keys(token) for token in row] for row in tokens]
    for row, keys, found in zip(tokens, keyed, where, strict=True):
        mentions = [
            msgspec.structs.replace(m, text=text[m.span[0] : m.span[1]])
            for m in tagger.tag(row, keys, known, day)
            if not _names_place(m, found)
        ]
        known.learn(mentions, row)
        tagged.append(mentions)
    scenes: list[Scene] = []
    settled = settle(tokens, tagged, where, tables)
    for sentence, row, keys, found, mentions in zip(sentences, tokens, keyed, where, settled, strict=True):
        senses = propose(row, tables, mentions)
        kept = [
            p for p in found if not any(m.kind in {"actor", "person", "organ"} and _inside(p[0], m) for m in mentions)
        ]
        dates, nouns = numbers.dates(row), event_nouns(senses)
        chunks = Chunker(text, row, mentions, nouns, _times(dates), _nations(row, keys, nouns, tables)).run()
        clauses, owner = find_clauses(row)
        scenes.append(
            Scene(
                sentence=sentence,
                text=text,
                tokens=row,
                mentions=mentions,
                chunks=_with_places(chunks, kept),
                clauses=clauses,
                clause_of=owner,
                keys=keys,
                places=kept,
                numbers=numbers.quantities(row),
                dates=dates,
                senses=senses,
            )
        )
    ranges = quoted_ranges(text)
    mark_quotes(scenes, ranges)
    subjects: list[dict[int, Chunk]] = []
    for scene in scenes:
        subjects.append(reference.find_subjects(scene))
        reference.resolve(scenes, scene.index, subjects)
    return Ground(text=text, scenes=scenes, subjects=subjects, ranges=ranges)


def _nations(
    tokens: Sequence[Token], keys: Sequence[Keys], events: frozenset[int], tables: Tables
) -> dict[int, Mention]:
    """Nationality adjectives that follow an event noun, within two words, as mentions of that nation."""
    found: dict[int, Mention] = {}
    for at in sorted({i for event in events for i in (event + 1, event + 2) if i < len(tokens)}):
        token = tokens[at]
        if token.kind != "word" or not token.analyses or token.best.proclitics:
            continue
        country = nation_of(keys[at], tables)
        if country:
            span = (token.best.stem[0], token.end)
            found[at] = Mention(
                kind="nation", start=at, end=at + 1, head=at, span=span, text=token.text, country=country,
                entity=tables.country_names.get(country), sector="GOV",
            )  # fmt: skip
    return found


def _times(dates: Sequence[Any]) -> frozenset[int]:
    """The positions of words of time."""
    return frozenset(i for date in dates for i in range(date.start, date.end))


def _names_place(mention: Mention, places: Sequence[tuple[Place, int, int]]) -> bool:
    """Whether a guessed person's name holds a place («على حلب»); a family name after a given name is none to begin with."""
    if mention.kind != "person" or mention.entity:
        return False
    return any(start < mention.end and mention.start < end for _, start, end in places)


def _inside(place: Place, mention: Any) -> bool:
    return bool(mention.span[0] <= place.span[0] and place.span[1] <= mention.span[1])


def _with_places(chunks: list[Chunk], places: Sequence[tuple[Place, int, int]]) -> list[Chunk]:
    """Mark the chunks whose head is a place."""
    heads = {i for _, start, end in places for i in range(start, end)}
    return [
        msgspec.structs.replace(c, sense="place", human=False)
        if c.head in heads and not _acts(c) and c.sense != "person"
        else c
        for c in chunks
    ]


def _acts(chunk: Chunk) -> bool:
    return any(m.kind in {"actor", "person", "organ", "group"} for m in chunk.mentions)
