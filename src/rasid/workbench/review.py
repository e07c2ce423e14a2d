"""What people do to records. Every change is kept with what was before and after it, and can be undone.

A record counts as its reviews say: the fields of one reviewer, then those on which all agree, then those of a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404

from rasid.errors import EditError, StaleError
from rasid.workbench.access import may
from rasid.workbench.models import Comment, Decision, Document, History, Name, Record, Review, User
from rasid.workbench.models.documents import HIDDEN, State
from rasid.workbench.models.review import Verdict
from rasid.workbench.storing import SLOTS, Value, columns, names_of, refresh
from rasid.workbench.values import checked, filler, fresh

_LATER = "Load the page again and look at it."


def snapshot(record: Record) -> Value:
    """Everything of a record that people can change, as plain data."""
    return {
        "state": record.state,
        "human": record.human,
        "merged_into": record.merged_into_id,
        "withdrawn": record.withdrawn,
        "reviews": [
            {"user": review.user_id, "verdict": review.verdict, "values": review.values}
            for review in record.reviews.order_by("id")
        ],
        "decision": next(iter(record.decisions.filter(stands=True).values_list("id", flat=True)), None),
    }


def locked(user: User, pk: int, version: int | None = None) -> Record:
    """A record that the user may see, kept for this transaction. Raises Http404, or StaleError for an old version."""
    rows = Record.objects.visible_to(user).select_for_update(of=("self",)).select_related("document")
    record: Record | None = rows.filter(pk=pk).first()
    if record is None:
        raise Http404
    if version is not None and version != record.version:
        raise StaleError("somebody changed this record since you loaded it", step=_LATER)
    return record


def changed(
    user: User | None,
    record: Record,
    action: str,
    change: Callable[[], None],
    *,
    group: int | None = None,
    undoes: int | None = None,
    before: bool = True,
) -> History:
    """Make a change, weigh the record anew and write its history. To be called within a transaction."""
    old = snapshot(record) if before else None
    names = _names(record)
    change()
    weigh(record)
    new = _names(record)
    if new != names or not before:
        Name.objects.filter(record=record).delete()
        Name.objects.bulk_create(names_of(record))
    _count(record.document, again=new != names or not before)
    return History.objects.create(
        user_id=user.pk if user is not None else None,
        username=user.get_username() if user is not None else "",
        document_id=record.document_id,
        record_id=record.pk,
        action=action,
        before=old,
        after=snapshot(record),
        group=group,
        undoes=undoes,
    )


def _names(record: Record) -> set[tuple[str, str, str]]:
    return {(row.slot, row.text, row.name) for row in names_of(record)}


def _count(document: Document, *, again: bool) -> None:
    """Bring a document's counts up to date, and what it is found by where names changed."""
    if again:
        refresh(document)
        return
    document.open_count = document.records.filter(state=State.OPEN).count()
    document.save(update_fields=["open_count"])


def weigh(record: Record) -> None:
    """State and value of a record, from what people said of it."""
    reviews = list(record.reviews.select_related("user").order_by("id"))
    decision = record.decisions.filter(stands=True).first()
    if decision is not None:
        record.human, state = decision.values, _settled(decision.verdict)
    elif reviews:
        record.human, state = _agreed(record, reviews), _state(reviews)
    else:
        record.human, state = {}, State.OPEN
    if record.withdrawn:
        state = State.TAKEN_BACK
    elif record.merged_into_id is not None:
        state = State.MERGED
    record.state = state
    for name, value in columns(record.value, record.document).items():
        setattr(record, name, value)
    record.version += 1
    record.save()


def _settled(verdict: str) -> State:
    return State.ACCEPTED if verdict == Verdict.ACCEPT else State.REJECTED


def opinion(review: Review) -> tuple[str, Value]:
    """What a review comes to: of a rejected record the fields do not matter."""
    return review.verdict, review.values if review.verdict == Verdict.ACCEPT else {}


def _state(reviews: list[Review]) -> State:
    first = opinion(reviews[0])
    if any(opinion(review) != first for review in reviews):
        return State.DISPUTED
    enough = len(reviews) >= settings.REVIEWS and any(may(review.user, "confirm") for review in reviews)
    return _settled(reviews[0].verdict) if enough else State.REVIEWED


def _agreed(record: Record, reviews: list[Review]) -> Value:
    """The corrected fields on which all who accept agree; in the others the record stays as it was."""
    accepting = [review.values for review in reviews if review.verdict == Verdict.ACCEPT]
    if not accepting:
        return {}
    base = record.base
    fields = {name for values in accepting for name in values}
    return {
        name: accepting[0].get(name, base.get(name))
        for name in sorted(fields)
        if all(values.get(name, base.get(name)) == accepting[0].get(name, base.get(name)) for values in accepting)
    }


def _open(record: Record) -> None:
    """Raises StaleError for a record that is settled or stands for nothing."""
    if record.state in HIDDEN:
        raise StaleError("this record was merged or taken back", step="Undo that first.")
    if record.decisions.filter(stands=True).exists():
        raise StaleError("this record was settled", step="Undo the decision first.")


