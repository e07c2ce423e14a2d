"""W3C Web Annotation (JSON-LD): an annotation a passage, found again by its words and by its position.

Each target has a ``TextQuoteSelector`` (exact words with all their marks, and where the text is given some of the words
around them) and a ``TextPositionSelector`` (half-open, in code points as the model asks). What the annotation says is a
JSON literal under ``rasid:fields``, so that JSON-LD tools carry it whole.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.errors import RecordsError
from rasid.exports.geojson import META, meta_of
from rasid.exports.load import parsed, row_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Record, Span

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "rasid": "urn:x-rasid:",
        "rasid:fields": {"@id": "rasid:fields", "@type": "@json"},
        "rasid:documents": {"@id": "rasid:documents", "@type": "@json"},
    },
]
SLOTS = ("actor", "recipient", "place", "weapon", "counts")
_AROUND = 32
"""How many characters before and after the passage are quoted with it."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def source_iri(document: Document) -> str:
    """The name of a document by its hash (RFC 6920), or by its own name where there is no hash."""
    if _SHA256.fullmatch(document.sha256):
        digest = base64.urlsafe_b64encode(bytes.fromhex(document.sha256)).decode("ascii").rstrip("=")
        return f"ni:///sha-256;{digest}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"rasid:{document.doc}").urn


def write_webannotation(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """One annotation collection with one page; an annotation a line."""
    documents: list[dict[str, Any]] = []
    opening = (
        b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"type":"AnnotationCollection","first":'
        b'{"type":"AnnotationPage","startIndex":0,"items":[\n'
    )
    total = 0
    for index, row in enumerate(losses.watch(rows)):
        documents.append(meta_of(row.document))
        for annotation in _annotations(index, row.document):
            yield opening + msgspec.json.encode(annotation)
            opening, total = b",\n", total + 1
    yield (
        (b"" if total else opening)
        + b'\n]},"total":%d,"rasid:documents":' % total
        + msgspec.json.encode(documents)
        + b"}\n"
    )


def _annotations(index: int, document: Document) -> Iterator[dict[str, Any]]:
    for n, record in enumerate(document.records):
        yield from _of_record(index, document, n, record)
    for slot in ("places", "actors"):
        for i, mention in enumerate(getattr(document, slot)):
            name = mention.name_en if slot == "places" else mention.canonical_en
            row = msgspec.to_builtins(mention)
            yield _annotation(index, document, (slot, None, i), row, "identifying", name or mention.text)


def _of_record(index: int, document: Document, n: int, record: Record) -> Iterator[dict[str, Any]]:
    whole: dict[str, Any] = msgspec.to_builtins(record)
    parts = {slot: whole.pop(slot) for slot in SLOTS}
    when, trigger = whole.pop("date"), whole.pop("trigger")
    what = record.event_type + (f"/{record.mode}" if record.mode else "")
    tag = what + ("" if record.modality == "asserted" else f" ({record.modality})")
    yield _annotation(index, document, ("record", n, 0), {**trigger, **whole}, "classifying", tag)
    for slot, rows in parts.items():
        for i, row in enumerate(rows):
            name = row.get("canonical_en") or row.get("name_en") or row.get("what") or row["text"]
            yield _annotation(index, document, (slot, n, i), row, "identifying", name)
    if when is not None:
        day = " / ".join(dict.fromkeys(day for day in (when["start"], when["end"]) if day))
        yield _annotation(index, document, ("date", n, 0), when, "identifying", day or when["text"])


def _annotation(
    index: int, document: Document, at: tuple[str, int | None, int], row: dict[str, Any], purpose: str, value: str
) -> dict[str, Any]:
    slot, number, i = at
    start, end = span = row.pop("span")
    words = row.pop("text")
    source = source_iri(document)
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{source} {index} {slot} {number} {i}").urn,
        "type": "Annotation",
        "motivation": purpose,
        "body": {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value},
        "target": {
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": words, **_around(document.text, span)},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
        "rasid:fields": {"document": index, "slot": slot, "record": number, "fields": row},
    }


def _around(text: str, span: Span) -> dict[str, str]:
    if not text:
        return {}
    start, end = span
    return {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}


def read_webannotation(raw: bytes, where: str) -> Iterator[Document]:
    """The documents of a file that :func:`write_webannotation` wrote. Raises RecordsError."""
    whole = parsed(raw, where)
    try:
        rows: list[dict[str, Any]] = [
            {name: meta[name] for name in META} | {"records": [], "places": [], "actors": []}
            for meta in whole["rasid:documents"]
        ]
        for annotation in whole["first"]["items"]:
            _take(rows, annotation)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise RecordsError(
            "this is no annotation collection that rasid wrote",
            where=where,
            step="Give a file of rasid export --to webannotation.",
        ) from error
    return (row_of(row, f"{where}, document {i + 1}").document for i, row in enumerate(rows))


def _take(rows: list[dict[str, Any]], annotation: dict[str, Any]) -> None:
    """Put what an annotation says into its document. Quote and position come from the selectors."""
    about = annotation["rasid:fields"]
    selectors = {row["type"]: row for row in annotation["target"]["selector"]}
    position = selectors["TextPositionSelector"]
    row = {
        **about["fields"],
        "span": [position["start"], position["end"]],
        "text": selectors["TextQuoteSelector"]["exact"],
    }
    document, slot = rows[about["document"]], about["slot"]
    if slot in {"places", "actors"}:
        document[slot].append(row)
    elif slot == "record":
        trigger = {name: row.pop(name) for name in ("span", "text")}
        document["records"].append({**row, "trigger": trigger, **{name: [] for name in SLOTS}})
    elif slot == "date":
        document["records"][about["record"]]["date"] = row
    elif slot in SLOTS:
        document["records"][about["record"]][slot].append(row)


WEBANNOTATION = Manifest(
    name="webannotation",
    about="W3C Web Annotation: an annotation a passage, with quote and position selectors",
    suffix=".jsonld",
    source="https://www.w3.org/TR/annotation-model/",
    write=write_webannotation,
    read=read_webannotation,
    mapping=(
        Held(
            fields=META,
            at="rasid:documents of the collection; sha256 also as the target's source, ni:///sha-256;…",
        ),
        Held(
            fields=("records.*",),
            at="an annotation of the trigger, and one of each filler, count and date",
            note="words and spans in the selectors, the rest in rasid:fields; the body has the event type or the name",
        ),
        Held(fields=("places.*", "actors.*"), at="an annotation of each mention"),
    ),
)
