"""Step 9: whether the text says that it happened, did not, should, may or will.

What speaks for a modality is collected as evidence on the way from the event word up to what governs it: markers,
particles, the verb's own tense, speech acts whose content it is. A small model weighs the evidence; without a model
the nearest evidence decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from rasid.model import Modality
from rasid.reading.governors import Governors, Step, base, left_of, measure
from rasid.reading.markers import Marker, find_markers
from rasid.reading.parts import Scene, Sense
from rasid.reading.tables import Tables
from rasid.reading.weights import Model
from rasid.text import fold_word

MODALITIES: tuple[Modality, ...] = ("asserted", "denied", "demanded", "predicted", "conditional", "promised")
_OF_KIND: dict[str, Modality] = {
    "negation": "denied", "demand": "demanded", "future": "predicted", "fear": "predicted", "condition": "conditional",
    "possibility": "predicted", "purpose": "conditional", "prevention": "conditional", "promise": "promised",
    "asserting": "asserted", "belief": "asserted", "before": "asserted", "told": "asserted",
}  # fmt: skip
_KIND_OF_CONTENT = {
    "demanded": "demand",
    "predicted": "fear",
    "denied": "negation",
    "promised": "promise",
    "conditional": "purpose",
    "asserted": "told",
}
_OCCUR = frozenset(
    {"حدث", "وقع", "جرى", "حصل", "تم", "اندلع", "دار", "كان", "شهد", "سجل", "أسفر", "أدى", "تسبب", "صدر", "وجد", "ورد"}
)
_PURPOSE_FREE = frozenset({"REQUEST", "ACCUSE", "PROTEST", "REJECT"})
# Words whose «ل» brings what befalls or moves them, not a purpose.
_TAKE_L = frozenset(
    {
        "خاضعه", "الخاضعه", "انتقاما", "ردا", "دفعه", "دفعها", "دفعهم", "دفعتهم",
        "موضوع", "نتيجه", "تابعه", "التصدي", "تصدي", "قلق", "قلقه", "قلقها", "تصدت",
    }
)  # fmt: skip
_PRIOR = 0.5
# How much more the rules' verdict weighs than the model's own doubts: few marked events to learn from, so the model only corrects.
_TRUST = 2.0
_SLOGANS = frozenset({"شعار", "هتاف", "لافته", "يافطه", "هتف", "ردد", "مردد"})
_SURE = frozenset({"next", "chain", "list", "adjective", "clause", "carried"})


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that speaks for a modality."""

    kind: str
    """``negation``, ``demand``, ``future``, ``fear``, ``condition``, ``possibility``, ``purpose``, ``prevention``, ``promise`` or what asserts."""
    path: str
    """How it reaches the event: ``next``, ``chain``, ``list``, ``through`` (another verb), ``loose``, ``clause``, ``adjective``, ``carried``."""
    rule: str
    holder: int = -1
    """Position of the speech act whose content the event is, or -1."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A modality with its reason, and the word of the speech act whose content the event is."""

    modality: Modality
    rule: str
    holder: int = -1
    back: int = 0
    """How many sentences before this one the speech act stands."""


