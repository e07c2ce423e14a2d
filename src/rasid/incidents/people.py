"""Lists of people: the rows of a table with name, age, place, date and sex, as monitors keep them."""

from __future__ import annotations

import calendar
import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from rasid.errors import (
    ColumnError,
    DamagedInputError,
    LimitError,
    MissingInputError,
    OptionError,
    UnreadableInputError,
)
from rasid.incidents.name_parts import Name, parse_name
from rasid.sources.columns import DELIMITERS
from rasid.sources.dates import day_of
from rasid.sources.text import decode_any
from rasid.text import fold_word

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full_name", "fullname", "name_ar", "victim", "الاسم", "اسم", "الاسم الكامل", "الاسم الثلاثي", "اسم الضحية"),
    "age": ("age", "العمر", "عمر", "السن"),
    "place": ("place", "location", "town", "city", "village", "المكان", "مكان", "البلدة", "المدينة", "القرية", "المنطقة", "مكان الوفاة"),
    "date": ("date", "date_of_death", "death_date", "day", "التاريخ", "تاريخ", "تاريخ الوفاة", "تاريخ الاستشهاد"),
    "sex": ("sex", "gender", "الجنس", "النوع"),
    "id": ("id", "no", "number", "code", "الرقم", "المعرف", "م"),
}  # fmt: skip
"""The columns that are known without being named; compared without regard to case and forms of alef."""
LARGEST = 64 * 2**20
"""The largest list, in bytes."""
_MALE, _FEMALE = frozenset({"m", "male", "man", "ذكر", "رجل"}), frozenset({"f", "female", "woman", "انثي", "امراه"})
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_AGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?\s*(.*)$")
_YOUNG = ("شهر", "اشهر", "شهور", "شهرين", "month", "يوم", "ايام", "اسبوع", "day", "week")
_OLDEST = 120
_MONTH = re.compile(r"(\d{4})-(\d{1,2})$")
_YEAR = re.compile(r"(\d{4})$")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list."""

    line: int
    """Of the file, from 1."""
    id: str = ""
    name: Name
    age: tuple[int, int] | None = None
    """In whole years, least and most."""
    place: str = ""
    days: tuple[int, int] | None = None
    """First and last day that is possible, as ordinals; one day, a month or a year."""
    given: dict[str, str] = {}
    """What stood in the columns that were used, as it stood."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that could not be used, or a row that has no name; nothing is left out without one."""

    line: int
    column: str
    what: str


