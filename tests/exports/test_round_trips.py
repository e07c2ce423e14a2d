"""What a format says it holds comes back from it; what it does not hold is counted."""

import io
import json

import msgspec
import pytest
from exports.generated import collections
from exports.sample import DOCUMENT, EMPTY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid.exports import FORMATS
from rasid.exports.fields import FIELDS, held, leaves, under, unknown
from rasid.exports.json import as_dict
from rasid.exports.load import rows_of
from rasid.exports.losses import UNKNOWN
from rasid.exports.manifest import Row, losses_of
from rasid.exports.registry import EXPORTS, READABLE

BY_NAME = {manifest.name: manifest for manifest in EXPORTS}
patient = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows(documents):
    return [Row(document=document, raw=as_dict(document)) for document in documents]


def export(name, documents):
    losses = losses_of(BY_NAME[name])
    return b"".join(BY_NAME[name].write(rows(documents), losses)), losses.report()


def loaded(raw):
    return list(rows_of(io.BytesIO(raw), "records.jsonl"))


@patient
@given(collections, st.sampled_from(["jsonl", "json"]))
def test_own_json_comes_back_byte_by_byte(documents, name):
    write = FORMATS[name].write_one if name == "json" and len(documents) == 1 else FORMATS[name].write
    raw = b"".join(write(documents))
    losses = losses_of(BY_NAME[name])
    assert b"".join(BY_NAME[name].write(loaded(raw), losses)) == raw
    assert losses.report()["lost"] == losses.report()["changed"] == []


@pytest.mark.parametrize("name", [manifest.name for manifest in READABLE])
@patient
@given(documents=collections)
def test_what_a_format_holds_comes_back(name, documents):
    manifest = BY_NAME[name]
    raw, report = export(name, documents)
    back = list(manifest.read(raw, "file"))
    assert [held(document, manifest.holds) for document in back] == [
        held(document, manifest.holds) for document in documents
    ]
    assert (report["documents"], report["records"]) == (
        len(documents),
        sum(len(document.records) for document in documents),
    )


@patient
@given(collections, st.sampled_from([manifest.name for manifest in EXPORTS if manifest.name != "excel"]))
def test_what_is_not_held_is_counted_and_the_same_input_gives_the_same_bytes(documents, name):
    raw, report = export(name, documents)
    missing = [
        leaf.field
        for document in documents
        for leaf in leaves(document)
        if leaf.given and leaf.field not in BY_NAME[name].holds
    ]
    counted = {row["field"]: row["values"] for row in report["lost"] if row["why"] == "the format has no place for it"}
    assert counted == {field: missing.count(field) for field in missing}
    assert export(name, documents) == (raw, report)


def test_keys_that_are_not_ours_stay_in_own_json_and_are_counted_elsewhere():
    raw = as_dict(DOCUMENT) | {"copied_from": "x", "text": "نص"}
    raw = json.loads(msgspec.json.encode(raw))
    raw["records"][0]["review"] = {"by": "a"}
    line = msgspec.json.encode(raw) + b"\n"
    assert b"".join(BY_NAME["jsonl"].write(loaded(line), losses_of(BY_NAME["jsonl"]))) == line
    losses = losses_of(BY_NAME["webannotation"])
    b"".join(BY_NAME["webannotation"].write(loaded(line), losses))
    lost = {row["field"]: row["why"] for row in losses.report()["lost"]}
    assert lost["copied_from"] == lost["records.review"] == UNKNOWN
    assert "text" in lost


def test_every_mapping_names_fields_that_are_there():
    for manifest in EXPORTS:
        assert manifest.holds <= set(FIELDS)
        assert manifest.about and manifest.suffix.startswith(".")
    with pytest.raises(KeyError):
        under("records.colour")
    assert "records.actor.via" in under("records.actor.*")
    assert list(unknown({"doc": 1, "a": 2, "records": [{"b": 1, "actor": [{"c": 1}]}]})) == [
        "a",
        "records.b",
        "records.actor.c",
    ]


def test_an_empty_collection_is_written_in_every_format():
    for manifest in EXPORTS:
        raw, report = export(manifest.name, [])
        assert report["documents"] == 0
        if manifest.read is not None:
            assert list(manifest.read(raw, "file")) == []


def test_a_document_without_records_is_never_lost_silently():
    for manifest in EXPORTS:
        raw, report = export(manifest.name, [EMPTY])
        if manifest.read is not None:
            assert [document.doc for document in manifest.read(raw, "file")] == ["empty"]
        elif manifest.name != "excel":
            assert any(row["field"] == "doc" for row in report["lost"]), manifest.name
