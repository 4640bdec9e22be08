"""Best prediction against answers of USDA's program and of its port."""

import json
import re
from typing import Any

import numpy as np
import pytest

from milkshed.recording.science.best_prediction import TestPlan, predict
from milkshed.recording.science.recorded_days import Status, TestDays
from milkshed.recording.science.usda_parameters import usda_curves
from tests.reference_data import reference_path


def test_answers_of_the_port_within_half_a_kilogram() -> None:
    cases: list[dict[str, Any]] = json.loads(
        reference_path("herd/oracles/bestpred_120.json").read_text()
    )["cases"]
    rows = [(i, test) for i, case in enumerate(cases) for test in case["tests"]]

    def column(name: str) -> list[float]:
        return [test[name] or np.nan for _, test in rows]

    days = TestDays.from_table(
        [i for i, _ in rows],
        [test["dim"] for _, test in rows],
        column("milk_kg"),
        fat_pct=column("fat_pct"),
        protein_pct=column("protein_pct"),
        scs=column("scs"),
        parity=[cases[i]["parity"] for i, _ in rows],
    )
    found = predict(days, herd_average=[case["herdavg_kg"] for case in cases])
    assert np.all(found.status == Status.USABLE)
    names = ("milk", "fat", "protein", "scs")
    for given, key in ((found.total, "y305"), (found.to_date, "to_date")):
        wanted = np.array([[case["expect"][key][name] for name in names] for case in cases])
        assert np.max(np.abs(given - wanted)) < 0.5, key
        assert np.max(np.abs(given[:, 3] - wanted[:, 3])) < 0.01, key
    for given, key, tolerance in (
        (found.reliability, "rel", 1e-3),
        (found.persistency, "persistency", 5e-3),
        (found.rating, "dcr", 0.1),
    ):
        wanted = np.array([case["expect"][key] for case in cases])
        assert np.max(np.abs(given - wanted)) < tolerance, key


def _plans() -> list[tuple[list[list[int]], list[float]]]:
    """Test plans of USDA's example, each with the printed DCR and reliabilities."""
    text = reference_path("herd/bestpred-usda/DCRexample.txt").read_text()
    plans: list[list[list[int]]] = [[]]
    for line in text.splitlines():
        if re.match(r"\s+\d", line):
            plans[-1].append([int(word) for word in line.split()[:9]])
        elif plans[-1]:
            plans.append([])
    results = reference_path("herd/bestpred-usda/DCRexample.results.dcr").read_text()
    numbers = [
        [float(word) for word in re.findall(r"-?(?:\d+\.?\d*|NaN)", line[30:])]
        for line in results.splitlines()
    ]
    return list(zip([plan for plan in plans if plan], numbers, strict=False))


def test_ratings_and_reliabilities_of_usda_test_plans() -> None:
    """Rating and reliability follow from the plan alone: USDA's printed answers, two digits."""
    seen = 0
    for plan, printed in _plans():
        tests = {}
        parity = plan[0][8]
        for supervised, milked, weighed, sampled, averaged, interval, first, last, _ in plan:
            for day in range(first, last + 1, interval):
                tests[day] = (supervised, milked, weighed, sampled, averaged)
        ordered = sorted(day for day in tests if day <= 365)
        if not ordered:
            continue
        supervised, milked, weighed, sampled, averaged = np.array([tests[d] for d in ordered]).T
        measured = np.where(sampled > 0, 3.5, np.nan)
        days = TestDays.from_columns(
            [0, len(ordered)],
            ordered,
            np.full(len(ordered), 30.0),
            fat_pct=measured,
            protein_pct=measured,
            scs=measured,
            parity=[parity],
        )
        found = predict(
            days,
            plan=TestPlan.of(
                len(ordered),
                supervision=supervised,
                times_milked=milked,
                times_weighed=weighed,
                times_sampled=sampled,
                days_averaged=averaged,
            ),
        )
        assert found.reliability[0] == pytest.approx(printed[23:27], abs=0.0101), plan
        assert found.persistency_reliability[0] == pytest.approx(printed[27:31], abs=0.0101), plan
        assert found.rating[0, 0] == pytest.approx(printed[0], abs=1.01), plan
        seen += 1
    assert seen > 30


def test_without_a_test_of_a_trait_its_reliability_is_what_the_others_tell() -> None:
    days = TestDays.from_columns([0, 2], [20, 60], [30.0, 35.0], parity=[1])
    found = predict(days)
    assert 0.5 < found.reliability[0, 0] < 0.75
    assert 0.2 < found.reliability[0, 1] < found.reliability[0, 0]
    assert found.reliability[0, 3] == 0


def test_a_cow_at_her_expectation_is_predicted_at_the_herd_average() -> None:
    curves = usda_curves()
    day = np.array([20, 90, 200])
    average = curves.mean[1, 0, 1:306].sum()
    days = TestDays.from_columns([0, 3], day, curves.mean[1, 0, day], parity=[2])
    found = predict(days, herd_average=[average, np.nan, np.nan, np.nan])
    assert found.total[0, 0] == pytest.approx(average, rel=1e-9)
    assert found.persistency[0, 0] == pytest.approx(0, abs=1e-9)


def test_impossible_plans_and_averages_are_refused() -> None:
    days = TestDays.from_columns([0, 1], [20], [30.0], parity=[1])
    with pytest.raises(ValueError, match="positive"):
        predict(days, herd_average=[-1.0, 1, 1, 1])
    with pytest.raises(ValueError, match="shape"):
        predict(days, herd_average=[1.0, 2.0])
    with pytest.raises(ValueError, match="code"):
        TestPlan.of(1, supervision=12)
    with pytest.raises(ValueError, match="3 tests"):
        predict(days, plan=TestPlan.of(3))
    with pytest.raises(ValueError, match="Holstein"):
        usda_curves("X")


def test_tests_past_the_curves_are_no_tests() -> None:
    days = TestDays.from_columns([0, 1, 3], [400, 60, 400], [30.0, 30.0, 20.0], parity=[2, 2])
    found = predict(days)
    assert found.status.tolist() == [Status.NO_TESTS, Status.USABLE]
    assert np.isnan(found.total[0]).all()
    alone = predict(TestDays.from_columns([0, 1], [60], [30.0], parity=[2]))
    assert found.total[1] == pytest.approx(alone.total[0])
