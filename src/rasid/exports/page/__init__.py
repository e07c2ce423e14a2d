"""The page: one file in which people look at texts with their records, on a map, in time and in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasid.model import Document

__all__ = ["to_html"]


def to_html(documents: Iterable[Document]) -> Iterator[bytes]:
    """One page for all documents, in UTF-8: the same documents give the same bytes. What it needs is loaded here."""
    from rasid.exports.page.write import to_html as write

    return write(documents)
