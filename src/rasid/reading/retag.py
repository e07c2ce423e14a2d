"""Second thoughts on parts of speech: a clause that needs a verb and shows none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from rasid.model import Analysis, Token
from rasid.reading.clauses import is_auxiliary, is_verb, opens
from rasid.reading.parts import Mention
from rasid.words.numbers import Quantity

_MARGIN = 4.5
# A verb follows these; a noun after them would open with its article or stand before its predicate.
_BEFORE_VERBS = frozenset({"ثم", "كما", "فيما", "بينما", "عندما", "حين", "حيث", "بعدما", "قد", "وقد", "لقد", "ولقد"})
# «قال» is also a rare participle, never in reports.
# An indefinite accusative after these is the topic («إن رجلاً اقتحم»), no adverb.
_TOPICAL = frozenset({"ان", "بان", "لان", "لكن", "وان", "كان"})
_NOMINAL = frozenset({"NOUN", "ADJ", "PROPN", "X"})
_ASKS = frozenset({"دعا", "طالب", "ناشد", "حث"})
_STOPS = frozenset(".؛:!؟?،,")
_SAID = frozenset({"قال", "وقال", "فقال", "قالت", "وقالت", "فقالت"})
_PREDICATES = frozenset({"ADJ", "PART", "ADP"})
# What is said to happen: after an indefinite noun they are verbs («انفجار وقع في المدينة»), not its construct term.
_HAPPENS = frozenset(
    {"وقع", "حدث", "جرى", "أدى", "أسفر", "أودى", "استهدف", "هز", "طال", "ضرب", "شهد", "خلف", "نفذ", "شن"}
)


def with_verbs(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with a verb reading promoted where «أن» or «الذي» opens a clause that holds none.

    «أن جنديا قتل» needs «قتل» to be a verb, though alone it is likelier a noun. A noun that follows a preposition or
    takes an article, a suffix or a construct term stays one.
    """
    row = list(tokens)
    for i, token in enumerate(tokens):
        if token.folded in _SAID and not is_verb(token):
            said = next((rank for rank, reading in enumerate(token.analyses) if reading.upos == "VERB"), None)
            row[i] = token if said is None else promoted(token, said)
            continue
        if token.folded in _BEFORE_VERBS and i + 1 < len(tokens):
            rank = _verb_reading(tokens, i + 1)
            if rank is not None and row[i + 1].best.upos == "NOUN" and i + 2 < len(tokens) and _definite(tokens[i + 2]):
                row[i + 1] = promoted(row[i + 1], rank)
            continue
        if opens(token) not in {"that", "relative"}:
            continue
        end = _end(tokens, i)
        if any(is_verb(t) or is_auxiliary(t) for t in row[i + 1 : end]):
            continue
        found = [(j, reading) for j in range(i + 1, end) if (reading := _verb_reading(tokens, j)) is not None]
        if found:
            at, rank = max(found, key=lambda pair: tokens[pair[0]].analyses[pair[1]].score - tokens[pair[0]].best.score)
            row[at] = promoted(row[at], rank)
    return tuple(_bare(row))


def with_counts(tokens: Sequence[Token], quantities: Iterable[Quantity]) -> tuple[Token, ...]:
    """The tokens where no word of a number is a verb («ما لا يقل عن») and what it counts is a noun («أربعين مدنياً»)."""
    row = list(tokens)
    for quantity in quantities:
        if quantity.role:
            continue
        for i in range(quantity.start, quantity.end):
            if is_verb(row[i]) and i != quantity.counted:
                part = msgspec.structs.replace(row[i].best, upos="PART")
                row[i] = msgspec.structs.replace(row[i], analyses=(part, *row[i].analyses))
        at = quantity.counted
        if at is not None and row[at].analyses and row[at].best.upos not in {"NOUN", "PROPN", "NUM", "X"}:
            row[at] = _as_noun(row[at])
    return tuple(row)


