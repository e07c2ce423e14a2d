"""The formats by name: the command line and the documentation list them from here."""

from __future__ import annotations

from rasid.sources import csv, docx, html, jsonl, packed, parquet, pdf, rss, telegram, telegram_html, text, warc, zip

FORMATS = {
    row.name: row
    for row in (
        text.MANIFEST,
        html.MANIFEST,
        pdf.MANIFEST,
        docx.MANIFEST,
        jsonl.MANIFEST,
        csv.MANIFEST,
        parquet.MANIFEST,
        rss.MANIFEST,
        warc.MANIFEST,
        telegram.MANIFEST,
        telegram_html.MANIFEST,
        zip.MANIFEST,
        packed.GZIP,
        packed.ZSTD,
    )
}
"""Every format that is read, by name."""
