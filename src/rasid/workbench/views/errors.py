"""Pages for what is refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # for Django's log
    """A form that did not come from one of our pages."""
    return render(request, "workbench/refused.html", {"why": "csrf"}, status=403)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """What the person's role does not allow."""
    return render(request, "workbench/refused.html", {"why": "role"}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """What is not there, or is not for this person."""
    return render(request, "workbench/refused.html", {"why": "missing"}, status=404)
