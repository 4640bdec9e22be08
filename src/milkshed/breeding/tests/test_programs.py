"""What is written for other programs says the same model, and their answers find their place."""

import hashlib
import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations, build_equations
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.programs import blupf90, dmu, wombat
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.solving import solve
from milkshed.breeding.tests import program_readers
from milkshed.breeding.tests.textbook import COWS, MATERNAL, numbered

TWO = Records.from_columns(
    {"milk": [20.0, 28, 15, 20, 16, 19], "fat": [2.0, np.nan, 1.5, 2.2, 0.0, 1.9]},
    {"cow": [4, 4, 5, 6, 7, 8], "hys": [1, 2, 1, 2, 1, 2]},
)
G = np.array([[20.0, 3.0], [3.0, 2.0]])
MODEL = Model((Fixed("hys"),), (Genetic(("cow",), G), Random("cow", G / 2, name="pe")), G * 1.5)
PEDIGREE = numbered(*COWS)


def interpret(files: dict[str, str]) -> str:
    """A small reader of BLUPF90's parameter file: dense equations, its solutions file."""
    lines = files["blupf90.par"].splitlines()
    at = {line: number for number, line in enumerate(lines)}
    data = np.array([line.split() for line in files["data.txt"].splitlines()], dtype=float)
    traits = int(lines[at["NUMBER_OF_TRAITS"] + 1])
    count = int(lines[at["NUMBER_OF_EFFECTS"] + 1])
    observed = [int(x) - 1 for x in lines[at["OBSERVATION(S)"] + 1].split()]
    weight = lines[at["WEIGHT(S)"] + 1].strip()
    missing = float(next(line for line in lines if line.startswith("OPTION missing")).split()[2])
    first = next(number for number, line in enumerate(lines) if line.startswith("EFFECTS:")) + 1
    effects = [line.split() for line in lines[first : first + count]]
    start = np.cumsum([0] + [int(e[traits]) for e in effects])
    size = int(start[-1]) * traits
    left, right = np.zeros((size, size)), np.zeros(size)
    row = at["RANDOM_RESIDUAL VALUES"] + 1
    residual = np.array([lines[row + t].split() for t in range(traits)], dtype=float)
    for record in data:
        seen = [t for t in range(traits) if record[observed[t]] != missing]
        inverse = np.linalg.inv(residual[np.ix_(seen, seen)])
        inverse = inverse * (record[int(weight) - 1] if weight else 1.0)
        design = np.zeros((len(seen), size))
        for (n, effect), (k, t) in product(enumerate(effects), enumerate(seen)):
            place = int(effect[t])
            if place == 0:
                continue
            covariate = effect[traits + 1] == "cov"
            level = int(record[(int(effect[traits + 2 + t]) if covariate else place) - 1])
            if level:
                unknown = (start[n] + level - 1) * traits + t
                design[k, unknown] = record[place - 1] if covariate else 1.0
        left += design.T @ inverse @ design
        right += design.T @ inverse @ record[[observed[t] for t in seen]]
    for number in [n for n, line in enumerate(lines) if line == "RANDOM_GROUP"]:
        chosen = [int(x) - 1 for x in lines[number + 1].split()]
        width = len(chosen) * traits
        covariance = np.array([lines[number + 7 + i].split() for i in range(width)], dtype=float)
        levels = int(effects[chosen[0]][traits])
        relation = np.eye(levels)
        if lines[number + 3] == "add_an_upginb":
            relation = np.zeros((levels, levels))
            for line in files[lines[number + 5]].splitlines():
                own, sire, dam, code = (int(x) for x in line.split())
                row_of = np.zeros(levels)
                row_of[own - 1] += 1
                for parent in (sire, dam):
                    if parent:
                        row_of[parent - 1] -= 0.5
                relation += np.outer(row_of, row_of) * code / 1000
        # rows of zeros are effects that a trait does not have
        inverse = np.linalg.pinv(covariance)
        for (i, a), (j, b) in product(enumerate(chosen), enumerate(chosen)):
            for t, u in product(range(traits), range(traits)):
                rows = (start[a] + np.arange(levels)) * traits + t
                columns = (start[b] + np.arange(levels)) * traits + u
                left[np.ix_(rows, columns)] += relation * inverse[i * traits + t, j * traits + u]
    found = np.linalg.pinv(left) @ right
    told = ["trait/effect level  solution"]
    for n in range(count):
        for level in range(int(effects[n][traits])):
            for t in range(traits):
                value = found[(start[n] + level) * traits + t]
                told.append(f"{t + 1} {n + 1} {level + 1} {value:.10f}")
    return "\n".join(told)


def unknowns(model: Model, records: Records, pedigree: object) -> tuple[Equations, Float]:
    run = solve(model, records, pedigree, method="direct")  # type: ignore[arg-type]
    return run.equations, run.unknowns


