"""Near-duplicates: one report copied by several outlets, found by the words that follow each other.

A text becomes the set of its runs of three words, and the set becomes a bottom-k MinHash sketch: the smallest hashes of
its members (Broder, "On the resemblance and containment of documents", 1997; Cohen and Kaplan, "Summarizing data using
bottom-k sketches", 2007). The share of common members among the smallest of two sketches taken together estimates how
alike the sets are, with a standard error of 0.05 at a sketch of 96, and exactly for texts of fewer runs. Sketches that
can be alike are found by their few smallest hashes: two texts that share 7 of 10 runs agree in two of the eight smallest
hashes with a probability of 0.998.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter

from rasid.sources.language import WORD
from rasid.text import fold

ALIKE = 0.7
"""The share of common runs from which on two texts are one report."""
_RUN = 3
_SKETCH = 96
_KEYS = 8
_AGREEING = 2


def sketch(text: str) -> array[int]:
    """The smallest hashes of the runs of words in a text, in order; empty where it has no Arabic word."""
    words = WORD.findall(fold(text).text)
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))} if words else set()
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs}
    return array("Q", sorted(hashes)[:_SKETCH])


def likeness(one: array[int], other: array[int]) -> float:
    """The estimated share of common runs, 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = sorted({*one, *other})[: max(len(one), len(other)) if _SKETCH in (len(one), len(other)) else None]
    common = {*one} & {*other}
    return sum(value in common for value in smallest) / len(smallest)


class Seen:
    """The documents of a run so far: about a kilobyte each, whatever their length."""

    def __init__(self) -> None:
        """None yet."""
        self._names: list[str] = []
        self._sketches: list[array[int]] = []
        self._with: dict[int, array[int]] = {}

    def original(self, doc: str, text: str) -> str | None:
        """The earlier document that ``text`` is a near copy of, the most alike; else None, and it is remembered."""
        mine = sketch(text)
        keys = mine[:_KEYS]
        counts: Counter[int] = Counter()
        for key in keys:
            counts.update(self._with.get(key, ()))
        need = min(_AGREEING, len(keys))
        near = [(likeness(mine, self._sketches[n]), -n) for n, count in counts.items() if count >= need]
        best, number = max(near, default=(0.0, 0))
        if best >= ALIKE:
            return self._names[-number]
        if mine:
            self._remember(doc, mine)
        return None

    def _remember(self, doc: str, mine: array[int]) -> None:
        number = len(self._names)
        self._names.append(doc)
        self._sketches.append(mine)
        for key in mine[:_KEYS]:
            self._with.setdefault(key, array("L")).append(number)
