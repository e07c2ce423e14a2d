"""The folders of an archive, and which file stands where."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from rasid.archive.disk import sync_folder, write_aside
from rasid.archive.state import KINDS, Item, Kind

LEDGER, HEAD, LOCK, INCOMING = "ledger.jsonl", "head.json", "lock", "incoming"
_HASH = re.compile(r"[0-9a-f]{64}")
_STAGED = re.compile(rf"({'|'.join(KINDS)})-([0-9a-f]{{64}})")


def item_of(kind: Kind, data: bytes) -> Item:
    """The file of a kind that ``data`` makes."""
    return kind, hashlib.sha256(data).hexdigest()


class Store:
    """Paths below an archive's folder. A file is named by the SHA-256 of its bytes, in a folder named by its first two digits.

    New files wait in ``incoming`` until the ledger tells of them; only then they are moved to their place.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made."""
        self.folder = folder
        self.ledger, self.head, self.lock = folder / LEDGER, folder / HEAD, folder / LOCK
        self.incoming = folder / INCOMING

    def path(self, item: Item) -> Path:
        """Where a file stands once the ledger tells of it."""
        kind, sha256 = item
        return self.folder / kind / sha256[:2] / sha256

    def staged(self, item: Item) -> Path:
        """Where a file waits until then."""
        return self.incoming / f"{item[0]}-{item[1]}"

    def stage(self, item: Item, data: bytes) -> None:
        """Let a file wait. The folder is synced when the ledger is written."""
        write_aside(self.staged(item), data)

    def place(self, items: list[Item]) -> None:
        """Move waiting files to their place. What is there already stays, and what does not wait is passed over."""
        touched: set[Path] = set()
        for item in items:
            source, target = self.staged(item), self.path(item)
            if not source.exists():
                continue
            for folder in (target.parent.parent, target.parent):
                if not folder.is_dir():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    touched.add(folder.parent)
            source.replace(target)
            touched.update((target.parent, self.incoming))
        for folder in sorted(touched):
            sync_folder(folder)

    def remove(self, items: list[Item]) -> None:
        """Take files out of the store; what is not there is passed over."""
        touched: set[Path] = set()
        for item in items:
            path = self.path(item)
            if path.exists() or path.is_symlink():
                path.unlink()
                touched.add(path.parent)
        for folder in sorted(touched):
            sync_folder(folder)

    def waiting(self) -> list[tuple[Path, Item | None]]:
        """What lies in ``incoming``, sorted; None for what is no finished file of ours."""
        if not self.incoming.is_dir():
            return []
        found = []
        for path in sorted(self.incoming.iterdir()):
            match = _STAGED.fullmatch(path.name)
            kind = next((kind for kind in KINDS if match and kind == match[1]), None)
            found.append((path, (kind, match[2]) if match and kind else None))
        return found

    def walk(self) -> Iterator[tuple[str, Path, Item | None]]:
        """Every file below the store's folders, sorted: its path from the archive's folder, and which one it is if it is one."""
        for root, folders, files in os.walk(self.folder):
            folders.sort()
            base = Path(root)
            links = [name for name in folders if (base / name).is_symlink()]
            for name in sorted([*files, *links]):
                path = base / name
                yield path.relative_to(self.folder).as_posix(), path, self._item(path)

    def _item(self, path: Path) -> Item | None:
        parts = path.relative_to(self.folder).parts
        kind = next((kind for kind in KINDS if len(parts) == 3 and kind == parts[0]), None)
        if kind and _HASH.fullmatch(parts[2]) and parts[1] == parts[2][:2]:
            return kind, parts[2]
        return None

    def is_archive(self) -> bool:
        """Whether the folder holds an archive, be it one that was only just begun."""
        return self.ledger.exists() or self.head.exists()

    def is_free(self) -> bool:
        """Whether an archive may be made there: nothing is there, or an empty folder, or what a broken-off making left."""
        if not self.folder.exists():
            return True
        return self.folder.is_dir() and {path.name for path in self.folder.iterdir()} <= {LOCK, INCOMING}
