"""A process that is killed at any moment, and started again, leaves what an undisturbed one leaves."""

import os
import random
import subprocess
import sys
import time

import pytest
from archive.conftest import TEXTS

from rasid.archive import How, add, disk, forget, opened, verify
from rasid.errors import ArchiveLockedError
from rasid.sources import collect


class Killed(BaseException):
    """Stands for the end of the process: nothing that comes after it is done."""


class Power:
    """Lets the process die at the step ``last`` of those that change the disk; of a write to the ledger half is done."""

    def __init__(self, monkeypatch, last):
        self.step, self.last = 0, last
        for owner, name in ((os, "write"), (os, "ftruncate"), (os, "fsync"), (os, "fchmod"), (os, "mkdir")):
            monkeypatch.setattr(owner, name, self.counted(getattr(os, name), half=name == "write"))
        for name in ("replace", "unlink"):
            monkeypatch.setattr(disk.Path, name, self.counted(getattr(disk.Path, name)))

    def counted(self, real, *, half=False):
        def step(*arguments, **more):
            self.step += 1
            if self.step == self.last:
                if half:
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise Killed
            if self.step > self.last:  # what "finally" would still do, a dead process does not
                raise Killed
            return real(*arguments, **more)

        return step


@pytest.fixture
def _fast(monkeypatch):
    """What is written is there at once: a process is killed here, not a machine."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def work(archive, reader):
    """Two runs that add, one that forgets; the second adds nothing new but what comes after."""
    with opened(archive, write=True, create=True) as room:
        list(add(room, list(collect(["in/a.txt", "in/b.txt"])), How(), reader))
    with opened(archive, write=True) as room:
        held = [held for held in room.state.documents.values() if held.forgotten is None]
        if len(room.state.documents) < len(TEXTS):
            list(add(room, list(collect(["in"])), How(), reader))
            held = list(room.state.documents.values())
        if not any(item.forgotten for item in room.state.documents.values()):
            forget(room, [held[1].sha256], None)


def again(archive, reader):
    """The same after a kill: what is forgotten stays so."""
    if not any(held.forgotten for held in _state(archive)):
        work(archive, reader)


def _state(archive):
    if not (archive / "ledger.jsonl").exists():
        return []
    with opened(archive, write=True) as room:
        return list(room.state.documents.values())


@pytest.mark.usefixtures("_fast")
def test_killed_at_every_step(folder, reader, tmp_path, tree):
    work(tmp_path / "whole", reader)
    whole = tree(tmp_path / "whole")
    last = 0
    while True:
        last += 1
        archive = tmp_path / f"killed-{last}"
        with pytest.MonkeyPatch.context() as patch:
            power = Power(patch, last)
            try:
                work(archive, reader)
            except Killed:
                pass
            else:
                break
        assert power.step >= last
        again(archive, reader)
        assert tree(archive) == whole, f"killed at step {last}"
        assert verify(archive).problems == (), f"killed at step {last}"
    assert last > 60


@pytest.mark.usefixtures("_fast")
def test_killed_again_while_it_mends(folder, reader, tmp_path, tree):
    work(tmp_path / "whole", reader)
    whole = tree(tmp_path / "whole")
    for seed in range(40):
        chance = random.Random(seed)  # noqa: S311
        archive = tmp_path / f"killed-{seed}"
        for _ in range(8):
            with pytest.MonkeyPatch.context() as patch:
                Power(patch, chance.randint(1, 25))
                try:
                    again(archive, reader)
                except Killed:
                    continue
        again(archive, reader)
        assert tree(archive) == whole, seed
        assert verify(archive).problems == (), seed


def test_a_half_written_entry_is_taken_off_and_the_user_is_told(filled, tree):
    before = tree(filled)
    with (filled / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"at":"2025-06-1')
    (problem,) = verify(filled).problems
    assert (problem.kind, problem.where) == ("unfinished", "ledger.jsonl:13")
    with opened(filled, write=False) as room:
        (note,) = room.notes
    assert "16 bytes of a half-written entry were taken off, the 12 whole entries were kept" in note
    assert tree(filled) == before
    with opened(filled, write=True) as room:
        assert room.notes == []


def test_what_was_waiting_is_taken_away_and_the_user_is_told(filled, tree):
    before = tree(filled)
    (filled / "incoming" / ("documents-" + "a" * 64)).write_bytes(b"x")
    assert [problem.kind for problem in verify(filled).problems] == ["unfinished"]
    with opened(filled, write=True) as room:
        (note,) = room.notes
    assert "1 files that no entry told of yet were taken away" in note
    assert tree(filled) == before


def test_one_writer_at_a_time(filled):
    code = "import sys; from pathlib import Path; from rasid.archive import opened\n"
    code += "with opened(Path(sys.argv[1]), write=True): print('ready', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(filled)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert process.stdout.readline() == "ready\n"
        for write in (True, False):
            with pytest.raises(ArchiveLockedError, match="another process is using"), opened(filled, write=write):
                pass
        with pytest.raises(ArchiveLockedError):
            verify(filled)
    finally:
        process.kill()
        process.communicate(timeout=30)
    with opened(filled, write=True):  # the lock ended with its process
        pass


def test_readers_do_not_hinder_each_other(filled):
    with opened(filled, write=False), opened(filled, write=False):
        assert verify(filled).problems == ()
        with pytest.raises(ArchiveLockedError), opened(filled, write=True):
            pass


def test_an_archive_on_a_medium_that_cannot_be_written_to(filled, monkeypatch, tree):
    (filled / "lock").unlink()
    before = tree(filled)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    with opened(filled, write=False) as room:
        assert len(room.entries) == 12
    assert verify(filled).problems == ()
    assert tree(filled) == before
    assert not (filled / "lock").exists()


@pytest.mark.slow
def test_killed_with_sigkill_at_random_moments(tmp_path, tree):
    """Twenty moments, spread over the whole of a run of the program; each killed up to three times before it may end."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    for n in range(120):
        text = " ".join(TEXTS[name] for name in ("a.txt", "b.txt", "c.txt")) + f" وأصيب {n + 3} آخرون في زبيد.\n"
        (inputs / f"{n:03}.txt").write_text(text, encoding="utf-8")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1750000000", "PYTHONPATH": os.pathsep.join(sys.path)}

    def start(archive):
        command = [sys.executable, "-m", "rasid.cli", "archive", "add", "in", "--archive", archive]
        return subprocess.Popen(
            command,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    begun = time.monotonic()
    assert start("whole").wait(300) == 0
    took = time.monotonic() - begun
    whole = tree(tmp_path / "whole")
    chance = random.Random(4)  # noqa: S311
    cut = 0
    for n in range(20):
        for _ in range(chance.randint(1, 3)):
            process = start(f"killed-{n}")
            try:
                process.wait(chance.uniform(0.0, took))
            except subprocess.TimeoutExpired:
                cut += 1
            process.kill()
            process.wait(60)
        process = start(f"killed-{n}")
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert tree(tmp_path / f"killed-{n}") == whole
        assert verify(tmp_path / f"killed-{n}").problems == ()
    assert cut >= 20
