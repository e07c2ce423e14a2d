"""Incidents made by hand, so that what is written does not hang on how they were linked."""

import hashlib

import msgspec

from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import losses_of
from rasid.exports.incidents.registry import INCIDENT_EXPORTS
from rasid.exports.texts import Texts
from rasid.model import (
    Claim,
    Comparison,
    Disagreement,
    Fused,
    GradeProposal,
    Incident,
    MatchLink,
    Report,
)

FIRST = "=قتل 7 عمال بينهم طفلان في غارة على مرفأ الصيد في رأس العين أمس، واتهم الأهالي طيران التحالف."
SECOND = "قتل 9 عمال أو 11 في قصف المرفأ الثلاثاء. ونفى ناطق باسم اللجان قصفه.\nوقال: سقط 9 قتلى."
BY_FORM = {manifest.name: manifest for manifest in INCIDENT_EXPORTS}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def claim(doc, words, **more):
    text = {"a.txt": FIRST, "b.txt": SECOND}[doc]
    start = text.index(words)
    return Claim(doc=doc, span=(start, start + len(words)), text=words, **more)


CLAIMS = (
    claim("a.txt", "غارة", kind="event", what="ASSAULT", mode="aerial", acled="Air/drone strike", value="aerial"),
    claim("a.txt", "7", kind="toll", what="killed", min=7, max=7),
    claim("a.txt", "طفلان", kind="toll", what="killed", group="children", min=2, max=2),
    claim(
        "a.txt", "رأس العين", kind="place", value="Ras al-Ayn", country="SYR", lat=36.85, lon=40.07, precision="city"
    ),
    claim("a.txt", "أمس", kind="time", value="2024-06-04", start="2024-06-04", end="2024-06-04"),
    claim(
        "a.txt", "طيران التحالف", kind="blame", value="coalition aircraft", sector="MIL", source=("narrator", "الأهالي")
    ),
    claim("b.txt", "9", kind="toll", what="killed", min=9, max=11, approx=True),
    claim("b.txt", "قصف", kind="event", what="ASSAULT", value="ASSAULT", modality="denied"),
    claim("b.txt", "الثلاثاء", kind="time", value="2024-06-04", start="2024-06-04", end="2024-06-04"),
    claim("b.txt", "اللجان", kind="blame", value="committees", sector="REB"),
    claim("b.txt", "عمال", kind="target", value="workers", sector="CVL"),
    Claim(doc="b.txt", kind="time", value="when published", start="2024-06-04", end="2024-06-05", precision="news"),
)
INCIDENT = Incident(
    incident="i-0011223344aa",
    reports=(
        Report(doc="a.txt", sha256=digest(FIRST), published="2024-06-05", publisher="=مركز", title="غارة على المرفأ"),
        Report(doc="b.txt", sha256=digest(SECOND), published="2024-06-05", publisher="وكالة الضفة", side="houthi"),
        Report(doc="c.txt", sha256="c" * 64, published="2024-06-06", publisher="نشرة", copy_of="a.txt"),
    ),
    claims=CLAIMS,
    fused=(
        Fused(
            field="event", value="ASSAULT", kind="aerial", acled="Air/drone strike", rule="most tell it", claims=(0,)
        ),
        Fused(field="date", start="2024-06-04", end="2024-06-04", precision="day", rule="most give it", claims=(4, 8)),
        Fused(
            field="place",
            value="Ras al-Ayn",
            name_ar="رأس العين",
            country="SYR",
            admin1="Hasakah",
            lat=36.85,
            lon=40.07,
            kind="town",
            precision="city",
            rule="most agree",
            claims=(3,),
        ),
        Fused(field="killed", min=7, max=11, rule="least and most of 2 independent sources", claims=(1, 6)),
        Fused(field="killed children", min=2, max=2, rule="least and most of 1 independent source", claims=(2,)),
        Fused(field="blamed", value="coalition aircraft", sector="MIL", rule="named by 1", claims=(5,)),
        Fused(field="blamed", value="committees", sector="REB", rule="named by 1", claims=(9,)),
        Fused(field="target", value="المرفأ", rule="named by 1"),
        Fused(field="target", value="workers", sector="CVL", rule="named by 1", claims=(10,)),
    ),
    disagreements=(Disagreement(field="killed", words="7: =مركز against 9-11: وكالة الضفة", claims=((1,), (6,))),),
    grade=GradeProposal(grade="contested", reasons=("two parties are blamed",)),
    links=(
        MatchLink(
            a="a.txt",
            b="b.txt",
            weight=3.5,
            probability=0.9188,
            comparisons=(
                Comparison(name="prior", level="two reports", weight=-4.0),
                Comparison(name="place", level="same name (المرفأ)", weight=8.5),
                Comparison(name="killed", level="different", weight=-1.0),
            ),
        ),
    ),
    version="0.1.0",
)
BARE = Incident(incident="i-ffee", reports=(Report(doc="d.txt", sha256="d" * 64),))


def raw_of(incident):
    return msgspec.json.decode(msgspec.json.encode(incident))


def export(form, incidents, texts=()):
    """The bytes and the loss report of an export."""
    held = Texts()
    for text in texts:
        held.add(text)
    manifest = BY_FORM[form]
    losses = losses_of(manifest)
    rows = [IncidentRow(incident=incident, raw=raw_of(incident)) for incident in incidents]
    return b"".join(manifest.write(rows, losses, held)), losses.report()
