"""Numbers in running text: how many, with what bound, of what; knowing nothing of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from rasid.text.letters import fold_word
from rasid.words.amounts import Amount, plain, read_amount
from rasid.words.number_roles import Role, RoleWords, role_of
from rasid.words.stems import Hit, Phrases, folded_at, readings, word_set

if TYPE_CHECKING:
    from rasid.model import Span, Token

Unit = Literal["time", "distance", "money", "mass", ""]
Row = Mapping[str, str | None]

_BEFORE = frozenset({"before", "verb"})
_AFTER = frozenset({"after"})
_COLLECTIVE = frozenset({"collective"})
_PERCENT = frozenset({"percent"})
_ORDINAL = frozenset({"ordinal"})
_TEN = frozenset({"ten"})
_MEASURES = frozenset({"distance", "money", "mass"})
_TIME = frozenset({"unit"})
_NO_DUAL = frozenset({"no_dual"})
# Words that no counted noun is.
_NO_NOUN = word_set(
    "في من علي الي عن مع بين او ثم بعد قبل خلال منذ حتي قد لم لن لا ما ان كما بينهم بينها بينهن منهم منها منهن"
    " الا لكن فيما عندما حيث اثر و ف هو هي هم كان كانت كانوا ليس هذا هذه ذلك تلك التي الذي الذين عند لدي نحو حوالي"
    " اذ غير كل"
)
# Nouns whose first letter is no conjunction.
_WAW_NOUNS = word_set(
    "وزير وزراء وحده وحدات ولد اولاد وفد وفود وجبه وجبات وثيقه وثائق وكيل وكلاء وسيط وسطاء ورشه وزاره"
)
_NO_NOUN_TAGS = frozenset({"VERB", "ADP", "CCONJ", "SCONJ", "PRON", "PART", "PUNCT", "AUX", "DET", "ADV", "INTJ"})
# «واحد» behind these is no count («في وقت واحد»).
_NOT_ONE = word_set("ان كل وقت يد صوت جانب صف مكان حين اي ولا قلب راي نفس سقف")
_DASHES = frozenset("-–—‑−")
_REACH = 4
# Words that open a number though no table of numbers has them.
_OPENERS = word_set("بين وبين من ما ال و")


class NumberTable(msgspec.Struct, frozen=True):
    """The number words and, where ``calendar.tsv`` is given, the words of time that tell dates and ages from counts."""

    phrases: Phrases
    time: Phrases
    roles: RoleWords

    @classmethod
    def from_rows(cls, rows: Iterable[Row], calendar: Iterable[Row] = ()) -> NumberTable:
        """Index the rows of ``numbers.tsv`` and ``calendar.tsv`` (columns ``word``, ``kind``, ``value``, ``note``)."""
        phrases, time = Phrases.from_rows(rows), Phrases.from_rows(calendar)
        return cls(phrases, time, RoleWords(phrases, time))

    def may_open(self, token: Token) -> bool:
        """Whether a number other than a dual may begin at a token, for a quick test."""
        if token.kind != "word" or token.folded in _OPENERS:
            return True
        return not self.phrases.by_first.keys().isdisjoint(readings(token.folded))


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its bounds, in tokens ``[start, end)``; ``span`` covers «أكثر من», «على الأقل», «٪» too.

    ``min`` and ``max`` are both ends included, None where the text leaves one open; a share lies between 0 and 1
    where it is a part of a whole. ``role`` tells numbers that count nothing.
    """

    start: int
    end: int
    span: Span
    min: int | float | None
    max: int | float | None
    approx: bool = False
    convention: bool = False
    """Whether the bounds are those of a word like «العشرات», not told."""
    share: bool = False
    ordinal: bool = False
    dual: bool = False
    single: bool = False
    """Whether it is «شخص» without a number."""
    counted: int | None = None
    """The token that is counted, where it follows at once or carries the number (a dual, «شخص واحد»)."""
    unit: Unit = ""
    role: Role = ""


class _Draft(msgspec.Struct):
    """A quantity while it is read: token range, first character, bounds and what is known so far."""

    start: int
    end: int
    first: int
    low: int | float | None
    high: int | float | None
    approx: bool = False
    convention: bool = False
    share: bool = False
    amount: Amount | None = None


