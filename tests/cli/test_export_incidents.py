import json

import pytest

from rasid.exports.incidents.registry import INCIDENT_EXPORTS


@pytest.mark.parametrize("name", [manifest.name for manifest in INCIDENT_EXPORTS])
def test_every_format_writes_a_file_and_its_loss_report(name, run, examples, tmp_path):
    result = run("export", examples / "incidents.jsonl", "--to", name, "--texts", examples / "market", "--out", "out.x")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out.x").stat().st_size
    report = json.loads((tmp_path / "out.x.loss.json").read_text(encoding="utf-8"))
    assert (report["format"], report["incidents"]) == (name, 2)
    assert result.stderr.startswith(f"{name}: 2 incidents, 4 reports; ")


def test_own_json_is_byte_identical(run, examples):
    raw = (examples / "incidents.jsonl").read_bytes()
    assert run("export", examples / "incidents.jsonl", "--to", "incidents").stdout_bytes == raw
    assert run("export", "-", "--to", "incidents", stdin=raw).stdout_bytes == raw


def test_records_and_incidents_are_kept_apart(run, examples, news):
    run("read", news, "--format", "jsonl", "--out", "r.jsonl")
    refused = run("export", "r.jsonl", "--to", "acled", "--out", "out.csv")
    assert refused.exit_code == 1
    assert "[R140] r.jsonl:1: these are records" in refused.stderr
    assert "rasid link RECORDS --out incidents.jsonl" in refused.stderr
    back = run("export", examples / "incidents.jsonl", "--to", "csv")
    assert back.exit_code == 1
    assert "this is an incident, and the format is for records" in back.stderr
    assert "incidents-csv" in back.stderr


def test_an_incident_given_twice_is_no_second_event(run, examples):
    path = examples / "incidents.jsonl"
    result = run("export", path, path, "--to", "acled", "--out", "out.csv")
    assert result.exit_code == 1
    assert "stands twice" in result.stderr


@pytest.mark.parametrize("option", [("--public",), ("--lexicon", "x.tsv"), ("--key-file", "k")])
def test_options_for_records_are_refused(run, examples, option):
    result = run("export", examples / "incidents.jsonl", "--to", "ged", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_a_missing_file(run):
    assert "[R105]" in run("export", "none.jsonl", "--to", "ged").stderr
