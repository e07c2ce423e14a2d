import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid.archive import opened, verify
from rasid.errors import ArchiveDamagedError, ArchiveError

EASY = settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def files(archive):
    return sorted(path for path in archive.rglob("*") if path.is_file() and path.name != "lock")


def overwrite(path, data):
    path.chmod(0o644)
    path.write_bytes(data)


def told(archive, path):
    """Whether verify tells of this file."""
    name = path.relative_to(archive).as_posix()
    return any(problem.where.split(":")[0] == name for problem in verify(archive).problems)


def test_an_archive_as_it_was_written(filled):
    report = verify(filled)
    assert report.problems == ()
    assert (report.documents, report.forgotten, report.entries) == (4, 1, 12)
    assert report.bytes == sum(path.stat().st_size for path in files(filled))


@EASY
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found(filled, data):
    """Any bit of any file, each byte of the archive as likely as any other."""
    every = [(path, path.read_bytes()) for path in files(filled)]
    position = data.draw(st.integers(0, sum(len(raw) for _, raw in every) - 1))
    bit = data.draw(st.integers(0, 7))
    while position >= len(every[0][1]):
        position -= len(every.pop(0)[1])
    path, raw = every[0]
    overwrite(path, raw[:position] + bytes([raw[position] ^ 1 << bit]) + raw[position + 1 :])
    try:
        assert told(filled, path)
    finally:
        overwrite(path, raw)
    assert not verify(filled).problems


@EASY
@given(data=st.data())
def test_bytes_added_or_taken_away_are_found(filled, data):
    path = data.draw(st.sampled_from(files(filled)))
    raw = path.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    changed = raw[:start] + data.draw(st.binary(max_size=3)) + raw[end:]
    if changed == raw:
        return
    overwrite(path, changed)
    try:
        assert told(filled, path)
    finally:
        overwrite(path, raw)


def test_every_file_taken_away_is_found(filled, tmp_path):
    for path in files(filled):
        aside = tmp_path / "aside"
        path.rename(aside)
        assert told(filled, path)
        aside.rename(path)
    assert not verify(filled).problems


@pytest.mark.parametrize(
    "name", ["x", "documents/ab/x", "documents/x", "records/" + "a" * 64, "incoming/x", "deep/er/x"]
)
def test_every_file_added_is_found(filled, name):
    path = filled / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    assert told(filled, path)


def test_what_was_forgotten_and_is_there_again_is_found(filled):
    with opened(filled, write=False) as room:
        held = next(held for held in room.state.documents.values() if held.forgotten)
        path = room.store.path(("documents", held.sha256))
    path.parent.mkdir(exist_ok=True)
    path.write_text("here again", encoding="utf-8")
    (problem,) = verify(filled).problems
    assert problem.kind == "added"
    assert "forgotten on 2025-06-15" in problem.what


def test_links_and_pipes_are_found_and_not_followed(filled, tmp_path):
    path = next(path for path in files(filled) if "documents" in path.parts)
    shutil.copy(path, tmp_path / "same")
    path.unlink()
    path.symlink_to(tmp_path / "same")
    assert told(filled, path)
    path.unlink()
    os.mkfifo(path)
    assert told(filled, path)


def test_a_ledger_cut_at_a_line_is_found(filled):
    ledger = filled / "ledger.jsonl"
    raw = ledger.read_bytes()
    for end in range(len(raw)):
        if raw[end : end + 1] == b"\n" and end + 1 < len(raw):
            overwrite(ledger, raw[: end + 1])
            assert any(problem.where == "ledger.jsonl" for problem in verify(filled).problems)


def test_a_ledger_written_anew_is_found_by_a_head_noted_before(filled, folder, put, tmp_path):
    noted = verify(filled).head
    assert verify(filled, head=noted).problems == ()
    put(filled, "in/a.txt", note="more")
    assert verify(filled, head=noted).problems == ()
    put(tmp_path / "other", "in")
    (problem,) = verify(tmp_path / "other", head=noted).problems
    assert problem.where == "ledger.jsonl"


def test_a_damaged_ledger_is_not_written_to(filled, tree):
    for name, change in (
        ("ledger.jsonl", lambda raw: raw.replace(b"2025", b"2024", 1)),
        ("ledger.jsonl", lambda raw: raw[: raw.rindex(b"\n", 0, -1) + 1]),
        ("ledger.jsonl", lambda raw: raw + b"{}\n"),
        ("ledger.jsonl", lambda raw: raw[:-5]),
        ("ledger.jsonl", lambda _: b""),
        ("head.json", lambda raw: raw[:-1]),
        ("head.json", lambda _: b""),
    ):
        raw = (filled / name).read_bytes()
        (filled / name).write_bytes(change(raw))
        before = tree(filled)
        with pytest.raises(ArchiveDamagedError), opened(filled, write=True):
            pass
        assert tree(filled) == before
        (filled / name).write_bytes(raw)
    (filled / "head.json").unlink()
    with pytest.raises(ArchiveDamagedError), opened(filled, write=True):
        pass


def test_a_changed_document_is_not_handed_out(filled):
    path = next(path for path in files(filled) if "documents" in path.parts)
    overwrite(path, path.read_bytes() + b" ")
    with opened(filled, write=False) as room, pytest.raises(ArchiveDamagedError, match="hash"):
        room.bytes_of(("documents", path.name))


def test_no_archive(tmp_path):
    with pytest.raises(ArchiveError):
        verify(tmp_path)
    with pytest.raises(ArchiveError):
        verify(tmp_path / "nowhere")
