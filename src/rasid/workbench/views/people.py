"""People, their roles and groups; the log."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import devices_for_user

from rasid.errors import EditError
from rasid.workbench.access import allowed, document_for, groups_of, may, restrict
from rasid.workbench.answers import telling
from rasid.workbench.forms import GroupForm, NewPersonForm, PersonForm
from rasid.workbench.log import note
from rasid.workbench.models import AuditLog, Role, User
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.views.imports import chosen_groups


@allowed("people")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, and the groups."""
    return render(
        request,
        "workbench/people.html",
        {
            "page": page_of(request, User.objects.order_by("username").prefetch_related("groups")),
            "groups": Group.objects.annotate(members=Count("user", distinct=True)).order_by("name"),
            "form": GroupForm(),
            "query": rest_of(request),
        },
    )


@sensitive_post_parameters()
@allowed("people", "GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Take somebody in."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        note(request, "person_made", about=f"user:{made.pk}", detail={"role": made.role})
        return redirect("people")
    return render(request, "workbench/person.html", {"form": form, "person": None}, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@sensitive_post_parameters()
@allowed("people", "GET", "POST")
def person(request: HttpRequest, user: int) -> HttpResponse:
    """Change somebody's role, groups, password; shut somebody out; take a lost second factor away."""
    found = get_object_or_404(User, pk=user)
    before = {
        "role": found.role,
        "active": found.is_active,
        "groups": sorted(group.name for group in found.groups.all()),
    }
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        if _last_administrator(found.pk, form.cleaned_data):
            form.add_error(None, _("There must be an administrator."))
        else:
            form.save()
            if form.cleaned_data["forget_device"]:
                for device in devices_for_user(found, confirmed=None):
                    device.delete()
            reset(username=found.username)
            after = {name: form.cleaned_data[name] for name in ("role", "is_active", "forget_device")}
            after["groups"] = sorted(group.name for group in found.groups.all())
            note(request, "person_changed", about=f"user:{found.pk}", detail={"before": before, "after": after})
            messages.success(request, _("The person was changed."))
            return redirect("people")
    return render(request, "workbench/person.html", {"form": form, "person": found}, status=_status(form))


def _last_administrator(pk: int, wanted: dict[str, Any]) -> bool:
    """Whether nobody could look after the workbench after a change."""
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=pk)
    stays = wanted["role"] == Role.ADMINISTRATOR and wanted["is_active"]
    return not stays and not others.exists()


@allowed("people", "POST")
def new_group(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    form = GroupForm(request.POST)
    if form.is_valid():
        made = form.save()
        note(request, "group_made", about=f"group:{made.pk}", detail={"name": made.name})
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("people")


@allowed("restrict", "POST")
@telling
def document_groups(request: HttpRequest, document: int) -> HttpResponse:
    """Restrict a document to ``groups``, or open it to all. Groups of which one is no member stay as they are."""
    found = document_for(request.user, document)
    mine = {group.pk for group in groups_of(request.user)}
    others = [group for group in found.groups.all() if group.pk not in mine]
    wanted = [*chosen_groups(request), *others]
    if wanted and not may(request.user, "see_all") and not mine & {group.pk for group in wanted}:
        raise EditError("you would no longer see this document", step="Leave one of your groups.")
    before = sorted(group.name for group in found.groups.all())
    restrict(found, wanted)
    after = sorted(group.name for group in wanted)
    note(request, "restricted", about=f"document:{found.pk}", detail={"before": before, "after": after})
    return redirect("document", document)


@allowed("log")
def log(request: HttpRequest) -> HttpResponse:
    """The log: who did and saw what. ``who``, ``what`` and ``about`` narrow it."""
    rows = AuditLog.objects.all()
    for name, column in (("who", "username"), ("what", "action"), ("about", "object")):
        given = request.GET.get(name, "").strip()
        if given:
            rows = rows.filter(**{column: given[:150].replace("\0", "")})
    return render(request, "workbench/log.html", {"page": page_of(request, rows, 100), "query": rest_of(request)})
