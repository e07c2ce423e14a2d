"""What days a mention of time means, given the day that its text was published."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal

import hijridate
import msgspec

from rasid.model import Span  # msgspec reads it at run time

Kind = Literal[
    "day",
    "month",
    "year",
    "weekday",
    "deictic",
    "unit",
    "ago",
    "window",
    "after",
    "recurring",
    "daypart",
    "same",
    "known",
]
Resolved = tuple[str | None, str | None, str, str]
Days = tuple[dt.date, dt.date]

DAY = dt.timedelta(days=1)
# A date without a year lies at most so many days ahead of its text; else it is the past one.
_AHEAD = 60
_HIJRI_FIRST, _HIJRI_LAST = 1343, 1500
_PARTS = {"begin": (1, 10), "mid": (11, 20), "end": (21, 31)}
_YEAR_PARTS = {"begin": (1, 3), "mid": (5, 8), "end": (10, 12)}
_SPANS = {"day": 1, "week": 7}


class DateMention(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of time in tokens ``[start, end)`` and what its words say, nothing resolved yet.

    ``month`` and ``day`` are numbers of ``calendar``; ``*_end`` the other end of a range; ``offset`` days from today;
    ``amount`` how many ``unit``; ``modifier`` which one (past, next, this, last, same, before, after, past2);
    ``part`` which third (begin, mid, end); ``since`` whether it reaches from there to the text's own day, or to ``until``.
    """

    start: int
    end: int
    span: Span
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_end: int | None = None
    day_end: int | None = None
    weekday: int | None = None
    weekday_end: int | None = None
    offset: int | None = None
    unit: str = ""
    amount: float | None = None
    modifier: str = ""
    year_modifier: str = ""
    part: str = ""
    daypart: str = ""
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    since: bool = False
    until: DateMention | None = None
    value: str = ""


class _UnresolvedError(Exception):
    """Why a mention settles no days; it never leaves this module."""


def resolve(mention: DateMention, published: dt.date | None) -> Resolved:
    """First and last day (ISO 8601, both included), precision and the reason in words.

    Both days are None where the words, with the day of publication, do not settle them; nothing is guessed from the
    publication date alone. Precision is one of day, days, week, month, part, year, now, today, daypart, recurring, none.
    A mention with ``since`` ends on the day of publication, or openly without one.
    """
    try:
        (start, end), precision, reason = _days(mention, published)
    except _UnresolvedError as why:
        precision = mention.kind if mention.kind in {"daypart", "recurring"} else "none"
        return None, None, precision, str(why)
    except (ValueError, OverflowError):
        return None, None, "none", "there is no such day"
    if mention.until is not None:
        return _up_to(mention.until, published, start, reason)
    if not mention.since:
        return start.isoformat(), end.isoformat(), precision, reason
    if published is None:
        return start.isoformat(), None, "since", f"{reason}; open without a date of publication"
    if published < start:
        return None, None, "none", f"{reason}, which lies after the text's own day"
    return start.isoformat(), published.isoformat(), "since", f"{reason}, up to the text's own day"


def _up_to(last: DateMention, published: dt.date | None, start: dt.date, reason: str) -> Resolved:
    """«منذ الأحد وحتى الخميس»: from one time to the end of the other."""
    _, end, _, why = resolve(last, published)
    if end is not None and last.kind == "weekday" and end < start.isoformat():
        start -= DAY * 7
    if end is None or end < start.isoformat():
        return start.isoformat(), None, "since", f"{reason}; its end is open"
    return start.isoformat(), end, "days", f"{reason}, up to a time that is told: {why}"


def _days(mention: DateMention, published: dt.date | None) -> tuple[Days, str, str]:
    if mention.kind == "known":
        day = dt.date.fromisoformat(mention.value)
        return (day, day), "day", "a date known by its day alone"
    if mention.kind == "recurring":
        raise _UnresolvedError("it recurs, so no one day is meant")
    if mention.kind == "daypart":
        raise _UnresolvedError("a part of a day that is not named")
    ahead = mention.kind == "after" and mention.modifier == "next"
    if (mention.kind in {"same", "after"} and not ahead) or mention.modifier in {"same", "before", "after"}:
        raise _UnresolvedError("it counts from another event")
    if mention.kind in {"day", "month", "year"}:
        if mention.calendar == "hijri":
            return _hijri(mention, published)
        return {"day": _day, "month": _month, "year": _year}[mention.kind](mention, published)
    if published is None:
        raise _UnresolvedError("counts from a date of publication that is not given")
    if mention.kind == "weekday":
        return _weekday(mention, published)
    if mention.kind == "deictic":
        return _deictic(mention, published)
    return _unit(mention, published) if mention.kind == "unit" else _counted(mention, published)


