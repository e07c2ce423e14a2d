"""Step 5, second half: noun phrases with their prepositions, construct terms, coordination and pronouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rasid.model import Analysis, Token
from rasid.reading.clauses import is_verb
from rasid.reading.index import stem_start
from rasid.reading.parts import Chunk, Mention
from rasid.text import fold_word
from rasid.words.numbers import Quantity

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "X", "ADJ", "SYM"})
_QUOTES = frozenset("\"'«»“”#_()[]")
_PRONOUNS = {
    "هو": ("m", "s"), "هي": ("f", "s"), "هم": ("m", "p"), "هن": ("f", "p"), "هما": ("", "d"),
}  # fmt: skip
_SUFFIXES = {
    "ه": ("m", "s", 3), "ها": ("f", "s", 3), "هم": ("m", "p", 3), "هن": ("f", "p", 3), "هما": ("", "d", 3),
    "ي": ("", "s", 1), "ني": ("", "s", 1), "نا": ("", "p", 1), "ك": ("", "s", 2), "كم": ("m", "p", 2),
}  # fmt: skip
_RELATIVES = {
    "الذي": ("m", "s"), "التي": ("f", ""), "الذين": ("m", "p"), "اللذين": ("m", "d"), "اللذان": ("m", "d"),
    "اللتين": ("f", "d"), "اللتان": ("f", "d"), "اللواتي": ("f", "p"), "اللاتي": ("f", "p"),
}  # fmt: skip
_AGENT_PHRASES = (
    ("علي", "يد"),
    ("علي", "ايدي"),
    ("من", "قبل"),
    ("من", "جانب"),
    ("من", "طرف"),
    ("بواسطه",),
    ("برصاص",),
    ("بنيران",),
)
_AGENT_FIRST = frozenset(words[0] for words in _AGENT_PHRASES)
_COMPOUND = {"ضد": "ضد", "بين": "بين", "لدي": "لدى", "لصالح": "ل", "باتجاه": "إلى", "تجاه": "إلى", "قرب": "في", "وسط": "في",
             "داخل": "في", "خارج": "خارج", "امام": "أمام", "فوق": "على", "تحت": "تحت", "خلال": "خلال", "اثر": "بعد", "بعد": "بعد",
             "قبل": "قبل", "عقب": "بعد", "منذ": "منذ", "نحو": "نحو", "حول": "حول", "دون": "دون", "عبر": "عبر", "شمال": "في",
             "جنوب": "في", "شرق": "في", "غرب": "في", "شمالي": "في", "جنوبي": "في", "شرقي": "في", "غربي": "في"}  # fmt: skip


_QUANTITIES = frozenset(
    {
        "عدد",
        "احد",
        "احدي",
        "بعض",
        "كل",
        "معظم",
        "غالبيه",
        "اغلب",
        "عشره",
        "عشرات",
        "مئات",
        "الاف",
        "مئه",
        "الف",
        "كثير",
        "مزيد",
        "مجموعه",
        "عديد",
        "اثنان",
    }
)
# «على الأقل» and its like are adverbs.
_ADVERBIAL = frozenset({"الاقل", "الارجح", "الاكثر", "الاطلاق", "الفور", "الاغلب", "الدوام", "التوالي", "سواء"})


def accusative(token: Token) -> bool:
    """Whether an indefinite noun shows the alef of the accusative, so that it is no subject and no construct head."""
    if not token.analyses:
        return False
    best = token.best
    if best.upos not in {"NOUN", "ADJ"} or best.definite or best.enclitic or not best.known:
        return False
    stem = fold_word(token.text[best.stem[0] - token.start : best.stem[1] - token.start])
    return stem.endswith("ا") and not fold_word(best.lemma).endswith("ا")


def _article(token: Token) -> bool:
    return bool(token.analyses) and token.best.definite


def _is_number(token: Token) -> bool:
    return token.kind == "number" or (bool(token.analyses) and token.best.upos == "NUM")


def _nominal(token: Token) -> bool:
    if token.kind in {"number", "latin"}:
        return True
    return token.kind == "word" and bool(token.analyses) and token.best.upos in _NOMINAL


def _case_particle(reading: Analysis) -> str:
    """The preposition among a word's proclitics, or ``""``."""
    return next((p for p in reversed(reading.proclitics) if p in {"ب", "ل", "ك"}), "")


