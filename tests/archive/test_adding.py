import errno
import hashlib
import os
import zipfile

import msgspec
import pytest
from archive.conftest import TEXTS

from rasid.archive import How, add, disk, forget, opened, verify
from rasid.archive.readings import decode
from rasid.archive.state import Origin
from rasid.errors import ArchiveError, OutputError, UnknownDocumentError
from rasid.sources import Input


def sha(name):
    return hashlib.sha256(TEXTS[name].encode()).hexdigest()


def test_bytes_stand_under_their_hash_and_can_only_be_read(folder, put, tmp_path):
    added, _ = put(tmp_path / "archive", "in")
    assert [item.became for item in added] == ["stored"] * 5
    for name, text in TEXTS.items():
        path = tmp_path / "archive" / "documents" / sha(name)[:2] / sha(name)
        assert path.read_text(encoding="utf-8") == text
        assert path.stat().st_mode & 0o222 == 0
    assert verify(tmp_path / "archive").problems == ()


def test_how_it_came_is_kept(folder, put, tmp_path):
    os.utime(folder / "a.txt", (1_700_000_000, 1_700_000_000))
    put(tmp_path / "archive", "in/a.txt", published="2025-06-15", publisher="مرصد الساحل", note="on a stick")
    with opened(tmp_path / "archive", write=False) as room:
        held = room.find(sha("a.txt")[:6])
        (origin,) = room.origins(held)
    assert origin == Origin(
        sha256=sha("a.txt"),
        where="in/a.txt",
        folder=str(tmp_path),
        how="file",
        modified="2023-11-14T22:13:20Z",
        published="2025-06-15",
        publisher="مرصد الساحل",
        note="on a stick",
    )
    (came,) = held.adds
    assert (came.at, came.by, came.bytes) == ("2025-06-15T15:06:40Z", "rasid 0.1.0", len(TEXTS["a.txt"].encode()))


def test_records_name_the_document_the_version_and_the_tables(folder, put, tmp_path, reader):
    (folder / "a.txt").write_bytes(TEXTS["a.txt"].encode("cp1256"))
    (added,), _ = put(tmp_path / "archive", "in/a.txt", published="2025-06-15")
    with opened(tmp_path / "archive", write=False) as room:
        held = room.find(added.sha256)
        (document,) = decode(room.bytes_of(("records", held.reading.records)))
    assert document["bytes_sha256"] == hashlib.sha256(TEXTS["a.txt"].encode("cp1256")).hexdigest()
    assert document["sha256"] == sha("a.txt")
    assert (document["version"], document["tables"]) == ("0.1.0", reader.engine.lexicon.digest)
    assert (held.reading.by, held.reading.tables) == ("rasid 0.1.0", reader.engine.lexicon.digest)
    assert document["records"]
    assert "text" not in document


def test_what_cannot_be_read_is_stored_all_the_same(folder, put, tmp_path, told):
    added, _ = put(tmp_path / "archive", "in/e.txt", "in/a.txt")
    assert [item.left for item in added] == [1, 0]
    assert [error.code for error in told] == ["R103"]
    with opened(tmp_path / "archive", write=False) as room:
        assert (room.find(sha("e.txt")).reading.what, room.find(sha("e.txt")).reading.error) == ("unread", "R103")


def test_a_file_with_several_documents_is_stored_as_it_is(folder, put, tmp_path, told):
    with zipfile.ZipFile(folder / "all.zip", "w") as pack:
        for name, text in TEXTS.items():
            pack.writestr(name, text)
    raw = (folder / "all.zip").read_bytes()
    (added,), _ = put(tmp_path / "archive", "in/all.zip")
    assert (added.left, [error.code for error in told]) == (1, ["R103"])
    with opened(tmp_path / "archive", write=False) as room:
        held = room.find(added.sha256)
        assert room.bytes_of(("documents", held.sha256)) == raw
        documents = decode(room.bytes_of(("records", held.reading.records)))
    assert (held.reading.what, held.reading.left, len(documents)) == ("read", 1, 4)
    assert {document["bytes_sha256"] for document in documents} == {hashlib.sha256(raw).hexdigest()}
    assert len({document["doc"] for document in documents}) == 4


