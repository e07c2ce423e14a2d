"""Build the outlines of countries for the map of the page from Natural Earth, by way of the npm package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_outlines.py package/countries-50m.json [OUT]

Natural Earth is in the public domain. The same input gives the same bytes. Borders are simplified (Douglas and Peucker
1973), more finely where reports come from, and written as differences of hundredths of a degree in printable letters.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from rasid.lexicon.lexicon import gather

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "rasid" / "exports" / "page" / "outlines.json"
HOME = (-19.0, 0.0, 78.0, 43.0)
"""West, south, east, north of where reports come from, in degrees."""
NEAR, FAR = 0.02, 0.22
"""How far a simplified border may run from the real one, in degrees: at home, elsewhere."""
LEAST_NEAR, LEAST_FAR = 0.02, 1.0
"""The area below which an island is left out, in square degrees; the largest part of a country always stays."""
SOUTH = -60.0
"""What lies wholly south of it is left out: Antarctica."""
STEPS = 100
"""Steps in a degree."""
NAMELESS = {"Kosovo": "XKX", "Somaliland": "", "N. Cyprus": "", "Indian Ocean Ter.": "", "Siachen Glacier": ""}
"""Areas without an ISO code: drawn, but without a name unless our tables have one."""

Point = tuple[float, float]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON topology in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    rows = []
    for arc in topology["arcs"]:
        x = y = 0
        row = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            row.append((x * sx + tx, y * sy + ty))
        rows.append(row)
    return rows


def near(arc: list[Point]) -> bool:
    """Whether an arc touches the region where reports come from."""
    west, south, east, north = HOME
    return any(west <= x <= east and south <= y <= north for x, y in arc)


def simplify(arc: list[Point], tolerance: float) -> list[Point]:
    """The arc with only the points without which it would run further than the tolerance from what it was."""
    keep = {0, len(arc) - 1}
    stack = [(0, len(arc) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        distance, middle = max((_off(arc[i], arc[first], arc[last]), i) for i in range(first + 1, last))
        if distance > tolerance:
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [arc[i] for i in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


def letters(arc: list[Point]) -> str:
    """The points as differences in steps, each number in letters from «?» on, five bits a letter, as polylines are."""
    found, last = [], (0, 0)
    for x, y in arc:
        step = (round(x * STEPS), round(y * STEPS))
        for now, before in zip(step, last, strict=True):
            number = (now - before) << 1
            number = ~number if number < 0 else number
            while number >= 0x20:
                found.append(chr((0x20 | (number & 0x1F)) + 63))
                number >>= 5
            found.append(chr(number + 63))
        last = step
    return "".join(found)


def area(ring: list[Point]) -> float:
    """Signed area in square degrees."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise(ring)) / 2


def middle(ring: list[Point]) -> Point:
    """The centre of gravity of a ring, where the country's name is written."""
    whole = area(ring)
    if whole == 0:
        return ring[0]
    pairs = list(itertools.pairwise(ring))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs)
    return x / (6 * whole), y / (6 * whole)


def ring_of(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring; a negative number is an arc run backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def code_of(country: dict[str, Any]) -> str:
    """ISO 3166-1 alpha-3 of a country, or nothing where it has none."""
    if "id" not in country:
        return NAMELESS[country["properties"]["name"]]
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    two = aliases.get(country["id"], [""])[0]
    return next(
        (key for key, value in sorted(aliases.items()) if len(key) == 3 and key.isalpha() and value == [two]), ""
    )


def names() -> dict[str, tuple[str, str]]:
    """Arabic and English name by alpha-3: ours where there is one, else Unicode's."""
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    arabic, english = Locale("ar").territories, Locale("en").territories
    found = {
        three: (arabic[two[0]], english[two[0]])
        for three, two in sorted(aliases.items())
        if len(three) == 3 and three.isalpha() and two[0] in arabic
    }
    for row in gather(ROOT / "lexicon").countries:
        found[row.alpha3] = (row.aliases[0], row.name_en)
    return found


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """``names`` by alpha-3, ``arcs`` in letters, and ``countries``: alpha-3, longitude, latitude and size of the name, rings of arcs."""
    full = arcs_of(topology)
    small = [simplify(arc, NEAR if near(arc) else FAR) for arc in full]
    countries: list[tuple[str, float, float, int, list[list[int]]]] = []
    for country in topology["objects"]["countries"]["geometries"]:
        groups = country.get("arcs") or []
        polygons = groups if country["type"] == "MultiPolygon" else [groups]
        rings = sorted(((ring_of(p[0], full), p) for p in polygons if p), key=lambda pair: -abs(area(pair[0])))
        if not rings or max(y for _, y in rings[0][0]) < SOUTH:
            continue
        kept = [
            polygon
            for i, (ring, polygon) in enumerate(rings)
            if i == 0 or abs(area(ring)) > (LEAST_NEAR if near(ring) else LEAST_FAR)
        ]
        x, y = middle(rings[0][0])
        size = round(math.sqrt(abs(area(rings[0][0]))) * 10)
        countries.append((code_of(country), round(x, 1), round(y, 1), size, [ring for p in kept for ring in p]))
    countries.sort(key=lambda row: (row[0], row[1], row[2]))
    used = sorted({n if n >= 0 else ~n for row in countries for ring in row[4] for n in ring})
    place = {old: new for new, old in enumerate(used)}
    return {
        "steps": STEPS,
        "names": names(),
        "arcs": [letters(small[old]) for old in used],
        "countries": [
            [*row[:4], [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in row[4]]] for row in countries
        ],
    }


def main() -> None:
    """Write the outlines."""
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    built = build(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    out.write_text(json.dumps(built, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{out}: {len(built['countries'])} areas, {len(built['arcs'])} arcs, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