def _day(mention: DateMention, published: dt.date | None) -> tuple[Days, str, str]:
    day, month = mention.day or 1, mention.month
    last = mention.day_end or day
    if month is None:  # «العاشر من الشهر الجاري»
        first, _ = _month_of(mention.modifier, published)
        month = first.month
        year, reason = first.year, "the month counts from publication"
    else:
        year, reason = _year_of(mention, published, month, day)
    start, end = dt.date(year, month, day), dt.date(year, month, last)
    if mention.weekday and mention.weekday != start.isoweekday():
        reason += "; the weekday named does not fit"
    return (start, end), "day" if start == end else "days", reason


def _month(mention: DateMention, published: dt.date | None) -> tuple[Days, str, str]:
    if mention.month is None:
        raise _UnresolvedError("no month is named")
    year, reason = _year_of(mention, published, mention.month, None)
    start, end = _whole_month(year, mention.month)
    return _narrow((start, end), mention.part), "part" if mention.part else "month", reason


def _year(mention: DateMention, published: dt.date | None) -> tuple[Days, str, str]:
    del published
    if mention.year is None:
        raise _UnresolvedError("no year is named")
    first, last = mention.year, mention.year_end or mention.year
    days = dt.date(first, 1, 1), dt.date(last, 12, 31)
    if mention.part:
        return _part_of_year(first, mention.part), "part", f"a part of {first}"
    return days, "year" if first == last else "days", "a whole year" if first == last else "from one year to another"


def _part_of_year(year: int, part: str) -> Days:
    first, last = _YEAR_PARTS[part]
    return dt.date(year, first, 1), _whole_month(year, last)[1]


def _whole_month(year: int, month: int) -> Days:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _narrow(days: Days, part: str) -> Days:
    """The third of a month that its words name."""
    if not part:
        return days
    first, last = _PARTS[part]
    return days[0].replace(day=first), days[1] if part == "end" else days[0].replace(day=last)


def _year_of(mention: DateMention, published: dt.date | None, month: int, day: int | None) -> tuple[int, str]:
    """The year of a month or a day: told, or the one nearest to publication, before it unless it is just ahead."""
    if mention.year is not None:
        return mention.year, "told in full"
    if published is None:
        raise _UnresolvedError("the year is not told and no date of publication is given")
    if mention.year_modifier:
        shift = {"past": -1, "next": 1, "past2": -2}.get(mention.year_modifier, 0)
        return published.year + shift, "the year counts from publication"
    if mention.modifier == "this":
        return published.year, "the current one"
    year = published.year
    here = dt.date(year, month, min(day or 1, calendar.monthrange(year, month)[1]))
    if mention.modifier == "next":
        ahead = here > published
        return year + (not ahead), "the next one after publication"
    if mention.modifier in {"past", "last", "past2"}:
        past = here < published if day else month < published.month
        return year - (not past) - (mention.modifier == "past2"), "the last one before publication"
    if day is None and month == published.month:
        return year, "the month of publication"
    if here <= published:
        later = here.replace(year=year + 1, day=min(here.day, 28))
        return (year + 1, "just ahead of publication") if (later - published).days <= _AHEAD else (year, "the last one")
    return (year, "just ahead of publication") if (here - published).days <= _AHEAD else (year - 1, "the last one")


def _weekday(mention: DateMention, published: dt.date) -> tuple[Days, str, str]:
    wanted = mention.weekday or 1
    if mention.modifier == "next":
        day = published + DAY * (((wanted - published.isoweekday() - 1) % 7) + 1)
        last = day + DAY * (((mention.weekday_end or wanted) - wanted) % 7)
        return (day, last), "day" if day == last else "days", "the next such day after publication"
    back = (published.isoweekday() - wanted) % 7
    reason = "the last such day up to publication"
    if mention.modifier in {"past", "past2", "last"}:
        back = back or 7
        reason = "the last such day before publication"
    if mention.modifier == "past2":
        back += 7
    day = published - DAY * back
    if mention.weekday_end is None:
        return (day, day), "day", reason
    length = (mention.weekday_end - wanted) % 7
    if day + DAY * length > published:
        day -= DAY * 7
    return (day, day + DAY * length), "days", "the last such days up to publication"


def _deictic(mention: DateMention, published: dt.date) -> tuple[Days, str, str]:
    if mention.value == "now":
        return (published, published), "now", "the day of publication"
    day = published + DAY * (mention.offset or 0)
    reason = "counted from publication"
    if mention.weekday and mention.weekday != day.isoweekday():
        shift = (mention.weekday - day.isoweekday() + 3) % 7 - 3
        day += DAY * shift
        if day > published and (mention.offset or 0) < 0:
            day -= DAY * 7
        reason = "the weekday named nearest to publication"
    elif mention.weekday:
        reason = "counted from publication, and the weekday fits"
    bare = mention.offset == 0 and not mention.weekday and not mention.daypart
    return (day, day), "today" if bare else "day", reason + ("; it may mean nowadays" if bare else "")


