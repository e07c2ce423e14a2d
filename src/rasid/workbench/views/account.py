"""Logging in and out, the second factor, one's own password and tokens."""

from __future__ import annotations

import io
from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as otp_login
from django_otp import match_token, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from rasid.workbench.access import allowed, open_to_all
from rasid.workbench.forms import CodeForm, TokenForm
from rasid.workbench.middleware import needs_second_factor
from rasid.workbench.models import ApiToken
from rasid.workbench.tokens import issue

login = open_to_all(
    sensitive_post_parameters("password")(
        LoginView.as_view(template_name="workbench/login.html", redirect_authenticated_user=True)
    )
)
logout = open_to_all(LogoutView.as_view())


@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, and go back to the page."""
    target, code = request.POST.get("next", "/"), request.POST.get("language", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if safe else "/")
    if request.method == "POST" and check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@allowed("account", "GET", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor; wrong ones are slowed down by django-otp."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(request.user, form.cleaned_data["code"])
        if device is not None:
            otp_login(request, device)
            return redirect("home")
        form.add_error("code", _("This code is not right, or codes were tried too often. Wait a moment."))
    return render(request, "workbench/second_factor.html", {"form": form})


def _open_device(request: HttpRequest) -> Any:
    """The device that the person is about to confirm."""
    device, _made = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "totp"})
    return device


@allowed("account", "GET", "POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the key of a second factor and take its first code; then show the codes for the case that it is lost."""
    if user_has_device(request.user) and not request.user.is_verified():
        return redirect("second_factor")
    device, form = _open_device(request), CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            TOTPDevice.objects.filter(user=request.user, confirmed=True).delete()
            device.confirmed = True
            device.save()
            otp_login(request, device)
            return render(request, "workbench/enrolled.html", {"codes": _fresh_codes(request.user)})
        form.add_error("code", _("This code is not right. Look at the clock of the device."))
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    return render(request, "workbench/enrol.html", {"form": form, "key": key})


def _fresh_codes(user: Any) -> list[str]:
    """Ten codes that each log in once; earlier ones no longer do."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="codes", confirmed=True)
    codes = [StaticToken.random_token() for _number in range(10)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


@allowed("account")
def enrol_picture(request: HttpRequest) -> HttpResponse:
    """The key as a picture for the camera of a phone, while it is not yet confirmed."""
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if device is None or (user_has_device(request.user) and not request.user.is_verified()):
        raise Http404
    out = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage, box_size=12).save(out)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@allowed("account")
def account(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    return render(
        request,
        "workbench/account.html",
        {
            "has_device": user_has_device(request.user),
            "needs_device": needs_second_factor(request.user),
            "tokens": request.user.tokens.all(),
            "form": TokenForm(),
        },
    )


@sensitive_post_parameters()
@allowed("account", "GET", "POST")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the person end."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, _("The password was changed."))
        return redirect("account")
    return render(request, "workbench/password.html", {"form": form})


@allowed("account", "POST")
def tokens(request: HttpRequest) -> HttpResponse:
    """Make a token for a program; it is shown this once."""
    form = TokenForm(request.POST)
    made = None
    if form.is_valid():
        made = issue(
            request.user,
            form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            days=form.cleaned_data["days"],
        )
    return render(
        request,
        "workbench/account.html",
        {
            "form": form if made is None else TokenForm(),
            "made": made,
            "tokens": request.user.tokens.all(),
            "has_device": user_has_device(request.user),
            "needs_device": needs_second_factor(request.user),
        },
        status=200 if made is not None else 422,
    )


@allowed("account", "POST")
def revoke_token(request: HttpRequest, token: int) -> HttpResponse:
    """End a token of one's own."""
    found = get_object_or_404(ApiToken, pk=token, user=request.user)
    if found.revoked is None:
        found.revoked = timezone.now()
        found.save(update_fields=["revoked"])
    return redirect("account")
