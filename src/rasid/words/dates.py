"""Mentions of time in running text, and the days that they mean; knowing nothing of events.

``find_dates`` reads what stands there, ``resolve`` counts it from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rasid.model import Token
from rasid.words.amounts import read_amount
from rasid.words.date_parts import (
    DASHES,
    CalendarTable,
    Day,
    Month,
    Year,
    bare_year,
    is_definite,
    last_weekday,
    read_day,
    read_modifier,
    read_month,
    read_year,
    said,
    year_modifier,
)
from rasid.words.stems import folded_at, stem_start, stems, word_set
from rasid.words.when import DateMention, resolve

__all__ = ["CalendarTable", "DateMention", "find_dates", "resolve"]

Found = tuple[int, dict[str, Any]]
Rule = Callable[[Sequence[Token], int, CalendarTable], Found | None]

_EVERY = word_set("كل")
_SINCE = word_set("منذ مذ")
_BACK = word_set("قبل منذ")
_WITHIN = word_set("خلال طوال طيلة غضون")
_UNTIL = word_set("حتى لغاية")
_APPROX = word_set("نحو حوالي قرابة زهاء أكثر أقل من")
_THIS = word_set("هذا هذه")
_THAT = word_set("ذلك تلك")
_DAY_WORDS = word_set("يوم نهار")
# «اليوم» before these is no day of the calendar.
_NOT_TODAY = word_set("الوطني العالمي الدولي الواحد الأخير الأخيرة الموعود الأسود الدامي الكامل")
_PAPERS = word_set("المصري روسيا")
_SINGULAR = word_set("يوم أسبوع شهر عام سنة ساعة عقد قرن دقيقة ليلة ثانية")
_ADVERBS = word_set("فجرا صباحا ظهرا عصرا ليلا نهارا")
_RECURRING = word_set("يوميا أسبوعيا شهريا سنويا")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def find_dates(tokens: Sequence[Token], table: CalendarTable) -> list[DateMention]:
    """All mentions of time of a sentence, in order and without overlap; at each token the longest one."""
    found: list[DateMention] = []
    index = 0
    while index < len(tokens):
        mention = _mention(tokens, index, table) if table.may_open(tokens[index]) else None
        if mention is None:
            index += 1
        else:
            if not mention.value.startswith("name:"):
                found.append(mention)
            index = max(mention.end, index + 1)
    return found


def _mention(tokens: Sequence[Token], index: int, table: CalendarTable) -> DateMention | None:
    first = _first(tokens, index, table)
    best = _core(tokens, index, table)
    if said(tokens, index, _SINCE):
        inner = _core(tokens, _past_approx(tokens, index + 1), table)
        if inner is not None and (best is None or inner[0] > best[0]):
            kept = {key: value for key, value in inner[1].items() if key != "first"}
            best = _until(tokens, inner[0], table, {**kept, "since": True})
    if best is None:
        return None
    end, parts = best
    span = (parts.pop("first", first), tokens[end - 1].end)
    return DateMention(start=index, end=end, span=span, **parts)


def _until(tokens: Sequence[Token], end: int, table: CalendarTable, parts: dict[str, Any]) -> Found:
    """The other end of «منذ الأحد وحتى الخميس», where it is told."""
    at = end + (folded_at(tokens, end) in {"،", ","})
    if not said(tokens, at, _UNTIL):
        return end, parts
    last = _core(tokens, at + 1, table)
    if last is None or last[1]["kind"] not in {"day", "month", "year", "weekday", "deictic"}:
        return end, parts
    kept = {key: value for key, value in last[1].items() if key != "first"}
    return last[0], {**parts, "until": DateMention(start=at + 1, end=last[0], span=(0, 0), **kept)}


def _first(tokens: Sequence[Token], index: int, table: CalendarTable) -> int:
    """Where a mention begins in the text: behind a particle that is written together with its first word."""
    token = tokens[index]
    for stem in stems(token.folded):
        if stem.word in table.openers:
            return stem_start(token, stem)
    return token.start


def _core(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """The longest mention that begins at a token; of equally long ones that of the earlier rule."""
    if index >= len(tokens):
        return None
    best: Found | None = None
    for rule in _RULES:
        found = rule(tokens, index, table)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _past_approx(tokens: Sequence[Token], index: int) -> int:
    while folded_at(tokens, index) in _APPROX:
        index += 1
    return index


# Rules: each reads one way to write a time at a token and gives the token after it and what its words say.


def _numeric(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """17/2/1986, 2018-03-03, 17.2.1986."""
    del table
    if tokens[index].kind != "number":
        return None
    dotted = _DOTTED.fullmatch(tokens[index].folded)
    if dotted:
        return _ordered(index + 1, *(int(part) for part in dotted.groups()))
    sign = folded_at(tokens, index + 1)
    if sign not in {"/", *DASHES} or folded_at(tokens, index + 3) != sign:
        return None
    numbers = [folded_at(tokens, at) for at in (index, index + 2, index + 4)]
    if not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return None
    return _ordered(index + 5, *(int(number) for number in numbers))


def _ordered(end: int, first: int, month: int, last: int) -> Found | None:
    day, year = (last, first) if first > 31 else (first, last)
    if month > 12 >= day:
        day, month = month, day
    if year < 100:
        year += 2000 if year < 50 else 1900
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2200):
        return None
    return end, {"kind": "day", "day": day, "month": month, "year": year}


def _day_of_month(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«15 مارس/آذار 2016», «الثالث من آب», «بين 3 و5 أيار», «العاشر من الشهر الجاري»."""
    days = _days(tokens, index, table)
    if days is None:
        return None
    day, last = days
    at = last.end + (folded_at(tokens, last.end) == "من")
    parts: dict[str, Any] = {"kind": "day", "day": day.value}
    if last is not day:
        parts["day_end"] = last.value
    month = read_month(tokens, at, table, libyan=True)
    if month is None:
        return _of_this_month(tokens, at, table, parts)
    found = _with_year(tokens, month, table, parts)
    named = _name_before(tokens, index, table, month, day)
    if named is not None and "year" not in parts and not parts.get("modifier"):
        parts.update(named)
    return found if not month.libyan or "year" in parts else None


