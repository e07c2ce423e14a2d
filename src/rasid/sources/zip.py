"""ZIP archives of any of the formats. Nothing is written to disk under a name from an archive."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from rasid.errors import BinaryInputError, DamagedInputError, LimitError, RasidError, UnsafeInputError
from rasid.sources.blob import Blob
from rasid.sources.docx import read_parts
from rasid.sources.limits import ExhaustedError, Limits, Unpacking, too_packed
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, left

_STEP = "Get the archive again, or unpack it yourself and give the files."
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
    struct.error,
)
"""What zipfile raises on damaged archives."""
_LINK = 0o120000
_OFFICE = {"xl/workbook.xml": "an Excel workbook", "ppt/presentation.xml": "a PowerPoint document"}


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The documents of each member, one by one. A member that is wrong is left and the others are read.

    Raises DamagedInputError where the archive itself cannot be read, ExhaustedError where it is over a limit as a whole.
    """
    limits = context.options.limits
    with opened(blob) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if "word/document.xml" in names:
            yield read_parts(archive, blob, limits)
            return
        for part, what in _OFFICE.items():
            if part in names:
                raise BinaryInputError(
                    f"this is {what}, which is not read", where=blob.name, step="Save it as CSV or PDF."
                )
        if len(members) > limits.members:
            raise LimitError(
                f"it holds more than {limits.members} files", where=blob.name, step="Unpack it and give parts."
            )
        for member in members:
            if not member.is_dir() and not _hidden(member.filename):
                yield from _member(archive, member, blob, context)


def opened(blob: Blob) -> zipfile.ZipFile:
    """The archive. Raises DamagedInputError."""
    try:
        return zipfile.ZipFile(blob.seekable())
    except BROKEN as error:
        raise DamagedInputError(f"the archive is damaged ({error})", where=blob.name, step=_STEP) from error


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part.strip(".") for part in name.replace("\\", "/").split("/"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, blob: Blob, context: Context) -> Iterator[Outcome]:
    where = f"{blob.name}#{''.join(char if char.isprintable() else '?' for char in member.filename)}"
    try:
        with contained(archive, member, where, blob, context.options.limits) as stream:
            yield from context.within(blob.inner(where, stream, size=member.file_size))
    except ExhaustedError:
        raise
    except LimitError as error:
        yield left(where, error)
        blob.budget.refuse()
    except RasidError as error:
        yield left(where, error)
    except BROKEN as error:
        yield left(where, DamagedInputError(f"it is damaged in the archive ({error})", where=where, step=_STEP))


def contained(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, blob: Blob, limits: Limits) -> BinaryIO:
    """A member's bytes, guarded. Raises UnsafeInputError, LimitError, DamagedInputError or what zipfile raises."""
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:3] == ":/" or "\0" in member.orig_filename:
        raise UnsafeInputError(
            "its name leads out of the archive", where=where, step="Do not trust this archive; unpack it with care."
        )
    if member.external_attr >> 16 & 0o170000 == _LINK:
        raise UnsafeInputError("it is a link, not a file", where=where, step="Give the file that it stands for.")
    if member.flag_bits & 1:
        raise DamagedInputError(
            "it is locked with a password", where=where, step="Unpack it yourself and give the files."
        )
    if member.file_size > max(limits.unpacked, limits.ratio * member.compress_size):
        raise too_packed(where, limits)
    raw = archive.open(member)
    return cast(
        "BinaryIO",
        io.BufferedReader(_Checked(Unpacking(cast("BinaryIO", raw), member.compress_size, blob.budget, where), where)),
    )


class _Checked(io.RawIOBase):
    """A member whose damage is told as ours wherever it is met."""

    def __init__(self, under: Unpacking, where: str) -> None:
        self._under, self._where = under, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any writable buffer
        try:
            return self._under.readinto(buffer)
        except RasidError:
            raise
        except BROKEN as error:
            raise DamagedInputError(f"it is damaged in the archive ({error})", where=self._where, step=_STEP) from error


MANIFEST = Manifest(
    name="zip",
    about="archives of any of the formats, and of archives",
    known_by="its first bytes",
    many=True,
    ids="the name in the archive, and # and the id there where that holds several",
    read=read,
)
