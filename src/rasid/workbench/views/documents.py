"""Documents: the list, and the page on which one is read and corrected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rasid.workbench.access import allowed, document_for, groups_of
from rasid.workbench.codes import MODALITIES, TYPES
from rasid.workbench.filters import Filter
from rasid.workbench.marks import pieces
from rasid.workbench.models import Document
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.shown import shown


@allowed("see")
def listing(request: HttpRequest) -> HttpResponse:
    """Documents that fit the filter in the address."""
    chosen = Filter.of(request.GET)
    rows = chosen.documents(Document.objects.visible_to(request.user))
    return render(
        request,
        "workbench/documents.html",
        {"page": page_of(request, rows), "filter": chosen, "query": rest_of(request)},
    )


@allowed("see")
def page(request: HttpRequest, document: int) -> HttpResponse:
    """A document's text with its records marked, and the records beside it."""
    found = document_for(request.user, document)
    records = list(found.records.prefetch_related("reviews__user", "comments__user", "decisions__user"))
    return render(
        request,
        "workbench/document.html",
        {
            "document": found,
            "pieces": pieces(found.text, records),
            "records": [shown(record, request.user) for record in records],
            "types": TYPES,
            "modalities": MODALITIES,
            "groups": groups_of(request.user) if request.user.may("restrict") else [],
            "restricted_to": [group.pk for group in found.groups.all()],
            "comments": found.comments.filter(record=None).select_related("user"),
        },
    )
