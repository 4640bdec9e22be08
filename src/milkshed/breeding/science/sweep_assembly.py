"""Machine code around the sweep: right-hand sides, what was eliminated, and diagonals.

``rows`` as in :mod:`.record_rows`; animals ``first`` … ``stop`` are worked on.
"""

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Int, Single
from milkshed.breeding.science.record_rows import RecordRows
from milkshed.breeding.science.small_inverse import invert_in_place
from milkshed.numerics.compiled import compiled, inlined


@inlined
def _entry(rows: RecordRows, r: int) -> int:
    """The row of ``z`` of a record."""
    return rows.curve[r] if rows.curve.size > 0 else r


@inlined
def _factor(rows: RecordRows, entry: int, slot: int) -> float:
    """What a record multiplies the block of a slot with."""
    return float(rows.z[entry, slot]) if rows.z.size > 0 else 1.0


@inlined
def _precision(rows: RecordRows, r: int, t: int, u: int) -> float:
    """The element of a record's R⁻¹ at two traits."""
    scale = rows.root[r, t] * rows.root[r, u] if rows.root.size > 0 else 1.0
    return float(rows.weight[rows.kind[r], t, u]) * scale


@inlined
def _add_column(
    rows: RecordRows,
    r: int,
    entry: int,
    factor: float,
    part: tuple[int, int],
    column: int,
    answer: Float,
) -> None:
    """Add ``factor`` ψ ⊗ R⁻¹ of a record to a column of blocks of ``answer``.

    ``part``: the first slot of ψ and its length.
    """
    traits = rows.weight.shape[1]
    for a in range(part[1]):
        both = factor * _factor(rows, entry, part[0] + a)
        if both != 0.0:
            for t in range(traits):
                for u in range(traits):
                    answer[a * traits + t, column * traits + u] += both * _precision(rows, r, t, u)


@compiled
def load(
    first: int,
    stop: int,
    eliminate: bool,
    rows: RecordRows,
    values: Float,
    answer: Float,
    other_answer: Float,
    environment: Float,
) -> None:
    """W'R⁻¹ of record values (rows, traits), after elimination where asked.

    Without ``eliminate`` the sums of the hidden effect go to ``environment`` (animals, hidden ×
    traits), with it its solution B⁻¹ times the sums; (0, 0) where nobody asks.
    """
    traits = values.shape[1]
    own, hidden = rows.own, rows.hidden
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
            for r in range(rows.begin[i], rows.begin[i + 1]):
                c = _entry(rows, r)
                for t in range(traits):
                    value = 0.0
                    for u in range(traits):
                        value += _precision(rows, r, t, u) * values[r, u]
                    for e in range(hidden[1]):
                        total[e * traits + t] += _factor(rows, c, hidden[0] + e) * value
        if eliminate and rows.begin[i + 1] > rows.begin[i]:
            h = rows.which[i]
            for e in range(size):
                for f in range(size):
                    shift[e] += rows.inverse[h, e, f] * total[f]
        if environment.size > 0:
            for e in range(size):
                environment[i, e] = shift[e] if eliminate else total[e]
        for r in range(rows.begin[i], rows.begin[i + 1]):
            c = _entry(rows, r)
            for t in range(traits):
                left[t] = values[r, t]
                for e in range(hidden[1]):
                    left[t] -= _factor(rows, c, hidden[0] + e) * shift[e * traits + t]
            for t in range(traits):
                pull[t] = 0.0
                for u in range(traits):
                    pull[t] += _precision(rows, r, t, u) * left[u]
            for a in range(own[1]):
                factor = _factor(rows, c, own[0] + a)
                for t in range(traits):
                    answer[i, a * traits + t] += factor * pull[t]
            for m in range(len(rows.width)):
                b = rows.place[r, m]
                if b >= 0:
                    for a in range(rows.width[m]):
                        factor = _factor(rows, c, rows.multiplier[m] + a)
                        for t in range(traits):
                            other_answer[b + a, t] += factor * pull[t]


@compiled
def fit(first: int, stop: int, rows: RecordRows, x: Float, other: Float, answer: Float) -> None:
    """Subtract what animals and other effects explain from ``answer`` (rows, traits)."""
    traits = answer.shape[1]
    for i in range(first, stop):
        for r in range(rows.begin[i], rows.begin[i + 1]):
            c = _entry(rows, r)
            for a in range(rows.own[1]):
                factor = _factor(rows, c, rows.own[0] + a)
                for t in range(traits):
                    answer[r, t] -= factor * x[i, a * traits + t]
            for m in range(len(rows.width)):
                b = rows.place[r, m]
                if b >= 0:
                    for a in range(rows.width[m]):
                        factor = _factor(rows, c, rows.multiplier[m] + a)
                        for t in range(traits):
                            answer[r, t] -= factor * other[b + a, t]


@compiled
def environment_precision(chosen: Int, rows: RecordRows, answer: Float) -> None:
    """Add Σ ψψ' ⊗ R⁻¹ of the chosen animals' records to ``answer`` (chosen, size, size)."""
    hidden = rows.hidden
    for n in range(len(chosen)):
        for r in range(rows.begin[chosen[n]], rows.begin[chosen[n] + 1]):
            c = _entry(rows, r)
            for e in range(hidden[1]):
                factor = _factor(rows, c, hidden[0] + e)
                if factor != 0.0:
                    _add_column(rows, r, c, factor, hidden, e, answer[n])


