"""Variances from data too large for a factor: REML whose traces are means over simulated data.

Data simulated from the model at its current covariances and evaluated like the real ones show how
far estimates miss the truth: the mean of (u - û)' A⁻¹ (u - û) is the trace tr(A⁻¹ C) that REML
needs (García-Cortés, Moreno, Varona & Altarriba 1992; Matilainen, Mäntysaari, Lidauer, Strandén &
Thompson 2012, 2013). The steps are those of average information, whose matrix needs no simulation
but one solution for each parameter; a step that leaves the permitted space is replaced by one of
EM. All rounds use the same random numbers, so that the iteration comes to rest.

With S samples the estimates carry a Monte-Carlo variance of about 1 / S of their sampling
variance; the standard errors told include it. The likelihood is not computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Index, held
from milkshed.breeding.science.conjugate_gradients import (
    BlockWise,
    System,
    iterate,
    spread_of,
)
from milkshed.breeding.science.equations import (
    Equations,
    Term,
    build_equations,
    residual_precision,
)
from milkshed.breeding.science.mixed_model import Model, acting, inverse_of
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reml import refuse_unmeasured
from milkshed.breeding.science.structures import Independent, Related
from milkshed.breeding.science.sweep import FROM_RECORDS, Sweep
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
from milkshed.numerics.compiled import compiled, cores


@dataclass(slots=True)
class _State:
    """Score, information and the EM step at one set of parameters."""

    score: Float
    information: Float
    em: tuple[list[Float], Float]
    unknowns: Float


def estimate_large(
    model: Model,
    records: Records,
    pedigree: Pedigree | None = None,
    *,
    samples: int = 8,
    rounds: int = 30,
    tolerance: float = 1e-3,
    solved_to: float = 1e-6,
    seed: int = 1,
    em_first: int = 1,
    threads: int | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Variances:
    """REML estimates by Monte Carlo, from the model's covariances on.

    Stops when no parameter moves by more than ``tolerance`` of its size. ``solved_to``: relative
    residual of the solutions. ``progress`` is told the round and the largest relative move. The
    result's log likelihood is NaN. Raises ValueError for relationships that are neither a pedigree
    nor unrelated levels.
    """
    equations = build_equations(model, records, pedigree)
    refuse_unmeasured(equations)
    random = [term for term in equations.terms if term.random]
    covariances, residual = [term.covariance for term in random], equations.residual
    parameters = parameters_of(random, residual)
    run = _Run(equations, samples, solved_to, seed, threads or cores())
    steps: list[Step] = []
    converged = False
    state = run.at(covariances, residual)
    for number in range(rounds):
        before = values_of(covariances, residual, parameters)
        moved, taken = None, "EM"
        if number >= em_first:
            for length in (1.0, 0.5, 0.25):
                moved = moved_by(
                    state.score, state.information, covariances, residual, parameters, length
                )
                if moved is not None:
                    taken = "AI"
                    break
        steps.append(Step(float("nan"), tuple(covariances), residual, taken))
        covariances, residual = moved or state.em
        now = values_of(covariances, residual, parameters)
        change = float(np.max(np.abs(now - before) / size_of(now)))
        if progress is not None:
            progress(number + 1, change)
        state = run.at(covariances, residual)
        if change < tolerance:
            converged = True
            break
    steps.append(Step(float("nan"), tuple(covariances), residual, "end"))
    sampling = sampling_of(state.information) * (1.0 + 1.0 / samples)
    fixed = {}
    for term in equations.terms:
        if not term.random:
            shape = (term.levels, term.coefficients, len(equations.traits))
            fixed[term.name] = state.unknowns[term.start : term.stop].reshape(shape)
    return Variances(
        tuple(term.name for term in random),
        tuple(held(c) for c in covariances),
        held(residual),
        float("nan"),
        parameters,
        held(np.asarray(sampling, dtype=np.float64)),
        fixed,
        tuple(steps),
        converged,
        uninformed(state.information, parameters),
    )


def refuse_unsimulated(equations: Equations) -> None:
    """Raise :class:`NotUsable` at a relationship that is neither a pedigree nor none at all."""
    for term in equations.terms:
        known = isinstance(term.structure, Independent) or (
            isinstance(term.structure, Related) and term.structure.beyond is None
        )
        if term.random and not known:
            raise NotUsable(
                f"{term.name}：只能模拟系谱或互不相关的水平",
                f"{term.name}: simulated are pedigrees and unrelated levels only",
                [term.name],
            )


class _Run:
    """What stays the same from round to round: random numbers and the last solutions."""

    def __init__(
        self, equations: Equations, samples: int, solved_to: float, seed: int, threads: int
    ) -> None:
        refuse_unsimulated(equations)
        self.equations = equations
        self.samples, self.solved_to, self.threads = samples, solved_to, threads
        self.seed = seed
        self.last: dict[int, Float] = {}
        bits = np.arange(len(equations.traits))
        self.measured = ((equations.pattern[:, None] >> bits) & 1).astype(np.bool_)

    def at(self, covariances: list[Float], residual: Float) -> _State:
        """Everything at some parameters."""
        chosen = iter(covariances)
        terms = tuple(
            replace(
                term,
                covariance=(k := next(chosen)),
                precision=inverse_of(k),
            )
            if term.random
            else term
            for term in self.equations.terms
        )
        there = replace(
            self.equations, terms=terms, residual=residual,
            precision=held(residual_precision(residual)),
        )  # fmt: skip
        system: System = BlockWise(there)
        if len(there.y) >= FROM_RECORDS:
            system = Sweep.of(there) or system
        scaling = system.preconditioner()
        spread = spread_of(there)

        def solved(values: Float, number: int) -> Float:
            found = iterate(
                system, spread, self.last.get(number), tolerance=self.solved_to, iterations=3000,
                threads=self.threads, values=values, preconditioner=scaling,
            ).unknowns  # fmt: skip
            if number >= 0:
                self.last[number] = found
            return found

        unknowns = solved(there.y, 0)
        gap = np.where(self.measured, there.y - there.fitted(unknowns), 0.0)
        random = [term for term in terms if term.random]
        moments = [np.zeros_like(term.covariance) for term in random]
        spreads = [np.zeros((len(gap), gap.shape[1], gap.shape[1]))]
        for sample in range(self.samples):
            true, noise = drawn(there, self.measured, self.seed + sample)
            values = np.where(self.measured, there.fitted(true) + noise, 0.0)
            found = solved(values, sample + 1)
            miss = found - true
            for number, term in enumerate(random):
                moments[number] += _quadratic(term, miss) / self.samples
            wrong = np.where(self.measured, there.fitted(miss), 0.0)
            spreads[0] += wrong[:, :, None] * wrong[:, None, :] / self.samples
        slopes, renewed, lines = [], [], []
        for term, moment in zip(random, moments, strict=True):
            assert term.structure is not None
            whole = moment + _quadratic(term, unknowns)
            pull, rank = term.precision, term.structure.rank
            slopes.append(-0.5 * (rank * pull - pull @ whole @ pull))
            renewed.append((whole + whole.T) / (2 * rank))
            lines += working_vectors(there, term, unknowns, self.measured)
        slope, new, error = self._residual(there, gap, spreads[0])
        lines += error
        score = scored(random, residual, [*slopes, *slope])
        weight = there.record_precision()
        pulled = [np.einsum("rtu,ru->rt", weight, line) for line in lines]
        size = len(lines)
        information = np.zeros((size, size))
        for j in range(size):
            answer = iterate(
                system, lines[j], self.last.get(-1 - j), tolerance=self.solved_to,
                iterations=3000, threads=self.threads, values=lines[j],
                preconditioner=scaling,
            ).unknowns  # fmt: skip
            self.last[-1 - j] = answer
            left = lines[j] - np.where(self.measured, there.fitted(answer), 0.0)
            for i in range(size):
                information[i, j] = 0.5 * float(np.vdot(pulled[i], left))
        return _State(score, (information + information.T) / 2, (renewed, new), unknowns)

    def _residual(
        self, there: Equations, gap: Float, spread: Float
    ) -> tuple[list[Float], Float, list[Float]]:
        """Derivatives by R, its EM step and working vectors, by class."""
        traits = gap.shape[1]
        root = there.root if there.root.size else np.ones_like(gap)
        scaled = gap * root
        square = scaled[:, :, None] * scaled[:, None, :]
        square += spread * root[:, :, None] * root[:, None, :]
        plain = there.precision[there.part, there.pattern]
        pulled = np.einsum("rtu,ru->rt", plain, scaled)
        slopes, lines = [], []
        new = there.residual.copy()
        for part in range(len(new)):
            mine = (there.part == part) & (there.pattern > 0)
            weight = plain[mine]
            slope = np.einsum("rab,rbc,rcd->ad", weight, square[mine], weight)
            slope -= weight.sum(axis=0)
            slopes.append(0.5 * slope)
            count = int(np.count_nonzero(mine))
            if count:
                moved = new[part] + new[part] @ slope @ new[part] / count
                new[part] = (moved + moved.T) / 2
            for i in range(traits):
                for j in range(i + 1):
                    line = np.zeros_like(gap)
                    line[mine, i] += pulled[mine, j]
                    if i != j:
                        line[mine, j] += pulled[mine, i]
                    lines.append(np.where(self.measured, line / root, 0.0))
        return slopes, new, lines


def _quadratic(term: Term, unknowns: Float) -> Float:
    """U'A⁻¹U of a term, (q, q)."""
    assert term.structure is not None
    size = len(term.covariance)
    own = np.ascontiguousarray(unknowns[term.start : term.stop]).reshape(term.levels, size)
    image = np.zeros_like(own)
    term.structure.add_product(np.eye(size), own, image)
    return np.asarray(own.T @ image)


