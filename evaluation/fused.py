"""How well the fused fields of incidents hold: tolls against the reference, places against the gazetteer.

    fused.py GOLD.jsonl PREDICTED.jsonl

PREDICTED is what ``predict.py linking`` wrote, with PREDICTED.incidents.jsonl beside it. A gold incident is compared with
the predicted one that has most of its reports, the first of those that are equal. *toll covered*: the range covers or equals the reference deaths, of the
incidents that give any. *place within 10 km*: of the incidents whose village the gazetteer has. *place named*: the
name is that of the reference, spellings aside.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rasid.incidents.distance import between
from rasid.incidents.forms import alike, name_key
from rasid.lexicon import load
from rasid.places import Gazetteer
from rasid.text import fold

NEAR = 10.0
SAME = 0.8
_TYPE_WORDS = ("قرية ", "بلدة ", "مدينة ", "أطراف ")
_REGIONS = frozenset({"country", "region", "governorate"})
_COUNTRY = "SYR"


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def points(name: str, gazetteer: Gazetteer) -> list[tuple[float, float]]:
    """Where the gazetteer has a place of this name."""
    names = {name} | {name.removeprefix(word) for word in _TYPE_WORDS}
    sites = [site for n in sorted(names) for site in gazetteer.sites(fold(n).text)]
    return [
        (s.lat, s.lon)
        for s in sites
        if s.country == _COUNTRY and s.kind not in _REGIONS and s.lat is not None and s.lon is not None
    ]


def figures(gold: Path, found: Path) -> dict[str, float]:
    """The shares by name."""
    gazetteer = Gazetteer.load(load().places)
    incidents = rows_of(found.with_name(found.name + ".incidents.jsonl"))
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(gold):
        wanted.setdefault(row["incident"], []).append(row)
    tolls, places, names = [], [], []
    for rows in wanted.values():
        docs, reference = {row["doc"] for row in rows}, rows[0]["reference"]
        best = max(incidents, key=lambda i: (len(docs & set(i["reports"])), -len(i["reports"])))
        if reference["deaths"][0] is not None:
            least, most = best["deaths"]
            tolls.append(least is not None and least <= reference["deaths"][0] and most >= reference["deaths"][1])
        place, there = best["place"], points(reference["location_ar"], gazetteer)
        if there:
            lat, lon = place["lat"], place["lon"]
            places.append(lat is not None and min(between(lat, lon, *point) for point in there) <= NEAR)
        names.append(alike(name_key(place["name_ar"] or ""), name_key(reference["location_ar"])) >= SAME)
    shares = {"toll covered": tolls, "place within 10 km": places, "place named": names}
    return {name: sum(row) / len(row) for name, row in shares.items() if row}


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    arguments = parser.parse_args()
    for name, value in figures(arguments.gold, arguments.predicted).items():
        print(f"{name:20} {value:.3f}")


if __name__ == "__main__":
    main()
