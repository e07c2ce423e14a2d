"""Whose voice it is: the phrase that names a speaker, and the name that a source goes by."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.model import Span, Token
from rasid.reading.chunks import accusative
from rasid.reading.clauses import is_verb
from rasid.reading.extents import (
    AMONG,
    MEDIA,
    THAT,
    Extents,
    closing_mark,
    is_of,
    title_of_medium,
    words_of,
)
from rasid.reading.index import Keys, bare
from rasid.reading.names import nameish
from rasid.reading.parts import Chunk, Mention, Scene
from rasid.reading.romanise import romanise
from rasid.reading.tables import Tables
from rasid.text import fold_word

_SO_THAT = frozenset({"فان", "فانه", "فانها", "فانهم"})
_RELATIVE = frozenset({"الذي", "التي", "الذين", "اللذان", "اللذين", "اللتان", "اللواتي", "ممن", "حيث"})
_DOCUMENTS = frozenset(
    {"بيان", "تقرير", "رساله", "شريط", "برقيه", "بلاغ", "منشور", "حصيله", "احصاءات", "وثيقه", "دراسه", "استطلاع"}
)
_KIN = frozenset({"kinship"})
_ADJECTIVES_OF_RANK = frozenset(
    {
        "الركن",
        "العام",
        "الاول",
        "المتقاعد",
        "الحقوقي",
        "الطيار",
        "المهندس",
        "الثاني",
        "ركن",
        "اول",
        "ثان",
        "طيار",
        "الميجر",
        "الميجور",
        "ميجور",
        "جنرال",
        "الجنرال",
        "كولونيل",
        "الكولونيل",
        "ليفتنانت",
        "اللفتنانت",
        "الليفتنانت",
        "الكابتن",
        "البريغادير",
        "بريغادير",
        "جنرالات",
    }
)
_NO_KEYS = Keys(Token(index=0, start=0, end=0, text="", folded="", kind="punct"))
_NO_NAMES = frozenset({"ذو", "ذي", "ذات", "كل", "غير", "مع", "ضد", "لدي", "هذا", "هذه", "ذلك"})


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker: the name that the source goes by, the words that name it, and its phrase for «we»."""

    name: str
    span: Span | None
    chunk: Chunk | None


