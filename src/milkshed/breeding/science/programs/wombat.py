"""WOMBAT: parameter file, data and pedigree, and its solutions read back.

One trait (UNI) or several (MUV, one line for each trait of a record, by animal and trait).
Classifications, regressions over all records, effects that act on some traits only, and genetic
effects in several roles of one trait. Not written: regressions within a class and random
regressions, whose polynomials WOMBAT makes itself; weights; unknown-parent groups; records without
a level; levels set to zero. WOMBAT takes records and covariates as deviations from their means:
breeding values are the same, the level of fixed effects is not.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations, Term
from milkshed.breeding.science.programs.dmu import no_zero_levels
from milkshed.breeding.science.programs.renumbered import (
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

PROGRAM = "WOMBAT"


def write(equations: Equations) -> dict[str, str]:
    """Files by name: ``milkshed.par``, ``data.txt``, ``pedigree.txt``, ``levels.txt``, manifest.

    Raises :class:`.refusals.NotUsable` naming what cannot be expressed.
    """
    data = data_columns(equations, program=PROGRAM)
    whole_levels(equations, PROGRAM)
    no_zero_levels(equations, PROGRAM)
    if data.weight:
        raise NotUsable(
            f"{PROGRAM}：记录的权重无法写出", f"{PROGRAM}: weights of records cannot be written"
        )
    traits = len(equations.traits)
    several = traits > 1
    names = effect_names(equations)
    if len(set(names.values())) < len(names):
        told = ", ".join(names.values())
        raise NotUsable(
            f"{PROGRAM}：效应不能同名：{told}", f"{PROGRAM}: terms need names that differ: {told}"
        )
    variables, columns, model = [], [], []
    covariances: list[tuple[str, Float]] = [("residual", equations.residual[0])]
    files: dict[str, str] = {}
    for number, term in enumerate(equations.terms):
        _writable(equations, data, term)
        own = columns_of(equations, term)
        if any(data.covariate[term.slots]):
            for coefficient in range(term.coefficients):
                name = names[number, coefficient]
                columns.append(data.covariate[term.slots.start + coefficient])
                variables.append(f" {name}")
                model.append(f" COV {name}(1){_subset(equations, term, coefficient)}")
            continue
        for coefficient, column in enumerate(own):
            name = names[number, coefficient]
            columns.append(data.level[equations.columns.index(column)])
            variables.append(f" {name} {term.levels}")
            kind = "FIX" if not term.random else "RAN"
            tail = "" if not term.random else " IDE" if plain(term) else " NRM"
            model.append(f" {kind} {name}{tail}{_subset(equations, term, coefficient)}")
        if term.random:
            if not plain(term):
                ungrouped(term, PROGRAM)
                files["pedigree.txt"] = pedigree_lines(term, program=PROGRAM)
            there = np.flatnonzero(np.any(term.covariance != 0, axis=1))
            together = "+".join(names[number, c] for c in range(term.coefficients))
            covariances.append((together, term.covariance[np.ix_(there, there)]))
    labels = [_name(trait) for trait in equations.traits]
    lines = [
        "COMMENT written by milkshed.breeding",
        f"ANALYSIS {f'MUV {traits}' if several else 'UNI'}",
        *(["PEDS pedigree.txt"] if files else []),
        "DATA data.txt",
        *([f" traitno {traits}"] if several else []),
        *variables,
        *([f" NAMES {' '.join(labels)}"] if several else [f" {labels[0]}"]),
        "END DATA",
        "MODEL",
        *model,
        *(f" TRAIT {text}{f' {n}' if several else ''}" for n, text in enumerate(labels, 1)),
        "END MODEL",
    ]
    for name, matrix in covariances:
        lines.append(f"VAR {name} {len(matrix)}")
        upper = matrix[np.triu_indices(len(matrix))]
        lines.append(" " + " ".join(f"{value:.12g}" for value in upper.tolist()))
    files |= {
        "milkshed.par": "\n".join(lines) + "\n",
        "data.txt": _rows(equations, data, columns),
        "levels.txt": level_names(equations),
    }
    return with_manifest(PROGRAM, equations, files)


def read_solutions(equations: Equations, files: Mapping[str, Iterable[str]]) -> Float:
    """Unknowns (blocks, traits) from the lines of ``RnSoln_<name>.dat`` by the effect's name.

    Columns: running number, level, trait, solution; the first line is a header. Effects without a
    file stay 0. Raises ValueError naming the file and what of it does not fit.
    """
    answer = np.zeros((equations.blocks, len(equations.traits)))
    names = {name: place for place, name in effect_names(equations).items()}
    for name, lines in files.items():
        if name not in names:
            raise ValueError(f"{name}: the terms are {', '.join(names)}")
        term, coefficient = equations.terms[names[name][0]], names[name][1]
        for number, parts in enumerate(fields(lines, 4, name, header=True), 2):
            level, trait = int(parts[1]), int(parts[2])
            if not (0 < level <= term.levels and 0 < trait <= len(equations.traits)):
                raise ValueError(f"{name}, line {number}: level {level}, trait {trait}")
            block = term.start + (level - 1) * term.coefficients + coefficient
            answer[block, trait - 1] = float(parts[3])
    return answer


def effect_names(equations: Equations) -> dict[tuple[int, int], str]:
    """What WOMBAT calls each coefficient of each term, by their numbers."""
    found = {}
    for number, term in enumerate(equations.terms):
        for coefficient in range(term.coefficients):
            tail = f"_{coefficient + 1}" if coefficient else ""
            found[number, coefficient] = f"{_name(term.name)}{tail}"
    return found


def _writable(equations: Equations, data: DataColumns, term: Term) -> None:
    """Raise NotUsable where WOMBAT has no form for a term."""
    if any(data.covariate[term.slots]):
        if term.random:
            why = (
                "随机回归的多项式由该程序自己生成",
                "random regressions make their own polynomials",
            )
        elif term.levels > 1:
            why = "组内回归无法写出", "regressions within a class"
        else:
            return
        raise NotUsable(
            f"{PROGRAM}：{term.name}：{why[0]}", f"{PROGRAM}: {term.name}: {why[1]}", [term.name]
        )
    if term.coefficients > 1 and len(equations.traits) > 1:
        raise NotUsable(
            f"{PROGRAM}：{term.name}：多性状的多重角色无法写出",
            f"{PROGRAM}: {term.name}: several roles of several traits",
            [term.name],
        )


def _subset(equations: Equations, term: Term, coefficient: int) -> str:
    """The numbers of the traits an effect acts on, nothing where it acts on all."""
    acts = acts_of(equations, term, coefficient)
    if all(acts):
        return ""
    return "".join(f" {number}" for number, on in enumerate(acts, 1) if on)


def _rows(equations: Equations, data: DataColumns, columns: list[int]) -> str:
    """One line for each trait of a record, by animal and trait."""
    traits = len(equations.traits)
    anchor = next((n for n, t in enumerate(equations.terms) if t.random and not plain(t)), 0)
    first = next(n for n, c in enumerate(equations.columns) if c.term == anchor)
    chosen = [data.texts[at - 1] for at in columns]
    rows = []
    for row in np.argsort(equations.level[:, first], kind="stable").tolist():
        own = " ".join(str(column[row]) for column in chosen)
        for trait in range(traits):
            if (equations.pattern[row] >> trait) & 1:
                value = data.texts[data.trait[trait] - 1][row]
                rows.append(f"{trait + 1} {own} {value}" if traits > 1 else f"{own} {value}")
    return "".join(f"{row}\n" for row in rows)


def _name(text: str) -> str:
    return text.replace(" ", "_").replace(":", "_").replace("+", "_")[:20]
