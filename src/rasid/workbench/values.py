"""The values that people give to fields, checked: what goes in fits the model and the text."""

from __future__ import annotations

import msgspec

from rasid import model
from rasid.errors import EditError, RecordsError
from rasid.exports.texts import check
from rasid.workbench.codes import ACLED, MODALITIES, TYPES, WHAT
from rasid.workbench.models import Document, Record
from rasid.workbench.shown import FIELDS
from rasid.workbench.storing import Value, plain

_MOST = 200
"""Fillers or counts that one slot may hold."""
_LONGEST = 300
"""Characters of a name, and of the words of a passage that a person marks."""


def checked(record: Record, changes: Value) -> Value:
    """The changes of a record, in the form of the model's JSON.

    Raises EditError for a field that is none, a code that is none, or a passage that does not stand in the text.
    """
    strange = sorted(set(changes) - set(FIELDS))
    if strange:
        raise EditError(f"«{strange[0]}» is no field that can be corrected", step=f"There are {', '.join(FIELDS)}.")
    whole = {**record.value, **changes, "links": []}
    try:
        made = msgspec.convert(whole, model.Record)
    except msgspec.ValidationError as error:
        raise EditError(f"this is no value for a record ({error})", step="Look at the form of the field.") from error
    _codes(made)
    _sizes(made)
    document = record.document
    read = model.Document(doc="", sha256="", published=None, publisher=None, records=(made,), text=document.text)
    try:
        check(read)
    except RecordsError as error:
        raise EditError(error.what, step="Mark the words in the text.") from error
    done = plain(made)
    if any(char in repr(done) for char in ("\\x00", "\\ud8")):
        raise EditError("there is a character in it that no text has", step="Type it anew.")
    return {name: done[name] for name in changes}


def _codes(made: model.Record) -> None:
    if made.event_type not in TYPES:
        raise EditError(f"«{made.event_type[:40]}» is no event type", step=f"There are {', '.join(TYPES)}.")
    modes = TYPES[made.event_type]
    if made.mode is not None and made.mode not in modes:
        raise EditError(
            f"«{made.mode[:40]}» is no mode of {made.event_type}",
            step=f"There are {', '.join(modes)}." if modes else "This type has none.",
        )
    if made.acled is not None and made.acled not in ACLED:
        raise EditError(f"«{made.acled[:40]}» is no sub-event type of ACLED", step="See docs/reference.md.")
    wrong = next((count.what for count in made.counts if count.what not in WHAT), None)
    if wrong is not None:
        raise EditError(f"«{wrong[:40]}» is nothing that is counted", step=f"There are {', '.join(WHAT)}.")


def _sizes(made: model.Record) -> None:
    for slot in ("actor", "recipient", "place", "weapon", "counts"):
        rows = getattr(made, slot)
        if len(rows) > _MOST:
            raise EditError(f"{slot} holds more than {_MOST} things", step="Split the record.")
        for row in rows:
            names = (
                getattr(row, name, None) or "" for name in ("text", "canonical_en", "name_en", "country", "sector")
            )
            if any(len(name) > _LONGEST for name in names):
                raise EditError(f"a name in {slot} is longer than {_LONGEST} characters", step="Mark less of the text.")
    if not 1 <= len(made.source) <= 10 or any(len(name) > _LONGEST for name in made.source):
        raise EditError("the source has no name, or a very long one", step="Name one to ten, the outermost first.")
    if not made.trigger.text.strip() or len(made.trigger.text) > _LONGEST:
        raise EditError("the event word is empty or very long", step="Mark the one word that evokes the event.")


def filler(document: Document, slot: str, start: int, end: int, extra: Value) -> Value:
    """What stands in a slot for words of the text: with the name that the machine has for them, or the one given.

    ``extra`` may hold ``name`` and ``country``; for counts ``what``, ``min``, ``max``; for a date ``start``, ``end``.
    Raises EditError where there are no words.
    """
    text = passage(document, start, end)
    row: Value = {"span": [start, end], "text": text}
    if slot == "counts":
        low = extra.get("min", _digits(text))
        row |= {"what": extra.get("what") or "other", "min": low, "max": extra.get("max", low)}
        return row
    if slot == "date":
        first = extra.get("start") or None
        return row | {"start": first, "end": extra.get("end") or first, "precision": "", "reason": ""}
    if slot == "trigger":
        return row
    kind, name = ("places", "name_en") if slot == "place" else ("actors", "canonical_en")
    known: Value = next((m for m in document.machine.get(kind, []) if tuple(m["span"]) == (start, end)), {})
    for field, value in ((name, extra.get("name")), ("country", extra.get("country")), ("sector", None)):
        found = value or known.get(field)
        if found and not (slot == "place" and field == "sector"):
            row[field] = found
    return row


def passage(document: Document, start: int, end: int) -> str:
    """The words between two offsets. Raises EditError where there are none."""
    if not 0 <= start < end <= len(document.text):
        raise EditError("these offsets mark no words of the text", step="Mark the words in the text.")
    return document.text[start:end]


def _digits(text: str) -> int | None:
    """The number that words are, where they are digits."""
    found = "".join(str(int(char)) for char in text if char.isdecimal())
    return int(found) if found and len(found) < 10 else None


def fresh(document: Document, name: str, start: int, end: int, codes: Value) -> Value:
    """A record that a person adds: its event word, and type, mode and modality of ``codes``."""
    modality = codes.get("modality") or MODALITIES[0]
    made = model.Record(
        id=name,
        trigger=model.Passage(span=(start, end), text=passage(document, start, end)),
        event_type=codes.get("event_type", ""),
        mode=codes.get("mode") or None,
        modality=modality,
        confidence=1.0,
    )
    return plain(made)
