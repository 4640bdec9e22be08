"""Machine code around the sweep: right-hand sides, what was eliminated, and diagonals.

Arguments as in :mod:`.sweep_kernels`, but arrays keep their shapes; ``own`` and ``hidden`` are the
first multiplier and the number of coefficients of the animal and of the eliminated effect.
"""

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, Short, Single
from milkshed.breeding.science.small_inverse import invert_in_place
from milkshed.numerics.compiled import compiled


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
    inverse: Float | Single,
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
def _information(
    i: int,
    begin: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    hidden: tuple[int, int],
    which: Index,
    inverse: Float | Single,
    cross: Float,
    solved: Float,
    block: Float,
) -> None:
    """Set ``block`` (size, size) to what an animal's records know of it after elimination.

    ``cross`` and ``solved`` (hidden × traits, size): room.
    """
    traits = weight.shape[1]
    size = own[1] * traits
    depth = hidden[1] * traits
    for p in range(size):
        for q in range(size):
            block[p, q] = 0.0
        for e in range(depth):
            cross[e, p] = 0.0
            solved[e, p] = 0.0
    if begin[i + 1] == begin[i]:
        return
    for r in range(begin[i], begin[i + 1]):
        c = curve[r] if curve.size > 0 else r
        g = kind[r]
        for b in range(own[1]):
            factor = z[c, own[0] + b] if z.size > 0 else 1.0
            if factor == 0.0:
                continue
            for a in range(own[1]):
                both = factor * z[c, own[0] + a] if z.size > 0 else 1.0
                if both == 0.0:
                    continue
                for t in range(traits):
                    for u in range(traits):
                        scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                        block[a * traits + t, b * traits + u] += both * scale * weight[g, t, u]
            for e in range(hidden[1]):
                both = factor * z[c, hidden[0] + e] if z.size > 0 else 1.0
                if both == 0.0:
                    continue
                for t in range(traits):
                    for u in range(traits):
                        scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                        cross[e * traits + t, b * traits + u] += both * scale * weight[g, t, u]
    if depth == 0:
        return
    h = which[i]
    for e in range(depth):
        for f in range(depth):
            share = inverse[h, e, f]
            for q in range(size):
                solved[e, q] += share * cross[f, q]
    for e in range(depth):
        for p in range(size):
            share = cross[e, p]
            for q in range(size):
                block[p, q] -= share * solved[e, q]


@compiled
def mean_information(
    chosen: Int,
    begin: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    hidden: tuple[int, int],
    which: Index,
    inverse: Float | Single,
    answer: Float,
) -> None:
    """Add to ``answer`` (size, size) the mean of what is known of the chosen animals."""
    traits = weight.shape[1]
    size, depth = own[1] * traits, hidden[1] * traits
    cross, solved = np.empty((depth, size)), np.empty((depth, size))
    block = np.empty((size, size))
    for i in chosen:
        _information(
            i, begin, kind, weight, root, curve, z, own, hidden, which, inverse, cross, solved,
            block,
        )  # fmt: skip
        for p in range(size):
            for q in range(size):
                answer[p, q] += block[p, q] / len(chosen)


@compiled
def canonical_diagonal(
    first: int,
    stop: int,
    turn: Float,
    begin: Index,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    own: tuple[int, int],
    hidden: tuple[int, int],
    which: Index,
    inverse: Float | Single,
    answer: Float,
) -> None:
    """Add the diagonal of T'WT of the animals' records to ``answer`` (levels, size)."""
    traits = weight.shape[1]
    size, depth = own[1] * traits, hidden[1] * traits
    cross, solved = np.empty((depth, size)), np.empty((depth, size))
    block = np.empty((size, size))
    line = np.empty(size)
    for i in range(first, stop):
        if begin[i + 1] == begin[i]:
            continue
        _information(
            i, begin, kind, weight, root, curve, z, own, hidden, which, inverse, cross, solved,
            block,
        )  # fmt: skip
        for p in range(size):
            for q in range(size):
                line[q] = 0.0
            for o in range(size):
                share = block[p, o]
                for q in range(size):
                    line[q] += share * turn[o, q]
            for q in range(size):
                answer[i, q] += turn[p, q] * line[q]


