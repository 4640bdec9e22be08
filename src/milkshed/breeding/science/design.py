"""Whether records can tell the effects of a model apart, and which levels they cannot.

Each classification beyond the first has one level too many: that is ordinary, and left to the
solver. What is reported goes further: levels that always come with the same levels of another
effect (confounded), parts of the data that nothing connects, covariates that do not vary, traits
without records, levels without records. Found by a sparse factor of X'X whose vanishing pivots are
the dependent columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix

from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.equations import Equations, build_equations
from milkshed.breeding.science.mixed_model import Model
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.sparse_factor import factorise, order_equations
from milkshed.kernel.text import Text

_LISTED = 5


class Flaw(Enum):
    """What is wrong with a design."""

    NO_RECORDS = "trait without records"
    CONFOUNDED = "confounded levels"
    NOT_OBSERVED = "levels without records"


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw: the trait, the level it is about and the levels it depends on."""

    flaw: Flaw
    trait: str
    level: str = ""
    others: tuple[str, ...] = ()
    more: int = 0

    @property
    def text(self) -> Text:
        """One line for a report."""
        listed = ", ".join(self.others)
        zh_rest = f" 等{self.more + len(self.others)}个" if self.more else ""
        en_rest = f" and {self.more} more" if self.more else ""
        match self.flaw:
            case Flaw.NO_RECORDS:
                return Text(
                    f"性状 {self.trait}：没有任何记录", f"trait {self.trait}: no record at all"
                )
            case Flaw.NOT_OBSERVED:
                return Text(
                    f"性状 {self.trait}：水平 {listed}{zh_rest} 没有记录",
                    f"trait {self.trait}: levels {listed}{en_rest} have no records",
                )
            case Flaw.CONFOUNDED:
                return Text(
                    f"性状 {self.trait}：{self.level} 与 {listed}{zh_rest} 混杂，无法分别估计",
                    f"trait {self.trait}: {self.level} is confounded with {listed}{en_rest}",
                )


def check_design(
    model: Model, records: Records, pedigree: Pedigree | None = None
) -> tuple[Finding, ...]:
    """Look at the fixed effects of every trait; empty when nothing is wrong."""
    return check_equations(build_equations(model, records, pedigree))


def check_equations(equations: Equations) -> tuple[Finding, ...]:
    """The same for equations that are at hand."""
    found: list[Finding] = []
    for number, trait in enumerate(equations.traits):
        rows = np.flatnonzero((equations.pattern >> number) & 1)
        if not len(rows):
            found.append(Finding(Flaw.NO_RECORDS, trait))
            continue
        found += _of_trait(equations, number, rows)
    return tuple(found)


def _of_trait(equations: Equations, number: int, rows: Int) -> list[Finding]:
    fixed = [term for term in equations.terms if not term.random]
    slots = [slot for term in fixed for slot in range(term.slots.start, term.slots.stop)]
    if not slots:
        return []
    blocks = np.concatenate([np.arange(term.start, term.stop) for term in fixed])
    names = _block_names(equations)
    seat = np.full(equations.blocks, -1, dtype=np.int64)
    free = equations.free[blocks, number]
    seat[blocks[free]] = np.arange(np.count_nonzero(free))
    row, column, value = [], [], []
    for slot in slots:
        at = equations.slot[rows, slot]
        there = np.flatnonzero(at >= 0)
        there = there[seat[at[there]] >= 0]
        row.append(there)
        column.append(seat[at[there]])
        value.append(equations.factors(rows[there], slot))
    count = int(np.count_nonzero(free))
    x = coo_matrix(
        (np.concatenate(value), (np.concatenate(row), np.concatenate(column))),
        shape=(len(rows), count),
    ).tocsc()
    used = blocks[free]
    seen = np.asarray(abs(x).sum(axis=0)).ravel() > 0
    trait = equations.traits[number]
    found = []
    for term in fixed:
        own = (used >= term.start) & (used < term.stop)
        absent = [names[b] for b in used[own & ~seen].tolist()]
        if absent and own.any():
            found.append(
                Finding(
                    Flaw.NOT_OBSERVED, trait, "", tuple(absent[:_LISTED]),
                    max(len(absent) - _LISTED, 0),
                )
            )  # fmt: skip
    kept = seen.copy()
    first = True
    for term in fixed:
        own = np.flatnonzero((used >= term.start) & (used < term.stop) & seen)
        classified = term.coefficients == 1 and _is_whole(x, own, len(rows))
        if classified and not first and len(own) and equations.free[term.start : term.stop].all():
            weight = np.asarray(x[:, own].sum(axis=0)).ravel()
            kept[own[int(weight.argmax())]] = False
        first = first and not classified
    part = x[:, np.flatnonzero(kept)]
    found += _dependent(part, [names[b] for b in used[kept].tolist()], trait)
    return found


def _is_whole(x: csc_matrix, own: Int, rows: int) -> bool:
    """Whether each record has exactly one of these columns, with 1."""
    total = np.asarray(x[:, own].sum(axis=1)).ravel()
    return bool(len(own)) and bool(np.all(total == 1.0)) and rows > 0


def _dependent(x: csc_matrix, names: Sequence[str], trait: str) -> list[Finding]:
    """Columns that others explain, and by which."""
    scale = np.sqrt(np.asarray(x.multiply(x).sum(axis=0)).ravel())
    inverse = 1.0 / scale
    square = csc_matrix((x.T @ x).multiply(inverse[:, None]).multiply(inverse[None, :]))
    factor = factorise(square, order_equations(abs(square)))
    lost = np.setdiff1d(np.arange(len(names)), factor.kept)
    found = []
    for place in lost.tolist():
        right: Float = np.asarray(square[:, [place]].todense()).ravel()
        share = factor.solve(right) * scale[place] / scale
        explaining = np.flatnonzero(np.abs(share) > 1e-6)
        explaining = explaining[explaining != place]
        others = [names[k] for k in explaining.tolist()]
        found.append(
            Finding(
                Flaw.CONFOUNDED, trait, names[place], tuple(others[:_LISTED]),
                max(len(others) - _LISTED, 0),
            )
        )  # fmt: skip
    return found


def _block_names(equations: Equations) -> dict[int, str]:
    answer = {}
    for term in equations.terms:
        if term.random:
            continue
        for level, name in enumerate(term.names):
            for c in range(term.coefficients):
                tail = f"[{c}]" if term.coefficients > 1 else ""
                answer[term.start + level * term.coefficients + c] = f"{term.name}={name}{tail}"
    return answer
