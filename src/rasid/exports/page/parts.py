"""What both pages are made of: files of this folder, templates that escape, the policy that forbids all else."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls and directions: shown as a mark, so that they neither vanish nor turn the text around."""


def part(name: str) -> str:
    """A file of this folder, or of the folder of the page of incidents, as text."""
    return files("rasid.exports.page").joinpath(name).read_text(encoding="utf-8")


def environment(labels: dict[str, Any]) -> Environment:
    """Templates by the names of files; what they put in is escaped. ``label`` gives a label in Arabic."""
    pages = Environment(
        loader=FunctionLoader(part), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals["label"] = lambda name: labels["ui"][name][0]
    pages.filters["visible"] = visible
    return pages


def visible(text: str) -> Markup:
    """The text escaped, with controls and direction marks as empty elements that are shown as a dot and say what they are."""
    return Markup(  # noqa: S704  # what is put in is escaped, or made of a hexadecimal number
        _STRANGE.sub(lambda found: f'<i class="x" title="U+{ord(found[0]):04X}"></i>', str(escape(text)))
    )


def rules(labels: dict[str, Any]) -> str:
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


def policy(style: str, *scripts: str) -> str:
    """The content security policy of a page: nothing is loaded, and only this style and these scripts count."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
