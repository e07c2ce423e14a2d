"""From candidates to points: which of the places of a name a text means, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from sys import intern
from typing import Literal

import msgspec

from rasid.model import Place
from rasid.places.evidence import Told
from rasid.places.gazetteer import COUNTRY, UPSTREAM, USER, Gazetteer, Site, distance
from rasid.places.kinds import DIRECTIONS
from rasid.places.matching import PlaceCandidate, bare

Precision = Literal["exact", "city", "district", "region", "country", "none"]
_PRECISION: dict[str, Precision] = {
    "country": "country", "region": "region", "governorate": "region", "district": "district", "city": "city", "town": "city",
    "village": "city", "water": "region", "neighbourhood": "district", "camp": "district", "crossing": "exact", "facility": "exact",
    "road": "district",
}  # fmt: skip
_PUBLISHERS = {"سوري": "SYR", "sana": "SYR", "syria": "SYR", "iraq": "IRQ", "عراق": "IRQ", "yemen": "YEM", "يمن": "YEM"}
NEAR, FAR = 60.0, 200.0
"""Kilometres within which places of a sentence support each other, much and a little."""
_CLOSE = 1.5
"""Points for a place within ``NEAR`` of another in its sentence; half of it within ``FAR``."""
_MINOR = {"neighbourhood", "facility", "village", "road", "other", "camp"}
_TOWNS = {"city", "town", "village"}
_SPOTS = {"neighbourhood", "facility", "road", "other", "camp", "district"}
_HOLDING = {"city", "town", "village", "neighbourhood", "camp", "facility"}
_MEMORY = 3
"""Sentences for which the last town is taken to be where things happen."""
_BESIDE, _ADJOINING = 10, 4
"""Tokens within which the town that holds a spot, or that a village lies near, is named after it."""

MARGIN = 0.15
"""By how much the best site must lead one in another country to be taken where nothing else speaks for it."""


class Choice(msgspec.Struct, frozen=True):
    """The site taken for a candidate, with what spoke for it; ``site`` is None where nothing is clearly meant."""

    site: Site | None
    reasons: tuple[str, ...] = ()
    others: tuple[Site, ...] = ()


class Context(msgspec.Struct, frozen=True):
    """What the text as a whole says about where it plays."""

    countries: Counter[str]
    anchors: dict[int, list[tuple[int, Site]]]
    """Places that are already settled: by sentence, their token and site."""
    settled: Counter[Site]
    """How often each of these sites is named."""
    publisher: str | None = None
    total: int = 0
    """All pointers to countries together."""
    memory: dict[tuple[Site, bool], float] = {}
    """Points for places anywhere in the text, by site and whether only the site itself is settled, once asked for."""

    def share(self, country: str | None) -> float:
        """How much of the text's pointers go to a country, 0 to 1."""
        return self.countries[country] / self.total if country and self.total else 0.0

    def main(self) -> str | None:
        """The country that most pointers go to, where it has more than half of them."""
        top = self.countries.most_common(1)
        return top[0][0] if top and self.share(top[0][0]) > 0.5 else None

    def foremost(self) -> str | None:
        """The country that clearly more pointers go to than to any other."""
        top = self.countries.most_common(2)
        return top[0][0] if top and (len(top) == 1 or top[0][1] >= 1.5 * top[1][1]) else None


def resolve_places(
    text: str,
    candidates: Sequence[Sequence[PlaceCandidate]],
    publisher: str | None,
    gazetteer: Gazetteer,
    countries: Counter[str],
    told: Told,
) -> list[list[tuple[Place, int, int]]]:
    """The places of each sentence with their token positions: two passes, the clear names first as anchors for the others."""
    land = next((code for word, code in _PUBLISHERS.items() if publisher and word in publisher.lower()), None)
    anchors: dict[int, list[tuple[int, Site]]] = {}
    for s, row in enumerate(candidates):
        for found in row:
            if len(found.sites) == 1 and found.sites[0].kind != "country":
                anchors.setdefault(s, []).append((found.start, found.sites[0]))
    told.settled.update(site for few in anchors.values() for _, site in few)
    context = Context(countries, anchors, told.settled, land, sum(countries.values()))
    rows = []
    for s, row in enumerate(candidates):
        placed = [
            (_place(text, row, i, s, context, gazetteer, told.chosen), found.start, found.end)
            for i, found in enumerate(row)
        ]
        rows.append([(_held(placed, i, row, told.town), start, end) for i, (_, start, end) in enumerate(placed)])
        town = next((place for place, _, _ in reversed(placed) if _holds(place)), None)
        told.apart = 0 if town is not None else told.apart + 1
        told.town = town or (told.town if told.apart <= _MEMORY else None)
    return rows


