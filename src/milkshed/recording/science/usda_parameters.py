"""USDA's parameters of best prediction: standard curves, spreads and correlations.

From BESTPRED 2.0 release candidate 7 (J. B. Cole and P. M. VanRaden, USDA Agricultural Research
Service; a work of the United States government, in the public domain) and its manual (Cole &
VanRaden 2008). Curves are those of Cole, Null & VanRaden (2009): Wood (1967) for milk, fat and
protein in kg a day, Morant & Gnanasakthy (1989) for the somatic cell score. They describe United
States herds of about 1997–2003 and are offered as a reference; a region should fit its own.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from milkshed.recording.science.recorded_days import Float

LAST_DAY: Final = 365
POUNDS_PER_KG: Final = 2.205

# (a, b, c) of a·t^b·e^(−c·t) by parity group (first, later) and trait (milk, fat, protein)
_WOOD_MEAN = {
    "H": (
        ((13.0097, 0.2673, 0.00262), (0.7842, 0.1199, 0.00130), (0.4625, 0.2033, 0.00161)),
        ((22.0087, 0.2155, 0.00357), (1.2874, 0.0731, 0.00213), (0.8539, 0.1317, 0.00232)),
    ),
    "J": (
        ((11.5338, 0.2022, 0.00222), (0.5027, 0.1954, 0.00161), (0.4096, 0.1797, 0.00148)),
        ((17.3990, 0.1766, 0.00316), (0.7902, 0.1634, 0.00249), (0.7146, 0.1231, 0.00219)),
    ),
}
_WOOD_SD = {
    "H": (
        ((5.3807, 0.0540, -0.0003), (0.3798, -0.0612, -0.00061), (0.1803, 0.0168, -0.00072)),
        ((8.7545, 0.0282, 0.000439), (0.5536, -0.0526, 0.000304), (0.3270, -0.0363, -0.00022)),
    ),
    "J": (
        ((3.8016, 0.0740, -0.00012), (0.2245, 0.0450, -0.00023), (0.1255, 0.0761, -0.0004)),
        ((5.1140, 0.0797, 0.000618), (0.2911, 0.0690, 0.000659), (0.2027, 0.0399, 7.7e-05)),
    ),
}
# (p, q, r, s) of p − q·x + r·x² + s/x with x = t + 10, by parity group
_SCS_MEAN = {
    "H": ((1.9798, -0.00344, -3.42e-06, 16.8829), (2.5072, -0.00431, -4.59e-06, 8.9804)),
    "J": ((2.1590, -0.00354, -3.68e-06, 19.6530), (2.2129, -0.00572, -8.02e-06, 14.9249)),
}
_SCS_SD = {
    "H": ((1.9551, 0.000248, -1.22e-07, -1.5154), (2.4849, 0.00229, 3.454e-06, -6.3911)),
    "J": ((1.7515, -5e-05, -3.91e-07, 3.1323), (2.3131, 0.00134, 1.457e-06, -2.5612)),
}
# breed means and SDs of 305-d mature-equivalent yields, pounds and SCS
_BREED_MEAN = {"H": (25658.0, 935.0, 771.0, 3.08), "J": (18161.0, 833.0, 644.0, 3.32)}
_BREED_SD = {"H": (2946.0, 119.0, 97.0, 1.34), "J": (2128.0, 109.0, 89.0, 1.18)}

CORRELATION: Final = np.array(
    [
        [1.00, 0.67, 0.85, -0.08],
        [0.67, 1.00, 0.77, -0.14],
        [0.85, 0.77, 1.00, -0.10],
        [-0.08, -0.14, -0.10, 1.00],
    ]
)
# share of a day's variance of its own, share that decays, decay per day; yields and SCS
_DECAY = (((0.214, 0.786, 0.998), (0.199, 0.801, 0.998)),
          ((0.132, 0.868, 0.997), (0.199, 0.801, 0.998)))  # fmt: skip
_CENTRE_DAY = ((115.0, 115.0, 150.0, 155.0), (161.0, 152.0, 159.0, 148.0))
MONTHLY_RELIABILITY: Final = np.array([[0.962, 0.960, 0.962, 0.943], [0.958, 0.956, 0.958, 0.960]])
"""Squared accuracy of monthly supervised testing by parity group and trait: DCR 100."""

SUPERVISION_WEIGHT: Final = np.array([0.0, 1.0, 0.77, 0.97, 1.0, 1.0, 0.77, 0.97, 1.0, 1.0])
"""How much a test counts, by USDA's supervision code (1 supervised, 2 owner-sampler, 0 void)."""

SAME_DAY_ERROR: Final = 0.3
"""Variance added per milking not weighed or sampled, as a share of the daily variance."""

OWNER_ERROR: Final = 0.62
"""Factor of the error common to all tests of an unsupervised plan."""


@dataclass(frozen=True, slots=True, eq=False)
class StandardCurves:
    """Parameters for both parity groups (first, later), traits milk, fat, protein, SCS.

    Daily ``mean`` and ``sd`` (2, 4, days + 1), kg and score; ``same_day``, ``decaying`` (2, 2)
    and ``decay`` (2, 2, days + 1) of the correlation between days, for yields and SCS;
    ``correlation`` (4, 4) between traits; ``centre_day`` (2, 4) about which persistency is
    measured; ``breed_mean`` (4,) and ``breed_sd`` (4,) of 305 days.
    """

    mean: Float
    sd: Float
    same_day: Float
    decaying: Float
    decay: Float
    correlation: Float
    centre_day: Float
    breed_mean: Float
    breed_sd: Float


@lru_cache(maxsize=4)
def usda_curves(breed: str = "H") -> StandardCurves:
    """The parameters of a breed: ``H`` Holstein or ``J`` Jersey. Raises ValueError for others."""
    if breed not in _WOOD_MEAN:
        raise ValueError(f"breed = {breed!r}: H (Holstein) or J (Jersey)")
    day = np.arange(1, LAST_DAY + 1, dtype=np.float64)
    mean, sd = np.zeros((2, 4, LAST_DAY + 1)), np.zeros((2, 4, LAST_DAY + 1))
    for group in range(2):
        for trait in range(3):
            for target, table in ((mean, _WOOD_MEAN), (sd, _WOOD_SD)):
                a, b, c = table[breed][group][trait]
                target[group, trait, 1:] = a * day**b * np.exp(-c * day)
        x = day + 10
        p, q, r, s = _SCS_MEAN[breed][group]
        mean[group, 3, 1:] = p - q * x + r * x**2 + s / x
        p, q, r, s = _SCS_SD[breed][group]
        sd[group, 3, 1:] = p - q * x + r * x**2 / 2 + s / x
    shares = np.array(_DECAY)
    gap = np.arange(LAST_DAY + 1)
    to_kg = np.array([POUNDS_PER_KG] * 3 + [1.0])
    return StandardCurves(
        mean=mean,
        sd=sd,
        same_day=shares[:, :, 0],
        decaying=shares[:, :, 1],
        decay=shares[:, :, 2, None] ** gap,
        correlation=CORRELATION,
        centre_day=np.array(_CENTRE_DAY),
        breed_mean=np.array(_BREED_MEAN[breed]) / to_kg,
        breed_sd=np.array(_BREED_SD[breed]) / to_kg,
    )
