"""BLUPF90: parameter file, data and pedigree, and its ``solutions`` read back.

An effect of BLUPF90 is one coefficient: a random regression of three coefficients is three effects
of one random group, with covariances coefficient by trait, traits inside, as here. Inbreeding is
told by the fourth column of the pedigree, 1000 / D rounded to a whole number, which limits the
agreement to some 1e-3 of an inbred animal's Mendelian variance.
"""

from collections.abc import Iterable

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.programs.renumbered import (
    MISSING,
    acts_of,
    columns_of,
    data_columns,
    fields,
    level_names,
    matrix_lines,
    pedigree_lines,
    plain,
    related_of,
    with_manifest,
)

PROGRAM = "BLUPF90"


def write(equations: Equations, *, options: Iterable[str] = ()) -> dict[str, str]:
    """Files by name: ``blupf90.par``, ``data.txt``, ``pedigree.txt``, ``levels.txt``, manifest.

    ``options``: further OPTION lines. Raises ValueError naming what cannot be expressed.
    """
    data = data_columns(equations, program=PROGRAM)
    traits = len(equations.traits)
    effects: list[str] = []
    groups: list[str] = []
    files: dict[str, str] = {}
    for term in equations.terms:
        first = len(effects) + 1
        for column in columns_of(equations, term):
            at = data.level[equations.columns.index(column)]
            for slot in range(column.slot, column.slot + column.covers):
                acts = acts_of(equations, term, slot - term.slots.start)
                covariate = data.covariate[slot]
                place = [str((covariate or at) if on else 0) for on in acts]
                nested = [str(at if on else 0) for on in acts]
                tail = f"cov {' '.join(nested)}" if covariate else "cross"
                effects.append(f"{' '.join(place)} {term.levels} {tail}")
        if term.structure is None:
            continue
        file = ""
        if not plain(term):
            related = related_of(term, PROGRAM)
            code = np.rint(1000.0 / related.inverse.within).astype(np.int64).astype(np.str_)
            file = "pedigree.txt"
            files[file] = pedigree_lines(term, code, program=PROGRAM)
        groups.append(
            "RANDOM_GROUP\n"
            + " ".join(str(n) for n in range(first, len(effects) + 1))
            + f"\nRANDOM_TYPE\n{'add_an_upginb' if file else 'diagonal'}\nFILE\n{file}\n"
            + "(CO)VARIANCES\n"
            + matrix_lines(term.covariance)
        )
    parameters = (
        f"DATAFILE\ndata.txt\nNUMBER_OF_TRAITS\n{traits}\nNUMBER_OF_EFFECTS\n{len(effects)}\n"
        f"OBSERVATION(S)\n{' '.join(map(str, data.trait))}\n"
        f"WEIGHT(S)\n{data.weight or ''}\n"
        "EFFECTS: POSITIONS_IN_DATAFILE NUMBER_OF_LEVELS TYPE_OF_EFFECT[EFFECT NESTED]\n"
        + "".join(f"{effect}\n" for effect in effects)
        + "RANDOM_RESIDUAL VALUES\n"
        + matrix_lines(equations.residual[0])
        + "".join(groups)
        + f"OPTION missing {MISSING:.0f}\n"
        + "".join(f"OPTION {option}\n" for option in options)
    )
    files |= {
        "blupf90.par": parameters,
        "data.txt": data.lines(),
        "levels.txt": level_names(equations),
    }
    return with_manifest(PROGRAM, equations, files)


def read_solutions(equations: Equations, lines: Iterable[str]) -> Float:
    """Unknowns (blocks, traits) from the lines of ``solutions``: trait, effect, level, solution.

    Raises ValueError naming the line whose effect or level there is not.
    """
    answer = np.zeros((equations.blocks, len(equations.traits)))
    blocks = [
        (column.start + c, column.stride, equations.terms[column.term].levels)
        for column in equations.columns
        for c in range(column.covers)
    ]
    found = fields(lines, 4, "solutions", header=True)
    for number, parts in enumerate(found, 2):
        trait, effect, level = (int(part) for part in parts[:3])
        if not (0 < trait <= len(equations.traits) and 0 < effect <= len(blocks)):
            raise ValueError(f"solutions, line {number}: trait {trait}, effect {effect}")
        start, stride, levels = blocks[effect - 1]
        if not 0 < level <= levels:
            raise ValueError(f"solutions, line {number}: level {level} of {levels}")
        answer[start + (level - 1) * stride, trait - 1] = float(parts[3])
    return answer
