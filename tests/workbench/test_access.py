"""Every role against every page, call, export and history: who may not see a document learns nothing of it anywhere."""

import json

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse

from rasid.workbench import review
from rasid.workbench.api import api
from rasid.workbench.exporting import formats
from rasid.workbench.importing import begin
from rasid.workbench.models import AuditLog, History, Job, Proposal, ProposalEffect, Role
from rasid.workbench.tokens import SCOPES, issue

pytestmark = pytest.mark.django_db

ROLES = list(Role.values)
PUBLIC = {"health", "login", "logout", "language"}
NEEDS = {
    "viewer": {
        "home", "second_factor", "account", "password", "enrol", "enrol_picture", "tokens", "revoke_token", "documents",
        "document", "records", "record", "map", "points", "outlines", "timeline", "counts", "names", "name",
    },
    "analyst": {
        "document_history", "record_history", "add_record", "comment", "review_record", "change_record", "span_record",
        "merge_records", "split_record", "undo_change", "imports", "import_job", "import_progress", "import_stop",
        "import_resume", "proposals", "proposal_new", "proposal", "export", "export_file", "export_losses",
    },
    "reviewer": {"settle_record"},
    "editor": {"document_groups", "import_folder", "proposal_apply", "proposal_decline"},
    "administrator": {"people", "person_new", "group_new", "person", "log"},
}  # fmt: skip
"""The least role that gets each page. A page that is missing here fails the test below."""
LEAST = {name: role for role, names in NEEDS.items() for name in names}
CALLS = {
    "list_documents": ("read", "viewer"),
    "get_document": ("read", "viewer"),
    "list_records": ("read", "viewer"),
    "get_record": ("read", "viewer"),
    "get_history": ("read", "analyst"),
    "review_record": ("review", "analyst"),
    "comment_record": ("review", "analyst"),
    "add_record": ("review", "analyst"),
    "undo_change": ("review", "analyst"),
    "propose_row": ("review", "analyst"),
    "list_formats": ("export", "analyst"),
    "export": ("export", "analyst"),
    "begin_import": ("import", "analyst"),
    "get_import": ("import", "analyst"),
}
"""The scope and the least role of every call of the API."""
MARKS = ("سبها", "طبيبا", "secret.txt", "مكتب التوثيق", "Sabha", "Sebha")
"""What nobody outside the group may read."""
OUTSIDE = ("viewer", "analyst", "reviewer", "editor")


def pages():
    return [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)]


def operations():
    for path, view in api.default_router.path_operations.items():
        for operation in view.operations:
            yield path, operation


@pytest.fixture
def things(people, documents):
    """An open and a restricted one of everything that an address can name."""
    found = {}
    for kind, name in (("open", "analyst"), ("secret", "insider")):
        document, user = documents[kind], people[name]
        record = document.records.first()
        review.correct(user, record.pk, {"modality": "denied"})
        review.comment(user, document, f"تعليق على {document.doc}", record.pk)
        proposal = Proposal.objects.create(
            table="actors",
            row={"name_en": f"Body of {document.doc}", "aliases": "هيئة سبها" if kind == "secret" else "هيئة"},
            record=record,
            user=user,
            state="ready",
        )
        ProposalEffect.objects.create(
            proposal=Proposal.objects.order_by("pk").first(), document=document, change="changed", old=record.machine,
            new=record.machine, fields=["actor"],
        )  # fmt: skip
        import io

        job = begin(user, [(document.doc, io.BytesIO(document.text.encode()))])
        found[kind] = {
            "document": document.pk,
            "record": record.pk,
            "change": History.objects.filter(record_id=record.pk).first().pk,
            "job": job.pk,
            "proposal": proposal.pk,
            "user": people["viewer"].pk,
            "token": 1,
        }
    return found


def address(pattern, things):
    names = list(pattern.pattern.converters)
    return reverse(pattern.name, args=[things[name] for name in names]), names


def test_every_page_is_in_the_table_and_says_who_may_see_it():
    names = {pattern.name for pattern in pages()}
    assert names == PUBLIC | set(LEAST), "a page is not in the table of this test, or the table has one too many"
    for pattern in pages():
        assert hasattr(pattern.callback, "action"), pattern.name
        assert (pattern.callback.action is None) == (pattern.name in PUBLIC)


