"""Step 5, first half: clauses, a verb each."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Token
from rasid.reading.parts import Clause

_THAT = frozenset(
    {"ان", "بان", "انه", "انها", "انهم", "بانه", "بانها", "بانهم", "لان", "لانه", "لانها", "لانهم", "كان"}
)
_RELATIVE = frozenset(
    {"الذي", "التي", "الذين", "اللذين", "اللذان", "اللتين", "اللتان", "اللواتي", "اللاتي", "ممن", "مما"}
)
_ADVERBIAL = frozenset(
    {
        "عندما", "بعدما", "حين", "حينما", "حيث", "بينما", "فيما", "اذ", "اذا", "لو", "كما", "لكن", "لكنه", "لكنها", "لكنهم", "ثم",
        "قبلما", "ريثما", "حتي", "كي", "لكي", "منذ", "الا", "بل", "اما", "ولكن", "غير",
    }
)  # fmt: skip
_STOPS = frozenset("،,؛;:.!?؟…")
_MASDARI = frozenset({"ان"})
_COPULAS = frozenset({"كان", "أصبح", "بات", "ظل"})


def is_verb(token: Token) -> bool:
    """Whether the likeliest reading is a finite verb (auxiliaries apart)."""
    return bool(token.analyses) and token.best.upos == "VERB"


def is_auxiliary(token: Token) -> bool:
    """Whether the likeliest reading is «كان» or a sister."""
    return bool(token.analyses) and token.best.upos == "AUX"


def opens(token: Token) -> str:
    """The kind of clause that a word opens by itself, or ``""``."""
    word = token.folded
    if token.kind != "word":
        return ""
    base = word[1:] if word[:1] in "وف" and len(word) > 2 else word
    if word in _RELATIVE or base in _RELATIVE:
        return "relative"
    if word in _THAT or base in _THAT:
        return "that" if not (is_auxiliary(token) or is_verb(token)) else ""
    if word in _ADVERBIAL or base in _ADVERBIAL:
        return "adverbial"
    return ""


def find_clauses(tokens: Sequence[Token]) -> tuple[list[Clause], list[int]]:
    """Clauses in order of their beginning, and the clause of each token.

    A boundary stands before a word that opens a clause, before a finite verb with a conjunction or with the «ل» of
    purpose, and after a mark; stretches without a verb belong to the clause before them.
    """
    size = len(tokens)
    starts: dict[int, str] = {0: "main"}
    for i, token in enumerate(tokens):
        kind = opens(token) or _free_relative(tokens, i)
        if kind:
            starts[i] = kind
        elif is_verb(token) or is_auxiliary(token):
            clitics = token.best.proclitics
            if clitics and clitics[0] in {"و", "ف"}:
                starts[i] = "and"
            elif clitics and clitics[0] == "ل":
                starts[i] = "purpose"
        elif token.text in _STOPS and i + 1 < size:
            starts.setdefault(i + 1, "mark")
    order = sorted(starts)
    clauses: list[Clause] = []
    owner = [0] * size
    for place, begin in enumerate(order):
        stop = order[place + 1] if place + 1 < len(order) else size
        verb = next(iter(_verbs(tokens, begin, stop)), -1)
        kind = starts[begin]
        if verb < 0 and clauses and kind in {"mark", "adverbial"} and not _nominal_main(tokens, begin, stop):
            _assign(owner, begin, stop, clauses[-1].index)
            continue
        if kind == "mark":
            kind = "main" if verb >= 0 else clauses[-1].kind if clauses else "main"
        for index, (first, last, head) in enumerate(_split_verbs(tokens, begin, stop)):
            clause = Clause(
                index=len(clauses),
                start=first,
                end=last,
                verb=head,
                kind=kind if index == 0 else "bare",
                parent=clauses[-1].index if clauses else -1,
            )
            clauses.append(clause)
            _assign(owner, first, last, clause.index)
    return clauses, owner


def _free_relative(tokens: Sequence[Token], at: int) -> str:
    """``relative`` where «ما» or «من» stands for what the verb after it tells of («سبب ما يقع»)."""
    word = tokens[at].folded
    base = word[1:] if word[:1] in "وبلم" and len(word) == 3 else word
    if base not in {"ما", "من"} or not tokens[at].analyses or tokens[at].best.upos != "PRON" or not at:
        return ""
    return "relative" if at + 1 < len(tokens) and is_verb(tokens[at + 1]) else ""


def _verbs(tokens: Sequence[Token], start: int, stop: int) -> list[int]:
    """The finite verbs of a stretch; a copula before another verb is its auxiliary («كان مئة عامل قد تجمعوا»)."""
    verbs = [i for i in range(start, stop) if is_verb(tokens[i])]
    return verbs[1:] if len(verbs) > 1 and tokens[verbs[0]].best.lemma in _COPULAS else verbs


def _assign(owner: list[int], start: int, stop: int, clause: int) -> None:
    for i in range(start, stop):
        owner[i] = clause


def _nominal_main(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a stretch without a verb begins a clause of its own: «كما أن», «حيث إن»."""
    return any(tokens[i].folded in _MASDARI for i in range(start, min(stop, start + 2)))


def _split_verbs(tokens: Sequence[Token], start: int, stop: int) -> list[tuple[int, int, int]]:
    """Cut a stretch with several bare verbs («كان يقود سيارة انفجرت») before each verb but the first."""
    verbs = _verbs(tokens, start, stop)
    if len(verbs) < 2:
        return [(start, stop, verbs[0] if verbs else -1)]
    parts = []
    edges = [start, *verbs[1:], stop]
    for i, verb in enumerate(verbs):
        parts.append((edges[i], edges[i + 1], verb))
    return parts
