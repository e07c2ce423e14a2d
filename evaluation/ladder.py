"""The ladder: where records are lost, from the words proposed to the records told. Aggregates only."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rasid.reading.decision import choose_events, choose_roles, eligible
from rasid.reading.parts import Event
from rasid.reading.points import points
from rasid.reading.reader import Engine
from rasid.reading.syntax import describe
from rasid.reading.weights import Models, load_models, read_models

TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))
from train import fold_of, label_of, load_module, overlap  # noqa: E402  (the trainer's labels are the ladder's)

FOLDS = 5


def blind_module(shared: Path) -> Any:
    """The script that tells which documents are blind."""
    return load_module(shared / "eval/blind.py", "blind")


def documents(shared: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(text row, gold) of all annotated documents."""
    lines = (shared / "data/annotated/texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["doc"]: row for row in map(json.loads, lines)}
    return [(texts[g["doc"]], g) for g in json.loads((shared / "data/annotated/gold.json").read_text(encoding="utf-8"))]


def baselines(shared: Path) -> dict[str, float]:
    """What always saying the commonest modality and source would reach."""
    records = [r for _, gold in documents(shared) for r in gold["records"]]
    asserted = sum((r.get("modality") or "asserted") == "asserted" for r in records)
    narrator = sum(len(r.get("source") or ["narrator"]) == 1 for r in records)
    return {"modality": asserted / len(records), "source": narrator / len(records)}


def climb(shared: Path, folds: Path) -> dict[str, dict[str, float]]:
    """The rungs for both sides."""
    engine = Engine()
    blind = blind_module(shared)
    whole = load_models()
    parts = [read_models(folds / f"fold{i}.json") for i in range(FOLDS)] if folds.is_dir() else [whole] * FOLDS
    tallies: dict[str, Counter[str]] = {"look": Counter(), "blind": Counter()}
    for row, gold in documents(shared):
        side = "blind" if blind.is_blind(gold["doc"]) else "look"
        models = whole if side == "blind" else parts[fold_of(gold["doc"], FOLDS)]
        _document(engine, models, row, gold, tallies[side])
    return {side: _rungs(tally) for side, tally in tallies.items()}


def _rungs(t: Counter[str]) -> dict[str, float]:
    def share(a: str, b: str) -> float:
        return t[a] / t[b] if t[b] else 0.0

    return {
        "event words proposed": share("proposed", "gold"),
        "event words proposed, typed": share("proposed typed", "gold"),
        "accepted given proposed": share("accepted", "proposed typed"),
        "arguments proposed": share("argument proposed", "argument"),
        "places proposed": share("place proposed", "place"),
        "roles right given gold events": share("role right", "argument"),
    }


def _document(engine: Engine, models: Models, row: dict[str, Any], gold: dict[str, Any], t: Counter[str]) -> None:
    ground = engine.prepare(row["text"], published=row.get("published"), publisher=row.get("publisher"))
    spans: dict[str, list[Any]] = {}
    for kind, key in (("actors", "canonical_en"), ("places", "name_en")):
        for mention in gold.get(kind) or ():
            if mention.get(key):
                spans.setdefault(mention[key].casefold(), []).append(mention["span"])
    for scene in ground.scenes:
        subjects = ground.subjects[scene.index]
        records = [
            r
            for r in gold["records"]
            if scene.sentence.start <= r["trigger"]["span"][0] < scene.sentence.end and r.get("salience") != "minor"
        ]
        accepted = choose_events(scene, subjects, engine.tables, models.event, frozenset())
        for record in records:
            t["gold"] += 1
            senses = [s for s in scene.senses if _hit(scene, s.token, record)]
            t["proposed"] += bool(senses)
            kinds = (record["event_type"], *(record.get("alt_event_types") or ()))
            right = [
                s
                for s in senses
                if (s.frame.passive_type if s.pos == "passive" and s.frame.passive_type else s.frame.type) in kinds
            ]
            t["proposed typed"] += bool(right)
            if not right:
                for slot in ("actor", "recipient"):
                    t["argument"] += sum(f.get("via") != "inferred" for f in record.get(slot) or [])
                continue
            t["accepted"] += any(e.token == right[0].token and e.event_type in kinds for e, _ in accepted)
            frameset = describe(scene, right[0], subjects, engine.tables)
            event = Event(
                sense=right[0], sentence=scene.index, score=1.0, light=frameset.light, passive=right[0].pos == "passive"
            )
            chosen = choose_roles(scene, event, frameset, models)
            candidates = list(eligible(scene, right[0]))
            for slot in ("actor", "recipient"):
                for filler in record.get(slot) or []:
                    if filler.get("via") == "inferred":
                        continue
                    t["argument"] += 1
                    t["argument proposed"] += any(label_of((c.referent or c).span, [filler], spans) for c in candidates)
                    t["role right"] += any(
                        c.slot == slot and label_of((c.chunk.referent or c.chunk).span, [filler], spans) for c in chosen
                    )
            places = points(scene, "place")
            for filler in record.get("place") or []:
                if filler.get("via") != "inferred":
                    t["place"] += 1
                    t["place proposed"] += any(label_of(p.span, [filler], spans) for p in places)


def _hit(scene: Any, token: int, record: dict[str, Any]) -> bool:
    word = scene.tokens[token]
    return overlap(record["trigger"]["span"], (word.start, word.end)) > 0
