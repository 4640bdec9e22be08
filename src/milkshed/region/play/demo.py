"""Playing the demonstration region in, stage by stage, through the doors that people use."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import TypeVar

import numpy as np
from django.utils import timezone

from milkshed.collection.actions.bulk import record_purchases, record_sheets
from milkshed.factory.actions.bulk import (
    record_batches,
    record_cleanings,
    record_intakes,
    record_product_lots,
)
from milkshed.herd.actions.animals import register_animals_columns
from milkshed.herd.actions.farms import record_farm_days
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.ledger import authoring
from milkshed.ledger.facade import capture_document
from milkshed.platform.models import Job
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.region.play import books, facts
from milkshed.region.play.accounts import open_accounts
from milkshed.region.play.facts import Flow
from milkshed.region.play.furnish import Furniture, furnish
from milkshed.region.play.herds import animal_table, farm_day_rows
from milkshed.region.play.herds_and_plants import file_farms, license_plants
from milkshed.region.play.stations import license_stations
from milkshed.region.science.collection_flow import collect
from milkshed.region.science.days import day_number, day_of
from milkshed.region.science.farm_table import FarmTable, stack
from milkshed.region.science.herd import make_herd
from milkshed.region.science.milk import simulate_milk
from milkshed.region.science.processing_flow import process
from milkshed.region.science.world import make_world
from milkshed.region.summary import JOB_KIND, DemoSummary

Progress = Callable[[Text, int, int], None]
T = TypeVar("T")

DAYS = {"farm": 30, "county": 14, "region": 365}
_DOCUMENT_EVENTS = 500
_ROWS = 20_000
_FARMS_WITH_ANIMALS = {"farm": 1, "county": 6, "region": 10_000}
_WITHOUT_TRANSPONDER_FROM = 100


def play_demo(scale: str, *, seed: int, progress: Progress) -> DemoSummary:
    """Play a region of a size up to the present moment and say how to look at it."""
    now = timezone.now()
    today = day_number(timezone.localdate(now))
    start = today - DAYS[scale] + 1
    world = make_world(scale, seed)
    furniture = furnish(world)
    first_day = day_of(start)
    file_farms(furniture, first_day)
    stations = license_stations(furniture, first_day)
    plants = license_plants(furniture, first_day)
    table = _play_herds(furniture, start, today, progress)
    collection = collect(world, table)
    flow = Flow(furniture, collection, process(world, collection), int(now.timestamp()))
    _capture(flow, progress)
    stages: list[tuple[Text, Callable[[Sequence[T]], BatchReport], Iterable[T]]] = [
        (Text("收购记录", "Purchase books"), record_purchases, books.purchases(flow, stations)),
        (Text("交接单", "Handover sheets"), record_sheets, books.sheets(flow, stations)),
        (Text("进厂检验", "Incoming tests"), record_incoming_tests, books.incoming_tests(flow)),
        (Text("入仓记录", "Silo intakes"), record_intakes, books.intakes(flow, plants)),
        (Text("清洗记录", "Cleanings"), record_cleanings, books.cleanings(flow, plants)),
        (Text("加工批次", "Batches"), record_batches, books.batches(flow, plants)),
        (Text("产品批次", "Product lots"), record_product_lots, books.product_lots(flow, plants)),
    ]
    for title, record, rows in stages:
        _record(title, record, rows, progress)
    summary = DemoSummary(
        scale=scale,
        seed=seed,
        accounts=open_accounts(furniture, *_showcase(flow)),
        qr_paths=tuple(_qr_paths(flow)),
    )
    Job.objects.create(
        kind=JOB_KIND,
        state="done",
        arguments={"scale": scale, "seed": seed},
        result=summary.as_document(),
        started_at=now,
        finished_at=timezone.now(),
    )
    return summary


def _play_herds(furniture: Furniture, start: int, today: int, progress: Progress) -> FarmTable:
    """Simulate every herd; register animals of the first farms and all farms' days."""
    world, title = furniture.world, Text("牛群与产奶", "Herds and milk")
    wanted = _FARMS_WITH_ANIMALS[world.scale]
    transponders = len(world.farms) < _WITHOUT_TRANSPONDER_FROM
    farm_days = []
    for done, farm in enumerate(world.farms):
        herd = make_herd(farm, world.seed, start, today - start + 1)
        _, days = simulate_milk(herd, world.seed)
        farm_days.append(days)
        if done < wanted:
            table = animal_table(herd, today, with_transponder=transponders)
            _check(register_animals_columns(table))
        complete = list(farm_day_rows(farm, days, start))[:-1]
        _check(record_farm_days(complete))
        progress(title, done + 1, len(world.farms))
    return stack(start, farm_days)


def _capture(flow: Flow, progress: Progress) -> None:
    title, total = Text("账本事实", "Facts into the ledger"), facts.count_events(flow)
    done = 0
    created_at = timezone.now()
    for part in _portions(facts.events(flow), _DOCUMENT_EVENTS):
        outcome = capture_document(authoring.document(part, created_at))
        if not outcome.success:
            raise RuntimeError(f"the play wrote a bad fact: {outcome.errors[:3]}")
        done += len(part)
        progress(title, min(done, total), total)
    progress(title, total, total)


def _record(
    title: Text,
    record: Callable[[Sequence[T]], BatchReport],
    rows: Iterable[T],
    progress: Progress,
) -> None:
    done = 0
    for part in _portions(rows, _ROWS):
        _check(record(part))
        done += len(part)
        progress(title, done, done)


def _check(report: BatchReport) -> None:
    """A clean region has no bad row; one is a defect of the play."""
    if report.faults:
        raise RuntimeError(f"the play wrote a bad row: {report.faults[:3]}")


def _portions(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def _showcase(flow: Flow) -> tuple[int, int]:
    """A busy station of the county and the plant it mostly ships to."""
    loads = flow.collection.loads
    inside = loads.destination < len(flow.world.plants)
    station = int(np.bincount(loads.station[inside]).argmax())
    plant = int(np.bincount(loads.destination[inside & (loads.station == station)]).argmax())
    return station, plant


def _qr_paths(flow: Flow) -> Iterator[str]:
    """Three product lots of the last complete days, from different plants where there are."""
    lots, batches = flow.processing.lots, flow.processing.batches
    ready = np.flatnonzero(lots.at <= flow.now - int(timedelta(hours=12).total_seconds()))
    seen: set[int] = set()
    chosen: list[int] = []
    for lot in ready[::-1].tolist():
        plant = int(batches.plant[lots.batch[lot]])
        if plant not in seen:
            seen.add(plant)
            chosen.append(lot)
    chosen += [lot for lot in ready[::-1].tolist() if lot not in chosen]
    for lot in chosen[:3]:
        gtin, number = flow.product_lot(lot)
        yield f"/01/{gtin}/10/{number}"
