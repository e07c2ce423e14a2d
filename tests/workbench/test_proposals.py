"""A row for a table: what it would change is found, shown and done; what people said stays."""

import pytest

from rasid.errors import EditError, StaleError, TableError
from rasid.workbench import readers, review, worker
from rasid.workbench.effects import candidates, row_of
from rasid.workbench.models import Document, History, Proposal, ProposalEffect, Record
from rasid.workbench.proposing import decide, propose
from rasid.workbench.storing import store

pytestmark = pytest.mark.django_db
TEXT = "اعتقلت شرطة المرفأ الحر أربعة بحارة في مدينة المكلا يوم الأحد. وقتل حارس في قصف على المدينة."
ROW = {"name_en": "Free Port Police", "aliases": "شرطة المرفأ الحر", "country": "YEM", "sector": "POL"}


@pytest.fixture
def port(people, reader):
    return store(reader.read(TEXT, published="2024-02-05", doc="port.txt"), user=people["analyst"])


def actors(document):
    return {row.get("canonical_en") for record in document.records.all() for row in record.value["actor"]}


def test_the_effect_is_found_and_applied(people, documents, port, as_):
    made = propose(people["analyst"], "actors", ROW, note="our own name for it", record=port.records.first())
    assert made.state == "counting"
    with pytest.raises(StaleError):
        decide(people["editor"], made, apply=True)
    worker.run(once=True)
    made.refresh_from_db()
    assert made.state == "ready"
    effects = made.effects.exclude(change__in=["reason", "mentions"])
    assert {effect.document_id for effect in effects} == {port.pk}
    assert "Free Port Police" not in actors(port)
    page = as_("editor").get(f"/proposals/{made.pk}/")
    assert page.context["totals"]["changed"] >= 1 and page.context["hidden"] is False
    arrest = port.records.get(trigger="اعتقلت")
    review.correct(people["analyst"], arrest.pk, {"modality": "denied"})
    as_("editor").post(f"/proposals/{made.pk}/apply/")
    worker.run(once=True)
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("applied", people["editor"])
    assert "Free Port Police" in actors(port)
    arrest.refresh_from_db()
    assert (arrest.value["modality"], arrest.state) == ("denied", "reviewed")
    assert History.objects.filter(record_id=arrest.pk, action="machine").count() == 1
    assert not History.objects.filter(document_id=documents["open"].pk).exists()
    port.refresh_from_db()
    assert port.tables == readers.current().engine.lexicon.digest


def test_what_is_imported_later_knows_the_row(people, port):
    made = propose(people["analyst"], "actors", ROW)
    worker.run(once=True)
    made.refresh_from_db()
    decide(people["editor"], made, apply=True)
    later = store(readers.current().read(TEXT, doc="later.txt"), user=people["analyst"])
    assert "Free Port Police" in actors(later)


def test_a_declined_row_changes_nothing(people, port, as_):
    made = propose(people["analyst"], "actors", ROW)
    as_("editor").post(f"/proposals/{made.pk}/decline/")
    worker.run(once=True)
    made.refresh_from_db()
    assert made.state == "declined" and "Free Port Police" not in actors(port) and readers.applied() == ()
    with pytest.raises(StaleError):
        decide(people["editor"], made, apply=True)


def test_only_documents_with_its_words_are_read(people, documents, port):
    for words, hits in (("شرطة المرفأ الحر", 1), ("المرفا", 1), ("بحارة", 1), ("قصف", 2), ("زلزال", 0)):
        row = ("actors", (("name_en", "X"), ("aliases", words)))
        assert candidates(row).count() == hits, words


def test_records_that_go_and_come_are_kept_apart_from_what_people_said(people, reader, port):
    from rasid.workbench.effects import renew
    from rasid.workbench.storing import plain

    killed, arrest = port.records.get(event_type="HARM"), port.records.get(trigger="اعتقلت")
    review.correct(people["analyst"], killed.pk, {"mode": "injured"})
    nothing = plain(reader.read(TEXT, published="2024-02-05", doc="port.txt"))
    renew(Document.objects.get(pk=port.pk), {**nothing, "records": [], "text": TEXT})
    killed.refresh_from_db()
    arrest.refresh_from_db()
    assert (killed.machine, killed.mode, killed.state) == (None, "injured", "reviewed")
    assert arrest.state == "taken_back"
    again = plain(reader.read(TEXT, published="2024-02-05", doc="port.txt"))
    renew(Document.objects.get(pk=port.pk), again)
    arrest.refresh_from_db()
    assert arrest.state == "open" and arrest.name == "r1"
    assert len(set(port.records.values_list("name", flat=True))) == port.records.count()


def test_effects_in_hidden_documents_are_told_of_to_nobody_outside(people, documents, as_):
    made = propose(people["administrator"], "groups", {"word": "شاهد", "class": "people"})
    ProposalEffect.objects.create(
        proposal=made, document=documents["secret"], change="added", new={"trigger": {"text": "سبها"}}
    )
    page = as_("editor").get(f"/proposals/{made.pk}/")
    assert page.context["hidden"] is True and "سبها" not in page.content.decode()
    about = propose(people["insider"], "groups", {"word": "خاطف"}, record=documents["secret"].records.first())
    assert as_("editor").get(f"/proposals/{about.pk}/").status_code == 404
    assert "خاطف" not in as_("editor").get("/proposals/").content.decode()


@pytest.mark.parametrize(
    ("table", "row", "error"),
    [
        ("verbs", {"lemma": "قصف"}, EditError),
        ("actors", {"aliases": "هيئة"}, TableError),
        ("actors", {"name_en": "X", "aliases": "هيئة", "sector": "XYZ"}, TableError),
        ("actors", {"name_en": "X", "aliases": "هيئة", "colour": "red"}, EditError),
        ("actors", {}, EditError),
    ],
)
def test_a_row_that_the_table_does_not_take_is_refused(people, table, row, error):
    with pytest.raises(error):
        propose(people["analyst"], table, row)
    assert not Proposal.objects.exists()


def test_a_row_is_written_as_a_table(tmp_path, people):
    made = Proposal(table="actors", row=ROW)
    (path,) = readers.write([row_of(made)], tmp_path)
    header, line = path.read_text(encoding="utf-8").splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True))["aliases"] == ROW["aliases"]
    assert Record.objects.count() == 0