def find_numbers(tokens: Sequence[Token], table: NumberTable) -> list[Quantity]:
    """All numbers of a sentence, in order and without overlap. Duals need the tokens' analyses."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        quantity = _at(tokens, index, table, found[-1] if found else None)
        if quantity is None:
            index += 1
        else:
            found.append(quantity)
            index = max(quantity.end, index + 1)
    return found


def _at(tokens: Sequence[Token], index: int, table: NumberTable, before: Quantity | None) -> Quantity | None:
    if not table.may_open(tokens[index]):
        return _single(tokens, index) or _dual(tokens, index, table)
    bound = table.phrases.at(tokens, index, _BEFORE)
    if bound is not None:
        quantity = _bounded(tokens, bound, index, table)
        if quantity is not None:
            return quantity
    draft = _range(tokens, index, table) or _percent_first(tokens, index, table) or _value(tokens, index, table)
    if draft is not None:
        if _is_repeated_dual(before, draft, index) or _is_no_count(tokens, draft):
            return None
        return _finish(tokens, draft, table)
    return _ordinal(tokens, index, table) or _single(tokens, index) or _dual(tokens, index, table)


def _is_repeated_dual(before: Quantity | None, draft: _Draft, index: int) -> bool:
    """«شخصين اثنين» is one number."""
    return before is not None and before.dual and before.end == index and draft.low == draft.high == 2


def _is_no_count(tokens: Sequence[Token], draft: _Draft) -> bool:
    """Whether «واحد» is «the same one» or stands alone, or «ألف» is the verb «wrote»."""
    amount = draft.amount
    if amount is None or amount.digits or draft.end - draft.start != 1:
        return False
    token = tokens[draft.start]
    if amount.value == 1:
        if folded_at(tokens, draft.end) in {"من", "منهم", "منها"}:
            return False
        earlier = folded_at(tokens, draft.start - 1)
        known = draft.start > 0 and tokens[draft.start - 1].kind == "word"
        return not known or amount.joined or earlier in _NOT_ONE or earlier in _NO_NOUN or bool(amount.preposition)
    return bool(amount.value == 1000 and token.analyses and token.best.upos == "VERB")


def _value(tokens: Sequence[Token], index: int, table: NumberTable) -> _Draft | None:
    """A number or a convention at a token, with the second one of «خمسة أو ستة» and «5 - 7»."""
    index += folded_at(tokens, index) == "ال" and index + 1 < len(tokens) and tokens[index + 1].kind == "number"
    hit = table.phrases.at(tokens, index, _COLLECTIVE)
    amount = read_amount(tokens, index, table.phrases)
    if hit is not None and (amount is None or hit.end > amount.end):
        low, _, high = hit.entry.value.partition("-")
        return _Draft(index, hit.end, hit.start, int(low), int(high), convention=True)
    if amount is None:
        return None
    draft = _Draft(index, amount.end, amount.first, amount.value, amount.value, share=amount.fraction, amount=amount)
    return _with_alternative(tokens, draft, amount, table)


def _with_alternative(tokens: Sequence[Token], draft: _Draft, amount: Amount, table: NumberTable) -> _Draft:
    link = folded_at(tokens, draft.end)
    dash = link in _DASHES and amount.digits
    if not (dash or link == "او" or (link == "الي" and folded_at(tokens, draft.start - 1) not in {"من", "الساعه"})):
        return draft
    other = read_amount(tokens, draft.end + 1, table.phrases)
    if other is None or other.joined or other.fraction != amount.fraction or other.value <= amount.value:
        return draft
    if link == "او" and other.value > 3 * amount.value + 2:
        return draft
    draft.low, draft.high, draft.end = _scaled(amount.value, other.value), other.value, other.end
    return draft


def _scaled(low: float, high: float) -> int | float:
    """«بين 20 و30 ألفا»: the first number shares the second one's scale."""
    for scale in (1_000_000_000, 1_000_000, 1000):
        if high >= scale and high % scale == 0 and low < 1000 and low < high / scale:
            return plain(low * scale)
    return low


