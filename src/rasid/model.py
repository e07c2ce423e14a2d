"""What flows through the rooms of rasid.

Everything here is frozen data. Offsets are half-open ``[start, end)`` positions in characters (Python string indices)
of the document's exact text, so that ``text[start:end]`` is always the text beside them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Span = tuple[int, int]

Via = Literal["explicit", "pronoun", "dropped", "relative", "speaker", "possessor", "inferred"]
Modality = Literal["asserted", "denied", "demanded", "predicted", "conditional", "promised"]


class Analysis(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One way to read a written word.

    ``proclitics`` are the particles before the stem in order, in their dictionary form («و», «ف», «ب», «ك», «ل», «س»,
    «أ»); the article is not among them: it belongs to the stem and sets ``definite``. ``stem`` is the span of the stem
    with its article, ``enclitic`` the pronoun suffix as written («هم») with its span.
    """

    lemma: str
    """Dictionary form, as the tables write it (verbs: past, third person masculine singular; nouns: singular)."""
    upos: str
    """Universal part of speech: NOUN PROPN VERB ADJ NUM ADP CCONJ SCONJ PRON DET ADV AUX PART INTJ X PUNCT SYM."""
    kind: str = ""
    """``perfect``, ``imperfect``, ``imperative``, ``masdar``, ``active_participle``, ``passive_participle`` or ``""``."""
    form: str = ""
    """Verb form in Roman numerals, ``I`` to ``X``, or ``""``."""
    root: str = ""
    voice: Literal["Act", "Pass"] | None = None
    person: Literal[1, 2, 3] | None = None
    gender: Literal["m", "f"] | None = None
    number: Literal["s", "d", "p"] | None = None
    definite: bool = False
    human: bool = False
    """Whether the noun stands for people."""
    sense: str = ""
    """Semantic class of a noun as in ``lexicon/nouns.tsv``, or ``""``."""
    proclitics: tuple[str, ...] = ()
    stem: Span = (0, 0)
    enclitic: str = ""
    enclitic_span: Span | None = None
    known: bool = True
    """False where the word is in no table and the reading is a guess from its pattern."""
    score: float = 0.0
    """Higher is likelier; comparable among the readings of one word only."""


class Token(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A written word, number or mark. ``analyses`` are ranked, the likeliest first, and never empty after tagging."""

    index: int
    """Position in its sentence."""
    start: int
    end: int
    text: str
    folded: str
    kind: Literal["word", "number", "punct", "latin", "symbol"]
    analyses: tuple[Analysis, ...] = ()

    @property
    def best(self) -> Analysis:
        """The likeliest reading."""
        return self.analyses[0]


class Sentence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of text that the reading treats as one; ``paragraph`` counts from 0."""

    index: int
    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...] = ()


class Passage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words that a field rests on."""

    span: Span
    text: str


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A mention of a place. ``lat`` and ``lon`` in degrees (WGS 84); absent where no place is clearly meant."""

    span: Span
    text: str
    name_en: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str = "other"
    precision: Literal["exact", "city", "district", "region", "country", "none"] = "none"
    alternatives: tuple[str, ...] = ()
    reason: str = ""


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A mention of somebody who can act or be acted upon."""

    span: Span
    text: str
    canonical_en: str | None = None
    country: str | None = None
    sector: str | None = None


class Filler(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who or what stands in a slot of a record."""

    span: Span
    text: str
    canonical_en: str | None = None
    name_en: str | None = None
    country: str | None = None
    sector: str | None = None
    via: Via = "explicit"


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A number claimed. ``max`` is None where the text leaves the upper end open."""

    span: Span
    text: str
    what: str
    min: float | int | None
    max: float | int | None
    approx: bool = False
    convention: bool = False
    group: str | None = None
    """For a part of a total («بينهم ثلاثة أطفال»): which part, in English; else None."""
    running: bool = False
    """Whether the text gives it as a toll up to now rather than a new one."""


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A date or a stretch of days, ISO 8601, both ends included; None where the text and its date do not settle it."""

    span: Span
    text: str
    start: str | None
    end: str | None
    precision: str = ""
    reason: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """How a record stands to another one of its document."""

    rel: Literal["content_of", "result_of", "same_as"]
    id: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a text says happened, holds or should happen."""

    id: str
    trigger: Passage
    event_type: str
    mode: str | None
    modality: Modality
    actor: tuple[Filler, ...] = ()
    recipient: tuple[Filler, ...] = ()
    place: tuple[Filler, ...] = ()
    weapon: tuple[Filler, ...] = ()
    counts: tuple[Count, ...] = ()
    date: When | None = None
    source: tuple[str, ...] = ("narrator",)
    source_span: Span | None = None
    acled: str | None = None
    confidence: float = 0.0
    stance: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    reason: dict[str, str] = {}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A text that was read, with everything found in it."""

    doc: str
    sha256: str
    """Of the exact text in UTF-8."""
    published: str | None
    publisher: str | None
    records: tuple[Record, ...] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    version: str = ""
    tables: str = ""
    """Hash of the tables that it was read with."""
    text: str = ""
    bytes_sha256: str | None = None
    """Of the bytes that it was read from, by which an archive names them; None where it was read from no archive."""
    title: str | None = None
    address: str | None = None
    """Where the document says it comes from, such as the address of a page."""
    duplicate_of: str | None = None
    """The ``doc`` of an earlier document of the same run that says nearly the same; None where there is none."""


OPTIONAL = frozenset({"bytes_sha256", "title", "address", "duplicate_of"})
"""Fields that only some documents have; JSON leaves them out where they are null."""
