"""Who may do and see what: the one place that says it, for pages, search, history, exports and the API alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from rasid.workbench.models import Document, Record, Restriction, Role, User

ACTIONS: dict[str, Role] = {
    "see": Role.VIEWER,
    "account": Role.VIEWER,
    "history": Role.ANALYST,
    "comment": Role.ANALYST,
    "correct": Role.ANALYST,
    "undo": Role.ANALYST,
    "import": Role.ANALYST,
    "export": Role.ANALYST,
    "propose": Role.ANALYST,
    "confirm": Role.REVIEWER,
    "settle": Role.REVIEWER,
    "apply": Role.EDITOR,
    "restrict": Role.EDITOR,
    "undo_others": Role.EDITOR,
    "import_folder": Role.EDITOR,
    "people": Role.ADMINISTRATOR,
    "log": Role.ADMINISTRATOR,
    "see_all": Role.ADMINISTRATOR,
}
"""What can be done, and the least role that may do it. What is not listed nobody may do."""
_RANKS = {str(role): rank for rank, role in enumerate(Role.values)}

View = Callable[..., HttpResponse]


def may(user: User, action: str) -> bool:
    """Whether a person may do something at all; on which documents is a matter of ``visible_to``."""
    return bool(user.is_authenticated and user.is_active and user.rank >= _RANKS[ACTIONS[action]])


def allowed(action: str, *methods: str) -> Callable[[View], View]:
    """A view for those who may do ``action``, with these methods (GET where none is named).

    Who is not logged in is sent to log in, who may not gets status 403, another method 405. ``view.action`` says which,
    so that a test can go through all views.
    """
    legal = methods or ("GET",)

    def around(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, action):
                raise PermissionDenied
            if request.method not in legal and not (request.method == "HEAD" and "GET" in legal):
                return HttpResponseNotAllowed(legal)
            return view(request, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        checked.methods = legal  # type: ignore[attr-defined]
        return checked

    return around


def open_to_all(view: View) -> View:
    """A view that needs no login, such as the login itself."""
    view.action = None  # type: ignore[attr-defined]
    view.methods = ("GET", "POST")  # type: ignore[attr-defined]
    return view


def document_for(user: User, pk: int) -> Document:
    """A document that the user may see. Raises Http404 for others, as for those that are not there."""
    found: Document | None = Document.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def record_for(user: User, pk: int) -> Record:
    """A record of a document that the user may see. Raises Http404."""
    found: Record | None = Record.objects.visible_to(user).select_related("document").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def groups_of(user: User) -> Any:
    """The groups to which the user may restrict documents: one's own, and all for administrators."""
    return Group.objects.order_by("name") if may(user, "see_all") else user.groups.order_by("name")


@transaction.atomic
def restrict(document: Document, groups: Iterable[Group]) -> None:
    """Let only these groups see a document; everybody, where there are none."""
    wanted = list(groups)
    Restriction.objects.filter(document=document).delete()
    Restriction.objects.bulk_create([Restriction(document=document, group=group) for group in wanted])
    document.restricted = bool(wanted)
    document.save(update_fields=["restricted"])
