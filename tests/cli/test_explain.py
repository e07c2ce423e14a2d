import json
import re

import pytest


def test_it_shows_words_frame_candidates_and_rules(run, examples):
    text = run("explain", examples / "report.txt", "--published", "2024-11-20", "--record", "r1").stdout
    assert text.startswith("r1  ")
    for part in (
        "  sentence 1: ",
        "  words",
        "  frame",
        "  event accepted: ",
        "  actor: ",
        "  recipient: ",
        "  place: ",
        "  weapon: ",
        "  date: ",
        "  count: ",
        "  modality: ",
        "  source: ",
    ):
        assert f"\n{part}" in text
    assert re.search(r"\n    \* \S+\t", text)
    assert re.search(r"\n    [ *] \d\.\d\d ", text)
    assert re.search(r"\n +[+-]\d\.\d\d bias", text) or "bias" in text


def test_it_explains_the_records_that_read_gives(run, examples):
    arguments = [examples / "report.txt", "--published", "2024-11-20"]
    rows = json.loads(run("read", *arguments, "--format", "json").stdout)["records"]
    heads = re.findall(r"^(r\d+)  (\S+).*«(.*)»", run("explain", *arguments).stdout, re.MULTILINE)
    shown = [
        (row["id"], row["event_type"] + (f"/{row['mode']}" if row["mode"] else ""), row["trigger"]["text"])
        for row in rows
    ]
    assert heads == shown


def test_the_chosen_fillers_are_marked_with_a_score_at_or_above_the_threshold(run, examples):
    text = run("explain", examples / "statement.txt", "--published", "2016-03-15").stdout
    for section in re.findall(
        r"^  (?:actor|recipient|place|weapon|date|count): candidates, taken from (\d\.\d+) on, the event's own score counted in\n((?:   .*\n)*)",
        text,
        re.MULTILINE,
    ):
        for score in re.findall(r"^    \* (\d\.\d\d) ", section[1], re.MULTILINE):
            assert float(score) >= float(section[0]) - 0.011
        for line in re.findall(r"^    \+ .*$", section[1], re.MULTILINE):
            assert re.search(
                r"\((the speaker|with its conjunct «|recipient of «|actor of «|counted by the|with the list)", line
            ), line


def test_a_text_without_records(run):
    assert run("explain", "-", stdin="صباح الخير يا أصدقاء".encode()).stdout == "no records\n"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["news.txt", "--record", "r99"], 1, "[R107] --record: there is no record «r99» in it. Its records are r1 to "),
        (["nowhere.txt"], 1, "[R105] nowhere.txt: "),
        (["news.txt", "--published", "x"], 2, "[R107] --published: "),
        (["news.txt", "--lexicon", "x.tsv"], 2, "[R104] x.tsv: "),
        (["*.txt"], 2, "[R107] *.txt: this means 2 files. Name the one to explain."),
    ],
)
def test_errors(run, news, tmp_path, arguments, status, code):
    (tmp_path / "other.txt").write_text("عاد الهدوء إلى عدن", encoding="utf-8")
    result = run("explain", *arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith(code)
