"""Incidents files to incidents: JSON lines, a list or an object, as ``rasid link`` writes them. Records are refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from rasid.errors import RecordsError
from rasid.exports.load import LONGEST, objects_of
from rasid.model import Incident


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as it came: ``raw`` is its object with all keys in their order, those that we do not know included."""

    incident: Incident
    raw: dict[str, Any]


def incidents_of(file: BinaryIO, where: str, *, longest: int = LONGEST) -> Iterator[IncidentRow]:
    """The incidents of an open file, one by one; ``where`` names it. Raises RecordsError."""
    for raw, place, _ in objects_of(file, where, longest=longest, one="incident"):
        yield incident_of(raw, place)


def incident_of(raw: Any, where: str) -> IncidentRow:
    """An incident from its object. Raises RecordsError for records, and for a missing or wrong field, naming it."""
    if isinstance(raw, dict) and "incident" not in raw and ("records" in raw or "event_type" in raw):
        raise RecordsError(
            "these are records, and the format is for incidents: a report is no event of its own",
            where=where,
            step="Link them first: rasid link RECORDS --out incidents.jsonl, and give that file.",
        )
    try:
        incident = msgspec.convert(raw, Incident)
    except msgspec.ValidationError as error:
        raise RecordsError(
            f"this is no incident ({error})", where=where, step="Give a file that rasid link wrote."
        ) from error
    _check(incident, where)
    return IncidentRow(incident=incident, raw=raw)


def _check(incident: Incident, where: str) -> None:
    """See that what refers to something finds it, and that days are days. Raises RecordsError."""
    wrong = next(_wrong(incident), None)
    if wrong is not None:
        raise RecordsError(wrong, where=where, step="Link the records again with this version.")


def _wrong(incident: Incident) -> Iterator[str]:
    """What is wrong with an incident whose fields are of the right kind."""
    docs = [report.doc for report in incident.reports]
    if len(docs) != len(set(docs)):
        yield "a report stands twice"
    lists = [fused.claims for fused in incident.fused]
    lists += [side for row in incident.disagreements for side in row.claims]
    if any(not 0 <= n < len(incident.claims) for positions in lists for n in positions):
        yield "a field names a claim that is not there"
    strange = next((claim.doc for claim in incident.claims if claim.doc not in docs), None)
    if strange is not None:
        yield f"a claim is of «{strange[:80]}», which is none of the reports"
    for fused in incident.fused:
        for day in (fused.start, fused.end):
            if day is not None and not _is_day(day):
                yield f"«{day[:40]}» of the field {fused.field[:40]} is no day"


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
