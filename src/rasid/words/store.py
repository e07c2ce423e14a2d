"""The packed word forms: a hash index over one block of bytes, read where it lies.

Layout (all integers little-endian, 4 bytes)::

    magic | slots | lexeme count | tag count | bytes of: index, groups, lexemes, tags
    index   `slots` offsets into groups, counted from 1; 0 is an empty slot; linear probing from crc32(key)
    groups  per key: key, TAB, then per spelling: spelling, TAB, entries, and a newline; UTF-8
    lexemes rows ``lemma TAB root TAB form TAB upos TAB sense TAB flags``, a newline each
    tags    rows of features, a newline each

Entries are pairs ``lexeme,tag`` in base 36 joined by blanks.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rasid.errors import DataError

MAGIC = b"RSDW"
_HEAD = struct.Struct("<4s7I")
_SLOT = struct.Struct("<I")
_MOST = 1 << 26
"""Bytes that are set aside for unpacking at once, whatever a damaged head says."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Lexeme(NamedTuple):
    """What all forms of a dictionary word share. ``flags``: ``h`` people, ``r`` rare, ``i`` intransitive, ``f`` function word."""

    lemma: str
    root: str = ""
    form: str = ""
    upos: str = ""
    sense: str = ""
    flags: str = ""


class Tag(NamedTuple):
    """Features of one form; ``upos`` ``NA`` stands for noun or adjective, ``state`` for the bits of ``nominal``."""

    upos: str
    kind: str = ""
    voice: str = ""
    person: str = ""
    gender: str = ""
    number: str = ""
    mood: str = ""
    state: int = 0


class Entry(NamedTuple):
    """One reading of a stem as stored: its spelling with the vowel marks known, its word, its features."""

    written: str
    lexeme: Lexeme
    tag: Tag


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
        if not number:
            return digits


def pack(entries: Mapping[str, Iterable[Entry]]) -> bytes:
    """The packed form of ``entries`` (folded key to readings); the same input gives the same bytes."""
    lexemes: dict[Lexeme, int] = {}
    tags: dict[Tag, int] = {}
    for key in sorted(entries):
        for entry in entries[key]:
            lexemes.setdefault(entry.lexeme, len(lexemes))
            tags.setdefault(entry.tag, len(tags))
    slots = max(8, len(entries) * 8 // 5)
    index = [0] * slots
    groups = bytearray()
    for key in sorted(entries):
        spelled: dict[str, list[str]] = {}
        for entry in entries[key]:
            pair = f"{_base36(lexemes[entry.lexeme])},{_base36(tags[entry.tag])}"
            spelled.setdefault("" if entry.written == key else entry.written, []).append(pair)
        body = "\t".join(f"{written}\t{' '.join(dict.fromkeys(pairs))}" for written, pairs in sorted(spelled.items()))
        slot = zlib.crc32(key.encode()) % slots
        while index[slot]:
            slot = (slot + 1) % slots
        index[slot] = len(groups) + 1
        groups += f"{key}\t{body}\n".encode()
    parts = [
        struct.pack(f"<{slots}I", *index),
        bytes(groups),
        "".join("\t".join(lexeme) + "\n" for lexeme in lexemes).encode(),
        "".join("\t".join(map(str, tag)) + "\n" for tag in tags).encode(),
    ]
    head = _HEAD.pack(MAGIC, slots, len(lexemes), len(tags), *map(len, parts))
    return head + zlib.compress(b"".join(parts), 9)


class Forms:
    """All word forms, looked up by their folded spelling."""

    def __init__(self, packed: bytes, added: Mapping[str, tuple[Entry, ...]] | None = None) -> None:
        """``packed`` as written by ``pack``; ``added`` are further readings (a user's rows), tried first.

        Raises DataError where the bytes are not such a file.
        """
        try:
            magic, self._slots, _, _, index, groups, lexemes, tags = _HEAD.unpack_from(packed)
            size = min(index + groups + lexemes + tags, _MOST)
            block = zlib.decompress(memoryview(packed)[_HEAD.size :], bufsize=size) if magic == MAGIC else b""
        except (struct.error, zlib.error) as error:
            raise DataError(
                "the packed word forms are damaged", step="Install rasid again, or run make data."
            ) from error
        if not block:
            raise DataError(
                "the packed word forms are of another version", step="Install rasid again, or run make data."
            )
        self._index = memoryview(block)[:index].cast("I") if _native() else None
        self._block = block
        self._groups = index
        rows = block[index + groups : index + groups + lexemes].split(b"\n")
        self._lexemes: list[bytes] = rows
        self._tags = [_tag(row) for row in block[index + groups + lexemes :].decode().split("\n") if row]
        self._added = dict(added or {})
        self._lexeme: Callable[[str], Lexeme] = lru_cache(maxsize=1 << 14)(self._row)

    def get(self, key: str) -> tuple[Entry, ...]:
        """The readings of a folded stem, in the order of the tables; empty where there is none."""
        return self._added.get(key, ()) + self._stored(key)

    def _slot(self, slot: int) -> int:
        if self._index is not None:
            return self._index[slot]
        return int(_SLOT.unpack_from(self._block, slot * 4)[0])

    def _stored(self, key: str) -> tuple[Entry, ...]:
        wanted = key.encode()
        slot = zlib.crc32(wanted) % self._slots
        wanted += b"\t"
        while offset := self._slot(slot):
            start = self._groups + offset - 1
            if self._block.startswith(wanted, start):
                return self._decode(key, self._block[start + len(wanted) : self._block.index(b"\n", start)].decode())
            slot = (slot + 1) % self._slots
        return ()

    def _row(self, number: str) -> Lexeme:
        return Lexeme(*self._lexemes[int(number, 36)].decode().split("\t"))

    def _decode(self, key: str, body: str) -> tuple[Entry, ...]:
        cells = body.split("\t")
        found = []
        for written, pairs in zip(cells[::2], cells[1::2], strict=True):
            for pair in pairs.split(" "):
                lexeme, tag = pair.split(",")
                found.append(Entry(written or key, self._lexeme(lexeme), self._tags[int(tag, 36)]))
        return tuple(found)


def _native() -> bool:
    return struct.pack("=I", 1) == struct.pack("<I", 1)


def _tag(row: str) -> Tag:
    upos, kind, voice, person, gender, number, mood, state = row.split("\t")
    return Tag(upos, kind, voice, person, gender, number, mood, int(state))
