"""Ranking of sources: cases worked by hand, and laws that hold for all."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.ledger.recall.ranking import Array, Readings, information_gain, pooled, rank


def verdicts(*positive: bool, lod: float = 1.0) -> Readings:
    """Tests that only say positive or negative."""
    return Readings(
        value=np.full(len(positive), np.nan),
        is_positive=np.array(positive),
        lod=np.full(len(positive), lod),
    )


def measured(values: Array, lod: float = 1.0) -> Readings:
    """Tests with values; what is below the limit is a negative without a value."""
    found = values >= lod
    return Readings(np.where(found, values, np.nan), found, np.full(values.size, lod))


def test_without_a_test_that_tells_the_odds_stay_as_they_were() -> None:
    ranking = rank(np.array([[0.25, 0.25, 0.25, 0.25]]), verdicts(True))
    assert ranking.probability == pytest.approx([0.25] * 4)
    prior = np.array([3.0, 1.0, 0.0, 0.0])
    ranking = rank(np.array([[0.25, 0.25, 0.25, 0.25]]), verdicts(True), prior=prior)
    assert ranking.probability == pytest.approx([0.75, 0.25, 0.0, 0.0])


def test_the_only_farm_in_both_bad_loads_and_not_in_the_good_one() -> None:
    shares = np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5], [0.5, 0.0, 0.5]])
    ranking = rank(shares, verdicts(True, True, False))
    assert np.argmax(ranking.probability) == 1
    assert ranking.probability[1] > 0.95


def test_how_much_was_found_counts() -> None:
    # both farms are in both loads; only farm 0 explains ten times as much in the first
    shares = np.array([[0.5, 0.2], [0.05, 0.2]])
    ranking = rank(shares, measured(np.array([50.0, 5.0])), cv=0.15)
    assert ranking.probability[0] > 0.99
    assert ranking.low[0] < 100.0 < ranking.high[0]
    assert ranking.median[0] == pytest.approx(100.0, rel=0.15)


def test_a_negative_speaks_by_the_size_of_the_part_it_looked_at() -> None:
    # farm 0 is 50 % of the good load, farm 1 only 0.1 % of it
    shares = np.array([[0.5, 0.5], [0.5, 0.001]])
    ranking = rank(shares, measured(np.array([20.0, 0.0])))
    assert ranking.probability[1] > 0.99


def test_what_no_recorded_source_explains_points_to_the_unknown_part() -> None:
    shares = np.array([[0.6, 0.0], [0.0, 1.0]])
    ranking = rank(shares, verdicts(False, True), unknown_prior=0.2)
    assert ranking.unknown + ranking.probability.sum() == pytest.approx(1.0)
    assert ranking.unknown < 0.01  # the bad load has no unknown part
    spread = rank(
        np.array([[0.6, 0.0], [0.0, 0.6]]), measured(np.array([40.0, 40.0])), unknown_prior=0.2
    )
    assert spread.unknown > 0.9


def test_two_sources_are_suspected_when_none_explains_all() -> None:
    shares = np.eye(4)[[0, 1, 2, 3]]
    ranking = rank(shares, measured(np.array([30.0, 30.0, 0.0, 0.0])))
    assert ranking.pair == (0, 1)
    assert ranking.pair_odds > 1e3
    single = rank(shares, measured(np.array([30.0, 0.0, 0.0, 0.0])))
    assert single.pair_odds < 1


def test_a_pool_is_the_mean_of_what_went_into_it() -> None:
    lots = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert pooled(lots) == pytest.approx([0.5, 0.5])
    assert pooled(lots, [3.0, 1.0]) == pytest.approx([0.75, 0.25])
    with pytest.raises(ValueError, match="volume"):
        pooled(lots, [1.0])


def test_halving_by_pools_finds_one_of_eight() -> None:
    # three overlapping pools of four tell eight farms apart, as binary digits do
    pools = np.array([pooled(np.eye(8)[[i for i in range(8) if i >> bit & 1]]) for bit in range(3)])
    for guilty in range(8):
        found = verdicts(*(bool(guilty >> bit & 1) for bit in range(3)), lod=1.0)
        ranking = rank(pools, found)
        # farm 0 is in no pool: with all negative it is the one nothing speaks against
        assert np.argmax(ranking.probability) == guilty


def test_the_sample_that_splits_the_suspects_tells_most() -> None:
    ranking = rank(np.array([[0.25, 0.25, 0.25, 0.25]]), measured(np.array([50.0])))
    half = pooled(np.eye(4)[:2])
    choices = np.array([half, np.eye(4)[0], np.zeros(4), np.full(4, 0.25)])
    gain = information_gain(ranking, choices, np.full(4, 1.0))
    assert gain[0] == pytest.approx(1.0, abs=0.01)  # one bit: which half
    assert gain[1] == pytest.approx(0.811, abs=0.01)  # one of four: H(1/4)
    assert gain[2] == pytest.approx(0.0, abs=0.01)
    assert gain[3] == pytest.approx(0.0, abs=0.01)
    assert np.argmax(gain) == 0


@pytest.mark.parametrize(
    ("shares", "readings", "message"),
    [
        ([[0.5, 0.6]], verdicts(True), "sum to at most 1"),
        ([[-0.1, 0.6]], verdicts(True), "between 0 and 1"),
        ([[0.5, 0.5]], verdicts(True, False), "one row per test"),
    ],
)
def test_what_does_not_fit_is_refused(
    shares: list[list[float]], readings: Readings, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        rank(np.array(shares), readings)


def test_readings_are_checked() -> None:
    with pytest.raises(ValueError, match="lod"):
        verdicts(True, lod=0.0)
    with pytest.raises(ValueError, match="not negative"):
        Readings(np.array([-1.0]), np.array([True]), np.array([1.0]))


@st.composite
def planted(draw: st.DrawFn) -> tuple[Array, int, float]:
    """Loads of farms, which farm is guilty and how strongly; each farm is in a load alone once."""
    farms = draw(st.integers(2, 8))
    loads = draw(st.integers(1, 6))
    weights = draw(
        st.lists(
            st.lists(st.integers(0, 9), min_size=farms, max_size=farms),
            min_size=loads,
            max_size=loads,
        )
    )
    mixed = np.array([row for row in weights if sum(row)], dtype=float).reshape(-1, farms)
    mixed = mixed / mixed.sum(axis=1, keepdims=True) if mixed.size else mixed
    shares = np.vstack([mixed, np.eye(farms)])
    return shares, draw(st.integers(0, farms - 1)), draw(st.floats(10, 1e4))


@settings(max_examples=60, deadline=None)
@given(planted())
def test_the_guilty_farm_comes_first(case: tuple[Array, int, float]) -> None:
    shares, guilty, concentration = case
    ranking = rank(shares, measured(shares[:, guilty] * concentration))
    assert np.argmax(ranking.probability) == guilty
    assert ranking.probability.sum() + ranking.unknown == pytest.approx(1.0)
    assert ranking.low[guilty] <= concentration * 1.1
    assert ranking.high[guilty] >= concentration * 0.9


@settings(max_examples=30, deadline=None)
@given(planted(), st.randoms())
def test_the_order_of_tests_and_sources_does_not_matter(
    case: tuple[Array, int, float], random: Random
) -> None:
    shares, guilty, concentration = case
    values = shares[:, guilty] * concentration
    rows, columns = list(range(shares.shape[0])), list(range(shares.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    plain = rank(shares, measured(values))
    turned = rank(shares[rows][:, columns], measured(values[rows]))
    assert turned.probability == pytest.approx(plain.probability[columns], abs=1e-9)
