import hashlib
import json
import subprocess
import sys

import bagit
import pytest
from archive.conftest import TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid.archive import opened
from rasid.archive.bag import read_part, verify_bag, write_bag
from rasid.errors import ArchiveDamagedError, ArchiveError, MissingExtraError, OutputError, UnknownDocumentError


def sha(name):
    return hashlib.sha256(TEXTS[name].encode()).hexdigest()


@pytest.fixture
def bag(filled, tmp_path):
    with opened(filled, write=False) as room:
        assert write_bag(room, [sha("b.txt")], tmp_path / "bag") == 1
    return tmp_path / "bag"


def test_it_validates_with_bagits_own_validator(bag):
    assert bagit.Bag(str(bag)).validate()
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert verify_bag(bag) == ()


def test_it_holds_the_chosen_document_with_records_and_ledger_and_nothing_of_the_others(bag):
    data = bag / "data"
    assert (data / "documents" / sha("b.txt")).read_text(encoding="utf-8") == TEXTS["b.txt"]
    (records,) = (data / "records").iterdir()
    assert json.loads(records.read_text(encoding="utf-8"))["bytes_sha256"] == sha("b.txt")
    (origin,) = (data / "origins").iterdir()
    assert json.loads(origin.read_text(encoding="utf-8"))["where"] == "in/b.txt"
    rows = [json.loads(line) for line in (data / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row.get("what") for row in rows if "body" not in row] == ["open", "add", "read"]
    whole = b"".join(path.read_bytes() for path in bag.rglob("*") if path.is_file())
    for name in ("a.txt", "c.txt", "d.txt", "e.txt"):
        assert sha(name).encode() not in whole
        assert f"in/{name}".encode() not in whole


def test_its_ledger_reaches_the_head_of_the_archive(bag, filled):
    entries, problems = read_part((bag / "data" / "ledger.jsonl").read_bytes())
    assert ([entry.n for entry in entries], problems) == ([1, 4, 5], [])
    rows = [json.loads(line) for line in (bag / "data" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    head = json.loads((filled / "head.json").read_text(encoding="utf-8"))
    assert (rows[-1]["hash"], rows[-1]["n"]) == (head["hash"], head["entries"])
    assert head["hash"] in (bag / "bag-info.txt").read_text(encoding="utf-8")


def test_all_documents_and_the_same_bytes_each_time(filled, tmp_path, tree):
    with opened(filled, write=False) as room:
        assert write_bag(room, [], tmp_path / "one") == write_bag(room, [], tmp_path / "two") == 4
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert verify_bag(tmp_path / "one") == ()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found(bag, data):
    """Apart from the manifests of the manifests, which nothing vouches for but their own form."""
    every = [path for path in sorted(bag.rglob("*")) if path.is_file() and not path.name.startswith("tagmanifest")]
    path = data.draw(st.sampled_from(every))
    raw = path.read_bytes()
    position, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    path.chmod(0o644)
    path.write_bytes(raw[:position] + bytes([raw[position] ^ 1 << bit]) + raw[position + 1 :])
    try:
        problems = verify_bag(bag)
    except ArchiveError:  # so damaged that it is no bag any more
        problems = True
    finally:
        path.write_bytes(raw)
    assert problems


def test_a_ledger_forged_with_its_manifests_is_found(bag):
    path = bag / "data" / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2025-06-15T", b"2024-06-15T", 1))
    bagit.Bag(str(bag)).save(manifests=True)
    assert bagit.Bag(str(bag)).validate()
    assert [problem.where for problem in verify_bag(bag)] == ["data/ledger.jsonl:1"]


def test_a_document_left_out_with_its_manifests_is_found(bag):
    (bag / "data" / "documents" / sha("b.txt")).unlink()
    bagit.Bag(str(bag)).save(manifests=True)
    assert [(p.kind, p.where) for p in verify_bag(bag)] == [("missing", f"data/documents/{sha('b.txt')}")]


def test_nothing_is_left_behind_where_it_fails(filled, tmp_path, monkeypatch):
    before = set(tmp_path.iterdir())
    path = filled / "documents" / sha("b.txt")[:2] / sha("b.txt")
    raw = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(raw + b"x")
    with opened(filled, write=False) as room:
        with pytest.raises(ArchiveDamagedError):
            write_bag(room, [], tmp_path / "bag")
        with pytest.raises(UnknownDocumentError):
            write_bag(room, [sha("d.txt")], tmp_path / "bag")
        with pytest.raises(OutputError, match="there already"):
            write_bag(room, [sha("a.txt")], tmp_path)
        with pytest.raises(OutputError):
            write_bag(room, [sha("a.txt")], tmp_path / "no" / "where")
        monkeypatch.setitem(sys.modules, "bagit", None)
        with pytest.raises(MissingExtraError, match=r"rasid\[archive\]"):
            write_bag(room, [sha("a.txt")], tmp_path / "bag")
    assert set(tmp_path.iterdir()) == before


def test_no_bag(tmp_path):
    with pytest.raises(ArchiveError, match="no bag"):
        verify_bag(tmp_path)
    with pytest.raises(ArchiveError, match="no bag"):
        verify_bag(tmp_path / "nowhere")


def test_a_bag_that_calls_itself_of_an_older_version(bag):
    path = bag / "bagit.txt"
    path.write_bytes(path.read_bytes().replace(b"0.97", b"0.96"))
    assert ("changed", "bagit.txt") in [(problem.kind, problem.where) for problem in verify_bag(bag)]
