"""What people do to records: it is kept, weighed, shown, and can be undone."""

import json

import pytest

from rasid.errors import EditError, StaleError
from rasid.workbench import review
from rasid.workbench.models import Comment, History, Name, Record
from rasid.workbench.models.documents import State

pytestmark = pytest.mark.django_db


def fresh(record):
    return Record.objects.get(pk=record.pk)


def span_of(record, words):
    start = record.document.text.index(words)
    return start, start + len(words)


def test_two_who_agree_settle_a_record(people, record):
    review.judge(people["analyst"], record.pk, "accept")
    assert fresh(record).state == State.REVIEWED
    review.judge(people["reviewer"], record.pk, "accept")
    assert fresh(record).state == State.ACCEPTED
    assert fresh(record).human == {}


def test_two_analysts_alone_do_not_settle_it(people, record):
    review.judge(people["analyst"], record.pk, "accept")
    review.judge(people["insider"], record.pk, "accept")
    assert fresh(record).state == State.REVIEWED


def test_both_who_reject_reject(people, record):
    review.judge(people["analyst"], record.pk, "reject")
    review.judge(people["reviewer"], record.pk, "reject")
    assert fresh(record).state == State.REJECTED


def test_a_disagreement_is_shown_and_settled_by_somebody_else(people, record, as_):
    review.correct(people["analyst"], record.pk, {"event_type": "COERCE", "mode": "arrest"})
    first = record.reviews.get()
    review.judge(people["reviewer"], record.pk, "reject")
    assert fresh(record).state == State.DISPUTED
    page = as_("reviewer2").get(f"/documents/{record.document_id}/").content.decode()
    assert "disagreement" in page and "analyst" in page
    with pytest.raises(EditError):
        review.settle(people["reviewer"], record.pk, review=first.pk)
    review.settle(people["reviewer2"], record.pk, review=first.pk)
    found = fresh(record)
    assert (found.state, found.event_type, found.mode) == (State.ACCEPTED, "COERCE", "arrest")
    with pytest.raises(StaleError):
        review.judge(people["analyst"], record.pk, "reject")


def test_fields_on_which_reviews_differ_stay_as_the_machine_has_them(people, record):
    review.correct(people["analyst"], record.pk, {"modality": "denied", "mode": "drone"})
    review.correct(people["reviewer"], record.pk, {"mode": "aerial"})
    review.correct(people["reviewer"], record.pk, {"modality": "denied"})
    found = fresh(record)
    assert found.state == State.DISPUTED
    assert found.value["modality"] == "denied"
    assert found.value["mode"] == record.machine["mode"]


def test_a_second_reviewer_begins_with_what_counts(people, record):
    review.correct(people["analyst"], record.pk, {"mode": "drone"})
    review.judge(people["reviewer"], record.pk, "accept")
    assert (fresh(record).state, fresh(record).mode) == (State.ACCEPTED, "drone")


def test_a_new_type_leaves_no_code_of_the_old_one(people, record):
    review.correct(people["analyst"], record.pk, {"event_type": "HARM"})
    assert (fresh(record).mode, fresh(record).acled) == ("", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "NONSENSE"},
        {"mode": "curfew"},
        {"acled": "Rain"},
        {"modality": "maybe"},
        {"state": "accepted"},
        {"confidence": 1.0},
        {"actor": [{"span": [0, 3], "text": "لا شيء"}]},
        {"actor": [{"span": [-4, 3], "text": "x"}]},
        {"counts": [{"span": [0, 5], "text": "المخا", "what": "cats", "min": 1, "max": 1}]},
        {"source": []},
        {"trigger": None},
        {"actor": [{"span": [0, 5], "text": "المخا", "canonical_en": "x\0y"}]},
        {"actor": [{"span": [0, 5], "text": "المخا", "canonical_en": "x" * 301}]},
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(people, record, changes):
    before = fresh(record)
    with pytest.raises(EditError):
        review.correct(people["analyst"], record.pk, changes)
    after = fresh(record)
    assert (after.version, after.human, after.reviews.count()) == (before.version, {}, 0)
    assert not History.objects.exists()


def test_words_are_put_into_a_slot_and_taken_out(people, record):
    words = "ميناء المخا"
    start, end = span_of(record, words)
    review.mark(people["analyst"], record.pk, "recipient", start, end, how="add", extra={"name": "Mocha Port"})
    value = fresh(record).value["recipient"]
    assert next(row for row in value if row["text"] == words)["canonical_en"] == "Mocha Port"
    assert Name.objects.filter(record=record, slot="recipient", name="Mocha Port").exists()
    review.mark(people["analyst"], record.pk, "recipient", start, end, how="remove", extra={})
    assert all(row["text"] != words for row in fresh(record).value["recipient"])


def test_a_count_a_date_and_a_source_are_set(people, record):
    review.mark(people["analyst"], record.pk, "counts", *span_of(record, "خمسة"), extra={"what": "injured", "min": 5})
    review.mark(people["analyst"], record.pk, "date", *span_of(record, "الأحد"), extra={"start": "2024-04-07"})
    review.mark(people["analyst"], record.pk, "source", *span_of(record, "مصدر طبي"), extra={})
    found = fresh(record)
    assert (found.value["counts"][-1]["what"], found.value["counts"][-1]["max"]) == ("injured", 5)
    assert str(found.date_start) == "2024-04-07"
    assert found.value["source"] == ["narrator", "مصدر طبي"]


