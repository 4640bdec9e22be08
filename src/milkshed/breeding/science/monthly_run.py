"""The monthly evaluation around its equations: records edited and counted, values made, compared.

The equations themselves are those of :mod:`.trait_blocks`. Breeding values are given against the
mean of the base cows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Int
from milkshed.breeding.science.pedigree import Pedigree

SINGLE = "single-trait animal model"
JOINT = "multi-trait animal model"
VERSION = "2"
YIELDS = ("milk_kg", "fat_kg", "protein_kg", "scs")
TYPES = ("type_total", "mammary_system", "feet_legs")
SCS_CENTRE = 3.0
_MOST_CALENDAR = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Records of one set of traits; arrays of (rows,), ``values`` by trait with NaN for none.

    ``animal``: place in the pedigree, −1 where it is not there. ``place``: key of the farm.
    ``day``: what the calendar classes go by (calving, or classification), from 1970-01-01.
    ``group``: a further class that must not be mixed, such as the classifier.
    """

    animal: Int
    place: Int
    day: Int
    parity: Int
    group: Int
    values: Mapping[str, Float]

    def only(self, rows: Bool) -> "Observations":
        """The chosen rows."""
        return Observations(
            self.animal[rows],
            self.place[rows],
            self.day[rows],
            self.parity[rows],
            self.group[rows],
            {name: column[rows] for name, column in self.values.items()},
        )


@dataclass(frozen=True, slots=True)
class RecordLimits:
    """What a lactation must be like; bounds included."""

    tests: float
    days_in_milk: float
    parity: tuple[float, float]
    ranges: Mapping[str, tuple[float, float]]


def edit_lactations(
    observed: Observations, tests: Int, days_in_milk: Int, limits: RecordLimits
) -> tuple[Observations, dict[str, int]]:
    """The lactations that are evaluated, and how many each rule left out.

    A lactation is left out for the first reason that holds; a value outside its range is taken as
    not measured and counted for itself.
    """
    left = np.ones(len(observed.animal), dtype=np.bool_)
    counts: dict[str, int] = {"read": len(left)}
    for name, bad in (
        ("unknown_animal", observed.animal < 0),
        ("parity", (observed.parity < limits.parity[0]) | (observed.parity > limits.parity[1])),
        ("tests", tests < limits.tests),
        ("days_in_milk", days_in_milk < limits.days_in_milk),
    ):
        counts[name] = int((left & bad).sum())
        left &= ~bad
    kept = observed.only(left)
    values = {}
    for name, column in kept.values.items():
        low, high = limits.ranges.get(name, (-np.inf, np.inf))
        outside = np.isfinite(column) & ((column < low) | (column > high))
        counts[f"range.{name}"] = int(outside.sum())
        values[name] = np.where(outside, np.nan, column)
    some = (
        np.any([np.isfinite(column) for column in values.values()], axis=0)
        if values
        else np.zeros(len(kept.animal), np.bool_)
    )
    counts["nothing_measured"] = int((~some).sum())
    answer = Observations(kept.animal, kept.place, kept.day, kept.parity, kept.group, values).only(
        some
    )
    counts["kept"] = len(answer.animal)
    return answer, counts


def contemporary_groups(observed: Observations, fewest: int) -> Int:
    """A whole number for each record's contemporary group, the same in every run.

    Farm, further class, year and quarter; where fewer than ``fewest`` records share that, farm,
    class and year; where they are still fewer, farm and class.
    """
    month = observed.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year, quarter = month // 12 + 1970, month % 12 // 3 + 1
    farm = (observed.place * 1_000 + observed.group % 1_000) * _MOST_CALENDAR * 10
    answer = farm + year * 10 + quarter
    for coarser in (farm + year * 10, farm):
        _, place, size = np.unique(answer, return_inverse=True, return_counts=True)
        answer = np.where(size[place] < fewest, coarser, answer)
    return answer.astype(np.int64)


def base_cows(pedigree: Pedigree, recorded: Int, year: int) -> tuple[Int, bool]:
    """Recorded cows born in the base year, or all recorded ones where none is; whether it fits."""
    cows = np.unique(recorded)
    born = cows[pedigree.birth_years[cows] == year]
    return (born, True) if len(born) else (cows, False)


def contents(yield_kg: Float, milk_kg: Float, mean_yield: float, mean_milk: float) -> Float:
    """Breeding value of a content in percentage points, from those of yield and milk in kg.

    What an animal's daughters change at the mean cow: 100 (Y + y) / (M + m) − 100 Y / M.
    """
    return 100 * (mean_yield + yield_kg) / (mean_milk + milk_kg) - 100 * mean_yield / mean_milk


@dataclass(frozen=True, slots=True)
class Mover:
    """An animal whose value changed: by how much beyond the change of base, and why."""

    name: str
    before: float
    now: float
    change_sd: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs over the animals both have.

    ``shift``: mean change; ``top``: how many of the best ``top_size`` are the same.
    """

    animals: int
    correlation: float | None
    shift: float
    spread_ratio: float | None
    top_size: int
    top: int
    moved: int
    movers: tuple[Mover, ...]


def compare_runs(
    names: Sequence[str],
    before: Float,
    now: Float,
    spread: float,
    reasons: Sequence[tuple[str, ...]],
    *,
    least_sd: float,
    most: int,
    top_size: int = 100,
) -> RunComparison:
    """How values changed between two runs, those that moved most first.

    ``spread``: genetic standard deviation; ``reasons``: of each animal, what differs in its data.
    """
    count = len(names)
    if not count:
        return RunComparison(0, None, 0.0, None, 0, 0, 0, ())
    shift = float((now - before).mean())
    change = (now - before - shift) / spread
    moved = np.flatnonzero(np.abs(change) >= least_sd)
    listed = moved[np.argsort(-np.abs(change[moved]), kind="stable")][:most]
    varies = count > 2 and before.std() > 0 and now.std() > 0
    size = min(top_size, count)
    first, second = (set(np.argsort(-v, kind="stable")[:size].tolist()) for v in (before, now))
    return RunComparison(
        count,
        float(np.corrcoef(before, now)[0, 1]) if varies else None,
        shift,
        float(now.std() / before.std()) if varies else None,
        size,
        len(first & second),
        len(moved),
        tuple(
            Mover(names[i], float(before[i]), float(now[i]), float(change[i]), reasons[i])
            for i in listed.tolist()
        ),
    )


def trend(years: Int, values: Float, reliability: Float) -> list[dict[str, float]]:
    """Mean value and reliability by birth year, with the number of animals; years known only."""
    known = years > 0
    answer = []
    for year in np.unique(years[known]).tolist():
        own = years == year
        answer.append(
            {
                "year": int(year),
                "animals": int(own.sum()),
                "mean": float(values[own].mean()),
                "reliability": float(reliability[own].mean()),
            }
        )
    return answer
