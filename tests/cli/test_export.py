import json
import sys

import pytest
from cli.conftest import NEWS
from sources import makers

from rasid.cli.app import ExportName, ImportName
from rasid.exports import EXPORTS
from rasid.exports.incidents.registry import INCIDENT_EXPORTS
from rasid.exports.registry import READABLE


@pytest.fixture
def records(run, news):
    assert run("read", news, "--published", "2021-05-04", "--format", "jsonl", "--out", "r.jsonl").exit_code == 0
    return "r.jsonl"


def test_the_names_are_those_of_the_formats():
    assert [name.value for name in ExportName] == [manifest.name for manifest in (*EXPORTS, *INCIDENT_EXPORTS)]
    assert {name.value for name in ImportName} == {manifest.name for manifest in READABLE}


def test_own_json_is_byte_identical(run, records, tmp_path):
    result = run("export", records, "--to", "jsonl")
    assert result.exit_code == 0
    assert result.stdout_bytes == (tmp_path / records).read_bytes()
    assert "nothing lost" in result.stderr
    assert run("export", "-", "--to", "jsonl", stdin=result.stdout_bytes).stdout_bytes == result.stdout_bytes
    assert run("import", records, "--from", "jsonl").stdout_bytes == result.stdout_bytes
    run("read", "news.txt", "--published", "2021-05-04", "--format", "json", "--out", "r.json")
    assert run("export", "r.json", "--to", "json").stdout_bytes == (tmp_path / "r.json").read_bytes()
    assert run("export", "r.json", "--to", "jsonl").stdout_bytes == result.stdout_bytes


@pytest.mark.parametrize("name", [manifest.name for manifest in EXPORTS])
def test_every_format_writes_a_file_and_its_loss_report(name, run, records, tmp_path):
    result = run("export", records, "--to", name, "--out", "out.x", "--texts", ".")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out.x").stat().st_size
    report = json.loads((tmp_path / "out.x.loss.json").read_text(encoding="utf-8"))
    assert report["format"] == name
    assert result.stderr.startswith(f"{name}: 1 document, ")
    (manifest,) = (row for row in EXPORTS if row.name == name)
    for suffix, content in manifest.beside:
        assert (tmp_path / f"out.x{suffix}").read_bytes() == content


@pytest.mark.parametrize("name", ["labelstudio", "webannotation"])
def test_the_way_there_and_back(name, run, records, tmp_path):
    run("export", records, "--to", name, "--out", "there.json", "--texts", "news.txt")
    result = run("import", "there.json", "--from", name)
    assert result.exit_code == 0
    assert result.stdout_bytes == (tmp_path / records).read_bytes()
    assert run("import", "there.json", "--from", name, "--out", "back.jsonl").exit_code == 0
    assert (tmp_path / "back.jsonl").read_bytes() == (tmp_path / records).read_bytes()


def test_label_studio_needs_the_texts_and_finds_them_by_hash(run, records, tmp_path):
    result = run("export", records, "--to", "labelstudio", "--out", "tasks.json")
    assert result.exit_code == 1
    assert result.stderr.startswith("[R141] --texts: labelstudio needs the text of document 1, «news.txt»")
    assert not (tmp_path / "tasks.json").exists()
    (tmp_path / "news.txt").write_text(NEWS + " ", encoding="utf-8")
    assert run("export", records, "--to", "labelstudio", "--texts", ".").exit_code == 1
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "other.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "moved" / "empty.txt").write_bytes(b"")
    result = run("export", records, "--to", "labelstudio", "--texts", "moved")
    assert json.loads(result.stdout)[0]["data"]["text"] == NEWS
    assert "[R101]" not in result.stderr  # a file in a folder that holds nothing is passed over
    assert "[R101] moved/empty.txt" in run("export", records, "--to", "jsonl", "--texts", "moved/empty.txt").stderr


def test_the_path_in_a_record_opens_nothing(run, records, tmp_path):
    row = json.loads((tmp_path / records).read_text(encoding="utf-8"))
    row["doc"] = str(tmp_path / "news.txt")
    (tmp_path / records).write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert run("export", records, "--to", "labelstudio").exit_code == 1


def test_a_passage_that_stands_elsewhere_is_named(run, records, tmp_path):
    row = json.loads((tmp_path / records).read_text(encoding="utf-8"))
    row["records"][0]["trigger"]["span"] = [0, 2]
    (tmp_path / records).write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    result = run("export", records, "--to", "webannotation", "--texts", ".")
    assert result.exit_code == 1
    assert "[R140] news.txt, r1 trigger: «" in result.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"doc": 1}\n', "[R140] bad.jsonl:1: this is no document with records"),
        (b'{"doc": "a", "sha256": "", "published": null, "publisher": null}\n{"doc"\n', "[R140] bad.jsonl:2: "),
        (b"[" * 200_000, "[R140] bad.jsonl: this is no JSON"),
        (b"\xff\xfe\x00", "[R140] bad.jsonl: this is no JSON"),
        (b"[3]", "[R140] bad.jsonl, document 1: "),
    ],
)
def test_what_is_no_records_file_is_named_and_nothing_is_written(run, tmp_path, content, says):
    (tmp_path / "bad.jsonl").write_bytes(content)
    (tmp_path / "old.csv").write_bytes(b"old")
    result = run("export", "bad.jsonl", "--to", "csv", "--out", "old.csv")
    assert result.exit_code == 1
    assert result.stderr.startswith(says)
    assert (tmp_path / "old.csv").read_bytes() == b"old"
    assert not (tmp_path / "old.csv.loss.json").exists()


