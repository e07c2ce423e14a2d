"""What holds for every text, tried on texts that nobody would think of."""

import copy
import os
import string
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid import Reader
from rasid.exports import FORMATS
from rasid.exports.json import as_dict

WORDS = (
    "قصف قصفت مدفعية الجيش الطيران طائرات بلدة مدينة حي كسلا تعز بنغازي الرقة سرت غارات غارة شنت قتل قتلى مقتل إصابة أصيب جرح "
    "ثلاثة عشرات مئات نحو أكثر من مدنيين طفلا أطفال نساء جنديا عناصر مسلحون أمس اليوم الثلاثاء مساء عام شهر آذار قال أعلن نفى "
    "إن أن لم لن لا إذا سوف قد كان التي الذين على في إلى عن بعد قبل و ثم كما فيما وزارة الداخلية حكومة رئيس الأمم المتحدة "
    "نطالب ندعو ندين طالب دعا اتهم هدد حذر استعاد سيطر انسحب انسحبت اعتقال اعتقلت أفرج مظاهرة تظاهر اتفاق هدنة حصار نزوح "
    "الأسرى سيارة مفخخة برميل متفجر صاروخ لغم رصاص المجلس المحلي بيان مصدر شهود عيان ، . : « » ( ) \n 3 ٢٠ 45 2016"
).split(" ")

sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=60).map(" ".join)
arabic = st.text(
    alphabet=st.sampled_from("اأإآءئؤبتثجحخدذرزسشصضطظعغفقكلمنهويىةًٌٍَُِّْـ 0٣٧۴.,،؛؟!«»\"'()-_#@/\n\t\u200f\u202b\u200dﻻﷲ"),
    max_size=200,
)
anything = st.text(alphabet=st.characters(), max_size=200)
runs = st.builds(
    lambda piece, times: piece * times, st.text(alphabet=st.characters(), min_size=1, max_size=4), st.integers(1, 2000)
)
texts = st.one_of(
    sentences, arabic, anything, runs, st.builds("".join, st.lists(st.one_of(sentences, arabic, anything), max_size=4))
)
# The same texts on every run, so that a failure never depends on luck; set RASID_EXAMPLES to try more, and others.
MORE = int(os.environ.get("RASID_EXAMPLES", "0"))
quick = settings(max_examples=MORE or 100, derandomize=not MORE, deadline=None, suppress_health_check=list(HealthCheck))


def spans_of(value):
    """Every span beside a text, wherever it stands in plain data."""
    if isinstance(value, dict):
        if value.get("span") is not None and "text" in value:
            yield value["span"], value["text"]
        for inner in value.values():
            yield from spans_of(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from spans_of(inner)


def without_offsets(document):
    """What a document says, without where it says it and without how it is written."""

    def strip(value):
        if isinstance(value, dict):
            return {
                key: strip(inner)
                for key, inner in value.items()
                if key not in {"span", "source_span", "sha256", "doc", "text", "reason", "alternatives"}
            }
        if isinstance(value, (list, tuple)):
            return [strip(inner) for inner in value]
        return value

    row = strip(as_dict(document))
    for record in row["records"]:
        record["source"] = len(record["source"])
        record["stance"] = len(record["stance"])
    return row


@quick
@given(text=texts)
def test_no_text_raises_and_every_span_gives_its_words(reader, text):
    document = reader.read(text, published="2019-08-14")
    for (start, end), words in spans_of(as_dict(document)):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words
    for record in document.records:
        if record.source_span is not None:
            assert 0 <= record.source_span[0] < record.source_span[1] <= len(text)


@quick
@given(text=sentences)
def test_what_a_record_holds_makes_sense(reader, text):
    document = reader.read(text, published="2019-08-14")
    names = [record.id for record in document.records]
    assert len(set(names)) == len(names)
    for record in document.records:
        assert 0 <= record.confidence <= 1
        assert record.source[0] == "narrator"
        assert {link.id for link in record.links} <= set(names) - {record.id}
        for count in record.counts:
            assert count.min is None or count.max is None or count.min <= count.max
        if record.date is not None and record.date.start is not None:
            assert record.date.end is None or record.date.start <= record.date.end


@quick
@given(text=texts)
def test_the_same_input_gives_the_same_bytes(reader, text):
    first, second = reader.read(text, published="2019-08-14"), reader.read(text, published="2019-08-14")
    for kind in FORMATS.values():
        assert b"".join(kind.write([first])) == b"".join(kind.write([second]))


def test_two_readers_agree(reader, statement, read_statement):
    again = Reader().read(statement, published="2016-03-15", publisher="المكتب الإعلامي", doc="statement")
    assert as_dict(again) == as_dict(read_statement)


@quick
@given(text=sentences, at=st.lists(st.integers(0, 400), max_size=6))
def test_tatweel_changes_nothing_but_offsets(reader, text, at):
    longer = text
    for i in sorted({i for i in at if 0 < i < len(text) and _joins(text[i - 1]) and text[i].isalpha()}, reverse=True):
        longer = longer[:i] + "ـ" + longer[i:]
    assert without_offsets(reader.read(longer, published="2019-08-14")) == without_offsets(
        reader.read(text, published="2019-08-14")
    )


def _joins(char):
    """Whether tatweel may follow the letter."""
    return char.isalpha() and unicodedata.bidirectional(char) == "AL" and char not in "اأإآدذرزوؤةىء"


@quick
@given(text=sentences)
def test_tanwin_changes_nothing_but_offsets(reader, text):
    marked = " ".join(word + "ً" if word in {"طفلا", "جنديا"} else word for word in text.split(" "))
    assert without_offsets(reader.read(marked, published="2019-08-14")) == without_offsets(
        reader.read(text, published="2019-08-14")
    )


@quick
@given(text=sentences)
def test_the_form_of_digits_changes_nothing(reader, text):
    forms = [
        text.translate(str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", digits * 2))
        for digits in ("٠١٢٣٤٥٦٧٨٩", string.digits, "۰۱۲۳۴۵۶۷۸۹")
    ]
    first, *others = [without_offsets(reader.read(form, published="2019-08-14")) for form in forms]
    assert all(other == first for other in others)


def test_the_example_in_other_spellings(reader, statement, read_statement):
    first = without_offsets(read_statement)
    changed = (
        copy.deepcopy(statement).translate(str.maketrans(string.digits, "٠١٢٣٤٥٦٧٨٩")).replace("مدينة", "مديـــنة")
    )
    assert without_offsets(reader.read(changed, published="2016-03-15", publisher="المكتب الإعلامي")) == first


def test_a_long_text_without_a_full_stop(reader):
    text = "قصفت الطائرات مدينة تعز و" * 100
    assert len(reader.read(text).records) > 0
