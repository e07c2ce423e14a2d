"""Places that no table names: a type word with a name («قرية كذا»), «العاصمة», and areas («المناطق المحررة»)."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Span, Token
from rasid.places.gazetteer import COMMON, Gazetteer
from rasid.places.kinds import (
    AREAS,
    BUILDINGS,
    CLAIMING,
    CONTROL,
    DIRECTIONS,
    HEADS,
    HONOURED,
    NEARNESS,
    NO_NAMES,
    PLURALS,
    TYPE_WORDS,
    WIDE,
    WITHIN,
)
from rasid.places.matching import PlaceCandidate, bare, cuts, match, offset
from rasid.text import fold_word

_CAPITAL = fold_word("العاصمة")
_AREAS, _LAND, _WHICH = fold_word("مناطق"), fold_word("البلاد"), fold_word("التي")
_WHICH_AREAS = frozenset(map(fold_word, "أخرى أقل أكثر عدة مختلفة متفرقة واسعة مجاورة".split()))
_POINTING = frozenset(map(fold_word, "هذه بهذه لهذه وهذه".split()))
_BUSINESS = frozenset(map(fold_word, "الاقتصادية التجارية".split()))
_OWNERS = 5
_COMMAS = frozenset("،,")
_QUOTES = frozenset("«\"'“(#")
_CLOSERS = frozenset("»\"'”)")
_NAMING = {"NOUN", "PROPN", "ADJ", "X"}
_AROUND = frozenset(map(fold_word, "ساحل بلد منطقة عاصمة داخل جوار إقليم قطاع ضفة جزيرة محيط".split()))
"""Words after a plural that tell where its places lie («قرى الساحل»)."""
_INTERNATIONAL = fold_word("الدولي")


def described(tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> PlaceCandidate | None:
    """The described place that begins at a token, or None."""
    token = tokens[at]
    if token.kind != "word":
        return None
    for letters, preposition, word in cuts(token.folded):
        if word == _CAPITAL:
            return _capital(tokens, at, letters, preposition, gazetteer)
        if bare(word) in AREAS and at + 1 < len(tokens) and bare(tokens[at + 1].folded) in CONTROL:
            span = (offset(token, letters), tokens[at + 1].end)
            return _candidate(at, at + 2, span, kind="region", vague=True, proclitic=preposition)
        if (area := _area(tokens, at, letters, preposition, word, gazetteer)) is not None:
            return area
        if word in WITHIN and at + 1 < len(tokens) and (nation := gazetteer.nation(tokens[at + 1].folded)):
            span = (offset(token, letters), tokens[at + 1].end)
            return _candidate(at, at + 2, span, kind=WITHIN[word], vague=True, within=nation, proclitic=preposition)
        if bare(word) in BUILDINGS:
            return _building(tokens, at, letters, word, gazetteer)
        if word in TYPE_WORDS:
            return _typed(tokens, at, letters, preposition, word, gazetteer)
        if word in PLURALS and _continues(tokens, at + 2) and _member(tokens, at + 1, at + 1, gazetteer):
            span = (tokens[at + 1].start, tokens[at + 1].end)
            return _candidate(at + 1, at + 2, span, kind=PLURALS[word], type_word=word)
    return None


def _building(tokens: Sequence[Token], at: int, letters: int, word: str, gazetteer: Gazetteer) -> PlaceCandidate | None:
    """«أمام السفارة الصينية», «على مقربة من مقر البرلمان»: whose it is belongs to the name."""
    near = [tokens[i].folded for i in (at - 1, at - 2) if i >= 0]
    if not (near and near[0] in NEARNESS) and not (len(near) > 1 and near[0] == "من" and near[1] in NEARNESS):
        return None
    end = at + 1
    while end < min(len(tokens), at + _OWNERS) and tokens[end].kind == "word" and _owner(tokens[end]):
        end += 1
    nation = end > at + 1 and gazetteer.nation(tokens[at + 1].folded)
    if end == at + 1 or (word.startswith("ال") and not nation):
        return None
    return _candidate(at, end, (offset(tokens[at], letters), tokens[end - 1].end), kind="facility", proclitic=near[0])


def _owner(token: Token) -> bool:
    """Whether a word after a building goes on to say whose it is."""
    best = token.best
    if best.proclitics or best.enclitic or best.upos not in _NAMING:
        return False
    return token.folded.startswith("ال") or (best.upos == "NOUN" and best.known)


def listed_with(tokens: Sequence[Token], before: PlaceCandidate, gazetteer: Gazetteer) -> PlaceCandidate | None:
    """The name in no table that goes on a list which a type word in the plural announces («أحياء كذا وكذا»)."""
    at = before.end
    if before.type_word not in PLURALS or not _continues(tokens, at):
        return None
    alone = tokens[at].folded == "و"
    first = at + alone
    if not _member(tokens, first, at, gazetteer):
        return None
    left = tokens[first].start if alone else offset(tokens[first], 1)
    return _candidate(
        at,
        first + 1,
        (left, tokens[first].end),
        kind=PLURALS[before.type_word],
        type_word=before.type_word,
        listed=True,
    )


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list goes on at a token."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    return tokens[at].folded == "و" or (tokens[at].folded.startswith("و") and len(tokens[at].folded) > 3)


def _member(tokens: Sequence[Token], at: int, opening: int, gazetteer: Gazetteer) -> bool:
    """Whether a token may be a name in a list of places: one that no table knows, or a definite word."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    token = tokens[at]
    word = token.folded[1:] if at == opening and opening and token.folded.startswith("و") else token.folded
    if word in TYPE_WORDS or bare(word) in NO_NAMES or bare(word) in DIRECTIONS or bare(word) in _AROUND:
        return False
    best = token.best
    if best.upos not in _NAMING or best.human or best.enclitic or gazetteer.nation(word):
        return False
    return word.startswith("ال") if best.known else len(word) > 2