def test_every_call_is_in_the_table():
    found = {operation.view_func.__name__: operation.view_func for _path, operation in operations()}
    assert set(found) == set(CALLS)
    for name, call in found.items():
        assert call.scope == CALLS[name][0], name


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_its_pages_and_no_other(role, things, as_):
    for pattern in pages():
        if pattern.name in PUBLIC:
            continue
        client = as_(role)
        where, names = address(pattern, things["open"])
        for method in pattern.callback.methods:
            status = client.generic(method, where).status_code
            if ROLES.index(role) < ROLES.index(LEAST[pattern.name]):
                assert status == 403, (role, method, where)
            elif "job" in names and role not in {"administrator", "analyst"}:
                assert status == 404, (role, method, where)  # an import is its owner's
            else:
                assert status not in (403, 405) and status < 500, (role, method, where, status)


def test_who_is_not_logged_in_gets_nothing(things):
    for pattern in pages():
        if pattern.name in PUBLIC:
            continue
        where, _names = address(pattern, things["open"])
        for method in ("GET", "POST"):
            answer = Client().generic(method, where)
            assert answer.status_code == 302 and answer["Location"].startswith("/login/"), where


def test_another_method_is_refused(things, as_):
    client = as_("administrator")
    for pattern in pages():
        where, _names = address(pattern, things["open"])
        for method in {"PUT", "DELETE", "PATCH"} | (
            {"GET"} if getattr(pattern.callback, "methods", ()) == ("POST",) else set()
        ):
            if pattern.name not in PUBLIC:
                assert client.generic(method, where).status_code == 405, (method, where)


@pytest.mark.parametrize("role", OUTSIDE)
def test_what_is_restricted_is_not_there_for_others(role, things, as_):
    client = as_(role)
    for pattern in pages():
        where, names = address(pattern, things["secret"])
        if not {"document", "record", "change", "job", "proposal"} & set(names):
            continue
        for method in pattern.callback.methods:
            status = client.generic(method, where).status_code
            assert status == (403 if ROLES.index(role) < ROLES.index(LEAST[pattern.name]) else 404), (role, where)
    assert History.objects.filter(action="undo").count() == 0


@pytest.mark.parametrize("role", ["insider", "administrator"])
def test_it_is_there_for_its_group_and_for_administrators(role, things, as_):
    client = as_(role)
    for name in ("document", "record"):
        assert MARKS[0] in client.get(reverse(name, args=[things["secret"][name]])).content.decode()


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_search_export_or_history_tells_of_it(role, things, as_):
    client = as_(role)
    queries = [
        "",
        "?q=شاهد",
        "?type=ASSAULT",
        "?country=LBY",
        f"?document={things['secret']['document']}",
        "?state=reviewed",
    ]
    for pattern in pages():
        if pattern.name in PUBLIC or "GET" not in pattern.callback.methods:
            continue
        where, _names = address(pattern, things["open"])
        for query in queries:
            answer = client.get(where + query)
            if answer.status_code == 200:
                body = answer.getvalue().decode("utf-8", "replace")
                assert not [mark for mark in MARKS if mark in body], (role, where + query)


@pytest.mark.parametrize("form", [row["name"] for row in formats()])
def test_no_export_holds_it(form, things, as_):
    for role, inside in (("analyst", False), ("editor", False), ("insider", True)):
        body = b""
        for query in ("", "&q=شاهد", f"&document={things['secret']['document']}"):
            answer = as_(role).get(f"/export/file/?format={form}{query}")
            assert answer.status_code == 200
            body += answer.getvalue()
        if not inside:
            assert not [mark for mark in MARKS if mark.encode() in body or json.dumps(mark)[1:-1].encode() in body]
        elif form in ("jsonl", "csv", "html", "geojson"):
            assert MARKS[0].encode() in body


def called(user, scopes, method, path, **options):
    token = issue(user, "test", scopes=scopes, days=1)
    return Client().generic(method, f"/api/v1{path}", headers={"authorization": f"Bearer {token}"}, **options)


