"""Many documents through `rasid batch`: killed and gone on with, on one core and two, over document lengths, with Ray.

    python benchmarks/many.py killed FOLDER [--documents 50000]   killed twice, then compared with an undisturbed run
    python benchmarks/many.py scaling FOLDER [--documents 2000]   one process, two processes, Ray with two
    python benchmarks/many.py memory FOLDER [--documents 100000]  memory of each process over a long run
    python benchmarks/many.py lengths                             characters a second over documents of growing length
    python benchmarks/many.py crawl FOLDER [--documents 600]      what a page of a crawl costs, and a month of them

The texts are put together from a few sentences of our own, the same each time. What is measured is printed as it is; other
work on the machine shows in it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from mixed_folder import ACTORS, ACTS, DAYS, ENGLISH, TOWNS, page

_TURNS = 3
_ARABIC = 25
PROGRAM = [sys.executable, "-m", "rasid.cli", "batch"]


def sentence(chance: random.Random) -> str:
    """A sentence of a report."""
    act = chance.choice(ACTS)
    town, actor, day = chance.choice(TOWNS), chance.choice(ACTORS), chance.choice(DAYS)
    return act.format(town=town, actor=actor, day=day, n=chance.randint(3, 99)) + "."


def make(path: Path, count: int, sentences: int) -> None:
    """Write ``count`` documents of so many sentences as JSON lines, the same each time."""
    chance = random.Random(20_230_501)  # noqa: S311  # the same file each time
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = "\n".join(sentence(chance) for _ in range(sentences))
            row = {"id": number, "text": text, "date": f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def start(source: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run of the program."""
    return subprocess.Popen([*PROGRAM, str(source), "--out", str(out), *options], stderr=subprocess.DEVNULL)