def _days(tokens: Sequence[Token], index: int, table: CalendarTable) -> tuple[Day, Day] | None:
    """One day, or the first and the last of «بين 3 و5», «من 3 إلى 5», «3 و5», «19 – 23»."""
    lead = folded_at(tokens, index)
    between, ranged = lead in {"بين", "مابين"}, lead == "من"
    first = read_day(tokens, index + (between or ranged), table)
    if first is None or (folded_at(tokens, index) == "و" and not between):
        return None
    link = folded_at(tokens, first.end)
    to = link in {"الي", "حتي"} or (link in DASHES and first.digits)
    last = read_day(tokens, first.end + to, table)
    paired = last is not None and last.value > first.value and (to or last.joined)
    if last is not None and paired and (to or first.digits or between):
        return first, last
    return None if between or ranged else (first, first)


def _of_this_month(tokens: Sequence[Token], at: int, table: CalendarTable, parts: dict[str, Any]) -> Found | None:
    if folded_at(tokens, at) in _THIS | _THAT and folded_at(tokens, at + 1) == "الشهر":
        return at + 2, {**parts, "modifier": "this" if folded_at(tokens, at) in _THIS else "same"}
    if folded_at(tokens, at) != "الشهر":
        return None
    modifier, end = read_modifier(tokens, at + 1, table)
    return end, {**parts, "modifier": modifier or "this"}


def _with_year(tokens: Sequence[Token], month: Month, table: CalendarTable, parts: dict[str, Any]) -> Found:
    """A month with the year or the modifier behind it, both written into ``parts``."""
    parts |= {"month": month.value, "calendar": month.calendar}
    end = month.end
    year = read_year(tokens, end, table, behind=True)
    if year is not None:
        parts["year"] = year.value
        return year.end, parts
    modifier, after = read_modifier(tokens, end, table)
    if modifier:
        parts["modifier"] = modifier
        end = after
    of_year, after = year_modifier(tokens, end, table)
    if of_year:
        parts["year_modifier"] = of_year
    return after, parts


def _name_before(
    tokens: Sequence[Token], index: int, table: CalendarTable, month: Month, day: Day
) -> dict[str, Any] | None:
    """«ثورة 25 يناير» is a name, «هجمات 11 سبتمبر» a day that everybody knows."""
    head = table.hit(tokens, index - 1, "known_head", "name_head")
    if head is None or head.end != index:
        return None
    if head.entry.kind == "name_head":
        return {"value": "name:"}
    known = head.entry.value
    return {"kind": "known", "value": known} if known[5:] == f"{month.value:02}-{day.value:02}" else None


