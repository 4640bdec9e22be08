"""A region whose herd is known for two months, for the tests of bulletins and open data."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.periods import close_period
from milkshed.plan.models import ComputedFigure, CountyFigure, Indicator
from milkshed.plan.rules import ROWS
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Membership, Person, Place
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

COUNTIES = {"640302": 5, "640221": 4, "640181": 2}
"""How many farms each county has on record, those of the cast included."""


def end_of_month(back: int) -> date:
    """The last day of the month that many months ago."""
    day = timezone.localdate()
    for _ in range(back):
        day = day.replace(day=1) - timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Region:
    """The cast, the ends of the last two months, and the people who draw up, edit and issue."""

    cast: Cast
    before: date
    last: date
    drawer: Person
    editor: Person
    signer: Person


def figure(
    code: str, as_of: date, value: str | None, *, version: str = "1", coverage: str | None = None
) -> ComputedFigure:
    """Add a computed figure of the region."""
    indicator = Indicator.objects.get(version__current=True, code=code)
    return ComputedFigure.objects.create(
        indicator=indicator, as_of=as_of, value=None if value is None else Decimal(value),
        unit=indicator.unit, room="herd", method_zh="登记簿计数", method_en="Counted",
        method_version=version, coverage=None if coverage is None else Decimal(coverage),
        inputs=[{"title_zh": "在群奶牛（头）", "title_en": "Head", "count": 910000, "url": ""}],
        note_zh="" if value is not None else "登记簿为空",
    )  # fmt: skip


def county_figure(code: str, as_of: date, county: str, value: str) -> CountyFigure:
    """Add a computed figure of a county."""
    indicator = Indicator.objects.get(version__current=True, code=code)
    return CountyFigure.objects.create(
        indicator=indicator, county=county, as_of=as_of, value=Decimal(value),
        unit=indicator.unit, method_zh="登记簿计数", method_version="1",
    )  # fmt: skip


@pytest.fixture
def region(cast: Cast) -> Region:
    """Herds of two months by county, milk unknown, yield by another method, manure by share."""
    load_plan()
    load_rules(ROWS)
    fill_holidays()
    editor = Person.objects.create_person("editor", None, name_zh="核改人", synthetic=True)
    Membership.objects.create(
        person=editor, organisation=cast.organisations["region"], role="region_officer"
    )
    for county, farms in COUNTIES.items():
        for number in range(farms - Place.objects.filter(kind="farm", county=county).count()):
            Place.objects.create(
                kind="farm", name_zh=f"样本牧场{county}-{number}", county=county,
                organisation=cast.organisations["farm"], gln=f"95299{county}{number:02d}"[:13],
            )  # fmt: skip
    found = Region(
        cast, end_of_month(2), end_of_month(1),
        cast.people["region_officer"], editor, cast.people["administrator"],
    )  # fmt: skip
    figure("K1", found.before, "90.1")
    figure("K1", found.last, "90.65")
    figure("K2", found.last, None)
    figure("G1", found.before, "9.9", coverage="0.9")
    figure("G1", found.last, "10.1", version="2", coverage="0.95")
    figure("K7", found.last, "91.25")
    for county, (was, now) in {
        "640302": ("22.0", "22.5"), "640221": ("10.0", "9.9"), "640181": ("17.1", "17.1"),
    }.items():  # fmt: skip
        county_figure("K1", found.before, county, was)
        county_figure("K1", found.last, county, now)
    close_period(found.signer, found.before)
    close_period(found.signer, found.last)
    return found