def chunks(out: Path) -> int:
    """How many chunks are done."""
    path = out / "journal.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def tables(out: Path) -> str:
    """A hash of all Parquet files of a run with their names."""
    digest = hashlib.sha256()
    for path in sorted(out.rglob("*.parquet")):
        digest.update(path.relative_to(out).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def report(out: Path) -> dict[str, Any]:
    """The report of a run."""
    found: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return found


def killed(folder: Path, count: int) -> int:
    """Kill a run at a third and at two thirds, go on with it, and compare it with an undisturbed one."""
    source, total = folder / "many.jsonl", -(-count // 100)
    make(source, count, 1)
    begin = time.perf_counter()
    for share in (1 / 3, 2 / 3):
        process = start(source, folder / "killed", "--workers", "2")
        while chunks(folder / "killed") < share * total and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        print(f"killed after {chunks(folder / 'killed')} of {total} chunks", flush=True)
    status = start(source, folder / "killed", "--workers", "2").wait()
    print(f"complete after {time.perf_counter() - begin:.0f} s, exit status {status}", flush=True)
    start(source, folder / "whole", "--workers", "2").wait()
    one, other = tables(folder / "killed"), tables(folder / "whole")
    made = report(folder / "whole")
    print(f"undisturbed: {made['documents']} documents, {made['records']} records in {made['seconds']} s")
    print("equal, byte for byte" if one == other and report(folder / "killed")["complete"] else "NOT EQUAL")
    return 0 if one == other else 1


def scaling(folder: Path, count: int) -> int:
    """The time of one process, of two, and of Ray with two, each without its start-up; and how they compare.

    They take turns, and the best of each counts, so that other work on the machine weighs less.
    """
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    make(small, 40, 5)
    make(large, count, 5)
    best: dict[tuple[str, str], float] = {}
    ways = {"one": ["--workers", "1"], "two": ["--workers", "2"], "ray": ["--workers", "2", "--engine", "ray"]}
    for turn in range(_TURNS):
        for name, options in ways.items():
            for source in (small, large):  # the small run is nearly all start-up
                begin = time.perf_counter()
                start(source, folder / f"{name}-{source.stem}-{turn}", "--chunk", "20", *options).wait()
                spent = time.perf_counter() - begin
                best[name, source.stem] = min(spent, best.get((name, source.stem), spent))
    took = {name: best[name, "large"] - best[name, "small"] for name in ways}
    for name, seconds in took.items():
        rate = (count - 40) * 5 / seconds
        print(f"{name}: start-up {best[name, 'small']:.1f} s, then {seconds:.1f} s, {rate:.0f} sentences a second")
    print(f"two processes: {took['one'] / took['two']:.2f} times the speed of one")
    print(f"ray: {100 * (took['ray'] / took['two'] - 1):+.0f} % time against two processes, after start-up")
    return 0


def memory(folder: Path, count: int) -> int:
    """The resident memory of each process of a long run, after each tenth of it."""
    source, out = folder / "long.jsonl", folder / "long"
    make(source, count, 5)
    process = start(source, out, "--workers", "2")
    total, rows = -(-count // 100), []
    for tenth in range(1, 11):
        while chunks(out) < total * tenth // 10 and process.poll() is None:
            time.sleep(0.1)
            sizes = _memory(process.pid)
        rows.append(sizes)
        print(f"{tenth * count // 10:>9,} documents: {', '.join(f'{size:.0f} MB' for size in sizes)}", flush=True)
    process.wait()
    made = report(out)
    print(f"{made['characters_a_core_second']} characters a second and core; {made['seconds']} s")
    return 0


def _memory(process: int) -> list[float]:
    """Of a process and those that it started, largest last."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            status = (path / "status").read_text(encoding="utf-8") if path.name.isdigit() else ""
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if str(process) in {path.name, fields.get("PPid", "").strip()} and "VmRSS" in fields:
            found.append(int(fields["VmRSS"].split()[0]) / 1024)
    return sorted(found)


def lengths() -> int:
    """Characters a second of one reader over documents of growing length; a hundred times as much text in the end."""
    from rasid import Reader  # the other figures are those of other processes

    reader = Reader()
    chance = random.Random(7)  # noqa: S311
    reader.read("\n".join(sentence(chance) for _ in range(200)))
    for count in (1, 10, 100, 1_000):
        texts = ["\n".join(sentence(chance) for _ in range(count)) for _ in range(max(1, 1_000 // count))]
        begin = time.perf_counter()
        for text in texts:
            reader.read(text)
        took = time.perf_counter() - begin
        print(f"{count:>6,} sentences a document: {sum(map(len, texts)) / took:>9,.0f} characters a second")
    return 0


def _crawl(path: Path, pages: int) -> None:
    """A packed crawl of pages as large as those of newspapers; one in ``_ARABIC`` is Arabic."""
    chance = random.Random(11)  # noqa: S311
    menu = "".join(f'<li><a href="/section/{n}/item">menu entry number {n}</a></li>' for n in range(700))
    with path.open("wb") as file:
        for number in range(pages):
            arabic = number % _ARABIC == 0
            words = [sentence(chance) for _ in range(30)] if arabic else [ENGLISH] * 30
            body = f"<nav><ul>{menu}</ul></nav>" + page("\n".join(words), str(number)).decode()
            body += f"<footer><ul>{menu}</ul></footer>"
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            head += f"Content-Length: {len(block)}\r\nContent-Type: application/http; msgtype=response\r\n\r\n"
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 1, mtime=0))


def crawl(folder: Path, pages: int) -> int:
    """Seconds of the processor for parting, opening and reading a page; and what a month of a news crawl comes to."""
    from rasid import Reader  # the other figures are those of other processes
    from rasid.sources import Input, Left, Options, Part, Parts, opened, read_piece

    path = folder / "crawl.warc.gz"
    _crawl(path, pages)
    reader = Reader()
    begin = time.process_time()
    parts = [part for part in Parts(Input(name="crawl", path=path), Options()).each() if isinstance(part, Part)]
    parted = time.process_time()
    pieces = [piece for part in parts for piece in opened(part, Options()) if not isinstance(piece, Left)]
    taken = time.process_time()
    for piece in pieces:
        read_piece(reader, piece)
    done = time.process_time()
    letters = sum(len(piece.text) for piece in pieces)
    part, take, rate = (parted - begin) / len(parts), (taken - parted) / len(parts), letters / (done - taken)
    size = sum(len(part.raw) for part in parts) / len(parts) / 1024
    print(
        f"{len(parts)} pages of {size:.0f} KB, {len(pieces)} of them Arabic with {letters / len(pieces):.0f} characters"
    )
    print(
        f"parting {1000 * part:.2f} ms a page, opening {1000 * take:.2f} ms a page, reading {rate:,.0f} characters a second"
    )
    month, share, text = 400 * 30_000, 0.04, 3_000
    hours = [month * part / 3600, month * take / 3600, month * share * text / rate / 3600]
    print(f"12 million pages, 4 % Arabic of 3,000 characters: {' + '.join(f'{hour:.0f}' for hour in hours)} core hours")
    print(f"on 20 machines of 16 cores: {sum(hours) / 320:.1f} hours")
    return 0


def main() -> int:
    """Measure. Returns the exit status."""
    parser = argparse.ArgumentParser(description="many documents through rasid batch")
    parser.add_argument("what", choices=("killed", "scaling", "memory", "lengths", "crawl"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int)
    given = parser.parse_args()
    if given.what == "lengths":
        return lengths()
    if given.folder is None:
        parser.error("give a new folder to work in")
    given.folder.mkdir(parents=True)
    ways = {"killed": (killed, 50_000), "scaling": (scaling, 2_000), "memory": (memory, 100_000), "crawl": (crawl, 600)}
    measure, usual = ways[given.what]
    return measure(given.folder, given.documents or usual)


if __name__ == "__main__":
    sys.exit(main())
