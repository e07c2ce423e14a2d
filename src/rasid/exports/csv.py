"""CSV for spreadsheets: a row a record, the same columns in every version 0.x; nothing in a cell runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from rasid.model import Count, Document, Filler, Place, Record

COLUMNS = (
    "doc", "published", "publisher", "id", "event_type", "mode", "acled", "modality", "trigger", "start", "end",
    "actor", "actor_en", "actor_country", "actor_sector", "recipient", "recipient_en", "recipient_country",
    "recipient_sector", "place", "place_en", "place_country", "lat", "lon", "weapon", "counts", "killed_min",
    "killed_max", "injured_min", "injured_max", "date", "date_start", "date_end", "source", "confidence", "stance",
    "links",
)  # fmt: skip
_JOIN = "; "
_FORMULA, _MARKS = ("=", "+", "-", "@"), ("\t", "\r", "\n")
_BOM = b"\xef\xbb\xbf"


def guard(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + cell if cell.startswith(_MARKS) or cell.lstrip().startswith(_FORMULA) else cell


def to_csv(documents: Iterable[Document], *, guarded: Callable[[str], None] | None = None) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets know the encoding; several fillers are joined by ``; ``.

    ``guarded`` is told the column of every cell that got an apostrophe.
    """
    yield _BOM + _line(COLUMNS)
    for document in documents:
        for record in document.records:
            row = cells(document, record)
            # Coordinates are numbers: a minus there is no formula.
            safe = {name: cell if name in {"lat", "lon"} else guard(cell) for name, cell in row.items()}
            if guarded is not None:
                for name in COLUMNS:
                    if safe[name] != row[name]:
                        guarded(name)
            yield _line([safe[name] for name in COLUMNS])


def cells(document: Document, record: Record) -> dict[str, str]:
    """The cells of a record by column, not yet guarded."""
    point = point_of(document, record)
    return _row(document, record) | {
        "lat": "" if point is None else f"{point.lat}",
        "lon": "" if point is None else f"{point.lon}",
    }


def point_of(document: Document, record: Record) -> Place | None:
    """The first mention among the record's places that has coordinates."""
    places = {place.span: place for place in document.places}
    points = [places[filler.span] for filler in record.place if filler.span in places]
    return next((place for place in points if place.lat is not None and place.lon is not None), None)


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def _row(document: Document, record: Record) -> dict[str, str]:
    when = record.date
    return {
        "doc": document.doc,
        "published": document.published or "",
        "publisher": document.publisher or "",
        "id": record.id,
        "event_type": record.event_type,
        "mode": record.mode or "",
        "acled": record.acled or "",
        "modality": record.modality,
        "trigger": record.trigger.text,
        "start": str(record.trigger.span[0]),
        "end": str(record.trigger.span[1]),
        **_people("actor", record.actor),
        **_people("recipient", record.recipient),
        "place": _joined(filler.text for filler in record.place),
        "place_en": _joined(filler.name_en for filler in record.place),
        "place_country": _joined(filler.country for filler in record.place),
        "weapon": _joined(filler.text for filler in record.weapon),
        "counts": _joined(_count(count) for count in record.counts),
        **_toll("killed", record.counts),
        **_toll("injured", record.counts),
        "date": when.text if when else "",
        "date_start": (when.start or "") if when else "",
        "date_end": (when.end or "") if when else "",
        "source": " > ".join(record.source),
        "confidence": f"{record.confidence:.3f}",
        "stance": _joined(record.stance),
        "links": _joined(f"{link.rel} {link.id}" for link in record.links),
    }


def _joined(values: Iterable[str | None]) -> str:
    """The values joined; nothing where none is known. A value unknown beside known ones keeps its position as «?»."""
    row = list(values)
    return _JOIN.join(value or "?" for value in row) if any(row) else ""


def _people(slot: str, fillers: Sequence[Filler]) -> dict[str, str]:
    return {
        slot: _joined(filler.text for filler in fillers),
        f"{slot}_en": _joined(filler.canonical_en for filler in fillers),
        f"{slot}_country": _joined(filler.country for filler in fillers),
        f"{slot}_sector": _joined(filler.sector for filler in fillers),
    }


def _count(count: Count) -> str:
    return f"{count.what} {bounds(count)}" + (f" ({count.group})" if count.group else "")


def bounds(count: Count) -> str:
    """The number claimed: ``20``, ``20-99``, ``21+``, ``up to 9``."""
    low, high = (
        None if value is None else f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"
        for value in (count.min, count.max)
    )
    if low is None:
        return f"up to {high}" if high is not None else "?"
    if high is None:
        return f"{low}+"
    return low if low == high else f"{low}-{high}"


def _toll(what: str, counts: Sequence[Count]) -> dict[str, str]:
    """Lower and upper end of the first whole toll of a kind; parts of a total are left out."""
    count = next((row for row in counts if row.what == what and row.group is None), None)
    return {
        f"{what}_min": "" if count is None or count.min is None else f"{count.min:.0f}",
        f"{what}_max": "" if count is None or count.max is None else f"{count.max:.0f}",
    }
