"""Mentions of time: what is found, and the days that it means on a given day."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.lexicon import read_table
from rasid.text import tokenize
from rasid.words.dates import CalendarTable, find_dates, resolve
from rasid.words.when import hijri_date

LEXICON = Path(__file__).parents[2] / "lexicon"
MONDAY = dt.date(2018, 3, 12)


def rows(name: str) -> list[dict[str, str | None]]:
    """A table's rows as the finders take them."""
    return [
        {"word": row.word, "kind": row.kind, "value": row.value, "note": row.note}
        for row in read_table(LEXICON / f"{name}.tsv", name)[1]
    ]


TABLE = CalendarTable.from_rows(rows("calendar"), rows("numbers"))


def read(text: str, published: dt.date | None = MONDAY) -> tuple[str, str | None, str | None]:
    """The one mention of a text, and its days."""
    (mention,) = find_dates(tokenize(text), TABLE)
    return text[slice(*mention.span)], *resolve(mention, published)[:2]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("أمس", "2018-03-11", "2018-03-11"),
        ("مساء أول من أمس", "2018-03-10", "2018-03-10"),
        ("أمس الأول", "2018-03-10", "2018-03-10"),
        ("اليوم الاثنين", "2018-03-12", "2018-03-12"),
        ("اليوم (الأحد)", "2018-03-11", "2018-03-11"),
        ("فجر اليوم", "2018-03-12", "2018-03-12"),
        ("بعد غد", "2018-03-14", "2018-03-14"),
        ("الليلة الماضية", "2018-03-11", "2018-03-11"),
        ("الاثنين", "2018-03-12", "2018-03-12"),
        ("الثلاثاء", "2018-03-06", "2018-03-06"),
        ("الاثنين الماضي", "2018-03-05", "2018-03-05"),
        ("الأحد قبل الماضي", "2018-03-04", "2018-03-04"),
        ("يوم الأحد المقبل", "2018-03-18", "2018-03-18"),
        ("مساء يوم الجمعة", "2018-03-09", "2018-03-09"),
        ("ليل الجمعة السبت", "2018-03-09", "2018-03-10"),
        ("ليلة الأحد - الاثنين", "2018-03-11", "2018-03-12"),
        ("أول أمس الثلاثاء", "2018-03-06", "2018-03-06"),
        ("منذ الأحد وحتى الأربعاء", "2018-03-04", "2018-03-07"),
        ("منذ 4 شباط حتى 9 شباط", "2018-02-04", "2018-02-09"),
        ("الأسبوع الماضي", "2018-03-05", "2018-03-11"),
        ("الشهر الماضي", "2018-02-01", "2018-02-28"),
        ("العام الماضي", "2017-01-01", "2017-12-31"),
        ("هذا العام", "2018-01-01", "2018-12-31"),
        ("أواخر العام الماضي", "2017-10-01", "2017-12-31"),
        ("مطلع الشهر", "2018-03-01", "2018-03-10"),
        ("منذ ثلاثة أيام", "2018-03-09", "2018-03-12"),
        ("قبل يومين", "2018-03-10", "2018-03-10"),
        ("قبل نحو أسبوعين", "2018-02-26", "2018-02-26"),
        ("قبل شهر", "2018-02-01", "2018-02-28"),
        ("خلال الساعات الـ24 الماضية", "2018-03-11", "2018-03-12"),
        ("الأيام الثلاثة الماضية", "2018-03-09", "2018-03-12"),
        ("الثالث من آب", "2017-08-03", "2017-08-03"),
        ("20 أبريل", "2018-04-20", "2018-04-20"),
        ("يونيو (حزيران) الماضي", "2017-06-01", "2017-06-30"),
        ("منذ يناير/ كانون الثاني الماضي", "2018-01-01", "2018-03-12"),
        ("نهاية كانون الثاني/يناير", "2018-01-21", "2018-01-31"),
        ("بين 3 و5 أيار", "2018-05-03", "2018-05-05"),
        ("من 3 إلى 5 آذار", "2018-03-03", "2018-03-05"),
        ("19 – 23 فبراير", "2018-02-19", "2018-02-23"),
        ("نيسان من العام الماضي", "2017-04-01", "2017-04-30"),
        ("العاشر من الشهر الجاري", "2018-03-10", "2018-03-10"),
        ("العاشر من رمضان", "2017-06-05", "2017-06-05"),
        ("15 غشت", "2017-08-15", "2017-08-15"),
        ("منذ عام 2011", "2011-01-01", "2018-03-12"),
    ],
)
def test_counted_from_publication(text: str, start: str, end: str) -> None:
    assert read(text) == (text, start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("تظاهر المعلمون يومي الثلاثاء والأربعاء", "2018-03-06", "2018-03-07"),
        ("أيام الخميس والجمعة والسبت", "2018-03-08", "2018-03-10"),
        ("أضرب السائقون من الأحد إلى الثلاثاء", "2018-03-04", "2018-03-06"),
        ("في غضون يومين", "2018-03-10", "2018-03-12"),
    ],
)
def test_rows_of_days_reach_from_the_first_to_the_last(text: str, start: str, end: str) -> None:
    assert read(text)[1:] == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("15 مارس/آذار 2016", "2016-03-15", "2016-03-15"),
        ("21 مايو(أيار) 2005", "2005-05-21", "2005-05-21"),
        ("الثلاثاء 15 مارس 2016", "2016-03-15", "2016-03-15"),
        ("الخامس والعشرين من كانون الثاني 2011", "2011-01-25", "2011-01-25"),
        ("الفاتح من نوفمبر 1954", "1954-11-01", "1954-11-01"),
        ("يناير كانون الثاني عام 2006", "2006-01-01", "2006-01-31"),
        ("17/2/ 1986", "1986-02-17", "1986-02-17"),
        ("2018-03-03", "2018-03-03", "2018-03-03"),
        ("17.2.1986", "1986-02-17", "1986-02-17"),
        ("عام 2012", "2012-01-01", "2012-12-31"),
        ("عام ألفين وأحد عشر", "2011-01-01", "2011-12-31"),
        ("بين عامي 2003 و2007", "2003-01-01", "2007-12-31"),
        ("منذ 2003", "2003-01-01", None),
        ("15 رمضان 1439", "2018-05-30", "2018-05-30"),
        ("عام 1440 هجرية", "2018-09-11", "2019-08-30"),
        ("15 الفاتح 1990", "1990-09-15", "1990-09-15"),
    ],
)
def test_full_dates_need_no_publication(text: str, start: str, end: str | None) -> None:
    assert read(text, None) == (text, start, end)


