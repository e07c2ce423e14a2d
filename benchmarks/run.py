"""Speed, start-up and memory of the reading on one core.

    run.py [SHARED] [--sentences N]

Without development data the shipped example is read over and over. Prints sentences a second of the whole path, the
share of each step, the seconds that a reader takes to start, the peak memory, and the rate over texts of growing
length (which must stay the same: the cost is linear).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from rasid.reading import steps
from rasid.reading.decide import drafts, finish
from rasid.reading.reader import Reader
from rasid.text import split

ROOT = Path(__file__).resolve().parent.parent


def sentences(shared: Path | None, most: int) -> list[str]:
    """Sentences of the development data, or of the shipped example."""
    path = shared / "data/ud_arabic_pud/words.dev.jsonl" if shared else None
    if path is not None and path.exists():
        rows = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(row)["text"] for row in rows][:most]
    text = (ROOT / "examples/statement.txt").read_text(encoding="utf-8")
    pieces = [text[s.start : s.end] for s in split(text)]
    return (pieces * (most // max(1, len(pieces)) + 1))[:most]


def rate(reader: Reader, texts: list[str]) -> float:
    """Sentences a second over texts that hold one each."""
    begin = time.perf_counter()
    for text in texts:
        reader.read(text)
    return len(texts) / (time.perf_counter() - begin)


def shares(reader: Reader, texts: list[str]) -> dict[str, float]:
    """Seconds of each step over the texts."""
    engine = reader.engine
    spent = {
        "sentences and tokens": 0.0,
        "words": 0.0,
        "mentions, phrases, references": 0.0,
        "decisions": 0.0,
        "records": 0.0,
    }
    for text in texts:
        t0 = time.perf_counter()
        rows = [steps.tokenize(text, s.start, s.end) for s in split(text)]
        t1 = time.perf_counter()
        for row in rows:
            engine.words.read(row)
        t2 = time.perf_counter()
        ground = engine.prepare(text)
        t3 = time.perf_counter()
        found, we = drafts(ground, engine.tables, reader.models)
        t4 = time.perf_counter()
        finish(text, found, we, engine.numbers, None)
        t5 = time.perf_counter()
        for name, seconds in zip(spent, (t1 - t0, t2 - t1, (t3 - t2) - (t2 - t0), t4 - t3, t5 - t4), strict=True):
            spent[name] += max(0.0, seconds)
    return spent


def start_up() -> float:
    """Seconds from nothing to a reader in a new process."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from rasid import Reader; Reader()"], check=True)
    return time.perf_counter() - begin


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?")
    parser.add_argument("--sentences", type=int, default=900)
    arguments = parser.parse_args()
    texts = sentences(arguments.shared, arguments.sentences)
    reader = Reader()
    print(f"start-up                     {start_up():8.2f} s")
    cold = rate(reader, texts[: len(texts) // 3])
    warm = rate(reader, texts[len(texts) // 3 :])
    print(f"sentences a second           {warm:8.0f}   (first third, caches cold: {cold:.0f})")
    spent = shares(reader, texts[:300])
    total = sum(spent.values())
    for name, seconds in spent.items():
        print(f"  {name:32} {100 * seconds / total:5.1f} %")
    for times in (1, 4, 16):
        text = "\n".join(texts[:60]) * times
        begin = time.perf_counter()
        reader.read(text)
        print(
            f"one text of {len(text):>9,} characters  {len(text) / (time.perf_counter() - begin):10,.0f} characters a second"
        )
    print(f"peak memory                  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
