"""``rasid export`` of incidents: to a format of the field or a page, with a report of what it could not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from rasid.cli.common import fail
from rasid.cli.export import binary, say, texts_of, write_all
from rasid.errors import OptionError, RasidError, RecordsError
from rasid.exports.incidents.load import IncidentRow, incidents_of
from rasid.exports.incidents.manifest import losses_of
from rasid.exports.incidents.registry import INCIDENT_EXPORTS


def run(files: Sequence[str], *, form: str, out: str | None, texts: Sequence[str], refused: Sequence[str]) -> int:
    """Write the incidents of ``files`` in a format; ``refused`` are options given that are for records only.

    Returns the exit status.
    """
    manifest = next(row for row in INCIDENT_EXPORTS if row.name == form)
    try:
        if refused:
            raise OptionError(
                f"{form} is for incidents, and {refused[0]} for records",
                where=refused[0],
                step="Give it where the records are exported, before they are linked.",
            )
        if "-" in texts:
            raise OptionError(
                "texts cannot come from standard input", where="--texts", step="Give files, folders or patterns."
            )
        losses = losses_of(manifest)
        rows = once(chain.from_iterable(map(opened, files)))
        write_all(manifest.write(rows, losses, texts_of(texts)), losses, out)
    except RasidError as error:
        return fail(error, 2 if isinstance(error, OptionError) else 1)
    say(losses)
    return 0


def opened(name: str) -> Iterator[IncidentRow]:
    """The incidents of a file, or of standard input for ``-``.

    Raises MissingInputError, UnreadableInputError or RecordsError.
    """
    with binary(name) as file:
        yield from incidents_of(file, name)


def once(rows: Iterator[IncidentRow]) -> Iterator[IncidentRow]:
    """The rows, each id once. Raises RecordsError for an id that comes again, which counted would be two events."""
    seen: set[str] = set()
    for row in rows:
        if row.incident.incident in seen:
            raise RecordsError(
                f"the incident «{row.incident.incident}» stands twice",
                step="Give each file once; rasid link --add brings files together.",
            )
        seen.add(row.incident.incident)
        yield row
