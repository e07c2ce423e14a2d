"""How far the words of an unnamed speaker reach, and where what is said begins."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Span, Token
from rasid.reading.clauses import is_verb
from rasid.reading.index import bare
from rasid.reading.parts import Chunk, Scene
from rasid.reading.tables import Tables
from rasid.text import fold_word

THAT = frozenset({"ان", "بان", "انه", "انها", "انهم", "بانه", "بانها", "بانهم", "انهما", "انني", "انا", "اننا"})
MEDIA = frozenset({"صحيفه", "جريده", "مجله", "قناه", "وكاله", "اذاعه", "موقع", "تلفزيون", "شبكه", "محطه", "فضائيه"})
_REACH = 40
_INSIDE = frozenset({"في", "ب", "من", "لدى", "لدي", "باسم"})
"""Prepositions whose phrase belongs to an unnamed speaker («مصدر في الشرطة»)."""
_OCCASION = frozenset(
    {
        "تصريح", "تصريحات", "بيان", "مؤتمر", "مقابله", "حديث", "اتصال", "كلمه", "خطاب", "تغريده", "تقرير", "رساله", "حوار", "لقاء",
        "وقت", "ختام", "ايجاز", "مستهل", "جلسه", "تصريحاته", "بيانه", "مقال", "برنامج", "شريط",
    }
)  # fmt: skip
AMONG = frozenset({"احد", "احدي", "بعض", "عدد", "عشرات", "مئات", "الاف", "كبار", "كبير"})
_NISBA = ("ي", "يه", "يون", "يين", "يان")
_NISBA_LETTERS = 3
_WITNESSES = frozenset({"شاهد", "شهود", "متظاهر", "متظاهرون", "محتج"})
"""Speakers whom a place beside them does not name («شهود في المدينة»), unlike an office («ضابط في الشرطة»)."""
_PHRASE = 9
_BEFORE_THAT = frozenset(
    {"بعد", "قبل", "منذ", "دون", "كما", "حيث", "حتي", "الا", "غير", "مع", "قبيل", "بعيد", "رغم", "شرط"}
)


class Extents:
    """The span of a speaker's phrase: with «في», «ب», «من» and what they bring, and coordinated sources."""

    def __init__(self, tables: Tables) -> None:
        """Keep the tables."""
        self.tables = tables

    def unnamed(self, token: Token) -> bool:
        """Whether a word is one of those for sources that are not named («مصدر», «شهود»)."""
        return is_of(token, self.tables.unnamed)

    def start_of(self, scene: Scene, chunk: Chunk) -> int:
        """Where a speaker's phrase begins, with «أحد», «عدد من» before it."""
        before = scene.tokens[chunk.start - 1] if chunk.start else None
        if before is not None and before.analyses and fold_word(before.best.lemma) in AMONG and chunk.prep in {"", "+"}:
            return before.best.stem[0] or before.start
        return chunk.span[0]

    def end_of(self, scene: Scene, chunk: Chunk, stop: int) -> int:
        """The end of an unnamed speaker's phrase: with «في», «ب», «من» and what they bring, and coordinated sources."""
        tokens = scene.tokens
        if self.unnamed(tokens[chunk.head]):
            events = {sense.token for sense in scene.senses}
            told = (i for i in range(chunk.start + 2, stop) if i in events and nisba(tokens[i - 1]))
            stop = next(told, stop)
        clip = self._clip(scene, chunk, stop)
        if clip < chunk.end:
            return tokens[clip - 1].end
        end, last = chunk.end, chunk.span[1]
        for other in scene.chunks:
            if other.start < end or other.kind not in {"noun", "event"}:
                continue
            if other.start < stop < other.end and other.conj:
                return tokens[stop - 1].end
            if (
                other.start >= stop
                or other.start - end > 1
                or other.end - chunk.start > _PHRASE
                or tokens[end].kind == "punct"
            ):
                break
            joined = other.conj and other.start == end
            if not other.conj and other.prep and other.sense == "place" and self._apart(tokens, chunk):
                break
            if (
                not other.conj
                and other.start == end
                and other.prep in {"", "+"}
                and other.sense == "place"
                and not adjectival(tokens[end - 1])
            ):
                end, last = other.end, other.span[1]
                continue
            if joined and not self._joined(tokens, chunk, other, end):
                break
            if not joined and other.prep not in _INSIDE and not (other.prep == "ل" and adjectival(tokens[end - 1])):
                break
            if (
                other.kind == "event"
                or other.sense in {"time", "weapon"}
                or any(m.sense in {"media", "journalist"} for m in other.mentions)
            ):
                break
            if tokens[other.head].folded in _OCCASION or fold_word(tokens[other.head].best.lemma) in _OCCASION:
                break
            end, last = other.end, other.span[1]
        return last

    def _apart(self, tokens: Sequence[Token], chunk: Chunk) -> bool:
        """Whether a place beside a source does not belong to its name: witnesses, and sources of a kind («مصدر طبي في بابل»)."""
        kind = chunk.end > chunk.start + 1 and adjectival(tokens[chunk.end - 1]) and self.unnamed(tokens[chunk.head])
        return kind or is_of(tokens[chunk.head], _WITNESSES)

    def _clip(self, scene: Scene, chunk: Chunk, stop: int) -> int:
        """Where a phrase ends that runs on into what is said, or into the one who is told («مصدر أمني لرويترز»)."""
        tokens = scene.tokens
        events = {sense.token for sense in scene.senses}
        for i in range(chunk.start + 1, min(chunk.end, stop)):
            told = next((m for m in chunk.mentions if m.start == i and m.span[0] > tokens[i].start), None)
            if told is not None and tokens[i].folded.startswith("ل"):
                return i
            before = tokens[i - 1].best if tokens[i - 1].analyses else None
            # «مصادر امنية مقتل …»: a nisba beside an unnamed source is an adjective, whatever it was taken for.
            kind = i == chunk.start + 2 and self.unnamed(tokens[chunk.head]) and nisba(tokens[i - 1])
            adjective = before is not None and (before.upos == "ADJ" or kind)
            noun = (
                tokens[i].analyses
                and tokens[i].best.upos == "NOUN"
                and all(a.upos != "ADJ" for a in tokens[i].analyses[:4])
            )
            if adjective and (i in events or (noun and not tokens[i - 1].best.definite)):
                return i
            doing = i > chunk.head + 1 and tokens[i].folded.startswith("الم") and tokens[i].best.upos == "ADJ"
            if doing and i + 1 < len(tokens) and tokens[i + 1].analyses and tokens[i + 1].best.upos == "ADP":
                return i
        return min(chunk.end, max(stop, chunk.start + 1))

    def _joined(self, tokens: Sequence[Token], chunk: Chunk, other: Chunk, end: int) -> bool:
        """Whether a conjunct goes on with the source («وأخرى طبية») or with the construct inside it («أحياء كذا وكذا»)."""
        inside = end > chunk.end or not self.unnamed(tokens[chunk.head]) or chunk.end - chunk.start > 2
        return (
            inside
            or other.human
            or self.unnamed(tokens[other.head])
            or adjectival(tokens[other.head])
            or tokens[other.start].folded in {"واخري", "واخرون", "واخر"}
        )


