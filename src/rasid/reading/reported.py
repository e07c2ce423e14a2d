"""Whether a text reports an event as a concrete happening, rather than naming it: trials, threats, feasts, generics.

Small models per task, fitted on the votes of annotators: one looks at each event, one at its whole sentence, one tells
which event readers mark. They see classes only (see :mod:`rasid.reading.skeleton`). Their probability changes no record;
it says how likely readers are to take an event as news of something that really happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from rasid.errors import DataError
from rasid.lexicon import packaged
from rasid.reading.features import bucket
from rasid.reading.parts import Chunk, Scene
from rasid.reading.records import Draft
from rasid.reading.skeleton import grams, skeleton
from rasid.reading.tables import Tables
from rasid.reading.weights import Model, sigmoid
from rasid.text import fold_word

TASKS = ("assault", "protest")
_TYPES = {"assault": frozenset({"ASSAULT", "HARM"}), "protest": frozenset({"PROTEST"})}
_ARMED = frozenset({"MIL", "REB", "UAF", "POL", "SPY"})

# Small closed sets of words that frame an event noun: what kind of thing is said about it.
_PROCESS = frozenset(
    {"عمليه", "عمليات", "محاوله", "محاولات", "حمله", "موجه", "سلسله", "اعمال", "ظاهره", "سياسه", "ثقافه"}
)
_LATER = frozenset({"بعد", "قبل", "منذ", "عقب", "اثر", "اثناء", "خلال", "غداه", "عشيه", "حتي"})
_FIELDS: dict[str, frozenset[str]] = {
    "court": frozenset({"محكمه", "محاكمه", "قضيه", "متهم", "تهمه", "حكم", "قاضي", "ادعاء", "نيابه", "دعوي", "اتهام", "تحقيق", "محقق", "محامي", "ادانه", "سجن", "مدان", "متورط", "ضلوع", "لجنه", "ملف"}),
    "sport": frozenset({"مباراه", "فريق", "لاعب", "بطوله", "مدرب", "ملعب", "دوري", "كاس", "منتخب", "فيلم", "روايه", "مسلسل", "اسهم", "بورصه", "كتاب", "مسرحيه", "ممثل", "شاعر"}),
    "anniversary": frozenset({"ذكري", "احياء", "سنويه", "تابين", "عزاء", "ضريح", "نصب"}),
    "history": frozenset({"تاريخ", "قرن", "حرب", "ثوره", "انتداب", "احتلال", "عصر", "عهد", "ماضي", "حقبه", "ستينات", "سبعينات", "ثمانينات", "تسعينات"}),
    "analysis": frozenset({"سياسه", "استراتيجيه", "ازمه", "مشكله", "نظام", "مصلحه", "حل", "حوار", "راي", "موقف", "ظاهره", "ارهاب", "عنف", "مقاومه", "خطر", "تحليل"}),
    "condemn": frozenset({"ادان", "ادانه", "استنكر", "استنكار", "شجب", "ندد", "تنديد", "رفض", "انتقد", "تعزيه", "اسف"}),
    "generic": frozenset({"اي", "كل", "جميع", "مثل", "غالبا", "دائما", "عاده", "احيانا", "اعمال", "شتي"}),
    "hurt": frozenset({"جريح", "قتيل", "جثه", "ضحيه", "جرح", "مصاب", "حصيله", "خسائر", "شهيد", "رهينه", "مخطوف"}),
}  # fmt: skip
_YEAR = re.compile(r"^(1[0-9]|20)\d\d$")
# How the two models are weighed, and what stands for the event model where a text has no event.
_SHARE = 0.7
_SHARE_MARKED = 0.3
_NO_EVENT = -5.0
_DATELINE = ("ـ", "*", "-", "–")


class TaskModels(msgspec.Struct, frozen=True):
    """The models of one task: of single events, of sentences, of which event readers mark; and the sentence threshold."""

    event: Model
    sentence: Model
    marked: Model
    threshold: float = 0.5


class ReportedModels(msgspec.Struct, frozen=True):
    """The models of all tasks with a line on what they were fitted on."""

    fitted_on: str
    assault: TaskModels
    protest: TaskModels

    def of(self, task: str) -> TaskModels:
        """The models of ``assault`` or ``protest``."""
        return self.assault if task == "assault" else self.protest


def load_reported(path: Path | None = None) -> ReportedModels:
    """The packaged models, or those of a file. Raises DataError where they are missing or malformed."""
    return _packaged() if path is None else _decode(path.read_bytes(), str(path))


@cache
def _packaged() -> ReportedModels:
    return _decode(packaged("reported.json"), "reported.json")


def _decode(raw: bytes, where: str) -> ReportedModels:
    try:
        return msgspec.json.decode(raw, type=ReportedModels)
    except msgspec.DecodeError as error:
        raise DataError(
            "the weights do not fit this version", where=where, step="Fit them again with make train."
        ) from error


def task_of(draft: Draft) -> str:
    """The task that a draft belongs to (``assault`` takes deaths and injuries too), or ``""``."""
    kind = draft.event.event_type
    return next((task for task, kinds in _TYPES.items() if kind in kinds), "")


def reported_score(draft: Draft, drafts: Sequence[Draft], models: ReportedModels | None = None) -> float | None:
    """How likely readers take an event as really reported here, 0 to 1; None for a type that no model covers.

    ``drafts`` are all events of the text, among which its neighbours are found.
    """
    task = task_of(draft)
    if not task:
        return None
    return (models or load_reported()).of(task).event.probability(draft_features(draft, drafts))


def sentence_score(
    scenes: Sequence[Scene], drafts: Sequence[Draft], task: str, tables: Tables, models: ReportedModels
) -> float:
    """How likely readers find an event of the task reported in a text of one or few sentences, 0 to 1."""
    mine = models.of(task)
    rows = {id(d): draft_features(d, drafts) for d in drafts if task_of(d) == task}
    return combined(mine, list(rows.values()), sentence_features(scenes, drafts, rows.values(), tables))


def combined(models: TaskModels, events: Sequence[Sequence[str]], whole: Sequence[str]) -> float:
    """The probability that the two models give together, from the features of the events and of the whole text."""
    best = max((models.event.logit(features) for features in events), default=_NO_EVENT)
    return sigmoid(_SHARE * models.sentence.logit(whole) + (1.0 - _SHARE) * best)


def sentence_features(
    scenes: Sequence[Scene], drafts: Sequence[Draft], rows: Iterable[Sequence[str]], tables: Tables
) -> tuple[str, ...]:
    """Names of the runs of classes of a text, its fields, its events, and of what its events of the task (``rows``) show."""
    found: set[str] = {"bias"}
    for scene in scenes:
        found.update(grams(skeleton(scene, drafts, tables), 2))
        found.update(fields(scene))
    found.update(f"any:{d.event.event_type}:{d.modality}" for d in drafts)
    for features in rows:
        found.update(f"event:{name}" for name in features)
    return tuple(sorted(found))


def marked_score(draft: Draft, drafts: Sequence[Draft], models: ReportedModels) -> float:
    """How much a draft looks like the event that readers would mark in its sentence; compare within a sentence only."""
    mine = models.of(task_of(draft))
    features = draft_features(draft, drafts)
    return mine.marked.logit(features) + _SHARE_MARKED * mine.event.logit(features)


def draft_features(draft: Draft, drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Names of what speaks for or against a draft as a concrete event: its form, its arguments, its surroundings."""
    scene, event = draft.scene, draft.event
    found = [f for f in event.features if not f.startswith(("rank=", "margin=", "prior=", "rivals="))]
    found += _form(draft)
    found += _arguments(draft)
    found += _place_in_text(draft)
    found += _neighbours(draft, drafts)
    found += sorted(fields(scene))
    return tuple(dict.fromkeys(found))


