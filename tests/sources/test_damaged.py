"""Two hundred damaged files: each a named error, within bounds of time and memory, and the file beside it is read."""

import json
import subprocess
import sys

import pytest
from sources import damaged, makers

READ = r"""
import json, pathlib, re, sys, time
from rasid.sources import Documents, Left, Options, collect
for item in collect(sys.argv[1:]):
    begin = time.perf_counter()
    found = list(Documents(item, Options()))
    errors = [o.error for o in found if isinstance(o, Left) and o.failed]
    row = {
        "name": item.name.rpartition("/")[2],
        "errors": [[e.code, bool(e.what and e.where and e.step)] for e in errors],
        "texts": [o.text for o in found if not isinstance(o, Left)],
        "seconds": time.perf_counter() - begin,
        "megabytes": int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024,
    }
"""


def read(folder):
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder)],
        capture_output=True,
        check=True,
        timeout=600,
        env={"PYTHONPATH": ":".join(sys.path), "RUST_BACKTRACE": "0"},
    )
    assert done.stderr == b"" or b"panicked" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def write(folder, cases):
    for name, data in cases:
        with (folder / name).open("wb") as file:
            for piece in [data] if isinstance(data, bytes) else data:
                file.write(piece)


def test_each_damaged_file_is_a_named_error_and_nothing_else_is_lost(tmp_path):
    cases = [(name, data) for name, data in damaged.cases() if not name.startswith("line.")]
    assert len({name for name, _ in cases}) == len(cases) >= 195
    write(tmp_path, [*cases, ("good.txt", makers.C.encode())])
    del cases
    rows = {row["name"]: row for row in read(tmp_path)}
    assert rows.pop("good.txt")["texts"] == [makers.C]
    for name, row in rows.items():
        assert row["errors"], name
        assert all(code != "R100" and complete for code, complete in row["errors"]), name
        assert row["seconds"] < 10, name
        assert row["megabytes"] < 400, name
    for name in rows:
        if name.startswith(("name-", "link.", "nul.zip")) or name == "bomb-in-zip.zip":
            assert rows[name]["texts"] in ([makers.B], [makers.A]), name


@pytest.mark.slow
def test_one_line_of_200_megabytes(tmp_path):
    write(tmp_path, [case for case in damaged.cases() if case[0].startswith("line.")])
    rows = {row["name"]: row for row in read(tmp_path)}
    assert len(rows) == 5
    for name, row in rows.items():
        assert [code for code, _ in row["errors"]][:1] == ["R120"], name
        assert row["seconds"] < 30, name
        assert row["megabytes"] < 300, name
    assert rows["line.jsonl"]["texts"] == [makers.B, makers.B]
    assert rows["line.csv"]["texts"][-1:] == [makers.B]
