"""What a word hangs on: from an event word up to the verb or noun that governs it, one link at a time."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rasid.lexicon import Light
from rasid.model import Token
from rasid.reading.clauses import is_auxiliary, is_verb
from rasid.reading.index import bare
from rasid.reading.parts import Scene
from rasid.reading.tables import Tables, root_key
from rasid.text import fold_word

_PREPOSITIONS = {
    "الي": "إلى",
    "علي": "على",
    "عن": "عن",
    "من": "من",
    "في": "في",
    "نحو": "نحو",
    "بشان": "بشأن",
    "حول": "حول",
}
# A phrase after one of these is a circumstance: what is said of the verb does not reach into it.
_CIRCUMSTANCE = frozenset(
    {
        "بعد", "منذ", "اثر", "عقب", "خلال", "اثناء", "بسبب", "جراء", "نتيجه", "قبل", "عند", "ضد", "وسط", "بين", "مع",
        "رغم", "حسب", "وفق", "عبر", "لدي", "امام", "بخصوص", "عشيه", "قبيل", "بعيد", "مقابل", "حيال", "ازاء", "تجاه", "ضمن",
    }
)  # fmt: skip
_RELATIVE = frozenset(
    {"الذي", "التي", "الذين", "اللذين", "اللذان", "اللتين", "اللتان", "اللواتي", "اللاتي", "ممن", "مما"}
)
_THAT = frozenset({"ان", "بان", "انه", "انها", "انهم", "بانه", "بانها", "بانهم", "انهما", "بانهما"})
_OR = frozenset({"و", "او", "ام", "ثم", "اضافه"})
_QUOTES = frozenset("\"«»“”'‘’()[]")
_HARD = frozenset(".؛;:!؟?")
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM", "DET", "PRON"})
_TRUE_PREPOSITIONS = frozenset({"من", "عن", "الي", "علي", "في"})
_LIKE = frozenset({"شبيه", "شبيهه", "اشبه", "مشابه", "مشابهه", "مقارنه"})
_VERBAL = frozenset({"لم", "لن", "سوف"})
_QUANTITY = frozenset(
    {
        "عقد",
        "اجراء",
        "شن",
        "تنفيذ",
        "تنظيم",
        "وقوع",
        "حدوث",
        "وجود",
        "انواع",
        "سلسله",
        "حمله",
        "موجه",
        "مثل",
        "تقديم",
        "ارتكاب",
        "اي",
        "ايه",
        "كل",
        "كافه",
        "جميع",
        "بعض",
        "عده",
        "مختلف",
        "اعمال",
        "عمليات",
        "عمليه",
        "مزيد",
        "المزيد",
    }
)
_STEPS = 8
_REACH = 14
_LIST = 40


class Step(msgspec.Struct, frozen=True):
    """One link upwards."""

    at: int
    """Position of the governing word."""
    link: str
    """How the word below hangs on it: a preposition, ``construct``, ``object``, ``subject``, ``conj``, ``that``, ``subjunctive``, ``purpose``."""
    loose: bool = False
    """Whether other words that could govern stand between, so that the link is a guess."""


def base(token: Token) -> str:
    """The folded word without a conjunction written to it."""
    word = token.folded
    return word[1:] if word[:1] in "وف" and len(word) > 2 else word


def left_of(tokens: Sequence[Token], at: int) -> int:
    """The position before a word, quotation marks passed over; -1 at the beginning."""
    at -= 1
    while at >= 0 and tokens[at].text in _QUOTES:
        at -= 1
    return at


def measure(token: Token) -> bool:
    """Whether a word only measures or sets off the event after it («أعمال», «المزيد من», «وقوع»)."""
    word = base(token)
    return word in _QUANTITY or (word[:1] in "لب" and word[1:] in _QUANTITY)


class Governors:
    """Climbs from words of one scene; ``marked`` are the positions of markers, which govern as event words do."""

    def __init__(self, scene: Scene, marked: frozenset[int], tables: Tables) -> None:
        """Keep the scene, the words that may govern and the tables."""
        self.tables = tables
        self.read_as: dict[int, tuple[str, ...]] = {}
        self.scene = scene
        self.tokens = scene.tokens
        self.marked = marked
        self.known = marked | {s.token for s in scene.senses}

    def climb(self, at: int, *, verb: bool) -> list[Step]:
        """The links from a word upwards, the nearest first; ends at a relative clause, a circumstance or the sentence's head."""
        steps: list[Step] = []
        seen = {at}
        while len(steps) < _STEPS:
            step = self._verb_up(at) if verb else self._noun_up(at)
            if step is None or step.at in seen:
                break
            steps.append(step)
            seen.add(step.at)
            at = step.at
            verb = self.finite(at)
        return steps

    def clitics(self, at: int) -> tuple[str, ...]:
        """The particles written to a word, by the reading that an event takes or its likeliest."""
        if at in self.read_as:
            return self.read_as[at]
        token = self.tokens[at]
        return token.best.proclitics if token.analyses else ()

    def preposition(self, at: int) -> str:
        """The preposition written to a word, or ``""``."""
        return next((p for p in self.clitics(at) if p in {"ب", "ل", "ك"}), "")

    def finite(self, at: int) -> bool:
        """Whether a word is a finite verb."""
        before = base(self.tokens[at - 1]) if at else ""
        if before in _TRUE_PREPOSITIONS:
            return False
        return (
            is_verb(self.tokens[at])
            or is_auxiliary(self.tokens[at])
            or (before in _VERBAL and self.tokens[at].kind == "word")
        )

    def governs(self, at: int) -> bool:
        """Whether a word may govern what comes after it: a verb, a verbal noun or participle, a word of a marker."""
        token = self.tokens[at]
        if token.kind != "word" or not token.analyses:
            return False
        if at in self.marked or self.finite(at) or self._lends(at):
            return True
        if token.best.human or (token.best.kind.endswith("participle") and token.folded.endswith("ون")):
            return False
        if at in self.known:
            return True
        return token.best.kind in {"masdar", "active_participle"} and not token.best.human

    def _noun_up(self, at: int) -> Step | None:
        tokens = self.tokens
        before = left_of(tokens, at)
        if "و" in self.clitics(at) or "ف" in self.clitics(at) or (before >= 0 and tokens[before].folded in _OR):
            found = self._conjunct(at)
            if found is not None:
                return found
        own = self.preposition(at)
        if own and own != "ك":
            return self.taker(at - 1, own)
        if before < 0:
            return None
        word = base(tokens[before])
        if word in _CIRCUMSTANCE:
            return None
        if word in _PREPOSITIONS and not (word == "من" and before and self._time(before - 1)):
            return self.taker(before - 1, _PREPOSITIONS[word])
        if self._construct(before, at):
            return Step(before, "construct")
        return self._clause_verb(at)

    def _time(self, at: int) -> bool:
        token = self.tokens[at]
        return bool(token.analyses) and token.best.sense == "time"

    def _construct(self, before: int, at: int) -> bool:
        token = self.tokens[before]
        if (before != at - 1 and self.tokens[at - 1].text not in _QUOTES) or token.kind != "word" or not token.analyses:
            return False
        best = token.best
        if measure(token) or (before in self.known and not self.finite(before) and not best.enclitic):
            return not best.definite or best.upos not in {"NOUN", "ADJ"} or token.folded[:2] != "ال"
        return (
            best.upos == "NOUN"
            and not best.definite
            and not best.enclitic
            and not token.folded.endswith(("ا", "ون", "ين"))
        )

    def taker(self, start: int, prep: str) -> Step | None:
        """The nearest word to the left that may take a phrase with this preposition."""
        loose = False
        takers = 0
        for k in range(start, max(-1, start - _REACH), -1):
            token = self.tokens[k]
            if token.text in _HARD or token.folded in _RELATIVE or base(token) in _RELATIVE or base(token) in _LIKE:
                return None
            if token.text in "،,":
                loose = True
                continue
            if base(token) in _THAT and not self.finite(k):
                return None
            if self.finite(k) and not is_auxiliary(token):
                return Step(k, prep, (loose or takers > 0) and not self.takes(k, prep))
            if k == start and measure(token):
                return Step(k, "construct", loose)
            if self.governs(k):
                if self.takes(k, prep) or (
                    k == start and not self.light(k) and (prep == "ب" or k in self.known or not token.best.definite)
                ):
                    return Step(k, prep, loose and not self.asks(k, prep))
                takers += 1
        return None

    def _lends(self, at: int, prep: str = "") -> bool:
        """Whether the table of control lists a noun or adjective («مسؤول عن»), with this preposition if one is given."""
        token = self.tokens[at]
        if token.best.upos not in {"NOUN", "ADJ"}:
            return False
        return (bare(fold_word(token.best.lemma)), prep) in self.tables.lenders

    def takes(self, at: int, prep: str) -> bool:
        """Whether some frame of the word at a position has a place for this preposition."""
        if self._lends(at, prep):
            return True
        if any(prep in light.preps for light in self.light(at)):
            return True
        return any(prep in s.frame.preps for s in self.scene.senses if s.token == at) or (
            at in self.known and not any(s.token == at for s in self.scene.senses)
        )

    def asks(self, at: int, prep: str) -> bool:
        """Whether what the word at a position asks, fears or promises comes by this preposition."""
        return any(s.frame.preps.get(prep) == "content" for s in self.scene.senses if s.token == at)

    def light(self, at: int) -> Sequence[Light]:
        """The light verbs that a word may be a form of, verbal nouns as well."""
        token = self.tokens[at]
        if not token.analyses:
            return ()
        best = token.best
        return (
            self.tables.lights.get(fold_word(best.lemma))
            or self.tables.light_roots.get((root_key(best.root), best.form))
            or ()
        )

    def _clause_verb(self, at: int) -> Step | None:
        loose = False
        for k in range(at - 1, max(-1, at - _REACH), -1):
            token = self.tokens[k]
            if token.text in _HARD or token.folded in _RELATIVE or base(token) in _CIRCUMSTANCE:
                return None
            if token.text in "،,":
                loose = True
            elif base(token) in _THAT and not self.finite(k):
                return self._holder(k, "that")
            elif self.finite(k):
                return Step(k, "object", loose)
            elif k in self.known and k != at - 1 and token.best.kind in {"masdar", "active_participle"} and not loose:
                return Step(k, "object", True)
        return self._own_verb(at)

    def _own_verb(self, at: int) -> Step | None:
        """The verb after a noun that opens its clause: its subject."""
        for k in range(at + 1, min(len(self.tokens), at + 9)):
            token = self.tokens[k]
            if token.text in _HARD or token.text in "،," or token.folded in _RELATIVE:
                return None
            if self.finite(k):
                return Step(k, "subject", True)
        return None

    def _verb_up(self, at: int) -> Step | None:
        tokens = self.tokens
        before = left_of(tokens, at)
        if before < 0:
            return None
        if "ل" in self.clitics(at) and tokens[at].best.kind == "imperfect":
            return self.taker(before, "purpose")
        negated = before - 1 if base(tokens[before]) in {"لا", "لم", "لن"} and before else before
        for k in (before, negated):
            if base(tokens[k]) in {"ان", "بان", "الا"} and not self.finite(k) and tokens[at].best.kind == "imperfect":
                return self._holder(k, "subjunctive")
        clause = self.scene.clauses[self.scene.clause_of[at]]
        if clause.kind == "that" and clause.verb == at:
            return self._holder(clause.start, "that")
        if "و" in self.clitics(at) or tokens[before].folded in _OR:
            kind = tokens[at].best.kind
            for k in range(before, max(-1, before - _REACH), -1):
                if tokens[k].text in _HARD:
                    return None
                if self.finite(k) and tokens[k].best.kind == kind:
                    return Step(k, "conj")
        return None

    def _holder(self, opener: int, link: str) -> Step | None:
        """The word that a clause with «أن» hangs on."""
        if opener <= 0:
            return None
        if self.preposition(opener) == "ب" or self.tokens[opener].folded.startswith("بان"):
            return self.taker(opener - 1, "ب")
        for k in range(opener - 1, max(-1, opener - _REACH), -1):
            token = self.tokens[k]
            if token.text in _HARD and token.text != ":":
                return None
            near = k == opener - 1 or k == opener - 2
            if (
                self.finite(k)
                or (near and self.governs(k) and not token.best.definite)
                or k in self.marked
                or (base(token) == "علي" and link == "subjunctive")
            ):
                return Step(k, link)
            if "و" in self.clitics(opener) and base(token) in _THAT and link == "subjunctive":
                return self._holder(k, link)
        return None

    def _conjunct(self, at: int) -> Step | None:
        """The member before a word joined by «و»: of the same shape, no finite verb between but in relative clauses."""
        tokens = self.tokens
        own = self.preposition(at)
        first: Step | None = None
        spare: Step | None = None
        for k in range(at - 1, max(-1, at - _LIST), -1):
            token = tokens[k]
            if token.text in _HARD:
                break
            if self.finite(k) and not self._in_relative(k):
                break
            if token.kind != "word" or not token.analyses or self.finite(k) or not self._nominal_event(k):
                continue
            if tokens[at].best.kind == "masdar" and token.best.kind != "masdar":
                continue
            if tokens[at].best.definite and not token.best.definite and own != self.preposition(k):
                continue
            if own and self.preposition(k) != own and first is None and not self._governed(k, own):
                continue
            if self._other_shape(at, k):
                # «للعودة إلى الحوار، ونشر المراقبين»: a bare noun after a comma goes with a bare one before.
                spare = spare or Step(k, "conj", True)
                continue
            if first is None:
                first = Step(k if tokens[at].best.definite else self._head(k), "conj")
                if self._adjacent(k, at):
                    return first
            elif self.preposition(k) and not self._in_relative(k):
                return Step(k, "conj", True)
        return first or spare

    def _other_shape(self, at: int, k: int) -> bool:
        """Whether a bare event noun after a comma and one with an article and a preposition are unlike."""
        tokens = self.tokens
        comma = at > 0 and tokens[at - 1].text in "،,"
        bare = not tokens[at].best.definite and not self.preposition(at)
        return comma and bare and tokens[k].best.definite and bool(self.preposition(k))

    def _head(self, at: int) -> int:
        """The bare verbal noun that a definite one is the term of: what a bare one after «و» is joined to."""
        before = left_of(self.tokens, at)
        if self.tokens[at].best.definite and before >= 0 and before in self.known and self._construct(before, at):
            return before
        return at

    def _governed(self, at: int, prep: str) -> bool:
        before = left_of(self.tokens, at)
        return before >= 0 and _PREPOSITIONS.get(base(self.tokens[before])) == prep

    def _adjacent(self, first: int, at: int) -> bool:
        return at - first <= 4 and not any(t.text in "،," for t in self.tokens[first:at])

    def _nominal_event(self, at: int) -> bool:
        token = self.tokens[at]
        return token.best.upos in _NOMINAL and (
            token.best.kind == "masdar" or any(s.token == at and s.pos in {"masdar", "noun"} for s in self.scene.senses)
        )

    def _in_relative(self, at: int) -> bool:
        """Whether a word stands within six words after a relative pronoun."""
        for k in range(at, max(-1, at - 7), -1):
            if self.tokens[k].folded in _RELATIVE:
                return True
            if self.tokens[k].text in _HARD:
                return False
        return False
