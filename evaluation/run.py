"""Score every layer on the development data and print one table.

    run.py SHARED [--json FILE] [--raise]

Look documents are read with the weights of the fold that left them out (``evaluation/folds``), blind ones with the
shipped weights, so that both columns are figures for text that the weights have not seen. Below a floor of
``gates.toml`` the run fails; ``--raise`` lifts the floors of the blind column to what was reached (never lowers one).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from fused import figures as fused_figures  # noqa: E402  (scripts beside this one)
from ladder import baselines, climb  # noqa: E402

SIDES = ("look", "blind")
ANNOTATED = (
    "event", "event-untyped", "record", "actor", "recipient", "place", "weapon", "counts", "date", "place-mention",
    "actor-mention", "modality", "modality-marked", "source", "source-attributed", "geocode@25km", "actor-code",
)  # fmt: skip
WORDS = ("segments", "clitic-words", "upos", "verb", "passive")


def run(*arguments: str | Path) -> str:
    """Run a script with this Python and return what it prints; raises where it fails."""
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return done.stdout


def side_of(shared: Path, path: Path, side: str, out: Path) -> Path:
    """The rows of one side of a data file, written to ``out``."""
    out.write_text(run(shared / "eval/blind.py", path, f"--{side}"), encoding="utf-8")
    return out


def predict(kind: str, source: Path, out: Path, side: str) -> None:
    """Predictions of one side."""
    folds: list[str | Path] = ["--folds", HERE / "folds"] if side == "look" and (HERE / "folds").is_dir() else []
    run(HERE / "predict.py", kind, source, out, *folds)


def flat(row: dict[str, Any]) -> float:
    """The figure of a scorer's row."""
    return float(row["f1"] if "f1" in row else row["accuracy"])


def annotated(shared: Path, work: Path, side: str) -> dict[str, float]:
    """Figures of the annotated documents."""
    texts = side_of(shared, shared / "data/annotated/texts.jsonl", side, work / f"texts.{side}.jsonl")
    gold = side_of(shared, shared / "data/annotated/gold.json", side, work / f"gold.{side}.jsonl")
    found = work / f"records.{side}.jsonl"
    predict("records", texts, found, side)
    result = json.loads(run(shared / "eval/score_records.py", gold, found, "--json"))
    return {name: flat(result[name]) for name in ANNOTATED if name in result}


def seed(shared: Path, work: Path) -> dict[str, float]:
    """Figures of the seed."""
    found = work / "seed.jsonl"
    predict("records", shared / "data/seed/seed.txt", found, "seed")
    result = json.loads(run(shared / "eval/score_records.py", shared / "data/seed/seed.gold.json", found, "--json"))
    return {name: flat(result[name]) for name in ANNOTATED if name in result}


def gsr(shared: Path, work: Path, side: str) -> dict[str, float]:
    """Figures of the sentences with votes and spans, per task."""
    folder = work / f"gsr.{side}"
    folder.mkdir()
    for name in ("assault", "protest", "assault_spans", "protest_spans"):
        side_of(shared, shared / f"data/arabic_event_gsr/{name}.jsonl", side, folder / f"{name}.jsonl")
    found, report = work / f"gsr.{side}.jsonl", work / f"gsr.{side}.json"
    predict("gsr", folder, found, side)
    run(shared / "eval/score_gsr.py", folder, found, "--json", report)
    rows = json.loads(report.read_text(encoding="utf-8"))
    figures: dict[str, float] = {}
    for task in ("assault", "protest"):
        strict, spans = rows[task]["detection"]["strict"], rows[task]["spans"]["system"]
        figures |= {f"{task} F1": strict["F1"], f"{task} AP": strict.get("AP", 0.0)}
        figures |= {f"{task} {name}": spans[name] for name in ("mean", "surplus", "source", "verb", "target")}
        figures |= {f"{task} actor {name}": spans.get(f"source {name}", 0.0) for name in ("main+", "role+")}
    return figures


