"""Farms' daily declarations and the figures made of them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from milkshed.herd import facade, indicators
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.farms import record_farm_days
from milkshed.herd.actions.rows import AnimalRow, FarmDayRow
from milkshed.herd.models import FarmDay
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.platform.figures import FigureRequest

TODAY = timezone.localdate()


def day(farms: Farms, back: int = 1, **values: object) -> FarmDayRow:
    row = FarmDayRow(
        farm_code=farms.own.code,
        day=TODAY - timedelta(days=back),
        head=1000,
        adult_head=480,
        milking_head=400,
        milk_kg=13_200.0,
        session_milk_kg=(5000.0, 4100.0, 4100.0),
        fat_pct=3.9,
        protein_pct=3.3,
        scc_per_ml=180_000,
    )
    return replace(row, **values)


def test_new_equal_and_changed_days(farms: Farms) -> None:
    assert len(record_farm_days([day(farms), day(farms, 2)]).accepted) == 2
    changed = day(farms, milk_kg=13_000.0, session_milk_kg=())
    report = record_farm_days([changed, day(farms, 2)])
    assert (sorted(report.accepted), sorted(report.repeated)) == ([1], [2])
    assert FarmDay.objects.get(day=changed.day).milk_kg == Decimal("13000.0")


def test_bad_days_are_told(farms: Farms) -> None:
    report = record_farm_days(
        [
            day(farms, -1),
            day(farms, milking_head=500),
            day(farms, session_milk_kg=(1.0,)),
            day(farms, farm_code="6403020077"),
            day(farms, fat_pct=39.0),
            day(farms, milk_kg=90_000.0, session_milk_kg=()),
            day(farms, 3),
            day(farms, 3),
        ]
    )
    told = {row: faults[0].rule for row, faults in report.refused.items()}
    assert told == {
        1: "not-in-future",
        2: "order",
        3: "sum",
        4: "known",
        5: "range",
        6: "per-cow",
        8: "repeated-in-batch",
    }


def test_yearly_yield_is_milk_over_cow_days(farms: Farms) -> None:
    record_farm_days([day(farms, back) for back in range(1, 366)])
    figure = indicators.yearly_yield(FigureRequest(TODAY - timedelta(days=1)))
    # 13,200 kg a day of 480 adult cows: 27.5 kg per adult cow-day, times 365 days
    assert figure.value == Decimal("10.0375")
    assert figure.coverage == 1
    assert figure.unconfirmed_rules == ("herd.adult.min_parity",)


def test_herd_figures_count_living_animals(farms: Farms) -> None:
    rows = [
        AnimalRow(
            farm_code=farms.own.code if serial < 120 else farms.other.code,
            sex="F",
            birth_date=TODAY - timedelta(days=400),
            ear_tag=build_ear_tag("640302", serial),
        )
        for serial in range(150)
    ]
    register_animals(rows)
    request = FigureRequest(TODAY)
    assert indicators.herd(request).value == Decimal("0.0150")
    assert indicators.herd(FigureRequest(TODAY - timedelta(days=401))).value is None
    assert indicators.scale_rate(request).value == Decimal(80)
    by_code = {c.indicator: c.compute(request).value for c in indicators.contributions()}
    assert by_code["T1.1"] == Decimal("0.0120")  # 利通区 is of the twin core
    assert by_code["T1.3"] == Decimal("0.0030")  # 平罗县 of the two wings
    assert by_code["T4.2"] == 0
    record_farm_days([day(farms, 1)])
    assert indicators.informatisation(request).value == 100
    assert facade.herd_by_county() == {"640302": 120, "640221": 30}
    first = TODAY - timedelta(days=7)
    assert facade.milk_by_county(first, TODAY) == {"640302": Decimal("13200.0")}


def test_other_rooms_find_farms(farms: Farms) -> None:
    place = farms.own.place
    tank = place.vessel_uri("T1")
    found = facade.farms_by_uri([place.uri, tank, "https://id.gs1.org/414/9520000000004"])
    assert {uri: facts.code for uri, facts in found.items()} == {
        place.uri: farms.own.code,
        tank: farms.own.code,
    }
    facts = facade.farm_of_place(place.pk)
    assert facts is not None
    assert facts.county == "640302"
    assert facade.farm_of_place(0) is None
