"""Which words that could name people do so where they stand, and which mentions are one («عناصر من الجيش»)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Analysis, Token
from rasid.reading.index import bare
from rasid.reading.parts import Mention
from rasid.text import fold_word

# Verbal nouns whose second term is whoever suffers them: «مقتل مدني» is no «civil killing».
_SUFFERED = frozenset(
    fold_word(word)
    for word in (
        "مقتل قتل إصابة اعتقال خطف اختطاف إعدام اغتيال توقيف جرح استشهاد وفاة موت سقوط نزوح تهجير طرد إبعاد تعذيب استهداف احتجاز حجز"
        " مصرع إطلاق إجلاء دفن عودة وصول تجنيد قدوم فرار هروب حماية بعض أحد عدد كل مئات عشرات آلاف جثة جثث صفوف حياة بينهم من"
    ).split()
)
_LOOSE = 2.5
"""How much less likely than the best reading an adjective may be that agrees with the noun before it."""
_MEMBERS = frozenset(
    {
        "combatant",
        "people",
        "official",
        "security",
        "attacker",
        "worker",
        "protester",
        "party",
        "journalist",
        "medic",
        "detainee",
    }
)
_OWN = frozenset({"civilian", "child", "woman", "victim", "detainee", "protester", "medic", "journalist"})
_TIES = frozenset(
    fold_word(word)
    for word in "موالي موال موالية تابع تابعة معارض معارضة مؤيد مؤيدة مناهض مناهضة مناصر مناصرة داعم داعمة مقرب مقربة".split()
)
_AGAINST = frozenset(fold_word(word) for word in "معارض معارضة مناهض مناهضة".split())


def _definite(token: Token) -> bool:
    return bool(token.analyses) and (token.best.definite or bool(token.best.enclitic))


def _plural(reading: Analysis) -> bool:
    return reading.number in {"p", "d"}


def _agrees(reading: Analysis, noun: Analysis) -> bool:
    """Whether an adjective may describe a noun: number and gender as they are after people and after things."""
    if noun.number == "p" and reading.gender == "f" and reading.number == "s":
        return True
    if noun.number == "p" and not noun.human:
        return False
    if _plural(noun) != _plural(reading):
        return False
    return noun.number == "p" or reading.gender is None or noun.gender is None or reading.gender == noun.gender


def attributive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only describes the noun right before it («هجوم انتحاري», «المواطنين الشيعة»)."""
    token = tokens[at]
    if (
        at == 0
        or not token.analyses
        or token.best.proclitics
        or tokens[at - 1].kind != "word"
        or not tokens[at - 1].analyses
    ):
        return False
    noun = tokens[at - 1].best
    if noun.upos not in {"NOUN", "ADJ", "X"} or not noun.known:
        return False
    definite = _definite(tokens[at - 1])
    if definite != token.best.definite or token.best.enclitic:
        return False
    if not definite and (fold_word(noun.lemma) in _SUFFERED or noun.sense in {"number", "measure"}):
        return False
    top = token.best.score
    return any(
        (reading.upos == "ADJ" or (definite and reading.human))
        and reading.definite == token.best.definite
        and _agrees(reading, noun)
        for reading in token.analyses[:6]
        if reading.score > top - (6.0 if definite else _LOOSE)
    )


def merged(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with a head and the body it belongs to taken as one («ضابط في الشرطة», «قوات موالية للحكومة»)."""
    found: list[Mention] = []
    for mention in mentions:
        if found and _repeats(tokens, found[-1], mention):
            continue
        if found and (tie := _tie(tokens, found[-1], mention)):
            found[-1] = _joined(found[-1], mention, tie)
        else:
            found.append(mention)
    return found


def _repeats(tokens: Sequence[Token], name: Mention, other: Mention) -> bool:
    """Whether a name in brackets only says the one before it again («حركة المقاومة الإسلامية (حماس)»)."""
    between = tokens[name.end : other.start]
    return (
        bool(between)
        and between[-1].text == "("
        and len(between) <= 2
        and name.entity is not None
        and name.entity == other.entity
    )


def _tie(tokens: Sequence[Token], head: Mention, body: Mention) -> str:
    """How a mention hangs on the one before it: by construct (``+``), a preposition, or ``against``; ``""`` for not at all."""
    if (
        head.kind not in {"group", "organ", "role"}
        or body.kind not in {"actor", "organ", "group"}
        or (head.country and body.country not in {None, head.country})
    ):
        return ""
    between = tokens[head.end : body.start]
    own = body.span[0] == tokens[body.start].start
    last = tokens[head.end - 1]
    if not between and own:
        return "+" if (body.kind != "group" or head.kind == "group") and _construct(tokens, head, body) else ""
    while (
        between
        and between[0].kind == "word"
        and between[0].analyses
        and _adjectival(between[0])
        and not between[0].best.proclitics
    ):
        word = bare(fold_word(between[0].best.lemma))
        if word in _TIES or bare(between[0].folded) in _TIES:
            if len(between) == 1 and not own and tokens[body.start].folded.startswith("ل"):
                return "against" if word in _AGAINST else "ل"
            return ""
        between = between[1:]
    if len(between) == 1 and own and between[0].folded == "من":
        return "من" if head.kind == "group" or (last.analyses and not _definite(last)) else ""
    if body.kind == "group" or (head.sense not in _MEMBERS and head.kind != "role"):
        return ""
    if len(between) == 1 and own and between[0].folded in {"في", "لدي"}:
        return "في"
    if not between and not own and tokens[body.start].best.proclitics == ("ب",):
        return "في"
    return ""


def _adjectival(token: Token) -> bool:
    word = bare(token.folded)
    return token.best.upos == "ADJ" or word in _TIES or word.removesuffix("ون").removesuffix("ين") in _TIES


def _construct(tokens: Sequence[Token], head: Mention, body: Mention) -> bool:
    """Whether a head may be in construct with what follows: no article, no «ون» left on it, no accusative after it."""
    last, first = tokens[head.end - 1], tokens[body.start]
    if (
        head.end - head.start > 2
        or not last.analyses
        or _definite(last)
        or last.best.number == "d"
        or last.folded.endswith(("ون", "ين"))
    ):
        return False
    return not (first.analyses and not first.best.definite and first.text.rstrip("ً").endswith("ا"))


def _joined(head: Mention, body: Mention, tie: str) -> Mention:
    sector = body.sector or head.sector
    if (
        (head.kind == "group" and head.sense in _OWN)
        or (head.sector == "MIL" and body.sector in {"GOV", "IGO", None})
        or (tie == "ل" and head.sector)
    ):
        sector = head.sector
    if tie == "against":
        sector = "OPP" if body.sector in {"GOV", None} else head.sector
    return msgspec.structs.replace(
        head,
        end=body.end,
        span=(head.span[0], body.span[1]),
        country=body.country or head.country,
        sector=sector,
        entity=None if tie in {"against", "ل"} else body.entity,
        template=body.template if body.kind == "organ" and body.entity is None else None,
    )
