"""Solving a mixed model: preconditioned conjugate gradients for any size, a factor for small ones.

The conjugate gradients (Hestenes & Stiefel 1952) never form the equations; they are preconditioned
by an incomplete factor of the pedigree (see :mod:`.pedigree_factor`) or, where the model is no
sweep over animals, by the diagonal blocks of each level (Strandén & Lidauer 1999). Equations that
depend on each other are consistent and do no harm: what is estimable does not depend on which of
the solutions comes out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from milkshed.breeding.science.arrays import Float, held
from milkshed.breeding.science.conjugate_gradients import (
    BlockWise,
    Iterated,
    System,
    iterate,
    spread_of,
)
from milkshed.breeding.science.equations import Equations, build_equations
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.manifests import digest_of, manifest_of
from milkshed.breeding.science.mixed_model import Model
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.sparse_factor import Factor, factorise, order_equations
from milkshed.breeding.science.sweep import FROM_RECORDS, Sweep
from milkshed.kernel.text import Text
from milkshed.numerics.compiled import cores


@dataclass(frozen=True, slots=True, eq=False)
class Convergence:
    """How the iteration went.

    ``residuals``: ‖b - C x‖ after each iteration, by recurrence, as a share of ‖W'R⁻¹(y - ȳ)‖, so
    that a constant added to a trait does not matter; ``relative_residual``: the same computed
    afresh at the end. ``largest_step``: the largest change of a random genetic
    solution in the last iteration, in genetic standard deviations.
    """

    method: str
    equations: int
    converged: bool
    iterations: int
    tolerance: float
    relative_residual: float
    largest_step: float
    residuals: tuple[float, ...]

    @property
    def summary(self) -> Text:
        """One line for a report."""
        return Text(
            f"{self.equations} 个方程，{self.iterations} 次迭代，相对残差 "
            f"{self.relative_residual:.1e}，末次迭代最大变化 {self.largest_step:.1e} 个遗传标准差，"
            f"{'已' if self.converged else '未'}收敛",
            f"{self.equations} equations, {self.iterations} iterations, relative residual "
            f"{self.relative_residual:.1e}, largest last change {self.largest_step:.1e} genetic "
            f"standard deviations, {'converged' if self.converged else 'not converged'}",
        )


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Solutions of a model with how they came about.

    ``unknowns`` (blocks, traits). Solutions of a term are read by :meth:`effect`, breeding values
    of a trait by :meth:`breeding_values`.
    """

    model: Model
    equations: Equations
    unknowns: Float
    convergence: Convergence
    manifest: Mapping[str, object]

    def trait(self, name: str | None) -> int:
        """The place of a trait, the first when None; raises NotUsable with those there are."""
        known = self.equations.traits
        if name is None:
            return 0
        if name not in known:
            raise NotUsable(
                f"没有性状 {name!r}，只有 {'、'.join(known)}",
                f"there is no trait {name!r}, only {', '.join(known)}",
                [name],
            )
        return known.index(name)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the user of these solutions should know: traits without records, no convergence."""
        found = [
            Text(
                f"性状 {trait} 没有记录：其育种值只来自与其他性状的遗传相关",
                f"trait {trait} has no record: its breeding values follow from the genetic "
                f"correlations alone",
            )
            for trait in without_records(self.equations)
        ]
        if not self.convergence.converged:
            found.append(self.convergence.summary)
        return tuple(found)

    def effect(self, name: str) -> Float:
        """Solutions of a term, shape (levels, coefficients, traits)."""
        term = self.equations.term(name)
        shape = (term.levels, term.coefficients, len(self.equations.traits))
        return self.unknowns[term.start : term.stop].reshape(shape)

    def levels(self, name: str) -> tuple[str, ...]:
        """The levels of a term in the order of :meth:`effect`."""
        return self.equations.term(name).names

    def breeding_values(
        self, trait: str | None = None, *, term: str = "animal", weights: Float | None = None
    ) -> Float:
        """Estimated breeding values of the animals (and groups), shape (levels,).

        ``weights`` (coefficients,): how coefficients add up, for a random regression the sum of
        its covariates over the days wanted; by default the first coefficient.
        """
        found = self.effect(term)
        number = self.trait(trait)
        if weights is None:
            weights = np.eye(found.shape[1])[0]
        if np.shape(weights) != found.shape[1:2]:
            raise NotUsable(
                f"weights：形状是 {np.shape(weights)}，{term} 有 {found.shape[1]} 个系数",
                f"weights: shape {np.shape(weights)}, {term} has {found.shape[1]} coefficients",
                [term],
            )
        return np.asarray(found[:, :, number] @ weights)

    def by_level(self, name: str, trait: str | None = None) -> dict[str, float]:
        """First coefficient of a term by the names of its levels."""
        values = self.breeding_values(trait, term=name)
        return dict(zip(self.levels(name), values.tolist(), strict=True))

    @cached_property
    def residuals(self) -> Float:
        """y - W x, NaN where not measured, in the order of ``equations``."""
        gap = self.equations.y - self.equations.fitted(self.unknowns)
        measured = (self.equations.pattern[:, None] >> np.arange(gap.shape[1])) & 1
        return held(np.where(measured == 1, gap, np.nan))

    def to_json(self) -> str:
        """The manifest as a JSON document."""
        return json.dumps(self.manifest, ensure_ascii=False, indent=1) + "\n"


def solve(
    model: Model,
    records: Records,
    pedigree: Pedigree | None = None,
    *,
    method: str = "iterate",
    start: Evaluation | StoredSolutions | Sequence[StoredSolutions] | None = None,
    tolerance: float = 1e-8,
    iterations: int = 2000,
    threads: int | None = None,
    progress: Callable[[int, float], None] | None = None,
    keep: Callable[[int, Float], None] | None = None,
    resume: Float | None = None,
) -> Evaluation:
    """Estimate all effects of the model (BLUE and BLUP).

    ``method``: ``"iterate"`` or ``"direct"`` (up to some 10⁵ unknowns). ``start``: an earlier
    evaluation, or several of different traits, whose solutions are taken over by the names of
    terms and levels. ``progress`` is
    told the iteration and the relative residual; ``keep`` is handed the unknowns after every 20
    iterations, to be stored and given back as ``resume`` after an interruption. Raises
    :class:`NotUsable` when model, records and pedigree do not fit together; not converging is no
    error but is said in the result.
    """
    equations = build_equations(model, records, pedigree)
    shape = equations.blocks, len(equations.traits)
    first: Float | None = None
    if resume is not None:
        if resume.shape != shape:
            raise NotUsable(
                f"resume：形状是 {resume.shape}，应为 {shape}",
                f"resume: shape {resume.shape}, must be {shape}",
            )
        first = resume * equations.free
    elif start is not None:
        first = np.zeros(shape)
        for earlier in start if isinstance(start, Sequence) else (start,):
            _take_over(equations, earlier, first)
        first *= equations.free
    return solve_equations(
        model, equations, method=method, tolerance=tolerance, iterations=iterations,
        first=first, threads=threads, progress=progress, keep=keep,
    )  # fmt: skip


def solve_equations(
    model: Model,
    equations: Equations,
    *,
    method: str = "iterate",
    tolerance: float = 1e-8,
    iterations: int = 2000,
    first: Float | None = None,
    threads: int | None = None,
    progress: Callable[[int, float], None] | None = None,
    keep: Callable[[int, Float], None] | None = None,
) -> Evaluation:
    """The same for equations that are at hand; ``first``: unknowns to begin from, else zeros."""
    if method not in ("iterate", "direct"):
        raise NotUsable(
            f"method = {method!r}：请选 iterate 或 direct",
            f"method = {method!r}: choose iterate or direct",
        )
    if len(without_records(equations)) == len(equations.traits):
        raise NotUsable("没有任何记录", "there is no record of any trait", equations.traits)
    if method == "direct":
        first = None
        right = equations.weighted(equations.y)
        factor = factorise(equations.matrix(), order_equations(equations.pattern_matrix()))
        unknowns = factor.solve(right.ravel()).reshape(right.shape)
        rest = _relative(equations, right, unknowns)
        report = Convergence("direct", factor.rank, rest < 1e-6, 1, 1e-6, rest, 0.0, (rest,))
    else:
        system: System | None = None
        if len(equations.y) >= FROM_RECORDS:
            system = Sweep.of(equations)
        found = iterate(
            system or BlockWise(equations), spread_of(equations), first,
            tolerance=tolerance, iterations=iterations, threads=threads or cores(),
            progress=progress, keep=keep,
        )  # fmt: skip
        unknowns, report = found.unknowns, _report(equations, found, tolerance)
    held(unknowns)
    manifest = manifest_of(
        model,
        equations,
        unknowns,
        options={
            "method": method,
            "tolerance": tolerance,
            "iterations": iterations,
            "start": None if first is None else digest_of(first),
        },
        convergence={
            "method": report.method,
            "equations": report.equations,
            "converged": report.converged,
            "iterations": report.iterations,
            "tolerance": report.tolerance,
            "relative_residual": report.relative_residual,
            "largest_step": report.largest_step,
        },
    )
    return Evaluation(model, equations, unknowns, report, manifest)


def without_records(equations: Equations) -> tuple[str, ...]:
    """The traits of which nothing was measured."""
    bits = int(np.bitwise_or.reduce(equations.pattern, initial=0))
    return tuple(name for t, name in enumerate(equations.traits) if not (bits >> t) & 1)


def factor_equations(evaluation: Evaluation) -> Factor:
    """The factor of the evaluation's equations, for exact reliabilities; small systems only."""
    equations = evaluation.equations
    return factorise(equations.matrix(), order_equations(equations.pattern_matrix()))


