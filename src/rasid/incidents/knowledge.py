"""What the tables know that telling incidents apart needs: sides of actors, and nouns that stand for one person."""

from __future__ import annotations

import msgspec

from rasid.incidents.forms import stem, words
from rasid.incidents.vocabulary import EVERYDAY, HOURS, MEANS, PEOPLE, TARGETS
from rasid.lexicon import Lexicon, load
from rasid.text import fold_word


class Knowledge(msgspec.Struct, frozen=True):
    """Sides by actor, and the class of people by folded singular noun."""

    sides: dict[str, str]
    """English name of an actor to its side."""
    kinds: dict[str, str]
    """English name of an actor to what it is, such as *media*."""
    one: dict[str, str]
    """Folded noun for one person («طفلة») to its class as in ``lexicon/groups.tsv``."""
    many: dict[str, str]
    """Folded noun for several people to its class."""
    aliases: dict[str, str]
    """Folded name of an actor to its English name, where only one bears it."""

    common: frozenset[str]
    """Stems of words that reports of any incident use: events, weapons, people, numbers, days, sources."""
    given: frozenset[str]
    """Folded given names."""

    @classmethod
    def load(cls, lexicon: Lexicon | None = None) -> Knowledge:
        """From the packaged tables, or those given."""
        lexicon = lexicon or load()
        names: dict[str, set[str]] = {}
        for actor in lexicon.actors:
            for alias in actor.aliases:
                names.setdefault(fold_word(alias), set()).add(actor.name_en)
        return cls(
            sides={a.name_en: a.side for a in lexicon.actors if a.side},
            kinds={a.name_en: a.kind for a in lexicon.actors if a.kind},
            one={fold_word(g.word): g.group for g in lexicon.groups},
            many={fold_word(form): g.group for g in lexicon.groups for form in g.plurals},
            aliases={name: next(iter(found)) for name, found in names.items() if len(found) == 1},
            common=_common(lexicon),
            given=frozenset(fold_word(n.word) for n in lexicon.names if n.kind == "given"),
        )


def _common(lexicon: Lexicon) -> frozenset[str]:
    """The stems of the tables' words and of the classes that are compared."""
    rows = [
        *(form for g in lexicon.groups for form in (g.word, *g.plurals)),
        *(form for w in lexicon.weapons for form in (w.word, *w.plurals)),
        *(r.word for r in lexicon.reporting),
        *(n.word for n in lexicon.numbers),
        *(c.word for c in lexicon.calendar),
        *(r.word for r in lexicon.realis),
        *(form for f in lexicon.frames for form in (f.word, *(f.nouns or ()), *f.plurals)),
        *(word for table in (MEANS, TARGETS, HOURS, PEOPLE) for row in table.values() for word in row.split()),
        *EVERYDAY.split(),
    ]
    return frozenset(stem(word) for row in rows for word in words(row))
