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

_CLEAR = 0.6
_NONE: Mapping[str, str] = MappingProxyType({})
_STATE = frozenset({"GOV", "MIL", "POL", "JUD", "SPY"})
_HERE = _STATE | {"OPP", "CVL", "REB", "UAF", "PTY", "BUS", "REL", "LAB", "EDU"}
"""Sectors whose bodies are those of the country that the text is about, where they name none."""
_PEOPLE = frozenset({"civilian", "child", "woman", "people", "victim", "protester", "official", "detainee", "security", "medic", ""})


def clear_country(votes: Counter[str]) -> str | None:
    """The country that most of the votes name, or None where none is clear."""
    total = sum(votes.values())
    if not total:
        return None
    (country, most), *_ = votes.most_common(1)
    return country if most / total >= _CLEAR else None


def votes_of(
    mentions: Sequence[Mention], places: Sequence[tuple[Place, int, int]], tokens: Sequence[Token] = (), nations: Mapping[str, str] = _NONE
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
    tokens: Sequence[Sequence[Token]], mentions: Sequence[list[Mention]], places: Sequence[list[tuple[Place, int, int]]], tables: Tables
) -> list[list[Mention]]:
    """The mentions with the country of state organs and people filled in, where the sentence or the document is clear."""
    by_sentence = [
        votes_of(row, where, words, tables.nations) for row, where, words in zip(mentions, places, tokens, strict=True)
    ]
    whole: Counter[str] = Counter()
    for votes in by_sentence:
        whole.update(votes)
    document = clear_country(whole)
    settled = []
    for row, rank, votes in zip(tokens, mentions, by_sentence, strict=True):
        country = clear_country(votes) or (document if not votes else None)
        settled.append([_with_country(row, mention, country, tables) for mention in rank])
    return settled


def _with_country(tokens: Sequence[Token], mention: Mention, country: str | None, tables: Tables) -> Mention:
    if mention.country or country is None:
        return mention
    if mention.kind == "organ" and mention.sector in _HERE and not mention.entity:
        head = tokens[mention.head]
        if not (head.analyses and (head.best.definite or head.best.enclitic or mention.end - mention.start > 1 or mention.sector == "POL")):
            return mention
        name = (mention.template or "").replace("{adj}", tables.demonyms.get(country, "")) or None
        return msgspec.structs.replace(mention, country=country, entity=name)
    if mention.kind == "group" and (mention.sense in _PEOPLE or mention.sense == "combatant" and mention.sector == "MIL") or mention.kind == "role" or mention.kind == "person" and mention.sense == "person":
        return msgspec.structs.replace(mention, country=country)
    return mention