class Realis:
    """The evidence of one scene; made once, asked for each event."""

    def __init__(self, scene: Scene, tables: Tables, earlier: Realis | None = None) -> None:
        """Find markers and speech acts; ``earlier`` is the scene before, for lists that go on over a full stop."""
        self.scene = scene
        self.markers: list[Marker] = find_markers(scene.tokens, tables)
        self.tables = tables
        self.earlier = earlier
        words = {i for m in self.markers for i in range(m.start, m.end)}
        self.governors = Governors(scene, frozenset(words), tables)

    def evidence(self, sense: Sense) -> list[Evidence]:
        """What speaks for a modality of an event, the nearest first."""
        at, verb = sense.token, sense.pos in {"verb", "passive"}
        self.governors.read_as = {at: sense.reading.proclitics}
        found = self._own(sense, verb=verb)
        steps = self.governors.climb(at, verb=verb)
        found += self._along(at, steps)
        found = list({(e.kind, e.rule.removesuffix(" governs it"), e.holder): e for e in reversed(found)}.values())[
            ::-1
        ]
        if not any(e.kind not in {"asserting", "belief", "before", "told"} for e in found):
            found += self._clause(sense, steps, verb=verb)
        if not found and not verb:
            found += self._carried(sense, steps)
        return found

    def _own(self, sense: Sense, *, verb: bool) -> list[Evidence]:
        found = [] if verb else [*self._told(sense), *self._adjectives(sense)]
        if verb and self._slogan(sense.token):
            found.append(Evidence(kind="demand", path="next", rule="the words of a slogan"))
        found += self._at(sense.token, "next", sense.reading.proclitics, verb=verb)
        if not verb and "ل" in sense.reading.proclitics and not self._complement(sense.token):
            found.append(Evidence(kind="purpose", path="next", rule="«ل» of purpose before a verbal noun"))
        return found

    def _told(self, sense: Sense) -> list[Evidence]:
        """A past verb whose subject or object the event noun is («انفجار وقع», «الهجوم الذي شنه»)."""
        tokens = self.scene.tokens
        at = sense.token + 1
        while at < len(tokens) and at <= sense.token + 3 and tokens[at].analyses and tokens[at].best.upos == "ADJ":
            at += 1
        if at < len(tokens) and tokens[at].folded in {"الذي", "التي"}:
            at += 1
        elif sense.reading.definite or sense.reading.enclitic:
            return []
        if at < len(tokens) and any(
            a.kind == "perfect" and not a.proclitics and a.score > tokens[at].best.score - 2
            for a in tokens[at].analyses[:3]
        ):
            return [Evidence(kind="asserting", path="next", rule=f"«{tokens[at].text}» tells it")]
        return []

    def _slogan(self, at: int) -> bool:
        """Whether a verb opens a quotation that a word for slogans brings."""
        tokens = self.scene.tokens
        if at == 0 or tokens[at - 1].text not in "\"«“'(":
            return False
        return any(fold_word(t.best.lemma) in _SLOGANS for t in tokens[max(0, at - 12) : at] if t.analyses)

    def _at(self, at: int, path: str, proclitics: Sequence[str], *, verb: bool) -> list[Evidence]:
        """Particles and markers that stand right before a word."""
        found = []
        if verb and "س" in proclitics:
            found.append(Evidence(kind="future", path=path, rule="«س» of the future"))
        if verb and "ل" in proclitics and self.scene.tokens[at].best.kind == "imperfect":
            done = self._after_the_fact(at)
            rule = "«ل» after what is told as done" if done else "«ل» of purpose before a verb"
            found.append(Evidence(kind="asserting" if done else "purpose", path=path, rule=rule))
        edge = left_of(self.scene.tokens, at) + 1
        for marker in self.markers:
            near = marker.end in {edge, at} or (
                verb and marker.scope == "verb-next" and 0 < at - marker.end <= 1 and self._empty(marker.end)
            )
            if (
                not near
                or marker.scope == "noun-before"
                or ((marker.scope == "verb-next") != verb and marker.scope != "clause")
            ):
                continue
            if marker.takes and self.governors.preposition(at) != marker.takes:
                continue
            found.append(Evidence(kind=marker.kind, path=path, rule=f"«{marker.word}»"))
        return found

    def _after_the_fact(self, at: int) -> bool:
        """Whether «ل» with a verb goes on telling after a past verb («أتى ليضرب»)."""
        step = self.governors.taker(at - 1, "purpose")
        return step is not None and self.governors.finite(step.at) and self.scene.tokens[step.at].best.kind == "perfect"

    def _empty(self, at: int) -> bool:
        """Whether a word between a particle and its verb carries nothing: an auxiliary, «أي»."""
        token = self.scene.tokens[at]
        return bool(token.analyses) and token.best.upos in {"AUX", "PART"}

    def _adjectives(self, sense: Sense) -> list[Evidence]:
        at = sense.token
        stop = next(
            (
                i
                for i in range(at + 1, min(at + 5, len(self.scene.tokens)))
                if self.scene.tokens[i].kind == "punct" or self.governors.finite(i)
            ),
            at + 5,
        )
        return [
            Evidence(kind=m.kind, path="adjective", rule=f"«{m.word}» of the event")
            for m in self.markers
            if m.scope == "noun-before" and at < m.start < stop
        ]

    def _complement(self, at: int) -> bool:
        """Whether «ل» before a noun is asked for by what governs it («تعرض لقصف») and so tells no purpose."""
        step = self.governors.taker(at - 1, "ل")
        if step is None:
            return False
        if any(light.preps.get("ل") == "event" for light in self.governors.light(step.at)):
            return True
        if any((m.takes == "ل" or m.kind == "asserting") and m.start <= step.at < m.end for m in self.markers):
            return True
        word = base(self.scene.tokens[step.at])
        if word in _TAKE_L or word.removeprefix("ال").removeprefix("ل").startswith("تعرض"):
            return True
        return any(s.frame.preps.get("ل") == "content" for s in self.scene.senses if s.token == step.at)

    def _along(self, at: int, steps: Sequence[Step]) -> list[Evidence]:
        found: list[Evidence] = []
        below, state, verbs = at, "chain", 0
        for step in steps:
            verb = self.governors.finite(step.at)
            if step.link == "conj":
                state = "list" if state in {"chain", "list"} and not step.loose else state
            elif step.loose:
                state = "loose"
            if (
                step.link == "construct"
                and not self.governors.governs(step.at)
                and not measure(self.scene.tokens[step.at])
            ):
                state = "loose"
            path = "through" if verbs and state != "loose" else state
            found += self._governing(step, below, path)
            if step.link != "conj":
                held = self._held(step, path)
                found += held
                state = "loose" if held and held[0].kind == "told" else state
            passing = path if not verb else self._inherits(step, path)
            found += self._at(step.at, passing, self.governors.clitics(step.at), verb=verb)
            if (
                not verb
                and step.link in {"construct", "conj"}
                and "ل" in self.governors.clitics(step.at)
                and self._verbal(step.at)
                and not self._complement(step.at)
            ):
                found.append(
                    Evidence(kind="purpose", path=path, rule="«ل» of purpose before the verbal noun that holds it")
                )
            if verb and not self._occurs(step.at):
                verbs += 1
            if self._presupposes(step, below):
                state = "loose"
            below = step.at
        return found

    def _presupposes(self, step: Step, below: int) -> bool:
        """Whether the link leads from a definite event up to another act upon it («وقف القصف»): what befalls the act leaves the event told."""
        if (
            step.link in {"conj", "that", "subjunctive"}
            or self.governors.finite(step.at)
            or measure(self.scene.tokens[step.at])
        ):
            return False
        token = self.scene.tokens[below]
        known = bool(token.analyses) and (token.best.definite or bool(token.best.enclitic))
        return (
            known
            and any(s.token == step.at and s.frame.content_modality is None for s in self.scene.senses)
            and not self.governors.light(step.at)
        )

    def _verbal(self, at: int) -> bool:
        token = self.scene.tokens[at]
        return token.best.kind == "masdar" or measure(token)

    def _inherits(self, step: Step, path: str) -> str:
        """A verb's own particles reach what merely happens by it, and less surely its other complements."""
        if self._occurs(step.at) or step.link == "conj":
            return path
        harms = any(s.token == step.at and s.frame.type in {"HARM", "ASSAULT"} for s in self.scene.senses)
        return path if harms and step.link in {"في", "ب"} else "through"

    def _occurs(self, at: int) -> bool:
        lemma = self.scene.tokens[at].best.lemma
        return lemma in _OCCUR or bool(self.tables.lights.get(fold_word(lemma), ()))

    def _governing(self, step: Step, below: int, path: str) -> list[Evidence]:
        """Markers that the governing word belongs to («يخشى», «حاجة إلى»)."""
        found = []
        for marker in self.markers:
            if (
                not marker.start <= step.at < marker.end
                or marker.scope == "noun-before"
                or marker.end > below
                or step.link == "conj"
            ):
                continue
            if marker.takes and step.link != marker.takes:
                continue
            if marker.scope == "verb-next" and not (self.governors.finite(below) or marker.kind == "asserting"):
                continue
            tight = marker.end == step.at + 1 or step.link not in {"construct", "object"}
            found.append(
                Evidence(kind=marker.kind, path=path if tight else "loose", rule=f"«{marker.word}» governs it")
            )
        if base(self.scene.tokens[step.at]) == "علي" and step.link == "subjunctive":
            found.append(Evidence(kind="demand", path=path, rule="a duty: «على … أن»"))
        return found

    def _held(self, step: Step, path: str) -> list[Evidence]:
        """Speech acts whose content the word below the step is."""
        found: dict[str, Evidence] = {}
        best, verb = self.scene.tokens[step.at].best, self.governors.finite(step.at)
        for sense in self.scene.senses:
            frame = sense.frame
            if (
                sense.token != step.at
                or frame.content_modality is None
                or sense.pos == "adj"
                or sense.reading.score < best.score - (3 if verb else 0.5)
            ):
                continue
            if step.link in {"object", "construct"} and (frame.prior < _PRIOR or frame.near or frame.object_is):
                continue
            if step.link in {"object", "construct"}:
                fits = frame.object == "content" and sense.pos != "passive"
            elif step.link == "subjunctive":
                fits = True
            elif step.link == "that":
                fits = frame.content_modality in {"predicted", "denied"}
            else:
                fits = frame.preps.get(step.link) == "content" or (
                    step.link == "purpose" and frame.preps.get("ل") == "content"
                )
            kind = _KIND_OF_CONTENT[frame.content_modality]
            if fits and kind:
                found.setdefault(
                    kind, Evidence(kind=kind, path=path, rule=f"content of «{frame.word}»", holder=step.at)
                )
        return list(found.values())[:1]

    def _clause(self, sense: Sense, steps: Sequence[Step], *, verb: bool) -> list[Evidence]:
        """Conditions and possibilities that open the clause."""
        at = sense.token
        clause = self.scene.clauses[self.scene.clause_of[at]]
        start = clause.start - 1 if clause.start and clause.kind in {"main", "and", "bare"} else clause.start
        found = []
        for marker in self.markers:
            if (
                marker.scope == "clause"
                and marker.kind in {"condition", "possibility"}
                and start <= marker.start
                and marker.end <= at
                and not marker.takes
            ):
                path = "clause" if verb or clause.verb < 0 or clause.verb > at else "through"
                found.append(Evidence(kind=marker.kind, path=path, rule=f"«{marker.word}» opens the clause"))
        if not verb and not steps and self._duty(at):
            found.append(Evidence(kind="demand", path="clause", rule="a duty: «على» with a verbal noun"))
        return found[-1:]

    def _duty(self, at: int) -> bool:
        """Whether «على» with a person opens the clause and the verbal noun is what it should do."""
        tokens = self.scene.tokens
        for k in range(at - 1, max(-1, at - 7), -1):
            if tokens[k].kind == "punct" or self.governors.finite(k):
                return False
            if base(tokens[k]) == "علي":
                before = left_of(tokens, k)
                return at - k > 1 and (
                    before < 0
                    or before < k - 1
                    or base(tokens[before]) in {"ان", "انه", "قال", "قائلا"}
                    or tokens[before].kind == "punct"
                )
        return False

    def _carried(self, sense: Sense, steps: Sequence[Step]) -> list[Evidence]:
        """A verbal noun with «و» that opens a sentence goes on with the demands of the sentence before."""
        at = steps[-1].at if steps else sense.token
        opener = left_of(self.scene.tokens, at)
        if (
            self.earlier is None
            or opener >= 0
            or "و" not in self.governors.clitics(at)
            or any(s.link not in {"construct", "conj"} for s in steps)
        ):
            return []
        if self.scene.tokens[at].best.definite or (
            self.scene.clauses[0].verb >= 0 and self.scene.clauses[0].kind != "relative" and not self._relative_first()
        ):
            return []
        last = self.earlier.last_demand()
        return (
            [Evidence(kind="demand", path="carried", rule=f"goes on with the sentence before: {last.rule}", holder=-1)]
            if last
            else []
        )

    def _relative_first(self) -> bool:
        verb = self.scene.clauses[0].verb
        return any(t.folded in {"الذي", "التي", "الذين", "ما"} for t in self.scene.tokens[max(0, verb - 3) : verb])

    def last_demand(self) -> Evidence | None:
        """What demands the last demanded noun of this sentence, for one that goes on with it."""
        for sense in reversed(self.scene.senses):
            if sense.pos in {"masdar", "noun"}:
                for row in self.evidence(sense):
                    if row.kind == "demand" and row.path in _SURE:
                        return row
        return None


