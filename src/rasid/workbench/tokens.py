"""Tokens of programs: 256 random bits, of which only the hash is kept."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from rasid.workbench.models import ApiToken

SCOPES = ("read", "import", "review", "export")
"""What a token can be for. It never allows more than the role of its owner."""
_PREFIX = "rasid_"
_SHOWN = 12
_USED = datetime.timedelta(minutes=1)


def digest(token: str) -> str:
    """The hash under which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def issue(user: Any, name: str, *, scopes: Sequence[str], days: int | None = None) -> str:
    """Make a token; what is returned cannot be had again. ``days`` is how long it is good, None for ever."""
    token = _PREFIX + secrets.token_urlsafe(32)
    expires = None if days is None else timezone.now() + datetime.timedelta(days=days)
    ApiToken.objects.create(
        user=user,
        name=name,
        start=token[:_SHOWN],
        digest=digest(token),
        scopes=sorted(set(scopes) & set(SCOPES)),
        expires=expires,
    )
    return token


def holder(token: str) -> ApiToken | None:
    """The token's row where it is good now: neither revoked nor over, its owner active."""
    now = timezone.now()
    found: ApiToken | None = ApiToken.objects.select_related("user").filter(digest=digest(token)).first()
    if found is None or found.revoked is not None or not found.user.is_active:
        return None
    if found.expires is not None and found.expires <= now:
        return None
    if found.used is None or now - found.used > _USED:
        found.used = now
        found.save(update_fields=["used"])
    return found
