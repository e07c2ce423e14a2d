"""Conjugation: one verb of each class, its forms against the grammar books' tables."""

import pytest

from rasid.text import plain_word
from rasid.words.conjugation import conjugate, stems_of
from rasid.words.derivation import active_participle, masdars, passive_participle


def forms(lemma, root, form="I", vowel=""):
    stems = stems_of(lemma, root, form, vowel)
    assert stems is not None
    table = {}
    for item in conjugate(stems):
        key = (item.kind, item.voice, item.person, item.gender, item.number, item.mood, item.free)
        table.setdefault(key, plain_word(item.written))
    return table


def third(table, kind, voice="Act"):
    """Third person: masculine, feminine, plural."""
    return (
        table[kind, voice, 3, "m", "s", "", True],
        table[kind, voice, 3, "f", "s", "", True],
        table[kind, voice, 3, "m", "p", "" if kind == "perfect" else "i", True],
    )


PERFECTS = [
    ("كتب", "كتب", "I", "u", "كتب كتبت كتبوا", "يكتب تكتب يكتبون", "يكتب تكتب يكتبون"),
    ("قال", "قول", "I", "u", "قال قالت قالوا", "يقول تقول يقولون", "يقال تقال يقالون"),
    ("باع", "بيع", "I", "i", "باع باعت باعوا", "يبيع تبيع يبيعون", "يباع تباع يباعون"),
    ("نام", "نوم", "I", "a", "نام نامت ناموا", "ينام تنام ينامون", "ينام تنام ينامون"),
    ("رمى", "رمي", "I", "i", "رمى رمت رموا", "يرمي ترمي يرمون", "يرمى ترمى يرمون"),
    ("دعا", "دعو", "I", "u", "دعا دعت دعوا", "يدعو تدعو يدعون", "يدعى تدعى يدعون"),
    ("بقي", "بقي", "I", "a", "بقي بقيت بقوا", "يبقى تبقى يبقون", "يبقى تبقى يبقون"),
    ("وصل", "وصل", "I", "i", "وصل وصلت وصلوا", "يصل تصل يصلون", "يوصل توصل يوصلون"),
    ("وضع", "وضع", "I", "a", "وضع وضعت وضعوا", "يضع تضع يضعون", "يوضع توضع يوضعون"),
    ("شن", "شنن", "I", "u", "شن شنت شنوا", "يشن تشن يشنون", "يشن تشن يشنون"),
    ("أخذ", "ءخذ", "I", "u", "أخذ أخذت أخذوا", "يأخذ تأخذ يأخذون", "يؤخذ تؤخذ يؤخذون"),
    ("سأل", "سءل", "I", "a", "سأل سألت سألوا", "يسأل تسأل يسألون", "يسأل تسأل يسألون"),
    ("قرأ", "قرء", "I", "a", "قرأ قرأت قرؤوا", "يقرأ تقرأ يقرؤون", "يقرأ تقرأ يقرؤون"),
    ("رأى", "رءي", "I", "a", "رأى رأت رأوا", "يرى ترى يرون", "يرى ترى يرون"),
    ("وقى", "وقي", "I", "i", "وقى وقت وقوا", "يقي تقي يقون", "يوقى توقى يوقون"),
    ("جاء", "جيء", "I", "i", "جاء جاءت جاؤوا", "يجيء تجيء يجيئون", "يجاء تجاء يجاؤون"),
    ("دمر", "دمر", "II", "", "دمر دمرت دمروا", "يدمر تدمر يدمرون", "يدمر تدمر يدمرون"),
    ("هاجم", "هجم", "III", "", "هاجم هاجمت هاجموا", "يهاجم تهاجم يهاجمون", "يهاجم تهاجم يهاجمون"),
    ("أعلن", "علن", "IV", "", "أعلن أعلنت أعلنوا", "يعلن تعلن يعلنون", "يعلن تعلن يعلنون"),
    ("أدان", "دين", "IV", "", "أدان أدانت أدانوا", "يدين تدين يدينون", "يدان تدان يدانون"),
    ("أجرى", "جري", "IV", "", "أجرى أجرت أجروا", "يجري تجري يجرون", "يجرى تجرى يجرون"),
    ("آمن", "ءمن", "IV", "", "آمن آمنت آمنوا", "يؤمن تؤمن يؤمنون", "يؤمن تؤمن يؤمنون"),
    ("تقدم", "قدم", "V", "", "تقدم تقدمت تقدموا", "يتقدم تتقدم يتقدمون", "يتقدم تتقدم يتقدمون"),
    ("تعاون", "عون", "VI", "", "تعاون تعاونت تعاونوا", "يتعاون تتعاون يتعاونون", "يتعاون تتعاون يتعاونون"),
    ("انفجر", "فجر", "VII", "", "انفجر انفجرت انفجروا", "ينفجر تنفجر ينفجرون", "ينفجر تنفجر ينفجرون"),
    ("احتل", "حلل", "VIII", "", "احتل احتلت احتلوا", "يحتل تحتل يحتلون", "يحتل تحتل يحتلون"),
    ("اتخذ", "ءخذ", "VIII", "", "اتخذ اتخذت اتخذوا", "يتخذ تتخذ يتخذون", "يتخذ تتخذ يتخذون"),
    ("اصطدم", "صدم", "VIII", "", "اصطدم اصطدمت اصطدموا", "يصطدم تصطدم يصطدمون", "يصطدم تصطدم يصطدمون"),
    ("استولى", "ولي", "X", "", "استولى استولت استولوا", "يستولي تستولي يستولون", "يستولى تستولى يستولون"),
    ("سيطر", "سيطر", "QI", "", "سيطر سيطرت سيطروا", "يسيطر تسيطر يسيطرون", "يسيطر تسيطر يسيطرون"),
]


