"""``rasid link``: records or documents to incidents."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from rasid.cli.common import fail, reader_with, write_bytes
from rasid.cli.export import binary, texts_of
from rasid.cli.files import replacing
from rasid.errors import OptionError, RasidError, RecordsError
from rasid.exports.incidents.load import incidents_of
from rasid.exports.load import rows_of
from rasid.exports.manifest import Row
from rasid.incidents import Knowledge, add, explain, incidents, link, load_model, veils
from rasid.incidents.linking import Linked, is_incident
from rasid.incidents.weights import LinkModel
from rasid.model import Document, Incident, MatchLink
from rasid.reading.reader import Reader
from rasid.sources import Documents, Left, Options, Tally, collect
from rasid.sources.collect import STDIN, Input
from rasid.sources.documents import day_for
from rasid.sources.language import readable

_HEAD = 1 << 16
"""Bytes of a file in which it shows whether it holds records."""
_RECORDS = re.compile(rb'[\s\xef\xbb\xbf]*(?:\[\s*)?\{\s*"doc"\s*:')
_INCIDENT = re.compile(rb'[\s\xef\xbb\xbf]*(?:\[\s*)?\{\s*"incident"\s*:')


def run(
    files: Sequence[str],
    *,
    out: str | None,
    added_to: str | None,
    pair: tuple[str, str] | None,
    texts: Sequence[str],
    published: str | None,
    publisher: str | None,
    lexicon: Sequence[str],
) -> int:
    """Link what ``files`` hold. Returns the exit status."""
    work = _Work(published, publisher, lexicon)
    try:
        if pair is not None and added_to is not None:
            raise OptionError(
                "two documents are explained or added, not both", where="--explain", step="Give one of the two."
            )
        if STDIN in texts:
            raise OptionError(
                "texts cannot come from standard input", where="--texts", step="Give files, folders or patterns."
            )
        before = list(_incidents(added_to)) if added_to is not None else []
        documents = list(work.documents(files, texts))
        knowledge, model = work.knowledge, load_model()
        if pair is not None:
            _explain(link(documents, knowledge, model), model, *pair)
        elif added_to is not None:
            done = add(before, documents, knowledge, model)
            _write(done.incidents, out)
            sys.stderr.write("".join(f"{line}\n" for line in done.changes))
            _summarise(done.linked, done.incidents, len(documents))
        else:
            linked = link(documents, knowledge, model)
            found = incidents(linked, knowledge, model)
            _write(found, out)
            _summarise(linked, found, len(documents))
    except RasidError as error:
        return fail(error, 2 if isinstance(error, OptionError) else 1)
    return 1 if work.unread else 0


class _Work:
    """Takes documents from inputs, and keeps count of what becomes of them."""

    def __init__(self, published: str | None, publisher: str | None, lexicon: Sequence[str]) -> None:
        self._published, self._publisher, self._lexicon = published, publisher, lexicon
        self._reader: Reader | None = None
        self._day: datetime.date | None = None
        self.tally, self.unread = Tally(), False

    @property
    def knowledge(self) -> Knowledge:
        """What the tables know, a user's own included."""
        from rasid.lexicon import load

        return Knowledge.load(self._reader.engine.lexicon if self._reader is not None else load(self._lexicon))

    def documents(self, files: Sequence[str], texts: Sequence[str]) -> Iterator[Document]:
        """The documents of records files as they are, and those of everything else as they are read here."""
        known = texts_of(texts)
        for item in collect(files):
            rows = None if item.missing else _records(item)
            if rows is None:
                yield from self._read(item)
            else:
                yield from (row.document for row in known.joined(rows, needed=False))

    def _read(self, item: Input) -> Iterator[Document]:
        nothing = True
        for outcome in Documents(item, Options()):
            if isinstance(outcome, Left):
                self.tally.leave(outcome)
                self.unread = self.unread or outcome.failed
                fail(outcome.error, 1)
                continue
            nothing = False
            if self._reader is None:
                self._reader, self._day = reader_with(self._lexicon, self._published)
            day = day_for(outcome, self._day)
            document = veils.read(
                self._reader,
                readable(outcome.text, outcome.foreign),
                published=day.isoformat() if day else None,
                publisher=outcome.publisher or self._publisher,
                doc=outcome.doc,
            )
            yield msgspec.structs.replace(
                document, text=outcome.text, sha256=_digest(outcome.text), title=outcome.title, address=outcome.address
            )
        self.unread = self.unread or (nothing and item.named)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _records(item: Input) -> Iterator[Row] | None:
    """The rows of a file that holds records as rasid read writes them, or of standard input; None for any other file."""
    if item.path is None:
        return rows_of(sys.stdin.buffer, item.name)
    with binary(str(item.path)) as file:
        head = file.read(_HEAD)
    if _INCIDENT.match(head):
        raise RecordsError(
            "these are incidents", where=item.name, step="Give them with --add, and the new records beside it."
        )
    return _rows(item) if _RECORDS.match(head) and b'"sha256"' in head else None


def _rows(item: Input) -> Iterator[Row]:
    with binary(str(item.path)) as file:
        yield from rows_of(file, item.name)


def _incidents(name: str) -> Iterator[Incident]:
    with binary(name) as file:
        for row in incidents_of(file, name):
            yield row.incident


def _write(found: Iterable[Incident], out: str | None) -> None:
    lines = (msgspec.json.encode(incident) + b"\n" for incident in found)
    if out is None:
        for line in lines:
            write_bytes(line)
        return
    with replacing(Path(out)) as file:
        for line in lines:
            file.write(line)


def _summarise(linked: Linked, found: Sequence[Incident], documents: int) -> None:
    """Say what became of the documents, so that nothing is lost silently."""
    told = {linked.tellings[n].doc for group in linked.groups if is_incident(linked, group) for n in group}
    fresh = set(linked.documents)
    several = sum(len(i.reports) > 1 for i in found)
    line = f"{documents} documents; {len(found)} incidents, {several} of them with several reports"
    silent = len(fresh - told)
    sys.stdout.flush()
    sys.stderr.write(f"{line}; {silent} documents tell of none\n" if silent else f"{line}\n")


def _explain(linked: Linked, model: LinkModel, one: str, other: str) -> None:
    """Print what speaks for and against two documents telling of one incident."""
    for name in (one, other):
        if name not in linked.documents:
            raise OptionError(
                f"there is no document «{name}»", where="--explain", step="Name two documents by their doc."
            )
    found = explain(linked, model, one, other)
    if found is None:
        sys.stdout.write(f"{one} / {other}: one of them tells of no incident\n")
        return
    match, both = found
    sys.stdout.write(f"{one} / {other}: {'one incident' if both else 'not one incident'}\n")
    sys.stdout.write("".join(f"{line}\n" for line in waterfall(match, model)))


def waterfall(match: MatchLink, model: LinkModel) -> Iterator[str]:
    """A link as lines: what each comparison adds in bits, the sum, and the sum that is asked for."""
    for row in match.comparisons:
        yield f"{row.weight:+8.2f}  {row.name:10}  {row.level}"
    yield f"{match.weight:+8.2f}  sum in bits; probability {match.probability:.2f}; asked for {model.threshold / math.log(2):+.2f}"
