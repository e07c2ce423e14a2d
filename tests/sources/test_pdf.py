import contextlib
import difflib
import re
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from sources import damaged, makers, shaping

from rasid.sources import Documents, Options, collect, only
from rasid.sources.deadline import OutOfTimeError, bounded
from rasid.sources.limits import Limits
from rasid.sources.pdf import logical

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LINES = [
    *[
        line
        for name in ("statement.txt", "report.txt")
        for line in (EXAMPLES / name).read_text("utf-8").splitlines()
        if line.strip()
    ],
    "بلغ عدد القتلى 1,245 شخصا (بينهم 37 طفلا) بين 12/03/2015 و25.4.2016، أي 12.5% من السكان.",
    "قال المتحدث: «لن نتراجع»، وأضاف أن صواريخ S-300 و BM-21 استخدمت في الساعة 10:30 صباحا.",
    "نشرت Reuters (UK) تقريرا عن ٣٥ غارة على بلدة الأتارب خلال ٢٤ ساعة [تحديث].",
    "1,200 أسرة نزحت، و12.5% منها بلا مأوى، وفق رقم الهاتف 00963-11-223344.",
]
NUMBER = re.compile(r"[\d٠-٩][\d٠-٩.,/:-]*")


needs_font = pytest.mark.skipif(shaping.font() is None, reason="there is no font with Arabic letters here")


def read(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    (item,) = collect([tmp_path / "x"])
    return only(item)


def in_order(text):
    """The share of words in order, and whether the numbers are intact."""
    wanted = unicodedata.normalize("NFKC", " ".join(LINES)).split()
    got = text.split()
    same = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    numbers = [NUMBER.findall(" ".join(words)) for words in (wanted, got)]
    return sum(block.size for block in same) / len(wanted), numbers[0] == numbers[1]


@needs_font
def test_words_in_order_and_numbers_intact(tmp_path):
    piece = read(tmp_path, shaping.pdf(LINES))
    share, intact = in_order(piece.text)
    assert share >= 0.97
    assert intact


@pytest.mark.parametrize("font", ["DejaVu Sans", "DejaVu Serif"])
def test_words_in_order_as_a_browser_prints_them(tmp_path, font):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("there is no Chromium here to print with")
    page = f"<!DOCTYPE html><html lang=ar dir=rtl><meta charset=utf-8><style>body{{font:14px '{font}'}}</style><body>"
    (tmp_path / "x.html").write_text(page + "".join(f"<p>{line}</p>" for line in LINES), "utf-8")
    out = tmp_path / "x.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    subprocess.run([browser, *options, (tmp_path / "x.html").as_uri()], check=True, capture_output=True, timeout=120)
    text = read(tmp_path, out.read_bytes()).text
    share, intact = in_order(text)
    assert share >= 0.97
    assert intact
    assert "(بينهم 37 طفلا)" in text
    assert "«لن نتراجع»" in text
    assert "Reuters (UK)" in text


@needs_font
def test_brackets_and_a_number_at_the_start(tmp_path):
    text = read(tmp_path, shaping.pdf(LINES[-4:])).text
    assert "(بينهم 37 طفلا)" in text
    assert "«لن نتراجع»" in text
    assert "1,200 أسرة" in text
    assert "00963-11-223344." in text


def test_a_page_that_is_a_picture_is_noted(tmp_path):
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    (tmp_path / "x").write_bytes(buffer.getvalue())
    (item,) = collect([tmp_path / "x"])
    (left,) = Documents(item, Options())
    assert (left.error.code, left.failed) == ("R101", False)
    assert "OCR" in left.error.step


@needs_font
def test_the_title_is_kept(tmp_path):
    assert read(tmp_path, shaping.pdf([makers.A])).title in {None, "untitled"}


def refused(tmp_path, content, **limits):
    (tmp_path / "x").write_bytes(damaged.pdf_of(content))
    (item,) = collect([tmp_path / "x"])
    (left,) = Documents(item, Options(limits=Limits(**limits)))
    assert (left.error.code, left.failed) == ("R120", True)
    assert left.error.step
    return left.error.what


def test_a_page_that_would_be_drawn_for_hours_is_left_in_time(tmp_path):
    begin = time.monotonic()
    assert "page 1 takes too long" in refused(tmp_path, b"q " * 20_000_000, page_seconds=0.5)
    assert time.monotonic() - begin < 10
    assert "page 1 takes too long" in refused(tmp_path, b"q " * 20_000_000, seconds=0.5)


def test_a_page_of_too_many_letters_is_left(tmp_path):
    assert "more than 50 letters" in refused(tmp_path, b"BT /F1 9 Tf (" + b"A" * 51 + b") Tj ET", page_letters=50)


def test_a_long_line_with_an_open_bracket_takes_no_time():
    begin = time.monotonic()
    assert logical("قال A)" + "b" * 200_000)
    assert time.monotonic() - begin < 5


@needs_font
def test_letters_printed_twice_are_read_once(tmp_path):
    once, twice = (shaping.pdf([makers.A], twice=shift) for shift in (None, 0.3))
    assert read(tmp_path, twice).text == read(tmp_path, once).text


def test_what_is_raised_too_late_is_taken_back():
    for n in range(300):
        with contextlib.suppress(OutOfTimeError):
            bounded(0.0003, lambda _, n=n: time.sleep(0.0001 + n % 5 * 0.0001))
    for _ in range(1000):  # nothing is raised here
        time.sleep(0)


def test_what_is_caught_on_its_way_is_raised_again():
    def work(_):
        for _ in range(2):
            with contextlib.suppress(BaseException):
                while True:
                    time.sleep(0.01)

    begin = time.monotonic()
    bounded(0.05, work)
    assert 1 < time.monotonic() - begin < 5
