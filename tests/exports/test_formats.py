"""What each format writes, and that nothing in it runs, is made up or is cut silently."""

import csv
import io
import json
import zipfile

import msgspec
import pytest
from exports.generated import documents
from exports.sample import DOCUMENT, FULL, LOW, TEXT, filler
from exports.test_round_trips import BY_NAME, export, patient, rows
from hypothesis import given
from hypothesis import strategies as st

from rasid.errors import MissingExtraError, RecordsError
from rasid.exports.excel import SHEETS
from rasid.exports.labelstudio import CONFIG
from rasid.exports.manifest import losses_of, need
from rasid.exports.plover import TYPES
from rasid.exports.texts import digest
from rasid.exports.webannotation import source_iri
from rasid.model import Place

HASH = "a" * 64
hostile = st.sampled_from(["=1", "+A1", "-1+1", "@x", "\t=1", "\r-a", "2024-01-01"])


def changed(report):
    return {(row["field"], row["why"]): row["values"] for row in report["changed"]}


def table(raw):
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))


def workbook(raw):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(raw))


def with_(record, **more):
    return msgspec.structs.replace(DOCUMENT, records=(msgspec.structs.replace(record, **more),))


def test_the_workbook_reads_from_the_right_and_holds_every_sheet():
    book = workbook(export("excel", [DOCUMENT])[0])
    assert book.sheetnames == list(SHEETS)
    for sheet in book:
        assert sheet.sheet_view.rightToLeft
        assert sheet.freeze_panes == "A2"
        assert tuple(cell.value for cell in sheet[1]) == SHEETS[sheet.title]
    records = book["records"]
    assert records.max_row == 3
    row = dict(zip(SHEETS["records"], (cell.value for cell in records[2]), strict=True))
    assert (row["lat"], row["lon"], row["killed_min"], row["confidence"]) == (-15.5, 32.5, 7, 0.75)
    assert [cell.value for cell in book["fillers"][2]][:6] == [1, "r1", "actor", 6, 13, "صاروخان"]


def test_nothing_in_the_workbook_is_a_formula_and_its_bytes_are_the_same():
    raw, report = export("excel", [DOCUMENT])
    for sheet in workbook(raw):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    assert workbook(raw)["records"]["D2"].value == "'+مركز"
    assert any(field == "column documents.publisher" for field, _ in changed(report))
    assert export("excel", [DOCUMENT])[0] == raw
    with zipfile.ZipFile(io.BytesIO(raw)) as inside:
        assert {member.date_time[0] for member in inside.infolist()} == {1980}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =cmd|' /C calc'!A0", "=HYPERLINK(1)"])