def test_columns_are_kept_for_reading_again(folder, put, tmp_path):
    (folder / "rows.csv").write_text(f"id,matn\n1,{TEXTS['a.txt']}\n2,{TEXTS['b.txt']}\n", encoding="utf-8")
    (added,), _ = put(tmp_path / "archive", "in/rows.csv", columns="text=matn")
    with opened(tmp_path / "archive", write=False) as room:
        held = room.find(added.sha256)
        assert room.origins(held)[0].columns == "text=matn"
        assert len(decode(room.bytes_of(("records", held.reading.records)))) == 2


def test_the_same_again_adds_nothing(folder, put, tmp_path, tree):
    put(tmp_path / "archive", "in")
    before = tree(tmp_path / "archive")
    added, notes = put(tmp_path / "archive", "in")
    assert [item.became for item in added] == ["known"] * 5
    assert not any(item.read for item in added)
    assert tree(tmp_path / "archive") == before
    assert notes == []


def test_the_same_bytes_from_elsewhere_are_stored_once_and_noted(folder, put, tmp_path):
    (folder / "z.txt").write_text(TEXTS["a.txt"], encoding="utf-8")
    added, _ = put(tmp_path / "archive", "in/a.txt", "in/z.txt")
    assert [item.became for item in added] == ["stored", "again"]
    with opened(tmp_path / "archive", write=False) as room:
        held = room.find(sha("a.txt"))
        assert [origin.where for origin in room.origins(held)] == ["in/a.txt", "in/z.txt"]
        assert len(held.readings) == 1
    assert len(list((tmp_path / "archive" / "documents").rglob("*/*"))) == 1
    added, _ = put(tmp_path / "archive", "in/z.txt", published="2025-01-02")
    assert [(item.became, item.read) for item in added] == [("again", True)]
    assert verify(tmp_path / "archive").problems == ()


def test_stored_without_reading_and_read_later(folder, put, tmp_path):
    added, _ = put(tmp_path / "archive", "in", read=False)
    assert not any(item.read for item in added)
    added, _ = put(tmp_path / "archive", "in")
    assert [item.became for item in added] == ["known"] * 5
    assert all(item.read or item.left for item in added)


def test_what_is_missing_or_no_file_fails_and_the_others_are_stored(folder, put, tmp_path):
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    added, _ = put(tmp_path / "archive", "in", "in/pipe.txt", "nowhere.txt")
    failed = {item.name: item.error.code for item in added if item.became == "failed"}
    assert failed == {"in/pipe.txt": "R104", "in/loop.txt": "R104", "nowhere.txt": "R105"}
    assert sum(item.became == "stored" for item in added) == 5
    assert verify(tmp_path / "archive").problems == ()


def test_an_archive_does_not_swallow_itself(folder, put, tmp_path, reader):
    put(tmp_path / "archive", "in/a.txt")
    path = next((tmp_path / "archive" / "documents").rglob("*/*"))
    with opened(tmp_path / "archive", write=True) as room:
        (added,) = add(room, [Input(name="x", path=path)], How(), reader)
    assert (added.became, added.sha256) == ("own", "")


def test_what_is_lost_is_put_back(folder, put, tmp_path):
    put(tmp_path / "archive", "in")
    path = tmp_path / "archive" / "documents" / sha("b.txt")[:2] / sha("b.txt")
    path.unlink()
    assert [problem.kind for problem in verify(tmp_path / "archive").problems] == ["missing"]
    added, _ = put(tmp_path / "archive", "in")
    assert [item.became for item in added].count("put back") == 1
    assert verify(tmp_path / "archive").problems == ()


