"""Questions over a run: what the views say, and what no question can do."""

import json
import re
from xml.etree import ElementTree

import pytest
from batch.conftest import ACTS, TOWNS

from rasid.batch.query import asked, views
from rasid.batch.tables import write
from rasid.batch.worker import Done
from rasid.errors import BatchError, QueryError
from rasid.sources import Seen
from rasid.sources.duplicates import sketch


def ask(question, folder):
    with asked(folder, question) as answer:
        rows = list(answer.rows)
    return answer.columns, rows


def one(question, folder):
    return ask(question, folder)[1][0][0]


def test_the_views_hold_what_the_records_say(over, rows):
    out = over / "out"
    records = rows("out", "records")
    asserted = [
        row
        for row in records
        if row["modality"] == "asserted"
        and row["event_type"] != "STATE"
        and not any(link["rel"] == "same_as" for link in row["links"])
    ]
    assert one("SELECT count(*) FROM records", out) == len(records)
    assert one("SELECT count(*) FROM events", out) == len(asserted) > 10
    tolls = sum(len(row["counts"]) for row in asserted)
    assert one("SELECT count(*) FROM tolls", out) == tolls > 5
    pairs = {
        (a["canonical_en"] or a["text"], r["canonical_en"] or r["text"])
        for row in asserted
        for a in row["actor"]
        for r in row["recipient"]
    }
    assert set(ask("SELECT DISTINCT actor, recipient FROM dyads", out)[1]) == pairs
    months = ask("SELECT month, month_from, count(*) FROM events GROUP BY ALL ORDER BY ALL", out)[1]
    assert ("2023-05", "publication") in {row[:2] for row in months}
    assert sum(row[2] for row in months) == len(asserted)
    counted = one("SELECT sum(events) FROM events_by_actor_place_month", out)
    assert counted == sum(max(1, len(row["actor"])) * max(1, len(row["place"])) for row in asserted)
    assert ask("SELECT status, code, documents FROM not_read ORDER BY code", out)[1] == [
        ("aside", "R103", 1),
        ("failed", "R121", 1),
    ]
    for name in views():
        assert ask(f"SELECT * FROM {name} LIMIT 1", out)[0]  # noqa: S608


def test_near_copies_are_found_as_the_sources_find_them(over):
    long = [" ".join(act.format(town=town, n=len(town)) for act in ACTS) for town in TOWNS]
    texts = [
        *long,
        "عاجل. " + long[2],
        long[5] + " والتفاصيل لاحقا.",
        "عاجل. " + long[2] + " والتفاصيل لاحقا.",
        "خبر قصير",
    ]
    path = next((over / "out/documents").rglob("*-00000.parquet"))
    names = [f"{n:02}" for n in range(len(texts))]
    write(
        path,
        "documents",
        [{"doc": n, "status": "read", "sketch": list(sketch(t))} for n, t in zip(names, texts, strict=True)],
    )
    seen = Seen()
    wanted = {doc: found for doc, t in zip(names, texts, strict=True) if (found := seen.original(doc, t))}
    assert wanted == {"08": "02", "09": "05", "10": "02"}
    found = ask("SELECT doc, copy_of FROM copies WHERE len(doc) = 2 ORDER BY doc", over / "out")[1]
    assert dict(found) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_parquet('out/records/part-0000/000000-00000.parquet')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_json('https://example.org/x.json')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM sniff_csv('/etc/hostname')",
        "SELECT * FROM rows",
        "SELECT getenv('HOME')",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "COPY events TO 'stolen.parquet'",
        "EXPORT DATABASE 'stolen'",
        "ATTACH 'stolen.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access=true",
        "RESET enable_external_access",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW events",
        "EXPLAIN ANALYZE COPY events TO 'stolen.csv'",
        "SELECT 1; COPY events TO 'stolen.csv'",
        "SELECT 1; SELECT 2",
        "SELECT * FROM query('COPY events TO ''stolen.csv''')",
        "WITH t AS (COPY events TO 'stolen.csv') SELECT 1",
        "SELEC 1",
        "",
        ";",
        "SELECT nothing FROM events",
    ],
)
def test_what_no_question_can_do(over, question):
    before = {path: path.stat().st_mtime_ns for path in over.rglob("*")}
    with pytest.raises(QueryError):
        ask(question, over / "out")
    assert {path: path.stat().st_mtime_ns for path in over.rglob("*")} == before


