"""Which mentions a document lists as its actors: whoever acts or is acted upon, and is named or described."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Token
from rasid.reading.parts import Mention, Scene
from rasid.text import fold_word

_NOBODY = frozenset(fold_word(word) for word in ("شخص", "جثة", "أعداد", "جمهور"))
_DEAD = frozenset(fold_word(word) for word in ("قتيل", "جريح", "مصاب", "ضحية", "شهيد", "مقتول", "مفقود"))
_TALLIES = frozenset(fold_word(word) for word in ("عدد", "حصيلة", "أسماء", "أعداد", "قائمة", "مئات", "سقوط"))
_SITES = frozenset(
    fold_word(word)
    for word in ("مقر", "مبنى", "مكتب", "مقار", "مبان", "قبالة", "حاجز", "سيارة", "سجن", "مدرسة", "مستشفى", "دورة")
)
_HOLDERS = frozenset(
    {
        "official",
        "combatant",
        "civilian",
        "child",
        "woman",
        "people",
        "journalist",
        "worker",
        "medic",
        "security",
        "detainee",
    }
)
_REACH = 6


def names_place(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is a country's name that stands for its land, so that it is an actor only where it acts."""
    return mention.kind == "country" and any(
        start < mention.end and mention.start < end for _, start, end in scene.places
    )


def listed(scene: Scene, mention: Mention) -> bool:
    """Whether the document lists a mention; see also :func:`names_place`."""
    if mention.kind == "weapon":
        return False
    if mention.kind in {"actor", "person", "nation", "country"}:
        return True
    token = scene.tokens[mention.head]
    lemma = fold_word(token.best.lemma) if token.analyses else token.folded
    if mention.kind == "organ":
        return not _only_scenery(scene.tokens, mention)
    alone = mention.end - mention.start == 1
    if alone and lemma in _NOBODY:
        return False
    if alone and lemma in _DEAD and not _told(scene.tokens, mention):
        return False
    if alone and _states(scene.tokens, mention):
        return False
    return stands_alone(scene, mention)


def _told(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the dead and the wounded are spoken of as people rather than counted."""
    if not tokens[mention.start].best.definite:
        return False
    return mention.start == 0 or fold_word(tokens[mention.start - 1].best.lemma) not in _TALLIES


def _states(tokens: Sequence[Token], mention: Mention) -> bool:
    """«مسؤول عن», «متهم ب»: says something of somebody rather than naming him."""
    if mention.end >= len(tokens) or tokens[mention.start].best.definite:
        return False
    following = tokens[mention.end]
    return following.folded == "عن" or (mention.sense in {"official", "detainee"} and following.folded == "بها")


def _only_scenery(tokens: Sequence[Token], mention: Mention) -> bool:
    """Bodies that only say which building it is, and common nouns without a nationality or an article."""
    before = tokens[mention.start - 1] if mention.start else None
    own = mention.span[0] == tokens[mention.start].start
    if before is not None and own and before.analyses and fold_word(before.best.lemma) in _SITES:
        return True
    if mention.entity or mention.end - mention.start > 1:
        return False
    token = tokens[mention.head]
    definite = bool(token.analyses) and (token.best.definite or bool(token.best.enclitic))
    return not definite and not own


def stands_alone(scene: Scene, mention: Mention) -> bool:
    """A title without a name beside it stands for the person; with one, the name does."""
    if mention.kind == "group" and (mention.sense not in _HOLDERS or _many(scene.tokens[mention.head])):
        return True
    for other in scene.mentions:
        if other.kind != "person":
            continue
        if mention.end <= other.start <= mention.end + _REACH and _linked(scene.tokens[mention.end : other.start]):
            return False
        if (
            0 <= mention.start - other.end <= 1
            and mention.span[0] == scene.tokens[mention.start].start
            and _apposed(scene.tokens[other.end : mention.start])
        ):
            return False
    return True


def _many(token: Token) -> bool:
    return bool(token.analyses) and token.best.number == "p"


def _apposed(between: Sequence[Token]) -> bool:
    return not between or between[0].text in "،,("


def _linked(between: Sequence[Token]) -> bool:
    """Whether a title runs on to the name: its body, its adjectives, its place («الأمين العام السابق لحزب كذا فلان»)."""
    for token in between:
        if token.kind != "word":
            if token.text not in '«»"#،':
                return False
            continue
        if not token.analyses or token.folded == "في":
            continue
        best = token.best
        if best.upos not in {"NOUN", "ADJ", "PROPN", "X"} or best.proclitics not in {(), ("ل",), ("ب",)}:
            return False
    return True
