"""Answers as a plot in SVG: the first column names the bars, the numbers beside it are their lengths."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from rasid.errors import QueryError
from rasid.exports.table import clean

MOST = 400
"""Rows that a plot can show."""
_COLOURS = ("#b3362d", "#2f6690", "#d08c2a", "#4f7f5b", "#7b5ea7", "#6b7280")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_BAR, _SPACE, _LABEL, _LENGTH = 16, 8, 220, 560
_HEIGHT = 300
_FONT = 'font-family="system-ui,sans-serif" font-size="13" fill="#1d2733"'


def plot(columns: Sequence[str], rows: Iterable[tuple[Any, ...]], title: str) -> Iterator[bytes]:
    """Columns over time where the first column holds years, months or days, else bars; a colour for each column of numbers.

    Raises QueryError where there is no column of numbers, or where there are more rows than can be seen.
    """
    held = []
    for row in rows:
        held.append(row)
        if len(held) > MOST:
            raise QueryError(f"a plot shows {MOST} rows at most", where="--format", step="Group them, or add LIMIT.")
    series = [n for n in range(1, len(columns)) if any(_number(row[n]) is not None for row in held)]
    if not series:
        raise QueryError(
            "a plot needs a column of names and one of numbers", where="--format", step="Ask for month, count(*), say."
        )
    names = ["" if row[0] is None else clean(str(row[0])) for row in held]
    values = [[_number(row[n]) or 0.0 for n in series] for row in held]
    upright = all(_DAY.fullmatch(name) for name in names)
    most = max((max(row) for row in values), default=0.0) or 1.0
    draw = _columns if upright else _bars
    width, height, parts = draw(names, values, most)
    legend = [clean(columns[n]) for n in series]
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + 60:g}" {_FONT}>\n'.encode()
    yield f'<text x="10" y="20" font-size="16" font-weight="bold">{escape(clean(title))}</text>\n'.encode()
    x = 10.0
    for n, name in enumerate(legend):
        yield f'<rect x="{x:g}" y="32" width="12" height="12" fill="{_COLOURS[n % len(_COLOURS)]}"/>'.encode()
        yield f'<text x="{x + 18:g}" y="43">{escape(name)}</text>\n'.encode()
        x += 40 + 8 * len(name)
    yield b'<g transform="translate(0 56)">\n'
    yield from parts
    yield b"</g>\n</svg>\n"


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value) if not isinstance(value, str) else math.nan
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _bars(names: Sequence[str], values: Sequence[Sequence[float]], most: float) -> tuple[float, float, Iterator[bytes]]:
    step = _BAR * max(len(values[0]) if values else 1, 1) + _SPACE

    def parts() -> Iterator[bytes]:
        for n, (name, row) in enumerate(zip(names, values, strict=True)):
            top = n * step
            shown = name if len(name) <= 32 else name[:31] + "…"
            yield (
                f'<text x="{_LABEL - 8}" y="{top + 13:g}" text-anchor="end" direction="ltr">{escape(shown)}'
                f"<title>{escape(name)}</title></text>\n"
            ).encode()
            for k, value in enumerate(row):
                length = max(0.0, value) / most * _LENGTH
                y = top + k * _BAR
                yield (
                    f'<rect x="{_LABEL}" y="{y:g}" width="{length:.1f}" height="{_BAR - 2}" fill="{_COLOURS[k % len(_COLOURS)]}"/>'
                    f'<text x="{_LABEL + length + 6:.1f}" y="{y + 12:g}">{value:,.6g}</text>\n'
                ).encode()

    return _LABEL + _LENGTH + 100, len(names) * step + _SPACE, parts()


def _columns(
    names: Sequence[str], values: Sequence[Sequence[float]], most: float
) -> tuple[float, float, Iterator[bytes]]:
    wide = max(len(values[0]) if values else 1, 1)
    step = max(_BAR * wide + _SPACE, 24)
    left = 60

    def parts() -> Iterator[bytes]:
        for share in (0.0, 0.5, 1.0):
            y = _HEIGHT - share * (_HEIGHT - 20)
            yield (
                f'<line x1="{left}" x2="{left + len(names) * step}" y1="{y:g}" y2="{y:g}" stroke="#c5ccd3"/>'
                f'<text x="{left - 6}" y="{y + 4:g}" text-anchor="end">{most * share:,.4g}</text>\n'
            ).encode()
        for n, (name, row) in enumerate(zip(names, values, strict=True)):
            x = left + n * step + _SPACE / 2
            for k, value in enumerate(row):
                high = max(0.0, value) / most * (_HEIGHT - 20)
                yield (
                    f'<rect x="{x + k * _BAR:g}" y="{_HEIGHT - high:.1f}" width="{_BAR - 2}" height="{high:.1f}"'
                    f' fill="{_COLOURS[k % len(_COLOURS)]}"><title>{escape(name)}: {value:,.6g}</title></rect>\n'
                ).encode()
            yield (f'<text transform="translate({x + 12:g} {_HEIGHT + 8}) rotate(60)">{escape(name)}</text>\n').encode()

    return left + len(names) * step + 60, _HEIGHT + 80, parts()