def _form(draft: Draft) -> Iterator[str]:
    """What the event word is and how it is said."""
    event, scene = draft.event, draft.scene
    frame, reading, pos = event.sense.frame, event.sense.reading, event.sense.pos
    kind = event.event_type
    yield f"mode={frame.mode}&pos={pos}"
    yield f"acled={frame.acled}"
    yield f"modality={draft.modality}"
    yield f"modality={draft.modality}&pos={pos}"
    yield f"rule={draft.modality_rule if '«' not in draft.modality_rule else 'word'}"
    yield f"attributed={draft.attribution is not None}&pos={pos}"
    yield f"content={draft.content is not None}"
    yield f"score={bucket(int(event.score * 10), (4, 5, 6, 7, 8))}"
    yield f"form={reading.kind}&number={reading.number}&definite={reading.definite}&type={kind}"
    yield f"light={event.light is not None}&pos={pos}"
    if event.light_token >= 0:
        yield f"light_tense={scene.tokens[event.light_token].best.kind}"
    if reading.kind == "imperfect":
        before = [t.folded for t in scene.tokens[max(0, event.token - 4) : event.token]]
        yield f"was_doing={any(w.lstrip('وف').startswith('كان') for w in before)}"
    if draft.frameset.governor >= 0:
        verb = scene.tokens[draft.frameset.governor].best
        yield f"governor={verb.kind}&relation={draft.frameset.governor_relation}"


def _class(chunk: Chunk) -> str:
    """A coarse class of a filler."""
    target = chunk.referent or chunk
    head = next((m for m in target.mentions if m.start <= target.head < m.end), None)
    if head is None:
        return target.sense or ("human" if target.human else "thing")
    if head.sector in _ARMED:
        return "armed"
    return f"{head.kind}:{head.sense}" if head.kind == "group" else head.kind


