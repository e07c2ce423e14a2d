"""Long lists in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, rows: Any, size: int = SIZE) -> Page:
    """The page that the address asks for with ``page``; the nearest where there is none such."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def rest_of(request: HttpRequest, *without: str) -> str:
    """The query of the address without some names, for links that keep the filter."""
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    return query.urlencode()
