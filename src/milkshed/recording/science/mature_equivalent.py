"""Mature equivalents: what a lactation would have been in a mature cow under like conditions.

Factors are estimated from the population itself rather than taken from a table: yields are
multiplicative in parity, calving month and days dry (Miller et al. 1970; Schutz & Norman 1994),
so their logarithms are fitted by least squares with one effect a level.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.recording.science.recorded_days import Float, Int

METHOD = "mature-equivalent"
VERSION = "1"


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """One effect: its ``levels``, the ``factor`` each is multiplied by, the ``lactations`` behind.

    The factor of the reference is 1.
    """

    reference: int
    levels: Int
    factor: Float
    lactations: Int

    def of(self, level: ArrayLike) -> Float:
        """The factor of each level; NaN for a level that was not estimated."""
        asked = np.asarray(level, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.levels, asked), len(self.levels) - 1)
        return np.where(self.levels[at] == asked, self.factor[at], np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class MatureFactors:
    """Factors by effect, and the residual SD of the logarithm of yields they leave."""

    effects: Mapping[str, Effect]
    residual_log_sd: float
    lactations: int

    def mature(self, total: ArrayLike, **levels: ArrayLike) -> Float:
        """Multiply totals by the factor of every effect; each effect must be given.

        Raises ValueError when the effects named are not those estimated.
        """
        if set(levels) != set(self.effects):
            raise ValueError(f"effects {sorted(levels)}: wanted {sorted(self.effects)}")
        result = np.array(total, dtype=np.float64)
        for name, effect in self.effects.items():
            result = result * effect.of(levels[name])
        return result


def estimate_mature_factors(
    total_kg: ArrayLike,
    effects: Mapping[str, tuple[ArrayLike, int]],
    *,
    at_least: int = 20,
) -> MatureFactors:
    """Estimate factors from completed 305-day yields (kg, shape (lactations,)).

    ``effects`` maps a name to the level of each lactation and the reference level, for example
    ``{"parity": (np.minimum(parity, 4), 4), "month": (month, 1)}``. Levels with fewer than
    ``at_least`` lactations are left out with their lactations. Selection is not corrected: cows
    that reach a fourth lactation are the better ones, so factors of young cows come out high.
    Raises ValueError when a reference level is too small or effects cannot be told apart.
    """
    yields = np.asarray(total_kg, dtype=np.float64)
    held = np.isfinite(yields) & (yields > 0)
    columns = {name: np.asarray(level, dtype=np.int64) for name, (level, _) in effects.items()}
    for name, level in columns.items():
        if level.shape != yields.shape:
            raise ValueError(f"{name} must have shape {yields.shape}, not {level.shape}")
    while True:
        before = int(held.sum())
        for level in columns.values():
            seen, counts = np.unique(level[held], return_counts=True)
            held &= np.isin(level, seen[counts >= at_least])
        if int(held.sum()) == before:
            break
    parts: list[NDArray[np.float64]] = [np.ones((int(held.sum()), 1))]
    levels: dict[str, Int] = {}
    for name, (_, reference) in effects.items():
        seen = np.unique(columns[name][held])
        if reference not in seen:
            raise ValueError(f"{name} = {reference}: fewer than {at_least} lactations")
        levels[name] = seen
        others = seen[seen != reference]
        parts.append((columns[name][held][:, None] == others).astype(np.float64))
    design = np.concatenate(parts, axis=1)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError("the effects cannot be told apart in these data")
    logarithm = np.log(yields[held])
    solution = np.linalg.lstsq(design, logarithm, rcond=None)[0]
    left = logarithm - design @ solution
    free = max(len(left) - design.shape[1], 1)
    found, at = {}, 1
    for name, (_, reference) in effects.items():
        seen = levels[name]
        factor = np.ones(len(seen))
        others = np.flatnonzero(seen != reference)
        factor[others] = np.exp(-solution[at : at + len(others)])
        at += len(others)
        number = np.array([int((columns[name][held] == level).sum()) for level in seen])
        found[name] = Effect(reference, seen, factor, number)
    return MatureFactors(found, float(np.sqrt(left @ left / free)), int(held.sum()))


def days_dry(calving_day: ArrayLike, previous_dry_off_day: ArrayLike) -> Float:
    """Days from drying off to the next calving; NaN where unknown or not positive.

    Both as day numbers of one calendar, shape (lactations,).
    """
    dry = np.asarray(calving_day, dtype=np.float64) - np.asarray(
        previous_dry_off_day, dtype=np.float64
    )
    return np.where(dry > 0, dry, np.nan)
