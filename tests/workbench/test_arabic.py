"""The Arabic of the interface: every word of templates and code is in the catalogue, and the compiled one is its like."""

import gettext
import re
from pathlib import Path

import pytest
import rasid.workbench
from django.test import Client

ROOM = Path(rasid.workbench.__file__).parent
FOLDER = ROOM / "locale" / "ar" / "LC_MESSAGES"
SIMPLE = re.compile(r"""\{%\s*translate\s+(["'])(.*?)\1\s*%\}""")
BLOCK = re.compile(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
CODE = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"')


def said():
    for path in sorted((ROOM / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        yield from (found[1] for found in SIMPLE.findall(text))
        yield from (re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", found) for found in BLOCK.findall(text))
    for path in sorted(ROOM.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from CODE.findall(path.read_text("utf-8"))


def test_no_word_is_without_its_arabic():
    with (FOLDER / "django.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)
    words = set(said())
    assert len(words) > 150
    assert not [word for word in sorted(words) if known.gettext(word) == word]


def test_the_compiled_catalogue_is_that_of_the_source():
    source = (FOLDER / "django.po").read_text("utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.MULTILINE))
    with (FOLDER / "django.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)
    assert pairs
    assert {word: known.gettext(word) for word in pairs} == pairs


@pytest.mark.django_db
def test_the_language_is_switched():
    client = Client()
    assert 'dir="rtl"' in client.get("/login/", headers={"accept-language": "ar"}).content.decode()
    client.post("/language/", {"language": "en", "next": "/login/"})
    page = client.get("/login/", headers={"accept-language": "ar"}).content.decode()
    assert 'dir="ltr"' in page
    assert "Log in" in page