def _relative(equations: Equations, right: Float, unknowns: Float) -> float:
    size = float(np.linalg.norm(equations.weighted(spread_of(equations))))
    return float(np.linalg.norm(right - equations.product(unknowns))) / size if size else 0.0


def _report(equations: Equations, found: Iterated, tolerance: float) -> Convergence:
    return Convergence(
        "iterate",
        int(np.count_nonzero(equations.free)),
        found.relative_residual <= 10 * tolerance,
        len(found.residuals),
        tolerance,
        found.relative_residual,
        found.largest_step,
        found.residuals,
    )


def _take_over(equations: Equations, start: Evaluation | StoredSolutions, answer: Float) -> None:
    """Put solutions of another evaluation where terms, levels and traits are in both."""
    other = {term.name: term for term in start.equations.terms}
    for term in equations.terms:
        before = other.get(term.name)
        if before is None or before.coefficients != term.coefficients:
            continue
        place = {name: number for number, name in enumerate(before.names)}
        found = (place.get(name, -1) for name in term.names)
        then = np.fromiter(found, dtype=np.int64, count=len(term.names))
        now = np.flatnonzero(then >= 0)
        shape = (-1, term.coefficients, len(equations.traits))
        view = answer[term.start : term.stop].reshape(shape)
        old = start.effect(term.name)
        for number, trait in enumerate(equations.traits):
            if trait in start.equations.traits:
                view[now, :, number] = old[then[now], :, start.equations.traits.index(trait)]
