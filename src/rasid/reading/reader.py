"""The reader: the whole order of steps, from a text to its records, on one screen."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from rasid import words as word_room
from rasid.errors import OptionError
from rasid.lexicon import Lexicon, load
from rasid.model import OPTIONAL, Actor, Document, Place, Record
from rasid.places import Gazetteer
from rasid.reading.adapters import Calendar, Locator, Words
from rasid.reading.decide import Decider, finish
from rasid.reading.quotes import quoted_ranges
from rasid.reading.records import mentioned_actors, mentioned_places
from rasid.reading.steps import Ground, Steps, prepare, scenes_of
from rasid.reading.tables import Tables
from rasid.reading.weights import Models, load_models, read_models

VERSION = "0.1.0"


class Engine:
    """Compiled tables and the rooms that the steps call; frozen after it is made."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        """Compile the packaged tables, or those given."""
        self.lexicon = lexicon or load()
        with ThreadPoolExecutor(1) as beside:
            # Unpacking the word forms leaves the interpreter free for the rest.
            words = beside.submit(word_room.load, self.lexicon)
            self.tables = Tables(self.lexicon)
            self.places = Locator(Gazetteer.load(self.lexicon.places))
            self.numbers = Calendar(self.lexicon)
            self.words = Words(words.result())

    def steps(self, published: str | None, publisher: str | None) -> Steps:
        """The rooms that the steps of the reading call, for a text of a day (ISO 8601) and a publisher."""
        return Steps(
            words=self.words,
            places=self.places,
            numbers=self.numbers,
            tables=self.tables,
            day=published,
            publisher=publisher,
        )

    def prepare(self, text: str, *, published: str | None = None, publisher: str | None = None) -> Ground:
        """All that stands in a text, before decisions."""
        return prepare(text, self.steps(published, publisher))


class Reader:
    """Reads Arabic texts into event records. Make it once, use it for many texts; it never changes.

    ``lexicon`` are paths of a user's own tables, laid over the shipped ones (TSV recognised by its header, or TOML
    frames). Raises :class:`rasid.RasidError` naming file, line and column where a table is malformed.
    """

    def __init__(self, *, lexicon: Iterable[str | Path] = (), weights: str | Path | None = None) -> None:
        """Load and compile the tables."""
        self._engine = Engine(load(lexicon))
        self._models = load_models() if weights is None else read_models(Path(weights))

    def with_weights(self, path: str | Path) -> Reader:
        """The same reader with other weights."""
        other = object.__new__(Reader)
        other._engine, other._models = self._engine, read_models(Path(path))
        return other

    @property
    def engine(self) -> Engine:
        """The compiled tables, for explaining."""
        return self._engine

    @property
    def models(self) -> Models:
        """The weights in use."""
        return self._models

    def read(
        self,
        text: str,
        *,
        published: str | datetime.date | None = None,
        publisher: str | None = None,
        doc: str | None = None,
    ) -> Document:
        """Read one text.

        ``published`` is the day of publication (ISO 8601), against which «أمس» and «الثلاثاء» are resolved; without it they
        stay open. ``publisher`` is kept and is a weak hint for places. ``doc`` names the document; by default the
        first 12 digits of its SHA-256. Raises :class:`rasid.RasidError` for a date that is none.
        """
        day = _day(published)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        engine, ranges = self._engine, quoted_ranges(text)
        decider = Decider(engine.tables, self._models, ranges)
        records: list[Record] = []
        places: list[Place] = []
        actors: list[tuple[Actor, bool]] = []
        # Sentence after sentence, so that nothing of one is held once its records are made.
        steps = engine.steps(day.isoformat() if day else None, publisher)
        for scene, subjects in scenes_of(text, ranges, steps):
            found, we = decider.drafts(scene, subjects)
            records += finish(text, found, we, engine.numbers, day, len(records) + 1)
            places += mentioned_places(scene)
            actors += mentioned_actors(text, scene)
        acting = {f.span for r in records for f in (*r.actor, *r.recipient)}
        return Document(
            doc=doc or digest[:12],
            sha256=digest,
            published=day.isoformat() if day else None,
            publisher=publisher,
            records=tuple(records),
            places=tuple(places),
            actors=tuple(a for a, only_acting in actors if not only_acting or a.span in acting),
            version=VERSION,
            tables=engine.lexicon.digest,
            text=text,
        )

    @staticmethod
    def as_dict(document: Document) -> dict[str, Any]:
        """A document as plain data in the form of its JSON output, without the text."""
        row: dict[str, Any] = msgspec.to_builtins(document)
        row.pop("text")
        return {key: value for key, value in row.items() if value is not None or key not in OPTIONAL}


def _day(published: str | datetime.date | None) -> datetime.date | None:
    if published is None or isinstance(published, datetime.date):
        return published
    try:
        return datetime.date.fromisoformat(published)
    except ValueError as error:
        raise OptionError(f"«{published}» is no date", step="Give the day as YYYY-MM-DD.") from error
