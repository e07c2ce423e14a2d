"""Inputs taken apart in two steps give what they give in one; Parquet is read as any table."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sources import damaged, makers

from rasid.sources import Documents, Input, Left, Options, Part, Parts, judged, opened
from rasid.sources.limits import Limits


def told(outcome):
    return (outcome.doc, outcome.why, outcome.failed) if isinstance(outcome, Left) else outcome


def in_two_steps(item):
    for outcome in Parts(item, Options()).each():
        if isinstance(outcome, Part):
            yield from opened(outcome, Options())
        elif isinstance(outcome, Left):
            yield outcome
        else:
            yield judged(outcome, outcome.doc)


def test_both_ways_give_the_same(tmp_path):
    files = dict(makers.everything()) | {
        "twice.zip": makers.zipped([("a.txt", makers.A), ("b.html", makers.page()), ("c.jsonl", makers.jsonl())])
    }
    packed = 0
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        item = Input(name=name, path=path)
        assert [told(o) for o in in_two_steps(item)] == [told(o) for o in Documents(item, Options())], name
        parts = Parts(item, Options())
        packed += sum(isinstance(outcome, Part) for outcome in parts.each())
        assert parts.position == len(data) or name.endswith(("zip", "docx", "parquet"))
    assert packed > 10


def test_damaged_files_are_left_in_both(tmp_path):
    for name, data in list(damaged.cases())[::60]:
        path = tmp_path / "file"
        path.write_bytes(data if isinstance(data, bytes) else b"".join(data))
        item = Input(name="file", path=path)
        one, two = (
            [o for o in found if isinstance(o, Left)] for found in (Documents(item, Options()), in_two_steps(item))
        )
        assert [(o.doc, o.error.code) for o in one] == [(o.doc, o.error.code) for o in two], name


def parquet(**columns):
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


@pytest.fixture
def read(tmp_path):
    def reading(data, options=None):
        path = tmp_path / "a.parquet"
        path.write_bytes(data)
        return list(Documents(Input(name="a.parquet", path=path), options or Options()))

    return reading


def test_parquet(read):
    found = read(
        parquet(id=[7, None, 9], النص=[makers.A, makers.B, None], date=["2024-02-03", None, None], n=[1, 2, 3])
    )
    assert [(o.doc, o.format, o.text, o.published) for o in found[:2]] == [
        ("a.parquet#7", "parquet", makers.A, "2024-02-03"),
        ("a.parquet#2", "parquet", makers.B, None),
    ]
    assert (found[2].doc, found[2].error.code) == ("a.parquet#9", "R101")
    (one,) = read(parquet(body_text=[makers.C.encode()]), Options(columns={"text": "body_text"}))
    assert one.text == makers.C


def test_parquet_that_cannot_be_read(read):
    data = parquet(text=[makers.A] * 50, id=list(range(50)))
    for broken in (data[:-20], data[: len(data) // 2], b"PAR1" + b"\0" * 40, data[:60] + b"\xff" * 30 + data[90:]):
        found = read(broken)
        assert [o.error.code for o in found if isinstance(o, Left)] == ["R121"]
    (left,) = read(parquet(n=[1, 2]))
    assert left.error.code == "R123"


def test_parquet_that_unpacks_to_too_much(read):
    data = parquet(text=[makers.A * 20] * 100)
    assert len(data) < 20_000
    assert sum(not isinstance(o, Left) for o in read(data)) == 100
    small = Options(limits=Limits(document=1000))
    assert {o.error.code for o in read(data, small)} == {"R120"}
    wide = parquet(text=[f"{n} {makers.A * 50}" for n in range(200)])
    found = read(wide, Options(limits=Limits(total=1 << 20, ratio=1)))
    assert [o.error.code for o in found] == ["R120"]