class PeopleList(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it was read."""

    file: str
    people: tuple[Person, ...]
    remarks: tuple[Remark, ...]
    columns: dict[str, str]
    """Which column holds what."""


def columns_given(text: str) -> dict[str, str]:
    """``name=الاسم,age=العمر`` as a mapping. Raises OptionError."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        field, equals, column = (side.strip() for side in part.partition("="))
        if not equals or not column or field not in COLUMNS or field in found:
            raise OptionError(
                f"«{part}» does not name a field and a column",
                where="--columns",
                step=f"Write it as name=COLUMN; the fields are {', '.join(COLUMNS)}.",
            )
        found[field] = column
    return found


def read_people(path: str, given: Mapping[str, str] | None = None) -> PeopleList:
    """The people of a CSV file (comma, semicolon, tab or bar; UTF-8, UTF-16 or windows-1256).

    ``given`` names columns by field where they are not among :data:`COLUMNS`. Raises MissingInputError,
    UnreadableInputError, LimitError, DamagedInputError (a row that is broken) and ColumnError (no column of names, or a
    column named that is not there), each naming file, line and column.
    """
    text = decode_any(_bytes(path), path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    csv.field_size_limit(LARGEST)
    header: list[str] = []
    fields: dict[str, int] = {}
    people: list[Person] = []
    remarks: list[Remark] = []
    for line, row in _numbered(rows, path):
        if not header:
            header = [cell.strip().lstrip("\ufeff") for cell in row]
            fields = _fields(header, given or {}, f"{path}:{line}")
            continue
        if len(row) > len(header):
            raise DamagedInputError(
                f"the row has {len(row)} cells for {len(header)} columns, from column {len(header) + 1} on too many",
                where=f"{path}:{line}",
                step="Put cells that hold the delimiter in quotes.",
            )
        cells = {field: row[at].strip() if at < len(row) else "" for field, at in fields.items()}
        found = _person(line, cells, {field: header[at] for field, at in fields.items()}, remarks)
        if found is not None:
            people.append(found)
    if not header:
        raise ColumnError("there is no first row that names the columns", where=f"{path}:1", step="Add one.")
    return PeopleList(
        file=path,
        people=tuple(people),
        remarks=tuple(remarks),
        columns={field: header[at] for field, at in fields.items()},
    )


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise MissingInputError("there is no such file", where=path, step="Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableInputError(
            f"the file cannot be opened ({reason})", where=path, step="Check the path and its rights."
        ) from error
    if len(raw) > LARGEST:
        raise LimitError(f"the list is larger than {LARGEST} bytes", where=path, step="Cut it into smaller files.")
    return raw


def _numbered(rows: Iterator[list[str]], path: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line. Raises DamagedInputError."""
    line = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            step = "Close its quotation marks, and put cells that hold the delimiter in quotes."
            raise DamagedInputError(f"the row is broken ({error})", where=f"{path}:{line}", step=step) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, row
        line = rows.line_num + 1  # type: ignore[attr-defined]  # it is a csv.reader


def _fields(header: Sequence[str], given: Mapping[str, str], where: str) -> dict[str, int]:
    """For each field the column that holds it. Raises ColumnError."""
    places = {_plain(name): i for i, name in reversed(list(enumerate(header)))}
    shown = ", ".join(f"«{name}»" for name in header[:20])
    found: dict[str, int] = {}
    for field, known in COLUMNS.items():
        if field in given:
            if _plain(given[field]) not in places:
                raise ColumnError(
                    f"there is no column «{given[field]}» for {field}; the columns are {shown}",
                    where=where,
                    step=f"Name one of them with --columns {field}=COLUMN.",
                )
            found[field] = places[_plain(given[field])]
            continue
        at = next((places[_plain(name)] for name in known if _plain(name) in places), None)
        if at is not None:
            found[field] = at
    if "name" not in found:
        raise ColumnError(
            f"there is no column «name» (or «الاسم»); the columns are {shown}",
            where=where,
            step="Name the column of names with --columns name=COLUMN.",
        )
    return found


def _plain(name: str) -> str:
    return " ".join(fold_word(word) for word in name.casefold().replace("_", " ").split())


def _person(line: int, cells: dict[str, str], columns: dict[str, str], remarks: list[Remark]) -> Person | None:
    """The person of a row, or None where it has no name; what cannot be used is remarked upon."""
    name = parse_name(cells["name"])
    if name.empty:
        what = f"«{cells['name']}» is no name" if cells["name"] else "it is empty"
        remarks.append(Remark(line=line, column=columns["name"], what=f"{what}; the row is left out"))
        return None
    sex = fold_word(cells.get("sex", "").casefold())
    gender = "m" if sex in _MALE else "f" if sex in _FEMALE else name.gender
    age, days = age_of(cells.get("age", "")), days_of(cells.get("date", ""))
    for field, value in (("age", age), ("date", days), ("sex", gender)):
        if cells.get(field) and not value:
            remarks.append(Remark(line=line, column=columns[field], what=f"«{cells[field]}» is not understood"))
    return Person(
        line=line,
        id=cells.get("id", ""),
        name=msgspec.structs.replace(name, gender=gender),
        age=age,
        place=cells.get("place", ""),
        days=days,
        given={field: cell for field, cell in cells.items() if cell},
    )


def age_of(text: str) -> tuple[int, int] | None:
    """Least and most whole years of «35», «30-35», «7 أشهر»; None where it is empty or no age."""
    found = _AGE.match(text.strip().translate(_DIGITS))
    if found is None:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    unit = "".join(fold_word(word) for word in found[3].casefold().split())
    if any(word in unit for word in _YOUNG):
        months = low if "شهر" in unit or "شهور" in unit or "month" in unit else 0
        return months // 12, months // 12
    return (low, high) if low <= high <= _OLDEST else None


def days_of(text: str) -> tuple[int, int] | None:
    """First and last possible day as ordinals of a day, a month (2024-03) or a year; None where it is none or unclear."""
    plain = text.strip().translate(_DIGITS)
    try:
        if found := _MONTH.match(plain):
            year, month = int(found[1]), int(found[2])
            first = datetime.date(year, month, 1)
            return first.toordinal(), first.replace(day=calendar.monthrange(year, month)[1]).toordinal()
        if found := _YEAR.match(plain):
            return datetime.date(int(found[1]), 1, 1).toordinal(), datetime.date(int(found[1]), 12, 31).toordinal()
        day = day_of(plain)
        number = datetime.date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None
    return (number, number) if number is not None else None
