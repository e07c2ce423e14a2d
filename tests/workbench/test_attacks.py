"""Twenty attacks that a workbench must stand: each is tried, and refused."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from rasid.errors import OutputError
from rasid.workbench import review, worker
from rasid.workbench.models import ApiToken, AuditLog, Document, History, Job, JobLeft, Name, Record, User
from rasid.workbench.storing import store
from rasid.workbench.tokens import SCOPES, holder, issue

pytestmark = pytest.mark.django_db
PASSWORD = "palm-dates-and-tea"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def api(token, method, path, body=None):
    options = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
    return Client().generic(method, f"/api/v1{path}", headers={"authorization": f"Bearer {token}"}, **options)


def test_01_a_script_in_text_title_publisher_or_file_name_is_shown_as_words(people, reader, as_):
    text = f"قتل ثلاثة أشخاص في قصف على مدينة مأرب {SCRIPT} بحسب مصدر طبي."
    made = store(reader.read(text, publisher=SCRIPT, doc=f"{SCRIPT}.txt"), user=people["editor"])
    Document.objects.filter(pk=made.pk).update(title=SCRIPT)
    for where in ("/", "/documents/", f"/documents/{made.pk}/", "/records/", f"/records/{made.records.first().pk}/"):
        page = as_("viewer").get(where).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page


def test_02_a_script_in_a_name_comment_or_group_is_shown_as_words(people, record, as_):
    start = record.document.text.index("ميناء")
    review.mark(people["analyst"], record.pk, "actor", start, start + 5, extra={"name": SCRIPT})
    review.comment(people["analyst"], record.document, SCRIPT, record.pk)
    as_("administrator").post("/people/groups/", {"name": SCRIPT})
    client = as_("administrator")
    for where in (f"/documents/{record.document_id}/", f"/records/{record.pk}/history/", "/people/", "/imports/"):
        page = client.get(where).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page


def test_03_no_page_allows_a_script_within_it(as_):
    for where in ("/", "/documents/", "/records/", "/imports/", "/export/", "/people/", "/account/", "/nowhere/"):
        answer = as_("administrator").get(where)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page), where
        assert "frame-ancestors 'none'" in policy and answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]


def test_04_a_formula_in_a_cell_runs_in_no_spreadsheet(people, reader, as_):
    store(
        reader.read("قتل ثلاثة أشخاص في قصف على مدينة مأرب.", publisher="=HYPERLINK(1)", doc="@SUM(1).txt"),
        user=people["editor"],
    )
    body = as_("analyst").get("/export/file/?format=csv").getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(body)))
    assert row["publisher"] == "'=HYPERLINK(1)" and row["doc"] == "'@SUM(1).txt"


def test_05_another_s_record_is_not_reached_by_its_number(people, documents, as_):
    hidden = documents["secret"].records.first()
    client = as_("reviewer")
    for action in ("review", "change", "span", "merge", "split", "settle"):
        answer = client.post(f"/records/{hidden.pk}/{action}/", {"verdict": "reject", "into": hidden.pk, "version": 1})
        assert answer.status_code == 404
    mine = documents["open"].records.first()
    for field, where in (
        ("into", f"/records/{mine.pk}/merge/"),
        ("record", f"/documents/{mine.document_id}/comments/"),
    ):
        assert client.post(where, {field: hidden.pk, "text": "x"}).status_code == 404
    hidden.refresh_from_db()
    assert (hidden.version, hidden.state) == (1, "open")


def test_06_a_form_of_another_site_is_refused(people, record):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    for where in (f"/records/{record.pk}/review/", "/people/new/", "/imports/", "/logout/", "/account/tokens/"):
        assert client.post(where, {"verdict": "reject"}).status_code == 403
    assert not History.objects.exists()
    cookie = client.cookies["rasid"]
    assert cookie["samesite"] == "Lax" and cookie["httponly"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_07_nobody_is_sent_to_another_site(people, target):
    answer = Client().post("/login/?next=" + target, {"username": "viewer", "password": PASSWORD, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Client().post("/language/", {"language": "en", "next": target})["Location"] == "/"


def test_08_an_upload_leads_out_of_no_folder(as_, people):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../tmp/rasid-was-here.txt", "قتل ثلاثة أشخاص في قصف على مدينة مأرب.")
    as_("analyst").post("/imports/", {"files": SimpleUploadedFile("../../x.zip", out.getvalue())})
    worker.run(once=True)
    assert not Document.objects.exists()
    assert "R122" in JobLeft.objects.get().error
    assert as_("editor").post("/imports/folder/", {"folder": "/etc"}).status_code == 302
    assert Job.objects.count() == 1


def test_09_a_bomb_of_an_archive_is_left(as_, people):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", "قتل " * 20_000_000)
    assert len(out.getvalue()) < 2_000_000
    as_("analyst").post("/imports/", {"files": SimpleUploadedFile("bomb.zip", out.getvalue())})
    worker.run(once=True)
    assert not Document.objects.exists() and "R120" in JobLeft.objects.get().error


def test_10_nothing_is_set_that_a_form_does_not_offer(people, record, as_):
    extra = {"is_superuser": "on", "role": "administrator", "is_staff": "on", "state": "accepted", "user": 1}
    as_("viewer").post("/account/password/", {"old_password": PASSWORD, "new_password1": "tea-and-palm-dates",
                                              "new_password2": "tea-and-palm-dates", **extra})  # fmt: skip
    as_("analyst").post(f"/records/{record.pk}/review/", {"verdict": "accept", **extra})
    viewer, found = User.objects.get(username="viewer"), Record.objects.get(pk=record.pk)
    assert (viewer.role, viewer.is_superuser, viewer.is_staff) == ("viewer", False, False)
    assert found.state == "reviewed" and found.reviews.get().user.username == "analyst"
    token = issue(people["analyst"], "t", scopes=SCOPES)
    for changes in ({"state": "accepted"}, {"id": "r9"}, {"confidence": 1}, {"reason": {}}, {"links": []}):
        assert api(token, "POST", f"/records/{record.pk}/review", {"changes": changes}).status_code == 422


def test_11_passwords_are_not_guessed(people):
    client, wrong = Client(), {"username": "editor", "password": "wrong-wrong-wrong"}
    statuses = [client.post("/login/", wrong).status_code for _ in range(6)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert client.post("/login/", {"username": "editor", "password": PASSWORD}).status_code == 429
    assert not Client().post("/login/", {"username": "nobody", "password": "x"}).wsgi_request.user.is_authenticated


def test_12_the_second_factor_is_not_gone_round_or_guessed(people):
    device = TOTPDevice.objects.create(user=people["editor"], name="totp", confirmed=True)
    client = Client()
    client.post("/login/", {"username": "editor", "password": PASSWORD})
    for where in ("/", "/documents/", "/export/file/?format=csv", "/account/", "/account/second-factor/"):
        assert client.get(where)["Location"] == "/second-factor/", where
    assert client.get("/account/second-factor/picture.svg").status_code == 404
    for _ in range(3):
        client.post("/second-factor/", {"code": "000000"})
    right = f"{totp(device.bin_key):06d}"
    assert client.post("/second-factor/", {"code": right}).status_code == 200  # slowed down
    device.refresh_from_db()
    device.throttle_reset()
    assert client.post("/second-factor/", {"code": right})["Location"] == "/"
    assert client.get("/documents/").status_code == 200
    other = Client()
    other.post("/login/", {"username": "editor", "password": PASSWORD})
    assert other.post("/second-factor/", {"code": right}).status_code == 200  # a code is good once


def test_13_nothing_beyond_one_s_rights_is_exported(people, documents, as_):
    assert as_("viewer").get("/export/file/?format=jsonl").status_code == 403
    body = as_("editor").get(f"/export/file/?format=jsonl&document={documents['secret'].pk}").getvalue()
    assert body == b""
    token = issue(people["analyst"], "t", scopes=["read"])
    assert api(token, "GET", "/export?format=jsonl").status_code == 403
    lost = as_("editor").get("/export/losses/?format=csv").json()
    assert lost["documents"] == 1


def test_14_no_history_beyond_one_s_rights(people, documents, as_):
    hidden = documents["secret"].records.first()
    review.judge(people["insider"], hidden.pk, "reject")
    change = History.objects.get(record_id=hidden.pk)
    for client in (as_("viewer"), as_("reviewer"), as_("editor")):
        for where in (f"/records/{hidden.pk}/history/", f"/documents/{hidden.document_id}/history/"):
            assert client.get(where).status_code in (403, 404)
    assert as_("editor").post(f"/history/{change.pk}/undo/").status_code == 404
    token = issue(people["editor"], "t", scopes=SCOPES)
    assert api(token, "GET", f"/records/{hidden.pk}/history").status_code == 404
    assert api(token, "POST", f"/history/{change.pk}/undo").status_code == 404


def test_15_no_query_becomes_a_part_of_sql(people, documents, as_):
    client = as_("viewer")
    for given in (
        "'; DROP TABLE workbench_record; --",
        '" OR 1=1 --',
        "NEAR(a b)",
        "words:*",
        'a" OR stems : "b',
        "-",
        '"',
        "%",
        "قصف*",
    ):
        for page in ("documents", "records"):
            assert client.get(f"/{page}/", {"q": given, "actor": given, "type": given}).status_code == 200
    assert Record.objects.exists()
    assert (
        documents["secret"].title == ""
        and "secret.txt" not in client.get('/documents/?q="%20OR%20شاهد').content.decode()
    )


def test_16_numbers_and_characters_that_no_database_holds_are_no_fault(people, record, as_):
    client = as_("analyst")
    for where in ("/documents/999999999999999/", "/records/?job=99999999999999999999", "/records/?from=2024-13-45",
                  "/records/?box=1,2,3", "/records/?page=99999999999999999999", "/documents/?q=%00", "/records/?confidence=nan",
                  "/documents/99999999999999999999999/"):  # fmt: skip
        assert client.get(where).status_code in (200, 400, 404), where
    for given in ({"start": "9" * 40, "end": "1"}, {"start": "-1", "end": "1"}, {"start": "٣", "end": "٥"}):
        answer = client.post(
            f"/records/{record.pk}/span/", {"slot": "actor", **given}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 422
    client.post(f"/documents/{record.document_id}/comments/", {"text": "a\0b"})
    assert record.document.comments.get().text == "ab"


def test_17_the_log_and_the_history_are_not_changed(people, record):
    review.judge(people["analyst"], record.pk, "accept")
    AuditLog.objects.create(action="seen")
    for row in (AuditLog.objects.get(), History.objects.get()):
        for change in (
            row.save,
            row.delete,
            type(row).objects.all().delete,
            lambda row=row: type(row).objects.update(action="x"),
        ):
            with pytest.raises(OutputError):
                change()
    for table in ("workbench_auditlog", "workbench_history"):
        for statement in (f"UPDATE {table} SET action = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(Error, match="only added"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert (AuditLog.objects.get().action, History.objects.get().action) == ("seen", "accept")


def test_18_a_session_ends(people, settings, as_):
    client = as_("viewer")
    assert client.get("/documents/").status_code == 200
    for name, back in (("seen", settings.SESSION_IDLE + 60), ("began", settings.SESSION_COOKIE_AGE + 60)):
        client = as_("viewer")
        client.get("/documents/")
        session = client.session
        session[name] -= back
        session.save()
        assert client.get("/documents/")["Location"] == "/login/"
        assert client.get("/documents/")["Location"].startswith("/login/")
    client = as_("viewer")
    people["viewer"].set_password("another-long-one")
    people["viewer"].save()
    assert client.get("/documents/").status_code == 302
    people["analyst"].is_active = False
    people["analyst"].save()
    assert as_("analyst").get("/documents/").status_code == 302


def test_19_a_token_is_no_use_to_who_steals_the_database_or_comes_too_late(people, as_):
    made = as_("analyst").post("/account/tokens/", {"name": "t", "scopes": ["read"], "days": 1}).content.decode()
    token = re.search(r"rasid_[\w-]{40,}", made)[0]
    assert api(token, "GET", "/documents").status_code == 200
    row = ApiToken.objects.get()
    assert token not in json.dumps({name: str(value) for name, value in vars(row).items()})
    assert token not in as_("analyst").get("/account/").content.decode()
    assert api(row.digest, "GET", "/documents").status_code == 401
    assert as_("viewer").post(f"/account/tokens/{row.pk}/revoke/").status_code == 404
    as_("analyst").post(f"/account/tokens/{row.pk}/revoke/")
    assert api(token, "GET", "/documents").status_code == 401
    late = issue(people["analyst"], "late", scopes=["read"], days=-1)
    gone = issue(people["reviewer"], "gone", scopes=["read"])
    people["reviewer"].is_active = False
    people["reviewer"].save()
    assert holder(late) is None and holder(gone) is None
    assert sorted(as_("analyst").get("/account/").context["tokens"].values_list("name", flat=True)) == ["late", "t"]


def test_20_a_host_that_is_not_ours_and_a_scope_that_grows_are_refused(people, record, as_):
    assert as_("viewer").get("/documents/", headers={"host": "evil.example"}).status_code == 400
    as_("viewer").post("/account/tokens/", {"name": "t", "scopes": ["read", "root"], "days": 1})
    assert not ApiToken.objects.exists()
    token = issue(people["viewer"], "t", scopes=[*SCOPES, "root"])
    assert api(token, "POST", f"/records/{record.pk}/review", {"verdict": "reject"}).status_code == 403
    assert holder(token).scopes == sorted(SCOPES)


def test_21_the_last_administrator_stays(people, as_):
    admin = people["administrator"]
    answer = as_("administrator").post(
        f"/people/{admin.pk}/", {"username": "administrator", "role": "viewer", "is_active": "on"}
    )
    assert answer.status_code == 422
    admin.refresh_from_db()
    assert admin.role == "administrator"


def test_22_a_row_for_a_table_brings_no_other_row_with_it(people, as_):
    client = as_("analyst")
    for cell in ("X\nY\tZ", "X\tgovernment", "#X", "X\u2028Y", "X\0"):
        answer = client.post("/proposals/new/", {"table": "actors", "column_name_en": cell, "column_aliases": "هيئة"})
        assert answer["Location"] == "/"
    answer = client.post("/proposals/new/", {"table": "../../x", "column_name_en": "X"})
    assert answer["Location"] == "/"
    assert not Job.objects.exists()


def test_23_names_of_reviewers_are_in_no_export(people, record, as_):
    review.judge(people["analyst"], record.pk, "accept")
    review.comment(people["insider"], record.document, "سر", record.pk)
    assert Name.objects.exists()
    for form in ("jsonl", "csv", "html", "webannotation", "labelstudio"):
        body = as_("analyst").get(f"/export/file/?format={form}").getvalue().decode()
        assert "insider" not in body and not re.search(r"\banalyst\b", body) and "سر" not in body.split()
    assert json.loads(as_("analyst").get("/export/file/?format=jsonl").getvalue().splitlines()[0])["records"]
