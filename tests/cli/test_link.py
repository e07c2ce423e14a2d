import json

SECOND = "مقتل ثلاثة صيادين وإصابة سبعة في قصف مدفعي على بلدة الخوخة أمس."


def linked(tmp_path, name):
    return [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]


def test_documents_are_read_and_linked(run, news, tmp_path):
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    done = run("link", news, "second.txt", "--published", "2021-05-04", "--out", "i.jsonl")
    assert done.exit_code == 0
    (incident,) = [i for i in linked(tmp_path, "i.jsonl") if len(i["reports"]) == 2]
    assert {r["doc"] for r in incident["reports"]} == {news, "second.txt"}
    assert "1 of them with several reports" in done.stderr


def test_records_are_linked_and_the_screen_shows_the_same(run, news, tmp_path):
    run("read", news, "--published", "2021-05-04", "--format", "jsonl", "--out", "r.jsonl")
    run("link", "r.jsonl", "--out", "i.jsonl")
    assert run("link", "r.jsonl").stdout_bytes == (tmp_path / "i.jsonl").read_bytes()
    raw = (tmp_path / "r.jsonl").read_bytes()
    assert run("link", "-", stdin=raw).stdout_bytes == (tmp_path / "i.jsonl").read_bytes()
    assert run("link", "r.jsonl", "--texts", news).exit_code == 0


def test_incidents_grow(run, news, tmp_path):
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    run("link", news, "--published", "2021-05-04", "--out", "i.jsonl")
    done = run("link", "second.txt", "--published", "2021-05-04", "--add", "i.jsonl", "--out", "j.jsonl")
    assert done.exit_code == 0
    assert "gained second.txt" in done.stderr
    before, after = (linked(tmp_path, name)[0] for name in ("i.jsonl", "j.jsonl"))
    assert before["incident"] == after["incident"]


def test_two_documents_are_explained(run, news, tmp_path):
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    done = run("link", news, "second.txt", "--published", "2021-05-04", "--explain", news, "second.txt")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == f"{news} / second.txt: one incident"
    assert "place" in done.stdout
    assert "sum in bits" in done.stdout


def test_what_is_wrong_is_named(run, news, tmp_path):
    run("link", news, "--published", "2021-05-04", "--out", "i.jsonl")
    assert run("link", "i.jsonl").exit_code == 1
    assert "--add" in run("link", "i.jsonl").stderr
    assert run("link", news, "--explain", news, "nobody").exit_code == 2
    assert run("link", news, "--explain", news, news, "--add", "i.jsonl").exit_code == 2
    assert run("link", "nothing.txt").exit_code == 1
    assert run("link", news, "--published", "soon").exit_code == 2
    assert run("link", news, "--texts", "-").exit_code == 2
    (tmp_path / "bad.jsonl").write_text('{"doc": "a", "sha256": 3}\n', encoding="utf-8")
    assert "[R140]" in run("link", "bad.jsonl").stderr
