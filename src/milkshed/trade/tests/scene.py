"""A week of milk from two farms over one station to one plant, with an agreed grid."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from milkshed.collection.actions.bulk import PurchaseRow, record_purchases, record_sheets
from milkshed.collection.tests.furniture import Furniture, furnish, sheet_row
from milkshed.kernel.gs1 import build_gdti
from milkshed.platform.rule_book import load_rules
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.rules import ROWS as QUALITY_ROWS
from milkshed.quality.tests.furniture import incoming_row
from milkshed.trade.actions.grids import GridHead, agree_grid, draft_grid, publish_grid
from milkshed.trade.actions.settling import Period
from milkshed.trade.models import PayGrid
from milkshed.trade.rules import ROWS
from milkshed.trade.tests.grids import COMMON
from tests.cast import Cast

FIRST = date(2026, 1, 5)
WEEK = Period(FIRST, date(2026, 1, 8))
LOADS = 4


@dataclass(frozen=True, slots=True)
class Scene:
    """The cast, the station and tanker, and the grid both sides agreed to."""

    cast: Cast
    things: Furniture
    grid: PayGrid


def lot(day: int) -> str:
    """The load's lot of a day of the scene."""
    return f"https://id.gs1.org/01/09521234543213/10/L{day}"


def loaded_at(day: int) -> datetime:
    """When the load of a day was loaded."""
    return datetime(2026, 1, 5, 0, 30, tzinfo=UTC) + timedelta(days=day)


def play(cast: Cast, *, untested: tuple[int, ...] = ()) -> Scene:
    """Two farms deliver 3 : 1 each day; the load is weighed 24,980.0 kg and tested."""
    things = furnish(cast)
    load_rules(QUALITY_ROWS)
    load_rules(ROWS)
    things.station.farms.add(cast.places["other_farm"])
    report = record_purchases(
        [
            PurchaseRow(
                station_id=things.station.pk,
                farm_id=cast.places[farm].pk,
                received_at=loaded_at(day) - timedelta(minutes=15),
                kg=kg,
                temperature_c=3.5,
                farm_lot=f"https://id.gs1.org/01/09521234543213/10/F{day}{farm}",
            )
            for day in range(LOADS)
            for farm, kg in (("farm", 18_750.0), ("other_farm", 6_250.0))
        ]
    )
    assert report.is_clean
    assert record_sheets([_sheet(cast, things, day) for day in range(LOADS)]).is_clean
    tests = [
        incoming_row(
            cast,
            f"B{day}",
            lot_uri=lot(day),
            sampled_at=loaded_at(day) + timedelta(hours=2, minutes=10),
            reported_at=loaded_at(day) + timedelta(hours=3),
            fat=3.80 + day / 10,
            total_count=20_000 * (day + 1),
        )
        for day in range(LOADS)
        if day not in untested
    ]
    assert record_incoming_tests(tests).is_clean
    sellers = [cast.organisations[one] for one in ("station", "farm", "other_farm")]
    head = GridHead("HLX-2026", "贺兰雪按质计价表", date(2026, 1, 1))
    grid = draft_grid(
        cast.people["plant_buyer"], cast.organisations["plant"], head, COMMON, sellers
    )
    publish_grid(cast.people["plant_quality"], grid)
    for who, seller in (("station_manager", "station"), ("farm_manager", "farm")):
        agree_grid(cast.people[who], grid, cast.organisations[seller])
    grid.refresh_from_db()
    return Scene(cast, things, grid)


def _sheet(cast: Cast, things: Furniture, day: int):  # type: ignore[no-untyped-def]
    at = loaded_at(day)
    row = sheet_row(cast, things, f"J{day:04d}")
    return sheet_row(
        cast,
        things,
        f"J{day:04d}",
        gdti=build_gdti("9521321", 1, f"J{day:04d}"),
        load_lot=lot(day),
        loaded_at=at,
        departed_at=at + timedelta(minutes=20),
        arrived_at=at + timedelta(hours=2),
        settled_at=at + timedelta(hours=3),
        signatures=tuple(
            type(one)(one.role, one.person_id, one.signed_at + timedelta(days=day))
            for one in row.signatures
        ),
    )