def _range(tokens: Sequence[Token], index: int, table: NumberTable) -> _Draft | None:
    """«بين 5 و7», «ما بين 5 و7», «من 5 إلى 7»."""
    word = folded_at(tokens, index)
    at = index + 1 + (word == "ما" and folded_at(tokens, index + 1) == "بين")
    between = word in {"بين", "وبين"} or at == index + 2
    if not between and word != "من":
        return None
    low = read_amount(tokens, at, table.phrases)
    if low is None or low.joined:
        return None
    link = folded_at(tokens, low.end)
    high = read_amount(tokens, low.end + (link in {"الي", "حتي"}), table.phrases)
    if high is None or high.value <= low.value or not (high.joined if between else link in {"الي", "حتي"}):
        return None
    first = tokens[index].start
    return _Draft(index, high.end, first, _scaled(low.value, high.value), high.value, amount=low)


def _percent_first(tokens: Sequence[Token], index: int, table: NumberTable) -> _Draft | None:
    """«٪63»: the sign before its number."""
    if folded_at(tokens, index) not in {"%", "٪", "﹪"} or index + 1 >= len(tokens):
        return None
    if tokens[index + 1].kind != "number" or (index and tokens[index - 1].end == tokens[index].start):
        return None
    draft = _value(tokens, index + 1, table)
    if draft is None or draft.low is None or draft.high is None:
        return None
    draft.start, draft.first, draft.share = index, tokens[index].start, True
    draft.low, draft.high = plain(draft.low / 100), plain(draft.high / 100)
    return draft


def _bounded(tokens: Sequence[Token], bound: Hit, index: int, table: NumberTable) -> Quantity | None:
    """A number behind words that bound it, any of them («ما لا يقل عن نحو 20»)."""
    bounds, at = [bound], bound.end
    while (more := table.phrases.at(tokens, at, _BEFORE, bare=True)) is not None:
        bounds.append(more)
        at = more.end
    draft = _range(tokens, at, table) or _percent_first(tokens, at, table) or _value(tokens, at, table)
    if draft is None or (draft.amount is not None and draft.amount.joined):
        return _more_than_one(tokens, bound, index) or _one_behind(tokens, bounds[-1], index, table)
    spoken = [hit for hit in bounds if hit.entry.kind == "before"]
    if spoken:
        draft.start, draft.first = index if spoken[0] is bound else spoken[0].end - 1, spoken[0].start
    _take_percent(tokens, draft, table)
    for hit in bounds:
        _apply(draft, hit.entry.value)
    return _finish(tokens, draft, table)


def _more_than_one(tokens: Sequence[Token], bound: Hit, index: int) -> Quantity | None:
    """«أكثر من مرة» is twice or more."""
    if bound.entry.words[0] != "اكثر" or folded_at(tokens, bound.end) not in {"مره", "شخص", "جهه", "موقع", "مكان"}:
        return None
    end = bound.end + 1
    span = (bound.start, tokens[end - 1].end)
    return Quantity(start=index, end=end, span=span, min=2, max=None, counted=end - 1)


def _one_behind(tokens: Sequence[Token], bound: Hit, index: int, table: NumberTable) -> Quantity | None:
    """«على الأقل صاروخا واحدا»."""
    amount = read_amount(tokens, bound.end + 1, table.phrases)
    if amount is None or amount.value != 1 or amount.digits or amount.joined or not _is_noun(tokens[bound.end]):
        return None
    draft = _Draft(index, amount.end, bound.start, 1, 1, amount=amount)
    _apply(draft, bound.entry.value)
    return _finish(tokens, draft, table)


def _apply(draft: _Draft, bound: str) -> None:
    """Open or narrow the bounds; whole numbers of things step by one («أكثر من 20» is 21 and more)."""
    step = 0 if draft.share or draft.convention else 1
    low, high = draft.low, draft.high
    if bound == "about":
        draft.approx = True
    elif bound == "least":
        draft.high = None
    elif bound == "most":
        draft.low = None
    elif bound == "over" and low is not None:
        draft.low, draft.high = (low + step if isinstance(low, int) else low), None
    elif bound == "under" and high is not None:
        draft.low, draft.high = None, (high - step if isinstance(high, int) else high)


