"""From events and their fillers to records, places and actors."""

from __future__ import annotations

from sys import intern
from typing import Any

import msgspec

from rasid.model import Actor, Count, Filler, Link, Modality, Passage, Place, Record, Span, Via, When
from rasid.reading.beside import Attribution
from rasid.reading.coding import acled_of, mode_of
from rasid.reading.contents import Content
from rasid.reading.index import stem_start
from rasid.reading.listing import listed, names_place
from rasid.reading.parts import Choice, Chunk, Event, Mention, Scene
from rasid.reading.points import Point
from rasid.reading.syntax import Frameset


class Draft(msgspec.Struct, kw_only=True):
    """A record in the making."""

    event: Event
    frameset: Frameset
    scene: Scene
    choices: list[Choice] = []
    places: list[tuple[Point, float]] = []
    weapons: list[tuple[Point, float]] = []
    dates: list[tuple[Point, float]] = []
    counts: list[tuple[Point, float]] = []
    modality: Modality = "asserted"
    modality_rule: str = ""
    content: Content | None = None
    attribution: Attribution | None = None
    source: tuple[str, ...] = ("narrator",)
    source_rule: str = ""
    sure: float = 0.0
    """The probability that word and type are right."""
    sure_whole: float = 0.0
    """The probability that its actors and recipients are right as well."""


def trigger_span(scene: Scene, event: Event) -> Span:
    """The trigger's characters: the stem with its article and suffix, without particles before it."""
    token = scene.tokens[event.token]
    return max(event.sense.reading.stem[0], stem_start(token)) if event.sense.rank == 0 else event.sense.reading.stem[
        0
    ], token.end


def naming(chunk: Chunk) -> Mention | None:
    """The mention that says who a chunk is: a person before the title beside it, else the one at its head."""
    person = next((m for m in chunk.mentions if m.kind == "person"), None)
    if person is not None:
        head = next((m for m in chunk.mentions if m.start <= chunk.head < m.end), None)
        if head is None or head.kind in {"role", "person"}:
            return person
    return next((m for m in chunk.mentions if m.start <= chunk.head < m.end), None)


def filler_of(text: str, chunk: Chunk, speaker: Chunk | None, via: Via | None = None) -> Filler | None:
    """The filler that a chunk gives: itself, what it refers to, or the speaker for «we»."""
    target, how = chunk, chunk.via
    if chunk.person == 1 and chunk.kind in {"pronoun", "dropped"}:
        if speaker is None:
            return None
        target, how = speaker, "speaker"
    elif chunk.referent is not None and chunk.kind != "noun":
        target = chunk.referent
    elif chunk.kind in {"dropped", "relative"}:
        return None
    if chunk.kind in {"noun", "event", "adjective"}:
        how = "explicit"
    mention = naming(target)
    span = mention.span if mention is not None and mention.kind == "person" else target.span
    return Filler(
        span=span,
        text=intern(text[span[0] : span[1]]),
        canonical_en=mention.entity if mention else None,
        country=mention.country if mention else None,
        sector=mention.sector if mention else None,
        via=via or how,
    )


def place_filler(place: Place) -> Filler:
    """The filler of a place mention."""
    return Filler(span=place.span, text=place.text, name_en=place.name_en, country=place.country)


def weapon_filler(text: str, mention: Mention) -> Filler:
    """The filler of a means."""
    return Filler(span=mention.span, text=intern(text[mention.span[0] : mention.span[1]]), canonical_en=mention.entity)


def compose(
    text: str,
    draft: Draft,
    number: int,
    speaker: Chunk | None,
    counts: tuple[Count, ...],
    when: When | None,
    links: tuple[Link, ...],
) -> Record:
    """The finished record of a draft."""
    event, scene = draft.event, draft.scene
    span = trigger_span(scene, event)
    actors = _fillers(text, draft, "actor", speaker)
    recipients = _fillers(text, draft, "recipient", speaker)
    weapons = tuple(weapon_filler(text, p.payload) for p, _ in draft.weapons)
    mode = mode_of(event, scene, [p.payload.mode for p, _ in draft.weapons])
    return Record(
        id=f"r{number}",
        trigger=Passage(span=span, text=intern(text[span[0] : span[1]])),
        event_type=event.event_type,
        mode=mode,
        modality=draft.modality,
        actor=actors,
        recipient=recipients,
        place=tuple(place_filler(p.payload) for p, _ in draft.places),
        weapon=weapons,
        counts=counts,
        date=when,
        source=draft.source,
        source_span=draft.attribution.span if draft.attribution else None,
        acled=acled_of(event, mode, actors, recipients),
        confidence=draft.sure,
        stance=_stance(draft),
        links=links,
        reason=_reasons(draft),
    )


def _fillers(text: str, draft: Draft, slot: str, speaker: Chunk | None) -> tuple[Filler, ...]:
    found: list[Filler] = []
    for choice in draft.choices:
        if choice.slot != slot:
            continue
        filler = filler_of(text, choice.chunk, speaker)
        if filler is not None and all(filler.span != other.span for other in found):
            found.append(filler)
    return tuple(found)


def _stance(draft: Draft) -> tuple[str, ...]:
    words = []
    for choice in draft.choices:
        for mention in (choice.chunk.referent or choice.chunk).mentions:
            if mention.loaded and mention.text not in words:
                words.append(mention.text)
    return tuple(words)


def _reasons(draft: Draft) -> dict[str, str]:
    event = draft.event
    frame = event.sense.frame
    reasons = {
        "trigger": f"«{event.sense.reading.lemma}» ({event.sense.pos}) evokes {frame.en or frame.word} ({event.event_type}), score {event.score:.2f}",
        "modality": draft.modality_rule,
        "source": draft.source_rule,
        "confidence": f"word and type {draft.sure:.2f}, with actors and recipients {draft.sure_whole:.2f}",
    }
    for choice in draft.choices:
        said = choice.rule or ", ".join(
            f for f in choice.features if f.startswith(("expected=", "function=")) and "&" not in f
        )
        reasons[choice.slot] = f"«{choice.chunk.text}»: {said}, score {choice.score:.2f}"
    return {key: intern(value) for key, value in reasons.items() if value}


def mentioned_places(scene: Scene) -> list[Place]:
    """The place mentions of a sentence as the document lists them."""
    return [place for place, _, _ in scene.places]


def mentioned_actors(text: str, scene: Scene) -> list[tuple[Actor, bool]]:
    """The actor mentions of a sentence: names, organs, people; beside each whether it is listed only where it acts."""
    return [
        (
            Actor(
                span=mention.span,
                text=intern(text[mention.span[0] : mention.span[1]]),
                canonical_en=mention.entity,
                country=mention.country,
                sector=mention.sector,
            ),
            names_place(scene, mention),
        )
        for mention in scene.mentions
        if listed(scene, mention)
    ]


def resolved_when(text: str, mention: Any, resolution: tuple[str | None, str | None, str, str]) -> When:
    """The date of a record from a date mention and what it resolves to."""
    start, end, precision, reason = resolution
    return When(
        span=mention.span,
        text=intern(text[mention.span[0] : mention.span[1]]),
        start=start,
        end=end,
        precision=precision,
        reason=reason,
    )
