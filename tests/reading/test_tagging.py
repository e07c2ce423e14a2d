"""Who a text mentions, how far the mention reaches, and its country and sector."""

import pytest


def actors(reader, text, **about):
    return {a.text: (a.country, a.sector) for a in reader.read(text, **about).actors}


def texts(reader, text, **about):
    return [a.text for a in reader.read(text, **about).actors]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("قصف الجيش السوري بلدة صغيرة.", "الجيش السوري"),
        ("استهدفت القوات الأوكرانية جسرا.", "القوات الأوكرانية"),
        ("قتل ضابط في الشرطة العراقية أمس.", "ضابط في الشرطة العراقية"),
        ("اعتقلت السلطات أعضاء من حزب الله في المدينة.", "أعضاء من حزب الله"),
        ("تقدمت قوات موالية للحكومة السورية نحو التلال.", "قوات موالية للحكومة السورية"),
        ("هاجم مسلحون مجهولون قافلة.", "مسلحون"),
        ("تظاهر عمال المصنع أمام الوزارة.", "عمال"),
        ("قال شهود عيان إن الانفجار كان قويا.", "شهود عيان"),
        ("اختطف مسلحون طبيبا قرب منزله.", "طبيبا"),
        ("اختطف مسلحون طبيبا قرب منزله.", "مسلحون"),
        ("التقى الرئيس عبد الفتاح السيسي وفدا.", "عبد الفتاح السيسي"),
        ("أصيب جنديان تركيان في الاشتباك.", "جنديان تركيان"),
        ("تبنى تنظيم داعش الهجوم.", "تنظيم داعش"),
        ("وصل الأتراك والعراقيون إلى الاجتماع، وتحدث العراقيون أولا.", "العراقيون"),
        ("نفت حركة حماس التقرير.", "حركة حماس"),
    ],
)
def test_mention(reader, text, mention):
    assert mention in texts(reader, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("وقع هجوم انتحاري في السوق.", "انتحاري"),
        ("عقد الوزير مؤتمرا صحفيا.", "صحفيا"),
        ("ضربت غارات جوية عدة مواقع عسكرية.", "عسكرية"),
        ("خرج الناس إلى الشوارع ليلا.", "الشوارع"),
        ("قتل ستة أشخاص على الأقل في الحادث.", "على الأقل"),
        ("قتل ستة أشخاص على الأقل في الحادث.", "أشخاص"),
        ("أسفر الانفجار عن سقوط عشرة قتلى.", "قتلى"),
        ("أصدرت المحكمة أوامر اعتقال جديدة.", "أوامر"),
        ("يتحدث العالم عن أزمة كبيرة.", "العالم"),
        ("سيطر الجيش على الحدود مع جارته.", "على الحدود"),
        ("تجمع المئات أمام مقر البرلمان صباحا.", "البرلمان"),
        ("وقع الانفجار في محافظة بعيدة.", "محافظة"),
        ("ارتفع عدد القتلى إلى خمسين.", "القتلى"),
        ("هو مسؤول عن هذه الأزمة.", "مسؤول"),
        ("زار المدينة يوم السبت وغادرها.", "السبت"),
    ],
)
def test_no_mention(reader, text, word):
    assert word not in texts(reader, text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("قال الأمين العام لحزب كبير فادي حداد إن الحوار مستمر.", "الأمين العام"),
        ("اغتيل سمير حداد، محافظ المدينة، صباح اليوم.", "محافظ"),
        ("اعتقل الأمن الناشط كمال حداد في منزله.", "الناشط"),
    ],
)
def test_a_title_beside_a_name_is_no_mention(reader, text, title):
    assert title not in texts(reader, text)


@pytest.mark.parametrize(
    ("text", "mention", "code"),
    [
        ("شهدت أثينا اليونانية مواجهات بين الشرطة ومحتجين.", "الشرطة", ("GRC", "POL")),
        ("في دمشق السورية اعتقلت قوات الأمن ثلاثة شبان.", "قوات الأمن", ("SYR", "POL")),
        ("أطلق مقاتلون من حركة طالبان النار على دورية.", "مقاتلون من حركة طالبان", ("AFG", "REB")),
        ("هاجم مسلحون قرية في نيجيريا.", "مسلحون", (None, "UAF")),
        ("قتلت العناصر المتشددة راعيا.", "العناصر", (None, "REB")),
        ("تظاهر متظاهرون معارضون للحكومة العراقية في بغداد.", "متظاهرون معارضون للحكومة العراقية", ("IRQ", "OPP")),
    ],
)
def test_code(reader, text, mention, code):
    assert actors(reader, text)[mention] == code


def test_a_movement_is_known_again_by_its_first_word(reader):
    found = list(reader.read("رفضت حركة العدل والمساواة العرض. وقالت الحركة إنها ستقاتل. وأيدت حركته القرار.").actors)
    assert {a.canonical_en for a in found if "حرك" in a.text} == {found[0].canonical_en}


def test_a_described_movement_is_not_the_one_named_before(reader):
    found = reader.read("رفضت حركة العدل والمساواة العرض. ثم ظهرت الحركة الطلابية في المدن.").actors
    assert all(a.canonical_en != found[0].canonical_en for a in found[1:])


def test_a_family_name_stands_for_the_person_in_the_same_sentence(reader):
    assert "الدوسري" in texts(reader, "قال فهد الدوسري إن الخبر كاذب، وأضاف الدوسري أنه سيعود.")


def test_a_name_in_brackets_is_the_same_mention(reader):
    assert texts(reader, "أعلنت حركة المقاومة الإسلامية (حماس) موقفها.") == ["حركة المقاومة الإسلامية"]


def test_his_government_is_that_of_the_man_named_before(reader):
    found = actors(reader, "قال الرئيس المصري عبد الفتاح السيسي في إيطاليا إن حكومته ستدرس الأمر.")
    assert found["حكومته"] == ("EGY", "GOV")


def test_several_states_have_no_country(reader):
    assert actors(reader, "دعت تونس الدول إلى دعم تونس.").get("الدول", (None, ""))[0] is None


def test_a_quoted_stranger_is_somebody(reader):
    assert "سومتشاي" in texts(reader, "وقال سومتشاي إن الأمر انتهى.")
