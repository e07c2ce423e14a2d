"""Reading the tables that people edit: TSV for words and names, TOML for frames."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from rasid.errors import TableError, UnreadableInputError
from rasid.lexicon import entries

TABLES: dict[str, type[msgspec.Struct]] = {
    "actors": entries.ActorEntry,
    "organs": entries.OrganEntry,
    "roles": entries.RoleEntry,
    "groups": entries.GroupEntry,
    "weapons": entries.WeaponEntry,
    "reporting": entries.ReportingEntry,
    "names": entries.NameEntry,
    "realis": entries.RealisEntry,
    "control": entries.ControlEntry,
    "calendar": entries.CalendarEntry,
    "numbers": entries.NumberEntry,
    "countries": entries.CountryEntry,
    "places": entries.PlaceEntry,
    "verbs": entries.VerbEntry,
    "nouns": entries.NounEntry,
    "adjectives": entries.AdjectiveEntry,
    "function_words": entries.FunctionEntry,
}
SEPARATOR = " | "


def _columns(row_type: type[msgspec.Struct]) -> dict[str, bool]:
    """Column names in the file's spelling, and whether the column holds a list."""
    hints = get_type_hints(row_type)
    fields = msgspec.structs.fields(row_type)
    return {
        field.encode_name: list in {hints[field.name], getattr(hints[field.name], "__origin__", None)}
        for field in fields
    }


def _required(row_type: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(row_type) if field.required}


def read_text(path: Path) -> str:
    """The table's text in UTF-8. Raises UnreadableInputError naming the file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            "the table is not UTF-8", where=str(path), step="Save it as UTF-8 and try again."
        ) from error
    except OSError as error:
        raise UnreadableInputError(
            f"the table cannot be opened ({error.strerror})", where=str(path), step="Check the path and its rights."
        ) from error


def recognise(header: list[str]) -> list[str]:
    """The names of the tables that a header line fits."""
    given = set(header)
    return [name for name, row in TABLES.items() if given <= set(_columns(row)) and _required(row) <= given]


def _kind(path: Path, number: int, header: list[str]) -> str:
    """The one table that a file is by its header; where several fit, the one that the file's name begins with."""
    fitting = recognise(header)
    named = [name for name in fitting if path.stem.startswith(name)]
    if len(fitting) == 1 or len(named) == 1:
        return (named or fitting)[0]
    if fitting:
        raise TableError(
            f"the header fits several tables: {', '.join(fitting)}",
            where=f"{path}:{number}",
            step=f"Begin the file's name with the table's, as in {fitting[0]}_mine.tsv, or write all its columns.",
        )
    known = "; ".join(f"{key}: {' '.join(_columns(row))}" for key, row in TABLES.items())
    raise TableError(
        "the header fits no table", where=f"{path}:{number}", step=f"Use the columns of one of these: {known}."
    )


def read_table(path: Path, name: str | None = None) -> tuple[str, list[Any]]:
    """Read a TSV table; its kind is told by ``name`` or recognised by its header.

    Returns the table's name and its rows in order. Raises TableError naming file, line and column.
    """
    lines = read_text(path).splitlines()
    numbered = [(i, line) for i, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise TableError("the table is empty", where=str(path), step="Give it a header line with the column names.")
    number, first = numbered[0]
    header = [cell.strip() for cell in first.split("\t")]
    table = name or _kind(path, number, header)
    row_type = TABLES[table]
    columns = _columns(row_type)
    unknown = [cell for cell in header if cell not in columns]
    missing = _required(row_type) - set(header)
    if unknown or missing:
        what = f"unknown column «{unknown[0]}»" if unknown else f"column «{min(missing)}» is missing"
        raise TableError(what, where=f"{path}:{number}", step=f"The columns are: {' '.join(columns)}.")
    return table, [_row(path, i, line, header, row_type) for i, line in numbered[1:]]


def _row(path: Path, number: int, line: str, header: list[str], row_type: type[msgspec.Struct]) -> Any:
    cells = line.split("\t")
    if len(cells) > len(header):
        raise TableError(
            f"{len(cells)} cells for {len(header)} columns",
            where=f"{path}:{number}",
            step="Part the cells with one tab each.",
        )
    columns, required = _columns(row_type), _required(row_type)
    values: dict[str, Any] = {}
    for place, (column, cell) in enumerate(zip(header, cells, strict=False), 1):
        text = cell.strip()
        if text:
            values[column] = (
                [part.strip() for part in text.split(SEPARATOR.strip()) if part.strip()] if columns[column] else text
            )
        elif column in required:
            raise TableError(
                f"column {place} («{column}») is empty", where=f"{path}:{number}", step="Fill it or take the row out."
            )
    short = [column for column in required if column not in values]
    if short:
        raise TableError(
            f"column «{short[0]}» is missing in this row",
            where=f"{path}:{number}",
            step="Part the cells with one tab each.",
        )
    try:
        return msgspec.convert(values, row_type)
    except msgspec.ValidationError as error:
        raise TableError(
            str(error), where=f"{path}:{number}", step="See the column's legal values in the docs."
        ) from error


def read_frames(path: Path) -> tuple[list[entries.Frame], list[entries.Light]]:
    """Read a TOML file of ``[[frame]]`` and ``[[light]]`` blocks. Raises TableError naming file and block."""
    try:
        raw = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"not valid TOML: {error}", where=str(path), step="Mend the line that it names.") from error
    strange = set(raw) - {"frame", "light"}
    if strange:
        raise TableError(f"unknown block «{min(strange)}»", where=str(path), step="Blocks are [[frame]] and [[light]].")
    frames = [_block(path, "frame", i, block, entries.Frame) for i, block in enumerate(raw.get("frame", []), 1)]
    lights = [_block(path, "light", i, block, entries.Light) for i, block in enumerate(raw.get("light", []), 1)]
    return frames, lights


def _block(path: Path, kind: str, number: int, block: dict[str, Any], row_type: type[Any]) -> Any:
    try:
        return msgspec.convert(block, row_type)
    except msgspec.ValidationError as error:
        word = block.get("word", "?")
        raise TableError(
            f"[[{kind}]] number {number} («{word}»): {error}", where=str(path), step="See the legal keys in the docs."
        ) from error