def test_blupf90_two_traits_with_a_missing_value() -> None:
    equations, wanted = unknowns(MODEL, TWO, PEDIGREE)
    files = blupf90.write(equations, options=["conv_crit 1e-15"])
    assert "OPTION conv_crit 1e-15" in files["blupf90.par"]
    found = blupf90.read_solutions(equations, interpret(files).splitlines())
    assert equations.fitted(found) == pytest.approx(equations.fitted(wanted), abs=1e-3)
    term = equations.term("animal")
    assert found[term.start : term.stop] == pytest.approx(wanted[term.start : term.stop], abs=1e-3)
    manifest = json.loads(files["manifest.json"])
    for name, digest in manifest["files"].items():
        assert hashlib.sha256(files[name].encode()).hexdigest() == digest
    assert "animal 4 4\n" in files["levels.txt"]
    resumed = solve(MODEL, TWO, PEDIGREE, resume=found, tolerance=1e-10)
    assert resumed.unknowns == pytest.approx(wanted, abs=20)


def test_blupf90_weights_regressions_and_maternal_effects() -> None:
    pedigree = numbered(*MATERNAL)
    calves = list(range(5, 15))
    records = Records.from_columns(
        {"birth": [35.0, 20, 25, 40, 42, 22, 35, 34, 20, 40]},
        {
            "calf": calves,
            "dam": [MATERNAL[1][calf - 1] for calf in calves],
            "herd": [1, 1, 1, 1, 2, 2, 2, 3, 3, 3],
        },
        covariates={"age": np.arange(10) / 3},
        weights=[1, 2] * 5,
    )
    model = Model(
        (Fixed("herd"), Fixed("herd", ("age",))),
        (Genetic(("calf", "dam"), [[150, -40], [-40, 90]]), Random("dam", 40)),
        350,
    )
    equations, wanted = unknowns(model, records, pedigree)
    found = blupf90.read_solutions(equations, interpret(blupf90.write(equations)).splitlines())
    assert equations.fitted(found) == pytest.approx(equations.fitted(wanted), abs=0.02)
    by_dmu = dmu.read_solutions(equations, program_readers.dmu(dmu.write(equations)))
    random = slice(equations.term("animal").start, None)
    assert by_dmu[random] == pytest.approx(wanted[random], abs=1e-6)
    with pytest.raises(NotUsable, match="weights of records"):
        wombat.write(equations)
    apart = build_equations(model, replace(records, weights=np.ones((10, 1))), pedigree)
    with pytest.raises(NotUsable, match="herd:age: regressions within a class") as refused:
        wombat.write(apart)
    assert "组内回归" in refused.value.text.zh
    nested_alone = replace(model, fixed=(Fixed(), Fixed("herd", ("age",))))
    with pytest.raises(NotUsable, match="need the class in the model"):
        dmu.write(build_equations(nested_alone, records, pedigree))


def test_maternal_effects_and_a_regression_for_dmu_and_wombat() -> None:
    pedigree = numbered(*MATERNAL)
    calves = list(range(5, 15))
    records = Records.from_columns(
        {"birth": [35.0, 20, 25, 40, 42, 22, 35, 34, 20, 40]},
        {"calf": calves, "dam": [MATERNAL[1][calf - 1] for calf in calves], "pen": [1, 2] * 5},
        covariates={"age": np.arange(10) / 3},
    )
    model = Model(
        (Fixed("pen"), Fixed(covariates=("age",))),
        (Genetic(("calf", "dam"), [[150, -40], [-40, 90]]), Random("dam", 40, name="nurse")),
        350,
    )
    equations, wanted = unknowns(model, records, pedigree)
    random = slice(equations.term("animal").start, None)
    files = dmu.write(equations)
    found = dmu.read_solutions(equations, program_readers.dmu(files))
    assert found[random] == pytest.approx(wanted[random], abs=1e-6)
    files = wombat.write(equations)
    assert "VAR animal+animal_2 2" in files["milkshed.par"]
    found = wombat.read_solutions(equations, program_readers.wombat(files))
    assert found[random] == pytest.approx(wanted[random], abs=1e-6)


def test_effects_on_some_traits_for_every_program() -> None:
    """A regression and a permanent environment of milk only, and a missing value."""
    records = replace(TWO, covariates={"age": np.array([1.0, 4, 2, 3, 5, 2])})
    model = Model(
        (Fixed("hys"), Fixed(covariates=("age",), traits=("milk",))),
        (Genetic(("cow",), G), Random("cow", 5.0, name="pe", traits=("milk",))),
        G * 1.5,
    )
    equations, wanted = unknowns(model, records, PEDIGREE)
    random = slice(equations.term("animal").start, None)
    told = (
        dmu.read_solutions(equations, program_readers.dmu(dmu.write(equations))),
        wombat.read_solutions(equations, program_readers.wombat(wombat.write(equations))),
    )
    for found in told:
        assert found[random] == pytest.approx(wanted[random], abs=1e-6)
    # the reader of BLUPF90 rounds the inbreeding, as that program's file does
    text = interpret(blupf90.write(equations))
    assert blupf90.read_solutions(equations, text.splitlines())[random] == pytest.approx(
        wanted[random], abs=2e-3
    )


