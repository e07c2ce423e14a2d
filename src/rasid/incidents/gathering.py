"""Documents to tellings: records that name the same place and day belong together."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from rasid.incidents.distance import kilometres
from rasid.incidents.forms import alike, name_key, named_places, stem, words
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.parties import parties_of
from rasid.incidents.tellings import DEEDS, FINE, MEANS_OF_MODE, Spot, Telling
from rasid.incidents.tolls import toll_of
from rasid.incidents.vocabulary import classes
from rasid.model import Document, Place, Record, Span
from rasid.sources.duplicates import sketch
from rasid.text import split

SURE = 0.2
"""Confidence from which on a record counts."""
SAME_SPOT = 2.5
"""Kilometres within which two places of one document are one."""
SAME_NAME = 0.86
_WIDE_KINDS = frozenset({"country", "region", "governorate", "water", "district"})
_POINT_KINDS = frozenset({"village", "town", "neighbourhood", "camp", "facility", "crossing", "city", "road", "other"})
_NEAR_KINDS = frozenset({"village", "town", "neighbourhood", "camp", "facility", "crossing", "other"})
_LONG = 4
"""Days of a stretch that is no day of one incident any more."""
_REPORTED = 1
"""Days after an incident on which it is still told as news without a date."""
_LONG_SENTENCE, _BEFORE, _AFTER = 300, 100, 140
"""Letters from which on a sentence may tell of several things, and how far one reaches before and after its word."""
_GAP = 30
_BEARING = re.compile(
    r"[\s\"»”)#]*(?:ب|في |ضمن |قرب |بالقرب |التابع|جنوب|شمال|شرق|غرب|محيط |من ريف |ريف |مقابل )(?!.*(?:\bو|[،,_/]))",
    re.DOTALL,
)
"""What stands between a place and another one that says where it lies, and no «و» or comma in it."""
OPEN = datetime.date.max.toordinal()


def gather(document: Document, knowledge: Knowledge) -> tuple[Telling, ...]:
    """The tellings of a document, the first told first; none where it has neither deeds nor a text."""
    return _Gathering(document, knowledge).tellings()


def spot_of(place: Place) -> Spot:
    """A mention of a place in a form for comparing; one that the gazetteer lacks has no point, not even its region's."""
    if place.name_en is None and place.kind in _POINT_KINDS:
        place = msgspec.structs.replace(place, lat=None, lon=None, precision="none")
    return Spot(
        key=name_key(place.text),
        name=place.text,
        name_en=place.name_en,
        lat=place.lat,
        lon=place.lon,
        kind=place.kind,
        precision=place.precision,
        country=place.country,
        admin1=place.admin1,
        fine=is_fine(place.text, place.kind, place.precision),
        seat=is_seat(place.name_en, place.kind, place.admin1),
        span=place.span,
    )


def is_fine(name: str, kind: str, precision: str) -> bool:
    """Whether a place is a settlement or a point in one rather than a region."""
    if precision == "none":
        return kind in _POINT_KINDS and len(name_key(name)) > 2
    if precision in FINE:
        return kind not in _WIDE_KINDS or precision == "exact"
    return precision == "district" and (kind in _NEAR_KINDS or kind == "district")


def is_seat(name_en: str | None, kind: str, admin1: str | None) -> bool:
    """Whether a place is a city that its region is named after."""
    return kind == "city" and admin1 is not None and name_en == admin1


def _named(text: str, span: Span) -> Spot:
    """A settlement that the text names and the gazetteer lacks."""
    name = text[span[0] : span[1]]
    return Spot(key=name_key(name), name=name, kind="village", fine=True, span=span)


def is_same(one: Spot, other: Spot) -> bool:
    """Whether two spots of one document are one place, by name or by nearness."""
    if alike(one.key, other.key) >= SAME_NAME:
        return True
    away = kilometres(one, other)
    return away is not None and away <= SAME_SPOT


class _Group(msgspec.Struct):
    """Records of one place and day while they are gathered."""

    spots: list[Spot] = []
    start: int = 0
    end: int = OPEN
    dated: bool = False
    past: bool = False
    records: list[Record] = []


