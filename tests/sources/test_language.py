import pytest
from sources import makers

from rasid.errors import NotArabicError
from rasid.sources import Piece, read_piece
from rasid.sources.dates import day_of
from rasid.sources.language import foreign_parts, readable

ENGLISH = "The army shelled the town on Monday and several people were killed, the report said."
PERSIAN = "این در حالی است که نیروهای ارتش از شهر عقب نشینی کردند و مردم برای کمک به خیابان آمدند"
KURDISH = "هێزەکانی پێشمەرگە لە شارۆچکەی خورماتوو هێرشێکیان تێکشکاند و چەندین چەکداریان کوشت"
URDU = "پولیس نے کہا کہ اس حملے میں تین افراد ہلاک ہوئے اور کئی زخمی ہوئے ہیں اور ان کو اسپتال لایا گیا"


@pytest.mark.parametrize("other", [ENGLISH, PERSIAN, KURDISH, URDU])
def test_a_mixed_text_is_read_in_its_arabic_parts(other):
    text = f"{other}\n{makers.A}\n{other}\n\n{other}\n{makers.B}"
    spans = foreign_parts(text, "x")
    assert [text[start:end] for start, end in spans] == [other, f"{other}\n\n{other}"]
    masked = readable(text, spans)
    assert len(masked) == len(text)
    assert masked.split() == f"{makers.A} {makers.B}".split()


@pytest.mark.parametrize("other", [ENGLISH, PERSIAN, KURDISH, URDU, "12345", "Войска обстреляли город в понедельник"])
def test_another_language_is_set_aside(other):
    with pytest.raises(NotArabicError):
        foreign_parts(f"{other}\n{other}", "x")


@pytest.mark.parametrize(
    "text",
    [
        makers.A,
        f"{makers.A}\nReuters, AFP",
        f"قالت وكالة Reuters: {makers.B} #Sudan",
        "قصف",
        f"{makers.C}\nhttps://x.org/a",
    ],
)
def test_arabic_with_names_is_all_arabic(text):
    assert foreign_parts(text, "x") == ()


def test_offsets_are_those_of_the_whole(reader):
    text = f"{ENGLISH}\n{makers.A}\n{PERSIAN}"
    document = read_piece(
        reader,
        Piece(doc="d", text=text, format="text", foreign=foreign_parts(text, "d"), publisher="الساحل"),
        publisher="غيره",
    )
    assert document.text == text
    assert document.publisher == "الساحل"
    assert document.records
    for record in document.records:
        start, end = record.trigger.span
        assert text[start:end] == record.trigger.text
    assert document.sha256 != reader.read(readable(text, ((0, len(ENGLISH)),))).sha256


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2021-05-04", "2021-05-04"),
        ("2021-05-04T23:30:00+03:00", "2021-05-04"),
        ("2021/5/4", "2021-05-04"),
        ("٢٠٢١-٠٥-٠٤", "2021-05-04"),
        ("04.05.2021 10:00:00 UTC+03:00", "2021-05-04"),
        ("25/01/2023", "2023-01-25"),
        ("01/25/2023", "2023-01-25"),
        ("Tue, 04 May 2021 23:30:00 +0300", "2021-05-04"),
        ("1620123456", "2021-05-04"),
        ("1620123456000", "2021-05-04"),
        ("20210504", "2021-05-04"),
        ("03/04/2023", ""),
        ("yesterday", ""),
        ("2021-13-40", ""),
        ("", None),
        (None, None),
    ],
)
def test_days(given, day):
    assert day_of(given) == day
