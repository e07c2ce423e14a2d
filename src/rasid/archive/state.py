"""What the ledger amounts to: which documents there are, how they came, how they were read, which are forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from rasid.archive.ledger import Entry

Kind = Literal["documents", "origins", "records"]
KINDS: tuple[Kind, ...] = ("documents", "origins", "records")
Item = tuple[Kind, str]
"""A file of the store: its kind, and the SHA-256 of its bytes, which is its name."""


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a document came. A file of its own, not part of the ledger, so that it can be forgotten."""

    sha256: str
    """Of the document."""
    where: str
    """The path as it was given, ``-`` for standard input; bytes that are no UTF-8 stand as ``\\\\xNN``."""
    folder: str
    """The working folder then."""
    how: Literal["file", "standard input"]
    modified: str | None = None
    """When the file was last changed, as its file system says, in UTC."""
    published: str | None = None
    publisher: str | None = None
    note: str | None = None
    columns: str | None = None
    """Which columns of it hold what, as the user said."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A document as the ledger tells of it."""

    sha256: str
    size: int
    adds: tuple[Entry, ...] = ()
    """How it came, since it was last forgotten if it ever was."""
    readings: tuple[Entry, ...] = ()
    """How it was read, the last one last."""
    forgotten: Entry | None = None
    """Why it is not there."""
    history: tuple[Entry, ...] = ()
    """All entries that name it."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The files of the store that belong to it; none where it is forgotten."""
        if self.forgotten is not None:
            return ()
        origins: list[Item] = [("origins", entry.origin) for entry in self.adds if entry.origin]
        records: list[Item] = [("records", entry.records) for entry in self.readings if entry.records]
        return tuple(dict.fromkeys([("documents", self.sha256), *origins, *records]))

    @property
    def reading(self) -> Entry | None:
        """The last reading, or None where it was never read."""
        return self.readings[-1] if self.readings else None


class State:
    """The documents of an archive by their hash, in the order in which they first came."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Go through the entries of a ledger."""
        self.documents: dict[str, Held] = {}
        for entry in entries:
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """Go on with one more entry."""
        if entry.sha256 is None:
            return
        known = self.documents.get(entry.sha256) or Held(sha256=entry.sha256, size=entry.bytes or 0)
        known = msgspec.structs.replace(known, history=(*known.history, entry))
        if entry.what == "add":
            known = msgspec.structs.replace(known, adds=(*known.adds, entry), size=entry.bytes or 0, forgotten=None)
        elif entry.what == "forget":
            known = msgspec.structs.replace(known, adds=(), readings=(), forgotten=entry)
        else:
            known = msgspec.structs.replace(known, readings=(*known.readings, entry))
        self.documents[entry.sha256] = known

    def items(self) -> dict[Item, int | None]:
        """Every file that the store should hold, with its size where the ledger names it."""
        found: dict[Item, int | None] = {}
        for held in self.documents.values():
            found.update((item, held.size if item[0] == "documents" else None) for item in held.items)
        return found
