"""Names of the gazetteer in tokens: the longest match, with what stands before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from rasid.model import Span, Token
from rasid.places.gazetteer import COMMON, COUNTRY, MINOR, OURS, RARE, SURE, Gazetteer, Site
from rasid.places.kinds import DIRECTIONS, TYPE_WORDS
from rasid.text import fold_word

TOWN = 50_000
"""People in a place of GeoNames whose name is found with an article that it lacks there («الخرطوم»)."""
BIG = 100_000
"""People in a city that is known beyond its country."""
LONGEST = 6
"""Words in the longest name that is looked up."""
_JOINERS = frozenset("-_–")


class PlaceCandidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What may be a place: tokens ``start`` to ``end``, the characters of the name, and the sites that bear it."""

    start: int
    end: int
    span: Span
    key: str
    sites: tuple[Site, ...] = ()
    flag: int = SURE
    type_word: str = ""
    """The folded type word or word of direction before the name, or ``""``."""
    kind: str = ""
    """Kind that the type word tells, or ``""``."""
    listed: bool = False
    """Whether «و» is written on it, as in a list."""
    letters: int = 0
    """Letters of particles that were cut off its first word."""
    proclitic: str = ""
    """Preposition before the name or written on it, folded, or ``""``."""
    person: bool = False
    """Whether a given name stands before it, so that it may be a family name."""
    acts: bool = False
    """Whether the words around it show that a country or a capital stands for its government."""
    followed: bool = False
    """Whether a definite word follows that may describe it or depend on it («الميادين العامة»)."""
    hit: bool = False
    """Whether a word of attack or control stands just before its preposition."""
    quoted: bool = False
    """Whether it stands alone between quotation marks, as newspapers do."""
    vague: bool = False
    """An area that is described rather than named («المناطق المحررة»)."""
    within: str | None = None
    """Alpha-3 of the country that a description names («الأراضي السورية»)."""
    capital_of: str | None = None
    """For «العاصمة»: the country, ``""`` where the text leaves it to the context."""

    @property
    def strong(self) -> bool:
        """Whether a word of place stands before it."""
        return bool(self.type_word)

    @property
    def state(self) -> bool:
        """Whether it is a country before anything else."""
        return bool(self.sites) and self.sites[0].kind == "country"

    @property
    def ours(self) -> bool:
        """Whether our own tables know it."""
        return any(site.origin <= MINOR for site in self.sites)


@lru_cache(maxsize=1 << 15)
def cuts(folded: str) -> tuple[tuple[int, str, str], ...]:
    """Ways to take particles off a folded word: letters taken, preposition taken, what is left. The whole word first."""
    found = [(0, "", folded)]
    for conjunction in ("", "و", "ف"):
        if not folded.startswith(conjunction):
            continue
        rest, taken = folded[len(conjunction) :], len(conjunction)
        if conjunction and len(rest) > 1:
            found.append((taken, "", rest))
        if rest.startswith("لل") and len(rest) > 4:
            found.extend(((taken + 1, "ل", rest[1:]), (taken + 1, "ل", "ا" + rest[1:])))
            continue
        if rest[:1] in ("ب", "ل", "ك") and len(rest) > 3:
            found.append((taken + 1, rest[0], rest[1:]))
    return tuple(found)


def offset(token: Token, letters: int) -> int:
    """The position in the text after the first folded ``letters`` of a token."""
    if letters == 0:
        return token.start
    seen = 0
    for i, char in enumerate(token.text):
        if seen >= letters and fold_word(char):
            return token.start + i
        seen += len(fold_word(char))
    return token.end


def bare(folded: str) -> str:
    """A folded word without its article."""
    return folded[2:] if folded.startswith("ال") and len(folded) > 3 else folded


def runs(tokens: Sequence[Token], start: int) -> Iterator[int]:
    """Ends of the word runs that begin at ``start``, the longest first; joiners may stand inside."""
    ends: list[int] = []
    at = start
    while at < len(tokens) and len(ends) < LONGEST:
        if tokens[at].kind != "word":
            break
        at += 1
        ends.append(at)
        if (
            at < len(tokens)
            and tokens[at].text in _JOINERS
            and at + 1 < len(tokens)
            and tokens[at].end == tokens[at + 1].start
        ):
            at += 1
    return reversed(ends)


def _rest(tokens: Sequence[Token], start: int, end: int) -> str:
    """The folded words after the first one as a key writes them."""
    return "".join([t.folded for t in tokens[start + 1 : end] if t.kind == "word"])


