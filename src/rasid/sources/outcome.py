"""What comes of an input: documents to read, and what was left with the reason why."""

from __future__ import annotations

import msgspec

from rasid.errors import BinaryInputError, EmptyInputError, NotArabicError, RasidError
from rasid.model import Span

GIVEN_UNCLEAR = ""
"""As a piece's day of publication: it gives one, but not in a form that can be understood."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One document with what it says of itself; None where it says nothing."""

    doc: str
    """The file's name, with ``#`` and an id, line or address where a file holds several documents."""
    text: str
    format: str
    title: str | None = None
    published: str | None = None
    """ISO day, or :data:`GIVEN_UNCLEAR`."""
    publisher: str | None = None
    address: str | None = None
    foreign: tuple[Span, ...] = ()
    """Stretches of the text in another language, which are not read."""
    notes: tuple[str, ...] = ()
    """What a user should know of how the text came about, such as pages that are pictures."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Something that gave no document. ``why`` is short and the same for all of a kind, so that they can be counted."""

    doc: str
    why: str
    error: RasidError
    failed: bool
    """True where something went wrong, False where it was set aside because there is nothing in it to read."""


Outcome = Piece | Left

_ASIDE = (EmptyInputError, NotArabicError, BinaryInputError)


def left(doc: str, error: RasidError, why: str = "") -> Left:
    """What is left for an error: set aside where it holds nothing to read, failed where something is wrong with it."""
    return Left(doc=doc, why=why or _short(error), error=error, failed=not isinstance(error, _ASIDE))


def aside(doc: str, why: str, what: str = "", step: str = "") -> Left:
    """Set aside for a reason that is no fault of the document."""
    return Left(doc=doc, why=why, error=EmptyInputError(what or why, where=doc, step=step), failed=False)


def _short(error: RasidError) -> str:
    """The kind of an error in a few words, for counting."""
    kinds = {
        "R101": "no text",
        "R102": "not text",
        "R103": "not Arabic",
        "R104": "cannot be opened or decoded",
        "R105": "not there",
        "R110": "an extra is not installed",
        "R120": "over a limit",
        "R121": "damaged",
        "R122": "unsafe",
        "R123": "no column of text",
    }
    return kinds.get(error.code, error.code)