@pytest.mark.parametrize(("lemma", "root", "form", "vowel", "perfect", "imperfect", "passive"), PERFECTS)
def test_third_person(lemma, root, form, vowel, perfect, imperfect, passive):
    table = forms(lemma, root, form, vowel)
    assert " ".join(third(table, "perfect")) == perfect
    assert " ".join(third(table, "imperfect")) == imperfect
    assert " ".join(third(table, "imperfect", "Pass")) == passive


@pytest.mark.parametrize(
    ("lemma", "root", "form", "vowel", "expected"),
    [
        ("قال", "قول", "I", "u", "قلت"),
        ("شن", "شنن", "I", "u", "شننت"),
        ("رمى", "رمي", "I", "i", "رميت"),
        ("دعا", "دعو", "I", "u", "دعوت"),
        ("بقي", "بقي", "I", "a", "بقيت"),
        ("احتل", "حلل", "VIII", "", "احتللت"),
        ("استقال", "قيل", "X", "", "استقلت"),
    ],
)
def test_first_person_of_the_perfect(lemma, root, form, vowel, expected):
    assert forms(lemma, root, form, vowel)["perfect", "Act", 1, None, "s", "", True] == expected


@pytest.mark.parametrize(
    ("lemma", "root", "form", "vowel", "expected"),
    [
        ("قتل", "قتل", "I", "u", "قُتِل"),
        ("قال", "قول", "I", "u", "قِيل"),
        ("سأل", "سءل", "I", "a", "سُئِل"),
        ("رمى", "رمي", "I", "i", "رُمِي"),
        ("شن", "شنن", "I", "u", "شُنّ"),
        ("هاجم", "هجم", "III", "", "هُوجِم"),
        ("أصاب", "صوب", "IV", "", "أُصِيب"),
        ("اعتقل", "عقل", "VIII", "", "اُعتُقِل"),
        ("استهدف", "هدف", "X", "", "اُستُهدِف"),
    ],
)
def test_passive_of_the_perfect(lemma, root, form, vowel, expected):
    stems = stems_of(lemma, root, form, vowel)
    written = [f.written for f in conjugate(stems) if (f.kind, f.voice) == ("perfect", "Pass")]
    assert written[0] == expected


@pytest.mark.parametrize(
    ("lemma", "root", "form", "vowel", "expected"),
    [
        ("كتب", "كتب", "I", "u", "اكتب"),
        ("قال", "قول", "I", "u", "قل"),
        ("رمى", "رمي", "I", "i", "ارم"),
        ("وصل", "وصل", "I", "i", "صل"),
        ("أخذ", "ءخذ", "I", "u", "خذ"),
        ("سأل", "سءل", "I", "a", "اسأل"),
        ("أرسل", "رسل", "IV", "", "أرسل"),
        ("تقدم", "قدم", "V", "", "تقدم"),
        ("استعد", "عدد", "X", "", "استعدد"),
    ],
)
def test_imperative(lemma, root, form, vowel, expected):
    assert forms(lemma, root, form, vowel)["imperative", "Act", 2, "m", "s", "", True] == expected


