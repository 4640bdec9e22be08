"""Playing the demonstration region in, stage by stage, through the doors that people use."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import connection
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
from milkshed.ledger.balance.alarms import raise_balance_alarms
from milkshed.ledger.balance.report import mass_balance
from milkshed.ledger.facade import capture_document
from milkshed.plan.actions import compute_figures
from milkshed.platform.models import Job
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.region.play import books, facts
from milkshed.region.play.accounts import open_accounts
from milkshed.region.play.books import CollectionKeys
from milkshed.region.play.facts import Flow, moment
from milkshed.region.play.furnish import furnish
from milkshed.region.play.herds import animal_table, farm_day_rows, with_wrong_tags
from milkshed.region.play.herds_and_plants import FactoryKeys, file_farms, license_plants
from milkshed.region.play.stations import license_stations
from milkshed.region.science.answer_key import AnswerKey
from milkshed.region.science.days import day_number, day_of
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import stack
from milkshed.region.science.flow import simulate
from milkshed.region.science.herd import make_herd
from milkshed.region.science.milk import FarmDays, simulate_milk
from milkshed.region.science.world import make_world
from milkshed.region.summary import JOB_KIND, DemoSummary

Progress = Callable[[Text, int, int], None]
T = TypeVar("T")

DAYS = {"farm": 30, "county": 14, "region": 365}
_DOCUMENT_EVENTS = 500
_ROWS = 20_000
_FARMS_WITH_ANIMALS = {"farm": 1, "county": 6, "region": 10_000}
_WITHOUT_TRANSPONDER_FROM = 100


def play_demo(scale: str, *, seed: int, progress: Progress, anomalies: bool = True) -> DemoSummary:
    """Play a region of a size up to the present moment and say how to look at it.

    ``anomalies`` False leaves the region clean; otherwise what was planted is written into the
    answer key beside the data.
    """
    now = timezone.now()
    today = day_number(timezone.localdate(now))
    start = today - DAYS[scale] + 1
    world = make_world(scale, seed)
    furniture = furnish(world)
    first_day = day_of(start)
    file_farms(furniture, first_day)
    plants = license_plants(furniture, first_day)
    herds = _simulate_herds(world, start, today, progress)
    seconds = int(now.timestamp())
    simulated = simulate(
        world,
        start,
        DAYS[scale],
        anomalies=anomalies,
        table=stack(start, herds.days),
        until=seconds,
    )
    flow = Flow(furniture, simulated.collection, simulated.processing, simulated.key, seconds)
    stations = license_stations(furniture, first_day, simulated.key)
    _play_herds(flow, herds, today, progress)
    _capture(flow, progress)
    _keep_books(flow, stations, plants, progress)
    _look_back(moment(flow.first), now, progress)
    summary = DemoSummary(
        scale=scale,
        seed=seed,
        accounts=open_accounts(furniture, *_showcase(flow)),
        qr_paths=tuple(_qr_paths(flow)),
        answer_key=_write_answer_key(simulated.key),
    )
    Job.objects.create(
        kind=JOB_KIND,
        state="done",
        arguments={"scale": scale, "seed": seed, "anomalies": anomalies},
        result=summary.as_document(),
        started_at=now,
        finished_at=timezone.now(),
    )
    return summary


@dataclass(frozen=True, slots=True)
class _Herds:
    """The simulated farms' days, and the animals of the farms that are registered one by one."""

    days: list[FarmDays]
    animals: dict[int, pa.Table]


def _simulate_herds(world: World, start: int, today: int, progress: Progress) -> _Herds:
    title = Text("模拟牛群与产奶", "Simulating herds and milk")
    wanted = _FARMS_WITH_ANIMALS[world.scale]
    transponders = len(world.farms) < _WITHOUT_TRANSPONDER_FROM
    herds = _Herds([], {})
    for position, farm in enumerate(world.farms):
        herd = make_herd(farm, world.seed, start, today - start + 1)
        _, days = simulate_milk(herd, world.seed)
        herds.days.append(days)
        if position < wanted:
            herds.animals[position] = animal_table(herd, today, with_transponder=transponders)
        progress(title, position + 1, len(world.farms))
    return herds


def _play_herds(flow: Flow, herds: _Herds, today: int, progress: Progress) -> None:
    """Register animals farm by farm and take in all farms' days up to yesterday."""
    title, world = Text("牛只与牧场日报", "Animals and farm days"), flow.world
    start = flow.collection.start
    for position, farm in enumerate(world.farms):
        table = herds.animals.get(position)
        if table is not None:
            wrong = [tag for tag in flow.key.wrong_tags if tag.farm == position]
            report = register_animals_columns(with_wrong_tags(table, wrong))
            _check(report, refused=len(wrong))
        declared = list(farm_day_rows(farm, herds.days[position], start))[: today - start]
        _check(record_farm_days(declared))
        progress(title, position + 1, len(world.farms))


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


def _keep_books(
    flow: Flow, stations: CollectionKeys, plants: FactoryKeys, progress: Progress
) -> None:
    """Write what stations, plants and laboratories keep besides the ledger."""

    def keep(title: Text, record: Callable[[Sequence[T]], BatchReport], rows: Iterable[T]) -> None:
        done = 0
        for part in _portions(rows, _ROWS):
            _check(record(part))
            done += len(part)
            progress(title, done, done)

    keep(Text("收购记录", "Purchase books"), record_purchases, books.purchases(flow, stations))
    keep(Text("交接单", "Handover sheets"), record_sheets, books.sheets(flow, stations))
    keep(Text("进厂检验", "Incoming tests"), record_incoming_tests, books.incoming_tests(flow))
    keep(Text("入仓记录", "Silo intakes"), record_intakes, books.intakes(flow, plants))
    keep(Text("清洗记录", "Cleanings"), record_cleanings, books.cleanings(flow, plants))
    keep(Text("加工批次", "Batches"), record_batches, books.batches(flow, plants))
    keep(Text("产品批次", "Product lots"), record_product_lots, books.product_lots(flow, plants))


def _look_back(first: datetime, now: datetime, progress: Progress) -> None:
    """Balance all milk and compute the plan's figures, as the nightly jobs would."""
    title = Text("质量平衡与规划指标", "Mass balance and the plan's figures")
    progress(title, 0, 2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so much is new that the planner knows nothing of it yet
    raise_balance_alarms(mass_balance(first, now).findings)
    progress(title, 1, 2)
    compute_figures(timezone.localdate(now))
    progress(title, 2, 2)


def _write_answer_key(key: AnswerKey) -> str:
    path = Path(settings.VAR) / "answer-key.md"
    path.write_text(key.as_markdown(), encoding="utf-8")
    path.with_suffix(".json").write_text(
        json.dumps(key.as_document(), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return str(path)


def _check(report: BatchReport, refused: int = 0) -> None:
    """Apart from what was planted the region has no bad row; one is a defect of the play."""
    rows = {fault.row for fault in report.faults}
    if len(rows) != refused:
        raise RuntimeError(f"the play wrote bad rows: {report.faults[:3]}")


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
