"""Write the mappings of the exports into docs/exports.md and docs/incident-formats.md from their manifests; without --write only say whether they differ.

python tools/mappings.py --write
"""

from __future__ import annotations

import sys
from pathlib import Path

from rasid.exports.fields import FIELDS
from rasid.exports.incidents.manifest import IncidentManifest
from rasid.exports.incidents.registry import INCIDENT_EXPORTS
from rasid.exports.manifest import Manifest
from rasid.exports.registry import EXPORTS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "exports.md"
INCIDENT_PAGE = PAGE.with_name("incident-formats.md")
INCIDENT_BEGIN = "<!-- mappings of incidents: made by tools/mappings.py -->\n"
BEGIN, END = "<!-- mappings: made by tools/mappings.py -->\n", "<!-- end of mappings -->\n"


def overview() -> str:
    """The table of all formats."""
    rows = [
        f"| [`{row.name}`](#{row.name}) | {row.about} | `{row.suffix}` | {f'`{row.extra}`' if row.extra else ''} "
        f"| {'yes' if row.read is not None else ''} |\n"
        for row in EXPORTS
    ]
    return "| format | what | file | extra | comes back |\n| --- | --- | --- | --- | --- |\n" + "".join(rows)


def mapping(row: Manifest) -> str:
    """The section of a format: which fields stand where, and which have no place."""
    lines = [f"### {row.name}\n\n{row.about[0].upper()}{row.about[1:]}. Defined by: {row.source}.\n\n"]
    lines.append("| fields | where | note |\n| --- | --- | --- |\n")
    for held in row.mapping:
        fields = ", ".join(f"`{name}`" for name in held.fields)
        lines.append(f"| {fields} | {held.at.replace('|', chr(92) + '|')} | {held.note} |\n")
    missing = [name for name in FIELDS if name not in row.holds]
    lines.append(f"\nNo place for: {_shortened(missing)}.\n" if missing else "\nEvery field has a place.\n")
    return "".join(lines)


def _shortened(names: list[str]) -> str:
    """The names, those of a whole group as one."""
    groups = {name.rsplit(".", 1)[0] for name in FIELDS if "." in name} - {"records"}
    whole = sorted(g for g in groups if all(n in names for n in FIELDS if n.startswith(f"{g}.")))
    rest = [name for name in names if not any(name.startswith(f"{g}.") for g in whole)]
    return ", ".join(f"`{name}`" for name in (*rest, *(f"{g}.*" for g in whole)))


def with_mappings(page: str) -> str:
    """The page with the part between the marks made anew."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n" + overview() + "\n" + "\n".join(mapping(row) for row in EXPORTS) + "\n" + END + after


def incident_mapping(row: IncidentManifest) -> str:
    """The section of a format of incidents."""
    lines = [f"### {row.name}\n\n{row.about[0].upper()}{row.about[1:]}. Defined by: {row.source}.\n\n"]
    lines.append("| fields | where | note |\n| --- | --- | --- |\n")
    for held in row.mapping:
        fields = ", ".join(f"`{name}`" for name in held.fields)
        lines.append(f"| {fields} | {held.at.replace('|', chr(92) + '|')} | {held.note} |\n")
    return "".join(lines)


def with_incident_mappings(page: str) -> str:
    """The page of the formats of incidents with the part between the marks made anew."""
    before, _, rest = page.partition(INCIDENT_BEGIN)
    after = rest.partition(END)[2]
    head = "## What stands where\n\nFields are named by path: `claims` by their kind, `fused` by their field; `*` stands for anything.\n\n"
    table = "| format | what | file |\n| --- | --- | --- |\n" + "".join(
        f"| [`{row.name}`](#{row.name}) | {row.about} | `{row.suffix}` |\n" for row in INCIDENT_EXPORTS
    )
    sections = "\n".join(incident_mapping(row) for row in INCIDENT_EXPORTS)
    return before + INCIDENT_BEGIN + "\n" + head + table + "\n" + sections + "\n" + END + after


def main() -> int:
    """Compare or write. Returns the exit status."""
    status = 0
    for path, made in ((PAGE, with_mappings), (INCIDENT_PAGE, with_incident_mappings)):
        old = path.read_text(encoding="utf-8")
        new = made(old)
        if new != old and "--write" in sys.argv[1:]:
            path.write_text(new, encoding="utf-8")
        elif new != old:
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
