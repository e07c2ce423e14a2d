"""Places of others' tables laid over the gazetteer: rows of a table of one's own, and what was found in comparing them.

A row overrules ours wherever its name is read, so that a table of thousands of villages must not make every «الحرية» and
«حسن» of a text a place. A name that is also another word is therefore marked ``common`` or ``rare``, and a place whose
name a better known one bears ``minor``: it is then taken only where the text points to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from rasid.lexicon.lexicon import packaged
from rasid.places.codab import read_cod
from rasid.places.gazetteer import Gazetteer, Site, alias_key, distance
from rasid.places.geonames import first_line, is_dump, lines_of, read_dump
from rasid.places.tabled import Given, Left, cell_of
from rasid.words.store import Forms

SAME_KM, CONFLICT_KM = 5.0, 25.0
"""Up to SAME_KM a place of the gazetteer with the same name is the same and agrees; up to CONFLICT_KM it is the same, and
the points are in conflict; beyond, it is another place of the name."""
_TOWNS = frozenset({"city", "town"})
_UNITS = frozenset({"governorate", "district", "region"})
_BIG = 15_000
COLUMNS = ("aliases", "name_en", "country", "admin1", "kind", "lat", "lon", "note")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a row; ``result`` is one of :data:`RESULTS`."""

    where: str
    name: str
    code: str
    result: str
    what: str


RESULTS = {
    "left out": "gives no place: no Arabic name, no point, a country, tags",
    "twice": "the same name and point stood before it; its code is added to that row",
    "conflict": "the gazetteer has the place at another point; the table's is taken",
    "other place": "the gazetteer knows another place of the name; both stay, and the text must tell which",
    "common word": "the name is also another word, and is taken for a place only where the text shows it",
}


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """The rows for a table of one's own, and everything found on the way."""

    rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]
    read: int
    known: int
    """Rows that the gazetteer has at about the same point."""

    @property
    def counts(self) -> Counter[str]:
        """How many findings there are of each kind."""
        return Counter(finding.result for finding in self.findings)


def read_places(
    paths: Iterable[Path], alternates: Mapping[str, tuple[str, ...]], countries: Mapping[str, str]
) -> Iterator[Given | Left]:
    """The places of files, each told by its first line: a dump of GeoNames or a table of COD-AB. Raises their errors."""
    for path in paths:
        if path.suffix.lower() not in {".xlsx", ".xlsm"} and is_dump(first_line(lines_of(path))):
            yield from read_dump(path, alternates, countries)
        else:
            yield from read_cod(path, countries)


def lay_over(found: Iterable[Given | Left], gazetteer: Gazetteer, forms: Forms) -> Added:
    """The rows of a table of one's own for ``--lexicon``, sorted, and the findings in the order of the files."""
    findings: list[Finding] = []
    givens: list[Given] = []
    read = 0
    for item in found:
        read += 1
        if isinstance(item, Left):
            findings.append(Finding(where=item.where, name=item.name, code="", result="left out", what=item.why))
        else:
            givens.append(item)
    towns = {key for given in givens if given.kind not in _UNITS for key in map(alias_key, given.aliases)}
    rows: dict[tuple[str, float, float], tuple[Given, list[str], set[str]]] = {}
    known = 0
    for given in givens:
        place = (alias_key(given.aliases[0]), round(given.lat or 0, 3), round(given.lon or 0, 3))
        if place in rows:
            before, codes, _ = rows[place]
            codes.append(given.code)
            findings.append(_finding(given, "twice", f"as {before.where}"))
            continue
        marks, said, agrees = _compared(given, gazetteer, forms, towns)
        known += agrees
        findings += said
        rows[place] = (given, [given.code], marks)
    lines = sorted(row for given, codes, marks in rows.values() for row in _rows(given, codes, marks, gazetteer, forms))
    return Added(rows=tuple(lines), findings=tuple(findings), read=read, known=known)


