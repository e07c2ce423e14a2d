"""What stands around a name: type words, prepositions, given names, and whether a country or a capital acts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Token
from rasid.places.gazetteer import COUNTRY, SURE, Gazetteer
from rasid.places.kinds import ACTING, BESIDE, BODIES, DIRECTIONS, ENTERED, LOCATIVE, POINTLESS, TYPE_WORDS, WIDE
from rasid.places.matching import PlaceCandidate, bare, cuts, offset
from rasid.text import fold_word

_OPENERS = frozenset("#«\"'“(")
_CLOSERS = frozenset("»\"'”")
_HITS = frozenset(
    map(fold_word, "قصف غارة غارات هجوم ضربة ضربات اعتداء سيطر سيطرة استولى قصفا هجوما صاروخ قذائف صواريخ".split())
)
"""Words whose «على» brings what is hit or held."""
_STRIKES = frozenset(map(fold_word, "قصف ضرب استهدف هاجم دمر".split()))
_NOMINAL = frozenset({"NOUN", "ADJ", "PROPN"})
_CITIES = frozenset(map(fold_word, "عاصمة مدينة دولة جمهورية مملكة".split()))
_VERB_REACH = 8
_NEIGHBOUR = frozenset(map(fold_word, "جار جارة جيران مقر".split()))
"""Words with a pronoun that a place stands beside, as what they name («جارتهم سوريا», «ومقره لندن»)."""


def before(tokens: Sequence[Token], start: int) -> int:
    """The index of the nearest token before ``start`` that is no quotation mark, hash or bracket; -1 for none."""
    at = start - 1
    while at >= 0 and tokens[at].text in _OPENERS:
        at -= 1
    return at


def with_context(tokens: Sequence[Token], found: PlaceCandidate, gazetteer: Gazetteer) -> PlaceCandidate:
    """A match with what stands around it; names of wide kinds take their type word in («مطار بيروت»)."""
    quoted = (
        found.start > 0
        and tokens[found.start - 1].text in '«"“'
        and found.end < len(tokens)
        and tokens[found.end].text in _CLOSERS
    )
    found = msgspec.structs.replace(found, quoted=quoted, followed=_followed(tokens, found))
    if found.span[0] == tokens[found.start].start:
        found = _after_type(tokens, found)
    if not found.ours and not found.type_word and found.end < len(tokens) and _governed(tokens[found.end]):
        return msgspec.structs.replace(found, person=True)
    at = before(tokens, found.start)
    hit = any(fold_word(t.best.lemma) in _HITS for t in tokens[max(0, at - 2) : at] if t.kind == "word")
    found = msgspec.structs.replace(found, hit=hit)
    if not found.proclitic and found.span[0] == tokens[found.start].start and at >= 0:
        previous = tokens[at]
        if previous.best.upos == "ADP" and (bare(previous.folded) in LOCATIVE or bare(previous.folded[1:]) in LOCATIVE):
            found = msgspec.structs.replace(found, proclitic=previous.folded)
        elif at == found.start - 1 and _is_name(previous, found):
            found = msgspec.structs.replace(found, person=True)
    if at >= 0 and not found.strong and not found.proclitic and _of_body(tokens, found, at):
        return msgspec.structs.replace(found, acts=True)
    opened = found.start > 0 and tokens[found.start - 1].text in '"«“' and found.end < len(tokens)
    if opened and tokens[found.end].kind == "number":
        return msgspec.structs.replace(found, acts=True)  # the name of an operation
    metonym = found.state or any(gazetteer.is_capital(site) for site in found.sites[:1])
    return (
        found
        if found.acts
        else msgspec.structs.replace(found, acts=metonym and not found.strong and _acts(tokens, found, at))
    )


def _followed(tokens: Sequence[Token], found: PlaceCandidate) -> bool:
    """Whether what stands right after a name may describe it or depend on it, were it a common noun."""
    if found.end >= len(tokens) or tokens[found.end].kind != "word":
        return False
    following = tokens[found.end]
    if following.folded.startswith("ال") or following.folded == "من":
        return True
    best = following.best
    open_ended = not tokens[found.start].folded.startswith("ال") and best.upos in {"NOUN", "ADJ", "PROPN", "X", "NUM"}
    return not best.proclitics and (open_ended or best.sense == "name" or bool(best.enclitic))


def _of_body(tokens: Sequence[Token], found: PlaceCandidate, at: int) -> bool:
    """Whether the word before is a body that the place is part of the name of, and the name no phrase of its own."""
    lemma = fold_word(tokens[at].best.lemma)
    return lemma in BODIES and not tokens[at].folded.startswith("ال") and tokens[found.start].folded not in TYPE_WORDS


def _governed(token: Token) -> bool:
    """Whether a token is a definite noun, so that the word before it may be in construct with it («سدة الحكم»)."""
    return token.best.known and token.best.upos == "NOUN" and token.folded.startswith("ال")


def _is_name(previous: Token, found: PlaceCandidate) -> bool:
    """Whether the token before is a given name, so that the place's name may be a family name."""
    best = previous.best
    if best.known:
        return any(analysis.sense == "name" for analysis in previous.analyses[:2]) and best.upos in {
            "NOUN",
            "ADJ",
            "PROPN",
        }
    return best.upos in {"PROPN", "X"} and not any(site.origin <= COUNTRY for site in found.sites)


