"""Who is blamed, as sides and countries that can be compared."""

from __future__ import annotations

from collections.abc import Iterator

from rasid.incidents.knowledge import Knowledge

STATE = frozenset({"MIL", "GOV", "POL", "SPY"})
IRREGULAR = frozenset({"REB", "UAF", "OPP"})
UNARMED = frozenset({"CVL", "NGO", "IGO", "MED", "BUS", "EDU", "LAB", "REL"})
UNKNOWN = frozenset({"unknown people", "gunmen", "militants"})


def parties_of(name: str | None, country: str | None, sector: str | None, knowledge: Knowledge) -> Iterator[str]:
    """The side of an actor, and the country of whoever bears arms for one, or its own name."""
    side = knowledge.sides.get(name or "")
    if side:
        yield f"side {side}"
    if country and sector in STATE:
        yield f"country {country}"
    elif name and sector in IRREGULAR:
        yield f"name {name}"


def party(name: str | None, country: str | None, sector: str | None, knowledge: Knowledge) -> str | None:
    """The one party that an actor belongs to: its side, else its country or name; None for civilians and the unknown."""
    if sector in UNARMED or name in UNKNOWN or name is None:
        return None
    side = knowledge.sides.get(name)
    if side:
        return f"{side} ({country})" if country and side == "government" else side
    if country and sector in STATE:
        return f"government ({country})"
    return name if sector else None
