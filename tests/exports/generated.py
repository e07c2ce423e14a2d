"""Documents that nobody would think of: any text, any spans, any values that the model allows."""

import hashlib

from hypothesis import strategies as st

from rasid.model import Actor, Count, Document, Filler, Link, Passage, Place, Record, When

LETTERS = "ابتثجحسشصعغفقكلمنهويأإآةىءؤئ ًٌُِّْـ\u200f\u0640 .،؛«»\n\t=+-@'\"<>&|:;~٠١٢345abcXYZ\U0001f4a5\U0001f1f8é"
words = st.text(alphabet=LETTERS, max_size=12)
some = st.text(alphabet=LETTERS, min_size=1, max_size=12)
maybe = st.none() | some
days = st.none() | st.dates().map(str)
degrees = st.floats(allow_nan=False, allow_infinity=False, width=64)
numbers = st.none() | st.integers(0, 2**53) | st.floats(0, 1e12, allow_nan=False)
VIA = ("explicit", "pronoun", "dropped", "relative", "speaker", "possessor", "inferred")
MODALITIES = ("asserted", "denied", "demanded", "predicted", "conditional", "promised")
SECTORS = st.sampled_from([None, "GOV", "MIL", "CVL", "MED"])


@st.composite
def documents(draw, max_records=3):
    text = draw(st.text(alphabet=LETTERS, min_size=1, max_size=60))

    def passage(struct, **more):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        return struct(span=(start, end), text=text[start:end], **{name: draw(value) for name, value in more.items()})

    def several(make, most=2):
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def filler():
        return passage(
            Filler, canonical_en=maybe, name_en=maybe, country=maybe, sector=SECTORS, via=st.sampled_from(VIA)
        )

    def count():
        return passage(
            Count,
            what=st.sampled_from(["killed", "injured", "other"]),
            min=numbers,
            max=numbers,
            approx=st.booleans(),
            convention=st.booleans(),
            group=maybe,
            running=st.booleans(),
        )

    def place():
        return passage(
            Place,
            name_en=maybe,
            country=maybe,
            admin1=maybe,
            lat=st.none() | degrees,
            lon=st.none() | degrees,
            kind=some,
            precision=st.sampled_from(["exact", "city", "none"]),
            alternatives=st.lists(words, max_size=2).map(tuple),
            reason=words,
        )

    def record(number):
        return Record(
            id=f"r{number}",
            trigger=passage(Passage),
            event_type=draw(st.sampled_from(["ASSAULT", "HARM", "REQUEST", "STATE"])),
            mode=draw(st.none() | st.sampled_from(["aerial", "killed"])),
            modality=draw(st.sampled_from(MODALITIES)),
            actor=several(filler),
            recipient=several(filler),
            place=several(filler),
            weapon=several(filler),
            counts=several(count),
            date=(draw(st.booleans()) and passage(When, start=days, end=days, precision=words, reason=words)) or None,
            source=tuple(draw(st.lists(words, max_size=3))),
            source_span=draw(st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99))),
            acled=draw(maybe),
            confidence=draw(st.floats(0, 1)),
            stance=tuple(draw(st.lists(words, max_size=2))),
            links=tuple(
                Link(rel=draw(st.sampled_from(["content_of", "result_of", "same_as"])), id="r1")
                for _ in range(draw(st.integers(0, 2)))
            ),
            reason=draw(st.dictionaries(words, words, max_size=2)),
        )

    return Document(
        doc=draw(words),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=draw(days),
        publisher=draw(maybe),
        records=tuple(record(n + 1) for n in range(draw(st.integers(0, max_records)))),
        places=several(place),
        actors=several(lambda: passage(Actor, canonical_en=maybe, country=maybe, sector=SECTORS)),
        version=draw(words),
        tables=draw(words),
        text=text,
    )


collections = st.lists(documents(), max_size=3)