def _month_of(modifier: str, published: dt.date | None) -> Days:
    if published is None:
        raise _UnresolvedError("counts from a date of publication that is not given")
    if modifier in {"same", "before", "after"}:
        raise _UnresolvedError("it counts from another event")
    shift = {"past": -1, "next": 1, "past2": -2}.get(modifier, 0)
    months = published.year * 12 + published.month - 1 + shift
    return _whole_month(months // 12, months % 12 + 1)


def _unit(mention: DateMention, published: dt.date) -> tuple[Days, str, str]:
    """«الأسبوع الماضي», «هذا العام»: whole units of the calendar, the week from Monday to Sunday."""
    shift = {"past": -1, "next": 1, "past2": -2}.get(mention.modifier, 0)
    if mention.unit == "day":
        day = published + DAY * shift
        return (day, day), "day", "counted from publication"
    if mention.unit == "week":
        monday = published - DAY * (published.isoweekday() - 1) + DAY * 7 * shift
        return (monday, monday + DAY * 6), "week", "the calendar week, counted from publication"
    if mention.unit == "month":
        days = _narrow(_month_of(mention.modifier, published), mention.part)
        return days, "part" if mention.part else "month", "counted from publication"
    if mention.unit == "year":
        year = published.year + shift
        if mention.part:
            return _part_of_year(year, mention.part), "part", "counted from publication"
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)), "year", "counted from publication"
    raise _UnresolvedError("too long a time to name its days")


def _counted(mention: DateMention, published: dt.date) -> tuple[Days, str, str]:
    """«قبل يومين», «منذ شهر», «خلال 48 ساعة»."""
    if mention.amount is None:
        raise _UnresolvedError("how many is not told")
    ahead = mention.modifier == "next"
    point = _shifted(published, mention.unit, mention.amount if ahead else -mention.amount)
    if mention.kind == "window":
        days = (published, point) if ahead else (point, published)
        return days, "days", "counted from publication"
    if mention.since or mention.unit in {"day", "week", "hour", "minute", "second"}:
        return (point, point), "day", "counted from publication" if ahead else "counted back from publication"
    if mention.unit == "month":
        return _whole_month(point.year, point.month), "month", "counted back from publication"
    return (dt.date(point.year, 1, 1), dt.date(point.year, 12, 31)), "year", "counted back from publication"


def _shifted(day: dt.date, unit: str, amount: float) -> dt.date:
    if unit in _SPANS:
        return day + DAY * round(_SPANS[unit] * amount)
    if unit == "hour":
        return day + DAY * (-(-abs(round(amount)) // 24) if abs(amount) >= 12 else 0) * (1 if amount > 0 else -1)
    if unit in {"minute", "second"}:
        return day
    months = (
        day.year * 12 + day.month - 1 + round(amount * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit])
    )
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _hijri(mention: DateMention, published: dt.date | None) -> tuple[Days, str, str]:
    """Days of the Islamic calendar: Umm al-Qura where it is defined, the arithmetical calendar elsewhere."""
    year = mention.year
    if year is None:
        year = _hijri_year(mention, published)
    first_month, last_month = (mention.month, mention.month) if mention.month else (1, 12)
    day = mention.day or 1
    start = hijri_date(year, first_month, day)
    last = mention.day_end or mention.day
    end = hijri_date(year, last_month, last) if last else _hijri_month_end(year, last_month)
    precision = ("day" if start == end else "days") if mention.day else "month" if mention.month else "year"
    if mention.part and mention.month and not mention.day:
        low, high = _PARTS[mention.part]
        start, end = start + DAY * (low - 1), end if mention.part == "end" else start + DAY * (high - 1)
        precision = "part"
    inside = _HIJRI_FIRST <= year <= _HIJRI_LAST
    reason = "by the Umm al-Qura calendar" if inside else "by the arithmetical Islamic calendar, give or take a day"
    return (start, end), precision, reason


def _hijri_year(mention: DateMention, published: dt.date | None) -> int:
    """The Hijri year of a month or day that names none: the last one before publication."""
    if published is None:
        raise _UnresolvedError("the year is not told and no date of publication is given")
    if mention.month is None:
        raise _UnresolvedError("no month is named")
    this = round((published.toordinal() - dt.date(622, 7, 19).toordinal()) / 354.367) + 2
    for year in range(this, this - 4, -1):
        if hijri_date(year, mention.month, mention.day or 1) <= published:
            return year + (mention.modifier == "next")
    raise _UnresolvedError("no such day before publication")


def hijri_date(year: int, month: int, day: int) -> dt.date:
    """The Gregorian date of a Hijri one. Raises ValueError where there is no such day."""
    if _HIJRI_FIRST <= year <= _HIJRI_LAST:
        found = hijridate.Hijri(year, month, day).to_gregorian()
        return dt.date(found.year, found.month, found.day)
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(day)
    julian_day = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1948440 - 385
    return dt.date.fromordinal(julian_day - 1721425)


def _hijri_month_end(year: int, month: int) -> dt.date:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return hijri_date(*following, 1) - DAY
