"""Records of traits with what classifies them: the input of every evaluation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held
from milkshed.breeding.science.labels import label
from milkshed.breeding.science.refusals import NotUsable, listed
from milkshed.kernel.text import Text


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

        ``factors``: any values, None or NaN where a row has no level; levels are sorted by their
        text unless all are whole numbers. ``weights``: (rows,) or (rows, traits), positive. Raises
        :class:`NotUsable` naming the column and the row that cannot be used.
        """
        if not traits:
            raise NotUsable("没有性状", "no trait is given")
        measured = {name: _numbers(name, column) for name, column in traits.items()}
        rows = len(next(iter(measured.values())))
        for name, own in measured.items():
            if own.shape != (rows,):
                raise _wrong_shape(name, own.shape, rows)
            infinite = np.flatnonzero(np.isinf(own))
            if len(infinite):
                raise NotUsable(
                    f"第 {infinite[0] + 1} 行：性状 {name} 为无穷大",
                    f"row {infinite[0] + 1}: a trait is infinite ({name})",
                    [name],
                )
        values = np.column_stack(list(measured.values()))
        made = {name: _factor(name, column, rows) for name, column in factors.items()}
        numbers = {
            name: _column(name, _numbers(name, column), rows)
            for name, column in (covariates or {}).items()
        }
        weight = np.broadcast_to(np.float64(1.0), values.shape)
        if weights is not None:
            given = _numbers("weights", weights)
            given = given[:, None] if given.ndim == 1 else given
            if given.shape not in ((rows, 1), values.shape):
                raise _wrong_shape("weights", np.shape(weights), rows)
            weight = weight * given
            bad = np.flatnonzero(~(weight > 0).all(axis=1))
            if len(bad):
                raise NotUsable(
                    f"第 {bad[0] + 1} 行：权重必须大于 0",
                    f"row {bad[0] + 1}: weights must be greater than 0",
                )
        part = np.zeros(rows, np.int64) if residual_class is None else np.asarray(residual_class)
        if part.shape != (rows,):
            raise _wrong_shape("residual_class", part.shape, rows)
        outside = np.flatnonzero(~(part >= 0))
        if len(outside):
            raise NotUsable(
                f"第 {outside[0] + 1} 行：residual_class = {part[outside[0]]}，应为 0、1、2……",
                f"row {outside[0] + 1}: residual_class = {part[outside[0]]}, must be 0, 1, 2, …",
            )
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

    def within(self, factor: str, known: Collection[str]) -> "Within":
        """Deal the rows to those whose level of ``factor`` is ``known`` and those left out.

        ``known``: the animals of a pedigree, for instance (``pedigree.listed``). A row without a
        level is left out. Raises KeyError when there is no such factor.
        """
        own = self.factors[factor]
        members = known if isinstance(known, set | frozenset | dict) else set(known)
        there = np.array([name in members for name in own.names] + [False], dtype=np.bool_)
        kept = there[own.code]
        gone = np.unique(own.code[~kept & (own.code >= 0)]).tolist()
        return Within(
            self.only(kept),
            tuple(own.names[k] for k in gone),
            held(np.flatnonzero(~kept)),
            factor,
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


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Records that can be used, and what was left out: ``levels`` and ``rows`` (places)."""

    records: Records
    levels: tuple[str, ...]
    rows: Int
    factor: str

    @property
    def text(self) -> Text:
        """One line for a report."""
        told = listed(self.levels)
        if not len(self.rows):
            return Text(f"{self.factor}：没有剔除记录", f"{self.factor}: no record is left out")
        return Text(
            f"{self.factor}：剔除 {len(self.rows)} 条记录，{len(self.levels)} 个水平未知"
            f"{f'：{told.zh}' if self.levels else ''}",
            f"{self.factor}: {len(self.rows)} records are left out, {len(self.levels)} levels are "
            f"not known{f': {told.en}' if self.levels else ''}",
        )


def _numbers(name: str, column: ArrayLike) -> Float:
    try:
        return np.asarray(column, dtype=np.float64)
    except (TypeError, ValueError):
        pass
    for row, value in enumerate(np.asarray(column, dtype=object).tolist(), 1):
        try:
            float(value)
        except (TypeError, ValueError):
            raise NotUsable(
                f"第 {row} 行：{name} = {value!r} 不是数",
                f"row {row}: {name} = {value!r} is not a number",
                [name],
            ) from None
    raise NotUsable(f"{name}：不是一列数", f"{name}: not a column of numbers", [name])


def _wrong_shape(name: str, shape: tuple[int, ...], rows: int) -> NotUsable:
    return NotUsable(
        f"{name}：形状是 {shape}，应为 ({rows},)",
        f"{name}: shape {shape}, must be ({rows},)",
        [name],
    )


def _check_curve(curve: Curve, rows: int) -> None:
    if curve.index.shape != (rows,):
        raise _wrong_shape("curve.index", curve.index.shape, rows)
    if curve.table.ndim != 2 or curve.table.shape[1] != len(curve.names):
        raise NotUsable(
            f"curve：表的形状是 {curve.table.shape}，协变量有 {len(curve.names)} 个",
            f"curve: table of shape {curve.table.shape} for {len(curve.names)} covariates",
        )
    bad = np.flatnonzero((curve.index < 0) | (curve.index >= len(curve.table)))
    if len(bad):
        raise NotUsable(
            f"第 {bad[0] + 1} 行：curve 的位置是 {curve.index[bad[0]]}，表只有 "
            f"{len(curve.table)} 行",
            f"row {bad[0] + 1}: curve index {curve.index[bad[0]]}, the table has "
            f"{len(curve.table)} entries",
        )


def _column(name: str, column: Float, rows: int) -> Float:
    if column.shape != (rows,):
        raise _wrong_shape(name, column.shape, rows)
    bad = np.flatnonzero(~np.isfinite(column))
    if len(bad):
        raise NotUsable(
            f"第 {bad[0] + 1} 行：{name} = {column[bad[0]]} 不是数",
            f"row {bad[0] + 1}: {name} = {column[bad[0]]} is not a number",
            [name],
        )
    return held(column.copy())


def _factor(name: str, column: Sequence[object] | ArrayLike, rows: int) -> Factor:
    given = np.asarray(column)
    if given.shape != (rows,):
        raise _wrong_shape(name, given.shape, rows)
    if given.dtype.kind in "iu":
        levels, code = np.unique(given, return_inverse=True)
        return Factor(tuple(map(str, levels.tolist())), held(code.astype(np.int32)))
    # texts beside a NaN would become texts "nan" in an array
    cells: Sequence[object] = given.tolist()
    if given.dtype.kind == "U" and isinstance(column, Sequence):
        cells = column
    texts = [label(value) for value in cells]
    known = sorted({text for text in texts if text is not None})
    if given.dtype.kind == "f" and np.all(given[~np.isnan(given)] % 1 == 0):
        known.sort(key=int)
    place: dict[str | None, int] = {text: number for number, text in enumerate(known)}
    return Factor(
        tuple(known), held(np.array([place.get(text, -1) for text in texts], dtype=np.int32))
    )
