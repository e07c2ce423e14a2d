"""Inputs taken apart only as far as parting them needs: what is costly to take apart is left packed, for another process.

A crawl gives its pages as they were fetched, an archive its files; rows of tables and messages of chats come as documents
at once, since parting them is reading them. :func:`opened` does the rest, so that both together give what
:class:`~rasid.sources.documents.Documents` gives.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec

from rasid.errors import RasidError
from rasid.sources.blob import Blob
from rasid.sources.collect import Input
from rasid.sources.documents import Documents
from rasid.sources.limits import Budget
from rasid.sources.options import Manifest, Options
from rasid.sources.outcome import Left, Outcome, left

_LARGE = frozenset({"pdf", "docx"})
"""Formats that hold pictures, and may be larger for that."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of one document with what is known of them from outside."""

    doc: str
    raw: bytes
    depth: int = 0
    charset: str | None = None
    address: str | None = None


class Parts(Documents):
    """The documents of one input, those of formats that hold one document each as :class:`Part`; not judged by language.

    ``position`` is how many bytes of the input have been taken so far.
    """

    def __init__(self, item: Input, options: Options) -> None:
        """Nothing is opened before the first is asked for."""
        super().__init__(item, options)
        self._stream: BinaryIO | None = None
        self.position = 0

    def each(self) -> Iterator[Outcome | Part]:
        """Parts, pieces and what is left, in order."""
        for outcome in self:
            if self._stream is not None and not self._stream.closed:
                self.position = max(self.position, self._stream.tell())
            yield outcome

    def _within(self, blob: Blob) -> Iterator[Outcome]:
        if not blob.depth:
            self._stream = blob.under
        yield from super()._within(blob)

    def _taken(self, form: Manifest, blob: Blob) -> Iterator[Outcome]:
        if form.many:
            yield from super()._taken(form, blob)
            return
        limits = self._options.limits
        raw = blob.whole(limits.pdf if form.name in _LARGE else limits.document)
        part = Part(doc=blob.name, raw=raw, depth=blob.depth, charset=blob.charset, address=blob.address)
        yield cast("Outcome", part)  # the readers of formats pass on what they are given; :meth:`each` says what it is

    def _finished(self, outcome: Outcome | Part) -> Outcome:
        if isinstance(outcome, Left):
            return outcome
        return cast("Outcome", msgspec.structs.replace(outcome, doc=self._name(outcome.doc)))


class _Opened(Documents):
    """A part as an input of its own."""

    def __init__(self, part: Part, options: Options) -> None:
        super().__init__(Input(name=part.doc), options)
        self._part = part

    def __iter__(self) -> Iterator[Outcome]:
        part = self._part
        budget = Budget(self._options.limits, part.doc, len(part.raw))
        try:
            blob = Blob(
                part.doc,
                io.BytesIO(part.raw),
                budget,
                size=len(part.raw),
                depth=part.depth,
                charset=part.charset,
                address=part.address,
            )
            for outcome in self._within(blob):
                yield self._finished(outcome)
        except RasidError as error:
            yield left(part.doc, error)


def opened(part: Part, options: Options) -> Iterator[Outcome]:
    """What comes of a part: its document, or what is left with the reason."""
    yield from _Opened(part, options)
