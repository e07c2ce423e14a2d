"""From documents to incidents: order, copies, running tolls, contradictions, growth."""

import datetime
import random

import msgspec
import pytest

from rasid.errors import RecordsError
from rasid.incidents import add, explain, incidents, link
from rasid.incidents.veils import read

STRIKE = {
    "saba": (
        "وكالة سبأ",
        "2023-06-14",
        "قتل أربعة مدنيين وأصيب سبعة بقصف مدفعي للحوثيين على سوق بلدة حيس اليوم الأربعاء.",
    ),
    "sahel": ("مرصد الساحل", "2023-06-14", "مقتل خمسة مدنيين وإصابة سبعة بقصف مدفعي على سوق حيس جنوب الحديدة اليوم."),
    "yemen": ("يمن مونيتور", "2023-06-15", "مقتل ستة مدنيين في حصيلة القصف المدفعي على سوق مدينة حيس أمس الأربعاء."),
}
OTHER = ("وكالة سبأ", "2023-06-14", "أصيب طفلان بانفجار لغم في مديرية موزع غرب تعز اليوم الأربعاء.")


@pytest.fixture(scope="module")
def documents(reader):
    rows = {**STRIKE, "mine": OTHER}
    return [read(reader, text, published=day, publisher=who, doc=doc) for doc, (who, day, text) in rows.items()]


@pytest.fixture(scope="module")
def found(documents, knowledge, model):
    return incidents(link(documents, knowledge, model), knowledge, model)


def strike(found):
    return next(i for i in found if any(r.doc == "saba" for r in i.reports))


def test_reports_of_one_strike_are_one_incident_and_the_mine_is_another(found):
    assert {r.doc for r in strike(found).reports} == {"saba", "sahel", "yemen"}
    assert any({r.doc for r in i.reports} == {"mine"} for i in found)


def test_the_order_of_the_documents_changes_no_byte(documents, found, knowledge, model):
    for seed in range(4):
        shuffled = random.Random(seed).sample(documents, len(documents))  # noqa: S311  # no secret
        assert incidents(link(shuffled, knowledge, model), knowledge, model) == found


def test_every_claim_stands_where_it_says(documents, found):
    texts = {d.doc: d.text for d in documents}
    claims = [c for i in found for c in i.claims if c.span is not None]
    assert claims
    for claim in claims:
        assert texts[claim.doc][claim.span[0] : claim.span[1]] in claim.text or claim.kind == "toll"


def test_the_toll_goes_from_the_least_to_the_most_of_the_sources(found):
    killed = strike(found).field("killed")
    assert (killed.min, killed.max) == (4, 6)
    assert "independent source" in killed.rule
    assert all(strike(found).claims[n].kind == "toll" for n in killed.claims)


def test_a_disagreement_is_said_in_words(found):
    words = {d.field: d.words for d in strike(found).disagreements}
    assert "4: وكالة سبأ" in words["killed"]
    assert "5: مرصد الساحل" in words["killed"]
    assert "against" in words["killed"]


def test_a_later_toll_of_a_publisher_replaces_its_earlier_one(reader, knowledge, model):
    rows = [
        ("one", "2023-06-14", "مقتل ثلاثة مدنيين بقصف على سوق بلدة حيس اليوم الأربعاء."),
        ("two", "2023-06-15", "مقتل ثمانية مدنيين بقصف على سوق بلدة حيس أمس الأربعاء."),
    ]
    docs = [read(reader, text, published=day, publisher="يمن مونيتور", doc=doc) for doc, day, text in rows]
    (incident,) = [i for i in incidents(link(docs, knowledge, model), knowledge, model) if len(i.reports) == 2]
    killed = incident.field("killed")
    assert (killed.min, killed.max) == (8, 8)
    assert "superseded" in killed.rule
    assert {(c.min, c.superseded) for c in incident.claims if c.kind == "toll"} == {(3, True), (8, False)}


def test_a_copy_is_no_source_of_its_own(reader, knowledge, model):
    text = (
        STRIKE["sahel"][2]
        + " وقال شهود إن القذائف سقطت بين بسطات الخضار وقت الذروة وإن سيارات الإسعاف تأخرت ساعة كاملة."
    )
    docs = [read(reader, text, published="2023-06-14", publisher=who, doc=who) for who in ("أ", "ب", "ج")]
    (incident,) = [i for i in incidents(link(docs, knowledge, model), knowledge, model) if len(i.reports) == 3]
    assert [r.copy_of for r in incident.reports] == [None, "أ", "أ"]
    assert "1 independent source" in incident.field("killed").rule
    assert incident.grade.grade == "weak"


def test_a_side_is_marked_and_nothing_discounted(reader, knowledge, model):
    rows = [("government", "قناة المسيرة"), ("none", "مرصد الساحل")]
    docs = [
        read(reader, STRIKE["sahel"][2], published="2023-06-14", publisher=who, doc=str(n))
        for n, (_, who) in enumerate(rows)
    ]
    docs[1] = read(reader, STRIKE["saba"][2], published="2023-06-14", publisher=rows[1][1], doc="1")
    incident = max(incidents(link(docs, knowledge, model), knowledge, model), key=lambda i: len(i.reports))
    sides = {r.publisher: r.side for r in incident.reports}
    assert sides["مرصد الساحل"] is None
    killed = incident.field("killed")
    assert (killed.min, killed.max) == (4, 5)


