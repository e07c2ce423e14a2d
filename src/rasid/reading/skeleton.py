"""A sentence without its content words: closed-class words as they stand, everything else by its class in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rasid.model import Token
from rasid.reading.parts import Mention, Scene
from rasid.reading.records import Draft
from rasid.reading.tables import Tables
from rasid.text import fold_word

_CLOSED = frozenset({"ADP", "CCONJ", "SCONJ", "PRON", "DET", "PART", "AUX", "INTJ"})
_NAMED = frozenset({"nation", "country", "person"})


def skeleton(scene: Scene, drafts: Sequence[Draft], tables: Tables) -> list[str]:
    """The names that stand for the words of a sentence, in order; particles joined to a word stand before it."""
    events = {d.event.token: d for d in drafts if d.scene is scene}
    mention_at = {i: m for m in scene.mentions for i in range(m.start, m.end)}
    place_at = {i: place for place, start, end in scene.places for i in range(start, end)}
    date_at = {i: d for d in scene.dates for i in range(d.start, d.end)}
    names: list[str] = []
    for i, token in enumerate(scene.tokens):
        if token.kind != "word" or not token.analyses:
            names.append("NUM" if token.kind == "number" else token.text[:1] if token.kind == "punct" else token.kind)
            continue
        names += [f"{clitic}+" for clitic in token.best.proclitics]
        if i in events:
            event = events[i].event
            names.append(f"E:{event.event_type}:{event.sense.pos}")
        elif i in mention_at:
            names.append(_mention(mention_at[i]))
        elif i in place_at:
            names.append(f"PLACE:{place_at[i].kind}")
        elif i in date_at:
            names.append(f"DATE:{getattr(date_at[i], 'kind', '')}")
        else:
            names.append(_word(token, tables))
    return [name for j, name in enumerate(names) if j == 0 or name != names[j - 1]]


def _mention(mention: Mention) -> str:
    if mention.kind in _NAMED:
        return f"M:{mention.kind}"
    detail = mention.sense if mention.kind in {"group", "weapon"} else mention.sector or ""
    return f"M:{mention.kind}:{detail}"


def _word(token: Token, tables: Tables) -> str:
    best = token.best
    if best.upos in _CLOSED:
        return token.folded
    said = tables.reporting.get(fold_word(best.lemma))
    if said is not None:
        return f"SAY:{said.kind}:{best.upos}"
    if best.upos == "VERB":
        return f"V:{best.kind}:{best.voice}:{best.number}"
    if best.upos == "ADV":
        return token.folded
    return f"{best.upos}:{best.sense}:{'d' if best.definite else ''}:{best.kind}:{best.number}"


def grams(names: Sequence[str], longest: int = 3) -> Iterable[str]:
    """Runs of one to ``longest`` names, with marks for the ends of the sentence."""
    row = ["<", *names, ">"]
    for size in range(1, longest + 1):
        for i in range(len(row) - size + 1):
            yield " ".join(row[i : i + size])
