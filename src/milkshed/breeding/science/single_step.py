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
from milkshed.breeding.science.marker_relationships import genomic_blocks
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.reliability import approximate_reliability
from milkshed.breeding.science.structures import Beyond
from milkshed.breeding.science.unknown_parents import group_shares

_SUREST = 1.0 - 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Genotyped:
    """Genotyped animals of a pedigree: their relationships by markers, and the correction of A⁻¹.

    ``by_markers`` is the tuned G, ``by_pedigree`` A₂₂, both (members, members). ``level`` and
    ``slope``: G was tuned to level + slope × G. ``diagonal``, ``off_diagonal``: means of A₂₂,
    which the tuned G meets.
    """

    members: Int
    by_markers: Float
    by_pedigree: Float
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
    of A₂₂ is blended into G. Takes four dense matrices of the genotyped. Raises ValueError where
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
        held(a22),
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
    known: Float,
    *,
    variance_animal: float,
    variance_residual: float,
    variance_permanent: float = 0.0,
) -> Float:
    """Reliabilities of the genotyped (members,) for one trait; ``known``: those by pedigree.

    What each genotyped animal knows without the others - its own records and those of its progeny
    without genotypes - is found by the pedigree's approximation with the genotyped cut from their
    parents. That information spreads among the genotyped by G, and by A₂₂; what it comes to by G
    beyond A₂₂ is added to the pedigree's, as VanRaden et al. (2009) combine genomic predictions
    and parent averages without counting the latter twice. Information is r / (1 - r).
    """
    members = genotyped.members
    sire, dam = np.array(pedigree.sire), np.array(pedigree.dam)
    sire[members] = dam[members] = -1
    apart = Pedigree.from_numbers(sire, dam)
    own = approximate_reliability(
        apart, animal, group, variance_animal=variance_animal,
        variance_residual=variance_residual, variance_permanent=variance_permanent,
    ).values[members]  # fmt: skip
    own = np.clip(own, 0.0, _SUREST)
    by_markers = _information(_spread(genotyped.by_markers, own))
    gained = np.maximum(by_markers - _information(_spread(genotyped.by_pedigree, own)), 0.0)
    total = _information(known) + gained
    return np.asarray(total / (1.0 + total))


def _information(reliability: Float) -> Float:
    held_in = np.minimum(reliability, _SUREST)
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