def _strays(placed: Sequence[tuple[Place, int, int]], i: int, row: Sequence[PlaceCandidate]) -> bool:
    """Whether the village taken for a name lies far from the town that it is said to lie near: it is another one."""
    place, found = placed[i][0], row[i]
    if place.kind not in _TOWNS or i + 1 >= len(row) or any(site.origin != UPSTREAM for site in found.sites):
        return False
    town, holder = placed[i + 1][0], row[i + 1]
    brought = holder.proclitic == "قرب" or bare(holder.type_word) == "قرب"
    if (
        not brought
        or holder.start - found.end > _ADJOINING
        or town.kind not in _TOWNS
        or None in {place.lat, place.lon, town.lat, town.lon}
    ):
        return False
    return distance((place.lat or 0, place.lon or 0), (town.lat or 0, town.lon or 0)) > NEAR


def _holds(place: Place) -> bool:
    """Whether a place is a town with a point."""
    return place.lat is not None and place.kind in _TOWNS


def _held(placed: Sequence[tuple[Place, int, int]], i: int, row: Sequence[PlaceCandidate], last: Place | None) -> Place:
    """A place that no table knows with the point of the town that it is named in, where one stands beside it.

    «حي الزهور في الموصل» lies in Mosul, so much is known; a spot with a town before it in its sentence is taken to lie
    there too. The precision and the reason say that the point is the town's.
    """
    place, _, end = placed[i]
    if place.kind not in _SPOTS | _TOWNS or row[i].vague or row[i].within:
        return place
    if row[i].sites and not _strays(placed, i, row):
        return place
    reach = _ADJOINING if place.kind in _TOWNS else _BESIDE
    after = [
        other
        for other, found in zip((p for p, _, _ in placed[i + 1 : i + 4]), row[i + 1 : i + 4], strict=True)
        if other.lat is not None and not found.listed and found.start - end <= reach
    ]
    before = [other for other, _, _ in reversed(placed[:i]) if other.lat is not None] if place.kind in _SPOTS else []
    if last is not None and place.kind in _SPOTS:
        before.append(last)
    town = next((other for other in [*after, *before] if other.kind in _HOLDING), None)
    if town is None or (place.country and town.country and place.country != town.country and not after):
        return place
    return msgspec.structs.replace(
        place, name_en=None, lat=town.lat, lon=town.lon, admin1=town.admin1, country=town.country, precision="region",
        reason=intern(f"{place.reason}; the point of {town.name_en}, named with it"),
    )  # fmt: skip


def _place(
    text: str,
    row: Sequence[PlaceCandidate],
    i: int,
    s: int,
    context: Context,
    gazetteer: Gazetteer,
    memory: dict[str, Site],
) -> Place:
    found = row[i]
    words = intern(text[slice(*found.span)])
    if found.capital_of is not None:
        country = found.capital_of or context.main() or context.foremost()
        site = gazetteer.capital(country) if country else None
        return _built(
            found, words, Choice(site, (f"the capital of {country}",) if site else ("which country's capital is open",))
        )
    if found.within:
        reason = "somewhere in the country that its adjective names"
        whole = gazetteer.country(found.within) if found.kind == "country" else None
        if whole is not None:
            return Place(
                span=found.span, text=words, name_en=whole.name_en, country=found.within, lat=whole.lat, lon=whole.lon,
                kind="country", precision="country", reason=reason,
            )  # fmt: skip
        return Place(
            span=found.span, text=words, country=found.within, kind=found.kind, precision="none", reason=reason
        )
    if found.vague or not found.sites:
        return _unnamed(found, words, row, i, context)
    choice = choose(row, i, s, context, memory.get(found.key))
    if choice.site is not None:
        memory.setdefault(found.key, choice.site)
    return _built(found, words, choice)


