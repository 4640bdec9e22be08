"""A herd's daily milk, cow by cow, and what the farm's bulk milk is made of."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import LACTATION_CURVES, parameter
from milkshed.region.science.days import season
from milkshed.region.science.herd import Herd

_LONGEST_D = 800
DAG_PER_KG = 100  # a decagram is 0.01 kg


@dataclass(frozen=True, slots=True)
class FarmDays:
    """Figures of one farm, one value per day of the stretch.

    Milk in decagrams (0.01 kg), percentages in g/100 g (lactose as monohydrate), cells and
    bacteria per mL, freezing point in ℃.
    """

    head: int
    adult_head: int
    milking_head: NDArray[np.int32]
    milk_dag: NDArray[np.int64]
    fat_pct: NDArray[np.float64]
    protein_pct: NDArray[np.float64]
    lactose_pct: NDArray[np.float64]
    cells_per_ml: NDArray[np.float64]
    bacteria_per_ml: NDArray[np.float64]
    freezing_point_c: NDArray[np.float64]

    def since(self, column: int) -> "FarmDays":
        """The days from a column on."""
        series = {
            field.name: getattr(self, field.name)[column:]
            for field in fields(self)
            if field.name not in ("head", "adult_head")
        }
        return FarmDays(self.head, self.adult_head, **series)


@dataclass(frozen=True, slots=True)
class CowDays:
    """Daily milk of every cow: matrices of adult places by days.

    ``milk_dag`` is 0 where the place's cow gives no saleable milk that day (dry, or colostrum
    of the first seven days); ``animal`` is the serial of the cow that holds the place.
    """

    milk_dag: NDArray[np.int32]
    animal: NDArray[np.int32]

    def since(self, column: int) -> "CowDays":
        """The days from a column on."""
        return CowDays(self.milk_dag[:, column:], self.animal[:, column:])


def simulate_milk(herd: Herd, seed: int) -> tuple[CowDays, FarmDays]:
    """Daily milk of a herd, scaled so that the farm's total meets its calibration.

    A cow's day is curve (parity, days in milk) x cow x season x a day's deviation, which follows
    an autoregressive process of order one.
    """
    farm, lact = herd.farm, herd.lactations
    generator = np.random.default_rng([seed, 3, farm.number, herd.start])
    last = herd.start + herd.days
    begin = np.maximum(lact.calving, herd.start)
    length = np.minimum(lact.end, last) - begin
    dim_first = begin - lact.calving
    starts = np.cumsum(length) - length
    running = np.arange(int(length.sum()), dtype=np.int32)
    dim = running + np.repeat((dim_first - starts).astype(np.int32), length)
    stop = np.repeat((lact.dry - lact.calving).astype(np.int32), length)
    curve = np.repeat(
        (np.minimum(lact.parity, len(LACTATION_CURVES)) - 1).astype(np.int32) * _LONGEST_D, length
    )
    shape = (farm.adult_head, herd.days)
    milk = _curves().take(curve + np.minimum(dim, _LONGEST_D - 1))
    milk *= np.repeat(lact.cow_factor, length)
    milking = dim < stop
    milk *= milking
    milk = milk.reshape(shape)
    milk *= _deviations(generator, shape)
    all_days = np.arange(herd.start, last)
    by_season = season(
        all_days, parameter("milk.season_amplitude"), parameter("milk.season_peak_month")
    )
    milk *= by_season.astype(np.float32)
    wanted_kg = farm.milk_t * 1000 / 365 * float(by_season.sum())
    total = float(milk.sum(dtype=np.float64))
    milk *= np.float32(DAG_PER_KG * wanted_kg / total) if total > 0 else np.float32(0)
    milk_dag = np.rint(milk).astype(np.int32)
    animal = np.repeat(lact.animal, length).reshape(shape)
    days = _farm_days(
        herd,
        generator,
        all_days,
        milk_dag.sum(axis=0, dtype=np.int64),
        milking.reshape(shape).sum(axis=0, dtype=np.int32),
    )
    return CowDays(milk_dag, animal), days


def _curves() -> NDArray[np.float32]:
    """Yield in kg by parity group and days in milk, flattened; colostrum days are zero."""
    t = np.arange(_LONGEST_D, dtype=np.float64)
    rows = [
        row.scale * (1 - 0.5 * np.exp(-t / row.ramp)) * np.exp(-row.decay * t)
        for row in LACTATION_CURVES
    ]
    table = np.stack(rows)
    table[:, : int(parameter("herd.colostrum_d"))] = 0.0
    return np.asarray(table.ravel(), np.float32)


def _deviations(generator: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Factors round 1: autoregressive along the days of a place."""
    rho = parameter("milk.day_correlation")
    noise = generator.standard_normal(shape, dtype=np.float32)
    noise[:, 1:] *= np.float32(np.sqrt(1 - rho * rho))
    _carry_over(noise, rho)
    noise *= np.float32(parameter("milk.day_cv"))
    noise += np.float32(1)
    return np.asarray(np.maximum(noise, np.float32(0.3), out=noise), np.float32)


def _wander(generator: np.random.Generator, days: int, rho: float) -> NDArray[np.float64]:
    """A stationary autoregressive course with unit variance."""
    noise = generator.standard_normal((1, days))
    noise[:, 1:] *= np.sqrt(1 - rho * rho)
    _carry_over(noise, rho)
    return np.asarray(noise[0], np.float64)


def _carry_over(noise: NDArray[np.floating], rho: float) -> None:
    """Add to each column ``rho`` times the one before, in place: an AR(1) process.

    Doubling makes five passes of 365: ``1/(1 - x) = (1 + x)(1 + x^2)(1 + x^4) ...``, broken off
    where what is left out is below a millionth.
    """
    step, weight = 1, rho
    while step < noise.shape[1] and weight > 1e-6:
        noise[:, step:] += noise.dtype.type(weight) * noise[:, :-step]
        step, weight = 2 * step, weight * weight


def _farm_days(
    herd: Herd,
    generator: np.random.Generator,
    days: NDArray[np.int64],
    milk_dag: NDArray[np.int64],
    milking_head: NDArray[np.int32],
) -> FarmDays:
    level, count = herd.farm.level, herd.days
    half = np.sqrt(0.5)  # half of the variance of counts lies between days

    def composed(name: str, mean: float) -> NDArray[np.float64]:
        course = season(
            days,
            parameter(f"{name}.season_amplitude"),
            parameter(f"{name}.season_peak_month"),
        )
        wandering = parameter(f"{name}.day_sd_pct") * _wander(generator, count, 0.8)
        return np.asarray(mean * course + wandering)

    cells = level.cells_per_ml * season(days, -parameter("scc.season_amplitude"), 1.0)
    cells = cells * parameter("scc.bulk_gsd") ** (half * _wander(generator, count, 0.85))
    bacteria = level.bacteria_per_ml * parameter("count.gsd") ** (
        half * _wander(generator, count, 0.5)
    )
    lactose = level.lactose_pct + parameter("lactose.day_sd_pct") * _wander(generator, count, 0.8)
    return FarmDays(
        head=herd.farm.head,
        adult_head=herd.farm.adult_head,
        milking_head=milking_head,
        milk_dag=milk_dag,
        fat_pct=composed("fat", level.fat_pct),
        protein_pct=composed("protein", level.protein_pct),
        lactose_pct=lactose,
        cells_per_ml=cells,
        bacteria_per_ml=bacteria,
        freezing_point_c=level.freezing_point_c + 0.0035 * _wander(generator, count, 0.5),
    )
