"""Lights: does a figure keep to the path of its target, and why.

A path is a line through dated points. The plan prints none between 2023 and 2027, so the points
are interpolated by us unless official ones replace them. How far a figure is behind is measured
as a share of the road from baseline to goal where there is a road, and as a share of the target
where the target is to be held. Up to :data:`TOLERATED` is yellow, more is red.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from milkshed.kernel.text import Text

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2027, 12, 31)
TOLERATED = Decimal("0.10")
NEAR_CAP = Decimal("0.98")
ENOUGH_DATA = Decimal("0.5")
"""Below this share of the wanted records a figure is not held against anybody."""

Point = tuple[date, Decimal]


class Colour(StrEnum):
    """The five colours; each is always shown with its word."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    BLUE = "blue"

    @property
    def word(self) -> Text:
        """The word that goes with the colour."""
        return _WORDS[self]


_WORDS = {
    Colour.GREEN: Text("正常", "On path"),
    Colour.YELLOW: Text("预警", "At risk"),
    Colour.RED: Text("滞后", "Behind"),
    Colour.GREY: Text("无数据", "No data"),
    Colour.BLUE: Text("已完成", "Done"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a target asks.

    ``operator`` is ``>=``, ``<=``, ``=``, ``band``, ``range`` or ``project``; ``direction`` is
    ``up``, ``hold``, ``annual``, ``cap``, ``band`` or ``project``. A range has ``low`` and
    ``high`` instead of ``target``. ``baseline`` None means that the plan prints none for this
    definition. ``tolerance_share`` is the half width of a band as a share of the target.
    """

    operator: str
    direction: str
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    baseline: Decimal | None = None
    tolerance_share: Decimal = Decimal(0)
    points: tuple[Point, ...] = ()

    @property
    def goal(self) -> Decimal:
        """The value at which the target counts as reached: the low end of a range."""
        found = self.low if self.operator == "range" else self.target
        if found is None:
            raise ValueError("a rule needs a target, or a low end for a range")
        return found


@dataclass(frozen=True, slots=True)
class Light:
    """A colour, its reason, what was expected on the day, and how far behind (share)."""

    colour: Colour
    reason: Text
    expected: Decimal | None = None
    behind: Decimal | None = None


def path(points: Sequence[Point], on: date) -> Decimal | None:
    """The value expected on a day: linear between points, flat before and after; None without."""
    if not points:
        return None
    if on <= points[0][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if on <= end:
            share = Decimal((on - start).days) / Decimal((end - start).days)
            return low + (high - low) * share
    return points[-1][1]


def interpolated(baseline: Decimal, goal: Decimal) -> tuple[Point, ...]:
    """Points at the first day and at the end of each year on the straight line to the goal."""
    whole = Decimal((LAST_DAY - FIRST_DAY).days)
    ends = [date(year, 12, 31) for year in range(FIRST_DAY.year, LAST_DAY.year + 1)]
    return tuple(
        (day, baseline + (goal - baseline) * Decimal((day - FIRST_DAY).days) / whole)
        for day in (FIRST_DAY, *ends)
    )


def redrawn(points: Sequence[Point], fixed: Set[date]) -> tuple[Point, ...]:
    """The points with all that are not ``fixed`` moved onto the line between those that are.

    ``points`` rise in time; without any fixed point they stay as they are.
    """
    anchors = [point for point in points if point[0] in fixed]
    return tuple(
        point
        if not anchors or point[0] in fixed
        else (point[0], path(anchors, point[0]) or point[1])
        for point in points
    )


def has_road(rule: Rule) -> bool:
    """Whether the target is reached along a path: it has a baseline and is not a hold or cap."""
    return (
        rule.baseline is not None
        and rule.direction in {"up", "band"}
        and rule.baseline != rule.goal
    )


def progress(rule: Rule, value: Decimal | None) -> Decimal | None:
    """The share of the road done, (value - baseline) ÷ (goal - baseline).

    None without a road, and for a band, where more than the goal is no progress.
    """
    if value is None or rule.baseline is None or rule.direction != "up" or not has_road(rule):
        return None
    return (value - rule.baseline) / (rule.goal - rule.baseline)


def light(rule: Rule, value: Decimal | None, on: date, coverage: Decimal | None = None) -> Light:
    """Judge a value on a day; ``coverage`` is the share of the wanted records behind it.

    A figure with too few records behind it is grey instead of yellow or red.
    """
    if value is None:
        return Light(Colour.GREY, Text("尚无数据", "There is no figure yet"))
    if not rule.goal and (value < 0 or rule.operator == "band"):
        return Light(
            Colour.GREY,
            Text("目标为0，不能按比例判断", "The target is 0: shares of it cannot be judged"),
        )
    judged = _judged(rule, value, on)
    blamed = judged.colour in {Colour.YELLOW, Colour.RED}
    if coverage is None or coverage >= ENOUGH_DATA or not blamed:
        return judged
    reason = Text(
        f"数据只覆盖{_p(coverage)}，不作判断",
        f"Only {_p(coverage)} of the data is there: not judged",
    )
    return Light(Colour.GREY, reason, judged.expected)


def _judged(rule: Rule, value: Decimal, on: date) -> Light:
    if rule.direction == "project":
        return _project(rule, value, on)
    if rule.operator == "<=":
        return _cap(rule, value, on)
    if rule.operator == "band":
        return _band(rule, value, on)
    if rule.operator == "=" or rule.direction in {"hold", "annual"}:
        return _hold(rule, value, on)
    return _up(rule, value, on)


def _up(rule: Rule, value: Decimal, on: date) -> Light:
    if value >= rule.goal:
        over = rule.high is not None and value > rule.high
        reason = (
            Text(f"已超过区间上限{_n(rule.high)}", f"Above the range's high end {_n(rule.high)}")
            if over
            else Text(f"已达到目标{_n(rule.goal)}", f"The target {_n(rule.goal)} is reached")
        )
        return Light(Colour.BLUE, reason, rule.goal, Decimal(0))
    if on > LAST_DAY:
        reason = Text(
            f"规划期已满，未达到{_n(rule.goal)}", f"The plan has ended short of {_n(rule.goal)}"
        )
        return Light(Colour.RED, reason, rule.goal)
    if rule.baseline is None:
        done = value / rule.goal
        reason = Text(
            f"基期未给出，不能画路径；已达目标的{_p(done)}",
            f"The plan gives no baseline, so there is no path; {_p(done)} of the target",
        )
        return Light(Colour.YELLOW, reason)
    expected = path(rule.points or interpolated(rule.baseline, rule.goal), on)
    if expected is None or rule.baseline == rule.goal:
        return _hold(rule, value, on)
    behind = (expected - value) / abs(rule.goal - rule.baseline)
    return _by_distance(
        behind,
        expected,
        Text(f"路径应为{_n(expected)}", f"The path asks for {_n(expected)}"),
        Text("全程", "the whole road"),
    )


def _hold(rule: Rule, value: Decimal, on: date) -> Light:
    if value >= rule.goal:
        if on >= LAST_DAY:
            return Light(
                Colour.BLUE, Text("规划期末达标", "Held to the plan's end"), rule.goal, Decimal(0)
            )
        reason = Text(f"保持在{_n(rule.goal)}以上", f"Held at {_n(rule.goal)} or more")
        return Light(Colour.GREEN, reason, rule.goal, Decimal(0))
    if on > LAST_DAY:
        reason = Text(
            f"规划期已满，低于{_n(rule.goal)}", f"The plan has ended below {_n(rule.goal)}"
        )
        return Light(Colour.RED, reason, rule.goal)
    behind = (rule.goal - value) / rule.goal
    return _by_distance(
        behind,
        rule.goal,
        Text(f"应保持{_n(rule.goal)}", f"{_n(rule.goal)} is to be held"),
        Text("目标值", "the target"),
    )


def _cap(rule: Rule, value: Decimal, on: date) -> Light:
    if value > rule.goal:
        if not rule.goal:
            reason = Text(f"上限为0，现有{_n(value)}", f"The cap is 0, and there is {_n(value)}")
            return Light(Colour.RED, reason, rule.goal)
        over = value / rule.goal - 1
        reason = Text(
            f"超出上限{_n(rule.goal)}，多{_p(over)}", f"{_p(over)} above the cap {_n(rule.goal)}"
        )
        return Light(Colour.RED, reason, rule.goal, over)
    if on >= LAST_DAY:
        return Light(Colour.BLUE, Text("规划期末未超上限", "Within the cap at the end"), rule.goal)
    if value > rule.goal * NEAR_CAP:
        reason = Text(f"距上限{_n(rule.goal)}不足2%", f"Within 2 % of the cap {_n(rule.goal)}")
        return Light(Colour.YELLOW, reason, rule.goal)
    return Light(
        Colour.GREEN, Text(f"未超上限{_n(rule.goal)}", f"Below the cap {_n(rule.goal)}"), rule.goal
    )


def _band(rule: Rule, value: Decimal, on: date) -> Light:
    points = rule.points
    if not points and rule.baseline is not None:
        points = interpolated(rule.baseline, rule.goal)
    expected = path(points, on)
    if expected is None:
        expected = rule.goal
    off = abs(value - expected) / rule.goal
    side = Text("高于", "above") if value > expected else Text("低于", "below")
    if off <= rule.tolerance_share:
        colour = Colour.BLUE if on >= LAST_DAY else Colour.GREEN
        reason = Text(
            f"在路径{_n(expected)}±{_p(rule.tolerance_share)}之内",
            f"Within ±{_p(rule.tolerance_share)} of {_n(expected)}",
        )
        return Light(colour, reason, expected, Decimal(0))
    colour = Colour.YELLOW if off <= TOLERATED and on <= LAST_DAY else Colour.RED
    reason = Text(
        f"{side.zh}路径{_n(expected)}，相差{_p(off)}（双向控制）",
        f"{_p(off)} {side.en} {_n(expected)} (judged from both sides)",
    )
    return Light(colour, reason, expected, off)


def _project(rule: Rule, value: Decimal, on: date) -> Light:
    if value >= rule.goal:
        return Light(Colour.BLUE, Text("产能已建成", "The capacity is built"), rule.goal)
    done = value / rule.goal
    if on > LAST_DAY:
        return Light(
            Colour.RED, Text("规划期已满，项目未建成", "The plan has ended, the project has not")
        )
    if on.year == LAST_DAY.year:
        reason = Text(
            f"规划末年，已建成{_p(done)}", f"The plan's last year: {_p(done)} of it is built"
        )
        return Light(Colour.YELLOW, reason)
    reason = Text(
        f"已建成{_p(done)}；规划未列分年节点，末年前不判滞后",
        f"{_p(done)} is built; the plan names no yearly steps, so it is not late before the end",
    )
    return Light(Colour.GREEN, reason)


def _by_distance(behind: Decimal, expected: Decimal, asked: Text, of: Text) -> Light:
    if behind <= 0:
        return Light(
            Colour.GREEN, Text(f"{asked.zh}，已跟上", f"{asked.en}: kept"), expected, behind
        )
    colour = Colour.YELLOW if behind <= TOLERATED else Colour.RED
    share = Text(_p(behind), _p(behind)) if behind < 1 else Text("100%以上", "100 % or more")
    reason = Text(
        f"{asked.zh}，落后{of.zh}的{share.zh}", f"{asked.en}: behind by {share.en} of {of.en}"
    )
    return Light(colour, reason, expected, behind)


def remaining_days(on: date) -> int:
    """Days of the plan that are left after a day."""
    return max(0, (LAST_DAY - on) // timedelta(days=1))


def _n(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _p(share: Decimal) -> str:
    return f"{share * 100:.1f}%"
