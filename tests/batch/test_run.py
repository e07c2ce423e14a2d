"""A run, killed and gone on with, changed under its hands, and with documents that harm who reads them."""

import json
import os
import signal
import subprocess
import sys
import time

import msgspec
import pytest
from batch.conftest import text

from rasid.batch.journal import JOURNAL, Journal, read
from rasid.batch.run import run
from rasid.batch.tables import schema
from rasid.errors import BatchError, ChangedError, OptionError
from rasid.sources import Documents, Left, Options, collect, read_piece


def test_the_rows_are_those_of_reading_one_by_one(over, settings, rows, reader):
    made = run(["in"], over / "out", settings)
    assert (made.complete, made.documents, made.inputs, made.this) == (True, 16, 12, 0)
    assert (made.aside, made.failed) == ({"not Arabic": 1}, {"damaged": 1})
    found, records, mentions = (rows("out", name) for name in ("documents", "records", "mentions"))
    outcomes = [outcome for item in collect(["in"]) for outcome in Documents(item, Options())]
    assert [row["doc"] for row in found] == [outcome.doc for outcome in outcomes]
    assert [row["status"] for row in found if row["status"] != "read"] == ["failed", "aside"]
    assert [row["code"] for row in found if row["code"]] == ["R121", "R103"]
    documents = [read_piece(reader, outcome) for outcome in outcomes if not isinstance(outcome, Left)]
    assert [row["sha256"] for row in found if row["status"] == "read"] == [document.sha256 for document in documents]
    assert [row["published"] for row in found if row["published"]] == [f"2023-05-0{n}" for n in range(1, 7)]
    wanted = [(document.doc, record.id, record.event_type) for document in documents for record in document.records]
    assert [(row["doc"], row["id"], row["event_type"]) for row in records] == wanted
    assert len(wanted) > 16
    said = {row["doc"]: row["text"] for row in found}
    for row in records:
        assert said[row["doc"]][row["trigger"]["start"] : row["trigger"]["end"]] == row["trigger"]["text"]
    for row in mentions:
        assert said[row["doc"]][row["start"] : row["end"]] == row["text"]
    assert made.records == len(records)
    assert made.mentions == len(mentions) > 10
    assert json.loads((over / "out/report.json").read_text("utf-8"))["documents"] == 16


def test_the_same_run_gives_the_same_bytes(over, settings, tables):
    assert run(["in"], over / "other", settings, workers=1).this == 16
    assert tables("other") == tables("out")
    assert len(tables("out")) == 3 * 5


def test_what_is_not_in_the_journal_is_done_again(over, settings, tables):
    whole = tables("out")
    path = over / "out" / JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[3] + lines[0] + lines[1][:20])
    (over / "out/incoming/000000-00002.records.1").write_bytes(b"half")
    next((over / "out/records").rglob("*-00002.parquet")).write_bytes(b"half")
    made = run(["in"], over / "out", settings, workers=1)
    assert made.complete
    assert 0 < made.this < made.documents == 16
    assert tables("out") == whole
    assert sorted(done.chunk for done in read(over / "out")) == [0, 1, 2, 3, 4]
    assert list((over / "out/incoming").iterdir()) == []


def test_a_changed_input_is_refused(over, settings):
    path = over / "in/03.txt"
    before = path.read_bytes()
    os.utime(path, (1, 1))  # only the time: looked into, and found to be the same
    assert run(["in"], over / "out", settings).complete
    path.write_bytes(before.replace(b"6", b"7"))
    with pytest.raises(ChangedError, match="not what it was when the run began"):
        run(["in"], over / "out", settings)
    path.write_bytes(before + b"\n")
    with pytest.raises(ChangedError, match=r"in/03\.txt.*another size"):
        run(["in"], over / "out", settings)
    path.unlink()
    with pytest.raises(ChangedError, match=r"in/04\.txt"):
        run(["in"], over / "out", settings)
    path.write_bytes(before)
    (over / "in/zz.txt").write_text(text(3), encoding="utf-8")
    with pytest.raises(ChangedError, match=r"in/zz\.txt.*was not there"):
        run(["in"], over / "out", settings)
    with pytest.raises(ChangedError, match=r"z\.txt.*not among those given"):
        run([f"in/{n:02}.txt" for n in range(10)] + ["in/rows.jsonl"], over / "out", settings)


