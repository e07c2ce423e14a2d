"""Draw the picture of the README: what ``rasid read`` shows on a terminal.

python tools/picture.py [OUT]
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from rasid import Reader
from rasid.exports import above
from rasid.exports.table import show

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE, PUBLISHED, CONFIDENCE = "examples/report.txt", "2024-11-20", 0.9
WIDTH = 128


def draw() -> str:
    """The picture as SVG: the same records and the same version of rich give the same bytes."""
    text = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    document = above(Reader().read(text, published=PUBLISHED, doc=EXAMPLE), CONFIDENCE)
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    command = f"rasid read {EXAMPLE} --published {PUBLISHED} --min-confidence {CONFIDENCE}"
    console.print(f"[green]$[/green] {command}\n", highlight=False)
    show(document, console)
    svg = console.export_svg(title="rasid", unique_id="rasid")
    return f"<!-- drawn by tools/picture.py with rich {version('rich')} -->\n{svg}\n"


def main() -> None:
    """Write the picture."""
    out = (
        Path(sys.argv[1])
        if len(sys.argv) > 1 and not sys.argv[1].startswith("-")
        else ROOT / "docs" / "images" / "read.svg"
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
