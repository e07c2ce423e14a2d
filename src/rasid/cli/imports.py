"""``rasid import``: annotations and corrected records back to rasid's own JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from rasid.cli.common import fail, write_bytes
from rasid.cli.export import binary
from rasid.cli.files import replacing
from rasid.errors import RasidError, RecordsError
from rasid.exports.json import to_jsonl
from rasid.exports.load import LONGEST, rows_of
from rasid.exports.losses import many
from rasid.exports.manifest import Manifest
from rasid.exports.registry import READABLE
from rasid.model import Document


def run(files: Sequence[str], *, form: str, out: str | None) -> int:
    """Read ``files`` of a format and write their documents as JSON lines. Returns the exit status."""
    manifest = next(row for row in READABLE if row.name == form)
    pieces: list[bytes] = []
    records = 0
    try:
        for name in files:
            for document, piece in _documents(manifest, name):
                records += len(document.records)
                pieces.append(piece)
        if out is None:
            write_bytes(b"".join(pieces))
        else:
            with replacing(Path(out)) as file:
                file.writelines(pieces)
    except RasidError as error:
        return fail(error, 1)
    sys.stdout.flush()
    sys.stderr.write(f"{many(len(pieces), 'document')}, {many(records, 'record')}\n")
    return 0


def _documents(manifest: Manifest, name: str) -> Iterator[tuple[Document, bytes]]:
    """The documents of a file, each with its line. Own JSON keeps the keys that are not ours."""
    with binary(name) as file:
        if manifest.keeps_unknown:
            for row in rows_of(file, name):
                yield row.document, msgspec.json.encode(row.raw) + b"\n"
            return
        raw = file.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise RecordsError(f"this is longer than {LONGEST} bytes", where=name, step="Cut it into smaller files.")
    if manifest.read is not None:
        for document in manifest.read(raw, name):
            yield document, b"".join(to_jsonl([document]))
