"""Estimated variances, and the numbers an estimation moves: parameters of covariances.

A parameter is an element (row, column) of a term's covariance or of the residual's, of the lower
triangle and where both act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import block_diag

from milkshed.breeding.science.arrays import Bool, Float
from milkshed.breeding.science.equations import Equations, Term
from milkshed.breeding.science.mixed_model import Model, acting
from milkshed.breeding.science.refusals import NotUsable
from milkshed.kernel.text import Text

# directions of the scaled information below this share of the largest are not informed
UNINFORMED = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """One iterate: log likelihood, and the step that led away from it ("AI", "EM", "end")."""

    log_likelihood: float
    covariances: tuple[Float, ...]
    residual: Float
    taken: str


@dataclass(frozen=True, eq=False)
class Variances:
    """Estimated covariances in the order of the random terms, and how they came about.

    ``residual`` (classes, traits, traits). ``sampling``: covariance of the parameters, in the
    order of ``parameters`` (term, row, column), the inverse of the average information.
    ``fixed``: solutions of the fixed terms by name, (levels, coefficients, traits).
    ``not_told_apart``: sets of parameters between which the records do not decide; these keep what
    they were given, and their ``sampling`` is NaN.
    """

    names: tuple[str, ...]
    covariances: tuple[Float, ...]
    residual: Float
    log_likelihood: float
    parameters: tuple[tuple[str, int, int], ...]
    sampling: Float
    fixed: dict[str, Float]
    steps: tuple[Step, ...]
    converged: bool
    not_told_apart: tuple[tuple[tuple[str, int, int], ...], ...] = ()

    def of(self, name: str) -> Float:
        """The covariance of one random term."""
        return self.covariances[self.names.index(name)]

    def put_into(self, model: Model) -> Model:
        """The model with these covariances, to be solved; raises KeyError for another's terms."""
        place = {name: number for number, name in enumerate(self.names)}
        random = tuple(
            replace(
                effect,
                covariance=self.covariances[place[effect.name or effect.factors[0]]],
                traits=None,
            )
            for effect in model.random
        )
        return replace(model, random=random, residual=self.residual)

    @property
    def at_border(self) -> tuple[str, ...]:
        """Terms whose covariance is on the border of the permitted space: a variance is zero.

        Zero is less than 10⁻⁴ of the term's own largest and of the largest residual variance. Such
        a term may be left out; standard errors do not hold there.
        """
        largest = float(np.abs(self.residual).max())
        found = []
        for name, block in zip(self.names, self.covariances, strict=True):
            there = acting(block)
            values = np.linalg.eigvalsh(block[np.ix_(there, there)])
            if values[0] < 1e-4 * max(values[-1], largest) and values[0] < 1e-4 * largest:
                found.append(name)
        return tuple(found)

    @property
    def criterion(self) -> float:
        """Akaike's criterion, -2 log L + 2 parameters: the smaller, the better.

        Compares models with the same fixed effects; NaN where the likelihood is not computed.
        """
        return 2.0 * len(self.parameters) - 2.0 * self.log_likelihood

    def standard_errors(self) -> Float:
        """Of the parameters, in their order."""
        return np.asarray(np.sqrt(np.diag(self.sampling)))

    def ratio(
        self,
        over: Sequence[str],
        *,
        trait: int = 0,
        residual_class: int = 0,
        at: Mapping[str, ArrayLike] | None = None,
    ) -> tuple[float, float]:
        """The share of the terms ``over`` in all variance of a trait, and its standard error.

        The heritability is the share of the genetic term. ``at``: what the coefficients of a term
        are multiplied with, (coefficients,), such as the polynomials of a day in milk, or (1, 1)
        for a total of direct and maternal; the first coefficient alone where it is not said. The
        error follows from the delta method.
        """
        value = values_of(list(self.covariances), self.residual, self.parameters)
        chosen, every = np.zeros(len(value)), np.zeros(len(value))
        own = "residual" if len(self.residual) == 1 else f"residual {residual_class}"
        traits = self.residual.shape[1]
        for number, (name, row, column) in enumerate(self.parameters):
            if name not in self.names:
                every[number] = float(name == own and row == column == trait)
                continue
            if row % traits != trait or column % traits != trait:
                continue
            size = len(self.of(name)) // traits
            weight = np.asarray((at or {}).get(name, np.eye(size)[0]), dtype=np.float64)
            if weight.shape != (size,):
                raise NotUsable(
                    f"at：{name} 有 {size} 个系数，给了 {weight.shape}",
                    f"at: {name} has {size} coefficients, given {weight.shape}",
                    [name],
                )
            twice = 1.0 if row == column else 2.0
            every[number] = twice * weight[row // traits] * weight[column // traits]
            chosen[number] = every[number] if name in over else 0.0
        part, whole = float(chosen @ value), float(every @ value)
        return part / whole, self._error(chosen / whole - every * part / whole**2)

    def correlation(self, name: str, row: int, column: int) -> tuple[float, float]:
        """The correlation of two rows of a term's covariance, and its standard error.

        ``name``: a random term or ``"residual"``. The error follows from the delta method.
        """
        block = self.residual[0] if name == "residual" else self.of(name)
        own = "residual 0" if name == "residual" and len(self.residual) > 1 else name
        i, j = max(row, column), min(row, column)
        share = float(block[i, j] / np.sqrt(block[i, i] * block[j, j]))
        slope = np.zeros(len(self.parameters))
        for number, parameter in enumerate(self.parameters):
            if parameter == (own, i, j):
                slope[number] = 1.0 / np.sqrt(block[i, i] * block[j, j])
            elif parameter in ((own, i, i), (own, j, j)):
                slope[number] = -0.5 * share / block[parameter[1], parameter[1]]
        return share, self._error(slope)

    def _error(self, slope: Float) -> float:
        used = np.flatnonzero(slope)
        return float(np.sqrt(slope[used] @ self.sampling[np.ix_(used, used)] @ slope[used]))

    @property
    def summary(self) -> Text:
        """One line for a report."""
        sets = (
            " + ".join(f"{name}[{i + 1},{j + 1}]" for name, i, j in one)
            for one in self.not_told_apart
        )
        untold = "; ".join(sets)
        border = ", ".join(self.at_border)
        return Text(
            f"{len(self.steps)} 次迭代，对数似然 {self.log_likelihood:.5f}，"
            f"{'已' if self.converged else '未'}收敛"
            f"{'；方差为零：' + border if border else ''}"
            f"{'；记录不能分开：' + untold if untold else ''}",
            f"{len(self.steps)} iterations, log likelihood {self.log_likelihood:.5f}, "
            f"{'converged' if self.converged else 'not converged'}"
            f"{'; a variance is zero: ' + border if border else ''}"
            f"{'; the records do not tell apart: ' + untold if untold else ''}",
        )


def parameters_of(random: list[Term], residual: Float) -> tuple[tuple[str, int, int], ...]:
    """Of every term's covariance, then of the residual's, what acts: (name, row, column)."""
    found = [(term.name, i, j) for term in random for i, j in acting_pairs(term.covariance)]
    for part in range(len(residual)):
        name = "residual" if len(residual) == 1 else f"residual {part}"
        found += [(name, i, j) for i in range(residual.shape[1]) for j in range(i + 1)]
    return tuple(found)


def values_of(
    covariances: list[Float], residual: Float, parameters: tuple[tuple[str, int, int], ...]
) -> Float:
    """The parameters as numbers, in their order."""
    values = [block[i, j] for block in (*covariances, *residual) for i, j in acting_pairs(block)]
    return np.array(values, dtype=np.float64)


def size_of(values: Float) -> Float:
    """Sizes by which moves of parameters are judged."""
    return np.asarray(np.maximum(np.abs(values), 1e-3 * np.abs(values).max()))


def moved_by(
    score: Float,
    information: Float,
    covariances: list[Float],
    residual: Float,
    parameters: tuple[tuple[str, int, int], ...],
    length: float,
) -> tuple[list[Float], Float] | None:
    """The parameters after so much of a step of average information.

    A covariance that the step would take out of the permitted space goes nine tenths of the way to
    its border instead, and the others the best step given that: a variance whose estimate is zero
    falls tenfold each time, while the others move freely. A covariance of several rows that is near
    its border already moves along it, as a product L L' of one column less (Thompson, Cullis, Smith
    & Gilmour 2003; Meyer & Kirkpatrick 2005). None where that comes to no end.
    """
    blocks = [*covariances, *residual]
    values = values_of(covariances, residual, parameters)
    starts = np.cumsum([0, *(len(acting_pairs(block)) for block in blocks)]).tolist()
    fixed = np.zeros(len(values))
    ways: list[_Way] = [_Free()] * len(blocks)
    for _ in range(2 * len(blocks) + 1):
        frames = [way.frame(starts[n + 1] - starts[n]) for n, way in enumerate(ways)]
        turn = np.asarray(block_diag(*frames)) if frames else np.zeros((0, 0))
        turn = turn.reshape(len(values), -1)
        left = turn.T @ (score - information @ fixed / length)
        found = length * informed_step(turn.T @ information @ turn, left)
        made, at, again = [], 0, False
        for n, (block, way) in enumerate(zip(blocks, ways, strict=True)):
            own = slice(starts[n], starts[n + 1])
            size = frames[n].shape[1]
            new = way.moved(block, values[own] + fixed[own], found[at : at + size])
            at += size
            there = np.ix_(acting(block), acting(block))
            made.append(new)
            if np.linalg.eigvalsh(new[there])[0] > 1e-8 * np.trace(block):
                continue
            if not isinstance(way, _Free):
                return None
            inside = np.linalg.eigvalsh(block[there])
            if len(inside) > 1 and inside[0] < 1e-3 * inside[-1]:
                ways[n] = _Along(block)
            else:
                part = 0.9 * _way_to_border(block[there], new[there])
                fixed[own] = part * (_elements(new) - values[own])
                ways[n] = _Fixed()
            again = True
        if not again:
            return made[: len(covariances)], np.stack(made[len(covariances) :])
    return None


class _Free:
    """A covariance that moves element by element."""

    def frame(self, size: int) -> Float:
        """What each number moved does to each element."""
        return np.eye(size)

    def moved(self, block: Float, values: Float, step: Float) -> Float:
        """The covariance after so many numbers were moved."""
        return _filled(block, values + step)


class _Fixed:
    """A covariance whose step is decided."""

    def frame(self, size: int) -> Float:
        """Nothing moves."""
        return np.zeros((size, 0))

    def moved(self, block: Float, values: Float, step: Float) -> Float:
        """The covariance with its decided elements."""
        return _filled(block, values)


class _Along:
    """A covariance near its border that moves along it: L L', one column less than rows."""

    def __init__(self, block: Float) -> None:
        there = np.ix_(acting(block), acting(block))
        values, vectors = np.linalg.eigh(block[there])
        self.root = vectors[:, 1:] * np.sqrt(values[1:])
        self.floor = max(0.1 * float(values[0]), 1e-7 * float(values.sum()))

    def frame(self, size: int) -> Float:
        """Elements of the lower triangle by those of L, row by row."""
        rows, columns = self.root.shape
        made = np.zeros((size, rows, columns))
        for number, (i, j) in enumerate(zip(*np.tril_indices(rows), strict=True)):
            made[number, i] += self.root[j]
            made[number, j] += self.root[i]
        return made.reshape(size, -1)

    def moved(self, block: Float, values: Float, step: Float) -> Float:
        """The product after L was moved, a little inside of the border."""
        new = self.root + step.reshape(self.root.shape)
        answer = np.zeros_like(block)
        answer[np.ix_(acting(block), acting(block))] = new @ new.T + self.floor * np.eye(len(new))
        return answer


_Way = _Free | _Fixed | _Along


def _elements(block: Float) -> Float:
    """The elements that act, in the order of the parameters."""
    return np.array([block[i, j] for i, j in acting_pairs(block)], dtype=np.float64)


def _filled(block: Float, values: Float) -> Float:
    """The covariance with other elements where it acts."""
    lower = np.zeros_like(block)
    for value, (i, j) in zip(values, acting_pairs(block), strict=True):
        lower[i, j] = value
    return lower + np.tril(lower, -1).T


def _way_to_border(block: Float, new: Float) -> float:
    """Which part of the way from a covariance to a matrix that is none stays among covariances."""
    root = np.linalg.inv(np.linalg.cholesky(block))
    lowest = float(np.linalg.eigvalsh(root @ (new - block) @ root.T)[0])
    return min(1.0, -1.0 / lowest) if lowest < 0 else 1.0


def acting_pairs(block: Float) -> list[tuple[int, int]]:
    """Rows and columns of the lower triangle of a covariance where both act."""
    there = np.flatnonzero(acting(block)).tolist()
    return [(i, j) for i in there for j in there if j <= i]


def working_vectors(
    equations: Equations, term: Term, unknowns: Float, measured: Bool
) -> list[Float]:
    """Z K⁻¹ û by the elements of a random term's K, (rows, traits) each, 0 where not measured."""
    size = len(term.covariance)
    own = unknowns[term.start : term.stop].reshape(term.levels, size) @ term.precision
    lines = []
    for i, j in acting_pairs(term.covariance):
        along = np.zeros_like(unknowns)
        block = along[term.start : term.stop].reshape(term.levels, size)
        block[:, i] += own[:, j]
        if i != j:
            block[:, j] += own[:, i]
        lines.append(np.where(measured, equations.fitted(along), 0.0))
    return lines


def scored(random: list[Term], residual: Float, slopes: Sequence[Float]) -> Float:
    """Derivatives by the parameters, in their order, from those by whole matrices."""
    blocks = [*(term.covariance for term in random), *residual]
    found = []
    for block, slope in zip(blocks, slopes, strict=True):
        there = np.ix_(acting(block), acting(block))
        found.append(doubled(slope[there]))
    return np.concatenate(found)


def informed_step(information: Float, score: Float) -> Float:
    """Information⁻¹ × score among the directions that the records inform; none along the others.

    Where no records tell parameters apart (two traits never measured on one animal, a permanent
    environment with one record each) the information is singular: what cannot be told stays.
    """
    vectors, values, scale = _directions(information)
    kept = values > UNINFORMED * values[-1]
    part = vectors[:, kept]
    return np.asarray(scale * (part @ ((part.T @ (scale * score)) / values[kept])))


def _directions(information: Float) -> tuple[Float, Float, Float]:
    """Eigenvectors and values of the information of parameters scaled to one each."""
    diagonal = np.diag(information)
    scale = np.where(diagonal > 0, 1.0 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0)), 0.0)
    values, vectors = np.linalg.eigh(information * scale[:, None] * scale[None, :])
    return vectors, values, scale


