"""A run over a folder that is killed at any moment, and started again, ends with what an undisturbed one writes."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sources import makers

from rasid.cli.files import replacing


def test_what_a_killed_process_left_is_taken_away_and_what_a_living_one_writes_is_not(tmp_path):
    (tmp_path / ".out.jsonl.dead.part").write_bytes(b"half")
    (tmp_path / ".other.jsonl.dead.part").write_bytes(b"another's")
    with replacing(tmp_path / "out.jsonl") as one:
        one.write(b"one")
        assert not (tmp_path / ".out.jsonl.dead.part").exists()
        with replacing(tmp_path / "out.jsonl") as two:
            two.write(b"two")
        assert len(list(tmp_path.glob(".out.jsonl.*.part"))) == 1
    assert (tmp_path / "out.jsonl").read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.jsonl.dead.part", "out.jsonl"]


@pytest.mark.slow
def test_killed_with_sigkill_at_twenty_random_moments(tmp_path):
    """The records of a mixed folder are there whole or not at all, and the next run writes those of an undisturbed one."""
    inputs = tmp_path / "in"
    for number in range(6):
        (inputs / str(number)).mkdir(parents=True)
        for name, data in makers.everything().items():
            (inputs / str(number) / name).write_bytes(data)
    (inputs / "cut.gz").write_bytes(makers.warc_gz()[:-20])

    def start(out):
        command = [sys.executable, "-m", "rasid.cli", "read", "in", "--format", "jsonl", "--out", out]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
            **quiet,
        )

    begun = time.monotonic()
    _, summary = start("whole").communicate(timeout=600)
    took = time.monotonic() - begun
    whole = (tmp_path / "whole").read_bytes()
    assert whole.count(b"\n") > 100
    chance = random.Random(11)  # noqa: S311
    cut = tries = 0
    while cut < 20 and tries < 80:
        tries += 1
        out = Path(f"killed-{tries}")
        process = start(out)
        try:
            process.wait(chance.uniform(0.05, took))
        except subprocess.TimeoutExpired:
            cut += 1
        else:
            continue
        process.kill()
        process.communicate(timeout=60)
        assert not (tmp_path / out).exists()
        _, said = start(out).communicate(timeout=600)
        assert (tmp_path / out).read_bytes() == whole
        assert said == summary
    assert cut == 20
    assert not list(tmp_path.glob(".killed*"))
