"""What stands between quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.reading.parts import Scene

_OPENERS = {"«": "»", "“": "”", "„": "”"}


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Character ranges between quotation marks; ASCII marks are paired in order, within a paragraph where they are odd."""
    ranges: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _OPENERS:
            stack.append((_OPENERS[char], i))
        elif stack and char == stack[-1][0]:
            ranges.append((stack.pop()[1] + 1, i))
    marks = [i for i, char in enumerate(text) if char == '"']
    if len(marks) % 2 == 0:
        ranges += list(zip([m + 1 for m in marks[::2]], marks[1::2], strict=True))
    else:
        begin = 0
        for paragraph in text.split("\n"):
            inside = [begin + i for i, char in enumerate(paragraph) if char == '"']
            ranges += list(zip([m + 1 for m in inside[::2]], inside[1::2], strict=False))
            begin += len(paragraph) + 1
    return sorted(ranges)


class Quotes:
    """Marks what stands between quotation marks, sentence after sentence."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Take the quoted ranges of the text."""
        self._inside: list[tuple[int, int]] = []
        self._coming = sorted(ranges, reverse=True)

    def mark(self, scene: Scene) -> None:
        """Set for each token whether it stands between quotation marks; sentences must come in order."""
        while self._coming and self._coming[-1][0] < scene.sentence.end:
            self._inside.append(self._coming.pop())
        self._inside = [r for r in self._inside if r[1] > scene.sentence.start]
        scene.quotes = list(self._inside)
        scene.quoted = [any(a <= t.start < b for a, b in self._inside) for t in scene.tokens]
