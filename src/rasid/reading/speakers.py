"""Step 8, second half: according to whom."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Span, Token
from rasid.reading.index import Keys, bare
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.tables import Tables
from rasid.text import fold_word

_COMPLEMENTS = frozenset({"ان", "بان", "انه", "انها", "انهم", "بانه", "بانها", "بانهم", "لان"})
_OPENERS = {"«": "»", "“": "”", "„": "”"}
_LONG = 25


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Who is given as the source of the words in ``[start, end)`` of a sentence."""

    name: str
    span: Span | None
    start: int
    end: int
    rule: str


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


def mark_quotes(scenes: Sequence[Scene], ranges: Sequence[tuple[int, int]]) -> None:
    """Set for each token whether it stands between quotation marks."""
    for scene in scenes:
        inside = [r for r in ranges if r[0] < scene.sentence.end and r[1] > scene.sentence.start]
        scene.quoted = [any(a <= t.start < b for a, b in inside) for t in scene.tokens]


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
        self.last: tuple[str, Span | None, Chunk | None] | None = None
        self.long: tuple[tuple[int, int], tuple[str, Span | None, Chunk | None] | None] | None = None

    def attribute(self, scene: Scene, subjects: dict[int, Chunk]) -> list[Attribution]:
        """The attributions of one sentence, the innermost last."""
        found: list[Attribution] = []
        self._long_quote(scene, found)
        keys = [Keys(t) for t in scene.tokens]
        for i, token in enumerate(scene.tokens):
            row = self._reporting(token)
            if row == "say" and i in subjects:
                self._say(scene, i, subjects[i], found)
            elif row == "participle" and self._complement(scene, i) >= 0 and self.last:
                found.append(self._scope(scene, self.last, self._complement(scene, i), len(scene.tokens), "participle"))
            else:
                self._according(scene, keys, i, found)
        return found

    def _reporting(self, token: Token) -> str:
        if token.kind != "word" or not token.analyses:
            return ""
        best = token.best
        row = self.tables.reporting.get(bare(fold_word(best.lemma)))
        if row is None:
            return ""
        if best.upos == "VERB" and row.kind in {"say", "deny"}:
            return "say"
        if row.kind == "quote-participle" or best.kind == "active_participle" and row.kind == "say":
            return "participle"
        return ""

    def _complement(self, scene: Scene, at: int) -> int:
        """The first position of what is said after a saying verb, or -1."""
        for j in range(at + 1, min(len(scene.tokens), at + _LONG)):
            token = scene.tokens[j]
            if token.folded in _COMPLEMENTS or token.text in ":" or token.text in _OPENERS or token.text == '"':
                return j + 1
            if j > at + 1 and self._reporting(token) == "say":
                return -1
        return -1

    def _say(self, scene: Scene, at: int, subject: Chunk, found: list[Attribution]) -> None:
        speaker = self._speaker(subject)
        if speaker is None:
            return
        self.last = speaker
        start = self._complement(scene, at)
        if start < 0:
            best = scene.tokens[at].best
            before = sum(1 for t in scene.tokens[:at] if t.kind == "word")
            if before > 4 and at > len(scene.tokens) - 10:
                found.append(self._scope(scene, speaker, 0, at, "said after what was said"))
                return
            start = subject.end if subject.start > at else at + 1
            if best.upos != "VERB":
                return
        found.append(self._scope(scene, speaker, start, len(scene.tokens), "saying verb"))

    def _speaker(self, subject: Chunk) -> tuple[str, Span | None, Chunk | None] | None:
        if subject.kind in {"dropped", "pronoun", "relative"} and subject.referent is None:
            return self.last
        target = subject.referent or subject
        if subject.kind in {"dropped", "pronoun"} and self.last and not target.human:
            return self.last
        if not target.human and not target.name and target.sense not in {"document", "org", "state", ""}:
            return self.last if subject.kind != "noun" else None
        return name_of(subject), target.span, target

    def _scope(self, scene: Scene, speaker: tuple[str, Span | None, Chunk | None], start: int, end: int, rule: str) -> Attribution:
        return Attribution(name=speaker[0], span=speaker[1], start=start, end=end, rule=rule)

    def _according(self, scene: Scene, keys: Sequence[Keys], i: int, found: list[Attribution]) -> None:
        match = self.tables.reporting_phrases.match(scene.tokens, keys, i)
        # «في بيان», «في مؤتمر» name the occasion, not the source.
        if not match or all(row.kind != "according" for row in match[2]) or scene.tokens[i].folded == "في":
            return
        chunk = next((c for c in scene.chunks if i <= c.start < match[0] + 3 and c.kind in {"noun", "event"} and c.start >= match[0] - 1), None)
        if chunk is None or not (chunk.human or chunk.name or chunk.sense in {"document", "org"}) or chunk.kind == "event":
            return
        speaker = (name_of(chunk), chunk.span, chunk)
        self.last = speaker
        found.insert(0, self._scope(scene, speaker, 0, len(scene.tokens), "according to"))

    def _long_quote(self, scene: Scene, found: list[Attribution]) -> None:
        """A quotation that began before this sentence or covers it whole keeps its speaker."""
        start, end = scene.sentence.start, scene.sentence.end
        if self.long and self.long[0][1] <= start:
            self.long = None
        if self.long is None:
            for a, b in self.ranges:
                if a <= start + 2 and b > start + 2 or start < a < end < b:
                    self.long = ((a, b), self.last)
                    break
        if self.long and self.long[1]:
            (a, b), speaker = self.long
            inside = [t.index for t in scene.tokens if a <= t.start < b]
            if inside:
                found.append(self._scope(scene, speaker, inside[0], inside[-1] + 1, "quotation"))

    def current(self) -> Chunk | None:
        """Whoever «we» stands for now: the speaker of the open quotation, else the last one."""
        if self.long and self.long[1]:
            return self.long[1][2]
        return self.last[2] if self.last else None


def source_at(attributions: Sequence[Attribution], at: int) -> Attribution | None:
    """The innermost attribution that covers a position, or None."""
    covering = [a for a in attributions if a.start <= at < a.end]
    return covering[-1] if covering else None
