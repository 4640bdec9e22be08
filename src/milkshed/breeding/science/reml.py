"""Variances estimated from the data: average-information REML through the mixed-model equations.

The likelihood is restricted (Patterson & Thompson 1971) and evaluated from the equations' factor;
the steps use the average of observed and expected information (Gilmour, Thompson & Cullis 1995;
Johnson & Thompson 1995). Traces are sums over the elements of the sparse inverse. A step that
leaves the permitted space goes to its border, or along it; one that still loses likelihood is
replaced by one of expectation-maximisation (Dempster, Laird & Rubin 1977), which cannot.

log L = -½ [Σ log |R| + Σ (levels log |K| + size log |A|) + log |C| + y'Py + (n - rank X) log 2π].
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, held
from milkshed.breeding.science.equations import (
    Equations,
    Term,
    build_equations,
    residual_precision,
)
from milkshed.breeding.science.mixed_model import Model, acting, inverse_of
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable, listed
from milkshed.breeding.science.solving import without_records
from milkshed.breeding.science.sparse_factor import (
    Ordering,
    SparseInverse,
    factorise,
    order_equations,
)
from milkshed.breeding.science.variances import (
    Step,
    Variances,
    moved_by,
    parameters_of,
    sampling_of,
    scored,
    size_of,
    uninformed,
    values_of,
    working_vectors,
)


@dataclass(slots=True)
class _State:
    """Everything at one set of parameters."""

    log_likelihood: float
    score: Float
    information: Float
    em: tuple[list[Float], Float]
    unknowns: Float


def estimate_variances(
    model: Model,
    records: Records,
    pedigree: Pedigree | None = None,
    *,
    iterations: int = 60,
    tolerance: float = 1e-7,
    em_first: int = 0,
    progress: Callable[[int, float], None] | None = None,
) -> Variances:
    """REML estimates, from the model's covariances on.

    Stops when an iteration gains less than ``tolerance`` log likelihood and moves no parameter by
    more than 10⁻⁵ of its size. ``em_first``: steps of EM before the first of AI. For up to some
    10⁵ unknowns. Raises ValueError when model and records do not fit together.
    """
    equations = build_equations(model, records, pedigree)
    refuse_unmeasured(equations)
    random = [term for term in equations.terms if term.random]
    covariances, residual = [term.covariance for term in random], equations.residual
    parameters = parameters_of(random, residual)
    ordering = order_equations(equations.pattern_matrix())
    steps: list[Step] = []
    state = _at(equations, covariances, residual, ordering, parameters)
    converged = False
    for number in range(iterations):
        if progress is not None:
            progress(number + 1, state.log_likelihood)
        taken = "EM"
        after = None
        if number >= em_first:
            for length in (1.0, 0.5, 0.25):
                moved = moved_by(
                    state.score, state.information, covariances, residual, parameters, length
                )
                if moved is None:
                    continue
                trial = _at(equations, moved[0], moved[1], ordering, parameters)
                if trial.log_likelihood >= state.log_likelihood - 1e-9 * abs(state.log_likelihood):
                    after, taken = trial, "AI"
                    break
        if after is None:
            moved = state.em
            after = _at(equations, moved[0], moved[1], ordering, parameters)
        assert moved is not None
        steps.append(Step(state.log_likelihood, tuple(covariances), residual, taken))
        before = values_of(covariances, residual, parameters)
        covariances, residual = moved
        now = values_of(covariances, residual, parameters)
        gained = after.log_likelihood - state.log_likelihood
        state = after
        if abs(gained) < tolerance and np.max(np.abs(now - before) / size_of(now)) < 1e-5:
            converged = True
            break
    steps.append(Step(state.log_likelihood, tuple(covariances), residual, "end"))
    fixed = {}
    for term in equations.terms:
        if not term.random:
            shape = (term.levels, term.coefficients, len(equations.traits))
            fixed[term.name] = state.unknowns[term.start : term.stop].reshape(shape)
    return Variances(
        tuple(term.name for term in random),
        tuple(held(c) for c in covariances),
        held(residual),
        state.log_likelihood,
        parameters,
        held(sampling_of(state.information)),
        fixed,
        tuple(steps),
        converged,
        uninformed(state.information, parameters),
    )


def _at(
    equations: Equations,
    covariances: list[Float],
    residual: Float,
    ordering: Ordering,
    parameters: tuple[tuple[str, int, int], ...],
) -> _State:
    """Likelihood, score, average information and the EM step at some parameters."""
    chosen = iter(covariances)
    terms = tuple(
        replace(
            term,
            covariance=(k := next(chosen)),
            precision=inverse_of(k),
        )
        if term.random
        else term
        for term in equations.terms
    )
    there = replace(
        equations, terms=terms, residual=residual, precision=held(residual_precision(residual))
    )
    traits = len(there.traits)
    factor = factorise(there.matrix(), ordering)
    right = there.weighted(there.y)
    unknowns = factor.solve(right.ravel()).reshape(right.shape)
    inverse = factor.inverse()
    weight = there.record_precision()
    measured = ((there.pattern[:, None] >> np.arange(traits)) & 1).astype(np.bool_)
    gap = np.where(measured, there.y - there.fitted(unknowns), 0.0)
    random = [term for term in terms if term.structure is not None]

    quadratic = float(np.einsum("rt,rtu,ru->", there.y, weight, there.y) - np.sum(right * unknowns))
    minus = factor.log_determinant + quadratic + log_residual(there, residual)
    unknown_random = 0
    for term in random:
        assert term.structure is not None
        there_is = acting(term.covariance)
        acts = term.covariance[np.ix_(there_is, there_is)]
        minus += term.structure.rank * float(np.linalg.slogdet(acts)[1])
        minus += len(acts) * term.structure.log_determinant
        unknown_random += int(np.count_nonzero(there.free[term.start : term.stop]))
    values = int(np.count_nonzero(measured))
    minus += (values - (factor.rank - unknown_random)) * np.log(2 * np.pi)

    slopes: list[Float] = []
    renewed: list[Float] = []
    lines: list[Float] = []
    for term in random:
        assert term.structure is not None
        moment = _moment(there, term, unknowns, inverse)
        pull = term.precision
        slopes.append(-0.5 * (term.structure.rank * pull - pull @ moment @ pull))
        renewed.append((moment + moment.T) / (2 * term.structure.rank))
        lines += working_vectors(there, term, unknowns, measured)
    slope, renewed_residual, error_lines = _residual_part(there, residual, inverse, gap, measured)
    lines += error_lines
    score = scored(random, residual, [*slopes, *slope])
    stacked = np.stack(lines)
    pulled = np.einsum("rtu,pru->prt", weight, stacked)
    projected = np.column_stack([there.weighted(line).ravel() for line in lines])
    information = 0.5 * (
        np.einsum("prt,qrt->pq", stacked, pulled) - projected.T @ factor.solve(projected)
    )
    return _State(
        -0.5 * minus,
        score,
        (information + information.T) / 2,
        (renewed, renewed_residual),
        unknowns,
    )


def refuse_unmeasured(equations: Equations) -> None:
    """Raise :class:`NotUsable` with the traits that have no record."""
    empty = without_records(equations)
    if empty:
        told = listed(empty)
        raise NotUsable(
            f"性状 {told.zh} 没有任何记录，无法估计方差",
            f"traits without any record, whose variances cannot be estimated: {told.en}",
            empty,
        )


def log_residual(equations: Equations, residual: Float) -> float:
    """Σ log |R| over the records' measured traits, weights included."""
    traits = residual.shape[1]
    total = 0.0
    for bits in range(1, 1 << traits):
        chosen = np.flatnonzero((bits >> np.arange(traits)) & 1)
        rows = equations.pattern == bits
        counts = np.bincount(equations.part[rows], minlength=len(residual))
        for part, count in enumerate(counts.tolist()):
            if count:
                block = residual[part][np.ix_(chosen, chosen)]
                total += count * float(np.linalg.slogdet(block)[1])
        if equations.root.size:
            total -= 2 * float(np.log(equations.root[rows][:, chosen]).sum())
    return total


