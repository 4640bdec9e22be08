"""How the terms of a model stand in the records: levels, multipliers and covariances by trait."""

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Int, held
from milkshed.breeding.science.mixed_model import Genetic, Random, covariance
from milkshed.breeding.science.records import Factor, Records
from milkshed.breeding.science.refusals import NotUsable, listed


def acted_on(chosen: tuple[str, ...] | None, title: str, traits: tuple[str, ...]) -> Int:
    """Places of the traits an effect acts on; raises NotUsable naming one that there is not."""
    if chosen is None:
        return np.arange(len(traits))
    for trait in chosen:
        if trait not in traits:
            raise NotUsable(
                f"{title}：没有性状 {trait!r}，只有 {'、'.join(traits)}",
                f"{title}: there is no trait {trait!r}, only {', '.join(traits)}",
                [trait],
            )
    return np.array([traits.index(trait) for trait in chosen], dtype=np.int64)


def spread_over(effect: Genetic | Random, title: str, width: int, traits: tuple[str, ...]) -> Float:
    """The covariance over all traits, zeros where the effect does not act."""
    on = acted_on(effect.traits, title, traits)
    own = covariance(title, effect.covariance, width * len(on), zeros=True)
    if len(on) == len(traits) and effect.traits is None:
        return own
    answer = np.zeros((width * len(traits), width * len(traits)))
    places = (np.arange(width)[:, None] * len(traits) + on).ravel()
    answer[np.ix_(places, places)] = own
    return held(answer)


def multipliers(records: Records, covariates: list[tuple[str, str | None]]) -> tuple[Float, Index]:
    """z and the curve by which its rows are looked up, each empty where it is not needed."""
    nothing = np.zeros(0, dtype=np.int32)
    named = [name for _, name in covariates if name is not None]
    if not named:
        return np.zeros((0, 0)), nothing
    curve = records.curve
    if curve is not None and all(name in curve.names for name in named):
        looked_up = [
            np.ones(len(curve.table)) if name is None else curve.table[:, curve.names.index(name)]
            for _, name in covariates
        ]
        return np.column_stack(looked_up), np.array(curve.index, dtype=np.int32)
    return np.column_stack(
        [
            np.ones(len(records)) if name is None else covariate_of(records, name, title)
            for title, name in covariates
        ]
    ), nothing


def factor_of(records: Records, name: str | None, title: str) -> Factor:
    """A factor by name, or one level for all rows; raises NotUsable naming those there are."""
    if name is None:
        return Factor(("all",), np.zeros(len(records), np.int32))
    if name not in records.factors:
        raise NotUsable(
            f"{title}：记录中没有分类 {name!r}，只有 {'、'.join(records.factors)}",
            f"{title}: records have no factor {name!r}, only {', '.join(records.factors)}",
            [name],
        )
    return records.factors[name]


def covariate_of(records: Records, name: str, title: str) -> Float:
    """A covariate by name, (rows,); raises NotUsable naming those there are."""
    curve = records.curve
    if name in records.covariates:
        return records.covariates[name]
    if curve is not None and name in curve.names:
        return np.asarray(curve.table[curve.index, curve.names.index(name)])
    known = (*records.covariates, *(curve.names if curve is not None else ()))
    raise NotUsable(
        f"{title}：记录中没有协变量 {name!r}，只有 {'、'.join(known)}",
        f"{title}: records have no covariate {name!r}, only {', '.join(known)}",
        [name],
    )


def levels_of(column: Factor, names: tuple[str, ...], title: str) -> Index:
    """Level of each row among ``names``; raises NotUsable with all that are not among them."""
    if column.names == names:
        return column.code
    place = {name: number for number, name in enumerate(names)}
    new = np.array([place.get(name, -1) for name in column.names] + [-1], dtype=np.int32)
    lost = new[:-1] < 0
    if lost.any():
        counts = np.bincount(column.code[column.code >= 0], minlength=len(column.names))
        unknown = [column.names[k] for k in np.flatnonzero(lost & (counts > 0)).tolist()]
        if unknown:
            rows, told = int(counts[lost].sum()), listed(unknown)
            raise NotUsable(
                f"{title}：{rows} 条记录的 {len(unknown)} 个水平不在系谱中：{told.zh}",
                f"{title}: {len(unknown)} levels are not in the pedigree ({rows} records): "
                f"{told.en}",
                unknown,
            )
    return new[column.code]
