"""What every template is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rasid import __version__
from rasid.workbench.codes import TYPES
from rasid.workbench.models.documents import State

_IN_FORM = ("q", "type", "state", "actor", "place", "from", "to", "page")
"""What the form of filters asks for; the rest of the address stays as it is."""


def _choices(request: HttpRequest) -> dict[str, Any]:
    kept = [(name, value) for name, values in request.GET.lists() if name not in _IN_FORM for value in values]
    return {"types": TYPES, "states": State.choices, "kept": kept}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """``can`` (what the person may do), ``page_name``, ``choices`` (of filter forms), ``version``, ``tiles`` (address of the team's map tiles or empty)."""
    user = request.user if hasattr(request, "user") and request.user.is_authenticated else None
    page = request.resolver_match.url_name if getattr(request, "resolver_match", None) else ""
    shown = {"choices": _choices(request), "page_name": page}
    return shown | {"can": user.can if user is not None else {}, "version": __version__, "tiles": settings.TILES}
