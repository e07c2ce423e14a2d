"""Records: the list, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rasid.workbench.access import allowed, record_for
from rasid.workbench.codes import MODALITIES, TYPES
from rasid.workbench.filters import Filter
from rasid.workbench.models import Record
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.shown import shown


@allowed("see")
def listing(request: HttpRequest) -> HttpResponse:
    """Records that fit the filter in the address."""
    chosen = Filter.of(request.GET)
    rows = chosen.records(Record.objects.visible_to(request.user)).select_related("document")
    rows = rows.prefetch_related("reviews__user", "comments__user", "decisions__user")
    found = page_of(request, rows)
    return render(
        request,
        "workbench/records.html",
        {
            "page": found,
            "records": [shown(record, request.user) for record in found],
            "filter": chosen,
            "query": rest_of(request),
        },
    )


@allowed("see")
def page(request: HttpRequest, record: int) -> HttpResponse:
    """A record: every field as the machine has it, why, and as people have it."""
    found = record_for(request.user, record)
    return render(
        request,
        "workbench/record.html",
        {
            "document": found.document,
            "record": shown(found, request.user),
            "types": TYPES,
            "modalities": MODALITIES,
        },
    )