def _month_alone(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«يونيو (حزيران) الماضي», «آذار 2011», «شهر رمضان»."""
    month = read_month(tokens, index, table)
    if month is None:
        return None
    end, parts = _with_year(tokens, month, table, {"kind": "month"})
    sure = month.sure or "year" in parts or "modifier" in parts or "year_modifier" in parts
    return (end, parts) if sure else None


def _year_named(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«عام 2011», «عامي 2003 و2007», «بين 2003 و2007», «في 2012»."""
    between = folded_at(tokens, index) in {"بين", "من"}
    at = index + between
    year = read_year(tokens, at, table)
    if year is None and at < len(tokens):
        dashed = folded_at(tokens, at + 1) in DASHES and _plain_year(tokens, at + 2) is not None
        year = bare_year(tokens, at, table) or (_plain_year(tokens, at) if between or dashed else None)
    if year is None:
        return None
    parts: dict[str, Any] = {"kind": "year", "year": year.value, "calendar": year.calendar}
    link = folded_at(tokens, year.end)
    to = year.end + (link in {"و", "الي", "حتي"} or link in DASHES)
    dual = folded_at(tokens, at).endswith("عامي")
    second = _plain_year(tokens, to) if to > year.end else None
    linked = link in {"الي", "حتي", *DASHES} or (link == "و" and (between or dual))
    if second is not None and linked and second.value > year.value:
        parts["year_end"] = second.value
        return second.end, parts
    return None if between else (year.end, parts)


def _plain_year(tokens: Sequence[Token], index: int) -> Year | None:
    """Four digits that can be a year, where the words around them leave nothing else."""
    word = folded_at(tokens, index)
    if not (word.isdigit() and len(word) == 4 and 1000 <= int(word) <= 2200):
        return None
    return Year(int(word), index + 1)


def _deictic(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«أمس», «اليوم الاثنين», «اليوم (الخميس)», «أمس الثلاثاء»."""
    hit = table.hit(tokens, index, "deictic")
    if hit is None:
        return None
    if hit.entry.value == "same":
        return hit.end, {"kind": "same", "first": hit.start}
    today = hit.entry.words == ("اليوم",)
    if today and folded_at(tokens, index - 1) in _PAPERS:
        return None
    following = folded_at(tokens, hit.end)
    if today and (following in _NOT_TODAY or _is_ordinal(tokens, hit.end, table)):
        return None
    parts: dict[str, Any] = {"kind": "deictic", "first": hit.start}
    if hit.entry.value == "now":
        return hit.end, {**parts, "value": "now"}
    parts["offset"] = int(hit.entry.value)
    end = _weekday_behind(tokens, hit.end, table, parts)
    return _dated(tokens, end, table, parts)


def _is_ordinal(tokens: Sequence[Token], index: int, table: CalendarTable) -> bool:
    hit = table.numbers.at(tokens, index, frozenset({"ordinal"}), bare=True)
    return hit is not None and hit.stem.article


def _weekday_behind(tokens: Sequence[Token], index: int, table: CalendarTable, parts: dict[str, Any]) -> int:
    """A weekday behind «اليوم», with or without brackets; the token after it."""
    bracket = folded_at(tokens, index) in {"(", "،", ","}
    hit = table.hit(tokens, index + bracket, "weekday", bare=True)
    if hit is None or not is_definite(hit):
        return index
    if not bracket or (folded_at(tokens, index) == "(" and folded_at(tokens, hit.end) == ")"):
        parts["weekday"] = int(hit.entry.value)
        return hit.end + bracket
    return index


def _dated(tokens: Sequence[Token], end: int, table: CalendarTable, parts: dict[str, Any]) -> Found:
    """A day followed by its date («الثلاثاء 15 مارس 2016», «اليوم الاثنين الموافق …»): the date settles it."""
    at = end + (folded_at(tokens, end) in {"،", ",", "("})
    at += folded_at(tokens, at) in {"الموافق", "المصادف"}
    if at >= len(tokens):
        return end, parts
    date = _numeric(tokens, at, table) or _day_of_month(tokens, at, table)
    if date is None or date[1]["kind"] != "day" or "month" not in date[1] or "day_end" in date[1]:
        return end, parts
    kept: dict[str, Any] = {key: parts[key] for key in ("weekday", "first") if key in parts}
    closed = folded_at(tokens, end) == "(" and folded_at(tokens, date[0]) == ")"
    return date[0] + closed, {**date[1], **kept}


def _weekday(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«الثلاثاء», «الأحد المقبل», «الجمعة 15 مارس»."""
    hit = table.hit(tokens, index, "weekday")
    if hit is None or not (is_definite(hit) or said(tokens, index - 1, _DAY_WORDS)):
        return None
    parts: dict[str, Any] = {"kind": "weekday", "weekday": int(hit.entry.value), "first": hit.start}
    last = last_weekday(tokens, index, hit.end, table)
    if last is not None:
        parts["weekday_end"] = int(last.entry.value)
    modifier, end = read_modifier(tokens, last.end if last is not None else hit.end, table)
    if modifier:
        parts["modifier"] = modifier
    return (end, parts) if last is not None else _dated(tokens, end, table, parts)


def _part(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«أواخر فبراير», «مطلع الشهر», «نهاية العام الماضي», «منتصف 2012»."""
    hit = table.hit(tokens, index, "part")
    if hit is None or hit.stem.article:
        return None
    at = hit.end
    for rule in (_month_alone, _year_named, _unit_named):
        found = rule(tokens, at, table)
        if found is not None and found[1]["kind"] in {"month", "year", "unit", "same"}:
            kept = {key: value for key, value in found[1].items() if key != "first"}
            return found[0], {**kept, "part": hit.entry.value}
    unit = table.hit(tokens, at, "unit", bare=True)
    if unit is None or not unit.stem.article or ":" in unit.entry.value or unit.entry.words[0] not in _SINGULAR:
        return None
    kind = "unit" if unit.entry.value in {"week", "month", "year"} else "same"
    return unit.end, {"kind": kind, "unit": unit.entry.value, "modifier": "this", "part": hit.entry.value}


def _unit_named(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«الأسبوع الماضي», «هذا العام», «الشهر نفسه», «ذلك اليوم»."""
    pointing = said(tokens, index, _THIS | _THAT)
    at = index + pointing
    hit = table.hit(tokens, at, "unit", bare=pointing)
    if hit is None or not hit.stem.article or hit.entry.words[0] not in _SINGULAR or ":" in hit.entry.value:
        return None
    parts: dict[str, Any] = {"kind": "unit", "unit": hit.entry.value}
    if pointing:
        near = said(tokens, index, _THIS)
        return hit.end, {**parts, "modifier": "this"} if near else {**parts, "kind": "same"}
    modifier, end = read_modifier(tokens, hit.end, table)
    general = hit.stem.word == "عام" and folded_at(tokens, index - 1).startswith("ال")
    if not modifier or (general and modifier in {"this", "before", "after", "last"}):
        return None  # «الأمين العام السابق»
    return end, {**parts, "modifier": modifier, "first": hit.start}


def _window(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«خلال الساعات الـ24 الماضية», «خلال 48 ساعة», «الأيام الثلاثة المقبلة», «الأشهر الأخيرة»."""
    within = said(tokens, index, _WITHIN)
    at = _past_approx(tokens, index + 1) if within else index
    counted = _amount_of_unit(tokens, at, table)
    if counted is None:
        return None
    end, unit, amount, definite = counted
    if definite and amount == 1:
        return None  # «العام الماضي» is a unit of the calendar
    modifier, after = read_modifier(tokens, end, table)
    if not modifier and not (within and amount is not None and not definite):
        return None
    return after, {"kind": "window", "unit": unit, "amount": amount, "modifier": modifier}


def _amount_of_unit(
    tokens: Sequence[Token], index: int, table: CalendarTable
) -> tuple[int, str, float | None, bool] | None:
    """Token after it, unit, how many (None: not told) and whether it is definite: «ثلاثة أيام», «الأيام الثلاثة», «يومين»."""
    number = read_amount(tokens, index + (folded_at(tokens, index) == "ال"), table.numbers)
    if number is not None and not number.joined:
        unit = table.hit(tokens, number.end, "unit", bare=True)
        definite = number.article or folded_at(tokens, index) == "ال"
        return (unit.end, unit.entry.value, number.value, definite) if unit is not None else None
    some = table.numbers.at(tokens, index, frozenset({"collective"}))
    unit = table.hit(tokens, some.end if some is not None else index, "unit", bare=True)
    if unit is None:
        return None
    name, _, dual = unit.entry.value.partition(":")
    if some is not None:
        return unit.end, name, None, unit.stem.article
    if dual:
        return unit.end, name, 2, unit.stem.article
    if not unit.stem.article:
        if name == "year" and unit.end < len(tokens) and tokens[unit.end].kind == "number":
            return None  # «خلال عام 2005»
        return unit.end, name, (1 if unit.entry.words[0] in _SINGULAR else None), False
    at = unit.end + (folded_at(tokens, unit.end) == "ال")
    number = read_amount(tokens, at, table.numbers)
    if number is not None and not number.joined and (number.digits or number.article):
        return number.end, name, number.value, True
    at = unit.end + (folded_at(tokens, unit.end) == "القليله")
    return at, name, (1 if unit.entry.words[0] in _SINGULAR else None), True


def _ago(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«قبل يومين», «منذ ثلاثة أيام», «بعد أسبوع»."""
    back, later = said(tokens, index, _BACK), folded_at(tokens, index) in {"بعد", "وبعد"}
    if not (back or later):
        return None
    counted = _amount_of_unit(tokens, _past_approx(tokens, index + 1), table)
    if counted is None or counted[3]:
        return None
    end, unit, amount, _ = counted
    if folded_at(tokens, end) in {"من", "علي"} and not said(tokens, index, _SINCE):
        later = True  # «قبل يومين من الانتخابات» counts from another event
    kind = "after" if later else "ago"
    ahead = "next" if later and _is_ahead(tokens, index, end) else ""
    return end, {
        "kind": kind, "unit": unit, "amount": amount, "since": said(tokens, index, _SINCE), "modifier": ahead,
    }  # fmt: skip


def _is_ahead(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether «بعد ثلاثة أيام» counts from today: the verb before it tells of the future, and no event follows."""
    if folded_at(tokens, end) in {"من", "علي"} or folded_at(tokens, index) != "بعد":
        return False
    verbs = [t for t in tokens[:index] if t.analyses and t.best.upos == "VERB"]
    if not verbs:
        return False
    return "س" in verbs[-1].best.proclitics or any(t.folded in {"سوف", "وسوف"} for t in tokens[:index])


def _recurring(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«كل يوم», «كل جمعة», «يوميا»."""
    if folded_at(tokens, index) in _RECURRING:
        return index + 1, {"kind": "recurring"}
    if not said(tokens, index, _EVERY):
        return None
    hit = table.hit(tokens, index + 1, "unit", "weekday", "daypart", bare=True)
    if hit is None or hit.stem.article or hit.entry.words[0] not in _SINGULAR | {"جمعه", "صباح", "مساء", "سبت"}:
        return None
    return hit.end, {"kind": "recurring"}


def _parted(tokens: Sequence[Token], index: int, table: CalendarTable) -> Found | None:
    """«مساء السبت», «فجر اليوم التالي», «يوم 25 مايو», «صباح يوم الأحد»; a part of the day alone where it is adverbial."""
    hit = table.hit(tokens, index, "daypart")
    if hit is None and not said(tokens, index, _DAY_WORDS):
        return None
    at = hit.end if hit is not None else index + 1
    part = hit.entry.value if hit is not None else ""
    at += hit is not None and said(tokens, at, _DAY_WORDS)
    if not (hit is not None and hit.stem.article):
        found = _core(tokens, at, table)
        if found is not None and found[1]["kind"] in {"deictic", "weekday", "day", "same", "known"}:
            parts = {key: value for key, value in found[1].items() if key != "first"}
            return found[0], {**parts, "daypart": parts.get("daypart") or part}
    if hit is None or not (len(hit.entry.words) > 1 or hit.stem.word in _ADVERBS):
        return None
    return hit.end, {"kind": "daypart", "daypart": part, "first": hit.start}


_RULES: tuple[Rule, ...] = (
    _numeric, _day_of_month, _deictic, _weekday, _month_alone, _year_named, _part, _unit_named, _window, _ago, _recurring,
    _parted,
)  # fmt: skip
