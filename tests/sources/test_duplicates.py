import random

from sources import makers

from rasid.sources import Seen
from rasid.sources.duplicates import likeness, sketch

WORDS = (makers.A + " " + makers.B + " " + makers.C).split()


def texts(count, words, seed):
    chance = random.Random(seed)  # noqa: S311
    return [" ".join(chance.choices(WORDS, k=words)) for _ in range(count)]


def test_a_copy_with_another_headline_is_found_and_the_first_is_the_original():
    seen = Seen()
    body = " ".join(texts(1, 150, 1))
    assert seen.original("a", body) is None
    assert seen.original("b", "نقلا عن وكالة الساحل للأنباء اليوم\n" + body) == "a"
    assert seen.original("c", body.replace("،", " ،") + " تابعونا على قناتنا") == "a"
    assert seen.original("d", texts(1, 150, 2)[0]) is None


def test_marks_and_spelling_do_not_hide_a_copy():
    seen = Seen()
    seen.original("a", makers.A)
    assert seen.original("b", makers.A.replace("أ", "ا").replace("ة", "ه").replace("قصفت", "قَصَفَتْ")) == "a"


def test_short_texts_are_compared_exactly():
    seen = Seen()
    assert [
        seen.original(str(n), text) for n, text in enumerate(("قصف", "قصف", "هدنة", "قصف كسلا اليوم", "قصف كسلا أمس"))
    ] == [None, "0", None, None, None]


def test_the_estimate_is_near_the_truth():
    for base, other in zip(texts(20, 300, 3), texts(20, 300, 4), strict=True):
        one, two = base.split(), other.split()
        copy = " ".join([*one[:240], *two[:60]])
        runs = [{tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (one, copy.split())]
        truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(likeness(sketch(base), sketch(copy)) - truth) < 0.15


def test_of_many_copies_nearly_all_are_found():
    seen = Seen()
    originals = texts(300, 200, 5)
    for n, text in enumerate(originals):
        assert seen.original(str(n), text) is None
    chance = random.Random(6)  # noqa: S311
    found = 0
    for n, text in enumerate(originals):
        words = text.split()
        words[chance.randrange(100)] = "كلمة"
        found += seen.original(f"c{n}", " ".join(["عاجل", *words, "انتهى", "الخبر"])) == str(n)
    assert found >= 297
