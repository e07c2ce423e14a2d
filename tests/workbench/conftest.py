"""The workbench in a folder and a database of its own, with people of every role and documents open and restricted."""

import os
import tempfile

import pytest

pytest.importorskip("django", reason="the extra «workbench» is not installed")

HOME = tempfile.TemporaryDirectory(prefix="rasid-workbench-")
os.environ["RASID_HOME"] = HOME.name
for name in ("RASID_ORIGIN", "RASID_TWO_FACTOR", "RASID_FOLDERS", "RASID_TILES", "RASID_DATABASE_URL"):
    os.environ.pop(name, None)
if "RASID_TEST_DATABASE_URL" in os.environ:  # test_postgresql.py runs these tests once more, on PostgreSQL
    os.environ["RASID_DATABASE_URL"] = os.environ["RASID_TEST_DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "rasid.workbench.settings"

import django
from django.conf import settings

django.setup()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; what is tested is not the hash

import rasid.workbench.readers as readers
from django.contrib.auth.models import Group
from django.test import Client
from rasid.workbench.models import Record, Role, User
from rasid.workbench.storing import store

PASSWORD = "palm-dates-and-tea"
OPEN = (
    "المخا، الأحد - قتل ثلاثة صيادين وأصيب خمسة في قصف مدفعي شنته جماعة الحوثي على ميناء المخا، بحسب مصدر طبي. "
    "ودعت الحكومة اليمنية مجلس الأمن إلى التدخل."
)
SECRET = "قال شاهد إن مسلحين خطفوا طبيبا من مدينة سبها يوم الجمعة. واعتقلت الشرطة الليبية أربعة أشخاص في مدينة سبها."


@pytest.fixture
def people(db):
    """A person of every role, a second reviewer, and an analyst of the group that sees the restricted document."""
    found = {role.value: User.objects.create_user(role.value, password=PASSWORD, role=role) for role in Role}
    found["reviewer2"] = User.objects.create_user("reviewer2", password=PASSWORD, role=Role.REVIEWER)
    found["insider"] = User.objects.create_user("insider", password=PASSWORD, role=Role.ANALYST)
    found["insider"].groups.add(Group.objects.create(name="desk"))
    return found


@pytest.fixture
def documents(people, reader):
    """An open document and one that is restricted to the group «desk»."""
    shown = store(
        reader.read(OPEN, published="2024-04-07", publisher="وكالة الموج", doc="open.txt"), user=people["editor"]
    )
    hidden = store(
        reader.read(SECRET, published="2024-04-08", publisher="مكتب التوثيق", doc="secret.txt"),
        user=people["insider"],
        groups=[Group.objects.get(name="desk")],
    )
    return {"open": shown, "secret": hidden}


@pytest.fixture
def record(documents):
    """A record of the open document: the shelling."""
    return Record.objects.get(document=documents["open"], trigger="قصف")


@pytest.fixture
def as_(people):
    """Clients that are logged in, by the name of the person."""

    def client(name, **options):
        made = Client(**options)
        made.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch, reader):
    """Compile the shipped tables once for all tests."""
    real = readers.with_rows
    monkeypatch.setattr(readers, "with_rows", lambda rows: real(rows) if rows else reader)