def _take_percent(tokens: Sequence[Token], draft: _Draft, table: NumberTable) -> None:
    hit = table.phrases.at(tokens, draft.end, _PERCENT)
    if hit is None or draft.share or hit.stem.conjunction:
        return
    # «١٠٠ في المئة»; a row of numbers in a list is no percentage.
    factor = float(hit.entry.value)
    draft.low = None if draft.low is None else plain(draft.low * factor)
    draft.high = None if draft.high is None else plain(draft.high * factor)
    draft.end, draft.share = hit.end, True


def _finish(tokens: Sequence[Token], draft: _Draft, table: NumberTable) -> Quantity:
    """Percent signs, the counted noun, words behind that bound the number, and what the number is."""
    _take_percent(tokens, draft, table)
    counted, unit = _counted(tokens, draft, table)
    number_end = draft.end
    _bound_behind(tokens, draft, table)
    if counted is None and draft.end > number_end:  # «مئة أو يزيد من السكان»
        counted, unit = _counted(tokens, draft, table)
    if draft.share and unit and draft.amount is not None and draft.amount.fraction:
        draft.share = False  # «نصف يوم» measures
    role = role_of(tokens, draft.start, number_end, draft.amount, unit=unit, words=table.roles)
    return Quantity(
        start=draft.start,
        end=draft.end,
        span=(draft.first, tokens[draft.end - 1].end),
        min=draft.low,
        max=draft.high,
        approx=draft.approx,
        convention=draft.convention,
        share=draft.share,
        counted=None if role and role != "age" else counted,
        unit=unit,
        role=role,
    )


def _bound_behind(tokens: Sequence[Token], draft: _Draft, table: NumberTable) -> None:
    """«20 على الأقل», «سبعة أشخاص، على الأقل»: at most a few words of the noun phrase lie between."""
    for at in range(draft.end, min(draft.end + _REACH, len(tokens)) + 1):
        hit = table.phrases.at(tokens, at, _AFTER, bare=True)
        if hit is not None:
            following = read_amount(tokens, hit.end, table.phrases)
            if at > draft.end and following is not None and not following.joined:
                return  # the bound belongs to the next number
            _apply(draft, hit.entry.value)
            draft.end = hit.end
            return
        if at >= len(tokens) or _ends_phrase(tokens, at, draft.end, table):
            return


def _ends_phrase(tokens: Sequence[Token], at: int, begin: int, table: NumberTable) -> bool:
    token = tokens[at]
    if token.kind == "number":
        return True
    if token.kind != "word":
        return not (token.folded in {"،", ","} and at + 1 < len(tokens) and tokens[at + 1].folded in {"علي", "في"})
    if token.folded == "من":  # «1000 لاجئ من التبت على الأقل»
        return at > begin and not folded_at(tokens, at + 1).startswith("ال")
    if token.folded in _NO_NOUN:
        return True
    if token.analyses and at > begin and token.best.upos in _NO_NOUN_TAGS:
        return True
    return at > begin and (token.folded.startswith("و") or read_amount(tokens, at, table.phrases) is not None)


def _is_noun(token: Token) -> bool:
    if token.kind not in {"word", "latin"} or token.folded in _NO_NOUN:
        return False
    if token.analyses:
        return token.best.upos not in _NO_NOUN_TAGS and not {"و", "ف"} & set(token.best.proclitics)
    joined = token.folded.startswith("و") and token.folded not in _WAW_NOUNS
    return not joined and not token.folded.endswith("وا")


def _counted(tokens: Sequence[Token], draft: _Draft, table: NumberTable) -> tuple[int | None, Unit]:
    """The counted noun behind a number («سبعة أشخاص», «سبعة من عناصر»), or before it («شخص واحد», «الأشخاص السبعة»)."""
    at = draft.end
    unit = _unit(tokens, at, table)
    amount = draft.amount
    if unit == "time" and tokens[at].folded.startswith("ال") and not (amount is not None and amount.article):
        return None, ""  # «إصابة عشرة الأسبوع الماضي»
    if unit:
        return at, unit
    if amount is not None and not amount.digits and amount.end - amount.start == 1 and draft.start:
        previous = tokens[draft.start - 1]
        after_noun = amount.value == 1 or (amount.article and previous.folded.startswith("ال"))
        if after_noun and _is_noun(previous) and folded_at(tokens, at) != "من":
            return draft.start - 1, _unit(tokens, draft.start - 1, table)
    if folded_at(tokens, at) == "من":
        at += 1
    if (
        at < len(tokens)
        and _is_noun(tokens[at])
        and not (tokens[at].folded.startswith("و") and len(tokens[at].folded) < 3)
    ):
        return at, ""
    return None, ""


