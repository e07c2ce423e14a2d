"""Getting in: passwords, the second factor, languages, and what the settings ask of people."""

import re

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from rasid.workbench.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "palm-dates-and-tea"


def logged_in(name):
    client = Client()
    assert client.post("/login/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def test_a_second_factor_is_set_up_and_asked_for(people):
    client = logged_in("analyst")
    assert client.get("/documents/").status_code == 200
    page = client.get("/account/second-factor/").content.decode()
    picture = client.get("/account/second-factor/picture.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.getvalue()
    device = TOTPDevice.objects.get(user=people["analyst"])
    assert device.config_url.partition("secret=")[2].partition("&")[0] in page
    assert client.post("/account/second-factor/", {"code": "000000"}).status_code == 200
    device.refresh_from_db()
    device.throttle_reset()
    page = client.post("/account/second-factor/", {"code": f"{totp(device.bin_key):06d}"}).content.decode()
    codes = re.findall(r"<code>(\w{8})</code>", page)
    assert len(codes) == 10 and client.get("/documents/").status_code == 200
    other = logged_in("analyst")
    assert other.get("/documents/")["Location"] == "/second-factor/"
    assert other.post("/second-factor/", {"code": codes[0]})["Location"] == "/"
    assert other.get("/documents/").status_code == 200
    third = logged_in("analyst")
    assert third.post("/second-factor/", {"code": codes[0]}).status_code == 200
    assert third.get("/documents/").status_code == 302


@pytest.mark.parametrize(
    ("policy", "stopped"), [("none", set()), ("editors", {"editor"}), ("all", {"editor", "viewer"})]
)
def test_the_settings_say_who_must_have_one(people, settings, policy, stopped):
    settings.TWO_FACTOR = policy
    for name in ("viewer", "editor"):
        answer = logged_in(name).get("/documents/")
        assert (answer.status_code == 302) == (name in stopped)
        if name in stopped:
            assert answer["Location"] == "/account/second-factor/"


def test_an_administrator_takes_a_lost_factor_away(people, as_):
    TOTPDevice.objects.create(user=people["viewer"], name="totp", confirmed=True)
    form = {"username": "viewer", "role": "viewer", "is_active": "on", "forget_device": "on"}
    as_("administrator").post(f"/people/{people['viewer'].pk}/", form)
    assert logged_in("viewer").get("/documents/").status_code == 200


def test_people_are_taken_in_with_a_strong_password(people, as_):
    client = as_("administrator")
    form = {"username": "نوال", "role": "analyst", "is_active": "on", "password": "short"}
    assert client.post("/people/new/", form).status_code == 422
    assert client.post("/people/new/", {**form, "password": "olives-on-the-hill"}).status_code == 302
    made = User.objects.get(username="نوال")
    assert (made.role, made.is_staff, made.check_password("olives-on-the-hill")) == ("analyst", False, True)


def test_a_password_is_changed_and_other_sessions_end(people):
    client, other = logged_in("viewer"), logged_in("viewer")
    form = {"old_password": PASSWORD, "new_password1": "tea-and-palm-dates", "new_password2": "tea-and-palm-dates"}
    assert client.post("/account/password/", form).status_code == 302
    assert client.get("/documents/").status_code == 200
    assert other.get("/documents/").status_code == 302


def test_the_language_is_kept(people):
    client = logged_in("viewer")
    assert 'dir="rtl"' in client.get("/documents/").content.decode()
    client.post("/language/", {"language": "en", "next": "/documents/"})
    assert '<html lang="en" dir="ltr"' in client.get("/documents/").content.decode()
    client.post("/language/", {"language": "../x", "next": "/documents/"})
    assert '<html lang="en"' in client.get("/documents/").content.decode()


def test_what_watches_the_service_is_answered():
    assert Client().get("/health/").content == b"ok"
