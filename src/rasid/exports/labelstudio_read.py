"""Label Studio's tasks back to documents, corrected as the annotator left them.

A region that we sent keeps what it had beside its words; one that is gone is gone; one that is new has only what the
annotator said of it. Of several annotations of a task the last one that was not cancelled counts, and one marked as ground
truth before all others; without any, the prediction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasid.errors import RecordsError
from rasid.exports.load import parsed, row_of
from rasid.exports.texts import digest
from rasid.model import Document

_LISTS = ("actor", "recipient", "place", "weapon", "counts")
_MENTIONS = {"place mention": "places", "actor mention": "actors"}
_STEP = "Export the project from Label Studio as JSON (not JSON-MIN)."
_Region = dict[str, Any]


def read_labelstudio(raw: bytes, where: str) -> Iterator[Document]:
    """The documents of a JSON export of a project. Raises RecordsError, naming the task."""
    tasks = parsed(raw, where)
    if not isinstance(tasks, list):
        raise RecordsError("this is no list of tasks", where=where, step=_STEP)
    return (_document(task, f"{where}, task {i + 1}") for i, task in enumerate(tasks))


def _document(task: Any, where: str) -> Document:
    try:
        data = task["data"]
        text, held = data["text"], data["rasid"]
        before = row_of(held, where).raw  # what came back is what a document is, before it is relied upon
        if digest(text) != before["sha256"]:
            raise RecordsError(
                "its text is not the one that was exported", where=where, step="Leave the text as it was exported."
            )
        regions, ties = _regions(_results(task), text, where)
        found = _rebuilt(before, regions, ties, where)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise RecordsError(
            f"this is no task that rasid made ({type(error).__name__}: {error})", where=where, step=_STEP
        ) from error
    return row_of(found, where).document


def _results(task: dict[str, Any]) -> list[dict[str, Any]]:
    """The results that count."""
    done = [row for row in task.get("annotations") or [] if not row.get("was_cancelled")]
    chosen = next((row for row in reversed(done) if row.get("ground_truth")), done[-1] if done else None)
    if chosen is None:
        chosen = (task.get("predictions") or [{"result": []}])[-1]
    results: list[dict[str, Any]] = chosen["result"]
    return results


def _regions(
    results: list[dict[str, Any]], text: str, where: str
) -> tuple[dict[str, _Region], list[tuple[str, str, str]]]:
    """The regions by name with all that is said of each, in order, and the relations as from, to and label."""
    regions: dict[str, _Region] = {}
    ties: list[tuple[str, str, str]] = []
    for row in results:
        if row["type"] == "relation":
            ends = (row["from_id"], row["to_id"])
            source, target = reversed(ends) if row.get("direction") == "left" else ends
            ties += [(source, target, label) for label in row.get("labels") or []]
            continue
        value = row["value"]
        region = regions.setdefault(row["id"], {})
        if row["type"] == "labels":
            region["label"] = value["labels"][0]
            region["span"], region["text"] = _place(value, text, f"{where}, region {row['id']}")
        elif row["type"] == "choices":
            region[row["from_name"]] = value["choices"][0]
        elif row["type"] == "textarea":
            words = value["text"]
            region[row["from_name"]] = words if isinstance(words, str) else words[0]
        elif row["type"] == "number":
            region[row["from_name"]] = value["number"]
    return {name: region for name, region in regions.items() if "label" in region}, ties


def _place(value: dict[str, Any], text: str, where: str) -> tuple[list[int], str]:
    """Span in code points and words of a region, by whichever way of counting gives its words."""
    start, end = value["start"], value["end"]
    words = value.get("text", text[start:end])
    if 0 <= start <= end <= len(text) and text[start:end] == words:
        return [start, end], words
    units = text.encode("utf-16-le", "surrogatepass")
    if 0 <= start <= end and 2 * end <= len(units):
        before, inside = (
            units[a * 2 : b * 2].decode("utf-16-le", "surrogatepass") for a, b in ((0, start), (start, end))
        )
        if inside == words:
            return [len(before), len(before) + len(words)], words
    raise RecordsError(
        f"the words «{str(words)[:40]}» do not stand at {start} to {end} of the text",
        where=where,
        step="Mark the region again.",
    )


def _rebuilt(
    before: dict[str, Any], regions: dict[str, _Region], ties: list[tuple[str, str, str]], where: str
) -> dict[str, Any]:
    records = {}
    taken = {record["id"] for record in before["records"]}
    for name, region in regions.items():
        if region["label"] == "trigger":
            if "event_type" not in region:
                raise RecordsError("a trigger has no event type", where=f"{where}, region {name}", step="Choose one.")
            records[name] = _record(before, name, region, taken)
    tied = {target for source, target, _ in ties if source in records}
    for name, region in regions.items():
        if region["label"] in {*_LISTS, "date"} and name not in tied:
            raise RecordsError(
                f"the region «{region['label']}» hangs on no trigger",
                where=f"{where}, region {name}",
                step="Draw a relation from the trigger to it, or delete it.",
            )
    for source, target, label in ties:
        if source in records and target in regions:
            _fill(records[source], label, _part(before, target, regions[target]), where)
    kept = {record["id"] for record in records.values()}
    for record in records.values():
        record["links"] = [link for link in record.get("links", []) if link["id"] in kept]
    mentions = {
        slot: [_part(before, name, region) for name, region in regions.items() if region["label"] == label]
        for label, slot in _MENTIONS.items()
    }
    return {**before, "records": list(records.values()), **mentions}


def _record(before: dict[str, Any], name: str, region: _Region, taken: set[str]) -> dict[str, Any]:
    """The record of a trigger, with empty slots."""
    old = _sent(before, name)
    if old is None:
        number = len(taken) + 1
        while f"r{number}" in taken:
            number += 1
        taken.add(f"r{number}")
        old = {"id": f"r{number}", "confidence": 1.0}
    return {
        **old,
        "trigger": {"span": region["span"], "text": region["text"]},
        "event_type": region["event_type"],
        "mode": region.get("mode"),
        "modality": region.get("modality", "asserted"),
        **{slot: [] for slot in _LISTS},
        "date": None,
    }


def _part(before: dict[str, Any], name: str, region: _Region) -> dict[str, Any]:
    """A filler, count, date or mention: what was sent, with what the annotator made of it."""
    old = _sent(before, name)
    words = {"span": region["span"], "text": region["text"]}
    if region["label"] == "counts":
        sides = {end: region.get(end) for end in ("min", "max")}
        return {**(old or {}), **words, "what": region.get("what", "other"), **sides}
    if region["label"] == "date" and (old is None or old["text"] != region["text"]):
        return {**words, "start": None, "end": None}  # other words name another day
    if old is not None and old["text"] != region["text"] and region["label"] != "counts":
        return words  # other words name somebody or somewhere else
    return {**(old or {}), **words}


def _fill(record: dict[str, Any], slot: str, part: dict[str, Any], where: str) -> None:
    if slot == "date":
        record["date"] = part
    elif slot in _LISTS:
        record[slot].append(part)
    else:
        raise RecordsError(f"there is no slot «{slot}»", where=where, step="Name relations after the slots of records.")


def _sent(before: dict[str, Any], name: str) -> dict[str, Any] | None:
    """What a region that we sent stood for; None for one that the annotator made."""
    found: Any = before
    parts = name.split(".")
    if parts[0] not in {"records", "places", "actors"} or len(parts) not in {2, 4}:
        return None
    for part in parts:
        if isinstance(found, list):
            if not part.isdecimal() or int(part) >= len(found):
                return None
            found = found[int(part)]
        elif isinstance(found, dict) and part in found:
            found = found[part]
            if part == "date":
                return dict(found) if isinstance(found, dict) else None
        else:
            return None
    return dict(found) if isinstance(found, dict) else None
