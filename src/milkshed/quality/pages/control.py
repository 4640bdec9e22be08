"""Quality control of laboratories: drift charts, turnaround, accreditation."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.text import Text
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import (
    day_asked,
    day_entry,
    decimal_entry,
    moment_entry,
    tell,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.control import Material, open_series, record_reading
from milkshed.quality.bench_queries import SIGNALS, charts_of, standing_of, turnarounds
from milkshed.quality.models import ControlSeries, Laboratory
from milkshed.quality.pages.bench import laboratory_of
from milkshed.quality.pages.files import bench_of
from milkshed.quality.science.analytes import ANALYTES

_LAST_DAYS = 90
_RECENT = 10


@require_GET
@page("quality.see_laboratory")
def control(request: HttpRequest) -> HttpResponse:
    """Laboratories in reach with their accreditation, turnaround and the state of their charts."""
    person = person_of(request)
    last = day_asked(request, "last") or timezone.localdate()
    first = day_asked(request, "first") or last - timedelta(days=_LAST_DAYS)
    found = visible(Laboratory.objects.select_related("place__organisation"), scope_of(person))
    cards = []
    for laboratory in found.order_by("-accredited", "pk"):
        by_kind, by_method = turnarounds(laboratory, first, last)
        cards.append(
            {
                "laboratory": laboratory,
                "standing": standing_of(laboratory),
                "by_kind": by_kind,
                "by_method": by_method,
                "methods": laboratory.methods.order_by("analyte", "-valid_from"),
                "series": [
                    (series, *_state_of(series))
                    for series in laboratory.control_series.order_by("analyte", "instrument")
                ],
            }
        )
    return render(
        request,
        "quality/control.html",
        {
            "cards": cards,
            "first": first,
            "last": last,
            "own": laboratory_of(person),
            "may_record": may(person, "quality.record_control"),
            "analytes": [a for a in ANALYTES.values() if not a.qualitative],
        },
    )


def _state_of(series: ControlSeries) -> tuple[str, Text]:
    """The light of a series: red when the last reading signals, yellow when one of the last ten."""
    chart = charts_of(series)
    if chart is None:
        return "grey", Text("还没有测定", "No reading yet")
    last = len(chart.readings) - 1
    at = {signal.at for signal in chart.charts.signals}
    if last in at:
        return "red", Text("失控", "Out of control")
    if any(place > last - _RECENT for place in at):
        return "yellow", Text("近10次曾失控", "Signalled lately")
    return "green", Text("在控", "In control")


@require_POST
@page("quality.record_control")
def new_series(request: HttpRequest) -> HttpResponse:
    """Begin the control of a method with a reference material."""
    series = open_series(
        person_of(request),
        bench_of(request),
        Material(
            code=word(request, "material")[:60],
            analyte=word(request, "analyte"),
            method=word(request, "method")[:60],
            instrument=word(request, "instrument")[:60],
            target=decimal_entry(request, "target"),
            sd=decimal_entry(request, "sd"),
            valid_to=day_entry(request, "valid_to"),
        ),
    )
    tell(request, "质控序列已建立", "The series is there")
    return redirect("quality:series", pk=series.pk)


def _series_of(request: HttpRequest, pk: int) -> ControlSeries:
    found = ControlSeries.objects.select_related("laboratory__place__organisation")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("quality.see_laboratory")
def series_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The three charts of one series, their table, and the signals in words."""
    series = _series_of(request, pk)
    chart = charts_of(series)
    language = get_language() or "zh"
    state = _state_of(series)
    context: dict[str, object] = {
        "series": series,
        "light": state[0],
        "word": state[1],
        "now": in_shanghai(timezone.now()),
        "may_record": may(request.user, "quality.record_control")
        and series.laboratory.place.organisation_id
        in {o.pk for o in person_of(request).organisations()},
    }
    if chart is not None:
        made = chart.charts
        labels = [f"{in_shanghai(r.at):%m-%d}" for r in chart.readings]
        by_reading: dict[int, list[Text]] = {}
        for signal in made.signals:
            by_reading.setdefault(signal.at, []).append(SIGNALS[signal.rule])
        target, sd = float(series.target), float(series.sd)

        def named(zh: str, en: str) -> str:
            return Text(zh, en).in_language(language)

        context |= {
            "chart": chart,
            "rows": [
                (
                    reading,
                    float(made.z[at]),
                    float(made.upper_sum[at]),
                    float(made.lower_sum[at]),
                    float(made.average[at]),
                    by_reading.get(at, []),
                )
                for at, reading in reversed(list(enumerate(chart.readings)))
            ],
            "shewhart": {
                "labels": labels,
                "unit": series.of.unit,
                "series": [
                    {"name": named("测定值", "Reading"),
                     "values": [float(r.value) for r in chart.readings]},
                    *_lines(len(labels), target, sd),
                ],
            },
            "cusum": {
                "labels": labels,
                "unit": "σ",
                "from_zero": True,
                "series": [
                    {"name": "C+", "values": [round(v, 3) for v in made.upper_sum.tolist()]},
                    {"name": "C−", "values": [round(v, 3) for v in made.lower_sum.tolist()]},
                    _flat("h", len(labels), chart.decision),
                ],
            },
            "ewma": {
                "labels": labels,
                "unit": "σ",
                "series": [
                    {"name": "EWMA", "values": [round(v, 3) for v in made.average.tolist()]},
                    {"name": named("上限", "Upper"), "dashed": True, "colour": "#b0241c",
                     "values": [round(v, 3) for v in made.average_limit.tolist()]},
                    {"name": named("下限", "Lower"), "dashed": True, "colour": "#b0241c",
                     "values": [round(-v, 3) for v in made.average_limit.tolist()]},
                ],
            },
        }  # fmt: skip
    return render(request, "quality/series.html", context)


def _lines(count: int, target: float, sd: float) -> list[dict[str, object]]:
    return [
        _flat("+3σ", count, target + 3 * sd),
        _flat("+2σ", count, target + 2 * sd, "#c07a1c"),
        _flat("−2σ", count, target - 2 * sd, "#c07a1c"),
        _flat("−3σ", count, target - 3 * sd),
    ]


def _flat(name: str, count: int, value: float, colour: str = "#b0241c") -> dict[str, object]:
    return {"name": name, "values": [round(value, 6)] * count, "dashed": True, "colour": colour}


@require_POST
@page("quality.record_control")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a reading of the reference material."""
    record_reading(
        person_of(request),
        _series_of(request, pk),
        at=moment_entry(request, "at"),
        value=decimal_entry(request, "value"),
    )
    tell(request, "测定值已记录", "Recorded")
    return redirect("quality:series", pk=pk)
