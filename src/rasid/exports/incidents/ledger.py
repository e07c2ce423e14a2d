"""What the page shows of an incident beside its words: claims in a table, texts with marks, links as waterfalls."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rasid.errors import RecordsError
from rasid.exports.csv import bounds
from rasid.exports.incidents.facts import toll_words
from rasid.exports.table import clean
from rasid.model import Claim, Count, Fused, Incident, MatchLink, Report

_ORDER = ("event", "time", "place", "toll", "blame", "weapon", "target", "victim")
_TOLLS = ("killed", "injured", "abducted", "arrested", "displaced", "missing")
_WIDTH = 200.0
"""Of the picture of a waterfall, in its own units."""
_SMALLEST = 0.8


class Stretch(NamedTuple):
    """Characters of a report that the same claims rest on."""

    text: str
    kinds: tuple[str, ...]
    first: int | None
    """The claim whose words begin here, so that its row can lead to them."""


def rows_of(incident: Incident, reports: Sequence[Report], texts: Sequence[str]) -> list[dict[str, Any]]:
    """The claims as a table: a row a kind of claim, a cell a report, in a fixed order."""
    column = {report.doc: i for i, report in enumerate(reports)}
    rows: dict[tuple[int, int, str], list[list[dict[str, Any]]]] = {}
    names: dict[tuple[int, int, str], str] = {}
    for number, claim in enumerate(incident.claims):
        name = " ".join(filter(None, (claim.what, claim.group))) if claim.kind == "toll" else claim.kind
        rank = _TOLLS.index(claim.what) if claim.what in _TOLLS else len(_TOLLS)
        key = (_ORDER.index(claim.kind), rank if claim.kind == "toll" else 0, name)
        names[key] = clean(name)
        cells = rows.setdefault(key, [[] for _ in reports])
        at = column[claim.doc]
        _put(cells[at], _cell(number, claim, there=claim.span is not None and bool(texts[at] or claim.text)))
    return [{"field": names[key], "cells": rows[key]} for key in sorted(rows)]


def _put(cell: list[dict[str, Any]], claim: dict[str, Any]) -> None:
    """Add a claim to a cell, where it does not say the same as one before it."""
    said = {key: claim[key] for key in ("event", "value", "quote", "source", "modality")}
    if all({key: before[key] for key in said} != said for before in cell):
        cell.append(claim)


def _cell(number: int, claim: Claim, *, there: bool) -> dict[str, Any]:
    notes = [name for name in ("approx", "running", "superseded") if getattr(claim, name)]
    return {
        "number": number,
        "event": clean(claim.what + (f"/{claim.mode}" if claim.mode else "")) if claim.kind == "event" else "",
        "value": clean(value_of(claim)),
        "quote": clean(claim.text) if claim.text and claim.text != value_of(claim) else "",
        "there": there,
        "old": claim.superseded,
        "notes": notes,
        "modality": claim.modality if claim.modality != "asserted" else "",
        "source": " › ".join(clean(name) for name in claim.source if name != "narrator"),
    }


def value_of(claim: Claim) -> str:
    """What a claim says, in figures or a name."""
    if claim.kind == "toll":
        return bounds(Count(span=(0, 0), text="", what=claim.what, min=claim.min, max=claim.max))
    if claim.kind == "time":
        return " – ".join(dict.fromkeys(day for day in (claim.start, claim.end) if day)) or (claim.value or "")
    if claim.kind == "event":
        return claim.acled or ""
    value = claim.value or ""
    return f"{value} ({claim.age})" if claim.age is not None else value


def event_of(row: Fused) -> str:
    """Type and mode of a fused event; nothing for other fields."""
    return (row.value or "") + (f"/{row.kind}" if row.kind else "") if row.field == "event" else ""


def fused_of(row: Fused) -> str:
    """What a fused field says."""
    if row.min is not None or row.max is not None:
        return toll_words(row)
    if row.start or row.end:
        return " – ".join(dict.fromkeys(day for day in (row.start, row.end) if day))
    parts = [row.value or "", row.name_ar if row.name_ar != row.value else "", row.admin1 or "", row.country or ""]
    if row.field == "event":
        parts = [row.acled or ""]
    return ", ".join(clean(part) for part in parts if part)


def stretches(text: str, claims: Sequence[tuple[int, Claim]]) -> Iterator[list[Stretch]]:
    """The whole text in paragraphs of stretches. Raises RecordsError where a claim's words do not stand in it."""
    spans = []
    for number, claim in claims:
        if claim.span is None:
            continue
        start, end = claim.span
        if not 0 <= start < end <= len(text) or (claim.text and text[start:end] != claim.text):
            raise RecordsError(
                f"«{claim.text[:40]}» does not stand at {start} to {end} of the text",
                where=f"{claim.doc}, claim {number}",
                step="Link records that were read with this version.",
            )
        spans.append((start, end, number, claim.kind))
    ends = {i + 1 for i, char in enumerate(text) if char == "\n"}
    edges = sorted({0, len(text), *ends, *(s[0] for s in spans), *(s[1] for s in spans)})
    named: set[int] = set()
    row: list[Stretch] = []
    for start, end in itertools.pairwise(edges):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        first = min((span[2] for span in over if span[0] == start and span[2] not in named), default=None)
        named |= {span[2] for span in over if span[0] == start}
        row.append(Stretch(text[start:end], tuple(sorted({span[3] for span in over})), first))
        if end in ends:
            yield row
            row = []
    if row:
        yield row


def anchors(claims: Sequence[tuple[int, Claim]]) -> dict[int, int]:
    """For each claim the one that bears the name of its words: the first that begins where it begins."""
    first: dict[tuple[str, int], int] = {}
    for number, claim in claims:
        if claim.span is not None:
            first.setdefault((claim.doc, claim.span[0]), number)
    return {number: first[claim.doc, claim.span[0]] for number, claim in claims if claim.span is not None}


def waterfall(link: MatchLink, names: Mapping[str, str]) -> dict[str, Any]:
    """A link as bars that each begin where the one before ends, and the total; positions in the picture's units.

    ``names`` are those of the reports by document.
    """
    sums = [0.0, *itertools.accumulate(row.weight for row in link.comparisons)]
    if not link.comparisons:
        sums.append(link.weight)
    least, most = min(*sums, link.weight, 0.0), max(*sums, link.weight, 0.0)
    scale = _WIDTH / ((most - least) or 1.0)

    def bar(name: str, level: str, sign: str, start: float, end: float) -> dict[str, Any]:
        x, width = (min(start, end) - least) * scale, max(abs(end - start) * scale, _SMALLEST)
        return {
            "name": clean(name), "level": clean(level), "sign": sign, "weight": f"{end - start:+.2f}",
            "x": f"{min(x, _WIDTH - width):.1f}", "width": f"{width:.1f}",
        }  # fmt: skip

    bars = [
        bar(row.name, row.level, "up" if row.weight >= 0 else "down", start, end)
        for row, start, end in zip(link.comparisons, sums, sums[1:], strict=False)
    ]
    bars.append(bar("total", f"probability {link.probability:.3f}", "all", 0.0, link.weight))
    return {
        "a": clean(names.get(link.a, link.a)),
        "b": clean(names.get(link.b, link.b)),
        "weight": f"{link.weight:+.2f}",
        "probability": f"{link.probability:.3f}",
        "zero": f"{-least * scale:.1f}",
        "bars": bars,
    }