def test_a_missed_record_is_added_found_and_taken_back(people, documents):
    document = documents["open"]
    start = document.text.index("التدخل")
    codes = {"event_type": "AID", "modality": "demanded"}
    made = review.add(people["analyst"], document, start, start + len("التدخل"), codes)
    assert (made.name, made.machine, made.state) == ("h1", None, State.REVIEWED)
    document.refresh_from_db()
    assert document.record_count == document.records.count()
    review.undo(people["analyst"], History.objects.get(record_id=made.pk).pk)
    assert fresh(made).state == State.TAKEN_BACK
    again = review.add(people["analyst"], document, start, start + len("التدخل"), codes)
    assert again.name == "h2"


def test_records_are_merged_with_what_they_hold_and_parted_again(people, documents):
    document = documents["open"]
    killed = document.records.filter(event_type="HARM").first()
    shelled = document.records.get(trigger="قصف")
    review.merge(people["analyst"], killed.pk, shelled.pk)
    assert fresh(killed).state == State.MERGED and fresh(killed).merged_into_id == shelled.pk
    counts = fresh(shelled).value["counts"]
    assert [row["span"] for row in killed.value["counts"]] and all(row in counts for row in killed.value["counts"])
    merged = History.objects.filter(action="merge").order_by("pk").last()
    review.undo(people["analyst"], merged.pk)
    assert (fresh(killed).state, fresh(shelled).state) == (State.OPEN, State.OPEN)
    assert fresh(shelled).value == shelled.value
    back = History.objects.filter(action="undo").order_by("pk").first()
    review.undo(people["analyst"], back.pk)
    assert fresh(killed).state == State.MERGED


def test_records_of_two_documents_are_not_merged(people, documents):
    one, other = documents["open"].records.first(), documents["secret"].records.first()
    with pytest.raises(EditError):
        review.merge(people["administrator"], one.pk, other.pk)


def test_a_split_record_begins_as_a_copy(people, record):
    made = review.split(people["analyst"], record.pk)
    assert made.split_from_id == record.pk
    apart = {"id", "links", "reason"}
    assert {k: v for k, v in made.value.items() if k not in apart} == {
        k: v for k, v in fresh(record).value.items() if k not in apart
    }


def test_only_the_last_change_is_undone(people, record):
    review.correct(people["analyst"], record.pk, {"mode": "drone"})
    review.correct(people["analyst"], record.pk, {"mode": "aerial"})
    last, first = History.objects.all()
    with pytest.raises(StaleError):
        review.undo(people["analyst"], first.pk)
    review.undo(people["analyst"], last.pk)
    assert fresh(record).mode == "drone"
    review.undo(people["analyst"], first.pk)
    assert (fresh(record).state, fresh(record).mode) == (State.OPEN, record.mode)
    assert History.objects.count() == 4


def test_anothers_change_is_undone_by_an_editor_alone(people, record):
    review.judge(people["analyst"], record.pk, "reject")
    change = History.objects.get()
    with pytest.raises(EditError):
        review.undo(people["reviewer"], change.pk)
    review.undo(people["editor"], change.pk)
    assert fresh(record).state == State.OPEN


def test_a_decision_is_undone(people, record):
    review.judge(people["analyst"], record.pk, "reject")
    review.judge(people["reviewer"], record.pk, "accept")
    review.settle(people["reviewer2"], record.pk, verdict="accept", values={"mode": "aerial"}, note="see the text")
    assert fresh(record).mode == "aerial"
    review.undo(people["reviewer2"], History.objects.first().pk)
    assert fresh(record).state == State.DISPUTED


def test_who_was_slower_is_told(people, record, as_):
    client = as_("analyst")
    address, accept = f"/records/{record.pk}/review/", {"verdict": "accept", "version": record.version}
    asks = {"headers": {"accept": "application/json"}}
    assert client.post(address, accept, **asks).json()["record"]["state"] == "reviewed"
    answer = as_("reviewer").post(address, accept, **asks)
    assert (answer.status_code, answer.json()["code"]) == (409, "R181")


def test_forms_and_scripts_do_the_same(record, as_):
    client = as_("analyst")
    answer = client.post(f"/records/{record.pk}/change/", {"mode": "drone"})
    assert answer["Location"] == f"/documents/{record.document_id}/#r{record.pk}"
    rows = json.dumps(record.value["place"])
    answer = client.post(
        f"/records/{record.pk}/change/",
        {"field": "recipient", "value": rows},
        headers={"accept": "application/json"},
    )
    assert answer.json()["record"]["value"]["mode"] == "drone"
    answer = client.post(f"/records/{record.pk}/change/", {"mode": "tea"}, follow=True)
    assert "is no mode of" in answer.content.decode()


def test_comments_are_kept(record, as_):
    as_("analyst").post(f"/documents/{record.document_id}/comments/", {"text": "انظر السطر الأول", "record": record.pk})
    assert Comment.objects.get().record_id == record.pk
    assert "انظر السطر الأول" in as_("viewer").get(f"/documents/{record.document_id}/").content.decode()
