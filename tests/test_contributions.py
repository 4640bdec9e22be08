"""Every figure a room hands to the plan says on how many holders it rests, by county too."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

from milkshed.factory.models import Plant
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.models import Animal
from milkshed.plan.actions.figures import offers
from milkshed.plan.models import COUNTED
from milkshed.platform.figures import NO_HOLDERS, Figure, FigureRequest
from milkshed.platform.registry import rooms_with
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)
LONG_AGO = date(2020, 1, 1)
OF_PUBLIC_LISTS = {"G2", "T3.1", "T3.3", *COUNTED}
"""Counts of licences, of farms and bulls named by an office, and of registers."""


@pytest.fixture
def herds(cast: Cast) -> Cast:
    """Two farms with cows in two counties, and a plant."""
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    for key, head in (("farm", 3), ("other_farm", 2)):
        place = cast.places[key]
        farm = register_farm(
            place=place, code=f"{place.county}0001", declared_head=head, filed_on=LONG_AGO,
            synthetic=True,
        )  # fmt: skip
        Animal.objects.bulk_create(
            Animal(
                registered_farm=farm, farm=farm, sex="F", birth_date=LONG_AGO,
                entered_on=LONG_AGO,
            )
            for _ in range(head)
        )  # fmt: skip
    Plant.objects.create(
        place=cast.places["plant"], daily_capacity_t=100, first_licensed_on=date(2024, 5, 1)
    )
    return cast


def figures() -> Iterator[tuple[str, Figure]]:
    """All contributions, of the region and of a county; one that fails fails the test."""
    failed: dict[str, str] = {}
    county = FigureRequest(DAY, frozenset({"640302"}))
    for _, offer in offers(failed):
        found = [offer.compute(FigureRequest(DAY)), offer.compute(county)]
        found += offer.by_county(DAY).values() if offer.by_county else ()
        yield from ((offer.indicator, figure) for figure in found)
    assert not failed


def test_every_figure_tells_its_holders(herds: Cast) -> None:
    told = list(figures())
    assert len({code for code, _ in told}) > 30
    silent = {code for code, one in told if one.holders is None or one.holders < 0}
    assert not silent, f"no holders told: {silent}"
    held = [one.holders for code, one in told if code == "K1"]
    assert sorted(n for n in held if n is not None) == [1, 1, 1, 2]
    secretless = {code for code, one in told if one.value and one.holders == NO_HOLDERS}
    assert secretless == {"G2"} <= OF_PUBLIC_LISTS


def test_without_records_a_share_is_unknown_with_its_reason(cast: Cast) -> None:
    """No farm, sample or load is there to divide by."""
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    shares = [(code, one) for code, one in figures() if one.unit in ("%", "吨", "吨/头")]
    assert {code for code, _ in shares} >= {"K4", "K5", "G1", "G4", "T4.2"}
    for code, one in shares:
        if code in ("S1", "S2") and one.value is not None:
            assert one.value == 0  # nothing of the number that the plan itself names
            continue
        assert one.value is None, code
        assert one.note is not None, code
        assert one.note.zh, code
