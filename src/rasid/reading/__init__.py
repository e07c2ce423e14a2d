"""Tokens to records: a report is read here."""

from rasid.reading.reader import Reader

__all__ = ["Reader"]