def _compared(
    given: Given, gazetteer: Gazetteer, forms: Forms, towns: set[str]
) -> tuple[set[str], list[Finding], bool]:
    """The marks of a row, what is to be said of it, and whether the gazetteer has it at about the same point."""
    marks: set[str] = set()
    said: list[Finding] = []
    key = alias_key(given.aliases[0])
    sites = [site for site in gazetteer.sites(key) if site.kind != "country" or given.kind == "country"]
    near = [(far, site) for site in sites if (far := _far(given, site)) is not None and _alike(given, site)]
    nearest = min(near, key=lambda item: item[0], default=None)
    agrees = nearest is not None and nearest[0] <= SAME_KM
    if nearest is not None and SAME_KM < nearest[0] <= CONFLICT_KM:
        said.append(_finding(given, "conflict", f"{nearest[0]:.0f} km from {nearest[1].name_en} of the gazetteer"))
    others = [site for site in sites if (_far(given, site) or 0) > CONFLICT_KM]
    if others:
        best = max(others, key=lambda site: (site.population, site.name_en))
        said.append(_finding(given, "other place", f"{best.name_en} ({best.country or '?'}) bears the name too"))
    bigger = any(site.population >= _BIG or site.kind in _TOWNS for site in others) and given.kind not in _TOWNS
    town_of_unit = given.kind in _UNITS and (key in towns or any(site.kind not in _UNITS for site in sites))
    if bigger or town_of_unit:
        marks.add("minor")
    words = [alias for alias in given.aliases if _word(alias, gazetteer, forms)]
    if words:
        said.append(_finding(given, "common word", f"«{words[0]}» is taken for a place only where the text shows it"))
    return marks, said, agrees


def _finding(given: Given, result: str, what: str) -> Finding:
    return Finding(where=given.where, name=given.aliases[0], code=given.code, result=result, what=what)


def _far(given: Given, site: Site) -> float | None:
    if given.lat is None or given.lon is None or site.lat is None or site.lon is None:
        return None
    if given.country and site.country and given.country != site.country:
        return float("inf")
    return distance((given.lat, given.lon), (site.lat, site.lon))


def _alike(given: Given, site: Site) -> bool:
    """Whether both are units or neither is."""
    return (given.kind in _UNITS) == (site.kind in _UNITS)


def _word(alias: str, gazetteer: Gazetteer, forms: Forms) -> str:
    """``common`` where a name of one word is also a noun or adjective, ``rare`` where it is a verb; else nothing.

    Names that the gazetteer has are as it judges them.
    """
    key = alias_key(alias)
    if len(alias.split()) > 1 or key in gazetteer:
        return ("", "rare", "common")[gazetteer.flag(key)]
    kinds = {entry.lexeme.upos for form in (key, key.removeprefix("ال")) for entry in forms.get(form)}
    if kinds - {"VERB", "PROPN"}:
        return "common"
    return "rare" if kinds or len(key) < 3 else ""


def _rows(
    given: Given, codes: Sequence[str], marks: set[str], gazetteer: Gazetteer, forms: Forms
) -> Iterator[tuple[str, ...]]:
    """The rows of a place: one for each mark that its names need."""
    province = given.admin1 or ""
    if given.admin1_ar:
        ours = [site for site in gazetteer.sites(alias_key(given.admin1_ar)) if site.country == given.country]
        governorates = [site for site in ours if site.kind == "governorate"]
        province = (governorates or ours)[0].name_en if ours else province
    named: dict[str, list[str]] = {}
    for alias in given.aliases:
        named.setdefault(_word(alias, gazetteer, forms), []).append(cell_of(alias))
    for mark, aliases in named.items():
        yield (
            " | ".join(aliases),
            cell_of(given.name_en) or aliases[0],
            given.country or "",
            cell_of(province),
            given.kind,
            f"{given.lat:.5f}",
            f"{given.lon:.5f}",
            "; ".join([*sorted(marks | ({mark} - {""})), *sorted({cell_of(code) for code in codes if code})]),
        )


def word_forms() -> Forms:
    """The packaged word forms, to tell names that are also other words. Raises DataError."""
    return Forms(packaged("forms.bin"))
