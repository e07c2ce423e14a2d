"""What a written word can be: all readings of its cuts, scored by its form alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import msgspec

from rasid.model import Analysis
from rasid.text import fold
from rasid.words.clitics import Cut, cuts, fits
from rasid.words.guess import guesses, nisba_bases
from rasid.words.nominal import BARE, TANWIN
from rasid.words.readings import Group, Reading, Word, compared, make, merged
from rasid.words.spelling import cost, has_nunation
from rasid.words.store import Entry, Forms, Lexeme, Tag

CACHE = 1 << 14
"""How many written words are kept with their readings, some 3 kB each."""
DEPTH = 10
"""How many readings of a word are kept."""
_RARE = 2.0
_NUNATED_VERB = 6.0
_GUESSED_SUFFIXES = frozenset({"ه", "ها", "هم", "هما", "نا", "كم"})


class Analyser:
    """Finds the readings of words; keeps the commonest words' readings in a bounded cache of its own."""

    def __init__(self, forms: Forms, weights: Mapping[str, float] | None = None, cache: int = CACHE) -> None:
        """``forms`` are the word forms to look up, ``weights`` those of a word's own features."""
        self._forms = forms
        self._weights: Mapping[str, float] = {} if weights is None else weights
        self._stems: Callable[[str], tuple[Entry, ...]] = lru_cache(maxsize=cache)(forms.get)
        self._own: Callable[[tuple[str, ...]], float] = lru_cache(maxsize=1 << 14)(self._sum)
        self.word: Callable[[str], Word] = lru_cache(maxsize=cache)(self._read)

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        """Readings of a written word, the likeliest by its form first, never empty; spans count from its start."""
        scored = [
            (score, reading)
            for group in self.word(word).groups
            for score, reading in zip(group.scores, group.readings, strict=True)
        ]
        scored.sort(key=lambda pair: -pair[0])
        return tuple(msgspec.structs.replace(reading.analysis, score=score) for score, reading in scored[:DEPTH])

    def own_score(self, reading: Reading) -> float:
        """The score of a reading by the word's form alone."""
        return self._own(reading.features) - reading.cost

    def _sum(self, features: tuple[str, ...]) -> float:
        get = self._weights.get
        return sum([get(feature, 0.0) for feature in features])

    def _read(self, word: str) -> Word:
        folded = fold(word)
        key = folded.text
        spans = [*folded.starts]
        # The question's «أ» is always written with its hamza.
        ways = [cut for cut in cuts(key) if "أ" not in cut.proclitics or word[spans[0]] == "أ"]
        nunated = has_nunation(word)
        known: list[Reading] = []
        for cut in ways:
            entries = self._stems(key[cut.start : cut.end])
            if entries and not _is_marbuta(word, spans, cut):
                for entry in entries:
                    if fits(cut, entry):
                        known += _known(word, spans, cut, entry, nunated=nunated)
        inflected = {r.analysis.stem for r in known if not r.analysis.enclitic and r.analysis.lemma.endswith("ي")}
        for cut in ways:
            if not cut.enclitic and (spans[cut.outer], spans[cut.end]) not in inflected:
                known += self._nisbas(word, key, spans, cut)
        found = merged(known)
        found += _guessed(word, key, spans, ways, found)
        if not found:
            cut = Cut((), False, 0, 0, len(key), "")
            found = [make(spans, word, cut, "X", Lexeme(word), Tag("X"), 0.0, ("guess=X",))]
        return self._grouped(found)

    def _nisbas(self, word: str, key: str, spans: list[int], cut: Cut) -> Iterator[Reading]:
        """Adjectives in «ي» from a noun or name of the tables («زمني», «تشريعية»)."""
        if "س" in cut.proclitics or "أ" in cut.proclitics:
            return
        for base, gender, number, state in nisba_bases(key[cut.start : cut.end]):
            entry = next((e for e in self._stems(base) if _gives_nisba(e)), None)
            if entry is None or (number == "t" and cut.article):
                continue
            name = entry.lexeme.lemma.removeprefix("ال").rstrip("ةا") + "ي"
            for upos in ("ADJ", "NOUN"):
                lexeme = Lexeme(name, upos=upos)
                tag = Tag(upos, "", "", "", gender, number.replace("t", "s"), "", state)
                extra = (f"nisba={upos}", f"nisba={upos}/{gender}{number}", f"nisba={upos}&{entry.tag.upos}")
                yield make(spans, word, cut, upos, lexeme, tag, 0.0, extra, known=True)

    def _grouped(self, found: list[Reading]) -> Word:
        whole = any(r.analysis.known and not r.analysis.proclitics and not r.analysis.enclitic for r in found)
        unsuffixed = any(r.analysis.known and not r.analysis.enclitic for r in found)
        groups: dict[tuple[object, ...], list[tuple[float, Reading]]] = {}
        for found_reading in found:
            a = found_reading.analysis
            cut = a.proclitics or a.enclitic
            reading = compared(found_reading, whole=whole, unsuffixed=unsuffixed) if cut else found_reading
            same = (a.proclitics, a.stem, a.enclitic, reading.coarse)
            groups.setdefault(same, []).append((self.own_score(reading), reading))
        made: list[Group] = []
        for scored in groups.values():
            if len(scored) > 1:
                scored.sort(key=lambda pair: -pair[0])
                scored = _distinct(scored)  # noqa: PLW2901  (those that differ)
            kept = scored[:5]
            best = kept[0][1]
            key = best.analysis.upos, best.shape, best.objects
            made.append(Group(tuple([reading for _, reading in kept]), tuple([score for score, _ in kept]), key))
        made.sort(key=lambda group: -group.score)
        return Word(tuple(made[:DEPTH]))


