"""DMU: driver file, data and pedigree, and the file of solutions read back.

Classifications, regressions on covariates (over all records, or within a class that is in the model
itself), weights, and genetic effects in several roles, which are several class effects of one
numbered random factor. Not written: random regressions, whose intercept DMU takes from the class
itself; unknown-parent groups; records without a level; levels set to zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.programs.renumbered import (
    MISSING,
    DataColumns,
    acts_of,
    columns_of,
    data_columns,
    fields,
    level_names,
    pedigree_lines,
    plain,
    ungrouped,
    whole_levels,
    with_manifest,
)
from milkshed.breeding.science.refusals import NotUsable

PROGRAM = "DMU"


@dataclass(frozen=True, slots=True)
class _Class:
    """A class effect of the model: which coefficient of which term, and the column it stands in."""

    term: int
    coefficient: int
    column: int


def write(equations: Equations, *, task: int = 11, method: int = 2) -> dict[str, str]:
    """Files by name: ``milkshed.DIR``, ``data.txt``, ``pedigree.txt``, ``levels.txt``, manifest.

    ``task``, ``method`` of $ANALYSE: 11 solves, 1 estimates variances. Raises
    :class:`.refusals.NotUsable` naming what cannot be expressed.
    """
    data = data_columns(equations, program=PROGRAM)
    whole_levels(equations, PROGRAM)
    no_zero_levels(equations, PROGRAM)
    whole, real = len(data.level), len(data.texts) - len(data.level)
    traits = len(equations.traits)
    random = [number for number, term in enumerate(equations.terms) if term.random]
    names = [
        f"{equations.terms[column.term].name}_{number}".replace(" ", "_").replace(":", "_")
        for number, column in enumerate(equations.columns, 1)
    ]
    covariates = [f"x{number}" for number, at in enumerate(data.covariate, 1) if at]
    reals = [*covariates, *(["weight"] if data.weight else []), *equations.traits]
    weight = data.weight - whole if data.weight else 0
    classes, chance, regressions = [], [], []
    for trait in range(traits):
        on = _classes(equations, data, trait)
        factors = [random.index(one.term) + 1 for one in on if one.term in random]
        regressed = _regressions(equations, data, trait, on)
        columns = " ".join(str(one.column) for one in on)
        classes.append(f"{data.trait[trait] - whole} {weight} {len(on)} {columns}".rstrip())
        chance.append(" ".join(map(str, [len(factors), *factors])))
        regressions.append(" ".join([str(len(regressed)), *regressed]))
    structures, priors = [], []
    files: dict[str, str] = {}
    for number, place in enumerate(random, 1):
        term = equations.terms[place]
        if not plain(term):
            ungrouped(term, PROGRAM)
            sorting = np.arange(1, term.levels + 1).astype(np.str_)
            files["pedigree.txt"] = pedigree_lines(term, sorting, program=PROGRAM)
            structures.append(f"$VAR_STR {number} PED 1 ASCII pedigree.txt")
        priors += _triangle(number, term.covariance[np.ix_(*[_by_trait(equations, place)] * 2)])
    priors += _triangle(len(random) + 1, equations.residual[0])
    driver = "\n".join(
        [
            "$COMMENT",
            "Written by milkshed.breeding",
            "",
            f"$ANALYSE {task} {method} 0 0",
            "",
            f"$DATA ASCII ({whole},{real},{MISSING:.0f}) data.txt",
            "",
            "$VARIABLE",
            " ".join(names),
            " ".join(reals),
            "",
            "$MODEL",
            str(traits),
            *["0"] * traits,
            *classes,
            *chance,
            *regressions,
            "0",
            "",
            *structures,
            "",
            "$PRIOR",
            *priors,
            "",
            "$SOLUTION",
            "",
        ]
    )
    files |= {
        "milkshed.DIR": driver,
        "data.txt": data.lines(),
        "levels.txt": level_names(equations),
    }
    return with_manifest(PROGRAM, equations, files)


def read_solutions(equations: Equations, lines: Iterable[str]) -> Float:
    """Unknowns (blocks, traits) from the lines of the solutions file.

    Its columns: kind of effect (2 fixed, 3 random, 4 genetic; others, such as regressions, are
    passed over), trait, random effect, place of the effect among the trait's class effects, class,
    records, number, solution. Raises ValueError naming the line whose effect or level there is not.
    """
    answer = np.zeros((equations.blocks, len(equations.traits)))
    data = data_columns(equations, program=PROGRAM)
    places = [_classes(equations, data, trait) for trait in range(len(equations.traits))]
    for number, parts in enumerate(fields(lines, 8, "SOL", header=False), 1):
        kind, trait, _, effect, level = (int(part) for part in parts[:5])
        if kind not in (2, 3, 4):
            continue
        if not (0 < trait <= len(places) and 0 < effect <= len(places[trait - 1])):
            raise ValueError(f"SOL, line {number}: trait {trait}, effect {effect}")
        found = places[trait - 1][effect - 1]
        term = equations.terms[found.term]
        if not 0 < level <= term.levels:
            raise ValueError(f"SOL, line {number}: class {level} of {term.levels}")
        block = term.start + (level - 1) * term.coefficients + found.coefficient
        answer[block, trait - 1] = float(parts[7].replace("D", "E"))
    return answer


def no_zero_levels(equations: Equations, program: str) -> None:
    """Raise :class:`.refusals.NotUsable` at the first term with levels set to zero."""
    for term in equations.terms:
        for coefficient in range(term.coefficients):
            free = equations.free[term.start + coefficient : term.stop : term.coefficients]
            if np.any(free.any(axis=0) & ~free.all(axis=0)):
                raise NotUsable(
                    f"{program}：{term.name}：设为零的水平无法写出",
                    f"{program}: {term.name}: levels set to zero",
                    [term.name],
                )


def _classes(equations: Equations, data: DataColumns, trait: int) -> list[_Class]:
    """The class effects of one trait, fixed before random."""
    found = []
    for number, term in enumerate(equations.terms):
        regressed = any(data.covariate[term.slots])
        if regressed and not term.random:
            continue
        if regressed or (term.coefficients > 1 and len(columns_of(equations, term)) == 1):
            raise NotUsable(
                f"{PROGRAM}：{term.name}：随机回归无法写出",
                f"{PROGRAM}: {term.name}: random regressions cannot be written",
                [term.name],
            )
        for coefficient, column in enumerate(columns_of(equations, term)):
            if acts_of(equations, term, coefficient)[trait]:
                at = data.level[equations.columns.index(column)]
                found.append(_Class(number, coefficient, at))
    return found


def _regressions(
    equations: Equations, data: DataColumns, trait: int, classes: list[_Class]
) -> list[str]:
    """The regressions of one trait: the column among the reals, and in brackets the class."""
    found = []
    for term in equations.terms:
        if term.random or not any(data.covariate[term.slots]):
            continue
        number = equations.columns.index(columns_of(equations, term)[0])
        within = ""
        if term.levels > 1:
            own = equations.level[:, number]
            for place, one in enumerate(classes, 1):
                other = equations.level[:, data.level.index(one.column)]
                if one.coefficient == 0 and np.array_equal(own, other):
                    within = f"({place})"
                    break
            else:
                raise NotUsable(
                    f"{PROGRAM}：{term.name}：组内回归要求模型中也有该分类",
                    f"{PROGRAM}: {term.name}: regressions within a class need the class in the "
                    f"model",
                    [term.name],
                )
        for coefficient in range(term.coefficients):
            at = data.covariate[term.slots.start + coefficient]
            if not at:
                raise NotUsable(
                    f"{PROGRAM}：{term.name}：协变量恒为 1",
                    f"{PROGRAM}: {term.name}: a covariate that is 1 everywhere",
                    [term.name],
                )
            if acts_of(equations, term, coefficient)[trait]:
                found.append(f"{at - len(data.level)}{within}")
    return found


def _by_trait(equations: Equations, place: int) -> list[int]:
    """Rows of a term's covariance as DMU counts them: effects within traits, those that act."""
    term, traits = equations.terms[place], len(equations.traits)
    return [
        coefficient * traits + trait
        for trait in range(traits)
        for coefficient in range(term.coefficients)
        if acts_of(equations, term, coefficient)[trait]
    ]


def _triangle(number: int, matrix: Float) -> list[str]:
    return [
        f"{number} {i + 1} {j + 1} {matrix[i, j]:.12g}"
        for i in range(len(matrix))
        for j in range(i + 1)
    ]
