"""CSV as an export: the table of ``rasid read``, with what its cells cannot tell apart counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasid.exports.csv import to_csv
from rasid.exports.losses import Losses
from rasid.exports.manifest import Held, Manifest, Row
from rasid.model import Document

APOSTROPHE = "an apostrophe stands before it, so that no spreadsheet runs it"
JOIN = "; "
_SLOTS = ("actor", "recipient", "place", "weapon")


def write_csv(rows: Iterable[Row], losses: Losses) -> Iterator[bytes]:
    """A row a record, in the columns of ``rasid read --format csv``."""

    def documents() -> Iterator[Document]:
        for row in losses.watch(rows):
            flattened(row.document, losses)
            yield row.document

    return to_csv(documents(), guarded=lambda name: losses.changed(f"column {name}", APOSTROPHE))


def flattened(document: Document, losses: Losses) -> None:
    """Count what a row a record loses: documents without records, bounds of further tolls, values with the joint in them."""
    if not document.records:
        losses.lost("doc", "a document without records has no row")
    for record in document.records:
        for slot in _SLOTS:
            for filler in getattr(record, slot):
                if JOIN in filler.text:
                    losses.changed(f"records.{slot}.text", "it holds the joint «; » itself")
        for count in record.counts:
            if count.group is not None and JOIN in count.group:
                losses.changed("records.counts.group", "it holds the joint «; » itself")
        if round(record.confidence, 3) != record.confidence:
            losses.changed("records.confidence", "rounded to three places")


CSV = Manifest(
    name="csv",
    about="for spreadsheets: a row a record, several fillers in a cell",
    suffix=".csv",
    source="rasid",
    write=write_csv,
    mapping=(
        Held(fields=("doc", "published", "publisher"), at="columns of the same names, in every row"),
        Held(
            fields=(
                "records.id", "records.event_type", "records.mode", "records.acled", "records.modality",
                "records.confidence",
            ),
            at="columns of the same names",
        ),
        Held(fields=("records.trigger.text", "records.trigger.span"), at="trigger, start, end"),
        Held(
            fields=tuple(f"records.{slot}.{name}" for slot in ("actor", "recipient") for name in
                         ("text", "canonical_en", "country", "sector")),
            at="actor, actor_en, actor_country, actor_sector; recipient likewise",
            note="joined with «; »",
        ),
        Held(
            fields=("records.place.text", "records.place.name_en", "records.place.country"),
            at="place, place_en, place_country",
            note="joined with «; »; lat and lon are those of the first place that has them",
        ),
        Held(fields=("records.weapon.text",), at="weapon", note="joined with «; »"),
        Held(
            fields=("records.counts.what", "records.counts.min", "records.counts.max", "records.counts.group"),
            at="counts; killed_min, killed_max, injured_min, injured_max",
            note="as words in counts, joined with «; »; as numbers of the first whole toll",
        ),
        Held(
            fields=("records.date.text", "records.date.start", "records.date.end"), at="date, date_start, date_end"
        ),
        Held(fields=("records.source",), at="source", note="the outermost first, parted by « > »"),
        Held(fields=("records.stance",), at="stance", note="joined with «; »"),
        Held(fields=("records.links.rel", "records.links.id"), at="links", note="joined with «; »"),
    ),
)  # fmt: skip
