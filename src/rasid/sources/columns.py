"""Rows of tables and JSON: which column holds what."""

from __future__ import annotations

from collections.abc import Mapping

from rasid.errors import ColumnError, EmptyInputError
from rasid.sources.dates import day_of
from rasid.sources.html import with_title
from rasid.sources.options import FIELDS
from rasid.sources.outcome import Piece

DELIMITERS = ("\t", ",", ";", "|")
NAMES: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "content", "body", "message", "full_text", "article", "النص", "نص", "المحتوى", "الخبر"}),
    "title": frozenset({"title", "headline", "العنوان", "عنوان"}),
    "published": frozenset(
        {
            "published",
            "date",
            "published_at",
            "publish_date",
            "pubdate",
            "created_at",
            "timestamp",
            "التاريخ",
            "تاريخ النشر",
        }
    ),
    "publisher": frozenset(
        {"publisher", "source", "outlet", "site", "sitename", "channel", "newspaper", "المصدر", "الناشر", "الجهة"}
    ),
    "id": frozenset({"id", "doc", "doc_id", "uid", "guid", "_id", "المعرف", "الرقم"}),
    "address": frozenset({"address", "url", "link", "permalink", "الرابط"}),
}
"""The columns that are known without being named, by what they hold; compared without regard to case."""


def assign(present: list[str], given: Mapping[str, str], where: str) -> dict[str, str]:
    """For each field the column that holds it: the one the user names, else one that is known.

    Raises ColumnError where there is none for the text, or where a column that the user names is not there.
    """
    found: dict[str, str] = {}
    shown = ", ".join(present[:20]) + (", …" if len(present) > 20 else "")
    by_name = {name.casefold(): name for name in reversed(present)}
    for field in FIELDS:
        if field in given:
            if given[field].casefold() in by_name:
                found[field] = by_name[given[field].casefold()]
        else:
            known = [name for name in present if name.casefold() in NAMES[field]]
            if known:
                found[field] = known[0]
    if "text" not in found:
        named = f"named «{given['text']}»" if "text" in given else "known to hold the text"
        raise ColumnError(
            f"there is no column {named}; it has {shown or 'none'}",
            where=where,
            step="Name it with --columns text=NAME.",
        )
    return found


def piece(row: Mapping[str, object], fields: Mapping[str, str], name: str, number: int, form: str) -> Piece:
    """The document of a row; ``number`` counts its line and stands for an id where it has none. Raises EmptyInputError."""

    def value(field: str) -> str | None:
        cell = row.get(fields[field]) if field in fields else None
        if cell is None or isinstance(cell, (dict, list)):
            return _inner(cell)
        return str(cell).strip() or None

    where = f"{name}#{value('id') or number}"
    text = value("text")
    if text is None and isinstance(row.get(fields["text"]), (dict, list)):
        what = f"«{fields['text']}» holds no text but an object or a list"
        raise ColumnError(what, where=where, step="Name the key of the text with --columns text=NAME.")
    if text is None:
        raise EmptyInputError("its column of text is empty", where=where, step="Nothing needs to be done.")
    title = " ".join((value("title") or "").split()) or None
    return Piece(
        doc=where,
        text=with_title(title, text),
        format=form,
        title=title,
        published=day_of(value("published")),
        publisher=value("publisher"),
        address=value("address"),
    )


def _inner(cell: object) -> str | None:
    """A source given as an object with a name (as feeds in JSON do); a list of lines."""
    if isinstance(cell, dict):
        name = cell.get("name") or cell.get("title")
        return name if isinstance(name, str) and name else None
    if isinstance(cell, list) and all(isinstance(line, str) for line in cell):
        return "\n".join(cell) or None
    return None
