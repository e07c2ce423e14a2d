"""``rasid places add``: tables of places by others made into a table for ``--lexicon``."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from rasid.cli.common import fail, write_bytes
from rasid.cli.files import replacing
from rasid.errors import RasidError
from rasid.exports.csv import guard
from rasid.exports.losses import many
from rasid.places.adding import COLUMNS, RESULTS, Added

_REPORT = ".report.csv"


def run(files: Sequence[str], *, alternate_names: str | None, out: str | None) -> int:
    """Write the table, and beside it what was found. Returns the exit status."""
    try:
        added = _added(files, alternate_names)
        table = "".join("\t".join(row) + "\n" for row in (COLUMNS, *added.rows)).encode("utf-8", "replace")
        if out is None:
            write_bytes(table)
        else:
            for suffix, content in (("", table), (_REPORT, _report(added))):
                with replacing(Path(out + suffix)) as file:
                    file.write(content)
    except RasidError as error:
        return fail(error, 1)
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in _summary(added, out)))
    return 0


def _added(files: Sequence[str], alternate_names: str | None) -> Added:
    from rasid.lexicon import load
    from rasid.places.adding import lay_over, read_places, word_forms
    from rasid.places.gazetteer import Gazetteer
    from rasid.places.geonames import read_alternates

    alternates = read_alternates(Path(alternate_names)) if alternate_names is not None else {}
    countries = _countries({row.alpha3 for row in load().countries})
    found = read_places([Path(name) for name in files], alternates, countries)
    return lay_over(found, Gazetteer.load(), word_forms())


def _countries(known: set[str]) -> dict[str, str]:
    """Alpha-3 by alpha-2, from CLDR, for the countries that our table has."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {two[0]: three for three, two in sorted(aliases.items()) if three in known and len(two) == 1}


def _report(added: Added) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["where", "name", "code", "result", "what"])
    for row in added.findings:
        writer.writerow([row.where, guard(row.name), guard(row.code), row.result, guard(row.what)])
    return buffer.getvalue().encode("utf-8", "replace")


def _summary(added: Added, out: str | None) -> list[str]:
    lines = [f"{many(added.read, 'row')} read, {len(added.rows)} written, {added.known} known at about the same point"]
    whys: dict[str, int] = {}
    for row in added.findings:
        if row.result == "left out":
            why = row.what if not row.what.startswith("«") else "no point that is understood"
            whys[why] = whys.get(why, 0) + 1
    lines += [f"left out, {why}: {number}" for why, number in sorted(whys.items())]
    lines += [f"{name}: {added.counts[name]} ({RESULTS[name]})" for name in RESULTS if name != "left out"]
    if added.findings:
        lines.append(
            f"each of them: {out}{_REPORT}" if out else "each of them: give --out, and see the report beside it"
        )
    return lines
