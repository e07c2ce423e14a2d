"""The tables, checked and indexed, with a user's own laid over ours."""

from rasid.lexicon.entries import (
    ActorEntry,
    CalendarEntry,
    ControlEntry,
    CountryEntry,
    Frame,
    GroupEntry,
    Light,
    NameEntry,
    NounEntry,
    NumberEntry,
    OrganEntry,
    PlaceEntry,
    RealisEntry,
    ReportingEntry,
    RoleEntry,
    WeaponEntry,
)
from rasid.lexicon.lexicon import Lexicon, load, packaged
from rasid.lexicon.tables import read_frames, read_table

__all__ = [
    "ActorEntry", "CalendarEntry", "ControlEntry", "CountryEntry", "Frame", "GroupEntry", "Lexicon", "Light", "NameEntry", "NounEntry", "NumberEntry",
    "OrganEntry", "PlaceEntry", "RealisEntry", "ReportingEntry", "RoleEntry", "WeaponEntry", "load", "packaged",
    "read_frames", "read_table",
]  # fmt: skip
