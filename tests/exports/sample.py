"""Documents made by hand, so that what is written does not hang on what is read."""

import hashlib

from rasid.model import Actor, Count, Document, Filler, Link, Passage, Place, Record, When

TEXT = "=أصاب صاروخان حي الزهور في الخرطوم بحري أمس فقتل 7 أشخاص"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


def filler(text, **more):
    start = TEXT.index(text)
    return Filler(span=(start, start + len(text)), text=text, **more)


def record(number=1, **more):
    row = {
        "id": f"r{number}",
        "trigger": Passage(span=(1, 5), text="أصاب"),
        "event_type": "ASSAULT",
        "mode": "heavy-weapons",
        "modality": "asserted",
        "confidence": 0.75,
    }
    return Record(**(row | more))


FULL = record(
    actor=(filler("صاروخان", canonical_en="=HYPERLINK(1)", country="SDN", sector="MIL"), filler("الزهور")),
    recipient=(filler("أشخاص", via="pronoun"),),
    place=(filler("حي الزهور", name_en="Al-Zuhur", country="SDN"), filler("الخرطوم بحري")),
    weapon=(filler("صاروخان"),),
    counts=(
        Count(span=(49, 50), text="7", what="killed", min=7, max=7),
        Count(span=(49, 50), text="7", what="injured", min=21, max=None, group="children"),
    ),
    date=When(span=(40, 43), text="أمس", start="2024-03-01", end="2024-03-02"),
    source=("narrator", "@لجان المقاومة"),
    acled="Shelling/artillery/missile attack",
    stance=("الإرهابية",),
    links=(Link(rel="result_of", id="r2"),),
    reason={"trigger": "x"},
)
LOW = record(2, modality="denied", confidence=0.25, mode=None)
DOCUMENT = Document(
    doc="a/b.txt",
    sha256=HASH,
    published="2024-03-02",
    publisher="+مركز",
    records=(FULL, LOW),
    places=(
        Place(
            span=(14, 23),
            text="حي الزهور",
            name_en="Al-Zuhur",
            country="SDN",
            lat=-15.5,
            lon=32.5,
            kind="neighbourhood",
        ),
    ),
    actors=(Actor(span=(6, 13), text="صاروخان"),),
    version="0.1.0",
    tables="ff",
    text=TEXT,
)
EMPTY = Document(doc="empty", sha256=HASH, published=None, publisher=None, text=TEXT)
