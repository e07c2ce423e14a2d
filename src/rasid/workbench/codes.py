"""The codes that a record may hold: PLOVER's types and modes with our three, and ACLED's sub-event types.

PLOVER: Open Event Data Alliance, PLOVER manual; ACLED: Armed Conflict Location & Event Data Project codebook. As in
docs/reference.md.
"""

from __future__ import annotations

from rasid.model import Modality

_REQUESTS = ("assist", "change", "yield", "meet")
TYPES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": _REQUESTS,
    "ACCUSE": ("disapprove", "allege", "investigate"),
    "REJECT": _REQUESTS,
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
    "CONTROL": ("gained", "lost", "transferred", "held", "advance"),
    "HARM": ("killed", "injured", "displaced", "missing", "damage"),
    "STATE": (),
}  # fmt: skip
"""The modes of every event type."""
MODALITIES: tuple[Modality, ...] = ("asserted", "denied", "demanded", "predicted", "conditional", "promised")
WHAT = (
    "killed", "injured", "abducted", "arrested", "displaced", "missing", "attackers", "participants", "strikes",
    "munitions", "share", "duration", "other",
)  # fmt: skip
"""What a count can be of."""
ACLED = (
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Chemical weapon",
    "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance", "Peaceful protest", "Protest with intervention",
    "Excessive force against protesters", "Violent demonstration", "Mob violence", "Agreement", "Arrests",
    "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
)  # fmt: skip