def test_the_api_keeps_the_same_rules(people, things):
    bodies = {
        "review_record": {"verdict": "accept"},
        "comment_record": {"text": "نعم"},
        "add_record": {"start": 0, "end": 5, "event_type": "STATE"},
        "propose_row": {"table": "groups", "row": {"word": "غواص", "class": "people"}},
    }
    for path, operation in operations():
        name, method = operation.view_func.__name__, operation.methods[0]
        scope, least = CALLS[name]
        options = (
            {"data": json.dumps(bodies.get(name, {})), "content_type": "application/json"} if method == "POST" else {}
        )
        query = "?format=jsonl" if name == "export" else ""
        for role in ROLES:
            where = path.format(**things["open"]) + query
            enough = ROLES.index(role) >= ROLES.index(least)
            others = [other for other in SCOPES if other != scope]
            assert called(people[role], others, method, where, **options).status_code == 403 or name == "begin_import"
            status = called(people[role], [scope], method, where, **options).status_code
            if not enough and name != "begin_import":
                assert status == 403, (role, name)
            elif enough and "{job}" not in path:
                assert status in (200, 201, 409, 422), (role, name, status)
            if "{" in path and role in OUTSIDE:
                hidden = called(people[role], [scope], method, path.format(**things["secret"]) + query, **options)
                assert hidden.status_code == (404 if enough else 403), (role, name)
    assert Client().get("/api/v1/documents").status_code == 401
    assert Client().get("/api/v1/documents", headers={"authorization": "Bearer rasid_no"}).status_code == 401


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_call_tells_of_it(role, people, things):
    for path in ("/documents", "/documents?q=شاهد", "/records", "/records?country=LBY", "/export?format=jsonl"):
        answer = called(people[role], SCOPES, "GET", path)
        body = answer.getvalue().decode()
        assert not [mark for mark in MARKS if mark in body or json.dumps(mark)[1:-1] in body], path
    mine = called(people["insider"], SCOPES, "GET", "/documents").json()
    assert mine["total"] == 2


def test_a_restriction_holds_from_then_on(people, documents, as_):
    desk = Group.objects.get(name="desk")
    people["editor"].groups.add(desk)
    where = f"/documents/{documents['open'].pk}/"
    assert as_("viewer").get(where).status_code == 200
    as_("editor").post(f"{where}groups/", {"groups": [desk.pk]})
    assert as_("viewer").get(where).status_code == 404
    assert as_("insider").get(where).status_code == 200
    as_("editor").post(f"{where}groups/")
    assert as_("viewer").get(where).status_code == 200


def test_an_editor_neither_loses_nor_opens_what_others_restrict(people, documents, as_):
    mine, desk = Group.objects.create(name="mine"), Group.objects.get(name="desk")
    people["editor"].groups.add(mine)
    where = f"/documents/{documents['open'].pk}/groups/"
    as_("editor").post(where, {"groups": [desk.pk]})
    assert not documents["open"].groups.exists()
    documents["secret"].restrictions.create(group=mine)
    as_("editor").post(f"/documents/{documents['secret'].pk}/groups/")
    assert list(documents["secret"].groups.all()) == [desk, mine]


def test_everything_is_in_the_log(people, documents, record, as_):
    as_("analyst").get(f"/documents/{record.document_id}/")
    as_("viewer").get(f"/documents/{documents['secret'].pk}/")
    as_("analyst").post(f"/records/{record.pk}/review/", {"verdict": "accept"})
    as_("analyst").get("/export/file/?format=csv&type=ASSAULT").getvalue()
    called(people["analyst"], ["read"], "GET", f"/records/{record.pk}")
    rows = {(row.username, row.action, row.object, row.status) for row in AuditLog.objects.all()}
    assert ("analyst", "document", f"document:{record.document_id}", 200) in rows
    assert ("viewer", "document", f"document:{documents['secret'].pk}", 404) in rows
    assert ("analyst", "review_record", f"record:{record.pk}", 302) in rows
    assert AuditLog.objects.get(action="exported").detail["query"] == {"format": "csv", "type": "ASSAULT"}
    by_token = AuditLog.objects.exclude(token="").get()
    assert (by_token.username, by_token.action, by_token.object) == ("analyst", "api:get_record", f"record:{record.pk}")


def test_jobs_are_their_owners(people, things):
    assert Job.objects.visible_to(people["analyst"]).count() == 1
    assert Job.objects.visible_to(people["administrator"]).count() == 2