def is_of(token: Token, words: frozenset[str]) -> bool:
    """Whether a noun is among folded words, by itself or by its dictionary form."""
    if bare(token.folded) in words:
        return True
    return bool(token.analyses) and any(
        a.upos in {"NOUN", "ADJ"} and bare(fold_word(a.lemma)) in words for a in token.analyses[:2]
    )


def nisba(token: Token) -> bool:
    """Whether a word looks like an indefinite adjective of relation («أمني», «طبية»)."""
    return len(token.folded) > _NISBA_LETTERS and not token.folded.startswith("ال") and token.folded.endswith(_NISBA)


def adjectival(token: Token) -> bool:
    """Whether a word is an adjective or a participle."""
    return bool(token.analyses) and (token.best.upos == "ADJ" or "participle" in token.best.kind)


def words_of(scene: Scene, chunk: Chunk, span: Span) -> str:
    """The words of a phrase as they stand, without particles before it; «للعضو» gives «العضو»."""
    text = scene.text[span[0] : span[1]]
    first = scene.tokens[chunk.start]
    if span[0] == chunk.span[0] and first.folded.startswith(("لل", "ولل")) and first.analyses and first.best.definite:
        cut = first.text.find("لل") + 2
        if span[0] >= first.start and span[0] - first.start <= cut:
            text = "ال" + scene.text[first.start + cut : span[1]]
    text = text.strip(' "،,()').removesuffix("»").removesuffix("«").strip()
    return text + "»" if text.count("«") > text.count("»") else text


def complement(scene: Scene, at: int, said: Sequence[str]) -> int:
    """Where what is said begins after the saying word at ``at``: after «أن», a colon or an opening quotation mark; or -1.

    ``said`` tells for each token whether it is a saying word itself: the search ends at the next one.
    """
    tokens = scene.tokens
    i = at + 1
    while i < min(len(tokens), at + _REACH):
        token = tokens[i]
        if token.folded in THAT and tokens[i - 1].folded not in _BEFORE_THAT:
            return i + 1
        if token.text == ":":
            return i + 1
        if token.text in '«“„"' and token.kind == "punct":
            close = (
                closing_mark(tokens, i)
                if tokens[i - 1].folded in {"ل", "لـ"} or is_of(tokens[i - 1], MEDIA)
                else _short_title(tokens, i)
            )
            if close < 0:
                return i + 1
            i = close
        elif said[i] == "say" or token.text in ".؛":
            return -1
        i += 1
    return -1


def closing_mark(tokens: Sequence[Token], opening: int) -> int:
    """The mark that closes the name of a paper, or -1 where none does soon."""
    return next((i for i in range(opening + 1, min(len(tokens), opening + 6)) if tokens[i].text in {"»", "”", '"'}), -1)


def _short_title(tokens: Sequence[Token], opening: int) -> int:
    """The closing mark of a title in quotation marks (at most four words without a verb), or -1 for speech."""
    for i in range(opening + 1, min(len(tokens), opening + 6)):
        if tokens[i].text in '»”"' and tokens[i].kind == "punct":
            return i
        if is_verb(tokens[i]) or tokens[i].folded in THAT:
            return -1
    return -1


def title_of_medium(scene: Scene, at: int) -> bool:
    """Whether a phrase stands in quotation marks after «ل» or a paper's noun («لـ«الشرق الأوسط»»)."""
    if at < 2 or scene.tokens[at - 1].text not in '«"“':
        return False
    before = scene.tokens[at - 2]
    return before.folded in {"ل", "لـ"} or is_of(before, MEDIA)
