"""What the herd's tests start from: rules loaded, two farms of the cast."""

from dataclasses import dataclass
from datetime import date

import pytest

from milkshed.herd.actions.farms import register_farm
from milkshed.herd.models import Farm
from milkshed.herd.rules import ROWS
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast


@dataclass(frozen=True, slots=True)
class Farms:
    """The cast's farms, registered."""

    own: Farm
    other: Farm


@pytest.fixture
def farms(cast: Cast) -> Farms:
    """Both farms of the cast, filed."""
    load_rules(ROWS)
    filed = date(2020, 1, 1)
    own = register_farm(
        place=cast.places["farm"],
        code="6403020001",
        declared_head=2000,
        filed_on=filed,
        synthetic=True,
    )
    other = register_farm(
        place=cast.places["other_farm"],
        code="6402210001",
        declared_head=300,
        filed_on=filed,
        synthetic=True,
    )
    return Farms(own, other)
