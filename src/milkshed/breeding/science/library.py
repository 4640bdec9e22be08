"""What an evaluation needs, under one name: ``from …science.library import Records, solve``."""

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.design import check_design
from milkshed.breeding.science.formula import formula_from_table, model_from
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, bend, legendre
from milkshed.breeding.science.monte_carlo import estimate_large
from milkshed.breeding.science.pedigree import Pedigree, prune
from milkshed.breeding.science.pedigree_checks import AgeLimits, Policy, check_rows, mend_rows
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Curve, Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reliability import (
    approximate_reliability,
    approximation_error,
    compare_reliabilities,
    exact_reliability,
    prediction_error_variances,
)
from milkshed.breeding.science.reliability_sampling import sampled_reliability
from milkshed.breeding.science.reml import estimate_variances
from milkshed.breeding.science.repetition import repeat
from milkshed.breeding.science.shards import solve_shards
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.unknown_parents import assign_groups
from milkshed.breeding.science.validation import validate_forward, validate_lr

__all__ = [
    "AgeLimits",
    "Curve",
    "Fixed",
    "Genetic",
    "Model",
    "NotUsable",
    "Pedigree",
    "PedigreeRows",
    "Policy",
    "Random",
    "Records",
    "Related",
    "StoredSolutions",
    "approximate_reliability",
    "approximation_error",
    "assign_groups",
    "bend",
    "check_design",
    "check_rows",
    "compare_reliabilities",
    "estimate_large",
    "estimate_variances",
    "exact_reliability",
    "formula_from_table",
    "invert_relationships",
    "legendre",
    "mend_rows",
    "model_from",
    "number_rows",
    "prediction_error_variances",
    "prune",
    "repeat",
    "sampled_reliability",
    "simulate_breeding_values",
    "simulate_pedigree",
    "solve",
    "solve_shards",
    "validate_forward",
    "validate_lr",
]
