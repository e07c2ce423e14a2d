"""Nouns, clitics, spelling evidence, guesses and ranking, on a few rows of our own."""

import pytest

from rasid.errors import DataError
from rasid.text import tokenize
from rasid.words import build
from rasid.words.nominal import adjective, dual, singular, sound_feminine, sound_masculine
from rasid.words.store import Forms


def pieces(word, analysis):
    """A reading cut as written."""
    inner = analysis.enclitic_span[0] if analysis.enclitic_span else analysis.stem[1]
    cut = [*analysis.proclitics, word[analysis.stem[0] : inner], analysis.enclitic]
    return "+".join(piece for piece in cut if piece)


@pytest.mark.parametrize(
    ("word", "cut", "lemma"),
    [
        ("للتنسيق", "ل+لتنسيق", "تنسيق"),
        ("للغة", "ل+لغة", "لغة"),
        ("مساعدتها", "مساعدت+ها", "مساعدة"),
        ("تراها", "ترا+ها", "رأى"),
        ("ندعوهم", "ندعو+هم", "دعا"),
        ("وكلاء", "وكلاء", "وكيل"),
        ("فسيكفيهم", "ف+س+يكفي+هم", "كفى"),
        ("جنوده", "جنود+ه", "جندي"),
        ("هزائمه", "هزائم+ه", "هزيمة"),
        ("أبناؤه", "أبناؤ+ه", "ابن"),
        ("أبنائه", "أبنائ+ه", "ابن"),
        ("مستشفاها", "مستشفا+ها", "مستشفى"),
        ("مقاتليهم", "مقاتلي+هم", "مقاتل"),
        ("مقاتلونا", "مقاتلو+نا", "مقاتل"),
        ("وبالمدينة", "و+ب+المدينة", "مدينة"),
        ("كالجندي", "ك+الجندي", "جندي"),
        ("فقتلوه", "ف+قتلو+ه", "قتل"),
        ("ليقصف", "ل+يقصف", "قصف"),
        ("جزئه", "جزئ+ه", "جزء"),
        ("هجومًا", "هجومًا", "هجوم"),
        ("عليها", "علي+ها", "علي"),
        ("بأنهم", "ب+أن+هم", "أن"),
        ("ببيوتهم", "ب+بيوت+هم", "بيت"),
    ],
)
def test_cut(morphology, word, cut, lemma):
    best = morphology.analyse(word)[0]
    assert (pieces(word, best), best.lemma, best.known) == (cut, lemma, True)


@pytest.mark.parametrize("word", ["المقاتلوه", "سالمدينة", "لكتبوا"])
def test_cuts_against_the_grammar_are_not_known(morphology, word):
    assert not any(a.known and a.proclitics + ((a.enclitic,) if a.enclitic else ()) for a in morphology.analyse(word))


def test_a_noun_that_is_a_participle_as_well_knows_both(morphology):
    readings = [a for a in morphology.analyse("مقاتلين") if a.upos == "NOUN" and a.number == "p"]
    assert {(a.form, a.root, a.sense) for a in readings} == {("III", "قتل", "person")}
    assert "active_participle" in {a.kind for a in readings}


def test_verbal_nouns_keep_their_verb(morphology):
    reading = morphology.analyse("تدميرها")[0]
    assert (reading.lemma, reading.kind, reading.form, reading.root) == ("تدمير", "masdar", "II", "دمر")


@pytest.mark.parametrize(
    ("word", "voice"),
    [("قُصفت", "Pass"), ("قَصفت", "Act"), ("دُمِّر", "Pass"), ("دَمّر", "Act"), ("يُقتَل", "Pass")],
)
def test_written_vowels_settle_the_voice(morphology, word, voice):
    best = next(a for a in morphology.analyse(word) if a.upos == "VERB")
    assert best.voice == voice


def test_written_shadda_settles_the_form(morphology):
    def score(word):
        return next(a.score for a in morphology.analyse(word) if (a.upos, a.form, a.kind) == ("VERB", "I", "perfect"))

    assert score("قتّل") < score("قتل")


def test_written_ta_marbuta_is_no_pronoun(morphology):
    assert all(not a.enclitic for a in morphology.analyse("مدينة"))
    assert morphology.analyse("بيته")[0].enclitic == "ه"


def test_bare_alef_costs_nothing_and_a_wrong_hamza_little(morphology):
    right, bare = morphology.analyse("أبناء")[0], morphology.analyse("ابناء")[0]
    assert right.lemma == bare.lemma == "ابن"
    assert bare.score == pytest.approx(right.score)
    assert morphology.analyse("إبناء")[0].score < right.score