_NAMED = frozenset({"actor", "country", "person"})
# Countries with masculine names; the others are feminine.
_MASCULINE = frozenset({"IRQ", "LBN", "YEM", "SDN", "SSD", "JOR", "MAR", "SOM"})


class Chunker:
    """Cuts one sentence into chunks, from left to right."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        events: frozenset[int],
        times: frozenset[int],
        nations: Mapping[int, Mention],
        counts: Mapping[int, Quantity],
        places: frozenset[int],
    ) -> None:
        """Take a sentence with its mentions, the positions of nouns that may evoke an event and of words of time.

        ``nations`` are the nationality adjectives by position, ``counts`` the numbers that count by their first word,
        ``places`` the positions of words of place names.
        """
        self.text, self.tokens, self.mentions, self.events = text, tokens, mentions, events
        self.times, self.nations, self.counts, self.places = times, nations, counts, places
        self.cover: dict[int, Mention] = {i: m for m in mentions for i in range(m.start, m.end)}
        self.chunks: list[Chunk] = []

    def run(self) -> list[Chunk]:
        """All chunks in order."""
        i = 0
        prep, prep_at = "", -1
        while i < len(self.tokens):
            token = self.tokens[i]
            if i in self.counts:
                i = self._phrase(i, prep, prep_at)
                prep, prep_at = "", -1
                continue
            agent = self._agent_phrase(i)
            if agent:
                prep, prep_at, i = "على يد", i, agent
                continue
            if i + 1 < len(self.tokens) and token.folded == "علي" and self.tokens[i + 1].folded in _ADVERBIAL:
                i += 2
                continue
            if self._preposition(i):
                prep, prep_at = self._prep_name(i), i
                self._suffix(i, prep, i)
                if token.best.enclitic:
                    prep, prep_at = "", -1
                i += 1
                continue
            if token.folded in _RELATIVES or (token.folded[1:] in _RELATIVES and token.folded[:1] in "وفبل"):
                self._relative(i, prep, prep_at)
                prep, prep_at = "", -1
                i += 1
                continue
            if token.folded in _PRONOUNS or (token.folded[1:] in _PRONOUNS and token.folded[0] in "وف"):
                self._free_pronoun(i, prep, prep_at)
                prep, prep_at = "", -1
                i += 1
                continue
            if i in self.times:
                i = self._time(i, prep, prep_at)
                prep, prep_at = "", -1
                continue
            if _nominal(token) or (i in self.cover and not is_verb(token)):
                i = self._phrase(i, prep, prep_at)
                prep, prep_at = "", -1
                continue
            if is_verb(token):
                self._suffix(i, "", i)
                prep, prep_at = "", -1
            elif token.kind == "punct" and token.text not in _QUOTES:
                prep, prep_at = "", -1
            i += 1
        return self.chunks

    def _time(self, i: int, prep: str, prep_at: int) -> int:
        """The chunk of a date, so that its words are no participants."""
        end = i
        while end < len(self.tokens) and end in self.times:
            end += 1
        span = (self.tokens[i].start, self.tokens[end - 1].end)
        self._add(
            kind="noun", start=i, end=end, head=i, span=span, prep=prep, prep_index=prep_at, sense="time", definite=True
        )
        return end

    def _agent_phrase(self, i: int) -> int:
        """The position after «على يد», «من قبل», … at ``i``, or 0."""
        folded = self.tokens[i].folded
        if folded not in _AGENT_FIRST and folded[1:] not in _AGENT_FIRST:
            return 0
        for words in _AGENT_PHRASES:
            if all(
                i + k < len(self.tokens)
                and (self.tokens[i + k].folded == w or (k == 0 and self.tokens[i].folded in {"و" + w, "ف" + w}))
                for k, w in enumerate(words)
            ):
                last = self.tokens[i + len(words) - 1]
                return 0 if last.analyses and last.best.enclitic else i + len(words)
        return 0

    def _preposition(self, i: int) -> bool:
        token = self.tokens[i]
        if token.kind != "word" or i in self.cover or not token.analyses:
            return False
        best = token.best
        return best.upos == "ADP" or (
            fold_word(best.lemma) in _COMPOUND
            and not best.definite
            and best.upos in {"ADV", "NOUN"}
            and i + 1 < len(self.tokens)
            and not best.proclitics
        )

    def _prep_name(self, i: int) -> str:
        best = self.tokens[i].best
        lemma = fold_word(best.lemma)
        return _COMPOUND.get(lemma, {"الي": "إلى", "علي": "على", "حتي": "حتى", "لدي": "لدى"}.get(lemma, best.lemma))

    def _suffix(self, i: int, prep: str, of: int) -> None:
        """The chunk of a pronoun suffix."""
        best = self.tokens[i].best
        if not best.enclitic or not best.enclitic_span:
            return
        gender, number, person = _SUFFIXES.get(fold_word(best.enclitic), ("", "", 3))
        span = best.enclitic_span
        self._add(
            kind="pronoun", start=i, end=i + 1, head=i, span=span, prep=prep, prep_index=i if prep else -1, of=of,
            gender=gender, number=number, person=person, definite=True, via="pronoun",
        )  # fmt: skip

    def _free_pronoun(self, i: int, prep: str, prep_at: int) -> None:
        token = self.tokens[i]
        word = token.folded if token.folded in _PRONOUNS else token.folded[1:]
        gender, number = _PRONOUNS[word]
        self._add(
            kind="pronoun", start=i, end=i + 1, head=i, span=(token.end - len(word), token.end), prep=prep, prep_index=prep_at,
            gender=gender, number=number, definite=True, via="pronoun",
        )  # fmt: skip

    def _relative(self, i: int, prep: str, prep_at: int) -> None:
        token = self.tokens[i]
        word = token.folded if token.folded in _RELATIVES else token.folded[1:]
        gender, number = _RELATIVES[word]
        self._add(
            kind="relative", start=i, end=i + 1, head=i, span=(token.start, token.end), prep=prep, prep_index=prep_at,
            gender=gender, number=number, definite=True, via="relative",
        )  # fmt: skip

    def _phrase(self, i: int, prep: str, prep_at: int) -> int:
        """Build the chunk that begins at ``i`` and, where an event noun heads it, its construct term; the next position."""
        token = self.tokens[i]
        best = token.best if token.analyses else None
        particle = _case_particle(best) if best else ""
        conj = bool(best and best.proclitics and best.proclitics[0] in {"و", "ف"}) or self._after_or(i)
        if particle:
            prep, prep_at = particle, i
        first = -1
        if conj and not particle and not prep and self.chunks:
            first = self._partner(i)
            if first >= 0:
                prep, prep_at = self.chunks[first].prep, self.chunks[first].prep_index
        if i in self.events and (i not in self.cover or self.cover[i].kind in {"weapon", "group"}):
            return self._event(i, prep, prep_at, conj, first)
        end, head = self._extent(i)
        self._noun(i, end, head, prep, prep_at, conj, first)
        return end

    def _after_or(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].folded in {"او", "ام", "وكذلك"}

    def _partner(self, i: int) -> int:
        """The first conjunct that the phrase at ``i`` is coordinated with, or -1."""
        for chunk in reversed(self.chunks):
            if chunk.kind == "pronoun":
                continue
            gap = self.tokens[chunk.end : i]
            if any(is_verb(t) or t.folded in _RELATIVES or t.text in ".؛:" for t in gap) or len(gap) > 6:
                return -1
            return chunk.first if chunk.first >= 0 else chunk.index
        return -1

    def _event(self, i: int, prep: str, prep_at: int, conj: bool, first: int) -> int:
        """An event noun: a chunk of its own with its adjectives; what follows it in a construct is the next chunk."""
        end = i + 1
        token = self.tokens[i]
        definite = _article(token) or bool(token.analyses and token.best.enclitic)
        self._noun(i, end, i, prep, prep_at, conj, first, kind="event")
        if token.analyses and token.best.enclitic:
            self._suffix(i, "+", i)
        while end < len(self.tokens) and self._adjective(end, definite):
            end += 1
        if end > i + 1:
            self._adjectives(i + 1, end, i)
        if definite or end >= len(self.tokens) or end > i + 1:
            return end
        if self._quantifier(end):
            end += 1
        nxt = self.tokens[end]
        if _nominal(nxt) and not (nxt.analyses and nxt.best.proclitics):
            return self._phrase_after(end, i)
        return end

    def _quantifier(self, at: int) -> bool:
        """Whether a word like «بعض» stands between an event noun and its term («اعتقال بعض الضباط»)."""
        token = self.tokens[at]
        return (
            bool(token.analyses)
            and token.best.upos == "DET"
            and at + 1 < len(self.tokens)
            and _nominal(self.tokens[at + 1])
        )

    def _phrase_after(self, start: int, head: int) -> int:
        if start in self.events and start not in self.cover:
            return self._event(start, "+", head, False, -1)
        end, inner = self._extent(start)
        self._noun(start, end, inner, "+", head, False, -1, of=head)
        return end

    def _adjectives(self, start: int, end: int, of: int) -> None:
        """Nationality adjectives of an event noun stand for its agent («الغارات الإسرائيلية»)."""
        for i in range(start, end):
            mention = self.nations.get(i) or self.cover.get(i)
            if mention is not None and mention.country:
                t = self.tokens[i]
                self._add(
                    kind="adjective",
                    start=i,
                    end=i + 1,
                    head=i,
                    span=(t.best.stem[0], t.end),
                    prep="adj",
                    of=of,
                    definite=True,
                    mentions=(mention,),
                )

    def _adjective(self, i: int, definite: bool) -> bool:
        token = self.tokens[i]
        if token.kind != "word" or not token.analyses:
            return False
        best = token.best
        return best.upos == "ADJ" and not best.proclitics and best.definite == definite and not best.enclitic

    def _extent(self, i: int) -> tuple[int, int]:
        """The end of the phrase that begins at ``i`` and the position of its head noun."""
        if i in self.counts:
            return self._counted(self.counts[i])
        head = i
        at = i
        while at < len(self.tokens):
            mention = self.cover.get(at)
            if mention is not None and at == mention.start:
                if at == i or (self._joins(at) and not self._misfit(i, at) and not self._second_name(at)):
                    if at == i:
                        head = mention.head if mention.kind != "person" else at
                    at = mention.end
                    continue
                break
            if self._partitive(i, at, head):
                end, head = self._extent(at + 1)
                return end, head
            if at > i and (not self._joins(at) or self._misfit(i, at)):
                break
            if at > i and at in self.events and not self._adjective(at, _article(self.tokens[at])):
                break
            if at == i and _is_number(self.tokens[at]) and self._counts(at):
                head = min(at + 1, len(self.tokens) - 1)
            at += 1
        return max(at, i + 1), min(head, max(at, i + 1) - 1)

    def _counted(self, quantity: Quantity) -> tuple[int, int]:
        """The end of a phrase that begins with a number, and the word that it counts («ما لا يقل عن أربعين مدنيا»)."""
        counted = quantity.counted
        if counted is None:
            return quantity.end, quantity.end - 1
        if counted < quantity.end:
            return quantity.end, counted
        end, head = self._extent(counted)
        return max(end, quantity.end), head

    def _second_name(self, at: int) -> bool:
        """Whether a name begins right after another one («انتقد بيان لفتح فرنسا»): nobody is called by two."""
        before, mention = self.cover.get(at - 1), self.cover.get(at)
        if mention is None or mention.kind not in _NAMED:
            return False
        return (before is not None and before.kind in _NAMED) or at - 1 in self.places

    def _misfit(self, start: int, at: int) -> bool:
        """Whether a word for several people follows a phrase that names none («حرس القصر المحتجين»)."""
        token = self.tokens[at]
        if not token.analyses or token.best.upos != "ADJ":
            return False
        if (
            token.folded.endswith("ه")
            and token.best.gender == "f"
            and _article(token)
            and _article(self.tokens[at - 1])
        ):
            # «أغلق الحرس البوابة»: no word before it is feminine or a plural of things.
            known = [t.best for t in self.tokens[start:at] if t.analyses]
            if known and all(b.gender == "m" and b.number == "s" and b.upos != "NUM" for b in known):
                return True
        if not token.folded.endswith(("ون", "ين")):
            return False
        if token.best.number != "p" or not _article(token) or not _article(self.tokens[at - 1]):
            return False
        return all(
            t.analyses and t.best.number not in {"p", "d"} and t.best.upos != "NUM" for t in self.tokens[start:at]
        )

    def _partitive(self, start: int, at: int, head: int) -> bool:
        """Whether «من» at ``at`` brings the people that a number or a word of quantity counts («27 من العناصر»)."""
        if at <= start or self.tokens[at].folded != "من" or at + 1 >= len(self.tokens) or at in self.cover:
            return False
        last, nxt = self.tokens[at - 1], self.tokens[at + 1]
        quantity = last.kind == "number" or (
            last.analyses and (last.best.upos == "NUM" or fold_word(last.best.lemma) in _QUANTITIES)
        )
        return bool(
            quantity and head >= at - 1 and _nominal(nxt) and not nxt.best.proclitics and at + 1 not in self.times
        )

    def _counts(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and _nominal(self.tokens[at + 1]) and self._joins(at + 1)

    def _joins(self, at: int) -> bool:
        """Whether the word at ``at`` goes on with the phrase before it."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if at in self.times:
            return False
        if token.kind == "punct":
            follows = (
                at + 1 < len(self.tokens) and _nominal(self.tokens[at + 1]) and not self.tokens[at + 1].best.proclitics
            )
            return token.text in '«"#_' and follows and not _article(before)
        if not _nominal(token):
            return False
        if token.analyses and token.best.proclitics:
            return False
        if before.kind == "punct":
            return before.text in '«"#_'
        best = token.best if token.analyses else None
        if best is None or token.kind in {"number", "latin"}:
            return not _article(before) or token.kind == "latin"
        previous = before.best if before.analyses else None
        if previous is None:
            return True
        if previous.upos == "NUM" or before.kind == "number":
            return True
        if best.upos == "ADJ" and (best.definite or not previous.definite):
            return True
        if previous.enclitic or previous.sense == "time" or self._mention_of(at - 1, "country"):
            return False
        if accusative(before) or (previous.number == "p" and before.text.endswith("ون") and not previous.definite):
            return best.upos == "ADJ"
        named = self.cover.get(at - 1)
        if named is not None and named.end == at and named.kind in _NAMED and best.upos == "NOUN" and best.known:
            # «قصفت كتائب القسام معبرا»: nothing joins a name but adjectives and further names.
            return False
        if previous.upos in {"NOUN", "ADJ", "X"} and not previous.definite and previous.upos != "ADJ":
            return not (previous.upos == "NOUN" and before.text.endswith(("اً", "ًا")))
        if named is not None and named.end == at and named.kind in {"actor", "organ"} and token.folded.startswith("ال"):
            # «أغلق الجيش الأردني الطريق»: a body's name has ended.
            return False
        place = at in self.places or self._mention_of(at, "country")
        if place and (previous.human or (_article(before) and previous.sense not in {"place", "person"})):
            # «ناشد الأهالي تونس العون», but «العاصمة بغداد»: people and bodies are not called by a place.
            return False
        if best.sense == "name" and previous.definite and previous.sense in {"org", "group", "people"}:
            # «أوقف الدرك سامي الحلبي»: nor bodies by a person's name.
            return False
        return best.sense == "name" or best.upos == "PROPN" or not best.known

    def _mention_of(self, at: int, kind: str) -> bool:
        mention = self.cover.get(at)
        return mention is not None and mention.kind == kind

    def _noun(
        self,
        i: int,
        end: int,
        head: int,
        prep: str,
        prep_at: int,
        conj: bool,
        first: int,
        *,
        kind: str = "noun",
        of: int = -1,
    ) -> None:
        tokens = self.tokens
        best = tokens[head].best if tokens[head].analyses else None
        lead = tokens[i].best if tokens[i].analyses else None
        begin = stem_start(tokens[i]) if lead and lead.proclitics else tokens[i].start
        mention = self.cover.get(i)
        if mention is not None and mention.start == i:
            begin = mention.span[0]
        number, gender = ((best.number or ""), (best.gender or "")) if best else ("", "")
        named = _at_head(self.mentions_in(i, end), head)
        if named is not None and named.kind == "country":
            gender = "m" if named.country in _MASCULINE else "f"
        count = self.counts.get(i)
        if count is not None and number == "s" and count.max != 1:
            number = "p"
        # «جرح 17 في الحادث»: a number alone counts people.
        people = count is not None and count.counted is None and not count.share and not count.unit
        inside = self.mentions_in(i, end)
        last = tokens[end - 1]
        self._add(
            kind=kind, start=i, end=end, head=head, span=(begin, last.end), prep=prep, prep_index=prep_at, of=of, conj=conj,
            first=first, human=people or _human(best, inside, head),
            sense="people" if people else _sense(best, inside, head), gender=gender,
            number=number, definite=_definite(tokens, i, end, inside),
            name=any(m.kind in {"actor", "person", "country"} for m in inside), mentions=inside,
        )  # fmt: skip
        for j in range(i, end):
            token = tokens[j]
            if kind != "event" and token.analyses and token.best.enclitic and token.best.upos in {"NOUN", "ADJ", "NUM"}:
                self._suffix(j, "+", j)

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin within a stretch."""
        return tuple(m for m in self.mentions if start <= m.start < end)

    def _add(self, **fields: object) -> None:
        span = fields["span"]
        index = len(self.chunks)
        first = fields.pop("first", -1)
        self.chunks.append(
            Chunk(index=index, text=self.text[span[0] : span[1]], first=index if first == -1 else first, **fields)  # type: ignore[arg-type, index]
        )


def _definite(tokens: Sequence[Token], start: int, end: int, inside: Sequence[Mention]) -> bool:
    return any(_article(t) or (t.analyses and t.best.enclitic) for t in tokens[start:end]) or any(
        m.kind in {"actor", "person", "country"} for m in inside
    )


def _at_head(inside: Sequence[Mention], head: int) -> Mention | None:
    return next((m for m in inside if m.start <= head < m.end), None)


def _human(best: Analysis | None, inside: Sequence[Mention], head: int) -> bool:
    mention = _at_head(inside, head)
    if mention is not None and mention.kind != "weapon":
        return True
    return bool(best and (best.human or best.sense in {"person", "group", "org", "name"}))


def _sense(best: Analysis | None, inside: Sequence[Mention], head: int) -> str:
    mention = _at_head(inside, head)
    if mention is not None:
        return {"weapon": "weapon", "country": "state", "group": "people", "role": "person", "nation": "people"}.get(
            mention.kind, "person" if mention.kind == "person" else "org"
        )
    return best.sense if best else ""
