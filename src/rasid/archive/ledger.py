"""The ledger: what was done to an archive, a line an entry, each chained to the one before by its hash.

A line is the entry in canonical JSON (RFC 8785: keys in order, no blanks, UTF-8, nothing escaped that need not be) and a
line feed. ``body`` is the SHA-256 of the canonical JSON of the entry without ``prev`` and ``hash``; ``prev`` the hash of
the entry before, 64 zeros for the first; ``hash`` the SHA-256 of the digits of ``prev`` followed by those of ``body``.
Because an entry enters the chain by its ``body`` alone, the chain can be shown to somebody without showing every entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

ZERO = "0" * 64
"""What the first entry names as the one before."""
FORM = 1
"""The version of the archive's form."""

What = Literal["open", "add", "read", "unread", "forget"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that was done. Hashes are SHA-256 in lower-case hexadecimal digits."""

    n: int
    """Counted from 1."""
    what: What
    """``open``: the archive was made; ``add``: a document came; ``read`` and ``unread``: it was read, or could not be;
    ``forget``: it was taken out."""
    at: str
    """When, in UTC, such as ``2026-03-01T09:30:00Z``."""
    by: str
    """Which version of the program did it, such as ``rasid 0.1.0``."""
    form: int | None = None
    sha256: str | None = None
    """The document."""
    bytes: int | None = None
    """How long it is."""
    origin: str | None = None
    """Hash of the file that says how it came; with ``read``, which coming it was read by."""
    records: str | None = None
    """Hash of the file of records."""
    tables: str | None = None
    """Hash of the tables that it was read with."""
    error: str | None = None
    """With ``unread``: the code of the error."""
    left: int | None = None
    """With ``read`` and ``unread``: how many documents in it could not be read, where there are any."""
    reason: str | None = None
    """With ``forget``: why, as the user said."""
    prev: str = ""
    hash: str = ""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far the ledger goes; kept beside it, so that a ledger cut short is found.

    ``hash`` is empty only after a line of which nothing could be told.
    """

    bytes: int = 0
    entries: int = 0
    hash: str = ZERO


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is not as it was written. Lines count from 1."""

    line: int
    what: str


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of data whose numbers are whole and whose keys are ASCII."""
    return msgspec.json.encode(value, order="sorted")


def body_of(entry: Entry) -> str:
    """The hash of what an entry says, apart from its place in the chain."""
    return hashlib.sha256(canonical(msgspec.structs.replace(entry, prev="", hash=""))).hexdigest()


def link(prev: str, body: str) -> str:
    """The hash of an entry from the hash of the one before and its own body."""
    return hashlib.sha256(f"{prev}{body}".encode("ascii", "replace")).hexdigest()


def seal(entry: Entry, head: Head) -> Entry:
    """The entry as the next one after ``head``."""
    numbered = msgspec.structs.replace(entry, n=head.entries + 1, prev="", hash="")
    return msgspec.structs.replace(numbered, prev=head.hash, hash=link(head.hash, body_of(numbered)))


def line_of(entry: Entry) -> bytes:
    """The line that stands for an entry."""
    return canonical(entry) + b"\n"


def after(head: Head, entry: Entry, line: bytes) -> Head:
    """How far the ledger goes with one more entry."""
    return Head(bytes=head.bytes + len(line), entries=entry.n, hash=entry.hash)


def read_line(line: bytes, head: Head) -> Entry | str:
    """The entry of a line, line feed included, that comes after ``head``; or what is wrong with it."""
    if not line.endswith(b"\n"):
        return "it has no end"
    try:
        entry = msgspec.json.decode(line[:-1], type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"it is no entry ({error})"
    if line_of(entry) != line:
        return "it is not in canonical form"
    if entry.hash != link(entry.prev, body_of(entry)):
        return "its content does not have the hash that it names"
    if head.hash and entry.prev != head.hash:
        return "it does not follow from the line before"
    if head.hash and entry.n != head.entries + 1:
        return f"it is numbered {entry.n}, not {head.entries + 1}"
    return entry


def read_lines(data: bytes, head: Head) -> Iterator[tuple[int, Entry | str, Head]]:
    """Each line of ``data``, which follows ``head``: its number, its entry or what is wrong, how far the ledger goes then.

    After a faulty line the next ones are still held against what the faulty one named, so that one fault is told once.
    """
    at = head
    for number, line in enumerate(_lines(data), head.entries + 1):
        found = read_line(line, at)
        at = after(at, found, line) if isinstance(found, Entry) else _past(line, at)
        yield number, found, at


def _lines(data: bytes) -> Iterable[bytes]:
    """Lines that end in a line feed and nothing else."""
    pieces = data.split(b"\n")
    return [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _past(line: bytes, head: Head) -> Head:
    """How far the ledger goes after a faulty line, as far as that can be told."""
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Head(bytes=head.bytes + len(line), entries=head.entries + 1, hash="")
    return Head(bytes=head.bytes + len(line), entries=entry.n, hash=entry.hash)
