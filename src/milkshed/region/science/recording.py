"""What a milk-recording day finds, cow by cow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import parameter
from milkshed.region.science.herd import Herd
from milkshed.region.science.milk import DAG_PER_KG, CowDays, FarmDays


@dataclass(frozen=True, slots=True)
class TestDay:
    """One row per cow that gave milk on the day.

    ``milk_dag`` in 0.01 kg, percentages in g/100 g, ``cells_per_ml`` per mL.
    """

    __test__ = False

    animal: NDArray[np.int64]
    parity: NDArray[np.int16]
    days_in_milk: NDArray[np.int32]
    milk_dag: NDArray[np.int32]
    fat_pct: NDArray[np.float64]
    protein_pct: NDArray[np.float64]
    lactose_pct: NDArray[np.float64]
    cells_per_ml: NDArray[np.int64]


def record_day(herd: Herd, cows: CowDays, farm: FarmDays, day: int, seed: int) -> TestDay:
    """Cow-level results of a day; their milk-weighted means are the farm's bulk figures.

    Fat and protein are lowest near the peak of milk and rise to the end; cells rise with parity
    and stage.
    """
    column = day - herd.start
    generator = np.random.default_rng([seed, 7, herd.farm.number, day])
    lact = herd.lactations
    now = np.flatnonzero((lact.calving <= day) & (lact.end > day))
    milk = cows.milk_dag[lact.place[now], column]
    now, milk = now[milk > 0], milk[milk > 0]
    n = len(now)
    dim = (day - lact.calving[now]).astype(np.float64)
    parity = lact.parity[now]
    stage = 0.25 * np.exp(-dim / 12) - 0.09 * np.exp(-(((dim - 60) / 45) ** 2)) + 0.0004 * dim
    weight = milk / DAG_PER_KG

    def around(mean: float, relative: NDArray[np.float64], sd: float) -> NDArray[np.float64]:
        values = mean * relative + sd * generator.standard_normal(n)
        values = np.clip(values, 0.5 * mean, 2.0 * mean)
        return np.asarray(values * (mean / np.average(values, weights=weight)), np.float64)

    score = 0.25 * np.minimum(parity, 5) + 0.003 * dim
    score = score + np.log(2) * parameter("scc.cow_sd_score") * 0.75 * generator.standard_normal(n)
    cells = np.exp(score)
    if n:
        cells *= farm.cells_per_ml[column] / np.average(cells, weights=weight)
    return TestDay(
        animal=lact.animal[now].astype(np.int64),
        parity=parity,
        days_in_milk=dim.astype(np.int32),
        milk_dag=milk,
        fat_pct=np.round(
            around(float(farm.fat_pct[column]), 1 + stage, parameter("fat.cow_sd_pct")), 2
        ),
        protein_pct=np.round(
            around(
                float(farm.protein_pct[column]), 1 + 0.7 * stage, parameter("protein.cow_sd_pct")
            ),
            2,
        ),
        lactose_pct=np.round(
            around(
                float(farm.lactose_pct[column]),
                1 - 0.006 * np.minimum(parity, 4),
                parameter("lactose.cow_sd_pct"),
            ),
            2,
        ),
        cells_per_ml=np.clip(np.rint(cells / 1000), 2, parameter("scc.counter_top") / 1000).astype(
            np.int64
        )
        * 1000,
    )
