"""What records claim of people killed and injured, as ranges that can be compared."""

from __future__ import annotations

from collections.abc import Iterable

from rasid.incidents.forms import words
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Toll
from rasid.model import Count, Record

_YEARS = (1900, 2100)
_MOST = 5000
"""More dead than one incident has; such a figure counts a war."""


def is_toll(count: Count, what: str) -> bool:
    """Whether a count is a toll of this kind that one incident can have: no year, no toll of a whole campaign."""
    if count.what != what or count.min is None or count.min != int(count.min):
        return False
    year = _YEARS[0] <= count.min <= _YEARS[1] and count.max == count.min
    return 0 <= count.min <= _MOST and not year and any(c.isalnum() for c in count.text) and "-" not in count.text


def toll_of(records: Iterable[Record], what: str, knowledge: Knowledge) -> Toll | None:
    """The toll of a telling: the largest total claimed, else as many as stand there one by one («مقتل امرأة وطفلها»)."""
    totals: list[Toll] = []
    for record in records:
        if record.event_type not in {"HARM", "ASSAULT"}:
            continue
        found = [c for c in record.counts if is_toll(c, what) and c.group is None]
        totals += [Toll(float(c.min), None if c.max is None else float(c.max)) for c in found if c.min is not None]
        if not found and record.event_type == "HARM" and record.mode == what:
            one_by_one = singles(record, knowledge)
            totals += [Toll(float(one_by_one), float(one_by_one))] if one_by_one else []
    return max(totals, key=lambda t: (t.min, t.max or t.min), default=None)


def singles(record: Record, knowledge: Knowledge) -> int:
    """How many people a record names one by one; 0 where it names a number or a group of them."""
    heads = [words(f.text)[:1] for f in record.recipient if f.via == "explicit"]
    if not heads or any(not head or not _is_one(head[0], knowledge) for head in heads):
        return 0
    return len(heads)


def _is_one(word: str, knowledge: Knowledge) -> bool:
    bare = word.removesuffix("ا") if word.endswith("ا") and word.removesuffix("ا") in knowledge.one else word
    for ending in ("ها", "ه", ""):
        if ending and bare.endswith(ending) and bare.removesuffix(ending) in knowledge.one:
            return True
    return bare in knowledge.one
