"""Records as pages and the API show them: every field as the machine has it, why, and as people have it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rasid.exports.csv import bounds
from rasid.model import Count
from rasid.workbench.models import Record, User

FIELDS: dict[str, str | Promise] = {
    "event_type": _("type"),
    "mode": _("mode"),
    "acled": _("ACLED"),
    "modality": _("modality"),
    "trigger": _("event word"),
    "actor": _("actor"),
    "recipient": _("recipient"),
    "place": _("place"),
    "weapon": _("means"),
    "counts": _("counts"),
    "date": _("date"),
    "source": _("source"),
}
"""The fields that people can correct, in the order in which they are shown."""
_REASONS = {"event_type": "trigger", "mode": "trigger"}


def words_of(name: str, value: Any) -> list[str]:
    """A field's value in words, one a filler, count or source; an empty list where there is none."""
    if value in (None, "", [], ()):
        return []
    if name == "source":
        return [" > ".join(value)]
    if name == "date":
        days = " – ".join(sorted({day for day in (value.get("start"), value.get("end")) if day}))
        return [f"{value['text']} ({days})" if days else value["text"]]
    if name == "trigger":
        return [value["text"]]
    if name == "counts":
        return [_count(row) for row in value]
    if isinstance(value, list):
        return [_filler(row) for row in value]
    return [str(value)]


def _count(row: dict[str, Any]) -> str:
    group = f", {row['group']}" if row.get("group") else ""
    return f"{row['text']} ({row['what']} {bounds(msgspec.convert(row, Count))}{group})"


def _filler(row: dict[str, Any]) -> str:
    name = row.get("canonical_en") or row.get("name_en")
    return f"{row['text']} = {name}" if name else row["text"]


def _reason(reasons: dict[str, str], name: str) -> str:
    return reasons.get(name) or reasons.get(_REASONS.get(name, ""), "")


def fields(record: Record) -> list[dict[str, Any]]:
    """The fields of a record: ``name, label, machine, human, value, reason, corrected, raw``.

    ``machine``, ``human`` and ``value`` are lists of words, ``raw`` is the value that counts as plain data.
    """
    machine, human = record.machine or {}, {**(record.added or {}), **record.human}
    reasons = machine.get("reason", {})
    rows = []
    for name, label in FIELDS.items():
        corrected = name in human
        raw = human[name] if corrected else machine.get(name)
        rows.append(
            {
                "name": name,
                "label": label,
                "machine": words_of(name, machine.get(name)),
                "human": words_of(name, human.get(name)) if corrected else None,
                "value": words_of(name, raw),
                "reason": _reason(reasons, name),
                "corrected": corrected,
                "raw": raw,
            }
        )
    return rows


def shown(record: Record, user: User) -> dict[str, Any]:
    """A record for templates: ``record, fields, reviews, mine, decision, comments, disagreement, reasons``.

    ``disagreement`` lists the fields in which reviews differ, with each reviewer's words.
    """
    reviews = list(record.reviews.all())
    return {
        "record": record,
        "fields": fields(record),
        "reviews": reviews,
        "mine": next((review for review in reviews if review.user_id == user.pk), None),
        "decision": next((row for row in record.decisions.all() if row.stands), None),
        "comments": list(record.comments.all()),
        "disagreement": disagreement(record, reviews),
        "reasons": (record.machine or {}).get("reason", {}),
    }


def disagreement(record: Record, reviews: list[Any]) -> list[dict[str, Any]]:
    """Where reviews differ: ``{"name", "label", "says": [{"user", "words"}]}``, the verdict first."""
    if len(reviews) < 2:
        return []
    rows: list[dict[str, Any]] = []
    if len({review.verdict for review in reviews}) > 1:
        says = [{"user": review.user, "words": [review.get_verdict_display()]} for review in reviews]
        rows.append({"name": "verdict", "label": _("verdict"), "says": says})
    accepting = [review for review in reviews if review.verdict == "accept"]
    for name, label in FIELDS.items():
        values = [review.values.get(name, record.base.get(name)) for review in accepting]
        if any(value != values[0] for value in values):
            says = [
                {"user": review.user, "words": words_of(name, value)}
                for review, value in zip(accepting, values, strict=True)
            ]
            rows.append({"name": name, "label": label, "says": says})
    return rows
