"""rasid's own JSON as an export. It is lossless: keys that are not ours and their order stay as they came."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from rasid.exports.load import rows_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document

EVERYTHING = (
    Held(
        fields=(
            "doc", "sha256", "published", "publisher", "records.*", "places.*", "actors.*", "version", "tables",
            "bytes_sha256", "title", "address", "duplicate_of",
        ),
        at="the same names",
    ),
)  # fmt: skip


def write_jsonl(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """A document a line; what ``rasid read --format jsonl`` wrote comes out byte by byte."""
    for row in losses.watch(rows):
        yield msgspec.json.encode(row.raw) + b"\n"


def write_json(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """Indented JSON: one document as an object, several as a list, as ``rasid read --format json`` writes them."""
    passing = losses.watch(rows)
    first, second = next(passing, None), next(passing, None)
    if first is not None and second is None and not first.listed:
        yield msgspec.json.format(msgspec.json.encode(first.raw), indent=2) + b"\n"
        return
    opening = b"[\n"
    for row in chain((row for row in (first, second) if row is not None), passing):
        yield opening + msgspec.json.format(msgspec.json.encode(row.raw), indent=2)
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def read_own(raw: bytes, where: str) -> Iterator[Document]:
    """The documents of a JSON file: lines, a list or an object. Raises RecordsError."""
    return (row.document for row in rows_of(io.BytesIO(raw), where))


JSONL = Manifest(
    name="jsonl",
    about="everything: a document a line; byte by byte what rasid read wrote",
    suffix=".jsonl",
    source="rasid",
    mapping=EVERYTHING,
    keeps_unknown=True,
    write=write_jsonl,
    read=read_own,
)
JSON = Manifest(
    name="json",
    about="everything, indented: one document an object, several a list",
    suffix=".json",
    source="rasid",
    mapping=EVERYTHING,
    keeps_unknown=True,
    write=write_json,
    read=read_own,
)