def test_days_apart_by_their_own_words_are_two_incidents(reader, knowledge, model):
    rows = [
        ("a", "مقتل ثلاثة مدنيين بقصف على سوق بلدة حيس يوم 10 حزيران 2023."),
        ("b", "مقتل ثلاثة مدنيين بقصف على سوق بلدة حيس يوم 14 حزيران 2023."),
    ]
    docs = [read(reader, text, published="2023-06-14", publisher=doc, doc=doc) for doc, text in rows]
    linked = link(docs, knowledge, model)
    assert all(len(group) == 1 for group in linked.groups)


def test_a_chain_of_villages_is_not_one_incident(reader, knowledge, model):
    both = "قصف مدفعي على قريتي الحجلة والعبدلة بريف تعز يصيب سبعة مدنيين اليوم."
    rows = {
        "a": "إصابة مدني بقصف مدفعي على قرية الحجلة اليوم.",
        "ab": both,
        "b": "إصابة ستة بقصف مدفعي على قرية العبدلة اليوم.",
    }
    docs = [read(reader, text, published="2023-06-14", publisher=doc, doc=doc) for doc, text in rows.items()]
    linked = link(docs, knowledge, model)
    groups = [{linked.tellings[n].doc for n in group} for group in linked.groups]
    assert not any({"a", "b"} <= group for group in groups)


def test_new_reports_come_to_incidents_that_are_there(documents, reader, knowledge, model):
    before = incidents(link(documents[:2], knowledge, model), knowledge, model)
    done = add(before, documents[1:], knowledge, model)
    grown = strike(done.incidents)
    assert grown.incident == strike(before).incident
    assert {r.doc for r in grown.reports} == {"saba", "sahel", "yemen"}
    changes = "\n".join(done.changes)
    assert "sahel: known already" in changes
    assert f"{grown.incident}: gained yemen" in changes
    assert f"{grown.incident}: killed was 4 to 5, is 4 to 6" in changes
    assert ": new, mine" in changes
    again = add(done.incidents, documents, knowledge, model)
    assert again.incidents == done.incidents


def test_nothing_new_leaves_every_byte(found, knowledge, model):
    done = add(found, [], knowledge, model)
    assert msgspec.json.encode(list(done.incidents)) == msgspec.json.encode(found)
    assert done.changes == ()


def test_two_documents_of_one_name_are_refused(documents, found, reader, knowledge, model):
    twin = reader.read("قتل رجل في نيالا.", published="2023-06-14", doc="saba")
    with pytest.raises(RecordsError, match="two different documents"):
        link([*documents, twin], knowledge, model)
    with pytest.raises(RecordsError, match="another document of the name"):
        add(found, [twin], knowledge, model)
    with pytest.raises(RecordsError, match="comes twice"):
        add([*found, found[0]], [], knowledge, model)


def test_a_link_is_explained_by_its_parts(documents, knowledge, model):
    linked = link(documents, knowledge, model)
    match, both = explain(linked, model, "saba", "sahel")
    assert both
    assert match.weight == pytest.approx(sum(c.weight for c in match.comparisons), abs=0.1)
    assert {c.name for c in match.comparisons} >= {"prior", "place", "day", "killed", "words"}
    place = next(c for c in match.comparisons if c.name == "place")
    assert place.weight > 0
    match, both = explain(linked, model, "saba", "mine")
    assert not both
    assert explain(linked, model, "saba", "nobody") is None


def test_words_that_were_cut_apart_are_read_and_stand_where_they_are(reader):
    text = "قُـ.ـتل ثلاثة مدنيين بقصـ.ـف مدفـ.ـعي على بلدة حيس."
    document = read(reader, text, published="2023-06-14", doc="veiled")
    assert {r.event_type for r in document.records} == {"HARM", "ASSAULT"}
    for record in document.records:
        start, end = record.trigger.span
        assert text[start:end] == record.trigger.text
    assert document.text == text


def test_a_text_without_a_deed_is_no_incident(reader, knowledge, model):
    talks = reader.read("التقى وزير الخارجية نظيره في مسقط.", published="2023-06-14", doc="talks")
    assert incidents(link([talks], knowledge, model), knowledge, model) == []


def test_records_without_their_texts_are_linked_too(documents, knowledge, model):
    bare = [msgspec.structs.replace(d, text="") for d in documents]
    found = incidents(link(bare, knowledge, model), knowledge, model)
    assert {"saba", "sahel"} <= {r.doc for r in strike(found).reports}
    assert not any({"saba", "mine"} <= {r.doc for r in i.reports} for i in found)


def test_an_undated_document_is_compared_with_all_days(reader, knowledge, model):
    docs = [
        reader.read("مقتل أربعة مدنيين بقصف مدفعي على سوق بلدة حيس.", doc="undated", publisher="أ"),
        reader.read(STRIKE["saba"][2], published="2023-06-14", doc="dated", publisher="ب"),
    ]
    linked = link(docs, knowledge, model)
    assert any(len(group) == 2 for group in linked.groups)


def test_days_of_incidents_are_days(found):
    for incident in found:
        date = incident.field("date")
        assert datetime.date.fromisoformat(date.start) <= datetime.date.fromisoformat(date.end)
