"""One file packed with gzip or zstd: what it holds is read whatever it is, a crawl most of all."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from rasid.errors import DamagedInputError
from rasid.sources.blob import Blob
from rasid.sources.extras import load
from rasid.sources.limits import Counted, Unpacking
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome

_CHUNK = 1 << 16
_WINDOW = 1 << 27
"""Memory that a zstd stream may ask for."""
_DICTIONARY = 0x184D2A5D
"""Of a skippable frame before the others: the dictionary of a crawl (WARC with zstd, IIPC 2021)."""
_STEP = "Get it again: it was not copied to its end, or it was changed on the way."


class _Parts(io.RawIOBase):
    """What comes from one part after the other."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any writable buffer
        while not self._rest:
            try:
                self._rest = next(self._parts)
            except StopIteration:
                return 0
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def read_gzip(blob: Blob, context: Context) -> Iterator[Outcome]:
    """What is packed. Raises DamagedInputError after what could be unpacked, or LimitError."""
    source = Counted(blob.stream)
    yield from _inside(blob, context, _gunzip(source, blob.name), source)


def read_zstd(blob: Blob, context: Context) -> Iterator[Outcome]:
    """What is packed. Raises DamagedInputError after what could be unpacked, LimitError or MissingExtraError."""
    zstandard = load("zstandard", where=blob.name)
    source = Counted(blob.stream)
    yield from _inside(blob, context, _unzstd(source, blob.name, zstandard), source)


def _inside(blob: Blob, context: Context, parts: Iterator[bytes], source: Counted) -> Iterator[Outcome]:
    stream = io.BufferedReader(
        Unpacking(io.BufferedReader(_Parts(parts), _CHUNK), source, blob.budget, blob.name), _CHUNK
    )
    yield from context.within(blob.inner(blob.name, stream, address=blob.address))


def _gunzip(source: Counted, name: str) -> Iterator[bytes]:
    """The members one after the other, never more than a chunk at once."""
    data = _some(source)
    while data:
        engine = zlib.decompressobj(wbits=31)
        while not engine.eof:
            if not data:
                raise DamagedInputError("the gzip file breaks off", where=name, step=_STEP)
            try:
                found = engine.decompress(data, _CHUNK)
            except zlib.error as error:
                raise DamagedInputError("the gzip file is damaged", where=name, step=_STEP) from error
            data = engine.unconsumed_tail or (b"" if engine.eof else _some(source))
            if found:
                yield found
        data = (engine.unused_data or _some(source)).lstrip(b"\0")  # tapes and some tools fill up with zeros


def _unzstd(source: Counted, name: str, zstandard: Any) -> Iterator[bytes]:
    """The frames one after the other."""
    data = _some(source)
    options: dict[str, Any] = {"max_window_size": _WINDOW}
    while data:
        data = _at_least(data, 8, source)
        magic, length = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:8], "little")
        if magic & 0xFFFFFFF0 == 0x184D2A50:
            if length > _WINDOW:
                raise DamagedInputError("the zstd file is damaged", where=name, step=_STEP)
            data = _at_least(data, 8 + length, source)
            if len(data) < 8 + length:
                raise DamagedInputError("the zstd file breaks off", where=name, step=_STEP)
            if magic == _DICTIONARY:
                options["dict_data"] = _dictionary(data[8 : 8 + length], name, zstandard)
            data = data[8 + length :] or _some(source)
            continue
        engine = zstandard.ZstdDecompressor(**options).decompressobj(write_size=_CHUNK)
        while not engine.eof:
            if not data:
                raise DamagedInputError("the zstd file breaks off", where=name, step=_STEP)
            try:
                # A little at a time: each byte can stand for many.
                found = engine.decompress(data[:1024])
            except zstandard.ZstdError as error:
                raise DamagedInputError("the zstd file is damaged", where=name, step=_STEP) from error
            data = (engine.unused_data + data[1024:] if engine.eof else data[1024:]) or _some(source)
            for start in range(0, len(found), _CHUNK):
                yield found[start : start + _CHUNK]


def _dictionary(raw: bytes, name: str, zstandard: Any) -> Any:
    try:
        if raw.startswith(b"\x28\xb5\x2f\xfd"):
            raw = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompress(raw, max_output_size=_WINDOW)
        return zstandard.ZstdCompressionDict(raw)
    except zstandard.ZstdError as error:
        raise DamagedInputError("the dictionary of the zstd file is damaged", where=name, step=_STEP) from error


def _some(source: BinaryIO | Counted) -> bytes:
    return source.read(_CHUNK) or b""


def _at_least(data: bytes, count: int, source: Counted) -> bytes:
    pieces = [data]
    have = len(data)
    while have < count and (more := _some(source)):
        pieces.append(more)
        have += len(more)
    return b"".join(pieces)


GZIP = Manifest(
    name="gzip",
    about="one file packed with gzip",
    known_by="its first bytes",
    many=True,
    ids="as in what it holds",
    read=read_gzip,
)
ZSTD = Manifest(
    name="zstd",
    about="one file packed with zstd, with or without a dictionary",
    known_by="its first bytes",
    many=True,
    ids="as in what it holds",
    extra="sources",
    read=read_zstd,
)
