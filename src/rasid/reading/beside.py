"""Where an attribution stands beside what it covers: at either end of a sentence, between commas, before a colon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from rasid.lexicon import ReportingEntry
from rasid.model import Span, Token
from rasid.reading.clauses import is_verb
from rasid.reading.extents import complement
from rasid.reading.index import Keys, bare
from rasid.reading.parts import Chunk, Scene
from rasid.reading.tables import Tables
from rasid.reading.voices import Voice, Voices
from rasid.text import fold_word

_TEXTS = frozenset({"بيان", "تقرير", "وثيقه", "رساله", "شهاده", "روايه"})
_AS_SAID = frozenset({"حسبما", "مثلما", "وحسبما"})
TURNS = frozenset({"فيما", "بينما", "حين"})
_HEAD = 3
_PHRASE = 16
_HEADING = 9
HIS_WORDS = frozenset(
    noun + suffix
    for noun in (
        "قول", "تاكيد", "تحذير", "اعلان", "اشارت", "نفي", "وصف", "مشاهدت", "مطالبت", "دعوت", "اتهام", "تصريح", "تشديد", "اعتقاد",
        "كشف", "اعتراف", "توقع", "اعراب", "زعم",
    )
    for suffix in ("ه", "ها", "هم", "هما")
) | {"القول", "التاكيد"}  # fmt: skip
_LABELS = frozenset({"عاجل", "فيديو", "صور", "تحديث", "خبر", "ملخص", "بالصور", "بالفيديو"})
APPEARS = frozenset({"جاء", "ورد"})
"""Verbs of what stands in a text: «جاء في بيان للجيش أن …»."""
_SHORT = 6
RELAYED = frozenset({"نقلا", "ونقلا"})
_SIDES = frozenset({"جهته", "جهتها", "جانبه", "جانبها", "ناحيته", "ناحيتها", "جهتهم", "جانبهم"})
_SPEECH_ACTS = frozenset(
    {
        "اتهم",
        "طالب",
        "دعا",
        "دعي",
        "ادان",
        "هدد",
        "رفض",
        "انتقد",
        "ندد",
        "هاجم",
        "ناشد",
        "حث",
        "توعد",
        "استنكر",
        "شجب",
        "رحب",
        "وصف",
    }
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


class Beside:
    """Attributions that stand beside what they cover; remembers who spoke last."""

    def __init__(self, tables: Tables, ranges: Sequence[tuple[int, int]]) -> None:
        """Keep the tables and the quoted ranges of the document."""
        self.tables = tables
        self.ranges = ranges
        self.voices = Voices(tables)
        self.last: Voice | None = None
        self.open: tuple[int, Voice | None] | None = None
        """The end of a quotation that goes on over sentences, and who speaks in it."""

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
        found.append(scope(self.last, colon + 1, self.extent(scene, colon + 1, said), "before a colon at the head"))

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
            found.append(scope(self.voices.of(scene, chunk, end), 0, mark, "credited at the end"))

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
            found.append(scope(voice, start, self.extent(scene, start, said), "stands in a text"))
        elif at and tokens[at - 1].folded in {"ما", "كما", *_AS_SAID}:
            self.final(scene, at - 1, voice, "as a text says", said, found)

    def _written(self, scene: Scene, chunk: Chunk) -> bool:
        """Whether a phrase is a text or the tongue of somebody («على لسان فلان»)."""
        return stem(scene.tokens[chunk.head]) in _TEXTS or chunk.sense == "document"

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
        words = next((j for j in range(chunk.start, stop) if scene.tokens[j].folded in HIS_WORDS), stop)
        return self.voices.of(scene, chunk, words)

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
        if verb >= 0 and fold_word(tokens[verb].best.lemma) in APPEARS:
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
                found.append(scope(self.last, start, self.extent(scene, start, said), "saying verb"))
            return max(verb, end) + 1
        relayed = tokens[at].folded in RELAYED
        if relayed and found:
            start = complement(scene, at, said)
            found.append(scope(voice, start if start >= 0 else found[-1].start, len(tokens), "relayed from"))
            self.last = voice
            return 0
        self.final(scene, at, voice, "according to", said, found)
        return verb + 1 if what and verb >= 0 else 0

    def _source(self, scene: Scene, chunk: Chunk) -> bool:
        head = scene.tokens[chunk.head]
        return chunk.human or chunk.name or chunk.sense == "org" or self.voices.unnamed(head) or stem(head) in _TEXTS

    def final(
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
            found.insert(0, scope(voice, begin, self.extent(scene, last, said), rule))
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
        found.insert(0, scope(voice, begin, end, rule))

    def _parenthesis(self, tokens: Sequence[Token], at: int, last: int) -> bool:
        """Whether an attribution stands between two commas and its clause goes on after it («كان، بحسب الشرطة، قد قتل»)."""
        if tokens[at - 1].text not in "،," or tokens[last].text not in "،," or last + 1 >= len(tokens):
            return False
        following = tokens[last + 1]
        joins = not following.analyses or following.best.upos in {"CCONJ", "SCONJ", "PRON"}
        return not joins and not {"و", "ف"} & set(following.best.proclitics)

    def extent(self, scene: Scene, start: int, said: Sequence[str]) -> int:
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
            if len(after) == 2 and after[0].text in "،," and after[1].folded in TURNS:
                return shut
        for i in range(start + 2, len(tokens)):
            if scene.quoted and scene.quoted[i]:
                continue
            word = tokens[i].folded
            if word in TURNS and any(
                said[j] == "say" or accuses(tokens[j]) for j in range(i + 1, min(len(tokens), i + 4))
            ):
                return i
            if word == "من" and i + 1 < len(tokens) and tokens[i + 1].folded in _SIDES:
                return i
        return len(tokens)


def scope(voice: Voice, start: int, end: int, rule: str) -> Attribution:
    """The attribution of a voice over the words in ``[start, end)``, by a named rule."""
    return Attribution(name=voice.name, span=voice.span, start=start, end=end, rule=rule, chunk=voice.chunk)


def _verb_after_what(tokens: Sequence[Token], at: int, reporting: Mapping[str, ReportingEntry]) -> int:
    """Where a saying verb stands after «ما» that was read as a noun («لما ذكره»), or -1."""
    for i in range(at, min(len(tokens), at + 2)):
        if any(a.upos == "VERB" and fold_word(a.lemma) in reporting for a in tokens[i].analyses):
            return i
    return -1


def stem(token: Token) -> str:
    """The folded dictionary form of a word, without its article."""
    return bare(fold_word(token.best.lemma)) if token.analyses else token.folded


def verb_of(token: Token) -> str:
    """The folded lemma of a verb; «أكد» told in the third person though it may be another verb's first."""
    best = token.best
    if best.upos == "VERB" and best.person == 1:
        third = next((a for a in token.analyses if a.upos == "VERB" and a.person == 3 and a.kind == "perfect"), None)
        return fold_word((third or best).lemma)
    return fold_word(best.lemma)


def clause_end(scene: Scene, start: int) -> int:
    """The end of a noun's clause: the next clause of its own after a comma or full stop."""
    for clause in scene.clauses:
        if clause.start > start and clause.kind in {"and", "main"} and scene.tokens[clause.start - 1].text in "،,.؛":
            return clause.start
        if (
            clause.start > start
            and clause.kind == "adverbial"
            and scene.tokens[clause.start].folded.lstrip("و") in TURNS
        ):
            return clause.start
    return len(scene.tokens)


def accuses(token: Token) -> bool:
    """Whether a word is a verb of asking, blaming or judging."""
    return bool(token.analyses) and token.best.upos == "VERB" and fold_word(token.best.lemma) in _SPEECH_ACTS


def source_at(attributions: Sequence[Attribution], at: int) -> Attribution | None:
    """The innermost attribution that covers a position, or None."""
    covering = [a for a in attributions if a.start <= at < a.end]
    return covering[-1] if covering else None
