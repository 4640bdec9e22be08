"""Lactation curves: Wood, Wilmink, Ali–Schaeffer, MilkBot and Dijkstra, with or without priors.

With a :class:`CurvePrior` the posterior mode is found (MAP): a cow with one test gets the curve
of her parity bent as far as the test asks. Without one it is least squares, which needs at least
as many tests as the curve has parameters.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.compiled import over_rows
from milkshed.recording.science import curve_equations
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays


class Curve(Enum):
    """A curve: number of the equation, names of its parameters, which are fitted as logarithms."""

    WOOD = (curve_equations.WOOD, ("a", "b", "c"), (True, False, False))
    WILMINK = (curve_equations.WILMINK, ("a", "b", "c"), (False, False, False))
    ALI_SCHAEFFER = (
        curve_equations.ALI_SCHAEFFER,
        ("a", "b", "c", "d", "k"),
        (False, False, False, False, False),
    )
    MILKBOT = (curve_equations.MILKBOT, ("scale", "ramp", "decay"), (True, True, True))
    DIJKSTRA = (curve_equations.DIJKSTRA, ("a", "b", "k", "c"), (True, True, True, True))

    @property
    def number(self) -> int:
        """The number of the equation."""
        number: int = self.value[0]
        return number

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters."""
        names: tuple[str, ...] = self.value[1]
        return names

    @property
    def logarithmic(self) -> NDArray[np.bool_]:
        """Which parameters are fitted as logarithms."""
        return np.array(self.value[2])


@dataclass(frozen=True, slots=True, eq=False)
class CurvePrior:
    """What is known of a curve before a cow's tests, by parity group.

    ``from_parity`` (groups,) lowest parity of each; ``mean`` (groups, p) and ``covariance``
    (groups, p, p) of the fitted parameters (logarithms where the curve says so);
    ``residual_sd`` (groups,) of a test day in kg; ``source`` where it comes from.
    """

    curve: Curve
    from_parity: tuple[int, ...]
    mean: Float
    covariance: Float
    residual_sd: Float
    source: str


def hostens_2012() -> CurvePrior:
    """MilkBot means of Holsteins by parity 1, 2, 3+ (Hostens et al. 2012).

    The paper gives the means; the spreads of the logarithms (0.19, 0.65, 0.40) and the residual
    SDs are those found on 3,727 European lactations and are assumed to hold.
    """
    mean = np.log([[41.66, 29.07, 0.001383], [56.70, 21.41, 0.002874], [59.69, 19.71, 0.003262]])
    spread = np.diag(np.square([0.19, 0.65, 0.40]))
    return CurvePrior(
        Curve.MILKBOT,
        (1, 2, 3),
        mean,
        np.repeat(spread[None], 3, axis=0),
        np.array([2.1, 2.7, 3.0]),
        "Hostens et al. 2012",
    )


