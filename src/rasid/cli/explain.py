"""``rasid explain``: how a record came about, step by step, with what was not chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rasid.cli.common import fail, reader_with, write_bytes
from rasid.errors import OptionError, RasidError
from rasid.exports.table import clean, event_of
from rasid.model import Analysis, Record
from rasid.reading.confidence import contributions, figures
from rasid.reading.decide import drafts, finish
from rasid.reading.decision import eligible
from rasid.reading.features import foresee, role_features
from rasid.reading.parts import Scene
from rasid.reading.points import point_features, points, separate
from rasid.reading.reader import Reader
from rasid.reading.records import Draft
from rasid.reading.weights import Model
from rasid.sources import collect, only
from rasid.sources.documents import day_for
from rasid.sources.language import readable

_PERSONAL = ("actor", "recipient")
_POINTS = ("place", "weapon", "date", "count")
_FEATURES = 6
"""How many features of a decision are shown, the heaviest first."""
_CANDIDATES = 8
"""How many candidates of a slot are shown beside the chosen ones, the likeliest first."""


def run(file: str, *, record: str | None, published: str | None, publisher: str | None, lexicon: Sequence[str]) -> int:
    """Explain the records of one text on standard output. Returns the exit status."""
    try:
        reader, day = reader_with(lexicon, published)
    except RasidError as error:
        return fail(error, 2)
    found = list(collect([file]))
    if len(found) != 1:
        problem = OptionError(f"this means {len(found)} files", where=file, step="Name the one to explain.")
        return fail(problem, 2)
    try:
        piece = only(found[0])
        text, own = readable(piece.text, piece.foreign), day_for(piece, day)
        lines = list(explain(reader, text, day=own, publisher=piece.publisher or publisher, only=record))
    except RasidError as error:
        return fail(error, 1)
    write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return 0


def explain(reader: Reader, text: str, *, day: date | None, publisher: str | None, only: str | None) -> Iterator[str]:
    """The lines that explain the records of a text, or the record ``only``. Raises OptionError where there is none such."""
    engine = reader.engine
    ground = engine.prepare(text, published=day.isoformat() if day else None, publisher=publisher)
    found, we = drafts(ground, engine.tables, reader.models)
    records = finish(text, found, we, engine.numbers, day)
    chosen = [(r, d) for r, d in zip(records, found, strict=True) if only is None or r.id == only]
    if not chosen:
        if only is None:
            yield "no records"
            return
        known = f"r1 to r{len(records)}" if records else "none"
        raise OptionError(f"there is no record «{only}» in it", where="--record", step=f"Its records are {known}.")
    for i, (record, draft) in enumerate(chosen):
        if i:
            yield ""
        yield from _one(reader, record, draft)


def _one(reader: Reader, record: Record, draft: Draft) -> Iterator[str]:
    scene, event = draft.scene, draft.event
    yield f"{record.id}  {event_of(record)}  «{clean(record.trigger.text)}»  confidence {record.confidence:.2f}"
    yield f"  sentence {scene.index + 1}: {clean(scene.text[scene.sentence.start : scene.sentence.end])}"
    yield "  words"
    yield from (f"    {line}" for line in _words(scene, event.token))
    yield "  frame"
    yield from (f"    {line}" for line in _frame(draft))
    yield f"  event accepted: {event.score:.2f} (from {reader.models.event.threshold:.2f} on)"
    yield from _why(reader.models.event, event.features, "    ")
    for slot in _PERSONAL:
        yield from _people(reader, draft, slot)
    for slot in _POINTS:
        yield from _mentions(reader, draft, slot)
    yield f"  modality: {record.modality}" + (f" ({draft.modality_rule})" if draft.modality_rule else "")
    yield f"  source: {' > '.join(clean(name) for name in record.source)} ({draft.source_rule or 'nobody else is given as the source'})"
    yield from _sure(reader, draft)
    for link in record.links:
        yield f"  link: {link.rel} {link.id}"
    if record.stance:
        yield f"  loaded words: {', '.join(clean(word) for word in record.stance)}"


def _sure(reader: Reader, draft: Draft) -> Iterator[str]:
    """The probabilities of the record, with the figures that speak for and against its word and type."""
    yield f"  confidence: {draft.sure:.2f} in word and type, {draft.sure_whole:.2f} in these with actors and recipients"
    if reader.models.confidence is not None:
        rows = contributions(figures(draft), reader.models.confidence.event)[:_FEATURES]
        yield "    " + ", ".join(f"{weight:+.2f} {name}" for name, weight in rows)


def _words(scene: Scene, trigger: int) -> Iterator[str]:
    """Each word with its readings, the likeliest first; the trigger is marked."""
    for token in scene.tokens:
        if token.kind != "word":
            continue
        mark = "*" if token.index == trigger else " "
        yield f"{mark} {token.text}\t{' | '.join(_reading(reading) for reading in token.analyses[:3])}"


def _reading(reading: Analysis) -> str:
    details = [reading.upos, reading.kind, reading.form, f"root {reading.root}" if reading.root else ""]
    details += ["passive" if reading.voice == "Pass" else "", "" if reading.known else "guessed"]
    particles = "+".join(reading.proclitics)
    whole = (
        (f"{particles}+" if particles else "") + reading.lemma + (f"+{reading.enclitic}" if reading.enclitic else "")
    )
    return f"{whole} {' '.join(part for part in details if part)} {reading.score:.1f}"


def _frame(draft: Draft) -> Iterator[str]:
    event = draft.event
    frame = event.sense.frame
    yield f"{frame.word}, {event.sense.pos}: {frame.type}{f'/{frame.mode}' if frame.mode else ''}, {frame.en or '(no gloss)'}"
    roles = [f"subject {frame.subject}", f"object {frame.object}", f"second term {frame.construct}"]
    roles += [f"«{prep}» {role}" for prep, role in frame.preps.items()]
    yield f"roles: {', '.join(roles)}"
    rivals = [s for s in draft.scene.senses if s.token == event.token and s.frame is not frame]
    if rivals:
        yield "other senses of the word: " + ", ".join(sorted({f"{s.frame.type} {s.frame.en}".strip() for s in rivals}))
    if event.light is not None:
        yield f"light verb: {event.light.word}"


def _why(model: Model, features: Sequence[str], indent: str) -> Iterator[str]:
    rows = model.contributions(features, _FEATURES)
    if rows:
        yield indent + ", ".join(f"{weight:+.2f} {name}" for name, weight in rows)


def _people(reader: Reader, draft: Draft, slot: str) -> Iterator[str]:
    """Every phrase that could fill a personal slot, the chosen ones marked."""
    model: Model = getattr(reader.models, slot)
    taken = {choice.chunk.index: choice.rule for choice in draft.choices if choice.slot == slot}
    elsewhere = {choice.chunk.index for choice in draft.choices if choice.slot != slot}
    rows = []
    chunks = list(eligible(draft.scene, draft.event.sense))
    foreseen = foresee(draft.event.sense, draft.frameset, chunks)
    for chunk in chunks:
        features = role_features(draft.scene, draft.event.sense, draft.frameset, chunk, slot, foreseen)
        text = clean(chunk.text) or f"({chunk.kind})"
        if chunk.referent is not None:
            text += f" = {clean(chunk.referent.text)}"
        if chunk.index in elsewhere and chunk.index not in taken:
            text += " (fills the other slot)"
        if taken.get(chunk.index):
            text += f" ({clean(taken[chunk.index])})"
        score = model.probability(features) * draft.event.score
        rows.append((score, _mark(taken.get(chunk.index)), text, features))
    yield from _listed(slot, model, rows)


def _mentions(reader: Reader, draft: Draft, slot: str) -> Iterator[str]:
    """Every place, means, date or number that could belong to the event, the chosen ones marked."""
    model: Model = getattr(reader.models, slot)
    chosen = {"place": draft.places, "weapon": draft.weapons, "date": draft.dates, "count": draft.counts}[slot]
    taken = {point.span for point, _ in chosen}
    found = points(draft.scene, slot)
    rows = []
    for point in found:
        features = point_features(draft.scene, draft.event.sense, draft.frameset, point, separate(found))
        text = clean(draft.scene.text[point.span[0] : point.span[1]])
        score = model.probability(features) * draft.event.score
        mark = " " if point.span not in taken else "*" if score >= model.threshold else "+"
        if mark == "+":
            text += " (counted by the event's own word)" if slot == "count" else " (with the list that it stands in)"
        rows.append((score, mark, text, features))
    yield from _listed(slot, model, rows)


def _mark(rule: str | None) -> str:
    """«*» for what its score chose, «+» for what a rule put there, a blank for what was not taken."""
    return " " if rule is None else "+" if rule else "*"


def _listed(slot: str, model: Model, rows: Iterable[tuple[float, str, str, Sequence[str]]]) -> Iterator[str]:
    ranked = sorted(rows, key=lambda row: (row[1] == " ", -row[0]))
    yield f"  {slot}: " + (
        f"candidates, taken from {model.threshold:.2f} on, the event's own score counted in"
        if ranked
        else "no candidates"
    )
    shown = [row for i, row in enumerate(ranked) if row[1] != " " or i < _CANDIDATES]
    for score, taken, text, features in shown:
        yield f"    {taken} {score:.2f} {text}"
        yield from _why(model, features, "           ")
    if len(shown) < len(ranked):
        yield f"      … and {len(ranked) - len(shown)} less likely ones"
