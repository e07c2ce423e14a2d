"""Records on the map, along time, in counts, and by who and where: always those of the filter in the address."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from rasid.workbench.access import allowed
from rasid.workbench.filters import Filter
from rasid.workbench.models import Name, Record
from rasid.workbench.paging import page_of, rest_of
from rasid.workbench.storing import folded

POINTS = 5_000
"""Records that a map shows at most; it says how many there are."""
_WIDTH, _HEIGHT = 960, 240
"""Of the picture of counts, in its own units."""


def _asked(request: HttpRequest) -> tuple[Filter, Any, dict[str, Any]]:
    """The filter, its records that the person may see, and what every page of these needs."""
    chosen = Filter.of(request.GET)
    rows = chosen.records(Record.objects.visible_to(request.user))
    return chosen, rows, {"filter": chosen, "query": rest_of(request)}


@allowed("see")
def on_map(request: HttpRequest) -> HttpResponse:
    """The map; its points come from ``points``. The list under it says the same in words."""
    _chosen, rows, context = _asked(request)
    here = rows.filter(lat__isnull=False, lon__isnull=False)
    context |= {
        "with_point": here.count(),
        "without": rows.filter(Q(lat=None) | Q(lon=None)).count(),
        "limit": POINTS,
        "page": page_of(request, here.select_related("document")),
    }
    return render(request, "workbench/map.html", context)


@allowed("see")
def points(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the records that have a point, as the map draws them."""
    _chosen, rows, _context = _asked(request)
    rows = rows.filter(lat__isnull=False, lon__isnull=False).select_related("document")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "id": row.pk,
                "document": row.document_id,
                "type": row.event_type,
                "mode": row.mode,
                "state": str(row.get_state_display()),
                "word": row.trigger,
                "title": str(row.document),
                "day": row.date_start.isoformat() if row.date_start else "",
            },
        }
        for row in rows[:POINTS]
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@allowed("see")
def outlines(_request: HttpRequest) -> HttpResponse:
    """The outlines of countries that come with the package (Natural Earth, see NOTICE)."""
    shipped = files("rasid.exports").joinpath("page/outlines.json").read_bytes()
    answer = HttpResponse(shipped, content_type="application/json")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@allowed("see")
def timeline(request: HttpRequest) -> HttpResponse:
    """Records by the day of their event, the last first."""
    _chosen, rows, context = _asked(request)
    dated = rows.filter(date_start__isnull=False).select_related("document").order_by("-date_start", "id")
    context |= {"page": page_of(request, dated), "undated": rows.filter(date_start=None).count()}
    return render(request, "workbench/timeline.html", context)


@allowed("see")
def counts(request: HttpRequest) -> HttpResponse:
    """How many records a month and of each type; months without any are shown as empty."""
    _chosen, rows, context = _asked(request)
    # The order of the list would part the groups.
    months = rows.order_by().filter(date_start__isnull=False).annotate(month=TruncMonth("date_start"))
    by_month = {row["month"]: row["n"] for row in months.values("month").annotate(n=Count("id"))}
    by_type = rows.order_by().values_list("event_type").annotate(n=Count("id")).order_by("-n", "event_type")
    context |= {"bars": bars(by_month), "by_type": list(by_type), "width": _WIDTH, "height": _HEIGHT}
    return render(request, "workbench/counts.html", context)


def bars(by_month: dict[Any, int]) -> list[dict[str, Any]]:
    """A bar a month from the first to the last: ``label, number, x, y, width, height, marked``."""
    if not by_month:
        return []
    first, last = min(by_month), max(by_month)
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    numbers = Counter({day.year * 12 + day.month - 1: n for day, n in by_month.items()})
    wide, most = _WIDTH / len(span), max(by_month.values())
    every = max(1, len(span) // 12)
    return [
        {
            "label": f"{month // 12}-{month % 12 + 1:02d}",
            "number": numbers[month],
            "x": round(at * wide, 2),
            "middle": round((at + 0.5) * wide, 2),
            "y": round(_HEIGHT - 20 - (_HEIGHT - 40) * numbers[month] / most, 2),
            "width": round(max(1.0, min(wide * 0.8, 80)), 2),
            "height": round((_HEIGHT - 40) * numbers[month] / most, 2),
            "marked": at % every == 0,
        }
        for at, month in enumerate(span)
    ]


@allowed("see")
def names(request: HttpRequest) -> HttpResponse:
    """Who and what the records name: actors, recipients, places, … of ``slot``, the most frequent first."""
    _chosen, rows, context = _asked(request)
    slots = ("actor", "recipient", "place", "weapon", "source")
    slot = request.GET.get("slot", "")
    slot = slot if slot in slots else "actor"
    found = Name.objects.filter(record__in=rows.order_by().values("pk"), slot=slot)
    found = found.values("name", "country").annotate(n=Count("record", distinct=True)).order_by("-n", "name", "country")
    context |= {"page": page_of(request, found), "slot": slot, "slots": slots}
    return render(request, "workbench/names.html", context)


@allowed("see")
def name(request: HttpRequest) -> HttpResponse:
    """The page of an actor or a place: ``name``, with its words in texts, its roles, and its records."""
    given = request.GET.get("name", "").replace("\0", "")[:300]
    wanted = folded(given)[:300]
    visible = Filter().records(Record.objects.visible_to(request.user))
    found = Name.objects.filter(Q(folded=wanted) | Q(said=wanted), record__in=visible.order_by().values("pk"))
    roles = found.values_list("slot").annotate(n=Count("record", distinct=True)).order_by("-n", "slot")
    words = found.values_list("text").annotate(n=Count("record", distinct=True)).order_by("-n", "text")
    rows = visible.filter(pk__in=found.values("record")).select_related("document").order_by("-date_start", "id")
    context = {"name": given, "roles": list(roles), "words": list(words[:50]), "page": page_of(request, rows)}
    return render(request, "workbench/name.html", {**context, "query": rest_of(request)})
