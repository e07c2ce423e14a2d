"""Build the packed tables of ``src/rasid/data`` from ``lexicon``: the same input gives the same bytes.

python tools/build_data.py [OUT]
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from build_gazetteer import build_gazetteer
from rasid.lexicon import Lexicon, NounEntry
from rasid.lexicon.lexicon import PACKED, gather, pack
from rasid.words.build import build_forms

ROOT = Path(__file__).resolve().parent.parent


def people_and_things(lexicon: Lexicon) -> list[NounEntry]:
    """The single words of the tables of people, organs and means as nouns, so that their inflected forms are known."""
    known = {row.lemma for row in lexicon.nouns}
    rows: dict[str, NounEntry] = {}
    sources = (
        (lexicon.groups, "person"),
        (lexicon.roles, "person"),
        (lexicon.organs, "org"),
        (lexicon.weapons, "weapon"),
    )
    for entries, sense in sources:
        for entry in entries:
            if " " not in entry.word and entry.word not in known:
                rows.setdefault(entry.word, NounEntry(lemma=entry.word, plurals=list(entry.plurals), sense=sense))
    return list(rows.values())


def build(out: Path) -> None:
    """Write every packed file but the fitted weights into ``out``."""
    lexicon = gather(ROOT / "lexicon")
    out.mkdir(parents=True, exist_ok=True)
    (out / PACKED).write_bytes(pack(lexicon))
    nouns = [*lexicon.nouns, *people_and_things(lexicon)]
    words = msgspec.structs.replace(lexicon, nouns=nouns)
    (out / "forms.bin").write_bytes(build_forms(words))
    build_gazetteer(out)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src" / "rasid" / "data")
