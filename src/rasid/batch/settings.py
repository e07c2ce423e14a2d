"""What a run is told, and what it is known by."""

from __future__ import annotations

import datetime
import hashlib
from importlib.resources import files

import msgspec

from rasid.lexicon import load
from rasid.reading.reader import VERSION
from rasid.sources import Options

MB = 1 << 20
FORM = 1
"""The version of the form of a run's folder."""
_DATA = ("confidence.json", "forms.bin", "gazetteer.json", "reported.json", "weights.json", "words.json")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the reading of a document, and the parting of inputs into chunks, depends on; and how long one may take."""

    published: str | None = None
    """ISO day for documents without one."""
    publisher: str | None = None
    columns: dict[str, str] = {}
    lexicon: tuple[str, ...] = ()
    """Absolute paths of the user's own tables."""
    documents: int = 100
    """The most documents in a chunk."""
    bytes: int = 16 * MB
    """From this size on a chunk is closed."""
    seconds: float = 120.0
    """How long the reading of one document may take."""

    @property
    def options(self) -> Options:
        """What concerns the sources."""
        return Options(columns=self.columns)

    @property
    def day(self) -> datetime.date | None:
        """The day for documents without one."""
        return datetime.date.fromisoformat(self.published) if self.published else None


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the rows of a run follow from, beside its inputs; a run goes on only with the same."""

    form: int
    version: str
    tables: str
    """Hash of the lexicon, with the user's tables."""
    data: str
    """Hash of the word forms, places and weights."""
    published: str | None
    publisher: str | None
    columns: dict[str, str]
    documents: int
    bytes: int


NAMES = {
    "form": "the form of the folder",
    "version": "the version of rasid",
    "tables": "the lexicon",
    "data": "the packaged data",
    "published": "--published",
    "publisher": "--publisher",
    "columns": "--columns",
    "documents": "--chunk",
    "bytes": "the size of chunks",
}
"""The parts of an identity, for people."""


def identity_of(settings: Settings) -> Identity:
    """What a run with these settings is known by. Raises TableError, UnreadableInputError or DataError for tables."""
    digest = hashlib.sha256()
    for name in _DATA:
        digest.update(files("rasid.data").joinpath(name).read_bytes())
    return Identity(
        form=FORM,
        version=VERSION,
        tables=load(settings.lexicon).digest,
        data=digest.hexdigest()[:16],
        published=settings.published,
        publisher=settings.publisher,
        columns=settings.columns,
        documents=settings.documents,
        bytes=settings.bytes,
    )
