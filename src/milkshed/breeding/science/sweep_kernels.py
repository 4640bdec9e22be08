"""Machine code of one sweep over the animals: relationships and records of each in one visit.

The number of traits and coefficients is known when a kernel is compiled, so that its inner loops
are unrolled; a kernel is compiled once for each kind of model and kept beside its source.

Arguments all kernels share: ``begin`` (animals + 1,) where an animal's records start, ``animal``
(rows,) whose a record is; ``place``
(rows, columns) first block of the other effects, -1 none; ``width`` and ``multiplier`` (columns,)
how many blocks a column covers and its first column in ``z``; ``kind`` (rows,) row of ``weight``
(kinds, traits, traits), R⁻¹ of what was measured; ``root`` (rows, traits) roots of weights or
(0, 0); ``curve`` (rows,) row of ``z`` (entries, slots).
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Int, Short, Single
from milkshed.numerics.compiled import compiled

ANIMALS_AT_ONCE = 512


def _single_sweep(
    first: int,
    stop: int,
    animals: int,
    sire: Index,
    dam: Index,
    precision: Float,
    inner: Float,
    begin: Index,
    animal: Index,
    place: Index,
    width: Index,
    multiplier: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own_multiplier: int,
    hidden_multiplier: int,
    which: Index,
    inverse: Float,
    slots: int,
    longest: int,
    x: Float,
    other: Float,
    answer: Float,
    low: int,
    tail: Float,
    other_answer: Float,
) -> None:
    """The sweep of one trait and classifications only, without inner loops."""
    scale = inner[0]
    columns = len(width)
    eliminate = len(which) > 0
    held = np.empty(longest)
    total = np.zeros(ANIMALS_AT_ONCE)
    for block in range(first, stop, ANIMALS_AT_ONCE):
        end = min(block + ANIMALS_AT_ONCE, stop)
        for i in range(block, end):
            s = sire[i]
            d = dam[i]
            left = x[i]
            if s >= 0:
                left -= 0.5 * x[s]
            if d >= 0:
                left -= 0.5 * x[d]
            left *= precision[i] * scale
            answer[i - low] = left
            left *= 0.5
            if s >= animals:
                tail[s - animals] -= left
            elif s >= 0:
                answer[s - low] -= left
            if d >= animals:
                tail[d - animals] -= left
            elif d >= 0:
                answer[d - low] -= left
        start = begin[block]
        after = begin[end]
        if columns == 1:
            for r in range(start, after):
                b = place[r]
                value = x[animal[r]]
                if b >= 0:
                    value += other[b]
                held[r - start] = value
        else:
            for r in range(start, after):
                value = x[animal[r]]
                for m in range(columns):
                    b = place[r * columns + m]
                    if b >= 0:
                        value += other[b]
                held[r - start] = value
        if eliminate:
            for i in range(end - block):
                total[i] = 0.0
            for r in range(start, after):
                total[animal[r] - block] += weight[kind[r]] * held[r - start]
            for i in range(block, end):
                total[i - block] *= -inverse[which[i]]
            for r in range(start, after):
                held[r - start] += total[animal[r] - block]
        if columns == 1:
            for r in range(start, after):
                pull = weight[kind[r]] * held[r - start]
                answer[animal[r] - low] += pull
                b = place[r]
                if b >= 0:
                    other_answer[b] += pull
        else:
            for r in range(start, after):
                pull = weight[kind[r]] * held[r - start]
                answer[animal[r] - low] += pull
                for m in range(columns):
                    b = place[r * columns + m]
                    if b >= 0:
                        other_answer[b] += pull


@lru_cache
def sweep_kernel(
    traits: int, coefficients: int, eliminated: int, plain: bool, weighted: bool
) -> Callable[..., None]:
    """The product with the equations for one kind of model.

    ``coefficients`` of an animal; ``eliminated``: coefficients of its own environment, 0 where
    that stays among the unknowns; ``plain``: all multipliers are 1; ``weighted``: records have
    weights.
    """
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
        inner: Float,
        begin: Index,
        animal: Index,
        place: Index,
        width: Index,
        multiplier: Index,
        kind: Short,
        weight: Float,
        root: Float,
        curve: Index,
        z: Float,
        own_multiplier: int,
        hidden_multiplier: int,
        which: Index,
        inverse: Float,
        slots: int,
        longest: int,
        x: Float,
        other: Float,
        answer: Float,
        low: int,
        tail: Float,
        other_answer: Float,
    ) -> None:
        """Set rows first - low … stop - low of ``answer``; add to the rest.

        Row 0 of ``answer`` is animal ``low``, the first parent; what goes to groups is added to
        ``tail``, what goes to other effects to ``other_answer``. Animals are taken a block at a
        time, and each block in loops that run through: branches that cannot be foretold, such as
        how many records an animal has, would keep the processor from reaching for several parents
        at once. All arrays are flat; ``slots``: columns of ``z``, ``longest``: records of a block
        at most.
        """
        gap = np.empty(size)
        handed = np.empty(size)
        held = np.empty(longest * traits)
        pull = np.empty(traits)
        total = np.zeros(ANIMALS_AT_ONCE * depth)
        shift = np.zeros(ANIMALS_AT_ONCE * depth)
        columns = len(width)
        for block in range(first, stop, ANIMALS_AT_ONCE):
            end = min(block + ANIMALS_AT_ONCE, stop)
            for i in range(block, end):
                s = sire[i]
                d = dam[i]
                w = precision[i]
                for q in range(size):
                    left = x[i * size + q]
                    if s >= 0:
                        left -= 0.5 * x[s * size + q]
                    if d >= 0:
                        left -= 0.5 * x[d * size + q]
                    gap[q] = left * w
                for q in range(size):
                    value = 0.0
                    for p in range(size):
                        value += inner[q * size + p] * gap[p]
                    answer[(i - low) * size + q] = value
                    handed[q] = 0.5 * value
                for side in range(2):
                    parent = s if side == 0 else d
                    if parent >= animals:
                        for q in range(size):
                            tail[(parent - animals) * size + q] -= handed[q]
                    elif parent >= 0:
                        for q in range(size):
                            answer[(parent - low) * size + q] -= handed[q]
            start = begin[block]
            after = begin[end]
            if hidden > 0:
                for i in range(end - block):
                    for e in range(hidden):
                        total[i * depth + e] = 0.0
            for r in range(start, after):
                k = r - start
                i = animal[r]
                c = 0 if plain else curve[r]
                if plain:
                    for t in range(traits):
                        held[k * traits + t] = x[i * size + t]
                else:
                    for t in range(traits):
                        held[k * traits + t] = 0.0
                    for a in range(coefficients):
                        factor = z[c * slots + own_multiplier + a]
                        for t in range(traits):
                            held[k * traits + t] += factor * x[i * size + a * traits + t]
                for m in range(columns):
                    b = place[r * columns + m]
                    if b >= 0:
                        if plain:
                            for t in range(traits):
                                held[k * traits + t] += other[b * traits + t]
                        else:
                            for a in range(width[m]):
                                factor = z[c * slots + multiplier[m] + a]
                                for t in range(traits):
                                    held[k * traits + t] += factor * other[(b + a) * traits + t]
                if weighted:
                    for t in range(traits):
                        held[k * traits + t] *= root[r * traits + t]
                if hidden > 0:
                    g = kind[r]
                    for t in range(traits):
                        value = 0.0
                        if not sparse or weight[(g * traits + t) * traits + t] != 0.0:
                            for u in range(traits):
                                value += (
                                    weight[(g * traits + t) * traits + u] * held[k * traits + u]
                                )
                        pull[t] = value * root[r * traits + t] if weighted else value
                    for e in range(eliminated):
                        factor = 1.0 if plain else z[c * slots + hidden_multiplier + e]
                        for t in range(traits):
                            total[(i - block) * depth + e * traits + t] += factor * pull[t]
            if hidden > 0:
                for i in range(block, end):
                    h = which[i]
                    for e in range(hidden):
                        value = 0.0
                        for f in range(hidden):
                            value -= (
                                inverse[(h * hidden + e) * hidden + f]
                                * total[(i - block) * depth + f]
                            )
                        shift[(i - block) * depth + e] = value
            for r in range(start, after):
                k = r - start
                i = animal[r]
                c = 0 if plain else curve[r]
                if hidden > 0:
                    for t in range(traits):
                        value = 0.0
                        for e in range(eliminated):
                            factor = 1.0 if plain else z[c * slots + hidden_multiplier + e]
                            value += factor * shift[(i - block) * depth + e * traits + t]
                        held[k * traits + t] += value * root[r * traits + t] if weighted else value
                g = kind[r]
                for t in range(traits):
                    value = 0.0
                    if not sparse or weight[(g * traits + t) * traits + t] != 0.0:
                        for u in range(traits):
                            value += weight[(g * traits + t) * traits + u] * held[k * traits + u]
                    pull[t] = value * root[r * traits + t] if weighted else value
                for a in range(coefficients):
                    factor = 1.0 if plain else z[c * slots + own_multiplier + a]
                    for t in range(traits):
                        answer[(i - low) * size + a * traits + t] += factor * pull[t]
                for m in range(columns):
                    b = place[r * columns + m]
                    if b >= 0:
                        if plain:
                            for t in range(traits):
                                other_answer[b * traits + t] += pull[t]
                        else:
                            for a in range(width[m]):
                                factor = z[c * slots + multiplier[m] + a]
                                for t in range(traits):
                                    other_answer[(b + a) * traits + t] += factor * pull[t]

    return compiled(sweep)


@compiled
def load(
    first: int,
    stop: int,
    eliminate: bool,
    begin: Index,
    place: Index,
    width: Index,
    multiplier: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    hidden: tuple[int, int],
    which: Index,
    inverse: Float,
    values: Float,
    answer: Float,
    other_answer: Float,
    environment: Float,
) -> None:
    """W'R⁻¹ of record values (rows, traits), after elimination where asked.

    ``own``, ``hidden``: first multiplier and how many coefficients. Without ``eliminate`` the sums
    of the hidden effect go to ``environment`` (animals, hidden × traits), with it its solution
    B⁻¹ times the sums; (0, 0) where nobody asks.
    """
    traits = values.shape[1]
    size = hidden[1] * traits
    total = np.zeros(size)
    shift = np.zeros(size)
    pull = np.zeros(traits)
    left = np.zeros(traits)
    for i in range(first, stop):
        for e in range(size):
            total[e] = 0.0
            shift[e] = 0.0
        if size > 0:
            for r in range(begin[i], begin[i + 1]):
                c = curve[r] if curve.size > 0 else r
                g = kind[r]
                for t in range(traits):
                    value = 0.0
                    for u in range(traits):
                        scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                        value += weight[g, t, u] * scale * values[r, u]
                    for e in range(hidden[1]):
                        factor = z[c, hidden[0] + e] if z.size > 0 else 1.0
                        total[e * traits + t] += factor * value
        if eliminate and begin[i + 1] > begin[i]:
            h = which[i]
            for e in range(size):
                for f in range(size):
                    shift[e] += inverse[h, e, f] * total[f]
        if environment.size > 0:
            for e in range(size):
                environment[i, e] = shift[e] if eliminate else total[e]
        for r in range(begin[i], begin[i + 1]):
            c = curve[r] if curve.size > 0 else r
            g = kind[r]
            for t in range(traits):
                left[t] = values[r, t]
                for e in range(hidden[1]):
                    factor = z[c, hidden[0] + e] if z.size > 0 else 1.0
                    left[t] -= factor * shift[e * traits + t]
            for t in range(traits):
                pull[t] = 0.0
                for u in range(traits):
                    scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                    pull[t] += weight[g, t, u] * scale * left[u]
            for a in range(own[1]):
                factor = z[c, own[0] + a] if z.size > 0 else 1.0
                for t in range(traits):
                    answer[i, a * traits + t] += factor * pull[t]
            for m in range(len(width)):
                b = place[r, m]
                if b >= 0:
                    for a in range(width[m]):
                        factor = z[c, multiplier[m] + a] if z.size > 0 else 1.0
                        for t in range(traits):
                            other_answer[b + a, t] += factor * pull[t]


@compiled
def fit(
    first: int,
    stop: int,
    begin: Index,
    place: Index,
    width: Index,
    multiplier: Index,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    x: Float,
    other: Float,
    answer: Float,
) -> None:
    """Subtract what animals and other effects explain from ``answer`` (rows, traits)."""
    traits = answer.shape[1]
    for i in range(first, stop):
        for r in range(begin[i], begin[i + 1]):
            c = curve[r] if curve.size > 0 else r
            for a in range(own[1]):
                factor = z[c, own[0] + a] if z.size > 0 else 1.0
                for t in range(traits):
                    answer[r, t] -= factor * x[i, a * traits + t]
            for m in range(len(width)):
                b = place[r, m]
                if b >= 0:
                    for a in range(width[m]):
                        factor = z[c, multiplier[m] + a] if z.size > 0 else 1.0
                        for t in range(traits):
                            answer[r, t] -= factor * other[b + a, t]


@compiled
def environment_precision(
    chosen: Int,
    begin: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    hidden: tuple[int, int],
    answer: Float,
) -> None:
    """Add Σ ψψ' ⊗ R⁻¹ of the chosen animals' records to ``answer`` (chosen, size, size)."""
    traits = weight.shape[1]
    for n in range(len(chosen)):
        for r in range(begin[chosen[n]], begin[chosen[n] + 1]):
            c = curve[r] if curve.size > 0 else r
            g = kind[r]
            for e in range(hidden[1]):
                for f in range(hidden[1]):
                    factor = z[c, hidden[0] + e] * z[c, hidden[0] + f] if z.size > 0 else 1.0
                    for t in range(traits):
                        for u in range(traits):
                            scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                            answer[n, e * traits + t, f * traits + u] += (
                                factor * scale * weight[g, t, u]
                            )


@compiled
def record_keys(first: int, stop: int, begin: Index, kind: Short, code: Int, answer: Int) -> None:
    """The sum of the codes of an animal's kinds of records: equal for equal sets of records."""
    for i in range(first, stop):
        total = 0
        for r in range(begin[i], begin[i + 1]):
            total += code[kind[r]]
        answer[i] = total


