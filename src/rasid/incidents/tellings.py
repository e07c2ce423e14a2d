"""Tellings: what one document says of one thing that happened, as far as it can be compared with other documents.

The records of a document that name the same place and day are one telling; what names neither belongs to the telling
before it. Where the text is at hand, its words, names and hours are evidence beside the records.
"""

from __future__ import annotations

import msgspec

from rasid.model import Span

DEEDS = frozenset({"ASSAULT", "HARM", "COERCE", "CONTROL", "PROTEST"})
"""Types of record that tell of an incident; talks, aid and words are none."""
FINE = frozenset({"exact", "city"})
"""Precisions of a place that is a settlement or a point in one."""
MEANS_OF_MODE = {
    "aerial": "aerial",
    "drone": "drone",
    "heavy-weapons": "shelling",
    "firearms": "guns",
    "explosives": "explosives",
    "suicide-attack": "explosives",
    "arrest": "raid",
    "seize": "raid",
}
"""Mode of a deed to the means by which it is compared."""


class Spot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place as a telling names it."""

    key: str
    """Its name in a form for comparing."""
    name: str
    """As written."""
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str = "other"
    precision: str = "none"
    country: str | None = None
    admin1: str | None = None
    fine: bool = False
    """Whether it is a settlement or a point in one rather than a region."""
    seat: bool = False
    """Whether it is a city that its region is named after, so that it may stand for the whole region."""
    span: Span = (0, 0)


class Toll(msgspec.Struct, frozen=True, gc=False):
    """The least and the most of a number claimed; None where one end is open."""

    min: float
    max: float | None


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What one document says of one thing that happened."""

    doc: str
    number: int
    """Its position among the tellings of its document, the first one 0."""
    publisher: str = ""
    records: tuple[str, ...] = ()
    start: int
    """First and last day on which it can have happened, as proleptic Gregorian ordinals; 0 and a far day where open."""
    end: int
    dated: bool = False
    """Whether the text itself gives the day."""
    main: bool = False
    """Whether it is what the document tells of first."""
    share: float = 1.0
    """Which part of the document's tellings of deeds it holds, 0 to 1."""
    past: bool = False
    """Whether it is told as something of days before the report."""
    spots: tuple[Spot, ...] = ()
    """Settlements and points."""
    wide: tuple[Spot, ...] = ()
    """Regions, governorates, countries."""
    types: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    """Who is blamed, as sides and countries."""
    killed: Toll | None = None
    injured: Toll | None = None
    groups: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    """Stems of the words of its own sentences, sorted."""
    words: tuple[str, ...] = ()
    """Stems of the words of its document, sorted."""
    pairs: tuple[str, ...] = ()
    """Two words that follow each other in its sentences, such as names of people, sorted."""
    sketch: tuple[int, ...] = ()
    """The smallest hashes of the runs of words of its document."""

    @property
    def id(self) -> str:
        """Its name among all tellings of a run."""
        return f"{self.doc}#{self.number}"
