"""Traits of the monthly run solved together, or each alone: variances, solutions, reliabilities.

A block is one or more traits in one model: contemporary group (farm, year and quarter of calving)
and parity as fixed classes, breeding value, and permanent environment where lactations repeat,
with covariances between the traits. Variances are heritability and repeatability × the phenotypic
variance within contemporary groups of the same records; covariances follow from correlations.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Int, held
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.marker_models import SingleStepMarkers
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, bend
from milkshed.breeding.science.monthly_run import JOINT, SINGLE, VERSION, Observations
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.reliability import (
    approximate_reliability,
    joint_reliability,
    prediction_error_variances,
)
from milkshed.breeding.science.solving import Evaluation, solve
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.unknown_parents import handed_down

_LEAST_EIGENVALUE = 1e-3

Relatives = Related | SingleStepMarkers


@dataclass(frozen=True, slots=True)
class TraitVariances:
    """Where the variances of a trait come from: shares of the phenotypic variance."""

    heritability: float
    repeatability: float | None
    phenotypic: float

    @property
    def genetic(self) -> float:
        """σ²a."""
        return self.heritability * self.phenotypic

    @property
    def permanent(self) -> float:
        """σ²pe; 0 where records do not repeat."""
        if self.repeatability is None:
            return 0.0
        return max(self.repeatability - self.heritability, 0.0) * self.phenotypic

    @property
    def residual(self) -> float:
        """σ²e."""
        return self.phenotypic - self.genetic - self.permanent


def phenotypic_variance(values: Float, group: Int, parity: Int) -> tuple[float, int]:
    """Variance within contemporary groups and parities, and its degrees of freedom."""
    cell = np.unique(np.stack([group, parity]), axis=1, return_inverse=True)[1].ravel()
    size = np.bincount(cell)
    mean = np.bincount(cell, weights=values) / size
    free = len(values) - len(size)
    square = float(((values - mean[cell]) ** 2).sum())
    return (square / free if free > 0 else float("nan")), free


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Correlations (traits, traits) between the traits of a block."""

    genetic: Float
    permanent: Float
    residual: Float

    @classmethod
    def of_one(cls) -> "Correlations":
        """Of a trait with itself."""
        one = np.ones((1, 1))
        return cls(one, one, one)


@dataclass(frozen=True, slots=True, eq=False)
class BlockCovariances:
    """Covariances (traits, traits) of the traits of a block.

    ``permanent`` is None where no trait repeats. ``bent`` names the correlations that were no
    correlations of anything (an eigenvalue not above 0) and were bent.
    """

    genetic: Float
    permanent: Float | None
    residual: Float
    bent: tuple[str, ...]


def block_covariances(
    variances: Sequence[TraitVariances], correlations: Correlations
) -> BlockCovariances:
    """Covariances from variances and correlations.

    Raises ValueError where some traits of the block have a permanent environment and some none.
    """
    permanent = [one.permanent for one in variances]
    if any(permanent) and not all(permanent):
        raise ValueError("a block has a permanent environment in all of its traits or in none")
    bent: list[str] = []

    def spread(name: str, correlation: Float, parts: Sequence[float]) -> Float:
        proper = np.array(correlation, dtype=np.float64)
        if np.linalg.eigvalsh(proper)[0] <= 0:
            bent.append(name)
            proper = bend(proper, smallest=_LEAST_EIGENVALUE)
            scale = np.sqrt(np.diag(proper))
            proper = proper / np.outer(scale, scale)
        root = np.sqrt(np.array(parts))
        return held(np.outer(root, root) * proper)

    return BlockCovariances(
        spread("genetic", correlations.genetic, [one.genetic for one in variances]),
        spread("permanent", correlations.permanent, permanent) if any(permanent) else None,
        spread("residual", correlations.residual, [one.residual for one in variances]),
        tuple(bent),
    )


@dataclass(frozen=True, slots=True, eq=False)
class TraitRun:
    """What a trait came to: breeding values and reliabilities of all animals of the pedigree.

    ``mean``: mean of its records.
    """

    trait: str
    values: Float
    reliability: Float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class BlockRun:
    """What a block came to; ``values`` and ``reliability`` (animals, traits).

    ``effects``: names of levels and solutions (levels, traits) by term, for the next run to start
    from. ``exact``: reliabilities by the inverse of the equations, NaN for animals that were left
    out; None where they were not asked for or the equations are too many.
    """

    traits: tuple[str, ...]
    values: Float
    reliability: Float
    means: tuple[float, ...]
    effects: Mapping[str, tuple[tuple[str, ...], Float]]
    manifest: Mapping[str, object]
    exact: Float | None = None

    def of(self, trait: str) -> TraitRun:
        """One trait of the block."""
        at = self.traits.index(trait)
        return TraitRun(trait, self.values[:, at], self.reliability[:, at], self.means[at])


@dataclass(frozen=True, slots=True)
class Solver:
    """How equations are solved."""

    tolerance: float = 1e-6
    iterations: int = 2_000
    threads: int | None = None


def numbered(pedigree: Pedigree) -> Pedigree:
    """The same pedigree with the ids 1, 2, … that records refer to by whole numbers."""
    return Pedigree.from_numbers(
        pedigree.sire, pedigree.dam, born=pedigree.born, sex=pedigree.sex, groups=pedigree.groups
    )


