"""Inputs to units: what is opened as one, in an order that follows from the names and sizes alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from rasid.errors import OptionError
from rasid.sources import Input, collect

SMALL = 1 << 20
"""Inputs that together have no more bytes than this make one unit."""
_FILES = 500
"""The most files in a unit."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """An input as it was when the run was planned."""

    name: str
    size: int = 0
    """In bytes."""
    changed: int = 0
    """When it was last changed, in nanoseconds."""
    path: bytes = b""
    """Where it lies, absolute; empty where it is missing."""
    missing: str = ""
    named: bool = True

    @property
    def input(self) -> Input:
        """As the sources take it."""
        path = Path(os.fsdecode(self.path)) if self.path else None
        return Input(name=self.name, path=path, missing=self.missing, named=self.named)


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """Inputs that are opened one after the other and parted into chunks together."""

    number: int
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(source.size for source in self.sources)


def whole(text: str) -> str:
    """The text with U+FFFD for halves of characters, which neither UTF-8 nor Parquet can hold; offsets stay."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def sources(given: Sequence[str], out: Path) -> Iterator[Source]:
    """The inputs that a command line means. Raises OptionError for standard input, and where ``out`` lies among them."""
    target = out.resolve()
    for name in given:
        if os.path.isdir(name) and target.is_relative_to(Path(name).resolve()):  # noqa: PTH112  # a name may be any text
            raise OptionError(
                f"the output would lie among the inputs, in «{name}»", where="--out", step="Give a folder elsewhere."
            )
    for item in collect(given):
        if item.path is None and not item.missing:
            raise OptionError(
                "standard input cannot be read a second time", where="-", step="Save it as a file and give that."
            )
        if item.path is not None and item.path.resolve().is_relative_to(target):
            raise OptionError(
                "an input lies in the output's folder", where=item.name, step="Give inputs outside of it."
            )
        yield _source(item)


def _source(item: Input) -> Source:
    name = whole(item.name)
    if item.path is None:
        return Source(name=name, missing=item.missing, named=item.named)
    path = os.fsencode(item.path.absolute())
    try:
        about = item.path.stat()
    except OSError:
        return Source(name=name, path=path, named=item.named)
    return Source(name=name, size=about.st_size, changed=about.st_mtime_ns, path=path, named=item.named)


def units(found: Iterable[Source]) -> Iterator[Unit]:
    """The sources in units: a large one alone, small ones that follow each other together."""
    held: list[Source] = []
    number = size = 0
    for source in found:
        if held and (size + source.size > SMALL or len(held) >= _FILES):
            yield Unit(number=number, sources=tuple(held))
            held, size, number = [], 0, number + 1
        held.append(source)
        size += source.size
    if held:
        yield Unit(number=number, sources=tuple(held))
