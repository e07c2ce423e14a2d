"""Who says so: the innermost source of the word marked with «*»."""

from pathlib import Path

import pytest

from rasid.reading.beside import source_at
from rasid.reading.quotes import quoted_ranges
from rasid.reading.reader import Engine
from rasid.reading.romanise import romanise
from rasid.reading.speakers import Speakers

NARRATOR = "narrator"


@pytest.fixture(scope="module")
def engine():
    return Engine()


def source(engine, marked):
    """The innermost source of the word after «*»."""
    at = marked.index("*")
    text = marked.replace("*", "")
    ground = engine.prepare(text)
    speakers = Speakers(engine.tables, ground.ranges)
    for scene in ground.scenes:
        attributions = speakers.attribute(scene, ground.subjects[scene.index])
        for token in scene.tokens:
            if token.start <= at < token.end:
                found = source_at(attributions, token.index)
                return found.name if found else NARRATOR
    raise AssertionError(text)


DIRECT = [
    ("وقال مصدر طبي: «*قتل خمسة مدنيين في الغارة».", "مصدر طبي"),
    ('وقال مسؤول محلي "إن القوات *قصفت القرية فجرا".', "مسؤول محلي"),
    ("«*قصفت الطائرات السوق صباح اليوم»، قال شاهد عيان.", "شاهد عيان"),
]
INDIRECT = [
    ("وقالت مصادر أمنية إن مسلحين *خطفوا ثلاثة مهندسين.", "مصادر أمنية"),
    ("وقال ضابط في الشرطة إن الانفجار *قتل شخصين.", "ضابط في الشرطة"),
    ("وأفاد مصدر في وزارة الصحة بأن القصف *قتل طفلين.", "مصدر في وزارة الصحة"),
    ("وأكد مسؤول كبير في البلدية أن الفيضان *دمر الجسر.", "مسؤول كبير في البلدية"),
    ("وذكرت رويترز أن الجيش *قصف البلدة.", "Reuters"),
    ("وقال المتظاهرون إن الشرطة *اعتقلت زملاءهم.", "المتظاهرون"),
    ("وقال أحد السكان إن مسلحين *هاجموا القرية.", "أحد السكان"),
    ("وقال مسؤول حكومي للصحافيين إن الجيش *حرر البلدة.", "مسؤول حكومي"),
    ("وقالت الشرطة التركية إن قواتها *اعتقلت عشرة أشخاص.", "Turkish police"),
    ("وأعلن المرصد السوري لحقوق الإنسان أن طائرات *قصفت المدينة.", "Syrian Observatory for Human Rights"),
    ("وقال التقرير إن الجنود *قتلوا مدنيين.", "التقرير"),
]
NOUNS = [
    ("أعلنت مصادر أمنية *مقتل ثلاثة جنود في هجوم.", "مصادر أمنية"),
    ("وأكد المرصد السوري لحقوق الإنسان *مقتل عشرة مدنيين.", "Syrian Observatory for Human Rights"),
    ("واتهمت مصادر محلية الجيش بتنفيذ *هجوم على القرية.", "مصادر محلية"),
]
NAMED = [
    ("وقال العميد سعد كريم قائد شرطة المدينة إن مسلحين *هاجموا الحاجز.", "Saad Karim"),
    ("وقال الدكتور حسن فؤاد إن القصف *دمر المستشفى.", "Hassan Fouad"),
    ("وقال خالد الدليمي إن الجيش *قصف البلدة.", "Khaled al-Dulaimi"),
    ("وقال سمير النجار إن القصف *دمر بيته. وأضاف النجار أن الغارات قتلت جيرانه.", "Samir al-Najjar"),
    ("وقال سمير النجار إن القصف دمر بيته. وأضاف النجار أن الغارات *قتلت جيرانه.", "Samir al-Najjar"),
]
GOES_ON = [
    ("وقال مصدر أمني إن سيارة انفجرت، مؤكدا أن الانفجار *قتل شخصين.", "مصدر أمني"),
    ("وقال مصدر أمني إن سيارة انفجرت، مشيرا إلى أن الشرطة *اعتقلت رجلين.", "مصدر أمني"),
    ("وقال مصدر أمني إن سيارة انفجرت. وأضاف أن الجيش *اعتقل رجلين.", "مصدر أمني"),
    ("وقال مصدر أمني إن سيارة انفجرت. وتابع: «*قتلنا ثلاثة مسلحين».", "مصدر أمني"),
    ("وقال مسؤول محلي: «القصف شديد. الطائرات *قصفت السوق. قتل كثيرون».", "مسؤول محلي"),
]
ACCORDING = [
    ("*قتل خمسة مدنيين في القصف، بحسب مصادر طبية.", "مصادر طبية"),
    ("*خطف مهندس في المدينة أمس، وفقا لشهود عيان.", "شهود عيان"),
    ("بحسب مصدر في الشرطة *قتل شخصان في الهجوم.", "مصدر في الشرطة"),
    ("*قصف الجيش القرية، حسبما أفاد ناشطون.", "ناشطون"),
    ("*قصف الجيش القرية، وفق ما ذكرت رويترز.", "Reuters"),
]
NESTED = [
    ("ونسبت رويترز إلى مصدر أمني أن مسلحين *هاجموا الحاجز.", "مصدر أمني"),
    ("وقال مصدر عسكري لـ«الشرق الأوسط»: «*قتلنا ثلاثة مسلحين».", "مصدر عسكري"),
    ("ونقلت رويترز عن مصدر أمني قوله إن مسلحين *هاجموا الحاجز.", "مصدر أمني"),
    ("وذكرت رويترز نقلا عن شهود عيان أن الطائرات *قصفت السوق.", "شهود عيان"),
    ("وقال مصدر أمني إن مسلحين *هاجموا الحاجز، حسبما أفادت رويترز.", "مصدر أمني"),
]
NOBODY = [
    ("*قتل خمسة مدنيين في قصف على البلدة.", NARRATOR),
    ("*نفى الجيش أي علاقة له بالهجوم.", NARRATOR),
    ("نقلت سيارات الإسعاف الجرحى بعد *الهجوم.", NARRATOR),
    ("*هاجم مسلحون القرية حسب خطة مسبقة.", NARRATOR),
    ("وواصل الجيش *قصف المدينة.", NARRATOR),
    ("ولم تعلن الشرطة *مقتل أحد.", NARRATOR),
    ("*هاجم الجنود الحاجز وفقا لتفويض من البرلمان.", NARRATOR),
    ("وقال مصدر أمني إن سيارة انفجرت. و*قصف الجيش البلدة مساء.", NARRATOR),
]


