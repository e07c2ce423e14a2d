"""Incidents in the formats of the field: what each holds, what it never holds, and what it says that it lost."""

import csv
import io
import json
import re

import msgspec
import pytest
from exports.incident_sample import BARE, BY_FORM, FIRST, INCIDENT, SECOND, export, raw_of

from rasid.errors import RecordsError
from rasid.exports.incidents import acled, ged
from rasid.exports.incidents.csv import INCIDENT_COLUMNS
from rasid.exports.incidents.facts import toll
from rasid.exports.incidents.ledger import stretches, waterfall
from rasid.exports.incidents.load import incident_of, incidents_of
from rasid.exports.load import rows_of
from rasid.model import Claim, Fused

FORMS = sorted(BY_FORM)


def table(form, *incidents):
    raw, _ = export(form, incidents or [INCIDENT])
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def replaced(**more):
    return msgspec.structs.replace(INCIDENT, **more)


def with_fused(field, **more):
    return replaced(
        fused=tuple(msgspec.structs.replace(row, **more) if row.field == field else row for row in INCIDENT.fused)
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_same_incidents_give_the_same_bytes(form):
    one = export(form, [INCIDENT, BARE], [FIRST, SECOND])
    assert one[0]
    assert one == export(form, [INCIDENT, BARE], [FIRST, SECOND])


@pytest.mark.parametrize("form", FORMS)
def test_an_incident_of_which_nothing_is_known_is_written(form):
    raw, _ = export(form, [BARE])
    assert b"i-ffee" in raw


def test_json_lines_keep_everything_that_came():
    raw = raw_of(INCIDENT) | {"note": "kept"}
    line = msgspec.json.encode(raw)
    rows = list(incidents_of(io.BytesIO(line + b"\n" + line + b"\n"), "x.jsonl"))
    assert [msgspec.json.encode(row.raw) for row in rows] == [line, line]
    assert export("incidents", [INCIDENT])[1]["lost"] == []


def test_geojson_has_longitude_first_and_no_country_as_a_point():
    (feature,) = json.loads(export("incidents-geojson", [INCIDENT])[0])["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [40.07, 36.85]}
    assert feature["properties"]["grade"] == "contested"
    assert (feature["properties"]["killed_min"], feature["properties"]["killed_max"]) == (7, 11)
    assert feature["properties"]["incident"] == raw_of(INCIDENT)
    (wide,) = json.loads(export("incidents-geojson", [with_fused("place", precision="country")])[0])["features"]
    assert wide["geometry"] is None


def test_the_table_of_incidents():
    (row,) = table("incidents-csv")
    assert tuple(row) == INCIDENT_COLUMNS
    assert (row["killed_min"], row["killed_max"], row["killed_children_min"]) == ("7", "11", "2")
    assert (row["lat"], row["lon"], row["place_ar"]) == ("36.85", "40.07", "رأس العين")
    assert (row["reports"], row["independent_reports"]) == ("3", "2")
    assert row["publishers"] == "'=مركز; وكالة الضفة; نشرة"
    assert "killed: least and most of 2 independent sources" in row["rules"]


def test_acleds_columns():
    (row,) = table("acled")
    assert tuple(row) == acled.ACLED_COLUMNS
    assert len(row) == 31
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2024-06-04", "2024", "1")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["actor1"], row["actor2"], row["fatalities"]) == ("coalition aircraft", "workers", "7")
    assert (row["iso"], row["country"], row["admin1"]) == ("760", "Syria", "Hasakah")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("36.85", "40.07", "1")
    assert "Proposed grade: contested" in row["notes"]
    assert all(not row[column] for column in acled.EMPTY)


def test_every_sub_event_of_acled_has_its_type():
    assert len(acled.SUB_EVENTS) == 25
    assert len(set(acled.SUB_EVENTS.values())) == 6


def test_geds_columns():
    (row,) = table("ged")
    assert tuple(row) == ged.GED_COLUMNS
    assert len(row) == 49
    assert (row["low"], row["best"], row["high"]) == ("7", "7", "11")
    assert (row["deaths_civilians"], row["deaths_unknown"]) == ("", "7")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "coalition aircraft", "workers")
    assert row["number_of_sources"] == "2"
    assert row["source_original"] == "الأهالي"
    assert row["geom_wkt"] == "POINT (40.07 36.85)"
    assert (row["date_start"], row["date_end"], row["event_clarity"]) == ("2024-06-04", "2024-06-04", "1")
    assert all(not row[column] for column in ged.EMPTY)


@pytest.mark.parametrize("form", ["acled", "ged"])
def test_no_id_looks_like_theirs(form):
    (row,) = table(form)
    assert row[{"acled": "event_id_cnty", "ged": "id"}[form]] == "rasid:i-0011223344aa"
    for name, cell in row.items():
        assert not re.fullmatch(r"[A-Z]{3}\d+|[A-Z]{3}-\d{4}-\d-.*", cell)
        if name.endswith(("_id", "relid", "gid")):
            assert cell == ""


@pytest.mark.parametrize(
    ("start", "end", "precision"), [("2024-06-01", "2024-06-07", "2"), ("2024-06-01", "2024-06-30", "")]
)
def test_a_stretch_of_days_is_no_day(start, end, precision):
    incident = with_fused("date", start=start, end=end)
    assert table("acled", incident)[0]["time_precision"] == precision
    assert table("ged", incident)[0]["event_clarity"] == "2"
    assert {"field": "fused.date.end", "values": 1, "why": "one day has room: the first"} in export(
        "acled", [incident]
    )[1]["changed"]


@pytest.mark.parametrize(
    ("blamed", "target", "violence"),
    [
        ("MIL", "REB", "1"),
        ("REB", "UAF", "2"),
        ("REB", "MED", "3"),
        ("MIL", None, ""),
        (None, "CVL", ""),
        ("OPP", "REB", ""),
    ],
)
def test_the_type_of_violence_hangs_on_both_sides(blamed, target, violence):
    rows = (
        Fused(field="blamed", value="x", sector=blamed, rule="r"),
        Fused(field="target", value="y", sector=target, rule="r"),
    )
    assert table("ged", replaced(fused=rows))[0]["type_of_violence"] == violence


def test_the_best_toll_is_what_most_claims_give():
    tolls = (7, 9, 9, 12)
    claims = tuple(Claim(doc="a.txt", kind="toll", what="killed", min=n, max=n) for n in tolls)
    fused = (
        Fused(field="killed", min=7, max=12, rule="r", claims=(0, 1, 2, 3)),
        Fused(field="killed civilians", min=10, max=10, rule="r"),
    )
    incident = replaced(claims=claims, fused=fused, disagreements=())
    assert toll(incident, "killed").best == 9
    row = table("ged", incident)[0]
    assert (row["best"], row["deaths_civilians"], row["deaths_unknown"]) == ("9", "9", "0")


def test_no_toll_is_no_nought():
    incident = replaced(fused=())
    assert table("acled", incident)[0]["fatalities"] == ""
    assert table("ged", incident)[0]["best"] == ""


def test_what_a_format_cannot_hold_is_counted():
    _, report = export("acled", [INCIDENT])
    lost = {(row["field"], row["why"]): row["values"] for row in report["lost"]}
    assert report["incidents"] == 1
    assert report["reports"] == 3
    assert lost["links.comparisons", "the format has no place for it"] == 1
    assert lost["claims.toll.span", "the format has no place for it"] == 3
    assert lost["fused.blamed.value", "one actor a side has room"] == 1
    assert lost["fused.target.value", "a place or thing is no actor"] == 1
    assert sum(field.startswith("column ") for field, _ in lost) == len(acled.EMPTY)
    assert {"field": "fused.killed.max", "values": 1, "why": "one number has room: the least"} in report["changed"]
    assert any(row["field"] == "column source" for row in report["changed"])


def test_every_written_field_is_in_the_mapping():
    for manifest in BY_FORM.values():
        assert manifest.mapping
        assert len(manifest.holds) == len(set(manifest.holds)), manifest.name


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@SUM(1)", "\t=1", "-1+cmd"])
@pytest.mark.parametrize("form", ["incidents-csv", "acled", "ged"])
def test_no_cell_is_a_formula(form, cell):
    vile = replaced(
        incident=cell,
        reports=tuple(msgspec.structs.replace(row, publisher=cell, title=cell) for row in INCIDENT.reports),
        fused=tuple(
            msgspec.structs.replace(row, value=cell, name_ar=cell, admin1=cell) if row.value else row
            for row in INCIDENT.fused
        ),
    )
    raw, _ = export(form, [vile])
    for row in csv.reader(io.StringIO(raw.decode(), newline="")):
        assert not [c for c in row if c.lstrip().startswith(("=", "+", "-", "@"))]


def test_records_are_refused_with_the_next_step():
    document = b'{"doc": "a", "sha256": "x", "published": null, "publisher": null, "records": []}\n'
    with pytest.raises(RecordsError, match="rasid link RECORDS"):
        list(incidents_of(io.BytesIO(document), "r.jsonl"))
    incident = msgspec.json.encode(INCIDENT)
    with pytest.raises(RecordsError, match="incidents-csv"):
        list(rows_of(io.BytesIO(incident), "i.jsonl"))
    with pytest.raises(RecordsError, match="no incident"):
        list(incidents_of(io.BytesIO(b'{"a": 1}'), "x"))
    with pytest.raises(RecordsError, match=r"x:2: this is no JSON"):
        list(incidents_of(io.BytesIO(incident + b"\n{\n"), "x"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"reports": INCIDENT.reports[:1] * 2}, "stands twice"),
        ({"reports": INCIDENT.reports[:1]}, "none of the reports"),
        ({"fused": (Fused(field="killed", rule="r", claims=(99,)),)}, "not there"),
        ({"fused": (Fused(field="date", rule="r", start="yesterday"),)}, "no day"),
        ({"fused": (Fused(field="date", rule="r", end="20240604"),)}, "no day"),
    ],
)
def test_what_refers_to_nothing_is_refused(change, what):
    with pytest.raises(RecordsError, match=what):
        incident_of(raw_of(replaced(**change)), "i.jsonl:1")


