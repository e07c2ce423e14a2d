"""What people do to records, as forms and scripts send it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from rasid.errors import EditError
from rasid.workbench import review
from rasid.workbench.access import allowed, document_for, record_for
from rasid.workbench.answers import done, number, telling, wants_json
from rasid.workbench.models import History
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.shown import FIELDS

_PLAIN = ("event_type", "mode", "acled", "modality")


@allowed("correct", "POST")
@telling
def judge(request: HttpRequest, record: int) -> HttpResponse:
    """Accept or reject: ``verdict``, ``version``; or ``like``, the review with which one agrees."""
    verdict, like = request.POST.get("verdict", ""), number(request, "like")
    found = review.judge(request.user, record, verdict, version=number(request, "version"), like=like)
    return done(request, found)


@allowed("correct", "POST")
@telling
def change(request: HttpRequest, record: int) -> HttpResponse:
    """Correct ``field`` to ``value`` (JSON for all but codes), or several codes by their names; ``version``."""
    record_for(request.user, record)
    changes: dict[str, Any] = {name: request.POST[name] or None for name in _PLAIN if name in request.POST}
    field = request.POST.get("field")
    if field is not None:
        given = request.POST.get("value", "")
        changes[field] = (given or None) if field in _PLAIN else _json(given)
    if not changes:
        raise EditError("there is nothing to change", step=f"Send one of {', '.join(FIELDS)}.")
    return done(request, review.correct(request.user, record, changes, version=number(request, "version")))


def _json(given: str) -> Any:
    try:
        return msgspec.json.decode(given.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise EditError("the value is no JSON", step="Send the field as the API shows it.") from error


@allowed("correct", "POST")
@telling
def span(request: HttpRequest, record: int) -> HttpResponse:
    """Put the words from ``start`` to ``end`` into ``slot``: ``how`` is add, replace or remove; ``version``.

    Beside them may come ``name``, ``country``; for counts ``what``, ``min``, ``max``; for a date ``day_start``, ``day_end``.
    """
    record_for(request.user, record)
    extra: dict[str, Any] = {
        name: request.POST[name].strip()[:300] for name in ("name", "country", "what") if request.POST.get(name)
    }
    for name in ("min", "max"):
        if request.POST.get(name):
            extra[name] = number(request, name)
    for name in ("start", "end"):
        if request.POST.get(f"day_{name}"):
            extra[name] = request.POST[f"day_{name}"]
    found = review.mark(
        request.user,
        record,
        request.POST.get("slot", ""),
        number(request, "start", needed=True) or 0,
        number(request, "end", needed=True) or 0,
        how=request.POST.get("how", "add"),
        extra=extra,
        version=number(request, "version"),
    )
    return done(request, found)


@allowed("correct", "POST")
@telling
def add(request: HttpRequest, document: int) -> HttpResponse:
    """Add a record: ``start`` and ``end`` of its event word, ``event_type``, ``mode``, ``modality``."""
    found = document_for(request.user, document)
    codes = {name: request.POST.get(name, "") for name in ("event_type", "mode", "modality")}
    start, end = number(request, "start", needed=True) or 0, number(request, "end", needed=True) or 0
    return done(request, review.add(request.user, found, start, end, codes))


@allowed("correct", "POST")
@telling
def merge(request: HttpRequest, record: int) -> HttpResponse:
    """Put a record into the one with the id ``into``; ``version``."""
    record_for(request.user, record)
    into = number(request, "into", needed=True) or 0
    return done(request, review.merge(request.user, record, into, version=number(request, "version")))


@allowed("correct", "POST")
@telling
def split(request: HttpRequest, record: int) -> HttpResponse:
    """Make a second record of one; ``version``."""
    return done(request, review.split(request.user, record, version=number(request, "version")))


@allowed("settle", "POST")
@telling
def settle(request: HttpRequest, record: int) -> HttpResponse:
    """Settle a disagreement: by a ``review``, or by ``verdict`` and ``values`` (JSON); ``note``, ``version``."""
    record_for(request.user, record)
    given = request.POST.get("values")
    values = _json(given) if given else {}
    if not isinstance(values, dict):
        raise EditError("the values are no object", step="Send fields by name.")
    found = review.settle(
        request.user,
        record,
        review=number(request, "review"),
        verdict=request.POST.get("verdict", ""),
        values=values,
        note=request.POST.get("note", ""),
        version=number(request, "version"),
    )
    return done(request, found)


@allowed("undo", "POST")
@telling
def undo(request: HttpRequest, change: int) -> HttpResponse:
    """Take a change back."""
    return done(request, review.undo(request.user, change)[0])


@allowed("comment", "POST")
@telling
def comment(request: HttpRequest, document: int) -> HttpResponse:
    """Say something: ``text``, ``record``."""
    found = document_for(request.user, document)
    said = review.comment(request.user, found, request.POST.get("text", ""), number(request, "record"))
    if wants_json(request):
        return JsonResponse({"ok": True, "comment": {"id": said.pk, "text": said.text, "user": said.user.username}})
    return redirect("document", document)


@allowed("history")
def record_history(request: HttpRequest, record: int) -> HttpResponse:
    """Every change of a record."""
    found = record_for(request.user, record)
    rows = History.objects.visible_to(request.user).filter(record_id=found.pk)
    return _history(request, rows, {"document": found.document, "record": found})


@allowed("history")
def document_history(request: HttpRequest, document: int) -> HttpResponse:
    """Every change of a document's records."""
    found = document_for(request.user, document)
    rows = History.objects.visible_to(request.user).filter(document_id=found.pk)
    return _history(request, rows, {"document": found})


def _history(request: HttpRequest, rows: Any, context: dict[str, Any]) -> HttpResponse:
    found = page_of(request, rows)
    return render(request, "workbench/history.html", {**context, "changes": found, "query": rest_of(request)})
