"""Documents out of an archive: their bytes go, and that they were there stays."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.archive.archive import BY, Archive, now
from rasid.archive.ledger import Entry
from rasid.archive.state import Held


def forget(archive: Archive, names: Sequence[str], reason: str | None) -> list[Held]:
    """Take documents out: their bytes, how they came and all their records; a tombstone stays in the ledger.

    All or none, at once. Returns them as they were. Raises UnknownDocumentError before anything is taken out, and OutputError.
    """
    chosen = {held.sha256: held for held in [archive.find(name) for name in names]}
    for held in chosen.values():
        entry = Entry(n=0, what="forget", at=now(), by=BY, sha256=held.sha256, reason=reason)
        archive.enter(entry, remove=held.items)
    archive.commit()
    return list(chosen.values())