def modality_features(realis: Realis, sense: Sense, found: Sequence[Evidence]) -> tuple[str, ...]:
    """Features of one event for the model: kinds and paths of the evidence, and what the event word is."""
    scene, reading = realis.scene, sense.reading
    verb = sense.pos in {"verb", "passive"}
    frame = sense.frame
    event_type = frame.passive_type if sense.pos == "passive" and frame.passive_type else frame.type
    shape = reading.kind if verb else "definite" if reading.definite or reading.enclitic else "bare"
    clause = scene.clauses[scene.clause_of[sense.token]]
    features = [
        "bias",
        f"shape={shape}",
        f"type={event_type}",
        f"clause={clause.kind}",
        f"rule={by_rule(found, sense).modality}",
    ]
    features.append(f"quoted={scene.quoted[sense.token] if scene.quoted else False}")
    if not found:
        features += ["nothing", f"nothing&shape={shape}", f"nothing&type={event_type}"]
    seen = set()
    for row in found:
        for feature in (f"has={row.kind}", f"{row.kind}&{row.path}", f"{row.kind}&holder={row.holder >= 0}&{row.path}"):
            if feature not in seen:
                seen.add(feature)
                features.append(feature)
    if found:
        first = found[0]
        speech = event_type in _PURPOSE_FREE
        features += [
            f"first={first.kind}&{first.path}",
            f"first={first.kind}&shape={shape}",
            f"first={first.kind}&speech={speech}",
        ]
        if len(found) > 1:
            features.append(f"first={first.kind}&then={found[1].kind}")
    if verb and any(m.kind == "condition" for m in realis.markers):
        features.append(f"condition_near&shape={shape}&first={found[0].kind if found else ''}")
    return tuple(features)