@compiled
def record_keys(first: int, stop: int, rows: RecordRows, code: Int, answer: Int) -> None:
    """The sum of the codes of an animal's kinds of records: equal for equal sets of records."""
    for i in range(first, stop):
        total = 0
        for r in range(rows.begin[i], rows.begin[i + 1]):
            total += code[rows.kind[r]]
        answer[i] = total


@compiled
def _information(i: int, rows: RecordRows, cross: Float, solved: Float, block: Float) -> None:
    """Set ``block`` (size, size) to what an animal's records know of it after elimination.

    ``cross`` and ``solved`` (hidden × traits, size): room.
    """
    traits = rows.weight.shape[1]
    own, hidden = rows.own, rows.hidden
    size, depth = own[1] * traits, hidden[1] * traits
    for p in range(size):
        for q in range(size):
            block[p, q] = 0.0
        for e in range(depth):
            cross[e, p] = 0.0
            solved[e, p] = 0.0
    for r in range(rows.begin[i], rows.begin[i + 1]):
        c = _entry(rows, r)
        for b in range(own[1]):
            factor = _factor(rows, c, own[0] + b)
            if factor != 0.0:
                _add_column(rows, r, c, factor, own, b, block)
                _add_column(rows, r, c, factor, hidden, b, cross)
    if depth == 0 or rows.begin[i + 1] == rows.begin[i]:
        return
    h = rows.which[i]
    for e in range(depth):
        for f in range(depth):
            share = rows.inverse[h, e, f]
            for q in range(size):
                solved[e, q] += share * cross[f, q]
    for e in range(depth):
        for p in range(size):
            share = cross[e, p]
            for q in range(size):
                block[p, q] -= share * solved[e, q]


@compiled
def mean_information(chosen: Int, rows: RecordRows, answer: Float) -> None:
    """Add to ``answer`` (size, size) the mean of what is known of the chosen animals."""
    size, depth = len(answer), rows.hidden[1] * rows.weight.shape[1]
    cross, solved = np.empty((depth, size)), np.empty((depth, size))
    block = np.empty((size, size))
    for i in chosen:
        _information(i, rows, cross, solved, block)
        for p in range(size):
            for q in range(size):
                answer[p, q] += block[p, q] / len(chosen)


@compiled
def canonical_diagonal(first: int, stop: int, turn: Float, rows: RecordRows, answer: Float) -> None:
    """Add the diagonal of T'WT of the animals' records to ``answer`` (levels, size)."""
    size, depth = len(turn), rows.hidden[1] * rows.weight.shape[1]
    cross, solved = np.empty((depth, size)), np.empty((depth, size))
    block = np.empty((size, size))
    line = np.empty(size)
    for i in range(first, stop):
        if rows.begin[i + 1] == rows.begin[i]:
            continue
        _information(i, rows, cross, solved, block)
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
    first: int, stop: int, rows: RecordRows, base: Int, offset: Int, apart: Bool, heap: Float
) -> None:
    """The diagonal blocks of the other effects, not yet inverted.

    ``heap``: blocks one after another, those of column m from ``offset[m]`` on for blocks from
    ``base[m]`` on; of one coefficient each where ``apart[m]``, else of all coefficients of a
    level.
    """
    traits = rows.weight.shape[1]
    hidden = rows.hidden
    depth = hidden[1] * traits
    line = np.empty((depth, traits))
    drawn = np.empty((depth, traits))
    single = np.empty((traits, traits))
    for i in range(first, stop):
        for r in range(rows.begin[i], rows.begin[i + 1]):
            c = _entry(rows, r)
            for t in range(traits):
                for u in range(traits):
                    single[t, u] = _precision(rows, r, t, u)
            if depth > 0:
                h = rows.which[i]
                for e in range(hidden[1]):
                    factor = _factor(rows, c, hidden[0] + e)
                    for t in range(traits):
                        for u in range(traits):
                            line[e * traits + t, u] = factor * single[t, u]
                            drawn[e * traits + t, u] = 0.0
                for e in range(depth):
                    if _factor(rows, c, hidden[0] + e // traits) == 0.0:
                        continue
                    for f in range(depth):
                        for u in range(traits):
                            drawn[e, u] += rows.inverse[h, e, f] * line[f, u]
                for e in range(depth):
                    if _factor(rows, c, hidden[0] + e // traits) == 0.0:
                        continue
                    for t in range(traits):
                        for u in range(traits):
                            single[t, u] -= line[e, t] * drawn[e, u]
            for m in range(len(rows.width)):
                b = rows.place[r, m]
                if b < 0:
                    continue
                width = rows.width[m]
                for a in range(width):
                    factor = _factor(rows, c, rows.multiplier[m] + a)
                    if factor == 0.0:
                        continue
                    if apart[m]:
                        at = offset[m] + (b - base[m] + a) * traits * traits
                        for t in range(traits):
                            for u in range(traits):
                                heap[at + t * traits + u] += factor * factor * single[t, u]
                        continue
                    wide = width * traits
                    at = offset[m] + (b - base[m]) // width * wide * wide
                    for o in range(width):
                        both = factor * _factor(rows, c, rows.multiplier[m] + o)
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
