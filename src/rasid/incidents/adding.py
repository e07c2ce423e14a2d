"""New reports to incidents written before: those stay, gain reports, and say what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from rasid.errors import RecordsError
from rasid.incidents.assembling import assemble, reports_of
from rasid.incidents.claims import claims_of
from rasid.incidents.gathering import gather
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.linking import Linked, by_name, first_day, is_incident, link_to, links_of, name_of
from rasid.incidents.restoring import tellings_of
from rasid.incidents.weights import LinkModel
from rasid.model import Document, Fused, Incident, Report

SAME_WORDS = 0.85
"""Share of the kept words of the shorter report from which on a new report repeats an earlier one."""
_ENOUGH = 12


class Added(msgspec.Struct, frozen=True):
    """All incidents after new reports came in, and what changed, a line each."""

    incidents: tuple[Incident, ...]
    changes: tuple[str, ...]
    linked: Linked


def add(before: Sequence[Incident], documents: Iterable[Document], knowledge: Knowledge, model: LinkModel) -> Added:
    """Bring new documents to incidents written before, of which none is split and no two become one.

    A document that an incident has already changes nothing. Raises RecordsError where a document has the name of
    an earlier one and another text, or where an incident comes twice.
    """
    known = _known(before)
    named = by_name(documents)
    for doc in sorted(named.keys() & known.keys()):
        if named[doc].sha256 != known[doc]:
            raise RecordsError(
                f"an incident has another document of the name «{doc}»",
                step="Give the new document a name of its own, or link all documents anew without --add.",
            )
    fresh = {doc: d for doc, d in named.items() if doc not in known}
    ordered = sorted(before, key=lambda i: i.incident)
    old = [t for i in ordered for t in tellings_of(i, knowledge)]
    new = [t for doc in sorted(fresh) for t in gather(fresh[doc], knowledge)]
    settled, at = [], 0
    for incident in ordered:
        settled.append(range(at, at + len(incident.reports)))
        at += len(incident.reports)
    linked = link_to(fresh, (*old, *new), settled, knowledge, model)
    found, changes = [], [f"{doc}: known already" for doc in sorted(named.keys() & known.keys())]
    for group in linked.groups:
        mine = [n for n in group if n >= at]
        home = next((i for i, rows in enumerate(settled) if group[0] in rows), None)
        if home is None:
            if is_incident(linked, group):
                found.append(_made(linked, group, knowledge, model))
                changes.append(f"{found[-1].incident}: new, {_listed(found[-1].reports)}")
        elif not mine:
            found.append(ordered[home])
        else:
            found.append(_grown(ordered[home], linked, group, mine, knowledge, model))
            changes += _changes(ordered[home], found[-1])
    return Added(tuple(sorted(found, key=first_day)), tuple(changes), linked)


def _known(before: Sequence[Incident]) -> dict[str, str]:
    """The documents that incidents have already, with their hashes."""
    seen: set[str] = set()
    known: dict[str, str] = {}
    for incident in before:
        if incident.incident in seen:
            raise RecordsError(
                f"the incident «{incident.incident}» comes twice", step="Give a file that rasid link wrote."
            )
        seen.add(incident.incident)
        known.update({r.doc: r.sha256 for r in incident.reports})
    return known


def _made(linked: Linked, group: Sequence[int], knowledge: Knowledge, model: LinkModel) -> Incident:
    tellings = [linked.tellings[n] for n in group]
    claims = [c for t in tellings for c in claims_of(linked.documents[t.doc], t, knowledge)]
    reports = reports_of(tellings, linked.documents, linked.corpus, knowledge)
    name = name_of(tellings, linked.documents)
    return assemble(name, reports, claims, links_of(linked, group, model), knowledge)


def _grown(
    before: Incident, linked: Linked, group: Sequence[int], mine: Sequence[int], knowledge: Knowledge, model: LinkModel
) -> Incident:
    """The incident with its new reports; its id and what its earlier reports claim stay."""
    tellings = [linked.tellings[n] for n in mine]
    fresh = [_as_copy(r, before.reports) for r in reports_of(tellings, linked.documents, linked.corpus, knowledge)]
    claims = [c for t in tellings for c in claims_of(linked.documents[t.doc], t, knowledge)]
    links = links_of(linked, group, model)
    return assemble(
        before.incident, [*before.reports, *fresh], [*before.claims, *claims], [*before.links, *links], knowledge
    )


def _as_copy(report: Report, earlier: Sequence[Report]) -> Report:
    """Marked as a copy where its words are nearly those of an earlier report, whose text is not at hand."""
    mine = set(report.words)
    for other in earlier:
        theirs = set(other.words)
        least = min(len(mine), len(theirs))
        if report.copy_of is None and least >= _ENOUGH and len(mine & theirs) >= SAME_WORDS * least:
            return msgspec.structs.replace(report, copy_of=other.copy_of or other.doc)
    return report


def _changes(before: Incident, after: Incident) -> list[str]:
    """What a person wants to know of an incident that gained reports."""
    known = {r.doc for r in before.reports}
    rows = [f"{after.incident}: gained {_listed([r for r in after.reports if r.doc not in known])}"]
    names = sorted({f.field for f in (*before.fused, *after.fused)})
    for name in names:
        old, new = (_shown(i.fields(name)) for i in (before, after))
        if old != new:
            rows.append(f"{after.incident}: {name} was {old or 'open'}, is {new or 'open'}")
    if before.grade is not None and after.grade is not None and before.grade.grade != after.grade.grade:
        rows.append(f"{after.incident}: proposed grade was {before.grade.grade}, is {after.grade.grade}")
    said = {d.words for d in before.disagreements}
    rows += [f"{after.incident}: {d.field} disputed: {d.words}" for d in after.disagreements if d.words not in said]
    return rows


def _shown(fields: Sequence[Fused]) -> str:
    return ", ".join(
        (f"{f.start} to {f.end}" if f.start != f.end else str(f.start))
        if f.start
        else (f"{f.min} to {f.max}" if f.min is not None and f.min != f.max else str(f.min))
        if f.min is not None
        else str(f.value)
        for f in fields
    )


def _listed(reports: Sequence[Report]) -> str:
    return ", ".join(r.doc for r in reports)
