"""What tables of places by others give: a place with its names, or what is left of a row and why."""

from __future__ import annotations

import re

import msgspec

from rasid.text import fold_word

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
_NOT_ARABIC = re.compile("[A-Za-z\u0370-\u05ff\u0671-\u06d3\u0750-\u077f\u0900-\uabff]")
"""Latin, Greek, Cyrillic, Hebrew, and letters of Persian, Kurdish and Urdu that Arabic lacks."""
_PERSIAN = str.maketrans("کیگ", "كيك")
LONGEST_NAME = 200


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a table."""

    where: str
    """File and line."""
    aliases: tuple[str, ...]
    """Arabic names, the principal one first."""
    name_en: str
    country: str | None
    admin1: str | None
    admin1_ar: str | None = None
    """The Arabic name of the governorate, where the table gives it."""
    kind: str
    lat: float | None
    lon: float | None
    code: str
    """``pcode=…`` or ``geonames=…``."""
    population: int = 0


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A row that gives no place, or a name that is not taken."""

    where: str
    name: str
    why: str


def is_arabic(name: str) -> bool:
    """Whether a name is in Arabic letters throughout; Persian forms of letters that Arabic has do not count against it."""
    plain = name.translate(_PERSIAN)
    return bool(_ARABIC.search(plain)) and not _NOT_ARABIC.search(plain) and len(name) <= LONGEST_NAME


def cell_of(text: str) -> str:
    """A text as a cell of our tables: on one line, without what parts cells and names, and without a comment's mark."""
    return " ".join(text.replace("|", " ").split()).lstrip("#").strip()


def plain_key(text: str) -> str:
    """A heading for comparison: small letters and digits only, Arabic folded."""
    return "".join(c for c in fold_word(text.casefold()) if c.isalnum())
