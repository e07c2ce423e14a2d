"""The page of incidents as people use it: clicks, keys, a phone, another language, hostile text."""

import msgspec
import pytest
from exports.browser import chromium  # noqa: F401  # a fixture
from exports.incident_sample import BARE, FIRST, INCIDENT, SECOND, export
from exports.test_page import VILE
from exports.test_page_browser import Watched, axe, until

from rasid.model import Claim, Fused, Report

OTHER = msgspec.structs.replace(
    INCIDENT,
    incident="i-other",
    fused=tuple(
        msgspec.structs.replace(row, start="2024-07-01", end="2024-07-01")
        if row.field == "date"
        else msgspec.structs.replace(row, value="Aleppo", name_ar="حلب", lat=36.2, lon=37.16)
        if row.field == "place"
        else row
        for row in INCIDENT.fused
    ),
    grade=msgspec.structs.replace(INCIDENT.grade, grade="weak"),
)


def open_all(page):
    for summary in reversed(page.locator("details:not([open]) > summary:visible").all()):
        summary.click()


@pytest.fixture
def shown(chromium, tmp_path):  # noqa: F811
    opened = []

    def show(*incidents, texts=(FIRST, SECOND), **options):
        path = tmp_path / "page.html"
        path.write_bytes(export("incidents-html", incidents, texts)[0])
        opened.append(Watched(chromium, path, **options))
        return opened[-1]

    yield show
    for row in opened:
        assert row.quiet(), (row.requests, row.complaints)
        row.context.close()


def test_the_list_the_map_and_the_timeline_lead_to_an_incident(shown):
    page = shown(INCIDENT, OTHER, BARE).page
    assert page.locator("#index li").count() == 3
    assert page.locator("article:visible").count() == 0
    assert page.locator(".spot").count() == 2
    assert page.locator(".spot.k-contested").count() == 1
    assert page.locator(".bucket").count() == 2
    page.click("#index button >> nth=0")
    assert page.locator("article:visible").count() == 1
    assert "رأس العين" in page.inner_text("article:visible h2")
    page.keyboard.press("Escape")
    assert page.is_visible("#index")
    page.focus(".spot.k-weak")
    page.keyboard.press("Enter")
    page.click("#detail .list button")
    assert "حلب" in page.inner_text("article:visible h2")
    page.click("#all")
    page.click("#v-timeline .list button >> nth=0")
    assert "رأس العين" in page.inner_text("article:visible h2")


def test_claims_stand_side_by_side_and_lead_to_their_words(shown):
    page = shown(INCIDENT).page
    assert page.locator(".claims thead th").count() == 4
    row = page.locator(".claims tbody tr", has=page.locator("th[data-f=killed]")).first
    assert row.locator("td").nth(0).inner_text().split()[0] == "7"
    assert row.locator("td").nth(1).inner_text().split()[0] == "9-11"
    assert row.locator("td").nth(2).inner_text().strip() == ""
    page.click("text=«اللجان»")
    assert page.is_visible("details.report:nth-of-type(2) mark.c-blame")
    assert page.evaluate("document.activeElement.textContent") == "اللجان"
    assert "بحسب الأهالي" in page.inner_text(".claims")
    assert "منفي" in page.inner_text(".claims")
    # The quoted words of a report whose text is not there stand in its place.
    assert page.locator("details.report >> nth=2 >> .body").count() == 0


def test_without_texts_the_words_of_the_claims_are_there(shown):
    page = shown(INCIDENT, texts=()).page
    assert page.locator(".body").count() == 0
    page.click("text=«طيران التحالف»")
    assert page.is_visible(".quotes >> text=طيران التحالف")


def test_links_are_shown_as_waterfalls(shown):
    page = shown(INCIDENT).page
    page.click(".link summary")
    rows = page.locator(".fall tbody tr")
    assert rows.count() == 4
    assert rows.last.inner_text().split()[-1] == "+3.50"
    boxes = [row.bounding_box() for row in page.locator(".fall rect").all()]
    assert boxes[0]["x"] == pytest.approx(boxes[1]["x"], abs=1)
    assert boxes[1]["x"] + boxes[1]["width"] == pytest.approx(boxes[2]["x"] + boxes[2]["width"], abs=1)