@compiled
def diagonal_blocks(
    first: int,
    stop: int,
    narrow: int,
    diagonal: Float,
    inner: Float,
    begin: Index,
    place: Index,
    width: Index,
    multiplier: Index,
    base: Index,
    offset: Int,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    hidden: tuple[int, int],
    which: Index,
    inverse: Float,
    answer: Single,
    heap: Float,
) -> None:
    """Inverted diagonal blocks of animals, and the blocks of other effects not yet inverted.

    ``narrow``: width of the blocks along the animals' diagonal, ``answer`` (animals × size /
    narrow, narrow, narrow). ``heap``: blocks of the other effects one after another, those of
    column m from ``offset[m]`` on for blocks from ``base[m]`` on.
    """
    traits = weight.shape[1]
    size = own[1] * traits
    depth = hidden[1] * traits
    block = np.empty((size, size))
    cross = np.empty((depth, size))
    solved = np.empty((depth, size))
    line = np.empty((depth, traits))
    drawn = np.empty((depth, traits))
    single = np.empty((traits, traits))
    work = np.empty((narrow, narrow))
    before = np.empty(narrow)
    for i in range(first, stop):
        for p in range(size):
            for q in range(size):
                block[p, q] = diagonal[i] * inner[p, q]
            for e in range(depth):
                cross[e, p] = 0.0
        for r in range(begin[i], begin[i + 1]):
            c = curve[r] if curve.size > 0 else r
            g = kind[r]
            for t in range(traits):
                for u in range(traits):
                    scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                    single[t, u] = weight[g, t, u] * scale
            for a in range(own[1]):
                factor = z[c, own[0] + a] if z.size > 0 else 1.0
                for b in range(own[1]):
                    both = factor * z[c, own[0] + b] if z.size > 0 else 1.0
                    for t in range(traits):
                        for u in range(traits):
                            block[a * traits + t, b * traits + u] += both * single[t, u]
                for e in range(hidden[1]):
                    both = factor * z[c, hidden[0] + e] if z.size > 0 else 1.0
                    for t in range(traits):
                        for u in range(traits):
                            cross[e * traits + t, a * traits + u] += both * single[t, u]
            if depth > 0:
                h = which[i]
                for e in range(hidden[1]):
                    factor = z[c, hidden[0] + e] if z.size > 0 else 1.0
                    for t in range(traits):
                        for u in range(traits):
                            line[e * traits + t, u] = factor * single[t, u]
                for e in range(depth):
                    for u in range(traits):
                        value = 0.0
                        for f in range(depth):
                            value += inverse[h, e, f] * line[f, u]
                        drawn[e, u] = value
                for t in range(traits):
                    for u in range(traits):
                        value = single[t, u]
                        for e in range(depth):
                            value -= line[e, t] * drawn[e, u]
                        single[t, u] = value
            for m in range(len(width)):
                b = place[r, m]
                if b < 0:
                    continue
                wide = width[m] * traits
                at = offset[m] + (b - base[m]) // width[m] * wide * wide
                for a in range(width[m]):
                    for o in range(width[m]):
                        both = 1.0
                        if z.size > 0:
                            both = z[c, multiplier[m] + a] * z[c, multiplier[m] + o]
                        for t in range(traits):
                            for u in range(traits):
                                heap[at + (a * traits + t) * wide + o * traits + u] += (
                                    both * single[t, u]
                                )
        if depth > 0 and begin[i + 1] > begin[i]:
            h = which[i]
            for e in range(depth):
                for q in range(size):
                    value = 0.0
                    for f in range(depth):
                        value += inverse[h, e, f] * cross[f, q]
                    solved[e, q] = value
            for p in range(size):
                for q in range(size):
                    for e in range(depth):
                        block[p, q] -= cross[e, p] * solved[e, q]
        parts = size // narrow
        for n in range(parts):
            for p in range(narrow):
                for q in range(narrow):
                    work[p, q] = block[n * narrow + p, n * narrow + q]
            _invert(work, before)
            for p in range(narrow):
                for q in range(p + 1):
                    value32 = np.float32(work[p, q])
                    answer[i * parts + n, p, q] = value32
                    answer[i * parts + n, q, p] = value32


