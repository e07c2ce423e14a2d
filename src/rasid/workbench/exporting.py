"""Exports of exactly what a filter shows, through the formats of the exports room."""

from __future__ import annotations

import hashlib
import itertools
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import msgspec
from django.conf import settings

from rasid import model
from rasid.errors import OptionError
from rasid.exports import EXPORTS, FORMATS
from rasid.exports.json import as_dict
from rasid.exports.losses import Losses
from rasid.exports.manifest import Manifest, Row, losses_of
from rasid.workbench.filters import Filter
from rasid.workbench.models import Document, Record, User
from rasid.workbench.storing import restored

_CHUNK = 100
_IN_MEMORY = 4 << 20
_ALSO = ("html", "table")
"""What ``rasid read`` writes and ``rasid export`` does not."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """An export: its file at the start, its name, and what the format could not hold."""

    file: IO[bytes]
    name: str
    losses: Losses
    beside: tuple[tuple[str, bytes], ...] = ()


def formats() -> list[dict[str, Any]]:
    """Every format: name, what it is for, the suffix of its files."""
    rows = [{"name": row.name, "about": row.about, "suffix": row.suffix} for row in EXPORTS]
    return rows + [{"name": name, "about": FORMATS[name].about, "suffix": _suffix(name)} for name in _ALSO]


def _suffix(name: str) -> str:
    return ".txt" if name == "table" else f".{name}"


def rows(user: User, chosen: Filter) -> Iterator[Row]:
    """The documents with the records that fit the filter and that the user may see, in the order of their ids."""
    documents = chosen.documents(Document.objects.visible_to(user)).order_by("pk")
    ids = iter(documents.values_list("pk", flat=True).iterator(chunk_size=2_000))
    while chunk := list(itertools.islice(ids, _CHUNK)):
        kept: dict[int, list[Record]] = {pk: [] for pk in chunk}
        found = chosen.records(Record.objects.visible_to(user)).filter(document_id__in=chunk)
        for record in found.order_by("document_id", "start", "pk"):
            kept[record.document_id].append(record)
        held = Document.objects.visible_to(user).in_bulk(chunk)
        for pk in chunk:
            if pk in held and (kept[pk] or not chosen.about_records):
                yield _row(held[pk], kept[pk])


def _row(document: Document, records: list[Record]) -> Row:
    """A document for the exports room. How far the review of a record is stands beside its fields, without names."""
    made = restored(document, records)
    raw = msgspec.json.decode(msgspec.json.encode(as_dict(made)))
    for value, record in zip(raw["records"], records, strict=True):
        value["review"] = record.state
    return Row(document=made, raw=raw, listed=True)


def write(user: User, chosen: Filter, form: str, *, public: bool = False) -> Written:
    """Write an export into a file that is gone once it is closed.

    Raises OptionError for a format that is none, MissingExtraError where its extra is not installed.
    """
    manifest = next((row for row in EXPORTS if row.name == form), None)
    if manifest is None and form not in _ALSO:
        known = ", ".join(row["name"] for row in formats())
        raise OptionError(f"«{form[:40]}» is no format", where="format", step=f"There are {known}.")
    losses = losses_of(manifest) if manifest is not None else Losses(form, frozenset())
    found = rows(user, chosen)
    if public:
        found = _veiled(found, losses)
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by who sends it
    try:
        for piece in _pieces(manifest, form, found, losses):
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    suffix = manifest.suffix if manifest is not None else _suffix(form)
    name = f"rasid{'-public' if public else ''}{suffix}"
    return Written(file=file, name=name, losses=losses, beside=manifest.beside if manifest is not None else ())


def _pieces(manifest: Manifest | None, form: str, found: Iterable[Row], losses: Losses) -> Iterable[bytes]:
    if manifest is not None:
        return manifest.write(found, losses)

    def documents() -> Iterator[model.Document]:
        for row in found:
            losses.documents += 1
            losses.records += len(row.document.records)
            yield row.document

    return FORMATS[form].write(documents())


def _veiled(found: Iterable[Row], losses: Losses) -> Iterator[Row]:
    from rasid.exports.public import Veil  # noqa: PLC0415  # it loads the tables

    key = hashlib.blake2b(settings.EXPORT_KEY.encode(), person=b"rasid-public", digest_size=32).digest()
    return Veil(key, losses).over(found)


def bundle(written: Written) -> IO[bytes]:
    """A ZIP archive of an export with the report of what it lost and the files that go beside it."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    report = msgspec.json.format(msgspec.json.encode(written.losses.report()), indent=2) + b"\n"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with written.file as file, archive.open(zipfile.ZipInfo(written.name), "w", force_zip64=True) as inner:
            while piece := file.read(1 << 20):
                inner.write(piece)
        for suffix, content in (*written.beside, (".loss.json", report)):
            archive.writestr(zipfile.ZipInfo(written.name + suffix), content)
    out.seek(0)
    return out
