"""Places: names in a text, and the points that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.model import Place, Token
from rasid.places.candidates import find_places
from rasid.places.evidence import Told, accepted, scope
from rasid.places.gazetteer import Gazetteer
from rasid.places.matching import PlaceCandidate
from rasid.places.resolution import resolve_places

__all__ = ["Gazetteer", "PlaceCandidate", "Told", "find_places", "locate", "resolve_places"]


def locate(
    text: str,
    sentences: Sequence[Sequence[Token]],
    gazetteer: Gazetteer,
    publisher: str | None = None,
    *,
    part: tuple[int, int] | None = None,
    told: Told | None = None,
) -> list[list[tuple[Place, int, int]]]:
    """The places of each sentence, resolved, with their first and last token (half-open); tokens need their analyses.

    A long text may be read in parts: ``part`` is the span of the one at hand, ``told`` what the ones before it told.
    """
    start, end = part or (0, len(text))
    told = told or Told()
    rows = find_places(sentences, gazetteer)
    countries = scope(text[start:end], rows, gazetteer, told)
    return resolve_places(text, accepted(rows, countries, told), publisher, gazetteer, countries, told)
