"""What became of a run's inputs, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rasid.sources.outcome import Left, Piece


class Tally:
    """Counts of a run: read, set aside and failed by reason, duplicates, notes."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.read = self.duplicates = self.mixed = 0
        self.aside: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.notes = 0

    def count(self, piece: Piece, *, duplicate: bool) -> None:
        """Count a document that was read."""
        self.read += 1
        self.duplicates += duplicate
        self.mixed += bool(piece.foreign)
        self.notes += bool(piece.notes)

    def leave(self, left: Left) -> None:
        """Count what was left."""
        (self.failed if left.failed else self.aside)[left.why] += 1

    @property
    def total(self) -> int:
        """How many things were counted."""
        return self.read + self.aside.total() + self.failed.total()

    def lines(self, files: int) -> Iterator[str]:
        """The summary, a line a part; ``files`` is how many inputs there were."""
        mixed = f", {self.mixed:,} of them in their Arabic parts" if self.mixed else ""
        yield f"read: {self.read:,} documents of {files:,} inputs{mixed}"
        yield f"duplicates: {self.duplicates:,}"
        yield f"set aside: {_reasons(self.aside)}"
        yield f"failed: {_reasons(self.failed)}"
        if self.notes:
            yield f"noted: {self.notes:,} documents of which a part could not be read or was mended"


def _reasons(counts: Counter[str]) -> str:
    if not counts:
        return "0"
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return f"{counts.total():,} ({', '.join(f'{why} {count:,}' for why, count in ranked)})"
