"""JSON: everything that was found, in the form that the reference describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.model import OPTIONAL, Document

_PIECE = 1 << 16
"""Bytes from which a piece of the output is written."""


def as_dict(document: Document) -> dict[str, Any]:
    """A document as plain data, without its text: ``doc``, ``sha256``, ``published``, …, ``records``, ``places``, ``actors``."""
    row: dict[str, Any] = msgspec.to_builtins(document)
    del row["text"]
    return {key: value for key, value in row.items() if value is not None or key not in OPTIONAL}


def _safe(value: Any) -> Any:
    """The same data with unpaired surrogates, which UTF-8 cannot hold, written as U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _safe(inner) for key, inner in value.items()}
    return [_safe(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _encode(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_safe(msgspec.to_builtins(value)))


def _pieces(document: Document, indent: str | None = None) -> Iterator[bytes]:
    """A document in JSON without its text, list by list and row by row, so that no second copy of it is held.

    ``indent`` is the blank before its lines; without it all stands in one line.
    """
    line = b"" if indent is None else f"\n{indent}".encode()
    step, gap = (b"", b"") if indent is None else (b"  ", b" ")
    opening = b"{"
    for name in Document.__struct_fields__:
        if name == "text":
            continue
        value = getattr(document, name)
        if value is None and name in OPTIONAL:
            continue
        yield opening + line + step + b'"' + name.encode() + b'":' + gap
        opening = b","
        if not isinstance(value, tuple) or not value:
            yield _encode(value)
            continue
        within = line + 2 * step
        for place, row in enumerate(value):
            encoded = _encode(row)
            if indent is not None:
                encoded = msgspec.json.format(encoded, indent=2).replace(b"\n", within)
            yield (b"," if place else b"[") + within + encoded
        yield line + step + b"]"
    yield line + b"}"


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a good size for writing."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def to_json(documents: Iterable[Document]) -> Iterator[bytes]:
    """Indented JSON: a list of documents."""
    opening = b"[\n"
    for document in documents:
        yield opening
        yield from _joined(_pieces(document, ""))
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def to_json_object(documents: Iterable[Document]) -> Iterator[bytes]:
    """Indented JSON: the one document itself."""
    for document in documents:
        yield from _joined(_pieces(document, ""))
        yield b"\n"


def to_jsonl(documents: Iterable[Document]) -> Iterator[bytes]:
    """A document a line."""
    for document in documents:
        yield from _joined(_pieces(document))
        yield b"\n"
