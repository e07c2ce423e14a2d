"""Incidents as JSON lines. It is lossless: keys that are not ours and their order stay as they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.texts import Texts


def write_incidents(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """An incident a line; what ``rasid link`` wrote comes out byte by byte."""
    del texts
    for row in losses.watch_incidents(rows):
        yield msgspec.json.encode(row.raw) + b"\n"


INCIDENTS = IncidentManifest(
    name="incidents",
    about="everything: an incident a line; byte by byte what rasid link wrote",
    suffix=".jsonl",
    source="rasid",
    keeps_unknown=True,
    mapping=(Held(fields=("*",), at="the same names"),),
    write=write_incidents,
)
