"""Small readers of DMU's and WOMBAT's files: what they say is solved densely, with no other help.

They stand in for the programs, which cannot be had here: whoever reads the files by the manuals'
words must come to the same solutions.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from milkshed.breeding.science.arrays import Float


def relationship(text: str) -> Float:
    """The inverse relationship of a pedigree file: animal, sire, dam, 0 unknown."""
    rows = [[int(x) for x in line.split()[:3]] for line in text.splitlines()]
    a = np.zeros((len(rows), len(rows)))
    for own, sire, dam in rows:
        i = own - 1
        parents = [p - 1 for p in (sire, dam) if p]
        line = sum((0.5 * a[:i, p] for p in parents), np.zeros(i))
        a[i, :i] = a[:i, i] = line
        a[i, i] = 1 + (0.5 * a[parents[0], parents[1]] if len(parents) == 2 else 0)
    return np.asarray(np.linalg.inv(a))


def dmu(files: Mapping[str, str]) -> list[str]:
    """The lines of DMU's solutions file."""
    lines = [line.strip() for line in files["milkshed.DIR"].splitlines()]
    described = next(line for line in lines if line.startswith("$DATA"))
    numbers = re.search(r"\((\d+),(\d+),(-?\d+)\)", described)
    assert numbers
    whole, missing = int(numbers[1]), float(numbers[3])
    data = np.array([line.split() for line in files["data.txt"].splitlines()], dtype=float)
    at = lines.index("$MODEL") + 1
    traits = int(lines[at])
    at += 1 + traits
    classes, chance, regressed = (
        [lines[at + k * traits + t].split() for t in range(traits)] for k in range(3)
    )
    prior: dict[int, dict[tuple[int, int], float]] = {}
    for line in lines[lines.index("$PRIOR") + 1 : lines.index("$SOLUTION")]:
        if line:
            number, i, j, value = line.split()
            prior.setdefault(int(number), {})[int(i) - 1, int(j) - 1] = float(value)
    related = {
        int(line.split()[1]): relationship(files[line.split()[5]])
        for line in lines
        if line.startswith("$VAR_STR")
    }
    effects: list[tuple[int, int, int, int]] = []  # trait, place, column, random factor or 0
    for t in range(traits):
        columns = [int(x) for x in classes[t][3:]]
        assert len(columns) == int(classes[t][2])
        factors = [int(x) for x in chance[t][1:]]
        fixed = len(columns) - len(factors)
        for place, column in enumerate(columns):
            factor = factors[place - fixed] if place >= fixed else 0
            effects.append((t, place + 1, column, factor))
    levels = [
        len(related[factor]) if factor in related else int(data[:, column - 1].max())
        for _, _, column, factor in effects
    ]
    start = np.cumsum([0, *levels]).tolist()
    place_of = {(t, place): k for k, (t, place, _, _) in enumerate(effects)}
    slopes: list[tuple[int, int, int, int]] = []  # trait, real column, effect or -1, first unknown
    size = start[-1]
    for t in range(traits):
        assert len(regressed[t]) == 1 + int(regressed[t][0])
        for text in regressed[t][1:]:
            found = re.fullmatch(r"(\d+)(?:\((\d+)\))?", text)
            assert found
            nest = place_of[t, int(found[2])] if found[2] else -1
            slopes.append((t, int(found[1]), nest, size))
            size += levels[nest] if nest >= 0 else 1
    design = np.zeros((len(data), traits, size))
    for k, (t, _, column, _) in enumerate(effects):
        for r, level in enumerate(data[:, column - 1].astype(int).tolist()):
            design[r, t, start[k] + level - 1] += 1
    for t, real, nest, first in slopes:
        for r, record in enumerate(data):
            level = int(record[effects[nest][2] - 1]) if nest >= 0 else 1
            design[r, t, first + level - 1] += record[whole + real - 1]
    left, right = np.zeros((size, size)), np.zeros(size)
    residual = _square(prior[max(prior)])
    for r, record in enumerate(data):
        y = np.array([record[whole + int(classes[t][0]) - 1] for t in range(traits)])
        seen = np.flatnonzero(y != missing)
        weight = int(classes[0][1])
        inverse = np.linalg.inv(residual[np.ix_(seen, seen)])
        inverse = inverse * (record[whole + weight - 1] if weight else 1.0)
        left += design[r, seen].T @ inverse @ design[r, seen]
        right += design[r, seen].T @ inverse @ y[seen]
    for factor in sorted({factor for _, _, _, factor in effects} - {0}):
        own = [k for k, one in enumerate(effects) if one[3] == factor]
        inverse = np.linalg.inv(_square(prior[factor]))
        assert len(inverse) == len(own)
        among = related.get(factor, np.eye(levels[own[0]]))
        _add(left, among, inverse, [start[k] for k in own])
    found_all = np.linalg.pinv(left) @ right
    told = []
    for k, (t, place, _, factor) in enumerate(effects):
        kind = 2 if not factor else 4 if factor in related else 3
        for level in range(levels[k]):
            value = found_all[start[k] + level]
            told.append(f"{kind} {t + 1} {factor} {place} {level + 1} 1 1 {value:.10f} 0")
    return told


