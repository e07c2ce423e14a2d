"""Documents to one page that needs nothing from outside: text, records, map, timeline and table.

The text is in the page as marked-up text, so that it can be read and searched without scripts. What the script shows
comes from JSON beside it. The page forbids itself, by its content security policy, to load anything or to run any
script and style but its own.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from rasid.exports.page.facts import embedded, facts
from rasid.exports.page.marks import Stretch, paragraphs
from rasid.exports.page.parts import environment, part, policy, rules
from rasid.exports.table import clean
from rasid.model import Document

SCRIPTS = ("core", "text", "detail", "outlines", "map", "timeline", "table", "main")
"""The parts of the script, in the order in which they stand."""
_KEPT_IN_MEMORY = 32 * 2**20
_PIECE = 2**20
_PLAIN = re.compile("[A-Za-z]+")
"""What may be part of a class: a record of another program's making may call its type anything."""


class Entry(NamedTuple):
    """A line of the index."""

    name: str
    published: str
    publisher: str
    records: int


def to_html(documents: Iterable[Document]) -> Iterator[bytes]:
    """The page in UTF-8. Documents are taken one by one and kept on disk, as the index before them needs them all."""
    labels = json.loads(part("labels.json"))
    pages = environment(labels)
    pages.filters["classes"] = classes
    article = pages.get_template("document.html.j2")
    entries: list[Entry] = []
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as body:
        for document in documents:
            for piece in article.generate(**_article(document, len(entries))):
                body.write(piece.encode("utf-8", "replace"))
            entries.append(
                Entry(
                    clean(document.doc),
                    clean(document.published or ""),
                    clean(document.publisher or ""),
                    len(document.records),
                )
            )
        frame = pages.get_template("page.html.j2").render(**_frame(entries, labels))
        before, after = frame.split("<!--documents-->")
        yield before.encode("utf-8", "replace")
        body.seek(0)
        while piece_of_body := body.read(_PIECE):
            yield piece_of_body
        yield after.encode("utf-8", "replace")


def classes(stretch: Stretch) -> str:
    """The classes of a stretch: for a trigger its type and modality, for a filler its slot."""
    if stretch.event:
        kind = f"k-{stretch.event.lower()}" if _PLAIN.fullmatch(stretch.event) else ""
        sign = f"q-{stretch.modality}" if stretch.modality != "asserted" and _PLAIN.fullmatch(stretch.modality) else ""
        return " ".join(name for name in ("t", kind, sign, "e" if stretch.last else "") if name)
    return "f f-" + stretch.keys[0].lstrip("0123456789")[0]


def _article(document: Document, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "document": document,
        "name": clean(document.doc),
        "published": clean(document.published or ""),
        "publisher": clean(document.publisher or ""),
        "paragraphs": paragraphs(document.text, document.records),
        "facts": Markup(embedded(facts(document))),  # noqa: S704  # safe inside a script element, see there
    }


def _frame(entries: list[Entry], labels: dict[str, Any]) -> dict[str, Any]:
    style = part("page.css") + rules(labels)
    parts = {"outlines": f"const outlines = {embedded(json.loads(part('outlines.json')))};\n"}
    script = '"use strict";\n(() => {\nconst labels = ' + embedded(labels) + ";\n"
    script += "".join(parts.get(name) or part(f"{name}.js") for name in SCRIPTS) + "})();\n"
    return {
        "entries": entries,
        "records": sum(entry.records for entry in entries),
        "style": Markup(style),  # noqa: S704  # ours
        "script": Markup(script),  # noqa: S704  # ours
        "policy": policy(style, script),
    }
