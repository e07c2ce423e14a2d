"""A chunk to rows: each of its documents opened, judged by language, and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from rasid.batch.chunks import Item, Lost, lost_of
from rasid.batch.plan import whole
from rasid.batch.settings import Settings
from rasid.batch.tables import TABLES, mention_rows, record_rows
from rasid.errors import CrashError
from rasid.model import Document
from rasid.reading.reader import Reader
from rasid.sources import Left, Outcome, Piece, judged, opened, read_piece
from rasid.sources.duplicates import sketch


class Rows:
    """The rows of a chunk, and what became of its documents."""

    def __init__(self) -> None:
        """None yet."""
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self.read = self.characters = 0
        self.aside: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def lose(self, doc: str, name: str, lost: Lost) -> None:
        """Note a document that was not read."""
        (self.failed if lost.failed else self.aside)[lost.why] += 1
        status = "failed" if lost.failed else "aside"
        row = {"doc": doc, "input": name, "status": status, "code": lost.code, "why": lost.why, "error": lost.error}
        self.tables["documents"].append(row)

    def add(self, document: Document, piece: Piece, name: str) -> None:
        """Take in a document that was read; all of it, or on an error nothing."""
        records, mentions = list(record_rows(document)), list(mention_rows(document))
        marks = list(sketch(document.text))
        self.read += 1
        self.characters += len(document.text)
        self.tables["records"] += records
        self.tables["mentions"] += mentions
        self.tables["documents"].append(
            {
                "doc": document.doc,
                "input": name,
                "status": "read",
                "format": piece.format,
                "sha256": document.sha256,
                "published": document.published,
                "publisher": document.publisher,
                "title": document.title,
                "address": document.address,
                "characters": len(document.text),
                "records": len(document.records),
                "foreign": [{"start": start, "end": end} for start, end in piece.foreign],
                "notes": list(piece.notes),
                "version": document.version,
                "tables": document.tables,
                "sketch": marks,
                "text": document.text,
            }
        )


def code(
    items: list[Item],
    reader: Reader,
    settings: Settings,
    poisoned: Mapping[int, Lost],
    tell: Callable[[int], None],
) -> Rows:
    """Read the items of a chunk in order. ``tell`` is told which comes next; ``poisoned`` ones are not touched again."""
    rows = Rows()
    for index, item in enumerate(items):
        if index in poisoned:
            rows.lose(item.doc, item.input, poisoned[index])
            continue
        tell(index)
        read_item(item, reader, settings, rows)
    return rows


def read_item(item: Item, reader: Reader, settings: Settings, rows: Rows) -> None:
    """Read one item into ``rows``; whatever goes wrong with it is noted there."""
    if item.lost is not None:
        rows.lose(item.doc, item.input, item.lost)
        return
    try:
        for outcome in _outcomes(item, settings):
            if isinstance(outcome, Left):
                rows.lose(whole(outcome.doc), item.input, lost_of(outcome))
            else:
                document = read_piece(reader, outcome, published=settings.day, publisher=settings.publisher)
                rows.add(document, outcome, item.input)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  # a library in another language may raise what is no Exception
        rows.lose(item.doc, item.input, _unforeseen(item, error))


def _outcomes(item: Item, settings: Settings) -> Iterator[Outcome]:
    """Documents with no halves of characters, judged by language."""
    if item.piece is not None:
        yield judged(item.piece, item.doc)
    elif item.part is not None:
        for outcome in opened(item.part, settings.options):
            if isinstance(outcome, Left):
                yield outcome
                continue
            fields = ("doc", "text", "title", "publisher", "address")
            clean = {name: whole(value) for name in fields if (value := getattr(outcome, name))}
            yield msgspec.structs.replace(outcome, notes=tuple(map(whole, outcome.notes)), **clean)


def _unforeseen(item: Item, error: BaseException) -> Lost:
    """What stands for an error that the reading should not have raised."""
    what = f"reading it failed ({type(error).__name__}: {' '.join(str(error).split())[:120]})"
    told = CrashError(what, where=item.doc, step="Report it with the document, if you may share it.")
    return Lost(code=told.code, why="the reading failed", error=whole(str(told)), failed=True)
