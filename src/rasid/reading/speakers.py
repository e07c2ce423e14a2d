"""Step 8, second half: according to whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec

from rasid.lexicon import ReportingEntry
from rasid.model import Span, Token
from rasid.reading.clauses import is_verb
from rasid.reading.index import Keys, bare
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.tables import Tables
from rasid.reading.voices import Voice, Voices, complement
from rasid.text import fold_word

_OPENERS = {"«": "»", "“": "”", "„": "”"}
_NOMINAL = frozenset(
    {"اعلن", "اكد", "نفي", "كشف", "ذكر", "افاد", "وثق", "احصي", "رصد", "سجل", "اوضح", "اورد", "انكر", "حذر", "تحدث", "ابلغ", "اشار", "لفت", "نوه", "تطرق"}
)
"""Verbs whose content may be a noun: «أعلنت الشرطة مقتل …»."""
_NEGATIONS = frozenset({"لم", "ولم", "لا", "ولا", "لن", "ولن", "فلم"})
_TEXTS = frozenset({"بيان", "تقرير", "وثيقه", "رساله", "شهاده", "روايه"})
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
_AS_SAID = frozenset({"حسبما", "مثلما", "وحسبما"})
_HIS_WORDS = frozenset(
    noun + suffix
    for noun in (
        "قول", "تاكيد", "تحذير", "اعلان", "اشارت", "نفي", "وصف", "مشاهدت", "مطالبت", "دعوت", "اتهام", "تصريح", "تشديد", "اعتقاد",
        "كشف", "اعتراف", "توقع", "اعراب", "زعم",
    )
    for suffix in ("ه", "ها", "هم", "هما")
) | {"القول", "التاكيد"}  # fmt: skip
_TURNS = frozenset({"فيما", "بينما", "حين"})
_HEAD = 3
_BLAME = 14
_NEAR = 1.5
_NEAR_THAT = 8
_QUOTATION = 4
_PHRASE = 16
_BLAMES = frozenset({"حمل", "القي", "انحي"})
_BLAME_NOUNS = frozenset({"مسؤوليه", "لوم", "لائمه", "تبعه"})
"""What «حمّل», «ألقى» and «أنحى» lay on somebody."""
_ADJOINS = 3
_HEADING = 9
_LABELS = frozenset({"عاجل", "فيديو", "صور", "تحديث", "خبر", "ملخص", "بالصور", "بالفيديو"})
_APPEARS = frozenset({"جاء", "ورد"})
"""Verbs of what stands in a text: «جاء في بيان للجيش أن …»."""
_SHORT = 6
_RELAYED = frozenset({"نقلا", "ونقلا"})
_SIDES = frozenset({"جهته", "جهتها", "جانبه", "جانبها", "ناحيته", "ناحيتها", "جهتهم", "جانبهم"})
_SPEECH_ACTS = frozenset(
    {"اتهم", "طالب", "دعا", "دعي", "ادان", "هدد", "رفض", "انتقد", "ندد", "هاجم", "ناشد", "حث", "توعد", "استنكر", "شجب", "رحب", "وصف"}
)


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Who is given as the source of the words in ``[start, end)`` of a sentence."""

    name: str
    span: Span | None
    start: int
    end: int
    rule: str
    chunk: Chunk | None = None
    """The speaker's phrase, for «we»."""


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Character ranges between quotation marks; ASCII marks are paired in order, within a paragraph where they are odd."""
    ranges: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _OPENERS:
            stack.append((_OPENERS[char], i))
        elif stack and char == stack[-1][0]:
            ranges.append((stack.pop()[1] + 1, i))
    marks = [i for i, char in enumerate(text) if char == '"']
    if len(marks) % 2 == 0:
        ranges += list(zip([m + 1 for m in marks[::2]], marks[1::2], strict=True))
    else:
        begin = 0
        for paragraph in text.split("\n"):
            inside = [begin + i for i, char in enumerate(paragraph) if char == '"']
            ranges += list(zip([m + 1 for m in inside[::2]], inside[1::2], strict=False))
            begin += len(paragraph) + 1
    return sorted(ranges)


class Quotes:
    """Marks what stands between quotation marks, sentence after sentence."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Take the quoted ranges of the text."""
        self._inside: list[tuple[int, int]] = []
        self._coming = sorted(ranges, reverse=True)

    def mark(self, scene: Scene) -> None:
        """Set for each token whether it stands between quotation marks; sentences must come in order."""
        while self._coming and self._coming[-1][0] < scene.sentence.end:
            self._inside.append(self._coming.pop())
        self._inside = [r for r in self._inside if r[1] > scene.sentence.start]
        scene.quotes = list(self._inside)
        scene.quoted = [any(a <= t.start < b for a, b in self._inside) for t in scene.tokens]


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


