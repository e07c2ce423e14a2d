"""Write the predictions that the scorers take.

    predict.py words|records|gsr IN OUT [--weights FILE] [--folds DIR]

``words`` reads {doc, text} lines, ``records`` {doc, text, published, publisher} lines or a plain ``seed.txt`` (doc
``seed``), ``gsr`` a folder with ``assault.jsonl``, ``protest.jsonl`` and their span files. Only texts, dates and
publishers are read, never a label. With ``--folds``, each document is read with the weights of the fold that left it
out (see ``tools/train.py``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasid import Document, Reader
from rasid.reading.predictions import gsr_events
from rasid.reading.reported import ReportedModels, load_reported

FOLDS = 5


class Readers:
    """One reader, or one for each fold."""

    def __init__(self, weights: Path | None, folds: Path | None) -> None:
        """Load the weights."""
        first = Reader(weights=weights)
        self.all = [first]
        self.reported = [load_reported()]
        if folds:
            self.all = [first.with_weights(folds / f"fold{i}.json") for i in range(FOLDS)]
            self.reported = [load_reported(folds / f"reported{i}.json") for i in range(FOLDS)]

    def of(self, doc: str) -> Reader:
        """The reader that has not seen a document."""
        return self.all[int(hashlib.sha256(doc.encode()).hexdigest(), 16) % FOLDS] if len(self.all) > 1 else self.all[0]

    def reported_of(self, key: str) -> ReportedModels:
        """The models of what is really reported that have not seen the document of a sentence."""
        doc = re.sub(r"[-_]\d+$", "", key) if len(key) > 12 else key
        return self.reported[int(hashlib.sha256(doc.encode()).hexdigest(), 16) % len(self.reported)]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON-lines file, or a plain text as one row."""
    if path.suffix == ".txt":
        yield {"doc": path.stem, "text": path.read_text(encoding="utf-8")}
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    """Write JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def records(readers: Readers, path: Path) -> Iterator[dict[str, Any]]:
    """A document's records in the form of the scorer."""
    for row in lines(path):
        doc: Document = readers.of(row["doc"]).read(
            row["text"], published=row.get("published"), publisher=row.get("publisher"), doc=row["doc"]
        )
        yield readers.all[0].as_dict(doc)


def gsr(readers: Readers, folder: Path) -> Iterator[dict[str, Any]]:
    """Events of each sentence and task."""
    for task in ("assault", "protest"):
        seen = set()
        for name in (f"{task}.jsonl", f"{task}_spans.jsonl"):
            for row in lines(folder / name):
                if row["id"] in seen:
                    continue
                seen.add(row["id"])
                score, events = gsr_events(readers.of(row["id"]), row["text"], task, readers.reported_of(row["id"]))
                yield {"id": row["id"], "task": task, "score": score, "events": events}


def main() -> int:
    """Read, predict, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("words", "records", "gsr"))
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--folds", type=Path)
    arguments = parser.parse_args()
    readers = Readers(arguments.weights, arguments.folds)
    if arguments.kind == "words":
        reader = readers.all[0]
        write(
            arguments.out,
            ({"doc": r["doc"], "words": reader.engine.words.predict(r["text"])} for r in lines(arguments.source)),
        )
    elif arguments.kind == "records":
        write(arguments.out, records(readers, arguments.source))
    else:
        write(arguments.out, gsr(readers, arguments.source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