class Voices(Extents):
    """Finds and names the speakers of a document; remembers full names for the family names that follow."""

    def __init__(self, tables: Tables) -> None:
        """Start with nobody known."""
        super().__init__(tables)
        self.people: dict[str, str] = {}
        self.named: Voice | None = None
        self.titled: dict[str, str] = {}
        """Who bears a title in this document, by its folded word: «المتحدث فلان» is «المتحدث» later."""

    def meet(self, scene: Scene) -> None:
        """Remember the people named in a sentence, for family names that stand alone later."""
        for mention in scene.mentions:
            if mention.kind in {"person", "actor"}:
                name = self._person(scene, mention)
                words = [scene.tokens[i] for i in range(mention.start, mention.end) if scene.tokens[i].kind == "word"]
                if mention.kind == "person" and len(words) > 1:
                    self.people.setdefault(bare(words[-1].folded), name)
                    if len(words[0].folded) > 3:
                        self.people.setdefault(words[0].folded, name)
                self.named = Voice(name=name, span=mention.span, chunk=None)

    def after(self, scene: Scene, at: int, stop: int) -> Voice | None:
        """The speaker whose phrase stands right after position ``at`` and before ``stop`` (of what is said)."""
        chunk = self._first(scene, at, stop)
        return self.of(scene, chunk, stop) if chunk is not None else None

    def _first(self, scene: Scene, at: int, stop: int) -> Chunk | None:
        for chunk in scene.chunks:
            if chunk.start <= at or chunk.kind not in {"noun", "event"}:
                continue
            if chunk.start >= stop or chunk.start - at > 14:
                return None
            if (
                chunk.prep
                or chunk.sense == "time"
                or accusative(scene.tokens[chunk.head])
                or title_of_medium(scene, chunk.start)
            ):
                continue
            if any(is_verb(scene.tokens[i]) for i in range(at + 1, chunk.start)):
                return None
            return chunk if self.speaks(scene, chunk) else None
        return None

    def rest(self, scene: Scene, at: int, stop: int) -> Voice | None:
        """The speaker that begins inside a phrase whose first words belong elsewhere («حد قول | السكان»)."""
        chunk = next((c for c in scene.chunks if c.start < at < c.end and c.kind in {"noun", "event"}), None)
        if chunk is None:
            return None
        mentions = [m for m in scene.mentions if at <= m.start < chunk.end]
        human = bool(mentions) and mentions[0].start == at
        if not human and not self.unnamed(scene.tokens[at]):
            return None
        span = (scene.tokens[at].start, chunk.span[1])
        own = msgspec.structs.replace(
            chunk, start=at, head=at, span=span, mentions=mentions, prep="", conj=False, kind="noun", human=True
        )
        return self.of(scene, own, stop)

    def single(self, scene: Scene, at: int) -> Voice | None:
        """The speaker that a single word between a saying verb and «أن» is, where no phrase was built of it."""
        token = scene.tokens[at]
        if any(
            c.start <= at < c.end and c.kind in {"noun", "event"} and c.end == at + 1 and not c.prep
            for c in scene.chunks
        ):
            return None
        if (
            not token.analyses
            or token.best.upos not in {"NOUN", "PROPN", "ADJ", "X"}
            or token.best.sense == "time"
            or accusative(token)
        ):
            return None
        if any(m.start <= at < m.end for m in scene.mentions) or token.best.proclitics:
            return None
        name = self.people.get(bare(token.folded)) or romanise([token.text], self.tables.names)
        return Voice(name=name, span=(token.start, token.end), chunk=None)

    def speaks(self, scene: Scene, chunk: Chunk) -> bool:
        """Whether a phrase may name a speaker: people, bodies, names, documents, «مصدر»."""
        head = scene.tokens[chunk.head] if chunk.head < len(scene.tokens) else None
        if chunk.kind == "event":
            return bool(head is not None and (self.unnamed(head) or chunk.human))
        if (
            chunk.human
            or chunk.name
            or chunk.sense in {"document", "org", "state", "group", "person", "people", "name"}
        ):
            return True
        if head is None:
            return False
        named = nameish(head) or self._named_word(scene, chunk.start)
        return named or self.unnamed(head) or is_of(head, _DOCUMENTS) or is_of(head, MEDIA)

    def of(self, scene: Scene, chunk: Chunk, stop: int = -1) -> Voice:
        """The voice of a phrase that begins with ``chunk``; ``stop`` is where what is said begins."""
        if stop < 0:
            stop = len(scene.tokens)
        given = stop
        stop = self._limit(scene, chunk, stop)
        head = scene.tokens[chunk.head]
        mention = next((m for m in chunk.mentions if m.start <= chunk.head < m.end), None)
        person = self._named_person(scene, chunk, mention, stop)
        if person is not None:
            if mention is not None and mention.kind in {"role", "group"}:
                self.titled[bare(head.folded)] = person.name
            return person
        span = (self.start_of(scene, chunk), self.end_of(scene, chunk, stop))
        known = self._known(scene, chunk, mention, span, given)
        if known is not None:
            return known
        return Voice(name=words_of(scene, chunk, span), span=span, chunk=chunk)

    def _known(self, scene: Scene, chunk: Chunk, mention: Mention | None, span: Span, given: int) -> Voice | None:
        """The voice of a phrase that stands for a name: one in a table, whose paper it is, who was named before."""
        head = scene.tokens[chunk.head]
        if mention is not None and mention.kind == "role" and mention.entity and mention.entity in self.tables.people:
            return Voice(name=mention.entity, span=mention.span, chunk=chunk)
        if (
            mention is not None
            and mention.entity
            and (mention.kind in {"actor", "person", "country"} or (mention.kind == "organ" and mention.country))
        ):
            return Voice(name=mention.entity, span=mention.span, chunk=chunk)
        if is_of(head, _DOCUMENTS) or (is_of(head, MEDIA) and chunk.end - chunk.start > 1):
            owner = self._owner(scene, chunk, given) or self._titled_medium(scene, chunk)
            if owner is not None:
                return Voice(name=owner, span=span, chunk=chunk)
        called = _called(scene, chunk)
        if called is not None:
            return Voice(name=called, span=span, chunk=chunk)
        alone = chunk.end - chunk.start == 1 and head.folded.startswith("ال")
        if alone and (mention is None or not mention.entity or mention.kind == "group"):
            name = self.titled.get(bare(head.folded))
            if name is not None:
                return Voice(name=name, span=span, chunk=chunk)
        if bare(head.folded) in {"اخير", "اخيره"} and self.named:
            return Voice(name=self.named.name, span=span, chunk=chunk)
        if mention is None and chunk.end - chunk.start == 1 and head.folded in self.tables.capitals:
            return Voice(name=self.tables.country_names[self.tables.capitals[head.folded]], span=span, chunk=chunk)
        return None

    def _limit(self, scene: Scene, chunk: Chunk, stop: int) -> int:
        """Where the speaker's words end at the latest: a verb, a relative, a mark that closes the clause."""
        for i in range(chunk.start + 1, min(stop, len(scene.tokens))):
            token = scene.tokens[i]
            if token.text in ".؛:…!؟" or token.folded in _RELATIVE or token.folded in THAT or token.folded in _SO_THAT:
                return i
            if (
                is_verb(token) and i >= chunk.end and not nameish(token) and token.folded not in self.tables.names
            ) or token.folded in {"رفض", "طلب"}:
                return i
        return min(stop, len(scene.tokens))

    def _named_person(self, scene: Scene, chunk: Chunk, mention: Mention | None, stop: int) -> Voice | None:
        tokens = scene.tokens
        head = tokens[chunk.head]
        after = tokens[chunk.head + 1] if chunk.head + 1 < chunk.end else None
        construct = after is not None and bool(after.analyses) and after.best.definite and after.best.upos == "NOUN"
        if chunk.start and tokens[chunk.start - 1].analyses and fold_word(tokens[chunk.start - 1].best.lemma) in AMONG:
            return None
        plain = (
            self.unnamed(head)
            and not construct
            and not tokens[chunk.start].folded.startswith("ال")
            and (mention is None or mention.kind != "person")
        )
        if mention is not None and mention.sense in _KIN:
            alone = mention.end - mention.start == 1
            if not alone or not any(m.kind == "person" and m.start == mention.end for m in chunk.mentions):
                return None
        found = [
            m
            for m in scene.mentions
            if m.kind == "person" and chunk.start <= m.start < stop and self._apposed(scene, chunk, m)
        ]
        if found and self._office_of(tokens, mention, found[0]):
            return None
        if found and not plain:
            at = found[0].start
            while at > chunk.start and self._named_word(scene, at - 1):
                at -= 1
            longer = None if found[0].entity else self._run(scene, chunk, at, stop)
            if longer is not None and longer.span and longer.span[1] >= found[0].span[1]:
                return longer
            return Voice(name=self._person(scene, found[0]), span=found[0].span, chunk=chunk)
        if plain:
            called = next(
                (
                    i
                    for i in range(chunk.end, min(len(tokens), chunk.end + 8))
                    if tokens[i].folded in {"يدعي", "تدعي", "اسمه", "اسمها"}
                ),
                -1,
            )
            if called >= 0 and called + 1 < len(tokens):
                return self._run(scene, chunk, called + 1, len(tokens))
            return None
        title = (
            mention
            if mention is not None and mention.kind == "role" and mention.start == chunk.start
            else self._rank(tokens, chunk)
        )
        if title is not None:
            return self._titled(scene, chunk, title, stop)
        if self._named_word(scene, chunk.start) and not (mention is not None and mention.start <= chunk.start):
            return self._run(scene, chunk, chunk.start, stop)
        known = mention is not None and mention.kind in {"actor", "organ", "group", "nation", "country", "role"}
        if not known and (nameish(head) or not head.best.known) and not is_of(head, MEDIA):
            return self._run(scene, chunk, chunk.start, stop)
        return None

    def _office_of(self, tokens: Sequence[Token], title: Mention | None, name: Mention) -> bool:
        """Whether a single word after a title without an article is the place of the office («محافظ الأنبار») and no name."""
        return (
            title is not None
            and title.kind == "role"
            and title.sense == "office"
            and name.start == title.end
            and name.end == name.start + 1
            and not name.entity
            and not tokens[title.start].folded.startswith("ال")
            and tokens[name.start].folded not in self.tables.names
        )

    def _named_word(self, scene: Scene, at: int) -> bool:
        """Whether a word is in the table of names and may be one here."""
        token = scene.tokens[at]
        taken = any(m.kind in {"role", "actor", "organ", "group"} and m.start <= at < m.end for m in scene.mentions)
        return (
            token.kind == "word"
            and not taken
            and token.folded in self.tables.names
            and token.best.upos in {"NOUN", "PROPN", "ADJ", "X"}
        )

    def _rank(self, tokens: Sequence[Token], chunk: Chunk) -> Mention | None:
        """A rank at the beginning of a phrase that was taken for a unit («اللواء» the general)."""
        match = self.tables.roles.match(
            tokens,
            [Keys(t) if i in {chunk.start, chunk.start + 1} else _NO_KEYS for i, t in enumerate(tokens)],
            chunk.start,
        )
        if not match or match[2][0].kind != "rank" or not tokens[chunk.start].folded.startswith("ال"):
            return None
        return Mention(
            kind="role", start=chunk.start, end=match[0], span=chunk.span, text="", head=chunk.start, sense="rank"
        )

    def _apposed(self, scene: Scene, chunk: Chunk, person: Mention) -> bool:
        """Whether a person's name stands for the phrase itself rather than hangs on a preposition of it."""
        if scene.tokens[person.start].folded.startswith("لل"):
            return False
        if person.start == chunk.start:
            return True
        before = scene.tokens[person.start - 1]
        if (
            scene.tokens[person.start].analyses
            and scene.tokens[person.start].best.proclitics
            and scene.tokens[person.start].best.known
        ):
            return False
        if before.analyses and before.best.upos in {"ADP", "CCONJ", "SCONJ"}:
            return False
        own = next((c for c in scene.chunks if c.start <= person.start < c.end), None)
        if own is not None and own.start != chunk.start and own.prep and own.start == person.start:
            return False
        if own is not None and own.prep and own.start < person.start:
            # «باسم الرئيس فلان»: the name goes with a title inside the phrase.
            title = next((m for m in scene.mentions if m.kind == "role" and m.end == person.start), None)
            return title is None
        between = scene.tokens[chunk.end : person.start]
        return not any(t.text in "()" or is_verb(t) for t in between)

    def _titled(self, scene: Scene, chunk: Chunk, title: Mention, stop: int) -> Voice | None:
        """The name after a title: «العميد نجم كريم قائمقام البلدة»; none where a title stands alone."""
        alone = title.end - title.start == 1 and chunk.end - chunk.start == 1
        if not (scene.tokens[title.start].folded.startswith("ال") or not alone or title.sense in {"rank", "honorific"}):
            return None
        at = title.end
        while at < stop and (
            scene.tokens[at].folded in _ADJECTIVES_OF_RANK
            or any(m.kind == "role" and m.start <= at < m.end for m in scene.mentions)
        ):
            at += 1
        if at < stop and title.sense in {"rank", "honorific"}:
            return self._run(scene, chunk, at, stop, bold=True)
        for i in range(at, stop):
            token = scene.tokens[i]
            if token.text in '،,«"(':
                return None
            if (scene.tokens[i - 1].analyses and scene.tokens[i - 1].best.upos == "ADP") or token.folded.startswith(
                "لل"
            ):
                continue
            if (token.folded in self.tables.names or nameish(token)) and nameish(token) and not _placed(scene, i):
                found = self._run(scene, chunk, i, stop)
                return found if found is not None and found.name.count(" ") else None
        return None

    def _run(self, scene: Scene, chunk: Chunk, start: int, stop: int, *, bold: bool = False) -> Voice | None:
        """The person whose name begins at ``start``; ``bold`` takes nouns that may be names after a rank."""
        end = start
        while end < stop and end - start < 5:
            token = scene.tokens[end]
            given = token.folded in self.tables.names
            if given and end > start and token.kind == "word" and token.folded not in THAT:
                end += 1
                continue
            if (
                token.kind != "word"
                or token.folded in _NO_NAMES
                or token.folded in THAT
                or any(
                    m.kind in {"role", "actor", "organ", "weapon"} and m.start <= end < m.end for m in scene.mentions
                )
            ):
                break
            definite = token.folded.startswith("ال")
            if given and not token.best.proclitics:
                end += 1
                continue
            if end > start and self._role_word(token):
                break
            if (
                not token.analyses
                or token.best.upos in {"ADP", "SCONJ", "CCONJ", "ADV"}
                or (token.best.proclitics and token.best.known)
                or _placed(scene, end)
            ):
                break
            # A known given name takes one more word of its own phrase as the family's.
            family = (
                end == start + 1
                and end < chunk.end
                and scene.tokens[start].folded in self.tables.names
                and not definite
            )
            if not (
                nameish(token) or family or (bold and not (definite and end == start)) or (definite and end > start)
            ):
                break
            if token.best.sense == "time" or (token.best.enclitic and token.best.known):
                break
            end += 1
        words = [t.text for t in scene.tokens[start:end]]
        if not words:
            return None
        name = self.people.get(bare(scene.tokens[start].folded)) if len(words) == 1 else None
        name = name or romanise(words, self.tables.names)
        if len(words) > 1:
            self.people.setdefault(bare(scene.tokens[end - 1].folded), name)
        return Voice(name=name, span=(scene.tokens[start].start, scene.tokens[end - 1].end), chunk=chunk)

    def _role_word(self, token: Token) -> bool:
        """Whether a word is a title rather than part of a name."""
        keys = Keys(token)
        return self.tables.roles.match([token], [keys], 0) is not None and token.folded not in self.tables.names

    def _person(self, scene: Scene, mention: Mention) -> str:
        if mention.entity:
            return mention.entity
        words = [t for t in scene.tokens[mention.start : mention.end] if t.kind == "word"]
        while len(words) > 1 and words[0].folded in _ADJECTIVES_OF_RANK:
            words.pop(0)
        while len(words) > 1 and self._role_word(words[-1]) and not words[-1].folded.startswith("ال"):
            words.pop()
        if len(words) == 1 and bare(words[0].folded) in self.people:
            return self.people[bare(words[0].folded)]
        latin = [t.text for t in scene.tokens[mention.start : mention.end] if t.kind == "latin"]
        return " ".join(latin) if latin and not words else romanise([w.text for w in words], self.tables.names)

    def _owner(self, scene: Scene, chunk: Chunk, stop: int) -> str | None:
        """Whose statement or paper it is: the first named body after it."""
        for mention in scene.mentions:
            near = chunk.start <= mention.start < stop and mention.start - chunk.start <= 5
            body = mention.kind in {"actor", "person", "country"} or (mention.kind == "organ" and mention.country)
            if near and body and mention.entity:
                return mention.entity
        return None

    def _titled_medium(self, scene: Scene, chunk: Chunk) -> str | None:
        """The name in quotation marks after a paper's noun («صحيفة «الأيام»»)."""
        at = chunk.head + 1
        if at >= len(scene.tokens) or scene.tokens[at].text not in '«"“' or not is_of(scene.tokens[chunk.head], MEDIA):
            return None
        close = closing_mark(scene.tokens, at)
        words = [t.text for t in scene.tokens[at + 1 : close] if t.kind == "word"] if close > at else []
        name = romanise(words, self.tables.names)
        return name[:1].upper() + name[1:] if name else None


def _called(scene: Scene, chunk: Chunk) -> str | None:
    """What a group calls itself: «مجموعة تطلق على نفسها (اسم) «كتائب كذا»»; the name in the tables where it is there."""
    tokens = scene.tokens
    own = next(
        (i for i in range(chunk.end, min(len(tokens), chunk.end + 7)) if tokens[i].folded in {"نفسها", "نفسه"}), -1
    )
    mark = (
        next((i for i in range(own + 1, min(len(tokens), own + 3)) if tokens[i].text in '«"“'), -1) if own > 0 else -1
    )
    close = next((i for i in range(mark + 1, min(len(tokens), mark + 12)) if tokens[i].text in '»"”'), -1)
    if mark < 0 or close < 0:
        return None
    known = next((m.entity for m in scene.mentions if mark < m.start < close and m.entity), None)
    return known or scene.text[tokens[mark].end : tokens[close].start]


def _placed(scene: Scene, at: int) -> bool:
    return any(start <= at < end for _, start, end in scene.places)
