"""JSON: everything that was found, in the form that the reference describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.model import Document


def as_dict(document: Document) -> dict[str, Any]:
    """A document as plain data, without its text: ``doc``, ``sha256``, ``published``, …, ``records``, ``places``, ``actors``."""
    row: dict[str, Any] = msgspec.to_builtins(document)
    del row["text"]
    return row


def _safe(value: Any) -> Any:
    """The same data with unpaired surrogates, which UTF-8 cannot hold, written as U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _safe(inner) for key, inner in value.items()}
    return [_safe(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _encode(document: Document) -> bytes:
    row = as_dict(document)
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:
        return msgspec.json.encode(_safe(row))


def to_json(documents: Iterable[Document]) -> Iterator[bytes]:
    """Indented JSON: a list of documents."""
    opening = b"[\n"
    for document in documents:
        yield opening + msgspec.json.format(_encode(document), indent=2)
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def to_json_object(documents: Iterable[Document]) -> Iterator[bytes]:
    """Indented JSON: the one document itself."""
    for document in documents:
        yield msgspec.json.format(_encode(document), indent=2) + b"\n"


def to_jsonl(documents: Iterable[Document]) -> Iterator[bytes]:
    """A document a line."""
    for document in documents:
        yield _encode(document) + b"\n"