def by_rule(found: Sequence[Evidence], sense: Sense) -> Verdict:
    """The verdict without a model: the nearest sure evidence, a negated noun giving way to what governs it."""
    frame = sense.frame
    sure = [
        e
        for e in found
        if e.path in _SURE
        and e.kind != "told"
        and not (e.kind == "purpose" and frame.type in _PURPOSE_FREE and sense.pos not in {"verb", "passive"})
    ]
    holder = next((e.holder for e in found if e.holder >= 0 and e.path != "loose"), -1)
    back = int(bool(found) and found[0].path == "carried")
    if not sure:
        if sense.pos in {"verb", "passive"} and any(e.kind == "condition" for e in found):
            return Verdict(modality="conditional", rule=found[0].rule, holder=holder)
        return Verdict(modality="asserted", rule="no marker", holder=holder)
    first = sure[0]
    outer = next((e for e in sure[1:] if e.kind != first.kind), None)
    if outer is not None and _yields(first) and outer.kind in {"demand", "promise", "future", "fear"}:
        first = outer
    refused = next((e for e in sure[1:] if e.kind == "negation" and e.holder >= 0), None)
    if refused is not None and first.kind != "asserting":
        first = refused
    if first.kind == "future" and any(e.kind == "told" for e in found):
        return Verdict(modality="asserted", rule=f"{first.rule}, told as a charge", holder=holder)
    return Verdict(modality=_OF_KIND[first.kind], rule=first.rule, holder=holder, back=back)


def _yields(first: Evidence) -> bool:
    """Whether evidence gives way to what governs it: «عدم», «لمنع», the bare «ل» of a verbal noun."""
    return first.kind in {"negation", "prevention"} or (first.kind == "purpose" and first.rule.startswith("«ل» of"))


def choose_modality(realis: Realis, sense: Sense, models: Mapping[str, Model] | None) -> Verdict:
    """The modality of an event: by the model where there is one, else by rule."""
    found = realis.evidence(sense)
    verdict = by_rule(found, sense)
    if not models:
        return verdict
    features = modality_features(realis, sense, found)
    logits = {
        name: model.logit(features) + (_TRUST if name == verdict.modality else 0.0) for name, model in models.items()
    }
    best = max(logits, key=lambda name: (logits[name], name == "asserted"))
    if best == verdict.modality or best not in MODALITIES:
        return verdict
    share = math.exp(logits[best]) / sum(math.exp(v) for v in logits.values())
    words = "; ".join(e.rule for e in found[:2]) or "no marker"
    return Verdict(modality=best, rule=f"{words} (weighed: {share:.2f})", holder=verdict.holder, back=verdict.back)
