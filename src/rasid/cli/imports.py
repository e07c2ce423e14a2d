"""``rasid import``: annotations and corrected records back to rasid's own JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rasid.cli.common import fail, write_bytes
from rasid.cli.export import binary
from rasid.cli.files import replacing
from rasid.errors import RasidError, RecordsError
from rasid.exports.json import to_jsonl
from rasid.exports.load import LONGEST
from rasid.exports.losses import many
from rasid.exports.registry import READABLE
from rasid.model import Document


def run(files: Sequence[str], *, form: str, out: str | None) -> int:
    """Read ``files`` of a format and write their documents as JSON lines. Returns the exit status."""
    manifest = next(row for row in READABLE if row.name == form)
    documents: list[Document] = []
    try:
        for name in files:
            with binary(name) as file:
                raw = file.read(LONGEST + 1)
            if len(raw) > LONGEST:
                raise RecordsError(
                    f"this is longer than {LONGEST} bytes", where=name, step="Cut it into smaller files."
                )
            assert manifest.read is not None
            documents += manifest.read(raw, name)
        if out is None:
            for piece in to_jsonl(documents):
                write_bytes(piece)
        else:
            with replacing(Path(out)) as file:
                for piece in to_jsonl(documents):
                    file.write(piece)
    except RasidError as error:
        return fail(error, 1)
    sys.stdout.flush()
    records = sum(len(document.records) for document in documents)
    sys.stderr.write(f"{many(len(documents), 'document')}, {many(records, 'record')}\n")
    return 0
