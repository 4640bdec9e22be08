"""Reliabilities of any model by simulation, where a factor is too large and no formula is at hand.

Data simulated from the model and evaluated like the real ones show per animal how far estimates
miss the truth (García-Cortés, Moreno, Varona & Altarriba 1995; Hickey, Veerkamp, Calus, Mulder &
Thompson 2009). With S samples both var(u - û) and σ² - var(û) estimate the prediction error
variance, the one with sampling variance 2 PEV² / S, the other with 2 var(û)² / S; their mean by
these is taken. The error is largest where the reliability is a half: about 0.5 / √S. With fixed
groups of unknown parents var(û) holds their error as well, and var(u - û) alone is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Float, held
from milkshed.breeding.science.conjugate_gradients import BlockWise, System, iterate, spread_of
from milkshed.breeding.science.monte_carlo import drawn, refuse_unsimulated
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.solving import Evaluation
from milkshed.breeding.science.sweep import FROM_RECORDS, Sweep
from milkshed.numerics.compiled import cores


@dataclass(frozen=True, slots=True, eq=False)
class SampledReliability:
    """Reliabilities (levels,) and their standard errors (levels,) from so many samples."""

    values: Float
    errors: Float
    samples: int


def sampled_reliability(
    evaluation: Evaluation,
    trait: str | None = None,
    *,
    term: str = "animal",
    weights: Float | None = None,
    samples: int = 40,
    solved_to: float = 1e-5,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SampledReliability:
    """Reliability of every level of a random term: maternal effects, curves, several traits.

    ``trait``, ``term`` and ``weights`` as in :func:`.reliability.exact_reliability`. Takes as many
    solutions of the equations as ``samples``. NaN where a level has no distribution. Raises
    :class:`.refusals.NotUsable` for a fixed effect and for relationships that are neither a
    pedigree nor unrelated levels.
    """
    equations = evaluation.equations
    chosen = equations.term(term)
    if chosen.structure is None:
        raise NotUsable(
            f"{term}：固定效应没有可靠性", f"{term}: a fixed effect has no reliability", [term]
        )
    if samples < 2:
        raise NotUsable(f"samples = {samples}：至少 2", f"samples = {samples}: at least 2")
    refuse_unsimulated(equations)
    traits = equations.traits
    number = evaluation.trait(trait)
    along = np.eye(chosen.coefficients)[0] if weights is None else np.asarray(weights)
    line = np.zeros((chosen.coefficients, len(traits)))
    line[:, number] = along
    system: System = BlockWise(equations)
    if len(equations.y) >= FROM_RECORDS:
        system = Sweep.of(equations) or system
    scaling, spread = system.preconditioner(), spread_of(equations)
    measured = ((equations.pattern[:, None] >> np.arange(len(traits))) & 1).astype(np.bool_)
    shape = (chosen.levels, chosen.coefficients, len(traits))
    missed, found = np.zeros(chosen.levels), np.zeros(chosen.levels)
    for sample in range(samples):
        true, noise = drawn(equations, measured, seed + sample)
        values = np.where(measured, equations.fitted(true) + noise, 0.0)
        unknowns = iterate(
            system, spread, None, tolerance=solved_to, iterations=3000,
            threads=threads or cores(), values=values, preconditioner=scaling,
        ).unknowns  # fmt: skip
        own, estimate = (
            np.einsum("lct,ct->l", part[chosen.start : chosen.stop].reshape(shape), line)
            for part in (true, unknowns)
        )
        missed += (own - estimate) ** 2 / samples
        found += estimate**2 / samples
        if progress is not None:
            progress(sample + 1, samples)
    flat = line.ravel()
    variance = chosen.structure.scale * float(flat @ chosen.covariance @ flat)
    known = variance > 0
    share = np.divide(missed, variance, out=np.full_like(missed, np.nan), where=known)
    gained = np.divide(found, variance, out=np.full_like(found, np.nan), where=known)
    one, other = np.maximum(gained, 1e-9) ** 2, np.maximum(share, 1e-9) ** 2
    if chosen.structure.rank < chosen.levels:
        # û holds the error of fixed groups too: var(û) says nothing of the breeding value
        one = np.full_like(one, np.inf)
    # (1 - gained) weighs 1 / gained², share weighs 1 / share²
    part = 1.0 / (1.0 + one / other)
    error = part * (1.0 - gained) + (1.0 - part) * share
    return SampledReliability(
        held(np.clip(1.0 - error, 0.0, 1.0)),
        held(np.sqrt(2.0 / samples * other * (1.0 - part))),
        samples,
    )
