"""Personal names by their parts: ism, nasab, family, nisba, kunya, laqab, and the titles that stand before them.

The parts are those of Arabic onomastics as people use them on lists today: «محمد خالد العلي», «محمد بن خالد العلي»,
«أبو أحمد (محمد العلي)», «عبد الله يوسف الحلبي». A name in Latin letters is read by the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from rasid.text import fold_word

SONS, DAUGHTERS = frozenset({"بن", "ابن", "ولد", "bin", "ibn", "ben", "ould"}), frozenset({"بنت", "ابنه", "bint"})
_FATHERS = frozenset({"ابو", "ابا", "ابي", "abu", "abou", "abo"})
_MOTHERS = frozenset({"ام", "umm", "um", "oum"})
_SLAVES = frozenset({"عبد", "abd", "abdul", "abdel", "abdal", "abdoul", "abed"})
_HOUSES = frozenset({"ال"})
"""«آل» as it is folded; the article never stands alone."""
_ARTICLES = frozenset({"al", "el", "ul", "as", "ad", "ar", "at", "an", "az", "ash"})
_SECONDS = frozenset(
    "الدين الله الاسلام الزهراء الهدي الزمان الحق الرسول النبي الملك deen eldin aldin eddin uddin addin allah".split()
)
"""Second words that close a name of two words («نور الدين», «نصر الله», «فاطمة الزهراء»)."""
_MEN = frozenset(
    "السيد سيد الشيخ شيخ الحاج حاج الدكتور دكتور د المهندس م الاستاذ استاذ المحامي الشهيد شهيد المرحوم مرحوم الراحل "
    "المواطن مواطن الشاب شاب الطفل طفل الرضيع رضيع الجريح المعتقل الناشط ناشط الاعلامي الصحفي الصحافي المصور المسعف "
    "الممرض الطبيب المتطوع المدرس المعلم الطالب العامل العقيد عقيد الرائد رائد النقيب نقيب الملازم ملازم العميد عميد "
    "المقدم مقدم اللواء لواء الرقيب رقيب المجند المقاتل القائد الضابط العنصر mr dr sheikh haj hajj martyr".split()
)
_WOMEN = frozenset(
    "السيده سيده الحاجه حاجه الدكتوره دكتوره المهندسه الاستاذه الشهيده شهيده المرحومه مرحومه الراحله المواطنه الشابه "
    "الطفله طفله الرضيعه رضيعه الجريحه المعتقله الناشطه الاعلاميه الصحفيه الصحافيه المصوره المسعفه الممرضه الطبيبه "
    "المتطوعه المدرسه المعلمه الطالبه العامله المراه زوجه ارمله mrs ms miss".split()
)
_ALSO_NAMES = frozenset("رائد سيد شهيد عميد شيخ حاج شاب قائد".split())
"""Titles that are names where they have no article."""
_CHILDREN = frozenset("الطفل طفل الطفله طفله الرضيع رضيع الرضيعه رضيعه".split())
_KNOWN_AS = frozenset("الملقب الملقبه المعروف المعروفه المكني المكناه المدعو المدعوه الشهير الشهيره لقبه".split())
_NOT_DEFINITE = frozenset(
    "الهام الياس الاء الفت الين السا الما الكسندر alaa alawi alia aliya aleppo alma alin alan".split()
)
"""Names that begin like the article and are without one."""
_BRACKETS = re.compile(r"[(\[«\"“”]([^()\[\]«»\"“”]*)[)\]»\"“”]")
_PIECE = re.compile(r"[^\W\d_]+(?:['’ʼʿʾ`][^\W\d_]+)*")
_LONGEST = 300


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name in parts, each folded for matching; compounds are written as one word («عبدالله», «نورالدين», «ابواحمد»)."""

    text: str
    """As it was given."""
    ism: str = ""
    nasab: tuple[str, ...] = ()
    """Father, grandfather and so on, as far as the name goes; the last may be a family's name without article."""
    family: str = ""
    """A family's name as its form shows it: with article, with «آل», or a kunya at the end («أبو شنب»)."""
    nisba: tuple[str, ...] = ()
    """Names of origin or tribe: definite and ending in ya («الحلبي»)."""
    kunya: str = ""
    laqab: tuple[str, ...] = ()
    """By-names: what stands in brackets or quotation marks, or after «الملقب بـ»."""
    titles: tuple[str, ...] = ()
    gender: str = ""
    """``m`` or ``f`` where a title, «بنت» or a kunya shows it."""
    child: bool = False
    """Whether a title says that it is a child."""

    @property
    def words(self) -> tuple[str, ...]:
        """All parts but the titles, in their order."""
        parts = (self.ism, *self.nasab, self.family, *self.nisba, self.kunya, *self.laqab)
        return tuple(part for part in parts if part)

    @property
    def empty(self) -> bool:
        """Whether no part of a name was found."""
        return not self.words


