"""Incidents as one page that needs nothing from outside: map by grade, timeline, claims side by side, reports, links.

The page is made of the parts of the page of records; see :mod:`rasid.exports.page.write` for how it keeps to itself.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rasid.exports.incidents.facts import day_range, independent, point, publishers, toll_words, values
from rasid.exports.incidents.ledger import anchors, event_of, fused_of, rows_of, stretches, waterfall
from rasid.exports.incidents.load import IncidentRow
from rasid.exports.incidents.manifest import IncidentLosses, IncidentManifest
from rasid.exports.manifest import Held
from rasid.exports.page.facts import embedded, shown
from rasid.exports.page.parts import environment, part, policy, rules, visible
from rasid.exports.table import clean
from rasid.exports.texts import Texts
from rasid.model import Incident, Report

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = ("core", "outlines", "map", "timeline", "incidents")
"""The parts of the script, in the order in which they stand."""
EARLY = 'document.documentElement.classList.add("early");'
"""Says before anything is laid out that scripts run, so that a thousand incidents are not laid out to be hidden."""
NO_TEXT = "the text was not given with --texts; only the words that claims rest on are on the page"
_ARABIC_RUN = re.compile("([\u0600-\u06ff](?:[\u0600-\u06ff\\s]*[\u0600-\u06ff])?)")
_KEPT_IN_MEMORY = 32 * 2**20
_PIECE = 2**20


def write_page(rows: Iterable[IncidentRow], losses: IncidentLosses, texts: Texts) -> Iterator[bytes]:
    """The page in UTF-8: the same incidents and texts give the same bytes. Raises RecordsError where a text does not fit."""
    labels = labels_of()
    pages = _pages(labels)
    article = pages.get_template("incident.html.j2")
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as body:
        for number, row in enumerate(losses.watch_incidents(rows)):
            page = article.render(**_article(row.incident, number, labels, texts, losses))
            body.write(page.encode("utf-8", "replace"))
        frame = pages.get_template("incidents.html.j2").render(**_frame(labels))
        before, after = frame.split("<!--incidents-->")
        yield before.encode("utf-8", "replace")
        body.seek(0)
        while piece_of_body := body.read(_PIECE):
            yield piece_of_body
        yield after.encode("utf-8", "replace")


def labels_of() -> dict[str, Any]:
    """The labels of the page: those of the page of records with those of incidents over them."""
    labels: dict[str, Any] = json.loads(part("labels.json"))
    labels["events"] = {name: row["label"] for name, row in labels["types"].items()}
    for group, rows in json.loads(part("incidents.json")).items():
        labels[group] = labels[group] | rows if group == "ui" else rows
    return labels


def _pages(labels: dict[str, Any]) -> Environment:
    pages = environment(labels)
    fused, modality, events, modes = (labels[group] for group in ("fused", "modality", "events", "mode"))

    def event(name: str) -> str:
        kind, _, mode = name.partition("/")
        return "، ".join(part for part in (events.get(kind, [kind])[0], modes.get(mode, [mode])[0]) if part)

    pages.filters["event"] = event
    pages.filters["mixed"] = mixed
    pages.filters["field"] = lambda name: " ".join(fused.get(word, [word])[0] for word in name.split())
    pages.filters["modality"] = lambda name: modality.get(name, [name])[0]
    return pages


def mixed(text: str) -> Markup:
    """English words with Arabic ones set apart, so that neither turns the other around; escaped as everything is."""
    parts = _ARABIC_RUN.split(text)
    return Markup("").join(
        Markup('<bdi lang="ar">{}</bdi>').format(visible(part)) if i % 2 else visible(part)
        for i, part in enumerate(parts)
    )


def _article(
    incident: Incident, number: int, labels: dict[str, Any], texts: Texts, losses: IncidentLosses
) -> dict[str, Any]:
    grade = incident.grade.grade if incident.grade else "none"
    bodies = [texts.of(report.sha256) for report in incident.reports]
    start, end, _ = day_range(incident)
    places = anchors(list(enumerate(incident.claims)))
    ledger = rows_of(incident, incident.reports, bodies)
    for row in ledger:
        for claim in (claim for cell in row["cells"] for claim in cell):
            claim["number"] = places.get(claim["number"], claim["number"])
    names = {report.doc: report.publisher or report.doc for report in incident.reports}
    losses.lost("text", NO_TEXT, sum(not body for body in bodies))
    return {
        "number": number,
        "incident": incident,
        "grade": grade,
        "grade_label": labels["types"][grade]["label"][0],
        "title": _title(incident),
        "dates": start if start == end else f"{start} – {end}",
        "independent": len(independent(incident)),
        "reports": [
            _report(incident, report, body, places) for report, body in zip(incident.reports, bodies, strict=True)
        ],
        "ledger": ledger,
        "fused": [
            {"field": clean(row.field), "event": clean(event_of(row)), "value": fused_of(row), "rule": row.rule}
            for row in incident.fused
        ],
        "disagreements": [{"field": clean(row.field), "words": row.words} for row in incident.disagreements],
        "links": [waterfall(link, names) for link in incident.links],
        "facts": Markup(embedded(shown(_facts(incident, grade)))),  # noqa: S704  # safe inside a script element, see there
    }


def _title(incident: Incident) -> str:
    """Place and toll in a few words: «حيس 10-18»."""
    place, killed = incident.field("place"), incident.field("killed")
    where = (place.name_ar or place.value or "") if place else ""
    return (
        clean(" · ".join(part for part in (where, toll_words(killed) if killed else "") if part)) or incident.incident
    )


def _report(incident: Incident, report: Report, body: str, places: dict[int, int]) -> dict[str, Any]:
    claims = [(number, claim) for number, claim in enumerate(incident.claims) if claim.doc == report.doc]
    quoted = [(n, claim) for n, claim in claims if claim.span is not None and claim.text and places.get(n) == n]
    return {
        "name": report.publisher or report.doc,
        "doc": report.doc,
        "published": clean(report.published or ""),
        "title": report.title or "",
        "address": report.address or "",
        "copy_of": report.copy_of or "",
        "side": report.side or "",
        "text": list(stretches(body, claims)) if body else None,
        "quotes": [{"number": number, "text": claim.text} for number, claim in quoted],
    }


def _facts(incident: Incident, grade: str) -> dict[str, Any]:
    """What the script needs, in the form of a document with one record, so that map and timeline take it as it is."""
    place, spot = incident.field("place"), point(incident)
    start, end, _ = day_range(incident)
    where = []
    if place is not None:
        where = [
            {
                "text": clean(place.name_ar or place.value or ""),
                "en": clean(place.value or ""),
                "country": place.country or "",
                "at": list(spot) if spot else None,
                "kind": place.kind or "other",
                "precision": place.precision or "none",
            }
        ]
    record = {
        "id": incident.incident,
        "type": grade,
        "modality": "asserted",
        "word": _title(incident),
        "sure": 1,
        "source": publishers(incident),
        "a": [{"text": name, "en": ""} for name in values(incident, "blamed")],
        "r": [{"text": name, "en": ""} for name in (*values(incident, "target"), *values(incident, "victim"))],
        "w": [{"text": name, "en": ""} for name in values(incident, "weapon")],
        "p": [{"text": row["text"], "en": row["en"], "place": [0]} for row in where],
    }
    if start:
        record["d"] = {"text": start, "start": start, "end": end}
    return {"name": incident.incident, "published": "", "publisher": "", "places": where, "records": [record]}


def _frame(labels: dict[str, Any]) -> dict[str, Any]:
    style = part("page.css") + part("incidents.css") + rules(labels)
    parts = {"outlines": f"const outlines = {embedded(json.loads(part('outlines.json')))};\n"}
    script = '"use strict";\n(() => {\nconst labels = ' + embedded(labels) + ";\n"
    script += "".join(parts.get(name) or part(f"{name}.js") for name in SCRIPTS) + "})();\n"
    return {
        "style": Markup(style),  # noqa: S704  # ours
        "script": Markup(script),  # noqa: S704  # ours
        "early": Markup(EARLY),  # noqa: S704  # ours
        "policy": policy(style, script, EARLY),
    }


HTML = IncidentManifest(
    name="incidents-html",
    about="to look at: one page with a map by grade, a timeline, claims side by side, reports and the weights of links",
    suffix=".html",
    source="rasid",
    write=write_page,
    mapping=(
        Held(fields=("incident",), at="head of each incident"),
        Held(fields=("grade.*", "disagreements.words"), at="sections of each incident"),
        Held(fields=("claims.*.value", "claims.*.text", "claims.*.span", "claims.*.doc", "claims.*.min", "claims.*.max",
                     "claims.*.start", "claims.*.end", "claims.*.what", "claims.*.group", "claims.*.mode", "claims.*.source",
                     "claims.*.modality", "claims.*.approx", "claims.*.running", "claims.*.superseded", "claims.*.age",
                     "claims.*.kind"),
             at="claims side by side; spans as marks in the reports"),
        Held(fields=("fused.*.value", "fused.*.min", "fused.*.max", "fused.*.start", "fused.*.end", "fused.*.rule",
                     "fused.*.name_ar", "fused.*.admin1", "fused.*.country", "fused.event.kind", "fused.event.acled",
                     "fused.place.lat", "fused.place.lon", "fused.place.precision"),
             at="table of fused fields, map, timeline"),
        Held(fields=("reports.*",), at="reports of each incident"),
        Held(fields=("links.*",), at="a waterfall a link"),
    ),
)  # fmt: skip