@dataclass(frozen=True, slots=True, eq=False)
class FittedCurves:
    """One curve a lactation; NaN where ``status`` is not 0.

    ``theta`` (lactations, p) as fitted, ``covariance`` (lactations, p, p) its curvature,
    ``squares`` the residual sum of squares in kg², ``expected_squares`` what the uncertainty of
    the parameters adds to it.
    """

    curve: Curve
    theta: Float
    covariance: Float
    squares: Float
    expected_squares: Float
    tests: Int
    status: NDArray[np.uint8]

    @property
    def parameters(self) -> Float:
        """Parameters in their natural units, shape (lactations, p), in the curve's order."""
        natural = self.theta.copy()
        natural[:, self.curve.logarithmic] = np.exp(self.theta[:, self.curve.logarithmic])
        return natural

    @property
    def rmse_kg(self) -> Float:
        """Root mean square of what the curve leaves of the tests, kg."""
        return np.asarray(np.sqrt(self.squares / np.maximum(self.tests, 1)))

    def daily(self, last_day: int = 305) -> Float:
        """Yield of days 1…last_day in kg, shape (lactations, last_day)."""
        day = np.arange(1, last_day + 1, dtype=np.float64)
        p = self.parameters[:, :, None]
        match self.curve:
            case Curve.WOOD:
                # t^b as exp(b ln t): one exponential for the whole curve
                t = self.theta[:, :, None]
                return np.asarray(np.exp(t[:, 0] + t[:, 1] * np.log(day) - t[:, 2] * day))
            case Curve.MILKBOT:
                return np.asarray(
                    p[:, 0] * (1 - 0.5 * np.exp(-day / p[:, 1])) * np.exp(-p[:, 2] * day)
                )
            case Curve.DIJKSTRA:
                gained = p[:, 1] * (1 - np.exp(-p[:, 2] * day)) / p[:, 2]
                return np.asarray(p[:, 0] * np.exp(gained - p[:, 3] * day))
            case _:
                return np.asarray(self.theta @ _linear_basis(self.curve, day))

    def total(self, last_day: int = 305) -> Float:
        """Sum of the yields of days 1…last_day in kg, shape (lactations,)."""
        if self.curve in (Curve.WILMINK, Curve.ALI_SCHAEFFER):
            day = np.arange(1, last_day + 1, dtype=np.float64)
            return np.asarray(self.theta @ _linear_basis(self.curve, day).sum(axis=1))
        if self.curve is Curve.MILKBOT:
            scale, ramp, decay = self.parameters.T
            return np.asarray(
                scale * (_geometric(decay, last_day) - 0.5 * _geometric(decay + 1 / ramp, last_day))
            )
        parts = over_rows(
            lambda first, past: self._rows(first, past).daily(last_day).sum(axis=1),
            len(self.theta),
        )
        return np.concatenate(parts) if parts else np.zeros(0)

    def peak(self, last_day: int = 305) -> tuple[Float, Float]:
        """Day and yield (kg) of the highest daily yield within days 1…last_day."""
        day, milk = np.full(len(self.theta), np.nan), np.full(len(self.theta), np.nan)

        def part(first: int, past_last: int) -> None:
            daily = self._rows(first, past_last).daily(last_day)
            held = np.flatnonzero(~np.isnan(daily).any(axis=1))
            at = np.argmax(daily[held], axis=1)
            day[first + held] = at + 1
            milk[first + held] = daily[held, at]

        over_rows(part, len(self.theta))
        return day, milk

    def _rows(self, first: int, past_last: int) -> "FittedCurves":
        rows = slice(first, past_last)
        return FittedCurves(
            self.curve,
            self.theta[rows],
            self.covariance[rows],
            self.squares[rows],
            self.expected_squares[rows],
            self.tests[rows],
            self.status[rows],
        )


def _geometric(rate: Float, last_day: int) -> Float:
    """Σ e^(−rate·t) over t = 1…last_day."""
    return np.asarray(np.exp(-rate) * np.expm1(-rate * last_day) / np.expm1(-rate))


def _linear_basis(curve: Curve, day: Float) -> Float:
    if curve is Curve.WILMINK:
        return np.stack([np.ones_like(day), day, np.exp(-0.05 * day)])
    x = day / 305
    logarithm = -np.log(x)
    return np.stack([np.ones_like(day), x, x**2, logarithm, logarithm**2])


def _starting_values(curve: Curve, level_kg: Float) -> Float:
    """Start of least squares, from the mean of a cow's tests."""
    shape = {
        Curve.WOOD: (np.log(0.55), 0.2, 0.003),
        Curve.WILMINK: (1.2, -0.001, -0.4),
        Curve.ALI_SCHAEFFER: (1.0, 0.0, 0.0, 0.0, 0.0),
        Curve.MILKBOT: (np.log(1.4), np.log(22.0), np.log(0.0025)),
        Curve.DIJKSTRA: (np.log(0.6), np.log(0.03), np.log(0.03), np.log(0.0025)),
    }[curve]
    start = np.repeat(np.array(shape)[None], len(level_kg), axis=0)
    if curve.logarithmic[0]:
        start[:, 0] += np.log(level_kg)
        return start
    return np.asarray(start * level_kg[:, None])


