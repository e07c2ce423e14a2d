"""What the verbs share."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Sequence

from rasid.errors import OptionError, RasidError
from rasid.reading.reader import Reader


def reader_with(lexicon: Sequence[str], published: str | None) -> tuple[Reader, datetime.date | None]:
    """A reader with the user's tables over ours, and the day of publication.

    Raises OptionError for a day that is none, and TableError, UnreadableInputError or DataError for tables.
    """
    day = None
    if published is not None:
        try:
            day = datetime.date.fromisoformat(published)
        except ValueError as error:
            raise OptionError(
                f"«{published}» is no date", where="--published", step="Give the day as YYYY-MM-DD."
            ) from error
    gc.disable()
    try:
        reader = Reader(lexicon=lexicon)
        gc.freeze()  # the tables stay for good, so that looking through them for waste is in vain
    finally:
        gc.enable()
    return reader, day


def fail(error: RasidError, status: int) -> int:
    """Print an error for people on standard error; returns ``status``."""
    sys.stdout.flush()
    sys.stderr.write(f"{error}\n")
    sys.stderr.flush()
    return status


def write_bytes(data: bytes) -> None:
    """Write to standard output in UTF-8, whatever the locale says."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    sys.stdout.flush()
    buffer.write(data)
    buffer.flush()
