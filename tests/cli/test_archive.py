import hashlib
import json
import re
from pathlib import Path

import pytest
import typer
from cli.conftest import NEWS

from rasid.cli.app import app

SHA = hashlib.sha256(NEWS.encode()).hexdigest()
PAGE = (Path(__file__).parent.parent.parent / "docs" / "archive.md").read_text(encoding="utf-8")


@pytest.fixture
def archive(run, news):
    assert run("archive", "add", news, "--published", "2021-05-04", "--note", "by post").exit_code == 0
    return Path("rasid-archive")


def test_add_says_what_became_of_each(run, news, tmp_path):
    (tmp_path / "english.txt").write_text("All is quiet.", encoding="utf-8")
    result = run("archive", "add", ".", "nowhere")
    assert result.exit_code == 1
    assert (
        result.stdout
        == "2 stored; 3 left out, as files of the archive itself; 1 failed; 1 read; 1 that could not be read, but are stored\n"
    )
    assert "[R105] nowhere" in result.stderr
    assert "[R103] english.txt" in result.stderr
    assert run("archive", "add", "*.txt").stdout == "2 known\n"


def test_standard_input(run, tmp_path):
    assert run("archive", "add", "-", stdin=NEWS.encode()).exit_code == 0
    assert "standard input -" in run("archive", "show", SHA).stdout


def test_the_folder_may_come_from_the_environment(run, news, monkeypatch):
    monkeypatch.setenv("RASID_ARCHIVE", "kept")
    assert run("archive", "add", news).exit_code == 0
    assert run("archive", "verify").exit_code == 0
    assert Path("kept/ledger.jsonl").exists()
    assert run("archive", "verify", "--archive", "").exit_code == 2


def test_verify_says_which_byte_is_wrong(run, archive):
    assert run("archive", "verify").stdout.startswith("intact: 1 documents, 3 entries, 6 files\nhead: ")
    head = run("archive", "verify").stdout.split()[-1]
    assert run("archive", "verify", "--head", head).exit_code == 0
    assert run("archive", "verify", "--head", "f" * 64).exit_code == 1
    path = archive / "documents" / SHA[:2] / SHA
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    result = run("archive", "verify")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"changed\tdocuments/{SHA[:2]}/{SHA}\t")
    rows = [json.loads(line) for line in run("archive", "verify", "--format", "jsonl").stdout.splitlines()]
    assert [row.get("kind") for row in rows] == ["changed", None]
    assert run("archive", "show", SHA, "--part", "original").exit_code == 2


def test_list(run, archive):
    line = run("archive", "list").stdout
    assert re.fullmatch(rf"{SHA[:12]}\t\d+ bytes\t20\S+Z\t\d+ records\tnews.txt\n", line)
    run("archive", "add", "news.txt", "--archive", "other", "--no-read")
    assert run("archive", "list", "--archive", "other").stdout.split("\t")[3] == "not read"
    row = json.loads(run("archive", "list", "--format", "jsonl").stdout)
    assert (row["sha256"], row["state"], row["where"]) == (SHA, "read", ["news.txt"])


def test_show(run, archive):
    text = run("archive", "show", SHA[:8]).stdout
    for part in (f"sha256\t{SHA}", "note\tby post", "published\t2021-05-04", "file news.txt in"):
        assert part in text
    assert run("archive", "show", SHA[:8], "--part", "original").stdout_bytes == NEWS.encode()
    row = json.loads(run("archive", "show", SHA[:8], "--part", "records").stdout)
    assert (row["bytes_sha256"], row["doc"]) == (SHA, "news.txt")
    rows = [json.loads(line) for line in run("archive", "show", SHA[:8], "--part", "ledger").stdout.splitlines()]
    assert [row["what"] for row in rows] == ["add", "read"]
    assert run("archive", "show", "abcdef").exit_code == 1
    run("archive", "add", "news.txt", "--archive", "other", "--no-read")
    assert run("archive", "show", SHA, "--part", "records", "--archive", "other").exit_code == 1


