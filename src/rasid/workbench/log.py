"""Entries of the log that say more than that a page was asked for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ipware import get_client_ip

from rasid.workbench.models import AuditLog


def address_of(request: HttpRequest) -> str:
    """The network address that a request came from, or an empty string."""
    found, _trusted = get_client_ip(
        request,
        proxy_count=settings.PROXIES or None,
        request_header_order=settings.AXES_IPWARE_META_PRECEDENCE_ORDER,
    )
    return str(found or "")


def who(request: HttpRequest) -> dict[str, Any]:
    """The columns that say who asks, and from where."""
    token = getattr(request, "api_token", None)
    user = token.user if token is not None else request.user
    return {
        "user_id": user.pk,
        "username": user.get_username() if user.pk else "",
        "address": address_of(request),
        "token": token.start if token is not None else "",
    }


def note(request: HttpRequest, action: str, *, about: str = "", detail: dict[str, Any] | None = None) -> None:
    """Enter something into the log."""
    AuditLog.objects.create(
        action=action, object=about, detail=detail or {}, method=request.method or "", **who(request)
    )
