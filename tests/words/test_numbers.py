"""Numbers in running text: bounds, conventions, shares, duals, and what only looks like a count."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.lexicon import read_table
from rasid.model import Analysis, Token
from rasid.text import tokenize
from rasid.words.amounts import parse_digits, read_amount
from rasid.words.numbers import NumberTable, Quantity, find_numbers

LEXICON = Path(__file__).parents[2] / "lexicon"


def rows(name: str) -> list[dict[str, str | None]]:
    """A table's rows as the finders take them."""
    return [
        {"word": row.word, "kind": row.kind, "value": row.value, "note": row.note}
        for row in read_table(LEXICON / f"{name}.tsv", name)[1]
    ]


TABLE = NumberTable.from_rows(rows("numbers"), rows("calendar"))


def find(text: str) -> list[tuple[Any, ...]]:
    """What each quantity says: its words, its bounds."""
    return [(text[q.span[0] : q.span[1]], q.min, q.max) for q in find_numbers(tokenize(text), TABLE)]


def only(text: str) -> Quantity:
    """The one quantity of a text."""
    (quantity,) = find_numbers(tokenize(text), TABLE)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مئة وخمسة وعشرون ألفا وثلاثمئة", 125300),
        ("مائة وخمسة وعشرين ألفاً وثلاثمائة", 125300),
        ("ثلاث مئة وخمسة", 305),
        ("ثمان وعشرون", 28),
        ("ثماني عشرة", 18),
        ("اثنا عشر", 12),
        ("اثني عشر ألفا", 12000),
        ("ألفي مدني", 2000),
        ("ألفا مقاتل", 2000),
        ("ألف و500", 1500),
        ("مليونين ونصف", 2500000),
        ("مليون ونصف المليون", 1500000),
        ("نصف مليون", 500000),
        ("ثلاثة ملايين ومئتي ألف وخمسة عشر", 3200015),
        ("20 ألفا", 20000),
        ("1.5 مليون", 1500000),
        ("1,200", 1200),
        ("١٢٠٠", 1200),
        ("١٢٬٥٠٠", 12500),
        ("1.200.000", 1200000),
        ("ثلاثة أرباع", 0.75),
        ("مئتان وخمسون", 250),
    ],
)
def test_value(text: str, value: float) -> None:
    amount = read_amount(tokenize(text), 0, TABLE.phrases)
    assert amount is not None
    assert amount.value == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("أكثر من 20 مدنيا", ("أكثر من 20", 21, None)),
        ("أكثر من ثلاثة أرباع المدينة", ("أكثر من ثلاثة أرباع", 0.75, None)),
        ("أقل من 20 جريحا", ("أقل من 20", None, 19)),
        ("نحو 20 شخصا", ("نحو 20", 20, 20)),
        ("حوالى مئة وخمسين ألف نازح", ("حوالى مئة وخمسين ألف", 150000, 150000)),
        ("ما لا يقل عن 20 قتيلا", ("ما لا يقل عن 20", 20, None)),
        ("سبعة أشخاص على الأقل", ("سبعة أشخاص على الأقل", 7, None)),
        ("30 شخصا، على الأقل، في غارات", ("30 شخصا، على الأقل", 30, None)),
        ("على الأقل صاروخا واحدا", ("على الأقل صاروخا واحدا", 1, None)),
        ("مئة أو يزيد من السكان", ("مئة أو يزيد", 100, None)),
        ("بين 5 و7 قتلى", ("بين 5 و7", 5, 7)),
        ("ما بين عشرين وثلاثين ألفا", ("ما بين عشرين وثلاثين ألفا", 20000, 30000)),
        ("خمسة أو ستة مسلحين", ("خمسة أو ستة", 5, 6)),
        ("5-7 قتلى", ("5-7", 5, 7)),
        ("بالعشرات", ("العشرات", 20, 99)),
        ("مئات المدنيين", ("مئات", 200, 999)),
        ("آلاف المدنيين", ("آلاف", 2000, 9999)),
        ("عشرات الآلاف من السكان", ("عشرات الآلاف", 20000, 99999)),
        ("مئات الألوف من السكان", ("مئات الألوف", 200000, 999999)),
        ("الملايين من السكان", ("الملايين", 2000000, 9999999)),
        ("بضعة مدنيين", ("بضعة", 3, 9)),
        ("63٪ من السكان", ("63٪", 0.63, 0.63)),
        ("%63 من السكان", ("%63", 0.63, 0.63)),
        ("30 بالمئة", ("30 بالمئة", 0.3, 0.3)),
        ("خمسة في المئة", ("خمسة في المئة", 0.05, 0.05)),
        ("نصف يوم", ("نصف", 0.5, 0.5)),
        ("أكثر من مرة", ("أكثر من مرة", 2, None)),
        ("تجاوز 500 شخص", ("500", 501, None)),
        ("شخص واحد", ("واحد", 1, 1)),
    ],
)
def test_bounds(text: str, found: tuple[Any, ...]) -> None:
    assert find(text) == [found]


