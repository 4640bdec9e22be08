"""Single step for the monthly run: what genotypes say beyond the pedigree, and how sure it makes.

H⁻¹ = A⁻¹ + (G⁻¹ - A₂₂⁻¹) among the genotyped (Aguilar et al. 2010; Christensen & Lund 2010), with G
(VanRaden 2008, method 1) blended with A₂₂ and tuned to its level. Two forms have the same
solutions. :class:`DenseGenotyped` holds the correction as a matrix and adds it to any sweep over
the pedigree: up to some 10⁴ genotyped animals. :class:`MarkerGenotyped` never forms a matrix: the
marker effects are among the unknowns (Liu, Goddard, Reinhardt & Reents 2014), two bits a genotype.
Where unknown parents have groups, the correction acts on what the genotyped deviate from their
groups (Misztal et al. 2013), without which H⁻¹ need not be positive definite.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from milkshed.breeding.science.a_inverse import AInverse
from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.core_spread import CoreSpread
from milkshed.breeding.science.genomics import level_and_slope, tune
from milkshed.breeding.science.marker_models import SingleStepMarkers
from milkshed.breeding.science.marker_relationships import genomic_blocks
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationship_product, relationships
from milkshed.breeding.science.reliability import (
    approximate_reliability,
    informed_reliability,
    joint_reliability,
)
from milkshed.breeding.science.structures import Beyond, Related
from milkshed.breeding.science.unknown_parents import group_shares

_SUREST = 1.0 - 1e-9


@dataclass(frozen=True, slots=True)
class Tuning:
    """G is tuned to level + slope × G, so that it meets the means of A₂₂.

    ``diagonal``, ``off_diagonal``: those means.
    """

    level: float
    slope: float
    diagonal: float
    off_diagonal: float


@dataclass(frozen=True, slots=True, eq=False)
class DenseGenotyped:
    """Genotyped animals of a pedigree: their relationships by markers, and the correction of A⁻¹.

    ``members``: places. ``by_markers`` is the tuned G, ``by_pedigree`` A₂₂, both (members,
    members).
    """

    members: Int
    by_markers: Float
    by_pedigree: Float
    beyond: Beyond
    tuning: Tuning

    def relatives(self, pedigree: Pedigree, inverse: AInverse) -> Related:
        """The relationships of everyone; ``pedigree`` has the same animals, also with groups."""
        return Related(pedigree, inverse, with_groups(self.beyond, pedigree))

    def gained(self, own: Float) -> Float:
        """Information (members, traits) that reaches each by markers beyond the pedigree."""
        answer = np.zeros_like(own)
        for at in range(own.shape[1]):
            by_markers = information(_spread(self.by_markers, own[:, at]))
            by_pedigree = information(_spread(self.by_pedigree, own[:, at]))
            answer[:, at] = np.maximum(by_markers - by_pedigree, 0.0)
        return answer


@dataclass(frozen=True, eq=False)
class MarkerGenotyped:
    """Genotyped animals of which no matrix is formed; ``members`` (places) as in ``store``.

    ``pedigree`` has no groups, ``f`` is its inbreeding; ``pedigree_share``: how much of A₂₂ is
    blended into G; ``core``: how many animals carry the spread of information between all.
    """

    pedigree: Pedigree
    members: Int
    store: MarkerStore
    f: Float
    pedigree_share: float
    core: int
    tuning: Tuning

    def relatives(self, pedigree: Pedigree, inverse: AInverse) -> SingleStepMarkers:
        """The relationships of everyone; ``pedigree`` has the same animals, also with groups."""
        return SingleStepMarkers(
            pedigree, self.members, self.store, polygenic=self.pedigree_share,
            level=self.tuning.level, slope=self.tuning.slope, inverse=inverse,
        )  # fmt: skip

    def gained(self, own: Float) -> Float:
        """Information (members, traits) that reaches each by markers beyond the pedigree.

        By markers it spreads over a core of the members (:class:`.core_spread.CoreSpread`), by
        pedigree along it (Misztal & Wiggans 1988).
        """
        spread = CoreSpread(
            self.pedigree, self.members, self.store, f=self.f, core=self.core,
            level=self.tuning.level, slope=self.tuning.slope, pedigree_share=self.pedigree_share,
        )  # fmt: skip
        kept = self.pedigree.ancestors(self.members)
        small, place = self.pedigree.only(kept), (np.cumsum(kept) - 1)[self.members]
        answer = np.zeros_like(own)
        for at in range(own.shape[1]):
            known = information(own[:, at])
            alone = np.zeros(len(small))
            alone[place] = known
            by_pedigree = informed_reliability(small, alone).values[place]
            gain = information(spread.reliability(known)) - information(by_pedigree)
            answer[:, at] = np.maximum(gain, 0.0)
        return answer


Genotyped = DenseGenotyped | MarkerGenotyped


def relate_genotyped(
    pedigree: Pedigree, members: Int, store: MarkerStore, *, f: Float, pedigree_share: float
) -> DenseGenotyped:
    """Relationships of ``members`` (places in the order of ``store``) by markers and pedigree.

    ``pedigree`` without unknown-parent groups, ``f`` its inbreeding; ``pedigree_share``: how much
    of A₂₂ is blended into G. Takes four dense matrices of the genotyped. Raises ValueError where
    two of them cannot be told apart.
    """
    _agree(members, store)
    a22 = relationships(pedigree, members, members, f=f)
    tuned = tune(np.asarray(genomic_blocks(store)), a22, pedigree_share=pedigree_share)
    by_markers, by_pedigree = _factor(tuned.matrix, "genomic"), _factor(a22, "pedigree")
    size = len(members)
    correction = cho_solve(by_markers, np.eye(size)) - cho_solve(by_pedigree, np.eye(size))
    diagonal = float(np.trace(a22)) / size
    return DenseGenotyped(
        members,
        tuned.matrix,
        held(a22),
        Beyond(
            members,
            held((correction + correction.T) / 2),
            held(np.diag(tuned.matrix).copy()),
            _log_determinant(by_markers) - _log_determinant(by_pedigree),
        ),
        Tuning(
            tuned.a,
            tuned.b,
            diagonal,
            (float(a22.sum()) - size * diagonal) / (size * (size - 1)),
        ),
    )


def join_genotyped(
    pedigree: Pedigree,
    members: Int,
    store: MarkerStore,
    *,
    f: Float,
    pedigree_share: float,
    core: int,
) -> MarkerGenotyped:
    """The same without a matrix, for any number of genotyped; ``core`` as in the class."""
    _agree(members, store)
    tuning = tuning_of(pedigree, members, store, f=f, pedigree_share=pedigree_share)
    return MarkerGenotyped(pedigree, members, store, f, pedigree_share, core, tuning)


def _agree(members: Int, store: MarkerStore) -> None:
    if len(members) != len(store):
        raise ValueError(f"{len(members)} animals, {len(store)} genotypes")


def tuning_of(
    pedigree: Pedigree, members: Int, store: MarkerStore, *, f: Float, pedigree_share: float
) -> Tuning:
    """What :func:`.genomics.tune` finds, from sums of G and A₂₂ without either matrix."""
    size = len(members)
    level = 2 * np.nan_to_num(store.frequencies)
    spread = float((level * (1 - level / 2)).sum())
    ones = np.ones(size)
    unit = np.zeros(len(pedigree))
    unit[members] = 1.0
    sums = (
        (
            float(store.square_sums(ones, level).sum()) / spread,
            float(np.square(store.by_animals(ones, level)).sum()) / spread,
        ),
        (
            size + float(f[members].sum()),
            float(relationship_product(pedigree, unit, f=f)[members].sum()),
        ),
    )
    by_markers, by_pedigree = (
        (trace / size, (total - trace) / (size * (size - 1))) for trace, total in sums
    )
    blended = (
        (1 - pedigree_share) * by_markers[0] + pedigree_share * by_pedigree[0],
        (1 - pedigree_share) * by_markers[1] + pedigree_share * by_pedigree[1],
    )
    return Tuning(*level_and_slope(by_pedigree, blended), *by_pedigree)


def with_groups(beyond: Beyond, pedigree: Pedigree) -> Beyond:
    """The correction for a pedigree whose unknown parents have groups; else as it is.

    C among the members becomes [I -Q]' C [I -Q] among members and groups, with Q the share of
    each group in each member.
    """
    groups = len(pedigree.groups)
    if not groups:
        return beyond
    kept = pedigree.ancestors(beyond.members)
    small, place = pedigree.only(kept), np.cumsum(kept) - 1
    shares = group_shares(small)[place[beyond.members]]
    deviation = np.hstack([np.eye(len(beyond.members)), -shares])
    levels = len(pedigree) + np.arange(groups)
    return Beyond(
        np.concatenate([beyond.members, levels]),
        held(deviation.T @ beyond.matrix @ deviation),
        held(np.concatenate([beyond.scale, np.zeros(groups)])),
        beyond.log_determinant,
    )


def _factor(matrix: Float, kind: str) -> tuple[Float, bool]:
    try:
        factor: tuple[Float, bool] = cho_factor(matrix, lower=True)
    except LinAlgError as problem:
        raise ValueError(f"{kind} relationships of the genotyped are singular") from problem
    return factor


def _log_determinant(factor: tuple[Float, bool]) -> float:
    return 2 * float(np.log(np.diag(factor[0])).sum())


def genomic_reliability(
    pedigree: Pedigree,
    genotyped: Genotyped,
    records: Sequence[tuple[Int, Int]],
    known: Float,
    *,
    genetic: Float,
    residual: Float,
    permanent: Float | None = None,
) -> Float:
    """Reliabilities of the genotyped, (members, traits); ``known``: those by pedigree.

    ``records``: for each trait the animals (places) and contemporary groups of its records;
    ``genetic``, ``residual``, ``permanent``: covariances (traits, traits). What each genotyped
    animal knows without the others - its own records and those of its progeny without genotypes -
    is found by the pedigree's approximation with the genotyped cut from their parents, and traits
    inform each other as in :func:`.reliability.joint_reliability`. That information spreads among
    the genotyped by G, and by A₂₂; what it comes to by G beyond A₂₂ is added to the pedigree's, as
    VanRaden et al. (2009) combine genomic predictions and parent averages without counting the
    latter twice. Information is r / (1 - r).
    """
    members = genotyped.members
    sire, dam = np.array(pedigree.sire), np.array(pedigree.dam)
    sire[members] = dam[members] = -1
    apart = Pedigree.from_numbers(sire, dam)
    error = residual if permanent is None else residual + permanent
    own = np.zeros((len(members), len(records)))
    for at, (animal, group) in enumerate(records):
        found = approximate_reliability(
            apart, animal, group, variance_animal=float(genetic[at, at]),
            variance_residual=float(residual[at, at]),
            variance_permanent=0.0 if permanent is None else float(permanent[at, at]),
        ).values[members]  # fmt: skip
        own[:, at] = np.clip(found, 0.0, _SUREST)
    own = joint_reliability(own, genetic, error)
    total = information(known) + genotyped.gained(np.minimum(own, _SUREST))
    return np.asarray(total / (1.0 + total))


def information(reliability: Float) -> Float:
    """r / (1 - r), of any shape."""
    held_in = np.clip(reliability, 0.0, _SUREST)
    return np.asarray(held_in / (1.0 - held_in))


def _spread(relationships: Float, own: Float) -> Float:
    """Reliabilities when the information of each, r / (1 - r) = D, reaches the others.

    1 - PEV / (g_ii σ²) with PEV = (G⁻¹ + D)⁻¹ = G - G (G + D⁻¹)⁻¹ G over the informed.
    """
    informed = np.flatnonzero(own > 0)
    if not len(informed):
        return np.zeros(len(own))
    among = relationships[np.ix_(informed, informed)]
    across = relationships[informed]
    factor = _factor(among + np.diag((1.0 - own[informed]) / own[informed]), "informed")
    told = np.einsum("im,im->m", across, cho_solve(factor, across))
    return np.asarray(told / np.diag(relationships))
