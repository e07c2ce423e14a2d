"""Making every word form from the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from rasid.lexicon.entries import (
    AdjectiveEntry,
    CalendarEntry,
    CountryEntry,
    FunctionEntry,
    NounEntry,
    NumberEntry,
    PlaceEntry,
    VerbEntry,
)
from rasid.text import fold_word, plain_word
from rasid.words import nominal
from rasid.words.conjugation import Finite, Stems, conjugate, stems_of
from rasid.words.derivation import active_participle, masdars, passive_participle
from rasid.words.nominal import BARE, ENCLITIC, FULL, TANWIN, Gender, Nominal
from rasid.words.phonology import variants
from rasid.words.store import Entry, Lexeme, Tag, pack

_TAM = "ات"
HUMAN = frozenset({"person", "people", "group"})


class WordTables(Protocol):
    """Tables with the rows that word forms are made from, as ``Lexicon`` has them."""

    @property
    def verbs(self) -> Sequence[VerbEntry]:
        """Rows of the table «verbs»."""

    @property
    def nouns(self) -> Sequence[NounEntry]:
        """Rows of the table «nouns»."""

    @property
    def adjectives(self) -> Sequence[AdjectiveEntry]:
        """Rows of the table «adjectives»."""

    @property
    def function_words(self) -> Sequence[FunctionEntry]:
        """Rows of the table «function_words»."""

    @property
    def numbers(self) -> Sequence[NumberEntry]:
        """Rows of the table «numbers»."""

    @property
    def calendar(self) -> Sequence[CalendarEntry]:
        """Rows of the table «calendar»."""

    @property
    def countries(self) -> Sequence[CountryEntry]:
        """Rows of the table «countries»."""

    @property
    def places(self) -> Sequence[PlaceEntry]:
        """Rows of the table «places»."""


def entries_of(tables: WordTables, *, shared: bool = True) -> dict[str, tuple[Entry, ...]]:
    """Every form of the tables' words by folded spelling.

    Without ``shared`` numbers, words of time and countries are left out: they are in every ``Lexicon`` at run time and
    packed already, so that what remains are a user's rows.
    """
    found: dict[str, dict[Entry, None]] = {}
    auxiliaries = {row.word for row in tables.function_words if "verb=1" in (row.features or "")}
    for group in (
        (entry for row in tables.function_words for entry in _function(row)),
        _names(tables, shared=shared),
        (entry for row in (tables.numbers if shared else ()) for entry in _number(row)),
        (entry for row in tables.nouns for entry in _noun(row)),
        (entry for row in tables.adjectives for entry in _adjective(row)),
        (entry for row in tables.verbs for entry in _verb(row, auxiliary=row.lemma in auxiliaries)),
    ):
        for entry in group:
            found.setdefault(fold_word(entry.written), {})[entry] = None
    return {key: tuple(readings) for key, readings in found.items()}


def build_forms(tables: WordTables) -> bytes:
    """The packed forms of the tables' words, for ``rasid/data/forms.bin``; the same tables give the same bytes."""
    return pack(entries_of(tables))


def mismatched(verbs: Iterable[VerbEntry]) -> list[VerbEntry]:
    """Rows whose lemma does not follow from root and form, so that no form can be made."""
    return [row for row in verbs if stems_of(row.lemma, row.root, row.form, row.vowel) is None]


def _flags(note: str | None, transitive: str | None = None) -> str:
    passive = "P" if "often passive" in (note or "") else ""
    return ("r" if "rare" in (note or "") else "") + passive + {"i": "i", "t": "t"}.get(transitive or "", "")


def _verb(row: VerbEntry, *, auxiliary: bool) -> Iterator[Entry]:
    stems = stems_of(row.lemma, row.root, row.form, row.vowel)
    if stems is None:
        return
    flags = _flags(row.note, row.transitive)
    lexeme = Lexeme(row.lemma, row.root, row.form, "VERB", "", flags)
    for form in conjugate(stems):
        if form.voice == "Pass" and (auxiliary or not _has_passive(form, row)):
            continue
        state = (BARE if form.free else 0) | (ENCLITIC if form.bound else 0)
        tag = Tag("VERB", form.kind, form.voice, str(form.person), form.gender or "", form.number, form.mood, state)
        for written in (form.written, *variants(form.written)):
            if auxiliary:
                yield Entry(written, lexeme._replace(upos="AUX"), tag._replace(upos="AUX", voice=""))
            yield Entry(written, lexeme, tag)
            if plain_word(written)[-1:] == "أ" and form.bound:
                for seat in "ؤ":
                    yield Entry(written[:-1] + seat, lexeme, tag._replace(state=ENCLITIC))
            if plain_word(written).endswith("اء") and form.bound and form.kind == "imperfect":
                yield Entry(written[:-1] + "ؤ", lexeme, tag._replace(state=ENCLITIC))
    yield from _participles(row, stems, flags)
    yield from _masdars(row, stems, flags)


