"""Two lists of people: reading them, weighing pairs, and one partner for each at most."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid import errors
from rasid.exports.people import MATCH_COLUMNS, matched_csv, matched_json
from rasid.incidents.matching import match_people
from rasid.incidents.names import NameBook
from rasid.incidents.people import age_of, columns_given, days_of, read_people
from rasid.places.gazetteer import Gazetteer

HEAD = "name,age,place,date\n"


@pytest.fixture(scope="module")
def tools():
    return NameBook.load(), Gazetteer.load()


@pytest.fixture
def lists(tmp_path, tools):
    def match(a, b, head=HEAD):
        paths = [tmp_path / name for name in ("a.csv", "b.csv")]
        for path, rows in zip(paths, (a, b), strict=True):
            path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
        return match_people(*(read_people(str(path)) for path in paths), *tools)

    return match


def names_of(match):
    return [(match.a.people[p.a].name.text, match.b.people[p.b].name.text) for p in match.pairs]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("35", (35, 35)),
        ("٣٥", (35, 35)),
        ("35 سنة", (35, 35)),
        ("30-35", (30, 35)),
        ("7 أشهر", (0, 0)),
        ("18 شهرا", (1, 1)),
        ("3 أيام", (0, 0)),
        ("", None),
        ("كبير", None),
        ("400", None),
        ("35-30", None),
    ],
)
def test_ages(text, age):
    assert age_of(text) == age


def test_days():
    first, last = days_of("2024-02")
    assert last - first == 28
    assert days_of("2024-02-30") is None
    assert days_of("2024-13") is None
    assert days_of("0000") is None
    assert days_of("٢٠٢٤-٠٢-٠٣") == days_of("3.2.2024")
    assert days_of("03/04/2024") is None
    assert days_of("") is None


def test_a_family_that_died_together_is_told_apart(lists):
    ages = {"محمد": 41, "أحمد": 15, "محمود": 12, "فاطمة": 38, "حسن": 9, "حسين": 7}
    a = [f"{ism} صالح البكور,{age},جرجناز,2024-03-09" for ism, age in ages.items()]
    b = [f"{ism} البكور,{age + 1},جرجناز,2024-03-10" for ism, age in reversed(ages.items())]
    match = lists(a, b)
    assert len(match.pairs) == 6
    assert all(x.split()[0] == y.split()[0] for x, y in names_of(match))
    assert match.others == ()


def test_each_has_one_partner_and_the_other_one_is_said(lists):
    match = lists(["سامر نزار قدور,30,إدلب,2024-03-09"], ["سامر نزار قدور,30,إدلب,2024-03-09", "سامر قدور,,إدلب,"])
    assert names_of(match) == [("سامر نزار قدور", "سامر نزار قدور")]
    assert [match.b.people[pair.b].name.text for pair in match.others] == ["سامر قدور"]
    assert match.alone == ((), (1,))


def test_the_best_sum_wins_over_the_best_pair(lists):
    # «محمد قدور» fits both, the full name only one: both are placed.
    match = lists(["محمد نزار قدور,30,,", "محمد قدور,,,"], ["محمد قدور,30,,", "محمد نزار قدور,30,,"])
    assert sorted(names_of(match)) == [("محمد قدور", "محمد قدور"), ("محمد نزار قدور", "محمد نزار قدور")]


def test_a_namesake_of_another_age_and_year_is_another(lists):
    others = [f"{ism} {father} المطري,{30 + i},تعز,2016-0{i % 8 + 1}-11" for i, (ism, father) in enumerate(NAMES)]
    a = ["علي محمد صالح,70,تعز,2015-06-02", *others]
    b = ["علي محمد صالح,19,الحديدة,2018-09-20", *others]
    match = lists(a, b)
    assert all("صالح" not in x for x, _ in names_of(match))
    assert len(match.pairs) == len(others)


NAMES = [("نجيب", "عبده"), ("وهيب", "قائد"), ("بشير", "غالب"), ("رمزي", "فارع"), ("توفيق", "هزاع"), ("عادل", "مهيوب")]


def test_the_order_of_rows_changes_nothing(lists):
    rows = [f"{ism} {father} المطري,{30 + i},تعز,2016-01-11" for i, (ism, father) in enumerate(NAMES)]
    rows += ["نجيب المطري,30,تعز,", "فارع المطري,,,"]
    other = [row.replace("المطري", "مطري") for row in rows]
    plain = sorted(names_of(lists(rows, other)))
    mixed = random.Random(3)  # noqa: S311  # an order that is the same in every run
    for _ in range(3):
        mixed.shuffle(rows)
        mixed.shuffle(other)
        assert sorted(names_of(lists(rows, other))) == plain


def test_a_child_is_no_grown_up(lists):
    with_age = lists(["الطفل يزن العمري,,درعا,"], ["يزن العمري,44,درعا,"])
    fitting = lists(["الطفل يزن العمري,,درعا,"], ["يزن العمري,4,درعا,"])
    assert with_age.pairs == ()
    assert len(fitting.pairs) == 1


def test_neighbouring_places_speak_for_a_pair(lists):
    crowd = [f"{ism} {father} العواد,,حلب,2024-01-01" for ism, father in NAMES]
    near = lists(["عمر العواد,,بيت حانون,2024-01-01", *crowd], ["عمر العواد,,بيت لاهيا,2024-01-01"])
    far = lists(["عمر العواد,,بيت حانون,2024-01-01", *crowd], ["عمر العواد,,الموصل,2024-01-01"])
    assert near.pairs
    assert "near" in {row.level for pair in near.pairs for row in pair.comparisons if row.name == "place"}
    assert not far.pairs


def test_many_people_are_compared_by_what_they_share(lists, monkeypatch):
    rows = [f"{ism} {father} المطري,,تعز,2016-01-11" for ism, father in NAMES]
    whole = names_of(lists(rows, rows))
    monkeypatch.setattr("rasid.incidents.matching._ALL", 0)
    blocked = lists(rows, rows)
    assert names_of(blocked) == whole


def test_output_names_every_row_and_runs_nothing(lists):
    match = lists(["يزن العمري,4,=cmd(),2024-01-01", "نور شحادة,,,"], ["يزن العمري,4,=cmd(),2024-01-01"])
    text = b"".join(matched_csv(match)).decode()
    assert text.splitlines()[0] == ",".join(MATCH_COLUMNS)
    assert len(text.splitlines()) == 3
    assert "'=cmd()" in text
    whole = json.loads(matched_json(match))
    assert whole["pairs"][0]["comparisons"][0]["name"] == "ism"
    assert [row["name"] for row in whole["only_a"]] == ["نور شحادة"]
    weight = sum(row["weight"] for row in whole["pairs"][0]["comparisons"]) + whole["prior"]
    assert weight == pytest.approx(whole["pairs"][0]["weight"], abs=0.01)


def written(tmp_path, text, name="list.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_columns_in_arabic_and_an_old_encoding(tmp_path):
    rows = "\r\n".join(["الإسم;العمر;المدينة", *["خالد عبد الرحمن المصري;29;دير الزور"] * 12])
    people = read_people(written(tmp_path, rows, encoding="cp1256"))
    assert people.columns == {"name": "الإسم", "age": "العمر", "place": "المدينة"}
    assert people.people[0].age == (29, 29)


def test_a_missing_column_is_named_with_file_and_line(tmp_path):
    path = written(tmp_path, "\nvictim_name,age\nخالد,3\n")
    with pytest.raises(errors.ColumnError) as caught:
        read_people(path)
    assert f"{path}:2" in str(caught.value)
    assert "«name»" in str(caught.value)
    assert "«victim_name»" in str(caught.value)
    assert read_people(path, columns_given("name=victim_name")).people[0].name.ism == "خالد"
    with pytest.raises(errors.ColumnError, match="«years» for age"):
        read_people(path, columns_given("name=victim_name,age=years"))


def test_a_broken_row_is_named(tmp_path):
    with pytest.raises(errors.DamagedInputError, match=r"list.csv:3: the row has 3 cells for 2 columns"):
        read_people(written(tmp_path, "name,age\nخالد,3\nعمر,3,4\n"))
    with pytest.raises(errors.DamagedInputError, match=r"list.csv:2"):
        read_people(written(tmp_path, 'name,age\n"خالد,3\n'))


def test_what_cannot_be_used_is_said(tmp_path):
    people = read_people(written(tmp_path, "name,age,date,sex\nخالد,كبير,03/04/2024,س\n,4,,\n؟,5,,\n"))
    assert [(row.line, row.column) for row in people.remarks] == [
        (2, "age"), (2, "date"), (2, "sex"), (3, "name"), (4, "name"),
    ]  # fmt: skip
    assert len(people.people) == 1


def test_no_file_and_no_table(tmp_path):
    with pytest.raises(errors.MissingInputError):
        read_people(str(tmp_path / "none.csv"))
    with pytest.raises(errors.EmptyInputError):
        read_people(written(tmp_path, "\n \n"))
    with pytest.raises(errors.UnreadableInputError):
        read_people(str(tmp_path))


def test_a_mapping_that_is_none():
    for text in ("name", "name=", "face=x", "name=a,name=b"):
        with pytest.raises(errors.OptionError):
            columns_given(text)


@given(st.binary(max_size=120), st.sampled_from([b"", b"name,age,place,date\n", "الاسم;العمر\n".encode()]))
def test_any_bytes_are_a_list_or_an_error_that_names_the_file(tmp_path_factory, raw, head):
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_bytes(head + raw)
    try:
        people = read_people(str(path))
    except errors.RasidError as error:
        assert error.where.startswith(str(path))  # noqa: PT017  # either outcome is right
    else:
        assert all(person.name.words and person.line > 1 for person in people.people)
