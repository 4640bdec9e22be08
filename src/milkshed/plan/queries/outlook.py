"""What would have to happen until the plan's end for one indicator, from its figures on record."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.plan.models import Indicator, ManualReport
from milkshed.plan.queries.board import BoardRow, zone_counties_without_farms
from milkshed.plan.queries.bulletins.readings import adds_up
from milkshed.plan.science.lights import FIRST_DAY, LAST_DAY
from milkshed.plan.science.outlook import DEFAULT_LEVEL, Need, Outlook, need, outlook

_FEWEST_DAYS = 365
METHOD_VERSION = "outlook-2"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the target asks, and where the path leads; each None with its reason in ``why``."""

    need: Need | None
    outlook: Outlook | None
    model: Text | None
    why: Text | None
    uses_baseline: bool
    at_most: bool


_MODELS = {
    "log-linear": Text(
        "对数线性：数值的对数随时间成直线，按普通最小二乘，学生t预测区间",
        "Log-linear: the logarithm is a line in time, least squares, Student-t prediction interval",
    ),
    "drift": Text(
        "局部漂移：按已观测的平均年变化外推，离散度取自各期变化（点少于6个）",
        "Local drift: the mean yearly change goes on, spread from the observed changes "
        "(fewer than 6 points)",
    ),
}


def sensitivity(indicator: Indicator, row: BoardRow, on: date) -> Sensitivity:
    """The need and the outlook of an indicator on a day.

    Observations are the computed figures or accepted reports by day up to ``on``, one a month (the
    last), after the printed baseline where the plan prints one. The baseline of a sum is left out
    where counties have no farm on record, for it is of the whole region. A year of observations is
    wanted before anything is forecast; no figure is below nought and no percentage above 100.
    """
    goal = indicator.rule().goal
    at_most = indicator.direction == "cap"
    wanted = None if row.value is None else need(float(row.value), float(goal), on, LAST_DAY)
    months: dict[tuple[int, int], tuple[date, Decimal]] = {}
    for day, value in _observed(indicator, row, on):
        months[day.year, day.month] = (day, value)
    history = [(day, float(value)) for day, value in sorted(months.values())]
    stated = indicator.baseline_basis == "stated" and indicator.baseline is not None
    if stated and adds_up(indicator) and not row.by_hand:
        stated = not zone_counties_without_farms(on)
    if stated and indicator.baseline is not None and (not history or history[0][0] > FIRST_DAY):
        history.insert(0, (FIRST_DAY, float(indicator.baseline)))
    if len(history) < 3 or (history[-1][0] - history[0][0]).days < _FEWEST_DAYS:
        why = Text(
            f"只有{len(history)}个点，或跨度不足一年，不作预测",
            f"{len(history)} points only, or less than a year: nothing is forecast",
        )
        return Sensitivity(wanted, None, None, why, stated, at_most)
    found = outlook(
        history,
        float(goal),
        LAST_DAY,
        at_most=at_most,
        level=DEFAULT_LEVEL,
        least=0.0,
        most=100.0 if indicator.unit == "%" else None,
    )
    if found is None:
        why = Text("规划期已满，不再预测", "The plan has ended: nothing is forecast")
        return Sensitivity(wanted, None, None, why, stated, at_most)
    return Sensitivity(wanted, found, _MODELS[found.model], None, stated, at_most)


def _observed(indicator: Indicator, row: BoardRow, on: date) -> list[tuple[date, Decimal]]:
    """Figures by day; where people report it and nothing is computed, their accepted reports."""
    if row.by_hand:
        reports = ManualReport.objects.filter(
            indicator__code=indicator.code,
            indicator__unit=indicator.unit,
            state="accepted",
            as_of__lte=on,
        )
        return list(reports.order_by("as_of", "pk").values_list("as_of", "value"))
    figures = indicator.figures.filter(value__isnull=False, as_of__lte=on)
    return [
        (day, value)
        for day, value in figures.order_by("as_of", "pk").values_list("as_of", "value")
        if value is not None
    ]
