import codecs

import pytest

from rasid.errors import BinaryInputError, EmptyInputError, NotArabicError, UnreadableInputError
from rasid.sources import decode

LONG = (
    "أعلنت وزارة الصحة في غزة أن ستة عشر شخصا قتلوا في غارة على مخيم جباليا، وأن عدد الجرحى بلغ 52 جريحا.\r\n"
    "وقال مدير المستشفى إن معظم المصابين من الأطفال والنساء، وطالب بإدخال الوقود إلى القطاع قبل مساء السبت.\n"
)
SHORT = "قصف الجيش كسلا"


@pytest.mark.parametrize("text", [LONG, SHORT, "قصف"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1256", b""),
    ],
)
def test_every_encoding_gives_the_same_text(text, encoding, mark):
    assert decode(mark + text.encode(encoding), "x") == text


def test_latin_words_among_arabic_do_not_hide_windows_1256():
    text = "قالت وكالة Reuters إن قوات Wagner انسحبت من مدينة باخموت، وإن café «المدينة» أغلق أبوابه على الفور."
    assert decode(text.encode("cp1256"), "x") == text


@pytest.mark.parametrize("cut", [1, 3, 5])
def test_a_last_character_that_was_cut_off_is_left_out(cut):
    raw = ("اعتقلت الشرطة في وهران 14 متظاهرا " * 3 + "أمس").encode()
    assert decode(raw[:-cut], "x") == raw[:-cut].decode("utf-8", "ignore")


def test_line_ends_stay_as_they_are():
    assert decode("سطر أول\r\nسطر ثان\rسطر ثالث".encode(), "x") == "سطر أول\r\nسطر ثان\rسطر ثالث"


def test_a_single_null_is_kept_many_are_not_text():
    assert "\0" in decode("انسحبت القوات من ترهونة\0 مساء الاثنين".encode(), "x")
    with pytest.raises(BinaryInputError):
        decode(("انسحبت\0القوات\0من\0ترهونة\0" * 40).encode(), "x")


@pytest.mark.parametrize(
    "raw", [b"", b" \n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF8 + b"\n\n", "\u00a0\u2003".encode()]
)
def test_nothing_in_it(raw):
    with pytest.raises(EmptyInputError, match=r"\[R101\] statement.txt: .* Give a file"):
        decode(raw, "statement.txt")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (bytes(range(256)) * 8, "not text"),
        (b"\x00\x01\x02\x03" * 200, "not text"),
    ],
)
def test_no_text(raw, what):
    with pytest.raises(BinaryInputError, match=what) as caught:
        decode(raw, "x.bin")
    assert caught.value.where == "x.bin"
    assert caught.value.step


@pytest.mark.parametrize(
    "raw",
    [
        b"The army shelled the town on Monday.",
        b"12345 67890",
        "Войска обстреляли город в понедельник утром, сообщили власти.".encode(),
        ("The ministry said in a statement on Sunday that talks had failed. " * 5 + "دمشق").encode(),
        "این در حالی است که نیروهای ارتش از شهر عقب نشینی کردند و مردم برای کمک به خیابان آمدند و این را گفتند".encode(),
        "پولیس نے کہا کہ اس حملے میں تین افراد ہلاک ہوئے اور کئی زخمی ہوئے ہیں اور ان کو اسپتال کے وارڈ میں رکھا گیا ہے".encode(),
    ],
)
def test_other_languages(raw):
    with pytest.raises(NotArabicError) as caught:
        decode(raw, "x")
    assert caught.value.code == "R103"


@pytest.mark.parametrize(
    "raw",
    [
        "Войска обстреляли город в понедельник утром, сообщили местные власти и жители.".encode("cp1251"),
        "L'armée a bombardé la ville, a annoncé le ministère de la défense à Genève.".encode("cp1252"),
        "Ο στρατός βομβάρδισε την πόλη τη Δευτέρα το πρωί, ανακοίνωσε το υπουργείο.".encode("iso8859-7"),
    ],
)
def test_other_code_pages_are_not_taken_for_arabic(raw):
    with pytest.raises(UnreadableInputError, match="line 1") as caught:
        decode(raw, "x")
    assert "UTF-8" in caught.value.step


def test_a_broken_byte_is_named_with_its_line():
    raw = "سطر أول\nسطر ثان ".encode() + b"\xff\xfe" + "بقية السطر".encode()
    with pytest.raises(UnreadableInputError, match="line 2"):
        decode(raw, "x")


def test_broken_utf_16():
    with pytest.raises(UnreadableInputError, match="UTF-16"):
        decode(codecs.BOM_UTF16_LE + b"\x00\xdc" * 4, "x")


def test_markup_is_read_as_text_unless_it_is_most_of_it():
    assert decode(("<p>" + LONG + "</p>").encode(), "x").startswith("<p>")
    page = '<html><head><script>var a = "x";</script><style>p {color: red}</style></head><body class="main rtl">'
    page += '<div class="article-body"><a href="https://example.org/a/b?c=d"><span dir="rtl">أخبار</span></a></div>' * 9
    with pytest.raises(UnreadableInputError, match="web page"):
        decode(page.encode(), "page.html")


def test_huge_input():
    text = LONG * 40_000
    assert len(text.encode()) > 5_000_000
    assert decode(text.encode(), "x") == text
    assert decode(text.encode("cp1256"), "x") == text