def _area(
    tokens: Sequence[Token], at: int, letters: int, preposition: str, word: str, gazetteer: Gazetteer
) -> PlaceCandidate | None:
    """Areas that the sentence describes: «مناطق أخرى», «مناطق عراقية», «هذه المناطق», «المناطق التي …», «… الشرقية للبلاد»."""
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    before = tokens[at - 1] if at else None
    end, nation = at + 1, None
    if word == _AREAS:
        nation = gazetteer.nation(after)
        if nation is None and after not in _WHICH_AREAS:
            return None
        end = at + 2
    elif word == f"ال{_AREAS}":
        pointed = before is not None and before.folded in _POINTING
        brought = bool(preposition) or (before is not None and before.best.upos == "ADP" and before.best.known)
        if not pointed and not (brought and after == _WHICH):
            return None
    elif not (word == _LAND and preposition == "ل" and before is not None and bare(before.folded) in CONTROL):
        return None
    span = (offset(tokens[at], letters), tokens[end - 1].end)
    return _candidate(at, end, span, kind="region", vague=True, within=nation or "", proclitic=preposition)


def _candidate(start: int, end: int, span: Span, **more: object) -> PlaceCandidate:
    return PlaceCandidate(start=start, end=end, span=span, key="", **more)  # type: ignore[arg-type]  # fields by name


def _capital(
    tokens: Sequence[Token], at: int, letters: int, preposition: str, gazetteer: Gazetteer
) -> PlaceCandidate | None:
    """«العاصمة» alone or with a nationality, where the city is not named beside it."""
    end, country = at + 1, ""
    if end < len(tokens) and tokens[end].folded in _BUSINESS:
        return _epithet(tokens, at, end + 1, letters, preposition, gazetteer)
    if end < len(tokens) and tokens[end].folded.startswith("ال"):
        nation = gazetteer.nation(tokens[end].folded)
        if nation is None and tokens[end].best.upos == "ADJ":
            return None
        if nation is not None:
            country, end = nation, end + 1
    if end < len(tokens) and match(tokens, end, gazetteer) is not None:
        return None
    span = (offset(tokens[at], letters), tokens[end - 1].end)
    return _candidate(at, end, span, kind="city", capital_of=country, proclitic=preposition)