@pytest.mark.parametrize("word", ["زمنية", "الزمني", "لغويين"])
def test_adjectives_of_known_nouns(morphology, word):
    assert any((a.upos, a.enclitic) == ("ADJ", "") for a in morphology.analyse(word))


def test_an_adjective_of_a_known_noun_follows_its_noun(morphology):
    tokens = morphology.rank(tokenize("في المدينة الزمنية"))
    assert (tokens[2].best.upos, tokens[2].best.known) == ("ADJ", True)


@pytest.mark.parametrize("word", ["قراصنة", "المتطرفات", "ستوكهولم", "ببعلبك", "وبيرغامو"])
def test_unknown_words_are_guessed(morphology, word):
    readings = morphology.analyse(word)
    assert readings
    assert not readings[0].known
    assert readings[0].upos in {"NOUN", "PROPN", "ADJ"}


def test_homographs_follow_their_neighbours(morphology):
    def classes(text):
        return [token.best.upos for token in morphology.rank(tokenize(text))]

    assert classes("لم تدمر المدينة")[1] == "VERB"
    assert classes("في قتل المدنيين")[1] == "NOUN"
    assert classes("قصف الجنود المدينة")[0] == "VERB"


def test_every_token_gets_readings_with_spans_of_the_text(morphology):
    text = "وصل 3 جنود إلى IBM، وفي المدينة."
    tokens = morphology.rank(tokenize(text))
    assert all(token.analyses for token in tokens)
    for token in tokens:
        start, end = token.best.stem
        assert token.start <= start < end <= token.end
    assert [t.best.upos for t in tokens if t.kind != "word"] == ["NUM", "X", "PUNCT", "PUNCT"]


def test_words_as_treebanks_cut_them(morphology):
    words = morphology.predict_words("دمروها و5000 بيت")
    assert [word["segments"] for word in words] == [["دمرو", "ها"], ["و", "5000"], ["بيت"]]
    assert words[0] == {"span": [0, 6], "segments": ["دمرو", "ها"], "upos": "VERB", "voice": "Act"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("هزيمة", {"هزيمة", "هزيمت"}),
        ("مستشفى", {"مستشفى", "مستشفا"}),
        ("هجوم", {"هجوم", "هجوما"}),
        ("أبناء", {"أبناء", "أبناؤ", "أبنائ"}),
        ("جزء", {"جزء", "جزءا", "جزؤ", "جزئ", "جزأ", "جزئا"}),
        ("قاضي", {"قاضي", "قاضيا", "قاض"}),
    ],
)
def test_endings_of_the_singular(word, expected):
    assert {form.written for form in singular(word, "s", "m")} == expected


def test_dual_and_sound_plurals():
    assert [form.written for form in dual("مدينة", "f")] == ["مدينتان", "مدينتا", "مدينتين", "مدينتي"]
    assert [form.written for form in sound_masculine("قاضي")] == ["قاضون", "قاضو", "قاضين", "قاضي"]
    assert [form.written for form in sound_feminine("قناة")] == ["قنوات", "قنيات"]
    assert [form.written for form in sound_feminine("لغة")] == ["لغات"]


def test_adjective_with_its_own_feminine():
    written = {(form.written, form.gender, form.number) for form in adjective("أكبر", [], "كبرى")}
    assert {("أكبر", "m", "s"), ("كبرى", "f", "s"), ("كبريات", "f", "p")} <= written


def test_packing_gives_the_same_bytes(tables, packed):
    assert build.build_forms(tables) == packed


def test_damaged_forms_are_refused(packed):
    with pytest.raises(DataError):
        Forms(packed[:100])
    with pytest.raises(DataError):
        Forms(b"????" + packed[4:])


def test_added_rows_come_first(packed, tables):
    added = build.entries_of(tables)
    found = Forms(packed, {"بيت": added["مدينه"]}).get("بيت")
    assert found[0].lexeme.lemma == "مدينة"
    assert any(entry.lexeme.lemma == "بيت" for entry in found)


def test_rows_that_cannot_be_made_are_named(tables):
    assert build.mismatched(tables.verbs) == []


def test_the_question_particle_needs_its_hamza(morphology):
    assert not any("أ" in a.proclitics for a in morphology.analyse("اقتل"))


def test_a_plural_of_the_tables_is_no_adjective_of_itself(morphology):
    assert {a.lemma for a in morphology.analyse("مدنيين") if a.known} == {"مدني"}
