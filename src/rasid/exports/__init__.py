"""Documents to files: a module a format, listed in :data:`FORMATS` (what ``read`` writes) and :data:`EXPORTS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rasid.exports.formats import FORMATS, Format, above

if TYPE_CHECKING:
    from rasid.exports.registry import EXPORTS

__all__ = ["EXPORTS", "FORMATS", "Format", "above"]


def __getattr__(name: str) -> object:
    """Load the exports when they are first asked for, so that reading starts without them."""
    if name == "EXPORTS":
        from rasid.exports import registry  # noqa: PLC0415  # only when asked for

        return registry.EXPORTS
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
