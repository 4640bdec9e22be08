"""From a published index back to the evaluated traits: its weights, and how sure it is.

Contents follow from yields (Y + y) / (M + m), of which the first-order part counts; type traits are
standardised. What remains is a sum over the evaluated traits, block by block.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.actions.evaluation.blocks import block_again, told_blocks
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.monthly_run import TYPES, Observations
from milkshed.breeding.science.reliability import IndexPart, index_reliability
from milkshed.breeding.science.selection_index import IndexVersion
from milkshed.breeding.science.trait_blocks import BlockCovariances, TraitRun


@dataclass(frozen=True, slots=True, eq=False)
class IndexBasis:
    """The blocks of a run that an index is made of, with weights (traits,) by unit of each."""

    blocks: tuple[tuple[tuple[str, ...], BlockCovariances, Float], ...]

    def reliability(self, of: Callable[[str], Float]) -> Float:
        """Reliabilities of the index (animals,) from those ``of`` each trait, (animals,)."""
        parts = []
        for traits, held, weights in self.blocks:
            error = held.residual if held.permanent is None else held.residual + held.permanent
            known = np.column_stack([of(trait) for trait in traits])
            parts.append(IndexPart(known, held.genetic, error, weights))
        return index_reliability(parts)


def index_basis(
    run: EvaluationRun,
    version: IndexVersion | None,
    observed: Mapping[str, Observations],
    traits: Mapping[str, TraitRun],
    rules: BreedingRules,
) -> IndexBasis | None:
    """What an index of the run rests on; None where a trait of it was not evaluated."""
    if version is None:
        return None
    weights = _weights(run, version, traits, rules)
    if weights is None:
        return None
    blocks = []
    for name, named in told_blocks(run.manifest).items():
        mine = np.array([weights.get(trait, 0.0) for trait in named])
        if mine.any():
            blocks.append((named, block_again(name, run.manifest, observed, rules)[1], mine))
    return IndexBasis(tuple(blocks))


def _weights(
    run: EvaluationRun,
    version: IndexVersion,
    traits: Mapping[str, TraitRun],
    rules: BreedingRules,
) -> dict[str, float] | None:
    """Points by unit of each evaluated trait."""
    answer: dict[str, float] = {}

    def add(trait: str, points: float) -> bool:
        answer[trait] = answer.get(trait, 0.0) + points
        return trait in traits

    there = []
    for term in version.terms:
        points = version.scale * term.weight / term.sd
        if term.trait.endswith("_pct"):
            kind = f"{term.trait.removesuffix('_pct')}_kg"
            if kind not in traits or "milk_kg" not in traits:
                return None
            milk, content = traits["milk_kg"].mean, traits[kind].mean
            there.append(add(kind, points * 100 / milk))
            there.append(add("milk_kg", -points * 100 * content / milk**2))
        elif term.trait in TYPES and term.trait in traits:
            held = run.manifest["traits"][term.trait]["variances"]
            spread = (held["heritability"] * held["phenotypic"]) ** 0.5
            there.append(add(term.trait, points * rules.value("standard.type") / spread))
        else:
            there.append(add(term.trait, points))
    return answer if all(there) else None
