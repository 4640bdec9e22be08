"""Records of traits with what classifies them: the input of every evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A classification of records: ``names`` of its levels, ``code`` (rows,), -1 for none."""

    names: tuple[str, ...]
    code: Index


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Covariates that follow from one whole number of a record, such as its days in milk.

    ``names`` of the covariates, ``table`` (entries, names) their values, ``index`` (rows,) the
    entry of each row. A table of 306 days serves any number of records.
    """

    names: tuple[str, ...]
    index: Index
    table: Float


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Rows of measurements; a value is NaN where a trait was not measured.

    ``values`` (rows, traits); ``factors`` by name; ``covariates`` by name, (rows,) each;
    ``weights`` (rows, traits): the residual variance is R / weight; ``residual_class`` (rows,):
    which of several residual covariances a row has; ``curve``: covariates that are looked up.
    """

    traits: tuple[str, ...]
    values: Float
    factors: Mapping[str, Factor]
    covariates: Mapping[str, Float]
    weights: Float
    residual_class: Int
    curve: Curve | None = None

    @classmethod
    def from_columns(
        cls,
        traits: Mapping[str, ArrayLike],
        factors: Mapping[str, Sequence[object] | ArrayLike],
        *,
        covariates: Mapping[str, ArrayLike] | None = None,
        weights: ArrayLike | None = None,
        residual_class: ArrayLike | None = None,
        curve: Curve | None = None,
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
        weight = np.broadcast_to(np.float64(1.0), values.shape)
        if weights is not None:
            given = np.asarray(weights, dtype=np.float64)
            weight = weight * (given[:, None] if given.ndim == 1 else given)
            bad = np.flatnonzero(~(weight > 0).all(axis=1))
            if len(bad):
                raise ValueError(f"row {bad[0] + 1}: weights must be greater than 0")
        part = np.zeros(rows, np.int64) if residual_class is None else np.asarray(residual_class)
        if curve is not None:
            _check_curve(curve, rows)
        return cls(
            tuple(traits),
            held(values),
            made,
            numbers,
            held(weight),
            held(part.astype(np.int64)),
            curve,
        )

    def __len__(self) -> int:
        return len(self.values)

    def of_traits(self, traits: Sequence[str]) -> "Records":
        """The same rows with some of the traits, in the order given; raises KeyError by name."""
        if tuple(traits) == self.traits:
            return self
        unknown = [trait for trait in traits if trait not in self.traits]
        if unknown:
            raise KeyError(f"{unknown[0]}: the traits are {', '.join(self.traits)}")
        columns = [self.traits.index(trait) for trait in traits]
        return replace(
            self,
            traits=tuple(traits),
            values=held(self.values[:, columns]),
            weights=held(
                np.broadcast_to(self.weights[:1, :1], (len(self), len(columns)))
                if not any(self.weights.strides)
                else self.weights[:, columns]
            ),
        )

    def only(self, rows: Bool | Int) -> "Records":
        """The chosen rows; levels keep their names."""
        return Records(
            self.traits,
            held(self.values[rows]),
            {k: Factor(f.names, held(f.code[rows])) for k, f in self.factors.items()},
            {k: held(c[rows]) for k, c in self.covariates.items()},
            held(self.weights[rows]),
            held(self.residual_class[rows]),
            None
            if self.curve is None
            else Curve(self.curve.names, held(self.curve.index[rows]), self.curve.table),
        )


def _check_curve(curve: Curve, rows: int) -> None:
    if curve.index.shape != (rows,):
        raise ValueError(f"curve: index of shape {curve.index.shape}, must be ({rows},)")
    if curve.table.ndim != 2 or curve.table.shape[1] != len(curve.names):
        raise ValueError(
            f"curve: table of shape {curve.table.shape} for {len(curve.names)} covariates"
        )
    bad = np.flatnonzero((curve.index < 0) | (curve.index >= len(curve.table)))
    if len(bad):
        raise ValueError(
            f"row {bad[0] + 1}: curve index {curve.index[bad[0]]}, the table has "
            f"{len(curve.table)} entries"
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
