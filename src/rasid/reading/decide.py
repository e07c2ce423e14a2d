"""The order of steps from scenes to records: what is decided."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Sequence

import msgspec

from rasid.model import Count, Link, Record, When
from rasid.reading.beside import Attribution, source_at
from rasid.reading.confidence import weigh
from rasid.reading.contents import contents
from rasid.reading.counting import count_from, what_of
from rasid.reading.decision import choose_events, choose_points, choose_roles, lemma_of
from rasid.reading.parts import Chunk, Event, Scene
from rasid.reading.realis import Realis, Verdict, choose_modality
from rasid.reading.records import Draft, compose, resolved_when
from rasid.reading.speakers import Speakers, name_of
from rasid.reading.steps import Ground, Numbers
from rasid.reading.syntax import Frameset, verbs_between
from rasid.reading.tables import Tables
from rasid.reading.weights import Models

_LISTS = 50
"""Over how many sentences a list of demands may go on."""
_SPEECH_ACTS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})


class Decider:
    """Decides sentence after sentence; remembers who spoke last and what was told."""

    def __init__(self, tables: Tables, models: Models, ranges: Sequence[tuple[int, int]]) -> None:
        """Take the tables, the models and the quoted ranges of the text."""
        self._tables, self._models = tables, models
        self._speakers = Speakers(tables, ranges)
        self._told: set[str] = set()
        self._realis: deque[Realis] = deque(maxlen=_LISTS)

    def drafts(self, scene: Scene, subjects: dict[int, Chunk]) -> tuple[list[Draft], list[Chunk | None]]:
        """The events of a sentence with fillers, modality and source; beside each whoever «we» stands for there."""
        models, speakers = self._models, self._speakers
        attributions = speakers.attribute(scene, subjects)
        rows = choose_events(scene, subjects, self._tables, models.event, frozenset(self._told))
        scene.events = [event for event, _ in rows]
        self._told |= {word for event, _ in rows for word in (lemma_of(event), f"type:{event.event_type}")}
        realis = Realis(scene, self._tables, self._realis[-1] if self._realis else None)
        self._realis.append(realis)
        self._realis[0].earlier = None
        verdicts = [choose_modality(realis, event.sense, models.modality) for event in scene.events]
        batch = [
            _draft(scene, event, frameset, models, attributions, verdict)
            for (event, frameset), verdict in zip(rows, verdicts, strict=True)
        ]
        for index, content in contents(scene.events, verdicts).items():
            batch[index].content = content
            _perform(batch, index, content.holder)
            _source_from_holder(batch, index, content.holder, speakers)
        weigh(batch, models.confidence)
        # «We» is whoever speaks where the event stands, else the last speaker.
        return batch, [
            d.attribution.chunk if d.attribution is not None and d.attribution.chunk else speakers.current()
            for d in batch
        ]


def drafts(ground: Ground, tables: Tables, models: Models) -> tuple[list[Draft], list[Chunk | None]]:
    """The events of a whole text, as :meth:`Decider.drafts` gives them."""
    decider = Decider(tables, models, ground.ranges)
    found: list[Draft] = []
    we: list[Chunk | None] = []
    for scene, subjects in zip(ground.scenes, ground.subjects, strict=True):
        batch, speakers = decider.drafts(scene, subjects)
        found += batch
        we += speakers
    return found, we


def _draft(
    scene: Scene,
    event: Event,
    frameset: Frameset,
    models: Models,
    attributions: Sequence[Attribution],
    verdict: Verdict,
) -> Draft:
    draft = Draft(event=event, frameset=frameset, scene=scene)
    draft.choices = choose_roles(scene, event, frameset, models)
    draft.places = choose_points(scene, event, frameset, "place", models.place)
    draft.weapons = choose_points(scene, event, frameset, "weapon", models.weapon)
    draft.dates = choose_points(scene, event, frameset, "date", models.date)
    draft.counts = choose_points(scene, event, frameset, "count", models.count)
    draft.modality, draft.modality_rule = verdict.modality, verdict.rule
    draft.attribution = source_at(attributions, event.token)
    if draft.attribution is not None:
        draft.source = ("narrator", draft.attribution.name)
        draft.source_rule = draft.attribution.rule
    return draft


# Who does what a speech act is about: whoever is asked, or whoever promises and threatens.
_PERFORMER = {"REQUEST": "recipient", "AGREE": "actor", "THREATEN": "actor", "CONCEDE": "actor"}


def _perform(batch: list[Draft], index: int, holder: int) -> None:
    """Give what is asked, promised or threatened its actor from the speech act, where its own words name none."""
    draft, act = batch[index], batch[holder]
    slot = _PERFORMER.get(act.event.event_type)
    if (
        slot is None
        or draft.modality == "asserted"
        or draft.event.event_type in {"HARM", "STATE"}
        or draft.event.passive
    ):
        return
    own = [c for c in draft.choices if c.slot == "actor"]
    if any("expected=yes" in choice.features for choice in own):
        return
    given = [
        c
        for c in act.choices
        if c.slot == slot and (c.chunk.human or c.chunk.name or c.chunk.sense in {"org", "state"})
    ]
    taken = {c.chunk.index for c in draft.choices if c.slot != "actor"}
    if given and not taken & {c.chunk.index for c in given}:
        kept = [c for c in draft.choices if c.slot != "actor"]
        draft.choices = [
            *kept,
            *(
                msgspec.structs.replace(c, slot="actor", rule=f"{slot} of «{act.event.sense.frame.word}»")
                for c in given
            ),
        ]


def _source_from_holder(batch: list[Draft], index: int, holder: int, speakers: Speakers) -> None:
    """What somebody asks, threatens, denies or accuses another of is told by whoever does so."""
    draft, act = batch[index], batch[holder]
    if act.event.event_type not in _SPEECH_ACTS or draft.attribution is not None:
        return
    # Whoever is accused says nothing; a share denied («تورط قواته في انفجار») leaves the event itself told by the narrator.
    if act.event.passive or (act.event.event_type == "REJECT" and draft.modality == "asserted"):
        return
    actor = next((c.chunk for c in act.choices if c.slot == "actor"), None)
    if actor is None or actor.person == 1:
        return
    target = actor.referent or actor
    if act.event.event_type == "REQUEST" and not (target.name and act.event.sense.pos == "verb"):
        return  # What a crowd or a body demands is told by the narrator.
    if target.human or target.name or target.sense in {"org", "state", "document"}:
        own = target is actor and actor.kind == "noun"
        draft.source = ("narrator", speakers.voices.of(act.scene, actor).name if own else name_of(actor))
        draft.source_rule = "who performs the speech act that holds it"


def finish(
    text: str,
    found: Sequence[Draft],
    we: Sequence[Chunk | None],
    numbers: Numbers,
    day: datetime.date | None,
    first: int = 1,
) -> list[Record]:
    """The records of the drafts of whole sentences, numbered from ``first`` in order and linked to one another."""
    order = {id(draft): f"r{i}" for i, draft in enumerate(found, first)}
    scenes: dict[int, list[Draft]] = {}
    for draft in found:
        scenes.setdefault(draft.scene.index, []).append(draft)
    records = []
    for i, (draft, speaker) in enumerate(zip(found, we, strict=True), first):
        links = _links(scenes[draft.scene.index], draft, order)
        records.append(
            compose(
                text,
                draft,
                i,
                speaker,
                _counts(draft),
                _when(text, draft, numbers, day),
                links,
            )
        )
    return records


def _counts(draft: Draft) -> tuple[Count, ...]:
    found = []
    for point, _ in draft.counts:
        slot = next(
            (c.slot for c in draft.choices if point.chunk is not None and c.chunk.index == point.chunk.index), ""
        )
        found.append(count_from(draft.scene, point, what_of(draft.scene, draft.event, point, slot)))
    return tuple(found)


def _when(text: str, draft: Draft, numbers: Numbers, day: datetime.date | None) -> When | None:
    if not draft.dates:
        return None
    best = max(draft.dates, key=lambda row: row[1])[0]
    return resolved_when(text, best.payload, numbers.resolve(best.payload, day))


def _links(same_scene: Sequence[Draft], draft: Draft, order: dict[int, str]) -> tuple[Link, ...]:
    links = []
    if draft.content is not None and draft.content.holder < len(same_scene):
        links.append(Link(rel="content_of", id=order[id(same_scene[draft.content.holder])]))
    if draft.event.event_type == "HARM":
        cause = _cause(same_scene, draft)
        if cause is not None:
            links.append(Link(rel="result_of", id=order[id(cause)]))
    return tuple(links)


# How an attack is named as the cause of a toll: «مقتل ثلاثة في غارة», «قتلوا جراء القصف».
_BROUGHT_BY = frozenset({"في", "ب", "بعد", "من", "خلال", "على يد"})
_CAUSE_REACH = 14


def _cause(scene_drafts: Sequence[Draft], draft: Draft) -> Draft | None:
    """The attack that a toll results from, where the sentence ties the two; None where they only stand side by side.

    A verb of cause («أدى إلى مقتل») ties it to the nearest attack before it; a preposition («مقتل ثلاثة في غارة»)
    to the attack that it brings after it, with no other verb between.
    """
    at = draft.event.token
    attacks = [d for d in scene_drafts if d.event.event_type == "ASSAULT" and d is not draft]
    if draft.event.light is not None and draft.event.light.causal:
        subject = draft.frameset.governor_subject
        if subject is not None and subject.kind in {"noun", "event"}:
            return next((d for d in attacks if subject.start <= d.event.token < subject.end), None)
        return max((d for d in attacks if d.event.token < at), key=lambda d: d.event.token, default=None)
    for other in sorted(attacks, key=lambda d: d.event.token):
        own = other.frameset.own
        brought = own is not None and own.prep in _BROUGHT_BY and 0 < other.event.token - at <= _CAUSE_REACH
        if brought and not verbs_between(draft.scene, at, other.event.token):
            return other
    return None
