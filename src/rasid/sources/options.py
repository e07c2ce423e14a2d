"""What a user may choose about sources, and what each format says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from rasid.errors import OptionError
from rasid.sources.blob import Blob
from rasid.sources.limits import Limits
from rasid.sources.outcome import Outcome

FIELDS = ("text", "title", "published", "publisher", "id", "address")
"""What a column can hold."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a user may choose."""

    columns: dict[str, str] = {}
    """For JSON and CSV: which column holds a field, by field."""
    limits: Limits = Limits()


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader of a format is given beside the bytes."""

    options: Options
    within: Callable[[Blob], Iterator[Outcome]]
    """Reads what lies in an archive, whatever its format."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A format that can be read; ``rasid formats`` and the documentation list it from here."""

    name: str
    about: str
    """What it reads, in a line."""
    known_by: str
    """What in the bytes tells it."""
    many: bool = False
    """Whether a file of it can hold several documents."""
    ids: str = ""
    """What stands after ``#`` in the names of its documents."""
    options: tuple[tuple[str, str], ...] = ()
    """Options of the command line that concern it, with what they do."""
    extra: str | None = None
    """The extra to install, None where the core is enough."""
    read: Callable[[Blob, Context], Iterator[Outcome]]


def columns(given: str) -> dict[str, str]:
    """``text=body,published=date`` as a mapping of field to column. Raises OptionError."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in given.split(","))):
        field, equals, column = (side.strip() for side in part.partition("="))
        if not equals or not column or field not in FIELDS or field in found:
            raise OptionError(
                f"«{part}» does not name a field and a column",
                where="--columns",
                step=f"Write FIELD=COLUMN with a field of {', '.join(FIELDS)}, parted by commas, each once.",
            )
        found[field] = column
    return found
