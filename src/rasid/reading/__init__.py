"""Tokens to records: a report is read here."""