def with_names(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens where a given name that is a common word too is a name before a family name («سامي الحلبي»)."""
    row = list(tokens)
    for i in range(len(row) - 1):
        given, family = row[i], row[i + 1]
        rank = _name_reading(given)
        if rank is None or not (_nisba(family) or _name_reading(family) is not None):
            continue
        if given.folded.startswith("ال") or given.best.upos not in _NOMINAL or family.best.upos not in _NOMINAL:
            continue
        before = row[i - 1] if i else None
        if before is not None and before.analyses and before.best.upos == "NOUN" and not _closed(before) and rank:
            # «كتاب خالد المصري» may be a construct, «رجل عادل حسن» an adjective: left as they are.
            continue
        row[i] = promoted(given, rank)
        other = _name_reading(family)
        surname = msgspec.structs.replace(family.best, upos="PROPN", sense="name", human=True)
        row[i + 1] = promoted(family, other) if other is not None else _with(family, surname)
    return tuple(row)


def _with(token: Token, reading: Analysis) -> Token:
    return msgspec.structs.replace(token, analyses=(reading, *token.analyses))


def _name_reading(token: Token) -> int | None:
    """The rank of the reading as a person's name, where no particle is written to the word."""
    for rank, reading in enumerate(token.analyses):
        plain = not reading.proclitics and not reading.enclitic
        if plain and reading.known and reading.sense == "name" and reading.upos == "PROPN":
            return rank
    return None


def _nisba(token: Token) -> bool:
    """Whether a word is a definite adjective of origin, as family names are («المصري», «الحلبي»)."""
    best = token.best if token.analyses else None
    if best is None or best.proclitics or best.upos not in {"ADJ", "NOUN", "PROPN"}:
        return False
    return token.folded.startswith("ال") and token.folded.endswith("ي") and len(token.folded) > 4 and best.number != "p"


def without_verbs(tokens: Sequence[Token], mentions: Iterable[Mention]) -> tuple[Token, ...]:
    """The tokens with a noun reading promoted for verbs that are part of a person's name («عمر»)."""
    row = list(tokens)
    for mention in mentions:
        for i in range(mention.start, mention.end) if mention.kind == "person" else ():
            if is_verb(row[i]):
                rank = next((r for r, a in enumerate(row[i].analyses) if a.upos in {"PROPN", "NOUN", "X"}), None)
                row[i] = row[i] if rank is None else promoted(row[i], rank)
    return tuple(row)


def _bare(row: list[Token]) -> list[Token]:
    """Settle words that may be verb or noun and follow a noun without a conjunction.

    A second finite verb describes an indefinite noun («انفجار وقع»); after a definite one it must be a noun («أنكر الحزب
    تسرب أمواله»).
    """
    verb = bool(row) and is_verb(row[0])
    asks = verb and _asks(row[0])
    for i in range(1, len(row)):
        token, before = row[i], row[i - 1]
        if not token.analyses or not before.analyses:
            verb = verb and token.text not in _STOPS
            continue
        if opens(token):
            verb = False
        if before.folded in _TOPICAL and token.best.upos == "ADV":
            row[i] = token = _as_noun(token)
        if verb and token.best.upos == "ADJ" and _closed(before) and before.best.upos in {"NOUN", "PROPN"}:
            row[i] = token = _as_body(token)
        if is_verb(token):
            after = before.best.upos in {"NOUN", "PROPN", "ADJ"} and _closed(before)
            if (verb and after and not token.best.proclitics and token.best.kind == "perfect") or (
                asks and token.best.kind == "perfect" and token.best.proclitics[:1] == ("و",)
            ):
                row[i] = token = _as_noun(token)
        elif before.best.upos == "NOUN" and not _closed(before) and i + 1 < len(row) and row[i + 1].analyses:
            row[i] = token = _as_verb(token, row[i + 1])
        if is_verb(token):
            verb, asks = True, _asks(token)
    return row


def _asks(token: Token) -> bool:
    """Whether a verb asks for what comes after it: «ندعو إلى وقف القصف ورفع الحصار» goes on with nouns."""
    best = token.best
    return best.upos == "VERB" and best.kind == "imperfect" and (best.person == 1 or best.lemma in _ASKS)


def _closed(token: Token) -> bool:
    """Whether a noun phrase may end here as a definite one."""
    return token.best.definite or token.best.upos == "PROPN" or bool(token.best.enclitic)


def _as_noun(token: Token) -> Token:
    for rank, reading in enumerate(token.analyses):
        if reading.upos in {"NOUN", "ADJ"} and reading.known and reading.score > token.best.score - _MARGIN:
            return promoted(token, rank)
    return token


def _as_body(token: Token) -> Token:
    """A word that may be an adjective, as the body or office that it names: «دعا البيان المجتمع», «استقبل الأمير الرئيس».

    Participles that describe people («القوات المسلحة») and adjectives of origin stay what they are.
    """
    if not token.best.definite or token.best.proclitics or token.folded.endswith(("ي", "يه")):
        return token
    for rank, reading in enumerate(token.analyses):
        plain = reading.upos == "NOUN" and reading.known and reading.definite and not reading.proclitics
        office = reading.sense == "person" and not reading.kind and reading.gender == "m"
        if plain and (reading.sense == "org" or office) and reading.score > token.best.score - _MARGIN:
            return promoted(token, rank)
    return token


def _as_verb(token: Token, after: Token) -> Token:
    if token.best.upos != "NOUN" or token.best.definite or after.best.upos not in {"ADP", "NOUN", "PROPN"}:
        return token
    for rank, reading in enumerate(token.analyses):
        if reading.upos == "VERB" and reading.lemma in _HAPPENS and reading.person == 3 and not reading.proclitics:
            return promoted(token, rank)
    return token


def _definite(token: Token) -> bool:
    return bool(token.analyses) and token.best.definite and not token.best.proclitics


def promoted(token: Token, rank: int) -> Token:
    """The token with one of its readings put first."""
    chosen = token.analyses[rank]
    others = [a for j, a in enumerate(token.analyses) if j != rank]
    return msgspec.structs.replace(token, analyses=(chosen, *others))


def _end(tokens: Sequence[Token], start: int) -> int:
    for j in range(start + 1, len(tokens)):
        joined = tokens[j].analyses and is_verb(tokens[j]) and tokens[j].best.proclitics[:1] in {("و",), ("ف",)}
        if tokens[j].text in ".؛:!؟?" or opens(tokens[j]) or joined:
            return j
    return len(tokens)


def _verb_reading(tokens: Sequence[Token], at: int) -> int | None:
    """The rank of a verb reading that the word may well have here."""
    token = tokens[at]
    if token.kind != "word" or not token.analyses or token.best.definite:
        return None
    before = tokens[at - 1]
    if (before.analyses and before.best.upos == "ADP") or token.best.upos in _PREDICATES:
        return None
    for rank, reading in enumerate(token.analyses):
        if (
            reading.upos == "VERB"
            and reading.person == 3
            and reading.known
            and reading.score > token.best.score - _MARGIN
        ):
            return rank
    return None
