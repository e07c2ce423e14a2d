import csv
import io

import pytest
from exports.sample import DOCUMENT, EMPTY

from rasid.exports.csv import COLUMNS, bounds, guard, to_csv
from rasid.model import Count


def rows(*documents):
    raw = b"".join(to_csv(documents))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_row_a_record_in_stable_columns():
    found = rows(DOCUMENT, EMPTY)
    assert [row["id"] for row in found] == ["r1", "r2"]
    assert tuple(found[0]) == COLUMNS


def test_several_fillers_are_joined_and_keep_their_positions():
    row = rows(DOCUMENT)[0]
    assert row["place"] == "حي الزهور; الخرطوم بحري"
    assert row["place_en"] == "Al-Zuhur; ?"
    assert row["recipient_en"] == ""
    assert row["counts"] == "killed 7; injured 21+ (children)"
    assert (row["killed_min"], row["killed_max"], row["injured_min"]) == ("7", "7", "")
    assert (row["lat"], row["lon"]) == ("-15.5", "32.5")
    assert row["links"] == "result_of r2"
    assert row["source"] == "narrator > @لجان المقاومة"


def test_no_cell_is_a_formula():
    for row in rows(DOCUMENT):
        for name, cell in row.items():
            assert name in {"lat", "lon"} or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert rows(DOCUMENT)[0]["publisher"] == "'+مركز"
    assert rows(DOCUMENT)[0]["actor_en"] == "'=HYPERLINK(1); ?"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", " =1"])
def test_guard(cell):
    assert guard(cell) == "'" + cell


def test_a_cell_with_quotes_commas_and_line_ends_stays_one_cell():
    import msgspec

    odd = msgspec.structs.replace(DOCUMENT, publisher='أ "ب"\nج, د')
    assert rows(odd)[1]["publisher"] == 'أ "ب"\nج, د'


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (20, 20, "20"),
        (20, 99, "20-99"),
        (21, None, "21+"),
        (None, 9, "up to 9"),
        (0.75, 0.75, "0.75"),
        (5_000_000, 5_000_000, "5000000"),
        (None, None, "?"),
    ],
)
def test_bounds(low, high, shown):
    assert bounds(Count(span=(0, 1), text="x", what="other", min=low, max=high)) == shown
