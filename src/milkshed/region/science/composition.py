"""What milk tests read, worked out from what milk is made of.

Traits are the last axis of an array in the order of :data:`farm_table.TRAITS`. Mixing is by
mass: percentages, counts and freezing point are taken as mass means (a litre and a kilogram of
milk differ by 3 %, the same for all milk).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import parameter

Values = NDArray[np.float64]
FAT, PROTEIN, LACTOSE, CELLS, BACTERIA, FREEZING = range(6)
WATER_TRAITS = np.zeros(6)
LACTOSE_ANHYDROUS = 0.95  # lactose without its water of crystallisation


@dataclass(frozen=True, slots=True)
class TestResults:
    """Readings of one sample per row, rounded as laboratories report them.

    Percentages in g/100 g; density is relative, 20 ℃/4 ℃; acidity °T; counts per mL; AFM1 in
    µg/kg. ``antibiotic_positive`` is the confirmed result of the laboratory.
    """

    __test__ = False

    fat_pct: Values
    protein_pct: Values
    lactose_pct: Values
    snf_pct: Values
    density: Values
    freezing_point_c: Values
    acidity_t: Values
    bacteria_per_ml: NDArray[np.int64]
    cells_per_ml: NDArray[np.int64]
    aflatoxin_m1_ug_per_kg: Values
    antibiotic_positive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.fat_pct)


def solids_not_fat_pct(traits: Values, dilution: Values | float = 1.0) -> Values:
    """Protein, lactose (anhydrous) and ash in g/100 g; ``dilution`` is the share of milk."""
    return np.asarray(
        traits[..., PROTEIN]
        + LACTOSE_ANHYDROUS * traits[..., LACTOSE]
        + parameter("ash.mean_pct") * np.asarray(dilution)
    )


def relative_density(fat_pct: Values, snf_pct: Values) -> Values:
    """Relative density from fat and solids-not-fat, g/100 g.

    Fleischmann (1885): total solids = 1.2 fat + 2.665 (100 d - 100)/d.
    """
    excess = (snf_pct + fat_pct - 1.2 * fat_pct) / 2.665
    return np.asarray(100 / (100 - excess))


def water_down(traits: Values, water_share: float) -> Values:
    """Traits after a share of the mix is water: everything falls in proportion."""
    return np.asarray(traits * (1 - water_share))


def water_share_for(freezing_point_c: float, target_c: float) -> float:
    """Share of water that raises a freezing point to ``target_c`` (Raoult, linear)."""
    return 1 - target_c / freezing_point_c


def read_tests(
    traits: Values,
    milk_share: Values,
    antibiotic: NDArray[np.bool_],
    generator: np.random.Generator,
) -> TestResults:
    """Laboratory readings of samples with these traits, shape (n, 6), with small errors.

    ``milk_share`` is 1 minus added water, shape (n,).
    """
    n = len(traits)

    def error(sd: float) -> Values:
        return sd * generator.standard_normal(n)

    snf = solids_not_fat_pct(traits, milk_share)
    return TestResults(
        fat_pct=np.round(traits[:, FAT] + error(0.02), 2),
        protein_pct=np.round(traits[:, PROTEIN] + error(0.015), 2),
        lactose_pct=np.round(traits[:, LACTOSE] + error(0.015), 2),
        snf_pct=np.round(snf + error(0.02), 2),
        density=np.round(relative_density(traits[:, FAT], snf) + error(0.0002), 4),
        freezing_point_c=np.round(traits[:, FREEZING] + error(0.001), 3),
        acidity_t=np.round(
            np.clip(parameter("acidity.mean_t") + error(parameter("acidity.sd_t")), 12.0, 16.5)
            * milk_share,
            1,
        ),
        bacteria_per_ml=_hundreds(traits[:, BACTERIA] * np.exp(error(0.10))),
        cells_per_ml=_hundreds(traits[:, CELLS] * np.exp(error(0.05))),
        aflatoxin_m1_ug_per_kg=np.round(
            parameter("aflatoxin_m1.median") * parameter("aflatoxin_m1.gsd") ** error(1.0), 3
        ),
        antibiotic_positive=antibiotic.copy(),
    )


def _hundreds(values: Values) -> NDArray[np.int64]:
    return np.asarray(np.maximum(np.rint(values / 100), 1) * 100, np.int64)
