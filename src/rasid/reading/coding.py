"""Step 12: modes, ACLED sub-events, stance and what else follows from the fields."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Filler
from rasid.reading.parts import Event, Scene
from rasid.text import fold_word

# Adjectives and second terms that make an attack's mode more precise.
_MODE_WORDS = {
    "انتحاري": "suicide-attack", "جوي": "aerial", "صاروخي": "heavy-weapons", "مدفعي": "heavy-weapons", "كيماوي": "unconventional",
    "كيميائي": "unconventional", "مسير": "drone", "مسيره": "drone", "مفخخ": "explosives", "مفخخه": "explosives", "جنسي": "sexual",
    "بالرصاص": "firearms", "رصاص": "firearms", "ناسف": "explosives", "ناسفه": "explosives",
}  # fmt: skip
_ACLED_BY_MODE = {
    ("ASSAULT", "aerial"): "Air/drone strike",
    ("ASSAULT", "drone"): "Air/drone strike",
    ("ASSAULT", "heavy-weapons"): "Shelling/artillery/missile attack",
    ("ASSAULT", "explosives"): "Remote explosive/landmine/IED",
    ("ASSAULT", "suicide-attack"): "Suicide bomb",
    ("ASSAULT", "unconventional"): "Chemical weapon",
    ("ASSAULT", "sexual"): "Sexual violence",
    ("ASSAULT", "abduct"): "Abduction/forced disappearance",
    ("ASSAULT", "targeted"): "Attack",
    ("ASSAULT", "firearms"): "Attack",
    ("ASSAULT", "beat"): "Attack",
    ("ASSAULT", "torture"): "Attack",
    ("ASSAULT", "crowd-control"): "Protest with intervention",
    ("PROTEST", "demo"): "Peaceful protest",
    ("PROTEST", "riot"): "Violent demonstration",
    ("PROTEST", "vandalize"): "Violent demonstration",
    ("PROTEST", "strike"): "Peaceful protest",
    ("PROTEST", "hunger"): "Peaceful protest",
    ("COERCE", "arrest"): "Arrests",
    ("COERCE", "seize"): "Looting/property destruction",
    ("CONTROL", "transferred"): "Non-violent transfer of territory",
}
_STATE_SECTORS = frozenset({"GOV", "MIL", "POL"})


def mode_of(event: Event, scene: Scene, weapons: Sequence[str | None]) -> str | None:
    """The PLOVER mode: the frame's own, made precise by the means or by a word beside the trigger."""
    frame = event.sense.frame
    mode = frame.passive_mode if event.passive and frame.passive_mode else frame.mode
    if event.event_type != "ASSAULT":
        return mode
    if mode in {None, "explosives", "heavy-weapons"}:
        for token in scene.tokens[event.token + 1 : event.token + 3]:
            word = token.folded.removeprefix("ال")
            lemma = fold_word(token.best.lemma) if token.analyses else word
            found = _MODE_WORDS.get(word) or _MODE_WORDS.get(lemma)
            if found:
                return found
    if mode is None:
        return next((weapon for weapon in weapons if weapon), None)
    return mode


def acled_of(event: Event, mode: str | None, actors: Sequence[Filler], recipients: Sequence[Filler]) -> str | None:
    """The ACLED sub-event type that fits, or None."""
    kind = event.event_type
    sectors = {f.sector for f in actors}
    if kind == "CONTROL" and mode == "gained":
        if sectors & _STATE_SECTORS:
            return "Government regains territory"
        if sectors & {"REB", "UAF", "OPP"}:
            return "Non-state actor overtakes territory"
        return None
    if event.sense.frame.acled and (mode == event.sense.frame.mode or mode is None):
        return event.sense.frame.acled
    if kind == "ASSAULT" and mode == "crowd-control" and any(f.sector == "CVL" for f in recipients):
        return "Protest with intervention"
    return _ACLED_BY_MODE.get((kind, mode or ""))
