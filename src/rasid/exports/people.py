"""Two lists of people compared, as CSV for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from rasid.exports.csv import guard
from rasid.incidents.matching import SURE, Match, Pair
from rasid.incidents.people import PeopleList, Person

COMPARISONS = ("ism", "nasab", "family", "kunya", "laqab", "gender", "age", "place", "date")
_GIVEN = ("id", "name", "age", "place", "date", "sex")
MATCH_COLUMNS = (
    "result", "probability", "weight",
    "a_line", *(f"a_{field}" for field in _GIVEN), "b_line", *(f"b_{field}" for field in _GIVEN),
    *(f"w_{name}" for name in COMPARISONS), "w_prior", "why",
)  # fmt: skip
"""``result``: same, perhaps, also possible, only in A, only in B; ``w_…``: what each comparison adds, in bits."""


def matched_csv(match: Match) -> Iterator[bytes]:
    """A row a pair, then the pairs that lost to another one, then who is alone. No cell runs in a spreadsheet."""
    yield _line(MATCH_COLUMNS)
    for pair, result in _ordered(match):
        row = {
            "result": result,
            "probability": f"{pair.probability:.4f}",
            "weight": f"{pair.weight:.2f}",
            **_side("a", match.a.people[pair.a]),
            **_side("b", match.b.people[pair.b]),
            **_weights(pair),
            "w_prior": f"{match.prior:.2f}",
            "why": "; ".join(f"{row.name}: {row.level} ({row.weight:+.2f})" for row in pair.comparisons),
        }
        yield _line([row.get(name, "") for name in MATCH_COLUMNS])
    for letter, people, positions in zip("ab", (match.a, match.b), match.alone, strict=True):
        for i in positions:
            row = {"result": f"only in {letter.upper()}", **_side(letter, people.people[i])}
            yield _line([row.get(name, "") for name in MATCH_COLUMNS])


def matched_json(match: Match) -> bytes:
    """Everything: the columns used, every pair with its comparisons, who is alone, what could not be used."""
    alone_a, alone_b = match.alone
    whole = {
        "a": _list(match.a),
        "b": _list(match.b),
        "prior": match.prior,
        "compared": match.compared,
        "pairs": [_pair(match, pair, result) for pair, result in _ordered(match)],
        "only_a": [_person(match.a.people[i]) for i in alone_a],
        "only_b": [_person(match.b.people[i]) for i in alone_b],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def result_of(pair: Pair) -> str:
    """``same`` or ``perhaps``."""
    return "same" if pair.probability >= SURE else "perhaps"


def _ordered(match: Match) -> Iterator[tuple[Pair, str]]:
    yield from ((pair, result_of(pair)) for pair in match.pairs)
    yield from ((pair, "also possible") for pair in match.others)


def _line(cells: Any) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def _side(letter: str, person: Person) -> dict[str, str]:
    given = {f"{letter}_{field}": guard(person.given.get(field, "")) for field in _GIVEN}
    return {f"{letter}_line": str(person.line), **given}


def _weights(pair: Pair) -> dict[str, str]:
    sums: dict[str, float] = {}
    for row in pair.comparisons:
        sums[f"w_{row.name}"] = sums.get(f"w_{row.name}", 0.0) + row.weight
    return {name: f"{weight:.2f}" for name, weight in sums.items()}


def _list(people: PeopleList) -> dict[str, Any]:
    return {
        "file": people.file,
        "people": len(people.people),
        "columns": people.columns,
        "remarks": [{"line": row.line, "column": row.column, "what": row.what} for row in people.remarks],
    }


def _person(person: Person) -> dict[str, Any]:
    name = {key: value for key, value in msgspec.structs.asdict(person.name).items() if value and key != "text"}
    return {"line": person.line, **person.given, "parts": name}


def _pair(match: Match, pair: Pair, result: str) -> dict[str, Any]:
    return {
        "result": result,
        "probability": pair.probability,
        "weight": pair.weight,
        "a": _person(match.a.people[pair.a]),
        "b": _person(match.b.people[pair.b]),
        "comparisons": [{"name": row.name, "level": row.level, "weight": row.weight} for row in pair.comparisons],
    }
