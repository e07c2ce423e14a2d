"""Every export, in the order in which they are listed."""

from __future__ import annotations

from rasid.exports.bayanat import BAYANAT
from rasid.exports.excel import EXCEL
from rasid.exports.flat import CSV
from rasid.exports.geojson import GEOJSON
from rasid.exports.labelstudio import LABELSTUDIO
from rasid.exports.own import JSON, JSONL
from rasid.exports.parquet import PARQUET
from rasid.exports.plover import PLOVER
from rasid.exports.uwazi import UWAZI
from rasid.exports.webannotation import WEBANNOTATION

EXPORTS = (JSONL, JSON, CSV, EXCEL, GEOJSON, PARQUET, PLOVER, WEBANNOTATION, BAYANAT, UWAZI, LABELSTUDIO)
"""The manifests of all formats that ``rasid export`` writes."""
READABLE = tuple(manifest for manifest in EXPORTS if manifest.read is not None)
"""Those that ``rasid import`` reads back."""
