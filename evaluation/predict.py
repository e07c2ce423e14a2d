"""Write the predictions that the scorers take.

    predict.py words|records|gsr|linking IN OUT [--weights FILE] [--folds DIR]

``words`` reads {doc, text} lines, ``records`` {doc, text, published, publisher} lines or a plain ``seed.txt`` (doc
``seed``), ``linking`` {doc, text, published, publisher} lines, of which it writes the incidents of each and, in
OUT.incidents.jsonl, each incident's reports, days, place and tolls, ``gsr`` a folder with ``assault.jsonl``, ``protest.jsonl`` and their span files. Only texts, dates and
publishers are read, never a label. With ``--folds``, each document is read with the weights of the fold that left it
out (see ``tools/train.py``).
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rasid import Document, Reader
from rasid.incidents import Knowledge, LinkModel, incidents, link, load_model, veils
from rasid.incidents.comparisons import Finding
from rasid.incidents.linking import Weigh
from rasid.incidents.tellings import Telling
from rasid.model import Incident
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


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
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


def linking(reader: Reader, source: Path, out: Path, folds: Path | None) -> None:
    """The incidents of each report, and what is known of each incident."""
    rows = list(lines(source))
    documents = [
        veils.read(reader, r["text"], published=r.get("published"), publisher=r.get("publisher"), doc=r["doc"])
        for r in rows
    ]
    knowledge, model = Knowledge.load(), load_model()
    weigh = _out_of_fold(folds, {r["doc"]: r["published"] for r in rows}) if folds else None
    found = incidents(link(documents, knowledge, model, weigh), knowledge, model)
    of: dict[str, list[str]] = {r["doc"]: [] for r in rows}
    for incident in found:
        for report in incident.reports:
            if not report.past:  # a report that only recalls an incident is none of its reports
                of[report.doc].append(incident.incident)
    write(out, ({"doc": doc, "incidents": sorted(named) or [f"alone {doc}"]} for doc, named in of.items()))
    # What is told at most length first, so that the first incident of a report is what it is about.
    found.sort(key=lambda i: (-len(i.reports), -sum(len(r.records) for r in i.reports), i.incident))
    write(out.with_name(out.name + ".incidents.jsonl"), (row for row in map(_summary, found) if row["reports"]))


def _out_of_fold(folds: Path, published: dict[str, str]) -> Weigh:
    """Odds of two tellings by the weights that were fitted without the week of the first one's document."""
    models: list[LinkModel] = [load_model(folds / f"linking{i}.json") for i in range(FOLDS)]

    def weigh(one: Telling, other: Telling, findings: Sequence[Finding]) -> float:
        model = models[week_fold(published[min(one.doc, other.doc)])]
        return model.odds(findings) - model.threshold

    return weigh


def week_fold(published: str) -> int:
    """The fold of a day of publication: its week."""
    year, week, _ = datetime.date.fromisoformat(published).isocalendar()
    return (year * 53 + week) % FOLDS


def _summary(incident: Incident) -> dict[str, Any]:
    """An incident's reports, days, place and tolls. ``deaths`` are of civilians, as in the reference data."""
    date, place = incident.field("date"), incident.field("place")
    deaths, killed, injured = (incident.field(name) for name in ("killed civilians", "killed", "injured"))
    return {
        "incident": incident.incident,
        "reports": [r.doc for r in incident.reports if not r.past],
        "date": [date.start, date.end] if date else [None, None],
        "place": {
            "name": place.value if place else None,
            "name_ar": place.name_ar if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "precision": place.precision if place else None,
        },
        "location_ar": place.name_ar if place else None,
        "deaths": [deaths.min, deaths.max] if deaths else [None, None],
        "killed": [killed.min, killed.max] if killed else [None, None],
        "injuries": [injured.min, injured.max] if injured else [None, None],
    }


def main() -> int:
    """Read, predict, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("words", "records", "gsr", "linking"))
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
    elif arguments.kind == "linking":
        linking(readers.all[0], arguments.source, arguments.out, arguments.folds)
    else:
        write(arguments.out, gsr(readers, arguments.source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
