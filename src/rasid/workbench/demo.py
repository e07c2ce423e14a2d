"""A small corpus of our own writing, with a person of each role, to try the workbench on. Nothing in it happened."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group

from rasid import Reader
from rasid.workbench.demo_texts import TEXTS
from rasid.workbench.models import Document, Role, User
from rasid.workbench.storing import store

RESTRICTED = "field-team"


def fill(say: Callable[[str], None], *, password: str | None = None) -> None:
    """Make the people and read the corpus, where neither is there yet; ``say`` is told the password."""
    if User.objects.exists():
        return
    chosen = password or secrets.token_urlsafe(12)
    group = Group.objects.create(name=RESTRICTED)
    people: dict[str, Any] = {}
    for name, role in (*((role, role) for role in Role.values), ("reviewer2", Role.REVIEWER)):
        people[name] = User.objects.create_user(name, password=chosen, role=role)
    people["reviewer"].groups.add(group)
    people["editor"].groups.add(group)
    reader = Reader()
    for number, (title, publisher, day, text) in enumerate(TEXTS, 1):
        if not Document.objects.filter(doc=f"demo-{number}").exists():
            read = reader.read(text, published=day, publisher=publisher, doc=f"demo-{number}")
            restricted = [group] if number == len(TEXTS) else []
            made = store(read, user=people["editor"], groups=restricted, form="text")
            made.title = title
            made.save(update_fields=["title"])
    say(f"Log in as {', '.join(people)}, each with the password {chosen}")
