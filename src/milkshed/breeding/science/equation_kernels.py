"""Machine code of the mixed-model equations: what is done record by record and block by block.

``z`` has a row for every record, or for every entry of the ``curve`` (rows,) that says which.
"""

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Index, Short, Single
from milkshed.breeding.science.small_inverse import invert_in_place
from milkshed.numerics.compiled import compiled


@compiled
def gather(slot: Index, z: Float, curve: Index, unknowns: Float, answer: Float) -> None:
    for r in range(len(slot)):
        c = curve[r] if curve.size > 0 else r
        for m in range(slot.shape[1]):
            b = slot[r, m]
            if b < 0:
                continue
            factor = z[c, m] if z.size > 0 else 1.0
            for t in range(answer.shape[1]):
                answer[r, t] += factor * unknowns[b, t]


@compiled
def scatter(
    slot: Index,
    z: Float,
    curve: Index,
    pattern: Short,
    root: Float,
    part: Short,
    precision: Float,
    values: Float,
    answer: Float,
) -> None:
    traits = values.shape[1]
    pull = np.zeros(traits)
    for r in range(len(slot)):
        bits = pattern[r]
        if bits == 0:
            continue
        c = curve[r] if curve.size > 0 else r
        weight = precision[part[r], bits]
        for t in range(traits):
            total = 0.0
            for u in range(traits):
                if weight[t, u] != 0.0:
                    scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                    total += weight[t, u] * scale * values[r, u]
            pull[t] = total
        for m in range(slot.shape[1]):
            b = slot[r, m]
            if b < 0:
                continue
            factor = z[c, m] if z.size > 0 else 1.0
            for t in range(traits):
                answer[b, t] += factor * pull[t]


@compiled
def add_single(
    first: int,
    stop: int,
    slot: Index,
    z: Float,
    curve: Index,
    pattern: Short,
    root: Float,
    part: Short,
    precision: Float,
    vector: Float,
    answer: Float,
) -> None:
    slots = slot.shape[1]
    for r in range(first, stop):
        if pattern[r] == 0:
            continue
        c = curve[r] if curve.size > 0 else r
        total = 0.0
        if z.size > 0:
            for m in range(slots):
                b = slot[r, m]
                if b >= 0:
                    total += z[c, m] * vector[b]
        else:
            for m in range(slots):
                b = slot[r, m]
                if b >= 0:
                    total += vector[b]
        total *= precision[part[r]]
        if root.size > 0:
            total *= root[r, 0] * root[r, 0]
        for m in range(slots):
            b = slot[r, m]
            if b >= 0:
                answer[b] += z[c, m] * total if z.size > 0 else total


@compiled
def add_multiple(
    first: int,
    stop: int,
    slot: Index,
    z: Float,
    curve: Index,
    pattern: Short,
    root: Float,
    part: Short,
    precision: Float,
    vector: Float,
    answer: Float,
) -> None:
    slots = slot.shape[1]
    traits = vector.shape[1]
    fitted = np.empty(traits)
    pull = np.empty(traits)
    for r in range(first, stop):
        bits = pattern[r]
        if bits == 0:
            continue
        c = curve[r] if curve.size > 0 else r
        for t in range(traits):
            fitted[t] = 0.0
        for m in range(slots):
            b = slot[r, m]
            if b >= 0:
                factor = z[c, m] if z.size > 0 else 1.0
                for t in range(traits):
                    fitted[t] += factor * vector[b, t]
        if root.size > 0:
            for t in range(traits):
                fitted[t] *= root[r, t]
        weight = precision[part[r], bits]
        for t in range(traits):
            total = 0.0
            for u in range(traits):
                total += weight[t, u] * fitted[u]
            pull[t] = total
        if root.size > 0:
            for t in range(traits):
                pull[t] *= root[r, t]
        for m in range(slots):
            b = slot[r, m]
            if b >= 0:
                factor = z[c, m] if z.size > 0 else 1.0
                for t in range(traits):
                    answer[b, t] += factor * pull[t]


@compiled
def add_blocks(
    first_slot: int,
    stop_slot: int,
    start: int,
    coefficients: int,
    slot: Index,
    z: Float,
    curve: Index,
    pattern: Short,
    root: Float,
    part: Short,
    precision: Float,
    block: Float,
) -> None:
    """Add W'R⁻¹W of one term's levels to its diagonal blocks."""
    traits = precision.shape[2]
    for r in range(len(slot)):
        bits = pattern[r]
        if bits == 0:
            continue
        c = curve[r] if curve.size > 0 else r
        weight = precision[part[r], bits]
        for m in range(first_slot, stop_slot):
            a = slot[r, m]
            if a < 0:
                continue
            level = (a - start) // coefficients
            i = (a - start) % coefficients
            for n in range(first_slot, stop_slot):
                b = slot[r, n]
                if b < 0 or (b - start) // coefficients != level:
                    continue
                j = (b - start) % coefficients
                factor = z[c, m] * z[c, n] if z.size > 0 else 1.0
                for t in range(traits):
                    for u in range(traits):
                        scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                        block[level, i * traits + t, j * traits + u] += (
                            factor * scale * weight[t, u]
                        )


@compiled
def invert_blocks(block: Float, free: Bool, answer: Single) -> None:
    """Inverses of small blocks; rows that are not free or depend on earlier ones stay zero."""
    size = block.shape[1]
    work = np.empty((size, size))
    before = np.empty(size)
    for level in range(len(block)):
        work[:] = block[level]
        for k in range(size):
            if not free[level, k]:
                work[k, k] = 0.0
        invert_in_place(work, before)
        for i in range(size):
            for j in range(size):
                answer[level, i, j] = np.float32(work[i, j])
