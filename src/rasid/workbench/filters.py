"""The filter that stands in the address: the same names on every page, in exports and in the API."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from rasid.workbench.models import Name, Record
from rasid.workbench.models.documents import HIDDEN
from rasid.workbench.search import matching
from rasid.workbench.storing import folded

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. Several values of one name mean any of them; several names mean all."""

    q: str = ""
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    acled: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    document: tuple[int, ...] = ()
    job: int | None = None
    since: datetime.date | None = None
    """The event on this day or after it (in the address: ``from``)."""
    until: datetime.date | None = None
    published_since: datetime.date | None = None
    published_until: datetime.date | None = None
    confidence: float | None = None
    """At least."""
    killed: int | None = None
    """At least."""
    box: Box | None = None
    copies: bool = True
    """Whether near copies of other documents are shown (in the address: ``copies=no``)."""
    wrong: tuple[str, ...] = ()
    """Names in the address with a value that makes no sense; these show nothing rather than everything."""

    @classmethod
    def of(cls, query: Any) -> Filter:
        """The filter of an address's query (a QueryDict)."""
        values: dict[str, Any] = {"q": query.get("q", "").strip()[:1000]}
        wrong: list[str] = []
        for name in _LISTS:
            values[name] = tuple(sorted({value for value in query.getlist(name) if value}))
        for name, (field, read) in _SINGLES.items():
            given = query.get(name, "")
            if given:
                try:
                    values[field] = read(given)
                except ValueError:
                    wrong.append(name)
        try:
            values["document"] = tuple(sorted({_number(value) for value in query.getlist("document") if value}))
        except ValueError:
            wrong.append("document")
        return cls(**values, wrong=tuple(wrong))

    @property
    def about_records(self) -> bool:
        """Whether anything is asked of records, not of documents alone."""
        return bool(self._of_records())

    def documents(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the documents that fit: themselves, and in at least one record where records are asked for."""
        if self.wrong:
            return rows.none()
        rows = self._of_documents(rows, "")
        asked = self._of_records()
        if asked:
            inner = Record.objects.filter(document=OuterRef("pk"))
            rows = rows.filter(Exists(inner.filter(*asked)))
        return rows

    def records(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the records that fit. Merged ones stand in the one they were merged into, unless asked for."""
        if self.wrong:
            return rows.none()
        rows = rows.exclude(state__in=[state for state in HIDDEN if state not in self.state])
        return self._of_documents(rows, "document__").filter(*self._of_records())

    def _of_documents(self, rows: QuerySet[Any], at: str) -> QuerySet[Any]:
        wanted: dict[str, Any] = {
            "publisher__in": self.publisher,
            "job_id": self.job,
            "published__gte": self.published_since,
            "published__lte": self.published_until,
        }
        rows = rows.filter(**{at + name: value for name, value in wanted.items() if value not in (None, ())})
        if self.document:
            rows = rows.filter(**{f"{at}id__in": self.document})
        if not self.copies:
            rows = rows.filter(**{f"{at}duplicate_of__isnull": True})
        return matching(rows, self.q, "document_id" if at else "id") if self.q else rows

    def _of_records(self) -> list[Any]:
        columns: dict[str, Any] = {
            "event_type__in": self.type,
            "mode__in": self.mode,
            "modality__in": self.modality,
            "acled__in": self.acled,
            "state__in": self.state,
            "country__in": self.country,
            "confidence__gte": self.confidence,
            "killed__gte": self.killed,
            "date_start__lte": self.until,
        }
        asked: list[Any] = [Q(**{name: value}) for name, value in columns.items() if value not in (None, ())]
        if self.since is not None:
            asked.append(Q(date_end__gte=self.since) | Q(date_end=None, date_start__gte=self.since))
        for slot in ("actor", "recipient", "place", "weapon", "source"):
            names = getattr(self, slot)
            if names:
                rows = Name.objects.filter(record=OuterRef("pk"), slot=slot)
                wanted = [folded(name)[:300] for name in names]
                asked.append(Exists(rows.filter(Q(folded__in=wanted) | Q(said__in=wanted))))
        if self.box is not None:
            west, south, east, north = self.box
            across = Q(lon__gte=west, lon__lte=east) if west <= east else Q(lon__gte=west) | Q(lon__lte=east)
            asked += [Q(lat__gte=south, lat__lte=north), across]
        return asked


_LISTS = (
    "type", "mode", "modality", "acled", "state", "country", "actor", "recipient", "place", "weapon", "source",
    "publisher",
)  # fmt: skip


def _number(given: str) -> int:
    number = int(given)
    if not 0 <= number < 2**31:
        raise ValueError(given)
    return number


def _share(given: str) -> float:
    share = float(given)
    if not 0 <= share <= 1:
        raise ValueError(given)
    return share


def _box(given: str) -> Box:
    west, south, east, north = (float(part) for part in given.split(","))
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(given)
    return west, south, east, north


def _yes(given: str) -> bool:
    if given not in {"yes", "no"}:
        raise ValueError(given)
    return given == "yes"


_SINGLES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "job": ("job", _number),
    "from": ("since", datetime.date.fromisoformat),
    "to": ("until", datetime.date.fromisoformat),
    "published_from": ("published_since", datetime.date.fromisoformat),
    "published_to": ("published_until", datetime.date.fromisoformat),
    "confidence": ("confidence", _share),
    "killed": ("killed", _number),
    "box": ("box", _box),
    "copies": ("copies", _yes),
}
"""Names in the address that take one value, with the field and how it is read."""
