"""The page as people use it, in a browser: clicks, keys, a phone, another language, much text, hostile text."""

import time

import msgspec
import pytest
from exports.browser import chromium  # noqa: F401  # a fixture
from exports.sample import DOCUMENT, TEXT
from exports.test_page import VILE, document, record

from rasid.exports.page import to_html
from rasid.model import Filler, Passage, Place, When

NEWS = (
    "أصيب تسعة عمال في انفجار بمدينة صحار أمس، وقالت الشرطة إنها أوقفت مشتبها به.\n\n"
    "ودعا مجلس المدينة في نزوى أول من أمس إلى هدنة، ونفى متحدث باسمه سقوط قتلى."
)


class Watched:
    """A page in a browser with everything that it asked for and complained of."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.url = path.as_uri()
        self.page.goto(self.url)

    def quiet(self):
        asked = [url for url in self.requests if url.split("#")[0] != self.url and url != "data:,"]
        return not asked and not self.complaints


@pytest.fixture
def shown(chromium, tmp_path):  # noqa: F811
    opened = []

    def show(*documents, **options):
        path = tmp_path / "page.html"
        path.write_bytes(b"".join(to_html(documents)))
        opened.append(Watched(chromium, path, **options))
        return opened[-1]

    yield show
    for row in opened:
        assert row.quiet(), (row.requests, row.complaints)
        row.context.close()


@pytest.fixture(scope="module")
def report(reader):
    return reader.read(NEWS, published="2023-05-10", publisher="صحيفة الساحل", doc="sohar.txt")


def until(true):
    """Wait for something to become true; the page's own policy forbids that the browser evaluates the condition."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def axe(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(row["id"], [node["html"][:200] for node in row["nodes"][:3]]) for row in found]


def test_a_click_on_a_word_shows_its_record_and_lights_its_words(shown, report):
    page = shown(report).page
    page.click(".t >> nth=0")
    first = report.records[0]
    assert first.trigger.text in page.inner_text("#detail h2")
    assert "لماذا؟" in page.inner_text("#detail .why")
    assert first.reason["trigger"] in page.inner_text("#detail .why")
    lit = page.eval_on_selector_all(".on-t", "nodes => nodes.map(node => node.textContent)")
    assert "".join(lit) == first.trigger.text
    roles = {
        letter
        for row in page.eval_on_selector_all(".on-f", "nodes => nodes.map(n => n.dataset.m)")
        for letter in row
        if letter.isalpha()
    }
    assert {"t"} < roles
    page.click("#detail .plain >> nth=0")
    page.wait_for_selector(".flash")
    page.keyboard.press("Escape")
    assert page.locator(".on-f").count() == 0


def test_the_keyboard_reaches_records(shown, report):
    page = shown(report).page
    page.focus(".t >> nth=0")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    word = page.evaluate("document.activeElement.textContent")
    assert word in page.inner_text("#detail h2")
    assert page.locator(".t[tabindex='0']").count() == 1
    page.focus(".map")
    before = page.get_attribute(".map g", "transform")
    page.keyboard.press("+")
    page.keyboard.press("ArrowUp")
    until(lambda: page.get_attribute(".map g", "transform") != before)
    page.focus(".spot >> nth=0")
    page.keyboard.press("Enter")
    assert page.locator("#detail .list button").count() > 0
    page.focus(".bucket >> nth=0")
    page.keyboard.press("Enter")
    assert page.is_visible("#day")


def test_map_timeline_and_table_agree_with_the_records(shown):
    watched = shown(DOCUMENT)
    page = watched.page
    assert page.locator(".land").count() > 200
    assert page.locator(".spot").count() == 1
    assert page.locator(".bucket").count() == 1
    page.click("[data-view=table]")
    assert page.locator("tbody tr").count() == len(DOCUMENT.records)
    page.click("[data-sort=sure]")
    assert [row.strip() for row in page.locator("tbody td:nth-child(9)").all_inner_texts()] == ["0.25", "0.75"]
    assert page.get_attribute("th:nth-child(9)", "aria-sort") == "ascending"
    page.click("[data-sort=sure]")
    assert page.locator("tbody td:nth-child(9)").first.inner_text().strip() == "0.75"
    page.select_option("#modality", "denied")
    assert page.locator("tbody tr").count() == 1
    page.click("#clear")
    page.fill("#search", "خرطوم")
    until(lambda: page.locator("tbody tr").count() == 1)
    page.click("tbody tr")
    page.click("#detail >> text=في النص")
    assert page.is_visible(".on-t")


def test_filters_take_marks_away_and_give_them_back(shown, report):
    page = shown(report).page
    marks = page.locator(".t:not(.off)").count()
    page.click(".types .chip >> nth=0")
    assert page.locator(".t:not(.off)").count() < marks
    page.click("#clear")
    assert page.locator(".t:not(.off)").count() == marks


