"""Countries as formats name them: English names of our table, numbers of ISO 3166-1 from CLDR."""

from __future__ import annotations

from collections.abc import Mapping

from rasid.lexicon import load


class Countries:
    """Names and numbers by alpha-3. Frozen after it is made."""

    def __init__(self, names: Mapping[str, str], numbers: Mapping[str, str]) -> None:
        """``names`` and ``numbers`` by alpha-3."""
        self._names, self._numbers = dict(names), dict(numbers)

    @classmethod
    def load(cls) -> Countries:
        """From the packaged tables. Raises DataError where they are missing."""
        from babel.core import get_global  # noqa: PLC0415  # only where countries are written

        names = {row.alpha3: row.name_en for row in load().countries}
        aliases: Mapping[str, list[str]] = get_global("territory_aliases")
        by_two: dict[str, str] = {}
        for code, two in sorted(aliases.items()):
            if code.isdigit() and len(code) == 3 and len(two) == 1:
                by_two.setdefault(two[0], code)
        numbers = {
            code: by_two[two[0]]
            for code, two in aliases.items()
            if code in names and len(two) == 1 and two[0] in by_two
        }
        return cls(names, numbers)

    def name(self, alpha3: str | None) -> str:
        """The English name; the code itself where it is not known."""
        return self._names.get(alpha3, alpha3) if alpha3 else ""

    def numeric(self, alpha3: str | None) -> str:
        """The number of ISO 3166-1 without leading noughts; nothing where it is not known."""
        return self._numbers.get(alpha3, "").lstrip("0") if alpha3 else ""
