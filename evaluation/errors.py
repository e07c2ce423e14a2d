"""List the most frequent kinds of error of look documents.

    errors.py SHARED [--most N] [--show KIND]

Kinds: ``missed``, ``surplus`` and ``type`` (events), ``actor``, ``recipient``, ``place``, ``modality``, ``source``,
``mention`` (actors and places). ``--show`` prints examples of one kind; only look documents are ever read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
from predict import Readers, lines  # noqa: E402  (a script beside this one)
from train import load_module  # noqa: E402  (one loader of scripts)

Found = dict[str, Counter[str]]


def scorer(shared: Path) -> Any:
    """The scorer's module, whose pairing is used."""
    return load_module(shared / "eval/score_records.py", "score_records")


def look(shared: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(text row, gold) of look documents."""
    blind = load_module(shared / "eval/blind.py", "blind")
    texts = {row["doc"]: row for row in lines(shared / "data/annotated/texts.jsonl")}
    gold = json.loads((shared / "data/annotated/gold.json").read_text(encoding="utf-8"))
    return [(texts[g["doc"]], g) for g in gold if not blind.is_blind(g["doc"])]


def context(text: str, span: list[int]) -> str:
    """The words around a span."""
    return text[max(0, span[0] - 70) : span[0]] + "[[" + text[span[0] : span[1]] + "]]" + text[span[1] : span[1] + 70]


class Errors:
    """Counts of kinds, with examples."""

    def __init__(self, score: Any) -> None:
        """Keep the scorer."""
        self.score = score
        self.kinds: Found = defaultdict(Counter)
        self.examples: dict[str, list[str]] = defaultdict(list)

    def note(self, kind: str, what: str, example: str) -> None:
        """Count one error."""
        self.kinds[kind][what] += 1
        self.examples[kind].append(f"{what:28} {example}".replace("\n", " "))

    def add(self, text: str, gold: dict[str, Any], found: dict[str, Any]) -> None:
        """Compare one document."""
        mentions = self.score.entity_spans(gold)
        g_records, p_records = gold["records"], found["records"]
        pairs = self.score.pair_records(g_records, p_records, typed=True)
        loose = self.score.pair_records(g_records, p_records, typed=False)
        paired = {id(r) for pair in pairs for r in pair}
        for g, p in loose:
            if id(g) not in paired:
                self.note(
                    "type",
                    f"{p['event_type']} for {g['event_type']} «{g['trigger']['text']}»",
                    context(text, g["trigger"]["span"]),
                )
        touched = {id(r) for pair in loose for r in pair} | paired
        for g in g_records:
            if id(g) not in touched and g.get("salience") != "minor":
                self.note("missed", f"{g['event_type']} «{g['trigger']['text']}»", context(text, g["trigger"]["span"]))
        for p in p_records:
            if id(p) not in touched:
                self.note(
                    "surplus",
                    f"{p['event_type']} «{p['trigger']['text']}» {p['confidence']:.2f}",
                    context(text, p["trigger"]["span"]),
                )
        for g, p in pairs:
            for slot in ("actor", "recipient", "place"):
                self._slot(text, g, p, slot, mentions)
            for field in ("modality", "source"):
                mine, theirs = p[field], g.get(field) or "asserted"
                if field == "source":
                    mine, theirs = list(mine)[-1:], list(g["source"])[-1:]
                if mine != theirs:
                    self.note(
                        field,
                        f"{mine} for {theirs}",
                        context(text, g["trigger"]["span"]) + " | " + p["reason"].get(field, ""),
                    )
        for kind in ("actors", "places"):
            self._mentions(text, gold, found, kind)

    def _slot(self, text: str, g: dict[str, Any], p: dict[str, Any], slot: str, mentions: Any) -> None:
        left = list(p.get(slot) or [])
        for filler in g.get(slot) or []:
            hit = next((c for c in left if self.score.filler_matches(filler, c, mentions)), None)
            if hit is not None:
                left.remove(hit)
            elif filler.get("via") != "inferred":
                got = ", ".join(f"{f['text']}/{f.get('via', '')}" for f in p.get(slot) or [])
                self.note(
                    slot,
                    f"missed {g['event_type']} «{g['trigger']['text']}»",
                    f"want «{filler['text']}» got [{got}] {context(text, g['trigger']['span'])}",
                )
        for filler in left:
            self.note(
                slot,
                f"surplus {g['event_type']} «{g['trigger']['text']}»",
                f"got «{filler['text']}»/{filler.get('via', '')} {context(text, g['trigger']['span'])}",
            )

    def _mentions(self, text: str, gold: dict[str, Any], found: dict[str, Any], kind: str) -> None:
        left = list(found[kind])
        for g in gold.get(kind) or []:
            hit = next((p for p in left if self.score.same_span(g["span"], p["span"])), None)
            if hit is None:
                self.note(f"{kind} mention", f"missed «{g['text']}»", context(text, g["span"]))
            else:
                left.remove(hit)
                if kind == "actors" and (g["country"], g["sector"]) != (hit["country"], hit["sector"]):
                    self.note(
                        "code", f"{hit['country']} {hit['sector']} for {g['country']} {g['sector']} «{g['text']}»", ""
                    )
        for p in left:
            self.note(f"{kind} mention", f"surplus «{p['text']}»", context(text, p["span"]))


def main() -> int:
    """Read look documents, compare, list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--most", type=int, default=12)
    parser.add_argument("--show", metavar="KIND")
    parser.add_argument("--seed", action="store_true", help="the seed instead")
    arguments = parser.parse_args()
    folds = HERE / "folds"
    readers = Readers(None, folds if folds.is_dir() and not arguments.seed else None)
    errors = Errors(scorer(arguments.shared))
    if arguments.seed:
        text = (arguments.shared / "data/seed/seed.txt").read_text(encoding="utf-8")
        gold = json.loads((arguments.shared / "data/seed/seed.gold.json").read_text(encoding="utf-8"))
        rows = [({"doc": "seed", "text": text}, gold)]
    else:
        rows = look(arguments.shared)
    for row, gold in rows:
        document = readers.of(row["doc"]).read(
            row["text"], published=row.get("published"), publisher=row.get("publisher"), doc=row["doc"]
        )
        errors.add(row["text"], gold, readers.all[0].as_dict(document))
    if arguments.show:
        for line in sorted(errors.examples[arguments.show]):
            print(line)
        return 0
    for kind, counter in errors.kinds.items():
        print(f"\n{kind}: {sum(counter.values())}")
        for what, number in counter.most_common(arguments.most):
            print(f"  {number:4}  {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
