"""What the simulated region is calibrated to: one dated row per parameter, with its source.

Marks: ``R`` read in a public source, ``M`` remembered from working knowledge of the field,
``A`` assumed for the simulation, ``D`` derived by arithmetic from rows of the other kinds,
``P`` a figure of the draft dairy plan 2024-2027.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value with its unit, where it comes from, how sure we are, and from when it holds."""

    key: str
    value: float
    unit: str
    source: str
    mark: str
    valid_from: date = date(2023, 1, 1)


_PLAN = "draft dairy plan 2024-2027, section 1 (figures of 2023)"
_OURS = "set for the simulation"
_TRADE = "working knowledge of Chinese dairy farms, remembered"
_STUDY = "abstract of a Ningxia milk-recording study (parity, stage and season), 2021"

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("region.head", 920_000, "head", _PLAN, "P"),
    Parameter("region.milk_t", 4_306_000, "t/year", _PLAN, "P"),
    Parameter("region.farms", 327, "farms", _PLAN, "P"),
    Parameter("region.stations", 305, "stations", _PLAN, "P"),
    Parameter("region.plants", 26, "plants", _PLAN, "P"),
    Parameter("region.plant_capacity_t", 15_000, "t/day", _PLAN, "P"),
    Parameter("region.tankers", 460, "vehicles", "430 loads a day and a reserve", "A"),
    Parameter("region.adult_yield_t", 9.7, "t/cow/year", _PLAN, "P"),
    Parameter(
        "farm.scale_share", 0.99, "share", "plan gives 98-99 % of head in farms of 100 head", "P"
    ),
    Parameter("farm.size_median", 2_050, "head", f"{_OURS}; mean 920,000/327 = 2,813", "A"),
    Parameter("farm.size_sigma", 0.79, "ln head", _OURS, "A"),
    Parameter("farm.size_least", 100, "head", "definition of a large farm", "R"),
    Parameter("farm.size_most", 25_000, "head", "largest new farm of the region, 2024", "R"),
    Parameter("farm.yield_sd_t", 1.2, "t/cow/year", _OURS, "A"),
    Parameter("herd.adult_share", 0.48, "share", "430.6/9.7 = 444,000 of 920,000", "D"),
    Parameter("herd.calving_interval_d", 400, "d", _TRADE, "M"),
    Parameter("herd.calving_interval_sd_d", 55, "d", _TRADE, "M"),
    Parameter("herd.first_calving_months", 24, "months", _TRADE, "M"),
    Parameter("herd.first_calving_sd_months", 1.5, "months", _TRADE, "M"),
    Parameter("herd.turnover", 0.32, "1/year", f"{_TRADE}; culled and dead adults", "M"),
    Parameter("herd.death_share_of_exits", 0.18, "share", "deaths 3-8 % by parity", "R"),
    Parameter("herd.calf_death", 0.05, "share", _TRADE, "M"),
    Parameter("herd.dry_d", 68, "d", f"{_OURS}, so that 83-85 % of adults milk", "A"),
    Parameter("herd.dry_sd_d", 7, "d", _OURS, "A"),
    Parameter("herd.dry_before_exit_d", 28, "d", f"{_OURS}; low yielders wait for sale", "A"),
    Parameter("herd.gestation_d", 277, "d", "RuFaS defaults 276 ± 6", "R"),
    Parameter("herd.colostrum_d", 7, "d", "State Council Order 536, article 24", "R"),
    Parameter("milk.cow_cv", 0.13, "share", "305-day yields vary 15-16 % within parity", "R"),
    Parameter("milk.day_cv", 0.07, "share", _OURS, "A"),
    Parameter("milk.day_correlation", 0.6, "1", "autoregressive day-to-day deviation", "A"),
    Parameter("milk.season_amplitude", 0.03, "share", _OURS, "A"),
    Parameter("milk.season_peak_month", 4.5, "month", _OURS, "A"),
    Parameter("fat.mean_pct", 3.85, "g/100 g", "3.8 (Litong 2025), 3.93 (Wuzhong 2019)", "R"),
    Parameter("fat.farm_sd_pct", 0.15, "g/100 g", _OURS, "A"),
    Parameter("fat.day_sd_pct", 0.10, "g/100 g", _OURS, "A"),
    Parameter("fat.cow_sd_pct", 0.60, "g/100 g", "test-day SD, remembered", "M"),
    Parameter("fat.season_amplitude", 0.035, "share", "fitted to northern herds", "A"),
    Parameter("fat.season_peak_month", 2, "month", "highest in February", "R"),
    Parameter("protein.mean_pct", 3.30, "g/100 g", "3.2 (Litong 2025), 3.37 (Wuzhong 2019)", "R"),
    Parameter("protein.farm_sd_pct", 0.08, "g/100 g", _OURS, "A"),
    Parameter("protein.day_sd_pct", 0.05, "g/100 g", _OURS, "A"),
    Parameter("protein.cow_sd_pct", 0.25, "g/100 g", "test-day SD, remembered", "M"),
    Parameter("protein.season_amplitude", 0.022, "share", "fitted to northern herds", "A"),
    Parameter("protein.season_peak_month", 12, "month", _OURS, "A"),
    Parameter("lactose.mean_pct", 4.95, "g/100 g", f"monohydrate; low 4.84: {_STUDY}", "R"),
    Parameter("lactose.farm_sd_pct", 0.04, "g/100 g", _OURS, "A"),
    Parameter("lactose.day_sd_pct", 0.02, "g/100 g", _OURS, "A"),
    Parameter("lactose.cow_sd_pct", 0.18, "g/100 g", "test-day SD, remembered", "M"),
    Parameter("ash.mean_pct", 0.75, "g/100 g", "ash and minor solids, so that SNF is 8.75", "A"),
    Parameter("scc.bulk_median", 175_000, "cells/mL", _OURS, "A"),
    Parameter("scc.bulk_gsd", 1.35, "ratio", _OURS, "A"),
    Parameter("scc.season_amplitude", 0.12, "share", "lowest in January", "R"),
    Parameter("scc.cow_sd_score", 1.6, "score", "ln SD between cows of a herd", "A"),
    Parameter("scc.counter_top", 9_999_000, "cells/mL", "counters report no more (ICAR)", "R"),
    Parameter("count.median", 20_000, "CFU/mL", _OURS, "A"),
    Parameter("count.gsd", 2.2, "ratio", _OURS, "A"),
    Parameter("freezing_point.mean_c", -0.525, "℃", _OURS, "A"),
    Parameter("freezing_point.sd_c", 0.006, "℃", _OURS, "A"),
    Parameter("acidity.mean_t", 13.2, "°T", _OURS, "A"),
    Parameter("acidity.sd_t", 0.5, "°T", _OURS, "A"),
    Parameter("aflatoxin_m1.median", 0.02, "µg/kg", f"{_OURS}; limit 0.5", "A"),
    Parameter("aflatoxin_m1.gsd", 1.7, "ratio", _OURS, "A"),
    Parameter("tanker.load_t", 28, "t", "tankers of 25-30 t", "D"),
    Parameter("flow.local_share", 0.93, "share", f"{_OURS}; the rest is sold outside", "A"),
    Parameter("flow.outside_share", 0.07, "share", f"{_OURS}; 4,600 t/d of 11,000 in 2021", "A"),
    Parameter("flow.full_plant_share", 0.90, "share", f"{_OURS}; no plant plans above it", "A"),
    Parameter("flow.road_factor", 1.3, "road km per straight km", _OURS, "A"),
    Parameter("flow.tanker_kmh", 48, "km/h", _OURS, "A"),
    Parameter("weighbridge.cv", 0.001, "share", "class III vehicle scale, 20 kg division", "A"),
    Parameter("silo.heel_share", 0.03, "share", f"{_OURS}; 2-5 % stays in a drained silo", "A"),
    Parameter("silo.cleaning_d", 1.5, "d", f"{_OURS}; every 1-2 days", "A"),
    Parameter("loss.unloading", 0.0004, "share", "film in tank and hose", "A"),
    Parameter("loss.pasteurising", 0.002, "share", "flushing of the plant", "A"),
)

