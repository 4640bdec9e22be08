"""Models of Mrode & Pocrnic (2023), solved both ways, to the printed digits."""

import numpy as np
import pytest

from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, legendre
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.reliability import exact_reliability, prediction_error_variances
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.yield_deviations import compose, daughter_deviations
from milkshed.breeding.tests.textbook import (
    CALVES,
    COWS,
    DAYS,
    FIRST_HERD_TEST_DAY,
    GAIN,
    GROUPED_CALVES,
    MATERNAL,
    SEX,
    TEST_DAY_YIELDS,
    numbered,
)

PRINTED = 6e-4
both_ways = pytest.mark.parametrize("method", ["iterate", "direct"])
CALF_RECORDS = Records.from_columns({"gain": GAIN}, {"animal": [4, 5, 6, 7, 8], "sex": SEX})
ANIMAL_MODEL = Model((Fixed("sex"),), (Genetic(("animal",), 20),), 40)


@both_ways
def test_animal_model_4_1(method: str) -> None:
    run = solve(ANIMAL_MODEL, CALF_RECORDS, numbered(*CALVES), method=method, tolerance=1e-10)
    assert run.convergence.converged
    assert run.by_level("sex") == pytest.approx({"M": 4.358, "F": 3.404}, abs=PRINTED)
    assert run.breeding_values() == pytest.approx(
        [0.098, -0.019, -0.041, -0.009, -0.186, 0.177, -0.249, 0.183], abs=PRINTED
    )


def test_reliabilities_4_1() -> None:
    run = solve(ANIMAL_MODEL, CALF_RECORDS, numbered(*CALVES), method="direct")
    # the book computes both from elements of the inverse rounded to three digits
    assert exact_reliability(run) == pytest.approx(
        [0.058, 0.016, 0.088, 0.144, 0.144, 0.116, 0.116, 0.156], abs=1e-3
    )
    assert np.sqrt(prediction_error_variances(run)[:, 0, 0]) == pytest.approx(
        [4.341, 4.436, 4.271, 4.138, 4.138, 4.205, 4.205, 4.109], abs=2.5e-3
    )


@both_ways
def test_sire_model_4_2(method: str) -> None:
    sires = Pedigree.from_numbers([-1, -1, 0], [-1, -1, -1])
    records = Records.from_columns({"gain": GAIN}, {"sire": [1, 2, 1, 3, 2], "sex": SEX})
    model = Model((Fixed("sex"),), (Genetic(("sire",), 5, name="sire"),), 55)
    run = solve(model, records, sires, method=method, tolerance=1e-10)
    assert run.by_level("sex") == pytest.approx({"M": 4.336, "F": 3.382}, abs=PRINTED)
    assert run.breeding_values(term="sire") == pytest.approx([0.022, 0.014, -0.043], abs=PRINTED)


@both_ways
def test_unknown_parent_groups_4_4(method: str) -> None:
    model = Model((Fixed("sex"),), (Genetic(("animal",), 20, zero=("g1",)),), 40)
    pedigree = numbered(*GROUPED_CALVES, groups=("g1", "g2"))
    run = solve(model, CALF_RECORDS, pedigree, method=method, tolerance=1e-10)
    assert run.by_level("sex") == pytest.approx({"M": 5.458, "F": 4.313}, abs=PRINTED)
    assert run.breeding_values() == pytest.approx(
        [-0.767, -0.923, -0.963, -1.268, -1.099, -0.728, -1.338, -0.768, 0, -1.769], abs=PRINTED
    )


