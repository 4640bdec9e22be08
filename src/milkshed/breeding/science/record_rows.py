"""Records as the sweep over animals reads them, handed to compiled code as one argument."""

from typing import NamedTuple

from milkshed.breeding.science.arrays import Float, Index, Short, Single


class RecordRows(NamedTuple):
    """Records in the order of their animals.

    ``begin`` (animals + 1,): where an animal's records start; ``animal`` (rows,): whose a record
    is. ``place`` (rows, columns): the first block of the other effects, -1 none; ``width`` and
    ``multiplier`` (columns,): how many blocks a column covers and its first column in ``z``.
    ``kind`` (rows,): the row of ``weight`` (kinds, traits, traits), R⁻¹ of what was measured;
    ``root`` (rows, traits): roots of weights, or (0, 0). ``curve`` (rows,): the row of ``z``
    (entries, slots). ``own`` and ``hidden``: the first column in ``z`` and the number of
    coefficients of the animal and of what is eliminated; ``which`` (animals,): the row of
    ``inverse`` (sets, hidden × traits, hidden × traits), B⁻¹.
    """

    begin: Index
    animal: Index
    place: Index
    width: Index
    multiplier: Index
    kind: Short
    weight: Float
    root: Float
    curve: Index
    z: Float
    own: tuple[int, int]
    hidden: tuple[int, int]
    which: Index
    inverse: Float | Single


class FlatRows(NamedTuple):
    """The same with arrays of one dimension; ``slots``: columns of ``z``."""

    begin: Index
    animal: Index
    place: Index
    width: Index
    multiplier: Index
    kind: Short
    weight: Float
    root: Float
    curve: Index
    z: Float
    own: int
    hidden: int
    which: Index
    inverse: Float | Single
    slots: int


def flattened(rows: RecordRows) -> FlatRows:
    """The rows as the sweep's own kernels read them: views, nothing is copied."""
    return FlatRows(
        rows.begin, rows.animal, rows.place.reshape(-1), rows.width, rows.multiplier, rows.kind,
        rows.weight.reshape(-1), rows.root.reshape(-1), rows.curve, rows.z.reshape(-1),
        rows.own[0], rows.hidden[0], rows.which, rows.inverse.reshape(-1), rows.z.shape[1],
    )  # fmt: skip


def bytes_read(rows: RecordRows) -> int:
    """Bytes that one sweep reads of them at least."""
    arrays = (rows.animal, rows.place, rows.kind, rows.root, rows.curve, rows.which)
    return sum(array.nbytes for array in arrays)
