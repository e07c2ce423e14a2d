"""OCHA's tables of administrative boundaries and places (COD-AB), in CSV or XLSX, with their P-codes.

The columns are those of the common operational datasets on the Humanitarian Data Exchange, in the spellings that their
tables use: ``admin1Name_ar``, ``admin1Pcode`` and so on; ``ADM3_AR``, ``ADM3_PCODE``; points as ``latitude``, ``lon``,
``POINT_X``, ``center_lat`` and the like.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from rasid.errors import ColumnError, DamagedInputError, LimitError, MissingExtraError, MissingInputError
from rasid.places.geonames import lines_of
from rasid.places.tabled import Given, Left, is_arabic, plain_key

LARGEST = 256 * 2**20
"""The largest workbook, in bytes."""
_UNIT = re.compile(r"adm(?:in)?(\d)(?:name)?(ar|en|pcode|ref\w*|alt\w*|)(\d?)$")
_LATITUDES = frozenset("lat latitude y pointy ycoord centerlat centroidlat centrelat latdd خطالعرض".split())
_LONGITUDES = frozenset("lon long longitude x pointx xcoord centerlon centroidlon centrelon londd خطالطول".split())
_OWN = {
    "ar": frozenset({"namear", "featurenamear", "popplacenamear", "communityar", "الاسم"}),
    "en": frozenset({"nameen", "featurename", "popplacename", "name", "communityen"}),
    "pcode": frozenset({"pcode", "popplacepcode", "communitypcode"}),
}
_KINDS = {1: "governorate", 2: "district", 3: "district", 4: "village", 5: "neighbourhood"}


class _Columns(NamedTuple):
    """Where what stands, by position in a row."""

    units: dict[tuple[int, str], int]
    """By level and one of ``ar``, ``en``, ``pcode``."""
    own: dict[str, int]
    """Names and code of a place below all units."""
    lat: int | None
    lon: int | None

    @property
    def level(self) -> int:
        """The deepest level that is named."""
        return max((level for level, what in self.units if what in {"ar", "en"}), default=0)


def read_cod(path: Path, countries: Mapping[str, str]) -> Iterator[Given | Left]:
    """The places of a table: of each row its deepest unit, or the place below it.

    ``countries`` gives alpha-3 by alpha-2. Raises ColumnError where no columns of COD-AB are found, naming file, line and
    columns; MissingExtraError for XLSX without openpyxl; what opening a file raises.
    """
    sheets = _workbook(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else iter([("", _table(path))])
    headings: list[str] = []
    found = False
    for sheet, rows in sheets:
        where = f"{path}!{sheet}" if sheet else str(path)
        first = next(rows, None)
        if first is None:
            continue
        headings += [cell for cell in first[1] if cell]
        columns = _columns(first[1])
        if columns.level or columns.own.get("ar") is not None:
            found = True
            yield from _places(where, columns, rows, countries)
        elif sheet:
            yield Left(where=where, name=sheet, why="a sheet without columns of COD-AB")
    if not found:
        shown = ", ".join(f"«{name}»" for name in headings[:20]) or "none"
        raise ColumnError(
            f"there are no columns such as admin1Name_ar or ADM1_AR; the columns are {shown}",
            where=f"{path}:1",
            step="Give a table of COD-AB, or a dump of GeoNames with its 19 columns.",
        )


def _columns(header: Sequence[str]) -> _Columns:
    units: dict[tuple[int, str], int] = {}
    own: dict[str, int] = {}
    lat = lon = None
    for i, heading in enumerate(header):
        key = plain_key(heading)
        if unit := _UNIT.match(key):
            what = unit[2] or ("en" if not unit[3] else "ar")
            if what in {"ar", "en", "pcode"}:
                units.setdefault((int(unit[1]), what), i)
        elif key in _LATITUDES:
            lat = i if lat is None else lat
        elif key in _LONGITUDES:
            lon = i if lon is None else lon
        else:
            own |= {what: i for what, keys in _OWN.items() if key in keys and what not in own}
    return _Columns(units, own, lat, lon)


def _places(
    where: str, columns: _Columns, rows: Iterator[tuple[int, list[str]]], countries: Mapping[str, str]
) -> Iterator[Given | Left]:
    below = "ar" in columns.own
    level = columns.level

    def cell(row: list[str], at: int | None) -> str:
        return row[at].strip() if at is not None and at < len(row) else ""

    for line, row in rows:
        here = f"{where}:{line}"
        if all(value.startswith("#") for value in row if value):
            yield Left(where=here, name=row[0], why="a row of HXL tags")
            continue
        names = {
            what: cell(row, columns.own.get(what) if below else columns.units.get((level, what)))
            for what in ("ar", "en", "pcode")
        }
        if not is_arabic(names["ar"]) and is_arabic(names["en"]):
            names["ar"] = names["en"]  # tables whose names are in the language of the country only
        shown = names["en"] or names["pcode"] or names["ar"]
        if not is_arabic(names["ar"]):
            yield Left(where=here, name=shown, why="no Arabic name")
            continue
        if level == 0 and not below:
            yield Left(where=here, name=shown, why="a country; the table of countries has it")
            continue
        lat, lon = _degrees(cell(row, columns.lat), 90), _degrees(cell(row, columns.lon), 180)
        if lat is None or lon is None:
            given = cell(row, columns.lat) or cell(row, columns.lon)
            yield Left(where=here, name=shown, why=f"«{given}» is no point" if given else "no point")
            continue
        province = (level > 1) or below
        yield Given(
            where=here,
            aliases=(names["ar"],),
            name_en=names["en"] or names["ar"],
            country=next(
                filter(None, (_country(code, countries) for code in _codes(row, columns, names["pcode"]))), None
            ),
            admin1=cell(row, columns.units.get((1, "en"))) or None if province else None,
            admin1_ar=cell(row, columns.units.get((1, "ar"))) or None if province else None,
            kind="village" if below else _KINDS.get(level, "other"),
            lat=lat,
            lon=lon,
            code=f"pcode={names['pcode']}" if names["pcode"] else "",
        )


def _degrees(cell: str, most: int) -> float | None:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _codes(row: list[str], columns: _Columns, own: str) -> Iterator[str]:
    """The P-codes of a row, the country's first; that of a village need not tell its country."""
    for (_, what), at in sorted(columns.units.items()):
        if what == "pcode" and at < len(row):
            yield row[at].strip()
    yield own