# What the table holds and the program does not yet read rightly; a mended row must be taken off.
KNOWN = frozenset({"العبادي: القوات", "وقال البيان إن", "وأضاف البيان أن", "وقال عبر حسابه", "ودعا مسؤول محلي"})


def table():
    """The rows of attribution.tsv: kind, text with «*» before the word in question, source."""
    lines = (Path(__file__).parent / "attribution.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        if line and not line.startswith("#"):
            kind, text, name = line.split("\t")
            yield kind, text.replace("\\n", "\n"), name


@pytest.mark.parametrize(("kind", "text", "name"), list(table()))
def test_table_of_attribution(engine, kind, text, name):
    right = source(engine, text) == name
    known = any(words in text for words in KNOWN)
    assert right != known, f"{kind}: {'mended, take it off KNOWN' if right else source(engine, text)}"


@pytest.mark.parametrize(("text", "name"), [*DIRECT, *INDIRECT, *NOUNS, *NAMED, *GOES_ON, *ACCORDING, *NESTED, *NOBODY])
def test_innermost_source(engine, text, name):
    assert source(engine, text) == name


def test_each_attribution_names_its_rule(engine):
    ground = engine.prepare("وقال مصدر أمني إن سيارة انفجرت.")
    (found,) = Speakers(engine.tables, ground.ranges).attribute(ground.scenes[0], ground.subjects[0])
    assert found.rule == "saying verb"
    assert found.chunk is not None
    assert found.chunk.text == "مصدر أمني"


@pytest.mark.parametrize(
    ("text", "ranges"),
    [("قال «نعم» ثم", [(5, 8)]), ('قال "نعم" ثم', [(5, 8)]), ("قال «أ «ب» ج»", [(5, 12), (8, 9)]), ('واحد " فقط', [])],
)
def test_quotations(text, ranges):
    assert quoted_ranges(text) == ranges


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("خالد العبيدي", "Khaled al-Obeidi"), ("عبد الله صالح", "Abdullah Saleh"), ("عبدالله صالح", "Abdullah Saleh"),
        ("عبد الخالق حسن", "Abdul Khaliq Hassan"), ("محمد بن سالم", "Mohammed bin Salem"), ("خلف", "Khalaf"), ("الأهدل", "al-Ahdal"),
    ],
)  # fmt: skip
def test_spelling_of_names(engine, name, english):
    assert romanise(name.split(), engine.tables.names) == english
