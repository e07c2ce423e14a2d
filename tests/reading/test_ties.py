"""Parts of a total, running tolls, tolls tied to their attack, and tables whose header fits several."""

import pytest

from rasid import RasidError, Reader


@pytest.fixture(scope="module")
def reader():
    return Reader()


def records(reader, text, kind):
    return [r for r in reader.read(text).records if r.event_type == kind]


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("أدى قصف مدفعي على بلدة سراقب إلى مقتل أربعة مدنيين.", True),
        ("قتل سبعة جنود في هجوم انتحاري قرب البيضاء.", True),
        ("نفى المسؤول وقوع هجوم على الميناء، وقال الأطباء إن موجة الحر تسببت في وفاة ثلاثة مسنين.", False),
    ],
)
def test_a_toll_is_tied_to_an_attack_only_where_the_text_ties_them(reader, text, tied):
    attacks = {r.id for r in records(reader, text, "ASSAULT")}
    links = {link.id for r in records(reader, text, "HARM") for link in r.links if link.rel == "result_of"}
    assert bool(links & attacks) is tied


def test_a_part_of_a_total_says_which(reader):
    counts = [c for r in reader.read("قتل 23 مدنيا في القصف على كفرنبل، بينهم خمسة أطفال.").records for c in r.counts]
    assert {(c.min, c.group) for c in counts} == {(23, None), (5, "children")}


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("ارتفعت حصيلة الهجوم إلى 41 قتيلا على الأقل، وفق مصدر طبي.", True),
        ("سقط 41 قتيلا في الغارة على السوق.", False),
    ],
)
def test_a_toll_up_to_now_is_told_from_a_new_one(reader, text, running):
    counts = [c for r in reader.read(text).records for c in r.counts if c.min == 41]
    assert counts
    assert all(c.running is running for c in counts)


def test_a_header_that_fits_several_tables_is_refused(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("word\tkind\tvalue\nشباط\tmonth_levant\t2\n", encoding="utf-8")
    with pytest.raises(RasidError, match=r"R106.*mine\.tsv:1: the header fits several tables: calendar, numbers"):
        Reader(lexicon=[path])
    path.rename(tmp_path / "calendar_mine.tsv")
    Reader(lexicon=[tmp_path / "calendar_mine.tsv"])