def test_missing_files_and_wrong_options(run, records):
    assert run("export", "none.jsonl", "--to", "csv").stderr.startswith("[R105] none.jsonl")
    assert run("import", "none.json", "--from", "json").stderr.startswith("[R105] none.json")
    assert run("export", records, "--to", "nothing").exit_code == 2
    result = run("export", records, "--to", "csv", "--key-file", "k")
    assert (result.exit_code, result.stderr[:18]) == (2, "[R107] --key-file:")
    assert run("export", records, "--to", "csv", "--public", "--key-file", "none").exit_code == 2


def test_public_with_a_key_is_the_same_each_time_and_without_one_never(run, tmp_path):
    (tmp_path / "p.txt").write_text("قال الناشط أحمد الحموي إن الجيش قصف بلدة سراقب.", encoding="utf-8")
    run("read", "p.txt", "--format", "jsonl", "--out", "p.jsonl")
    (tmp_path / "key").write_bytes(b"k" * 32)
    one, two = (run("export", "p.jsonl", "--to", "jsonl", "--public", "--key-file", "key").stdout for _ in "ab")
    three, four = (run("export", "p.jsonl", "--to", "jsonl", "--public").stdout for _ in "ab")
    assert one == two != three != four
    assert "الحموي" not in one and "p.txt" not in one


@pytest.mark.parametrize(("name", "extra"), [("excel", "openpyxl"), ("parquet", "pyarrow")])
def test_without_its_library_a_format_names_the_extra(name, extra, run, records, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, extra, None)
    result = run("export", records, "--to", name, "--out", "x")
    assert result.exit_code == 1
    assert f"pip install 'rasid[{name}]'" in result.stderr
    assert not (tmp_path / "x").exists()


def test_several_files_are_one_export(run, records):
    result = run("export", records, records, "--to", "geojson")
    assert len(json.loads(result.stdout)["documents"]) == 2


def test_gold_keeps_what_is_not_ours_on_its_way_in(run, tmp_path):
    record = {
        "id": "e1", "trigger": {"span": [0, 4], "text": "قصفت"}, "event_type": "ASSAULT", "mode": None,
        "modality": "asserted", "salience": "minor", "alt_event_types": ["HARM"],
        "counts": [{"span": [5, 6], "text": "3", "what": "killed", "min": 3, "max": None}],
    }  # fmt: skip
    gold = {
        "doc": "g",
        "sha256": "",
        "published": None,
        "publisher": None,
        "records": [record],
        "places": [],
        "actors": [],
    }
    (tmp_path / "gold.json").write_text(json.dumps([gold], indent=1), encoding="utf-8")
    result = run("import", "gold.json", "--from", "json")
    assert json.loads(result.stdout) == gold
    assert "1 document, 1 record" in result.stderr


def test_texts_do_not_come_from_standard_input(run, records):
    result = run("export", records, "--to", "labelstudio", "--texts", "-")
    assert (result.exit_code, result.stderr[:16]) == (2, "[R107] --texts: ")


def test_texts_of_any_format(run, tmp_path):
    for name, data in makers.everything().items():
        (tmp_path / name).write_bytes(data)
    run("read", ".", "--format", "jsonl", "--out", "records.jsonl")
    result = run("export", "records.jsonl", "--to", "labelstudio", "--texts", ".", "--out", "tasks.json")
    assert result.exit_code == 0
    assert result.stderr.startswith("labelstudio: 28 documents, ")
    assert result.stderr.endswith("; nothing lost\n")
    back = run("import", "tasks.json", "--from", "labelstudio", "--out", "back.jsonl")
    assert back.exit_code == 0
    assert (tmp_path / "back.jsonl").read_bytes() == (tmp_path / "records.jsonl").read_bytes()


def test_texts_in_columns_of_ones_own(run, tmp_path):
    (tmp_path / "x").write_text(f"words|when\n{makers.A}|2020-05-06\n", encoding="utf-8")
    run("read", "x", "--columns", "text=words", "--format", "jsonl", "--out", "records.jsonl")
    options = ["export", "records.jsonl", "--to", "labelstudio", "--texts", "x"]
    assert run(*options).exit_code == 1
    assert run(*options, "--columns", "text=words").exit_code == 0
