import copy
import hashlib
import zipfile

import pytest
from archive.conftest import TEXTS

from rasid import Reader
from rasid.archive import opened, verify
from rasid.archive.differences import differences
from rasid.archive.recode import recode

ACTOR = "name_en\taliases\tcountry\tsector\tkind\nSfax Workers\tالعمال\tTUN\tLAB\tcoalition\n"


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "actors.tsv"
    path.write_text(ACTOR, encoding="utf-8")
    return Reader(lexicon=[path])


def again(archive, reader, *, keep=False):
    with opened(archive, write=keep) as room:
        chosen = [held for held in room.state.documents.values() if held.forgotten is None]
        return {recoded.where: recoded for recoded in recode(room, chosen, reader, keep=keep)}


def test_the_same_tables_make_no_difference(filled, reader, tree):
    before = tree(filled)
    found = again(filled, reader, keep=True)
    assert not any(recoded.differences for recoded in found.values())
    assert found["in/a.txt"].same > 0
    assert not found["in/e.txt"].read
    assert tree(filled) == before


def test_other_tables_are_shown_record_by_record(filled, other, tree):
    before = tree(filled)
    found = again(filled, other)
    (change, *_) = [c for c in found["in/b.txt"].differences if c.change == "changed"]
    assert "actor" in change.fields
    assert [filler.get("canonical_en") for filler in change.new["actor"]] == ["Sfax Workers"]
    assert change.old["actor"] != change.new["actor"]
    assert tree(filled) == before


def test_what_is_kept_stands_beside_the_old(filled, other, reader):
    again(filled, other, keep=True)
    assert verify(filled).problems == ()
    with opened(filled, write=False) as room:
        held = room.find(hashlib.sha256(TEXTS["b.txt"].encode()).hexdigest())
        assert [entry.tables for entry in held.readings] == [
            reader.engine.lexicon.digest,
            other.engine.lexicon.digest,
        ]
    assert not any(recoded.differences for recoded in again(filled, other).values())
    assert again(filled, reader)["in/b.txt"].differences


def record(name, start, kind="ASSAULT", **more):
    return {
        "id": name,
        "trigger": {"span": [start, start + 4], "text": "قصف"},
        "event_type": kind,
        "mode": None,
        **more,
    }


def compare(old, new):
    rows = [{"doc": "d", "records": records, "places": [], "actors": []} for records in (old, new)]
    return [(c.change, c.fields) for c in differences("0" * 64, "d", *rows)]


def test_records_are_the_same_by_trigger_and_type_whatever_their_number():
    old = [record("r1", 10), record("r2", 20, links=[{"rel": "result_of", "id": "r1"}])]
    new = [record("r1", 0), record("r2", 10), record("r3", 20, links=[{"rel": "result_of", "id": "r2"}])]
    assert compare(old, new) == [("added", ())]
    assert compare(new, old) == [("removed", ())]


def test_a_link_to_something_else_and_a_type_that_changes():
    old = [record("r1", 10), record("r2", 20, links=[{"rel": "result_of", "id": "r1"}])]
    new = copy.deepcopy(old)
    new[1]["links"] = []
    assert compare(old, new) == [("changed", ("links",))]
    new[0]["event_type"] = "HARM"
    assert compare(old, new) == [("changed", ("event_type",)), ("changed", ("links",))]


def test_two_records_on_one_word_and_a_reason_alone():
    old = [record("r1", 10), record("r2", 10, "HARM", reason={"event": "a"})]
    new = [record("r1", 10, "HARM", reason={"event": "b"}), record("r2", 10)]
    assert compare(old, new) == [("reason", ("reason",))]


def test_fields_that_one_version_lacks():
    assert compare([record("r1", 10)], [record("r1", 10, extra=1)]) == [("changed", ("extra",))]


def test_documents_and_mentions_that_only_one_reading_has():
    place = {"span": [0, 3], "text": "عدن"}
    old = {"doc": "d", "records": [record("r1", 1)], "places": [place, place], "actors": []}
    new = {"doc": "d", "records": [], "places": [place], "actors": []}
    assert [c.change for c in differences("0" * 64, "d", old, new)] == ["removed", "mentions"]
    assert [c.change for c in differences("0" * 64, "d", {}, old)] == ["added", "mentions", "mentions"]


def test_documents_of_one_file_are_compared_by_their_name(folder, put, tmp_path, reader, other):
    with zipfile.ZipFile(folder / "all.zip", "w") as pack:
        for name, text in TEXTS.items():
            pack.writestr(name, text)
    put(tmp_path / "archive", "in/all.zip")
    recoded = again(tmp_path / "archive", reader)["in/all.zip"]
    assert (recoded.differences, recoded.read) == ((), True)
    assert recoded.same > 2
    changed = again(tmp_path / "archive", other)["in/all.zip"]
    assert {c.doc for c in changed.differences} == {"in/all.zip#b.txt"}
    assert changed.same + sum(c.change == "changed" for c in changed.differences) == recoded.same
