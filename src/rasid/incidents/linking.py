"""Documents to incidents: the whole order of steps on one screen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from rasid.errors import RecordsError
from rasid.incidents.assembling import assemble, reports_of
from rasid.incidents.candidates import candidates
from rasid.incidents.claims import claims_of
from rasid.incidents.clusters import cluster
from rasid.incidents.comparisons import Finding, compare, contradict
from rasid.incidents.corpus import Corpus
from rasid.incidents.evidence import Evidence, prepare
from rasid.incidents.gathering import gather
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Telling
from rasid.incidents.weights import LinkModel
from rasid.model import Document, Incident, MatchLink

HOPELESS = -4.0
"""Log odds below which a compared pair counts as one that was not compared."""
Weigh = Callable[[Telling, Telling, Sequence[Finding]], float]
"""The log odds of two tellings above those from which on they are one incident."""


class Linked(msgspec.Struct, frozen=True):
    """The outcome of linking: the tellings, which of them are one incident, and what is needed to explain it."""

    documents: Mapping[str, Document]
    tellings: tuple[Telling, ...]
    evidence: tuple[Evidence, ...]
    corpus: Corpus
    odds: Mapping[tuple[int, int], float]
    """Of the compared pairs, above what is asked for."""
    groups: tuple[tuple[int, ...], ...]

    def findings(self, a: int, b: int) -> tuple[Finding, ...]:
        """What the comparisons of two tellings find."""
        return compare(self.evidence[a], self.evidence[b], self.corpus)


def link(documents: Iterable[Document], knowledge: Knowledge, model: LinkModel, weigh: Weigh | None = None) -> Linked:
    """Bring tellings of the same incident together; the order of the documents changes nothing.

    ``weigh`` takes the place of the model's own odds, for measuring. Raises RecordsError where two different documents
    bear one name.
    """
    named = by_name(documents)
    tellings = tuple(t for doc in sorted(named) for t in gather(named[doc], knowledge))
    return _grouped(named, tellings, (), knowledge.common, model, weigh)


def _grouped(
    documents: Mapping[str, Document],
    tellings: tuple[Telling, ...],
    settled: Sequence[Sequence[int]],
    common: frozenset[str],
    model: LinkModel,
    weigh: Weigh | None,
) -> Linked:
    """Compare and group tellings; what is settled stays one group, and no two settled groups become one."""
    corpus = Corpus.of(tellings, common)
    evidence = tuple(prepare(t, corpus) for t in tellings)
    home = {n: i for i, group in enumerate(settled) for n in group}
    odds = {}
    for a, b in candidates(tellings, corpus):
        if a in home and b in home:
            continue
        findings = compare(evidence[a], evidence[b], corpus)
        value = model.odds(findings) - model.threshold if weigh is None else weigh(tellings[a], tellings[b], findings)
        if value > HOPELESS:
            odds[(a, b)] = value
    groups = cluster(
        len(tellings),
        odds,
        apart=model.apart,
        contradict=lambda a, b: (a in home and b in home) or contradict(evidence[a], evidence[b]),
        settled=settled,
    )
    return Linked(documents, tellings, evidence, corpus, odds, tuple(map(tuple, groups)))


def link_to(
    documents: Mapping[str, Document],
    tellings: tuple[Telling, ...],
    settled: Sequence[Sequence[int]],
    knowledge: Knowledge,
    model: LinkModel,
) -> Linked:
    """Bring new tellings to settled groups of earlier ones, which stay as they are, and to each other."""
    return _grouped(documents, tellings, settled, knowledge.common, model, None)


def by_name(documents: Iterable[Document]) -> dict[str, Document]:
    """Documents by their name; one that comes twice counts once. Raises RecordsError for two with one name."""
    named: dict[str, Document] = {}
    for document in documents:
        before = named.setdefault(document.doc, document)
        if before.sha256 != document.sha256:
            raise RecordsError(
                f"two different documents bear the name «{document.doc}»",
                step="Give each document a name of its own, such as that of its file.",
            )
    return named


def incidents(linked: Linked, knowledge: Knowledge, model: LinkModel) -> list[Incident]:
    """The incidents with their ledgers, by day and id; a text without a deed that stays alone is none."""
    found = []
    for group in linked.groups:
        if is_incident(linked, group):
            tellings = [linked.tellings[n] for n in group]
            reports = reports_of(tellings, linked.documents, linked.corpus, knowledge)
            claims = [c for t in tellings for c in claims_of(linked.documents[t.doc], t, knowledge)]
            name = name_of(tellings, linked.documents)
            found.append(assemble(name, reports, claims, links_of(linked, group, model), knowledge))
    return sorted(found, key=first_day)


def is_incident(linked: Linked, group: Sequence[int]) -> bool:
    """Whether a group is more than one text without a deed."""
    return len(group) > 1 or bool(linked.tellings[group[0]].records)


def first_day(incident: Incident) -> tuple[str, str]:
    """By what incidents are put in order."""
    date = incident.field("date")
    return ((date.start or "") if date is not None else "", incident.incident)


def name_of(tellings: Sequence[Telling], documents: Mapping[str, Document]) -> str:
    """An id from the first telling of the incident: the same reports give the same id on every machine."""
    first = min((documents[t.doc].published or "", documents[t.doc].sha256, t.doc, t.number) for t in tellings)
    return "i-" + hashlib.sha256("\x1f".join(map(str, first)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def links_of(linked: Linked, group: Sequence[int], model: LinkModel) -> list[MatchLink]:
    """The compared pairs within an incident, the strongest of each two documents."""
    best: dict[tuple[str, str], tuple[float, int, int]] = {}
    for i, a in enumerate(group):
        for b in group[i + 1 :]:
            value = linked.odds.get((a, b))
            if value is not None:
                docs = (linked.tellings[a].doc, linked.tellings[b].doc)
                best[docs] = max(best.get(docs, (value, -a, -b)), (value, -a, -b))
    return [model.link(docs[0], docs[1], linked.findings(-a, -b)) for docs, (_, a, b) in sorted(best.items())]


def explain(linked: Linked, model: LinkModel, one: str, other: str) -> tuple[MatchLink, list[tuple[int, ...]]] | None:
    """The likeliest link between two documents, and the groups that hold tellings of both; None where one has no telling."""
    mine = [n for n, t in enumerate(linked.tellings) if t.doc == one]
    theirs = [n for n, t in enumerate(linked.tellings) if t.doc == other]
    if not mine or not theirs:
        return None
    pairs = [(a, b) for a in mine for b in theirs]
    found = {(a, b): linked.findings(a, b) for a, b in pairs}
    a, b = max(pairs, key=lambda p: (model.odds(found[p]), -p[0], -p[1]))
    both = [g for g in linked.groups if {one, other} <= {linked.tellings[n].doc for n in g}]
    return model.link(one, other, found[(a, b)]), both