def test_several_documents_have_an_index(shown, report):
    watched = shown(report, DOCUMENT, document("بلا أحداث", name="third"))
    page = watched.page
    assert page.locator(".index li:visible").count() == 3
    assert page.locator("article:visible").count() == 0
    page.click(".index a >> nth=1")
    assert page.locator("article:visible").count() == 1
    assert TEXT.split()[-1] in page.inner_text("article:visible")
    page.select_option("#scope", "-1")
    page.click("[data-view=table]")
    assert page.locator("tbody tr").count() == len(report.records) + len(DOCUMENT.records)


def test_an_address_opens_a_record(shown, report):
    watched = shown(report, DOCUMENT)
    watched.page.goto(watched.url + "#d1-1")
    watched.page.reload()
    assert "r2" in watched.page.inner_text("#detail .bar")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_passes_axe(shown, report, width, scheme):
    page = shown(report, DOCUMENT, viewport={"width": width, "height": 720}, color_scheme=scheme).page
    assert axe(page) == []
    page.click(".index a >> nth=0")
    assert axe(page) == []
    page.click(".t >> nth=0")
    assert axe(page) == []
    page.click("#language")
    assert axe(page) == []
    for view in ("table", "map", "timeline"):
        if page.is_visible(f"[data-view={view}]"):
            page.click(f"[data-view={view}]")
            assert axe(page) == [], view


def test_the_labels_change_language_and_side(shown, report):
    page = shown(report).page
    assert page.get_attribute("html", "dir") == "rtl"
    page.click("#language")
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == ("en", "ltr")
    assert page.inner_text("[data-view=table]") == "Table"
    assert page.evaluate("getComputedStyle(document.querySelector('article')).direction") == "rtl"


def test_nothing_runs_over_at_the_width_of_a_phone(shown, report):
    page = shown(report, viewport={"width": 360, "height": 640}, has_touch=True).page
    for view in ("text", "table", "map", "timeline"):
        page.click(f"[data-view={view}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
        assert page.is_visible(f"#v-{view}")
    page.click("[data-view=text]")
    page.click(".t >> nth=1")
    assert page.is_visible("#detail .why")
    sheet, mark = page.locator("#detail").bounding_box(), page.locator(".on-t").first.bounding_box()
    assert mark["y"] + mark["height"] <= sheet["y"]


def test_hostile_text_is_inert(shown):
    text = VILE + "\n\nقصف \u202eمقلوب\u202c الحي."
    vile = record(
        trigger=Passage(span=(0, 8), text=VILE[:8]),
        event_type=VILE,
        mode=VILE,
        modality="denied",
        actor=(Filler(span=(0, 20), text=VILE, canonical_en=VILE, country=VILE, sector=VILE),),
        source=("narrator", VILE),
        stance=(VILE,),
        acled=VILE,
        reason={"trigger": VILE, "__proto__": VILE},
        date=When(span=(0, 3), text=VILE, start=VILE, end=VILE, reason=VILE),
    )
    places = (
        Place(span=(0, 9), text=VILE, name_en=VILE, country="toString", lat=1.0, lon=2.0, reason=VILE, kind="other"),
    )
    hostile = msgspec.structs.replace(document(text, vile, name=VILE), places=places, publisher=VILE)
    page = shown(hostile, DOCUMENT).page
    page.click(".index a >> nth=0")
    page.click(".t >> nth=0")
    assert "</script>" in page.inner_text("#detail")
    page.click("[data-view=table]")
    page.click("#language")
    page.focus(".spot >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert page.locator("img, iframe, [onerror], main script:not([type])").count() == 0
    # Nothing turns the text around: it is shown as a dot.
    assert page.evaluate("!document.body.textContent.includes('\\u202e')")


@pytest.mark.parametrize("kind", ["long", "many"])
def test_much_text_and_many_records_open_and_respond(shown, kind):
    line = "قصفت مدفعية مجهولة أطراف البلدة وأصيب عامل في مزرعة قريبة من النهر. "
    text = line * 40_000 if kind == "long" else (line + "\n") * 2_000
    step = len(text) // 2_000 // (len(line) + (kind == "many")) * (len(line) + (kind == "many"))
    rows = [
        record(i, trigger=Passage(span=(i * step, i * step + 4), text="قصفت"), reason={"trigger": "x"})
        for i in range(2_000)
    ]
    assert kind == "many" or len(text.encode()) > 4_900_000
    began = time.monotonic()
    page = shown(document(text, *rows)).page
    page.wait_for_selector("html.on")
    opened = time.monotonic() - began
    began = time.monotonic()
    page.click(".t >> nth=3")
    page.wait_for_selector(".on-t")
    page.click("[data-view=table]")
    page.wait_for_selector("tbody tr")
    page.click("[data-sort=word]")
    page.fill("#search", "r19")
    until(lambda: 0 < page.locator("tbody tr").count() <= 100)
    page.click("tbody tr >> nth=5")
    page.click("#detail >> text=في النص")
    page.wait_for_selector(".on-t:visible")
    answered = time.monotonic() - began
    assert opened < 10
    assert answered < 10
