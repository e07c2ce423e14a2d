import csv
import io
import json
import os
import stat

import pytest
from cli.conftest import NEWS

HEADER = "name_en\taliases\tcountry\tsector\tkind\n"


def test_a_plain_table_is_the_default_where_there_is_no_terminal(run, news):
    result = run("read", news, "--published", "2021-05-04")
    assert result.exit_code == 0
    assert result.stdout.startswith("news.txt, 2021-05-04: ")
    assert "id\tevent" in result.stdout
    assert "\x1b" not in result.stdout


def test_json_has_the_options_and_exact_spans(run, news):
    row = json.loads(run("read", news, "--published", "2021-05-04", "--publisher", "الساحل", "--format", "json").stdout)
    assert (row["doc"], row["published"], row["publisher"]) == ("news.txt", "2021-05-04", "الساحل")
    assert row["records"]
    for record in row["records"]:
        start, end = record["trigger"]["span"]
        assert NEWS[start:end] == record["trigger"]["text"]


def test_several_inputs_are_a_list_and_a_document_a_line(run, news, tmp_path):
    (tmp_path / "more.txt").write_text(NEWS, encoding="utf-8")
    assert [row["doc"] for row in json.loads(run("read", ".", "--format", "json").stdout)] == ["more.txt", "news.txt"]
    lines = run("read", "*.txt", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["doc"] for line in lines] == ["more.txt", "news.txt"]


def test_csv(run, news):
    result = run("read", news, "--format", "csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert {row["doc"] for row in rows} == {"news.txt"}


def test_standard_input(run):
    result = run("read", "-", "--format", "jsonl", stdin=NEWS.encode("cp1256"))
    assert json.loads(result.stdout)["doc"] == "-"


def test_min_confidence(run, news):
    every = json.loads(run("read", news, "--format", "json").stdout)["records"]
    few = json.loads(run("read", news, "--format", "json", "--min-confidence", "0.8").stdout)["records"]
    assert [row["id"] for row in few] == [row["id"] for row in every if row["confidence"] >= 0.8]
    assert json.loads(run("read", news, "--format", "json", "--min-confidence", "1").stdout)["records"] == []


def test_inputs_that_cannot_be_read_are_named_and_the_others_are_read(run, news, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "english.txt").write_bytes(b"Nothing but English words in here.")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "broken.txt").write_bytes(b"\xfe\xff\xd8\x00\x00\x41")
    files = ["empty.txt", "english.txt", "nowhere.txt", "picture.txt", "broken.txt", news]
    result = run("read", *files, "--format", "json")
    assert result.exit_code == 1
    assert [row["doc"] for row in json.loads(result.stdout)] == ["news.txt"]
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "[R101] empty.txt",
        "[R103] english.txt",
        "[R105] nowhere.txt",
        "[R102] picture.txt",
        "[R104] broken.txt",
        "read",
        "duplicates",
        "set aside",
        "failed",
    ]
    assert all(line.count(". ") >= 1 for line in lines[:5])
    assert lines[5:] == [
        "read: 1 documents of 6 inputs",
        "duplicates: 0",
        "set aside: 3 (no text 1, not Arabic 1, not text 1)",
        "failed: 2 (cannot be opened or decoded 1, not there 1)",
    ]


def test_nothing_could_be_read(run):
    result = run("read", "nowhere.txt", "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--published", "04/05/2021"],
        ["--published", "2021-02-30"],
        ["--format", "xml"],
        ["--min-confidence", "2"],
        ["--min-confidence", "high"],
        ["--lexicon", "nowhere.tsv"],
        ["--out", "no/such/folder/x.json"],
        ["--colour"],
    ],
)
def test_wrong_use_is_2_and_writes_no_records(run, news, arguments):
    result = run("read", news, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_no_files_at_all(run):
    assert run("read").exit_code == 2


def test_an_error_says_code_and_next_step(run, news):
    assert run("read", news, "--published", "04/05/2021").stderr == (
        "[R107] --published: «04/05/2021» is no date. Give the day as YYYY-MM-DD.\n"
    )


def test_a_table_of_ones_own_comes_first(run, tmp_path):
    (tmp_path / "news.txt").write_text("قصفت كتائب وادي مور بلدة الخوخة أمس.", encoding="utf-8")
    (tmp_path / "mine.tsv").write_text(
        HEADER + "Wadi Mawr Brigades\tكتائب وادي مور\tYEM\tREB\tarmed_group\n", encoding="utf-8"
    )
    row = json.loads(run("read", "news.txt", "--lexicon", "mine.tsv", "--format", "json").stdout)
    assert "Wadi Mawr Brigades" in {actor["canonical_en"] for actor in row["actors"]}
    assert row["tables"] != json.loads(run("read", "news.txt", "--format", "json").stdout)["tables"]


@pytest.mark.parametrize(
    ("table", "where"),
    [
        (HEADER + "A\tكتائب\tYEM\tREB\tgroup\textra\n", "mine.tsv:2"),
        (HEADER + "# note\nA\t\tYEM\tREB\tgroup\n", "mine.tsv:3"),
        (HEADER + "A\tكتائب\tYEM\tPIRATES\tgroup\n", "mine.tsv:2"),
        ("name\tother\nA\tB\n", "mine.tsv"),
        ("", "mine.tsv"),
    ],
)
def test_a_malformed_table_is_named_by_file_and_line(run, news, tmp_path, table, where):
    (tmp_path / "mine.tsv").write_text(table, encoding="utf-8")
    result = run("read", news, "--lexicon", "mine.tsv")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"[R106] {where}")


def test_an_empty_cell_is_named_by_its_column(run, news, tmp_path):
    (tmp_path / "mine.tsv").write_text(HEADER + "A\t\tYEM\tREB\tgroup\n", encoding="utf-8")
    assert "column 2 («aliases»)" in run("read", news, "--lexicon", "mine.tsv").stderr


def test_a_table_that_is_not_utf_8(run, news, tmp_path):
    (tmp_path / "mine.tsv").write_bytes((HEADER + "A\tكتائب\tYEM\tREB\tgroup\n").encode("cp1256"))
    result = run("read", news, "--lexicon", "mine.tsv")
    assert (result.exit_code, result.stderr[:16]) == (2, "[R104] mine.tsv:")


def test_malformed_frames(run, news, tmp_path):
    (tmp_path / "mine.toml").write_text('[[frame]]\nword = "قصف"\npos = "verb"\n', encoding="utf-8")
    result = run("read", news, "--lexicon", "mine.toml")
    assert result.exit_code == 2
    assert result.stderr.startswith("[R106] mine.toml: [[frame]] number 1 («قصف»)")


def test_out_is_written_whole_or_not_at_all(run, news, tmp_path, monkeypatch):
    out = tmp_path / "out.json"
    assert run("read", news, "--format", "json", "--out", out).exit_code == 0
    first = out.read_bytes()
    assert json.loads(first)["doc"] == "news.txt"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("rasid.Reader.read", stop)
    assert run("read", news, "--format", "json", "--out", out).exit_code != 0
    assert out.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.txt", "out.json"]


def test_out_that_is_a_folder(run, news, tmp_path):
    (tmp_path / "folder").mkdir()
    result = run("read", news, "--out", "folder")
    assert result.exit_code == 2
    assert result.stderr.startswith("[R109] folder: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "news.txt"]


def test_the_same_input_gives_the_same_bytes(run, examples):
    for kind in ("table", "json", "jsonl", "csv"):
        arguments = ["read", examples / "report.txt", "--published", "2024-11-20", "--format", kind]
        assert run(*arguments).stdout_bytes == run(*arguments).stdout_bytes
