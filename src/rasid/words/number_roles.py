"""What a number is where it counts nothing: a year, a date, an hour, an age, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from rasid.words.stems import Phrases, folded_at, stems, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rasid.model import Token
    from rasid.words.amounts import Amount

Role = Literal["age", "year", "clock", "date", "ordinal", "phone/other", ""]

_MONTHS = frozenset({"month_gregorian", "month_levant", "month_maghreb", "month_hijri"})
_LABELS = frozenset({"label"})
_ERAS = frozenset({"era"})
_UNITS = frozenset({"unit"})
_WEEKDAYS = frozenset({"weekday"})
_YEAR_WORDS = word_set("عام سنه عامي العام السنه موسم")
_YEAR_BEFORE = word_set("في منذ حتي مطلع منتصف نهايه بدايه اواخر اوائل صيف شتاء ربيع خريف انتخابات حرب")
_YEAR_AFTER = word_set("و في من الي ثم حتي علي عن مع بين بعد قبل او ان التي الذي")
_AGE_WORDS = word_set("عمره عمرها عمر عمرهم اعمارهم اعمارهن العمر سن السن عمرا عمريهما")
_CLOCK_AFTER = word_set("صباحا مساء ظهرا فجرا ليلا عصرا بتوقيت توقيت بالتوقيت")
_CLUBS = word_set("مجموعة قمة")
_DASHES = frozenset("-–—‑−/")
_OPENING, _CLOSING = frozenset("([،,"), frozenset(")]،,")


class RoleWords(msgspec.Struct, frozen=True):
    """The tables that tell what a number is."""

    phrases: Phrases
    time: Phrases


def role_of(
    tokens: Sequence[Token], start: int, end: int, amount: Amount | None, *, unit: str, words: RoleWords
) -> Role:
    """The role of the number in ``tokens[start:end]``; empty where it counts or measures.

    ``amount`` is the number itself, None for an ordinal; ``unit`` the class of its unit of measure.
    """
    if _is_date(tokens, start, end, words):
        return "date"
    if _is_clock(tokens, start, end, amount):
        return "clock"
    if _is_age(tokens, start, end, unit):
        return "age"
    if amount is None:
        return ""
    if _is_year(tokens, start, end, amount, unit=unit, words=words):
        return "year"
    if _is_name(tokens, start, end, amount, unit=unit, words=words):
        return "phone/other"
    return ""


def _is_date(tokens: Sequence[Token], start: int, end: int, words: RoleWords) -> bool:
    """A day before a month («15 آذار», «الثالث من آب», «3 و5 أيار»), a day of the month, or 17/2/1986."""
    if _slashed(tokens, start, end):
        return True
    at = end
    at += folded_at(tokens, at) == "من"
    at += folded_at(tokens, at) == "شهر"
    month = words.time.at(tokens, at, _MONTHS, bare=True)
    if month is not None:
        return True
    if folded_at(tokens, end) == "من" and folded_at(tokens, end + 1) in {"الشهر", "هذا", "ذلك"}:
        return folded_at(tokens, end + 1) == "الشهر" or folded_at(tokens, end + 2) == "الشهر"
    before = folded_at(tokens, start - 1)
    if before in {"يوم", "اليوم"} or words.time.at(tokens, start - 1, _WEEKDAYS) is not None:
        later = words.time.at(tokens, end + 1 + (folded_at(tokens, end) == "و"), _MONTHS, bare=True)
        return later is not None and tokens[start].kind == "number"
    return False


def _slashed(tokens: Sequence[Token], start: int, end: int) -> bool:
    if end - start != 1 or tokens[start].kind != "number":
        return False
    for sign in (start - 1, end):
        other = sign - 1 if sign < start else sign + 1
        if 0 <= other < len(tokens) and folded_at(tokens, sign) == "/" and tokens[other].kind == "number":
            return True
    return False


def _is_clock(tokens: Sequence[Token], start: int, end: int, amount: Amount | None) -> bool:
    before = [stem.word for stem in stems(folded_at(tokens, start - 1))] if start else []
    if "الساعه" in before or ("ساعه" in before and amount is None):
        return True
    for sign in (start - 1, end):
        other = sign - 1 if sign < start else sign + 1
        if folded_at(tokens, sign) == ":" and 0 <= other < len(tokens) and tokens[other].kind == "number":
            return amount is not None and tokens[sign].start == tokens[sign - 1].end
    return amount is not None and amount.digits and folded_at(tokens, end) in _CLOCK_AFTER and amount.value <= 24


def _is_age(tokens: Sequence[Token], start: int, end: int, unit: str) -> bool:
    """«البالغ من العمر 20 عاما», «عمره 20», «(20 عاما)», «20 عاما من العمر», «في العشرين من عمره»."""
    before = [folded_at(tokens, at) for at in range(max(0, start - 3), start)]
    if any(stem.word in _AGE_WORDS for word in before for stem in stems(word)):
        return unit in {"", "time"} and "منذ" not in before
    if folded_at(tokens, end) == "من" and folded_at(tokens, end + 1) in _AGE_WORDS:
        return True
    years = folded_at(tokens, end) in {"عاما", "سنه", "عام", "سنوات", "اعوام"}
    if years and folded_at(tokens, end + 1) == "من" and folded_at(tokens, end + 2) in _AGE_WORDS:
        return True
    return (
        years
        and folded_at(tokens, start - 1) in {"(", "[", "،", ","}
        and folded_at(tokens, end + 1) in {")", "]", "،", ","}
    )


def _is_year(tokens: Sequence[Token], start: int, end: int, amount: Amount, *, unit: str, words: RoleWords) -> bool:
    value = amount.value
    if not isinstance(value, int) or not 1 <= value <= 2200 or unit:
        return False
    before = stems(folded_at(tokens, start - 1))[-1].word if start else ""
    if before in _YEAR_WORDS or any(stem.word in _YEAR_WORDS for stem in stems(folded_at(tokens, start - 1))):
        return value >= 100
    plain = end - start == 1 and tokens[start].folded.isdigit() and len(tokens[start].folded) == 4
    if not plain:
        return False
    month = any(words.time.at(tokens, start - back, _MONTHS) is not None for back in (1, 2) if start - back >= 0)
    era = words.time.at(tokens, end, _ERAS, bare=True) is not None
    if month or era:
        return True
    if not 1800 <= value <= 2100:
        return False
    return before in _YEAR_BEFORE or _stands_alone(tokens, start, end, words)


def _stands_alone(tokens: Sequence[Token], start: int, end: int, words: RoleWords) -> bool:
    """A bare year: a word before it that asks for no number, and nothing after it that could be counted."""
    if start == 0 or words.phrases.at(tokens, start - 1, frozenset({"before", "verb", "label"})) is not None:
        return False
    if end < len(tokens) and tokens[end].kind == "word":
        return tokens[end].folded in _YEAR_AFTER
    return tokens[start - 1].kind == "word" and (end >= len(tokens) or folded_at(tokens, end) not in {"%", "٪"})


def _is_name(tokens: Sequence[Token], start: int, end: int, amount: Amount, *, unit: str, words: RoleWords) -> bool:
    """Numbers of resolutions, units and models («القرار 2254», «إف 16»), telephone numbers, and «مجموعة السبع»."""
    if amount.article and not amount.digits and not unit:
        return any(stem.word in _CLUBS for stem in stems(folded_at(tokens, start - 1)))
    if unit or not amount.digits:
        return False
    if folded_at(tokens, start - 1) == "رقم":
        return True
    token = tokens[start]
    if token.kind == "number" and (
        (len(token.folded) > 7 and token.folded.isdigit()) or token.folded[:1] == "0" != token.folded
    ):
        return "." not in token.folded[:2]
    if start and folded_at(tokens, start - 1) in {"+", "#"}:
        return True
    glued = start > 1 and folded_at(tokens, start - 1) in _DASHES and tokens[start - 2].kind in {"latin", "word"}
    if glued and tokens[start - 1].end == tokens[start].start == tokens[start - 2].end + 1:
        return True
    if start and tokens[start - 1].kind == "latin" and end == start + 1:
        return tokens[start - 1].end == tokens[start].start
    at = start - 1
    while at > 0 and folded_at(tokens, at) in {"ال", "(", "«", '"', "-", "رقم"}:
        at -= 1
    hit = words.phrases.at(tokens, at, _LABELS)
    if hit is None or amount.preposition:
        return False
    if hit.entry.note.startswith("only with the article"):
        return hit.stem.article
    return words.time.at(tokens, end, _UNITS, bare=True) is None