def _has_passive(form: Finite, row: VerbEntry) -> bool:
    """Without an object the passive is impersonal («سُمح له») or an agentless third person; form VII has none."""
    if row.form == "VII":
        return False
    if row.transitive != "i":
        return True
    return form.person == 3 and form.number == "s" and (row.form not in ("V", "VI", "QII") or form.gender == "m")


def _derived(lemma: str, row: VerbEntry, kind: str, upos: str, flags: str, forms: Iterable[Nominal]) -> Iterator[Entry]:
    lexeme = Lexeme(lemma, row.root, row.form, upos, "", flags.strip("itP"))
    voice = {"active_participle": "Act", "passive_participle": "Pass"}.get(kind, "")
    for form in forms:
        tag = Tag(upos, kind, voice, "", form.gender, form.number, "", form.state)
        for written in (form.written, *variants(form.written)):
            yield Entry(written, lexeme, tag)


def _participles(row: VerbEntry, stems: Stems, flags: str) -> Iterator[Entry]:
    for kind, written in (
        ("active_participle", active_participle(stems)),
        ("passive_participle", passive_participle(stems)),
    ):
        lemma = plain_word(written)
        if kind == "passive_participle" and (
            row.form == "VII" or (row.transitive == "i" and row.form in ("V", "VI", "QII"))
        ):
            continue
        yield from _derived(lemma, row, kind, "NA", flags, nominal.adjective(written, []))


def _masdars(row: VerbEntry, stems: Stems, flags: str) -> Iterator[Entry]:
    listed = [word for word in row.masdars if not word.startswith("-")]
    regular = masdars(stems)
    known = {fold_word(word) for word in listed}
    for written in [*listed, *(word for word in regular if fold_word(word) not in known)]:
        lemma = plain_word(written)
        gender: Gender = "f" if lemma.endswith("ة") else "m"
        forms = [*nominal.singular(written, "s", gender), *nominal.dual(written, gender)]
        if row.form != "I" or lemma.endswith("ة"):
            forms += nominal.sound_feminine(written)
        yield from _derived(lemma, row, "masdar", "NOUN", flags, forms)


def _noun(row: NounEntry) -> Iterator[Entry]:
    if " " in row.lemma:
        return
    gender: Gender = "f" if row.gender == "f" else "m"
    human = row.sense in HUMAN
    upos = "PROPN" if row.sense == "name" else "NOUN"
    lexeme = Lexeme(row.lemma, row.root or "", "", upos, row.sense, ("h" if human else "") + _flags(row.note))
    forms: list[Nominal] = [*nominal.singular(row.lemma, "s", gender), *nominal.dual(row.lemma, gender)]
    for plural in row.plurals:
        if plural == "+ون":
            forms += nominal.sound_masculine(row.lemma)
        elif plural == "+ات":
            forms += nominal.sound_feminine(row.lemma)
        elif " " not in plural:
            forms += _written_plural(plural, gender)
    for form in forms:
        for written in (form.written, *variants(form.written)):
            yield Entry(written, lexeme, Tag(upos, "", "", "", form.gender, form.number, "", form.state))


def _written_plural(plural: str, gender: Gender) -> Iterator[Nominal]:
    """A plural given in full: broken, or sound but irregular («سنون», «سنوات»)."""
    if plural.endswith("ون") and len(plural) > 3:
        yield from nominal.sound_masculine(plural[:-2])
    elif plural.endswith(_TAM):
        yield Nominal(plural, "p", "f", FULL | ENCLITIC)
    else:
        yield from nominal.singular(plural, "p", gender)


