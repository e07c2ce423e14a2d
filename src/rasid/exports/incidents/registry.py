"""Every export of incidents, in the order in which they are listed."""

from __future__ import annotations

from rasid.exports.incidents.acled import ACLED
from rasid.exports.incidents.csv import CSV
from rasid.exports.incidents.ged import GED
from rasid.exports.incidents.geojson import GEOJSON
from rasid.exports.incidents.own import INCIDENTS
from rasid.exports.incidents.page import HTML

INCIDENT_EXPORTS = (INCIDENTS, CSV, GEOJSON, HTML, ACLED, GED)
"""The manifests of all formats of incidents that ``rasid export`` writes."""
