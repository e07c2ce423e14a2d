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
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "twenty-at-once-here"  # noqa: S105  # of people who are none
DIFFERENT = 500
MEDIAN, MOST = 200, 800
"""Milliseconds that half of the answers, and 95 of 100, may take."""
TOWNS = "تعز مأرب صعدة زبيد المكلا سبها درنة مصراتة الزاوية كسلا نيالا الأبيض الرمادي تكريت بيجي الباب منبج إدلب درعا جنين".split()
ACTORS = (
    "جماعة الحوثي",
    "قوات الدعم السريع",
    "الجيش السوري",
    "تنظيم الدولة الإسلامية",
    "الجيش العراقي",
    "مسلحون مجهولون",
)
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
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group

    from rasid import Reader
    from rasid.workbench.models import User
    from rasid.workbench.storing import store

    desk, word = Group.objects.create(name="desk"), make_password(PASSWORD)
    for number in range(people):
        made = User.objects.create(username=f"analyst{number}", password=word, role="reviewer")
        if number % 2:
            made.groups.add(desk)
    reader, chance = Reader(), random.Random(7)  # noqa: S311  # the same corpus each time
    for number in range(DIFFERENT):
        read = reader.read(text(chance), published="2022-01-03", publisher=f"وكالة {number % 40}", doc=f"{number}.txt")
        store(read, user=made, groups=[desk] if number % 10 == 0 else [])
    _copy(documents // DIFFERENT)


def _copy(times: int) -> None:
    """Every document so many times, each time some days later, within the database."""
    from django.db import connection

    from rasid.workbench.models import Document, Name, Record, Restriction, SearchText

    first, records = Document.objects.order_by("pk")[0].pk, Record.objects.count()
    moved = {
        "id": {Document: DIFFERENT, Record: records},
        "document_id": {Record: DIFFERENT, Restriction: DIFFERENT, SearchText: DIFFERENT},
        "record_id": {Name: records},
    }
    with connection.cursor() as cursor:
        for model in (Document, Restriction, Record, Name, SearchText):
            names = [field.column for field in model._meta.concrete_fields]  # noqa: SLF001  # Django's public name
            names = [name for name in names if name != "id" or model in moved["id"]]
            values = [_moved(name, moved.get(name, {}).get(model)) for name in names]
            table = model._meta.db_table  # noqa: SLF001
            rows = {Document: f"id < {first + DIFFERENT}", Record: f"id <= {records}"}.get(model, "true")
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(map(_quoted, names))}) SELECT {', '.join(values)}"  # noqa: S608
                f" FROM {table}, generate_series(1, {times - 1}) AS copy WHERE {rows}"
            )
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute("ANALYZE")


def _quoted(name: str) -> str:
    return f'"{name}"'


def _moved(name: str, step: int | None) -> str:
    """A column of a copy."""
    if name in {"published", "date_start", "date_end"}:
        return f"{_quoted(name)} + copy * 5"
    return _quoted(name) if step is None else f"{_quoted(name)} + copy * {step}"


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
