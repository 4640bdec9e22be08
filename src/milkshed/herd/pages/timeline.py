"""The page of one cow's life on a line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.herd.kpi_queries.timeline import TimeLine, time_line
from milkshed.herd.models import Animal
from milkshed.kernel.text import Text
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.pages import page

_HEIGHT_OF_TRACKS = "38%"


@require_GET
@page("herd.see")
def time_line_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Events on a line, test days and cell counts beneath, and both as a table."""
    animals = Animal.objects.select_related("farm__place").prefetch_related("identifiers")
    animal = get_visible(animals, scope_of(request.user), pk=pk)
    line = time_line(animal)
    rows: list[tuple[object, ...]] = [(dot.day, dot.title, None) for dot in line.dots]
    rows += [(test.test_date, None, test) for test in line.tests]
    return render(
        request,
        "herd/timeline.html",
        {
            "animal": animal,
            "farm": animal.farm,
            "chart": _chart(line) if rows else {},
            "rows": sorted(rows, key=lambda row: str(row[0]), reverse=True),
        },
    )


def _chart(line: TimeLine) -> dict[str, object]:
    language = get_language() or "zh"
    tracks = [track.in_language(language) for track in line.tracks]
    milk = Text("产奶量（公斤）", "Milk (kg)").in_language(language)
    cells = Text("体细胞（万/毫升）", "Cells (10⁴/mL)").in_language(language)
    days = [dot.day for dot in line.dots] + [test.test_date for test in line.tests]
    span = {"type": "time", "min": f"{min(days)}", "max": f"{max(days)}"}
    dots = [
        {
            "name": f"{dot.day} {dot.title.in_language(language)}",
            "value": [f"{dot.day}", tracks[dot.track]],
        }
        for dot in line.dots
    ]
    tests = [[f"{test.test_date}", float(test.milk_kg)] for test in line.tests]
    counts = [
        [f"{test.test_date}", round(test.scc_per_ml / 10_000, 1)]
        for test in line.tests
        if test.scc_per_ml is not None
    ]
    return {
        "grid": [
            {"left": 64, "right": 56, "top": 12, "height": _HEIGHT_OF_TRACKS},
            {"left": 64, "right": 56, "top": "56%", "bottom": 30},
        ],
        "tooltip": {"trigger": "item"},
        "legend": {"top": "47%", "data": [milk, cells]},
        "xAxis": [
            {**span, "axisLabel": {"show": False}},
            {**span, "gridIndex": 1, "axisLabel": {"hideOverlap": True}},
        ],
        "yAxis": [
            {"type": "category", "data": tracks, "inverse": True, "splitLine": {"show": True}},
            {"type": "value", "gridIndex": 1, "min": 0},
            {"type": "value", "gridIndex": 1, "min": 0, "splitLine": {"show": False}},
        ],
        "series": [
            {
                "type": "scatter",
                "name": Text("事件", "Events").in_language(language),
                "symbolSize": 11,
                "tooltip": {"formatter": "{b}"},
                "data": dots,
            },
            {"type": "line", "name": milk, "xAxisIndex": 1, "yAxisIndex": 1, "data": tests},
            {
                "type": "line",
                "name": cells,
                "xAxisIndex": 1,
                "yAxisIndex": 2,
                "lineStyle": {"type": "dashed"},
                "data": counts,
            },
        ],
    }
