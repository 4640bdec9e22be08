"""What the approximate reliabilities of a run miss, told with the run."""

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from milkshed.breeding.actions.evaluation.blocks import told_variances
from milkshed.breeding.science.monthly_run import Observations, contemporary_groups
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reliability import approximation_error

# whole contemporary groups are drawn up to so many records: a second of computing
RECORDS = 1500


def reliability_error(
    pedigree: Pedigree, observed: Observations, variances: Mapping[str, float], fewest: int
) -> dict[str, float] | None:
    """Approximate against exact reliabilities of milk on herds drawn from the run's own records.

    ``observed``: records with a milk yield; ``variances``: heritability, repeatability (or None)
    and phenotypic variance; ``fewest``: records of a contemporary group. None where there are too
    few animals to compare. The numbers are those of :class:`.reliability.Agreement`.
    """
    animal, parts = observed.animal, told_variances(variances)
    known = animal >= 0
    group = np.unique(contemporary_groups(observed, fewest), return_inverse=True)[1]
    try:
        found = approximation_error(
            pedigree,
            animal[known],
            group[known],
            variance_animal=parts.genetic,
            variance_permanent=parts.permanent,
            variance_residual=parts.residual,
            records=RECORDS,
        )
    except NotUsable:
        return None
    told = asdict(found)
    return told if all(np.isfinite(value) for value in told.values()) else None
