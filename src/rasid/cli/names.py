"""``rasid names match``: two lists of people compared, each pair explained."""

from __future__ import annotations

import sys
from pathlib import Path

from rasid.cli.common import fail, write_bytes
from rasid.cli.files import replacing
from rasid.errors import OptionError, RasidError
from rasid.exports.losses import many


def run(a: str, b: str, *, columns_a: str, columns_b: str, form: str, out: str | None) -> int:
    """Compare the lists and write the pairs. Returns the exit status."""
    try:
        data, lines = _matched(a, b, columns_a, columns_b, form)
        if out is None:
            write_bytes(data)
        else:
            with replacing(Path(out)) as file:
                file.write(data)
    except RasidError as error:
        return fail(error, 2 if isinstance(error, OptionError) else 1)
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 0


def _matched(a: str, b: str, columns_a: str, columns_b: str, form: str) -> tuple[bytes, list[str]]:
    """The output and what to say on standard error."""
    from rasid.incidents.extras import need

    need("rapidfuzz", "scipy.optimize", where="names match")
    from rasid.exports.people import matched_csv, matched_json, result_of
    from rasid.incidents.matching import match_people
    from rasid.incidents.name_words import NameBook
    from rasid.incidents.people import columns_given, read_people
    from rasid.places.gazetteer import Gazetteer

    first, second = read_people(a, columns_given(columns_a)), read_people(b, columns_given(columns_b))
    match = match_people(first, second, NameBook.load(), Gazetteer.load())
    results = [result_of(pair) for pair in match.pairs]
    lines = [
        f"{people.file}:{row.line}: column «{row.column}»: {row.what}"
        for people in (first, second)
        for row in people.remarks
    ]
    lines += [
        f"{many(len(first.people), 'row')} against {len(second.people)}, {many(match.compared, 'pair')} compared",
        f"same: {results.count('same')}",
        f"perhaps: {results.count('perhaps')}",
        f"also possible: {len(match.others)}",
        f"only in A: {len(match.alone[0])}",
        f"only in B: {len(match.alone[1])}",
    ]
    return matched_json(match) if form == "json" else b"".join(matched_csv(match)), lines
