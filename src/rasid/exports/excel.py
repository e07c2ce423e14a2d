"""An Excel workbook: sheets of documents, records, fillers, counts, places and actors, right to left, without formulas.

Written row by row with openpyxl's streaming mode, then packed anew with fixed times, so that the same records give the
same bytes.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from rasid.exports.csv import COLUMNS, cells, guard
from rasid.exports.flat import APOSTROPHE
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row, need
from rasid.model import Document, Record, Span

_ROWS, _LONGEST = 1_048_576, 32_767
"""What a sheet and a cell hold, by Excel's own limits."""
_SLOTS = ("actor", "recipient", "place", "weapon")
_FILLER = ("text", "canonical_en", "name_en", "country", "sector", "via")
_COUNT = ("text", "what", "min", "max", "approx", "convention", "group", "running")
_PLACE = ("text", "name_en", "country", "admin1", "lat", "lon", "kind", "precision", "reason")
_ACTOR = ("text", "canonical_en", "country", "sector")
_NUMBERS = frozenset({"start", "end", "lat", "lon", "killed_min", "killed_max", "injured_min", "injured_max"})
_MORE = ("date_start_char", "date_end_char", "date_precision", "date_reason", "source_start", "source_end", "reason")
SHEETS: dict[str, tuple[str, ...]] = {
    "documents": ("document", "doc", "sha256", "published", "publisher", "version", "tables"),
    "records": ("document", *COLUMNS, *_MORE),
    "fillers": ("document", "id", "slot", "start", "end", *_FILLER),
    "counts": ("document", "id", "start", "end", *_COUNT),
    "places": ("document", "start", "end", *_PLACE, "alternatives"),
    "actors": ("document", "start", "end", *_ACTOR),
}
"""The columns of each sheet; ``document`` is the number of the document in the file, from 1."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"text": 28, "reason": 40, "doc": 24, "trigger": 16, "actor": 24, "recipient": 24, "place": 20, "counts": 20}
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DAY = (1980, 1, 1, 0, 0, 0)


class _Book:
    """A workbook while it is written. A sheet that is full goes on in another one of its name with a number."""

    def __init__(self, losses: Losses) -> None:
        openpyxl = need("openpyxl", "excel", "excel")
        self._cell = need("openpyxl.cell", "excel", "excel").WriteOnlyCell
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._losses = losses
        self._open: dict[str, tuple[Any, int, int]] = {}
        for name in SHEETS:
            self._begin(name, 1)

    def _begin(self, name: str, part: int) -> None:
        sheet = self._book.create_sheet(name if part == 1 else f"{name} {part}")
        sheet.sheet_view.rightToLeft = True
        sheet.freeze_panes = "A2"
        for i, column in enumerate(SHEETS[name]):
            sheet.column_dimensions[_letters(i)].width = _WIDTHS.get(column, 12)
        sheet.append([self._text(sheet, column) for column in SHEETS[name]])
        self._open[name] = (sheet, part, 1)

    def add(self, name: str, values: Sequence[Any]) -> None:
        """Put a row under the columns of a sheet."""
        if self._open[name][2] >= _ROWS:
            self._begin(name, self._open[name][1] + 1)
        sheet, part, rows = self._open[name]
        sheet.append([self._value(sheet, f"{name}.{c}", value) for c, value in zip(SHEETS[name], values, strict=True)])
        self._open[name] = (sheet, part, rows + 1)

    def _value(self, sheet: Any, where: str, value: Any) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            if isinstance(value, int) and abs(value) > 2**53:
                self._losses.changed(f"column {where}", "beyond the numbers that a cell holds exactly")
            return value
        return self._text(sheet, self._fit(where, value))

    def _fit(self, where: str, text: str) -> str:
        fit = _UNFIT.sub("\ufffd", text)
        if fit != text:
            self._losses.changed(f"column {where}", "control characters stand as U+FFFD")
        safe = guard(fit)
        if safe != fit:
            self._losses.changed(f"column {where}", APOSTROPHE)
        if len(safe.encode("utf-16-le")) > 2 * _LONGEST:
            self._losses.changed(f"column {where}", f"cut: a cell holds {_LONGEST} characters")
            safe = safe.encode("utf-16-le")[: 2 * _LONGEST - 2].decode("utf-16-le", "ignore") + "…"
        return safe

    def _text(self, sheet: Any, text: str) -> Any:
        cell = self._cell(sheet, value="")
        cell.value = text
        cell.data_type = "s"  # never a formula, whatever it begins with
        return cell

    def save(self, file: IO[bytes]) -> None:
        """Write the workbook with fixed times."""
        for sheet, _, rows in self._open.values():
            sheet.auto_filter.ref = f"A1:{_letters(len(SHEETS[sheet.title.split(' ')[0]]) - 1)}{rows}"
        with tempfile.TemporaryFile() as raw:
            self._book.save(raw)
            with zipfile.ZipFile(raw) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
                for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                    member = zipfile.ZipInfo(name, date_time=_DAY)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    if name == "docProps/core.xml":
                        new.writestr(member, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
                        continue
                    with old.open(name) as source, new.open(member, "w", force_zip64=True) as target:
                        while piece := source.read(1 << 20):
                            target.write(piece)


def _letters(index: int) -> str:
    """The letters of a column, from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def write_excel(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """The workbook, in pieces. Raises MissingExtraError without openpyxl."""
    book = _Book(losses)
    for number, row in enumerate(losses.watch(rows), 1):
        _document(book, number, row.document)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(1 << 20):
            yield piece


def _document(book: _Book, number: int, document: Document) -> None:
    book.add("documents", [number, *(getattr(document, name) for name in SHEETS["documents"][1:])])
    for record in document.records:
        _record(book, number, document, record)
    for place in document.places:
        values = [getattr(place, name) for name in _PLACE]
        book.add("places", [number, *place.span, *values, "; ".join(place.alternatives)])
    for actor in document.actors:
        book.add("actors", [number, *actor.span, *(getattr(actor, name) for name in _ACTOR)])


def _record(book: _Book, number: int, document: Document, record: Record) -> None:
    row = cells(document, record)
    flat = [_number(row[name]) if name in _NUMBERS else row[name] for name in COLUMNS]
    flat[COLUMNS.index("confidence")] = record.confidence
    when = record.date
    date: tuple[Any, ...] = (None,) * 4 if when is None else (*when.span, when.precision, when.reason)
    source: tuple[Any, ...] | Span = record.source_span or (None, None)
    reason = "\n".join(f"{slot}: {why}" for slot, why in record.reason.items())
    book.add("records", [number, *flat, *date, *source, reason])
    for slot in _SLOTS:
        for filler in getattr(record, slot):
            book.add("fillers", [number, record.id, slot, *filler.span, *(getattr(filler, n) for n in _FILLER)])
    for count in record.counts:
        book.add("counts", [number, record.id, *count.span, *(getattr(count, name) for name in _COUNT)])


def _number(cell: str) -> int | float | None:
    if not cell:
        return None
    return float(cell) if "." in cell or "e" in cell else int(cell)


EXCEL = Manifest(
    name="excel",
    about="a workbook for people: sheets of records, fillers, counts, places and actors, right to left",
    suffix=".xlsx",
    source="Office Open XML, by openpyxl",
    extra="excel",
    module="openpyxl",
    binary=True,
    write=write_excel,
    mapping=(
        Held(
            fields=("doc", "sha256", "published", "publisher", "version", "tables"),
            at="sheet documents, a row a document",
        ),
        Held(
            fields=tuple(f"records.{name}" for name in (
                "id", "event_type", "mode", "modality", "acled", "confidence", "source", "stance", "source_span",
                "reason", "trigger.*", "date.*", "links.*",
            )),
            at="sheet records, a row a record, with the columns of csv",
            note="lists are joined with «; », reasons with line ends",
        ),
        Held(fields=tuple(f"records.{slot}.*" for slot in _SLOTS), at="sheet fillers, a row a filler"),
        Held(fields=("records.counts.*",), at="sheet counts, a row a count"),
        Held(fields=("places.*",), at="sheet places, a row a mention"),
        Held(fields=("actors.*",), at="sheet actors, a row a mention"),
    ),
)  # fmt: skip
