"""The loss report: what a format could not hold, what it changed, and how many values each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rasid.exports.fields import leaves, unknown

if TYPE_CHECKING:
    from rasid.exports.manifest import Row

NO_PLACE = "the format has no place for it"
UNKNOWN = "no field of rasid's records; only json and jsonl keep it"


class Losses:
    """Counts while an export runs. ``lost`` values are not in the file, ``changed`` ones otherwise than they were."""

    def __init__(
        self, form: str, holds: frozenset[str], *, keeps_unknown: bool = False, keeps_text: bool = False
    ) -> None:
        """Start at nothing; ``holds`` are the fields of the format ``form``."""
        self.form, self.holds, self.keeps_unknown, self.keeps_text = form, holds, keeps_unknown, keeps_text
        self.documents = self.records = 0
        self._lost: Counter[tuple[str, str]] = Counter()
        self._changed: Counter[tuple[str, str]] = Counter()

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, their values counted as they pass."""
        for row in rows:
            self.documents += 1
            self.records += len(row.document.records)
            for leaf in leaves(row.document):
                if leaf.given and leaf.field not in self.holds:
                    self._lost[leaf.field, NO_PLACE] += 1
            if not self.keeps_unknown:
                if row.raw.get("text") and not self.keeps_text:
                    self.lost("text", NO_PLACE)
                for path in unknown(row.raw):
                    self.lost(path, UNKNOWN)
            yield row

    def lost(self, field: str, why: str, values: int = 1) -> None:
        """Values of a field that are not in the file although the format holds others of it."""
        if values:
            self._lost[field, why] += values

    def changed(self, field: str, why: str, values: int = 1) -> None:
        """Values of a field that stand in the file otherwise than they were."""
        if values:
            self._changed[field, why] += values

    def sizes(self) -> dict[str, int]:
        """How many of what were written."""
        return {"documents": self.documents, "records": self.records}

    def report(self) -> dict[str, Any]:
        """Plain data for ``FILE.loss.json``; the same export gives the same report."""
        return {
            "format": self.form,
            **self.sizes(),
            "lost": _rows(self._lost),
            "changed": _rows(self._changed),
        }

    def lines(self) -> list[str]:
        """The report for people."""
        lost, changed = sum(self._lost.values()), sum(self._changed.values())
        head = f"{self.form}: " + ", ".join(many(number, what[:-1]) for what, number in self.sizes().items())
        if not lost and not changed:
            return [f"{head}; nothing lost"]
        rows = [f"  lost {row['field']}: {row['values']} ({row['why']})" for row in _rows(self._lost)]
        rows += [f"  changed {row['field']}: {row['values']} ({row['why']})" for row in _rows(self._changed)]
        return [f"{head}; {many(lost, 'value')} lost, {changed} changed", *rows]


def _rows(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"field": field, "values": counts[field, why], "why": why} for field, why in sorted(counts)]


def many(number: int, what: str) -> str:
    """A number with its noun: «1 record», «3 records»."""
    return f"{number} {what}" + ("" if number == 1 else "s")
