"""Make a folder of mixed files and read it, to see that it goes through and that memory stays flat.

    python benchmarks/mixed_folder.py make FOLDER [--files 5000]
    python benchmarks/mixed_folder.py run FOLDER          reads it with `rasid read`, with a summary and a memory curve

The texts are put together from a few sentences of our own, so that the files differ; a twentieth are near copies, a
twentieth in another language, and a fiftieth damaged. The same folder is made each time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

TOWNS = "كسلا عطبرة الخوخة المخا سرت ترهونة الرقة تدمر بعقوبة تكريت وهران صفاقس المكلا سيئون الأبيض نيالا".split()
ACTORS = ("الجيش", "الشرطة", "مسلحون مجهولون", "قوات الأمن", "طائرات حربية", "متظاهرون", "الحكومة", "وزارة الداخلية")
ACTS = (
    "قصفت مدفعية الجيش أطراف {town} فجر {day} وأصيب {n} مدنيين",
    "اعتقلت {actor} {n} شخصا في {town} بعد احتجاجات على غلاء الأسعار",
    "أعلنت بعثة الإغاثة وصول {n} شاحنة من المساعدات إلى مخيم قرب {town}",
    "قال شهود عيان إن {actor} أغلقوا الطريق المؤدي إلى {town} يوم {day}",
    "قتل {n} أشخاص في انفجار عبوة ناسفة بسوق {town} مساء {day}",
    "دعت {actor} سكان {town} إلى الهدوء وطالبت بفتح تحقيق عاجل",
    "نزحت {n} أسرة من {town} إلى القرى المجاورة منذ يوم {day}",
    "انسحبت {actor} من مواقعها شرق {town} بعد اتفاق على هدنة",
)
DAYS = "السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة".split()
ENGLISH = "The committee met on Monday to discuss the budget of the coming year and adjourned without a decision. "


def report(chance: random.Random) -> str:
    """A report of a few paragraphs."""
    lines = []
    for _ in range(chance.randint(2, 5)):
        acts = chance.sample(ACTS, 2)
        lines.append(
            "، و".join(
                act.format(
                    town=chance.choice(TOWNS),
                    actor=chance.choice(ACTORS),
                    day=chance.choice(DAYS),
                    n=chance.randint(3, 99),
                )
                for act in acts
            )
            + "."
        )
    return "\n".join(lines)


def plain(text: str, key: str) -> bytes:
    """A text file."""
    del key
    return text.encode()


def old(text: str, key: str) -> bytes:
    """A text file in windows-1256."""
    del key
    return text.encode("cp1256")


def page(text: str, key: str) -> bytes:
    """A web page."""
    body = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return (
        f'<!DOCTYPE html><html dir="rtl"><head><meta charset="utf-8"><title>خبر {key}</title>'
        f'<meta property="article:published_time" content="2021-03-04"></head><body><nav><a href="/">الرئيسية</a></nav>'
        f"<article><h1>خبر {key}</h1>{body}</article></body></html>"
    ).encode()


def lines(text: str, key: str) -> bytes:
    """JSON lines."""
    rows = [{"id": f"{key}-{n}", "text": line, "date": "2021-03-04"} for n, line in enumerate(text.splitlines())]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def table(text: str, key: str) -> bytes:
    """A table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "text", "date"])
    writer.writerows([f"{key}-{n}", line, "2021-03-04"] for n, line in enumerate(text.splitlines()))
    return buffer.getvalue().encode()


