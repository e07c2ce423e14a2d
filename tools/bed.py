"""Write the list of items of the disambiguation bed that the program does not get right (``tests/bed/known.tsv``).

    python tools/bed.py [--write]

Without ``--write`` it only says which items would come on the list and which would go.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

BED = Path(__file__).resolve().parent.parent / "tests" / "bed"
sys.path.insert(0, str(BED))

from notation import mistakes, read_rows, read_table  # noqa: E402

from rasid import Reader  # noqa: E402


def main() -> None:
    """Read every item and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    path = BED / "known.tsv"
    known = {cells["id"]: cells["wrong"] for _, cells in read_rows(path, ("id", "wrong"))}
    reader = Reader()
    items = [item for table in sorted(BED.glob("*.tsv")) if table != path for item in read_table(table)]
    wrong = {}
    for item in items:
        found = mistakes(item, reader.read(item.text, published=item.published))
        if found:
            wrong[item.id] = known.get(item.id) or "; ".join(found)[:120]
    print(f"right {len(items) - len(wrong)} of {len(items)}")
    print("mended:", " ".join(sorted(set(known) - set(wrong))))
    print("new:", " ".join(sorted(set(wrong) - set(known))))
    if arguments.write:
        head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        rows = [f"{name}\t{reason}" for name, reason in wrong.items()]
        path.write_text("\n".join([*head, "id\twrong", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
