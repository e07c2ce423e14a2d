"""The pieces that dates are written with: days, months under their several names, years, modifiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence  # msgspec reads them at run time
from typing import Literal

import msgspec

from rasid.model import Token  # the same
from rasid.words.amounts import read_amount
from rasid.words.number_roles import RoleWords, role_of
from rasid.words.stems import Hit, Phrases, folded_at, readings, stems, word_set

Row = Mapping[str, str | None]
Calendar = Literal["gregorian", "hijri"]

MONTHS = frozenset({"month_gregorian", "month_levant", "month_maghreb", "month_hijri"})
DASHES = frozenset("-–—‑−")
_LIBYAN = frozenset({"month_libya"})
_ORDINAL, _TEN = frozenset({"ordinal"}), frozenset({"ten"})
_YEAR_WORDS = word_set("عام سنة العام السنة عامي")
_OPENERS = word_set(
    "و ال من بين مابين الفاتح شهر منذ مذ قبل بعد خلال طوال طيلة غضون كل يوم نهار هذا هذه ذلك تلك"
    " عام سنة عامي يوميا أسبوعيا شهريا سنويا"
)
_NIGHTS = word_set("ليل ليلة")
_ROWS = word_set("يومي يوما أيام ليالي")
_LEADS = word_set("في منذ خلال حتى مطلع شهر بداية نهاية منتصف أواخر أوائل قبل بعد")


class CalendarTable(msgspec.Struct, frozen=True):
    """The words of time and, where ``numbers.tsv`` is given, the number words that dates are written with."""

    time: Phrases
    numbers: Phrases
    openers: frozenset[str] = frozenset()
    """Folded words that a mention may begin with, digits apart."""

    @classmethod
    def from_rows(cls, rows: Iterable[Row], numbers: Iterable[Row] = ()) -> CalendarTable:
        """Index the rows of ``calendar.tsv`` and ``numbers.tsv`` (columns ``word``, ``kind``, ``value``, ``note``)."""
        time, words = Phrases.from_rows(rows), Phrases.from_rows(numbers)
        return cls(time, words, _OPENERS | set(time.by_first) | set(words.by_first))

    def may_open(self, token: Token) -> bool:
        """Whether a mention of time can begin at a token; a filter that rules out most words."""
        if token.kind != "word":
            return token.kind == "number"
        return not self.openers.isdisjoint(readings(token.folded))

    def hit(self, tokens: Sequence[Token], index: int, *kinds: str, bare: bool = False) -> Hit | None:
        """The longest word of time of one of ``kinds`` at a token."""
        return self.time.at(tokens, index, frozenset(kinds), bare=bare)


class Day(msgspec.Struct, frozen=True):
    """A day of a month at a token."""

    value: int
    end: int
    digits: bool
    joined: bool = False


class Month(msgspec.Struct, frozen=True):
    """A month with its second name, if one stands beside it («يونيو (حزيران)»)."""

    value: int
    end: int
    calendar: Calendar
    sure: bool
    """Whether nothing but a month can be meant."""
    libyan: bool = False


class Year(msgspec.Struct, frozen=True):
    """A year at a token, with its era."""

    value: int
    end: int
    calendar: Calendar = "gregorian"
    sure: bool = False
    """Whether «عام» or an era says that it is one."""


def read_day(tokens: Sequence[Token], index: int, table: CalendarTable) -> Day | None:
    """«15», «الـ15», «الثالث», «الخامس والعشرين», «العشرين», «الفاتح»."""
    joined = folded_at(tokens, index) == "و" and index + 1 < len(tokens) and tokens[index + 1].kind == "number"
    index += joined
    index += folded_at(tokens, index) == "ال" and index + 1 < len(tokens) and tokens[index + 1].kind == "number"
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind == "number":
        fits = token.folded.isdigit() and 1 <= int(token.folded) <= 31
        return Day(int(token.folded), index + 1, digits=True, joined=joined) if fits else None
    if token.folded == "الفاتح":
        return Day(1, index + 1, digits=False)
    hit = table.numbers.at(tokens, index, _ORDINAL)
    if hit is None:
        ten = table.numbers.at(tokens, index, _TEN)
        fits = ten is not None and ten.stem.article and int(ten.entry.value) in {20, 30}
        return Day(int(ten.entry.value), ten.end, digits=False) if ten is not None and fits else None
    value, end = int(hit.entry.value), hit.end
    ten = table.numbers.at(tokens, end, _TEN)
    if value < 10 and ten is not None and ten.stem.conjunction and ten.stem.article:
        value, end = value + int(ten.entry.value), ten.end
    return Day(value, end, digits=False, joined=hit.stem.conjunction) if hit.stem.article and value <= 31 else None


def read_month(tokens: Sequence[Token], index: int, table: CalendarTable, *, libyan: bool = False) -> Month | None:
    """A month at a token, «شهر» before it and its second name behind it taken along."""
    named = any(stem.word == "شهر" for stem in stems(folded_at(tokens, index))) if index < len(tokens) else False
    at = index + named
    hit = table.time.at(tokens, at, MONTHS)
    if hit is None and libyan:
        hit = table.time.at(tokens, at, _LIBYAN, bare=True)
    if hit is None or not hit.entry.value:
        return None
    value = int(hit.entry.value)
    end = _second_name(tokens, hit, value, table)
    calendar: Calendar = "hijri" if hit.entry.kind == "month_hijri" else "gregorian"
    led = any(stem.word in _LEADS for stem in stems(folded_at(tokens, at - 1))) if at else False
    led = led or hit.stem.preposition in {"ل", "ب"}
    sure = named or led or end > hit.end or not hit.entry.note.startswith("needs")
    return Month(value, end, calendar, sure, hit.entry.kind == "month_libya")


def _second_name(tokens: Sequence[Token], first: Hit, value: int, table: CalendarTable) -> int:
    """The token after a second name of the same month («مارس/آذار», «مارس (آذار)», «يناير كانون الثاني»)."""
    at = first.end
    mark = folded_at(tokens, at)
    at += mark in {"/", "(", "|"} or mark in DASHES
    second = table.time.at(tokens, at, MONTHS)
    if second is None or second.entry.kind == first.entry.kind or second.entry.value != str(value):
        return first.end
    end = second.end
    return end + (mark == "(" and folded_at(tokens, end) == ")")


def read_year(tokens: Sequence[Token], index: int, table: CalendarTable, *, behind: bool = False) -> Year | None:
    """A year at a token: «عام 2011», «سنة 1180 هـ»; ``behind`` a month or a day also «2011», «من عام 2011», «، 2011»."""
    at = index
    if behind:
        at += folded_at(tokens, at) in {"،", ","}
        at += folded_at(tokens, at) == "من"
    words = [stem.word for stem in stems(folded_at(tokens, at))] if at < len(tokens) else []
    named = any(word in _YEAR_WORDS for word in words)
    if at != index and not named and folded_at(tokens, index) == "من":
        return None
    at += named
    if at >= len(tokens):
        return None
    if named and tokens[at].kind == "word":
        amount = read_amount(tokens, at, table.numbers)
        fits = amount is not None and isinstance(amount.value, int) and 1000 <= amount.value <= 2100
        return Year(int(amount.value), amount.end, sure=True) if amount is not None and fits else None
    token = tokens[at]
    if token.kind != "number" or not token.folded.isdigit() or len(token.folded) > 4:
        return None
    era = table.hit(tokens, at + 1, "era", bare=True)
    if era is not None and era.entry.value == "before":
        return None
    calendar: Calendar = "hijri" if era is not None and era.entry.value == "hijri" else "gregorian"
    value, end = int(token.folded), at + 1 if era is None else era.end
    if not (named or era is not None or (behind and 1000 <= value <= 2200)) or value < 1:
        return None
    return Year(value, end, calendar, sure=named or era is not None)


def bare_year(tokens: Sequence[Token], index: int, table: CalendarTable) -> Year | None:
    """A year that no word announces («في 2012», «وعد بلفور 1917»)."""
    if index >= len(tokens) or tokens[index].kind != "number" or not tokens[index].folded.isdigit():
        return None
    amount = read_amount(tokens, index, table.numbers)
    if amount is None or amount.end != index + 1:
        return None
    counted = table.hit(tokens, index + 1, "unit", bare=True)
    unit = "time" if counted is not None else ""
    role = role_of(tokens, index, index + 1, amount, unit=unit, words=RoleWords(table.numbers, table.time))
    return Year(int(amount.value), index + 1) if role == "year" and 1000 <= amount.value <= 2200 else None


def read_modifier(tokens: Sequence[Token], index: int, table: CalendarTable) -> tuple[str, int]:
    """Which one («الماضي», «قبل الماضي», «نفسه») and the token after it; an empty word where there is none."""
    hit = table.hit(tokens, index, "modifier", bare=True)
    if hit is None or hit.stem.conjunction:
        return "", index
    anchored = hit.stem.article or hit.entry.value == "same" or len(hit.entry.words) > 1
    return (hit.entry.value, hit.end) if anchored else ("", index)


def year_modifier(tokens: Sequence[Token], index: int, table: CalendarTable) -> tuple[str, int]:
    """«من العام الماضي», «العام الجاري» behind a month, and the token after it."""
    at = index + (folded_at(tokens, index) == "من")
    if folded_at(tokens, at) not in {"العام", "السنه"}:
        return "", index
    modifier, end = read_modifier(tokens, at + 1, table)
    return (modifier, end) if modifier else ("", index)


def said(tokens: Sequence[Token], index: int, words: frozenset[str]) -> bool:
    """Whether one of some words, without article, stands at a token."""
    return 0 <= index < len(tokens) and any(
        stem.word in words and not stem.article for stem in stems(tokens[index].folded)
    )


def is_definite(hit: Hit) -> bool:
    """Whether a word of time bears the article."""
    return hit.stem.article or hit.entry.words[0].startswith("ال")


def last_weekday(tokens: Sequence[Token], index: int, end: int, table: CalendarTable) -> Hit | None:
    """The last of several days: «ليل السبت - الأحد», «من الأحد إلى الثلاثاء», «يومي الخميس والجمعة»."""
    link = folded_at(tokens, end)
    before = folded_at(tokens, index - 1)
    night = said(tokens, index - 1, _NIGHTS)
    row = said(tokens, index - 1, _ROWS)
    last: Hit | None = None
    at = end
    ranged = link in {"الي", "حتي"} and before == "من"
    if ranged or link in {*DASHES, "/"} or (link == "الي" and night):
        last = table.hit(tokens, end + 1, "weekday", bare=True)
    elif night:
        last = table.hit(tokens, end, "weekday", bare=True)
    while row:
        following = table.hit(tokens, at + (folded_at(tokens, at) in {"،", ",", "و"}), "weekday")
        if following is None or not is_definite(following):
            break
        last, at = following, following.end
    return last if last is not None and is_definite(last) else None