def solve_block(
    traits: Sequence[str],
    observed: Observations,
    group: Int,
    pedigree: Pedigree,
    covariances: BlockCovariances,
    solver: Solver,
    *,
    relatives: Relatives | None = None,
    start: Sequence[StoredSolutions] = (),
    progress: Callable[[int, float], None] | None = None,
    with_reliability: bool = True,
    exact_up_to: int = 0,
) -> BlockRun:
    """Solve the traits of a block; ``pedigree`` as :func:`numbered` gives it.

    ``relatives``: its relationships where they are at hand, or with genotypes. Of at most
    ``exact_up_to`` equations the reliabilities are told exactly, too. A record may lack some of
    the traits. Animals without records, genotypes and progeny that has any are left out of the
    equations: their values are the means of their parents', as the equations would have it.
    Raises ValueError where no record has one of the traits.
    """
    values = np.column_stack([observed.values[trait] for trait in traits])
    measured = np.isfinite(values)
    some: list[bool] = np.any(measured, axis=0).tolist()
    for trait, any_value in zip(traits, some, strict=True):
        if not any_value:
            raise ValueError(f"{trait}: no record has a value")
    rows = np.flatnonzero(measured.any(axis=1))
    values, measured = values[rows], measured[rows]
    records = Records.from_columns(
        {trait: values[:, at] for at, trait in enumerate(traits)},
        {
            "cow": observed.animal[rows] + 1,
            "group": group[rows],
            "parity": observed.parity[rows],
        },
    )
    relatives = relatives or Related(pedigree)
    kept = _needed(pedigree, relatives, observed.animal[rows])
    small = pedigree if kept.all() else pedigree.only(kept)
    among = relatives if kept.all() else relatives.only(small, kept)
    random: list[Genetic | Random] = [Genetic(("cow",), covariances.genetic, structure=among)]
    if covariances.permanent is not None:
        random.append(Random("cow", covariances.permanent, name="permanent"))
    model = Model(
        fixed=(Fixed("group"), Fixed("parity")),
        random=tuple(random),
        residual=covariances.residual,
        name=f"{JOINT if len(traits) > 1 else SINGLE} {VERSION}: {', '.join(traits)}",
    )
    run = solve(
        model,
        records,
        small,
        start=start or None,
        tolerance=solver.tolerance,
        iterations=solver.iterations,
        threads=solver.threads,
        progress=progress,
    )
    solved = run.effect("animal")[:, 0]
    groups = solved[len(small) : len(small) + len(small.groups)]
    merits = handed_down(pedigree, kept, solved[: len(small)], groups)
    reliability = np.zeros((len(pedigree), len(traits)))
    if with_reliability:
        for at in range(len(traits)):
            has = measured[:, at]
            reliability[:, at] = _alone(
                at, pedigree, relatives, observed.animal[rows][has], group[rows][has], covariances
            )
        error = covariances.residual
        if covariances.permanent is not None:
            error = error + covariances.permanent
        known = joint_reliability(reliability[kept], covariances.genetic, error)
        # of an animal that nobody learns from, its parents tell at most half
        nothing = np.zeros((len(pedigree.groups), len(traits)))
        told = handed_down(pedigree, kept, known, nothing, share=0.25)
        reliability = np.maximum(reliability, told)
    return BlockRun(
        tuple(traits),
        merits,
        reliability,
        tuple(float(values[measured[:, at], at].mean()) for at in range(len(traits))),
        _effects(run)
        | {"animal": ((*pedigree.listed, *pedigree.groups), np.concatenate([merits, groups]))},
        run.manifest,
        _exact(run, kept) if run.convergence.equations <= exact_up_to else None,
    )


def _needed(pedigree: Pedigree, relatives: Relatives, recorded: Int) -> Bool:
    """Animals with records or genotypes, and their ancestors."""
    informed = recorded
    if isinstance(relatives, SingleStepMarkers):
        informed = np.concatenate([recorded, relatives.members])
    elif relatives.beyond is not None:
        members = relatives.beyond.members
        informed = np.concatenate([recorded, members[members < len(pedigree)]])
    return pedigree.ancestors(np.unique(informed))


def _exact(run: Evaluation, kept: Bool) -> Float:
    """Reliabilities (animals, traits) of the animals in the equations by their inverse."""
    term = run.equations.term("animal")
    assert term.structure is not None
    size = int(np.count_nonzero(kept))
    error = np.diagonal(prediction_error_variances(run)[:size], axis1=1, axis2=2)
    spread = term.structure.scale[:size, None] * np.diag(term.covariance)
    answer = np.full((len(kept), len(term.covariance)), np.nan)
    answer[kept] = 1.0 - error / spread
    return answer


def _alone(
    at: int, pedigree: Pedigree, relatives: Relatives, animal: Int, group: Int,
    covariances: BlockCovariances,
) -> Float:  # fmt: skip
    """Reliabilities of one trait of the block from its own records."""
    permanent = covariances.permanent
    found = approximate_reliability(
        pedigree,
        animal,
        np.unique(group, return_inverse=True)[1],
        variance_animal=float(covariances.genetic[at, at]),
        variance_residual=float(covariances.residual[at, at]),
        variance_permanent=0.0 if permanent is None else float(permanent[at, at]),
        inverse=relatives.inverse,
    )
    return np.clip(found.values, 0.0, 1.0)


def _effects(run: Evaluation) -> dict[str, tuple[tuple[str, ...], Float]]:
    return {term.name: (term.names, run.effect(term.name)[:, 0]) for term in run.equations.terms}
