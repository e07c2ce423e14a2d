"""A long text is read in windows: what a window decides must not hang on where it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from rasid import Reader
from rasid.reading import steps

STATEMENT = Path(__file__).resolve().parents[2] / "examples/statement.txt"


def test_windows_change_nothing_where_the_words_say_it_all(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    text = STATEMENT.read_text(encoding="utf-8") * 2
    whole = reader.read(text)
    monkeypatch.setattr(steps, "WINDOW", 700)
    parts = reader.read(text)
    assert parts.records == whole.records
    assert parts.actors == whole.actors
    assert [place.span for place in parts.places] == [place.span for place in whole.places]


def test_a_place_told_in_an_earlier_window_settles_a_later_name(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "قصفت الطائرات مدينة حلب في سوريا.\nوقتل ثلاثة مدنيين في حلب."
    monkeypatch.setattr(steps, "WINDOW", 1)
    assert {place.country for place in reader.read(text).places} == {"SYR"}


def test_a_pronoun_reaches_back_over_the_edge_of_a_window(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "وصل مسلحون إلى القرية. وقتلوا ثلاثة مدنيين."
    whole = reader.read(text)
    monkeypatch.setattr(steps, "WINDOW", 1)
    assert reader.read(text).records == whole.records


@pytest.mark.parametrize("text", ["", " \n", "نص بلا أحداث"])
def test_short_texts_need_no_window(reader: Reader, text: str) -> None:
    assert reader.read(text).records == ()