def words(shared: Path, work: Path, side: str) -> dict[str, float]:
    """Figures of the words."""
    gold = side_of(shared, shared / "data/ud_arabic_pud/words.dev.jsonl", side, work / f"words.{side}.jsonl")
    texts = work / f"words.{side}.texts.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    texts.write_text("".join(json.dumps({"doc": r["doc"], "text": r["text"]}) + "\n" for r in rows), encoding="utf-8")
    found = work / f"words.{side}.found.jsonl"
    predict("words", texts, found, "words")
    result = json.loads(run(shared / "eval/score_words.py", gold, found, "--json"))
    return {name: flat(result[name]) for name in WORDS}


def linking(shared: Path, work: Path) -> dict[str, dict[str, float]]:
    """Figures of the grouping of reports into incidents, by side and for all, each pair weighed by weights fitted without it."""
    data = shared / "data/linking/linking.dev.jsonl"
    found = work / "linking.jsonl"
    run(HERE / "predict.py", "linking", data, found, "--folds", HERE / "folds")
    figures = {}
    for side in ("all", *SIDES):
        gold = data if side == "all" else side_of(shared, data, side, work / f"linking.{side}.jsonl")
        result = json.loads(run(shared / "eval/score_linking.py", gold, found, "--json"))
        figures[side] = {name: flat(row) for name, row in result.items()} | fused_figures(gold, found)
    return figures


def measure(shared: Path) -> dict[str, dict[str, dict[str, float]]]:
    """All figures: data set, side, name."""
    table: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        table["seed"] = {"look": seed(shared, work)}
        for data, scorer in (("annotated", annotated), ("gsr", gsr), ("words", words)):
            table[data] = {side: scorer(shared, work, side) for side in SIDES}
        grouped = linking(shared, work)
        table["linking"] = {side: grouped[side] for side in SIDES}
        table["linking-all"] = {"look": grouped["all"]}
    table["ladder"] = climb(shared, HERE / "folds")
    return table


def gates() -> dict[str, dict[str, float]]:
    """The floors, by data set and figure."""
    path = HERE / "gates.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def show(table: dict[str, dict[str, dict[str, float]]], base: dict[str, float]) -> list[str]:
    """Print the table; returns the figures below their floor."""
    floors, low = gates(), []
    print(f"{'':34}{'look':>8}{'blind':>8}{'floor':>8}{'majority':>10}")
    for data, sides in table.items():
        print(data)
        names = list(dict.fromkeys(name for side in sides.values() for name in side))
        for name in names:
            floor = floors.get(data, {}).get(name)
            judged = sides.get("blind", sides["look"]).get(name)
            fails = floor is not None and judged is not None and judged < floor - 1e-9
            cells = [f"{sides[s][name]:8.3f}" if s in sides and name in sides[s] else f"{'':8}" for s in SIDES]
            extra = f"{base[name]:10.3f}" if data == "annotated" and name in base else ""
            print(
                f"  {name:32}{''.join(cells)}{'' if floor is None else f'{floor:8.3f}'}{extra}{'  BELOW' if fails else ''}"
            )
            if fails:
                low.append(f"{data}: {name} {judged:.3f} < {floor:.3f}")
    return low


def lift(table: dict[str, dict[str, dict[str, float]]]) -> None:
    """Write the reached figures as floors where they are higher, a little below so that noise does not fail."""
    floors = gates()
    lines = [
        "# The least that each figure may be (blind documents; the seed as a whole). Lifted by run.py --raise; lowered by hand only where a change that lifts others is worth it.\n"
    ]
    for data, sides in table.items():
        lines.append(f"\n[{data}]\n")
        for name, value in sides.get("blind", sides["look"]).items():
            floor = max(floors.get(data, {}).get(name, 0.0), round(max(0.0, value - 0.01), 3))
            lines.append(f'"{name}" = {floor:.3f}\n')
    (HERE / "gates.toml").write_text("".join(lines), encoding="utf-8")


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was reached")
    arguments = parser.parse_args()
    if not (arguments.shared / "data").is_dir():
        print(f"no development data in {arguments.shared}: nothing to score")
        return 0
    table = measure(arguments.shared)
    low = show(table, baselines(arguments.shared))
    if arguments.json:
        arguments.json.write_text(json.dumps(table, indent=1), encoding="utf-8")
    if arguments.lift:
        lift(table)
    for line in low:
        print(f"below its floor: {line}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
