"""How two readings of a document differ, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

Row = dict[str, Any]
"""A record, a mention or a document as plain data: one of the readings may be of another version."""

_APART = frozenset({"id", "reason", "links"})
"""Fields of a record that are not compared as they stand: ids count through the document, reasons only explain."""


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in which two readings differ.

    ``added``, ``removed`` and ``changed`` are of records; ``reason``: a record is explained otherwise but says the same;
    ``mentions``: a mention of a place or an actor is found in one reading only.
    """

    sha256: str
    doc: str
    change: Literal["added", "removed", "changed", "reason", "mentions"]
    old: Row | None = None
    new: Row | None = None
    fields: tuple[str, ...] = ()
    """Which fields of a record differ."""


def differences(sha256: str, name: str, before: Row, after: Row) -> Iterator[Difference]:
    """The differences between two readings of the document ``name`` in the archived file ``sha256``, in order of the text.

    A reading that lacks it gives an empty row. Records are the same one where their trigger and type are, or else their
    trigger alone.
    """
    for a, b in _paired(before.get("records", []), after.get("records", [])):
        found = _compared(a, b, before, after)
        if found is not None:
            change, fields = found
            yield Difference(sha256=sha256, doc=name, change=change, old=a, new=b, fields=fields)
    for kind in ("places", "actors"):
        for a, b in _mentions(before.get(kind, []), after.get(kind, [])):
            yield Difference(sha256=sha256, doc=name, change="mentions", old=a, new=b, fields=(kind,))


def _paired(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Records that are the same one, and those without another, by where their trigger stands."""
    pairs: list[tuple[Row | None, Row | None]] = []
    left, right = list(old), list(new)
    for keys in (("trigger", "event_type", "mode"), ("trigger", "event_type"), ("trigger",)):
        for a in list(left):
            b = next((row for row in right if all(_key(row, key) == _key(a, key) for key in keys)), None)
            if b is not None:
                pairs.append((a, b))
                left.remove(a)
                right.remove(b)
    pairs += [(a, None) for a in left] + [(None, b) for b in right]
    return sorted(pairs, key=lambda pair: (*_span(pair), pair[0] is None))


def _key(row: Row, name: str) -> Any:
    return row["trigger"]["span"] if name == "trigger" else row.get(name)


def _span(pair: tuple[Row | None, Row | None]) -> tuple[int, int]:
    row = pair[1] or pair[0] or {}
    start, end = row["trigger"]["span"]
    return start, end


def _compared(
    a: Row | None, b: Row | None, before: Row, after: Row
) -> tuple[Literal["added", "removed", "changed", "reason"], tuple[str, ...]] | None:
    if a is None:
        return "added", ()
    if b is None:
        return "removed", ()
    names = dict.fromkeys([*a, *b])
    fields = [name for name in names if name not in _APART and a.get(name) != b.get(name)]
    if _targets(a, before) != _targets(b, after):
        fields.append("links")
    if fields:
        return "changed", tuple(fields)
    return ("reason", ("reason",)) if a.get("reason") != b.get("reason") else None


def _targets(record: Row, document: Row) -> list[Any]:
    """What a record is linked to, by where that stands, since ids may have moved on."""
    where = {row["id"]: (row["trigger"]["span"], row["event_type"]) for row in document.get("records", [])}
    return sorted([link["rel"], str(where.get(link["id"]))] for link in record.get("links", []))


def _mentions(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Mentions that only one of two lists holds."""

    def count(rows: Sequence[Row]) -> Counter[bytes]:
        return Counter(msgspec.json.encode(row, order="sorted") for row in rows)

    before, after = count(old), count(new)
    for row in (before - after).elements():
        yield msgspec.json.decode(row, type=Row), None
    for row in (after - before).elements():
        yield None, msgspec.json.decode(row, type=Row)
