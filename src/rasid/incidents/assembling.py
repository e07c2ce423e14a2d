"""Reports and claims to an incident: who speaks, what is fused, where they disagree, which grade they suggest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rasid.incidents.corpus import Corpus
from rasid.incidents.disagreeing import disagreements, labels_of
from rasid.incidents.fusing import Ledger, fuse, superseded
from rasid.incidents.grading import grade
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.restoring import own_spots
from rasid.incidents.sources import copies, side_of, voices
from rasid.incidents.tellings import Telling
from rasid.model import Claim, Document, Incident, MatchLink, Report
from rasid.reading.reader import VERSION

KEPT_WORDS = 60
"""Stems of a telling that are kept with its report, the rarest, so that later reports can be compared with it."""


def assemble(
    name: str, reports: Sequence[Report], claims: Iterable[Claim], links: Iterable[MatchLink], knowledge: Knowledge
) -> Incident:
    """The incident that reports and their claims make; the order of either changes nothing."""
    when = {r.doc: (r.published or "", r.doc) for r in reports}
    ranked = tuple(sorted(reports, key=lambda r: when[r.doc]))
    speakers = voices(ranked)
    rows = [msgspec.structs.replace(c, superseded=False) for c in claims]
    rows.sort(
        key=lambda c: (when[c.doc], c.span or (-1, -1), c.kind, c.what, c.value or "", c.min or 0, c.record or "")
    )
    old = superseded(rows, speakers, when)
    rows = [msgspec.structs.replace(c, superseded=True) if n in old else c for n, c in enumerate(rows)]
    spots = {(c.doc, s.span): s for c in rows for s in own_spots([c]) if c.kind == "place"}
    if any(not s.seat for s in spots.values()):
        spots = {at: s for at, s in spots.items() if not s.seat}
    ledger = Ledger(tuple(rows), speakers, when, knowledge, spots)
    labels = labels_of(ranked)
    return Incident(
        incident=name,
        reports=ranked,
        claims=ledger.claims,
        fused=fuse(ledger),
        disagreements=disagreements(ledger, labels, knowledge),
        grade=grade(ledger, labels, knowledge),
        links=tuple(sorted(links, key=lambda x: (x.a, x.b))),
        version=VERSION,
    )


def reports_of(
    tellings: Sequence[Telling], documents: Mapping[str, Document], corpus: Corpus, knowledge: Knowledge
) -> list[Report]:
    """The reports that tellings of one incident come from, with the copies among them marked."""
    when = {t.doc: (documents[t.doc].published or "", t.doc) for t in tellings}
    copied = copies(tellings, when)
    found = []
    for doc in sorted(when, key=lambda d: when[d]):
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
    return found