def test_other_settings_or_tables_are_refused(over, settings):
    other = msgspec.structs.replace(settings, published="2023-01-01")
    with pytest.raises(ChangedError, match=r"another value of --published \(none, now 2023-01-01\).*another --out"):
        run(["in"], over / "out", other)
    table = over / "actors_mine.tsv"
    table.write_text("name_en\taliases\tkind\nZawiya Guard\tحرس الزاوية\tarmed_group\n", encoding="utf-8")
    with pytest.raises(ChangedError, match="the lexicon"):
        run(["in"], over / "out", msgspec.structs.replace(settings, lexicon=(str(table),)))
    assert run(["in"], over / "out", msgspec.structs.replace(settings, seconds=9.0)).complete


def test_folders_that_cannot_hold_a_run(here, settings):
    with pytest.raises(BatchError, match="not empty, and holds no run"):
        run(["in/00.txt"], here, settings)
    with pytest.raises(OptionError, match="among the inputs"):
        run(["."], here / "out", settings)
    with pytest.raises(OptionError, match="standard input"):
        run(["-"], here / "out2", settings)
    assert Journal(here).complete(0) is False


@pytest.mark.usefixtures("_poison")
def test_what_harms_its_reader_is_set_aside_and_the_rest_is_read(here, settings, rows):
    for name, word in {"01": "سم", "04": "عالق", "06": "خطأ", "07": "مرة"}.items():
        (here / f"in/{name}.txt").write_text(f"{text(1)} {word}\n", encoding="utf-8")
    made = run(["in"], here / "out", msgspec.structs.replace(settings, seconds=1.5), workers=2)
    assert made.failed == {"damaged": 1, "killed its process": 1, "the reading failed": 1, "took too long": 1}
    assert (made.complete, made.documents) == (True, 13)
    errors = {row["doc"]: (row["code"], row["error"]) for row in rows("out", "documents") if row["status"] == "failed"}
    assert errors["in/01.txt"][0] == "R172"
    assert "SIGSEGV" in errors["in/01.txt"][1]
    assert errors["in/04.txt"][0] == "R173"
    assert "1.5 seconds" in errors["in/04.txt"][1]
    assert "MemoryError" in errors["in/06.txt"][1]
    assert (here / "once").exists()
    assert "in/07.txt" not in errors


def test_killed_with_sigkill_and_gone_on_with(here, tables):
    rows = [{"id": n, "text": " ".join(text(n + k) for k in range(16))} for n in range(30)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (here / "many.jsonl").write_text(lines, encoding="utf-8")

    def start(out):
        options = ["--chunk", "5", "--workers", "2"]
        command = [sys.executable, "-m", "rasid.cli", "batch", "many.jsonl", "--out", out, *options]
        return subprocess.Popen(command, cwd=here, stderr=subprocess.PIPE, text=True)

    for count in (1, 3):
        process = start("out")
        deadline = time.monotonic() + 60
        while process.poll() is None and sum(1 for _ in read(here / "out")) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        assert count <= sum(1 for _ in read(here / "out")) < 6
    process = start("out")
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "read: 30 documents" in said
    assert start("whole").wait(120) == 0
    assert tables("out") == tables("whole")
    assert len(tables("out")) == 18


def test_columns_stay_what_they_are(over):
    import pyarrow.parquet as pq

    for name in ("documents", "records", "mentions"):
        for path in (over / "out" / name).rglob("*.parquet"):
            assert pq.read_schema(path).equals(schema(name))
    assert schema("records").names[:4] == ["doc", "published", "publisher", "id"]
