"""The gazetteer: which places a written name may stand for."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec

from rasid.errors import DataError
from rasid.lexicon import PlaceEntry
from rasid.lexicon.lexicon import packaged
from rasid.text import fold_word

GAZETTEER_FILE = "gazetteer.json"
SURE, RARE, COMMON = 0, 1, 2
"""How far a name is also another word: never; a rare word or a verb; a common noun, adjective or given name."""
USER, OURS, COUNTRY, MINOR, UPSTREAM = -1, 0, 1, 2, 3
"""Where a place comes from: a user's table, our own table, the table of countries, a lesser bearer of a name in our table, GeoNames."""
_KM_PER_DEGREE = 111.2


class Site(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place of the gazetteer. ``lat`` and ``lon`` in degrees; ``population`` 0 where it is not known."""

    name_en: str
    country: str | None
    admin1: str | None
    kind: str
    lat: float | None
    lon: float | None
    population: int = 0
    origin: int = OURS


class Packed(msgspec.Struct, frozen=True):
    """The packed gazetteer: sites, the sites of each key, and how ambiguous a key is where it is not sure."""

    sites: list[Site]
    names: dict[str, list[int]]
    flags: dict[str, int]
    adjectives: dict[str, str]
    """Nationality adjectives, folded and without article, to alpha-3."""
    capitals: dict[str, str]
    """Alpha-3 to the key of the capital."""


def key_of(words: Iterable[str]) -> str:
    """The key of a name: its folded words written as one, so that «أبو ظبي» and «أبوظبي» meet."""
    return "".join(fold_word(word) for word in words)


def alias_key(alias: str) -> str:
    """The key of a name given as one string; hyphens and marks do not count."""
    return key_of("".join(c if c.isalnum() or ord(c) > 0x5FF else " " for c in alias).split())


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points in degrees, good to a few per cent; enough to tell near from far."""
    middle = math.radians((a[0] + b[0]) / 2)
    return _KM_PER_DEGREE * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(middle))


def site_of(row: PlaceEntry) -> Site:
    """The site that a row of ``places.tsv`` describes."""
    return Site(
        row.name_en, row.country, row.admin1, row.kind,
        float(row.lat) if row.lat else None, float(row.lon) if row.lon else None,
        0, MINOR if "minor" in (row.note or "") else OURS,
    )  # fmt: skip


class Gazetteer:
    """Names and their sites. Frozen after it is made."""

    def __init__(self, packed: Packed, user_rows: Sequence[PlaceEntry] = ()) -> None:
        """``packed`` as built by ``make data``; a user's rows come before its sites.

        They make their names sure, unless their note says that they are also other words (``common``, ``rare``), and are
        preferred to all others, unless it says ``minor``.
        """
        self._packed = packed
        self._own: dict[str, list[Site]] = {}
        self._sorted = sorted(packed.names)
        self.nation_of: Callable[[str], str | None] = lru_cache(maxsize=1 << 15)(self._nation_of)
        """The country (alpha-3) of a nationality adjective as written, with its particles and marks, or None."""
        self.opens: Callable[[str], bool] = lru_cache(maxsize=1 << 15)(self.begins)
        """:meth:`begins` for single words, which come again."""
        self._countries: Callable[[], dict[str, Site]] = lru_cache(maxsize=1)(self._states)
        self._own_flags: dict[str, int] = {}
        for row in user_rows:
            site, marks = site_of(row), set((row.note or "").replace(";", " ").split())
            site = site if "minor" in marks else msgspec.structs.replace(site, origin=USER)
            flag = COMMON if "common" in marks else RARE if "rare" in marks else SURE
            for alias in row.aliases:
                key = alias_key(alias)
                self._own.setdefault(key, []).append(site)
                self._own_flags[key] = min(flag, self._own_flags.get(key, flag))

    @classmethod
    def load(cls, user_rows: Sequence[PlaceEntry] = ()) -> Gazetteer:
        """The packaged gazetteer under a user's own rows. Raises DataError where it is missing or does not fit."""
        return cls(_packed(), user_rows)

    def sites(self, key: str) -> tuple[Site, ...]:
        """The sites of a key, a user's own first."""
        found = self._packed.names.get(key)
        own = self._own.get(key, ())
        if found is None:
            return tuple(own)
        sites = self._packed.sites
        return (*own, *[sites[i] for i in found])

    def flag(self, key: str) -> int:
        """How far a key is also another word: SURE, RARE or COMMON."""
        own, ours = self._own_flags.get(key), self._packed.flags.get(key, SURE)
        if own is None:
            return ours
        return min(own, ours) if key in self._packed.names else own

    def nation(self, adjective: str) -> str | None:
        """The alpha-3 code of a folded nationality adjective (masculine or feminine singular, with or without article)."""
        stem, table = adjective.removeprefix("ال"), self._packed.adjectives
        return next(
            (table[form] for form in (stem, stem[:-1], stem[:-2]) if form in table and _inflected(stem, form)), None
        )

    def _nation_of(self, word: str) -> str | None:
        folded = "".join(c for c in fold_word(word) if c.isalpha())
        heads = ("", "و", "ب", "ل", "لل", "وال", "بال", "فال", "كال")
        return next((n for head in heads if folded.startswith(head) and (n := self.nation(folded[len(head) :]))), None)

    def capital(self, country: str) -> Site | None:
        """The capital of a country (alpha-3), or None."""
        found = self.sites(self._packed.capitals.get(country, ""))
        return next((site for site in found if site.country == country and site.kind != "country"), None)

    def country(self, code: str) -> Site | None:
        """The site of a country (alpha-3) itself, or None."""
        return self._countries().get(code)

    def is_capital(self, site: Site) -> bool:
        """Whether a site is the capital of its country."""
        return site.country is not None and self.capital(site.country) == site

    def _states(self) -> dict[str, Site]:
        return {s.country: s for s in self._packed.sites if s.origin == COUNTRY and s.kind == "country" and s.country}

    def __contains__(self, key: str) -> bool:
        return key in self._own or key in self._packed.names

    def knows(self, keys: Sequence[str]) -> bool:
        """Whether one of several keys is a name."""
        if not self._packed.names.keys().isdisjoint(keys):
            return True
        return bool(self._own) and not self._own.keys().isdisjoint(keys)

    def begins(self, start: str) -> bool:
        """Whether the key of a name, with or without article, may begin with some letters; a quick test."""
        return len(start) < 2 or self._begins(start) or (start.startswith("ال") and self._begins(start[2:]))

    def _begins(self, start: str) -> bool:
        at = bisect_left(self._sorted, start)
        if at < len(self._sorted) and self._sorted[at].startswith(start):
            return True
        return any(key.startswith(start) for key in self._own)


def _inflected(word: str, stem: str) -> bool:
    return word[len(stem) :] in ("", "ه", "ين", "ون", "ات", "ان")


@lru_cache(maxsize=1)
def _packed() -> Packed:
    try:
        return msgspec.json.decode(packaged(GAZETTEER_FILE), type=Packed)
    except msgspec.DecodeError as error:
        raise DataError(
            "the packed gazetteer does not fit this version", step="Install rasid again, or run make data."
        ) from error
