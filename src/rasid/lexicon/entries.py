"""What a row of each table says, once it is checked."""

from __future__ import annotations

from typing import Literal

import msgspec

Sector = Literal[
    "GOV", "MIL", "POL", "JUD", "REB", "OPP", "PTY", "CVL", "UAF", "IGO", "NGO", "MED", "BUS", "EDU", "LAB", "REL",
    "SPY", "ELI",
]  # fmt: skip
Role = Literal[
    "actor", "recipient", "place", "weapon", "source", "content", "co-actor", "goal", "origin", "event", "count", "none"
]


class ActorEntry(msgspec.Struct, frozen=True, gc=False):
    """A named actor, or one term of a dated office (several rows then share ``name_en``)."""

    name_en: str
    aliases: list[str]
    loaded: list[str] = []
    country: str | None = None
    sector: Sector | None = None
    kind: str = ""
    parent: str | None = None
    side: str | None = None
    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = None
    note: str | None = None

    @property
    def short(self) -> list[str]:
        """Bare names that stand for the actor once its full name was met in the document."""
        for part in (self.note or "").split(";"):
            key, _, value = part.partition("=")
            if key.strip() == "short":
                return [name.strip() for name in value.split("|") if name.strip()]
        return []


class OrganEntry(msgspec.Struct, frozen=True, gc=False):
    """A noun that forms an actor with a nationality or a country («جيش» + «يمني»)."""

    word: str
    plurals: list[str] = []
    sector: Sector | None = None
    gender: str | None = None
    template: str = "{adj}"
    note: str | None = None


class RoleEntry(msgspec.Struct, frozen=True, gc=False):
    """An office, rank or profession."""

    word: str
    plurals: list[str] = []
    feminine: str | None = None
    sector: Sector | None = None
    kind: str = ""
    en: str = ""
    note: str | None = None


class GroupEntry(msgspec.Struct, frozen=True, gc=False):
    """A noun for people without a name."""

    word: str
    plurals: list[str] = []
    gender: str | None = None
    sector: Sector | None = None
    group: str = msgspec.field(name="class", default="")
    en: str = ""
    note: str | None = None


class WeaponEntry(msgspec.Struct, frozen=True, gc=False):
    """A means of violence, with the PLOVER mode that it implies."""

    word: str
    plurals: list[str] = []
    kind: str = ""
    mode: str | None = None
    en: str = ""
    note: str | None = None


class ReportingEntry(msgspec.Struct, frozen=True, gc=False):
    """A word or phrase that says who says so."""

    word: str
    root: str | None = None
    form: str | None = None
    pos: str = ""
    kind: str = ""
    preps: list[str] = []
    note: str | None = None


class NameEntry(msgspec.Struct, frozen=True, gc=False):
    """A given or family name with its usual English spelling."""

    word: str
    en: str
    kind: Literal["given", "family", "title"] = "given"
    note: str | None = None


class RealisEntry(msgspec.Struct, frozen=True, gc=False):
    """A marker of whether something happened."""

    word: str
    kind: str = ""
    scope: str = ""
    takes: str = ""
    """The particle by which what it governs must be joined; empty where none is needed."""
    note: str | None = None


class ControlEntry(msgspec.Struct, frozen=True, gc=False):
    """A verb or noun that lends its subject or object to the event noun that hangs on it («بدأ بتهجيرهم»)."""

    word: str
    root: str = ""
    form: str = ""
    by: str = ""
    """The preposition that brings the event noun; empty for an object or a construct term."""
    controller: str = ""
    """``subject``, ``object``, ``none``, or the preposition of whoever acts."""
    note: str | None = None


class CalendarEntry(msgspec.Struct, frozen=True, gc=False):
    """A month, a day, a word like «أمس»."""

    word: str
    kind: str
    value: str | None = None
    note: str | None = None


class NumberEntry(msgspec.Struct, frozen=True, gc=False):
    """A number word."""

    word: str
    value: str
    kind: str
    note: str | None = None


class CountryEntry(msgspec.Struct, frozen=True, gc=False):
    """A country: names and nationality adjectives (masculine singular)."""

    alpha3: str
    name_en: str
    aliases: list[str] = []
    adjectives: list[str] = []
    capital: list[str] = []
    lat: str | None = None
    lon: str | None = None
    note: str | None = None

    @property
    def demonym(self) -> str:
        """The English adjective («Syrian»), as the note gives it; else the country's name."""
        for part in (self.note or "").split(";"):
            key, _, value = part.partition("=")
            if key.strip() == "adj":
                return value.strip()
        return self.name_en


class PlaceEntry(msgspec.Struct, frozen=True, gc=False):
    """A place of our own table."""

    aliases: list[str]
    name_en: str
    country: str | None = None
    admin1: str | None = None
    kind: str = "other"
    lat: str | None = None
    lon: str | None = None
    note: str | None = None


class VerbEntry(msgspec.Struct, frozen=True, gc=False):
    """A verb: past third person masculine singular, root, form and what generation needs."""

    lemma: str
    root: str
    form: str
    vowel: str | None = None
    masdars: list[str] = []
    transitive: str | None = None
    note: str | None = None


class NounEntry(msgspec.Struct, frozen=True, gc=False):
    """A noun with its plurals and semantic class."""

    lemma: str
    plurals: list[str] = []
    gender: str | None = None
    sense: str = msgspec.field(name="class", default="")
    root: str | None = None
    note: str | None = None


class AdjectiveEntry(msgspec.Struct, frozen=True, gc=False):
    """An adjective with what is irregular about it."""

    lemma: str
    plurals: list[str] = []
    note: str | None = None


class FunctionEntry(msgspec.Struct, frozen=True, gc=False):
    """A closed-class word; ``features`` as ``key=value`` pairs."""

    word: str
    upos: str
    features: str | None = None
    note: str | None = None


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One sense of an event word: its type and who fills which role."""

    word: str
    pos: Literal["verb", "noun", "adj", "idiom"]
    type: str
    root: str = ""
    form: str = ""
    nouns: list[str] | None = None
    plurals: list[str] = []
    participles: Literal["both", "active", "passive", "none"] = "none"
    mode: str | None = None
    acled: str | None = None
    en: str = ""
    subject: Role = "actor"
    object: Role = "recipient"
    place_object: bool = False
    construct: Literal["object", "subject", "place", "none"] = "object"
    preps: dict[str, Role] = {}
    passive: bool = True
    passive_type: str | None = None
    passive_mode: str | None = None
    content_modality: str | None = None
    needs: list[str] = []
    subject_is: list[str] = []
    object_is: list[str] = []
    near: list[str] = []
    not_near: list[str] = []
    prior: float = 0.5
    note: str = ""


class Light(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A verb that lends its subject to an event noun («شنّ غارات»)."""

    word: str
    root: str = ""
    form: str = ""
    subject: Role = "actor"
    object: Role = "event"
    preps: dict[str, Role] = {}
    causal: bool = False
    construct: str = "object"
    pos: str = "verb"
    passive: bool = False
    note: str = ""
