"""Tellings to incidents: groups are joined while the mean of the odds between them is above what is asked for, never through one link alone.

Average-linkage agglomeration over the compared pairs (Sokal and Michener, "A statistical method for evaluating
systematic relationships", 1958): a pair that was not compared counts as one that speaks against. Two groups that
contradict each other in place or day are never joined, however strong a link between them is.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence

Pair = tuple[int, int]
CLIP = 8.0
"""Log odds beyond which a pair counts no more, so that one copy does not carry a group."""


class _Groups:
    """Groups of tellings and the sums of odds between them."""

    def __init__(self, count: int, odds: Mapping[Pair, float], apart: float, settled: Sequence[Sequence[int]]) -> None:
        home = {n: min(group) for group in settled for n in group}
        self.members: dict[int, list[int]] = {}
        for n in range(count):
            self.members.setdefault(home.get(n, n), []).append(n)
        self.apart = apart
        self.links: dict[int, dict[int, tuple[float, int]]] = {}
        for (x, y), value in sorted(odds.items()):
            a, b = home.get(x, x), home.get(y, y)
            total, pairs = self.links.get(a, {}).get(b, (0.0, 0))
            held = (total + max(-CLIP, min(CLIP, value)), pairs + 1)
            self.links.setdefault(a, {})[b] = held
            self.links.setdefault(b, {})[a] = held

    def mean(self, a: int, b: int) -> float:
        """The mean log odds between two groups."""
        total, compared = self.links[a][b]
        pairs = len(self.members[a]) * len(self.members[b])
        return round((total + self.apart * (pairs - compared)) / pairs, 9)

    def join(self, a: int, b: int) -> None:
        """Make ``b`` part of ``a``."""
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        mine, theirs = self.links[a], self.links.pop(b)
        del mine[b], theirs[a]
        for other, (total, compared) in theirs.items():
            before, pairs = mine.get(other, (0.0, 0))
            mine[other] = self.links[other][a] = (before + total, pairs + compared)
            del self.links[other][b]


def cluster(
    count: int,
    odds: Mapping[Pair, float],
    *,
    apart: float,
    contradict: Callable[[int, int], bool],
    settled: Sequence[Sequence[int]] = (),
) -> list[list[int]]:
    """Groups of the positions 0 to ``count``, each sorted, in the order of their first member.

    ``odds`` are the log odds of the compared pairs above those that are asked for, ``contradict`` whether two tellings cannot be of one incident,
    ``settled`` groups that are there before.
    """
    groups = _Groups(count, odds, apart, settled)
    heap = [(-groups.mean(a, b), a, b) for a, row in groups.links.items() for b in row if a < b]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if -value <= 0:
            break
        if a not in groups.members or b not in groups.members or groups.mean(a, b) != -value:
            continue
        if any(contradict(x, y) for x in groups.members[a] for y in groups.members[b]):
            continue
        groups.join(a, b)
        for other in sorted(groups.links[a]):
            low, high = min(a, other), max(a, other)
            heapq.heappush(heap, (-groups.mean(low, high), low, high))
    return sorted(groups.members.values())
