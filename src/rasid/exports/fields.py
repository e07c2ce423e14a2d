"""The fields of a document by name, and the values that stand in them.

A field is named by its path, such as ``records.actor.canonical_en``. What a format holds, what an export lost and what a
round trip must give back are all said in these names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from rasid.model import Document

_HIDDEN = frozenset({"text"})
"""Fields of a document that records files do not carry; the texts are given apart."""


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """A value in its place: ``field`` names the kind of place, ``key`` the very place."""

    field: str
    key: str
    value: Any
    given: bool
    """Whether it says something: neither empty nor what stands there when nothing is said."""


@cache
def inner(kind: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct] | None]:
    """The fields of a struct with the struct that stands in each, alone or in a list; None for a plain value."""
    return {name: _struct(hint) for name, hint in get_type_hints(kind).items()}


def _struct(hint: Any) -> type[msgspec.Struct] | None:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next((found for part in get_args(hint) if (found := _struct(part)) is not None), None)


@cache
def _defaults(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.name: field.default for field in msgspec.structs.fields(kind)}


def _paths(kind: type[msgspec.Struct], prefix: str) -> Iterator[str]:
    for name, struct in inner(kind).items():
        if struct is None:
            yield prefix + name
        else:
            yield from _paths(struct, f"{prefix}{name}.")


FIELDS = tuple(path for path in _paths(Document, "") if path not in _HIDDEN)
"""Every field that a records file may carry, in the order of the model."""


def under(*patterns: str) -> frozenset[str]:
    """The fields that the patterns name: a path, or a path with ``.*`` for all below it. Raises KeyError for others."""
    found: set[str] = set()
    for pattern in patterns:
        chosen = {
            path for path in FIELDS if path == pattern or (pattern[-2:] == ".*" and path.startswith(pattern[:-1]))
        }
        if not chosen:
            raise KeyError(pattern)
        found |= chosen
    return frozenset(found)


def leaves(document: Document) -> Iterator[Leaf]:
    """Every value of a document but its text, in the order of the model."""
    return (leaf for leaf in _leaves(document, "", "") if leaf.field not in _HIDDEN)


def _leaves(value: msgspec.Struct, field: str, key: str) -> Iterator[Leaf]:
    defaults = _defaults(type(value))
    for name, struct in inner(type(value)).items():
        found = getattr(value, name)
        path, place = field + name, key + name
        if struct is None:
            yield Leaf(path, place, found, not (found is None or found in ("", (), {}) or found == defaults[name]))
        elif isinstance(found, tuple):
            for i, row in enumerate(found):
                yield from _leaves(row, f"{path}.", f"{place}[{i}].")
        elif found is not None:
            yield from _leaves(found, f"{path}.", f"{place}.")


def held(document: Document, fields: frozenset[str]) -> dict[str, Any]:
    """What stands in these fields, by place: two documents agree in them where these are equal."""
    return {leaf.key: leaf.value for leaf in leaves(document) if leaf.field in fields}


def unknown(row: Mapping[str, Any], kind: type[msgspec.Struct] = Document, prefix: str = "") -> Iterator[str]:
    """The paths of keys that are no field of the model, such as those of another program, once for each value."""
    known = inner(kind)
    for name, value in row.items():
        if name not in known:
            yield prefix + name
            continue
        struct = known[name]
        for part in value if isinstance(value, list) else [value]:
            if struct is not None and isinstance(part, dict):
                yield from unknown(part, struct, f"{prefix}{name}.")
