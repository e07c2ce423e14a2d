"""Inputs to documents: whatever the format, each is recognised, taken apart, and judged by its language.

Nothing is dropped: what gives no document comes out as :class:`~rasid.sources.outcome.Left`, with the reason.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from rasid.errors import DamagedInputError, EmptyInputError, LimitError, RasidError, UnreadableInputError
from rasid.model import Document
from rasid.sources.blob import Blob
from rasid.sources.collect import Input
from rasid.sources.formats import FORMATS
from rasid.sources.language import foreign_parts, readable
from rasid.sources.limits import Budget, ExhaustedError
from rasid.sources.options import Context, Manifest, Options
from rasid.sources.outcome import GIVEN_UNCLEAR, Left, Outcome, Piece, left
from rasid.sources.recognise import recognise

if TYPE_CHECKING:
    from rasid.reading.reader import Reader


class Documents:
    """The documents of one input, one by one; ``many`` says, once the first has come, whether there can be several."""

    def __init__(self, item: Input, options: Options) -> None:
        """Nothing is opened before the first document is asked for."""
        self._item, self._options = item, options
        self._seen: dict[str, int] = {}
        self.many = False

    def __iter__(self) -> Iterator[Outcome]:
        """Pieces and what is left, in order; every error comes as what is left."""
        name = self._item.name
        try:
            with self._item.open() as stream:
                size = self._item.size()
                blob = Blob(name, stream, Budget(self._options.limits, name, size), size=size)
                for outcome in self._within(blob):
                    yield self._finished(outcome)
        except RasidError as error:
            yield left(name, error)
        except OSError as error:
            yield left(name, _unforeseen(name, error))

    def _within(self, blob: Blob) -> Iterator[Outcome]:
        """What comes of bytes; an error of theirs is theirs alone, unless the input as a whole is over a limit."""
        try:
            form = FORMATS[recognise(blob, self._options.columns)]
            self.many = self.many or form.many
            yield from self._taken(form, blob)
        except ExhaustedError:
            raise
        except RasidError as error:
            if not blob.depth:
                raise
            yield left(blob.name, error)
            if error.code == "R120":
                blob.budget.refuse()
        except Exception as error:  # noqa: BLE001  # one document must not take the others with it
            yield left(blob.name, _unforeseen(blob.name, error))

    def _taken(self, form: Manifest, blob: Blob) -> Iterator[Outcome]:
        """What the reader of the format makes of bytes."""
        yield from form.read(blob, Context(options=self._options, within=self._within))

    def _finished(self, outcome: Outcome) -> Outcome:
        """With a name that no other document of the input has, and its foreign parts marked."""
        return outcome if isinstance(outcome, Left) else judged(outcome, self._name(outcome.doc))

    def _name(self, doc: str) -> str:
        count = self._seen[doc] = self._seen.get(doc, 0) + 1
        return doc if count == 1 else f"{doc}~{count}"


def judged(piece: Piece, doc: str) -> Outcome:
    """A document under the name ``doc`` with its foreign parts marked, or set aside where it is not Arabic."""
    try:
        return msgspec.structs.replace(piece, doc=doc, foreign=foreign_parts(piece.text, doc))
    except RasidError as error:
        return left(doc, error)


def _unforeseen(where: str, error: Exception) -> RasidError:
    """The error of what a library raised where nobody expected it to."""
    if isinstance(error, OSError) and error.strerror:
        return UnreadableInputError(
            f"the file cannot be read ({error.strerror})", where=where, step="Check the path and its rights."
        )
    if isinstance(error, RecursionError):
        return LimitError("it is nested too deep", where=where, step="Save its text and read that.")
    what = f"it cannot be taken apart ({type(error).__name__}: {' '.join(str(error).split())[:120]})"
    return DamagedInputError(what, where=where, step="Save its text and read that.")


def only(item: Input, options: Options | None = None) -> Piece:
    """The one document of an input. Raises the error of what cannot be read, or UnreadableInputError for several."""
    found: Piece | None = None
    for outcome in Documents(item, options or Options()):
        if isinstance(outcome, Left):
            raise outcome.error
        if found is not None:
            raise UnreadableInputError(
                "it holds several documents", where=item.name, step="Save the one that you mean as a file of its own."
            )
        found = outcome
    if found is None:
        raise EmptyInputError("there is no document in it", where=item.name, step="Give a file that holds Arabic text.")
    return found


def day_for(piece: Piece, published: datetime.date | None) -> datetime.date | None:
    """The day from which a document counts: its own, none where that is not clear, else the one given for all."""
    if piece.published is None:
        return published
    return None if piece.published == GIVEN_UNCLEAR else datetime.date.fromisoformat(piece.published)


def read_piece(
    reader: Reader,
    piece: Piece,
    *,
    published: datetime.date | None = None,
    publisher: str | None = None,
    duplicate_of: str | None = None,
) -> Document:
    """Read a document's Arabic parts; offsets, text and hash are those of the whole. Day and publisher are for those without."""
    document = reader.read(
        readable(piece.text, piece.foreign),
        published=day_for(piece, published),
        publisher=piece.publisher or publisher,
        doc=piece.doc,
    )
    return msgspec.structs.replace(
        document,
        text=piece.text,
        sha256=hashlib.sha256(piece.text.encode("utf-8", "surrogatepass")).hexdigest()
        if piece.foreign
        else document.sha256,
        title=piece.title,
        address=piece.address,
        duplicate_of=duplicate_of,
    )
