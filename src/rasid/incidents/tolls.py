"""What records claim of people killed and injured, as ranges that can be compared.

A number stands as it is read. People named one by one count («مقتل امرأة وطفلها» is two), and a bare plural («شهداء») is
two or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from rasid.incidents.forms import words
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.tellings import Toll
from rasid.model import Claim, Count, Document, Filler, Record, Span

_YEARS = (1900, 2100)
_MOST = 5000
"""More dead than one incident has; such a figure counts a war."""
_DATE_MARKS = frozenset("-/.:")
_ONE_DEAD = frozenset("شهيد شهيده قتيل قتيله".split())
_SEVERAL = {
    "killed": frozenset("شهداء قتلي".split()),
    "injured": frozenset("جرحي مصابين مصابون اصابات جريحا مصابا".split()),
}
_PEOPLE = {"شاب": "men", "رجل": "men"}
_GENERIC = frozenset("شخص مدني مواطن شاب رجل اخر اخرين احد".split())
"""Nouns that may mean a person whom the same text calls otherwise."""
_ENDINGS = ("ها", "هم", "ه", "ا")
_PARTS = {"civilian": "civilians", "child": "children", "woman": "women", "combatant": "combatants"}
"""Class of people, as in ``lexicon/groups.tsv``, to the part of a toll that it makes."""
CIVILIAN = frozenset({"civilians", "children", "women"})
_NOUN = 25
"""Letters after a number in which its noun stands."""
_TELLING_VIA = frozenset({"explicit", "relative"})


ONE_BY_ONE = " + "
"""Between the people named one by one in the value of a claim."""


class Claimed(msgspec.Struct, frozen=True):
    """One toll that a record claims."""

    toll: Toll
    span: Span
    text: str
    group: str | None = None
    approx: bool = False
    running: bool = False
    heads: frozenset[str] = frozenset()
    """Who is named one by one, where no number is given."""
    people: str = ""
    """Whom a number counts: civilians, children, women, combatants, or ``""`` where its noun does not tell."""


def claimed(document: Document, record: Record, what: str, knowledge: Knowledge) -> list[Claimed]:
    """The tolls of a kind that a record claims, in the order of its counts."""
    found = [
        _counted(document, record, count, knowledge)
        for count in record.counts
        if _what(count, document.text) == what and _is_toll(count, document.text)
    ]
    if found or record.event_type not in {"HARM", "ASSAULT"} or what not in {"killed", "injured"}:
        return found
    if record.mode != what and not (record.event_type == "ASSAULT" and what == "killed" and _kills(record)):
        return found
    heads = list(_named_singly(record.recipient, knowledge))
    if heads and len(heads) == len(record.recipient):
        text = " ".join(f.text for f in record.recipient)
        return [Claimed(Toll(len(heads), len(heads)), record.recipient[0].span, text, heads=frozenset(heads))]
    word = _first(record.trigger.text)
    if what == "killed" and word in _ONE_DEAD:
        return [Claimed(Toll(1.0, 1.0), record.trigger.span, record.trigger.text, heads=frozenset({"شخص"}))]
    if word in _SEVERAL[what]:
        return [Claimed(Toll(2.0, None), record.trigger.span, record.trigger.text, approx=True)]
    return found


def _what(count: Count, text: str) -> str:
    """What a number counts: the noun after it tells («سقط خمسة قتلى وسبعة جرحى») where it says otherwise than the verb."""
    if count.what not in {"killed", "injured"}:
        return count.what
    nouns = words(text[count.span[1] : count.span[1] + _NOUN])[:1]
    return next((what for what, forms in _SEVERAL.items() if nouns and nouns[0] in forms), count.what)


def _counted(document: Document, record: Record, count: Count, knowledge: Knowledge) -> Claimed:
    """A number with whom it counts and who is added to it («أربعة أطفال وامرأة» is five)."""
    others: list[str] = []
    if count.group is None and sum(c.what == count.what for c in record.counts) == 1:
        others = [
            head
            for filler in record.recipient
            for head in _named_singly([filler], knowledge)
            if filler.span[0] >= count.span[1] and "بين" not in document.text[count.span[1] : filler.span[0]]
        ]
    nouns = words(count.text) + words(document.text[count.span[1] : count.span[1] + _NOUN])[:2]
    people = next((p for p in (_PARTS.get(_class(noun, knowledge)) for noun in nouns) if p), "")
    more = len(others) if document.text else 0
    least = float(count.min or 0) + more
    most = None if count.max is None else float(count.max) + more
    return Claimed(
        Toll(least, most),
        count.span,
        count.text,
        count.group,
        count.approx,
        count.running,
        people="" if more else people,
    )


def _class(word: str, knowledge: Knowledge) -> str:
    """The class of people that a folded noun stands for, in its singular, dual or plural."""
    bare = word.removeprefix("ال")
    forms = [bare, bare.removesuffix("ا")]
    for ending in ("تين", "تان", "ين", "ان", "ون", "ات"):
        if bare.endswith(ending):
            root = bare.removesuffix(ending)
            forms += [root + "ه", root] if ending[0] == "ت" else [root, root + "ه"]
    return next((c for c in (knowledge.one.get(f) or knowledge.many.get(f) for f in forms) if c), "")


def _kills(record: Record) -> bool:
    """Whether a deed is told by a verb of killing."""
    return record.mode is None and "قتل" in _first(record.trigger.text)


def _is_toll(count: Count, text: str) -> bool:
    """Whether a count can be the toll of one incident: no year, no part of a date, no toll of a whole war."""
    if count.min is None or count.min != int(count.min) or not 0 <= count.min <= _MOST:
        return False
    if _YEARS[0] <= count.min <= _YEARS[1] and count.max == count.min:
        return False
    before, after = text[: count.span[0]][-1:], text[count.span[1] : count.span[1] + 2]
    in_date = (after[:1] in _DATE_MARKS and after[1:].isdigit()) or (before in _DATE_MARKS and before != ".")
    return not (count.text.strip().isdigit() and in_date) and not any(m in count.text for m in "-/")


def toll_of(document: Document, records: Iterable[Record], what: str, knowledge: Knowledge) -> Toll | None:
    """The toll of a telling: the largest total claimed, else as many as are named one by one."""
    return total(c for r in records for c in claimed(document, r, what, knowledge))


def restored(claim: Claim) -> Claimed:
    """A toll from its claim in the ledger."""
    named = claim.value or ""
    number = named in {"", *_PARTS.values()}
    return Claimed(
        Toll(float(claim.min or 0), None if claim.max is None else float(claim.max)),
        claim.span or (0, 0),
        claim.text,
        claim.group,
        heads=frozenset() if number else frozenset(named.split(ONE_BY_ONE)),
        people=named if number else "",
    )


def total(found: Iterable[Claimed]) -> Toll | None:
    """One total for what one report claims: its largest number, else from one to all who are named one by one."""
    rows = [c for c in found if c.group is None]
    numbers = [c.toll for c in rows if not c.heads]
    heads = {head for c in rows for head in c.heads}
    certain = heads - _GENERIC
    named = Toll(max(float(c.toll.min) for c in rows if c.heads), max(1.0, float(len(certain)))) if heads else None
    if heads and named is not None and certain and heads - certain:
        named = Toll(named.min, float(len(certain) + 1))
    if named is not None and named.max is not None and named.max < named.min:
        named = Toll(named.min, named.min)
    if not numbers:
        return named
    best = max(numbers, key=lambda t: (t.max is not None, t.min, t.max or t.min))
    return named if best.max is None and named is not None and named.min >= best.min else best


def civilians(found: Iterable[Claimed], knowledge: Knowledge) -> float:
    """The least number of people whom one report calls civilians, children or women."""
    rows = list(found)
    parts: dict[str, float] = {}
    for claim in rows:
        part = claim.group or claim.people
        if part in CIVILIAN:
            parts[part] = max(parts.get(part, 0.0), claim.toll.min)
    heads = {head for c in rows for head in c.heads}
    single = len({h for h in heads if _PARTS.get(knowledge.one.get(h, "")) in CIVILIAN})
    return max(max(parts.values(), default=0.0), float(single))


def by_people(found: Iterable[Claimed], knowledge: Knowledge) -> dict[str, float]:
    """How many women, children and men one report tells of, by what they are called."""
    parts: dict[str, float] = {}
    for claim in found:
        named = [_PEOPLE.get(h) or _PARTS.get(knowledge.one.get(h, "")) for h in claim.heads]
        rows = (
            [(p, float(named.count(p))) for p in set(named) if p] if claim.heads else [(claim.people, claim.toll.min)]
        )
        for part, number in rows:
            if part in {"women", "children", "men"}:
                parts[part] = max(parts.get(part, 0.0), number)
    return parts


def _named_singly(fillers: Iterable[Filler], knowledge: Knowledge) -> Iterator[str]:
    """The head of each filler that is one person: a noun for one, or a name."""
    for filler in fillers:
        parts = words(filler.text)
        if not parts or filler.via not in _TELLING_VIA:
            continue
        head = _singular(parts[0], knowledge)
        if head is not None:
            named = parts[1:] and head in _GENERIC
            yield " ".join(parts[1:3]) if named else head
        elif (
            parts[0] in knowledge.given
            or (len(parts) > 1 and parts[0].startswith("عبد"))
            or (len(parts) > 1 and f"{parts[0]} {parts[1]}" in knowledge.given)
        ):
            yield " ".join(parts[:2])


def _singular(word: str, knowledge: Knowledge) -> str | None:
    """The noun for one person that a folded word is, its article and pronoun taken off."""
    bare = word.removeprefix("ال")
    for ending in ("", *_ENDINGS):
        stem = bare.removesuffix(ending) if ending else bare
        for form in (stem, stem.removesuffix("ت") + "ه" if stem.endswith("ت") else stem):
            if form in knowledge.one:
                return form
    return None


def _first(text: str) -> str:
    parts = words(text)
    return parts[0].removeprefix("ال") if parts else ""