def match(tokens: Sequence[Token], start: int, gazetteer: Gazetteer) -> PlaceCandidate | None:
    """The longest name that begins at a token, or None."""
    ways = cuts(tokens[start].folded)
    rests = [(end, _rest(tokens, start, end)) for end in runs(tokens, start)]
    keys = [first + rest for _, _, first in ways for _, rest in rests]
    if not (gazetteer.knows(keys) or gazetteer.knows([key[2:] for key in keys])):
        return None
    for end, rest in rests:
        for letters, preposition, first in ways:
            key = first + rest
            forms = (key, key[2:]) if key.startswith("ال") and len(key) > 5 else (key,)
            if not gazetteer.knows(forms):
                continue
            if letters and not _may_cut(tokens, start, letters, preposition):
                continue
            if end == start + 1 and not _may_name(tokens[start], first, gazetteer):
                continue
            if len(key) < 2 or (end > start + 1 and len(key) < 6):
                continue
            for form in forms:
                sites = gazetteer.sites(form)
                if sites and not _short_tail(tokens, start, end, sites):
                    if form != key and all(site.origin <= MINOR for site in sites):
                        continue  # our own names say themselves whether they bear the article
                    if form != key and all(site.population < TOWN for site in sites):
                        continue
                    span = (offset(tokens[start], letters), tokens[end - 1].end)
                    flag = _flag(tokens, start, end, letters, gazetteer.flag(form), sites)
                    return PlaceCandidate(
                        start=start, end=end, span=span, key=form, sites=sites, proclitic=preposition, letters=letters,
                        listed=letters > len(preposition),
                        flag=max(flag, RARE) if form != key else flag,
                    )  # fmt: skip
    return None


_GREAT = frozenset({"region", "governorate", "country", "water"})
_FUNCTION = frozenset({"ADP", "CCONJ", "SCONJ", "AUX", "PRON", "DET", "PART", "NUM"})
_TANWIN = "\u064b"


def _may_cut(tokens: Sequence[Token], at: int, letters: int, preposition: str) -> bool:
    """Whether particles may be cut off a word: not off one that is known whole, nor a preposition after «حي», «فندق»."""
    best = tokens[at].best
    if best.known and best.upos in {"NOUN", "ADJ", "VERB"} and best.stem[0] < offset(tokens[at], letters):
        return False
    return not (preposition and at > 0 and tokens[at - 1].folded in TYPE_WORDS)


def _may_name(token: Token, word: str, gazetteer: Gazetteer) -> bool:
    """Whether a single word may be a place's name: no type word, particle, nationality, indefinite accusative."""
    if bare(word) in TYPE_WORDS or bare(word) in DIRECTIONS or _TANWIN in token.text:
        return False
    if token.best.known and token.best.upos in _FUNCTION:
        return False
    if token.best.known and token.best.enclitic:
        return word in gazetteer and gazetteer.flag(word) == SURE
    return gazetteer.nation(word) is None or any(site.origin == COUNTRY for site in gazetteer.sites(word))


def _short_tail(tokens: Sequence[Token], start: int, end: int, sites: Sequence[Site]) -> bool:
    """Whether two words would meet in a name only because one of them is a particle."""
    if any(site.origin <= MINOR for site in sites):
        return False
    return end - start == 2 and any(
        t.best.upos in {"ADP", "CCONJ", "SCONJ", "AUX"} and t.best.known for t in tokens[start:end]
    )


def _flag(tokens: Sequence[Token], start: int, end: int, letters: int, flag: int, sites: Sequence[Site]) -> int:
    """How ambiguous the name is here: its flag in the table, and what the word can be otherwise."""
    great = any(
        site.origin == COUNTRY or (site.origin == OURS and (site.population or site.kind in _GREAT)) for site in sites
    )
    best = tokens[start].best
    verb = end - start == 1 and best.known and best.upos == "VERB"
    if end - start > 1 or (great and flag == SURE):
        return RARE if verb and best.proclitics and not any(site.origin == COUNTRY for site in sites) else flag
    ours = flag == SURE and any(site.origin == OURS for site in sites)
    if verb and not any(site.origin <= COUNTRY for site in sites):
        return COMMON
    known = best.known and best.upos not in {"PROPN", "X"} and best.stem[0] <= offset(tokens[start], letters)
    if known and best.upos in {"NOUN", "ADJ", "ADP", "PRON", "DET", "ADV", "NUM", "PART", "SCONJ", "CCONJ", "AUX"}:
        return RARE if ours else COMMON
    if best.known and best.sense == "name":
        return RARE if ours else COMMON
    if not any(site.origin <= COUNTRY or site.population >= BIG for site in sites):
        return max(flag, RARE)
    return max(flag, RARE) if known or any(a.known and a.upos != "PROPN" for a in tokens[start].analyses) else flag