def choose(row: Sequence[PlaceCandidate], i: int, s: int, context: Context, earlier: Site | None) -> Choice:
    """The best site of a candidate among those that bear its name."""
    scored = sorted(
        ((*_score(site, order, row, i, s, context, earlier), -order, site) for order, site in enumerate(row[i].sites)),
        key=lambda item: (-item[0], -item[2]),
    )
    points, reasons, _, best = scored[0]
    others = tuple(item[3] for item in scored[1:4] if not _same(item[3], best))
    rival = next((item for item in scored[1:] if item[3].country != best.country), None)
    if rival and points - rival[0] < MARGIN and not reasons:
        return Choice(
            None, ("several places bear the name and nothing tells which",), tuple(item[3] for item in scored[:4])
        )
    return Choice(
        best, reasons or (("the only place of this name",) if not others else ("the best known of this name",)), others
    )


def _same(a: Site, b: Site) -> bool:
    near = a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None
    return near and distance((a.lat or 0, a.lon or 0), (b.lat or 0, b.lon or 0)) < 25


def _score(
    site: Site, order: int, row: Sequence[PlaceCandidate], i: int, s: int, context: Context, earlier: Site | None
) -> tuple[float, tuple[str, ...]]:
    """Points of a site, and what spoke for it in words."""
    found, points, reasons = row[i], 0.25 * math.log10(site.population + 1), []
    if site.origin == COUNTRY and not found.kind:
        points += 3
    if site.origin == USER:
        points += 4
        reasons.append("in the user's own table")
    if site.origin <= COUNTRY:
        points += 1.5 - 0.2 * min(order, 3)
    if site.kind in _MINOR and site.kind != found.kind:
        points -= 1.0
    share = context.share(site.country)
    if share:
        points += 1 + 2.5 * share
        reasons.append(f"the text points to {site.country}")
    if site.country and site.country == context.publisher:
        points += 0.5
    if earlier is not None and _same(earlier, site):
        points += 1
        reasons.append("as before in the text")
    fit = _kind_fit(site.kind, found.kind)
    points += fit
    if fit > 0:
        reasons.append(f"the word before it says {found.kind}")
    inside = _container(site, row, i)
    if inside:
        points += 3
        reasons.append(f"named with {inside}")
    if site.country and _beside_in_list(site.country, row, i):
        points += 1
        reasons.append("listed with places of its country")
    near = _nearness(site, found, s, context)
    if near:
        points += near
        reasons.append("near other places of the text")
    return points, tuple(reasons)


def _kind_fit(kind: str, told: str) -> float:
    if not told:
        return -1.5 if kind == "governorate" else 0.0
    if kind == told or (kind in _TOWNS and told in _TOWNS):
        return 1.5 if kind == told else 1.0
    if {kind, told} <= {"governorate", "region", "district"}:
        return 0.8
    return -1.5 if kind in {"governorate", "country", "region"} and told in _TOWNS else 0.0


def _container(site: Site, row: Sequence[PlaceCandidate], i: int) -> str | None:
    """The English name of a larger place beside the candidate that holds the site, or None."""
    if site.kind == "country":
        return None
    for j in (i + 1, i + 2, i - 1):
        if not 0 <= j < len(row) or abs(row[j].start - row[i].end) > 8:
            continue
        for other in row[j].sites:
            if other.kind == "country" and other.country == site.country:
                return other.name_en
            if (
                site.admin1
                and site.admin1 in {other.admin1, other.name_en}
                and other.kind in {"governorate", "region", "city"}
            ):
                return other.name_en
    return None


def _beside_in_list(country: str, row: Sequence[PlaceCandidate], i: int) -> bool:
    """Whether a name listed with the candidate is borne in that country only."""
    for j in (i - 1, i + 1, i + 2, i - 2):
        if not 0 <= j < len(row):
            continue
        left, right = row[min(i, j)], row[max(i, j)]
        close = right.start - left.end <= 1 + 2 * (abs(i - j) - 1)
        if close and right.listed and {site.country for site in row[j].sites} == {country}:
            return True
    return False


