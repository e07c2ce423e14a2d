"""Entries for the tables: proposed with their effect, applied by editors."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rasid.workbench.access import allowed, record_for
from rasid.workbench.answers import number, telling
from rasid.workbench.models import Proposal, ProposalEffect, Record
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.proposing import decide, propose
from rasid.workbench.readers import OPEN_TABLES, columns_of


def seen_by(request: HttpRequest) -> Any:
    """Proposals that the person may see: those of a record that the person may not see quote its document."""
    rows = Proposal.objects.select_related("user", "decided_by")
    if request.user.may("see_all"):
        return rows
    hidden = Record.objects.exclude(pk__in=Record.objects.visible_to(request.user).values("pk"))
    return rows.exclude(record__in=hidden.values("pk"))


@allowed("propose")
def listing(request: HttpRequest) -> HttpResponse:
    """Every proposal."""
    return render(
        request, "workbench/proposals.html", {"page": page_of(request, seen_by(request)), "query": rest_of(request)}
    )


@allowed("propose", "GET", "POST")
@telling
def new(request: HttpRequest) -> HttpResponse:
    """Propose a row: ``table``, its columns by name, ``note``, ``record`` that gave the occasion."""
    if request.method == "POST":
        table, record = request.POST.get("table", ""), number(request, "record")
        about = record_for(request.user, record) if record is not None else None
        known = columns_of(table) if table in OPEN_TABLES else {}
        cells = {name: request.POST[f"column_{name}"] for name in known if f"column_{name}" in request.POST}
        made = propose(request.user, table, cells, note=request.POST.get("note", ""), record=about)
        return redirect("proposal", made.pk)
    table = request.GET.get("table", "")
    table = table if table in OPEN_TABLES else OPEN_TABLES[0]
    given = request.GET.get("record", "")
    about = record_for(request.user, int(given)) if given.isascii() and given.isdigit() and len(given) < 15 else None
    cells = {name: request.GET.get(name, "") for name in columns_of(table)}
    context = {"table": table, "tables": OPEN_TABLES, "cells": cells, "several": columns_of(table), "record": about}
    return render(request, "workbench/proposal_new.html", context)


@allowed("propose")
def page(request: HttpRequest, proposal: int) -> HttpResponse:
    """A proposal and the records that would be others with it."""
    found = get_object_or_404(seen_by(request), pk=proposal)
    effects = ProposalEffect.objects.visible_to(request.user).filter(proposal=found).select_related("document")
    shown = effects.exclude(change="reason")
    counts = dict(effects.order_by().values_list("change").annotate(Count("pk")))
    return render(
        request,
        "workbench/proposal.html",
        {
            "proposal": found,
            "page": page_of(request, shown),
            "totals": {"documents": shown.order_by().values("document").distinct().count(), **counts},
            "hidden": request.user.may("apply") and found.effects.count() > effects.count(),
            "jobs": found.jobs.order_by("pk"),
            "query": rest_of(request),
        },
    )


@allowed("apply", "POST")
@telling
def apply(request: HttpRequest, proposal: int) -> HttpResponse:
    """Apply a proposal: new readings have the row, stored documents are read again."""
    decide(request.user, get_object_or_404(seen_by(request), pk=proposal), apply=True)
    return redirect("proposal", proposal)


@allowed("apply", "POST")
@telling
def decline(request: HttpRequest, proposal: int) -> HttpResponse:
    """Decline a proposal."""
    decide(request.user, get_object_or_404(seen_by(request), pk=proposal), apply=False)
    return redirect("proposal", proposal)
