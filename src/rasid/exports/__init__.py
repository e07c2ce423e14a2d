"""Documents to files: a module a format, all listed in :data:`FORMATS`."""

from rasid.exports.formats import FORMATS, Format, above

__all__ = ["FORMATS", "Format", "above"]
