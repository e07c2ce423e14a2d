"""The order of steps from a text to scenes: what can be found before anything is decided."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Protocol

import msgspec

from rasid.model import Place, Sentence, Span, Token
from rasid.places import Told
from rasid.reading import reference
from rasid.reading.chunks import Chunker
from rasid.reading.clauses import find_clauses, is_verb
from rasid.reading.index import Keys
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.quotes import Quotes, quoted_ranges
from rasid.reading.retag import with_counts, with_names, with_verbs, without_verbs
from rasid.reading.scope import settle
from rasid.reading.senses import event_nouns, propose
from rasid.reading.sites import Recent, find_sites
from rasid.reading.tables import Tables
from rasid.reading.tagging import Known, Tagger, nation_of
from rasid.text import split, tokenize

WINDOW = 80_000
"""How many characters of a text are held as words at once, some 20 pages."""


class Words(Protocol):
    """What the reading needs of the room ``words``."""

    def read(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens with their analyses, the likeliest first."""


class Places(Protocol):
    """What the reading needs of the room ``places``."""

    def find(
        self, text: str, sentences: Sequence[Sequence[Token]], publisher: str | None, part: Span, told: Told
    ) -> list[list[tuple[Place, int, int]]]:
        """The places of each sentence of a part of a text with their token positions."""


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


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """The rooms that the steps call, with their tables, and what is known of the text beside its words."""

    words: Words
    places: Places
    numbers: Numbers
    tables: Tables
    day: str | None
    publisher: str | None


class Carried(msgspec.Struct):
    """What earlier sentences of a text tell of the people and places of later ones."""

    known: Known = msgspec.field(default_factory=Known)
    told: Told = msgspec.field(default_factory=Told)
    countries: Counter[str] = msgspec.field(default_factory=Counter)
    recent: Recent = msgspec.field(default_factory=Recent)


def prepare(text: str, steps: Steps) -> Ground:
    """Sentences, words, mentions, phrases, clauses, candidate senses and referents of a text."""
    ranges = quoted_ranges(text)
    rows = list(scenes_of(text, ranges, steps))
    return Ground(text=text, scenes=[s for s, _ in rows], subjects=[found for _, found in rows], ranges=ranges)


def scenes_of(text: str, ranges: Sequence[tuple[int, int]], steps: Steps) -> Iterator[tuple[Scene, dict[int, Chunk]]]:
    """The scenes of a text with the subject of each finite verb, one after the other; ``ranges`` are those quoted.

    A long text is read in windows of sentences, so that memory does not grow with it: a window decides with all that
    the ones before it told.
    """
    sentences = split(text)
    carried, quotes = Carried(), Quotes(ranges)
    recent: dict[int, Scene] = {}
    subjects: dict[int, dict[int, Chunk]] = {}
    for first, last in _windows(sentences):
        begin = sentences[first].start if first else 0
        end = sentences[last].start if last < len(sentences) else len(text)
        for scene in _window(text, sentences[first:last], (begin, end), carried, steps):
            at = scene.index
            quotes.mark(scene)
            recent[at], subjects[at] = scene, reference.find_subjects(scene, steps.tables)
            reference.resolve(recent, at, subjects)
            yield scene, subjects[at]
            recent.pop(at - reference.BACK, None)
            subjects.pop(at - reference.BACK, None)


def _windows(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of sentences that together are no longer than a window, if they are several."""
    first = 0
    for at, sentence in enumerate(sentences):
        if at > first and sentence.end - sentences[first].start > WINDOW:
            yield first, at
            first = at
    if first < len(sentences):
        yield first, len(sentences)


def _window(text: str, sentences: Sequence[Sentence], part: Span, carried: Carried, steps: Steps) -> Iterator[Scene]:
    """The scenes of some sentences that follow one another, which span ``part`` of the text."""
    tokens = [with_names(with_verbs(steps.words.read(tokenize(text, s.start, s.end)))) for s in sentences]
    where = steps.places.find(text, tokens, steps.publisher, part, carried.told)
    tagger = Tagger(steps.tables)
    tagged: list[list[Mention]] = []
    keyed = [[Keys(token) for token in row] for row in tokens]
    for row, keys, found in zip(tokens, keyed, where, strict=True):
        mentions = [
            msgspec.structs.replace(m, text=text[m.span[0] : m.span[1]])
            for m in tagger.tag(row, keys, carried.known, steps.day)
            if not _names_place(m, found)
        ]
        carried.known.learn(mentions, row)
        tagged.append(mentions)
    settled = settle(tokens, tagged, where, steps.tables, carried.countries)
    for sentence, row, keys, found, mentions in zip(sentences, tokens, keyed, where, settled, strict=True):
        yield _scene(text, sentence, row, keys, found, mentions, steps, carried.recent)


def _scene(
    text: str,
    sentence: Sentence,
    row: tuple[Token, ...],
    keys: list[Keys],
    found: Sequence[tuple[Place, int, int]],
    mentions: list[Mention],
    steps: Steps,
    recent: Recent,
) -> Scene:
    """A sentence with all that stands in it, but for quotation and reference."""
    tables, numbers = steps.tables, steps.numbers
    quantities = numbers.quantities(row)
    row = with_counts(without_verbs(row, mentions), quantities)
    senses = propose(row, tables, mentions)
    kept = [p for p in found if not any(m.kind in {"actor", "person", "organ"} and _inside(p[0], m) for m in mentions)]
    dates, nouns = numbers.dates(row), event_nouns(senses)
    counts = {q.start: q for q in quantities if not q.role and not q.ordinal}
    named = frozenset(i for _, start, end in kept for i in range(start, end))
    nations = _nations(row, keys, nouns, tables)
    chunks = _apposed(
        _with_places(Chunker(text, row, mentions, nouns, _times(dates), nations, counts, named).run(), kept), row
    )
    sites = find_sites(text, row, chunks, kept, recent)
    recent.learn(kept)
    clauses, owner = find_clauses(row)
    return Scene(
        sentence=sentence,
        text=text,
        tokens=row,
        mentions=mentions,
        chunks=chunks,
        clauses=clauses,
        clause_of=owner,
        keys=keys,
        places=kept,
        sites=sites,
        numbers=quantities,
        dates=dates,
        senses=senses,
    )


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


def _apposed(chunks: list[Chunk], tokens: Sequence[Token]) -> list[Chunk]:
    """Mark the names that stand between commas after an office or rank: they name the phrase before once more."""
    found = list(chunks)
    for before, chunk in pairwise(chunks):
        person = any(m.kind == "person" and m.start == chunk.start for m in chunk.mentions)
        titled = any(m.kind == "role" for m in before.mentions)
        if not person or not titled or chunk.prep or chunk.conj or before.end + 1 != chunk.start:
            continue
        closed = chunk.end >= len(tokens) or tokens[chunk.end].kind == "punct" or is_verb(tokens[chunk.end])
        if tokens[before.end].text in "،," and closed:
            found[chunk.index] = msgspec.structs.replace(chunk, apposed=before.index)
    return found


def _acts(chunk: Chunk) -> bool:
    return any(m.kind in {"actor", "person", "organ", "group"} for m in chunk.mentions)
