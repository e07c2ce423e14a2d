"""Exports of what is filtered."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from rasid.workbench.access import allowed
from rasid.workbench.answers import telling
from rasid.workbench.exporting import bundle, formats, write
from rasid.workbench.filters import Filter
from rasid.workbench.log import note
from rasid.workbench.models import Document, Record
from rasid.workbench.paging import rest_of


@allowed("export")
def page(request: HttpRequest) -> HttpResponse:
    """The formats, and how much an export of the filter in the address holds."""
    chosen = Filter.of(request.GET)
    return render(
        request,
        "workbench/export.html",
        {
            "formats": formats(),
            "filter": chosen,
            "query": rest_of(request, "format", "public", "bundle"),
            "documents": chosen.documents(Document.objects.visible_to(request.user)).count(),
            "records": chosen.records(Record.objects.visible_to(request.user)).count(),
        },
    )


@allowed("export")
@telling
def file(request: HttpRequest) -> HttpResponse:
    """The file: ``format``, ``public=yes``, ``bundle=yes`` for an archive with its report; the rest is the filter."""
    public, bundled = (request.GET.get(name) == "yes" for name in ("public", "bundle"))
    form = request.GET.get("format", "")
    written = write(request.user, Filter.of(request.GET), form, public=public)
    counts = {"format": form, "documents": written.losses.documents, "records": written.losses.records}
    note(request, "exported", detail={**counts, "public": public, "query": request.GET.dict()})
    if bundled:
        return _sent(bundle(written), f"{written.name}.zip")
    return _sent(written.file, written.name)


def _sent(content: object, name: str) -> HttpResponse:
    """A file to be kept, never shown in place: what is in it came from others."""
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")


@allowed("export")
@telling
def losses(request: HttpRequest) -> HttpResponse:
    """What a format cannot hold of the filter's records, as JSON."""
    public = request.GET.get("public") == "yes"
    written = write(request.user, Filter.of(request.GET), request.GET.get("format", ""), public=public)
    written.file.close()
    return JsonResponse(written.losses.report())