def test_duals_and_shortened_forms():
    table = forms("كتب", "كتب", "I", "u")
    assert table["imperfect", "Act", 3, "m", "d", "i", True] == "يكتبان"
    assert table["imperfect", "Act", 3, "f", "d", "j", True] == "تكتبا"
    assert table["perfect", "Act", 3, "f", "d", "", True] == "كتبتا"
    assert table["imperfect", "Act", 3, "m", "p", "j", True] == "يكتبوا"
    assert forms("قال", "قول", "I", "u")["imperfect", "Act", 3, "m", "s", "j", True] == "يقل"
    assert forms("رمى", "رمي", "I", "i")["imperfect", "Act", 3, "m", "s", "j", True] == "يرم"


@pytest.mark.parametrize(
    ("lemma", "root", "form", "nouns", "active", "passive"),
    [
        ("دمر", "دمر", "II", ["تدمير"], "مدمر", "مدمر"),
        ("سمى", "سمو", "II", ["تسمية"], "مسمي", "مسمى"),
        ("برأ", "برء", "II", ["تبرئة", "تبريء"], "مبرئ", "مبرأ"),
        ("ساعد", "سعد", "III", ["مساعدة"], "مساعد", "مساعد"),
        ("نادى", "ندي", "III", ["مناداة"], "منادي", "منادى"),
        ("أرسل", "رسل", "IV", ["إرسال"], "مرسل", "مرسل"),
        ("أدان", "دين", "IV", ["إدانة"], "مدين", "مدان"),
        ("أجرى", "جري", "IV", ["إجراء"], "مجري", "مجرى"),
        ("آمن", "ءمن", "IV", ["إيمان"], "مؤمن", "مؤمن"),
        ("أوقف", "وقف", "IV", ["إيقاف"], "موقف", "موقف"),
        ("تقدم", "قدم", "V", ["تقدم"], "متقدم", "متقدم"),
        ("تحدى", "حدي", "V", ["تحدي"], "متحدي", "متحدى"),
        ("تبادل", "بدل", "VI", ["تبادل"], "متبادل", "متبادل"),
        ("انهار", "هور", "VII", ["انهيار"], "منهار", "منهار"),
        ("احتل", "حلل", "VIII", ["احتلال"], "محتل", "محتل"),
        ("اغتال", "غيل", "VIII", ["اغتيال"], "مغتال", "مغتال"),
        ("اعتدى", "عدو", "VIII", ["اعتداء"], "معتدي", "معتدى"),
        ("احمر", "حمر", "IX", ["احمرار"], "محمر", "محمر"),
        ("استقال", "قيل", "X", ["استقالة"], "مستقيل", "مستقال"),
        ("استولى", "ولي", "X", ["استيلاء"], "مستولي", "مستولى"),
        ("سيطر", "سيطر", "QI", ["سيطرة"], "مسيطر", "مسيطر"),
        ("تدهور", "دهور", "QII", ["تدهور"], "متدهور", "متدهور"),
    ],
)
def test_derived_nouns(lemma, root, form, nouns, active, passive):
    stems = stems_of(lemma, root, form, "")
    assert [plain_word(noun) for noun in masdars(stems)] == nouns
    assert plain_word(active_participle(stems)) == active
    assert plain_word(passive_participle(stems)) == passive


@pytest.mark.parametrize(
    ("lemma", "root", "vowel", "active", "passive"),
    [
        ("قتل", "قتل", "u", "قاتل", "مقتول"),
        ("قال", "قول", "u", "قائل", "مقول"),
        ("باع", "بيع", "i", "بائع", "مبيع"),
        ("رمى", "رمي", "i", "رامي", "مرمي"),
        ("دعا", "دعو", "u", "داعي", "مدعو"),
        ("قرأ", "قرء", "a", "قارئ", "مقروء"),
        ("مر", "مرر", "u", "مار", "ممرور"),
        ("سأل", "سءل", "a", "سائل", "مسؤول"),
        ("وضع", "وضع", "a", "واضع", "موضوع"),
    ],
)
def test_participles_of_form_one(lemma, root, vowel, active, passive):
    stems = stems_of(lemma, root, "I", vowel)
    assert plain_word(active_participle(stems)) == active
    assert plain_word(passive_participle(stems)) == passive


def test_a_lemma_that_its_root_does_not_give_is_refused():
    assert stems_of("كتب", "قرء", "I", "u") is None
    assert stems_of("كتب", "كتب", "QI", "") is None