def parse_name(text: str) -> Name:
    """The parts of a name. Never fails; a text without letters gives a name that is empty."""
    text = text[:_LONGEST]
    inner = [found.group(1) for found in _BRACKETS.finditer(text)]
    pieces = list(_pieces(_BRACKETS.sub(" ", text)))
    known_as = next((i for i, piece in enumerate(pieces) if piece in _KNOWN_AS), None)
    if known_as is not None:
        inner.append(" ".join(pieces[known_as + 1 :]).removeprefix("ب"))
        pieces = pieces[:known_as]
    titles, rest = _titles(pieces)
    words, daughter = _compounds(rest)
    kunya = ""
    if words and words[0].kunya:
        kunya, words = words[0].text, words[1:]
    laqab: list[str] = []
    for by_name in inner:
        compound, _ = _compounds(_titles(list(_pieces(by_name)))[1])
        if not compound:
            continue
        if compound[0].kunya and not kunya:
            kunya = compound[0].text
        elif not words:
            words = compound
        else:
            laqab.append("".join(word.text for word in compound))
    late = next((i for i, word in enumerate(words) if i and word.kunya), None)
    if late is not None and not kunya and any(word.definite for word in words[1:]):
        kunya, words = words[late].text, [*words[:late], *words[late + 1 :]]
    ism, nasab, family, nisba = _roles(words, with_kunya=bool(kunya))
    return Name(
        text=text,
        ism=ism,
        nasab=nasab,
        family=family,
        nisba=nisba,
        kunya=kunya,
        laqab=tuple(laqab),
        titles=tuple(titles),
        gender=_gender(titles, kunya, daughter=daughter),
        child=any(title in _CHILDREN for title in titles),
    )


def _pieces(text: str) -> Iterator[str]:
    """The folded words. Latin ones without accents and in small letters."""
    for found in _PIECE.findall(text):
        if found.isascii() or not fold_word(found[0]).isalpha() or "LATIN" in unicodedata.name(found[0], ""):
            plain = unicodedata.normalize("NFKD", found)
            yield "".join(c for c in plain.casefold() if c.isascii() and c.isalpha())
        else:
            word = "".join(c for c in fold_word(found) if c.isalpha())
            if word:
                yield word


def _titles(pieces: Sequence[str]) -> tuple[list[str], list[str]]:
    """The titles at the head of a name, and the rest. What would leave no name («الشيخ» as a family) stays."""
    at = 0
    while at < len(pieces) - 1 and (pieces[at] in _MEN or pieces[at] in _WOMEN):
        if pieces[at] in _ALSO_NAMES:
            break
        at += 1
    return list(pieces[:at]), list(pieces[at:])


class _Word(NamedTuple):
    """A word of a name, compounds joined."""

    text: str
    kunya: bool = False
    house: bool = False
    """Whether «آل» stood before it."""

    @property
    def definite(self) -> bool:
        """Whether it bears the article, as families and nisbas do."""
        if self.house:
            return True
        if self.kunya or self.text in _NOT_DEFINITE:
            return False
        return self.text.startswith(("ال", "al-")) and len(self.text) > 4

    @property
    def nisba(self) -> bool:
        """Whether it is definite and ends in ya."""
        bare = self.text.removeprefix("al-").removeprefix("ال")
        return self.definite and not self.house and len(bare) > 3 and bare.endswith(("ي", "i", "y"))


def _compounds(pieces: Sequence[str]) -> tuple[list[_Word], bool]:
    """Words with what belongs together joined and «بن» taken out; and whether a «بنت» stood among them."""
    words: list[_Word] = []
    daughter, at = False, 0
    while at < len(pieces):
        piece, more = pieces[at], pieces[at + 1 :]
        if piece in SONS or piece in DAUGHTERS:
            daughter = daughter or piece in DAUGHTERS
            at += 1
        elif more and (piece in _FATHERS or piece in _MOTHERS):
            # The article alone («Abu al-Hasan») and «عبد» take a further word.
            step = 3 if len(more) > 1 and (more[0] in _SLAVES or more[0] in _ARTICLES) else 2
            head = "ام" if piece in _MOTHERS else "ابو"
            words.append(_Word(head + "".join(more[: step - 1]), kunya=True))
            at += step
        elif more and piece in _SLAVES:
            step = 3 if len(more) > 1 and more[0] in _ARTICLES else 2
            words.append(_Word(("عبد" if piece == "عبد" else "abdul") + more[step - 2]))
            at += step
        elif more and piece in (*_HOUSES, *_ARTICLES):
            words.append(_Word(("ال" if piece in _HOUSES else "al-") + more[0], house=piece in _HOUSES))
            at += 2
        elif words and piece in _SECONDS and not words[-1].kunya:
            words[-1] = words[-1]._replace(text=words[-1].text + piece)
            at += 1
        else:
            words.append(_Word(piece))
            at += 1
    return words, daughter


def _roles(words: Sequence[_Word], *, with_kunya: bool) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    """Ism, nasab, family and nisbas of the joined words: the first is the ism, what is definite at the end the family.

    A definite word alone, or after a kunya, is a family's name and no ism.
    """
    end, least = len(words), 0 if (len(words) == 1 or with_kunya) and words and words[0].definite else 1
    while end > least and (words[end - 1].definite or words[end - 1].kunya):
        end -= 1
    tail = words[end:]
    others = [word.text for word in tail if not word.nisba]
    nasab = (*(word.text for word in words[1:end]), *others[1:])
    ism = words[0].text if end else ""
    return ism, nasab, others[0] if others else "", tuple(word.text for word in tail if word.nisba)


def _gender(titles: Sequence[str], kunya: str, *, daughter: bool) -> str:
    if daughter or any(title in _WOMEN for title in titles) or kunya.startswith("ام"):
        return "f"
    if kunya.startswith("ابو") or any(title in _MEN for title in titles):
        return "m"
    return ""
