"""GeoJSON (RFC 7946): a feature a record at its place, and a feature a mention of a place.

Properties that maps show are flat; ``record`` and ``place`` hold the whole of it. A record whose place is not known has no
geometry, never one made up; ``precision`` says how near the point is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.errors import RecordsError
from rasid.exports.csv import cells, point_of
from rasid.exports.load import parsed, row_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document, Place, Record

META = ("doc", "sha256", "published", "publisher", "version", "tables")
_SHOWN = (
    "event_type", "mode", "acled", "modality", "trigger", "actor", "actor_en", "recipient", "recipient_en", "place",
    "place_en", "weapon", "counts", "date_start", "date_end", "source",
)  # fmt: skip


def meta_of(document: Document) -> dict[str, Any]:
    """What is said of a document as a whole."""
    return {name: getattr(document, name) for name in META}


def write_geojson(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """One feature collection; a feature a line."""
    documents: list[dict[str, Any]] = []
    opening = b'{"type":"FeatureCollection","features":[\n'
    for index, row in enumerate(losses.watch(rows)):
        documents.append(meta_of(row.document))
        for feature in _features(index, row.document, losses):
            yield opening + msgspec.json.encode(feature)
            opening = b",\n"
    tail = msgspec.json.encode(documents)
    yield (opening if opening != b",\n" else b"") + b'\n],"documents":' + tail + b"}\n"


def _features(index: int, document: Document, losses: Losses) -> Iterator[dict[str, Any]]:
    for record in document.records:
        yield _record(index, document, record, losses)
    for place in document.places:
        properties = {
            "feature": "place",
            "document": index,
            "doc": document.doc,
            "name": place.name_en or place.text,
            "precision": place.precision,
            "place": msgspec.to_builtins(place),
        }
        yield {"type": "Feature", "geometry": _geometry(place, losses), "properties": properties}


def _record(index: int, document: Document, record: Record, losses: Losses) -> dict[str, Any]:
    row = cells(document, record)
    point = point_of(document, record)
    properties = {
        "feature": "record",
        "document": index,
        "doc": document.doc,
        "published": document.published,
        "publisher": document.publisher,
        **{name: row[name] or None for name in _SHOWN},
        "confidence": record.confidence,
        "point": None if point is None else point.name_en or point.text,
        "precision": None if point is None else point.precision,
        "record": msgspec.to_builtins(record),
    }
    return {
        "type": "Feature",
        "id": f"{index}-{record.id}",
        "geometry": _geometry(point, losses),
        "properties": properties,
    }


def _geometry(place: Place | None, losses: Losses) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):  # degrees
        losses.changed("places.lat", "outside the globe: in the properties, but no geometry")
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def read_geojson(raw: bytes, where: str) -> Iterator[Document]:
    """The documents of a file that :func:`write_geojson` wrote. Raises RecordsError."""
    whole = parsed(raw, where)
    try:
        metas = [dict(meta) for meta in whole["documents"]]
        rows = [meta | {"records": [], "places": [], "actors": []} for meta in metas]
        for feature in whole["features"]:
            properties = feature["properties"]
            kind = properties["feature"]
            rows[properties["document"]]["records" if kind == "record" else "places"].append(properties[kind])
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise RecordsError(
            "this is no GeoJSON that rasid wrote", where=where, step="Give a file of rasid export --to geojson."
        ) from error
    return (row_of(row, f"{where}, document {i + 1}").document for i, row in enumerate(rows))


GEOJSON = Manifest(
    name="geojson",
    about="for maps: a feature a record at its first known place, and a feature a mention of a place",
    suffix=".geojson",
    source="RFC 7946",
    write=write_geojson,
    read=read_geojson,
    mapping=(
        Held(
            fields=META,
            at="member documents, a list; doc, published and publisher also in each feature of a record",
        ),
        Held(
            fields=("records.*",),
            at="feature with properties.feature = record: whole in properties.record, the main fields flat",
            note="the geometry is the first place with coordinates; null where there is none",
        ),
        Held(
            fields=("places.*",),
            at="feature with properties.feature = place: whole in properties.place; lon, lat as the geometry",
        ),
    ),
)