def uninformed(
    information: Float, parameters: tuple[tuple[str, int, int], ...]
) -> tuple[tuple[tuple[str, int, int], ...], ...]:
    """Sets of parameters that no record tells apart, or one alone that none informs."""
    vectors, values, scale = _directions(information)
    found: list[tuple[tuple[str, int, int], ...]]
    found = [(parameters[k],) for k in np.flatnonzero(scale == 0.0).tolist()]
    for k in np.flatnonzero(values <= UNINFORMED * max(values[-1], 0.0)).tolist():
        there = np.flatnonzero((np.abs(vectors[:, k]) > 0.05) & (scale > 0)).tolist()
        if there:
            found.append(tuple(parameters[i] for i in there))
    return tuple(found)


def sampling_of(information: Float) -> Float:
    """The inverse of the information; NaN for parameters that records do not tell apart."""
    vectors, values, scale = _directions(information)
    lost = values <= UNINFORMED * max(values[-1], 0.0)
    kept = vectors[:, ~lost]
    answer = (kept / values[~lost]) @ kept.T * scale[:, None] * scale[None, :]
    unknown = (scale == 0.0) | (np.abs(vectors[:, lost]) > 0.05).any(axis=1)
    answer[unknown] = np.nan
    answer[:, unknown] = np.nan
    return np.asarray(answer)


def doubled(gradient: Float) -> Float:
    """Derivatives by the elements of a symmetric matrix: those off the diagonal count twice."""
    both = gradient + gradient.T - np.diag(np.diag(gradient))
    return np.array(both[np.tril_indices(len(gradient))], dtype=np.float64)
