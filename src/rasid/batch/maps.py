"""Answers with coordinates as GeoJSON, and as a map in one page that needs nothing from outside."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import msgspec

from rasid.errors import QueryError
from rasid.exports.table import clean

_WIDTH, _HEIGHT = 960.0, 600.0
_LEAST = 4.0
"""Degrees that a map shows at least, so that one town has its surroundings."""
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:1rem;color:#1d2733;background:#fff}
svg{width:100%;max-width:60rem;border:1px solid #c5ccd3;background:#eef3f7}
.land{fill:#fdfcf8;stroke:#9aa5b1;vector-effect:non-scaling-stroke}
circle{fill:#b3362d;fill-opacity:.45;stroke:#7d1f18;vector-effect:non-scaling-stroke}
table{border-collapse:collapse;margin-top:1rem}
td,th{border-bottom:1px solid #dfe4e8;padding:.15rem .6rem;text-align:start}
"""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A row at its place. ``size`` is its first number that is no coordinate, 1 where it has none."""

    lat: float
    lon: float
    size: float
    cells: tuple[str, ...]


def geojson(columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """A feature a row (RFC 7946); a row without coordinates has no geometry. Raises QueryError without such columns."""
    lat, lon = _coordinates(columns)
    opening = b'{"type":"FeatureCollection","features":[\n'
    for row in rows:
        point = _point(row, lat, lon)
        geometry = None if point is None else {"type": "Point", "coordinates": [point[1], point[0]]}
        told = {name: value for n, (name, value) in enumerate(zip(columns, row, strict=True)) if n not in {lat, lon}}
        yield opening + msgspec.json.encode({"type": "Feature", "geometry": geometry, "properties": told})
        opening = b",\n"
    yield (opening if opening != b",\n" else b"") + b"\n]}\n"


def page(columns: Sequence[str], rows: Iterable[tuple[Any, ...]], title: str) -> Iterator[bytes]:
    """A page with a circle for each row, larger for more, and the rows in a table. Raises QueryError as :func:`geojson`.

    Its policy forbids it to load or run anything.
    """
    lat, lon = _coordinates(columns)
    shown = [n for n in range(len(columns)) if n not in {lat, lon}]
    held = list(rows)
    spots = [spot for row in held if (spot := _spot(row, lat, lon, shown)) is not None]
    spots.sort(key=lambda spot: (-spot.size, spot.lat, spot.lon, spot.cells))
    left_out = len(held) - len(spots)
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(clean(title))}</title><style>{_STYLE}</style></head><body>\n<h1>{escape(clean(title))}</h1>\n"
    ).encode()
    yield from _drawn(spots)
    if left_out:
        yield f"<p>{left_out} of {len(held)} rows have no coordinates and are not on the map.</p>\n".encode()
    yield ("<table><tr>" + "".join(f"<th>{escape(clean(columns[n]))}</th>" for n in shown) + "</tr>\n").encode()
    for spot in spots:
        yield ("<tr>" + "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in spot.cells) + "</tr>\n").encode()
    yield b"</table></body></html>\n"


def _drawn(spots: Sequence[Spot]) -> Iterator[bytes]:
    left, top, scale = _frame([_project(spot.lat, spot.lon) for spot in spots])
    yield f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="map">\n'.encode()
    for path in _land(left, top, scale):
        yield f'<path class="land" d="{path}"/>\n'.encode()
    most = max((spot.size for spot in spots), default=1.0)
    for spot in spots:
        x, y = _project(spot.lat, spot.lon)
        radius = 3 + 22 * math.sqrt(spot.size / most)
        label = escape(", ".join(cell for cell in spot.cells if cell))
        yield (
            f'<circle cx="{(x - left) * scale:.1f}" cy="{(y - top) * scale:.1f}" r="{radius:.1f}">'
            f"<title>{label}</title></circle>\n"
        ).encode()
    yield b"</svg>\n"


def _coordinates(columns: Sequence[str]) -> tuple[int, int]:
    if "lat" not in columns or "lon" not in columns:
        raise QueryError(
            "a map needs columns lat and lon",
            where="--format",
            step="Ask for them, as in SELECT name, lat, lon FROM points.",
        )
    return columns.index("lat"), columns.index("lon")


def _point(row: tuple[Any, ...], lat: int, lon: int) -> tuple[float, float] | None:
    try:
        point = float(row[lat]), float(row[lon])
    except (TypeError, ValueError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def _spot(row: tuple[Any, ...], lat: int, lon: int, shown: Sequence[int]) -> Spot | None:
    point = _point(row, lat, lon)
    if point is None:
        return None
    sizes = [float(row[n]) for n in shown if isinstance(row[n], (int, float)) and not isinstance(row[n], bool)]
    cells = tuple(clean("" if row[n] is None else str(row[n])) for n in shown)
    size = sizes[0] if sizes and math.isfinite(sizes[0]) else 1.0
    return Spot(lat=point[0], lon=point[1], size=max(size, 0.0) or 1e-9, cells=cells)


def _project(lat: float, lon: float) -> tuple[float, float]:
    """Web Mercator, in degrees of longitude; y grows to the south."""
    y = math.radians(max(-84.0, min(84.0, lat)))
    return lon, -math.degrees(math.log(math.tan(math.pi / 4 + y / 2)))


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The left and upper edge of the map in projected degrees, and pixels a degree, so that all points are on it."""
    xs, ys = [x for x, _ in points] or [-20.0, 70.0], [y for _, y in points] or [-45.0, 15.0]
    wide = max(max(xs) - min(xs), _LEAST) * 1.2
    high = max(max(ys) - min(ys), _LEAST) * 1.2
    scale = min(_WIDTH / wide, _HEIGHT / high)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return middle[0] - _WIDTH / scale / 2, middle[1] - _HEIGHT / scale / 2, scale


def _land(left: float, top: float, scale: float) -> Iterator[str]:
    """The outlines of the countries that are on the map (Natural Earth), as paths."""
    outlines = json.loads(files("rasid.exports.page").joinpath("outlines.json").read_text(encoding="utf-8"))
    arcs = [_arc(letters, outlines["steps"]) for letters in outlines["arcs"]]
    for country in outlines["countries"]:
        rings = []
        for ring in country[4]:
            line = [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            spots = [((x - left) * scale, (y - top) * scale) for x, y in line]
            if any(-_WIDTH < x < 2 * _WIDTH and -_HEIGHT < y < 2 * _HEIGHT for x, y in spots):
                rings.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in spots) + "Z")
        if rings:
            yield "".join(rings)


def _arc(letters: str, steps: int) -> list[tuple[float, float]]:
    """The points of a line written as in Google's "Encoded Polyline Algorithm Format", projected."""
    numbers: list[int] = []
    number = shift = 0
    for letter in letters:
        part = ord(letter) - 63
        number |= (part & 31) << shift
        shift += 5
        if part < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    points = []
    x = y = 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append(_project(y / steps, x / steps))
    return points