def _unit(tokens: Sequence[Token], at: int, table: NumberTable) -> Unit:
    if table.time.at(tokens, at, _TIME, bare=True) is not None:
        return "time"
    hit = table.phrases.at(tokens, at, _MEASURES, bare=True)
    units: dict[str, Unit] = {"distance": "distance", "money": "money", "mass": "mass"}
    return units[hit.entry.kind] if hit is not None else ""


def _ordinal(tokens: Sequence[Token], index: int, table: NumberTable) -> Quantity | None:
    hit = table.phrases.at(tokens, index, _ORDINAL)
    if hit is None or (not hit.stem.article and _unit(tokens, index, table)):
        return None
    value, end = int(hit.entry.value), hit.end
    ten = table.phrases.at(tokens, end, _TEN)
    if ten is not None and ten.stem.conjunction and ten.stem.article and value < 10:
        value, end = value + int(ten.entry.value), ten.end
    elif hit.entry.note.startswith("only before a ten"):
        return None
    role = role_of(tokens, index, end, None, unit="", words=table.roles)
    return Quantity(
        start=index,
        end=end,
        span=(hit.start, tokens[end - 1].end),
        min=value,
        max=value,
        ordinal=True,
        role=role or "ordinal",
    )


def _dual(tokens: Sequence[Token], index: int, table: NumberTable) -> Quantity | None:
    """A noun in the dual counts itself."""
    token = tokens[index]
    time = table.time.at(tokens, index, _TIME)
    if time is not None and time.entry.value.endswith(":2"):
        span, unit = (time.start, token.end), "time"
    elif _is_dual(tokens, index, table):
        span, unit = token.best.stem if token.best.stem != (0, 0) else (token.start, token.end), ""
    else:
        return None
    draft = _Draft(index, index + 1, span[0], 2, 2)
    _bound_behind(tokens, draft, table)
    span = (span[0], tokens[draft.end - 1].end if draft.end > index + 1 else span[1])
    return Quantity(
        start=index,
        end=draft.end,
        span=span,
        min=draft.low,
        max=draft.high,
        dual=True,
        counted=index,
        unit="time" if unit else "",
    )


def _single(tokens: Sequence[Token], index: int) -> Quantity | None:
    """«شخص» right after a word that it depends on counts one («مقتل شخص»); «أي شخص», «كل شخص» count nobody."""
    if tokens[index].folded != "شخص" or not index or not tokens[index - 1].analyses:
        return None
    before = tokens[index - 1]
    if folded_at(tokens, index + 1) == "واحد":
        return None
    if before.kind != "word" or before.best.upos not in {"NOUN", "VERB"} or before.folded in _NOT_ONE:
        return None
    span = tokens[index].start, tokens[index].end
    return Quantity(start=index, end=index + 1, span=span, min=1, max=1, single=True, counted=index)


def _is_dual(tokens: Sequence[Token], index: int, table: NumberTable) -> bool:
    """Whether a word is surely a dual: a plural that is written alike («مسلحين») wins, and so does a name."""
    token = tokens[index]
    word = token.folded
    duals = [
        reading for reading in token.analyses if reading.upos == "NOUN" and reading.number == "d" and reading.known
    ]
    if not duals or table.phrases.at(tokens, index, _NO_DUAL) is not None:
        return False
    if word.endswith("يين"):
        lemmas = [fold_word(reading.lemma) for reading in duals]
        return any(entry.kind == "dual_in_yy" for lemma in lemmas for entry in table.phrases.by_first.get(lemma, ()))
    best = token.best
    if best is not duals[0] or any(other.number == "p" and other.lemma == best.lemma for other in token.analyses):
        return False
    # Before a noun or a pronoun the dual has lost its «ن» and looks like other words.
    short = not best.enclitic and not word.endswith(("ين", "ان"))
    return not short or (word.endswith(("تي", "تا")) and index + 1 < len(tokens) and _is_noun(tokens[index + 1]))