def _say(record: Record, user: User, verdict: str, values: Value) -> None:
    """Put down one person's opinion: only what is other than the record was."""
    base = record.base
    kept = {name: value for name, value in sorted(values.items()) if value != base.get(name)}
    Review.objects.update_or_create(record=record, user=user, defaults={"verdict": verdict, "values": kept})


def _mine(record: Record, user: User) -> Value:
    """The fields as this person has them so far: one's own, or those that count."""
    own = record.reviews.filter(user=user).first()
    return dict(own.values if own is not None else record.human)


@transaction.atomic
def judge(user: User, pk: int, verdict: str, *, version: int | None = None, like: int | None = None) -> Record:
    """Accept or reject a record as it counts; or, with ``like``, as that review has it.

    Raises Http404, EditError or StaleError.
    """
    record = locked(user, pk, version)
    _open(record)
    values = _mine(record, user)
    if like is not None:
        review = record.reviews.filter(pk=like).first()
        if review is None:
            raise EditError("there is no such review of this record", step=_LATER)
        verdict, values = review.verdict, dict(review.values)
    if verdict not in Verdict.values:
        raise EditError("a verdict is accept or reject", step="Send one of these.")
    changed(user, record, verdict, lambda: _say(record, user, verdict, values))
    return record


@transaction.atomic
def correct(user: User, pk: int, changes: Value, *, version: int | None = None) -> Record:
    """Have fields of a record otherwise; who corrects a record accepts it. Raises Http404, EditError or StaleError."""
    record = locked(user, pk, version)
    _open(record)
    made = checked(record, _with_codes(record, changes))
    values = {**_mine(record, user), **made}
    changed(user, record, "change", lambda: _say(record, user, Verdict.ACCEPT, values))
    return record


def _with_codes(record: Record, changes: Value) -> Value:
    """A new type without its mode and ACLED type leaves none of the old one: no code is better than a wrong one."""
    if changes.get("event_type") not in (None, record.value["event_type"]):
        return {"mode": None, "acled": None, **changes}
    if "mode" in changes and "acled" not in changes and changes["mode"] != record.value["mode"]:
        return {"acled": None, **changes}
    return changes


@transaction.atomic
def mark(
    user: User, pk: int, slot: str, start: int, end: int, *, how: str = "add", extra: Value, version: int | None = None
) -> Record:
    """Put words of the text into a slot, in place of what is there, or take them out of it.

    ``how`` is ``add``, ``replace`` or ``remove``. Raises Http404, EditError or StaleError.
    """
    record = locked(user, pk, version)
    if how not in {"add", "replace", "remove"} or slot not in {*SLOTS, "counts", "date", "trigger", "source"}:
        raise EditError("this is no slot, or nothing that can be done to one", step="Use add, replace or remove.")
    values = {**record.base, **_mine(record, user)}
    if slot == "source":
        name = extra.get("name") or filler(record.document, "trigger", start, end, {})["text"]
        return correct(user, pk, {"source": ["narrator"] if how == "remove" else ["narrator", name]}, version=version)
    if slot in {"date", "trigger"}:
        made = None if how == "remove" else filler(record.document, slot, start, end, extra)
        return correct(user, pk, {slot: made}, version=version)
    rows = [] if how == "replace" else [row for row in values.get(slot, []) if tuple(row["span"]) != (start, end)]
    if how != "remove":
        rows = sorted([*rows, filler(record.document, slot, start, end, extra)], key=lambda row: row["span"])
    return correct(user, pk, {slot: rows}, version=version)


def _free_name(document: Document) -> str:
    """A name that no record of the document has."""
    return f"h{1 + document.records.filter(machine__isnull=True).count()}"


@transaction.atomic
def add(user: User, document: Document, start: int, end: int, codes: Value) -> Record:
    """Add a record that the machine missed. Raises EditError."""
    Document.objects.select_for_update().get(pk=document.pk)
    name = _free_name(document)
    return _added(user, document, fresh(document, name, start, end, codes), "add")


def _added(
    user: User, document: Document, value: Value, action: str, *, whole: Record | None = None, group: int | None = None
) -> Record:
    record = Record(document=document, name=value["id"], added=value, split_from=whole, version=0)
    checked(record, {name: value[name] for name in ("event_type", "mode", "trigger")})
    for name, column in columns(value, document).items():
        setattr(record, name, column)
    record.save()
    changed(user, record, action, lambda: _say(record, user, Verdict.ACCEPT, {}), group=group, before=False)
    return record


@transaction.atomic
def split(user: User, pk: int, *, version: int | None = None) -> Record:
    """A second record with the same fields, to be told apart by hand. Raises Http404, EditError or StaleError."""
    record = locked(user, pk, version)
    _open(record)
    document = record.document
    value = {**record.value, "id": _free_name(document), "links": [], "reason": {}}
    return _added(user, document, value, "split", whole=record)