def test_a_text_in_stretches_is_the_text():
    claims = [(i, claim) for i, claim in enumerate(INCIDENT.claims) if claim.doc == "b.txt"]
    rows = list(stretches(SECOND, claims))
    assert "".join(stretch.text for row in rows for stretch in row) == SECOND
    assert len(rows) == 2
    marked = {stretch.text: stretch for row in rows for stretch in row if stretch.kinds}
    assert marked["9"].kinds == ("toll",)
    assert marked["9"].first == 6
    with pytest.raises(RecordsError, match="does not stand"):
        list(stretches(FIRST, claims))


def test_a_waterfall_begins_each_bar_where_the_last_ended():
    (link,) = INCIDENT.links
    shown = waterfall(link, {"a.txt": "مركز"})
    assert (shown["a"], shown["b"]) == ("مركز", "b.txt")
    bars = [(bar["name"], float(bar["x"]), float(bar["width"]), bar["sign"]) for bar in shown["bars"]]
    # From 0 down to -4, up to 4.5, down to 3.5, over 200 units for -4 to 4.5.
    unit = 200 / 8.5
    expected = [("prior", 0, 4, "down"), ("place", 0, 8.5, "up"), ("killed", 7.5, 1, "down"), ("total", 4, 3.5, "all")]
    for (name, x, width, sign), (wanted, start, size, wanted_sign) in zip(bars, expected, strict=True):
        assert (name, sign) == (wanted, wanted_sign)
        assert x == pytest.approx(start * unit, abs=0.1)
        assert width == pytest.approx(size * unit, abs=0.1)
