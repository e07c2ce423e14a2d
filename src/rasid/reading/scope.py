"""Which country an army, a police or people belong to where only the document says so («الجيش», «الشرطة»)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from rasid.model import Place, Token
from rasid.reading.parts import Mention
from rasid.reading.tables import Tables

_CLEAR = 0.6
_STATE = frozenset({"GOV", "MIL", "POL", "JUD", "SPY"})
_PEOPLE = frozenset({"civilian", "child", "woman", "people", "victim", "protester", "worker", "official", "detainee", ""})


def clear_country(votes: Counter[str]) -> str | None:
    """The country that most of the votes name, or None where none is clear."""
    total = sum(votes.values())
    if not total:
        return None
    (country, most), *_ = votes.most_common(1)
    return country if most / total >= _CLEAR else None


def votes_of(mentions: Sequence[Mention], places: Sequence[tuple[Place, int, int]]) -> Counter[str]:
    """How often a sentence names each country: by places, nationalities and actors."""
    votes: Counter[str] = Counter()
    for place, _, _ in places:
        if place.country:
            votes[place.country] += 2
    for mention in mentions:
        if mention.country and mention.kind in {"nation", "actor", "organ", "group", "person"}:
            votes[mention.country] += 1
    return votes


def settle(
    tokens: Sequence[Sequence[Token]], mentions: Sequence[list[Mention]], places: Sequence[list[tuple[Place, int, int]]], tables: Tables
) -> list[list[Mention]]:
    """The mentions with the country of state organs and people filled in, where the sentence or the document is clear."""
    by_sentence = [votes_of(row, where) for row, where in zip(mentions, places, strict=True)]
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
    if mention.kind == "organ" and mention.sector in _STATE and not mention.entity:
        head = tokens[mention.head]
        if not (head.analyses and (head.best.definite or head.best.enclitic or mention.end - mention.start > 1)):
            return mention
        name = (mention.template or "").replace("{adj}", tables.demonyms.get(country, "")) or None
        return msgspec.structs.replace(mention, country=country, entity=name)
    if mention.kind == "group" and mention.sense in _PEOPLE or mention.kind == "role" or mention.kind == "person" and mention.sense == "person":
        return msgspec.structs.replace(mention, country=country)
    return mention
