"""Documents to one page that needs nothing from outside: text, records, map, timeline and table.

The text is in the page as marked-up text, so that it can be read and searched without scripts. What the script shows
comes from JSON beside it. The page forbids itself, by its content security policy, to load anything or to run any
script and style but its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from rasid.exports.page.facts import embedded, facts
from rasid.exports.page.marks import Stretch, paragraphs
from rasid.exports.table import clean
from rasid.model import Document

SCRIPTS = ("core", "text", "detail", "outlines", "map", "timeline", "table", "main")
"""The parts of the script, in the order in which they stand."""
_KEPT_IN_MEMORY = 32 * 2**20
_PIECE = 2**20
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls and directions: shown as a mark, so that they neither vanish nor turn the text around."""
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
    labels = json.loads(_part("labels.json"))
    environment = _environment(labels)
    article = environment.get_template("document.html.j2")
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
        frame = environment.get_template("page.html.j2").render(**_frame(entries, labels))
        before, after = frame.split("<!--documents-->")
        yield before.encode("utf-8", "replace")
        body.seek(0)
        while piece_of_body := body.read(_PIECE):
            yield piece_of_body
        yield after.encode("utf-8", "replace")


def _part(name: str) -> str:
    return files("rasid.exports.page").joinpath(name).read_text(encoding="utf-8")


def _environment(labels: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_part), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["label"] = lambda name: labels["ui"][name][0]
    environment.filters["visible"] = visible
    environment.filters["classes"] = classes
    return environment


def visible(text: str) -> Markup:
    """The text escaped, with controls and direction marks as empty elements that are shown as a dot and say what they are."""
    return Markup(  # noqa: S704  # what is put in is escaped, or made of a hexadecimal number
        _STRANGE.sub(lambda found: f'<i class="x" title="U+{ord(found[0]):04X}"></i>', str(escape(text)))
    )


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
    style = _part("page.css") + _rules(labels)
    parts = {"outlines": f"const outlines = {embedded(json.loads(_part('outlines.json')))};\n"}
    script = '"use strict";\n(() => {\nconst labels = ' + embedded(labels) + ";\n"
    script += "".join(parts.get(name) or _part(f"{name}.js") for name in SCRIPTS) + "})();\n"
    return {
        "entries": entries,
        "records": sum(entry.records for entry in entries),
        "style": Markup(style),  # noqa: S704  # ours
        "script": Markup(script),  # noqa: S704  # ours
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    }


def _rules(labels: dict[str, Any]) -> str:
    """The style of each type and modality: which letter stands behind the word, and which family's colour it has."""
    rows = []
    for name, row in labels["types"].items():
        family = row["family"]
        rows.append(f'.k-{name.lower()}{{--mark:"{row["mark"][0]}";--ink:var(--{family});--tint:var(--{family}-tint)}}')
        rows.append(f':lang(en) .k-{name.lower()}{{--mark:"{row["mark"][1]}"}}')
    rows += [f'.q-{name}{{--sign:"{sign}"}}' for name, sign in labels["sign"].items()]
    return "\n".join(rows) + "\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