def test_forget(run, archive, tmp_path):
    assert run("archive", "forget", SHA).exit_code == 2
    assert run("archive", "forget", "abcdef", "--yes").exit_code == 1
    result = run("archive", "forget", SHA[:8], "--yes", "--reason", "طلب الشاهد")
    assert (result.exit_code, result.stdout) == (0, f"forgotten\t{SHA}\n")
    assert "طلب الشاهد" in run("archive", "show", SHA).stdout
    assert run("archive", "verify").stdout.startswith("intact: 0 documents, 1 forgotten, 4 entries")
    assert "forgotten" in run("archive", "list").stdout
    assert run("archive", "show", SHA, "--part", "original").exit_code == 1
    assert run("archive", "add", "news.txt").exit_code == 1
    assert run("archive", "add", "news.txt", "--again").exit_code == 0


def test_export_and_its_check(run, archive):
    assert run("archive", "export", "bag", SHA[:6]).stdout == "1 documents in a valid bag: bag\n"
    assert run("archive", "verify", "--bag", "bag").stdout == "intact\n"
    Path("bag/data/README.txt").write_text("", encoding="utf-8")
    assert run("archive", "verify", "--bag", "bag").exit_code == 1
    assert run("archive", "verify", "--bag", "nowhere").exit_code == 2
    assert run("archive", "export", "bag").exit_code == 2
    assert run("archive", "export", "other", "abcdef").exit_code == 1


def test_recode(run, archive, tmp_path):
    table = tmp_path / "actors.tsv"
    table.write_text(
        "name_en\taliases\tcountry\tsector\tkind\nGuns of the Coast\tمدفعية الجيش\tYEM\tMIL\tmilitary\n",
        encoding="utf-8",
    )
    assert "0 differ" in run("recode").stdout
    result = run("recode", SHA[:8], "--lexicon", table, "--keep")
    assert result.exit_code == 0
    assert f"{SHA[:12]}\tnews.txt" in result.stdout
    assert "  ~ r" in result.stdout
    assert "«مدفعية الجيش» = Guns of the Coast" in result.stdout
    rows = [json.loads(line) for line in run("recode", "--format", "jsonl").stdout.splitlines()]
    assert {row["sha256"] for row in rows} == {SHA}
    assert run("recode", "abcdef").exit_code == 1
    assert run("recode", "--archive", "nowhere").exit_code == 2
    assert run("archive", "verify").exit_code == 0


def test_a_record_of_what_cannot_be_read(run, tmp_path):
    (tmp_path / "english.txt").write_text("All is quiet.", encoding="utf-8")
    run("archive", "add", "english.txt")
    assert "unread R103" in run("archive", "list").stdout
    result = run("recode")
    assert (result.exit_code, "1 cannot be read now" in result.stdout) == (1, True)


def test_what_was_mended_is_said(run, archive):
    with (archive / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"at"')
    assert run("archive", "verify").stdout.startswith("unfinished\tledger.jsonl:4")
    assert "5 bytes of a half-written entry were taken off" in run("archive", "list").stderr
    assert run("archive", "verify").exit_code == 0


@pytest.mark.parametrize("verb", ["verify", "list", "show abcdef", "forget abcdef --yes", "export bag"])
def test_no_archive(run, tmp_path, verb):
    result = run("archive", *verb.split())
    assert (result.exit_code, "[R130]" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_columns_that_are_none(run, news):
    assert run("archive", "add", news, "--columns", "matn").exit_code == 2


def test_a_day_that_is_none(run, news, tmp_path):
    assert run("archive", "add", news, "--published", "gestern").exit_code == 2
    assert not Path("rasid-archive").exists()


def test_every_verb_and_option_is_documented():
    group = typer.main.get_command(app).commands["archive"]
    for name, command in group.commands.items():
        assert f"### `rasid archive {name}" in PAGE
        assert f"$ rasid archive {name} " in PAGE or f" rasid archive {name} " in PAGE
        for parameter in command.params:
            for option in parameter.opts if parameter.opts[0].startswith("-") else []:
                assert f"`{option}" in PAGE, (name, option)