def _after_type(tokens: Sequence[Token], found: PlaceCandidate) -> PlaceCandidate:
    """The match with the type word or word of direction before it."""
    at = before(tokens, found.start)
    if at < 0 or tokens[at].kind != "word":
        return found
    if at > 0 and tokens[at].folded == "مع" and bare(tokens[at - 1].folded).startswith("حدود"):
        return msgspec.structs.replace(found, type_word="حدود")
    previous = tokens[at]
    cut = next((c for c in cuts(previous.folded) if bare(c[2]) in TYPE_WORDS or bare(c[2]) in DIRECTIONS), None)
    if cut is None:
        return found
    letters, preposition, word = cut
    kind = "" if bare(word) in DIRECTIONS else TYPE_WORDS[bare(word)]
    if kind and word.startswith("ال") and (kind in WIDE or found.flag > SURE):
        return found  # «المدينة الكبرى» describes
    if found.state and kind in {"governorate", "district"}:
        return msgspec.structs.replace(found, acts=True)  # «مقاطعة فرنسا»
    found = msgspec.structs.replace(found, type_word=bare(word), kind=kind)
    pointless = bare(word) in POINTLESS and not any(site.kind == kind for site in found.sites)
    if pointless:
        found = msgspec.structs.replace(found, sites=(), key="")
    if pointless or (kind in WIDE and not any(site.kind in WIDE for site in found.sites)):
        span = (offset(previous, letters), found.span[1])
        return msgspec.structs.replace(found, start=at, span=span, proclitic=preposition)
    return found


def _acts(tokens: Sequence[Token], found: PlaceCandidate, at: int) -> bool:
    """Whether a country or a capital stands where somebody does something."""
    if found.proclitic:
        backed = found.proclitic.endswith(("من", "علي")) and at > 0 and _backed(tokens[at - 1])
        return backed or bare(found.proclitic) in BESIDE
    following = tokens[found.end] if found.end < len(tokens) else None
    if at < 0:
        return following is not None and following.best.upos == "VERB"
    best = tokens[at].best
    if best.enclitic and best.upos != "VERB":
        # «أكدت فيه بكين»: a word with a pronoun is not in construct with what follows; «جارتهم» is the country itself.
        return bare(fold_word(best.lemma)) not in _NEIGHBOUR
    if best.upos == "VERB":
        lemma = fold_word(best.lemma)
        return lemma not in ENTERED or (lemma in _STRIKES and _has_object(tokens, found.end))
    if best.upos in {"SCONJ", "AUX"} or bare(tokens[at].folded) in BESIDE:
        return True
    if bare(fold_word(best.lemma)) in ACTING or tokens[at].folded in ("ان", "وان", "لان", "فان"):
        return True
    return at == found.start - 1 and not found.listed and _argument(tokens, at)


def _has_object(tokens: Sequence[Token], end: int) -> bool:
    """Whether a noun that can only be the object stands right after a name («قصفت روسيا مواقع في سوريا»)."""
    if end >= len(tokens) or tokens[end].kind != "word":
        return False
    best = tokens[end].best
    return best.known and best.upos == "NOUN" and not best.proclitics and best.sense != "time"


def _argument(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name after the definite word ``at`` can only be what a verb before it acts on («طالب الوفد دمشق بالرد»)."""
    if tokens[at].kind != "word" or not tokens[at].folded.startswith("ال") or tokens[at].best.upos not in _NOMINAL:
        return False
    near = range(at - 1, max(-1, at - _VERB_REACH), -1)
    if any(bare(tokens[i].folded) in _CITIES or bare(tokens[i].folded[1:]) in _CITIES for i in [at, *near[:2]]):
        return False  # «العاصمة السورية دمشق»
    verb = next((i for i in near if tokens[i].best.upos == "VERB" or tokens[i].kind == "punct"), -1)
    return verb >= 0 and tokens[verb].kind == "word" and fold_word(tokens[verb].best.lemma) not in ENTERED


def _backed(token: Token) -> bool:
    """«المدعومة من», «بدعم من»."""
    return token.best.kind == "passive_participle" or fold_word(token.best.lemma) in ACTING
