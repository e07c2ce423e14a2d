"""Which country an army, a police or people belong to where only the document says so («الجيش», «الشرطة»)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from rasid.model import Place, Token
from rasid.reading.index import bare
from rasid.reading.parts import Mention
from rasid.reading.tables import Tables
from rasid.text import fold_word

_CLEAR = 0.6
_NONE: Mapping[str, str] = MappingProxyType({})
_STATE = frozenset({"GOV", "MIL", "POL", "JUD", "SPY"})
_NOWHERE = frozenset({"IGO", "MED", "NGO"})
"""Sectors whose people are seldom known by the country that the text is about."""
_STATES = frozenset(fold_word(word) for word in ("دولة", "حكومة", "نظام", "سفارة", "برلمان"))
_FOREIGN = frozenset(fold_word(word) for word in ("دولي", "أجنبي", "أممي", "عالمي", "غربي", "إقليمي"))
_HERE = _STATE | {"OPP", "CVL", "REB", "UAF", "PTY", "BUS", "REL", "LAB", "EDU"}
"""Sectors whose bodies are those of the country that the text is about, where they name none."""
_PEOPLE = frozenset(
    {"civilian", "child", "woman", "people", "victim", "protester", "official", "detainee", "security", "medic", ""}
)


def clear_country(votes: Counter[str]) -> str | None:
    """The country that most of the votes name, or None where none is clear."""
    total = sum(votes.values())
    if not total:
        return None
    (country, most), *_ = votes.most_common(1)
    return country if most / total >= _CLEAR else None


def votes_of(
    mentions: Sequence[Mention],
    places: Sequence[tuple[Place, int, int]],
    tokens: Sequence[Token] = (),
    nations: Mapping[str, str] = _NONE,
) -> Counter[str]:
    """How often a sentence names each country: by places, actors and nationality adjectives («العاصمة البريطانية»)."""
    votes: Counter[str] = Counter()
    for place, _, _ in places:
        if place.country:
            votes[place.country] += 2
    covered: set[int] = set()
    for mention in mentions:
        covered.update(range(mention.start, mention.end))
        if mention.country and mention.kind in {"nation", "actor", "organ", "group", "person"}:
            votes[mention.country] += 1
    for i, token in enumerate(tokens):
        country = None if i in covered or token.kind != "word" else nations.get(_adjective(token))
        if country:
            votes[country] += 1
    return votes


def _adjective(token: Token) -> str:
    """A word without article and feminine ending, where it looks like an adjective of a nation."""
    word = bare(token.folded)
    return word[:-1] if word.endswith("يه") else word if word.endswith("ي") else ""


def settle(
    tokens: Sequence[Sequence[Token]],
    mentions: Sequence[list[Mention]],
    places: Sequence[list[tuple[Place, int, int]]],
    tables: Tables,
    whole: Counter[str],
) -> list[list[Mention]]:
    """The mentions with the country of state organs and people filled in, where the sentence or the document is clear.

    ``whole`` counts how often earlier parts of the document name each country; these sentences are added to it.
    """
    by_sentence = [
        votes_of(row, where, words, tables.nations) for row, where, words in zip(mentions, places, tokens, strict=True)
    ]
    for votes in by_sentence:
        whole.update(votes)
    document = clear_country(whole)
    settled = []
    for row, rank, where, votes in zip(tokens, mentions, places, by_sentence, strict=True):
        country = clear_country(votes) or (document if not votes else None)
        sites = {i for _, start, end in where for i in range(start, end)}
        done: list[Mention] = []
        for mention in rank:
            done.append(_with_country(row, mention, _owner(row, mention, done, sites) or country, tables))
        settled.append([_with_office(row, done, i) for i in range(len(done))])
    return settled


def _owner(tokens: Sequence[Token], mention: Mention, before: Sequence[Mention], sites: set[int]) -> str | None:
    """The country of whoever a pronoun suffix stands for («حكومته»): the nearest one before in the sentence."""
    if (
        mention.country
        or mention.kind not in {"organ", "role"}
        or not tokens[mention.head].analyses
        or not tokens[mention.head].best.enclitic
    ):
        return None
    return next((other.country for other in reversed(before) if other.country and other.start not in sites), None)


def _with_office(tokens: Sequence[Token], mentions: Sequence[Mention], at: int) -> Mention:
    """A person of unknown sector takes that of the office beside the name («فلان محافظ كذا», «فلان، قائد كذا»)."""
    mention = mentions[at]
    if mention.kind != "person" or mention.sector or mention.entity:
        return mention
    for other in mentions[max(0, at - 1) : at + 2]:
        if other is mention or other.kind not in {"role", "group"} or not other.sector:
            continue
        gap = tokens[mention.end : other.start] if other.start >= mention.end else tokens[other.end : mention.start]
        after = other.start >= mention.end
        if (
            len(gap) <= 1
            and all(t.text in "،,(" for t in gap)
            and (not after or other.span[0] == tokens[other.start].start)
        ):
            return msgspec.structs.replace(mention, sector=other.sector, country=mention.country or other.country)
    return mention


def _with_country(tokens: Sequence[Token], mention: Mention, country: str | None, tables: Tables) -> Mention:
    if mention.country or country is None or mention.sector in _NOWHERE:
        return mention
    if mention.kind == "organ" and mention.sector in _HERE and not mention.entity:
        if not _of_here(tokens, mention):
            return mention
        name = (mention.template or "").replace("{adj}", tables.demonyms.get(country, "")) or None
        return msgspec.structs.replace(mention, country=country, entity=name)
    if mention.kind == "group":
        fits = mention.sense in _PEOPLE or (mention.sense == "combatant" and mention.sector in {"MIL", "REB", None})
    else:
        fits = mention.kind == "role" or (mention.kind == "person" and mention.sense == "person")
    return msgspec.structs.replace(mention, country=country) if fits else mention


def _of_here(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether an unnamed body is that of the country told of: one known to the reader, not several states, not foreigners."""
    head = tokens[mention.head]
    if not head.analyses:
        return False
    best = head.best
    if best.number == "p" and fold_word(best.lemma) in _STATES:
        return False
    following = tokens[mention.end] if mention.end < len(tokens) else None
    if (
        following is not None
        and following.kind == "word"
        and following.analyses
        and fold_word(following.best.lemma) in _FOREIGN
    ):
        return False
    return best.definite or bool(best.enclitic) or mention.end - mention.start > 1 or mention.sector in {"POL", "MIL"}
