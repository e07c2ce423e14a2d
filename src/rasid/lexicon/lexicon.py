"""All tables in one frozen value, as packaged by ``make data``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

import msgspec

from rasid.errors import DataError
from rasid.lexicon import entries
from rasid.lexicon.tables import TABLES, read_frames, read_table

PACKED = "tables.json"


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """The tables that the reading uses. Word forms and the gazetteer are packed apart, by their own rooms."""

    actors: list[entries.ActorEntry] = []
    organs: list[entries.OrganEntry] = []
    roles: list[entries.RoleEntry] = []
    groups: list[entries.GroupEntry] = []
    weapons: list[entries.WeaponEntry] = []
    reporting: list[entries.ReportingEntry] = []
    names: list[entries.NameEntry] = []
    realis: list[entries.RealisEntry] = []
    control: list[entries.ControlEntry] = []
    calendar: list[entries.CalendarEntry] = []
    numbers: list[entries.NumberEntry] = []
    countries: list[entries.CountryEntry] = []
    frames: list[entries.Frame] = []
    lights: list[entries.Light] = []
    # A user's own rows of the tables that are packed apart; empty in ours.
    places: list[entries.PlaceEntry] = []
    verbs: list[entries.VerbEntry] = []
    nouns: list[entries.NounEntry] = []
    adjectives: list[entries.AdjectiveEntry] = []
    function_words: list[entries.FunctionEntry] = []
    digest: str = ""
    """SHA-256 over all tables, a user's included, in hexadecimal."""


def packaged(name: str) -> bytes:
    """A packed file of ``rasid/data``. Raises DataError where it is missing."""
    try:
        return resources.files("rasid").joinpath("data", name).read_bytes()
    except OSError as error:
        raise DataError(f"the packed table {name} is missing", step="Install rasid again, or run make data.") from error


def load(user_tables: Iterable[str | Path] = ()) -> Lexicon:
    """Our tables with the user's laid over them: a user's row comes first wherever both match.

    ``user_tables`` are paths of TSV tables (recognised by their header) or TOML frames. Raises TableError naming
    file, line and column.
    """
    raw = packaged(PACKED)
    try:
        base = msgspec.json.decode(raw, type=Lexicon)
    except msgspec.DecodeError as error:
        raise DataError(
            "the packed tables do not fit this version", step="Install rasid again, or run make data."
        ) from error
    return overlay(base, [Path(path) for path in user_tables])


def overlay(base: Lexicon, paths: Sequence[Path]) -> Lexicon:
    """``base`` with the rows of the files at ``paths`` before its own."""
    if not paths:
        return base
    digest = hashlib.sha256(base.digest.encode())
    added: dict[str, list[object]] = {}
    for path in paths:
        if path.suffix == ".toml":
            frames, lights = read_frames(path)
            added.setdefault("frames", []).extend(frames)
            added.setdefault("lights", []).extend(lights)
        else:
            name, rows = read_table(path)
            added.setdefault(name, []).extend(rows)
        digest.update(path.read_bytes())
    changed = {name: [*rows, *getattr(base, name)] for name, rows in added.items()}
    return msgspec.structs.replace(base, **changed, digest=digest.hexdigest())


def gather(folder: Path) -> Lexicon:
    """Read every table of the project's ``lexicon`` folder, for packing. Raises TableError."""
    rows: dict[str, list[object]] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.read_bytes())
        stem = path.stem.split("_world")[0]
        name, found = read_table(path, stem if stem in TABLES else None)
        rows.setdefault(name, []).extend(found)
    for path in sorted(folder.glob("frames/*.toml")):
        digest.update(path.read_bytes())
        frames, lights = read_frames(path)
        rows.setdefault("frames", []).extend(frames)
        rows.setdefault("lights", []).extend(lights)
    return Lexicon(**rows, digest=digest.hexdigest())  # type: ignore[arg-type]  # rows are checked by read_table


def pack(lexicon: Lexicon) -> bytes:
    """The packed form of the tables that the reading loads itself."""
    apart: dict[str, list[object]] = {name: [] for name in ("places", "verbs", "nouns", "adjectives", "function_words")}
    return msgspec.json.encode(msgspec.structs.replace(lexicon, **apart))
