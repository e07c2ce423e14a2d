"""Which event word a number belongs to by the grammar alone: what it counts, the toll that it gives, two events at once."""

from __future__ import annotations

from itertools import pairwise

from rasid.reading.parts import Event, Scene
from rasid.reading.points import AMONG, Point
from rasid.text import fold_word

TOLL = frozenset({"حصيله", "عدد", "محصله", "اجمالي", "مجموع"})
"""Folded lemmas that announce a toll."""
_COUNTABLE = frozenset({"HARM", "ASSAULT", "PROTEST", "CONSULT"})
"""Events that are counted themselves, unlike people who are named by what befell them («خمسة متهمين»)."""
_THINGS = frozenset({"munition", "explosive", "missile", "firearm", "blade"})
"""Weapons that are things, unlike «غارة», which is what happens."""
_REACH = 9
_JOINT_REACH = 6
_DEAD = frozenset({"قتيل", "قتلي", "شهيد", "شهداء"})
_VERBS = frozenset({"verb", "passive"})
_PERSONS = frozenset({"شخص", "شخصا", "اشخاص", "مواطن", "مواطنا", "مواطنين", "فرد", "فردا", "افراد"})


def frame_mode(event: Event) -> str:
    """The mode of an event, the passive's own where the frame has one."""
    frame = event.sense.frame
    return (frame.passive_mode if event.passive and frame.passive_mode else frame.mode) or ""


def claimed(scene: Scene, at: int, point: Point) -> bool | None:
    """Whether the grammar gives a number to the event at a position, or to another one; None where it leaves it open.

    «ثلاثة تفجيرات» counts the word itself; «بلغ عدد القتلى 45» is the toll of the dead; «مقتل وإصابة خمسين» goes to both.
    """
    if point.slot != "count":
        return None
    counted = point.payload.counted
    if counted is not None and any(e.token == counted and e.event_type in _COUNTABLE for e in scene.events):
        thing = any(m.kind == "weapon" and m.sense in _THINGS and m.start <= counted < m.end for m in scene.mentions)
        return None if thing else bool(counted == at)
    if any(t.folded in AMONG for t in scene.tokens[max(0, point.start - 2) : point.start]):
        whole = _whole(scene, point)
        return None if whole is None else whole == at
    toll = _toll(scene, point)
    if toll is not None:
        return toll == at
    event = next((e for e in scene.events if e.token == at), None)
    if event is not None and point.start - at <= _JOINT_REACH and _coordinated(scene, event, point):
        return True
    return None


def joint(scene: Scene, event: Event, point: Point) -> bool:
    """Whether one number stands for the dead and the hurt together («مقتل وإصابة خمسين», «بين قتيل وجريح»)."""
    after = scene.tokens[point.end : point.end + _JOINT_REACH]
    if any(t.folded == "بين" and f.folded in _DEAD for t, f in pairwise(after)):
        return True
    return _coordinated(scene, event, point)


def _coordinated(scene: Scene, event: Event, point: Point) -> bool:
    """Whether the noun of harm stands right beside another one, with one number behind both."""
    harm = {e.token: frame_mode(e) for e in scene.events if e.event_type == "HARM" and e.sense.pos not in _VERBS}
    if event.token not in harm:
        return False
    for other in (event.token - 1, event.token + 1):
        second = max(other, event.token)
        if other not in harm or harm[other] == harm[event.token] or point.start <= second:
            continue
        if "و" in scene.tokens[second].best.proclitics and point.start - second <= 2:
            return True
    return False


def _whole(scene: Scene, point: Point) -> int | None:
    """The event word whose number a part belongs to («قتل 23 مدنيا في القصف، بينهم خمسة أطفال»): that of the total before it."""
    totals = [q for q in scene.numbers if q.end <= point.start and not q.role and not q.ordinal and not q.unit]
    if not totals:
        return None
    counted = totals[-1].counted
    tokens = [e.token for e in scene.events]
    if counted is not None and counted in tokens:
        return int(counted)
    return max((token for token in tokens if token < totals[-1].start), default=None)


def _toll(scene: Scene, point: Point) -> int | None:
    """The noun of harm whose toll a number gives («ارتفعت حصيلة قتلى الانفجار إلى 45»); the number counts nothing else."""
    counted = point.payload.counted
    if counted is not None and scene.tokens[counted].folded not in _PERSONS:
        return None
    low = max(0, point.start - _REACH)
    named = [i for i in range(low, point.start) if fold_word(scene.tokens[i].best.lemma) in TOLL]
    if not named:
        return None
    harmed = [
        e.token
        for e in scene.events
        if e.event_type == "HARM" and e.sense.pos not in _VERBS and named[-1] < e.token < point.start
    ]
    return harmed[0] if harmed and harmed[0] - named[-1] <= 2 else None
