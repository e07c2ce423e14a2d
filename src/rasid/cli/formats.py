"""``rasid formats``: what can be read and written, from what each format says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from rasid.cli.common import fail, write_bytes
from rasid.errors import OptionError
from rasid.exports import FORMATS as EXPORTS
from rasid.sources import FORMATS, Manifest


def run(name: str | None) -> int:
    """List the formats on standard output, or say everything about one. Returns the exit status."""
    if name is None:
        lines = list(_all())
    elif name in FORMATS:
        lines = list(_one(FORMATS[name]))
    else:
        known = ", ".join(FORMATS)
        return fail(OptionError(f"«{name}» is no format that is read", where="formats", step=f"There are {known}."), 2)
    write_bytes("".join(f"{line}\n" for line in lines).encode())
    return 0


def _all() -> Iterator[str]:
    width = max(map(len, [*FORMATS, *EXPORTS]))
    yield "read"
    for row in FORMATS.values():
        extra = f" [needs rasid[{row.extra}]]" if row.extra else ""
        yield f"  {row.name:{width}}  {row.about}{extra}"
    yield "written"
    for export in EXPORTS.values():
        yield f"  {export.name:{width}}  {export.about}"


def _one(row: Manifest) -> Iterator[str]:
    yield f"{row.name}: {row.about}"
    yield f"  known by: {row.known_by}"
    yield f"  documents: {'several' if row.many else 'one'} a file"
    if row.ids:
        yield f"  after #: {row.ids}"
    for option, what in row.options:
        yield f"  {option}: {what}"
    yield f"  needs: {f'rasid[{row.extra}]' if row.extra else 'nothing more'}"
