"""What a format is: its name, what of a record it holds and where, how it is written and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec

from rasid.errors import MissingExtraError
from rasid.exports.fields import under
from rasid.exports.losses import Losses
from rasid.model import Document


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it came: ``raw`` is its object with all keys in their order, those that we do not know included."""

    document: Document
    raw: dict[str, Any]
    listed: bool = False
    """Whether it stood in a list, so that JSON gives a list back also where it is the only one."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a written mapping: which fields stand where."""

    fields: tuple[str, ...]
    """Paths as in :data:`rasid.exports.fields.FIELDS`; ``records.actor.*`` means all below."""
    at: str
    """Where in the format."""
    note: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A format that ``rasid export`` writes."""

    name: str
    about: str
    suffix: str
    """The usual suffix of its files, with the dot."""
    mapping: tuple[Held, ...]
    write: Callable[[Iterable[Row], Losses], Iterator[bytes]]
    read: Callable[[bytes, str], Iterator[Document]] | None = None
    """The way back: the bytes of a file and its name in errors. Raises RecordsError."""
    source: str = ""
    """Who defines the format."""
    extra: str = ""
    """The extra to install, where it needs one."""
    module: str = ""
    """The package of that extra that must be there."""
    needs_text: bool = False
    """Whether it cannot be written without the texts."""
    keeps_unknown: bool = False
    """Whether keys that are not ours stay in it."""
    binary: bool = False
    """Whether it is nothing for a terminal."""
    beside: tuple[tuple[str, bytes], ...] = ()
    """Files that go beside the output: suffix and content."""

    @property
    def holds(self) -> frozenset[str]:
        """The fields that a file of this format holds."""
        return under(*(path for row in self.mapping for path in row.fields))


def need(module: str, extra: str, form: str) -> ModuleType:
    """The package ``module``. Raises MissingExtraError naming the extra where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"{form} needs the package {module.split('.', maxsplit=1)[0]}, which is not installed",
            where=f"--to {form}",
            step=f"Install it with: pip install 'rasid[{extra}]'.",
        ) from error


def losses_of(manifest: Manifest) -> Losses:
    """An empty loss report of a format."""
    return Losses(manifest.name, manifest.holds, keeps_unknown=manifest.keeps_unknown, keeps_text=manifest.needs_text)
