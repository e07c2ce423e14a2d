"""Dates, counts and places as the steps of the reading find them, with the packaged tables."""

from __future__ import annotations

import datetime as dt

import pytest

from rasid import Reader
from rasid.reading.parts import Scene
from rasid.reading.reader import Engine

TUESDAY = dt.date(2016, 3, 15)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def scene_of(engine: Engine, text: str) -> Scene:
    """The last sentence of a text."""
    return engine.prepare(text).scenes[-1]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("اعتقلت الشرطة الناشط في صفاقس قبل أربعة أيام.", "2016-03-11", "2016-03-11"),
        ("قصفت الطائرات مدينة تعز في السابع من شباط 2016.", "2016-02-07", "2016-02-07"),
        ("اندلعت اشتباكات في سرت ليل الأحد الاثنين.", "2016-03-13", "2016-03-14"),
        ("سيزور الوفد الخرطوم بعد ثلاثة أيام.", "2016-03-18", "2016-03-18"),
        ("عاد الوفد إلى الخرطوم بعد ثلاثة أيام من الهدنة.", None, None),
    ],
)
def test_the_calendar_reads_numbers_in_words(engine: Engine, text: str, start: str | None, end: str | None) -> None:
    (mention,) = scene_of(engine, text).dates
    assert engine.numbers.resolve(mention, TUESDAY)[:2] == (start, end)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أوقع الهجوم 30 قتيلا و70 جريحا.", {("قتيلا", "killed", 30), ("جريحا", "injured", 70)}),
        ("أسفرت الغارة عن سقوط تسعة قتلى.", {("قتلى", "killed", 9)}),
        ("نفذ الطيران 14 غارة على البوكمال.", {("غارة", "strikes", 14)}),
        ("ارتفعت حصيلة قتلى الانفجار إلى 62.", {("قتلى", "killed", 62)}),
        ("مقتل وإصابة أربعين شخصا في انفجار بعدن.", {("مقتل", "other", 40), ("إصابة", "other", 40)}),
        ("مقتل ستة وإصابة أربعين شخصا في انفجار بعدن.", {("مقتل", "killed", 6), ("إصابة", "injured", 40)}),
    ],
)
def test_a_number_goes_to_the_word_that_it_counts(
    reader: Reader, text: str, expected: set[tuple[str, str, int]]
) -> None:
    records = reader.read(text).records
    assert {(r.trigger.text, c.what, c.min) for r in records for c in r.counts} == expected


@pytest.mark.parametrize(
    "text",
    [
        "تظاهر عمال في البصرة مساء الاثنين.",
        "قتل رعاة على بعد 40 كيلومترا من كيدال.",
        "دعت مجموعة السبع إلى هدنة في اليمن.",
    ],
)
def test_days_distances_and_names_count_nothing(reader: Reader, text: str) -> None:
    assert [count for record in reader.read(text).records for count in record.counts] == []


def test_a_bare_word_takes_up_the_town_told_of(engine: Engine) -> None:
    scene = scene_of(engine, "وصلت القوات إلى مدينة سرت. ثم قصفت المدينة بالمدفعية.")
    ((place, _, _),) = scene.sites
    assert (place.text, place.name_en) == ("المدينة", "Sirte")
    assert scene.places == []


def test_a_bare_word_with_more_to_it_takes_up_nothing(engine: Engine) -> None:
    assert scene_of(engine, "وصلت القوات إلى مدينة سرت. ثم قصفت المدينة القديمة بالمدفعية.").sites == []
