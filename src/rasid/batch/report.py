"""What became of a run: counts, rates, and errors by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from rasid.batch.worker import Done


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the chunks of a run. ``this`` and rates are those of the last command, the rest is of the whole run."""

    complete: bool
    inputs: int
    chunks: int
    documents: int
    """Read ones."""
    characters: int
    records: int
    mentions: int
    aside: dict[str, int]
    """Documents in which there is nothing to read, by reason."""
    failed: dict[str, int]
    """Documents with which something is wrong, by reason."""
    core_seconds: float
    engine: str
    workers: int
    """0 for as many as the cluster has cores."""
    this: int
    """Documents that the last command read."""
    seconds: float
    """That the last command took."""
    documents_a_second: float
    characters_a_second: float
    characters_a_core_second: float
    """While reading and writing, without start-up."""

    def lines(self) -> Iterator[str]:
        """For people."""
        state = "" if self.complete else " so far"
        yield f"read{state}: {self.documents:,} documents of {self.inputs:,} inputs, {self.characters:,} characters"
        yield f"found: {self.records:,} records, {self.mentions:,} mentions"
        yield f"set aside: {_reasons(self.aside)}"
        yield f"failed: {_reasons(self.failed)}"
        yield (
            f"this time: {self.this:,} documents in {self.seconds:,.0f} s by {self.workers or 'all'} workers,"
            f" {self.documents_a_second:,.1f} documents and {self.characters_a_second:,.0f} characters a second"
        )


def _reasons(counts: dict[str, int]) -> str:
    if not counts:
        return "0"
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return f"{sum(counts.values()):,} ({', '.join(f'{why} {count:,}' for why, count in ranked)})"


class Now(msgspec.Struct, kw_only=True):
    """What the running command did so far."""

    documents: int = 0
    characters: int = 0
    seconds: float = 0.0

    def add(self, done: Done) -> None:
        """Count a chunk."""
        self.documents += done.read
        self.characters += done.characters


def report(chunks: Iterable[Done], now: Now, *, complete: bool, inputs: int, engine: str, workers: int) -> Report:
    """The sums."""
    number = documents = characters = records = mentions = 0
    seconds = 0.0
    aside: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for done in chunks:
        number += 1
        documents += done.read
        characters += done.characters
        records += done.records
        mentions += done.mentions
        seconds += done.seconds
        aside.update(done.aside)
        failed.update(done.failed)
    took = max(now.seconds, 1e-9)
    return Report(
        complete=complete,
        inputs=inputs,
        chunks=number,
        documents=documents,
        characters=characters,
        records=records,
        mentions=mentions,
        aside=dict(sorted(aside.items())),
        failed=dict(sorted(failed.items())),
        core_seconds=round(seconds, 1),
        engine=engine,
        workers=workers,
        this=now.documents,
        seconds=round(now.seconds, 1),
        documents_a_second=round(now.documents / took, 1),
        characters_a_second=round(now.characters / took),
        characters_a_core_second=round(characters / max(seconds, 1e-9)),
    )
