"""Lines of a stream in UTF-8, each of bounded length, whatever the encoding of the stream."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rasid.sources.blob import Blob
from rasid.sources.text import encoding_of

_CHUNK = 1 << 20


def lines(blob: Blob, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number from 1, in UTF-8 with its end; None for one of more than ``limit`` bytes.

    Raises UnreadableInputError or BinaryInputError where the encoding cannot be told, LimitError where a text in UTF-16
    is too large.
    """
    encoding, mark = encoding_of(blob.head, blob.name)
    stream = blob.stream
    if encoding.startswith("utf-16"):
        raw = blob.whole(limit, "a table in UTF-16")
        stream = io.BytesIO(raw[mark:].decode(encoding, "replace").encode("utf-8", "replace"))
        mark = 0
    if mark:
        stream.read(mark)
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield number, None
        elif encoding in {"cp1256", "iso8859_6"}:
            yield number, line.decode(encoding, "replace").encode()
        else:
            yield number, line
