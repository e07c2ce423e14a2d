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


Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
ClaimKind = Literal["toll", "blame", "victim", "target", "weapon", "place", "time", "event"]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A document that tells of an incident."""

    doc: str
    sha256: str
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    address: str | None = None
    records: tuple[str, ...] = ()
    """The ``id`` of each of its records that tell of the incident; none where only its text does."""
    copy_of: str | None = None
    """The ``doc`` of an earlier report of the incident whose words it repeats; it counts as no source of its own."""
    past: bool = False
    """Whether it tells of the incident only as something of days before."""
    side: str | None = None
    """The side of a party that its publisher speaks for, in English, where that is known; never a reason to discount it."""
    words: tuple[str, ...] = ()
    """Stems of its telling, the rarest first, by which later reports are compared with it."""


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that one report says of an incident, as it says it.

    What it says depends on ``kind``: *toll*, *time* and *place* give ``min`` and ``max``, ``start`` and ``end``, ``lat``
    and ``lon``; the others a name. ``value`` is the name that may be compared; of a toll, whom it counts (civilians,
    children, women, combatants) or who is named one by one.
    """

    doc: str
    record: str | None = None
    """The record of the document that it comes from; None where it was found in the text itself."""
    kind: ClaimKind
    what: str = ""
    """*toll*: killed, injured, abducted, arrested, displaced, missing; *event* and *blame*: the type of the deed;
    *victim*: killed or injured; *place*: its kind."""
    group: str | None = None
    """*toll*: which part of the whole (civilians, children, women, combatants); None for the whole."""
    span: Span | None = None
    text: str = ""
    source: tuple[str, ...] = ("narrator",)
    """Who the report gives as the source, outermost first, as in a record."""
    modality: Modality = "asserted"
    value: str | None = None
    mode: str | None = None
    acled: str | None = None
    country: str | None = None
    sector: str | None = None
    age: int | None = None
    min: float | int | None = None
    max: float | int | None = None
    approx: bool = False
    running: bool = False
    """Whether the report gives the toll as one up to now."""
    superseded: bool = False
    """Whether the same publisher gave a later toll, so that the fused one leaves this one out."""
    start: str | None = None
    end: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = ""


class Fused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of an incident, made from claims by a rule that it names; the claims stay beside it.

    ``field`` is one of *date*, *place*, *killed*, *injured* (and ``killed civilians``, ``killed children``, …), *event*,
    *weapon*, *target*, *blamed*, *victim*; the last four may come several times.
    """

    field: str
    value: str | None = None
    min: float | int | None = None
    max: float | int | None = None
    start: str | None = None
    end: str | None = None
    name_ar: str | None = None
    country: str | None = None
    admin1: str | None = None
    sector: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str = ""
    """*place*: the kind of place, as in :class:`Place`; *event*: the mode."""
    precision: str = ""
    acled: str | None = None
    rule: str
    """The rule that made it, in words."""
    claims: tuple[int, ...] = ()
    """Positions in the incident's claims."""


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A field in which reports contradict one another."""

    field: str
    words: str
    """Who says what against whom."""
    claims: tuple[tuple[int, ...], ...]
    """The positions of the claims of each side."""


class GradeProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A grade in Airwars' sense, proposed with its reasons; a person sets the grade."""

    grade: Grade
    reasons: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which two reports were compared."""

    name: str
    level: str
    """What the comparison found, in words."""
    weight: float
    """What it adds to the match weight, in bits (log2 of how many times likelier): positive speaks for one incident."""


class MatchLink(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports of an incident that were compared, with the weight of every comparison."""

    a: str
    b: str
    weight: float
    """The match weight in bits, the prior included."""
    probability: float
    comparisons: tuple[Comparison, ...] = ()


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, as far as the reports of it agree, with every claim of each of them."""

    incident: str
    """Its id."""
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...] = ()
    fused: tuple[Fused, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    grade: GradeProposal | None = None
    links: tuple[MatchLink, ...] = ()
    version: str = ""

    def field(self, name: str) -> Fused | None:
        """The first fused field of this name."""
        return next((f for f in self.fused if f.field == name), None)

    def fields(self, name: str) -> tuple[Fused, ...]:
        """All fused fields of this name."""
        return tuple(f for f in self.fused if f.field == name)
