"""The first page."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rasid.workbench.access import allowed, open_to_all
from rasid.workbench.models import Document, Job, Record
from rasid.workbench.models.documents import State


@allowed("see")
def start(request: HttpRequest) -> HttpResponse:
    """What there is, what waits, and the last imports."""
    records = Record.objects.visible_to(request.user)
    states = dict(records.order_by().values_list("state").annotate(Count("id")))
    return render(
        request,
        "workbench/home.html",
        {
            "states": [(state, State(state).label, number) for state, number in sorted(states.items())],
            "documents": Document.objects.visible_to(request.user)[:10],
            "jobs": Job.objects.visible_to(request.user)[:5],
        },
    )


@open_to_all
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the database answers, for those who watch the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
