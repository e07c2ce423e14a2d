"""Imports: what is brought in, and how far the reading of it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from rasid.errors import OptionError
from rasid.workbench.access import allowed, groups_of
from rasid.workbench.answers import telling, wants_json
from rasid.workbench.importing import begin, begin_folder
from rasid.workbench.models import Job, JobLeft
from rasid.workbench.models.work import JobKind, JobState
from rasid.workbench.paging import page_of, rest_of


@allowed("import", "GET", "POST")
@telling
def listing(request: HttpRequest) -> HttpResponse:
    """Imports so far; with POST a new one: ``files``, ``published``, ``publisher``, ``columns``, ``groups``."""
    if request.method == "POST":
        job = begin(
            request.user,
            [(file.name, file) for file in request.FILES.getlist("files")],
            published=request.POST.get("published", ""),
            publisher=request.POST.get("publisher", ""),
            given_columns=request.POST.get("columns", ""),
            groups=chosen_groups(request),
        )
        return _begun(request, job)
    rows = _jobs(request).annotate(files=Count("items"), documents_read=Sum("items__read")).order_by("-pk")
    return render(
        request,
        "workbench/imports.html",
        {
            "page": page_of(request, rows),
            "groups": groups_of(request.user),
            "folders": settings.FOLDERS if request.user.may("import_folder") else [],
            "limit_mb": settings.UPLOAD_LIMIT >> 20,
            "query": rest_of(request),
        },
    )


@allowed("import_folder", "POST")
@telling
def folder(request: HttpRequest) -> HttpResponse:
    """Import a ``folder`` of the server."""
    job = begin_folder(
        request.user,
        request.POST.get("folder", ""),
        published=request.POST.get("published", ""),
        publisher=request.POST.get("publisher", ""),
        groups=chosen_groups(request),
    )
    return _begun(request, job)


def chosen_groups(request: HttpRequest) -> list[Any]:
    """The groups that a form names. Raises OptionError for one that the person may not restrict to."""
    wanted = {value for value in request.POST.getlist("groups") if value}
    found = [group for group in groups_of(request.user) if str(group.pk) in wanted]
    if len(found) != len(wanted):
        raise OptionError("one of these groups is not yours", where="groups", step="Choose among your groups.")
    return found


def _begun(request: HttpRequest, job: Job) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ok": True, "import": job.pk}, status=201)
    return redirect("import_job", job.pk)


def _jobs(request: HttpRequest) -> Any:
    return Job.objects.visible_to(request.user).filter(kind=JobKind.IMPORT)


def _job(request: HttpRequest, pk: int) -> Job:
    job: Job | None = _jobs(request).filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def totals(job: Job) -> dict[str, int]:
    """How far a job is: ``files``, ``finished`` of them, and ``read``, ``there``, ``aside``, ``failed``."""
    over = Q(state__in=[JobState.DONE, JobState.FAILED])
    found = job.items.aggregate(
        files=Count("pk"),
        finished=Count("pk", filter=over),
        read=Sum("read"),
        there=Sum("there"),
        aside=Sum("aside"),
        failed=Sum("failed"),
    )
    return {name: value or 0 for name, value in found.items()}


@allowed("import")
def page(request: HttpRequest, job: int) -> HttpResponse:
    """An import: its files and what came of them."""
    found = _job(request, job)
    return render(
        request,
        "workbench/import.html",
        {
            "job": found,
            "totals": totals(found),
            "page": page_of(request, found.items.all()),
            "left": JobLeft.objects.filter(item__job=found)[:200],
            "left_count": JobLeft.objects.filter(item__job=found).count(),
            "query": rest_of(request),
        },
    )


@allowed("import")
def progress(request: HttpRequest, job: int) -> HttpResponse:
    """How far an import is, for scripts."""
    found = _job(request, job)
    return JsonResponse({"state": found.state, "state_label": str(found.get_state_display()), **totals(found)})


@allowed("import", "POST")
def stop(request: HttpRequest, job: int) -> HttpResponse:
    """Stop an import; what was read stays."""
    found = _job(request, job)
    Job.objects.filter(pk=found.pk, state__in=[JobState.QUEUED, JobState.RUNNING]).update(state=JobState.STOPPED)
    return redirect("import_job", job)


@allowed("import", "POST")
def resume(request: HttpRequest, job: int) -> HttpResponse:
    """Go on with an import that was stopped or failed, from where it was."""
    found = _job(request, job)
    if Job.objects.filter(pk=found.pk, state__in=[JobState.STOPPED, JobState.FAILED]).update(
        state=JobState.QUEUED, finished=None
    ):
        again = found.items.exclude(state=JobState.DONE)
        again.update(state=JobState.QUEUED, attempts=0, worker="", leased_until=None, error="")
    return redirect("import_job", job)
