"""The check of our tables against dictionaries in another coder's form, on a dictionary of our own."""

import pytest

from coverage import Checker, Item, names, parted, synonyms, verbs

VERBS = """####### SYNONYM SETS #######
&TREATY
+هدنة_
+اتفاق_سلام_
&FOOD
+خبز_
####### VERB PATTERNS #######
--- قصف [190] ---
قصف                   [190]     # shell
هاجم+ب                          # attack
- * مدينة [190] # قصف
"""
ACTORS = """# names
جيش_سوري_  [SYRMIL]
فلان_علان_
\t[EGYGOV 20010101-20050101]
تونس  [TUN]
"""


@pytest.fixture(scope="module")
def checker(reader):
    return Checker(reader.engine)


def test_dictionaries_are_parsed(tmp_path):
    (tmp_path / "v.txt").write_text(VERBS, encoding="utf-8")
    (tmp_path / "a.txt").write_text(ACTORS, encoding="utf-8")
    assert verbs(tmp_path / "v.txt") == [Item("قصف", "fight"), Item("هاجم ب", "needs a pattern")]
    assert synonyms(tmp_path / "v.txt", frozenset({"TREATY"})) == [Item("هدنة", "treaty"), Item("اتفاق سلام", "treaty")]
    assert names(tmp_path / "a.txt") == [
        Item("جيش سوري", "MIL"),
        Item("فلان علان", "GOV, dated"),
        Item("تونس", "country, nation or place"),
    ]


@pytest.mark.parametrize("word", ["قصف", "اعتقل", "حتج", "شن", "اعتقد"])
def test_a_verb_with_a_role_is_covered(checker, word):
    assert checker.verb(word)


@pytest.mark.parametrize("word", ["طبخ", "ترنم"])
def test_a_verb_without_one_is_not(checker, word):
    assert not checker.verb(word)
    assert checker.known(word)


@pytest.mark.parametrize("name", ["جيش سوري", "وزارة داخلي تونسي", "متظاهر", "سوري", "أمين عام ل أمة متحد"])
def test_a_name_is_covered_in_one_of_its_forms(checker, name):
    assert checker.name(name)


def test_a_name_that_nobody_knows_is_not(checker):
    assert not checker.name("زعطوط برقوق")


def test_particles_are_written_on_the_next_word():
    assert parted("متحدث ب اسم حكومة") == [("", "متحدث"), ("ب", "اسم"), ("", "حكومة")]
