"""Parquet: a row a record, its fillers and counts nested, for DuckDB, pandas, Arrow and Spark.

A document without records has one row whose ``id`` is null, so that it is not lost.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from rasid.errors import RecordsError
from rasid.exports.geojson import META
from rasid.exports.load import row_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row, need
from rasid.model import Document, Place, Record

_BATCH = 5_000
_SLOTS = ("actor", "recipient", "place", "weapon")
_TEXTS = ("text", "canonical_en", "name_en", "country", "sector", "via")
_EXACT = 2**53


def _schema() -> Any:
    pa = need("pyarrow", "parquet", "parquet")
    return pa.schema([("document", pa.int64()), *((name, pa.string()) for name in META), *record_columns(pa)])


def record_columns(pa: Any) -> list[tuple[str, Any]]:
    """The columns of a record with their types; ``pa`` is pyarrow."""
    text, number, whole, yes = pa.string(), pa.float64(), pa.int64(), pa.bool_()
    passage = [("start", whole), ("end", whole), ("text", text)]
    filler = pa.list_(pa.struct([("start", whole), ("end", whole), *((name, text) for name in _TEXTS)]))
    point = [("lat", number), ("lon", number), ("precision", text)]
    place = pa.list_(pa.struct([("start", whole), ("end", whole), *((name, text) for name in _TEXTS), *point]))
    count = [*passage, ("what", text), ("min", number), ("max", number), ("approx", yes), ("convention", yes)]
    when = [*passage, ("first", text), ("last", text), ("precision", text), ("reason", text)]
    return [
        ("id", text),
        ("trigger", pa.struct(passage)),
        *((name, text) for name in ("event_type", "mode", "modality", "acled")),
        ("actor", filler),
        ("recipient", filler),
        ("place", place),
        ("weapon", filler),
        ("counts", pa.list_(pa.struct([*count, ("group", text), ("running", yes)]))),
        ("date", pa.struct(when)),
        ("source", pa.list_(text)),
        ("source_span", pa.list_(whole)),
        ("confidence", number),
        ("stance", pa.list_(text)),
        ("links", pa.list_(pa.struct([("rel", text), ("id", text)]))),
        ("reason", pa.map_(text, text)),
    ]


def write_parquet(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """The file, in pieces of some thousand records. Raises MissingExtraError without pyarrow."""
    pa, pq = need("pyarrow", "parquet", "parquet"), need("pyarrow.parquet", "parquet", "parquet")
    schema = _schema()
    sink = _Pieces()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for index, row in enumerate(losses.watch(rows)):
            batch += _rows(index, row.document, losses)
            if len(batch) >= _BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch = []
                yield sink.take()
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    yield sink.take()


class _Pieces(io.RawIOBase):
    """A file that gives what was written to it piece by piece, so that it is never whole in memory."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        """What was written since the last time."""
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece


def _rows(index: int, document: Document, losses: Losses) -> Iterator[dict[str, Any]]:
    meta = {"document": index} | {name: getattr(document, name) for name in META}
    points = {place.span: place for place in document.places}
    if not document.records:
        yield meta
    for record in document.records:
        row = record_row(record, points)
        for count in record.counts:
            for end in ("min", "max"):
                value = getattr(count, end)
                if isinstance(value, int) and abs(value) > _EXACT:
                    losses.changed(f"records.counts.{end}", "beyond the whole numbers that a double holds exactly")
        yield meta | row


def record_row(record: Record, points: Mapping[tuple[int, int], Place]) -> dict[str, Any]:
    """A record in the columns of :func:`record_columns`; ``points`` are the document's places by their spans."""
    row: dict[str, Any] = msgspec.to_builtins(record)
    for name in ("trigger", "date"):
        row[name] = None if row[name] is None else _cut(row[name])
    for slot in _SLOTS:
        row[slot] = [{"via": "explicit", **_cut(filler)} for filler in row[slot]]
    for filler, cut in zip(record.place, row["place"], strict=True):
        place = points.get(filler.span)
        if place is not None:
            cut |= {"lat": place.lat, "lon": place.lon, "precision": place.precision}
    row["counts"] = [_cut(count) for count in row["counts"]]
    return row


def _cut(row: dict[str, Any]) -> dict[str, Any]:
    """A part of a record with its span in two columns; a date's first and last day are named so, apart from them."""
    start, end = row.pop("span")
    if "what" not in row and "start" in row:
        row["first"], row["last"] = row.pop("start"), row.pop("end")
    return {**row, "start": start, "end": end}


def read_parquet(raw: bytes, where: str) -> Iterator[Document]:
    """The documents of a file that :func:`write_parquet` wrote. Raises RecordsError, and MissingExtraError."""
    pa, pq = need("pyarrow", "parquet", "parquet"), need("pyarrow.parquet", "parquet", "parquet")
    try:
        file = pq.ParquetFile(pa.BufferReader(raw))
        if not file.schema_arrow.equals(_schema()):
            raise RecordsError(
                "its columns are not those of rasid", where=where, step="Give a file of rasid export --to parquet."
            )
    except (pa.ArrowException, OSError) as error:
        raise RecordsError(f"this is no Parquet file ({error})", where=where, step="Check the file.") from error
    return _documents(file, where)


def _documents(file: Any, where: str) -> Iterator[Document]:
    held: dict[str, Any] | None = None
    number = None
    for batch in file.iter_batches(batch_size=_BATCH):
        for row in batch.to_pylist():
            if held is None or row["document"] != number:
                if held is not None:
                    yield row_of(held, where).document
                number = row["document"]
                held = {name: row[name] for name in META} | {"records": []}
            if row["id"] is not None:
                held["records"].append(_back(row))
    if held is not None:
        yield row_of(held, where).document


def _back(row: dict[str, Any]) -> dict[str, Any]:
    record = {name: value for name, value in row.items() if name not in {"document", *META}}
    record["reason"] = dict(record["reason"])
    record["trigger"] = _joined(record["trigger"])
    when = record["date"]
    if when is not None:
        first, last = when.pop("first"), when.pop("last")
        record["date"] = _joined(when) | {"start": first, "end": last}
    for slot in _SLOTS:
        record[slot] = [_joined(filler) for filler in record[slot]]
        for filler in record["place"] if slot == "place" else ():
            for name in ("lat", "lon", "precision"):
                del filler[name]
    record["counts"] = [
        _joined(count) | {end: _whole(count[end]) for end in ("min", "max")} for count in record["counts"]
    ]
    return record


def _joined(row: dict[str, Any]) -> dict[str, Any]:
    row["span"] = [row.pop("start"), row.pop("end")]
    return row


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value


PARQUET = Manifest(
    name="parquet",
    about="for analysis: a row a record, fillers and counts nested",
    suffix=".parquet",
    source="Apache Parquet, by pyarrow",
    extra="parquet",
    module="pyarrow",
    binary=True,
    write=write_parquet,
    read=read_parquet,
    mapping=(
        Held(fields=META, at="columns of the same names, in every row; document is the document's number from 0"),
        Held(
            fields=("records.*",),
            at="columns of the same names; spans as start and end",
            note="a date's days are date.first and date.last; a place has lat, lon and precision of its mention beside it",
        ),
    ),
)