@pytest.mark.parametrize("text", ["أمس", "الثلاثاء", "15 مارس", "الأسبوع الماضي", "قبل يومين", "يونيو (حزيران) الماضي"])
def test_open_without_publication(text: str) -> None:
    (mention,) = find_dates(tokenize(text), TABLE)
    start, end, precision, reason = resolve(mention, None)
    assert (start, end, precision) == (None, None, "none")
    assert "publication" in reason


@pytest.mark.parametrize(
    "text",
    [
        "كل يوم",
        "فجر اليوم التالي",
        "الشهر نفسه",
        "السنوات الأخيرة",
        "31 شباط 2015",
        "بعد ثلاثة أيام",
        "بعد منتصف الليل",
    ],
)
def test_no_day_is_settled(text: str) -> None:
    assert read(text) == (text, None, None)


@pytest.mark.parametrize(
    "text",
    ["ثورة 25 يناير", "قوى 14 آذار", "اليوم الثالث", "اليوم الوطني", "مارس الضغط", "قال أب الطفل", "الأمين العام الحالي",
     "20 عاما", "مقتل 2000 مدني"],
)  # fmt: skip
def test_no_mention(text: str) -> None:
    assert find_dates(tokenize(text), TABLE) == []


def test_day_known_by_itself() -> None:
    assert read("هجمات 11 سبتمبر", None) == ("11 سبتمبر", "2001-09-11", "2001-09-11")


def test_today_may_mean_nowadays() -> None:
    (mention,) = find_dates(tokenize("تقع المدينة اليوم بين نارين"), TABLE)
    assert resolve(mention, MONDAY)[2] == "today"


def test_particles_stay_outside_the_span() -> None:
    assert read("وأمس")[0] == "أمس"
    assert read("بالأمس")[0] == "الأمس"
    assert read("و15 مارس")[0] == "15 مارس"
    assert read("والثالث من آب")[0] == "الثالث من آب"
    assert read("ومنذ 2003")[0] == "منذ 2003"


@pytest.mark.parametrize("year", [1180, 1200, 1600])
def test_arithmetical_hijri_calendar(year: int) -> None:
    length = (hijri_date(year + 1, 1, 1) - hijri_date(year, 1, 1)).days
    assert length in {354, 355}


DATES = st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31))
NAMES = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()


@given(DATES)
def test_written_dates_come_back(day: dt.date) -> None:
    iso = day.isoformat()
    for text in (f"{day.day} {NAMES[day.month - 1]} {day.year}", f"{day.day}/{day.month}/{day.year}", iso):
        assert read(text, None)[1:] == (iso, iso)


@given(DATES, st.integers(0, 6))
def test_weekday_is_the_last_one(published: dt.date, weekday: int) -> None:
    _, start, _ = read(DAYS[weekday], published)
    day = dt.date.fromisoformat(start or "")
    assert day.weekday() == weekday
    assert 0 <= (published - day).days < 7


@given(DATES, st.integers(1, 31), st.sampled_from(NAMES))
def test_day_and_month_lie_near_publication(published: dt.date, day: int, month: str) -> None:
    _, start, end = read(f"{day} {month}", published)
    if start is not None:
        assert start == end
        assert -60 <= (published - dt.date.fromisoformat(start)).days <= 366


WORDS = st.sampled_from(
    [
        "أمس",
        "اليوم",
        "الاثنين",
        "(",
        ")",
        "،",
        "منذ",
        "قبل",
        "بعد",
        "خلال",
        "يومين",
        "3",
        "15",
        "2011",
        "آذار",
        "مارس",
        "/",
        "من",
        "إلى",
        "بين",
        "و5",
        "الماضي",
        "الماضية",
        "الشهر",
        "العام",
        "عام",
        "هـ",
        "مطلع",
        "فجر",
        "مساء",
        "كل",
        "يوم",
        "الثالث",
        "رمضان",
        "الساعات",
        "الـ",
        "24",
        "أيام",
        "ثلاثة",
        "نفسه",
        "هذا",
        "حتى",
        "الآن",
        "-",
        "شباط",
        "31",
    ]
)


@given(st.lists(WORDS, max_size=12), st.none() | DATES)
def test_any_text_resolves_in_order(words: list[str], published: dt.date | None) -> None:
    text = " ".join(words)
    tokens = tokenize(text)
    found = find_dates(tokens, TABLE)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for mention in found:
        assert 0 <= mention.span[0] < mention.span[1] <= len(text)
        start, end, precision, reason = resolve(mention, published)
        assert precision
        assert reason
        assert start is None or end is None or start <= end
        assert start is not None or end is None