@both_ways
def test_repeatability_5_1(method: str) -> None:
    records = Records.from_columns(
        {"fat": [201, 280, 150, 200, 160, 190, 180, 250, 285, 300]},
        {
            "cow": [4, 4, 5, 5, 6, 6, 7, 7, 8, 8],
            "parity": [1, 2] * 5,
            "hys": [1, 3, 1, 4, 2, 3, 1, 3, 2, 4],
        },
    )
    model = Model(
        (Fixed("parity"), Fixed("hys", zero=("1", "3"))),
        (Genetic(("cow",), 20), Random("cow", 12, name="permanent")),
        28,
    )
    run = solve(model, records, numbered(*COWS), method=method, tolerance=1e-11)
    assert list(run.by_level("hys").values()) == pytest.approx([0, 44.065, 0, 0.013], abs=PRINTED)
    assert list(run.by_level("parity").values()) == pytest.approx([175.472, 241.893], abs=PRINTED)
    assert run.breeding_values() == pytest.approx(
        [10.148, -3.084, -7.063, 13.581, -18.207, -18.387, 9.328, 24.194], abs=PRINTED
    )
    assert list(run.by_level("permanent").values()) == pytest.approx(
        [8.417, -7.146, -17.229, -1.39, 17.347], abs=PRINTED
    )
    if method == "direct":
        found = daughter_deviations(run, np.array([0, 1]))
        # the book computes on from solutions rounded to three digits
        assert found.values[0] == pytest.approx(23.552, abs=1.5e-3)
        assert found.progeny.tolist() == [3, 0]
        assert np.isnan(found.values[1])
        made = compose(run)
        parts = np.nan_to_num(np.column_stack([made.parents, made.own, made.progeny]))
        assert (parts * made.shares).sum(axis=1) == pytest.approx(made.value, abs=1e-8)
        assert made.shares.sum(axis=1) == pytest.approx(np.ones(8))
        assert np.isnan(made.own[:3]).all()


@both_ways
def test_bivariate_6_1(method: str) -> None:
    records = Records.from_columns(
        {"before": GAIN, "after": [6.8, 5.0, 6.8, 6.0, 7.5]},
        {"animal": [4, 5, 6, 7, 8], "sex": SEX},
    )
    model = Model(
        (Fixed("sex"),), (Genetic(("animal",), [[20, 18], [18, 40]]),), [[40, 11], [11, 30]]
    )
    run = solve(model, records, numbered(*CALVES), method=method, tolerance=1e-10)
    assert run.by_level("sex", "before") == pytest.approx({"M": 4.361, "F": 3.397}, abs=PRINTED)
    assert run.by_level("sex", "after") == pytest.approx({"M": 6.800, "F": 5.880}, abs=PRINTED)
    assert run.breeding_values("before") == pytest.approx(
        [0.151, -0.015, -0.078, -0.010, -0.270, 0.276, -0.316, 0.244], abs=PRINTED
    )
    assert run.breeding_values("after") == pytest.approx(
        [0.280, -0.008, -0.170, -0.013, -0.478, 0.517, -0.479, 0.392], abs=PRINTED
    )
    if method == "direct":
        error = prediction_error_variances(run)
        assert np.column_stack([error[:, 0, 0], error[:, 1, 1]]) == pytest.approx(
            np.array([
                [18.606, 35.904], [19.596, 38.768], [17.893, 33.799], [16.506, 29.727],
                [16.541, 29.865], [17.152, 31.504], [17.115, 31.364], [16.285, 29.160],
            ]),
            abs=3e-3,
        )  # fmt: skip


