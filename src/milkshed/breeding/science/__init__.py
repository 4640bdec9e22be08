"""The breeding library: what an evaluation needs, under one name.

``from milkshed.breeding.science import Records, model_from, solve``. A name is brought from its
module when it is first asked for, so that whoever needs one module does not load all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_MODULES = {
    "a_inverse": ("invert_relationships",),
    "design": ("check_design",),
    "formula": ("formula_from_table", "model_from"),
    "last_solutions": ("StoredSolutions",),
    "mixed_model": ("Fixed", "Genetic", "Model", "Random", "bend", "legendre"),
    "monte_carlo": ("estimate_large",),
    "pedigree": ("Pedigree", "prune"),
    "pedigree_checks": ("AgeLimits", "Policy", "check_rows", "mend_rows"),
    "pedigree_rows": ("PedigreeRows", "number_rows"),
    "records": ("Curve", "Records"),
    "refusals": ("NotUsable",),
    "reliability": (
        "approximate_reliability",
        "approximation_error",
        "compare_reliabilities",
        "exact_reliability",
        "prediction_error_variances",
    ),
    "reml": ("estimate_variances",),
    "repetition": ("repeat",),
    "reliability_sampling": ("sampled_reliability",),
    "shards": ("solve_shards",),
    "simulation": ("simulate_breeding_values", "simulate_pedigree"),
    "solving": ("solve",),
    "structures": ("Related",),
    "unknown_parents": ("assign_groups",),
    "validation": ("validate_forward", "validate_lr"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}

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


def __getattr__(name: str) -> object:
    """Bring a name from its module."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """The names, for whoever explores."""
    return sorted([*globals(), *__all__])
