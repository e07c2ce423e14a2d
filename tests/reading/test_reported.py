"""What is reported as a concrete event, and what only names one."""

from __future__ import annotations

import pytest

from rasid import Reader
from rasid.reading.decide import drafts
from rasid.reading.predictions import gsr_events
from rasid.reading.reported import load_reported, marked_score, reported_score, sentence_score, task_of
from rasid.reading.skeleton import grams, skeleton

CONCRETE = (
    "قتل أربعة جنود وأصيب ثمانية آخرون أمس في هجوم شنه مسلحون على نقطة تفتيش شمال الموصل.",
    "خطف مسلحون مجهولون مساء الأحد مهندسا أجنبيا من منزله في كابل.",
)
NOT_CONCRETE = (
    "مثل المتهم أمام المحكمة أمس بتهمة محاولة قتل قاض قبل ثلاث سنوات.",
    "أدان الأمين العام بشدة أعمال القتل ودعا إلى محاسبة المسؤولين عنها.",
    "هدد زعيم الحركة بشن هجمات إذا لم تنسحب القوات من المدينة.",
    "تحيي البلاد غدا الذكرى السنوية لاغتيال الرئيس السابق.",
    "إن قتل المدنيين جريمة لا يبررها أي دين أو قانون.",
    "شن الفريق هجوما على مرمى ضيفه في الشوط الثاني من المباراة.",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def score(reader: Reader, text: str, task: str = "assault") -> float:
    return gsr_events(reader, text, task)[0]


@pytest.mark.parametrize("concrete", CONCRETE)
@pytest.mark.parametrize("other", NOT_CONCRETE)
def test_a_concrete_event_scores_above_one_that_is_only_named(reader: Reader, concrete: str, other: str) -> None:
    assert score(reader, concrete) > score(reader, other)


def test_a_concrete_attack_is_one_event(reader: Reader) -> None:
    _, events = gsr_events(reader, CONCRETE[0], "assault")
    assert len(events) == 1
    assert events[0]["event_type"] == "ASSAULT"
    assert "4" not in str(events[0]["recipient"]) and "أربعة" not in str(events[0]["recipient"])


@pytest.mark.parametrize("text", NOT_CONCRETE)
def test_what_is_only_named_is_no_event(reader: Reader, text: str) -> None:
    assert gsr_events(reader, text, "assault")[1] == []


def test_a_march_scores_above_a_call_for_one(reader: Reader) -> None:
    march = "تظاهر مئات العمال أمس أمام مبنى الوزارة في تونس مطالبين برفع الأجور."
    right = "يكفل الدستور حق التظاهر السلمي لجميع المواطنين."
    assert score(reader, march, "protest") > score(reader, right, "protest")


def test_scores_are_probabilities_and_types_without_a_model_have_none(reader: Reader) -> None:
    text = "قتل شرطي في انفجار، وزار الوزير المصابين والتقى رئيس البلدية."
    ground = reader.engine.prepare(text)
    found, _ = drafts(ground, reader.engine.tables, reader.models)
    models = load_reported()
    assert found
    for draft in found:
        probability = reported_score(draft, found, models)
        assert (probability is None) == (task_of(draft) == "")
        assert probability is None or 0.0 <= probability <= 1.0
        if task_of(draft):
            assert isinstance(marked_score(draft, found, models), float)
    assert 0.0 <= sentence_score(ground.scenes, found, "assault", reader.engine.tables, models) <= 1.0


def test_a_text_without_events_has_none(reader: Reader) -> None:
    value, events = gsr_events(reader, "السماء صافية.", "assault")
    assert value < 0.2
    assert events == []
    assert gsr_events(reader, "", "protest")[1] == []


def test_a_skeleton_holds_no_content_words(reader: Reader) -> None:
    ground = reader.engine.prepare("اغتال مسلحون القاضي في البصرة.")
    found, _ = drafts(ground, reader.engine.tables, reader.models)
    names = skeleton(ground.scenes[0], found, reader.engine.tables)
    assert "في" in names
    assert not {"اغتال", "مسلحون", "القاضي", "البصره"} & set(names)


def test_grams_mark_the_ends() -> None:
    assert list(grams(["a"], 2)) == ["<", "a", ">", "< a", "a >"]