class _Gathering:
    """One document on its way to tellings."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document, self.knowledge = document, knowledge
        self.day = _ordinal(document.published)
        self.spots = {place.span: spot_of(place) for place in document.places}
        self.told = [_named(document.text, span) for span in named_places(document.text) if self._is_new(span)]
        self.sentences = split(document.text)
        self.starts = [s.start for s in self.sentences]
        self.stems = [[stem(w) for w in words(document.text[s.start : s.end])] for s in self.sentences]

    def tellings(self) -> tuple[Telling, ...]:
        """See :func:`gather`."""
        deeds = sorted(
            (
                r
                for r in self.document.records
                if r.event_type in DEEDS and r.modality == "asserted" and r.confidence >= SURE
            ),
            key=lambda r: (r.trigger.span, r.id),
        )
        if not deeds and not self.document.text:
            return ()
        groups = self._grouped(deeds) or [self._bare()]
        total = max(1, sum(len(g.records) for g in groups))
        every = tuple(sorted({word for row in self.stems for word in row}))
        hashes = tuple(sketch(self.document.text)) if self.document.text else ()
        return tuple(self._telling(n, g, len(g.records) / total, every, hashes) for n, g in enumerate(groups))

    def _bare(self) -> _Group:
        """A document whose text alone tells of something."""
        start, end = self._news()
        return _Group(spots=self._own(), start=start, end=end)

    def _beside(self, spot: Spot, at: int) -> bool:
        """Whether a place stands in the sentence of a word and not far from it."""
        near = -_BEFORE <= spot.span[0] - at <= _AFTER
        return near and bool(self.sentences) and self._sentence(spot.span[0]) == self._sentence(at)

    def _is_new(self, span: Span) -> bool:
        """Whether the reading found no place where the text names one by a type word."""
        return not any(start < span[1] and span[0] < end for start, end in self.spots)

    def _own(self) -> list[Spot]:
        """The settlements of the text; of a region's seat and finer places in it the finer ones."""
        return [s for s in (*self.spots.values(), *self.told) if s.fine and not (s.seat and self._finer(s))]

    def _news(self) -> tuple[int, int]:
        return (0, OPEN) if self.day is None else (self.day - _REPORTED, self.day)

    def _grouped(self, deeds: Sequence[Record]) -> list[_Group]:
        groups: list[_Group] = []
        last: list[_Group] = []
        waiting: list[Record] = []
        for record in deeds:
            clusters = self._clusters(record)
            start, end, dated, past = self._days(record)
            if clusters:
                last = [self._into(groups, c, start, end, dated=dated, past=past) for c in clusters]
            elif dated and last and not any(_agree(g, start, end) for g in last):
                last = [self._into(groups, list(g.spots), start, end, dated=dated, past=past) for g in last]
            elif not last:
                waiting.append(record)
                continue
            for group in last:
                group.records.append(record)
                if dated and not group.dated:
                    group.start, group.end, group.dated, group.past = start, end, dated, past
        if waiting:
            self._place(waiting, groups)
        return groups

    def _place(self, waiting: Sequence[Record], groups: list[_Group]) -> None:
        """Records before any place is named belong to what is told first, or are a telling without a place."""
        if not groups:
            start, end = self._news()
            groups.append(_Group(spots=self._own()[:1], start=start, end=end))
            for record in waiting:
                first, last, dated, past = self._days(record)
                if dated:
                    groups[0].start, groups[0].end, groups[0].dated, groups[0].past = first, last, dated, past
                    break
        groups[0].records[:0] = waiting

    def _into(
        self, groups: list[_Group], spots: list[Spot], start: int, end: int, *, dated: bool, past: bool
    ) -> _Group:
        """The group of these places and days, a new one where there is none."""
        for group in groups:
            if any(is_same(a, b) for a in group.spots for b in spots) and (not dated or _agree(group, start, end)):
                group.spots += [s for s in spots if s not in group.spots]
                return group
        new = _Group(spots=list(spots), start=start, end=end, dated=dated, past=past)
        groups.append(new)
        return new

    def _clusters(self, record: Record) -> list[list[Spot]]:
        """The fine places of a record, those that are one place together."""
        found = [self.spots[f.span] for f in record.place if f.span in self.spots]
        if not any(s.fine and not s.seat for s in found):
            # The reading gives a record only the places that it is sure of; here the nearest of its sentence will do.
            at = record.trigger.span[0]
            beside = [s for s in (*self.spots.values(), *self.told) if s.fine and self._beside(s, at)]
            found += [s for s in beside if s not in found]
        # A city that a region is named after names the region, where the text knows a finer place in it.
        fine = [s for s in found if s.fine and not (s.seat and self._finer(s))]
        clusters: list[list[Spot]] = []
        for spot in self._without_bearings(fine):
            home = next((c for c in clusters if any(is_same(spot, s) for s in c)), None)
            if home is None:
                clusters.append([spot])
            else:
                home.append(spot)
        return clusters

    def _without_bearings(self, spots: list[Spot]) -> list[Spot]:
        """Without the places that only say where the one before them lies («قرية كذا قرب بلدة كذا»)."""
        ordered = sorted(spots, key=lambda s: s.span)
        kept = ordered[:1]
        for before, spot in pairwise(ordered):
            gap = self.document.text[before.span[1] : spot.span[0]]
            if not (gap and len(gap) <= _GAP and _BEARING.match(gap)):
                kept.append(spot)
        return kept

    def _finer(self, seat: Spot) -> bool:
        return any(
            s.fine and not s.seat and (s.admin1 == seat.admin1 or (s.admin1 is None and s.lat is None))
            for s in (*self.spots.values(), *self.told)
        )

    def _days(self, record: Record) -> tuple[int, int, bool, bool]:
        """First and last day of a record, whether the text gives them, and whether they were over when it was told."""
        start, end = self._news()
        if record.date is None or record.date.start is None or record.date.end is None:
            return start, end, False, False
        first, last = _ordinal(record.date.start), _ordinal(record.date.end)
        if first is None or last is None or last - first > _LONG or (self.day is not None and first > self.day):
            return start, end, False, False
        return first, last, True, self.day is not None and last < self.day - _REPORTED - 1

    def _sentence(self, offset: int) -> int:
        return max(0, bisect.bisect_right(self.starts, offset) - 1)

    def _telling(
        self, number: int, group: _Group, share: float, every: tuple[str, ...], hashes: tuple[int, ...]
    ) -> Telling:
        rows = self._rows(group, first=number == 0)
        near = [word for row in rows for word in row] or _words_of(group.records)
        wide = {f.span for r in group.records for f in r.place} & self.spots.keys()
        own = {s.span for s in group.spots}
        parties = {
            p
            for r in group.records
            for f in r.actor
            for p in parties_of(f.canonical_en, f.country, f.sector, self.knowledge)
        }
        seen = frozenset(near)
        return Telling(
            doc=self.document.doc,
            number=number,
            publisher=self.document.publisher or "",
            records=tuple(r.id for r in group.records),
            start=group.start,
            end=group.end,
            dated=group.dated,
            main=number == 0,
            share=share,
            past=group.past,
            spots=tuple(group.spots),
            wide=tuple(
                s for s in (self.spots[w] for w in sorted(wide - own)) if (not s.fine or s.seat) and s.kind != "country"
            ),
            types=frozenset(r.event_type for r in group.records),
            means=classes("means", near) | frozenset(_modes(group.records)),
            parties=frozenset(parties),
            killed=toll_of(self.document, group.records, "killed", self.knowledge),
            injured=toll_of(self.document, group.records, "injured", self.knowledge),
            groups=classes("people", near),
            targets=classes("targets", near),
            hours=classes("hours", near),
            near=tuple(sorted(seen)),
            words=every or tuple(sorted(seen)),
            pairs=tuple(sorted({f"{a} {b}" for row in rows for a, b in _following(row)})),
            sketch=hashes,
        )

    def _rows(self, group: _Group, *, first: bool) -> list[list[str]]:
        """The stems of the sentences of a group; of a long one what stands around its words of deed and its places."""
        at = {r.trigger.span[0] for r in group.records} | {s.span[0] for s in group.spots}
        by: dict[int, list[int]] = {0: []} if first and self.sentences else {}
        for offset in sorted(at) if self.sentences else ():
            by.setdefault(self._sentence(offset), []).append(offset)
        rows = []
        for index in sorted(by):
            sentence = self.sentences[index]
            if sentence.end - sentence.start <= _LONG_SENTENCE:
                rows.append(self.stems[index])
                continue
            for start, end in _windows(by[index] or [sentence.start], sentence.start, sentence.end):
                rows.append([stem(w) for w in words(self.document.text[start:end])])
        return rows


def _windows(offsets: Sequence[int], start: int, end: int) -> list[tuple[int, int]]:
    """Stretches around offsets within a sentence, joined where they meet."""
    found: list[tuple[int, int]] = []
    for offset in offsets:
        first, last = max(start, offset - _BEFORE), min(end, offset + _AFTER)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _modes(records: Iterable[Record]) -> Iterable[str]:
    return (MEANS_OF_MODE[r.mode] for r in records if r.mode in MEANS_OF_MODE)


def _following(row: Sequence[str]) -> Iterable[tuple[str, str]]:
    return pairwise(row)


def _words_of(records: Iterable[Record]) -> list[str]:
    """The words of records alone, where there is no text."""
    texts = (
        t for r in records for t in (r.trigger.text, *(f.text for f in (*r.recipient, *r.actor, *r.weapon, *r.place)))
    )
    return [stem(w) for text in texts for w in words(text)]


def _agree(group: _Group, start: int, end: int) -> bool:
    return not group.dated or (group.start <= end and start <= group.end)


def _ordinal(day: str | None) -> int | None:
    try:
        return None if day is None else datetime.date.fromisoformat(day).toordinal()
    except ValueError:
        return None