@transaction.atomic
def merge(user: User, pk: int, into: int, *, version: int | None = None) -> Record:
    """Put one record into another of the same document, which gets its fillers and counts too; returns the other.

    Raises Http404, EditError or StaleError.
    """
    record, target = locked(user, pk, version), locked(user, into)
    _open(record)
    _open(target)
    if record.pk == target.pk or record.document_id != target.document_id:
        raise EditError("only two records of one document can be merged", step="Choose another record.")
    mine = {**target.base, **_mine(target, user)}
    joined = {slot: _union(mine.get(slot, []), record.value.get(slot, [])) for slot in (*SLOTS, "counts")}
    if mine.get("date") is None and record.value.get("date") is not None:
        joined["date"] = record.value["date"]
    changes = checked(target, {name: value for name, value in joined.items() if value != mine.get(name)})
    values = {**_mine(target, user), **changes}
    first = changed(user, target, "merge", lambda: _say(target, user, Verdict.ACCEPT, values))

    def away() -> None:
        record.merged_into = target

    changed(user, record, "merge", away, group=first.pk)
    return target


def _union(one: list[Value], other: list[Value]) -> list[Value]:
    spans = {tuple(row["span"]) for row in one}
    more = [row for row in other if tuple(row["span"]) not in spans]
    return sorted([*one, *more], key=lambda row: row["span"])


@transaction.atomic
def settle(
    user: User,
    pk: int,
    *,
    review: int | None = None,
    verdict: str = "",
    values: Value | None = None,
    note: str = "",
    version: int | None = None,
) -> Record:
    """Settle a disagreement: by one of the reviews, or by a verdict with fields of one's own.

    Who reviewed the record settles it only as an editor. Raises Http404, EditError or StaleError.
    """
    record = locked(user, pk, version)
    if record.state != State.DISPUTED:
        raise StaleError("there is no disagreement about this record", step=_LATER)
    if record.reviews.filter(user=user).exists() and not may(user, "undo_others"):
        raise EditError("who takes part in a disagreement does not settle it", step="Ask somebody else.")
    if review is not None:
        chosen = record.reviews.filter(pk=review).first()
        if chosen is None:
            raise EditError("there is no such review of this record", step=_LATER)
        verdict, values = opinion(chosen)
    if verdict not in Verdict.values:
        raise EditError("a verdict is accept or reject", step="Send one of these, or a review.")
    made = checked(record, values or {})
    kept = {name: value for name, value in made.items() if value != record.base.get(name)}
    changed(
        user,
        record,
        "settle",
        lambda: Decision.objects.create(record=record, user=user, verdict=verdict, values=kept, note=note[:10_000]),
    )
    return record


def comment(user: User, document: Document, text: str, record: int | None = None) -> Comment:
    """Say something about a document or a record of it. Raises Http404 or EditError."""
    if not text.strip() or len(text) > 10_000:
        raise EditError("a comment has between 1 and 10,000 characters", step="Write it anew.")
    about = None
    if record is not None:
        about = Record.objects.visible_to(user).filter(pk=record, document=document).first()
        if about is None:
            raise Http404
    return Comment.objects.create(document=document, record=about, user=user, text=text.strip().replace("\0", ""))


@transaction.atomic
def undo(user: User, pk: int) -> list[Record]:
    """Take back a change, with those that were made in one with it. Raises Http404, EditError or StaleError.

    Only what nobody built upon can be taken back: the record must be as that change left it.
    """
    asked = History.objects.visible_to(user).filter(pk=pk).first()
    if asked is None:
        raise Http404
    if asked.user_id != user.pk and not may(user, "undo_others"):
        raise EditError("this change is somebody else's", step="Ask an editor.")
    first = asked.group or asked.pk
    together = [*History.objects.filter(pk=first), *History.objects.filter(group=first)]
    done: list[Record] = []
    group: int | None = None
    for change in sorted(together, key=lambda row: row.pk):
        record, entry = _taken_back(user, change, group)
        group = group or entry.pk
        done.append(record)
    return done


def _taken_back(user: User, change: History, group: int | None) -> tuple[Record, History]:
    record = locked(user, change.record_id)
    if change.action == "machine" or snapshot(record) != change.after:
        raise StaleError("the record was changed after that", step="Undo the later change first.")

    def back() -> None:
        _restore(record, change.before)

    return record, changed(user, record, "undo", back, undoes=change.pk, group=group)


def _restore(record: Record, before: Value | None) -> None:
    """Make a record what it was; one that was not there is withdrawn."""
    if before is None:
        record.withdrawn = True
        return
    record.withdrawn, record.merged_into_id = before["withdrawn"], before["merged_into"]
    _restore_reviews(record, before["reviews"])
    record.decisions.exclude(pk=before["decision"]).update(stands=False)
    record.decisions.filter(pk=before["decision"]).update(stands=True)


def _restore_reviews(record: Record, rows: Iterable[Any]) -> None:
    record.reviews.all().delete()
    for row in rows:
        Review.objects.create(record=record, user_id=row["user"], verdict=row["verdict"], values=row["values"])
