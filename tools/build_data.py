"""Build the packed tables of ``src/rasid/data`` from ``lexicon``: the same input gives the same bytes.

    python tools/build_data.py [OUT]
"""

from __future__ import annotations

import sys
from pathlib import Path

from build_gazetteer import build_gazetteer

from rasid.lexicon.lexicon import PACKED, gather, pack
from rasid.words.build import build_forms

ROOT = Path(__file__).resolve().parent.parent


def build(out: Path) -> None:
    """Write every packed file but the fitted weights into ``out``."""
    lexicon = gather(ROOT / "lexicon")
    out.mkdir(parents=True, exist_ok=True)
    (out / PACKED).write_bytes(pack(lexicon))
    (out / "forms.bin").write_bytes(build_forms(lexicon))
    build_gazetteer(out)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src" / "rasid" / "data")
