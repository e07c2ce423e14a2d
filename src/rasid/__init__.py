"""rasid (راصد): reads Arabic reports and statements into sourced event records, offline.

What is named here is the whole public face; nothing else is promised to stay.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasid.errors import RasidError
    from rasid.model import Actor, Count, Document, Filler, Link, Passage, Place, Record, When
    from rasid.reading.reader import Reader

    __version__: str

__all__ = [
    "Actor",
    "Count",
    "Document",
    "Filler",
    "Link",
    "Passage",
    "Place",
    "RasidError",
    "Reader",
    "Record",
    "When",
    "__version__",
]
_ROOMS = {"RasidError": "rasid.errors", "Reader": "rasid.reading.reader", "__version__": "rasid.reading.reader"}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that a part of the package costs no more than itself."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = import_module(_ROOMS.get(name, "rasid.model"))
    found: object = getattr(room, "VERSION" if name == "__version__" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
