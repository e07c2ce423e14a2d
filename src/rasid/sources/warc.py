"""Crawls in WARC: pages, PDFs, feeds and texts as they were fetched, read as a stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from rasid.errors import DamagedInputError, LimitError, RasidError
from rasid.sources.blob import Blob
from rasid.sources.extras import load
from rasid.sources.limits import ExhaustedError, some, too_large
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, aside, left

_NOT_DOCUMENTS = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/font")
_NOR_THESE = frozenset(
    "application/javascript application/x-javascript application/ecmascript application/json application/manifest+json"
    " application/octet-stream application/x-font-ttf application/vnd.ms-fontobject application/wasm".split()
)
_CHUNK = 1 << 16
_STEP = "Get the crawl again; what comes before was read."


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The documents of the crawl, one by one. Raises DamagedInputError after what could be read, or MissingExtraError."""
    warc = load("fastwarc.warc", where=blob.name)
    kinds = warc.WarcRecordType
    wanted = (kinds.response, kinds.resource, kinds.conversion, kinds.revisit)
    end = 0
    source = _Watched(blob.stream)
    try:
        records = iter(
            warc.ArchiveIterator(
                source,
                record_types=kinds.any_type,
                parse_http=True,
                auto_decode="all",
                stream_detect=False,
                max_header_len=1 << 20,
            )
        )
        for record in records:
            end = record.stream_pos + record.content_length
            if record.record_type in wanted:
                yield from _record(record, blob, context, kinds)
    except (OSError, ValueError, EOFError) as error:
        raise DamagedInputError(f"the crawl is damaged ({error})", where=blob.name, step=_STEP) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the library raises where it meets what it did not foresee
            raise
        raise DamagedInputError("the crawl is damaged beyond reading", where=blob.name, step=_STEP) from error
    if not end:
        raise DamagedInputError("there is no record in the crawl", where=blob.name, step=_STEP)
    if source.tell() < end or source.last != b"\r\n\r\n":
        raise DamagedInputError("the crawl breaks off in its last record", where=blob.name, step=_STEP)


class _Watched(io.RawIOBase):
    """The stream as the library wants to see it: it asks where it is by seeking, and passes over records so too."""

    def __init__(self, under: BinaryIO) -> None:
        self._under, self._at, self.last = under, 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = some(self._under, size)
        self._at += len(data)
        self.last = (self.last + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        ahead = offset - self._at if whence == io.SEEK_SET else offset
        if whence == io.SEEK_END or ahead < 0:
            raise io.UnsupportedOperation("a crawl is read forward only")
        while ahead > 0 and (data := self.read(min(ahead, _CHUNK))):
            ahead -= len(data)
        return self._at


def _record(record: Any, blob: Blob, context: Context, kinds: Any) -> Iterator[Outcome]:
    headers = record.headers
    address = (headers.get("WARC-Target-URI") or "").strip("<>") or None
    where = f"{blob.name}#{address or headers.get('WARC-Record-ID') or record.stream_pos}"
    if record.record_type == kinds.revisit:
        yield aside(where, "a crawl's note that nothing changed")
        return
    http = record.http_headers
    if http is not None and http.status_code not in {None, 200, 203, 206}:
        yield aside(where, "not found when it was crawled", f"the server answered {http.status_code}")
        return
    kind = (record.http_content_type if http is not None else headers.get("Content-Type")) or ""
    kind = kind.partition(";")[0].strip().lower()
    if kind.startswith(_NOT_DOCUMENTS) or kind in _NOR_THESE:
        yield aside(where, "pictures, styles, scripts and data of a crawl", f"it is {kind}")
        return
    limit = context.options.limits.pdf if "pdf" in kind else context.options.limits.document
    try:
        raw = record.reader.read(limit + 1)
        if len(raw) > limit:
            yield left(where, too_large(where, limit))
            return
        charset = record.http_charset if http is not None else None
        inner = blob.inner(where, io.BytesIO(raw), size=len(raw), charset=charset, address=address)
        yield from context.within(inner)
    except ExhaustedError:
        raise
    except (RasidError, LimitError) as error:
        yield left(where, error)


MANIFEST = Manifest(
    name="warc",
    about="crawls, plain or packed with gzip or zstd, as a stream",
    known_by="its first bytes",
    many=True,
    ids="the address",
    extra="sources",
    read=read,
)