def _moment(equations: Equations, term: Term, unknowns: Float, inverse: SparseInverse) -> Float:
    """U'A⁻¹U + tr(A⁻¹ C) by pairs of a level's unknowns, (q, q)."""
    assert term.structure is not None
    size = len(term.covariance)
    solution = unknowns[term.start : term.stop].reshape(term.levels, size)
    image = np.zeros_like(solution)
    term.structure.add_product(np.eye(size), solution, image)
    moment = solution.T @ image
    entries = term.structure.matrix().tocoo()
    first = term.start * len(equations.traits)
    row = first + entries.row.astype(np.int64) * size
    column = first + entries.col.astype(np.int64) * size
    there = np.flatnonzero(acting(term.covariance)).tolist()
    free = equations.free[term.start : term.stop].reshape(term.levels, size)
    for i in there:
        for j in there:
            both = free[entries.row, i] & free[entries.col, j]
            found = inverse.at(row[both] + i, column[both] + j)
            moment[i, j] += float(entries.data[both] @ found)
    return np.asarray(moment)


def _residual_part(
    equations: Equations, residual: Float, inverse: SparseInverse, gap: Float, measured: Bool
) -> tuple[list[Float], Float, list[Float]]:
    """Derivatives by R, its EM step, and the working vectors of its elements, by class."""
    traits = residual.shape[1]
    rows, slots = equations.slot.shape
    spread = np.zeros((rows, traits, traits))
    slots_of, free = equations.slot, equations.free
    slot = slots_of.astype(np.int64) * traits
    for a in range(slots):
        for b in range(slots):
            both = np.flatnonzero((slot[:, a] >= 0) & (slot[:, b] >= 0))
            factor = equations.factors(both, a) * equations.factors(both, b)
            for t in range(traits):
                for u in range(traits):
                    inside = measured[both, t] & measured[both, u]
                    inside &= free[slots_of[both, a], t] & free[slots_of[both, b], u]
                    chosen = both[inside]
                    found = inverse.at(slot[chosen, a] + t, slot[chosen, b] + u)
                    spread[chosen, t, u] += factor[inside] * found
    root = equations.root if equations.root.size else np.ones((rows, traits))
    scaled = gap * root
    square = scaled[:, :, None] * scaled[:, None, :]
    square += spread * root[:, :, None] * root[:, None, :]
    plain = equations.precision[equations.part, equations.pattern]
    pulled = np.einsum("rtu,ru->rt", plain, scaled)
    slopes, lines = [], []
    renewed = residual.copy()
    for part in range(len(residual)):
        mine = (equations.part == part) & (equations.pattern > 0)
        weight = plain[mine]
        slope = np.einsum("rab,rbc,rcd->ad", weight, square[mine], weight) - weight.sum(axis=0)
        slopes.append(0.5 * slope)
        count = int(np.count_nonzero(mine))
        if count:
            new = residual[part] + residual[part] @ slope @ residual[part] / count
            renewed[part] = (new + new.T) / 2
        for i in range(traits):
            for j in range(i + 1):
                line = np.zeros_like(gap)
                line[mine, i] += pulled[mine, j]
                if i != j:
                    line[mine, j] += pulled[mine, i]
                lines.append(np.where(measured, line / root, 0.0))
    return slopes, renewed, lines
