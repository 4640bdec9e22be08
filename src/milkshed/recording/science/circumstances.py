"""What the circumstances of a calving say of the curve: season, age, parity, year.

Cows that calve in spring milk otherwise than those that calve in autumn, young heifers otherwise
than old ones (Wood 1969; Schmidt & Van Vleck 1974; Stanton et al. 1992). The coefficients of a
lactation have mean B'x, x its circumstances; B is estimated together with the coefficients by EM
(Laird & Ware 1982), each column with a prior spread of ``spread`` times that between cows, so
that few lactations say little. x is known at calving: nothing of the yields to be predicted goes
in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science import random_regression
from milkshed.recording.science.contemporaries import Levels, estimate_levels
from milkshed.recording.science.population import Population
from milkshed.recording.science.population_fitting import Fit, fit_population
from milkshed.recording.science.random_regression import Expectation
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays

METHOD = "circumstances"
VERSION = "1"
NAMES = (
    "season, cosine",
    "season, sine",
    "half-year, cosine",
    "half-year, sine",
    "age within parity",
    "parity 4",
    "parity 5 and later",
    "year",
)
_YEAR_D, _MONTH_D = 365.25, 30.44
_USUAL_AGE_MONTHS = np.array([25.0, 38.5, 51.5, 64.5])
_WIDEST_AGE_MONTHS = 9.0


def circumstances_of(calved: ArrayLike, parity: ArrayLike, birth: ArrayLike | None = None) -> Float:
    """The circumstances of lactations (lactations,) as columns named ``NAMES``.

    ``calved`` and ``birth`` count days from 1970-01-01; a birth that is not known is −1 (or none
    given at all), and says nothing of age. Age is in months beside the usual one of the parity,
    up to nine either way; from the fifth lactation on it says nothing more.
    """
    day, number = np.asarray(calved, np.float64), np.asarray(parity, np.int64)
    born = np.full(len(day), -1.0) if birth is None else np.asarray(birth, np.float64)
    turn = 2 * np.pi * day / _YEAR_D
    usual = _USUAL_AGE_MONTHS[np.clip(number, 1, 4) - 1]
    age = np.clip((day - born) / _MONTH_D - usual, -_WIDEST_AGE_MONTHS, _WIDEST_AGE_MONTHS)
    known = (born != -1.0) & (number <= len(_USUAL_AGE_MONTHS))
    return np.stack(
        [
            np.cos(turn),
            np.sin(turn),
            np.cos(2 * turn),
            np.sin(2 * turn),
            np.where(known, age, 0.0),
            np.where(number == 4, 1.0, 0.0),
            np.where(number >= 5, 1.0, 0.0),
            1970 + day / _YEAR_D,
        ],
        axis=1,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """Learned effects of circumstances on the coefficients.

    ``slope`` (groups, circumstances, traits × terms): per unit of the standardised columns;
    ``centre`` and ``scale`` (circumstances,) standardise them; ``lactations`` (groups,).
    """

    slope: Float
    centre: Float
    scale: Float
    traits: int
    lactations: Int

    def shift(self, circumstances: Float, group: Int) -> Float:
        """Expected coefficients beyond the mean, shape (lactations, traits, terms)."""
        x = (circumstances - self.centre) / self.scale
        found = np.zeros((len(x), self.slope.shape[2]))
        for g in np.unique(group):
            chosen = group == g
            found[chosen] = x[chosen] @ self.slope[g]
        return found.reshape(len(x), self.traits, self.slope.shape[2] // self.traits)

    def expectation(self, circumstances: Float, group: Int) -> Expectation:
        """The same as a prior mean for :func:`random_regression.predict`."""
        shift = self.shift(circumstances, group)
        return Expectation(shift, np.zeros_like(self.slope[:, 0]), np.zeros(len(shift)))


def estimate_circumstances(
    days: TestDays,
    population: Population,
    circumstances: Float,
    *,
    level: Float | None = None,
    spread: float = 0.01,
    iterations: int = 6,
    threads: int | None = None,
) -> Circumstances:
    """Estimate B from the usable lactations.

    ``circumstances`` (lactations, columns) as of :func:`circumstances_of`; ``level`` as in
    :func:`random_regression.predict`. ``spread``: the variance that one standardised column is
    thought to explain beforehand, as a share of that between cows.
    """
    used = days.status == Status.USABLE
    group = population.group_of(days.parity)
    traits, terms = len(population.traits), population.basis.shape[1]
    columns = circumstances.shape[1]
    centre, scale = np.zeros(columns), np.ones(columns)
    if used.any():
        centre = circumstances[used].mean(axis=0)
        varied = circumstances[used].std(axis=0)
        scale = np.where(varied > 0, varied, 1.0)
    slope = np.zeros((len(population.groups), columns, traits * terms))
    counts = np.bincount(group[used], minlength=len(population.groups))
    found = Circumstances(slope, centre, scale, traits, counts)
    x = (circumstances - centre) / scale
    for _ in range(iterations if used.any() else 0):
        prediction = random_regression.predict(
            days,
            population,
            level=level,
            expected=found.expectation(circumstances, group),
            threads=threads,
        )
        usable = prediction.status == Status.USABLE
        renewed = np.zeros_like(slope)
        for g in range(len(renewed)):
            chosen = usable & (group == g)
            own = prediction.coefficients[chosen].reshape(int(chosen.sum()), traits * terms)
            system = x[chosen].T @ x[chosen] + np.eye(columns) / spread
            renewed[g] = np.linalg.solve(system, x[chosen].T @ own)
        found = Circumstances(renewed, centre, scale, traits, counts)
    return found


def fit_with_circumstances(
    days: TestDays,
    contemporary: ArrayLike,
    circumstances: Float,
    *,
    region: str,
    year: str,
    source: str,
    traits: tuple[str, ...] = ("milk",),
    parity_groups: tuple[int, ...] = (1, 2, 3),
    rounds: int = 3,
    iterations: int = 150,
    tolerance: float = 1e-3,
    threads: int | None = None,
) -> tuple[Fit, Levels, Circumstances]:
    """Fit a population, the levels of contemporary groups and the circumstances in turn.

    The population's spread between cows is then that of cows of like circumstances within a
    contemporary group. Raises ValueError as :func:`fit_population` does.
    """
    names = np.asarray(contemporary)
    shift_of_tests = np.zeros((len(days.dim), len(traits)))
    known = shift_of_tests
    for _ in range(rounds):
        fit = fit_population(
            days,
            region=region,
            year=year,
            source=source,
            traits=traits,
            known=known,
            parity_groups=parity_groups,
            iterations=iterations,
            tolerance=tolerance,
            threads=threads,
        )
        population = fit.population
        group = population.group_of(days.parity)
        levels = estimate_levels(days, population, names, known=shift_of_tests)
        level = levels.of(names)
        found = estimate_circumstances(
            days, population, circumstances, level=level, threads=threads
        )
        shift_of_tests = of_tests(days, population, found.shift(circumstances, group))
        known = shift_of_tests + level[days.lactation_of_test]
    return fit, levels, found


def of_tests(days: TestDays, population: Population, shift: Float) -> Float:
    """What expected coefficients come to on each test day, shape (tests, traits)."""
    dim = np.clip(days.dim, 0, population.interval_ends[-1])
    return np.asarray(np.einsum("rk,rak->ra", population.basis[dim], shift[days.lactation_of_test]))


def joined(first: Expectation, second: Expectation | None) -> Expectation:
    """Both expectations: shifts add, what the second explains stays explained."""
    if second is None:
        return first
    return Expectation(first.shift + second.shift, second.slope, second.explained)
