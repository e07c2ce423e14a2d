"""Names of people by pattern: after a title, or from a given name on."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Token
from rasid.reading.parts import Mention
from rasid.text import fold_word

_THAT = frozenset({"ان", "انه", "انها", "انهم"})
_LINKS = frozenset(
    {"بن", "ابن", "بنت", "ابو", "ابي", "ابا", "ام", "ال", "عبد", "دي", "فان", "فون", "ولد", "اغا", "الدين", "الله"}
)
_TITLES = frozenset({"office", "rank", "profession", "honorific", "spokesperson", "kinship"})
_DAYS = frozenset("السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه تشرين كانون ذو ذي ذا ذات".split())
"""Days, halves of months and words of belonging that are no names of people by themselves."""
_MOST = 5
_JOINERS = '#"«»-_'


def nameish(token: Token) -> bool:
    """Whether a word may be part of a person's name: a known name, an unknown word, or a link such as «بن»."""
    if token.kind == "latin":
        return True
    if token.kind != "word":
        return False
    if token.folded in _LINKS:
        return True
    if token.folded in _THAT:
        return False
    if not token.analyses or token.folded in _DAYS:
        return False
    best = token.best
    if best.upos == "ADP" or (best.proclitics and best.known) or best.sense == "time":
        return False
    if best.sense == "name" or best.upos == "PROPN":
        return True
    if any(a.sense == "name" and not a.proclitics for a in token.analyses[:3]):
        return True
    return not best.known and best.upos in {"NOUN", "PROPN", "ADJ", "X"} and not best.proclitics


def _given(token: Token) -> bool:
    """Whether the word is a known given name or begins one («أبو», «عبد»)."""
    if token.folded in {"ابو", "عبد", "ام"}:
        return True
    return bool(token.analyses) and any(a.sense == "name" and not a.proclitics for a in token.analyses[:2])


def _run(tokens: Sequence[Token], start: int) -> int:
    """The end of the run of name words from ``start``."""
    at = start
    while at < len(tokens) and at - start < _MOST + 2:
        if nameish(tokens[at]) or (at > start and _surname(tokens, at)):
            at += 1
        elif tokens[at].text in "#_" and at + 1 < len(tokens) and nameish(tokens[at + 1]):
            at += 2
        else:
            break
    return at


def _surname(tokens: Sequence[Token], at: int) -> bool:
    """A definite word that closes a name («حسن روحاني», «بشار الأسد»): an adjective or noun of the table may be one."""
    token = tokens[at]
    return (
        token.kind == "word"
        and bool(token.analyses)
        and token.folded.startswith("ال")
        and not token.best.proclitics
        and token.best.upos in {"ADJ", "NOUN"}
        and not tokens[at - 1].folded.startswith("ال")
        and _given(tokens[at - 1])
    )


def _personal(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a run that begins with a common word is a name all the same: some other word of it is one."""
    first = tokens[start].best
    if first.sense == "name" or first.upos == "PROPN" or not first.known or tokens[start].folded in _LINKS:
        return True
    return any(
        nameish(t) and (t.best.sense == "name" or not t.best.known) for t in tokens[start + 1 : end] if t.analyses
    )


def _common(tokens: Sequence[Token], at: int) -> bool:
    """Whether a single name word is a noun in construct here («نائب قائد الدرك»)."""
    best = tokens[at].best if tokens[at].analyses else None
    if best is None or not best.known or best.upos != "NOUN" or best.sense == "name" or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    return bool(after.analyses) and after.best.definite and after.best.upos == "NOUN"


def _speaks(tokens: Sequence[Token], start: int, speaking: frozenset[str]) -> bool:
    """Whether a verb of saying stands right before an unknown word or a name, whose subject it then is («قال فلان»)."""
    if start == 0 or not tokens[start - 1].analyses or not tokens[start].analyses:
        return False
    verb, word = tokens[start - 1].best, tokens[start].best
    if verb.upos != "VERB" or verb.person != 3 or verb.enclitic or fold_word(verb.lemma) not in speaking:
        return False
    return not word.proclitics and (word.upos == "PROPN" or word.sense == "name" or not word.known)


def find_persons(
    tokens: Sequence[Token], mentions: Sequence[Mention], speaking: frozenset[str] = frozenset()
) -> list[Mention]:
    """Person mentions that no table names, with country and sector of the title before them, where there is one.

    ``speaking`` are the folded lemmas of verbs of saying: their subject may be a single unknown word.
    """
    covered = {i for m in mentions if m.kind in {"actor", "person", "organ", "country"} for i in range(m.start, m.end)}
    titles = {m.end: m for m in mentions if m.kind == "role" and m.sense in _TITLES}
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        title = titles.get(at)
        start = at
        if title is not None:
            while start < len(tokens) and (tokens[start].text in '،,:«"#(' and start == at):
                start += 1
        if start < len(tokens) and start not in covered and nameish(tokens[start]):
            end = _run(tokens, start)
            while end > start and (end - 1 in covered):
                end -= 1
            if end == start + 1 and _common(tokens, start):
                at += 1
                continue
            enough = end - start >= 2 and _given(tokens[start]) and _personal(tokens, start, end)
            enough = enough or (start == at and title is None and end > start and _speaks(tokens, start, speaking))
            if end > start and ((title is not None and (start == at or enough)) or enough):
                found.append(_person(tokens, start, end, title))
                at = end
                continue
        at += 1
    return found


def _person(tokens: Sequence[Token], start: int, end: int, title: Mention | None) -> Mention:
    forms = {tokens[end - 1].folded}
    return Mention(
        kind="person",
        start=start,
        end=end,
        head=start,
        span=(
            tokens[start].best.stem[0]
            if tokens[start].analyses and not tokens[start].best.known
            else tokens[start].start,
            tokens[end - 1].end,
        ),
        text="",
        entity=None,
        country=title.country if title else None,
        sector=title.sector if title else None,
        sense="person",
        short=tuple(sorted(form for form in forms if len(form) > 2)) if end - start > 1 else (),
    )
