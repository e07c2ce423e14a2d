"""Tables of places by others laid over the gazetteer."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid import Reader, errors
from rasid.lexicon import PlaceEntry
from rasid.lexicon.tables import read_table
from rasid.places.adding import COLUMNS, lay_over, read_places, word_forms
from rasid.places.gazetteer import COMMON, RARE, SURE, Gazetteer
from rasid.places.geonames import read_alternates

COUNTRIES = {"SY": "SYR", "YE": "YEM", "SD": "SDN"}
VILLAGE = "9900001\tKafr Safwan\tKafr Safwan\tKafr Safwan,كفر صفوان,کفر سفوان\t35.7101\t36.5502\tP\tPPL\tSY\t\t12\t\t\t\t640\t\t400\tAsia/Damascus\t2024-01-01"
NAMELESS = (
    "9900002\tKhirbet Zunbur\tKhirbet Zunbur\t\t35.8\t36.6\tP\tPPL\tSY\t\t12\t\t\t\t0\t\t400\tAsia/Damascus\t2024-01-01"
)
PROVINCE = "9900003\tIdlib Governorate\tIdlib\tمحافظة إدلب\t35.9\t36.6\tA\tADM1\tSY\t\t12\t\t\t\t1\t\t400\tAsia/Damascus\t2024-01-01"
COD = "admin0Pcode,admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,latitude,longitude\n"


@pytest.fixture(scope="module")
def tools():
    return Gazetteer.load(), word_forms()


@pytest.fixture
def add(tmp_path, tools):
    def run(text, name="table.csv", alternates=None):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return lay_over(read_places([path], alternates or {}, COUNTRIES), *tools)

    return run


def rows_of(added):
    return [dict(zip(COLUMNS, row, strict=True)) for row in added.rows]


def test_a_dump_of_geonames(add):
    added = add(f"{PROVINCE}\n{VILLAGE}\n{NAMELESS}\n", "SY.txt")
    village = next(row for row in rows_of(added) if row["kind"] == "village")
    assert village == {
        "aliases": "كفر صفوان | کفر سفوان",
        "name_en": "Kafr Safwan",
        "country": "SYR",
        "admin1": "Idlib Governorate",
        "kind": "village",
        "lat": "35.71010",
        "lon": "36.55020",
        "note": "geonames=9900001",
    }
    assert [(row.where[-8:], row.name, row.what) for row in added.findings if row.result == "left out"] == [
        ("SY.txt:3", "Khirbet Zunbur", "no Arabic name")
    ]


def test_alternate_names_come_first_the_preferred_before_all(add, tmp_path):
    path = tmp_path / "alternates.txt"
    lines = (
        "1\t9900002\tar\tخربة الزنبور القديمة\t\t\t\t1\t\t",
        "2\t9900002\tar\tخربة زنبور\t\t\t\t\t\t",
        "3\t9900002\tar\tخربة الزنبور\t1\t\t\t\t\t",
        "4\t9900002\tfa\tخربه\t1\t\t\t\t\t",
        "5\t9900001\ten\tSafwan\t\t\t\t\t\t",
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    added = add(NAMELESS, "SY.txt", read_alternates(path))
    assert [row["aliases"] for row in rows_of(added)] == ["خربة الزنبور | خربة زنبور | خربة الزنبور القديمة"]


def test_what_is_no_dump_is_named_by_line_and_column(add):
    with pytest.raises(errors.TableError, match=r"SY.txt:2: 18 columns where a dump of GeoNames has 19"):
        add(VILLAGE + "\n" + VILLAGE.replace("\t640", ""), "SY.txt")
    with pytest.raises(errors.TableError, match=r"SY.txt:2: column 5 \(«north»\) is no latitude"):
        add(VILLAGE + "\n" + VILLAGE.replace("35.7101", "north"), "SY.txt")
    with pytest.raises(errors.ColumnError, match=r"no columns such as admin1Name_ar .*«town», «what»"):
        add("town,what\nx,y\n")


@pytest.mark.parametrize(
    "header",
    [
        COD,
        "ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,Y,X\n",
        "adm0_pcode,adm1_name,adm1_name1,adm1_pcode,adm2_name,adm2_name1,adm2_pcode,center_lat,center_lon\n",
        "admin0Pcode;admin1Name_en;admin1Name_ar;admin1Pcode;admin2Name_en;admin2Name_ar;admin2Pcode;lat;lon\n",
    ],
)
def test_the_spellings_of_cod_columns(add, header):
    mark = ";" if ";" in header else ","
    row = mark.join("YE,Ta'iz,تعز,YE15,Wadi Samar,وادي السمر,YE1599,13.41,44.02".split(","))
    (found,) = rows_of(add(header + row + "\n"))
    assert found["aliases"] == "وادي السمر"
    assert found["admin1"] == "Taiz"  # as the gazetteer calls it
    assert (found["country"], found["kind"], found["note"]) == ("YEM", "district", "pcode=YE1599")


def test_a_village_below_the_units_whose_code_names_no_country(add):
    text = (Path(__file__).parents[2] / "examples" / "places_cod.csv").read_text(encoding="utf-8")
    found = {row["name_en"]: row for row in rows_of(add(text))}
    assert found["Saraqab"]["country"] == "SYR"
    assert found["Saraqab"]["admin1"] == "Idlib"
    assert "pcode=C3954" in found["Saraqab"]["note"]


def test_nothing_is_dropped_unseen(add):
    rows = (
        "#adm0+code,#adm1+name,#adm1+name+ar,#adm1+code,,,,#geo+lat,#geo+lon",
        "SD,Red Sea,البحر الأحمر,SD10,Port,مرفأ الصدف,SD1099,19.5,37.1",
        "SD,Red Sea,البحر الأحمر,SD10,Port,مرفأ الصدف,SD1098,19.5,37.1",
        "SD,Red Sea,البحر الأحمر,SD10,Nowhere,اللامكان,SD1097,,",
        "SD,Red Sea,البحر الأحمر,SD10,Odd,القلعة المائلة,SD1096,95,37.1",
        "SD,Red Sea,البحر الأحمر,SD10,Latin,,SD1095,19.6,37.2",
    )
    added = add(COD + "\n".join(rows) + "\n")
    assert added.read == len(rows)
    whys = [row.what for row in added.findings if row.result == "left out"]
    assert whys == ["a row of HXL tags", "no point", "«95» is no point", "no Arabic name"]
    assert added.counts["twice"] == 1
    (row,) = rows_of(added)
    assert row["note"] == "pcode=SD1098; pcode=SD1099"


def test_a_point_that_differs_is_a_conflict_and_a_namesake_is_none(add):
    same = add("name_ar,name_en,pcode,lat,lon\nسراقب,Saraqib,SY1,35.864,36.805\n")
    assert (same.known, same.counts["conflict"]) == (1, 0)
    moved = add("name_ar,name_en,pcode,lat,lon\nسراقب,Saraqib,SY1,35.98,36.90\n")
    assert moved.counts["conflict"] == 1
    assert "km from" in next(row.what for row in moved.findings if row.result == "conflict")
    namesake = add("name_ar,name_en,pcode,lat,lon\nسراقب,Saraqib,SY1,33.1,36.2\n")
    assert (namesake.counts["conflict"], namesake.counts["other place"]) == (0, 1)
    assert "minor" in rows_of(namesake)[0]["note"]


def test_a_unit_does_not_hide_the_town_of_its_name(add):
    added = add(COD + "SY,Aleppo,حلب,SY02,Menbij,منبج,SY0203,36.6,38.1\n")
    assert "minor" in rows_of(added)[0]["note"]


def test_a_name_that_is_a_word_is_marked(add):
    added = add("name_ar,name_en,pcode,lat,lon\nالوردة,Warda,SY2,35.2,36.2\n")
    assert "common" in rows_of(added)[0]["note"]
    assert added.counts["common word"] == 1


def test_cells_cannot_break_the_table(add, tmp_path):
    added = add('name_ar,name_en,pcode,lat,lon\n"كفر | نصفين","#a\tb",=X,35.2,36.2\n')
    path = tmp_path / "places_mine.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in (COLUMNS, *added.rows)), encoding="utf-8")
    _, (row,) = read_table(path)
    assert (row.aliases, row.name_en) == (["كفر نصفين"], "a b")


def test_a_workbook_of_several_sheets(tmp_path, tools):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["about", "this"])
    sheet = book.create_sheet("Admin2")
    sheet.append(COD.strip().split(","))
    sheet.append(["YE", "Ta'iz", "تعز", "YE15", "Wadi Samar", "وادي السمر", "YE1599", 13.41, 44.02])
    path = tmp_path / "yem.xlsx"
    book.save(path)
    added = lay_over(read_places([path], {}, COUNTRIES), *tools)
    assert [row["aliases"] for row in rows_of(added)] == ["وادي السمر"]
    assert [(row.name, row.what) for row in added.findings] == [("Read me", "a sheet without columns of COD-AB")]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(errors.DamagedInputError):
        list(read_places([broken], {}, COUNTRIES))
    with pytest.raises(errors.MissingInputError):
        list(read_places([tmp_path / "none.xlsx"], {}, COUNTRIES))


def test_the_table_is_laid_over_the_gazetteer(add, tmp_path):
    added = add(
        "name_ar,name_en,admin0Pcode,pcode,lat,lon\nكفر صفوان,Kafr Safwan,SY,SY3,35.71,36.55\nحلب,Halab,SY,SY4,33.1,36.9\n"
    )
    path = tmp_path / "mine.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in (COLUMNS, *added.rows)), encoding="utf-8")
    reader = Reader(lexicon=[str(path)])
    places = reader.read("قصفت المدفعية قرية كفر صفوان ثم مدينة حلب صباح اليوم.").places
    assert [(place.name_en, place.lat) for place in places] == [
        ("Kafr Safwan", 35.71),
        ("Aleppo", pytest.approx(36.2, abs=0.1)),
    ]


def test_marks_of_a_users_rows_are_kept():
    mine = [
        PlaceEntry(["الوردة"], "Warda", "SYR", None, "village", "35.2", "36.2", "common; pcode=SY2"),
        PlaceEntry(["زنبور"], "Zunbur", "SYR", None, "village", "35.2", "36.2", "rare"),
        PlaceEntry(["كفر صفوان"], "Kafr Safwan", "SYR", None, "village", "35.2", "36.2"),
        PlaceEntry(["حلب"], "Halab", "SYR", None, "village", "33.2", "36.2", "common; minor"),
    ]
    gazetteer = Gazetteer.load(mine)
    assert [gazetteer.flag(key) for key in ("الورده", "زنبور", "كفرصفوان", "حلب")] == [COMMON, RARE, SURE, SURE]


@given(
    st.text(alphabet='اب,\t\n"1.#-aA|=', max_size=80),
    st.sampled_from(["", COD, "name_ar,pcode,lat,lon\n", VILLAGE + "\n"]),
)
def test_any_text_is_a_table_of_ours_or_an_error_that_names_the_file(tmp_path_factory, tools, text, head):
    path = tmp_path_factory.mktemp("places") / "table.csv"
    path.write_text(head + text, encoding="utf-8")
    try:
        added = lay_over(read_places([path], {}, COUNTRIES), *tools)
    except errors.RasidError as error:
        assert error.where.startswith(str(path))  # noqa: PT017  # either outcome is right
        return
    table = path.with_suffix(".tsv")
    table.write_text("".join("\t".join(row) + "\n" for row in (COLUMNS, *added.rows)), encoding="utf-8")
    assert len(read_table(table)[1]) == len(added.rows)
