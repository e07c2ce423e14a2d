"""What is done with every request: headers, the limits of a session, the second factor, the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django_otp import user_has_device

from rasid.workbench.log import who
from rasid.workbench.models import AuditLog, Role

Get = Callable[[HttpRequest], HttpResponse]
_ALWAYS = frozenset({"login", "logout", "language", "second_factor", "enrol", "enrol_picture"})
"""Views that a person without the second factor can reach."""
_UNLOGGED = frozenset({"language", "health", "import_progress", "script_words"})
"""Views that show nothing that anybody would look for in the log."""


def headers(get: Get) -> Get:
    """Headers beside those of Django and django-csp; nothing that is shown to somebody stays in a shared cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get(request)
        response.setdefault("Cache-Control", "no-store, private")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def no_nul(get: Get) -> Get:
    """Refuse addresses with a NUL, which no database takes."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("NUL")
        return get(request)

    return answer


def sessions(get: Get) -> Get:
    """End sessions that were idle for too long or last too long."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            began, seen = session.setdefault("began", now), session.get("seen", now)
            if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
                return redirect(settings.LOGIN_URL)
            if now - seen > 30 or "seen" not in session:
                session["seen"] = now
        return get(request)

    return answer


def needs_second_factor(user: Any) -> bool:
    """Whether the settings ask a second factor of this person."""
    wanted = settings.TWO_FACTOR
    return wanted == "all" or (wanted == "editors" and user.role in {Role.EDITOR, Role.ADMINISTRATOR})


def second_factor(get: Get) -> Get:
    """Let nobody further who has a second factor and did not give it, or who must have one and has none."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not user.is_verified():
            has = user_has_device(user)
            if has or needs_second_factor(user):
                request.stopped_for = "second_factor" if has else "enrol"
        return get(request)

    def process_view(request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        wanted = getattr(request, "stopped_for", None)
        if wanted and request.resolver_match.view_name not in _ALWAYS:
            return redirect(wanted)
        return None

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def logged(get: Get) -> Get:
    """Enter every request that reached a view into the log, refused ones too."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get(request)
        match = request.resolver_match
        if match is None or match.view_name in _UNLOGGED:
            return response
        key, value = next(iter(match.kwargs.items()), ("", ""))
        AuditLog.objects.create(
            action=match.view_name or "",
            object=f"{key}:{value}" if key else "",
            method=request.method or "",
            status=response.status_code,
            detail={"query": request.GET.dict()} if request.GET else {},
            **who(request),
        )
        return response

    return answer
