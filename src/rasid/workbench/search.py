"""Finding documents by their words: folded and by their stems, phrases in quotes, without what stands after a minus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from rasid.workbench.models import SearchText
from rasid.workbench.words import stem, words_of

_PART = re.compile(r'(-?)(?:"([^"]*)"|«([^»]*)»|(\S+))')


class Term(msgspec.Struct, frozen=True):
    """A word or a phrase that must stand in a document, or must not."""

    words: tuple[str, ...]
    phrase: bool = False
    without: bool = False


def terms(query: str) -> Iterator[Term]:
    """The terms of what somebody typed; whatever it is, it is a query."""
    for minus, quoted, pointed, word in _PART.findall(query):
        phrase = quoted or pointed
        words = tuple(words_of(phrase or word))
        if words and (phrase or len(words) > 1):
            yield Term(words, phrase=True, without=bool(minus))
        elif words:
            yield Term(words, without=bool(minus))


def matching(rows: QuerySet[Any], query: str, key: str = "id") -> QuerySet[Any]:
    """Those of ``rows`` whose document (named by ``key``) fits the query."""
    for term in terms(query):
        found = {f"{key}__in": _documents(term)}
        rows = rows.exclude(**found) if term.without else rows.filter(**found)
    return rows


def _documents(term: Term) -> QuerySet[Any]:
    """The ids of documents in which a term stands, as a subquery."""
    words = term.words if term.phrase else (stem(term.words[0]),)
    if connection.vendor == "postgresql":
        column, call = ("words", "phraseto_tsquery") if term.phrase else ("stems", "plainto_tsquery")
        fits = RawSQL(  # noqa: S611  # both names are ours, the words are a parameter
            f"to_tsvector('simple', {column}) @@ {call}('simple', %s)", [" ".join(words)]
        )
        return SearchText.objects.filter(fits).values("document_id")
    # Every word is a string in FTS5's grammar, so that none is an operator; the words hold no quotation mark.
    asked = f'{"words" if term.phrase else "stems"} : "{" ".join(words)}"'
    return SearchText.objects.filter(
        id__in=RawSQL("SELECT rowid FROM workbench_found WHERE workbench_found MATCH %s", [asked])
    ).values("document_id")
