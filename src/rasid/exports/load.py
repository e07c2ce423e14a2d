"""Records files to documents: JSON lines, an object or a list, as ``rasid read`` writes them.

The file may come from anywhere: what does not fit is named by file, line and field, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from rasid.errors import RecordsError
from rasid.exports.manifest import Row
from rasid.model import Document

LONGEST = 512 * 1024 * 1024
"""The longest line, and the longest file that is not JSON lines, in bytes."""
_STEP = "Give a file that rasid read wrote with --format jsonl or json."


def rows_of(file: BinaryIO, where: str, *, longest: int = LONGEST) -> Iterator[Row]:
    """The documents of an open file, one by one. Raises RecordsError; ``where`` names the file in it."""
    return (row_of(raw, place, listed=listed) for raw, place, listed in objects_of(file, where, longest=longest))


def objects_of(
    file: BinaryIO, where: str, *, longest: int = LONGEST, one: str = "document"
) -> Iterator[tuple[Any, str, bool]]:
    """What stands in a file of JSON lines, a list or an object, one by one: value, place, and whether it stood in a list.

    Raises RecordsError.
    """
    first = file.readline(longest + 1)
    number = 1
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first, number = file.readline(longest + 1), number + 1
    if not first:
        return
    _within(first, longest, f"{where}:{number}")
    first = first.removeprefix(b"\xef\xbb\xbf")
    if first.lstrip()[:1] == b"[" or not _complete(first):
        whole = first + file.read(longest + 1 - len(first))
        _within(whole, longest, where)
        found = parsed(whole, where)
        listed = isinstance(found, list)
        for i, raw in enumerate(found if listed else [found]):
            yield raw, f"{where}, {one} {i + 1}", listed
        return
    line = first
    while line:
        if line.strip():
            yield parsed(line, f"{where}:{number}"), f"{where}:{number}", False
        line, number = file.readline(longest + 1), number + 1
        _within(line, longest, f"{where}:{number}")


def parsed(raw: bytes, where: str) -> Any:
    """What JSON says. Raises RecordsError where it is none, or nested too deep."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordsError(f"this is no JSON ({error})", where=where, step=_STEP) from error


def row_of(raw: Any, where: str, *, listed: bool = False) -> Row:
    """A document from its object. Raises RecordsError for a missing or wrong field, naming it."""
    try:
        document = msgspec.convert(raw, Document)
    except msgspec.ValidationError as error:
        if is_incident(raw):
            raise RecordsError(
                "this is an incident, and the format is for records",
                where=where,
                step="Write incidents in a format of theirs: incidents, incidents-csv, incidents-geojson, incidents-html, "
                "acled or ged.",
            ) from error
        raise RecordsError(f"this is no document with records ({error})", where=where, step=_STEP) from error
    return Row(document=document, raw=raw, listed=listed)


def is_incident(raw: Any) -> bool:
    """Whether an object is an incident, as ``rasid link`` writes them."""
    return isinstance(raw, dict) and "incident" in raw and "reports" in raw


def _complete(line: bytes) -> bool:
    """Whether a line is a JSON value by itself."""
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _within(raw: bytes, longest: int, where: str) -> None:
    if len(raw) > longest:
        raise RecordsError(
            f"this is longer than {longest} bytes", where=where, step="Cut it into files of fewer documents."
        )
