"""The cost of a text grows with its length and no faster, and nothing of an endless sentence is lost."""

from __future__ import annotations

import time
from itertools import cycle, islice

from rasid import Reader
from rasid.text import split, tokenize

_SENTENCES = (
    "قُتل خمسة مدنيين وأصيب آخرون في قصف مدفعي استهدف حي الشعار في مدينة حلب صباح أمس، بحسب ما أعلن المرصد.",
    "وقال المتحدث باسم وزارة الدفاع إن القوات الحكومية نفذت غارات جوية على مواقع المسلحين قرب الحدود.",
    "واتهمت الأمم المتحدة الطرفين بعرقلة وصول المساعدات إلى آلاف النازحين، ودعت إلى وقف فوري لإطلاق النار.",
    "وتظاهر مئات الطلاب في بغداد احتجاجا على ارتفاع الأسعار، واعتقلت الشرطة عشرين منهم.",
)
_WORDS = (
    "وقالت", "مصادر", "طبية", "إن", "مسلحين", "هاجموا", "حاجزا", "للجيش", "قرب", "المدينة", "وقتلوا", "ثلاثة", "جنود",
    "ثم", "انسحبوا", "إلى", "الجبال", "حيث", "قصفت", "الطائرات", "مواقعهم",
)  # fmt: skip


def _text(size: int) -> str:
    sentences = cycle(_SENTENCES)
    found: list[str] = []
    while sum(map(len, found)) < size:
        found += islice(sentences, 40)
    return " ".join(found)[:size]


def _seconds(reader: Reader, text: str) -> float:
    begin = time.process_time()
    reader.read(text)
    return time.process_time() - begin


def test_four_times_the_text_takes_about_four_times_as_long() -> None:
    reader = Reader()
    reader.read(_text(4_000))
    short = min(_seconds(reader, _text(40_000)) for _ in range(2))
    assert _seconds(reader, _text(160_000)) < 6 * short


def test_a_sentence_without_end_is_read_whole_and_soon() -> None:
    words = list(islice(cycle(_WORDS), 3_000))
    text = " ".join(words)
    reader = Reader()
    assert _seconds(reader, text) < 10
    read = [token.text for s in split(text) for token in tokenize(text, s.start, s.end)]
    assert read == words


def test_words_without_blanks_are_kept_too() -> None:
    text = "،".join(islice(cycle(_WORDS), 2_000))
    pieces = split(text)
    assert "".join(text[s.start : s.end] for s in pieces) == text
    assert len(pieces) > 1


def test_a_usual_sentence_stays_whole() -> None:
    text = " ".join(islice(cycle(_WORDS), 120)) + "، " + " ".join(islice(cycle(_WORDS), 20)) + "."
    assert len(split(text)) == 1
