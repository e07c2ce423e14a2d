"""All compiled look-ups of the reading in one value that never changes after it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

import msgspec

from rasid.lexicon import (
    ActorEntry,
    Frame,
    GroupEntry,
    Lexicon,
    Light,
    OrganEntry,
    RealisEntry,
    ReportingEntry,
    RoleEntry,
    WeaponEntry,
)
from rasid.reading.index import PhraseIndex, bare, variants
from rasid.text import fold_word

_PARTICIPLE = {"active_participle": "active", "passive_participle": "passive"}


class NamedActor(msgspec.Struct, frozen=True):
    """An alias of an actor: the rows of its dated terms and whether the alias carries a judgement."""

    entries: tuple[ActorEntry, ...]
    loaded: bool


class Tables:
    """Compiled tables. Treat as frozen."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the tables of a lexicon."""
        self.actors = _actors(lexicon)
        self.organs: PhraseIndex[OrganEntry] = PhraseIndex(by_lemma=True)
        self.roles: PhraseIndex[RoleEntry] = PhraseIndex(by_lemma=True)
        self.groups: PhraseIndex[GroupEntry] = PhraseIndex(by_lemma=True)
        self.weapons: PhraseIndex[WeaponEntry] = PhraseIndex(by_lemma=True)
        for organ in lexicon.organs:
            _add(self.organs, organ.word, organ.plurals, organ)
        for role in lexicon.roles:
            _add(self.roles, role.word, [*role.plurals, *([role.feminine] if role.feminine else [])], role)
        for group in lexicon.groups:
            _add(self.groups, group.word, group.plurals, group)
        for weapon in lexicon.weapons:
            _add(self.weapons, weapon.word, weapon.plurals, weapon)
        self.common = frozenset(
            form for index in (self.organs, self.groups, self.roles, self.weapons) for form in index.firsts()
        )
        """The forms that what is looked up by common nouns begins with."""
        self.nations, self.countries, self.capitals, self.country_names = _countries(lexicon)
        self.demonyms = {row.alpha3: row.demonym for row in lexicon.countries}
        for index in (self.actors, self.organs, self.roles, self.groups, self.weapons, self.countries):
            index.finish()
        self.frames_by_verb, self.frames_by_root, self.frames_by_noun = _frames(lexicon.frames)
        self.frames_of: Callable[..., tuple[tuple[Frame, str], ...]] = lru_cache(maxsize=1 << 14)(self._frames_of)
        """The frames of a reading by part of speech, lemma, root, form, whether passive, kind and stem as written."""
        self.lights = _lights(lexicon.lights)
        self.light_roots = _light_roots(lexicon.lights)
        self.control = {
            (root_key(row.root), row.form, row.by)
            if row.root
            else (bare(fold_word(row.word)), "", row.by): row.controller
            for row in reversed(lexicon.control)
        }
        self.lenders = frozenset(
            (bare(fold_word(row.word)), by) for row in lexicon.control if not row.root for by in ("", row.by)
        )
        """Nouns and adjectives of the table of control, each alone and with its preposition."""
        self.reporting = _reporting(lexicon.reporting)
        self.speaking = frozenset(
            word for word, row in self.reporting.items() if row.pos == "verb" and row.kind in {"say", "deny"}
        )
        """The folded lemmas of verbs of saying."""
        self.names = {" ".join(fold_word(word) for word in row.word.split()): row.en for row in reversed(lexicon.names)}
        self.people = frozenset(row.name_en for row in lexicon.actors if row.kind == "person")
        self.unnamed = frozenset(
            bare(fold_word(row.word.split()[0])) for row in lexicon.reporting if row.kind == "anon"
        )
        self.reporting_phrases: PhraseIndex[ReportingEntry] = PhraseIndex(by_lemma=False)
        for row in lexicon.reporting:
            self.reporting_phrases.add(row.word, row)
        self.reporting_phrases.finish()
        self.realis: PhraseIndex[RealisEntry] = PhraseIndex(by_lemma=False)
        for marker in lexicon.realis:
            self.realis.add(marker.word, marker)
        self.realis.finish()

    def _frames_of(
        self, upos: str, lemma: str, root: str, form: str, passive: bool, kind: str, stem: str
    ) -> tuple[tuple[Frame, str], ...]:
        by_root = self.frames_by_root.get((root_key(root), form), []) if root else []
        if upos == "VERB":
            frames = by_root or self.frames_by_verb.get((fold_word(lemma), form), [])
            return tuple((frame, "passive" if passive else "verb") for frame in frames if frame.passive or not passive)
        nouns = self.frames_by_noun.get(bare(fold_word(lemma))) or self.frames_by_noun.get(bare(fold_word(stem))) or []
        found = [(f, "adj" if f.pos == "adj" else "masdar" if f.pos == "verb" else "noun") for f in nouns]
        if kind == "masdar" and not nouns:
            found += [(frame, "masdar") for frame in by_root if frame.nouns is None]
        voice = _PARTICIPLE.get(kind)
        if voice:
            found += [(frame, kind) for frame in by_root if frame.participles in {voice, "both"}]
        return tuple(found)


