"""Names by their parts, and pairs of names of our own writing compared."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incidents.name_pairs import OTHER, SAME, pairs

from rasid.incidents.name_words import Level, article_off, heard, skeleton
from rasid.incidents.names import Frequencies, NameBook, compare_names, name_weight, parse_name

PRIOR = 6.64
"""Bits against a pair of two lists of a hundred people: a weight above it makes a pair as likely as not."""


@pytest.fixture(scope="module")
def book():
    return NameBook.load()


@pytest.fixture(scope="module")
def weigh(book):
    frequencies = Frequencies(book)
    return lambda a, b: name_weight(compare_names(parse_name(a), parse_name(b), frequencies))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("محمد بن خالد العلي", {"ism": "محمد", "nasab": ("خالد",), "family": "العلي"}),
        ("عبد الله يوسف الحلبي", {"ism": "عبدالله", "nasab": ("يوسف",), "nisba": ("الحلبي",)}),
        ("أبو أحمد (محمود الجبوري)", {"ism": "محمود", "kunya": "ابواحمد", "nisba": ("الجبوري",), "gender": "m"}),
        ("الطفلة رهف محمد أبو شنب", {"ism": "رهف", "family": "ابوشنب", "child": True, "gender": "f"}),
        ("حسن العلي الملقب بالصقر", {"ism": "حسن", "family": "العلي", "laqab": ("الصقر",)}),
        ("علي أبو عبد الله الحسن", {"ism": "علي", "kunya": "ابوعبدالله", "family": "الحسن"}),
        ("زيد يوسف آل غانم", {"ism": "زيد", "nasab": ("يوسف",), "family": "الغانم"}),
        ("صلاح الدين عمر", {"ism": "صلاحالدين", "nasab": ("عمر",)}),
        ("فاطمة بنت سالم", {"ism": "فاطمه", "nasab": ("سالم",), "gender": "f"}),
        ("Abd al-Rahman Yusuf el-Halabi", {"ism": "abdulrahman", "nasab": ("yusuf",), "nisba": ("al-halabi",)}),
        ("Abu Omar al-Tunisi", {"ism": "", "kunya": "ابوomar", "nisba": ("al-tunisi",)}),
        ("د. رائد شهيد", {"ism": "رائد", "nasab": ("شهيد",), "titles": ("د",)}),
        ("إلهام سعيد", {"ism": "الهام", "nasab": ("سعيد",)}),
        ("الأحمد", {"ism": "", "family": "الاحمد"}),
    ],
)
def test_the_parts_of_a_name(text, parts):
    name = parse_name(text)
    assert {part: getattr(name, part) for part in parts} == parts


@pytest.mark.parametrize("text", ["", "   ", "123", "(؟)", "-", "«»", "\u202e"])
def test_what_is_no_name_is_empty(text):
    assert parse_name(text).empty


@given(st.text(alphabet=st.sampled_from("محدعبدأالوبين آلة()«»-. aAlbu'\u202e\u0651"), max_size=60))
def test_any_text_is_read(text):
    name = parse_name(text)
    assert name.text == text
    assert all(name.words)


@pytest.mark.parametrize(("a", "b"), pairs(SAME))
def test_one_person_is_found(weigh, a, b):
    assert weigh(a, b) > PRIOR + 3.2  # more than nine in ten


@pytest.mark.parametrize(("a", "b"), pairs(OTHER))
def test_two_people_stay_apart(weigh, a, b):
    assert weigh(a, b) < PRIOR


def test_there_are_enough_pairs():
    assert len(set(pairs(SAME))) + len(set(pairs(OTHER))) >= 70


@pytest.mark.parametrize(("a", "b"), pairs(SAME)[:10] + pairs(OTHER)[:10])
def test_the_order_does_not_matter(weigh, a, b):
    assert weigh(a, b) == weigh(b, a)


def test_names_of_one_list_side_by_side_are_different_people(weigh):
    names = [a for a, _ in pairs(SAME)]
    assert all(weigh(a, b) < PRIOR for a, b in pairwise(names) if a.split()[0] != b.split()[0])


def test_a_common_name_says_less(weigh):
    assert weigh("محمد الزين", "محمد الزين") + 3 < weigh("غيداء الزين", "غيداء الزين")


def test_a_name_that_the_lists_are_full_of_says_less(book):
    family = [parse_name(f"{ism} خالد الدغيم") for ism in "سمير نزار وليد هيثم باسل أيهم عدي قصي".split() * 10]
    a, b = parse_name("مالك الدغيم"), parse_name("مالك الدغيم")
    lonely, crowded = (name_weight(compare_names(a, b, Frequencies(book, names))) for names in ((), family))
    assert crowded + 4 < lonely


def test_every_comparison_says_what_it_found(book):
    rows = compare_names(parse_name("رهف خالد الدغيم"), parse_name("رهف خالد آل دغيم"), Frequencies(book))
    assert [row.name for row in rows] == ["ism", "nasab", "family"]
    assert rows[0].level == "same «رهف»"
    rows = compare_names(parse_name("حسن خالد الدغيم"), parse_name("حسين خالد الدغيم"), Frequencies(book))
    assert [row.level for row in rows] == [
        "different «حسن» «حسين»",
        "same «خالد», as siblings do",
        "same «الدغيم», as siblings do",
    ]


def test_what_one_side_lacks_says_nothing(book):
    rows = compare_names(parse_name("رهف خالد الدغيم"), parse_name("رهف"), Frequencies(book))
    assert [row.name for row in rows] == ["ism"]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("ابراهيم", "ابرهيم", Level.SAME),
        ("الحداد", "حداد", Level.SAME),
        ("عائشه", "عايشه", Level.SAME),
        ("الضاهر", "الظاهر", Level.VARIANT),
        ("muhamad", "mohammed", Level.SAME),
        ("khaled", "خالد", Level.SAME),
        ("karkukli", "كركوكلي", Level.VARIANT),
        ("mahmoud", "محمد", Level.DIFFERENT),
        ("حسن", "حسين", Level.DIFFERENT),
        ("رامي", "راما", Level.NEAR),
        ("السويداني", "السويداوي", Level.NEAR),
        ("نور", "نار", Level.DIFFERENT),
    ],
)
def test_the_level_of_two_words(book, a, b, level):
    assert book.level(a, b) == book.level(b, a) == level


def test_words_as_they_sound():
    assert skeleton("خالد") == skeleton("khaled") == skeleton("khalid")
    assert skeleton("فاطمه") == skeleton("fatimah")
    assert heard("mohammed") == heard("muhamad")
    assert (article_off("العلي"), article_off("al-ali"), article_off("ال")) == ("علي", "ali", "ال")
