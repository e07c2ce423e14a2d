"""Documents to incidents: the whole order of steps on one screen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from rasid.errors import RecordsError
from rasid.incidents.candidates import candidates
from rasid.incidents.claims import claims_of
from rasid.incidents.clusters import cluster
from rasid.incidents.comparisons import Finding, compare, contradict
from rasid.incidents.corpus import Corpus
from rasid.incidents.disagreeing import disagreements, labels_of
from rasid.incidents.evidence import Evidence, prepare
from rasid.incidents.fusing import Ledger, fuse, superseded
from rasid.incidents.gathering import gather
from rasid.incidents.grading import grade
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.sources import copies, side_of, voices
from rasid.incidents.tellings import Telling
from rasid.incidents.weights import LinkModel
from rasid.model import Document, Incident, MatchLink, Report

KEPT_WORDS = 60
"""Stems of a telling that are kept with its report, the rarest, so that later reports can be compared with it."""
HOPELESS = -4.0
"""Log odds below which a compared pair counts as one that was not compared."""


class Linked(msgspec.Struct, frozen=True):
    """The outcome of linking: the tellings, which of them are one incident, and what is needed to explain it."""

    documents: Mapping[str, Document]
    tellings: tuple[Telling, ...]
    evidence: tuple[Evidence, ...]
    corpus: Corpus
    odds: Mapping[tuple[int, int], float]
    groups: tuple[tuple[int, ...], ...]

    def findings(self, a: int, b: int) -> tuple[Finding, ...]:
        """What the comparisons of two tellings find."""
        return compare(self.evidence[a], self.evidence[b], self.corpus)


Weigh = Callable[[Telling, Telling, Sequence[Finding]], float]
"""The log odds of two tellings above those from which on they are one incident."""


def link(documents: Iterable[Document], knowledge: Knowledge, model: LinkModel, weigh: Weigh | None = None) -> Linked:
    """Bring tellings of the same incident together; the order of the documents changes nothing.

    ``weigh`` takes the place of the model's own odds, for measuring. Raises RecordsError where two different documents
    bear one name.
    """
    named = by_name(documents)
    tellings = tuple(t for doc in sorted(named) for t in gather(named[doc], knowledge))
    corpus = Corpus.of(tellings)
    evidence = tuple(prepare(t, corpus) for t in tellings)
    odds = {}
    for a, b in candidates(tellings, corpus):
        findings = compare(evidence[a], evidence[b], corpus)
        value = model.odds(findings) - model.threshold if weigh is None else weigh(tellings[a], tellings[b], findings)
        if value > HOPELESS:
            odds[(a, b)] = value
    groups = cluster(
        len(tellings),
        odds,
        apart=model.apart,
        contradict=lambda a, b: contradict(evidence[a], evidence[b]),
    )
    return Linked(named, tellings, evidence, corpus, odds, tuple(map(tuple, groups)))


def by_name(documents: Iterable[Document]) -> dict[str, Document]:
    """Documents by their name; one that comes twice counts once. Raises RecordsError for two with one name."""
    named: dict[str, Document] = {}
    for document in documents:
        before = named.setdefault(document.doc, document)
        if before.sha256 != document.sha256:
            raise RecordsError(
                f"two different documents bear the name «{document.doc}»",
                step="Name each document once; rasid read takes the name of its file.",
            )
    return named


def incidents(linked: Linked, knowledge: Knowledge, model: LinkModel, version: str) -> list[Incident]:
    """The incidents with their ledgers, by day and id; a text without a deed that stays alone is none."""
    found = []
    for group in linked.groups:
        if len(group) > 1 or linked.tellings[group[0]].records:
            found.append(_incident(linked, group, knowledge, model, version))
    return sorted(found, key=lambda i: (_first_day(i), i.incident))


def _first_day(incident: Incident) -> str:
    date = incident.field("date")
    return (date.start or "") if date is not None else ""


def name_of(tellings: Sequence[Telling], documents: Mapping[str, Document]) -> str:
    """An id from the first telling of the incident: the same reports give the same id on every machine."""
    first = min((documents[t.doc].published or "", documents[t.doc].sha256, t.doc, t.number) for t in tellings)
    return "i-" + hashlib.sha256("\x1f".join(map(str, first)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _incident(
    linked: Linked, group: Sequence[int], knowledge: Knowledge, model: LinkModel, version: str
) -> Incident:
    tellings = [linked.tellings[n] for n in group]
    documents = {t.doc: linked.documents[t.doc] for t in tellings}
    when = {doc: (d.published or "", doc) for doc, d in documents.items()}
    reports = _reports(tellings, documents, when, linked.corpus, knowledge)
    speakers = voices(reports)
    claims = [c for t in tellings for c in claims_of(documents[t.doc], t, knowledge)]
    claims.sort(key=lambda c: (when[c.doc], c.span or (-1, -1), c.kind, c.what, c.value or "", c.min or 0))
    old = superseded(claims, speakers, when)
    claims = [msgspec.structs.replace(c, superseded=True) if n in old else c for n, c in enumerate(claims)]
    spots = {(t.doc, s.span): s for t in tellings for s in t.spots}
    ledger = Ledger(tuple(claims), speakers, when, spots)
    labels = labels_of(reports)
    return Incident(
        incident=name_of(tellings, documents),
        reports=reports,
        claims=ledger.claims,
        fused=fuse(ledger),
        disagreements=disagreements(ledger, labels, knowledge),
        grade=grade(ledger, labels, knowledge),
        links=_links(linked, group, model),
        version=version,
    )


def _reports(
    tellings: Sequence[Telling],
    documents: Mapping[str, Document],
    when: Mapping[str, tuple[str, str]],
    corpus: Corpus,
    knowledge: Knowledge,
) -> tuple[Report, ...]:
    """The reports of an incident in the order of their publication."""
    copied = copies(tellings, when)
    found = []
    for doc in sorted(documents, key=lambda d: when[d]):
        mine = [t for t in tellings if t.doc == doc]
        document = documents[doc]
        words = sorted({w for t in mine for w in t.near}, key=lambda w: (-corpus.word(w), w))
        found.append(
            Report(
                doc=doc,
                sha256=document.sha256,
                published=document.published,
                publisher=document.publisher,
                title=document.title,
                address=document.address,
                records=tuple(r for t in mine for r in t.records),
                copy_of=copied.get(doc),
                past=all(t.past for t in mine),
                side=side_of(document.publisher, knowledge),
                words=tuple(words[:KEPT_WORDS]),
            )
        )
    return tuple(found)


def _links(linked: Linked, group: Sequence[int], model: LinkModel) -> tuple[MatchLink, ...]:
    """The compared pairs within an incident, the strongest of each two documents."""
    best: dict[tuple[str, str], tuple[float, int, int]] = {}
    for i, a in enumerate(group):
        for b in group[i + 1 :]:
            value = linked.odds.get((a, b))
            if value is not None:
                docs = (linked.tellings[a].doc, linked.tellings[b].doc)
                best[docs] = max(best.get(docs, (value, -a, -b)), (value, -a, -b))
    return tuple(
        model.link(docs[0], docs[1], linked.findings(-a, -b)) for docs, (_, a, b) in sorted(best.items())
    )
