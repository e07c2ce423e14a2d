import csv
import io
import json


def test_lists_are_matched(run, examples):
    result = run("names", "match", examples / "victims_a.csv", examples / "victims_b.csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["result"] for row in rows].count("same") == 6
    assert rows[-1]["result"] == "only in B"
    assert "victims_a.csv:6: column «age»: «غير معروف» is not understood" in result.stderr
    assert "only in B: 1" in result.stderr


def test_json_into_a_file(run, examples, tmp_path):
    result = run(
        "names",
        "match",
        examples / "victims_a.csv",
        examples / "victims_b.csv",
        "--format",
        "json",
        "--out",
        "out.json",
    )
    assert result.exit_code == 0
    assert result.stdout == ""
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["pairs"]) == 6


def test_a_list_without_names_is_an_error(run, examples, tmp_path):
    (tmp_path / "bad.csv").write_text("who,age\nخالد,3\n", encoding="utf-8")
    result = run("names", "match", examples / "victims_a.csv", "bad.csv")
    assert result.exit_code == 1
    assert "[R123] bad.csv:1: there is no column «name»" in result.stderr
    assert run("names", "match", examples / "victims_a.csv", "bad.csv", "--columns-b", "name=who").exit_code == 0
    assert run("names", "match", "bad.csv", "bad.csv", "--columns-a", "face=who").exit_code == 2
