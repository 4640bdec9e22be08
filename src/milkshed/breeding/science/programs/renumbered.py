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
        raise ValueError(f"{program}: classes of residuals cannot be written")
    root = equations.root
    if root.size and not np.all(root == root[:, :1]):
        raise ValueError(f"{program}: weights must be the same for all traits of a record")
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
        raise ValueError(f"{program}: {term.name}: only pedigrees and unrelated levels")
    if np.any(structure.inverse.group_part):
        raise ValueError(f"{program}: {term.name}: random groups or metafounders")
    return structure


def plain(term: Term) -> bool:
    """Whether a term's levels are unrelated."""
    return isinstance(term.structure, Independent)


def columns_of(equations: Equations, term: Term) -> list[Column]:
    """The columns of one term."""
    number = equations.terms.index(term)
    return [column for column in equations.columns if column.term == number]


def traits_of(equations: Equations, term: Term) -> list[bool]:
    """Which traits a term acts on: those with an unknown that is not set to zero."""
    free = equations.free[term.start : term.stop]
    return [bool(free[:, trait].any()) for trait in range(len(equations.traits))]


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
