"""Records of traits with what classifies them: the input of every evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A classification of records: ``names`` of its levels, ``code`` (rows,), -1 for none."""

    names: tuple[str, ...]
    code: Index


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Rows of measurements; a value is NaN where a trait was not measured.

    ``values`` (rows, traits); ``factors`` by name; ``covariates`` by name, (rows,) each;
    ``weights`` (rows, traits): the residual variance is R / weight; ``residual_class`` (rows,):
    which of several residual covariances a row has.
    """

    traits: tuple[str, ...]
    values: Float
    factors: Mapping[str, Factor]
    covariates: Mapping[str, Float]
    weights: Float
    residual_class: Int

    @classmethod
    def from_columns(
        cls,
        traits: Mapping[str, ArrayLike],
        factors: Mapping[str, Sequence[object] | ArrayLike],
        *,
        covariates: Mapping[str, ArrayLike] | None = None,
        weights: ArrayLike | None = None,
        residual_class: ArrayLike | None = None,
    ) -> "Records":
        """Take columns of one length.

        ``factors``: any values, None where a row has no level; levels are sorted by their text
        unless all are whole numbers. ``weights``: (rows,) or (rows, traits), positive. Raises
        ValueError naming the column and the row that cannot be used.
        """
        values = np.column_stack([np.asarray(v, dtype=np.float64) for v in traits.values()])
        rows = len(values)
        if np.isinf(values).any():
            row = int(np.flatnonzero(np.isinf(values).any(axis=1))[0])
            raise ValueError(f"row {row + 1}: a trait is infinite")
        made = {name: _factor(name, column, rows) for name, column in factors.items()}
        numbers = {
            name: _column(name, np.asarray(column, dtype=np.float64), rows)
            for name, column in (covariates or {}).items()
        }
        weight = np.ones(values.shape)
        if weights is not None:
            given = np.asarray(weights, dtype=np.float64)
            weight = weight * (given[:, None] if given.ndim == 1 else given)
            bad = np.flatnonzero(~(weight > 0).all(axis=1))
            if len(bad):
                raise ValueError(f"row {bad[0] + 1}: weights must be greater than 0")
        part = np.zeros(rows, np.int64) if residual_class is None else np.asarray(residual_class)
        return cls(
            tuple(traits), held(values), made, numbers, held(weight), held(part.astype(np.int64))
        )

    def __len__(self) -> int:
        return len(self.values)

    def only(self, rows: Bool | Int) -> "Records":
        """The chosen rows; levels keep their names."""
        return Records(
            self.traits,
            held(self.values[rows]),
            {k: Factor(f.names, held(f.code[rows])) for k, f in self.factors.items()},
            {k: held(c[rows]) for k, c in self.covariates.items()},
            held(self.weights[rows]),
            held(self.residual_class[rows]),
        )


def _column(name: str, column: Float, rows: int) -> Float:
    if column.shape != (rows,):
        raise ValueError(f"{name}: shape {column.shape}, must be ({rows},)")
    bad = np.flatnonzero(~np.isfinite(column))
    if len(bad):
        raise ValueError(f"row {bad[0] + 1}: {name} = {column[bad[0]]} is not a number")
    return held(column.copy())


def _factor(name: str, column: Sequence[object] | ArrayLike, rows: int) -> Factor:
    given = np.asarray(column)
    if given.shape != (rows,):
        raise ValueError(f"{name}: shape {given.shape}, must be ({rows},)")
    if given.dtype.kind in "iu":
        levels, code = np.unique(given, return_inverse=True)
        return Factor(tuple(map(str, levels.tolist())), held(code.astype(np.int32)))
    texts = ["" if value is None else str(value) for value in given.tolist()]
    known = sorted(set(texts) - {""})
    place = {text: number for number, text in enumerate(known)}
    return Factor(
        tuple(known), held(np.array([place.get(text, -1) for text in texts], dtype=np.int32))
    )
