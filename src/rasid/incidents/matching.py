"""Two lists of people compared: every pair that may be one person weighed, then at most one partner for each.

Weights are in bits, after Fellegi and Sunter, and add up. For age, place and date the chance that different people agree
is counted in the two lists themselves: where all died on one day, the day says nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from math import exp2, log2
from typing import TypeVar

import msgspec

from rasid.incidents.extras import need
from rasid.incidents.name_words import NameBook, skeleton
from rasid.incidents.names import Frequencies, compare_names
from rasid.incidents.people import PeopleList, Person
from rasid.model import Comparison
from rasid.places.gazetteer import Gazetteer, Site, alias_key, distance

SURE, PERHAPS = 0.9, 0.5
"""From which probability on a pair is called *same*, and from which *perhaps*."""
_ALL = 250_000
"""As many pairs are all compared; of more, those that share two words, or one word and the day or the place."""
_PRIOR_LEAST = 100
_SAMPLED = 400
"""As many ages, places or days of each list, the commonest, are enough to count how often chance makes them agree."""
_AGE_M = {
    "same": 0.6,
    "a year apart": 0.2,
    "up to three years apart": 0.1,
    "up to ten years apart": 0.06,
    "far apart": 0.04,
}
_DATE_M = {"same": 0.75, "a day apart": 0.12, "up to three days apart": 0.06, "far apart": 0.07}
_PLACE_M = {"same": 0.7, "near": 0.15, "in one region": 0.1, "elsewhere": 0.05}
_NEAR_KM, _REGION_KM = 10.0, 50.0
_CHILD = {"child": 1.0, "grown up": -7.0}
_ADULT = 18
_Value = TypeVar("_Value", bound=Hashable)


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two rows that may be one person, with what each comparison adds."""

    a: int
    """Position in the first list."""
    b: int
    weight: float
    """In bits, the prior included."""
    probability: float
    comparisons: tuple[Comparison, ...]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: each person of either list stands in one pair or is alone."""

    a: PeopleList
    b: PeopleList
    pairs: tuple[Pair, ...]
    """The chosen ones, in the order of the first list."""
    others: tuple[Pair, ...]
    """Pairs as likely as not that lost to a chosen one."""
    prior: float
    compared: int

    @property
    def alone(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Positions of those in each list that have no partner."""
        taken_a, taken_b = {pair.a for pair in self.pairs}, {pair.b for pair in self.pairs}
        return (
            tuple(i for i in range(len(self.a.people)) if i not in taken_a),
            tuple(i for i in range(len(self.b.people)) if i not in taken_b),
        )