@compiled
def invert_heap(start: int, levels: int, size: int, heap: Float, ridge: Float, out: Single) -> None:
    """Invert ``levels`` blocks of the heap from ``start`` on, ``ridge`` (size, size) added."""
    work = np.empty((size, size))
    before = np.empty(size)
    for n in range(levels):
        for p in range(size):
            for q in range(size):
                work[p, q] = heap[start + (n * size + p) * size + q] + ridge[p, q]
        _invert(work, before)
        for p in range(size):
            for q in range(p + 1):
                value32 = np.float32(work[p, q])
                out[n, p, q] = value32
                out[n, q, p] = value32


@compiled
def _invert(work: Float, before: Float) -> None:
    """Invert in place by Gauss-Jordan sweeps; rows that depend on earlier ones become zero.

    ``before`` (size,) is room for the diagonal as it was.
    """
    size = len(work)
    for k in range(size):
        before[k] = work[k, k]
    for k in range(size):
        pivot = work[k, k]
        if pivot <= 1e-10 * before[k] or pivot <= 0.0:
            continue
        before[k] = -1.0
        for i in range(size):
            if i != k:
                share = work[i, k] / pivot
                for j in range(size):
                    if j != k:
                        work[i, j] -= share * work[k, j]
                work[i, k] = share
        for j in range(size):
            if j != k:
                work[k, j] /= -pivot
        work[k, k] = 1.0 / pivot
    for i in range(size):
        for j in range(size):
            if before[i] >= 0.0 or before[j] >= 0.0:
                work[i, j] = 0.0


