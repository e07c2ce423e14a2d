"""Label Studio: a task a document, each passage a region, and relations from an event's word to what fills its slots.

What regions cannot show (reasons, sources, links, sizes of tolls beside their numbers) travels in the task's data, which
Label Studio gives back untouched, so that a corrected task comes home whole. Offsets go out in code points. What comes
back is matched with its words, in code points or in UTF-16 units, so that an emoji before it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.exports.labelstudio_read import read_labelstudio
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Record

SLOTS = ("actor", "recipient", "place", "weapon", "counts", "date")
_TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
    "ASSAULT CONTROL HARM STATE"
).split()
_MODALITIES = "asserted denied demanded predicted conditional promised".split()
_WHATS = (
    "killed injured abducted arrested displaced missing attackers participants strikes munitions share duration other"
).split()


def _choices(name: str, values: Iterable[str], label: str) -> str:
    rows = "".join(f'<Choice value="{value}"/>' for value in values)
    return (
        f'  <Choices name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{label}">'
        f"{rows}</Choices>\n"
    )


CONFIG = (
    "<View>\n"
    '  <Labels name="label" toName="text">\n'
    + "".join(
        f'    <Label value="{value}" background="{colour}"/>\n'
        for value, colour in (
            ("trigger", "#b5179e"), ("actor", "#c1121f"), ("recipient", "#1d6fa5"), ("place", "#2a7f3f"),
            ("weapon", "#8a5a00"), ("counts", "#5f4bb6"), ("date", "#00707a"), ("place mention", "#6a8f73"),
            ("actor mention", "#a56b6b"),
        )
    )
    + "  </Labels>\n"
    "  <Relations>\n"
    + "".join(f'    <Relation value="{slot}"/>\n' for slot in SLOTS)
    + "  </Relations>\n"
    + _choices("event_type", _TYPES, "trigger")
    + _choices("modality", _MODALITIES, "trigger")
    + '  <TextArea name="mode" toName="text" perRegion="true" whenTagName="label" whenLabelValue="trigger"/>\n'
    + _choices("what", _WHATS, "counts")
    + '  <Number name="min" toName="text" perRegion="true" whenTagName="label" whenLabelValue="counts"/>\n'
    '  <Number name="max" toName="text" perRegion="true" whenTagName="label" whenLabelValue="counts"/>\n'
    '  <Text name="text" value="$text" granularity="word"/>\n'
    "</View>\n"
)  # fmt: skip
"""The labelling interface: what the project in Label Studio must be set up with."""


def write_labelstudio(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """A list of tasks with predictions, a task a line."""
    opening = b"[\n"
    for row in losses.watch(rows):
        yield opening + msgspec.json.encode(_task(row.document))
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def _task(document: Document) -> dict[str, Any]:
    held = msgspec.to_builtins(document)
    del held["text"]
    results: list[dict[str, Any]] = []
    for n, record in enumerate(document.records):
        results += _record(n, record)
    for slot, label in (("places", "place mention"), ("actors", "actor mention")):
        for i, mention in enumerate(getattr(document, slot)):
            results.append(_region(f"{slot}.{i}", mention, label))
    return {
        "data": {"text": document.text, "doc": document.doc, "rasid": held},
        "predictions": [{"model_version": f"rasid {document.version}".strip(), "result": results}],
    }


def _record(n: int, record: Record) -> Iterator[dict[str, Any]]:
    name = f"records.{n}"
    yield _region(name, record.trigger, "trigger")
    yield _about(name, record.trigger, "event_type", "choices", [record.event_type])
    yield _about(name, record.trigger, "modality", "choices", [record.modality])
    if record.mode is not None:
        yield _about(name, record.trigger, "mode", "textarea", [record.mode])
    for slot in SLOTS:
        found = getattr(record, slot)
        for i, passage in enumerate(found if isinstance(found, tuple) else [] if found is None else [found]):
            inner = f"{name}.{slot}.{i}"
            yield _region(inner, passage, slot)
            if slot == "counts":
                yield _about(inner, passage, "what", "choices", [passage.what])
                for end in ("min", "max"):
                    if getattr(passage, end) is not None:
                        yield _about(inner, passage, end, "number", getattr(passage, end))
            yield {"type": "relation", "from_id": name, "to_id": inner, "direction": "right", "labels": [slot]}


def _region(name: str, passage: Any, label: str) -> dict[str, Any]:
    return _about(name, passage, "label", "labels", [label])


def _about(name: str, passage: Any, tag: str, kind: str, value: Any) -> dict[str, Any]:
    start, end = passage.span
    said = {"text": value} if kind == "textarea" else {"text": passage.text, kind: value}
    return {
        "id": name,
        "from_name": tag,
        "to_name": "text",
        "type": kind,
        "value": {"start": start, "end": end, **said},
    }


LABELSTUDIO = Manifest(
    name="labelstudio",
    about="Label Studio's tasks with predictions; corrected tasks come back with rasid import",
    suffix=".json",
    source="Label Studio's JSON of tasks, predictions and annotations",
    needs_text=True,
    write=write_labelstudio,
    read=read_labelstudio,
    beside=((".config.xml", CONFIG.encode("utf-8")),),
    mapping=(
        Held(
            fields=("records.trigger.*", "records.event_type", "records.mode", "records.modality"),
            at="region «trigger» with event_type, mode and modality",
        ),
        Held(
            fields=tuple(f"records.{slot}.{name}" for slot in SLOTS for name in ("span", "text")),
            at="region of the slot's name, joined to the trigger by a relation of that name",
        ),
        Held(
            fields=("records.counts.what", "records.counts.min", "records.counts.max"),
            at="what, min and max of the region «counts»",
        ),
        Held(
            fields=("places.span", "places.text", "actors.span", "actors.text"),
            at="regions «place mention» and «actor mention»",
        ),
        Held(
            fields=(
                "doc",
                "sha256",
                "published",
                "publisher",
                "records.*",
                "places.*",
                "actors.*",
                "version",
                "tables",
                "bytes_sha256",
                "title",
                "address",
                "duplicate_of",
            ),
            at="data.rasid",
            note="whole; of what was not corrected it comes back from there",
        ),
    ),
)
