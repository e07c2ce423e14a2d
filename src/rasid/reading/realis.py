"""Step 9: whether the text says that it happened, did not, should, may or will."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Modality, Token
from rasid.reading.parts import Event, Scene
from rasid.text import fold_word

_NOT = frozenset({"لم", "لن", "ليس", "ليست", "ليسوا", "لما"})
_NOT_SOFT = frozenset({"لا", "ما"})
_NOT_NOUN = frozenset({"عدم", "دون", "بدون", "غير", "لا", "انعدام", "غياب", "نفي"})
_MUST = frozenset({"يجب", "ينبغي", "يتعين", "يتوجب", "يجدر", "لابد", "بد", "ضروره", "بضروره", "وجوب", "الضروري", "المطلوب", "لزوم", "الواجب"})
_IF = frozenset({"اذا", "لو", "حال", "ان", "حاله", "شرط", "شريطه", "لولا"})
_PURPOSE = frozenset({"كي", "لكي", "اجل", "بهدف", "بغيه", "بغرض", "بقصد", "لاجل", "لغرض", "تمهيدا", "استعدادا", "محاوله"})
_FEAR = frozenset({"يخشي", "تخشي", "خشيه", "مخاوف", "خطر", "خوف", "تحسبا", "احتمال", "امكانيه", "تهديد", "ينوي", "تنوي", "يعتزم", "تعتزم", "يستعد", "تستعد", "سوف", "المقرر", "المتوقع", "المحتمل", "خطه", "خطط", "يخطط", "يهدد", "نيه", "ستعلن", "مقبل", "مقبله", "المقبل", "المقبله", "القادم", "القادمه", "وشك"})
_MAYBE = frozenset({"ربما", "يمكن", "لعل", "عسي"})
_PREVENT = frozenset({"لمنع", "لتفادي", "لتجنب", "للحيلوله", "منع", "تفادي", "تجنب", "الحيلوله"})
_REACH = 4


def modality_of(scene: Scene, event: Event) -> tuple[Modality, str]:
    """The modality that the event's own clause marks, with the rule that gave it.

    What an appeal, a promise or a threat says of its content is set by :mod:`rasid.reading.contents` afterwards.
    """
    tokens, at = scene.tokens, event.token
    best = event.sense.reading
    if event.sense.pos in {"verb", "passive"}:
        return _verb(scene, tokens, at, best.proclitics, best.kind)
    return _noun(scene, tokens, event)


def _words(tokens: Sequence[Token], start: int, end: int) -> list[str]:
    return [tokens[i].folded for i in range(max(0, start), end)]


def _without_conjunction(word: str) -> str:
    return word[1:] if word[:1] in "وف" and len(word) > 2 else word


def _verb(scene: Scene, tokens: Sequence[Token], at: int, proclitics: tuple[str, ...], kind: str) -> tuple[Modality, str]:
    clause = scene.clauses[scene.clause_of[at]]
    start = max(clause.start, at - _REACH)
    before = [_without_conjunction(w) for w in _words(tokens, start, at)]
    last = before[-1] if before else ""
    if last in _NOT or last in _NOT_SOFT and (last == "لا" or kind == "perfect"):
        return "denied", f"«{last}» before the verb"
    if any(word in _NOT for word in before[-2:]):
        return "denied", "a negation before the verb"
    if "س" in proclitics or last == "سوف":
        return "predicted", "future particle"
    if "ل" in proclitics and kind == "imperfect":
        return "conditional", "«ل» of purpose"
    reach = [_without_conjunction(w) for w in _words(tokens, max(0, at - 6), at)]
    if last == "ان" and kind == "imperfect":
        if any(word in _MUST for word in reach):
            return "demanded", "an obligation before «أن»"
        if any(word in _FEAR for word in reach):
            return "predicted", "a fear or plan before «أن»"
        if any(word in _MAYBE for word in reach):
            return "predicted", "a possibility before «أن»"
        if "دون" in reach[-3:] or "بدون" in reach[-3:]:
            return "denied", "«دون أن»"
        return "conditional", "«أن» with an imperfect"
    if last == "قد" and kind == "imperfect" or last in _MAYBE:
        return "predicted", "a possibility"
    if last in {"كي", "لكي", "حتي"} and kind == "imperfect":
        return "conditional", "purpose"
    head = _without_conjunction(tokens[clause.start].folded)
    if head in {"اذا", "لو", "لولا"} or (head == "حال" and clause.start):
        return "conditional", f"«{head}» opens the clause"
    return "asserted", "no marker"


def _noun(scene: Scene, tokens: Sequence[Token], event: Event) -> tuple[Modality, str]:
    at = event.token
    proclitics = event.sense.reading.proclitics
    before = [_without_conjunction(w) for w in _words(tokens, at - 3, at)]
    last = before[-1] if before else ""
    if last in _NOT_NOUN:
        return "denied", f"«{last}» before the noun"
    if last.removeprefix("ل").removeprefix("ب") in _PREVENT or last in _PREVENT or "للحيلوله" in before:
        return "conditional", "to prevent it"
    if any(word in _PURPOSE for word in before[-2:]):
        return "conditional", "purpose"
    if any(word in _FEAR or word.removeprefix("ال") in _FEAR for word in before[-2:]):
        return "predicted", "a fear or plan before the noun"
    if any(word in _MUST or word.removeprefix("ال") in _MUST or word.removeprefix("بال") in _MUST for word in before):
        return "demanded", "an obligation before the noun"
    if proclitics and proclitics[-1] == "ل" and event.sense.pos == "masdar" and not event.sense.reading.definite:
        return "conditional", "«ل» of purpose before a verbal noun"
    if "حال" in before[-2:] or "حاله" in before[-2:]:
        return "conditional", "«في حال»"
    if event.light is not None and event.light_token >= 0:
        verb = tokens[event.light_token]
        return _verb(scene, tokens, event.light_token, verb.best.proclitics, verb.best.kind)
    after = [t.folded.removeprefix("ال") for t in tokens[at + 1 : at + 4]]
    if any(word in {"مقبل", "مقبله", "قادم", "قادمه", "محتمل", "محتمله"} for word in after):
        return "predicted", "a coming event"
    return "asserted", "no marker"


def is_obligation(word: str) -> bool:
    """Whether a word says that something should be done."""
    return fold_word(word) in _MUST
