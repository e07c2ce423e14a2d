"""Bytes to documents: files, folders, patterns and standard input, in whatever format and encoding Arabic comes in."""

from rasid.sources.collect import Input, collect
from rasid.sources.documents import Documents, judged, only, read_piece
from rasid.sources.duplicates import Seen
from rasid.sources.formats import FORMATS
from rasid.sources.options import Manifest, Options, columns
from rasid.sources.outcome import Left, Outcome, Piece
from rasid.sources.parts import Part, Parts, opened
from rasid.sources.tally import Tally
from rasid.sources.text import decode

__all__ = [
    "FORMATS",
    "Documents",
    "Input",
    "Left",
    "Manifest",
    "Options",
    "Outcome",
    "Part",
    "Parts",
    "Piece",
    "Seen",
    "Tally",
    "collect",
    "columns",
    "decode",
    "judged",
    "only",
    "opened",
    "read_piece",
]
