"""The grade that the claims suggest, in Airwars' sense, with its reasons; a person sets the grade.

*Confirmed*: a belligerent has accepted responsibility. *Fair*: two or more independent sources blame the same party.
*Weak*: a single source, or sources that blame nobody. *Contested*: sources blame different parties. *Discounted*: those
killed were combatants by every account that says who they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rasid.incidents.disagreeing import blamed
from rasid.incidents.fusing import Ledger
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.parties import party
from rasid.model import Claim, GradeProposal

_SEVERAL = 2
_FIGHTERS = "combatants"


def grade(ledger: Ledger, labels: Mapping[str, str], knowledge: Knowledge) -> GradeProposal:
    """The grade that the claims of an incident suggest."""
    parties = blamed(ledger, knowledge)
    backing = {who: ledger.sources(positions) for who, positions in parties.items()}
    voices = len(set(ledger.speakers.values()))
    fighters = _only_fighters(ledger)
    if fighters:
        return GradeProposal(grade="discounted", reasons=(fighters,))
    own = _accepted(ledger, parties, labels, knowledge)
    if own:
        return GradeProposal(grade="confirmed", reasons=(own,))
    if len(parties) > 1 and not _together(ledger, parties):
        words = tuple(
            f"{who} is blamed by {_count(backing[who])}" for who in sorted(parties, key=lambda w: (-backing[w], w))
        )
        return GradeProposal(grade="contested", reasons=words)
    top = max(backing, key=lambda w: (backing[w], w), default=None)
    if top is not None and backing[top] >= _SEVERAL:
        return GradeProposal(grade="fair", reasons=(f"{_count(backing[top])} blame {top}",))
    reasons = [f"a single source blames {top}" if top is not None else "no source blames a party"]
    reasons.append(f"{_count(voices)} in all")
    return GradeProposal(grade="weak", reasons=tuple(reasons))


def _count(number: int) -> str:
    return f"{number} independent source{'s' * (number != 1)}"


def _together(ledger: Ledger, parties: Mapping[str, Sequence[int]]) -> bool:
    """Whether some source blames all parties together, as of allies, and none blames one of them against the others."""
    by_voice: dict[str, set[str]] = {}
    for who, positions in parties.items():
        for n in positions:
            by_voice.setdefault(ledger.speakers[ledger.claims[n].doc], set()).add(who)
    return any(len(named) == len(parties) for named in by_voice.values())


def _accepted(
    ledger: Ledger, parties: Mapping[str, Sequence[int]], labels: Mapping[str, str], knowledge: Knowledge
) -> str | None:
    """The words for a belligerent that says itself that it did it."""
    for who, positions in parties.items():
        for n in positions:
            claim = ledger.claims[n]
            speaker = claim.source[-1]
            if speaker != "narrator" and _speaks_for(speaker, claim, who, knowledge):
                return f"{speaker} says so of its own side ({who}), as {labels[claim.doc]} reports"
    return None


def _speaks_for(speaker: str, claim: Claim, who: str, knowledge: Knowledge) -> bool:
    if speaker == claim.value:
        return True
    kind = knowledge.kinds.get(speaker)
    if kind in {None, "media", "monitor"}:
        return False
    side = party(speaker, claim.country, claim.sector, knowledge)
    return side == who and speaker in knowledge.sides


def _only_fighters(ledger: Ledger) -> str | None:
    """The words for a toll that is one of combatants alone, by every source that says who was killed."""
    total = [ledger.claims[n] for n in ledger.of("toll", "killed")]
    parts = {c.group for c in total if c.group}
    if parts != {_FIGHTERS}:
        return None
    whole = max((c.min or 0 for c in total if c.group is None), default=0)
    fighters = max(c.min or 0 for c in total if c.group == _FIGHTERS)
    return (
        f"those killed were combatants ({fighters}) by every source that says who they were"
        if fighters >= whole
        else None
    )
