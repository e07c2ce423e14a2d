"""Which words of a document are names of private persons.

A name is private unless the tables of actors list it or the title before it makes its bearer a holder of public office.
Names come from three places: what the reading marked as a person whom no table names, runs of words of which the first is
a given name («سلمى الأحمد»), and speakers in ``source``. In doubt a name is private.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasid.lexicon import Lexicon
from rasid.model import Document
from rasid.reading.romanise import romanise
from rasid.text import fold, fold_word
from rasid.text.letters import plain_word
from rasid.text.tokens import tokenize

OFFICES = frozenset({"GOV", "JUD", "ELI", "IGO"})
"""Sectors of public office: government, courts, former office holders, officials of international bodies."""
_LINKS = frozenset("بن ابن بنت ابو ابي ابا ام ال عبد ولد الدين الله".split())
_NEVER = frozenset("إن أن ان على آن أم أما".split())
"""Words that fold to a name and are none as they are written."""
_OPENERS = frozenset("ابو ابي ابا ام عبد".split())
_LETTER = r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3]"
_NISBA = re.compile(rf"ال{_LETTER}{{2,}}(?:ي|اوي|اني)")
_PARTICLES = "وفبلك"
_GAP = r"[\s_]+"
"""What may stand between the words of a name; hashtags have «_»."""
_SPACE = re.compile(_GAP)
_FAMILY = re.compile(rf"(?<!{_LETTER})[{_PARTICLES}]?(?:عائله|اسره|ال|بيت) (ال{_LETTER}{{2,}}ي)(?!{_LETTER})")
"""A family by its name («عائلة الحسيني»)."""
_TITLED = re.compile(
    rf"(?<!{_LETTER})[{_PARTICLES}]?(?:ال(?:مدعوه?|طفله?|شابه?|مواطنه?|سيده?|شهيده?|معتقله?|طالبه?|طبيبه?|صحفيه?|محاميه?|ناشطه?|ممرضه?|معلمه?)"
    rf"|(?:ي|ت)دعي|اسم(?:ه|ها)|(?:شقيق|ابن|زوج|والد|جار|صديق|قريب|عم|خال|جد)(?:ه|ت)?(?:ه|ها|هم|ي|نا))"
    rf"[\s«\"“(]+({_LETTER}+)"
)
"""Who is named by one word after what they are: «شقيقه ماهر», «المدعو فراس»."""
CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w{3,}|(?:https?://|www\.|\bt\.me/)[^\s<>«»\"،؛]+"
    r"|(?<![\d.,])(?:\+|00)\d(?:[ -]?\d){7,13}(?![\d.,]?\d)|(?<![\d.,])0\d(?:[ -]?\d){6,9}(?![\d.,]?\d)",
    re.ASCII,
)
"""Addresses of mail and web, accounts, numbers of telephones: what leads to a person."""
_KUNYA = frozenset("ابو ابي ابا ام بن ابن بنت".split())
"""After these stands the name of somebody else: a child or a father."""
_LONGEST = 7
_ARABIC = re.compile(_LETTER)


class Known:
    """What the tables say of names, folded."""

    def __init__(self, tables: Lexicon) -> None:
        """Index the tables."""
        self.given = frozenset(fold_word(row.word) for row in tables.names if row.kind == "given")
        self.names = frozenset(fold_word(row.word) for row in tables.names)
        self.spellings = {fold_word(row.word): row.en for row in tables.names}
        self.listed = frozenset(_folded(alias) for row in tables.actors for alias in (*row.aliases, *row.loaded))
        words = [(row.word, row.plurals) for rows in (tables.groups, tables.organs, tables.roles) for row in rows]
        heads = {_bare(_folded(form).split(" ")[0]) for word, plurals in words for form in (word, *plurals)}
        self.common = frozenset(heads - self.given)
        self.latin = frozenset(
            {row.name_en for row in tables.actors}
            | {row.en for row in tables.groups}
            | {row.en for row in tables.roles}
            | {row.en for row in tables.weapons}
            | {row.name_en for row in tables.countries}
            | {"narrator"}
        )
        self._demonyms = tuple(sorted(f"{row.demonym} " for row in tables.countries if row.demonym))

    def stays(self, name: str) -> bool:
        """Whether a canonical name is that of a listed actor, a kind of people, a country or a country's body."""
        return name in self.latin or name.startswith(self._demonyms)