def wombat(files: Mapping[str, str]) -> dict[str, list[str]]:
    """The lines of WOMBAT's files of random solutions, by effect."""
    lines = [line.strip() for line in files["milkshed.par"].splitlines()]
    several = lines[1].startswith("ANALYSIS MUV")
    traits = int(lines[1].split()[2]) if several else 1
    first = next(n for n, line in enumerate(lines) if line.startswith("DATA")) + 1
    variables = [line.split() for line in lines[first : lines.index("END DATA")]]
    column = {parts[0]: n for n, parts in enumerate(variables)}
    data = np.array([line.split() for line in files["data.txt"].splitlines()], dtype=float)
    trait = data[:, 0].astype(int) - 1 if several else np.zeros(len(data), int)
    y = data[:, -1].copy()
    for t in range(traits):
        y[trait == t] -= y[trait == t].mean()
    effects = []
    for line in lines[lines.index("MODEL") + 1 : lines.index("END MODEL")]:
        kind, name, *rest = line.split()
        if kind == "TRAIT":
            continue
        regressed = re.fullmatch(r"(\w+)\(1\)", name)
        own = regressed[1] if regressed else name
        code = rest.pop(0) if kind == "RAN" else ""
        on = [int(x) - 1 for x in rest] or list(range(traits))
        values = data[:, column[own]]
        levels = 1 if regressed else int(variables[column[own]][1])
        effects.append((own, code, on, values, levels, bool(regressed)))
    starts, size = [], 0
    for _, _, on, _, levels, _ in effects:
        starts.append({t: size + n * levels for n, t in enumerate(on)})
        size += len(on) * levels
    design = np.zeros((len(data), size))
    for start, (_, _, _, values, _, regressed) in zip(starts, effects, strict=True):
        for r, t in enumerate(trait.tolist()):
            if t in start:
                place = start[t] + (0 if regressed else int(values[r]) - 1)
                design[r, place] = values[r] - values.mean() if regressed else 1.0
    variances = {}
    for n, line in enumerate(lines):
        if line.startswith("VAR "):
            _, names, count = line.split()
            upper = np.zeros((int(count), int(count)))
            upper[np.triu_indices(int(count))] = [float(x) for x in lines[n + 1].split()]
            variances[names] = upper + np.triu(upper, 1).T
    left, right = np.zeros((size, size)), np.zeros(size)
    residual = variances.pop("residual")
    for rows in _records(data, trait, variables, several):
        inverse = np.linalg.inv(residual[np.ix_(trait[rows], trait[rows])])
        left += design[rows].T @ inverse @ design[rows]
        right += design[rows].T @ inverse @ y[rows]
    told: dict[str, list[str]] = {}
    for together, matrix in variances.items():
        own = [k for k, effect in enumerate(effects) if effect[0] in together.split("+")]
        among = np.eye(effects[own[0]][4])
        if effects[own[0]][1] == "NRM":
            among = relationship(files["pedigree.txt"])
        places = [starts[k][t] for k in own for t in effects[k][2]]
        _add(left, among, np.linalg.inv(matrix), places)
    found = np.linalg.pinv(left) @ right
    for start, (name, code, _, _, levels, _) in zip(starts, effects, strict=True):
        if code:
            told[name] = [
                "Run Original_ID Tr Solution",
                *(
                    f"{level + 1} {level + 1} {t + 1} {found[first_of + level]:.10f}"
                    for t, first_of in start.items()
                    for level in range(levels)
                ),
            ]
    return told


def _records(
    data: Float, trait: np.ndarray, variables: Sequence[Sequence[str]], several: bool
) -> list[list[int]]:
    """Lines that are traits of one record: alike but for trait and value, one after another."""
    found: list[list[int]] = []
    for row in range(len(data)):
        alike = found and np.array_equal(data[row, 1:-1], data[found[-1][-1], 1:-1])
        if several and alike and trait[row] > trait[found[-1][-1]]:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _square(lower: Mapping[tuple[int, int], float]) -> Float:
    size = 1 + max(i for i, _ in lower)
    answer = np.zeros((size, size))
    for (i, j), value in lower.items():
        answer[i, j] = answer[j, i] = value
    return answer


def _add(left: Float, among: Float, inverse: Float, places: Sequence[int]) -> None:
    """Add the inverse covariance of effects whose levels begin at ``places``."""
    levels = np.arange(len(among))
    for (i, a), (j, b) in product(enumerate(places), enumerate(places)):
        left[np.ix_(a + levels, b + levels)] += among * inverse[i, j]