@compiled
def step_and_scale(
    first: int,
    stop: int,
    step: float,
    direction: Float,
    image: Float,
    unknowns: Float,
    residual: Float,
    blocks: Single,
) -> tuple[float, float]:
    """x += a p, r -= a C p, then M⁻¹ r in the place of C p; returns r'r and r'M⁻¹r.

    All arrays but ``blocks`` (levels, q, q) have shape (levels, q).
    """
    size = residual.shape[1]
    square = 0.0
    scaled = 0.0
    for n in range(first, stop):
        for i in range(size):
            unknowns[n, i] += step * direction[n, i]
            left = residual[n, i] - step * image[n, i]
            residual[n, i] = left
            square += left * left
        for i in range(size):
            value = 0.0
            for j in range(size):
                value += blocks[n, i, j] * residual[n, j]
            image[n, i] = value
            scaled += value * residual[n, i]
    return square, scaled


@compiled
def turn(first: int, stop: int, share: float, scaled: Float, direction: Float) -> None:
    """p = z + b p of flat vectors."""
    for i in range(first, stop):
        direction[i] = scaled[i] + share * direction[i]


@compiled
def inner_product(first: int, stop: int, a: Float, b: Float) -> float:
    """a'b of a range of flat vectors."""
    total = 0.0
    for i in range(first, stop):
        total += a[i] * b[i]
    return total
