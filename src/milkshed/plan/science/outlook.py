"""What would have to happen until the plan's end, and how likely the observed path gets there.

Two models, chosen by the number of points. From :data:`ENOUGH_POINTS` positive values on, the
logarithm of the value is a line in time and the interval is the Student-t prediction interval of
ordinary least squares (Draper & Smith, *Applied Regression Analysis*, 1998, eq. 3.1.6). With
fewer points the value drifts as a random walk: the mean yearly change goes on, and its spread is
that of the observed changes (local drift; Hyndman & Athanasopoulos, *Forecasting*, 2021, 5.2),
with a Student-t interval over the number of changes less one. Both assume that what moved the
figure so far goes on; neither knows of measures, caps or saturation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, isfinite, log, sqrt

from scipy.special import stdtr, stdtrit

ENOUGH_POINTS = 6
YEAR_D = 365.25
DEFAULT_LEVEL = 0.9

Observation = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Need:
    """What the target asks from now on: a yearly change, and a yearly rate where one exists.

    ``rate`` is None where the present value is zero or a sign changes, because a rate of nothing
    is not defined; ``years`` is the time left.
    """

    years: float
    change_a_year: float
    rate: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast for one day. ``model`` is ``log-linear`` or ``drift``.

    ``probability`` is that of reaching the target under the model; ``line`` holds the middle, low
    and high of the forecast from the last observation to the day.
    """

    model: str
    points: int
    middle: float
    low: float
    high: float
    level: float
    probability: float | None
    line: tuple[tuple[date, float, float, float], ...]


def need(value: float, target: float, today: date, end: date) -> Need | None:
    """The yearly change and rate that lead from a value to a target; None when no time is left."""
    years = (end - today).days / YEAR_D
    if years <= 0:
        return None
    ratio = target / value if value else None
    rate = ratio ** (1 / years) - 1 if ratio is not None and ratio > 0 else None
    return Need(years, (target - value) / years, rate)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A fitted model: middle and standard error on its own scale at years from the first point."""

    model: str
    freedom: int
    at: Sequence[float]
    values: Sequence[float]

    def place(self, years: float) -> tuple[float, float]:
        """Middle and standard error of a new observation at a time."""
        return _line_at(self, years) if self.model == "log-linear" else _drift_at(self, years)


def outlook(
    history: Sequence[Observation],
    target: float | None,
    end: date,
    *,
    at_most: bool = False,
    level: float = DEFAULT_LEVEL,
    least: float | None = None,
    most: float | None = None,
) -> Outlook | None:
    """Forecast the figure for the day ``end`` from its history.

    ``history`` is (day, value) in rising order of distinct days. ``at_most`` asks for the
    probability of staying at or below the target instead of reaching it. ``least`` and ``most``
    are what the figure can be at all: the forecast and its interval end there. Returns None with
    fewer than three points, when ``end`` is not after the last of them, or when a value is not
    finite.
    """
    if len(history) < 3 or end <= history[-1][0] or not all(isfinite(v) for _, v in history):
        return None
    fit = _fit(history)
    last = history[-1][0]
    steps = 12
    days = [
        date.fromordinal(last.toordinal() + (end - last).days * k // steps) for k in range(1, 13)
    ]
    factor = float(stdtrit(fit.freedom, (1 + level) / 2))
    line: list[tuple[date, float, float, float]] = []
    for day in days:
        middle, error = fit.place((day - history[0][0]).days / YEAR_D)
        wide = factor * error
        ends = (middle, middle - wide, middle + wide)
        middle, low, high = (_within(_back(fit, one), least, most) for one in ends)
        line.append((day, middle, low, high))
    middle, error = fit.place((end - history[0][0]).days / YEAR_D)
    return Outlook(
        model=fit.model,
        points=len(history),
        middle=line[-1][1],
        low=line[-1][2],
        high=line[-1][3],
        level=level,
        probability=_probability(fit, middle, error, target, at_most=at_most),
        line=tuple(line),
    )


def _fit(history: Sequence[Observation]) -> _Fit:
    first = history[0][0]
    at = tuple((day - first).days / YEAR_D for day, _ in history)
    values = tuple(value for _, value in history)
    if len(history) >= ENOUGH_POINTS and min(values) > 0:
        return _Fit("log-linear", len(history) - 2, at, tuple(log(v) for v in values))
    return _Fit("drift", len(history) - 2, at, values)


def _back(fit: _Fit, value: float) -> float:
    return exp(min(value, 700.0)) if fit.model == "log-linear" else value


def _within(value: float, least: float | None, most: float | None) -> float:
    raised = value if least is None else max(value, least)
    return raised if most is None else min(raised, most)


def _line_at(fit: _Fit, years: float) -> tuple[float, float]:
    n = len(fit.at)
    mean_x, mean_y = sum(fit.at) / n, sum(fit.values) / n
    spread = sum((x - mean_x) ** 2 for x in fit.at)
    slope = (
        sum((x - mean_x) * (y - mean_y) for x, y in zip(fit.at, fit.values, strict=True)) / spread
    )
    rest = sum(
        (y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(fit.at, fit.values, strict=True)
    )
    error = sqrt(rest / fit.freedom * (1 + 1 / n + (years - mean_x) ** 2 / spread))
    return mean_y + slope * (years - mean_x), error


def _drift_at(fit: _Fit, years: float) -> tuple[float, float]:
    whole = fit.at[-1] - fit.at[0]
    slope = (fit.values[-1] - fit.values[0]) / whole
    variance = (
        sum(
            (y1 - y0 - slope * (x1 - x0)) ** 2 / (x1 - x0)
            for x0, x1, y0, y1 in zip(fit.at, fit.at[1:], fit.values, fit.values[1:], strict=False)
        )
        / fit.freedom
    )
    ahead = years - fit.at[-1]
    return fit.values[-1] + slope * ahead, sqrt(variance * ahead * (1 + ahead / whole))


def _probability(
    fit: _Fit, middle: float, error: float, target: float | None, *, at_most: bool
) -> float | None:
    if target is None:
        return None
    if fit.model == "log-linear" and target <= 0:
        return 0.0 if at_most else 1.0
    wanted = log(target) if fit.model == "log-linear" else target
    if error <= 1e-12 * max(1.0, abs(middle)):
        reached = middle <= wanted if at_most else middle >= wanted
        return float(reached)
    above = float(stdtr(fit.freedom, (middle - wanted) / error))
    return 1 - above if at_most else above
