"""A text cut where records begin and end, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from rasid.workbench.models import Record
from rasid.workbench.models.documents import HIDDEN, State
from rasid.workbench.storing import SLOTS


class Cut(msgspec.Struct, frozen=True):
    """A stretch of the text in which the same marks hold."""

    text: str
    start: int
    end: int
    triggers: tuple[int, ...] = ()
    """Ids of records whose event word it is."""
    slots: tuple[tuple[int, str], ...] = ()
    """Ids of records and the slots in which it stands."""

    @property
    def records(self) -> str:
        """Every record that it belongs to, as ids parted by blanks, for a data attribute."""
        return " ".join(str(pk) for pk in sorted({*self.triggers, *(pk for pk, _slot in self.slots)}))

    @property
    def kinds(self) -> str:
        """``trigger`` and slots, parted by blanks, for classes."""
        return " ".join((["trigger"] if self.triggers else []) + sorted({slot for _pk, slot in self.slots}))


def pieces(text: str, records: Iterable[Record]) -> list[Cut]:
    """The whole text in order, cut at every border of a mark. Rejected and merged records are not marked."""
    marks = [mark for record in records if record.state not in {State.REJECTED, *HIDDEN} for mark in _marks(record)]
    borders = sorted(
        {0, len(text), *(at for start, end, _pk, _slot in marks for at in (start, end) if at <= len(text))}
    )
    starting: dict[int, list[tuple[int, int, int, str]]] = {}
    for mark in marks:
        starting.setdefault(mark[0], []).append(mark)
    cuts: list[Cut] = []
    active: list[tuple[int, int, int, str]] = []
    for start, end in pairwise(borders):
        active = [mark for mark in active if mark[1] > start] + starting.get(start, [])
        cuts.append(_cut(text, start, end, active))
    return cuts


def _cut(text: str, start: int, end: int, active: Sequence[tuple[int, int, int, str]]) -> Cut:
    triggers = tuple(sorted({pk for _start, _end, pk, slot in active if slot == "trigger"}))
    slots = tuple(sorted({(pk, slot) for _start, _end, pk, slot in active if slot != "trigger"}))
    return Cut(text[start:end], start, end, triggers, slots)


def _marks(record: Record) -> Iterable[tuple[int, int, int, str]]:
    value = record.value
    yield (*value["trigger"]["span"], record.pk, "trigger")
    for slot in (*SLOTS, "counts"):
        for part in value.get(slot, []):
            yield (*part["span"], record.pk, slot)
    if value.get("date"):
        yield (*value["date"]["span"], record.pk, "date")
