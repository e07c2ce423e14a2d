"""What a format of incidents is, the fields that an incident has, and what of them an export lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Any

import msgspec

from rasid.exports.fields import unknown
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.losses import NO_PLACE, UNKNOWN, Losses, many
from rasid.exports.manifest import Held
from rasid.exports.texts import Texts
from rasid.model import Incident

UNWRITTEN = "left empty: the values that the format wants could not be checked, or its makers alone set them"


class IncidentManifest(msgspec.Struct, frozen=True, kw_only=True):
    """A format of incidents that ``rasid export`` writes."""

    name: str
    about: str
    suffix: str
    mapping: tuple[Held, ...]
    """Fields by path, ``claims`` by kind and ``fused`` by field: ``claims.toll.min``; ``*`` stands for anything."""
    write: Callable[[Iterable[IncidentRow], IncidentLosses, Texts], Iterator[bytes]]
    source: str = ""
    keeps_unknown: bool = False

    @property
    def holds(self) -> tuple[str, ...]:
        """The patterns of the fields that it holds."""
        return tuple(path for row in self.mapping for path in row.fields)


class IncidentLosses(Losses):
    """Counts while incidents are written; see :class:`Losses`."""

    def __init__(self, form: str, holds: tuple[str, ...], *, keeps_unknown: bool = False) -> None:
        """Start at nothing; ``holds`` are patterns of fields of the format ``form``."""
        super().__init__(form, frozenset(), keeps_unknown=keeps_unknown)
        self.incidents = self.reports = 0
        self._held = lru_cache(maxsize=4096)(lambda path: any(fnmatchcase(path, pattern) for pattern in holds))

    def watch_incidents(self, rows: Iterable[IncidentRow]) -> Iterator[IncidentRow]:
        """The same rows, their values counted as they pass."""
        for row in rows:
            self.incidents += 1
            self.reports += len(row.incident.reports)
            for path in given(row.incident):
                if not self._held(path):
                    self.lost(path, NO_PLACE)
            if not self.keeps_unknown:
                for path in unknown(row.raw, Incident):
                    self.lost(path, UNKNOWN)
            yield row

    def lines(self) -> list[str]:
        """The report for people: the fields of a group together, as an incident has many; each is in the file."""
        report = self.report()
        head = f"{self.form}: " + ", ".join(many(number, what[:-1]) for what, number in self.sizes().items())
        if not report["lost"] and not report["changed"]:
            return [f"{head}; nothing lost"]
        rows = []
        for what in ("lost", "changed"):
            groups: dict[tuple[str, str], list[int]] = {}
            for row in report[what]:
                group = " ".join(row["field"].replace("column ", "columns.").split(".")[:1])
                groups.setdefault((group, row["why"]), []).append(row["values"])
            rows += [
                f"  {what} {group}: {many(sum(numbers), 'value')} of {many(len(numbers), 'field')} ({why})"
                for (group, why), numbers in groups.items()
            ]
        lost, changed = (sum(row["values"] for row in report[what]) for what in ("lost", "changed"))
        return [f"{head}; {many(lost, 'value')} lost, {changed} changed", *rows]

    def sizes(self) -> dict[str, int]:
        """How many incidents and reports were written."""
        return {"incidents": self.incidents, "reports": self.reports}


def given(incident: Incident) -> Iterator[str]:
    """The paths of all values that say something, once for each."""
    yield "incident"
    if incident.version:
        yield "version"
    for name, rows in (("reports", incident.reports), ("links", incident.links)):
        for row in rows:
            yield from _given(row, name)
    for claim in incident.claims:
        yield from _given(claim, f"claims.{claim.kind}")
    for fused in incident.fused:
        yield from _given(fused, f"fused.{fused.field}")
    for disagreement in incident.disagreements:
        yield from _given(disagreement, "disagreements")
    if incident.grade is not None:
        yield from _given(incident.grade, "grade")


def _given(row: msgspec.Struct, prefix: str) -> Iterator[str]:
    for name, default in _fields(type(row)):
        value: Any = getattr(row, name)
        if value is not None and value not in ("", (), {}) and value != default:
            yield f"{prefix}.{name}"


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields with their defaults, without what the path says itself."""
    return tuple((field.name, field.default) for field in msgspec.structs.fields(kind) if field.name not in _KEYS)


_KEYS = frozenset({"field"})
"""What the path says itself."""


def losses_of(manifest: IncidentManifest) -> IncidentLosses:
    """An empty loss report of a format."""
    return IncidentLosses(manifest.name, manifest.holds, keeps_unknown=manifest.keeps_unknown)
