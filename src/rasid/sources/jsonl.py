"""JSON: an object a line, a list of objects, or one object; a document each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from rasid.errors import DamagedInputError, RasidError
from rasid.sources.blob import Blob, Flowing
from rasid.sources.columns import assign, piece
from rasid.sources.extras import load
from rasid.sources.limits import too_large
from rasid.sources.lines import lines
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, left

_DEEPEST = 500
"""Levels of an object."""


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The documents, one by one. A line that is wrong is left and the others are read. Raises DamagedInputError or LimitError."""
    start = blob.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    first, newline, _ = start.partition(b"\n")
    if start.startswith(b"["):
        yield from _items(blob, context)
    elif (newline or len(blob.head) == blob.size) and not _parses(first):
        yield from _whole(blob, context)
    else:
        yield from _lines(blob, context)


def _parses(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return False


def _lines(blob: Blob, context: Context) -> Iterator[Outcome]:
    limit = context.options.limits.document
    for number, line in lines(blob, limit):
        where = f"{blob.name}#{number}"
        if line is None:
            yield left(where, too_large(where, limit, "a line"))
        elif line.strip():
            try:
                row = msgspec.json.decode(line)
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                yield left(where, broken(where, error))
            else:
                yield _one(row, blob.name, number, context)


def _items(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The objects of a list, however long it is."""
    ijson = load("ijson", where=blob.name)
    number = 0
    try:
        for where, row in walk(ijson, Flowing(blob.stream), lambda path: path == "item"):
            if where != "item":
                continue
            number += 1
            yield _one(row, blob.name, number, context)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        yield left(
            f"{blob.name}#{number + 1}", broken(f"{blob.name}#{number + 1}", error, "it and what follows is lost")
        )


def walk(ijson: Any, stream: Flowing, take: Callable[[str], bool]) -> Iterator[tuple[str, Any]]:
    """Each value of a JSON text with where it lies (``chats.list.item``); maps are built where ``take`` wants them.

    Other maps and lists are gone into, and never held as a whole. The parser's own prefixes are not used: their memory
    grows with the square of the depth. Raises RecursionError where it is nested too deep.
    """
    events = ijson.basic_parse(stream, use_float=True)
    path: list[str] = []
    for event, value in events:
        if event == "map_key":
            path[-1] = value
        elif event in {"end_map", "end_array"}:
            path.pop()
        elif event == "start_map" and take(".".join(path)):
            yield ".".join(path), _build(ijson, events)
        elif event in {"start_map", "start_array"}:
            yield ".".join(path), {} if event == "start_map" else []
            path.append("item" if event == "start_array" else "")
            if len(path) > _DEEPEST:
                raise RecursionError
        else:
            yield ".".join(path), value


def _build(ijson: Any, events: Iterator[tuple[str, Any]]) -> Any:
    """The map whose start was just taken. Raises RecursionError."""
    builder = ijson.ObjectBuilder()
    builder.event("start_map", None)
    level = 1
    while level:
        event, value = next(events)
        builder.event(event, value)
        level += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
        if level > _DEEPEST:
            raise RecursionError
    return builder.value


def _whole(blob: Blob, context: Context) -> Iterator[Outcome]:
    """One object over several lines; lines of JSON of which the first is broken; or objects one after the other."""
    raw = blob.whole(context.options.limits.document)
    try:
        row = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        if not any(_parses(line) for line in raw.splitlines()[:100]):
            raise broken(blob.name, error) from error
        again = Blob(blob.name, io.BytesIO(raw), blob.budget, size=len(raw), depth=blob.depth)
        yield from _lines(again, context)
    else:
        yield _one(row, blob.name, 1, context)


def _one(row: Any, name: str, number: int, context: Context) -> Outcome:
    where = f"{name}#{number}"
    try:
        if not isinstance(row, dict):
            raise DamagedInputError("this is no JSON object", where=where, step="Give an object for each document.")
        return piece(row, assign(list(row), context.options.columns, where), name, number, MANIFEST.name)
    except RasidError as error:
        return left(error.where, error)


def broken(where: str, error: Exception, after: str = "") -> DamagedInputError:
    """The error of JSON that breaks off or breaks its rules."""
    reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0][:120]
    tail = f"; {after}" if after else ""
    return DamagedInputError(
        f"the JSON is broken ({reason}){tail}", where=where, step="Write it anew, or mend it there."
    )


MANIFEST = Manifest(
    name="jsonl",
    about="JSON lines, a list of JSON objects, or one object",
    known_by="it begins with an object or a list of objects",
    many=True,
    ids="the id of the object, else the number of its line",
    options=(("--columns", "which key holds what: text, title, published, publisher, id, address"),),
    read=read,
)
