"""Single step for the monthly run: what genotypes say beyond the pedigree, and how sure it makes.

H⁻¹ = A⁻¹ + (G⁻¹ - A₂₂⁻¹) among the genotyped (Aguilar et al. 2010; Christensen & Lund 2010), with G
(VanRaden 2008, method 1) blended with A₂₂ and tuned to its level. The correction is dense among
the genotyped and is added to any sweep over the pedigree, so that a region of any size is solved
with up to some 10⁴ genotyped animals. Where unknown parents have groups, the correction acts on
what the genotyped deviate from their groups (Misztal et al. 2013), without which H⁻¹ need not be
positive definite.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.genomics import tune
from milkshed.breeding.science.marker_store import MarkerStore, genomic_blocks
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.reliability import approximate_reliability
from milkshed.breeding.science.structures import Beyond
from milkshed.breeding.science.unknown_parents import group_shares


@dataclass(frozen=True, slots=True, eq=False)
class Genotyped:
    """Genotyped animals of a pedigree: their relationships by markers, and the correction of A⁻¹.

    ``level`` and ``slope``: G was tuned to level + slope × G. ``diagonal``, ``off_diagonal``:
    means of A₂₂, which the tuned G meets.
    """

    members: Int
    matrix: Float
    beyond: Beyond
    level: float
    slope: float
    diagonal: float
    off_diagonal: float


def relate_genotyped(
    pedigree: Pedigree, members: Int, store: MarkerStore, *, f: Float, pedigree_share: float
) -> Genotyped:
    """Relationships of ``members`` (places in the order of ``store``) by markers and pedigree.

    ``pedigree`` without unknown-parent groups, ``f`` its inbreeding; ``pedigree_share``: how much
    of A₂₂ is blended into G. Takes three dense matrices of the genotyped. Raises ValueError where
    two of them cannot be told apart.
    """
    if len(members) != len(store):
        raise ValueError(f"{len(members)} animals, {len(store)} genotypes")
    a22 = relationships(pedigree, members, members, f=f)
    tuned = tune(np.asarray(genomic_blocks(store)), a22, pedigree_share=pedigree_share)
    by_markers, by_pedigree = _factor(tuned.matrix, "genomic"), _factor(a22, "pedigree")
    size = len(members)
    correction = cho_solve(by_markers, np.eye(size)) - cho_solve(by_pedigree, np.eye(size))
    diagonal = float(np.trace(a22)) / size
    return Genotyped(
        members,
        tuned.matrix,
        Beyond(
            members,
            held((correction + correction.T) / 2),
            held(np.diag(tuned.matrix).copy()),
            _log_determinant(by_markers) - _log_determinant(by_pedigree),
        ),
        tuned.a,
        tuned.b,
        diagonal,
        (float(a22.sum()) - size * diagonal) / (size * (size - 1)),
    )


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
    animal: Int,
    group: Int,
    *,
    variance_animal: float,
    variance_residual: float,
    variance_permanent: float = 0.0,
) -> Float:
    """Reliabilities of the genotyped (members,) for one trait.

    What each genotyped animal knows without the others - its own records and those of its progeny
    without genotypes - is found by the pedigree's approximation with the genotyped cut from their
    parents; then 1 - PEV / (g_ii σ²) with PEV from G and that information D,
    (G⁻¹ + D)⁻¹ = G - G (G + D⁻¹)⁻¹ G. What parents without genotypes know is left out, so that
    the pedigree's reliability may be the higher one.
    """
    members, g = genotyped.members, genotyped.matrix
    sire, dam = np.array(pedigree.sire), np.array(pedigree.dam)
    sire[members] = dam[members] = -1
    apart = Pedigree.from_numbers(sire, dam)
    own = approximate_reliability(
        apart, animal, group, variance_animal=variance_animal,
        variance_residual=variance_residual, variance_permanent=variance_permanent,
    ).values[members]  # fmt: skip
    own = np.clip(own, 0.0, 1.0 - 1e-9)
    informed = np.flatnonzero(own > 0)
    if not len(informed):
        return np.zeros(len(members))
    among = g[np.ix_(informed, informed)] + np.diag((1.0 - own[informed]) / own[informed])
    across = g[informed]
    told = np.einsum("im,im->m", across, cho_solve(_factor(among, "genomic"), across))
    return np.asarray(np.clip(told / np.diag(g), 0.0, 1.0))
