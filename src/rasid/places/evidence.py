"""Which candidates are places at all: ambiguous names need evidence, and no place is better than a wrong one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rasid.places.gazetteer import COMMON, COUNTRY, RARE, SURE, Gazetteer
from rasid.places.matching import PlaceCandidate

BIG = 100_000
"""People in a city that is known beyond its country."""


def scope(text: str, rows: Sequence[Sequence[PlaceCandidate]], gazetteer: Gazetteer) -> Counter[str]:
    """How often a text points to each country: by name, by its adjective, by a sure place that lies there."""
    weights: Counter[str] = Counter()
    for row in rows:
        for found in row:
            lands = {site.country for site in found.sites if site.country}
            if any(site.origin == COUNTRY for site in found.sites):
                weights[next(s.country for s in found.sites if s.origin == COUNTRY) or ""] += 2
            elif len(lands) == 1 and found.flag == SURE and found.ours:
                weights[lands.pop()] += 2
    for word in text.split():
        nation = gazetteer.nation_of(word)
        if nation:
            weights[nation] += 1
    return weights


def accepted(rows: Sequence[Sequence[PlaceCandidate]], countries: Counter[str]) -> list[list[PlaceCandidate]]:
    """The candidates that stand as places, given the countries that the text points to."""
    backed = {found.key for row in rows for found in row if found.key and _stands(found, countries) and found.strong}
    kept = []
    for row in rows:
        sure = [_stands(found, countries) or (found.key in backed and not found.person) for found in row]
        for i, found in enumerate(row):
            near = [j for j in (i - 1, i + 1) if 0 <= j < len(row) and sure[j] and row[j].key and _listed(row[min(i, j)], row[max(i, j)])]
            if not sure[i] and near and found.key and not found.person and _at_home(found, countries):
                sure[i] = True
        kept.append([found for found, keep in zip(row, sure, strict=True) if keep])
    return kept


def _listed(left: PlaceCandidate, right: PlaceCandidate) -> bool:
    """Whether two names stand beside each other in a list: only «و» or a comma between them."""
    return right.start - left.end <= 1 and right.span[0] - left.span[1] <= 3


def _at_home(found: PlaceCandidate, countries: Counter[str]) -> bool:
    """Whether a site of the name is known beyond its country or lies in one that the text points to."""
    return any(s.origin <= COUNTRY or s.population >= BIG or (s.country or "") in countries for s in found.sites)


def _stands(found: PlaceCandidate, countries: Counter[str]) -> bool:
    if not found.sites:
        return True
    if found.strong:
        return _at_home(found, countries) or found.flag == SURE
    if found.person or not _at_home(found, countries):
        return False
    if found.flag == SURE:
        return True
    return found.flag == RARE and bool(found.proclitic) and found.flag != COMMON
