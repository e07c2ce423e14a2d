"""Texts whose writers cut words apart to escape filters («قصـ.ـف») are read without the marks.

The spans found in them are those of the exact text all the same.
"""

from __future__ import annotations

import hashlib
from array import array
from typing import Any

import msgspec

from rasid.incidents.forms import veils
from rasid.model import Document, Span
from rasid.reading.reader import Reader


def read(
    reader: Reader, text: str, *, published: str | None = None, publisher: str | None = None, doc: str | None = None
) -> Document:
    """Read a text as :meth:`rasid.Reader.read` does, words that were cut apart as whole ones."""
    cuts = veils(text)
    if not cuts:
        return reader.read(text, published=published, publisher=publisher, doc=doc)
    plain, starts = _without(text, cuts)
    found = reader.read(plain, published=published, publisher=publisher, doc=doc)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    moved: Document = _moved(found, text, starts)
    return msgspec.structs.replace(moved, text=text, sha256=digest, doc=doc or digest[:12])


def _without(text: str, cuts: list[Span]) -> tuple[str, array[int]]:
    """The text without some stretches, and the offset in it that each letter left comes from."""
    starts = array("q")
    at = 0
    for start, end in [*cuts, (len(text), len(text))]:
        starts.extend(range(at, start))
        at = end
    return "".join(text[i] for i in starts), starts


def _moved(value: Any, text: str, starts: array[int]) -> Any:
    """The same structure with every span moved to the exact text, and the words beside it as they stand there."""
    if isinstance(value, tuple):
        return tuple(_moved(item, text, starts) for item in value)
    if not isinstance(value, msgspec.Struct):
        return value
    changed: dict[str, Any] = {}
    for name in value.__struct_fields__:
        inner = getattr(value, name)
        if name in {"span", "source_span"}:
            changed[name] = None if inner is None else _span(inner, starts)
        elif isinstance(inner, (tuple, msgspec.Struct)):
            changed[name] = _moved(inner, text, starts)
    if changed.get("span") is not None and hasattr(value, "text"):
        start, end = changed["span"]
        changed["text"] = text[start:end]
    return msgspec.structs.replace(value, **changed)


def _span(span: Span, starts: array[int]) -> Span:
    start, end = span
    return (starts[start], starts[end - 1] + 1) if end > start else (starts[start], starts[start])