def _nearness(site: Site, found: PlaceCandidate, s: int, context: Context) -> float:
    """Points for settled places nearby, most for those of the same sentence."""
    if site.lat is None or site.lon is None:
        return 0.0
    here = [_beside(site, other) for start, other in context.anchors.get(s, ()) if start != found.start]
    best = max(here, default=0.0)
    return best if best >= _CLOSE / 2 else max(best, _elsewhere(site, found, context))


def _elsewhere(site: Site, found: PlaceCandidate, context: Context) -> float:
    """Half the points of the nearest settled place of the whole text, the candidate itself not counted."""
    alone = len(found.sites) == 1 and context.settled[site] == 1
    known = context.memory.get((site, alone))
    if known is None:
        known = 0.0
        for other in context.settled:
            if known == _CLOSE:
                break
            if not (alone and other == site):
                known = max(known, _beside(site, other))
        context.memory[site, alone] = known
    return 0.5 * known


def _beside(site: Site, other: Site) -> float:
    """Points of a site for another one near it."""
    if site.lat is None or site.lon is None or other.lat is None or other.lon is None:
        return 0.0
    far = distance((site.lat, site.lon), (other.lat, other.lon))
    return _CLOSE if far < NEAR else _CLOSE / 2 if far < FAR else 0.0


def _unnamed(found: PlaceCandidate, words: str, row: Sequence[PlaceCandidate], i: int, context: Context) -> Place:
    """A place that no table knows: its kind from the type word, its country from the text where that is clear."""
    country = next(
        (site.country for other in row[i + 1 : i + 3] for site in other.sites[:1] if other.start - found.end <= 6), None
    )
    reason = "an area that is described, not named" if found.vague else "in no table; the word before it tells the kind"
    return Place(
        span=found.span, text=words, country=country or context.main(), kind=found.kind or "other", reason=reason
    )


def _built(found: PlaceCandidate, words: str, choice: Choice) -> Place:
    site = choice.site
    names = tuple(intern(f"{other.name_en} ({other.country or '?'})") for other in choice.others)
    reason = intern("; ".join(choice.reasons))
    if site is None:
        return Place(span=found.span, text=words, kind=found.kind or "other", alternatives=names, reason=reason)
    kind, name, precision = site.kind, site.name_en, _PRECISION.get(site.kind, "district")
    if found.kind in {"facility", "road", "other", "crossing", "camp", "water"} and site.kind in {
        *_TOWNS,
        "country",
        "governorate",
    }:
        # «مطار بيروت»: the point is that of the city, which is all that is known.
        kind, precision, reason = (
            found.kind,
            "region" if site.kind != "city" else "city",
            f"{reason}; the point of {name}",
        )
        name = f"{name} {_ENGLISH.get(found.type_word, found.kind)}"
    elif (
        found.kind
        and site.kind in _TOWNS
        and found.kind in _TOWNS | {"neighbourhood", "district"}
        and site.origin == UPSTREAM
    ):
        kind = found.kind
    if found.type_word and bare(found.type_word) in DIRECTIONS and precision == "city":
        precision = "district"
    return Place(
        span=found.span, text=words, name_en=name, country=site.country, admin1=site.admin1, lat=site.lat, lon=site.lon,
        kind=kind, precision=precision if site.lat is not None else "none", alternatives=names, reason=reason,
    )  # fmt: skip


_ENGLISH = {
    "مطار": "Airport", "سجن": "Prison", "جامعه": "University", "ميناء": "Port", "مستشفي": "Hospital", "جسر": "Bridge",
    "شارع": "Street", "طريق": "Road", "ساحه": "Square", "ميدان": "Square", "معبر": "Crossing", "مخيم": "Camp", "سوق": "Market",
    "قلعه": "Citadel", "سد": "Dam", "جبل": "Mountain", "نهر": "River", "خليج": "Gulf", "بحيره": "Lake", "قاعده": "Base",
}  # fmt: skip
