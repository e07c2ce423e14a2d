"""A name for another, a loaded word for a plain one, a polite title: the record stays what it was.

Each case reads a sentence twice, as it stands and with one thing exchanged, and compares everything that the records say
but the exchanged words, their codes and coordinates, and the figures that may move with them (confidence, reasons, stance).
What is known to fail stands with the field that changes in ``invariance_known.tsv``; a case that holds again fails the
test until it is taken out. ``PYTHONPATH=src python tests/reading/test_invariance.py`` writes the list anew.
"""

from pathlib import Path

import pytest

from rasid import Reader

KNOWN = Path(__file__).parent / "invariance_known.tsv"

# Names of one kind, gender and number; the first is the one that the others are compared with.
NAMES = {
    "movement": ["حركة طالبان", "حركة حماس", "حركة الشباب", "حركة الجهاد الإسلامي", "جبهة النصرة", "هيئة تحرير الشام"],
    "organisation": ["تنظيم داعش", "تنظيم القاعدة", "حزب الله", "جيش الإسلام", "لواء التوحيد", "فيلق الرحمن"],
    "army": ["الجيش السوري", "الجيش العراقي", "الجيش اليمني", "الجيش اللبناني", "الجيش الليبي", "الجيش المصري"],
    "forces": ["القوات الروسية", "القوات التركية", "القوات الإسرائيلية", "القوات الأمريكية", "القوات الإثيوبية"],
    "police": ["الشرطة العراقية", "الشرطة الألمانية", "الشرطة المصرية", "الشرطة السودانية", "الشرطة الباكستانية"],
    "state": ["روسيا", "تركيا", "فرنسا", "إيران", "بريطانيا", "الصين"],
    "ministry": [
        "وزارة الخارجية العراقية",
        "وزارة الخارجية الروسية",
        "وزارة الداخلية التونسية",
        "وزارة الدفاع الأوكرانية",
    ],
    "body": ["الأمم المتحدة", "الجامعة العربية", "منظمة العفو الدولية", "منظمة الصحة العالمية", "اليونيسف"],
    "leader": ["محمود عباس", "سعد الحريري", "نوري المالكي", "فايز السراج", "عبد الفتاح السيسي", "خليفة حفتر"],
    "stranger": ["سامر العلي", "خالد المصري", "حسين درويش", "يوسف النجار", "طارق الحلبي"],
    "men": ["مسلحون", "متمردون", "متطرفون", "مقاتلون", "انفصاليون"],
    "people": ["مدنيين", "مزارعين", "صحفيين", "معلمين", "ممرضين"],
}
TOWNS = {
    "town": ["حلب", "حمص", "إدلب", "درعا", "الموصل", "تعز", "بنغازي", "غزة", "كسلا", "زليتن", "الرقة", "البصرة"],
}
SENTENCES = {
    "movement": [
        "هاجمت {} قاعدة عسكرية شرق البلاد فجر الأحد.",
        "أعلنت {} مسؤوليتها عن التفجير الذي استهدف السوق.",
        "أفرجت {} عن عشرة أسرى أمس.",
    ],
    "organisation": [
        "هاجم {} حاجزا للشرطة وقتل أربعة جنود.",
        "سيطر {} على ثلاث قرى بعد اشتباكات عنيفة.",
        "اتهمت الحكومة {} بخطف صحفيين.",
    ],
    "army": [
        "قصف {} مواقع المسلحين بالمدفعية.",
        "استعاد {} السيطرة على المطار بعد معارك استمرت أسبوعا.",
        "قال مصدر أمني إن {} أوقف خمسة مشتبه بهم.",
        "قتل سبعة مدنيين في غارة شنها {} أمس.",
    ],
    "forces": [
        "قصفت {} مستشفى ميدانيا بالصواريخ.",
        "انسحبت {} من المدينة مساء الجمعة.",
        "طالب المتظاهرون بخروج {} من البلاد.",
    ],
    "police": [
        "اعتقلت {} عشرين متظاهرا خلال المسيرة.",
        "فرقت {} المحتجين بالغاز المسيل للدموع.",
        "أصيب ثلاثة من عناصر {} في هجوم بسيارة مفخخة.",
    ],
    "state": [
        "أدانت {} الهجوم الذي وقع أمس.",
        "دعت {} طرفي النزاع إلى وقف إطلاق النار.",
        "أرسلت {} مساعدات طبية إلى النازحين.",
        "هددت {} بفرض عقوبات جديدة.",
    ],
    "ministry": [
        "نددت {} بالقصف الذي طال الأحياء السكنية.",
        "أعلنت {} مقتل ستة مسلحين في عملية أمنية.",
        "نفت {} وجود قتلى مدنيين.",
    ],
    "body": [
        "طالبت {} بفتح ممرات آمنة للمدنيين.",
        "حذرت {} من كارثة إنسانية وشيكة.",
        "قدمت {} مساعدات غذائية لآلاف النازحين.",
    ],
    "leader": [
        "التقى {} وفدا من المعارضة يوم الثلاثاء.",
        "دعا {} إلى وقف فوري لإطلاق النار.",
        "اتهم {} المتمردين بقصف المطار.",
        "قال {} إن المسلحين قتلوا أربعة جنود.",
    ],
    "stranger": [
        "اغتال مجهولون القيادي {} بعبوة ناسفة.",
        "اعتقلت الشرطة الناشط {} أمام منزله.",
        "قال الطبيب {} إن القصف أصاب المستشفى.",
    ],
    "men": [
        "خطف {} ثلاثة عمال إغاثة.",
        "هاجم {} قافلة للجيش بقذائف الهاون.",
        "قتل جنديان برصاص {} قرب الحدود.",
    ],
    "people": [
        "قتل ستة {} في غارة جوية.",
        "خطف مسلحون أربعة {} من منازلهم.",
        "أصيب عشرة {} جراء القصف.",
    ],
    "town": [
        "قصفت الطائرات الحربية مدينة {} صباح اليوم.",
        "قتل خمسة أشخاص في انفجار سيارة مفخخة في {}.",
        "خرجت مظاهرة حاشدة في {} احتجاجا على الغلاء.",
        "سيطرت المعارضة على {} بعد معارك عنيفة.",
    ],
}
# (sentence, plain words, loaded words for the same)
LOADED = [
    ("قصفت {} أحياء المدينة بالمدفعية.", "القوات السورية", "قوات الأسد"),
    ("قصفت {} أحياء المدينة بالمدفعية.", "القوات السورية", "عصابات الأسد"),
    ("قصفت {} أحياء المدينة بالمدفعية.", "القوات السورية", "قوات النظام المجرم"),
    ("اقتحمت {} المخيم واعتقلت عشرة شبان.", "القوات الإسرائيلية", "قوات الاحتلال الإسرائيلي"),
    ("اقتحمت {} المخيم واعتقلت عشرة شبان.", "القوات الإسرائيلية", "قوات الاحتلال"),
    ("اقتحمت {} المخيم واعتقلت عشرة شبان.", "القوات الإسرائيلية", "قوات العدو الصهيوني"),
    ("أطلقت {} صاروخا على المدينة.", "جماعة الحوثي", "ميليشيا الحوثي"),
    ("أطلقت {} صاروخا على المدينة.", "جماعة الحوثي", "عصابة الحوثي"),
    ("أطلقت {} صاروخا على المدينة.", "جماعة الحوثي", "ميليشيات الحوثي الانقلابية"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المسلحون", "الإرهابيون"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المسلحون", "المجرمون"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المسلحون", "المخربون"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المقاتلون", "المجاهدون"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المقاتلون", "الثوار"),
    ("هاجم {} الحاجز وقتلوا جنديين.", "المقاتلون", "المرتزقة"),
    ("{} ثلاثة مدنيين في القصف على الحي.", "قتل", "استشهد"),
    ("{} ثلاثة أطفال في غارة على المخيم.", "قتل", "استشهد"),
    ("أسفر القصف عن سقوط عشرة {} من المدنيين.", "قتلى", "شهداء"),
    ("أدت الغارة إلى {} خمسة مدنيين.", "مقتل", "استشهاد"),
    ("ارتكب الجيش {} في القرية راح ضحيتها عشرون مدنيا.", "مذبحة", "مجزرة"),
    ("{} الجيش بلدة صغيرة بعد معارك مع المسلحين.", "استعاد", "حرر"),
    ("نفذ التنظيم {} استهدفت حاجزا للجيش.", "عملية انتحارية", "عملية استشهادية"),
    ("شنت الطائرات الحربية غارات {} على السوق.", "عنيفة", "وحشية"),
    ("شنت الطائرات الحربية غارات {} على السوق.", "عنيفة", "همجية"),
    ("قصفت المدفعية {} القرية بعشرات القذائف.", "الإيرانية", "الصفوية"),
    ("اعتقلت {} ناشطين في العاصمة.", "قوات الأمن", "أجهزة القمع"),
    ("اعتقلت {} ناشطين في العاصمة.", "قوات الأمن", "قوات القمع"),
    ("اعتدى {} على قرية قرب رام الله.", "مستوطنون", "مستوطنون متطرفون"),
    ("طالبت المعارضة بإسقاط {} ومحاكمة رموزه.", "النظام", "النظام الفاسد"),
    ("قتل {} أربعة جنود في كمين.", "المتمردون", "الخوارج"),
    ("قتل {} أربعة جنود في كمين.", "المتمردون", "القتلة"),
]
# (sentence with the title's place before a name, titles that may be added there)
TITLED = [
    ("التقى {}محمود عباس وفدا من المعارضة يوم الثلاثاء.", ["السيد ", "الرئيس ", "فخامة الرئيس ", "سيادة الرئيس "]),
    ("اتهم {}سعد الحريري المتمردين بقصف المطار.", ["السيد ", "دولة الرئيس ", "الشيخ ", "معالي "]),
    ("دعا {}خالد المصري إلى وقف فوري لإطلاق النار.", ["السيد ", "الدكتور ", "الشيخ ", "المحامي ", "فضيلة الشيخ ", "سماحة الشيخ "]),
    ("قال {}حسين درويش إن المسلحين قتلوا أربعة جنود.", ["السيد ", "اللواء ", "العميد ", "العقيد ", "الأستاذ ", "المهندس "]),
    ("اعتقلت الشرطة {}طارق الحلبي أمام منزله.", ["السيد ", "الدكتور ", "الأستاذ ", "الحاج ", "العقيد ", "الأب "]),
    ("اغتال مجهولون {}سامر العلي بعبوة ناسفة.", ["القاضي ", "العقيد ", "الشيخ ", "المرحوم ", "الشهيد ", "النقيب "]),
    ("أدان {}يوسف النجار الهجوم الذي وقع أمس.", ["السيد ", "البطريرك ", "المطران ", "النائب ", "سعادة السفير ", "المناضل "]),
    ("قتل {}خالد المصري في غارة على منزله.", ["العقيد ", "الطبيب ", "القائد ", "الشيخ ", "المقدم ", "الحاج "]),
]  # fmt: skip


def actor_cases():
    for kind, names in (NAMES | TOWNS).items():
        for row, sentence in enumerate(SENTENCES[kind], 1):
            for name in names[1:]:
                yield f"{kind}-{row}-{name}", sentence.format(names[0]), sentence.format(name), names[0], name


def loaded_cases():
    for row, (sentence, plain, loaded) in enumerate(LOADED, 1):
        yield f"loaded-{row}-{loaded}", sentence.format(plain), sentence.format(loaded), plain, loaded


def titled_cases():
    for row, (sentence, titles) in enumerate(TITLED, 1):
        for title in titles:
            yield f"titled-{row}-{title.strip()}", sentence.format(""), sentence.format(title), "", title


CASES = [*actor_cases(), *loaded_cases(), *titled_cases()]


def outside(span, words, start, end):
    """The words of a span without those of an exchanged range, which «◌» stands for."""
    if span[1] <= start or span[0] >= end:
        return words
    return words[: max(0, start - span[0])] + "◌" + words[max(0, end - span[0]) :]


def told(reader, text, exchanged, titled):
    """What the records of a sentence say, but for one exchanged stretch of words."""
    start = text.index(exchanged) if exchanged else 0
    end = start + len(exchanged)

    def words(part):
        found = outside(part.span, part.text, start, end)
        return found.replace("◌", "").strip() if titled else found

    def filler(part):
        name = part.canonical_en or part.name_en
        return (words(part), name, part.via) if titled else (words(part), part.via)

    rows = []
    document = reader.read(text, published="2016-03-15")
    named = {a.canonical_en or a.text for a in document.actors if a.span[0] < end and start < a.span[1]}
    for record in document.records:
        source = (
            record.source if titled else tuple("◌" if name in {*named, exchanged} else name for name in record.source)
        )
        rows.append(
            {
                "trigger": words(record.trigger),
                "type": (record.event_type, record.mode, record.acled),
                "modality": record.modality,
                "source": source,
                "counts": [(c.what, c.min, c.max) for c in record.counts],
                "date": record.date and (record.date.text, record.date.start, record.date.end),
                "links": [(link.rel, link.id) for link in record.links],
                **{
                    slot: [filler(f) for f in getattr(record, slot)]
                    for slot in ("actor", "recipient", "place", "weapon")
                },
            }
        )
    return rows


def difference(reader, case):
    """The first field by which the two readings differ, or an empty text."""
    name, plain, changed, before, after = case
    titled = name.startswith("titled-")
    first, second = told(reader, plain, before, titled), told(reader, changed, after, titled)
    assert first, f"nothing is read in «{plain}»"
    if len(first) != len(second):
        return "number of records"
    for one, other in zip(first, second, strict=True):
        for field, value in one.items():
            if other[field] != value:
                return field
    return ""


def known():
    rows = [line.split("\t") for line in KNOWN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return dict(rows[1:])


def parameters():
    kinds = known()
    for case in CASES:
        kind = kinds.get(case[0])
        marks = [pytest.mark.xfail(strict=True, reason=f"changes: {kind}")] if kind else []
        yield pytest.param(case, id=case[0], marks=marks)


@pytest.mark.parametrize("case", list(parameters()))
def test_nothing_changes_but_what_was_exchanged(reader, case):
    assert difference(reader, case) == ""


def test_there_are_cases_enough_and_most_hold():
    names = {name for name, *_ in CASES}
    assert len(names) == len(CASES) >= 280
    assert set(known()) <= names
    assert len(known()) <= 0.25 * len(CASES)


def write_known():
    """Write the list of the cases that fail as the program stands."""
    reader = Reader()
    rows = ["case\tkind", "# Cases of test_invariance.py that fail, with the first field of the records that changes."]
    for case in CASES:
        kind = difference(reader, case)
        if kind:
            rows.append(f"{case[0]}\t{kind}")
    KNOWN.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_known()
