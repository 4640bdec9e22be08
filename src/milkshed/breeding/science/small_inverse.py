"""The inverse of one small matrix within compiled code: a block of a preconditioner."""

from milkshed.breeding.science.arrays import Float
from milkshed.numerics.compiled import compiled


@compiled
def invert_in_place(work: Float, before: Float) -> None:
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