def test_random_regressions_and_gaps_that_a_program_has_no_form_for() -> None:
    records = replace(TWO, covariates={"phi0": np.full(6, 0.7), "phi1": np.arange(6.0)})
    phi = ("phi0", "phi1")
    model = Model((Fixed("hys"),), (Genetic(("cow",), np.eye(4), phi),), G)
    equations, wanted = unknowns(model, records, PEDIGREE)
    text = interpret(blupf90.write(equations))
    assert blupf90.read_solutions(equations, text.splitlines()) == pytest.approx(wanted, abs=5e-3)
    for program, words in ((dmu, "random regressions"), (wombat, "make their own polynomials")):
        with pytest.raises(NotUsable, match=words):
            program.write(equations)
    gaps = Records.from_columns({"milk": [1.0, 2.0]}, {"cow": [4, 5], "hys": ["a", None]})
    one = Model((Fixed("hys"),), (Genetic(("cow",), 2.0),), 3.0)
    grouped = PEDIGREE.grouped(
        np.where(PEDIGREE.sire < 0, -2, PEDIGREE.sire).astype(np.int32), PEDIGREE.dam, ("g",)
    )
    whole = Records.from_columns({"milk": [1.0, 2.0]}, {"cow": [4, 5], "hys": ["a", "b"]})
    for program in (dmu, wombat):
        with pytest.raises(NotUsable, match="1 records without a level"):
            program.write(build_equations(one, gaps, PEDIGREE))
        with pytest.raises(NotUsable, match="unknown-parent groups"):
            program.write(build_equations(one, whole, grouped))
        fixed = replace(one, fixed=(Fixed("hys", zero=("a",)),))
        with pytest.raises(NotUsable, match="hys: levels set to zero"):
            program.write(build_equations(fixed, whole, PEDIGREE))


def test_dmu_says_the_model_and_is_read_back() -> None:
    equations, wanted = unknowns(MODEL, TWO, PEDIGREE)
    files = dmu.write(equations)
    driver = files["milkshed.DIR"].splitlines()
    assert "$DATA ASCII (3,2,-99999) data.txt" in driver
    at = driver.index("$MODEL")
    assert driver[at + 1 : at + 10] == [
        "2", "0", "0", "1 0 3 1 2 3", "2 0 3 1 2 3", "2 1 2", "2 1 2", "0", "0"
    ]  # fmt: skip
    assert "$VAR_STR 1 PED 1 ASCII pedigree.txt" in driver
    assert "3 2 1 4.5" in driver
    assert files["data.txt"].splitlines()[1].split() == ["2", "4", "1", "28", "-99999"]
    kind = {"hys": 2, "animal": 4, "pe": 3}
    lines = [
        f"{kind[term.name]} {t + 1} 0 {n + 1} {level + 1} 1 1 "
        f"{wanted[term.start + level, t]:.10f} 0"
        for n, term in enumerate(equations.terms)
        for level in range(term.levels)
        for t in range(2)
    ]
    assert dmu.read_solutions(equations, lines) == pytest.approx(wanted, abs=1e-9)
    with pytest.raises(ValueError, match="line 1: class 99 of 2"):
        dmu.read_solutions(equations, ["2 1 0 1 99 1 1 0.5 0"])


def test_wombat_says_the_model_and_is_read_back() -> None:
    equations, wanted = unknowns(MODEL, TWO, PEDIGREE)
    files = wombat.write(equations)
    lines = files["milkshed.par"].splitlines()
    assert lines[1] == "ANALYSIS MUV 2"
    assert " RAN animal NRM" in lines
    assert " RAN pe IDE" in lines
    assert lines[lines.index("VAR animal 2") + 1] == " 20 3 2"
    assert len(files["data.txt"].splitlines()) == 11
    own = files["data.txt"].splitlines()
    assert own == sorted(own, key=lambda line: (int(line.split()[2]), 0))
    answers = {
        term.name: [
            "Run Original_ID Tr Solution",
            *(
                f"{level + 1} {level + 1} {t + 1} {wanted[term.start + level, t]:.10f}"
                for level in range(term.levels)
                for t in range(2)
            ),
        ]
        for term in equations.terms
    }
    assert wombat.read_solutions(equations, answers) == pytest.approx(wanted, abs=1e-9)
    with pytest.raises(ValueError, match="herd: the terms are hys, animal, pe"):
        wombat.read_solutions(equations, {"herd": []})
    with pytest.raises(ValueError, match="animal, line 2: level 40, trait 1"):
        wombat.read_solutions(equations, {"animal": ["head", "1 40 1 0.5"]})


def test_what_no_program_can_say_is_refused() -> None:
    classes = Model(MODEL.fixed, MODEL.random, np.stack([G, G]))
    equations = build_equations(classes, TWO, PEDIGREE)
    for program in (blupf90, dmu, wombat):
        with pytest.raises(ValueError, match="classes of residuals"):
            program.write(equations)
    with pytest.raises(ValueError, match="solutions, line 2: 2 fields"):
        blupf90.read_solutions(equations, ["head", "1 1"])
