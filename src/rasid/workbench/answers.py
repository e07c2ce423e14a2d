"""Answers to edits: JSON for scripts, a way back to the page for forms; errors of ours are told, never shown as faults."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from rasid.errors import EditError, RasidError, StaleError
from rasid.workbench.models import Record
from rasid.workbench.shown import FIELDS, words_of

View = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return bool(request.get_preferred_type(["text/html", "application/json"]) == "application/json")


def status_of(error: RasidError) -> int:
    """The status of an error of ours: 409 where somebody was faster, 422 for what makes no sense."""
    return 409 if isinstance(error, StaleError) else 422


def telling(view: View) -> View:
    """A view whose errors of ours are told to the person, on the page that the form came from."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RasidError as error:
            if wants_json(request):
                body = {"ok": False, "error": error.what, "step": error.step, "code": error.code}
                return JsonResponse(body, status=status_of(error))
            messages.error(request, f"{error.what}. {error.step}")
            return redirect(_back(kwargs))

    return told


def _back(kwargs: dict[str, Any]) -> str:
    """The page of what was to be changed."""
    for name in ("record", "document", "proposal"):
        if name in kwargs:
            return reverse(name, args=[kwargs[name]])
    return reverse("home")


def plain(record: Record) -> dict[str, Any]:
    """A record for scripts."""
    return {
        "id": record.pk,
        "document": record.document_id,
        "name": record.name,
        "state": record.state,
        "state_label": str(record.get_state_display()),
        "version": record.version,
        "value": record.value,
        "words": {name: words_of(name, record.value.get(name)) for name in FIELDS},
    }


def done(request: HttpRequest, record: Record) -> HttpResponse:
    """After an edit of a record."""
    if wants_json(request):
        return JsonResponse({"ok": True, "record": plain(record)})
    return redirect(f"{reverse('document', args=[record.document_id])}#r{record.pk}")


def number(request: HttpRequest, name: str, *, needed: bool = False) -> int | None:
    """A whole number of a form. Raises EditError for what is none."""
    given = request.POST.get(name, "")
    if not given and not needed:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise EditError(f"«{name}» is no number", step="Send a whole number.")
    return int(given)
