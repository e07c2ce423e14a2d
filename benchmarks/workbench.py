"""Twenty analysts at once on a workbench of many documents: how long its pages take.

    python benchmarks/workbench.py [--documents 50000] [--people 20] [--seconds 60]

Starts a PostgreSQL of its own, fills it with made-up documents, serves the workbench with gunicorn and lets locust work at
it as analysts do: look through lists, search, read documents, review records, look at exports. Prints the median and the
95th percentile of every page, and leaves with status 1 where the median is over 200 ms, the 95th percentile over 800 ms or
anything failed. What it fills the database with are texts of our own, each read once and then kept many times under other
names and days: reading is measured elsewhere (benchmarks/run.py).
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "twenty-at-once-here"  # noqa: S105  # of people who are none
MEDIAN, MOST = 200, 800
"""Milliseconds that half of the answers, and 95 of 100, may take."""
TOWNS = "تعز مأرب صعدة زبيد المكلا سبها درنة مصراتة الزاوية كسلا نيالا الأبيض الرمادي تكريت بيجي الباب منبج إدلب درعا جنين".split()
ACTORS = ("جماعة الحوثي", "قوات الدعم السريع", "الجيش السوري", "تنظيم الدولة الإسلامية", "الجيش العراقي", "مسلحون مجهولون")
SENTENCES = (
    "قتل {n} أشخاص وأصيب {m} في قصف مدفعي شنته {actor} على مدينة {town} فجر الاثنين، بحسب مصدر طبي.",
    "اندلعت اشتباكات عنيفة بين {actor} و{other} قرب مدينة {town}، ودامت {n} ساعات.",
    "واعتقلت الشرطة {m} متظاهرين في {town} بعد مظاهرة شارك فيها المئات.",
    "ودعت الأمم المتحدة إلى وقف فوري لإطلاق النار، وأدانت استهداف المدنيين في {town}.",
    "نزحت {m} أسرة من قرى {town} خلال ثلاثة أيام، وطالب الأهالي بالمساعدة.",
    "وقال شهود عيان إن عبوة ناسفة انفجرت أمام مدرسة في {town}، فأصابت {n} أطفال.",
    "سيطرت {actor} على حاجزين غربي {town} بعد انسحاب {other}.",
    "ونفى متحدث باسم {actor} الهجوم على {town}، واتهم {other} بقصف الأحياء السكنية.",
)


def text(chance: random.Random) -> str:
    """A made-up report of eight sentences."""
    return " ".join(
        chance.choice(SENTENCES).format(
            n=chance.randint(3, 9),
            m=chance.randint(11, 90),
            actor=chance.choice(ACTORS),
            other=chance.choice(ACTORS),
            town=chance.choice(TOWNS),
        )
        for _number in range(8)
    )


def fill(documents: int, people: int) -> None:
    """Make the people, and the documents from a few hundred texts that are read once."""
    from rasid.workbench import start

    start.set_up()
    start.migrate()
    from django.contrib.auth.models import Group

    from rasid import Reader
    from rasid.workbench.models import User

    desk = Group.objects.create(name="desk")
    for number in range(people):
        made = User.objects.create_user(f"analyst{number}", password=PASSWORD, role="reviewer")
        if number % 2:
            made.groups.add(desk)
    reader, chance = Reader(), random.Random(7)  # noqa: S311  # the same corpus each time
    read = [reader.read(text(chance), published="2024-03-04", doc="x") for _number in range(300)]
    for first in range(0, documents, 1000):
        _store(read, range(first, min(first + 1000, documents)), chance, desk)
        sys.stderr.write(f"\r{first + 1000:,} documents")
    sys.stderr.write("\n")


def _store(read: list[Any], numbers: range, chance: random.Random, desk: Any) -> None:
    """Keep a thousand documents in as few statements as can be."""
    from rasid.workbench import storing
    from rasid.workbench.models import Document, Name, Record, Restriction, SearchText
    from rasid.workbench.words import parts_of, words_of

    machines = [storing.plain(document) for document in read]
    chosen = [machines[chance.randrange(len(machines))] for _number in numbers]
    first_day = datetime.date(2022, 1, 1)
    made = Document.objects.bulk_create(
        Document(
            doc=f"report-{number}.txt",
            title=f"تقرير {number}",
            sha256=machine["sha256"],
            published=first_day + datetime.timedelta(days=number % 900),
            publisher=f"وكالة {number % 40}",
            text=machine["text"],
            machine={name: machine[name] for name in ("doc", "sha256", "published", "publisher", "places", "actors")},
            restricted=number % 10 == 0,
            record_count=len(machine["records"]),
            open_count=len(machine["records"]),
        )
        for number, machine in zip(numbers, chosen, strict=True)
    )
    Restriction.objects.bulk_create(Restriction(document=row, group=desk) for row in made if row.restricted)
    records = [
        Record(document=row, name=value["id"], machine=value, **storing.columns(value, row))
        for row, machine in zip(made, chosen, strict=True)
        for value in machine["records"]
    ]
    for record in Record.objects.bulk_create(records):
        record.date_start = record.document.published
    Name.objects.bulk_create(name for record in records for name in storing.names_of(record))
    SearchText.objects.bulk_create(
        SearchText(document=row, words=words, stems=stems)
        for row in made
        for words, stems in parts_of(words_of(f"{row.title}\n{row.text}\n{row.doc} {row.publisher}"))
    )


def wait_for(address: str) -> None:
    """Until the workbench answers; a minute at most."""
    for _number in range(600):
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):  # noqa: S310  # our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit("the workbench does not start")


def measure(address: str, folder: Path, people: int, seconds: int) -> list[dict[str, str]]:
    """What locust measured: a row a page, the last one for all of them."""
    subprocess.run(
        [
            sys.executable, "-m", "locust", "-f", str(ROOT / "benchmarks" / "analysts.py"), "--headless", "--host", address,
            "-u", str(people), "-r", "5", "-t", f"{seconds}s", "--csv", str(folder / "out"), "--only-summary",
            "--reset-stats",
        ],
        check=False,
        env={**os.environ, "RASID_BENCH_PASSWORD": PASSWORD},
    )  # fmt: skip
    with (folder / "out_stats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main() -> int:
    """Fill, serve, measure, judge."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("--documents", type=int, default=50_000)
    arguments.add_argument("--people", type=int, default=20)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "workbench"))
    import postgres

    with tempfile.TemporaryDirectory() as folder, postgres.server("shared_buffers=256MB") as server:
        os.environ.update(RASID_HOME=str(Path(folder) / "home"), RASID_DATABASE_URL=server.url)
        os.environ.update(RASID_ADMIN_NAME="admin", RASID_ADMIN_PASSWORD=PASSWORD)
        fill(given.documents, given.people)
        command = [sys.executable, "-m", "rasid.cli", "serve", "--port", "8397", "--workers", str(given.workers)]
        with subprocess.Popen([*command, "--threads", "4", "--no-work"]) as serving:
            try:
                wait_for("http://127.0.0.1:8397")
                rows = measure("http://127.0.0.1:8397", Path(folder), given.people, given.seconds)
            finally:
                serving.terminate()
    for row in rows:
        print(f"{row['Name']:40} {row['Request Count']:>7} {row['Failure Count']:>5} failed"
              f" {row['50%']:>6} ms {row['95%']:>6} ms")  # fmt: skip
    whole = rows[-1]
    good = int(whole["50%"]) <= MEDIAN and int(whole["95%"]) <= MOST and whole["Failure Count"] == "0"
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
