"""Dispersion of raw lots over products, by hand and over the whole way."""

from datetime import timedelta

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import capture_document, dispersion
from milkshed.ledger.recall.dispersion import known_fractions, raw_behind
from milkshed.ledger.tests import chain
from milkshed.ledger.tests.chain import MORNING, PLANT, STATION
from milkshed.ledger.trace.graph import Edge
from milkshed.ledger.trace.lots import MILKING

HOUR = timedelta(hours=1)


def test_raw_lots_behind_products() -> None:
    # 1 and 2 into silo 4, 2 and 3 into silo 5; product 6 of silo 4, 7 of both
    edges = [
        *(Edge(1, 4, 5.0), Edge(2, 4, 5.0), Edge(2, 5, 5.0), Edge(3, 5, 5.0)),
        *(Edge(4, 6, 4.0), Edge(4, 7, 4.0), Edge(5, 7, 4.0)),
    ]
    assert raw_behind(edges, [1, 2, 3], [6, 7]) == {6: [1, 2], 7: [1, 2, 3]}
    known = known_fractions(edges, {}, {3})
    assert known[6] == 1.0
    assert known[7] == 0.75


def test_a_circle_of_records_ends() -> None:
    edges = [Edge(1, 2, 1.0), Edge(3, 2, 1.0), Edge(2, 3, 1.0)]
    assert raw_behind(edges, [1], [3]) == {3: []}
    assert 3 not in known_fractions(edges, {}, set())


@pytest.mark.django_db
def test_dispersion_of_two_loads_over_two_products() -> None:
    events = [*chain.day_of_milk()]
    events += [
        chain.milking("M3", 1_000.0),
        chain.mixing("loading", {"M3": 1_000.0}, {"L2": 1_000.0}, MORNING, STATION),
        chain.mixing(
            "unloading", {"L2": 1_000.0, "Z1": 275.0}, {"Z2": 1_275.0}, MORNING + 5 * HOUR, PLANT
        ),
        chain.mixing("packing", {"Z2": 1_000.0}, {"P3": 1_000.0}, MORNING + 8 * HOUR, PLANT),
        chain.mixing("packing", {"NOBODY": 500.0}, {"P4": 500.0}, MORNING + 8 * HOUR, PLANT),
    ]
    assert capture_document(chain.document(events)).success
    found = dispersion(MORNING, MORNING + 24 * HOUR)
    assert (found.raw_lots, found.products, found.product_kg) == (2, 4, 11_100.0)
    # L1 is in P1, P2 and by the heel in P3; L2 in P3 only
    assert (found.total, found.downward, found.upward) == (4, 2.0, 1.0)
    assert (found.worst_case_kg, found.average_kg) == (10_600.0, (10_600 + 1_000) / 2)
    assert found.completeness == pytest.approx(10_600 / 11_100)
    by_milking = dispersion(MORNING, MORNING + 24 * HOUR, raw=MILKING, place_uri=PLANT)
    assert (by_milking.raw_lots, by_milking.total) == (3, 2 + 2 + 3)
    nowhere = dispersion(MORNING, MORNING + 24 * HOUR, place_uri=STATION)
    assert (nowhere.products, nowhere.completeness) == (0, None)
    with pytest.raises(Problem):
        dispersion(MORNING, MORNING)
    with pytest.raises(Problem):
        dispersion(MORNING, MORNING + 24 * HOUR, lot_limit=3)
