"""Who speaks: reports that repeat another's words, publishers that speak for a side, and independent sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rasid.incidents.forms import name_key
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Telling
from rasid.model import Claim, Report
from rasid.text import fold

COPIED = 0.7
"""Share of the shorter report's runs of words from which on it repeats the other."""


def copies(tellings: Sequence[Telling], order: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Document to the earliest one of the incident that it repeats; ``order`` gives each document's place in time."""
    docs: dict[str, tuple[int, ...]] = {}
    for telling in tellings:
        docs.setdefault(telling.doc, telling.sketch)
    found: dict[str, str] = {}
    ranked = sorted(docs, key=lambda d: order[d])
    for n, doc in enumerate(ranked):
        mine = set(docs[doc])
        for earlier in ranked[:n]:
            other = set(docs[earlier])
            if earlier not in found and mine and other and len(mine & other) / min(len(mine), len(other)) >= COPIED:
                found[doc] = earlier
                break
    return found


def side_of(publisher: str | None, knowledge: Knowledge) -> str | None:
    """The side that a publisher speaks for, where the tables of actors know it."""
    if not publisher:
        return None
    name = knowledge.aliases.get(fold(publisher).text, publisher)
    return knowledge.sides.get(name)


def voice(report: Report) -> str:
    """Who a report counts as: its publisher, or the report itself where none is known; a copy speaks with its original's voice."""
    return name_key(report.publisher) or report.publisher or report.doc if report.publisher else report.doc


def voices(reports: Iterable[Report]) -> dict[str, str]:
    """Document to the independent source that it stands for."""
    by_doc = {r.doc: r for r in reports}
    return {doc: voice(by_doc.get(r.copy_of or doc, r)) for doc, r in by_doc.items()}


def label(report: Report) -> str:
    """How a report is named in words, with the side that its publisher speaks for."""
    name = report.publisher or report.doc
    return f"{name} ({report.side})" if report.side else name


def supporting(claims: Sequence[Claim], positions: Iterable[int], speakers: Mapping[str, str]) -> int:
    """How many independent sources stand behind claims."""
    return len({speakers[claims[n].doc] for n in positions})
