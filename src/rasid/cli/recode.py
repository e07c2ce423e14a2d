"""``rasid recode``: archived documents read again, and what is then different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from rasid.archive.differences import Difference, Row
from rasid.archive.recode import Recoded, recode
from rasid.cli.archive import DIGITS, opened, tell
from rasid.cli.common import fail, reader_with, write_bytes
from rasid.errors import RasidError, UnknownDocumentError
from rasid.exports.table import clean

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def run(documents: Sequence[str], folder: str, *, lexicon: Sequence[str], keep: bool, form: str) -> int:
    """Read documents of an archive again. Returns the exit status."""
    counts: Counter[str] = Counter()
    try:
        reader, _ = reader_with(lexicon, None)
        with opened(folder, write=keep) as archive:
            chosen = [archive.find(name) for name in documents]
            chosen = chosen or [held for held in archive.state.documents.values() if held.forgotten is None]
            for recoded in recode(archive, chosen, reader, keep=keep, tell=tell):
                _count(counts, recoded)
                if form == "jsonl":
                    write_bytes(b"".join(msgspec.json.encode(change) + b"\n" for change in recoded.differences))
                else:
                    write_bytes("".join(f"{line}\n" for line in _lines(recoded)).encode("utf-8", "replace"))
    except UnknownDocumentError as error:
        return fail(error, 1)
    except RasidError as error:
        return fail(error, 2)
    if form != "jsonl":
        write_bytes(f"{_summary(counts)}\n".encode())
    return 1 if counts["failed"] else 0


def _count(counts: Counter[str], recoded: Recoded) -> None:
    counts["documents"] += 1
    counts["failed"] += not recoded.read
    counts["differ"] += bool(recoded.differences)
    counts["same"] += recoded.same
    counts.update(change.change for change in recoded.differences)


def _summary(counts: Counter[str]) -> str:
    parts = [f"{counts['documents']} documents read again, {counts['differ']} differ"]
    if counts["failed"]:
        parts.append(f"{counts['failed']} cannot be read now")
    parts.append(
        f"records: {counts['added']} added, {counts['removed']} removed, {counts['changed']} changed,"
        f" {counts['reason']} only explained otherwise, {counts['same']} the same"
    )
    parts.append(f"mentions that only one reading has: {counts['mentions']}")
    return "; ".join(parts)


def _lines(recoded: Recoded) -> Iterator[str]:
    """The records of a document that differ, for people."""
    shown = [change for change in recoded.differences if change.change in _MARKS]
    if not shown:
        return
    yield f"{recoded.sha256[:DIGITS]}\t{clean(recoded.where)}"
    for change in shown:
        yield f"  {_MARKS[change.change]} {_record(change)}"
        for name in change.fields:
            yield f"      {name}: {_value(change.old, name)} -> {_value(change.new, name)}"


def _record(change: Difference) -> str:
    row: Row = change.new or change.old or {}
    kind = "/".join(part for part in (row["event_type"], row["mode"]) if part)
    start, end = row["trigger"]["span"]
    name = row["id"] if change.old is None or change.old["id"] == row["id"] else f"{change.old['id']} now {row['id']}"
    return f"{name} {kind} «{clean(row['trigger']['text'])}» {start}-{end}"


def _value(row: Row | None, name: str) -> str:
    value: Any = (row or {}).get(name)
    if value is None or value in ([], ""):
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return ", ".join(_part(inner) for inner in value)
    return _part(value)


def _part(value: Any) -> str:
    """A filler, a count or a date by its words and what they were taken for."""
    if not isinstance(value, dict):
        return clean(str(value))
    if "rel" in value:
        return f"{value['rel']} {value['id']}"
    words = clean(value.get("text", ""))
    taken = value.get("canonical_en") or value.get("name_en")
    rest = [
        f"{key}={value[key]}"
        for key in ("country", "sector", "via", "what", "min", "max", "group", "start", "end")
        if value.get(key) is not None
    ]
    return "".join(
        [f"«{words}»", f" = {clean(taken)}" if taken else "", f" ({clean(', '.join(rest))})" if rest else ""]
    )