def drawn(equations: Equations, measured: Bool, seed: int) -> tuple[Float, Float]:
    """Random effects (blocks, traits) and residuals drawn from the model; fixed effects are 0."""
    random = np.random.default_rng(seed)
    traits = len(equations.traits)
    unknowns = np.zeros((equations.blocks, traits))
    for term in equations.terms:
        if term.structure is None:
            continue
        root, there = np.zeros_like(term.covariance), acting(term.covariance)
        root[np.ix_(there, there)] = np.linalg.cholesky(term.covariance[np.ix_(there, there)])
        value = random.standard_normal((term.levels, len(root))) @ root.T
        if isinstance(term.structure, Related):
            inverse = term.structure.inverse
            value[: inverse.animals] *= np.sqrt(inverse.within)[:, None]
            if not np.any(inverse.group_part):
                value[inverse.animals :] = 0.0
            else:
                spread = np.linalg.cholesky(np.linalg.inv(inverse.group_part))
                value[inverse.animals :] = spread @ value[inverse.animals :]
            _hand_down(inverse.sire, inverse.dam, value)
        unknowns[term.start : term.stop] = value.reshape(-1, traits)
    unknowns *= equations.free
    roots = np.linalg.cholesky(equations.residual)
    noise = random.standard_normal((len(equations.y), traits))
    noise = np.einsum("rtu,ru->rt", roots[equations.part], noise)
    if equations.root.size:
        noise /= equations.root
    return unknowns, np.where(measured, noise, 0.0)


@compiled
def _hand_down(sire: Index, dam: Index, value: Float) -> None:
    """Add half of each parent's value, groups included; parents come first."""
    for i in range(len(sire)):
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                for q in range(value.shape[1]):
                    value[i, q] += 0.5 * value[parent, q]
