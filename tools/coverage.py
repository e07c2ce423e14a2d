"""How much of another coder's dictionaries our tables cover: a check-list of words and names, never a source of them.

    coverage.py SHARED [--list KIND] [--json FILE]

The dictionaries of Universal PETRARCH for Arabic (MIT licence) name event verbs with CAMEO codes, named actors and agents
(people without a name). A verb is covered where our analyser gives it a reading with an event frame, or a role as light,
reporting or realis word. A name is covered where reading it, with or without articles since the dictionaries leave them
out, gives a mention with a country or sector (means of war among the agents: with a mode); for places, a place with a country. ``--list`` prints what is not covered.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from rasid.lexicon import load
from rasid.lexicon.lexicon import gather
from rasid.model import Token
from rasid.reading.index import bare
from rasid.reading.reader import Engine
from rasid.reading.senses import propose
from rasid.reading.tables import Tables, root_key
from rasid.reading.tagging import nation_of
from rasid.text import fold_word

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "data/universal_petrarch_ar"
CAMEO = {
    "01": "statement", "02": "appeal", "03": "intent to cooperate", "04": "consult", "05": "diplomatic cooperation",
    "06": "material cooperation", "07": "aid", "08": "yield", "09": "investigate", "10": "demand", "11": "disapprove",
    "12": "reject", "13": "threaten", "14": "protest", "15": "military posture", "16": "reduce relations", "17": "coerce",
    "18": "assault", "19": "fight", "20": "mass violence",
}  # fmt: skip
EVENTS = frozenset(
    {
        "CEASEFIRE",
        "NEGOTIATION",
        "MEDIATION",
        "TREATY",
        "DETENTION",
        "CRIME",
        "ASYLUM",
        "DISPUTE",
        "FIGHT",
        "INVESTIGATION",
    }
)
PEOPLE = frozenset(
    {"LEADER", "HOSTAGE", "NEGOTIATOR", "REFUGEE", "MILITARY", "SECURITY", "OPPOSITION", "PEOPLE", "SUSPECT", "PKO"}
)
MEANS = frozenset({"AIRCRAFT", "WEAPON", "WMD"})
SECTORS = {"COP": "POL", "LEG": "GOV", "HRI": "NGO", "RAD": "REB", "INS": "REB", "SEP": "REB", "CIV": "CVL"}
UNCODED = "needs a pattern"
ARABIC = re.compile(r"[\u0600-\u06ff]")
PARTICLES = frozenset("وبل")
MANY = 4
"""Words of a name of which every one may bear the article when it is tried."""


class Item(NamedTuple):
    """A word or name of the dictionaries with its kind."""

    text: str
    kind: str


def verbs(path: Path) -> list[Item]:
    """The verbs of the verb file: those with a code of their own by its kind, the others need a pattern."""
    codes: dict[str, str] = {}
    for line in _section(path, "VERB PATTERNS"):
        if line.startswith(("- ", "-*", "&", "#", "+", "~")) or not ARABIC.search(line):
            continue
        found = re.match(r"(?:---\s*)?([^\[#]+?)\s*(?:\[\s*:?(\d{2})?[^\]]*\])?\s*(?:---\s*)?(?:#.*)?$", line)
        if found:
            text = re.sub(r"[+_\s]+", " ", found[1]).strip(" -")
            if text and (text not in codes or not codes[text]):
                codes[text] = found[2] or ""
    return [Item(text, CAMEO.get(code, UNCODED)) for text, code in codes.items()]


def synonyms(path: Path, sets: frozenset[str]) -> list[Item]:
    """The words of some of the synonym sets, which the patterns refer to; the kind is the set."""
    found: dict[str, str] = {}
    title = ""
    for line in _section(path, "SYNONYM SETS"):
        if line.startswith("&"):
            title = line[1:].strip()
        elif line.startswith("+") and title in sets:
            found.setdefault(re.sub(r"[+_\s]+", " ", line).strip(), title.lower())
    return [Item(text, kind) for text, kind in found.items()]


def _section(path: Path, title: str) -> Iterator[str]:
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#####"):
            inside = title in line
        elif inside and line.strip():
            yield line.strip()


def names(path: Path) -> list[Item]:
    """The names of an actor or agent file; the kind is country (and nation), or the sector, and whether it is dated."""
    found: dict[str, str] = {}
    held = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        code = re.search(r"\[\s*~?([A-Z]{3})?([A-Z]{3})?[^\]]*\]", line)
        if ARABIC.search(line):
            held = re.sub(r"[_\s]+", " ", re.split(r"[\[#]", line)[0]).strip()
            if held:
                found.setdefault(held, "")
        if held and code and not found[held]:
            dated = bool(re.search(r"\d{6}", line))
            found[held] = _kind(code[1] or "", code[2] or "", dated)
    return [Item(text, kind or "without a code") for text, kind in found.items()]


def _kind(first: str, second: str, dated: bool) -> str:
    known = set(_sector_names())
    if not second and first not in known:
        return "country, nation or place"
    sector = second or first
    sector = SECTORS.get(sector, sector)
    return f"{sector if sector in known else 'other'}{', dated' if dated else ''}"


def _sector_names() -> Iterable[str]:
    return (
        "GOV", "MIL", "POL", "JUD", "REB", "OPP", "PTY", "CVL", "UAF", "IGO", "NGO", "MED", "BUS", "EDU", "LAB", "REL",
        "SPY", "ELI", "REF", "COP", "LEG", "HRI", "CRM", "AGR", "HLH", "DEV", "MNC", "IMG",
    )  # fmt: skip


class Checker:
    """Reads words and names with our tables."""

    def __init__(self, engine: Engine) -> None:
        """Collect the words that have a role."""
        self.engine = engine
        self.tables: Tables = engine.tables
        lexicon = load()
        words = {word for mark in lexicon.realis for word in mark.word.split() if len(fold_word(word)) > 2}
        self.marks = {bare(fold_word(word)) for word in words}
        # Once a text has named them in full, bodies stand by their short names and people by their last.
        people = {alias.split()[-1] for row in lexicon.actors if row.kind == "person" for alias in row.aliases}
        self.short = {bare(fold_word(name)) for row in lexicon.actors for name in row.short}
        self.short |= {bare(fold_word(name)) for name in people}
        self.roots = {root for root, _ in self.tables.frames_by_root}
        self.plurals: dict[str, list[str]] = {}
        for row in gather(ROOT / "lexicon").nouns:
            regular = {"+ون": f"{row.lemma}ين", "+ات": f"{row.lemma.removesuffix('ة')}ات"}
            self.plurals[row.lemma] = [regular.get(plural, plural) for plural in row.plurals]
        for tokens in self._tokens(" . ".join(sorted(words))):
            self.marks |= {bare(fold_word(t.best.lemma)) for t in tokens if t.analyses and t.best.upos == "VERB"}

    def known(self, text: str) -> bool:
        """Whether our tables know a verb at all, as it stands or with its alef; the others are misspelt, cut or no verbs."""
        word = text.split(maxsplit=1)[0]
        tries = [word, *(f"{alef}{word}" for alef in "اأ" if word[0] not in "اأإآ")]
        readings = (r for t in tries for tokens in self._tokens(t) for token in tokens for r in token.analyses)
        return any(r.known and r.upos == "VERB" for r in readings)

    def root(self, text: str) -> bool:
        """Whether a word is the bare root of a verb with a frame («شبك» for «اشتبك»), as the dictionaries often have it."""
        return root_key(text) in self.roots

    def verb(self, text: str) -> bool:
        """Whether a verb, alone or with its preposition or noun, has a role of ours; without its alef as with it."""
        words = text.split()
        tries = [text, *words[:1]] if len(words) > 1 else [text]
        # The dictionaries' lemmas have often lost the alef before them («طلق» for «أطلق», «حتج» for «احتج»).
        tries += [f"{alef}{words[0]}" for alef in "اأ" if len(words[0]) in {3, 4} and words[0][0] not in "اأإآ"]
        return any(self._word(tokens) for t in tries for tokens in self._tokens(t))

    def _tokens(self, text: str) -> Iterator[Sequence[Token]]:
        for scene in self.engine.prepare(text).scenes:
            yield scene.tokens

    def _word(self, tokens: Sequence[Token]) -> bool:
        if propose(tokens, self.tables):
            return True
        for token in tokens[:1]:
            if bare(token.folded) in self.marks:
                return True
            for reading in token.analyses:
                lemma = fold_word(reading.lemma)
                root = root_key(reading.root), reading.form
                if lemma in self.tables.lights or root in self.tables.light_roots:
                    return True
                if bare(lemma) in self.tables.reporting or bare(lemma) in self.marks:
                    return True
        return False

    def name(self, text: str) -> bool:
        """Whether a name gives a coded mention in one of the ways of writing it, or alone tells a nation."""
        return any(self._coded(form) for form in self.forms(text))

    def _coded(self, text: str) -> bool:
        if bare(fold_word(text)) in self.short:
            return True
        for scene in self.engine.prepare(text).scenes:
            # A title with a name, or a body of a body, holds several mentions; half of a shorter name must be one.
            long = len(scene.tokens) > MANY
            need = 2 if long else max(1, len(scene.tokens) // 2)
            if len(scene.tokens) == 1 and nation_of(scene.keys[0], self.tables):
                return True
            for mention in scene.mentions:
                covered = mention.end - mention.start
                coded = mention.country or mention.sector or (mention.kind == "weapon" and mention.mode)
                if covered >= need and (long or mention.start <= 2) and coded:
                    return True
            if any(place.country and end - start >= need for place, start, end in scene.places):
                return True
        return False

    def forms(self, text: str) -> Iterator[str]:
        """A name as the dictionaries have it, then with the articles, endings and plurals that they took off."""
        yield text
        # A name that is also another word is a place only where something says so.
        yield f"في {text}"
        yield f"في مدينة {text}"
        pieces = parted(text)
        if not pieces:
            return
        tails = [[word, _feminine(word), *self._plural(word)] for _, word in pieces[1:]]
        if len(pieces) > MANY:
            tails = [options[:1] for options in tails]
        heads = [pieces[0][1], *self._plural(pieces[0][1])[:1]]
        seen = {text}
        for head, *tail in product([*heads, *map(_with_article, heads)], *tails):
            for words in ([head, *map(_with_article, tail)], [head, *tail]):
                form = " ".join(_joined(particle, word) for (particle, _), word in zip(pieces, words, strict=True))
                if form not in seen:
                    seen.add(form)
                    yield form

    def _plural(self, word: str) -> list[str]:
        return self.plurals.get(word, [f"{word.removesuffix('ة')}ات"])[:2]


def parted(text: str) -> list[tuple[str, str]]:
    """The words of a name, each with the particle that the dictionaries write apart before it."""
    found: list[tuple[str, str]] = []
    held = ""
    for word in text.split():
        if word in PARTICLES:
            held = word
        else:
            found.append((held, word))
            held = ""
    return found


def _joined(particle: str, word: str) -> str:
    return f"لل{word[2:]}" if particle == "ل" and word.startswith("ال") else particle + word


def _with_article(word: str) -> str:
    return word if word.startswith("ال") or len(word) < 3 or word == "اسم" else f"ال{word}"


def _feminine(word: str) -> str:
    return word if word.endswith(("ة", "ا", "ى")) else f"{word}ة"


class Figures(NamedTuple):
    """How many of a kind there are, and which are not covered."""

    total: int
    missing: list[str]

    @property
    def share(self) -> float:
        """The share that is covered."""
        return 1.0 - len(self.missing) / self.total if self.total else 0.0


def measure(shared: Path) -> dict[str, dict[str, Figures]]:
    """The figures of each list by kind; the kind ``all`` is the whole list."""
    folder = shared / FOLDER
    checker = Checker(Engine())
    all_verbs = verbs(folder / "CAMEO.ar.0.5.txt")
    lists = {
        "verbs": (all_verbs, checker.verb),
        "verbs as spelt in ours": ([item for item in all_verbs if checker.known(item.text)], checker.verb),
        "verbs, their root for them": (all_verbs, lambda text: checker.verb(text) or checker.root(text)),
        "event nouns": (synonyms(folder / "CAMEO.ar.0.5.txt", EVENTS), checker.verb),
        "people": (synonyms(folder / "CAMEO.ar.0.5.txt", PEOPLE), checker.name),
        "means": (synonyms(folder / "CAMEO.ar.0.5.txt", MEANS), checker.name),
        "actors": (names(folder / "actor_dict_ar_v4.txt"), checker.name),
        "agents": (names(folder / "agents.all.ar_v3.txt"), checker.name),
    }
    table: dict[str, dict[str, Figures]] = {}
    for title, (items, holds) in lists.items():
        kinds: dict[str, tuple[int, list[str]]] = defaultdict(lambda: (0, []))
        for item in items:
            covered = holds(item.text)
            own = ["with a code of its own"] if title.startswith("verbs") and item.kind != UNCODED else []
            for kind in ("all", item.kind, *own):
                total, missing = kinds[kind]
                kinds[kind] = (total + 1, missing if covered else [*missing, item.text])
        table[title] = {kind: Figures(*kinds[kind]) for kind in sorted(kinds, key=lambda k: (k != "all", -kinds[k][0]))}
    return table


def main() -> None:
    """Print the figures, and on demand what is not covered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--list", dest="kind", help="print what is not covered of a list («verbs») or a kind of it")
    parser.add_argument("--json", type=Path, help="also write every figure and what is not covered to this file")
    arguments = parser.parse_args()
    if not (arguments.shared / FOLDER).is_dir():
        print(f"no dictionaries in {arguments.shared}: nothing to check")
        return
    table = measure(arguments.shared)
    for title, kinds in table.items():
        for kind, row in kinds.items():
            print(f"{title if kind == 'all' else '  ' + kind:32}{row.total:6}{row.share:7.2f}")
            if arguments.kind == (title if kind == "all" else kind):
                print(f"    {' | '.join(row.missing)}")
    if arguments.json:
        rows = {
            t: {k: {"total": f.total, "share": f.share, "missing": f.missing} for k, f in kinds.items()}
            for t, kinds in table.items()
        }
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
