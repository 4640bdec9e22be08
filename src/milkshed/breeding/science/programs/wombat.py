"""WOMBAT: parameter file, data and pedigree, and its solutions read back.

One trait (UNI) or several (MUV, one line for each trait of a record, by animal and trait).
Classifications only; regressions, weights and levels set to zero are refused by name.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.programs.dmu import simple_terms
from milkshed.breeding.science.programs.renumbered import (
    data_columns,
    fields,
    level_names,
    pedigree_lines,
    plain,
    with_manifest,
)

PROGRAM = "WOMBAT"


def write(equations: Equations) -> dict[str, str]:
    """Files by name: ``milkshed.par``, ``data.txt``, ``pedigree.txt``, ``levels.txt``, manifest.

    Raises ValueError naming what cannot be expressed.
    """
    data = data_columns(equations, program=PROGRAM)
    simple_terms(equations, data.covariate, PROGRAM)
    if data.weight:
        raise ValueError(f"{PROGRAM}: weights of records cannot be written")
    names = [_name(term.name) for term in equations.terms]
    if len(set(names)) < len(names):
        raise ValueError(f"{PROGRAM}: terms need names that differ: {', '.join(names)}")
    traits = len(equations.traits)
    anchor = next((n for n, t in enumerate(equations.terms) if t.random and not plain(t)), 0)
    rows = []
    levels = [data.texts[at - 1] for at in data.level]
    order = np.argsort(equations.level[:, anchor], kind="stable").tolist()
    for row in order:
        own = " ".join(str(column[row]) for column in levels)
        for trait in range(traits):
            if (equations.pattern[row] >> trait) & 1:
                value = data.texts[data.trait[trait] - 1][row]
                rows.append(f"{trait + 1} {own} {value}" if traits > 1 else f"{own} {value}")
    listed = [f" {name} {term.levels}" for name, term in zip(names, equations.terms, strict=True)]
    labels = [_name(trait) for trait in equations.traits]
    model = []
    files: dict[str, str] = {}
    for name, term in zip(names, equations.terms, strict=True):
        if not term.random:
            model.append(f" FIX {name}")
        elif plain(term):
            model.append(f" RAN {name} IDE")
        else:
            model.append(f" RAN {name} NRM")
            files["pedigree.txt"] = pedigree_lines(term, program=PROGRAM)
    covariances = [
        ("residual", equations.residual[0]),
        *((n, t.covariance) for n, t in zip(names, equations.terms, strict=True) if t.random),
    ]
    several = traits > 1
    lines = [
        "COMMENT written by milkshed.breeding",
        f"ANALYSIS {f'MUV {traits}' if several else 'UNI'}",
        *(["PEDS pedigree.txt"] if files else []),
        "DATA data.txt",
        *([f" traitno {traits}"] if several else []),
        *listed,
        *([f" NAMES {' '.join(labels)}"] if several else [f" {labels[0]}"]),
        "END DATA",
        "MODEL",
        *model,
        *(f" TRAIT {label}{f' {n}' if several else ''}" for n, label in enumerate(labels, 1)),
        "END MODEL",
    ]
    for name, matrix in covariances:
        lines.append(f"VAR {name} {traits}")
        upper = matrix[np.triu_indices(traits)]
        lines.append(" " + " ".join(f"{value:.12g}" for value in upper.tolist()))
    files |= {
        "milkshed.par": "\n".join(lines) + "\n",
        "data.txt": "".join(f"{row}\n" for row in rows),
        "levels.txt": level_names(equations),
    }
    return with_manifest(PROGRAM, equations, files)


def read_solutions(equations: Equations, files: Mapping[str, Iterable[str]]) -> Float:
    """Unknowns (blocks, traits) from the lines of ``RnSoln_<name>.dat`` by the term's name.

    Columns: running number, level, trait, solution; the first line is a header. Terms without a
    file stay 0. Raises ValueError naming the file and what of it does not fit.
    """
    answer = np.zeros((equations.blocks, len(equations.traits)))
    terms = {term.name: term for term in equations.terms}
    for name, lines in files.items():
        if name not in terms:
            raise ValueError(f"{name}: the terms are {', '.join(terms)}")
        term = terms[name]
        for number, parts in enumerate(fields(lines, 4, name, header=True), 2):
            level, trait = int(parts[1]), int(parts[2])
            if not (0 < level <= term.levels and 0 < trait <= len(equations.traits)):
                raise ValueError(f"{name}, line {number}: level {level}, trait {trait}")
            answer[term.start + level - 1, trait - 1] = float(parts[3])
    return answer


def _name(text: str) -> str:
    return text.replace(" ", "_")[:20]
