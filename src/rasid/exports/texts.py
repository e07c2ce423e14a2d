"""The texts of documents, found by their hash: a records file carries none, and its paths are not to be trusted."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rasid.errors import MissingTextError, RecordsError
from rasid.exports.manifest import Row
from rasid.model import Document


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as documents name it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Texts:
    """Texts by hash. They lie in a temporary file, so that many need no memory."""

    def __init__(self) -> None:
        """No text yet."""
        self._places: dict[str, tuple[int, int]] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # as long as this object

    def add(self, text: str) -> None:
        """Take a text in."""
        raw = text.encode("utf-8", "surrogatepass")
        name = hashlib.sha256(raw).hexdigest()
        if name not in self._places:
            self._places[name] = self._file.seek(0, io.SEEK_END), len(raw)
            self._file.write(raw)

    def joined(self, rows: Iterable[Row], *, needed: bool, form: str = "") -> Iterator[Row]:
        """The rows with their texts. Raises MissingTextError where one is needed and not there."""
        for number, row in enumerate(rows, 1):
            text = self._of(row.document)
            if not text and needed:
                raise MissingTextError(
                    f"{form} needs the text of document {number}, «{row.document.doc}», and no text given has its hash",
                    where="--texts",
                    step="Give the files that were read, or their folder, with --texts.",
                )
            if text:
                document = msgspec.structs.replace(row.document, text=text)
                check(document)
                yield msgspec.structs.replace(row, document=document)
            else:
                yield row

    def of(self, sha256: str) -> str:
        """The text of this hash, or nothing where it was not given."""
        at, length = self._places.get(sha256, (0, 0))
        self._file.seek(at)
        return self._file.read(length).decode("utf-8", "surrogatepass")

    def _of(self, document: Document) -> str:
        if document.text and digest(document.text) == document.sha256:
            return document.text
        return self.of(document.sha256)


def check(document: Document) -> None:
    """See that every passage stands in the text where it says. Raises RecordsError naming the first that does not."""
    for path, passage in passages(document):
        start, end = passage.span
        if not 0 <= start <= end <= len(document.text) or document.text[start:end] != passage.text:
            raise RecordsError(
                f"«{passage.text[:40]}» does not stand at {start} to {end} of the text",
                where=f"{document.doc}, {path}",
                step="Read the text again with this version.",
            )


def passages(document: Document) -> Iterator[tuple[str, Any]]:
    """Every passage of a document with its place: whatever has a span and the words that stand there."""
    for record in document.records:
        yield f"{record.id} trigger", record.trigger
        for slot in ("actor", "recipient", "place", "weapon", "counts"):
            for part in getattr(record, slot):
                yield f"{record.id} {slot}", part
        if record.date is not None:
            yield f"{record.id} date", record.date
    for slot in ("places", "actors"):
        for part in getattr(document, slot):
            yield slot, part
