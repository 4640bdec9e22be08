"""Lactations for the tests: simulated ones with a known truth, and the real ones where at hand."""

import csv
from dataclasses import dataclass
from datetime import date

import numpy as np

from milkshed.kernel.day_numbers import day_number
from milkshed.recording.science.basis import legendre_basis
from milkshed.recording.science.circumstances import circumstances_of
from milkshed.recording.science.recorded_days import Float, TestDays
from tests.reference_data import reference_path


@dataclass(frozen=True, slots=True)
class Simulated:
    """Test days of cows drawn from a known population, and what was drawn."""

    days: TestDays
    spread: Float
    residual: Float
    mean_daily: Float
    true_total: Float


def simulated(
    lactations: int, *, seed: int = 1, traits: int = 1, missing: float = 0.0
) -> Simulated:
    """Cows of one parity with about nine tests each; components are missing at random."""
    random = np.random.default_rng(seed)
    basis = legendre_basis(3)
    day = np.arange(366)
    shape = np.stack(
        [
            30 * (1 - 0.5 * np.exp(-day / 20)) * np.exp(-0.0018 * day),
            1.2 * np.exp(-0.0012 * day),
            0.95 * np.exp(-0.0010 * day),
            2.6 + 0.002 * day,
        ]
    )[:traits]
    scale = np.array([1.0, 0.04, 0.03, 0.25])[:traits]
    root = np.diag([5.0, 1.6, 0.9, 0.6, 3.0])
    between = 0.5 * np.ones((traits, traits)) + 0.5 * np.eye(traits)
    spread = np.kron(np.outer(scale, scale) * between, root @ root)
    residual = np.outer(scale, scale) * (0.3 * np.ones((traits, traits)) + 0.7 * np.eye(traits)) * 4
    own = random.multivariate_normal(np.zeros(len(spread)), spread, size=lactations)
    own = own.reshape(lactations, traits, -1)
    daily = shape + np.einsum("ltk,dk->ltd", own, basis)
    tests = np.full(lactations, 9)
    offsets = np.concatenate(([0], np.cumsum(tests)))
    dim = (
        np.tile(np.arange(9) * 33 + 8, lactations)
        + np.repeat(random.integers(0, 25, lactations), 9)
        + random.integers(0, 6, 9 * lactations)
    )
    of_test = np.repeat(np.arange(lactations), 9)
    noise = random.multivariate_normal(np.zeros(traits), residual, size=len(dim))
    value = daily[of_test, :, dim] + noise
    value[:, 0] = np.maximum(value[:, 0], 1.0)
    columns: dict[str, Float] = {}
    for a, name in enumerate(("milk", "fat_pct", "protein_pct", "scs")[:traits]):
        if a:
            gone = random.random(len(dim)) < missing
            given = value[:, a] if name == "scs" else 100 * value[:, a] / value[:, 0]
            columns[name] = np.where(gone, np.nan, given)
    days = TestDays.from_columns(
        offsets, dim, value[:, 0], parity=np.ones(lactations, int), **columns
    )
    return Simulated(days, spread, residual, shape, daily[:, :, 1:306].sum(axis=2))


def real_lactations() -> TestDays:
    """The real test days of the reference data, or skip."""
    return _days_of(_real_rows())


def real_circumstances() -> tuple[TestDays, Float]:
    """The same with what is known at each calving."""
    rows = _real_rows()
    days = _days_of(rows)
    first: dict[str, tuple[int, int]] = {}
    for row in rows:
        calved = _day(row["TestDate"]) - int(row["DaysInMilk"])
        first.setdefault(row["TestId"], (calved, _day(row["BirthDate"])))
    calved_on, born = np.array([first[key] for key in days.keys.tolist()]).T
    return days, circumstances_of(calved_on, days.parity, born)


def _real_rows() -> list[dict[str, str]]:
    path = reference_path("herd/testday-bovi/mr_test_file.csv")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _days_of(rows: list[dict[str, str]]) -> TestDays:
    return TestDays.from_table(
        [row["TestId"] for row in rows],
        [int(row["DaysInMilk"]) for row in rows],
        [float(row["MilkingYield"]) for row in rows],
        parity=[int(row["Parity"]) for row in rows],
    )


def _day(text: str) -> int:
    day, month, year = (int(part) for part in text.split("-"))
    return day_number(date(year, month, day))
