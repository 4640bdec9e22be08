"""DMU: driver file, data and pedigree, and the file of solutions read back.

Classifications only: a term is one whole-number column. Regressions, maternal effects and levels
set to zero are refused by name.
"""

from collections.abc import Iterable

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.programs.renumbered import (
    MISSING,
    data_columns,
    fields,
    level_names,
    pedigree_lines,
    plain,
    traits_of,
    with_manifest,
)

PROGRAM = "DMU"


def write(equations: Equations, *, task: int = 11, method: int = 2) -> dict[str, str]:
    """Files by name: ``milkshed.DIR``, ``data.txt``, ``pedigree.txt``, ``levels.txt``, manifest.

    ``task``, ``method`` of $ANALYSE: 11 solves, 1 estimates variances. Raises ValueError naming
    what cannot be expressed.
    """
    data = data_columns(equations, program=PROGRAM)
    simple_terms(equations, data.covariate, PROGRAM)
    whole, real = len(data.level), len(data.texts) - len(data.level)
    traits = len(equations.traits)
    names = [term.name.replace(" ", "_") for term in equations.terms]
    reals = (["weight"] if data.weight else []) + list(equations.traits)
    random = [number for number, term in enumerate(equations.terms) if term.random]
    weight = 1 if data.weight else 0
    model = [str(traits), *["0"] * traits]
    effects_of = []
    for trait in range(traits):
        on = [n for n, term in enumerate(equations.terms) if traits_of(equations, term)[trait]]
        effects_of.append(on)
        effects = " ".join(str(n + 1) for n in on)
        model.append(f"{weight + trait + 1} {weight} {len(on)} {effects}")
    model += [" ".join(map(str, [len(random), *range(1, len(random) + 1)]))] * traits
    model += ["0"] * traits + ["0"]
    structures, priors = [], []
    files: dict[str, str] = {}
    for number, place in enumerate(random, 1):
        term = equations.terms[place]
        if not plain(term):
            files["pedigree.txt"] = pedigree_lines(
                term, np.arange(1, _animals(equations, place) + 1).astype(np.str_), program=PROGRAM
            )
            structures.append(f"$VAR_STR {number} PED 1 ASCII pedigree.txt")
        priors += _triangle(number, term.covariance)
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
            *model,
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

    Its columns: kind of effect (2 fixed, 3 random, 4 genetic; others are passed over), trait,
    random effect, place of the effect in the trait's model, class, records, number, solution.
    Raises ValueError naming the line whose effect or level there is not.
    """
    answer = np.zeros((equations.blocks, len(equations.traits)))
    places = [
        [n for n, term in enumerate(equations.terms) if traits_of(equations, term)[trait]]
        for trait in range(len(equations.traits))
    ]
    for number, parts in enumerate(fields(lines, 8, "SOL", header=False), 1):
        kind, trait, _, effect, level = (int(part) for part in parts[:5])
        if kind not in (2, 3, 4):
            continue
        if not (0 < trait <= len(places) and 0 < effect <= len(places[trait - 1])):
            raise ValueError(f"SOL, line {number}: trait {trait}, effect {effect}")
        term = equations.terms[places[trait - 1][effect - 1]]
        if not 0 < level <= term.levels:
            raise ValueError(f"SOL, line {number}: class {level} of {term.levels}")
        answer[term.start + level - 1, trait - 1] = float(parts[7].replace("D", "E"))
    return answer


def simple_terms(equations: Equations, covariates: tuple[int, ...], program: str) -> None:
    """Raise ValueError at the first term that is no plain classification."""
    for term in equations.terms:
        if term.coefficients > 1 or any(covariates[term.slots]):
            raise ValueError(f"{program}: {term.name}: regressions and several roles of a term")
        free = equations.free[term.start : term.stop]
        if np.any(free.any(axis=0) & ~free.all(axis=0)):
            raise ValueError(f"{program}: {term.name}: levels set to zero")


def _animals(equations: Equations, place: int) -> int:
    return equations.terms[place].levels


def _triangle(number: int, matrix: Float) -> list[str]:
    return [
        f"{number} {i + 1} {j + 1} {matrix[i, j]:.12g}"
        for i in range(len(matrix))
        for j in range(i + 1)
    ]
