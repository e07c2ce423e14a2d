"""Incidents to files: a module a format, listed in :mod:`rasid.exports.incidents.registry`."""
