import json

import msgspec
from exports.sample import DOCUMENT, EMPTY

from rasid.exports import FORMATS, above
from rasid.exports.json import as_dict, to_json, to_json_object, to_jsonl

DOCUMENT_KEYS = {
    "doc",
    "sha256",
    "published",
    "publisher",
    "records",
    "places",
    "actors",
    "version",
    "tables",
}
RECORD_KEYS = {
    "id", "trigger", "event_type", "mode", "modality", "actor", "recipient", "place", "weapon", "counts", "date", "source",
    "source_span", "acled", "confidence", "stance", "links", "reason",
}  # fmt: skip


def text_of(pieces):
    return b"".join(pieces).decode("utf-8")


def test_one_document_is_an_object():
    row = json.loads(text_of(to_json_object([DOCUMENT])))
    assert set(row) == DOCUMENT_KEYS
    assert [set(record) for record in row["records"]] == [RECORD_KEYS] * 2
    assert row == json.loads(json.dumps(as_dict(DOCUMENT)))


def test_several_are_a_list_also_where_none_could_be_read():
    assert [row["doc"] for row in json.loads(text_of(to_json([DOCUMENT, EMPTY])))] == ["a/b.txt", "empty"]
    assert json.loads(text_of(to_json([DOCUMENT])))[0]["doc"] == "a/b.txt"
    assert json.loads(text_of(to_json([]))) == []


def test_a_document_a_line():
    lines = text_of(to_jsonl([DOCUMENT, EMPTY])).split("\n")
    assert [json.loads(line)["doc"] for line in lines[:-1]] == ["a/b.txt", "empty"]
    assert lines[-1] == ""


def test_arabic_stands_as_it_is():
    assert "أصاب" in text_of(to_jsonl([DOCUMENT]))


def test_an_unpaired_surrogate_does_not_stop_the_writing():
    strange = msgspec.structs.replace(DOCUMENT, publisher="x\ud800y")
    assert json.loads(text_of(to_json_object([strange])))["publisher"] == "x\ufffdy"


def test_records_below_a_confidence_go_with_the_links_to_them():
    kept = above(DOCUMENT, 0.5)
    assert [record.id for record in kept.records] == ["r1"]
    assert kept.records[0].links == ()
    assert above(DOCUMENT, 0.0) == DOCUMENT


def test_every_format_writes_nothing_but_utf_8():
    for kind in FORMATS.values():
        for write in filter(None, (kind.write, kind.write_one)):
            assert text_of(write([DOCUMENT]))
