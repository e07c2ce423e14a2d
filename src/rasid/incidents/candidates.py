"""Which tellings are compared at all: those of about the same days that share a place, a neighbourhood or a rare word.

Tellings pass in the order of their first day, and days that are over are forgotten, so that time and memory grow with
the tellings of a few days and not with all of them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rasid.incidents.corpus import Corpus
from rasid.incidents.forms import skeleton
from rasid.incidents.gathering import OPEN
from rasid.incidents.tellings import Telling

CELL = 0.1
"""Side of a cell of the map in degrees; neighbouring cells are looked into."""
RARE_WORDS = 10
"""Words of a telling under which it is found, the rarest."""
COMMON = 0.35
"""Rarity below which a word is too common to bring two tellings together."""
APART = 1
"""Days between two tellings that may still be of one incident."""


def candidates(tellings: Sequence[Telling], corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the smaller first, each once; never two tellings of one document."""
    order = sorted(range(len(tellings)), key=lambda n: (tellings[n].start, n))
    days: dict[int, dict[str, list[int]]] = {}
    undated: dict[str, list[int]] = defaultdict(list)
    every: dict[str, list[int]] = defaultdict(list)
    some_open = any(t.end == OPEN for t in tellings)
    for n in order:
        telling = tellings[n]
        keys = list(_keys(telling, corpus))
        found: set[int] = set()
        if some_open:
            for key in keys:
                found.update((every if telling.end == OPEN else undated)[key])
                every[key].append(n)
                if telling.end == OPEN:
                    undated[key].append(n)
        if telling.end != OPEN:
            for day in [d for d in days if d < telling.start]:
                del days[day]
            for day in range(telling.start, telling.end + APART + 1):
                index = days.setdefault(day, {})
                for key in keys:
                    row = index.setdefault(key, [])
                    found.update(row)
                    row.append(n)
        for m in sorted(found):
            if tellings[m].doc != telling.doc:
                yield (m, n) if m < n else (n, m)


def _keys(telling: Telling, corpus: Corpus) -> Iterable[str]:
    """Under what a telling is found."""
    keys: set[str] = set()
    for spot in telling.spots:
        keys.add(f"name {skeleton(spot.key)}")
        if spot.lat is not None and spot.lon is not None:
            y, x = math.floor(spot.lat / CELL), math.floor(spot.lon / CELL)
            # Both look into the square of four cells around their nearest corner, which two near points share.
            y -= spot.lat / CELL - y < 0.5
            x -= spot.lon / CELL - x < 0.5
            keys.update(f"cell {y + dy} {x + dx}" for dy in (0, 1) for dx in (0, 1))
    keys.update(f"region {spot.key}" for spot in telling.wide if not telling.spots)
    rare = sorted((-corpus.word(w), w) for w in telling.near if corpus.words.get(w, 0) > 1)
    keys.update(f"word {w}" for rarity, w in rare[:RARE_WORDS] if -rarity >= COMMON)
    return sorted(keys)