def _epithet(
    tokens: Sequence[Token], at: int, end: int, letters: int, preposition: str, gazetteer: Gazetteer
) -> PlaceCandidate | None:
    """«حلب، العاصمة الاقتصادية»: another mention of the city named just before it."""
    city = match(tokens, at - 2, gazetteer) if at >= 2 and tokens[at - 1].text in _COMMAS else None
    if city is None or city.end != at - 1 or city.flag == COMMON:
        return None
    span = (offset(tokens[at], letters), tokens[end - 1].end)
    return PlaceCandidate(
        start=at, end=end, span=span, key=city.key, sites=city.sites, flag=city.flag, kind="city", type_word=_CAPITAL,
        proclitic=preposition,
    )  # fmt: skip


def _typed(
    tokens: Sequence[Token], at: int, letters: int, preposition: str, word: str, gazetteer: Gazetteer
) -> PlaceCandidate | None:
    """A type word in the singular before a name that no table has."""
    first = at + 1
    while first < len(tokens) and tokens[first].text in _QUOTES:
        first += 1
    if first >= len(tokens) or first > at + 2:
        return None
    closing = _closing(tokens, first) if first == at + 2 else 0
    known = match(tokens, first, gazetteer)
    if known is not None and (not closing or known.end == closing):
        return None
    if not closing and not _names(tokens, first, word, quoted=first > at + 1, gazetteer=gazetteer):
        return None
    end = closing or _honoured(tokens, first) or _stretch(tokens, first)
    if end == first + 1 and tokens[first].folded in HEADS:
        return None
    kind = TYPE_WORDS[word]
    start, left = (
        (at, offset(tokens[at], letters)) if kind in WIDE or word in CLAIMING else (first, tokens[first].start)
    )
    proclitic = preposition if start == at else ""
    return _candidate(start, end, (left, tokens[end - 1].end), kind=kind, type_word=word, proclitic=proclitic)


def _honoured(tokens: Sequence[Token], first: int) -> int:
    """The end of the name of somebody with a title that begins at a token («الشهيد فلان»), or 0."""
    if bare(tokens[first].folded) not in HONOURED:
        return 0
    end = first + 1
    while end < min(len(tokens), first + _OWNERS) and tokens[end].kind == "word":
        best = tokens[end].best
        named = best.upos in {"PROPN", "X"} or best.sense == "name" or bare(tokens[end].folded) in HONOURED
        if best.proclitics or not (named or not best.known):
            break
        end += 1
    return end if end > first + 1 else 0


def _closing(tokens: Sequence[Token], first: int) -> int:
    """The end of a name of words in quotation marks or brackets that begins at a token, or 0."""
    if tokens[first].best.upos not in {*_NAMING, "VERB"} or bare(tokens[first].folded) in DIRECTIONS:
        return 0
    for end in range(first + 1, min(first + 4, len(tokens))):
        if tokens[end].text in _CLOSERS:
            return end
        if tokens[end].kind != "word":
            return 0
    return 0


def _names(tokens: Sequence[Token], at: int, word: str, *, quoted: bool, gazetteer: Gazetteer) -> bool:
    """Whether the token can be a name after the type word."""
    token = tokens[at]
    best = token.best
    if token.kind != "word" or token.folded in TYPE_WORDS or bare(token.folded) in NO_NAMES:
        return False
    if word in CLAIMING and _honoured(tokens, at):
        return True
    if at + 1 < len(tokens) and word in CLAIMING and tokens[at + 1].folded == "الله" and not best.proclitics:
        return True
    if best.upos not in _NAMING or best.human or best.proclitics or best.enclitic or gazetteer.nation(token.folded):
        return False
    if not best.known:
        return quoted or best.upos in {"PROPN", "X"} or token.folded.startswith("ال") or word in CLAIMING
    if best.upos == "PROPN":
        return best.sense != "time"
    return word in CLAIMING and best.definite and best.upos in {"NOUN", "ADJ"} and token.folded.startswith("ال")


def _stretch(tokens: Sequence[Token], at: int) -> int:
    """The end of a name that begins at a token: its second part after «أبو», «دير»; «الدولي»."""
    end = at + 1
    if end < len(tokens) and tokens[end].kind == "word":
        second = tokens[end]
        opens = (
            (tokens[at].folded in HEADS or second.folded == "الله")
            and second.best.upos in _NAMING
            and not second.best.proclitics
        )
        if opens or second.folded == _INTERNATIONAL:
            end += 1
    if end < len(tokens) and tokens[end].folded == _INTERNATIONAL:
        end += 1
    return end