def _country(code: str, countries: Mapping[str, str]) -> str | None:
    """The country of a P-code, which begins with alpha-2 or alpha-3."""
    letters = re.match("[A-Za-z]*", code)
    head = letters[0].upper() if letters else ""
    if head[:3] in countries.values() and len(head) >= 3:
        return head[:3]
    return countries.get(head[:2])


def _table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their lines. Raises DamagedInputError."""
    numbers: list[int] = []

    def texts() -> Iterator[str]:
        for number, line in lines_of(path):
            numbers.append(number)
            yield line + "\n"

    source = texts()
    head = next(source, "")
    if not head:
        return
    mark = max(",;\t", key=head.count)

    def again() -> Iterator[str]:
        yield head
        yield from source

    rows = csv.reader(again(), delimiter=mark, strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise DamagedInputError(
                f"the row is broken ({error})", where=f"{path}:{numbers[-1]}", step="Close its quotation marks."
            ) from error
        if row is None:
            return
        yield numbers[-1], row


def _workbook(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """The sheets of a workbook by name. Raises MissingExtraError, MissingInputError, LimitError or DamagedInputError."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError as error:
        raise MissingExtraError(
            "reading XLSX needs the package openpyxl, which is not installed",
            where=str(path),
            step="Install it with: pip install 'rasid[excel]', or save the sheet as CSV.",
        ) from error
    if not path.is_file():
        raise MissingInputError("there is no such file", where=str(path), step="Check the path.")
    if path.stat().st_size > LARGEST:
        raise LimitError(
            f"the workbook is larger than {LARGEST} bytes", where=str(path), step="Save its sheets as CSV."
        )
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            yield sheet.title, _cells(sheet)
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise DamagedInputError(
            f"this is no workbook that can be read ({error})", where=str(path), step="Save it anew, or as CSV."
        ) from error


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = ["" if value is None else str(value) for value in row]
        if any(cells):
            yield number, cells
