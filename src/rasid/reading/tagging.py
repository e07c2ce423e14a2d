"""Step 4: who and what a sentence mentions, by the tables, longest match first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from rasid.lexicon import ActorEntry
from rasid.model import Token
from rasid.reading.index import Keys, bare
from rasid.reading.names import find_persons
from rasid.reading.parts import Mention
from rasid.reading.phrases import attributive, merged
from rasid.reading.plural import plural
from rasid.reading.tables import NamedActor, Tables
from rasid.text import fold_word
from rasid.text.letters import is_mark

_ONE = frozenset({"واحد", "احد", "احدي"})
_ENDINGS = ("تين", "تان", "ون", "ين", "ات", "ان", "ه", "ا")
_RANK = {"actor": 6, "person": 5, "organ": 4, "weapon": 3, "group": 2, "role": 2, "nation": 1, "country": 1}


# Heads of names that stand for the last one named with them: «الحركة», «حزبه».
_HEADS = frozenset(
    fold_word(word)
    for word in (
        "حركة",
        "حزب",
        "تنظيم",
        "جماعة",
        "جبهة",
        "تحالف",
        "ائتلاف",
        "مجموعة",
        "ميليشيا",
        "مليشيا",
        "تيار",
        "كتائب",
        "منظمة",
    )
)


class Known(msgspec.Struct):
    """Short names that earlier sentences of the document introduced: folded form to mention."""

    short: dict[str, Mention] = {}
    titles: dict[str, Mention] = {}
    heads: dict[str, Mention] = {}
    """Named actors by the first word of their name."""

    def learn(self, mentions: Sequence[Mention], tokens: Sequence[Token]) -> None:
        """Remember the short names of the mentions of one sentence, and who bears a title («رئيس الحكومة، فلان»)."""
        for mention in mentions:
            for form in mention.short:
                self.short[form] = mention
            if mention.kind == "actor" and mention.end - mention.start > 1:
                head = _head(tokens[mention.start])
                if head:
                    self.heads[head] = mention
        for title, person in pairwise(mentions):
            if (
                title.kind == "role"
                and person.kind == "person"
                and 0 <= person.start - title.end <= 1
                and title.end - title.start > 1
            ):
                self.titles[phrase_of(tokens, title)] = person

    def named(self, mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
        """The mentions with a bare title taken for the person who was named with it before."""
        found = []
        for place, mention in enumerate(mentions):
            person = self.titles.get(phrase_of(tokens, mention)) if mention.kind == "role" else None
            beside = (
                place + 1 < len(mentions)
                and mentions[place + 1].kind == "person"
                and mentions[place + 1].start - mention.end <= 1
            )
            if person is not None and not beside:
                mention = msgspec.structs.replace(  # noqa: PLW2901  (the mention as it is now known)
                    mention, kind="person", entity=person.entity, country=person.country or mention.country,
                    sector=person.sector or mention.sector,
                )  # fmt: skip
            found.append(mention)
        return found


def phrase_of(tokens: Sequence[Token], mention: Mention) -> str:
    """The folded words of a mention without particles before the first."""
    words = [tokens[i].folded for i in range(mention.start, mention.end)]
    first = tokens[mention.start]
    if first.analyses and first.best.proclitics:
        words[0] = fold_word(first.text[first.best.stem[0] - first.start :])
    return " ".join(words)


def nation_of(keys: Keys, tables: Tables) -> str | None:
    """The country of a nationality adjective in any of its inflections, or None."""
    for form in keys.exact:
        word = bare(form)
        found = tables.nations.get(word)
        if found:
            return found
        for ending in _ENDINGS:
            if (
                word.endswith(ending)
                and word[: -len(ending)] in tables.nations
                and (ending != "ا" or not tables.countries.holds(word))
            ):
                return tables.nations[word[: -len(ending)]]
    return None


def in_force(rows: Sequence[ActorEntry], day: str | None) -> ActorEntry:
    """The row of a dated office that holds on a day (ISO); the last one where no day is known."""
    if day:
        for row in rows:
            if (row.since or "") <= day and (not row.until or day[: len(row.until)] <= row.until):
                return row
    return rows[-1]


def _make(tokens: Sequence[Token], start: int, end: int, cut: int, **fields: object) -> Mention:
    first, last = tokens[start], tokens[end - 1]
    begin = first.start + _letters(first.text, cut)
    stop = last.end
    best = last.analyses[0] if last.analyses else None
    if best is not None and best.enclitic_span and end - start == 1:
        stop = last.end
    return Mention(
        start=start,
        end=end,
        span=(begin, stop),
        text="",
        head=int(str(fields.pop("head", start))),
        **fields,  # type: ignore[arg-type]
    )


def _letters(word: str, count: int) -> int:
    """How many characters hold the first ``count`` letters of a word (marks go with their letter)."""
    at = 0
    while count and at < len(word):
        count -= not is_mark(word[at])
        at += 1
    while 0 < at < len(word) and is_mark(word[at]):
        at += 1
    return at


class Tagger:
    """Finds the mentions of a sentence; holds nothing but the tables."""

    def __init__(self, tables: Tables) -> None:
        """Keep the tables."""
        self.tables = tables

    def tag(self, tokens: Sequence[Token], keys: Sequence[Keys], known: Known, day: str | None) -> list[Mention]:
        """Mentions in order without overlaps; ``keys`` are the tokens', ``day`` is that of publication, for dated offices."""
        found: list[Mention] = []
        for i, token in enumerate(tokens):
            if token.kind in {"punct", "number", "symbol"}:
                continue
            found += self._at(tokens, keys, i, known, day)
        found += find_persons(tokens, found, self.tables.speaking)
        chosen = _choose(found)
        again = _again(tokens, keys, chosen)
        chosen = merged(tokens, _choose([*chosen, *again]) if again else chosen)
        return known.named(chosen, tokens)

    def _at(
        self, tokens: Sequence[Token], keys: Sequence[Keys], i: int, known: Known, day: str | None
    ) -> list[Mention]:
        found = []
        actor = self._actor(tokens, keys, i, day)
        if actor:
            found.append(actor)
        elif (short := self._short(tokens, keys, i, known)) is not None:
            found.append(short)
        common = not self.tables.common.isdisjoint(keys[i].lemmas)
        nouns = (self._organ, self._group, self._role, self._weapon) if common else ()
        for method in (*nouns, self._nation, self._country):
            mention = method(tokens, keys, i)
            if mention:
                found.append(mention)
        return found

    def _actor(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int, day: str | None) -> Mention | None:
        match = self.tables.actors.match(tokens, keys, i)
        if not match:
            return None
        end, cut, payloads = match
        if end == i + 1 and not _nounlike(tokens[i], cut):
            return None
        payload = _prefer(payloads, day)
        entry = in_force(payload.entries, day)
        shorts = tuple(_short_forms(entry, tokens, i, end))
        return _make(
            tokens, i, end, cut, kind="person" if entry.kind == "person" else "actor", entity=entry.name_en,
            country=entry.country, sector=entry.sector, sense=entry.kind, loaded=payload.loaded, short=shorts, side=entry.side,
        )  # fmt: skip

    def _short(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int, known: Known) -> Mention | None:
        token = tokens[i]
        head = _head(token) if known.heads else ""
        if (
            head in known.heads
            and (token.best.definite or token.best.enclitic)
            and not (i + 1 < len(tokens) and _describes(tokens[i + 1]))
        ):
            return _as(known.heads[head], _make(tokens, i, i + 1, token.best.stem[0] - token.start, kind="actor"))
        for form, cut in keys[i].exact.items():
            full = known.short.get(form)
            if full is not None and (cut == 0 or _nounlike(tokens[i], cut)):
                return _as(full, _make(tokens, i, i + 1, cut, kind=full.kind))
        return None

    def _organ(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        match = self.tables.organs.match(tokens, keys, i)
        if not match or not _nominal(tokens[i]) or attributive(tokens, i):
            return None
        end, cut, (organ, *_) = match
        stop, country, other = self._belongs(tokens, keys, end)
        adjective = self.tables.country_names.get(country or "", "")
        entity = None
        if country:
            entity = (
                organ.template.replace("{adj}", self.tables.demonyms.get(country or "", adjective))
                if "{adj}" in organ.template
                else f"{adjective} {organ.template}"
            )
        elif other:
            entity = organ.template.replace("{adj}", other.entity or "").strip()
        return _make(
            tokens, i, stop, cut, kind="organ", entity=entity, country=country or (other.country if other else None),
            sector=(other.sector if other and other.sector not in {None, "GOV"} else organ.sector) if other else organ.sector,
            sense="organ", template=organ.template,
        )  # fmt: skip

    def _belongs(
        self, tokens: Sequence[Token], keys: Sequence[Keys], end: int
    ) -> tuple[int, str | None, Mention | None]:
        """What follows a head: adjectives with a nationality, a country, or a named actor; the end and what was found."""
        stop, country, at = end, None, end
        while at < len(tokens) and at < end + 3 and tokens[at].kind == "word":
            nation = nation_of(keys[at], self.tables)
            if nation and not _has_conjunction(tokens[at]):
                return at + 1, nation, None
            if not (tokens[at].analyses and tokens[at].best.upos == "ADJ" and not _has_conjunction(tokens[at])):
                break
            at += 1
            stop = at
        if end < len(tokens) and not tokens[end].best.proclitics:
            match = self.tables.countries.match(tokens, keys, end)
            if match and match[1] == 0:
                return match[0], match[2][0], None
            actor = self._actor(tokens, keys, end, None)
            if actor and actor.span[0] == tokens[end].start:
                return actor.end, actor.country, actor
        return (stop if country else end), country, None

    def _group(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        match = self.tables.groups.match(tokens, keys, i)
        if not match or not _nominal(tokens[i]) or attributive(tokens, i):
            return None
        end, cut, (group, *_) = match
        if end < len(tokens) and _named(tokens[end]) and self.tables.roles.match(tokens, keys, i):
            return None
        stop, country, other = self._belongs(tokens, keys, end)
        sector = self._made(tokens, keys, end, group.sector)
        entity = plural(group.en) if _several(tokens, i) else group.en or None
        if country and not other and entity:
            entity = f"{self.tables.demonyms.get(country, '')} {entity}".strip()
        if other:
            entity, country = other.entity, other.country
            sector = other.sector if group.group not in {"civilian", "child", "woman"} else group.sector
        return _make(
            tokens, i, stop, cut, kind="group", entity=entity, country=country, sector=sector, sense=group.group
        )

    def _made(self, tokens: Sequence[Token], keys: Sequence[Keys], at: int, sector: str | None) -> str | None:
        """The sector of people whom the adjective after their noun makes what they are («العناصر المتشددة»)."""
        if sector not in {None, "OPP"} or at >= len(tokens) or tokens[at].kind != "word" or not attributive(tokens, at):
            return sector
        match = self.tables.groups.match(tokens, keys, at)
        if match is None:
            return sector
        made = match[2][0].sector
        if sector == "OPP":
            return "REB" if made == "UAF" else sector
        return made if made in {"REB", "UAF", "OPP", "ELI", "GOV", "MIL"} else sector

    def _role(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        match = self.tables.roles.match(tokens, keys, i)
        if not match or not _nominal(tokens[i]) or attributive(tokens, i):
            return None
        end, cut, (role, *_) = match
        stop, country, other = self._belongs(tokens, keys, end)
        if other is not None and other.kind == "person":  # the name says who it is
            stop, country, other = end, None, None
        return _make(
            tokens, i, stop, cut, kind="role", country=country, sector=role.sector or (other.sector if other else None),
            sense=role.kind, entity=None if other is None else other.entity,
        )  # fmt: skip

    def _weapon(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        match = self.tables.weapons.match(tokens, keys, i)
        if not match or not _nominal(tokens[i]):
            return None
        end, cut, (weapon, *_) = match
        return _make(tokens, i, end, cut, kind="weapon", entity=weapon.en or None, sense=weapon.kind, mode=weapon.mode)

    def _nation(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        word = bare(tokens[i].folded)
        if not word.endswith(("ون", "ين", "ان", "يا")):
            return None
        country = nation_of(keys[i], self.tables)
        if not country or not tokens[i].analyses:
            return None
        cut = tokens[i].best.stem[0] - tokens[i].start
        name = self.tables.demonyms.get(country, "")
        return _make(
            tokens, i, i + 1, cut, kind="nation", entity=f"{name} people", country=country, sector="CVL", sense="people"
        )

    def _country(self, tokens: Sequence[Token], keys: Sequence[Keys], i: int) -> Mention | None:
        match = self.tables.countries.match(tokens, keys, i)
        if match:
            end, cut, codes = match
            return _make(
                tokens,
                i,
                end,
                cut,
                kind="country",
                entity=self.tables.country_names.get(codes[0]),
                country=codes[0],
                sector="GOV",
            )
        for form, cut in keys[i].exact.items():
            code = self.tables.capitals.get(form)
            if code:
                return _make(
                    tokens, i, i + 1, cut, kind="country", entity=self.tables.country_names.get(code), country=code,
                    sector="GOV", sense="capital",
                )  # fmt: skip
        return None


def _as(full: Mention, short: Mention) -> Mention:
    """A short name with what its full name stands for."""
    return msgspec.structs.replace(
        short, entity=full.entity, country=full.country, sector=full.sector, sense=full.sense, side=full.side
    )


def _head(token: Token) -> str:
    """The common noun among ``_HEADS`` that a word is in the singular, or ``""``."""
    if (
        not token.analyses
        or token.best.upos not in {"NOUN", "PROPN", "ADJ"}
        or (token.best.number == "p" and not token.folded.endswith("ب"))
    ):
        return ""
    lemma = bare(fold_word(token.best.lemma))
    return lemma if lemma in _HEADS else ""


def _describes(token: Token) -> bool:
    """Whether a word goes on describing the noun before it, so that the noun does not stand for a name by itself."""
    return (
        token.kind == "word"
        and bool(token.analyses)
        and token.best.upos == "ADJ"
        and token.best.definite
        and not token.best.proclitics
    )


def _again(tokens: Sequence[Token], keys: Sequence[Keys], chosen: Sequence[Mention]) -> list[Mention]:
    """Later mentions in the same sentence by the short names of those who were named in full."""
    full = {form: mention for mention in chosen for form in mention.short}
    if not full:
        return []
    covered = {i for mention in chosen for i in range(mention.start, mention.end)}
    found = []
    for i in range(min(m.end for m in full.values()), len(tokens)):
        if i in covered or tokens[i].kind != "word":
            continue
        for form, cut in keys[i].exact.items():
            mention = full.get(form)
            if mention is not None and mention.end <= i and (cut == 0 or _nounlike(tokens[i], cut)):
                found.append(_as(mention, _make(tokens, i, i + 1, cut, kind=mention.kind)))
                break
    return found


def _prefer(payloads: Sequence[NamedActor], day: str | None) -> NamedActor:
    if day:
        for payload in payloads:
            row = in_force(payload.entries, day)
            if (row.since or "") <= day and (not row.until or day[: len(row.until)] <= row.until):
                return payload
    return payloads[0]


def _short_forms(entry: ActorEntry, tokens: Sequence[Token], start: int, end: int) -> list[str]:
    forms = [fold_word(name) for name in entry.short if " " not in name]
    if entry.kind == "person" and end - start > 1:
        forms.append(tokens[end - 1].folded)
    return forms


def _nominal(token: Token) -> bool:
    """Whether some likely reading of the word is a noun."""
    if not token.analyses:
        return True
    top = token.best
    if top.upos in {"NOUN", "PROPN", "ADJ", "X"}:
        return True
    return any(a.upos in {"NOUN", "PROPN"} and a.score > top.score - 1.0 for a in token.analyses[:3])


def _nounlike(token: Token, cut: int) -> bool:
    """Whether a single word with ``cut`` letters taken off may be a name here."""
    if not token.analyses:
        return True
    top = token.best
    if not top.known or top.upos == "PROPN":
        return True
    if cut == 0:
        return top.upos in {"NOUN", "ADJ", "X"} and not top.proclitics
    return any(
        a.stem[0] - token.start >= cut and a.upos in {"NOUN", "PROPN", "ADJ", "X"} and a.score > top.score - 3
        for a in token.analyses[:4]
    )


def _has_conjunction(token: Token) -> bool:
    return bool(token.analyses) and bool(token.best.proclitics)


def _choose(found: list[Mention]) -> list[Mention]:
    """Mentions without overlaps: longer ones first, then by kind."""
    taken: list[Mention] = []
    for mention in sorted(found, key=lambda m: (-(m.end - m.start), -_RANK[m.kind], m.start)):
        if all(mention.end <= other.start or mention.start >= other.end for other in taken):
            taken.append(mention)
    return sorted(taken, key=lambda m: m.start)


def _several(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun for people stands for more than one: a plural or dual, or a singular after a number («40 مدنياً»)."""
    token = tokens[at]
    if token.analyses and token.best.number in {"p", "d"}:
        return True
    before = tokens[at - 1] if at else None
    return before is not None and (
        before.kind == "number" or (bool(before.analyses) and before.best.upos == "NUM" and before.folded not in _ONE)
    )


def _named(token: Token) -> bool:
    """Whether a word is read as a person's name: a title stands before it («الشيخ خالد»)."""
    return bool(token.analyses) and token.best.upos == "PROPN" and token.best.sense == "name"
