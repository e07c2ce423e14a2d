"""Modality: pairs of sentences that differ in one thing."""

from __future__ import annotations

import pytest

from rasid.reading.reader import Engine
from rasid.reading.realis import Realis, Verdict, choose_modality

PAIRS = [
    # negation
    ("لم [يقصف] الجيش القرية أمس.", "denied", "[قصف] الجيش القرية أمس.", "asserted"),
    ("لن [ينسحب] الجيش من القرية.", "denied", "سوف [ينسحب] الجيش من القرية.", "predicted"),
    ("أكد المتحدث عدم [قصف] القرية.", "denied", "أكد المتحدث [قصف] القرية.", "asserted"),
    ("أكد البيان عدم وقوع [إصابات] بين السكان.", "denied", "أكد البيان وقوع [إصابات] بين السكان.", "asserted"),
    ("لم تسفر الغارة عن [إصابات].", "denied", "أسفرت الغارة عن [إصابات].", "asserted"),
    ("لم تحدث [اشتباكات] في المدينة.", "denied", "حدثت [اشتباكات] في المدينة.", "asserted"),
    ("دخل الجنود القرية دون [مقاومة].", "denied", "دخل الجنود القرية بعد [مقاومة].", "asserted"),
    ("نفى الوزير [اعتقال] الصحفي.", "denied", "أعلن الوزير [اعتقال] الصحفي.", "asserted"),
    ("نفى المتحدث أن يكون الجيش قد [قصف] القرية.", "denied", "ذكر المتحدث أن الجيش [قصف] القرية.", "asserted"),
    ("ما زال الجيش [يقصف] القرية.", "asserted", "لا [يقصف] الجيش القرية.", "denied"),
    (
        "أطلق المسلحون قذائف، ما أدى إلى [إصابة] خمسة.",
        "asserted",
        "أطلق المسلحون قذائف لم تؤد إلى [إصابة] أحد.",
        "denied",
    ),
    # future
    ("[سيقصف] الجيش القرية.", "predicted", "[يقصف] الجيش القرية.", "asserted"),
    ("سيشن الجيش [هجوما] على القرية.", "predicted", "شن الجيش [هجوما] على القرية.", "asserted"),
    ("من المقرر أن [يلتقي] الوزير نظيره غدا.", "predicted", "[التقى] الوزير نظيره أمس.", "asserted"),
    ("تستعد القوات [لاقتحام] القرية.", "predicted", "تعرضت القوات [لقصف] عنيف.", "asserted"),
    ("يعتزم العمال [الإضراب] عن العمل.", "predicted", "واصل العمال [الإضراب] عن العمل.", "asserted"),
    (
        "تنتقد المعارضة [الهجوم] المرتقب على القرية.",
        "predicted",
        "تنتقد المعارضة [الهجوم] الأخير على القرية.",
        "asserted",
    ),
    # fear, warning, threat
    ("تخشى المنظمة [مجزرة] في القرية.", "predicted", "وثقت المنظمة [مجزرة] في القرية.", "asserted"),
    ("حذر المبعوث من [هجوم] على القرية.", "predicted", "عاد المبعوث بعد [هجوم] على القرية.", "asserted"),
    ("فر السكان خشية وقوعهم في [حصار].", "predicted", "فر السكان بعد وقوعهم في [حصار].", "asserted"),
    ("هدد المسلحون [بقصف] المطار.", "predicted", "قام المسلحون [بقصف] المطار.", "asserted"),
    ("هناك مخاوف من [انفجار] الوضع.", "predicted", "هناك جرحى بسبب [انفجار] عبوة.", "asserted"),
    ("قد [يقصف] الجيش القرية.", "predicted", "قد [قصف] الجيش القرية.", "asserted"),
    ("ربما [انسحب] المسلحون من القرية.", "predicted", "أمس [انسحب] المسلحون من القرية.", "asserted"),
    # demand
    ("طالب المتظاهرون [بالإفراج] عن المعتقلين.", "demanded", "رحب المتظاهرون [بالإفراج] عن المعتقلين.", "asserted"),
    ("دعا الرئيس إلى [وقف] القتال.", "demanded", "أدى الاتفاق إلى [وقف] القتال.", "asserted"),
    ("دعا الرئيس إلى وقف القتال [وفتح] المعابر.", "demanded", "أدى الاتفاق إلى وقف القتال [وفتح] المعابر.", "asserted"),
    (
        "دعا الرئيس إلى وقف القتال، و[إطلاق] سراح الأسرى.",
        "demanded",
        "شهد اليوم وقف القتال، و[إطلاق] سراح الأسرى.",
        "asserted",
    ),
    ("دعا الرئيس إلى وقف [القصف].", "asserted", "دعا الرئيس إلى [قصف] المواقع.", "demanded"),
    ("يجب أن [ينسحب] الجيش من القرية.", "demanded", "ذكر البيان أن الجيش [ينسحب] من القرية.", "asserted"),
    ("على الحكومة أن [تسحب] قواتها.", "demanded", "أعلنت الحكومة أنها [سحبت] قواتها.", "asserted"),
    ("شدد الوزير على ضرورة [نزع] السلاح.", "demanded", "أشرف الوزير على [نزع] السلاح.", "asserted"),
    ("أصدر القاضي أوامر [اعتقال] بحق القادة.", "demanded", "نفذ الضابط عملية [اعتقال] بحق القادة.", "asserted"),
    ("تحتاج القرية إلى [مساعدات] عاجلة.", "demanded", "وصلت إلى القرية [مساعدات] عاجلة.", "asserted"),
    (
        "طالب الأهالي برحيل القوات التي [قصفت] القرية.",
        "asserted",
        "طالب الأهالي القوات بأن [تنسحب] من القرية.",
        "demanded",
    ),
    ("حث المجلس الأطراف على [الانسحاب].", "demanded", "شكر المجلس الأطراف على [الانسحاب].", "asserted"),
    # promise
    ("وعدت الحكومة [بالإفراج] عن المعتقلين.", "promised", "قامت الحكومة [بالإفراج] عن المعتقلين.", "asserted"),
    ("تعهد القائد [بسحب] القوات.", "promised", "بدأ القائد [بسحب] القوات.", "asserted"),
    # condition, purpose
    ("إذا [انسحب] الجيش عاد السكان.", "conditional", "عندما [انسحب] الجيش عاد السكان.", "asserted"),
    ("في حال [انسحاب] الجيش يعود السكان.", "conditional", "بعد [انسحاب] الجيش عاد السكان.", "asserted"),
    (
        "وصل الوفد إلى العاصمة لإجراء [محادثات].",
        "conditional",
        "وصل الوفد إلى العاصمة بعد إجراء [محادثات].",
        "asserted",
    ),
    ("تقدمت القوات بهدف [السيطرة] على القرية.", "conditional", "تقدمت القوات بعد [السيطرة] على القرية.", "asserted"),
    ("انتشرت الشرطة لمنع [تظاهرة] في الساحة.", "conditional", "انتشرت الشرطة خلال [تظاهرة] في الساحة.", "asserted"),
    # what is tried, begun, managed did happen
    ("حاول مسلحون [اغتيال] القاضي.", "asserted", "ينوي مسلحون [اغتيال] القاضي.", "predicted"),
    ("نجا القاضي من محاولة [لاغتياله].", "asserted", "خرج مسلحون من المدينة [لاغتياله].", "conditional"),
    ("تمكنت القوات من [السيطرة] على القرية.", "asserted", "تسعى القوات من أجل [السيطرة] على القرية.", "conditional"),
    ("وصل الجيش بعد أن [انسحب] المسلحون.", "asserted", "ينتظر الجيش أن [ينسحب] المسلحون.", "conditional"),
    ("تحدث البيان عن [انفجار] وقع في السوق.", "asserted", "حذر البيان من [انفجار] في السوق.", "predicted"),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def verdict(engine: Engine, marked: str) -> Verdict:
    """The verdict of the rules on the word in brackets, by the first of its senses that fits its likeliest reading."""
    at = marked.index("[")
    ground = engine.prepare(marked.replace("[", "").replace("]", ""))
    for scene in ground.scenes:
        for sense in sorted(scene.senses, key=lambda s: s.rank):
            token = scene.tokens[sense.token]
            if token.start <= at < token.end:
                return choose_modality(Realis(scene, engine.tables), sense, None)
    raise AssertionError(f"no event word: {marked}")


CASES = [case for pair in PAIRS for case in (pair[:2], pair[2:])]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pairs(engine: Engine, text: str, expected: str) -> None:
    found = verdict(engine, text)
    assert found.modality == expected, found.rule


def test_reason_names_the_marker(engine: Engine) -> None:
    assert "خشية" in verdict(engine, "فر السكان خشية وقوعهم في [حصار].").rule


def test_demands_go_on_after_a_full_stop(engine: Engine) -> None:
    ground = engine.prepare("ندعو الدول إلى وقف القتال ودعم السكان. وتقديم المساعدات للمدينة المحاصرة.")
    first, second = (Realis(ground.scenes[0], engine.tables), None)
    second = Realis(ground.scenes[1], engine.tables, first)
    sense = next(
        s
        for s in ground.scenes[1].senses
        if "تقديم" in ground.scenes[1].tokens[s.token].text or "المساعدات" in ground.scenes[1].tokens[s.token].text
    )
    assert choose_modality(second, sense, None).modality == "demanded"


def test_content_names_its_speech_act(engine: Engine) -> None:
    ground = engine.prepare("طالب المتظاهرون بالإفراج عن المعتقلين.")
    scene = ground.scenes[0]
    sense = next(s for s in scene.senses if scene.tokens[s.token].text == "بالإفراج")
    assert scene.tokens[choose_modality(Realis(scene, engine.tables), sense, None).holder].text == "طالب"
