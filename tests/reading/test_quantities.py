"""Dates, counts and places as the steps of the reading find them, with the packaged tables."""

from __future__ import annotations

import datetime as dt

import pytest

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