class Matcher:
    """Weighs pairs of two lists. Frozen after it is made."""

    def __init__(self, a: Sequence[Person], b: Sequence[Person], book: NameBook, gazetteer: Gazetteer) -> None:
        """Counts what is common in the lists."""
        self._frequencies = Frequencies(book, [person.name for person in (*a, *b)])
        self._gazetteer = gazetteer
        self._sites = lru_cache(maxsize=1 << 14)(self._sites_of)
        self._place_level = lru_cache(maxsize=1 << 18)(self._place_level_of)
        self.prior = round(-log2(max(len(a), len(b), _PRIOR_LEAST)), 2)
        self._age = _chances([p.age for p in a], [p.age for p in b], age_level, _AGE_M)
        self._date = _chances([p.days for p in a], [p.days for p in b], date_level, _DATE_M)
        self._place = _chances([p.place or None for p in a], [p.place or None for p in b], self._place_level, _PLACE_M)

    def compare(self, a: Person, b: Person) -> tuple[Comparison, ...]:
        """What each comparison adds, in bits; what one of the two lacks is left out."""
        rows = list(compare_names(a.name, b.name, self._frequencies))
        if a.age and b.age:
            level = age_level(a.age, b.age)
            rows.append(Comparison(name="age", level=level, weight=self._age[level]))
        else:
            for known, other in ((a.age, b.name), (b.age, a.name)):
                if known and other.child:
                    level = "child" if known[0] < _ADULT else "grown up"
                    rows.append(Comparison(name="age", level=f"called a child, {level}", weight=_CHILD[level]))
        if a.place and b.place:
            level = self._place_level(a.place, b.place)
            rows.append(Comparison(name="place", level=level, weight=self._place[level]))
        if a.days and b.days:
            level = date_level(a.days, b.days)
            rows.append(Comparison(name="date", level=level, weight=self._date[level]))
        return tuple(rows)

    def pair(self, a: Person, b: Person, at: tuple[int, int]) -> Pair:
        """The pair weighed; ``at`` are the positions."""
        rows = self.compare(a, b)
        weight = round(self.prior + sum(row.weight for row in rows), 2)
        return Pair(a=at[0], b=at[1], weight=weight, probability=_probability(weight), comparisons=rows)

    def _sites_of(self, place: str) -> tuple[Site, ...]:
        whole = self._gazetteer.sites(alias_key(place))
        parts = place.replace("،", ",").replace("/", ",").replace("-", ",").split(",")
        return whole or tuple(site for part in parts[:1] for site in self._gazetteer.sites(alias_key(part)))

    def _place_level_of(self, a: str, b: str) -> str:
        key_a, key_b = alias_key(a), alias_key(b)
        if key_a == key_b:
            return "same"
        points_a, points_b = _points(self._sites(a)), _points(self._sites(b))
        if points_a and points_b:
            nearest = min(distance(x, y) for x in points_a for y in points_b)
            return "near" if nearest <= _NEAR_KM else "in one region" if nearest <= _REGION_KM else "elsewhere"
        words_a, words_b = set(alias_words(a)), set(alias_words(b))
        return "near" if words_a & words_b else "elsewhere"


def alias_words(place: str) -> list[str]:
    """The words of a place that may tell it, kinds of places left out."""
    words = "".join(c if c.isalnum() else " " for c in place).split()
    keys = [alias_key(word).removeprefix("ال") for word in words]
    return [key for key in keys if len(key) > 2 and key not in {"ريف", "مدينه", "بلده", "قريه", "حي", "مخيم", "محافظه"}]


def _points(sites: Iterable[Site]) -> list[tuple[float, float]]:
    return [
        (site.lat, site.lon)
        for site in sites
        if site.lat is not None and site.lon is not None and site.kind != "country"
    ]


def _gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """The least distance of two stretches."""
    return max(0, b[0] - a[1], a[0] - b[1])


def age_level(a: tuple[int, int], b: tuple[int, int]) -> str:
    """How far two ages agree."""
    gap = _gap(a, b)
    steps = ((0, "same"), (1, "a year apart"), (3, "up to three years apart"), (10, "up to ten years apart"))
    return next((name for most, name in steps if gap <= most), "far apart")


def date_level(a: tuple[int, int], b: tuple[int, int]) -> str:
    """How far two dates agree; a month agrees with each of its days."""
    gap = _gap(a, b)
    steps = ((0, "same"), (1, "a day apart"), (3, "up to three days apart"))
    return next((name for most, name in steps if gap <= most), "far apart")


def _chances(
    a: Sequence[_Value | None], b: Sequence[_Value | None], level: Callable[[_Value, _Value], str], m: dict[str, float]
) -> dict[str, float]:
    """The weight of each level: log2(m / u), u counted over all pairs of the lists, with each level seen once more.

    The m of all levels but the last, which is for what does not fit, are shared out anew among those that occur, so that
    lists which are a day apart throughout speak neither for nor against any pair.
    """
    counts_a, counts_b = (Counter(value for value in values if value is not None) for values in (a, b))
    seen: Counter[str] = Counter(dict.fromkeys(m, 1))
    for x, times_x in _commonest(counts_a):
        for y, times_y in _commonest(counts_b):
            seen[level(x, y)] += times_x * times_y
    total = seen.total()
    *close, last = m
    met = sum(m[name] for name in close if seen[name] > 1)
    spread = {name: m[name] * (1 - m[last]) / met if seen[name] > 1 else m[name] for name in close} | {last: m[last]}
    return {name: round(max(-5.0, min(6.0, log2(spread[name] / (seen[name] / total)))), 2) for name in m}


