"""Whether two trees read the same: a digest of what is read from each text of the development data.

    python tools/same_output.py SHARED --write FILE    write the digests of this tree
    python tools/same_output.py SHARED --against FILE  read again and compare; status 1 where a text reads differently

To compare with another tree, write with ``PYTHONPATH=OTHER/src`` and compare with ``PYTHONPATH=src``. Texts are read
alone and, in runs of forty, as one document, so that what is remembered from sentence to sentence counts too. Names of
texts are printed, never a text. The version and the tables' own digest are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rasid import Reader

ROOT = Path(__file__).resolve().parent.parent
_FOLDERS = ("annotated", "documents", "arabic_event_gsr", "ud_arabic_pud")
_RUN = 40

Text = tuple[str, str, str | None, str | None]
"""Name, text, day and publisher."""


def texts(shared: Path) -> Iterator[Text]:
    """Every text of the development data, and the shipped examples."""
    for folder in _FOLDERS:
        for path in sorted((shared / "data" / folder).glob("*.jsonl")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                row = json.loads(line) if line.strip() else {}
                if isinstance(row.get("text"), str):
                    yield f"{path.name}:{number}", row["text"], row.get("published"), row.get("publisher")
    for path in (shared / "data/seed/seed.txt", *sorted((ROOT / "examples").glob("*.txt"))):
        yield path.name, path.read_text(encoding="utf-8"), "2020-01-15", None


def with_runs(found: list[Text]) -> Iterator[Text]:
    """The texts, then runs of them as one document each."""
    yield from found
    for first in range(0, len(found), _RUN):
        joined = "\n".join(text for _, text, _, _ in found[first : first + _RUN])
        yield f"run from {found[first][0]}", joined, "2020-01-15", None


def digests(shared: Path) -> dict[str, str]:
    """The digest of what is read, by the text's name."""
    reader = Reader()
    found = {}
    for name, text, published, publisher in with_runs(list(texts(shared))):
        row = Reader.as_dict(reader.read(text, published=published, publisher=publisher, doc=name))
        del row["version"], row["tables"]
        found[name] = hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return found


def main() -> int:
    """Write the digests or compare with others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", type=Path)
    what.add_argument("--against", type=Path)
    arguments = parser.parse_args()
    mine = digests(arguments.shared)
    if arguments.write:
        arguments.write.write_text(json.dumps(mine, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(mine)} digests written")
        return 0
    theirs = json.loads(arguments.against.read_text(encoding="utf-8"))
    other = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
    print(f"{len(mine)} texts, {len(other)} read differently")
    for name in other[:20]:
        print(f"  {name}")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
