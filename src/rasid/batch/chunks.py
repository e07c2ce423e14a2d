"""Units to chunks: what is read, written and noted as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from rasid.batch.plan import Unit, whole
from rasid.batch.settings import Settings
from rasid.errors import ChangedError
from rasid.sources import Left, Options, Outcome, Part, Parts, Piece


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """Why something gave no document."""

    code: str
    why: str
    """Short, and the same for all of a kind."""
    error: str
    failed: bool


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to read: packed, taken apart, or lost already. Exactly one of the three is set."""

    doc: str
    input: str
    part: Part | None = None
    piece: Piece | None = None
    lost: Lost | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        if self.part is not None:
            return len(self.part.raw)
        return 2 * len(self.piece.text) if self.piece is not None else 0


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """Some of a unit's documents."""

    unit: int
    number: int
    last: bool
    """Whether it is the unit's last."""
    weight: int
    """How many bytes of the inputs it stands for."""
    digest: str
    """Of what is in it."""
    count: int
    """How many items."""
    payload: bytes
    """The items in MessagePack."""

    @property
    def name(self) -> str:
        """The stem of its files."""
        return f"{self.unit:06}-{self.number:05}"

    def items(self) -> list[Item]:
        """What is in it."""
        return msgspec.msgpack.decode(self.payload, type=list[Item])


def lost_of(left: Left) -> Lost:
    """What a source left, as it is kept."""
    return Lost(code=left.error.code, why=left.why, error=whole(str(left.error)), failed=left.failed)


def split(unit: Unit, settings: Settings, done: Mapping[int, str] = {}) -> Iterator[Chunk]:
    """The chunks of a unit, without those that are done: ``done`` gives their digests by their numbers.

    Raises ChangedError where such a chunk would not hold what it held.
    """
    number = start = 0
    held: list[Item] = []
    size, end = 0, 0
    for item, position in _items(unit, settings.options):
        if held and (len(held) >= settings.documents or size >= settings.bytes):
            yield from _closed(unit, number, held, end - start, done, last=False)
            held, size, start, number = [], 0, end, number + 1
        held.append(item)
        size, end = size + item.size, position
    yield from _closed(unit, number, held, unit.size - start, done, last=True)


def _closed(
    unit: Unit, number: int, items: list[Item], weight: int, done: Mapping[int, str], *, last: bool
) -> Iterator[Chunk]:
    payload = msgspec.msgpack.encode(items)
    digest = hashlib.sha256(payload).hexdigest()
    if number not in done:
        yield Chunk(
            unit=unit.number,
            number=number,
            last=last,
            weight=max(0, weight),
            digest=digest,
            count=len(items),
            payload=payload,
        )
    elif done[number] != digest:
        names = ", ".join(dict.fromkeys(item.input for item in items)) or unit.sources[0].name
        raise changed(names[:200])


def changed(name: str) -> ChangedError:
    """The error of an input that is not what it was."""
    return ChangedError(
        "this input is not what it was when the run began",
        where=name,
        step="Put back what was there, or start anew with another --out.",
    )


def _items(unit: Unit, options: Options) -> Iterator[tuple[Item, int]]:
    """Each item with how many bytes of the unit were taken by then."""
    before = 0
    for source in unit.sources:
        parts = Parts(source.input, options)
        for outcome in parts.each():
            yield _item(outcome, source.name), before + parts.position
        before += source.size


def _item(outcome: Outcome | Part, name: str) -> Item:
    doc = whole(outcome.doc)
    if isinstance(outcome, Left):
        return Item(doc=doc, input=name, lost=lost_of(outcome))
    if isinstance(outcome, Part):
        clean = {field: whole(value) for field in ("charset", "address") if (value := getattr(outcome, field))}
        return Item(doc=doc, input=name, part=msgspec.structs.replace(outcome, doc=doc, **clean))
    fields = ("text", "title", "published", "publisher", "address")
    clean = {field: whole(value) for field in fields if (value := getattr(outcome, field))}
    return Item(doc=doc, input=name, piece=msgspec.structs.replace(outcome, doc=doc, **clean))