class Names:
    """The names of one document: which strings are private, with the person that each stands for, and which stay."""

    def __init__(
        self, private: dict[str, str], kept: set[str], latin: dict[str, str], offices: frozenset[str], known: Known
    ) -> None:
        """``private`` maps folded names to persons, ``latin`` those in Latin letters; ``kept`` (folded) and ``offices`` stay."""
        self._private, self._latin, self._offices, self._known = private, latin, offices, known
        ordered = sorted({*private, *kept}, key=lambda name: (-len(name), name))
        joined = "|".join(_GAP.join(map(re.escape, form.split(" "))) for name in ordered for form in _forms(name))
        start, end = rf"(?<!{_LETTER})[{_PARTICLES}]{{0,2}}?", rf"(?!{_LETTER})"
        self._pattern = re.compile(f"{start}({joined}){end}") if joined else None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The names in a text: start, end, and the person or, where the name stays, nothing."""
        if self._pattern is None:
            return
        folded = fold(text)
        for match in self._pattern.finditer(folded.text):
            name = _SPACE.sub(" ", match[1])
            begin = match.start(1)
            person = self._private.get(name)
            if person is None and name.startswith("لل"):
                person = self._private.get("ا" + name[1:])
                begin += 1  # the particle stays
            start, end = folded.span(begin, match.end(1))
            while end < len(text) and not fold_word(text[end]) and not text[end].isspace():
                end += 1  # vowel marks belong to the last letter
            yield start, end, person or ""

    def speaker(self, source: str) -> str | None:
        """The private person that a name in Latin letters means; None for whoever stays and for Arabic words."""
        if source in self._offices or self._known.stays(source) or _ARABIC.search(source):
            return None
        return self._latin.get(source, source.casefold())


def _forms(name: str) -> Iterator[str]:
    """How a folded name may stand after its particles: «للحموي» for «الحموي» with «ل»."""
    yield name
    if name.startswith("ال"):
        yield "ل" + name[1:]


def _folded(name: str) -> str:
    return " ".join(fold(name).text.split())


def _bare(word: str) -> str:
    return word.removeprefix("ال")


def names_of(document: Document, known: Known) -> Names:
    """The names of a document, from its mentions, its words and its sources."""
    kept: set[str] = {_folded(place.text) for place in document.places}
    full: set[str] = set()
    short: set[str] = set()
    for actor in document.actors:
        name = _folded(actor.text)
        if actor.sector in OFFICES or (actor.canonical_en is not None and known.stays(actor.canonical_en)):
            kept.add(name)
        elif name and _bare(name.split(" ")[0]) not in known.common:
            (full if " " in name else short).add(name)
    for text in strings(document):
        folded = fold(text).text
        full.update(_runs(text, known))
        short.update(match[1] for match in _FAMILY.finditer(folded) if _bare(match[1]) not in known.common)
        short.update(match[1] for match in _TITLED.finditer(folded) if match[1] in known.given)
    listed = {name for name in full if name in known.listed or name in kept}
    kept |= listed
    full -= listed
    for name in full:
        last = name.rsplit(" ", 1)[-1]
        if last.startswith("ال") and not any(last in other.split(" ") for other in kept):
            short.add(last)
    people = {name: _whole(name, full) for name in (*full, *(short - kept))}
    latin = {romanise(name.split(" "), known.spellings): person for name, person in people.items()}
    latin |= {actor.text: people[_folded(actor.text)] for actor in document.actors if _folded(actor.text) in people}
    latin |= {
        actor.canonical_en: people[_folded(actor.text)]
        for actor in document.actors
        if actor.canonical_en is not None and _folded(actor.text) in people
    }
    officials = [actor for actor in document.actors if actor.sector in OFFICES]
    offices = {romanise(actor.text.split(), known.spellings) for actor in officials}
    offices |= {actor.canonical_en for actor in officials if actor.canonical_en is not None}
    return Names(people, kept - {""}, latin, frozenset(offices - set(latin)), known)


def _whole(name: str, full: set[str]) -> str:
    """The person whom a name means: the one full name of the document that it is part of, else itself."""
    words = name.split(" ")
    wider = [other for other in full if other != name and _within(words, other.split(" "))]
    return wider[0] if len(wider) == 1 else name


def _within(part: list[str], whole: list[str]) -> bool:
    return any(
        whole[i : i + len(part)] == part and not (i and whole[i - 1] in _KUNYA)
        for i in range(len(whole) - len(part) + 1)
    )


def strings(document: Document) -> Iterator[str]:
    """Everything in which names may stand: the text, or without it every passage; sources and the publisher."""
    yield document.publisher or ""
    yield document.title or ""
    for record in document.records:
        yield from record.source
        yield from record.stance
        for slot in (record.actor, record.recipient, record.place, record.weapon):
            yield from (filler.text for filler in slot)
    yield from (actor.text for actor in document.actors)
    yield document.text


def _runs(text: str, known: Known) -> Iterator[str]:
    """Runs of words that begin with a given name and go on with name words, two or more."""
    words = [
        (token.start, token.end, "" if plain_word(token.text) in _NEVER else token.folded)
        for token in tokenize(text)
        if token.kind == "word"
    ]
    at = 0
    while at < len(words):
        first = _opening(words[at][2], known)
        end = at + 1
        while (
            first
            and end < len(words)
            and end - at < _LONGEST
            and text[words[end - 1][1] : words[end][0]].strip(" \u00a0\t_") == ""
            and _follows(words[end][2], known)
        ):
            end += 1
        while end > at + 1 and words[end - 1][2] in {"بن", "ابن", "بنت", "ال"}:
            end -= 1
        if first and end > at + 1:
            yield " ".join([first, *(word for _, _, word in words[at + 1 : end])])
            at = end
        else:
            at += 1


def _opening(word: str, known: Known) -> str:
    """The given name with which a word opens a full name, without a particle; empty for other words."""
    if word in known.given or word in _OPENERS:
        return word
    bare = word[1:]
    return bare if word[:1] in _PARTICLES and (bare in known.given or bare in _OPENERS) else ""


def _follows(word: str, known: Known) -> bool:
    """Whether a word may go on a name."""
    if word in known.names or word in _LINKS or _bare(word) in known.names:
        return True
    return _NISBA.fullmatch(word) is not None