def test_an_error_in_the_midst_of_an_answer_is_ours(over):
    with pytest.raises(QueryError, match="does not answer"):
        ask("SELECT CASE WHEN i > 5000 THEN error('no') ELSE 'x' END FROM range(9000) t(i)", over / "out")


def test_folders_that_hold_no_run(over):
    with pytest.raises(BatchError, match="no run in this folder"):
        ask("SELECT 1", over / "in")
    next((over / "out/records").rglob("*.parquet")).unlink()
    with pytest.raises(BatchError, match="is gone"):
        ask("SELECT 1", over / "out")


def test_a_run_that_is_still_going_on_is_answered_from_what_is_done(over):
    path = over / "out/journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:9])
    assert 0 < one("SELECT count(*) FROM documents", over / "out") < 18
    assert Done.__struct_fields__[:2] == ("unit", "chunk")


@pytest.fixture
def rasid(over, capsysbinary):
    from rasid.cli import query

    def call(question, form="table", title=None, out=None):
        status = query.run(question, str(over / "out"), form=form, out=out, title=title)
        said = capsysbinary.readouterr()
        return status, said.out.decode(), said.err.decode()

    return call


def test_answers_as_table_csv_and_json(rasid):
    question = "SELECT '=1+1' AS a, -2 AS b, NULL AS c, 0.5 AS d, [1, 2] AS e, DATE '2023-05-01' AS f, 'x\u202ey' AS g"
    assert rasid(question)[1].splitlines()[1].split() == ["=1+1", "-2", "0.5", "[1,2]", "2023-05-01", "xy"]
    assert rasid(question, "csv")[1] == '\ufeffa,b,c,d,e,f,g\r\n\'=1+1,-2,,0.5,"[1,2]",2023-05-01,x\u202ey\r\n'
    (row,) = json.loads(rasid(question, "json")[1])
    assert row == {"a": "=1+1", "b": -2, "c": None, "d": 0.5, "e": [1, 2], "f": "2023-05-01", "g": "x\u202ey"}
    assert json.loads(rasid("SELECT 1 AS a WHERE false", "json")[1]) == []


def test_a_map_is_escaped_and_holds_what_has_a_place(rasid, over):
    question = (
        "SELECT * FROM (VALUES ('<script>x</script>', 7, 13.58, 44.02), ('nowhere', 1, NULL, NULL), ('تعز', 1, 95, 0))"
        " t(name, events, lat, lon)"
    )
    status, page, _ = rasid(question, "map", title="a<b>")
    assert status == 0
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "a&lt;b&gt;" in page
    assert page.count("<circle") == 1
    assert "2 of 3 rows have no coordinates" in page
    assert not re.findall(r"(?:src|href)=", page)
    told = json.loads(rasid(question, "geojson")[1])
    assert [feature["geometry"] for feature in told["features"]][:2] == [
        {"type": "Point", "coordinates": [44.02, 13.58]},
        None,
    ]
    status, _, said = rasid("SELECT 1 AS a", "map")
    assert (status, "needs columns lat and lon" in said) == (2, True)


def test_a_plot_is_well_formed_and_counts_what_it_is_given(rasid, over):
    status, _, _ = rasid(
        "SELECT month, count(*) AS events, 1 AS one FROM events WHERE month IS NOT NULL GROUP BY 1 ORDER BY 1",
        "plot",
        out=str(over / "plot.svg"),
    )
    assert status == 0
    root = ElementTree.parse(over / "plot.svg").getroot()  # noqa: S314  # ours
    assert root.tag.endswith("svg")
    bars = rasid("SELECT '<' || i, i FROM range(1, 4) t(i)", "plot", title="&")[1]
    widths = [float(rect.get("width")) for rect in ElementTree.fromstring(bars).iter() if rect.tag.endswith("rect")][1:]  # noqa: S314
    assert widths == pytest.approx([560 / 3, 1120 / 3, 560], abs=0.1)
    assert "needs a column of names and one of numbers" in rasid("SELECT 'a', 'b'", "plot")[2]
    assert "400 rows at most" in rasid("SELECT i, i FROM range(500) t(i)", "plot")[2]