class Speakers:
    """Walks through the sentences of a document and remembers who spoke last."""

    def __init__(self, tables: Tables, ranges: Sequence[tuple[int, int]]) -> None:
        """Keep the tables and the quoted ranges of the document."""
        self.tables = tables
        self.ranges = ranges
        self.voices = Voices(tables)
        self.last: Voice | None = None
        self.open: tuple[int, Voice | None] | None = None
        """The end of a quotation that goes on over sentences, and who speaks in it."""

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
            verb = max((v for v in subjects if v < inside[0] and _accuses(tokens[v])), default=-1)
            near = min(inside[0], verb + _ADJOINS + 1)
            voice = self.voices.after(scene, verb, near) if verb >= 0 else None
            if voice is not None:
                found.append(_scope(voice, inside[0], inside[-1] + 1, "quotation beside a speech act"))

    def _heading(self, scene: Scene, said: Sequence[str], found: list[Attribution]) -> None:
        """«مصدر أمني: مقتل …»: whoever stands before a colon at the head says what follows; a place there is a label."""
        tokens = scene.tokens
        colon = next((t.index for t in tokens[: _HEADING + 1] if t.text == ":"), -1)
        first = 1 if colon > 1 and tokens[0].folded in _LABELS else 0
        if colon <= first or colon + 1 >= len(tokens):
            return
        if any(t.kind != "word" or is_verb(t) or said[t.index] for t in tokens[first:colon]):
            return
        chunk = next((c for c in scene.chunks if c.start == first and c.kind == "noun" and not c.prep), None)
        if chunk is None or not self._heads(scene, chunk, colon):
            return
        self.last = self.voices.of(scene, chunk, colon)
        found.append(_scope(self.last, colon + 1, self._end(scene, colon + 1, said), "before a colon at the head"))

    def _heads(self, scene: Scene, chunk: Chunk, colon: int) -> bool:
        """Whether the phrase before a colon speaks; a state does where «we», a quotation or another state follows."""
        tokens = scene.tokens
        head = tokens[chunk.head]
        mention = next((m for m in chunk.mentions if m.start <= chunk.head < m.end), None)
        if mention is not None and mention.kind in {"country", "nation"}:
            after = tokens[colon + 1]
            other = any(
                m.start == colon + 1 and m.kind in {"country", "actor", "person", "organ"} for m in scene.mentions
            )
            return after.text in '«"“' or other or (bool(after.analyses) and after.best.person == 1)
        if self.voices.unnamed(head):
            return True
        if mention is None:
            return chunk.name and chunk.sense != "place" and head.folded not in _LABELS
        return mention.kind in {"actor", "person", "organ", "role"}

    def _credit(self, scene: Scene, found: list[Attribution]) -> None:
        """«مقتل … - مصدر أمني», «… (مصادر)», and after a quotation whoever stands in brackets."""
        tokens = scene.tokens
        end = len(tokens)
        while end and tokens[end - 1].text in ").!؟":
            end -= 1
        marks = [i for i in range(1, end) if tokens[i].text in "-–—(|"]
        mark = next((i for i in marks if tokens[i - 1].text in '»”"'), marks[-1] if marks else -1)
        if mark < _HEAD or end - mark > _PHRASE or any(is_verb(t) for t in tokens[mark:end]):
            return
        chunk = next((c for c in scene.chunks if c.start == mark + 1 and c.kind == "noun" and not c.prep), None)
        if chunk is None:
            return
        quoted = tokens[mark - 1].text in '»”"' and self.voices.speaks(scene, chunk)
        if quoted or (self.voices.unnamed(tokens[chunk.head]) and end - mark <= _SHORT):
            found.append(_scope(self.voices.of(scene, chunk, end), 0, mark, "credited at the end"))

    def _kind(self, token: Token) -> str:
        """What a word does for speech: ``say`` (a finite verb), ``participle``, ``masdar``, or nothing."""
        if token.kind != "word" or not token.analyses:
            return ""
        best = token.best
        form = token.folded
        row = self.tables.reporting.get(form) or self.tables.reporting.get(form[1:] if form[:1] in "وف" else form)
        if row is not None and row.pos == "participle" and (best.upos != "VERB" or form.endswith("ا")):
            return "participle"
        if form in _RELAYED:
            return ""
        row = self.tables.reporting.get(_verb(token))
        if best.upos == "VERB" and row is not None and row.kind in {"say", "deny"} and best.kind != "imperative":
            return "say"
        if best.upos == "VERB" and fold_word(best.lemma) in _APPEARS:
            return "say"
        if best.upos == "VERB" and fold_word(best.lemma) in {"اتهم", *_BLAMES}:
            return "accuse"
        if not best.definite and not best.enclitic and _stem(token) in _MASDARS:
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
        lemma = _verb(tokens[at])
        start = complement(scene, at, said)
        if lemma in _WEAK and start > at + 8:
            start = -1
        if lemma in _APPEARS:
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
                found.append(_scope(single, start, self._end(scene, start, said), "saying verb"))
                return
        # A verb in the plural has its subject before it: what follows is its object.
        plural = tokens[at].best.number == "p" and tokens[at].best.person == 3
        after = None if plural else self.voices.after(scene, at, start if start >= 0 else nominal)
        misread = tokens[at].best.upos == "NOUN" and at + 1 < len(tokens)
        voice = after or (self.voices.rest(scene, at + 1, start) if misread else self._subject(scene, at, subject))
        beside = self._beside(scene, at, start)
        if voice is not None and beside >= 0:
            self._final(scene, beside, voice, "as somebody said", said, found)
            return
        if voice is None:
            return
        if start >= 0:
            self.last = voice
            found.append(_scope(voice, start, self._end(scene, start, said), "saying verb"))
        elif (
            lemma not in _WEAK
            and self._closing(scene, at)
            and voice.span is not None
            and voice.span[0] > tokens[at].start
        ):
            self.last = voice
            if not found:
                self._final(scene, at, voice, "said after what was said", said, found)
        elif lemma in _NOMINAL and (lemma not in _COUNTERS or (voice.chunk is not None and voice.chunk.name)):
            wished = at > 0 and tokens[at - 1].folded in {"ان", "بان"}
            begin = -1 if wished else self._nominal(scene, at, voice)
            if begin >= 0:
                self.last = voice
                rule = "saying verb with a noun"
                found.append(_scope(voice, begin, _clause_end(scene, begin), rule))

    def _beside(self, scene: Scene, at: int, start: int) -> int:
        """Where an attribution beside what it covers begins: «حسبما أفاد», «على ما ذكر», «كما قال فلان» closing; or -1."""
        tokens = scene.tokens
        before = tokens[at - 1].folded if at else ""
        if before in _AS_SAID:
            return at - 1
        if before == "ما" and at > 1 and tokens[at - 2].folded == "علي":
            return at - 2
        if before in {"كما", "هكذا"} and start < 0 and self._closing(scene, at):
            return at - 1
        return -1

    def _nominal(self, scene: Scene, at: int, voice: Voice) -> int:
        """Where the noun of what is announced begins («أعلنت الشرطة مقتل …»), or -1; a denied share («تورط») is none."""
        after = voice.span[1] if voice.span and voice.span[0] > scene.tokens[at].start else scene.tokens[at].end
        for chunk in scene.chunks:
            brought = _BRINGS.get(_verb(scene.tokens[at]))
            if chunk.span[0] < after < chunk.span[1] and not brought:
                return next(t.index for t in scene.tokens if t.start >= after)
            if chunk.span[0] < after or chunk.kind not in {"noun", "event"} or chunk.sense == "time":
                continue
            warned = _verb(scene.tokens[at]) == "حذر"
            if brought and brought != "من":
                words = sum(1 for t in scene.tokens[at:chunk.start] if t.start >= after and t.kind == "word")
                told = chunk.kind == "event" or brought == "عن"
                if chunk.prep == brought and told and words <= _ADJOINS:
                    return chunk.start
                continue
            if chunk.start - at > 20 or chunk.prep not in ({"من"} if warned else {"", "عن", "ب", "إلى", "+", "على"}):
                continue
            deny = self.tables.reporting[_verb(scene.tokens[at])].kind == "deny"
            if deny and (
                _stem(scene.tokens[chunk.head]) in _SHARE
                or any(_stem(t) in _SHARE for t in scene.tokens[chunk.start : chunk.end])
            ):
                return -1
            return chunk.start
        return -1

    def _closing(self, scene: Scene, at: int) -> bool:
        """Whether a saying verb closes its sentence: a comma or a quotation mark before it, no other clause after it."""
        tokens = scene.tokens
        before = sum(1 for t in tokens[:at] if t.kind == "word")
        mark = at - 2 if tokens[at - 1].folded in {"كما", "هكذا"} else at - 1
        if before < 4 or tokens[mark].text not in '،,»”"' or tokens[at].best.proclitics:
            return False
        rest = tokens[at + 1 :]
        comma = next((i for i, t in enumerate(rest) if t.text in "،,"), len(rest))
        return comma <= 14 and not any(is_verb(t) for t in rest[:comma])

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
        if start < 0 and not any(tokens[j].folded in _HIS_WORDS for j in range(at, stop)):
            return
        words = next((j for j in range(at + 1, stop) if tokens[j].folded in _HIS_WORDS), stop)
        voice = self.voices.after(scene, at, words) if about < 0 else self._noun_after(scene, about, stop)
        if voice is None:
            return
        if start < 0:
            start = next(j for j in range(at, stop) if tokens[j].folded in _HIS_WORDS) + 1
        self.last = voice
        found.append(_scope(voice, start, len(tokens), "relayed from"))

    def _appears(self, scene: Scene, at: int, start: int, said: Sequence[str], found: list[Attribution]) -> None:
        """«وجاء في بيان للجيش أن …», «كما ورد في التقرير»: the text, or whose it is, speaks."""
        tokens = scene.tokens
        if at + 1 >= len(tokens) or tokens[at + 1].folded not in {"في", "علي"}:
            return
        voice = self._noun_after(scene, at + 1, start if start >= 0 else len(tokens))
        if voice is None or voice.chunk is None or not self._written(scene, voice.chunk):
            return
        if start >= 0:
            self.last = voice
            found.append(_scope(voice, start, self._end(scene, start, said), "stands in a text"))
        elif at and tokens[at - 1].folded in {"ما", "كما", *_AS_SAID}:
            self._final(scene, at - 1, voice, "as a text says", said, found)

    def _written(self, scene: Scene, chunk: Chunk) -> bool:
        """Whether a phrase is a text or the tongue of somebody («على لسان فلان»)."""
        return _stem(scene.tokens[chunk.head]) in _TEXTS or chunk.sense == "document"

    def _noun_after(self, scene: Scene, at: int, stop: int) -> Voice | None:
        """The speaker whose phrase a preposition at ``at`` brings."""
        chunk = next(
            (
                c
                for c in scene.chunks
                if at <= c.start <= at + 3 and c.kind in {"noun", "event"} and c.start < stop and c.sense != "time"
            ),
            None,
        )
        if chunk is None or not self.voices.speaks(scene, chunk):
            return None
        words = next((j for j in range(chunk.start, stop) if scene.tokens[j].folded in _HIS_WORDS), stop)
        return self.voices.of(scene, chunk, words)

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
        found.append(_scope(voice, start, self._end(scene, start, said), "participle"))

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
        found.append(_scope(voice, start, _clause_end(scene, start), "noun of saying"))

    def _accuse(self, scene: Scene, at: int, found: list[Attribution]) -> None:
        """«اتهم فلان خصومه بقتل …»: what somebody is accused of is the accuser's word."""
        if _verb(scene.tokens[at]) in _BLAMES:
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
            found.append(_scope(voice, charge.start, _clause_end(scene, charge.start), "accusation"))

    def _blamed(self, scene: Scene, at: int, found: list[Attribution]) -> None:
        """«حملت المنظمة الجيش مسؤولية قتل …»: what somebody is blamed for is the word of whoever blames."""
        blame = next((t.index for t in scene.tokens[at : at + _BLAME] if _stem(t) in _BLAME_NOUNS), -1)
        voice = self.voices.after(scene, at, blame) if blame > at else None
        if voice is not None:
            found.append(_scope(voice, blame + 1, _clause_end(scene, blame + 1), "accusation"))

    def _according(
        self, scene: Scene, keys: Sequence[Keys], at: int, said: Sequence[str], found: list[Attribution]
    ) -> int:
        """«بحسب …», «وفق ما ذكر …», «نقلا عن …»; returns the position before which no other saying word counts."""
        match = self.tables.reporting_phrases.match(scene.tokens, keys, at)
        if not match or all(row.kind != "according" for row in match[2]):
            return 0
        tokens, end = scene.tokens, match[0]
        if (
            tokens[at].best.upos == "VERB"
            and tokens[at].best.person == 3
            and len(match[2][0].word.split()) == 1
            and tokens[at].folded == "وفق"
        ):
            return 0
        verb = next((j for j in range(end, min(len(tokens), end + 4)) if said[j] == "say" or is_verb(tokens[j])), -1)
        voice: Voice | None = None
        if verb >= 0 and fold_word(tokens[verb].best.lemma) in _APPEARS:
            return 0
        what = tokens[end - 1].folded in {"ما", "لما", "حسبما", "وحسبما"} or (
            end < len(tokens) and tokens[end].folded in {"ما", "لما"}
        )
        if what and verb < 0 and end < len(tokens):
            verb = _verb_after_what(tokens, end, self.tables.reporting)
        if what:
            after = (
                end if tokens[end - 1].folded not in {"ما", "لما"} and tokens[end].folded in {"ما", "لما"} else end - 1
            )
            voice = self.voices.after(scene, verb if verb >= 0 else after + 1, len(tokens))
        else:
            voice = self._noun_after(scene, end - 1 if tokens[end - 1].folded.startswith("ل") else end, len(tokens))
            if voice is not None and voice.chunk is not None and not self._source(scene, voice.chunk):
                voice = None
            if voice is None and end < len(tokens):
                voice = self.voices.rest(scene, end, len(tokens))
            if voice is None and end <= at + 3 and self.last is not None:
                pronoun = next((c for c in scene.chunks if c.kind == "pronoun" and at <= c.start <= end), None)
                voice = self.last if pronoun is not None and pronoun.person == 3 else None
        if voice is None:
            return 0
        if at and said[at - 1] == "say" and self.last is not None:
            # «قال، وفقا لما نقلته الوكالة: …»: whoever speaks stands before.
            start = complement(scene, max(verb, end), said)
            if start >= 0:
                found.append(_scope(self.last, start, self._end(scene, start, said), "saying verb"))
            return max(verb, end) + 1
        relayed = tokens[at].folded in _RELAYED
        if relayed and found:
            start = complement(scene, at, said)
            found.append(_scope(voice, start if start >= 0 else found[-1].start, len(tokens), "relayed from"))
            self.last = voice
            return 0
        self._final(scene, at, voice, "according to", said, found)
        return verb + 1 if what and verb >= 0 else 0

    def _source(self, scene: Scene, chunk: Chunk) -> bool:
        head = scene.tokens[chunk.head]
        return chunk.human or chunk.name or chunk.sense == "org" or self.voices.unnamed(head) or _stem(head) in _TEXTS

    def _final(
        self, scene: Scene, at: int, voice: Voice, rule: str, said: Sequence[str], found: list[Attribution]
    ) -> None:
        """An attribution beside what it covers: all of the sentence, or its own clause where it stands within.

        At the head of a sentence it covers what follows until another takes the word; between two commas within a
        clause both halves of the clause.
        """
        tokens = scene.tokens
        begin, end = 0, len(tokens)
        after = voice.span[1] if voice.span else tokens[at].end
        last = next((t.index for t in tokens if t.start >= after), end)
        rest = sum(1 for t in tokens[max(at, last) :] if t.kind == "word")
        if self.last is None or rest > 0 or not found:
            self.last = voice
        if rest > 0 and at <= _HEAD and not any(is_verb(t) for t in tokens[:at]):
            found.insert(0, _scope(voice, begin, self._end(scene, last, said), rule))
            return
        if at > _HEAD and rest > _SHORT:
            clause = scene.clauses[scene.clause_of[at]] if scene.clauses else None
            begin = clause.start if clause is not None else 0
            if clause is not None and clause.start < clause.verb < at:
                begin = clause.verb
        if rest > 0:
            within = last + 1 if self._parenthesis(tokens, at, last) else last
            end = next(
                (
                    c.start
                    for c in scene.clauses
                    if c.start > within and c.kind in {"and", "main"} and tokens[c.start - 1].text in "،,؛"
                ),
                end,
            )
            if within == last and tokens[last].text in "،," and last + 1 < len(tokens) and is_verb(tokens[last + 1]):
                end = last
        found.insert(0, _scope(voice, begin, end, rule))

    def _parenthesis(self, tokens: Sequence[Token], at: int, last: int) -> bool:
        """Whether an attribution stands between two commas and its clause goes on after it («كان، بحسب الشرطة، قد قتل»)."""
        if tokens[at - 1].text not in "،," or tokens[last].text not in "،," or last + 1 >= len(tokens):
            return False
        following = tokens[last + 1]
        joins = not following.analyses or following.best.upos in {"CCONJ", "SCONJ", "PRON"}
        return not joins and not {"و", "ف"} & set(following.best.proclitics)

    def _end(self, scene: Scene, start: int, said: Sequence[str]) -> int:
        """Where a speech that begins at ``start`` ends: with its quotation, or where another voice takes the word."""
        tokens = scene.tokens
        if start and tokens[start - 1].text in '«“"':
            first = tokens[start].start if start < len(tokens) else 0
            close = next((b for a, b in scene.quotes if a <= first < b), -1)
            if close >= 0:
                return next((t.index for t in tokens if t.start >= close), len(tokens))
        begins = start + 1 if start < len(tokens) and tokens[start].text in '«“"' else start
        if begins > start:
            # «إن «الوضع هادئ»، فيما …»: after the quotation another clause is the narrator's.
            close = next((b for a, b in scene.quotes if a <= tokens[start].end < b), -1)
            shut = next((t.index for t in tokens if t.start >= close), -1) if close >= 0 else -1
            after = tokens[shut + 1 : shut + 3] if shut >= 0 else ()
            if len(after) == 2 and after[0].text in "،," and after[1].folded in _TURNS:
                return shut
        for i in range(start + 2, len(tokens)):
            if scene.quoted and scene.quoted[i]:
                continue
            word = tokens[i].folded
            if word in _TURNS and any(
                said[j] == "say" or _accuses(tokens[j]) for j in range(i + 1, min(len(tokens), i + 4))
            ):
                return i
            if word == "من" and i + 1 < len(tokens) and tokens[i + 1].folded in _SIDES:
                return i
        return len(tokens)

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
            found.append(_scope(voice, inside[0], inside[-1] + 1, "quotation"))

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