def _arguments(draft: Draft) -> Iterator[str]:
    """Who and what fills its slots."""
    pos = draft.event.sense.pos
    have = []
    for slot in ("actor", "recipient"):
        chunks = [c.chunk for c in draft.choices if c.slot == slot]
        have.append(slot[0] if chunks else "-")
        if chunks:
            first = chunks[0]
            target = first.referent or first
            yield f"{slot}={_class(first)}"
            yield f"{slot}={_class(first)}&pos={pos}"
            yield f"{slot}:{target.number}:{'d' if target.definite else 'i'}:{first.kind}"
            yield f"{slot}_named={any(m.kind in {'actor', 'person', 'country'} for m in target.mentions)}"
            counted = (
                draft.scene.tokens[first.start].kind == "number" or draft.scene.tokens[first.start].best.upos == "NUM"
            )
            yield f"{slot}_counted={counted}&number={target.number}&definite={target.definite}"
    for name in ("places", "weapons", "dates", "counts"):
        rows = getattr(draft, name)
        have.append(name[0] if rows else "-")
    yield "have=" + "".join(have)
    for letter in have:
        yield f"have_{letter}&pos={pos}"
    for point, _ in draft.dates:
        yield f"date={point.kind}"
    for point, _ in draft.weapons:
        yield f"weapon_kind={point.kind}"
    for point, _ in draft.places:
        yield f"place_kind={point.kind}"


def _place_in_text(draft: Draft) -> Iterator[str]:
    """Where in its sentence it stands, and what stands before and after it."""
    scene, at = draft.scene, draft.event.token
    tokens = scene.tokens
    clause = scene.clauses[scene.clause_of[at]]
    pos = draft.event.sense.pos
    yield f"clause={clause.kind}&pos={pos}"
    yield f"clause_verb={clause.verb == at}"
    yield f"at={bucket(at * 5 // max(1, len(tokens)), (0, 1, 2, 3))}"
    yield f"sentence={scene.index if scene.index < 3 else 'later'}"
    before = [t.folded.lstrip("وف") for t in tokens[max(0, at - 3) : at]]
    bare = [w.removeprefix("ب").removeprefix("ل").removeprefix("ال") for w in before]
    if bare and bare[-1] in _PROCESS:
        yield "after_process"
    late = next((w for w in reversed(before) if w in _LATER), "")
    yield f"before={late}&pos={pos}"
    for word in before[-2:]:
        if word in {
            "ان",
            "انه",
            "انهم",
            "الذي",
            "التي",
            "الذين",
            "من",
            "في",
            "عن",
            "على",
            "قد",
            "كان",
            "كانت",
            "لو",
            "اذا",
            "لا",
            "لم",
            "هل",
        }:
            yield f"word_before={word}"
    if at and tokens[at - 1].analyses:
        yield f"left={tokens[at - 1].best.upos}:{tokens[at - 1].best.sense}"
    if at + 1 < len(tokens) and tokens[at + 1].analyses:
        after = tokens[at + 1].best
        yield f"right={after.upos}:{after.sense}:{after.definite}&pos={pos}"
    quoted = scene.quoted[at] if scene.quoted else False
    yield f"quoted={quoted}&pos={pos}"


def _neighbours(draft: Draft, drafts: Sequence[Draft]) -> Iterator[str]:
    """The other events of its sentence."""
    here = [d for d in drafts if d.scene is draft.scene and d is not draft]
    at = draft.event.token
    kinds = {d.event.event_type for d in here}
    for kind in sorted(kinds):
        yield f"with={kind}"
    yield f"others={bucket(len(here), (0, 1, 2, 4))}"
    left = [d for d in here if d.event.token < at]
    if left:
        last = max(left, key=lambda d: d.event.token)
        yield f"left_event={last.event.event_type}:{last.event.sense.pos}"
    right = [d for d in here if d.event.token > at]
    if right:
        first = min(right, key=lambda d: d.event.token)
        yield f"right_event={first.event.event_type}:{first.event.sense.pos}"
    word = fold_word(draft.event.sense.reading.lemma)
    yield f"repeated={any(fold_word(d.event.sense.reading.lemma) == word for d in drafts if d is not draft)}"


def fields(scene: Scene) -> set[str]:
    """Names of the fields that a sentence's words belong to and of its outer shape."""
    lemmas = {fold_word(t.best.lemma) for t in scene.tokens if t.kind == "word" and t.analyses} | {
        t.folded for t in scene.tokens
    }
    found = {f"field={name}" for name, words in _FIELDS.items() if lemmas & words}
    if any(_YEAR.match(t.folded) for t in scene.tokens):
        found.add("year")
    opening = [t.text for t in scene.tokens[:25]]
    if any(mark in opening for mark in _DATELINE):
        found.add("dateline")
    if scene.tokens and scene.tokens[-1].text in {"؟", "?"}:
        found.add("question")
    if not any(t.analyses and t.best.upos == "VERB" for t in scene.tokens):
        found.add("verbless")
    if any(t.analyses and t.best.person == 1 for t in scene.tokens):
        found.add("first_person")
    for date in scene.dates:
        found.add(f"date_in_sentence={getattr(date, 'kind', '')}")
    numbers = sum(1 for q in scene.numbers if not q.role)
    found.add(f"numbers={min(numbers, 3)}")
    sectors = {m.sector for m in scene.mentions if m.sector}
    found.update(f"sector={sector}" for sector in sectors)
    found.update(f"group={m.sense}" for m in scene.mentions if m.kind == "group")
    found.update(f"weapon={m.sense}" for m in scene.mentions if m.kind == "weapon")
    return found
