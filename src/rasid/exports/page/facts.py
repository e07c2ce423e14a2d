"""Documents as the page's script takes them: JSON that is safe inside a page, without offsets and without the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rasid.exports.csv import bounds
from rasid.exports.table import clean
from rasid.model import Count, Document, Filler, Place, Record, Span, When

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def embedded(value: Any) -> str:
    """JSON that ends no script element, starts no comment, and holds no line end that older scripts took for one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "".join(_UNSAFE.get(char, char) for char in text) if any(char in text for char in _UNSAFE) else text


def facts(document: Document) -> dict[str, Any]:
    """What the page shows of a document beside its text; empty fields are left out. Places are named by their position."""
    numbers = {record.id: i for i, record in enumerate(document.records)}
    spans = [place.span for place in document.places]
    exact = {span: i for i, span in reversed(list(enumerate(spans)))}
    row = {
        "name": document.doc,
        "published": document.published or "",
        "publisher": document.publisher or "",
        "places": [_place(place) for place in document.places],
        "records": [_record(record, numbers, spans, exact) for record in document.records],
    }
    return {key: shown(value) for key, value in row.items()}


def shown(value: Any) -> Any:
    """The same data with every text on one line, without control and direction characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): shown(inner) for key, inner in value.items()}
    return [shown(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _full(row: dict[str, Any]) -> dict[str, Any]:
    """The row without what is empty."""
    return {key: value for key, value in row.items() if value not in (None, "", [], {}, False)}


def _place(place: Place) -> dict[str, Any]:
    known = place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180
    return _full({
        "text": place.text,
        "en": place.name_en or "",
        "country": place.country,
        "admin1": place.admin1 or "",
        "at": [place.lat, place.lon] if known else None,
        "kind": place.kind,
        "precision": place.precision,
        "alternatives": list(place.alternatives),
        "why": place.reason,
    })  # fmt: skip


def _record(record: Record, numbers: dict[str, int], spans: Sequence[Span], exact: dict[Span, int]) -> dict[str, Any]:
    return _full({
        "id": record.id,
        "type": record.event_type,
        "mode": record.mode,
        "modality": record.modality,
        "word": record.trigger.text,
        "a": [_filler(row) for row in record.actor],
        "r": [_filler(row) for row in record.recipient],
        "p": [_filler(row) | _full({"place": _number(row.span, spans, exact)}) for row in record.place],
        "w": [_filler(row) for row in record.weapon],
        "c": [_count(row) for row in record.counts],
        "d": _when(record.date) if record.date else None,
        "source": [name for name in record.source if name != "narrator"],
        "said": record.source_span is not None,
        "acled": record.acled,
        "sure": round(max(0.0, min(1.0, record.confidence)), 3),
        "stance": list(record.stance),
        "links": [[link.rel, numbers[link.id]] for link in record.links if link.id in numbers],
        "why": record.reason,
    })  # fmt: skip


def _number(span: Span, spans: Sequence[Span], exact: dict[Span, int]) -> list[int] | None:
    """The mention of a place that a filler is, or else the first one within it; in a list, so that 0 is not empty."""
    if span in exact:
        return [exact[span]]
    return next(([i] for i, inner in enumerate(spans) if span[0] <= inner[0] and inner[1] <= span[1]), None)


def _filler(filler: Filler) -> dict[str, Any]:
    return _full({
        "text": filler.text,
        "en": filler.canonical_en or filler.name_en or "",
        "country": filler.country,
        "sector": filler.sector,
        "via": filler.via if filler.via != "explicit" else None,
    })  # fmt: skip


def _count(count: Count) -> dict[str, Any]:
    return _full({
        "text": count.text,
        "what": count.what,
        "number": bounds(count),
        "group": count.group or "",
        "flags": [name for name in ("approx", "convention", "running") if getattr(count, name)],
    })  # fmt: skip


def _when(when: When) -> dict[str, Any]:
    return {"text": when.text} | _full({
        "start": when.start,
        "end": when.end or when.start,
        "precision": when.precision,
        "why": when.reason,
    })  # fmt: skip