def _scope(voice: Voice, start: int, end: int, rule: str) -> Attribution:
    return Attribution(name=voice.name, span=voice.span, start=start, end=end, rule=rule, chunk=voice.chunk)


def _verb_after_what(tokens: Sequence[Token], at: int, reporting: Mapping[str, ReportingEntry]) -> int:
    """Where a saying verb stands after «ما» that was read as a noun («لما ذكره»), or -1."""
    for i in range(at, min(len(tokens), at + 2)):
        if any(a.upos == "VERB" and fold_word(a.lemma) in reporting for a in tokens[i].analyses):
            return i
    return -1


def _stem(token: Token) -> str:
    """The folded dictionary form of a word, without its article."""
    return bare(fold_word(token.best.lemma)) if token.analyses else token.folded


def _verb(token: Token) -> str:
    """The folded lemma of a verb; «أكد» told in the third person though it may be another verb's first."""
    best = token.best
    if best.upos == "VERB" and best.person == 1:
        third = next((a for a in token.analyses if a.upos == "VERB" and a.person == 3 and a.kind == "perfect"), None)
        return fold_word((third or best).lemma)
    return fold_word(best.lemma)


def _next_verb(tokens: Sequence[Token], at: int) -> int:
    return next((j for j in range(at + 1, len(tokens)) if is_verb(tokens[j]) or tokens[j].text in "؛:"), len(tokens))


def _clause_end(scene: Scene, start: int) -> int:
    """The end of a noun's clause: the next clause of its own after a comma or full stop."""
    for clause in scene.clauses:
        if clause.start > start and clause.kind in {"and", "main"} and scene.tokens[clause.start - 1].text in "،,.؛":
            return clause.start
        if (
            clause.start > start
            and clause.kind == "adverbial"
            and scene.tokens[clause.start].folded.lstrip("و") in _TURNS
        ):
            return clause.start
    return len(scene.tokens)


def _accuses(token: Token) -> bool:
    return bool(token.analyses) and token.best.upos == "VERB" and fold_word(token.best.lemma) in _SPEECH_ACTS


def source_at(attributions: Sequence[Attribution], at: int) -> Attribution | None:
    """The innermost attribution that covers a position, or None."""
    covering = [a for a in attributions if a.start <= at < a.end]
    return covering[-1] if covering else None
