"""What is left out of a public export: names of private persons, reasons, paths. docs/exports.md says what is not.

Pseudonyms are keyed hashes (HMAC-SHA256, RFC 2104): the same name has the same pseudonym within a key, and without the key
nobody can try names against them. Where the text is given it is changed too, and every span counts in the changed text.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from rasid.errors import OptionError
from rasid.exports.fields import unknown
from rasid.exports.json import as_dict
from rasid.exports.losses import Losses
from rasid.exports.manifest import Row
from rasid.exports.private import CONTACT, Known, Names, names_of
from rasid.exports.texts import digest
from rasid.lexicon import load
from rasid.model import Document, Span

_KEY, _DIGITS = 32, 16
"""Bytes that a key must have at least, and hexadecimal digits of a pseudonym (64 bits)."""
_LEFT = "left out by --public"
_SLOTS = ("actor", "recipient", "place", "weapon", "counts")
Edit = tuple[int, int, str]
"""Start and end of what is replaced, and by what."""


def key_from(path: str | None) -> bytes:
    """The key in a file, or a fresh one that nobody keeps. Raises OptionError where it is too short or not there."""
    if path is None:
        return secrets.token_bytes(_KEY)
    try:
        key = Path(path).read_bytes().rstrip(b"\r\n")
    except (OSError, ValueError) as error:
        raise OptionError(
            f"the key cannot be read ({getattr(error, 'strerror', None) or error})",
            where="--key-file",
            step="Check the path and its rights.",
        ) from error
    if len(key) < _KEY:
        raise OptionError(
            f"the key has {len(key)} bytes, and fewer than {_KEY} can be guessed",
            where="--key-file",
            step="Make one with: head -c 32 /dev/urandom > FILE.",
        )
    return key


class Veil:
    """Makes documents fit to be shown. One key and one table of known names for a whole export."""

    def __init__(self, key: bytes, losses: Losses, tables: Iterable[str | Path] = ()) -> None:
        """``losses`` is told what was left out and what became a pseudonym; ``tables`` are a user's own.

        Raises TableError where one of those is malformed.
        """
        self._key, self._losses = key, losses
        self._known = Known(load(tables))
        self._shown: dict[str, str] = {}
        """What stands for the documents so far, by their name."""

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows in public form. Their ``raw`` is made anew of known fields, so that nothing unknown slips through."""
        for row in rows:
            for path in unknown(row.raw):
                self._losses.lost(path, _LEFT)
            document = self.document(row.document)
            raw = as_dict(document)
            if row.raw.get("text") and document.text:
                raw["text"] = document.text
            made = msgspec.json.decode(msgspec.json.encode(raw))
            yield Row(document=document, raw=made, listed=row.listed)

    def _hash(self, what: str, value: str) -> str:
        made = hmac.new(self._key, f"{what}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256)
        return made.hexdigest()[:_DIGITS]

    def pseudonym(self, person: str, *, arabic: bool) -> str:
        """What stands for a person, in Arabic or in Latin letters."""
        return ("شخص_" if arabic else "Person_") + self._hash("person", person)

    def document(self, document: Document) -> Document:
        """The document in public form."""
        names = names_of(document, self._known)
        text, edits = document.text, self._edits(document.text, names)
        row: dict[str, Any] = msgspec.to_builtins(document)
        changed = _applied(text, edits)
        for part in _passages(row):
            part["span"], part["text"] = self._passage(part, text, changed, edits, names)
            if part.get("canonical_en") is not None:
                part["canonical_en"] = self._latin("canonical_en", part["canonical_en"], names)
        for record in row["records"]:
            record["source"] = [self._latin("records.source", source, names) for source in record["source"]]
            record["stance"] = [self._plain(word, names) for word in record["stance"]]
            if record["source_span"] is not None and text:
                record["source_span"] = _moved(tuple(record["source_span"]), edits)
        row["publisher"] = None if document.publisher is None else self._plain(document.publisher, names)
        row["title"] = None if document.title is None else self._plain(document.title, names)
        row["duplicate_of"] = self._shown.get(document.duplicate_of or "")
        row["doc"] = self._shown[document.doc] = "doc-" + self._hash("doc", f"{document.sha256}\0{document.doc}")
        row["text"], row["sha256"] = changed, digest(changed) if changed else ""
        self._losses.changed("doc", "a pseudonym of the path")
        if text:
            self._losses.changed("sha256", "of the text with pseudonyms")
        else:
            self._losses.lost("sha256", f"{_LEFT}: it would tell which text this is")
        self._leave_out(row)
        return msgspec.convert(row, Document)

    def _leave_out(self, row: dict[str, Any]) -> None:
        """Take away the reasons, which quote the text, and what would tell where the document is to be found."""
        for field in ("address", "bytes_sha256"):
            self._losses.lost(field, f"{_LEFT}: it would tell which text this is", row[field] is not None)
            row[field] = None
        for record in row["records"]:
            self._losses.lost("records.reason", _LEFT, bool(record["reason"]))
            record["reason"] = {}
            if record["date"] is not None:
                self._losses.lost("records.date.reason", _LEFT, bool(record["date"]["reason"]))
                record["date"]["reason"] = ""
        for place in row["places"]:
            self._losses.lost("places.reason", _LEFT, bool(place["reason"]))
            place["reason"] = ""

    def _edits(self, text: str, names: Names) -> list[Edit]:
        found = [(start, end, self.pseudonym(person, arabic=True)) for start, end, person in names.find(text) if person]
        self._losses.changed("names", "pseudonyms of private persons", len(found))
        at = [(start, end) for start, end, _ in found]
        ways = [
            (*match.span(), f"contact_{self._hash('contact', match[0])}")
            for match in CONTACT.finditer(text)
            if not any(start < match.end() and match.start() < end for start, end in at)
        ]
        self._losses.changed("contacts", "pseudonyms of addresses, accounts and numbers of telephones", len(ways))
        return sorted([*found, *ways])

    def _plain(self, value: str, names: Names) -> str:
        return _applied(value, self._edits(value, names))

    def _passage(
        self, part: dict[str, Any], text: str, changed: str, edits: list[Edit], names: Names
    ) -> tuple[Span, str]:
        span = tuple(part["span"])
        if not text:
            return span, self._plain(part["text"], names)
        start, end = _moved(span, edits)
        return (start, end), changed[start:end]

    def _latin(self, field: str, name: str, names: Names) -> str:
        person = names.speaker(name)
        if person is None:
            return self._plain(name, names)
        self._losses.changed(field, "pseudonyms of private persons")
        return self.pseudonym(person, arabic=False)


def _applied(text: str, edits: list[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _moved(span: tuple[int, ...], edits: list[Edit]) -> Span:
    """Where a span lies after the edits; one that ends within a replaced name takes in the whole of it."""
    return _offset(span[0], edits, upper=False), _offset(span[1], edits, upper=True)


def _offset(at: int, edits: list[Edit], *, upper: bool) -> int:
    shift = 0
    for start, end, new in edits:
        if end <= at:
            shift += len(new) - (end - start)
        elif start < at:
            return start + shift + (len(new) if upper else 0)
        else:
            break
    return at + shift


def _passages(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every part of a document as plain data that has a span and words."""
    for record in row["records"]:
        yield record["trigger"]
        for slot in _SLOTS:
            yield from record[slot]
        if record["date"] is not None:
            yield record["date"]
    yield from row["places"]
    yield from row["actors"]