def _gives_nisba(entry: Entry) -> bool:
    state = entry.tag.state
    plain = entry.tag.upos in ("NOUN", "PROPN") and state & BARE and not state & TANWIN
    return bool(plain) and not entry.lexeme.lemma.endswith("ي")


def _distinct(scored: list[tuple[float, Reading]]) -> list[tuple[float, Reading]]:
    """Readings that differ in lemma, form or kind, or else in what person and number they show."""
    kept: dict[tuple[object, ...], tuple[float, Reading]] = {}
    for pair in scored:
        a = pair[1].analysis
        kept.setdefault((a.lemma, a.root, a.form, a.kind, a.sense, a.person if a.person != 2 else 3, a.number), pair)
    return list(kept.values())


def _is_marbuta(word: str, spans: list[int], cut: Cut) -> bool:
    """Whether what would be a suffix «ه» is a ta marbuta."""
    return cut.enclitic == "ه" and word[spans[cut.end]] == "ة"


def _known(word: str, spans: list[int], cut: Cut, entry: Entry, *, nunated: bool) -> Iterator[Reading]:
    written = word[spans[cut.start] : spans[cut.end]]
    tag, lexeme = entry.tag, entry.lexeme
    price = (0.0 if written == entry.written else cost(written, entry.written)) + (
        _RARE if "r" in lexeme.flags else 0.0
    )
    classes: tuple[str, ...] = ("NOUN", "ADJ") if tag.upos == "NA" else (tag.upos,)
    if tag.state & TANWIN and "ADJ" in classes and entry.written[-1] == "ا" and not cut.enclitic:
        classes = (*classes, "ADV")
    if nunated and tag.upos in ("VERB", "AUX"):
        price += _NUNATED_VERB
    for upos in classes:
        yield make(spans, word, cut, upos, lexeme, tag, price)
    if lexeme.upos == "ADJ":
        # Adjectives stand as nouns: «الأوروبيون», «الشعبية».
        extra = (f"substantive={tag.gender}{tag.number}", f"substantive&nisba={lexeme.lemma.endswith('ي')}")
        yield make(spans, word, cut, "NOUN", lexeme, tag, price, extra, known=True)


def _guessed(word: str, key: str, spans: list[int], ways: list[Cut], known: list[Reading]) -> Iterator[Reading]:
    """Guesses where no table knows the uncut word (with or without its article)."""
    if len(key) < 2 or any(not r.analysis.proclitics and not r.analysis.enclitic for r in known):
        return
    for cut in ways:
        if known and (cut.proclitics or cut.enclitic):
            continue
        if "أ" in cut.proclitics or "س" in cut.proclitics or len(cut.proclitics) > 2:
            continue
        if cut.enclitic and (cut.end - cut.start < 3 or cut.enclitic not in _GUESSED_SUFFIXES):
            continue
        if (cut.article and cut.start == cut.outer) or _is_marbuta(word, spans, cut):
            continue
        for guess in guesses(key[cut.start : cut.end], cut):
            verb = guess.upos == "VERB"
            kind = ("imperfect" if key[cut.start] in "يتن" else "perfect") if verb else ""
            tag = Tag(
                guess.upos, kind, "Act" if verb else "", "3" if verb else "", guess.gender, guess.number, "", BARE
            )
            extra = (f"guess={guess.upos}/{guess.pattern}", f"guess={guess.upos}&known={bool(known)}")
            lexeme = Lexeme(word[spans[cut.start] : spans[cut.end]], upos=guess.upos)
            yield make(spans, word, cut, guess.upos, lexeme, tag, 0.0, extra)
