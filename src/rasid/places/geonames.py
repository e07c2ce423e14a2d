"""Dumps of GeoNames (https://download.geonames.org/export/dump/readme.txt): a place a line, 19 columns, parted by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from rasid.errors import LimitError, MissingInputError, TableError, UnreadableInputError
from rasid.places.tabled import Given, Left, is_arabic

COLUMNS = 19
"""geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country code, cc2, admin1
to admin4 code, population, elevation, dem, timezone, modification date."""
_ALTERNATE_COLUMNS = (8, 10)
_LINE = 1 << 20
_CITY, _TOWN = 50_000, 2_000
_CODES = {
    "PPLX": "neighbourhood", "STLMT": "village", "PPLL": "village", "ADM1": "governorate", "ADM1H": "governorate",
    "PCLI": "country", "PCLD": "country", "PCL": "country", "PCLS": "country", "RGN": "region", "RGNE": "region",
    "CMPRF": "camp", "CMP": "camp", "CMPL": "camp", "CMPLA": "camp", "CMPMN": "camp", "CMPO": "camp", "CMPQ": "camp",
    "PPLC": "city", "PPLA": "city", "BDG": "facility", "CUST": "crossing", "CSTM": "crossing",
}  # fmt: skip
_CLASSES = {
    "A": "district",
    "H": "water",
    "L": "region",
    "S": "facility",
    "R": "road",
    "T": "other",
    "U": "water",
    "V": "other",
}


class _Row(msgspec.Struct, frozen=True):
    """What is used of a line."""

    line: int
    number: str
    name: str
    others: tuple[str, ...]
    lat: str
    lon: str
    kind: str
    country: str
    admin: tuple[str, str]
    population: int


def is_dump(line: str) -> bool:
    """Whether a first line is one of a dump: 19 cells, of which the first is a number and two are degrees."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) == COLUMNS and cells[0].isdigit() and all(_degrees(cell) is not None for cell in cells[4:6])


def read_dump(
    path: Path, alternates: Mapping[str, tuple[str, ...]], countries: Mapping[str, str]
) -> Iterator[Given | Left]:
    """The places of a dump, those without an Arabic name or a point as what is left.

    ``alternates`` are Arabic names by GeoNames' number, from :func:`read_alternates`; ``countries`` gives alpha-3 by
    alpha-2. Raises TableError for a line of another shape, naming file, line and column, and what opening a file raises.
    """
    provinces = {row.admin: row.name for row in _rows(path) if row.kind == "governorate"}
    for row in _rows(path):
        where = f"{path}:{row.line}"
        if row.kind == "country":
            yield Left(where=where, name=row.name, why="a country; the table of countries has it")
            continue
        arabic = alternates.get(row.number) or tuple(name for name in row.others if is_arabic(name))
        if not arabic:
            yield Left(where=where, name=row.name, why="no Arabic name")
            continue
        yield Given(
            where=where,
            aliases=tuple(dict.fromkeys(arabic)),
            name_en=row.name,
            country=countries.get(row.country),
            admin1=provinces.get(row.admin) if row.kind != "governorate" else None,
            kind=row.kind,
            lat=float(row.lat),
            lon=float(row.lon),
            code=f"geonames={row.number}",
            population=row.population,
        )


def _rows(path: Path) -> Iterator[_Row]:
    for number, line in lines_of(path):
        cells = line.split("\t")
        where = f"{path}:{number}"
        if len(cells) != COLUMNS:
            raise TableError(
                f"{len(cells)} columns where a dump of GeoNames has {COLUMNS}",
                where=where,
                step="Give the dump as GeoNames packs it, such as SY.txt, unzipped.",
            )
        lat, lon = _degrees(cells[4]), _degrees(cells[5])
        for place, value, most in ((5, lat, 90), (6, lon, 180)):
            if value is None or abs(value) > most:
                raise TableError(
                    f"column {place} («{cells[place - 1]}») is no {'latitude' if place == 5 else 'longitude'}",
                    where=where,
                    step="Give degrees.",
                )
        people = int(cells[14]) if cells[14].isdigit() else 0
        yield _Row(
            number,
            cells[0],
            cells[1] or cells[2],
            tuple(name.strip() for name in (cells[1], *cells[3].split(",")) if name.strip()),
            cells[4],
            cells[5],
            _kind(cells[6], cells[7], people),
            cells[8],
            (cells[8], cells[10]),
            people,
        )


def _kind(group: str, code: str, people: int) -> str:
    if code in _CODES:
        return _CODES[code]
    if group == "P":
        return "city" if people >= _CITY else "town" if people >= _TOWN or code.startswith("PPLA") else "village"
    return _CLASSES.get(group, "other")


def read_alternates(path: Path) -> dict[str, tuple[str, ...]]:
    """Arabic names by GeoNames' number from ``alternateNames.txt`` or ``alternateNamesV2.txt``, the preferred first.

    Historic and colloquial names come last. Raises TableError naming file and line, and what opening a file raises.
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, line in lines_of(path):
        cells = line.split("\t")
        if len(cells) not in range(_ALTERNATE_COLUMNS[0], _ALTERNATE_COLUMNS[1] + 1) and len(cells) != 4:
            raise TableError(
                f"{len(cells)} columns where the alternate names of GeoNames have 8 or 10",
                where=f"{path}:{number}",
                step="Give alternateNamesV2.txt as GeoNames packs it.",
            )
        if cells[2] == "ar" and is_arabic(cells[3]):
            marks = [cell == "1" for cell in (*cells[4:8], "", "", "", "")[:4]]
            rank = 2 if marks[2] or marks[3] else 0 if marks[0] else 1
            found.setdefault(cells[1], []).append((rank, number, cells[3].strip()))
    return {key: tuple(name for _, _, name in sorted(rows)) for key, rows in found.items()}


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, without their ends, each with its number.

    Raises MissingInputError, UnreadableInputError (no UTF-8) or LimitError (a line that never ends).
    """
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(_LINE + 1):
                number += 1
                line = _decoded(raw, f"{path}:{number}").removeprefix("\ufeff")
                if line.strip():
                    yield number, line
    except FileNotFoundError as error:
        raise MissingInputError("there is no such file", where=str(path), step="Check the path.") from error
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            f"the file cannot be opened ({getattr(error, 'strerror', None) or error})",
            where=str(path),
            step="Check the path and its rights.",
        ) from error


def _decoded(raw: bytes, where: str) -> str:
    if len(raw) > _LINE:
        raise LimitError(f"a line is longer than {_LINE} bytes", where=where, step="Give a table as it was published.")
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            "the table is not UTF-8", where=where, step="Save it as UTF-8 and try again."
        ) from error


def _degrees(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) <= 360 else None


def first_line(lines: Iterable[tuple[int, str]]) -> str:
    """The first line that is not empty, or nothing."""
    return next((line for _, line in lines), "")
