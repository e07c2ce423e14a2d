import json

from sources import makers

ENGLISH = b"Nothing but English words are in this file."


def rows(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_mixed_folder_with_its_summary(run, tmp_path):
    for name, data in makers.everything().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "english").write_bytes(ENGLISH)
    result = run("read", ".", "--format", "jsonl")
    found = rows(result)
    assert result.exit_code == 0
    assert len({row["doc"] for row in found}) == len(found) == 28
    summary = result.stderr.splitlines()[-4:]
    assert summary[0] == "read: 28 documents of 14 inputs"
    assert summary[1].startswith("duplicates: ")
    assert "not Arabic 1" in summary[2]
    assert summary[3] == "failed: 0"


def test_what_a_document_says_of_itself_comes_first(run, tmp_path):
    (tmp_path / "x").write_bytes(makers.jsonl())
    arguments = ["read", "x", "--published", "2020-01-02", "--publisher", "غيره", "--format", "jsonl"]
    first, second, _ = rows(run(*arguments))
    assert (first["published"], first["publisher"]) == ("2021-05-04", "الساحل")
    assert (second["published"], second["publisher"]) == ("2020-01-02", "غيره")


def test_a_day_that_is_not_clear_is_not_guessed(run, tmp_path):
    (tmp_path / "x").write_bytes(makers.table())
    assert [row["published"] for row in rows(run("read", "x", "--published", "2020-01-02", "--format", "jsonl"))] == [
        None,
        "2021-05-30",
        "2021-05-31",
    ]


def test_duplicates_are_marked_and_kept(run, tmp_path):
    for name, text in (("a", makers.A), ("b", makers.B), ("c", f"نقلا عن الساحل\n{makers.A}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = rows(run("read", ".", "--format", "jsonl"))
    assert [row["duplicate_of"] for row in found] == [None, None, "a"]
    assert found[2]["records"]


def test_columns(run, tmp_path):
    (tmp_path / "x").write_text(f"words|when\n{makers.A}|2020-05-06\n", encoding="utf-8")
    (row,) = rows(run("read", "x", "--columns", "text=words,published=when", "--format", "jsonl"))
    assert (row["doc"], row["published"]) == ("x#2", "2020-05-06")
    result = run("read", "x", "--columns", "words")
    assert (result.exit_code, result.stdout) == (2, "")


def test_json_is_a_list_where_a_file_can_hold_several(run, tmp_path):
    (tmp_path / "x").write_bytes(makers.atom())
    assert isinstance(json.loads(run("read", "x", "--format", "json").stdout), list)
    (tmp_path / "x").write_bytes(makers.page().encode())
    row = json.loads(run("read", "x", "--format", "json").stdout)
    assert (row["title"], row["address"]) == (makers.TITLE, "https://almina.example/n/1")


def test_exit_status(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "english").write_bytes(ENGLISH)
    (tmp_path / "in" / "good").write_text(makers.A, encoding="utf-8")
    assert run("read", "in").exit_code == 0
    assert run("read", "in/english").exit_code == 1
    (tmp_path / "in" / "cut.gz").write_bytes(makers.warc_gz()[:-20])
    assert run("read", "in").exit_code == 1


def test_standard_input_of_any_format(run):
    assert [row["doc"] for row in rows(run("read", "-", "--format", "jsonl", stdin=makers.feed()))] == [
        "-#g-1",
        "-#g-2",
        "-#g-3",
    ]
    assert len(rows(run("read", "-", "--format", "jsonl", stdin=makers.zipped(makers.everything().items())))) > 20


def test_a_page_is_explained(run, tmp_path):
    (tmp_path / "x").write_bytes(makers.page().encode())
    assert "ASSAULT" in run("explain", "x").stdout
    (tmp_path / "y").write_bytes(makers.feed())
    result = run("explain", "y")
    assert result.exit_code == 1
    assert "several documents" in result.stderr
