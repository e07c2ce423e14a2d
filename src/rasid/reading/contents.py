"""What is asked, promised, threatened or denied: which speech act holds an event as its content."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Modality
from rasid.reading.parts import Event
from rasid.reading.realis import Verdict


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """An event told inside another one's content."""

    holder: int
    """Index of the speech act among the events of its sentence."""
    modality: Modality | None
    rule: str


def contents(events: Sequence[Event], verdicts: Sequence[Verdict]) -> dict[int, Content]:
    """For each event of a sentence (by its index) that is the content of an accepted speech act: which, and the modality it has."""
    places = {event.token: i for i, event in enumerate(events)}
    found: dict[int, Content] = {}
    for i, verdict in enumerate(verdicts):
        holder = places.get(verdict.holder, -1)
        if holder >= 0 and holder != i:
            found[i] = Content(holder=holder, modality=verdict.modality, rule=verdict.rule)
    return found
