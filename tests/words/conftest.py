import json
from types import SimpleNamespace

import msgspec
import pytest

from rasid.lexicon.entries import AdjectiveEntry, FunctionEntry, NounEntry, NumberEntry, VerbEntry
from rasid.lexicon.lexicon import packaged
from rasid.words import build
from rasid.words.morphology import WEIGHTS_FILE, Morphology
from rasid.words.ranking import Weights
from rasid.words.store import Forms


@pytest.fixture(scope="session")
def tables():
    """A few rows of each table, enough for every class of ending."""
    verbs = [
        VerbEntry("كفى", "كفي", "I", "i", ["كفاية"], "b"),
        VerbEntry("دعا", "دعو", "I", "u", ["دعوة", "دعاء"], "b"),
        VerbEntry("رأى", "رءي", "I", "a", ["رؤية"], "t"),
        VerbEntry("قتل", "قتل", "I", "u", ["قتل"], "t", "often passive"),
        VerbEntry("قاتل", "قتل", "III", None, ["قتال"], "t"),
        VerbEntry("ساعد", "سعد", "III", None, [], "t"),
        VerbEntry("قصف", "قصف", "I", "i", ["قصف"], "t"),
        VerbEntry("دمر", "دمر", "II", None, [], "t"),
        VerbEntry("قرأ", "قرء", "I", "a", ["قراءة"], "t"),
        VerbEntry("وصل", "وصل", "I", "i", ["وصول"], "b"),
        VerbEntry("نسق", "نسق", "II", None, [], "t"),
    ]
    nouns = [
        NounEntry("ابن", ["أبناء"], "m", "person"),
        NounEntry("هزيمة", ["هزائم"], "f", "event"),
        NounEntry("وكيل", ["وكلاء"], "m", "person"),
        NounEntry("مستشفى", ["مستشفيات"], "m", "building"),
        NounEntry("مدينة", ["مدن"], "f", "place"),
        NounEntry("جندي", ["جنود"], "m", "person"),
        NounEntry("مقاتل", ["+ون"], "m", "person"),
        NounEntry("قاضي", ["قضاة"], "m", "person"),
        NounEntry("هجوم", ["+ات"], "m", "event"),
        NounEntry("لغة", ["+ات"], "f", "language"),
        NounEntry("قناة", ["+ات"], "f", "org"),
        NounEntry("بيت", ["بيوت"], "m", "building"),
        NounEntry("زمن", ["أزمنة"], "m", "time"),
        NounEntry("جزء", ["أجزاء"], "m", "abstract"),
    ]
    function_words = [
        FunctionEntry("في", "ADP", "enc=1"),
        FunctionEntry("من", "ADP", "enc=1"),
        FunctionEntry("على", "ADP", "enc=1"),
        FunctionEntry("علي", "ADP", "enc=1;only=suffix"),
        FunctionEntry("ل", "ADP", "enc=1;only=suffix"),
        FunctionEntry("لم", "PART"),
        FunctionEntry("أن", "SCONJ", "enc=1;prep=1"),
        FunctionEntry("التي", "PRON", "prep=1;rel=1;gender=f;number=s"),
    ]
    return SimpleNamespace(
        verbs=verbs,
        nouns=nouns,
        adjectives=[AdjectiveEntry("كبير", ["كبار"]), AdjectiveEntry("أكبر", ["كبرى"]), AdjectiveEntry("مدني")],
        function_words=function_words,
        numbers=[NumberEntry("ثلاثة", "3", "unit")],
        calendar=[],
        countries=[],
        places=[],
    )


@pytest.fixture(scope="session")
def packed(tables):
    return build.build_forms(tables)


@pytest.fixture(scope="session")
def morphology(packed):
    weights = msgspec.convert(json.loads(packaged(WEIGHTS_FILE)), Weights)
    return Morphology(Forms(packed), weights)