@compiled
def other_blocks(
    first: int,
    stop: int,
    begin: Index,
    place: Index,
    width: Index,
    multiplier: Index,
    base: Index,
    offset: Int,
    apart: Bool,
    kind: Short,
    weight: Float,
    root: Float,
    curve: Index,
    z: Float,
    hidden: tuple[int, int],
    which: Index,
    inverse: Float | Single,
    heap: Float,
) -> None:
    """The diagonal blocks of the other effects, not yet inverted.

    ``heap``: blocks one after another, those of column m from ``offset[m]`` on for blocks from
    ``base[m]`` on; of one coefficient each where ``apart[m]``, else of all coefficients of a
    level.
    """
    traits = weight.shape[1]
    depth = hidden[1] * traits
    line = np.empty((depth, traits))
    drawn = np.empty((depth, traits))
    single = np.empty((traits, traits))
    for i in range(first, stop):
        for r in range(begin[i], begin[i + 1]):
            c = curve[r] if curve.size > 0 else r
            g = kind[r]
            for t in range(traits):
                for u in range(traits):
                    scale = root[r, t] * root[r, u] if root.size > 0 else 1.0
                    single[t, u] = weight[g, t, u] * scale
            if depth > 0:
                h = which[i]
                for e in range(hidden[1]):
                    factor = z[c, hidden[0] + e] if z.size > 0 else 1.0
                    for t in range(traits):
                        for u in range(traits):
                            line[e * traits + t, u] = factor * single[t, u]
                            drawn[e * traits + t, u] = 0.0
                for e in range(depth):
                    if hidden[1] > 1 and z[c, hidden[0] + e // traits] == 0.0:
                        continue
                    for f in range(depth):
                        for u in range(traits):
                            drawn[e, u] += inverse[h, e, f] * line[f, u]
                for e in range(depth):
                    if hidden[1] > 1 and z[c, hidden[0] + e // traits] == 0.0:
                        continue
                    for t in range(traits):
                        for u in range(traits):
                            single[t, u] -= line[e, t] * drawn[e, u]
            for m in range(len(width)):
                b = place[r, m]
                if b < 0:
                    continue
                for a in range(width[m]):
                    factor = z[c, multiplier[m] + a] if z.size > 0 else 1.0
                    if factor == 0.0:
                        continue
                    if apart[m]:
                        at = offset[m] + (b - base[m] + a) * traits * traits
                        for t in range(traits):
                            for u in range(traits):
                                heap[at + t * traits + u] += factor * factor * single[t, u]
                        continue
                    wide = width[m] * traits
                    at = offset[m] + (b - base[m]) // width[m] * wide * wide
                    for o in range(width[m]):
                        both = factor
                        if z.size > 0:
                            both *= z[c, multiplier[m] + o]
                        for t in range(traits):
                            for u in range(traits):
                                heap[at + (a * traits + t) * wide + o * traits + u] += (
                                    both * single[t, u]
                                )


@compiled
def invert_heap(start: int, heap: Float, ridge: Float, out: Single) -> None:
    """Invert the blocks of ``out`` (blocks, size, size) that stand in the heap from ``start`` on.

    ``ridge`` (kinds, size, size) is added, each kind in turn.
    """
    size = out.shape[1]
    work = np.empty((size, size))
    before = np.empty(size)
    for n in range(len(out)):
        for p in range(size):
            for q in range(size):
                work[p, q] = heap[start + (n * size + p) * size + q] + ridge[n % len(ridge), p, q]
        invert_in_place(work, before)
        for p in range(size):
            for q in range(p + 1):
                value32 = np.float32(work[p, q])
                out[n, p, q] = value32
                out[n, q, p] = value32
