"""Machine code of one sweep over the animals: relationships and records of each in one visit.

The number of traits and coefficients is known when a kernel is compiled, so that its inner loops
are unrolled; a kernel is compiled once for each kind of model and kept beside its source.

Unknowns of animals are in the canonical basis (see :mod:`.canonical`), in which their
relationships act on each coefficient alone; what records have to do with them is turned there and
back, once for an animal.

Arguments all kernels share: ``turn`` (2, size, size) the basis' T' and T, flat; ``rows`` as in
:mod:`.record_rows`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from milkshed.breeding.science.arrays import Float, Index
from milkshed.breeding.science.record_rows import FlatRows
from milkshed.numerics.compiled import compiled
from milkshed.numerics.lanes import fetch

ANIMALS_AT_ONCE = 512
# far enough for memory to bring what lies out of order by the time it is wanted
AHEAD = 16


def _single_sweep(
    first: int,
    stop: int,
    animals: int,
    sire: Index,
    dam: Index,
    precision: Float,
    turn: Float,
    rows: FlatRows,
    longest: int,
    x: Float,
    other: Float,
    answer: Float,
    border: Float,
    low: int,
    tail: Float,
    other_answer: Float,
) -> None:
    """The sweep of one trait and classifications only, without inner loops."""
    scale = turn[0]
    columns = len(rows.width)
    last = rows.begin[stop]
    eliminate = len(rows.which) > 0
    held = np.empty(longest)
    total = np.zeros(ANIMALS_AT_ONCE)
    for block in range(first, stop, ANIMALS_AT_ONCE):
        end = min(block + ANIMALS_AT_ONCE, stop)
        for i in range(block, end):
            if i + AHEAD < stop:
                for parent in (sire[i + AHEAD], dam[i + AHEAD]):
                    if parent >= 0:
                        fetch(x, parent)
                    if first <= parent < animals:
                        fetch(answer, parent)
            s = sire[i]
            d = dam[i]
            left = x[i]
            if s >= 0:
                left -= 0.5 * x[s]
            if d >= 0:
                left -= 0.5 * x[d]
            left *= precision[i]
            answer[i] = left
            left *= 0.5
            if s >= animals:
                tail[s - animals] -= left
            elif s >= first:
                answer[s] -= left
            elif s >= 0:
                border[s - low] -= left
            if d >= animals:
                tail[d - animals] -= left
            elif d >= first:
                answer[d] -= left
            elif d >= 0:
                border[d - low] -= left
        start = rows.begin[block]
        after = rows.begin[end]
        if columns == 1:
            for r in range(start, after):
                if r + AHEAD < last and rows.place[r + AHEAD] >= 0:
                    fetch(other, rows.place[r + AHEAD])
                b = rows.place[r]
                value = scale * x[rows.animal[r]]
                if b >= 0:
                    value += other[b]
                held[r - start] = value
        else:
            for r in range(start, after):
                value = scale * x[rows.animal[r]]
                for m in range(columns):
                    b = rows.place[r * columns + m]
                    if b >= 0:
                        value += other[b]
                held[r - start] = value
        if eliminate:
            for i in range(end - block):
                total[i] = 0.0
            for r in range(start, after):
                total[rows.animal[r] - block] += rows.weight[rows.kind[r]] * held[r - start]
            for i in range(block, end):
                total[i - block] *= -rows.inverse[rows.which[i]]
            for r in range(start, after):
                held[r - start] += total[rows.animal[r] - block]
        if columns == 1:
            for r in range(start, after):
                if r + AHEAD < last and rows.place[r + AHEAD] >= 0:
                    fetch(other_answer, rows.place[r + AHEAD])
                pull = rows.weight[rows.kind[r]] * held[r - start]
                answer[rows.animal[r]] += scale * pull
                b = rows.place[r]
                if b >= 0:
                    other_answer[b] += pull
        else:
            for r in range(start, after):
                pull = rows.weight[rows.kind[r]] * held[r - start]
                answer[rows.animal[r]] += scale * pull
                for m in range(columns):
                    b = rows.place[r * columns + m]
                    if b >= 0:
                        other_answer[b] += pull


class Kind(NamedTuple):
    """What a kernel is compiled for.

    ``coefficients`` of an animal; ``eliminated``: coefficients of its own environment, 0 where
    that stays among the unknowns; ``plain``: all multipliers are 1; ``weighted``: records have
    weights; ``gaps``: many multipliers are 0, such as those of other lactations than a record's,
    and are passed over.
    """

    traits: int
    coefficients: int
    eliminated: int
    plain: bool
    weighted: bool
    gaps: bool


@lru_cache
def sweep_kernel(
    traits: int, coefficients: int, eliminated: int, plain: bool, weighted: bool, gaps: bool
) -> Callable[..., None]:
    """The product with the equations for one kind of model, as in :class:`Kind`."""
    if traits == 1 and coefficients == 1 and eliminated < 2 and plain and not weighted:
        return compiled(_single_sweep)
    size = coefficients * traits
    hidden = eliminated * traits
    sparse = traits > 6
    depth = max(hidden, 1)

    def sweep(
        first: int,
        stop: int,
        animals: int,
        sire: Index,
        dam: Index,
        precision: Float,
        turn: Float,
        rows: FlatRows,
        longest: int,
        x: Float,
        other: Float,
        answer: Float,
        border: Float,
        low: int,
        tail: Float,
        other_answer: Float,
    ) -> None:
        """Set rows first … stop of ``answer``; add to ``border`` and the rest.

        Row 0 of ``border`` is animal ``low``, the first parent, where that stands before
        ``first``; what goes to groups is added to ``tail``, what goes to other effects to
        ``other_answer``. Animals are taken a block at a
        time, and each block in loops that run through: branches that cannot be foretold, such as
        how many records an animal has, would keep the processor from reaching for several parents
        at once. All arrays are flat; ``longest``: records of a block at most.
        """
        held = np.empty(longest * traits)
        own = np.empty(ANIMALS_AT_ONCE * size)
        given = np.empty(ANIMALS_AT_ONCE * size)
        pull = np.empty(traits)
        total = np.zeros(ANIMALS_AT_ONCE * depth)
        shift = np.zeros(ANIMALS_AT_ONCE * depth)
        columns = len(rows.width)
        last = rows.begin[stop]
        for block in range(first, stop, ANIMALS_AT_ONCE):
            end = min(block + ANIMALS_AT_ONCE, stop)
            for i in range(block, end):
                if i + AHEAD < stop:
                    for parent in (sire[i + AHEAD], dam[i + AHEAD]):
                        if parent >= 0:
                            fetch(x, parent * size)
                        if first <= parent < animals:
                            fetch(answer, parent * size)
                s = sire[i]
                d = dam[i]
                w = precision[i]
                for q in range(size):
                    left = x[i * size + q]
                    if s >= 0:
                        left -= 0.5 * x[s * size + q]
                    if d >= 0:
                        left -= 0.5 * x[d * size + q]
                    answer[i * size + q] = left * w
                for side in range(2):
                    parent = s if side == 0 else d
                    if parent >= animals:
                        for q in range(size):
                            tail[(parent - animals) * size + q] -= 0.5 * answer[i * size + q]
                    elif parent >= first:
                        for q in range(size):
                            answer[parent * size + q] -= 0.5 * answer[i * size + q]
                    elif parent >= 0:
                        for q in range(size):
                            border[(parent - low) * size + q] -= 0.5 * answer[i * size + q]
            for i in range(block, end):
                k = i - block
                for q in range(size):
                    own[k * size + q] = 0.0
                    given[k * size + q] = 0.0
                if rows.begin[i + 1] > rows.begin[i]:
                    for p in range(size):
                        value = x[i * size + p]
                        for q in range(size):
                            own[k * size + q] += turn[p * size + q] * value
            start = rows.begin[block]
            after = rows.begin[end]
            if hidden > 0:
                for i in range(end - block):
                    for e in range(hidden):
                        total[i * depth + e] = 0.0
            for r in range(start, after):
                if r + AHEAD < last:
                    for m in range(columns):
                        b = rows.place[(r + AHEAD) * columns + m]
                        if b >= 0:
                            fetch(other, b * traits)
                k = r - start
                i = rows.animal[r]
                c = 0 if plain else rows.curve[r]
                if plain:
                    for t in range(traits):
                        held[k * traits + t] = own[(i - block) * size + t]
                else:
                    for t in range(traits):
                        held[k * traits + t] = 0.0
                    for a in range(coefficients):
                        factor = rows.z[c * rows.slots + rows.own + a]
                        if gaps and factor == 0.0:
                            continue
                        for t in range(traits):
                            held[k * traits + t] += (
                                factor * own[(i - block) * size + a * traits + t]
                            )
                for m in range(columns):
                    b = rows.place[r * columns + m]
                    if b >= 0:
                        if plain:
                            for t in range(traits):
                                held[k * traits + t] += other[b * traits + t]
                        else:
                            for a in range(rows.width[m]):
                                factor = rows.z[c * rows.slots + rows.multiplier[m] + a]
                                if gaps and factor == 0.0:
                                    continue
                                for t in range(traits):
                                    held[k * traits + t] += factor * other[(b + a) * traits + t]
                if weighted:
                    for t in range(traits):
                        held[k * traits + t] *= rows.root[r * traits + t]
                if hidden > 0:
                    g = rows.kind[r]
                    for t in range(traits):
                        value = 0.0
                        if not sparse or rows.weight[(g * traits + t) * traits + t] != 0.0:
                            for u in range(traits):
                                value += (
                                    rows.weight[(g * traits + t) * traits + u]
                                    * held[k * traits + u]
                                )
                        pull[t] = value * rows.root[r * traits + t] if weighted else value
                    for e in range(eliminated):
                        factor = 1.0 if plain else rows.z[c * rows.slots + rows.hidden + e]
                        for t in range(traits):
                            total[(i - block) * depth + e * traits + t] += factor * pull[t]
            if hidden > 0:
                for i in range(block, end):
                    h = rows.which[i]
                    for e in range(hidden):
                        shift[(i - block) * depth + e] = 0.0
                    if rows.begin[i + 1] == rows.begin[i]:
                        continue
                    for f in range(hidden):
                        value = total[(i - block) * depth + f]
                        for e in range(hidden):
                            shift[(i - block) * depth + e] -= (
                                rows.inverse[(h * hidden + f) * hidden + e] * value
                            )
            for r in range(start, after):
                if r + AHEAD < last:
                    for m in range(columns):
                        b = rows.place[(r + AHEAD) * columns + m]
                        if b >= 0:
                            fetch(other_answer, b * traits)
                k = r - start
                i = rows.animal[r]
                c = 0 if plain else rows.curve[r]
                if hidden > 0:
                    for t in range(traits):
                        value = 0.0
                        for e in range(eliminated):
                            factor = 1.0 if plain else rows.z[c * rows.slots + rows.hidden + e]
                            value += factor * shift[(i - block) * depth + e * traits + t]
                        held[k * traits + t] += (
                            value * rows.root[r * traits + t] if weighted else value
                        )
                g = rows.kind[r]
                for t in range(traits):
                    value = 0.0
                    if not sparse or rows.weight[(g * traits + t) * traits + t] != 0.0:
                        for u in range(traits):
                            value += (
                                rows.weight[(g * traits + t) * traits + u] * held[k * traits + u]
                            )
                    pull[t] = value * rows.root[r * traits + t] if weighted else value
                for a in range(coefficients):
                    factor = 1.0 if plain else rows.z[c * rows.slots + rows.own + a]
                    if gaps and factor == 0.0:
                        continue
                    for t in range(traits):
                        given[(i - block) * size + a * traits + t] += factor * pull[t]
                for m in range(columns):
                    b = rows.place[r * columns + m]
                    if b >= 0:
                        if plain:
                            for t in range(traits):
                                other_answer[b * traits + t] += pull[t]
                        else:
                            for a in range(rows.width[m]):
                                factor = rows.z[c * rows.slots + rows.multiplier[m] + a]
                                if gaps and factor == 0.0:
                                    continue
                                for t in range(traits):
                                    other_answer[(b + a) * traits + t] += factor * pull[t]
            for i in range(block, end):
                if rows.begin[i + 1] > rows.begin[i]:
                    for p in range(size):
                        value = given[(i - block) * size + p]
                        for q in range(size):
                            answer[i * size + q] += turn[(size + p) * size + q] * value

    return compiled(sweep)