def fit_curves(
    days: TestDays,
    curve: Curve,
    *,
    prior: CurvePrior | None = None,
    steps: int | None = None,
    threads: int | None = None,
) -> FittedCurves:
    """Fit a curve to the milk of every usable lactation, by MAP with a prior, else least squares.

    ``steps`` limits the iterations (60 with a prior, 200 without). A lactation whose fit does
    not settle has status ``NOT_CONVERGED``; its numbers are NaN. Raises ValueError when the
    prior is of another curve.
    """
    if prior is not None and prior.curve is not curve:
        raise ValueError(f"the prior is of {prior.curve.name}, not of {curve.name}")
    count, size = days.lactations, len(curve.parameters)
    status = days.status.copy()
    tests = days.tests
    level = np.ones(count)
    some = tests > 0
    if prior is None:
        status[(status == Status.USABLE) & (tests < size)] = Status.TOO_FEW_TESTS
        sums = np.bincount(days.lactation_of_test, weights=days.milk_kg, minlength=count)
        usable = (status == Status.USABLE) & some
        level[usable] = sums[usable] / tests[usable]
        theta = _starting_values(curve, level)
        group = np.zeros(count, dtype=np.int64)
        mean, precision = np.zeros((1, size)), np.zeros((1, size, size))
        noise = np.ones(1)
    else:
        starts = np.array(prior.from_parity)
        found = np.maximum(np.searchsorted(starts, days.parity, side="right") - 1, 0)
        group = np.where(days.parity > 0, found, len(starts) - 1)
        mean, precision = prior.mean, np.asarray(np.linalg.inv(prior.covariance))
        noise = prior.residual_sd**2
        theta = mean[group]
    group = np.where(status == Status.USABLE, group, -1)
    covariance = np.full((count, size, size), np.nan)
    squares, spread = np.full(count, np.nan), np.zeros(count)
    limit = steps or (60 if prior is not None else 200)

    def part(first: int, past_last: int) -> None:
        curve_equations.fit(
            first, past_last, curve.number, days.offsets, days.dim, days.milk_kg, group, mean,
            precision, noise, limit, theta, covariance, squares, spread, status,
            int(Status.NOT_CONVERGED),
        )  # fmt: skip

    over_rows(part, count, threads=threads)
    wrong = status != Status.USABLE
    for column in (theta, covariance, squares, spread):
        column[wrong] = np.nan
    return FittedCurves(curve, theta, covariance, squares, spread, tests, status)


def fit_prior(
    days: TestDays,
    curve: Curve,
    *,
    source: str,
    start: CurvePrior,
    iterations: int = 40,
    tolerance: float = 1e-3,
    at_least: int = 50,
) -> tuple[CurvePrior, bool]:
    """Estimate a curve's prior from a population, and say whether that converged.

    Empirical Bayes by EM with Laplace's approximation of each cow's posterior (Lindstrom & Bates
    1990 in spirit): mean and covariance of the parameters and the residual variance until no
    mean moves by more than ``tolerance`` of its SD. Raises ValueError when a parity group has
    fewer than ``at_least`` lactations.
    """
    prior, converged = start, False
    starts = np.array(start.from_parity)
    group = np.maximum(np.searchsorted(starts, days.parity, side="right") - 1, 0)
    for _ in range(iterations):
        fitted = fit_curves(days, curve, prior=prior)
        held = (fitted.status == Status.USABLE) & (days.parity > 0)
        mean, covariance = np.empty_like(prior.mean), np.empty_like(prior.covariance)
        residual = np.empty_like(prior.residual_sd)
        for g in range(len(starts)):
            chosen = held & (group == g)
            number = int(chosen.sum())
            if number < at_least:
                raise ValueError(
                    f"parities from {starts[g]}: {number} lactations, at least {at_least} needed"
                )
            theta = fitted.theta[chosen]
            mean[g] = theta.mean(axis=0)
            off = theta - mean[g]
            covariance[g] = off.T @ off / number + fitted.covariance[chosen].mean(axis=0)
            left = fitted.squares[chosen].sum() + fitted.expected_squares[chosen].sum()
            residual[g] = np.sqrt(left / fitted.tests[chosen].sum())
        sd = np.sqrt(np.einsum("gii->gi", covariance))
        moved = np.max(np.abs(mean - prior.mean) / sd)
        prior = CurvePrior(curve, start.from_parity, mean, covariance, residual, source)
        if moved < tolerance:
            converged = True
            break
    return prior, converged
