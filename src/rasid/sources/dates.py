"""Days of publication as feeds, pages and tables write them."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from rasid.sources.outcome import GIVEN_UNCLEAR

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6})?Z?$")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?!\d)")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?$")
_MILLIS = re.compile(r"\d{12,13}$")


def day_of(value: object) -> str | None:
    """The ISO day that ``value`` gives in its own time zone; None where it is empty, ``""`` where it is not clear.

    Takes ISO 8601, year first with ``/`` or ``.``, ``02.01.2023`` and ``02-01-2023`` (day first, as those are written),
    ``25/01/2023`` where one number can only be a day, the form of e-mail and RSS, and seconds or milliseconds since 1970.
    ``03/04/2023`` means two days, so it means none.
    """
    text = str(value).strip().translate(_DIGITS) if value is not None else ""
    if not text:
        return None
    try:
        return _read(text)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return GIVEN_UNCLEAR


def _read(text: str) -> str:
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    if match := _YEAR_LAST.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "/" and first <= 12 and second <= 12 and first != second:
            return GIVEN_UNCLEAR
        if match[2] == "/" and first <= 12 < second:
            first, second = second, first
        return datetime.date(year, second, first).isoformat()
    if _SECONDS.match(text) or _MILLIS.match(text):
        seconds = float(text) if _SECONDS.match(text) else float(text) / 1000
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    return parsedate_to_datetime(text).date().isoformat()
