"""Documents of the model room into the database, and back for the exports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import transaction

from rasid import model
from rasid.text import fold
from rasid.workbench.models import Document, Name, Record, Restriction, SearchText
from rasid.workbench.models.documents import State
from rasid.workbench.words import parts_of, words_of

SLOTS = ("actor", "recipient", "place", "weapon")
Value = dict[str, Any]
"""A record as plain data in the form of its JSON."""


def plain(found: msgspec.Struct) -> Value:
    """A struct as the plain data that JSON would give back."""
    return msgspec.json.decode(msgspec.json.encode(found), type=dict)


def safe(text: str) -> str:
    """The text as databases can hold it: PostgreSQL takes no NUL, and neither takes half a surrogate pair.

    Both become U+FFFD, one for one, so that every span still counts.
    """
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@transaction.atomic
def store(
    read: model.Document,
    *,
    user: Any,
    job: Any = None,
    groups: Iterable[Any] = (),
    form: str = "",
    notes: Sequence[str] = (),
) -> Document:
    """Keep a document that was read, with its records. All or nothing of it is there afterwards."""
    machine = plain(read)
    text, records = safe(machine.pop("text")), machine.pop("records")
    wanted = list(groups)
    document = Document.objects.create(
        doc=safe(read.doc)[:500],
        sha256=read.sha256,
        title=safe(read.title or ""),
        published=day(read.published),
        publisher=safe(read.publisher or "")[:300],
        address=safe(read.address or ""),
        text=text,
        machine=machine,
        format=form,
        notes=list(notes),
        tables=read.tables,
        duplicate_of=_original(read, job),
        restricted=bool(wanted),
        job=job,
        added_by=user,
        record_count=len(records),
        open_count=len(records),
    )
    Restriction.objects.bulk_create([Restriction(document=document, group=group) for group in wanted])
    add_records(document, records)
    index(document, records)
    return document


def _original(read: model.Document, job: Any) -> Document | None:
    """The document of the same import that this one is a near copy of."""
    if read.duplicate_of is None or job is None:
        return None
    found: Document | None = Document.objects.filter(job=job, doc=safe(read.duplicate_of)[:500]).first()
    return found


def add_records(document: Document, values: Sequence[Value]) -> list[Record]:
    """Add records as the machine read them, with their names."""
    rows = [Record(document=document, name=value["id"], machine=value, **columns(value, document)) for value in values]
    made: list[Record] = Record.objects.bulk_create(rows)
    Name.objects.bulk_create([row for record in made for row in names_of(record)])
    return made


def columns(value: Value, document: Document) -> dict[str, Any]:
    """The columns of a record from its value."""
    when = value.get("date") or {}
    point = point_of(value, document)
    start, end = value["trigger"]["span"]
    places = value.get("place", [])
    return {
        "event_type": value["event_type"],
        "mode": value["mode"] or "",
        "acled": value.get("acled") or "",
        "modality": value["modality"],
        "confidence": value.get("confidence", 0.0),
        "trigger": safe(value["trigger"]["text"])[:300],
        "start": start,
        "end": end,
        "date_start": day(when.get("start")),
        "date_end": day(when.get("end")),
        "country": next((filler["country"] for filler in places if filler.get("country")), ""),
        "lat": point.get("lat"),
        "lon": point.get("lon"),
        "precision": point.get("precision", ""),
        "killed": killed(value),
    }


def killed(value: Value) -> int | None:
    """The lower end of the first whole toll of killed."""
    tolls = (count for count in value.get("counts", []) if count["what"] == "killed" and not count.get("group"))
    low = next((count["min"] for count in tolls), None)
    return None if low is None else min(int(low), 2**31 - 1)


def point_of(value: Value, document: Document) -> dict[str, Any]:
    """The first mention among a record's places that has coordinates, or nothing."""
    mentions = {tuple(place["span"]): place for place in document.machine.get("places", [])}
    for filler in value.get("place", []):
        place = mentions.get(tuple(filler["span"]))
        if place is not None and place.get("lat") is not None:
            return place
    return {}


def day(given: str | None) -> datetime.date | None:
    """An ISO day as a date; None where it is none that a database can hold."""
    try:
        return datetime.date.fromisoformat(given) if given else None
    except ValueError:
        return None


def name_of(filler: Value) -> str:
    """What a filler is called: its canonical name, or its words folded."""
    return str(filler.get("canonical_en") or filler.get("name_en") or folded(filler["text"]))


def folded(words: str) -> str:
    """A name in the form in which names are compared: folded, one blank between words, lower case, no article."""
    return " ".join(fold(words).text.lower().split()).removeprefix("ال")


def names_of(record: Record) -> list[Name]:
    """The rows of names that a record's value gives, each once a slot."""
    found: dict[tuple[str, str], Name] = {}
    value = record.value
    for slot in SLOTS:
        for filler in value.get(slot, []):
            name = safe(name_of(filler))[:300]
            found.setdefault(
                (slot, name),
                Name(
                    record=record,
                    slot=slot,
                    text=safe(filler["text"])[:300],
                    name=name,
                    folded=folded(name)[:300],
                    said=folded(filler["text"])[:300],
                    country=filler.get("country") or "",
                    sector=filler.get("sector") or "",
                ),
            )
    for source in value.get("source", []):
        if source != "narrator":
            name = safe(source)[:300]
            found.setdefault(
                ("source", name),
                Name(
                    record=record,
                    slot="source",
                    text=name,
                    name=name,
                    folded=folded(name)[:300],
                    said=folded(name)[:300],
                ),
            )
    return list(found.values())


def index(document: Document, values: Iterable[Value]) -> None:
    """Write anew what a document is found by."""
    words = words_of(f"{document.title}\n{document.text}")
    names = {document.doc, document.publisher}
    for value in values:
        for slot in SLOTS:
            names |= {name_of(filler) for filler in value.get(slot, [])}
        names |= {source for source in value.get("source", []) if source != "narrator"}
    for name in sorted(names - {""}):
        words += words_of(name)
    SearchText.objects.filter(document=document).delete()
    SearchText.objects.bulk_create(
        [SearchText(document=document, words=found, stems=stems) for found, stems in parts_of(words)]
    )


def refresh(document: Document) -> None:
    """Bring counts and what a document is found by up to date after its records changed."""
    records = list(document.records.all())
    document.record_count = len(records)
    document.open_count = sum(record.state == State.OPEN for record in records)
    document.save(update_fields=["record_count", "open_count"])
    index(document, (record.value for record in records))


def restored(document: Document, records: Iterable[Record]) -> model.Document:
    """The document with these records in the model room's form, their values those that count."""
    kept = [record.value for record in records]
    names = {value["id"] for value in kept}
    for value in kept:
        value["links"] = [link for link in value.get("links", []) if link["id"] in names]
    whole = {**document.machine, "records": kept, "text": document.text}
    return msgspec.convert(whole, model.Document)