@both_ways
def test_maternal_effects_8_1(method: str) -> None:
    calves = list(range(5, 15))
    records = Records.from_columns(
        {"birth": [35, 20, 25, 40, 42, 22, 35, 34, 20, 40]},
        {
            "calf": calves,
            "dam": [MATERNAL[1][calf - 1] for calf in calves],
            "herd": [1, 1, 1, 1, 2, 2, 2, 3, 3, 3],
            "pen": [1, 2, 2, 1, 1, 2, 2, 2, 1, 2],
        },
    )
    model = Model(
        (Fixed("herd", zero=("1",)), Fixed("pen")),
        (Genetic(("calf", "dam"), [[150, -40], [-40, 90]]), Random("dam", 40)),
        350,
    )
    run = solve(model, records, numbered(*MATERNAL), method=method, tolerance=1e-11)
    assert list(run.by_level("herd").values()) == pytest.approx([0, 3.386, 1.434], abs=PRINTED)
    assert list(run.by_level("pen").values()) == pytest.approx([34.540, 27.691], abs=PRINTED)
    direct, maternal = run.effect("animal")[:, :, 0].T
    assert direct == pytest.approx(
        [0.564, -1.244, 1.165, -0.484, 0.630, -0.859, -1.156, 1.917, -0.553, -1.055, 0.385, 0.863,
         -2.980, 1.751],
        abs=PRINTED,
    )  # fmt: skip
    assert maternal == pytest.approx(
        [0.262, -1.583, 0.736, 0.586, -0.507, 0.841, 1.299, -0.158, 0.660, -0.153, 0.916, 0.442,
         0.093, 0.362],
        abs=PRINTED,
    )  # fmt: skip
    assert list(run.by_level("dam").values()) == pytest.approx(
        [-1.701, 0.415, 0.825, 0.461], abs=PRINTED
    )


@both_ways
def test_test_day_random_regression_10_2(method: str) -> None:
    rows = [
        (cow, DAYS[i], FIRST_HERD_TEST_DAY[cow] + i, milk)
        for cow, yields in TEST_DAY_YIELDS.items()
        for i, milk in enumerate(yields)
    ]
    cow, day, herd_test_day, milk = (list(column) for column in zip(*rows, strict=True))
    curve = legendre(day, 4, first=4, last=310)
    names = tuple(f"phi{k}" for k in range(5))
    records = Records.from_columns(
        {"milk": milk},
        {"cow": cow, "htd": herd_test_day},
        covariates=dict(zip(names, curve.T, strict=True)),
    )
    g = [[3.297, 0.594, -1.381], [0.594, 0.921, -0.289], [-1.381, -0.289, 1.005]]
    p = [[6.872, -0.254, -1.101], [-0.254, 3.171, 0.167], [-1.101, 0.167, 2.457]]
    model = Model(
        (Fixed("htd", zero=("10",)), Fixed(covariates=names)),
        (Genetic(("cow",), g, names[:3]), Random("cow", p, names[:3], name="permanent")),
        3.710,
    )
    run = solve(model, records, numbered(*COWS), method=method, tolerance=1e-11)
    assert list(run.by_level("htd").values()) == pytest.approx(
        [10.0862, 7.5908, 8.5601, 8.2430, 6.3161, 3.0101, 3.1085, 3.1718, 0.5044, 0], abs=PRINTED
    )
    fixed = run.effect("mean:" + "+".join(names))[0, :, 0]
    assert fixed == pytest.approx([16.6384, -0.6253, -0.1346, 0.3479, -0.4218], abs=PRINTED)
    assert run.effect("animal")[:, :, 0] == pytest.approx(
        np.array([
            [-0.0583, 0.0552, -0.0442], [-0.0728, -0.0305, -0.0244], [0.1311, -0.0247, 0.0686],
            [0.3445, 0.0063, -0.3164], [-0.4537, -0.0520, 0.2798], [-0.5485, 0.0730, 0.1946],
            [0.8518, -0.0095, -0.3131], [0.2209, 0.0127, -0.0174],
        ]),
        abs=PRINTED,
    )  # fmt: skip
    total = legendre(np.arange(6, 311), 2, first=4, last=310).sum(axis=0)
    # the book rounds the sums of the polynomials it multiplies with
    assert run.breeding_values(weights=total) == pytest.approx(
        [-12.3731, -15.7347, 28.1078, 74.8132, -98.4153, -118.4265, 184.1701, 47.6907], abs=4e-3
    )
    if method == "direct":
        # the book leaves out that animal 8 is inbred (F = 1/8)
        inbred = np.array([1.0] * 7 + [1.125])
        assert 1 - (1 - exact_reliability(run, weights=total)) * inbred == pytest.approx(
            [0.09, 0.04, 0.07, 0.12, 0.15, 0.06, 0.10, 0.05], abs=6e-3
        )
