"""How long linking takes and how much memory, on synthetic records.

    linking.py [RECORDS ...]          default: 10000 20000 50000 100000

Every incident is told by one to nine documents of two or three records each, with another toll, another spelling of the
village or a vaguer place now and then. As many incidents fall on a day at every size: more records are more days, as in
an archive that grows. Each size runs in a process of its own; peak memory is of that process.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from rasid.exports.load import rows_of
from rasid.incidents import Knowledge, incidents, link, load_model
from rasid.model import Count, Document, Filler, Passage, Place, Record, When

SIZES = (10_000, 20_000, 50_000, 100_000)
VILLAGES = 3000
A_DAY = 12
"""Incidents of a day."""
_PARTS = "بيت كفر عين دير تل رأس وادي أم بئر خربة".split()
_NAMES = "السلام النور الزيتون التين الرمان القمح الهوى الشمس الندى الصفا الورد الحجر الغار السدر اللوز العنب المرج الجسر".split()
_MODES = (("قصف", "heavy-weapons"), ("غارة", "aerial"), ("انفجار", "explosives"), ("إطلاق", "firearms"))
_FIRST = datetime.date(2015, 1, 1)


class Village(msgspec.Struct, frozen=True):
    """A place of the synthetic country."""

    name: str
    lat: float
    lon: float
    governorate: str


def villages(dice: random.Random) -> list[Village]:
    """The villages, some with names that others have too."""
    return [
        Village(
            name=f"{dice.choice(_PARTS)} {dice.choice(_NAMES)} {dice.choice(('', 'الشرقية', 'الغربية', 'التحتا'))}".strip(),
            lat=round(dice.uniform(33, 37), 3),
            lon=round(dice.uniform(36, 41), 3),
            governorate=f"المحافظة {dice.randrange(12)}",
        )
        for _ in range(VILLAGES)
    ]


def documents(records: int, seed: int = 7) -> Iterator[Document]:
    """Documents with at least so many records in all, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    places = villages(dice)
    made = incident = 0
    while made < records:
        day = _FIRST + datetime.timedelta(days=incident // A_DAY)
        village, mode = dice.choice(places), dice.choice(_MODES)
        killed, injured = dice.randrange(0, 9), dice.randrange(1, 20)
        for report in range(dice.choice((1, 1, 2, 3, 4, 6, 9))):
            document = _document(dice, f"d{incident:06}-{report}", day, village, mode, killed, injured)
            made += len(document.records)
            yield document
        incident += 1


def _document(
    dice: random.Random,
    doc: str,
    day: datetime.date,
    village: Village,
    mode: tuple[str, str],
    killed: int,
    injured: int,
) -> Document:
    name = village.name.replace("ال", "", 1) if dice.random() < 0.1 else village.name
    vague = dice.random() < 0.1
    span = (40, 40 + len(name))
    place = Place(
        span=span,
        text=village.governorate if vague else name,
        name_en=village.governorate if vague else village.name,
        country="SYR",
        admin1=village.governorate,
        lat=village.lat,
        lon=village.lon,
        kind="governorate" if vague else "village",
        precision="region" if vague else "city",
    )
    where = (Filler(span=span, text=place.text, name_en=place.name_en),)
    date = (
        When(span=(60, 66), text="اليوم", start=day.isoformat(), end=day.isoformat()) if dice.random() < 0.6 else None
    )
    killed += dice.random() < 0.2
    rows = [
        Record(
            id="r1", trigger=Passage(span=(0, 3), text=mode[0]), event_type="ASSAULT", mode=mode[1], modality="asserted",
            place=where, date=date, confidence=0.9,
        ),
        Record(
            id="r2", trigger=Passage(span=(10, 15), text="إصابة"), event_type="HARM", mode="injured", modality="asserted",
            place=where, date=date, confidence=0.9,
            counts=(Count(span=(16, 18), text=str(injured), what="injured", min=injured, max=injured),),
        ),
    ]  # fmt: skip
    if killed:
        rows.append(
            Record(
                id="r3", trigger=Passage(span=(20, 24), text="مقتل"), event_type="HARM", mode="killed",
                modality="asserted", place=where, date=date, confidence=0.9,
                counts=(Count(span=(25, 27), text=str(killed), what="killed", min=killed, max=killed),),
            )
        )  # fmt: skip
    return Document(
        doc=doc,
        sha256=hashlib.sha256(doc.encode()).hexdigest(),
        published=(day + datetime.timedelta(days=dice.random() < 0.3)).isoformat(),
        publisher=f"الناشر {dice.randrange(40)}",
        records=tuple(rows),
        places=(place,),
    )


def measure(path: Path) -> dict[str, float]:
    """Link a records file; seconds by the clock and of the processor, and megabytes."""
    begin, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        rows = [row.document for row in rows_of(file, path.name)]
    loaded = time.perf_counter()
    knowledge, model = Knowledge.load(), load_model()
    found = incidents(link(rows, knowledge, model), knowledge, model)
    done = time.perf_counter()
    return {
        "records": sum(len(d.records) for d in rows),
        "documents": len(rows),
        "incidents": len(found),
        "loading": loaded - begin,
        "linking": done - loaded,
        "processor": time.process_time() - worked,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> int:
    """Write, link, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one)))
        return 0
    print(
        f"{'records':>9}{'documents':>11}{'incidents':>11}{'loading s':>11}{'linking s':>11}{'processor s':>13}{'s per 10k':>11}{'peak MB':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            path = Path(folder) / f"{size}.jsonl"
            path.write_bytes(b"".join(msgspec.json.encode(d) + b"\n" for d in documents(size)))
            done = subprocess.run([sys.executable, __file__, "--one", path], capture_output=True, check=True)
            row = json.loads(done.stdout)
            each = row["processor"] / row["records"] * 10_000
            print(
                f"{row['records']:9}{row['documents']:11}{row['incidents']:11}{row['loading']:11.1f}{row['linking']:11.1f}"
                f"{row['processor']:13.1f}{each:11.2f}{row['megabytes']:9.0f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