def test_a_name_that_is_no_text(folder, put, tmp_path):
    (folder / "a.txt").rename(folder / "\udcff\n.txt")
    put(tmp_path / "archive", "in/\udcff\n.txt")
    with opened(tmp_path / "archive", write=False) as room:
        (origin,) = room.origins(room.find(sha("a.txt")))
    assert origin.where == "in/\\xff\n.txt"
    assert verify(tmp_path / "archive").problems == ()


def test_forget_takes_everything_but_the_tombstone(filled, folder, put, tmp_path):
    text, held = TEXTS["d.txt"], sha("d.txt")
    for path in filled.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert text.encode() not in data
            assert b"in/d.txt" not in data
    report = verify(filled)
    assert (report.documents, report.forgotten, report.problems) == (4, 1, ())
    with opened(filled, write=False) as room:
        with pytest.raises(UnknownDocumentError, match="forgotten on 2025"):
            room.find(held)
        stone = room.find(held, forgotten=True).forgotten
    assert (stone.sha256, stone.reason) == (held, "asked by the family")
    added, _ = put(filled, "in/d.txt")
    assert [(item.became, item.error.code) for item in added] == [("forgotten", "R130")]
    added, _ = put(filled, "in/d.txt", again=True)
    assert [(item.became, item.read) for item in added] == [("stored", True)]
    assert verify(filled).problems == ()
    with opened(filled, write=True) as room:
        forget(room, [held], None)
    assert verify(filled).problems == ()


def test_forget_is_all_or_none(filled, tree):
    before = tree(filled)
    with opened(filled, write=True) as room, pytest.raises(UnknownDocumentError):
        forget(room, [sha("a.txt"), "abcdef"], None)
    assert tree(filled) == before


@pytest.mark.parametrize("name", ["", "abc", "0" * 64, "../../etc"])
def test_a_document_that_is_not_there(filled, name):
    with opened(filled, write=False) as room, pytest.raises(UnknownDocumentError):
        room.find(name)


def test_a_folder_that_holds_something_else_is_left_alone(folder, put):
    with pytest.raises(ArchiveError, match="not empty"):
        put(folder, "in/a.txt")
    assert {path.name for path in folder.iterdir()} == set(TEXTS)
    with pytest.raises(ArchiveError, match="no archive here"), opened(folder, write=False):
        pass


def test_a_folder_that_cannot_be_made(folder, put):
    with pytest.raises(OutputError):
        put(folder / "a.txt" / "archive", "in/b.txt")


def test_a_full_disk_loses_nothing_that_was_there(filled, folder, put, tree, monkeypatch):
    before = tree(filled)
    (folder / "new.txt").write_text("وصل وفد إلى طبرق.", encoding="utf-8")

    def full(path, data):
        path.open("ab").write(data[:30])
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "append", full)
        with pytest.raises(OutputError, match="No space left"):
            put(filled, "in/new.txt")
    with opened(filled, write=True) as room:
        assert len(room.notes) == 2
    assert tree(filled) == before
    added, _ = put(filled, "in/new.txt")
    assert added[0].became == "stored"


def test_a_fault_of_the_reading_does_not_keep_evidence_out(folder, put, tmp_path, reader, monkeypatch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(reader), "read", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            put(tmp_path / "archive", "in/a.txt")
    assert verify(tmp_path / "archive").problems == ()
    added, _ = put(tmp_path / "archive", "in/a.txt")
    assert [(item.became, item.read) for item in added] == [("known", True)]


def test_the_same_input_gives_the_same_bytes(folder, put, tmp_path, tree):
    put(tmp_path / "one", "in")
    put(tmp_path / "two", "in/a.txt", "in/b.txt")
    put(tmp_path / "two", "in")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_what_a_later_version_notes_is_told_as_damage_and_not_passed_over(filled):
    head = msgspec.json.decode((filled / "head.json").read_bytes())
    (filled / "head.json").write_bytes(msgspec.json.encode(head | {"more": 1}, order="sorted") + b"\n")
    assert [problem.where for problem in verify(filled).problems] == ["head.json"]
