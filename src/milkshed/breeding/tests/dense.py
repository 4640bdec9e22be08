"""Textbook definitions with dense matrices, to compare with; small pedigrees only."""

from collections.abc import Mapping, Sequence

import numpy as np

from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.mixed_model import Model
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records


def relationship_matrix(pedigree: Pedigree, gamma: Float | None = None) -> Float:
    """A by the tabular method (Emik & Terrill 1949), metafounders left out of the answer."""
    groups = 0 if gamma is None else len(gamma)
    size = groups + len(pedigree)
    a = np.zeros((size, size))
    if gamma is not None:
        a[:groups, :groups] = gamma
    for i in range(len(pedigree)):
        row = groups + i
        parents = []
        for parent in (int(pedigree.sire[i]), int(pedigree.dam[i])):
            if parent >= 0:
                parents.append(groups + parent)
            elif parent < -1 and groups:
                parents.append(-2 - parent)
        line = sum((0.5 * a[:row, p] for p in parents), np.zeros(row))
        a[row, :row] = a[:row, row] = line
        a[row, row] = 1 + (0.5 * a[parents[0], parents[1]] if len(parents) == 2 else 0)
    return a[groups:, groups:]


def best_predictions(
    model: Model, records: Records, relationships: Mapping[str, Float]
) -> dict[str, Float]:
    """BLUP of every random term by generalised least squares (Henderson 1963), shaped as effects.

    û = G W' V⁻¹ (y - X b), V = Σ W G W' + R, b by a generalised inverse. ``relationships``: of each
    genetic term among its levels, dense; levels are those of the first factor's names. A group of
    unknown parents is written with its shares as covariates by the caller.
    """
    traits = len(records.traits)
    seen = np.argwhere(~np.isnan(records.values))
    y = records.values[seen[:, 0], seen[:, 1]]
    blocks = model.residuals(traits)
    spread = np.zeros((len(seen), len(seen)))
    for a, (row, t) in enumerate(seen.tolist()):
        for b, (other, u) in enumerate(seen.tolist()):
            if row == other:
                weight = np.sqrt(records.weights[row, t] * records.weights[row, u])
                spread[a, b] = blocks[records.residual_class[row], t, u] / weight
    fixed = [np.zeros((len(seen), 0))]
    for term in model.fixed:
        names, design = _design(records, seen, (term.factor,), term.covariates)
        on = range(traits) if term.traits is None else map(records.traits.index, term.traits)
        kept = [number for number, name in enumerate(names) if name not in term.zero]
        fixed += [design[:, kept][..., t].reshape(len(seen), -1) for t in on]
    x = np.column_stack(fixed)
    parts = {}
    for effect in model.random:
        title = effect.name or effect.factors[0]
        own = relationships.get(title)
        names, design = _design(records, seen, effect.factors, effect.covariates)
        size = design.shape[2] * traits
        covariance = np.zeros((size, size))
        on = [records.traits.index(name) for name in effect.traits or records.traits]
        places = [c * traits + t for c in range(design.shape[2]) for t in on]
        covariance[np.ix_(places, places)] = effect.covariance
        among = np.eye(len(names)) if own is None else own
        parts[title] = design, np.kron(among, covariance)
        flat = design.reshape(len(seen), -1)
        spread += flat @ parts[title][1] @ flat.T
    inverse = np.linalg.inv(spread)
    b = np.linalg.pinv(x.T @ inverse @ x) @ x.T @ inverse @ y
    left = inverse @ (y - x @ b)
    return {
        name: (g @ design.reshape(len(seen), -1).T @ left).reshape(design.shape[1:])
        for name, (design, g) in parts.items()
    }


def _design(
    records: Records,
    seen: Int,
    factors: Sequence[str | None],
    covariates: Sequence[str],
) -> tuple[tuple[str, ...], Float]:
    """What each value has of each level, coefficient and trait: (values, levels, c, traits)."""
    names = ("all",) if factors[0] is None else records.factors[factors[0]].names
    size = len(covariates) or len(factors)
    design = np.zeros((len(seen), len(names), size, len(records.traits)))
    for a, (row, t) in enumerate(seen.tolist()):
        for c in range(size):
            factor = factors[0] if covariates else factors[c]
            level = 0 if factor is None else records.factors[factor].code[row]
            if level < 0:
                continue
            place = level if factor is None else names.index(records.factors[factor].names[level])
            value = 1.0
            if covariates:
                value = _covariate(records, covariates[c], row)
            design[a, place, c, t] = value
    return names, design


def _covariate(records: Records, name: str, row: int) -> float:
    if name in records.covariates:
        return float(records.covariates[name][row])
    assert records.curve is not None
    return float(records.curve.table[records.curve.index[row], records.curve.names.index(name)])
