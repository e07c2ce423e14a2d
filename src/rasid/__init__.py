"""rasid (راصد): reads Arabic reports and statements into sourced event records, offline.

What is named here is the whole public face; nothing else is promised to stay.
"""

from rasid.errors import RasidError
from rasid.model import Actor, Count, Document, Filler, Link, Passage, Place, Record, When
from rasid.reading.reader import VERSION, Reader

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

__version__ = VERSION