def _adjective(row: AdjectiveEntry) -> Iterator[Entry]:
    lexeme = Lexeme(row.lemma, "", "", "ADJ", "", _flags(row.note))
    feminine = next((word for word in row.plurals if _is_feminine(row.lemma, word)), None)
    broken = [word for word in row.plurals if word != feminine and not word.startswith("+")]
    for form in nominal.adjective(row.lemma, broken, feminine):
        for written in (form.written, *variants(form.written)):
            yield Entry(written, lexeme, Tag("ADJ", "", "", "", form.gender, form.number, "", form.state))


def _is_feminine(lemma: str, word: str) -> bool:
    """«كبرى» beside «أكبر», «حمراء» beside «أحمر», «أخرى» beside «آخر»."""
    return lemma[:1] in "أآ" and word.endswith(("ى", "اء")) and not word.startswith("+")


_ONLY = {"suffix": ENCLITIC, "alone": BARE}


def features_of(text: str | None) -> dict[str, str]:
    """The ``key=value`` pairs of a features cell."""
    pairs = (part.partition("=") for part in (text or "").split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _function(row: FunctionEntry) -> Iterator[Entry]:
    features = features_of(row.features)
    if " " in row.word or "verb" in features:
        return
    state = BARE | (ENCLITIC if "enc" in features else 0)
    state = _ONLY.get(features.get("only", ""), state)
    flags = "f" + ("p" if "prep" in features else "") + ("r" if "rare" in features else "")
    flags += (
        ("d" if "dem" in features else "")
        + ("l" if "rel" in features else "")
        + ("a" if features.get("only") == "alone" else "")
    )
    lexeme = Lexeme(
        ("ا" + row.word) if "ll" in features else row.word,
        "",
        "",
        row.upos,
        "",
        flags + ("L" if "ll" in features else ""),
    )
    tag = Tag(
        row.upos, "", "", features.get("person", ""), features.get("gender", ""), features.get("number", ""), "", state
    )
    yield Entry(row.word, lexeme, tag)
    if row.word.endswith("ا") and row.upos == "ADV" and len(row.word) > 3:
        yield Entry(row.word + "\u064b", lexeme, tag)


_NUMBER_CLASSES = {
    "unit": "NUM", "teen": "NUM", "ten": "NUM", "hundred": "NUM", "thousand": "NUM", "million": "NUM", "dual": "NUM",
    "ordinal": "ADJ", "fraction": "NOUN", "collective": "NOUN",
}  # fmt: skip


def _number(row: NumberEntry) -> Iterator[Entry]:
    upos = _NUMBER_CLASSES.get(row.kind)
    if upos is None or " " in row.word or row.word.startswith("ال"):
        return
    gender: Gender = "f" if row.word.endswith(("ة", "ى")) else "m"
    lexeme = Lexeme(row.word, "", "", upos, "number")
    for form in nominal.singular(row.word, "s" if row.value == "1" else "p", gender):
        if form.state & TANWIN and row.kind != "ordinal":
            continue
        yield Entry(form.written, lexeme, Tag(upos, "", "", "", form.gender, form.number, "", form.state))


def _names(tables: WordTables, *, shared: bool) -> Iterator[Entry]:
    """Names of one word: months and days, countries with their adjectives, capitals, places."""
    for row in tables.calendar if shared else ():
        if row.kind.startswith("month") or row.kind == "weekday":
            for word in row.word.split():
                yield from _name(word, "time")
    for country in tables.countries if shared else ():
        for name in (*country.aliases, *country.capital):
            yield from _name(name, "name")
        for adjective in country.adjectives:
            if " " not in adjective:
                yield from _adjective(AdjectiveEntry(adjective))
    for place in tables.places:
        for name in place.aliases:
            yield from _name(name, "name")


def _name(name: str, sense: str) -> Iterator[Entry]:
    bare = name.removeprefix("ال") if len(name) > 4 else name
    if " " in name or "-" in name:
        return
    lexeme = Lexeme(name, "", "", "PROPN", sense)
    gender: Gender = "f" if bare.endswith(("ة", "ا")) and sense == "name" else "m"
    # A name keeps its article or does without one: «الأردن», «حلب».
    state = FULL if bare != name else BARE
    yield Entry(bare, lexeme, Tag("PROPN", "", "", "", gender, "s", "", state))
    if bare.endswith("ة"):
        yield Entry(bare[:-1] + "ت", lexeme, Tag("PROPN", "", "", "", gender, "s", "", ENCLITIC))