def test_filters_by_grade_words_and_days(shown):
    page = shown(INCIDENT, OTHER, BARE).page
    page.click(".chip[data-type=weak]")
    assert page.locator("#index li").count() == 1
    assert page.locator(".spot:not(.said)").count() == 1
    page.click("#clear")
    page.fill("#search", "راس العين")
    until(lambda: page.locator("#index li").count() == 1)
    page.click("#clear")
    page.focus(".bucket >> nth=0")
    page.keyboard.press("Enter")
    until(lambda: page.locator("#index li").count() == 1)
    assert page.is_visible("#day")


def test_an_address_opens_an_incident_and_a_claim(shown):
    watched = shown(INCIDENT, OTHER)
    watched.page.goto(watched.url + "#i1")
    watched.page.reload()
    assert "حلب" in watched.page.inner_text("article:visible h2")
    watched.page.goto(watched.url + "#i0c5")
    until(lambda: watched.page.evaluate("document.activeElement.textContent") == "طيران التحالف")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_it_passes_axe(shown, width, scheme):
    page = shown(INCIDENT, OTHER, BARE, viewport={"width": width, "height": 720}, color_scheme=scheme).page
    assert axe(page) == []
    page.click("#index button >> nth=0")
    open_all(page)
    assert axe(page) == []
    page.click("#language")
    assert axe(page) == []
    for view in ("map", "timeline"):
        if page.is_visible(f"[data-view={view}]"):
            page.click(f"[data-view={view}]")
            assert axe(page) == [], view


def test_the_labels_change_language(shown):
    page = shown(INCIDENT).page
    page.click("#language")
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == ("en", "ltr")
    assert "Contested" in page.inner_text("article h2")
    assert "Assault, aerial" in page.inner_text(".claims")
    assert "Killed children" in page.inner_text(".fused")
    page.click("#language")
    assert "هجوم، من الجو" in page.inner_text(".claims")


def test_nothing_runs_over_at_the_width_of_a_phone(shown):
    page = shown(INCIDENT, OTHER, viewport={"width": 360, "height": 640}, has_touch=True).page
    for view in ("text", "map", "timeline"):
        page.click(f"[data-view={view}]")
        assert page.is_visible(f"#v-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
    page.click("[data-view=text]")
    page.click("#index button >> nth=0")
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_every_incident_is_there(shown):
    page = shown(INCIDENT, OTHER, java_script_enabled=False).page
    assert page.locator("article:visible").count() == 2
    assert page.is_visible(".claims >> nth=0")


def test_hostile_text_is_inert(shown):
    report = Report(doc=VILE, sha256="e" * 64, published=VILE, publisher=VILE, title=VILE, address=VILE, side=VILE)
    claims = (
        Claim(doc=VILE, kind="blame", value=VILE, span=(0, 5), text=VILE, source=("narrator", VILE)),
        Claim(doc=VILE, kind="event", what=VILE, mode=VILE, acled=VILE),
        Claim(doc=VILE, kind="toll", what=VILE, group=VILE, min=3),
        Claim(doc=VILE, kind="time", value=VILE, start=VILE, end=VILE),
    )
    place = {"name_ar": VILE, "country": "toString", "admin1": VILE, "lat": 1.0, "lon": 2.0, "kind": VILE}
    vile = msgspec.structs.replace(
        INCIDENT,
        incident=VILE,
        reports=(report,),
        claims=claims,
        fused=(
            Fused(field="place", value=VILE, precision="city", rule=VILE, **place),
            Fused(field=VILE, value=VILE, rule=VILE),
            Fused(field="event", value=VILE, kind=VILE, rule=VILE),
        ),
        disagreements=tuple(
            msgspec.structs.replace(r, field=VILE, words=VILE, claims=()) for r in INCIDENT.disagreements
        ),
        grade=msgspec.structs.replace(INCIDENT.grade, reasons=(VILE,)),
        links=(msgspec.structs.replace(INCIDENT.links[0], a=VILE, b=VILE),),
    )
    page = shown(vile, INCIDENT).page
    page.click("#index button >> nth=0")
    open_all(page)
    page.click("#language")
    assert "</script>" in page.inner_text("article:visible")
    page.focus(".spot >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert page.locator("img, iframe, [onerror], main script:not([type])").count() == 0
    assert page.evaluate("!document.body.textContent.includes('\\u202e')")