@pytest.mark.parametrize("name", ["csv", "bayanat", "uwazi", "excel"])
def test_a_formula_is_guarded_and_counted_in_every_table(name, cell):
    start = TEXT.index("صاروخان")
    person = msgspec.structs.replace(filler("صاروخان"), text=cell, span=(start, start + 7), canonical_en=cell)
    raw, report = export(name, [with_(FULL, actor=(person,))])
    if name == "excel":
        cells = [str(c.value) for sheet in workbook(raw) for row in sheet.iter_rows() for c in row if c.value]
    else:
        cells = [value for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")) for value in row]
        numbers = {"-15.5", "-15.5|32.5"}
        assert not [c for c in cells if c not in numbers and c.lstrip().startswith(("=", "+", "-", "@"))]
    assert any("'" + cell in value for value in cells)
    assert any("apostrophe" in why for _, why in changed(report))


def number(cell):
    try:
        return all(float(part) is not None for part in cell.split("|"))
    except ValueError:
        return False


@pytest.mark.parametrize("name", ["csv", "bayanat", "uwazi"])
@patient
@given(document=documents(), day=hostile)
def test_no_field_whatever_becomes_a_formula(name, document, day):
    odd = msgspec.structs.replace(document, published=day, doc=day, publisher=day)
    raw = export(name, [odd])[0].decode("utf-8-sig")
    for row in csv.reader(io.StringIO(raw, newline="")):
        for cell in row:
            assert number(cell) or not cell.startswith(("\t", "\r", "\n"))
            assert number(cell) or not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_long_cell_is_cut_and_said_and_control_characters_are_replaced():
    raw, report = export("excel", [with_(FULL, reason={"trigger": "ن" * 40_000}, stance=("a\x0bb",))])
    book = workbook(raw)
    row = dict(zip(SHEETS["records"], (cell.value for cell in book["records"][2]), strict=True))
    assert len(row["reason"]) == 32_767
    assert row["reason"].endswith("…")
    assert row["stance"] == "a\ufffdb"
    assert {why.split(":")[0] for _, why in changed(report)} >= {"cut", "control characters stand as U+FFFD"}


def test_a_full_sheet_goes_on_in_another(monkeypatch):
    monkeypatch.setattr("rasid.exports.excel._ROWS", 3)
    book = workbook(export("excel", [DOCUMENT, DOCUMENT])[0])
    assert [book[name].max_row for name in ("records", "records 2")] == [3, 3]
    assert [cell.value for cell in book["records 2"][1]] == list(SHEETS["records"])


@patient
@given(documents(max_records=2))
def test_no_text_whatever_breaks_the_workbook(document):
    book = workbook(export("excel", [document])[0])
    assert book["records"].max_row == 1 + len(document.records)


def test_geojson_has_longitude_first_and_no_place_made_up():
    found = json.loads(export("geojson", [DOCUMENT])[0])
    first, second, place = found["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [32.5, -15.5]} == place["geometry"]
    assert (first["properties"]["point"], first["properties"]["precision"]) == ("Al-Zuhur", "none")
    assert second["geometry"] is None
    assert place["properties"]["feature"] == "place"
    assert found["documents"][0]["doc"] == "a/b.txt"


def test_a_point_outside_the_globe_is_no_geometry():
    place = Place(span=(14, 23), text="حي الزهور", lat=91.0, lon=0.0)
    raw, report = export("geojson", [msgspec.structs.replace(DOCUMENT, places=(place,))])
    assert {row["geometry"] for row in json.loads(raw)["features"]} == {None}
    assert report["changed"]


def test_parquet_is_read_by_others():
    import pyarrow.parquet as pq

    raw = export("parquet", [DOCUMENT])[0]
    rows_ = pq.read_table(io.BytesIO(raw)).to_pylist()
    assert [row["id"] for row in rows_] == ["r1", "r2"]
    assert rows_[0]["place"][0]["lat"] == -15.5
    assert rows_[0]["date"]["first"] == "2024-03-01"
    assert dict(rows_[0]["reason"]) == {"trigger": "x"}


def test_plover_codes_only_what_is_asserted_and_plovers_own():
    denied, harm, dated = (
        json.loads(export("plover", [document])[0].splitlines()[0])
        for document in (with_(LOW), with_(FULL, event_type="HARM"), with_(FULL))
    )
    assert (denied["event"], denied["has_event"], denied["rasid_event_type"]) == ([], False, "ASSAULT")
    assert (harm["event"], harm["mode"], harm["rasid_event_type"]) == ([], [], "HARM")
    assert (dated["event"], dated["date"], dated["enddate"]) == (["ASSAULT"], "2024-03-01", "2024-03-02")
    assert denied["date"] is None  # never the day of publication
    assert dated["link"] == ["0-r2"]
    assert len(TYPES) == 16
    names = set(
        "id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale mode "
        "context link text text_info cite_info coder coded_date coded_time comment".split()
    )
    assert {name for name in dated if not name.startswith("rasid_")} <= names


def test_web_annotations_quote_and_count_in_code_points():
    emoji = "\U0001f4a5 أصاب صاروخٌ البلدة"
    start = emoji.index("صاروخٌ")
    mention = msgspec.structs.replace(filler("صاروخان"), span=(start, start + 6), text=emoji[start : start + 6])
    document = msgspec.structs.replace(
        DOCUMENT,
        text=emoji,
        sha256=HASH,
        places=(),
        actors=(),
        records=(msgspec.structs.replace(LOW, weapon=(mention,)),),
    )
    found = json.loads(export("webannotation", [document])[0])
    assert found["total"] == len(found["first"]["items"]) == 2
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    for annotation in found["first"]["items"]:
        quote, position = annotation["target"]["selector"]
        assert annotation["target"]["source"] == source_iri(document) == "ni:///sha-256;" + "qqqq" * 10 + "qqo"
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert quote["exact"] == "صاروخٌ"  # with its mark
    assert emoji.startswith(quote["prefix"] + quote["exact"] + quote["suffix"])
    assert emoji[position["start"] : position["end"]] == quote["exact"]
    assert len({annotation["id"] for annotation in found["first"]["items"]}) == 2


def test_bayanat_has_an_actor_a_row_with_its_events_and_a_mapping_beside():
    same = msgspec.structs.replace(
        FULL, id="r3", actor=(filler("الزهور"),), recipient=(), event_type="CONSULT", date=None
    )
    found = table(export("bayanat", [msgspec.structs.replace(DOCUMENT, records=(FULL, same))])[0])
    assert [row["name_ar"] for row in found] == ["صاروخان", "الزهور", "أشخاص"]
    assert {row["status"] for row in found} == {"Machine Created"}
    assert found[1]["event_2_title"] == "CONSULT/heavy-weapons: أصاب"
    assert "role: Participant" in found[1]["event_2_comments"]
    assert "role: Alleged Perpetrator" in found[0]["event_1_comments"]
    assert "role: Injured Party" in found[2]["event_1_comments"]
    assert (found[0]["event_1_from_date"], found[0]["event_1_estimated"]) == ("2024-03-01", "true")
    assert found[1]["event_2_estimated"] == found[1]["event_2_from_date"] == ""
    ((suffix, content),) = BY_NAME["bayanat"].beside
    assert suffix == ".mapping.json"
    assert json.loads(content)["events"]["fields"]["title"] == "event_N_title"


def test_uwazi_parts_values_and_lets_no_value_be_parted():
    odd = msgspec.structs.replace(FULL.actor[0], canonical_en="A|B::C")
    raw, report = export("uwazi", [with_(FULL, actor=(odd, filler("الزهور")))])
    (row,) = table(raw)
    assert row["actor"] == "A¦B: :C|الزهور"
    assert row["geolocation"] == "-15.5|32.5"
    assert row["date"] == "2024-03-01:2024-03-02"
    assert row["title"] == "أصاب – ASSAULT/heavy-weapons – a/b.txt r1"
    assert any("part values" in why for _, why in changed(report))


def task():
    return json.loads(export("labelstudio", [DOCUMENT])[0])[0]


def annotated(results, **more):
    return [task() | {"annotations": [{"result": results, **more}]}]


def read(tasks):
    (document,) = BY_NAME["labelstudio"].read(json.dumps(tasks).encode(), "tasks.json")
    return document


def test_label_studio_has_regions_with_relations_and_an_interface_that_knows_them():
    found = task()
    results = found["predictions"][0]["result"]
    for row in results:
        if row["type"] == "labels":
            value = row["value"]
            assert found["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert f'<Label value="{value["labels"][0]}"' in CONFIG
        elif row["type"] == "relation":
            assert f'<Relation value="{row["labels"][0]}"' in CONFIG
        else:
            assert f'name="{row["from_name"]}"' in CONFIG


def test_a_corrected_task_comes_back_corrected_and_keeps_what_was_not_touched():
    results = [row for row in task()["predictions"][0]["result"] if not row.get("id", "").startswith("records.1")]
    for row in results:
        if row.get("id") == "records.0" and row["from_name"] == "event_type":
            row["value"]["choices"] = ["COERCE"]
        if row.get("id") == "records.0.actor.0":
            start = TEXT.index("الخرطوم")
            row["value"] |= {"start": start, "end": start + 7, "text": "الخرطوم"}
    start = TEXT.index("فقتل") + 1
    value = {"start": start, "end": start + 3, "text": "قتل"}
    results += [
        {"id": "new", "type": "labels", "from_name": "label", "value": value | {"labels": ["trigger"]}},
        {"id": "new", "type": "choices", "from_name": "event_type", "value": value | {"choices": ["HARM"]}},
        {
            "type": "relation",
            "from_id": "records.0.weapon.0",
            "to_id": "new",
            "direction": "left",
            "labels": ["weapon"],
        },
    ]
    document = read(annotated(results))
    first, new = document.records
    assert (first.id, first.event_type, first.links, first.reason) == ("r1", "COERCE", (), FULL.reason)
    assert (first.actor[0].text, first.actor[0].canonical_en) == ("الخرطوم", None)
    assert first.counts == FULL.counts
    assert (new.id, new.event_type, new.modality, new.weapon[0].text) == ("r3", "HARM", "asserted", "صاروخان")
    assert document.places == DOCUMENT.places


def test_which_annotation_of_a_task_counts():
    results = task()["predictions"][0]["result"]
    both = [task() | {"annotations": [{"result": results, "ground_truth": True}, {"result": []}]}]
    assert len(read(both).records) == 2
    assert (
        len(read([task() | {"annotations": [{"result": []}, {"result": results, "was_cancelled": True}]}]).records) == 0
    )
    assert len(read([task() | {"annotations": []}]).records) == 2


def test_offsets_in_utf_16_are_told_by_their_words():
    text = "\U0001f4a5\U0001f4a5 قصف"
    value = {"start": 5, "end": 8, "text": "قصف", "labels": ["actor mention"]}
    found = task()
    bare = {"records": [], "places": [], "actors": [], "sha256": digest(text)}
    found["data"] |= {"text": text, "rasid": found["data"]["rasid"] | bare}
    found["annotations"] = [{"result": [{"id": "n", "type": "labels", "from_name": "label", "value": value}]}]
    assert read([found]).actors[0].span == (3, 6)


def test_a_task_whose_text_was_changed_is_refused():
    found = task()
    found["data"]["text"] += " "
    with pytest.raises(RecordsError, match="not the one that was exported"):
        read([found])


@pytest.mark.parametrize(
    ("results", "says"),
    [
        ([{"id": "n", "type": "labels", "value": {"start": 0, "end": 3, "text": "خطأ", "labels": ["trigger"]}}], "do not stand"),
        ([{"id": "n", "type": "labels", "value": {"start": 1, "end": 5, "text": "أصاب", "labels": ["trigger"]}}], "no event type"),
        ([{"id": "n", "type": "labels", "value": {"start": 1, "end": 5, "text": "أصاب", "labels": ["actor"]}}], "no trigger"),
        ([{"id": "n", "type": "labels", "value": {"start": "x"}}], "no task"),
    ],
)  # fmt: skip
def test_what_an_annotator_left_open_is_named(results, says):
    with pytest.raises(RecordsError, match=says):
        read(annotated(results))


@pytest.mark.parametrize("name", ["labelstudio", "geojson", "webannotation", "parquet", "jsonl"])
@pytest.mark.parametrize("raw", [b"{}", b"[1]", b'{"features": 3}', b"PAR1", b"\xff\xfe", b"[" * 100_000, b'"x"'])
def test_what_is_another_file_is_named(name, raw):
    with pytest.raises(RecordsError, match="odd"):
        list(BY_NAME[name].read(raw, "odd"))


def test_a_missing_library_names_the_extra():
    with pytest.raises(MissingExtraError, match=r"rasid\[parquet\]"):
        need("no_such_package_of_ours", "parquet", "parquet")


def test_the_report_for_people_says_what_was_lost():
    losses = losses_of(BY_NAME["csv"])
    b"".join(BY_NAME["csv"].write(rows([DOCUMENT]), losses))
    lines = losses.lines()
    assert lines[0].startswith("csv: 1 document, 2 records; ")
    assert "  lost records.reason: 1 (the format has no place for it)" in lines