@pytest.mark.parametrize("text", ["عدد من المدنيين", "في وقت واحد", "عدة أشخاص", "مدنيون"])
def test_no_number(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("عام 2011", "year"),
        ("في 2011", "year"),
        ("البالغ من العمر 20 عاما", "age"),
        ("محمد (20 عاما) قتل", "age"),
        ("الساعة 10", "clock"),
        ("القرار 2254", "phone/other"),
        ("اللواء 55", "phone/other"),
        ("طائرة إف 16", "phone/other"),
        ("الفصل السابع", "ordinal"),
        ("هجمات 11 سبتمبر", "date"),
        ("قوى 14 آذار", "date"),
        ("الخامس والعشرين من يناير", "date"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert only(text).role == role


@pytest.mark.parametrize(
    ("text", "unit"), [("5 أيام", "time"), ("5 كيلومترات", "distance"), ("مليوني دولار", "money"), ("5 قتلى", "")]
)
def test_units(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("سبعة أشخاص", "أشخاص"),
        ("سبعة من عناصر الشرطة", "عناصر"),
        ("مئة أو يزيد من السكان", "السكان"),
        ("شخص واحد", "شخص"),
    ],
)
def test_counted(text: str, word: str) -> None:
    counted = only(text).counted
    assert counted is not None
    assert tokenize(text)[counted].text == word


def _dual(token: Token, lemma: str = "جندي") -> Token:
    reading = Analysis(lemma=lemma, upos="NOUN", number="d", stem=(token.start, token.end))
    return Token(
        index=token.index, start=token.start, end=token.end, text=token.text, folded=token.folded, kind=token.kind,
        analyses=(reading,),
    )  # fmt: skip


def test_dual_counts_itself() -> None:
    text = "مقتل جنديين اثنين على الأقل"
    tokens = list(tokenize(text))
    tokens[1] = _dual(tokens[1])
    first = find_numbers(tokens, TABLE)[0]
    assert (first.min, first.dual, first.counted, text[slice(*first.span)]) == (2, True, 1, "جنديين اثنين على الأقل")
    assert first.max is None


@pytest.mark.parametrize(("text", "lemma"), [("لبنان", "لبن"), ("مدنيين", "مدني"), ("دبي", "دب")])
def test_what_only_looks_like_a_dual(text: str, lemma: str) -> None:
    assert find_numbers([_dual(tokenize(text)[0], lemma)], TABLE) == []


def test_dual_of_time_needs_no_analysis() -> None:
    assert (only("قبل يومين").min, only("قبل يومين").unit) == (2, "time")


UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def spell(hundreds: int, tens: int, units: int) -> str:
    """A number below a thousand in words."""
    parts = [HUNDREDS[hundreds], UNITS[units], TENS[tens]]
    return " و".join(part for part in parts if part)


@given(st.integers(0, 9), st.sampled_from([0, *range(2, 10)]), st.integers(1, 9), st.integers(3, 9))
def test_spelled_numbers(hundreds: int, tens: int, units: int, thousands: int) -> None:
    below = hundreds * 100 + tens * 10 + units
    text = spell(hundreds, tens, units)
    assert read_amount(tokenize(text), 0, TABLE.phrases).value == below  # type: ignore[union-attr]
    text = f"{UNITS[thousands]} آلاف و{text}"
    assert read_amount(tokenize(text), 0, TABLE.phrases).value == thousands * 1000 + below  # type: ignore[union-attr]


@given(st.integers(0, 10**12))
def test_digits_with_separators(value: int) -> None:
    assert parse_digits(str(value)) == value
    assert parse_digits(f"{value:,}") == value


WORDS = st.sampled_from(
    [
        "مئة",
        "ألف",
        "ألفا",
        "عشرون",
        "وخمسة",
        "خمسة",
        "آلاف",
        "عشرات",
        "أكثر",
        "من",
        "بين",
        "و",
        "5",
        "7",
        "1,200",
        "٪",
        "%",
        "في",
        "المئة",
        "على",
        "الأقل",
        "نصف",
        "أرباع",
        "واحد",
        "شخص",
        "،",
        "عام",
        "يوم",
        "(",
        ")",
        "/",
        "-",
        "الثالث",
        "آذار",
        "يومين",
        "ما",
        "لا",
        "يقل",
        "عن",
        "نحو",
        "أو",
        "إلى",
        "مليون",
        "ونصف",
        "المليون",
    ]
)


@given(st.lists(WORDS, max_size=14))
def test_any_text_gives_ordered_quantities(words: list[str]) -> None:
    text = " ".join(words)
    tokens = tokenize(text)
    found = find_numbers(tokens, TABLE)
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(tokens)
        assert quantity.span[0] < quantity.span[1] <= len(text)
        assert quantity.min is None or quantity.max is None or quantity.min <= quantity.max
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