def feed(text: str, key: str) -> bytes:
    """A feed."""
    items = "".join(
        f"<item><title>خبر {n}</title><guid>{key}-{n}</guid><pubDate>Thu, 04 Mar 2021 10:00:00 +0300</pubDate>"
        f"<description>{escape(line)}</description></item>"
        for n, line in enumerate(text.splitlines())
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>وكالة</title>{items}</channel></rss>'.encode()


def chat(text: str, key: str) -> bytes:
    """A chat of Telegram Desktop."""
    messages = [
        {"id": n, "type": "message", "date": "2021-03-04T10:00:00", "text": line}
        for n, line in enumerate(text.splitlines())
    ]
    row = {"name": f"قناة {key}", "type": "public_channel", "id": 7, "messages": messages}
    return json.dumps(row, ensure_ascii=False).encode()


def packed(text: str, key: str) -> bytes:
    """A packed page."""
    return gzip.compress(page(text, key), mtime=0)


def archive(text: str, key: str) -> bytes:
    """An archive of a page and a text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("a.html"), page(text, key))
        file.writestr(zipfile.ZipInfo("b.txt"), text[: len(text) // 2])
    return buffer.getvalue()


def crawl(text: str, key: str) -> bytes:
    """A packed crawl of a page."""
    body = page(text, key)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{key}\r\nContent-Length: {len(block)}\r\n"
    head += "Content-Type: application/http; msgtype=response\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def word(text: str, key: str) -> bytes:
    """A Word document."""
    import docx  # only here, and not in the core

    del key
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


MAKERS: tuple[tuple[str, Callable[[str, str], bytes]], ...] = (
    ("txt", plain),
    ("old.txt", old),
    ("html", page),
    ("jsonl", lines),
    ("csv", table),
    ("xml", feed),
    ("json", chat),
    ("html.gz", packed),
    ("zip", archive),
    ("warc.gz", crawl),
    ("docx", word),
)


def make(folder: Path, count: int) -> None:
    """Write the files, the same each time."""
    chance = random.Random(20_210_304)  # noqa: S311  # the same folder each time
    earlier = report(chance)
    for number in range(count):
        suffix, maker = MAKERS[number % len(MAKERS)]
        kind = chance.random()
        text = report(chance)
        if kind < 0.05:
            text = "نقلا عن وكالات\n" + earlier
        elif kind < 0.10:
            text = ENGLISH * chance.randint(3, 9)
        else:
            earlier = text
        data = maker(text, str(number))
        if kind > 0.98:
            data = (
                data[: len(data) // 2]
                if suffix.endswith(("gz", "zip", "docx", "json"))
                else b"\xfe\xff\xd8\x00\x00\x41"
            )
        path = folder / f"{number // 500:02}" / f"{number:05}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{count} files in {folder}")


def run(folder: Path) -> int:
    """Read the folder and print time, memory over time and the summary."""
    out, notes = folder.parent / f"{folder.name}.records.jsonl", folder.parent / f"{folder.name}.notes.txt"
    begin = time.perf_counter()
    curve: list[float] = []
    with notes.open("wb") as errors:
        command = [sys.executable, "-m", "rasid.cli", "read", str(folder), "--format", "jsonl", "--out", str(out)]
        process = subprocess.Popen(command, stderr=errors)

        def watch() -> None:
            while process.poll() is None:
                try:
                    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
                except OSError:
                    return
                curve.extend(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
                time.sleep(0.2)

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        watcher.join()
    took = time.perf_counter() - begin
    print(f"{took:.1f} s, exit status {status}")
    tenths = [curve[min(len(curve) - 1, len(curve) * n // 10)] for n in range(1, 11)]
    print(
        "memory in MB after each tenth of the time:",
        " ".join(f"{value:.0f}" for value in tenths),
        f"(peak {max(curve):.0f})",
    )
    print("\n".join(notes.read_text(encoding="utf-8").splitlines()[-5:]))
    return 0 if status in {0, 1} else status


def main() -> int:
    """Make or run. Returns the exit status."""
    parser = argparse.ArgumentParser(description="a folder of mixed files, made and read")
    parser.add_argument("what", choices=("make", "run"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=5_000)
    given = parser.parse_args()
    if given.what == "run":
        return run(given.folder)
    make(given.folder, given.files)
    return 0


if __name__ == "__main__":
    sys.exit(main())
