"""What the steps of the reading hand to one another; nothing of this is promised to users."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from rasid.lexicon import Frame, Light
from rasid.model import Analysis, Sentence, Span, Token, Via
from rasid.reading.index import Keys

MentionKind = Literal["actor", "organ", "group", "nation", "country", "person", "role", "weapon"]


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words of one sentence that name or describe somebody or something. Token positions are half-open."""

    kind: MentionKind
    start: int
    end: int
    span: Span
    text: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    sense: str = ""
    """Class of a group («civilian»), kind of a weapon, kind of an actor."""
    mode: str | None = None
    head: int = 0
    loaded: bool = False
    short: tuple[str, ...] = ()
    side: str | None = None
    template: str | None = None
    """For an organ: its English name with a place for the nationality."""


class Chunk(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A noun phrase, or what stands for one (a pronoun, an unspoken subject). Positions count within the sentence."""

    index: int
    kind: Literal["noun", "pronoun", "dropped", "relative", "event", "adjective"]
    start: int
    end: int
    head: int
    span: Span
    text: str
    prep: str = ""
    """The preposition that governs it; ``"+"`` for the second term of a construct; ``""`` for none."""
    prep_index: int = -1
    of: int = -1
    """For a construct term or a pronoun suffix: position of the word that it hangs on."""
    conj: bool = False
    first: int = -1
    """Index of the first member of its coordination; its own index where it stands alone or first."""
    human: bool = False
    sense: str = ""
    gender: str = ""
    number: str = ""
    person: int = 3
    definite: bool = False
    name: bool = False
    mentions: tuple[Mention, ...] = ()
    referent: Chunk | None = None
    referent_sentence: int = -1
    via: Via = "explicit"
    apposed: int = -1
    """Index of the phrase that it names once more («رئيس الوزراء، محمد السوداني،»); -1 where it stands for itself."""


class Clause(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of a sentence around one verb, or without one. Positions are half-open token positions."""

    index: int
    start: int
    end: int
    verb: int = -1
    kind: str = "main"
    """``main``, ``that``, ``relative``, ``purpose``, ``adverbial``, ``and``."""
    parent: int = -1


class Sense(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event word with one frame that it may evoke."""

    token: int
    reading: Analysis
    rank: int
    frame: Frame
    pos: Literal["verb", "passive", "masdar", "noun", "active_participle", "passive_participle", "adj"]


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A sense with what the decision made of it."""

    sense: Sense
    sentence: int
    score: float = 0.0
    light: Light | None = None
    light_token: int = -1
    passive: bool = False
    features: tuple[str, ...] = ()

    @property
    def token(self) -> int:
        """Position of the trigger in its sentence."""
        return self.sense.token

    @property
    def event_type(self) -> str:
        """The type, with the passive's own where the frame has one."""
        frame = self.sense.frame
        return frame.passive_type if self.passive and frame.passive_type else frame.type


class Scene(msgspec.Struct, kw_only=True):
    """One sentence with all that the steps found in it."""

    sentence: Sentence
    text: str
    tokens: tuple[Token, ...]
    mentions: list[Mention] = []
    chunks: list[Chunk] = []
    clauses: list[Clause] = []
    clause_of: list[int] = []
    quoted: list[bool] = []
    keys: list[Keys] = []
    """What each token may be looked up by."""
    quotes: list[tuple[int, int]] = []
    """Character ranges between quotation marks that reach into the sentence."""
    places: list[Any] = []
    """(Place, start, end) with half-open token positions."""
    sites: list[Any] = []
    """Places without a name, in the same form; they are no mentions of the document."""
    numbers: list[Any] = []
    dates: list[Any] = []
    senses: list[Sense] = []
    events: list[Event] = []
    verbs_before: list[int] = []
    """For each position, how many finite verbs stand before it; counted when first asked for."""
    nouns_before: list[int] = []
    """For each position, how many noun phrases begin before it; counted when first asked for."""
    forms: list[tuple[str, str]] = []
    """Each token's folded form and folded lemma, without article; collected when first asked for."""
    typed: dict[str, list[int]] = {}
    """For each type of event the words whose likeliest reading may evoke it; collected when first asked for."""
    points: dict[str, list[Any]] = {}
    """The points for each slot; collected when first asked for."""
    around: dict[int, frozenset[str]] = {}
    """The forms near a position, the position itself not counted; collected when first asked for."""
    told: tuple[str, ...] = ()
    """What the features say of the sentence as a whole; collected when first asked for."""

    @property
    def index(self) -> int:
        """Position of the sentence in its document."""
        return self.sentence.index


class Choice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A candidate for a slot of an event with its score and what spoke for and against it."""

    slot: str
    chunk: Chunk
    score: float
    features: tuple[str, ...]
    via: Via = "explicit"
    rule: str = ""
    """Why the phrase stands where not its own score put it there; empty where it did."""
