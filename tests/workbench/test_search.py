"""What is found, by words and by fields, and exported exactly so."""

import csv
import io
import json

import pytest

from rasid.exports.load import rows_of
from rasid.workbench import review
from rasid.workbench.exporting import formats
from rasid.workbench.models import Document, SearchText
from rasid.workbench.storing import store
from rasid.workbench.words import parts_of, stems

pytestmark = pytest.mark.django_db
TEXTS = {
    "zabid": "وقصفت المدفعية أطراف مدينة زبيد يوم الاثنين، وأُصيب فلاحان بجروح.",
    "derna": "شهدت مدينة درنة مظاهرة شارك فيها المئات احتجاجًا على انقطاع الكهرباء.",
    "kassala": "نزحت مئتا أسرة من قرى كسلا بعد الفيضانات، وطالب الأهالي الأمم المتحدة بالمساعدة.",
    "baiji": "قال مصدر أمني إن القصف على مصفاة بيجي أوقع أربعة قتلى من العمال.",
}


@pytest.fixture
def corpus(people, reader):
    days = {"zabid": "2024-01-16", "derna": "2024-03-02", "kassala": "2024-08-20", "baiji": "2023-11-05"}
    return {
        name: store(
            reader.read(text, published=days[name], publisher=f"صحيفة {name}", doc=f"{name}.txt"), user=people["editor"]
        )
        for name, text in TEXTS.items()
    }


def found(client, **query):
    page = client.get("/documents/", query)
    return {row.doc.removesuffix(".txt") for row in page.context["page"]}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("قصف", {"zabid", "baiji"}),
        ("القصف", {"zabid", "baiji"}),
        ("قَصْف", {"zabid", "baiji"}),
        ("مدينه زبيد", {"zabid"}),
        ("«مدينة درنة»", {"derna"}),
        ('"درنة مدينة"', set()),
        ("مدينة -زبيد", {"derna"}),
        ("احتجاجا", {"derna"}),
        ("الكهرباء", {"derna"}),
        ("أسرة", {"kassala"}),
        ("Kassala", {"kassala"}),
        ("united nations", {"kassala"}),
        ("baiji", {"baiji"}),
        ("زلزال", set()),
        ("", set(TEXTS)),
    ],
)
def test_words_are_found_in_their_forms(corpus, as_, q, expected):
    assert found(as_("viewer"), q=q) == expected


def test_filters_are_joined(corpus, as_):
    client = as_("viewer")
    assert found(client, type="PROTEST") == {"derna"}
    assert found(client, type=["PROTEST", "HARM"]) >= {"derna", "baiji"}
    assert found(client, country="LBY") == {"derna"}
    assert found(client, q="مدينة", country="YEM") == {"zabid"}
    assert found(client, published_from="2024-01-01", published_to="2024-03-31") == {"zabid", "derna"}
    assert found(client, **{"from": "2024-01-10", "to": "2024-01-20"}) == {"zabid"}
    assert found(client, publisher="صحيفة derna") == {"derna"}
    assert found(client, killed="4") == {"baiji"}
    assert found(client, place="درنة") == found(client, place="Derna") == found(client, place="درنه") == {"derna"}
    assert found(client, place=["درنة", "كسلا"]) == {"derna", "kassala"}
    assert found(client, box="42,13,46,16") == {"zabid"}
    assert found(client, confidence="0") == set(TEXTS)
    assert found(client, state="open", document=corpus["derna"].pk) == {"derna"}


@pytest.mark.parametrize(
    "query", [{"from": "now"}, {"confidence": "2"}, {"box": "x"}, {"job": "-1"}, {"document": "x"}, {"copies": "?"}]
)
def test_a_value_that_makes_no_sense_shows_nothing_and_is_named(corpus, as_, query):
    page = as_("viewer").get("/records/", query)
    assert page.context["page"].paginator.count == 0
    assert page.context["filter"].wrong == tuple(query)


def test_what_people_set_is_found_too(corpus, people, as_):
    record = corpus["baiji"].records.get(trigger="القصف")
    start = corpus["baiji"].text.index("العمال")
    review.mark(people["analyst"], record.pk, "recipient", start, start + 6, extra={"name": "Refinery Workers Union"})
    assert found(as_("viewer"), q="refinery union") == {"baiji"}
    assert found(as_("viewer"), recipient="refinery workers union") == {"baiji"}
    record.refresh_from_db()
    review.correct(people["analyst"], record.pk, {"recipient": []})
    assert found(as_("viewer"), q="refinery union") == set()


def test_the_index_holds_no_more_than_the_rows(corpus):
    Document.objects.all().delete()
    assert not SearchText.objects.exists()


def test_long_texts_are_parted_so_that_phrases_stay_whole():
    words = [f"w{i}" for i in range(30_000)]
    parts = [part for part, _stems in parts_of(words)]
    assert len(parts) == 3
    for i in range(0, 29_980, 7):
        phrase = f" {' '.join(words[i : i + 20])} "
        assert any(phrase in f" {part} " for part in parts)


def test_a_particle_hides_no_word():
    assert set(stems("قصف")) & set(stems("وقصف")) & set(stems("بالقصف"))


@pytest.mark.parametrize("form", [row["name"] for row in formats()])
def test_exports_hold_exactly_what_is_filtered(form, corpus, as_):
    client = as_("analyst")
    for query in ("type=HARM", "q=قصف&type=ASSAULT", "country=SDN", "type=NONE"):
        shown = client.get(f"/records/?{query}").context["page"].paginator.count
        assert client.get(f"/export/losses/?{query}&format={form}").json()["records"] == shown
        body = client.get(f"/export/file/?{query}&format={form}").getvalue()
        if form == "csv":
            assert len(list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))) == shown
        if form == "jsonl":
            assert sum(len(row.document.records) for row in rows_of(io.BytesIO(body), "x")) == shown


def test_exports_have_the_value_that_counts_and_how_far_it_is_reviewed(corpus, people, as_):
    record = corpus["derna"].records.get(event_type="PROTEST", trigger="مظاهرة")
    review.correct(people["analyst"], record.pk, {"mode": "strike"})
    body = as_("analyst").get("/export/file/?format=jsonl&type=PROTEST").getvalue()
    (row,) = (row for row in json.loads(body)["records"] if row["id"] == record.name)
    assert (row["mode"], row["review"]) == ("strike", "reviewed")
    review.judge(people["analyst"], record.pk, "reject")
    assert as_("analyst").get("/export/file/?format=jsonl&type=PROTEST&state=accepted").getvalue() == b""


def test_the_same_export_is_the_same_bytes(corpus, as_):
    for form in ("jsonl", "csv", "excel", "geojson", "uwazi"):
        one, other = (as_("analyst").get(f"/export/file/?format={form}&bundle=yes").getvalue() for _ in range(2))
        assert one == other and one[:2] == b"PK"


def test_public_exports_name_no_private_person(people, reader, as_):
    store(
        reader.read("اعتقلت الشرطة العراقية الناشط حيدر الجبوري في مدينة العمارة.", doc="p.txt"), user=people["editor"]
    )
    plain = as_("analyst").get("/export/file/?format=jsonl").getvalue().decode()
    public = as_("analyst").get("/export/file/?format=jsonl&public=yes").getvalue().decode()
    assert "حيدر" in plain and "حيدر" not in public and "p.txt" not in public
    assert public == as_("analyst").get("/export/file/?format=jsonl&public=yes").getvalue().decode()


def test_an_unknown_format_is_named(as_):
    answer = as_("analyst").get("/export/file/?format=xyz", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "R107")
