"""What every template is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rasid import __version__


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """``can`` (what the person may do), ``version``, ``tiles`` (address of the team's map tiles or empty)."""
    user = request.user if hasattr(request, "user") and request.user.is_authenticated else None
    return {"can": user.can if user is not None else {}, "version": __version__, "tiles": settings.TILES}