def _add(index: PhraseIndex, word: str, plurals: list[str], payload: object) -> None:  # type: ignore[type-arg]
    for form in [word, *variants(word, plurals)]:
        index.add(form, payload)


def _actors(lexicon: Lexicon) -> PhraseIndex[NamedActor]:
    index: PhraseIndex[NamedActor] = PhraseIndex(by_lemma=False)
    terms: dict[str, list[ActorEntry]] = defaultdict(list)
    for entry in lexicon.actors:
        terms[entry.name_en].append(entry)
    for rows in terms.values():
        for loaded in (False, True):
            actor = NamedActor(tuple(rows), loaded)
            for alias in {alias: None for entry in rows for alias in (entry.loaded if loaded else entry.aliases)}:
                index.add(alias, actor)
    return index


def _countries(lexicon: Lexicon) -> tuple[dict[str, str], PhraseIndex[str], dict[str, str], dict[str, str]]:
    nations: dict[str, str] = {}
    countries: PhraseIndex[str] = PhraseIndex(by_lemma=False)
    capitals: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in lexicon.countries:
        names[row.alpha3] = row.name_en
        for adjective in row.adjectives:
            nations.setdefault(bare(fold_word(adjective)), row.alpha3)
        for alias in row.aliases:
            countries.add(alias, row.alpha3)
        for capital in row.capital:
            capitals.setdefault(fold_word(capital), row.alpha3)
    return nations, countries, capitals, names


def root_key(root: str) -> str:
    """A root with its hamza seats made one."""
    return "".join("ء" if letter in "أإآؤئ" else "ي" if letter == "ى" else letter for letter in root)


def _frames(
    frames: list[Frame],
) -> tuple[dict[tuple[str, str], list[Frame]], dict[tuple[str, str], list[Frame]], dict[str, list[Frame]]]:
    by_verb: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    by_root: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    by_noun: dict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        if frame.pos == "verb":
            by_verb[fold_word(frame.word), frame.form].append(frame)
            if frame.root and frame.form:
                by_root[root_key(frame.root), frame.form].append(frame)
        else:
            for word in [frame.word, *variants(frame.word, frame.plurals)]:
                if " " not in word:
                    by_noun[bare(fold_word(word))].append(frame)
        for noun in frame.nouns or ():
            by_noun[bare(fold_word(noun))].append(frame)
        if frame.pos == "verb":
            for plural in frame.plurals:
                by_noun[bare(fold_word(plural))].append(frame)
    return dict(by_verb), dict(by_root), dict(by_noun)


def _lights(lights: list[Light]) -> dict[str, list[Light]]:
    table: dict[str, list[Light]] = defaultdict(list)
    for light in lights:
        table[fold_word(light.word.split()[0])].append(light)
    return dict(table)


def _light_roots(lights: list[Light]) -> dict[tuple[str, str], list[Light]]:
    """Light verbs by root and form, so that their verbal nouns are found as well («تعرض», «إجراء»)."""
    table: dict[tuple[str, str], list[Light]] = defaultdict(list)
    for light in lights:
        if light.root and light.form:
            table[root_key(light.root), light.form].append(light)
    return dict(table)


def _reporting(rows: list[ReportingEntry]) -> dict[str, ReportingEntry]:
    table: dict[str, ReportingEntry] = {}
    for row in rows:
        if " " not in row.word:
            table.setdefault(bare(fold_word(row.word)), row)
    return table
