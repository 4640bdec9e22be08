"""An evaluation as the other programs want it: whole numbers from 1, and columns of text.

Nothing is written here: files are texts by name, with a manifest of their digests, and what the
programs answer is read from lines. Levels are numbered in the order of the equations' terms, so
that solutions find their place without the names.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Column, Equations, Term
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.structures import Independent, Related

MISSING = -99999.0


@dataclass(frozen=True, slots=True, eq=False)
class DataColumns:
    """The data file: ``texts`` by column, and where (from 1) levels, covariates and traits are.

    ``level`` by column of the equations, ``covariate`` by slot (0 where it is 1 everywhere),
    ``trait`` by trait, ``weight`` 0 where all records weigh the same.
    """

    texts: tuple[NDArray[np.str_], ...]
    level: tuple[int, ...]
    covariate: tuple[int, ...]
    trait: tuple[int, ...]
    weight: int

    def lines(self) -> str:
        """The file."""
        return _lines(self.texts)


def data_columns(equations: Equations, *, program: str) -> DataColumns:
    """Levels, covariates, traits and weights as columns of text.

    Raises ValueError naming what ``program`` has no form for.
    """
    if len(equations.residual) > 1:
        raise NotUsable(
            f"{program}：分类的残差方差无法写出",
            f"{program}: classes of residuals cannot be written",
        )
    root = equations.root
    if root.size and not np.all(root == root[:, :1]):
        raise NotUsable(
            f"{program}：一条记录各性状的权重必须相同",
            f"{program}: weights must be the same for all traits of a record",
        )
    slots = equations.columns[-1].slot + equations.columns[-1].covers
    texts: list[NDArray[np.str_]] = []
    level = []
    for number in range(len(equations.columns)):
        texts.append((equations.level[:, number] + 1).astype(np.str_))
        level.append(len(texts))
    covariate = []
    rows = np.arange(len(equations.y))
    for slot in range(slots):
        values = equations.factors(rows, slot)
        if np.all(values == 1.0):
            covariate.append(0)
            continue
        texts.append(_numbers(values))
        covariate.append(len(texts))
    weight = 0
    if root.size:
        texts.append(_numbers(root[:, 0] ** 2))
        weight = len(texts)
    trait = []
    for number in range(len(equations.traits)):
        measured = (equations.pattern >> number) & 1 == 1
        texts.append(np.where(measured, _numbers(equations.y[:, number]), _number(MISSING)))
        trait.append(len(texts))
    return DataColumns(tuple(texts), tuple(level), tuple(covariate), tuple(trait), weight)


def pedigree_lines(term: Term, *extra: NDArray[np.str_], program: str) -> str:
    """Animal, sire, dam from 1, 0 unknown, groups after the animals; ``extra`` columns behind."""
    related = related_of(term, program)
    inverse = related.inverse
    own = np.arange(1, inverse.animals + 1).astype(np.str_)
    parents = [(column + 1).astype(np.str_) for column in (inverse.sire, inverse.dam)]
    return _lines((own, parents[0], parents[1], *extra))


def related_of(term: Term, program: str) -> Related:
    """The structure of a term as a pedigree; raises ValueError where it is another."""
    structure = term.structure
    if not isinstance(structure, Related):
        raise NotUsable(
            f"{program}：{term.name}：只能写系谱或互不相关的水平",
            f"{program}: {term.name}: only pedigrees and unrelated levels",
            [term.name],
        )
    if np.any(structure.inverse.group_part) or structure.beyond is not None:
        raise NotUsable(
            f"{program}：{term.name}：随机亲本组、元祖或基因组关系无法写出",
            f"{program}: {term.name}: random groups, metafounders or genomic relationships",
            [term.name],
        )
    return structure


def plain(term: Term) -> bool:
    """Whether a term's levels are unrelated."""
    return isinstance(term.structure, Independent)


def columns_of(equations: Equations, term: Term) -> list[Column]:
    """The columns of one term."""
    number = equations.terms.index(term)
    return [column for column in equations.columns if column.term == number]


def acts_of(equations: Equations, term: Term, coefficient: int) -> list[bool]:
    """On which traits a coefficient acts: those with an unknown that is not set to zero."""
    free = equations.free[term.start + coefficient : term.stop : term.coefficients]
    return [bool(free[:, trait].any()) for trait in range(len(equations.traits))]


def whole_levels(equations: Equations, program: str) -> None:
    """Raise :class:`NotUsable` where records lack a level: 0 would be taken for one."""
    for number, column in enumerate(equations.columns):
        lacking = int(np.count_nonzero(equations.level[:, number] < 0))
        if lacking:
            name = equations.terms[column.term].name
            raise NotUsable(
                f"{program}：{name}：{lacking} 条记录没有水平，该程序无法表达",
                f"{program}: {name}: {lacking} records without a level cannot be written",
                [name],
            )


def ungrouped(term: Term, program: str) -> None:
    """Raise :class:`NotUsable` for a pedigree with unknown-parent groups."""
    if len(related_of(term, program).inverse.group_part):
        raise NotUsable(
            f"{program}：{term.name}：未知亲本组无法写出",
            f"{program}: {term.name}: unknown-parent groups cannot be written",
            [term.name],
        )


def with_manifest(program: str, equations: Equations, files: dict[str, str]) -> dict[str, str]:
    """The files and ``manifest.json``: their digests, the terms with their numbers of levels."""
    told: Mapping[str, object] = {
        "program": program,
        "traits": list(equations.traits),
        "terms": [
            {"name": term.name, "levels": term.levels, "coefficients": term.coefficients}
            for term in equations.terms
        ],
        "records": len(equations.y),
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()},
    }
    return files | {"manifest.json": json.dumps(told, ensure_ascii=False, indent=1) + "\n"}


def level_names(equations: Equations) -> str:
    """Which number stands for which level: term, number, name."""
    return "".join(
        f"{term.name} {number} {name}\n"
        for term in equations.terms
        for number, name in enumerate(term.names, 1)
    )


def fields(lines: Iterable[str], at_least: int, name: str, *, header: bool) -> list[list[str]]:
    """The fields of a file's lines; raises ValueError naming the line that is too short."""
    found = []
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if not parts or (header and number == 1):
            continue
        if len(parts) < at_least:
            raise ValueError(f"{name}, line {number}: {len(parts)} fields, at least {at_least}")
        found.append(parts)
    return found


def matrix_lines(matrix: Float) -> str:
    """A covariance, one row to a line."""
    return "".join(" ".join(map(_number, row)) + "\n" for row in matrix.tolist())


def _number(value: float) -> str:
    return format(value, ".12g")


def _numbers(values: Float) -> NDArray[np.str_]:
    return np.array([_number(value) for value in values.tolist()], dtype=np.str_)


def _lines(columns: tuple[NDArray[np.str_], ...]) -> str:
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return "".join(" ".join(row) + "\n" for row in rows)
