"""Step 8, second half: according to whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rasid.model import Token
from rasid.reading.beside import (
    APPEARS,
    HIS_WORDS,
    RELAYED,
    Attribution,
    Beside,
    accuses,
    clause_end,
    scope,
    stem,
    verb_of,
)
from rasid.reading.clauses import is_verb
from rasid.reading.extents import complement
from rasid.reading.index import Keys
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.voices import Voice
from rasid.text import fold_word

_NOMINAL = frozenset(
    {
        "اعلن",
        "اكد",
        "نفي",
        "كشف",
        "ذكر",
        "افاد",
        "وثق",
        "احصي",
        "رصد",
        "سجل",
        "اوضح",
        "اورد",
        "انكر",
        "حذر",
        "تحدث",
        "ابلغ",
        "اشار",
        "لفت",
        "نوه",
        "تطرق",
    }
)
"""Verbs whose content may be a noun: «أعلنت الشرطة مقتل …»."""
_NEGATIONS = frozenset({"لم", "ولم", "لا", "ولا", "لن", "ولن", "فلم"})
_WEAK = frozenset({"كتب", "نشر", "بث", "سجل", "رصد", "وثق", "اذاع", "عبر", "قدر", "علق", "رد", "عقب", "واصل", "تابع"})
_BRINGS = {"تحدث": "عن", "ابلغ": "عن", "اشار": "إلى", "لفت": "إلى", "نوه": "إلى", "تطرق": "إلى", "حذر": "من"}
"""Verbs whose noun of content a preposition brings, right after the verb or its subject."""
_COUNTERS = frozenset({"سجل", "رصد", "وثق", "احصي"})
"""Verbs that bring what a watching body found («وثق المرصد مقتل …»), and much else with other subjects."""
_WITH_NOUN = frozenset(
    {
        "موكدا",
        "مؤكدا",
        "مشيرا",
        "لافتا",
        "معلنا",
        "نافيا",
        "محذرا",
        "كاشفا",
        "متهما",
        "داعيا",
        "مطالبا",
        "منوها",
        "مهددا",
        "قائلا",
    }
)
_MASDARS = frozenset({"اعلان", "تاكيد", "قول"})
_SHARE = frozenset({"تورط", "مسؤوليه", "علاقه", "صله", "ضلوع", "اتهام", "مشاركه", "دور"})
_BLAME = 14
_NEAR = 1.5
_NEAR_THAT = 8
_QUOTATION = 4
_BLAMES = frozenset({"حمل", "القي", "انحي"})
_BLAME_NOUNS = frozenset({"مسؤوليه", "لوم", "لائمه", "تبعه"})
"""What «حمّل», «ألقى» and «أنحى» lay on somebody."""
_ADJOINS = 3


def name_of(chunk: Chunk) -> str:
    """The name that a source goes by: canonical where the tables know one, else the words as they stand."""
    target = chunk.referent if chunk.referent is not None else chunk
    named = [m for m in target.mentions if m.kind in {"actor", "person", "country"} and m.entity]
    person = next((m for m in named if m.kind == "person"), None)
    if person is not None and person.entity:
        return person.entity
    head: Mention | None = next((m for m in target.mentions if m.start <= target.head < m.end), None)
    if head is not None and head.entity and head.kind in {"actor", "country"}:
        return head.entity
    if head is not None and head.kind == "organ" and head.entity and head.country:
        return head.entity
    return target.text


class Speakers(Beside):
    """Walks through the sentences of a document and remembers who spoke last."""

    def attribute(self, scene: Scene, subjects: dict[int, Chunk]) -> list[Attribution]:
        """The attributions of one sentence, the innermost last."""
        found: list[Attribution] = []
        self.voices.meet(scene)
        self._running(scene, found)
        said = [self._kind(token) for token in scene.tokens]
        for i, kind in enumerate(said):
            if not kind and self._misread(scene, i, said):
                said[i] = "say"
        keys = scene.keys or [Keys(t) for t in scene.tokens]
        consumed = 0
        self._heading(scene, said, found)
        self._credit(scene, found)
        for i, kind in enumerate(said):
            if i < consumed:
                continue
            if kind == "say" and i and scene.tokens[i - 1].folded in _NEGATIONS:
                continue
            if kind == "say":
                self._say(scene, i, subjects.get(i), said, found)
            elif kind == "participle":
                self._participle(scene, i, subjects, said, found)
            elif kind == "accuse":
                self._accuse(scene, i, found)
            elif kind == "masdar":
                self._masdar(scene, i, said, found)
            else:
                consumed = max(consumed, self._according(scene, keys, i, said, found))
        self._unclaimed(scene, subjects, found)
        self._opens(scene)
        return found

    def _unclaimed(self, scene: Scene, subjects: dict[int, Chunk], found: list[Attribution]) -> None:
        """A longer quotation that no saying word brings is the word of whoever asks, condemns or describes before it."""
        tokens = scene.tokens
        for begin, end in scene.quotes:
            inside = [t.index for t in tokens if begin <= t.start < end]
            if sum(1 for i in inside if tokens[i].kind == "word") < _QUOTATION or begin <= scene.sentence.start:
                continue
            if any(a.start <= inside[0] < a.end for a in found):
                continue
            verb = max((v for v in subjects if v < inside[0] and accuses(tokens[v])), default=-1)
            near = min(inside[0], verb + _ADJOINS + 1)
            voice = self.voices.after(scene, verb, near) if verb >= 0 else None
            if voice is not None:
                found.append(scope(voice, inside[0], inside[-1] + 1, "quotation beside a speech act"))

    def _kind(self, token: Token) -> str:
        """What a word does for speech: ``say`` (a finite verb), ``participle``, ``masdar``, or nothing."""
        if token.kind != "word" or not token.analyses:
            return ""
        best = token.best
        form = token.folded
        row = self.tables.reporting.get(form) or self.tables.reporting.get(form[1:] if form[:1] in "وف" else form)
        if row is not None and row.pos == "participle" and (best.upos != "VERB" or form.endswith("ا")):
            return "participle"
        if form in RELAYED:
            return ""
        row = self.tables.reporting.get(verb_of(token))
        if best.upos == "VERB" and row is not None and row.kind in {"say", "deny"} and best.kind != "imperative":
            return "say"
        if best.upos == "VERB" and fold_word(best.lemma) in APPEARS:
            return "say"
        if best.upos == "VERB" and fold_word(best.lemma) in {"اتهم", *_BLAMES}:
            return "accuse"
        if not best.definite and not best.enclitic and stem(token) in _MASDARS:
            return "masdar"
        return ""

    def _misread(self, scene: Scene, at: int, said: Sequence[str]) -> bool:
        """Whether a word taken for another is a saying verb: the reading is near, a speaker stands beside it, «أن» follows."""
        tokens = scene.tokens
        token = tokens[at]
        if token.kind != "word" or len(token.analyses) < 2 or token.best.definite or at + 2 >= len(tokens):
            return False
        near = any(
            a.upos == "VERB" and a.person == 3 and a.kind == "perfect" and a.score > token.best.score - _NEAR
            and fold_word(a.lemma) in self.tables.reporting
            and self.tables.reporting[fold_word(a.lemma)].kind in {"say", "deny"}
            for a in token.analyses[1:4]
        )  # fmt: skip
        if not near or token.best.upos not in {"VERB", "NOUN"}:
            return False
        beside = next((m for m in scene.mentions if m.start == at + 1), None)
        speaker = self.voices.unnamed(tokens[at + 1]) or (
            beside is not None and beside.kind in {"role", "person", "group", "organ", "actor"}
        )
        start = complement(scene, at, said)
        return speaker and 0 < start <= at + _NEAR_THAT

    def _say(self, scene: Scene, at: int, subject: Chunk | None, said: Sequence[str], found: list[Attribution]) -> None:
        tokens = scene.tokens
        lemma = verb_of(tokens[at])
        start = complement(scene, at, said)
        if lemma in _WEAK and start > at + 8:
            start = -1
        if lemma in APPEARS:
            self._appears(scene, at, start, said, found)
            return
        if lemma in {"نقل", "نسب"}:
            self._relayed(scene, at, start, found)
            return
        nominal = _next_verb(tokens, at)
        if start == at + 3 and tokens[at + 1].kind == "word" and tokens[at + 2].folded != ":":
            single = self.voices.single(scene, at + 1)
            if single is not None:
                self.last = single
                found.append(scope(single, start, self.extent(scene, start, said), "saying verb"))
                return
        # A verb in the plural has its subject before it: what follows is its object.
        plural = tokens[at].best.number == "p" and tokens[at].best.person == 3
        after = None if plural else self.voices.after(scene, at, start if start >= 0 else nominal)
        misread = tokens[at].best.upos == "NOUN" and at + 1 < len(tokens)
        voice = after or (self.voices.rest(scene, at + 1, start) if misread else self._subject(scene, at, subject))
        beside = self._beside(scene, at, start)
        if voice is not None and beside >= 0:
            self.final(scene, beside, voice, "as somebody said", said, found)
            return
        if voice is None:
            return
        if start >= 0:
            self.last = voice
            found.append(scope(voice, start, self.extent(scene, start, said), "saying verb"))
        elif (
            lemma not in _WEAK
            and self._closing(scene, at)
            and voice.span is not None
            and voice.span[0] > tokens[at].start
        ):
            self.last = voice
            if not found:
                self.final(scene, at, voice, "said after what was said", said, found)
        elif lemma in _NOMINAL and (lemma not in _COUNTERS or (voice.chunk is not None and voice.chunk.name)):
            wished = at > 0 and tokens[at - 1].folded in {"ان", "بان"}
            begin = -1 if wished else self._nominal(scene, at, voice)
            if begin >= 0:
                self.last = voice
                rule = "saying verb with a noun"
                found.append(scope(voice, begin, clause_end(scene, begin), rule))

    def _nominal(self, scene: Scene, at: int, voice: Voice) -> int:
        """Where the noun of what is announced begins («أعلنت الشرطة مقتل …»), or -1; a denied share («تورط») is none."""
        after = voice.span[1] if voice.span and voice.span[0] > scene.tokens[at].start else scene.tokens[at].end
        for chunk in scene.chunks:
            brought = _BRINGS.get(verb_of(scene.tokens[at]))
            if chunk.span[0] < after < chunk.span[1] and not brought:
                return next(t.index for t in scene.tokens if t.start >= after)
            if chunk.span[0] < after or chunk.kind not in {"noun", "event"} or chunk.sense == "time":
                continue
            warned = verb_of(scene.tokens[at]) == "حذر"
            if brought and brought != "من":
                words = sum(1 for t in scene.tokens[at : chunk.start] if t.start >= after and t.kind == "word")
                told = chunk.kind == "event" or brought == "عن"
                if chunk.prep == brought and told and words <= _ADJOINS:
                    return chunk.start
                continue
            if chunk.start - at > 20 or chunk.prep not in ({"من"} if warned else {"", "عن", "ب", "إلى", "+", "على"}):
                continue
            deny = self.tables.reporting[verb_of(scene.tokens[at])].kind == "deny"
            if deny and (
                stem(scene.tokens[chunk.head]) in _SHARE
                or any(stem(t) in _SHARE for t in scene.tokens[chunk.start : chunk.end])
            ):
                return -1
            return chunk.start
        return -1

    def _subject(self, scene: Scene, at: int, subject: Chunk | None) -> Voice | None:
        """Whoever a saying verb without a subject after it has: a phrase before it, or the last speaker."""
        before = subject is not None and subject.kind == "noun" and subject.start < at and at - subject.end <= 25
        if before and self.last is not None and scene.tokens[at].best.proclitics:
            return self.last
        if subject is not None and before and self.voices.speaks(scene, subject):
            return self.voices.of(scene, subject, at)
        if subject is not None and subject.kind == "relative" and subject.referent is not None:
            referent = subject.referent
            return Voice(name=name_of(referent), span=referent.span, chunk=referent) if self._human(referent) else None
        if self.last is not None and not self._other_gender(subject):
            return self.last
        if subject is not None and subject.referent is not None and self._human(subject.referent):
            return Voice(name=name_of(subject.referent), span=subject.referent.span, chunk=subject.referent)
        return None

    def _other_gender(self, subject: Chunk | None) -> bool:
        """Whether an unspoken subject is feminine and the last speaker masculine, or the other way round."""
        last = self.last.chunk if self.last else None
        if subject is None or last is None or subject.referent is None or not self._human(subject.referent):
            return False
        return bool(subject.gender and last.gender) and subject.gender != last.gender and last.number != "p"

    def _human(self, chunk: Chunk) -> bool:
        return chunk.human or chunk.name or chunk.sense in {"document", "org", "state"}

    def _relayed(self, scene: Scene, at: int, start: int, found: list[Attribution]) -> None:
        """«نقلت وكالة كذا عن مصدر قوله إن»: the agency outside, its source inside."""
        tokens = scene.tokens
        stop = start if start >= 0 else min(len(tokens), at + 16)
        about = next((j for j in range(at + 1, stop) if tokens[j].folded in {"عن", "الي"}), -1)
        if start < 0 and not any(tokens[j].folded in HIS_WORDS for j in range(at, stop)):
            return
        words = next((j for j in range(at + 1, stop) if tokens[j].folded in HIS_WORDS), stop)
        voice = self.voices.after(scene, at, words) if about < 0 else self._noun_after(scene, about, stop)
        if voice is None:
            return
        if start < 0:
            start = next(j for j in range(at, stop) if tokens[j].folded in HIS_WORDS) + 1
        self.last = voice
        found.append(scope(voice, start, len(tokens), "relayed from"))

    def _participle(
        self, scene: Scene, at: int, subjects: dict[int, Chunk], said: Sequence[str], found: list[Attribution]
    ) -> None:
        """«مؤكدا أن …»: the speaker of the clause before goes on."""
        if scene.tokens[at].folded.lstrip("و") == "مجددا" and complement(scene, at, said) < 0:
            return
        voice = self.last if found or (self.last and at == 0) else None
        if voice is None:
            verb = max((v for v in subjects if v < at), default=-1)
            subject = subjects.get(verb)
            if subject is not None and subject.kind == "noun" and self.voices.speaks(scene, subject):
                voice = self.voices.of(scene, subject, at)
        voice = voice or self.last
        if voice is None:
            return
        self.last = voice
        start = complement(scene, at, said)
        if start < 0 or start > at + 8:
            if scene.tokens[at].folded.removeprefix("و") not in _WITH_NOUN:
                return
            start = at + 1
        found.append(scope(voice, start, self.extent(scene, start, said), "participle"))

    def _masdar(self, scene: Scene, at: int, said: Sequence[str], found: list[Attribution]) -> None:
        """«مع إعلان مصدر مقتل …»: the noun's construct term speaks."""
        tokens = scene.tokens
        chunk = next(
            (c for c in scene.chunks if at < c.start <= at + 2 and c.kind == "noun" and c.prep in {"", "+"}), None
        )
        if chunk is None or not (
            self.voices.speaks(scene, chunk)
            and (chunk.human or chunk.mentions or self.voices.unnamed(tokens[chunk.head]))
        ):
            return
        start = complement(scene, at, said)
        voice = self.voices.of(scene, chunk, start)
        after = voice.span[1] if voice.span else tokens[at].end
        if start < 0 or start - at > 14:
            content = next(
                (c for c in scene.chunks if c.span[0] >= after and c.kind in {"noun", "event"} and c.sense != "time"),
                None,
            )
            start = (
                content.start
                if content is not None and content.kind == "event" and content.prep in {"", "عن", "ب", "+"}
                else -1
            )
        if start < 0:
            return
        found.append(scope(voice, start, clause_end(scene, start), "noun of saying"))

    def _accuse(self, scene: Scene, at: int, found: list[Attribution]) -> None:
        """«اتهم فلان خصومه بقتل …»: what somebody is accused of is the accuser's word."""
        if verb_of(scene.tokens[at]) in _BLAMES:
            self._blamed(scene, at, found)
            return
        charge = next(
            (c for c in scene.chunks if at < c.start <= at + 18 and c.prep in {"ب", "في"} and c.kind == "event"), None
        )
        if charge is None:
            return
        between = [c for c in scene.chunks if at < c.start < charge.start and c.kind == "noun" and not c.prep]
        if scene.tokens[at].best.voice == "Pass" and len(between) < 2:
            return
        voice = self.voices.after(scene, at, charge.start) or self.last
        if voice is not None and voice.span is not None:
            found.append(scope(voice, charge.start, clause_end(scene, charge.start), "accusation"))

    def _blamed(self, scene: Scene, at: int, found: list[Attribution]) -> None:
        """«حملت المنظمة الجيش مسؤولية قتل …»: what somebody is blamed for is the word of whoever blames."""
        blame = next((t.index for t in scene.tokens[at : at + _BLAME] if stem(t) in _BLAME_NOUNS), -1)
        voice = self.voices.after(scene, at, blame) if blame > at else None
        if voice is not None:
            found.append(scope(voice, blame + 1, clause_end(scene, blame + 1), "accusation"))

    def _running(self, scene: Scene, found: list[Attribution]) -> None:
        """A quotation that began in an earlier sentence keeps its speaker."""
        if self.open is None:
            return
        end, voice = self.open
        if end <= scene.sentence.start:
            self.open = None
            return
        inside = [t.index for t in scene.tokens if t.start < end]
        if voice is not None and inside:
            found.append(scope(voice, inside[0], inside[-1] + 1, "quotation"))

    def _opens(self, scene: Scene) -> None:
        """Notice a quotation that does not end with its sentence."""
        if self.open is not None and self.open[0] > scene.sentence.end:
            return
        first, last = (bisect_left(self.ranges, (at, 0)) for at in (scene.sentence.start, scene.sentence.end + 3))
        for _, b in self.ranges[first:last]:
            if scene.sentence.end + 2 < b:
                self.open = (b, self.last)
                return

    def current(self) -> Chunk | None:
        """Whoever «we» stands for now: the speaker of the open quotation, else the last one."""
        if self.open and self.open[1]:
            return self.open[1].chunk
        return self.last.chunk if self.last else None


def _next_verb(tokens: Sequence[Token], at: int) -> int:
    return next((j for j in range(at + 1, len(tokens)) if is_verb(tokens[j]) or tokens[j].text in "؛:"), len(tokens))