def _commonest(counts: Counter[_Value]) -> list[tuple[_Value, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], repr(item[0])))[:_SAMPLED]


def _probability(weight: float) -> float:
    return round(1 / (1 + exp2(-max(-60.0, min(60.0, weight)))), 4)


def match_people(a: PeopleList, b: PeopleList, book: NameBook, gazetteer: Gazetteer) -> Match:
    """The best assignment of one list to the other, each row to at most one. The order of the rows changes nothing.

    Raises MissingExtraError where the extra ``link`` is not installed.
    """
    matcher = Matcher(a.people, b.people, book, gazetteer)
    likely: list[Pair] = []
    compared = 0
    for i, j in _candidates(a.people, b.people):
        pair = matcher.pair(a.people[i], b.people[j], (i, j))
        compared += 1
        if pair.probability >= PERHAPS:
            likely.append(pair)
    chosen = set(_assigned(likely, a.people, b.people))
    return Match(
        a=a,
        b=b,
        pairs=tuple(sorted((likely[k] for k in chosen), key=lambda pair: (pair.a, pair.b))),
        others=tuple(
            sorted((pair for k, pair in enumerate(likely) if k not in chosen), key=lambda pair: (pair.a, pair.b))
        ),
        prior=matcher.prior,
        compared=compared,
    )


def _candidates(a: Sequence[Person], b: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """The positions of pairs to compare."""
    if len(a) * len(b) <= _ALL:
        yield from ((i, j) for i in range(len(a)) for j in range(len(b)))
        return
    index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for j, person in enumerate(b):
        for key in _keys(person):
            index[key].append(j)
    for i, person in enumerate(a):
        found = {j for key in _keys(person) for j in index.get(key, ())}
        yield from ((i, j) for j in sorted(found))


def _keys(person: Person) -> set[tuple[str, str]]:
    """Two words of the name as they sound, or one word with a day or a place."""
    words = sorted({bones for word in person.name.words if len(bones := skeleton(word)) > 1})
    keys = set(combinations(words, 2))
    if person.place:
        keys |= {(word, alias_key(person.place)) for word in words}
    if person.days and person.days[0] == person.days[1]:
        # A day or the next: two lists of one strike often differ by one.
        keys |= {(word, f"{day // 2}") for word in words for day in (person.days[0], person.days[0] + 1)}
    if not keys:
        keys = {(word, "") for word in words}
    return keys


def _assigned(pairs: Sequence[Pair], a: Sequence[Person], b: Sequence[Person]) -> Iterator[int]:
    """Which pairs make the greatest sum of weights where no row stands twice, by the Hungarian method in each group."""
    optimise = need("scipy.optimize", where="names match")
    for group in _groups(pairs):
        rows = sorted({pairs[k].a for k in group}, key=lambda i: (a[i].name.text, a[i].line))
        columns = sorted({pairs[k].b for k in group}, key=lambda j: (b[j].name.text, b[j].line))
        at = {(pairs[k].a, pairs[k].b): k for k in group}
        gains = [[max(0.0, pairs[at[i, j]].weight) if (i, j) in at else 0.0 for j in columns] for i in rows]
        for row, column in zip(*optimise.linear_sum_assignment(gains, maximize=True), strict=True):
            found = at.get((rows[row], columns[column]))
            if found is not None:
                yield found


def _groups(pairs: Sequence[Pair]) -> list[list[int]]:
    """The pairs in groups that share no row with one another."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pair in pairs:
        parent[root(("a", pair.a))] = root(("b", pair.b))
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for k, pair in enumerate(pairs):
        groups[root(("a", pair.a))].append(k)
    return list(groups.values())