BY_KEY: Mapping[str, Parameter] = MappingProxyType({row.key: row for row in PARAMETERS})


def parameter(key: str) -> float:
    """The value of one parameter; raises KeyError for a name that no row has."""
    return BY_KEY[key].value


@dataclass(frozen=True, slots=True)
class LactationCurve:
    """MilkBot curve of a parity: scale kg/d, ramp d, decay 1/d (Ehrlich 2011).

    ``y(t) = scale (1 - exp(-t/ramp)/2) exp(-decay t)``; the peak lies at
    ``-ramp ln(2 decay ramp / (1 + decay ramp))``.
    """

    parity: int
    scale: float
    ramp: float
    decay: float


# Peaks at 96, 71, 68 and 67 days: 94 in parity 1 and 67 in parity 4 were measured in Ningxia.
LACTATION_CURVES: tuple[LactationCurve, ...] = (
    LactationCurve(1, 36.0, 34.0, 0.00090),
    LactationCurve(2, 45.0, 28.0, 0.00150),
    LactationCurve(3, 48.0, 28.0, 0.00165),
    LactationCurve(4, 49.0, 28.0, 0.00170),
)

# The chance that a lactation ends with the cow leaving the herd, by parity 1, 2, 3, ...; risks
# by parity as in the RuFaS defaults, scaled so that adults turn over at herd.turnover.
EXIT_BY_PARITY: tuple[float, ...] = (0.212, 0.270, 0.333, 0.400, 0.465, 0.55, 0.65, 0.75, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county of the synthetic table: head, yearly milk, large farms, and what it rests on."""

    code: str
    head: int
    milk_t: int
    farms: int
    basis: str


# Synthetic calibration: made to sum exactly to the plan's 92.0万 head, 430.6万 t and 327 farms.
COUNTY_TABLE: tuple[CountyRow, ...] = (
    CountyRow("640104", 70_000, 336_000, 24, "synthetic; base Yueyahu"),
    CountyRow("640105", 35_000, 182_000, 12, "synthetic"),
    CountyRow("640106", 3_000, 13_000, 2, "synthetic"),
    CountyRow("640121", 17_000, 73_000, 9, "synthetic"),
    CountyRow("640122", 45_000, 209_000, 18, "synthetic"),
    CountyRow(
        "640181", 170_000, 859_000, 60, "60 farms and 10,748 kg public 2024-07; head derived"
    ),
    CountyRow("640202", 2_000, 9_000, 1, "derived from the city's total"),
    CountyRow("640205", 13_000, 53_000, 7, "derived from the city's total"),
    CountyRow("640221", 100_000, 440_000, 22, "public 2024-06: 22 farms, over 100,000 head"),
    CountyRow("640302", 220_000, 1_056_000, 86, "public end of 2025: 227,900 head, over 3,100 t/d"),
    CountyRow("640303", 6_000, 26_000, 5, "synthetic"),
    CountyRow("640323", 4_000, 17_000, 4, "synthetic"),
    CountyRow("640324", 4_000, 17_000, 4, "synthetic"),
    CountyRow("640381", 69_000, 317_000, 28, "derived: Wuzhong 308,000 (2025) less Litong"),
    CountyRow("640402", 1_000, 5_000, 1, "synthetic"),
    CountyRow("640422", 500, 2_000, 1, "synthetic"),
    CountyRow("640423", 500, 2_000, 0, "synthetic"),
    CountyRow("640424", 300, 1_000, 0, "synthetic"),
    CountyRow("640425", 700, 4_000, 1, "synthetic"),
    CountyRow("640502", 85_000, 366_000, 26, "synthetic"),
    CountyRow("640521", 56_000, 249_000, 8, "public 2022-11: 41,000 head, 190,000 t, 6 farms"),
    CountyRow("640522", 18_000, 70_000, 8, "synthetic"),
)
