"""Which candidates are places at all: ambiguous names need evidence, and no place is better than a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from rasid.model import Place
from rasid.places.gazetteer import COMMON, COUNTRY, OURS, RARE, SURE, USER, Gazetteer, Site
from rasid.places.kinds import DIRECTIONS, SCHOOLS
from rasid.places.matching import BIG, PlaceCandidate
from rasid.text import fold_word

HUGE = 1_000_000
"""People in a city that is known beyond its country even where a particle has to be cut off its name."""
_WORDS = re.compile(r"\S+")
_IN = frozenset({"في", "ب"})
_AT = _IN | frozenset(map(fold_word, "على إلى قرب نحو باتجاه صوب عبر".split()))
"""Prepositions that hardly anything but a place follows, where the name stands for nothing else."""
_WIDE = frozenset({"governorate", "region", "district"})
_KNOWN = frozenset({"country", "region", "governorate", "city", "crossing", "water"})


class Told(msgspec.Struct):
    """What the parts of a text read so far tell of where it plays, for a text that is read in parts."""

    named: Counter[str] = msgspec.field(default_factory=Counter)
    """Pointers to countries by names of places."""
    nations: Counter[str] = msgspec.field(default_factory=Counter)
    """Pointers to countries by their adjectives."""
    hints: set[tuple[str | None, str]] = set()
    """Countries with the names that lie in no other one."""
    backed: set[str] = set()
    """Names that stood with a word of place."""
    settled: Counter[Site] = msgspec.field(default_factory=Counter)
    """Sites whose names no other place bears."""
    chosen: dict[str, Site] = {}
    """The site taken for each name."""
    town: Place | None = None
    """The last town with a point."""
    apart: int = 0
    """Sentences since it was named."""


def scope(text: str, rows: Sequence[Sequence[PlaceCandidate]], gazetteer: Gazetteer, told: Told) -> Counter[str]:
    """How often a text points to each country: by name, by its adjective, by a sure place that lies there.

    ``text`` and ``rows`` are those of the part at hand, which is added to what was ``told`` before.
    """
    for row in rows:
        for found in row:
            bearers = {site.country for site in found.sites if site.country}
            if any(site.origin == COUNTRY for site in found.sites):
                told.named[next(s.country for s in found.sites if s.origin == COUNTRY) or ""] += 2
            elif len(bearers) == 1 and found.flag == SURE and found.ours:
                told.named[bearers.pop()] += 2
    told.hints.update(
        (site.country, found.key)
        for row in rows
        for found in row
        if found.flag < COMMON and _lone(found)
        for site in found.sites
    )
    for word in _WORDS.finditer(text):
        nation = gazetteer.nation_of(word.group())
        if nation:
            told.nations[nation] += 1
    weights = Counter(told.named)
    lands = Counter(country for country, _ in told.hints if country)
    weights.update({country: 1 for country, names in lands.items() if names > 1})
    weights.update(told.nations)
    return weights


def accepted(
    rows: Sequence[Sequence[PlaceCandidate]], countries: Counter[str], told: Told
) -> list[list[PlaceCandidate]]:
    """The candidates that stand as places, given the countries that the text points to."""
    told.backed.update(
        f.key for row in rows for f in row if f.key and f.strong and f.flag < COMMON and _stands(f, countries)
    )
    settled = [
        [_settled(f, next(iter(row[i + 1 : i + 2]), None), countries) for i, f in enumerate(row)] for row in rows
    ]
    return [_of_row(row, countries, told.backed) for row in settled]


def _settled(found: PlaceCandidate, holder: PlaceCandidate | None, countries: Counter[str]) -> PlaceCandidate:
    """A name after a type word whose known bearers all lie elsewhere is one that no table knows."""
    if not (found.kind and found.sites):
        return found
    apart = holder is not None and holder.ours and _follows(found, holder) and not _share(found, holder)
    if apart or not (_at_home(found, countries) or _lone(found)):
        return msgspec.structs.replace(found, sites=(), key="")
    return found


def _of_row(row: Sequence[PlaceCandidate], countries: Counter[str], backed: set[str]) -> list[PlaceCandidate]:
    stands = [_stands(found, countries) or _backed(found, countries, backed) for found in row]
    for i, found in enumerate(row):
        listed = i > 0 and _listed(row[i - 1], found)
        if listed and row[i - 1].acts and not found.strong and not found.proclitic and (found.state or found.acts):
            row = [*row[:i], msgspec.structs.replace(found, acts=True), *row[i + 1 :]]
            stands[i] = False
    for order in (range(len(row)), range(len(row) - 1, -1, -1)):
        for i in order:
            beside = [j for j in (i - 1, i + 1) if 0 <= j < len(row) and _listed(row[min(i, j)], row[max(i, j)])]
            if not stands[i] and any(stands[j] and row[j].key for j in beside) and _may_join(row[i], countries):
                stands[i] = True
    for i, found in enumerate(row[:-1]):
        if not stands[i] and stands[i + 1] and _held(found, row[i + 1]) and not found.person and not found.acts:
            stands[i] = True
    return [found for found, keep in zip(row, stands, strict=True) if keep]


def _held(found: PlaceCandidate, holder: PlaceCandidate) -> bool:
    """Whether a larger place follows that holds a bearer of the name («دوما بريف دمشق»)."""
    if not found.sites or not _follows(found, holder):
        return False
    wide = {site.country for site in holder.sites[:1] if holder.strong or site.kind in _WIDE or found.flag < COMMON}
    return any(site.country in wide for site in found.sites)


def _share(found: PlaceCandidate, holder: PlaceCandidate) -> bool:
    """Whether two names have bearers in one country, or bearers that belong to none."""
    lands = {site.country for site in holder.sites}
    return None in lands or any(site.country in lands for site in found.sites)


def _follows(found: PlaceCandidate, holder: PlaceCandidate) -> bool:
    """Whether a place stands right after a name as what it lies in («دوما بريف دمشق»)."""
    if holder.start - found.end > 2 or holder.span[0] - found.span[1] > 8:
        return False
    return holder.proclitic in _IN or holder.type_word in DIRECTIONS


def _backed(found: PlaceCandidate, countries: Counter[str], backed: set[str]) -> bool:
    """Whether the same name stands elsewhere in the text with a word of place."""
    return found.key in backed and not found.person and not found.acts and _at_home(found, countries)


def _may_join(found: PlaceCandidate, countries: Counter[str]) -> bool:
    """Whether a name may be a place because it is listed with one."""
    if (
        found.flag > SURE
        and not found.ours
        and not (found.flag == RARE and any(s.country in countries for s in found.sites))
    ):
        return False
    return bool(found.key) and not found.person and not found.acts and not found.quoted and _at_home(found, countries)


def _listed(left: PlaceCandidate, right: PlaceCandidate) -> bool:
    """Whether two names stand beside each other in a list: only «و» or a comma between them."""
    apart = right.start - left.end
    return (apart == 1 or (apart == 0 and right.listed)) and 0 < right.span[0] - left.span[1] <= 3


def _at_home(found: PlaceCandidate, countries: Counter[str]) -> bool:
    """Whether a site of the name is known beyond its country or lies in one that the text points to."""
    big = HUGE if found.proclitic and found.letters else BIG
    return any(
        (s.kind in _KNOWN and s.origin <= COUNTRY)
        or s.origin == USER
        or s.population >= big
        or (s.country or "") in countries
        for s in found.sites
    )


def _lone(found: PlaceCandidate) -> bool:
    """Whether our table knows the name in one country only."""
    return len({site.country for site in found.sites if site.origin <= OURS}) == 1


def _stands(found: PlaceCandidate, countries: Counter[str]) -> bool:
    if found.acts or (found.quoted and found.state is False and found.kind == "" and _paper(found)):
        return False
    if not found.sites:
        return found.type_word not in SCHOOLS or bool(found.proclitic)
    if found.type_word in SCHOOLS and not found.proclitic:
        return False
    if found.strong:
        return _at_home(found, countries) or _lone(found)
    brought = _AT if found.ours else _IN
    if found.person or not (_at_home(found, countries) or (_bare(found.proclitic) in brought and _lone(found))):
        return False
    if found.flag == COMMON:
        here = not countries or any((site.country or "") in countries for site in found.sites)
        return found.ours and here and not found.followed and not found.letters and _brought(found)
    return found.flag == SURE or (found.flag == RARE and bool(found.proclitic))


def _brought(found: PlaceCandidate) -> bool:
    """Whether a preposition brings a name that is a common word too: «في», or the «على» of an attack."""
    return _bare(found.proclitic) in _IN or (_bare(found.proclitic) in _AT and found.hit)


def _bare(preposition: str) -> str:
    """A preposition without the conjunction that is written on it («وفي»)."""
    return preposition[1:] if preposition[:1] in {"و", "ف"} and preposition[1:] in _AT else preposition


def _paper(found: PlaceCandidate) -> bool:
    """Whether the name is that of a newspaper too («الشرق الأوسط»)."""
    return any(site.kind == "region" and site.country is None for site in found.sites)
