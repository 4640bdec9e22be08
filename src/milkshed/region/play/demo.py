"""Playing the demonstration region in, stage by stage, through the doors that people use."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import numpy as np
import pyarrow as pa
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
from milkshed.herd.actions.test_days import record_test_days
from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.ledger import authoring
from milkshed.ledger.balance.alarms import raise_balance_alarms
from milkshed.ledger.balance.report import mass_balance
from milkshed.ledger.facade import capture_document
from milkshed.plan.actions.figures import compute_figures
from milkshed.platform.models import Job, Person
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.region.play import books, facts
from milkshed.region.play.accounts import Showcase, open_accounts
from milkshed.region.play.answers import write_answer_key
from milkshed.region.play.barn import play_barn
from milkshed.region.play.books import CollectionKeys
from milkshed.region.play.breeding import keep_figures, like_farms, play_breeding
from milkshed.region.play.bulletins import play_bulletins
from milkshed.region.play.contracts import play_contracts
from milkshed.region.play.custody import decide_holds, furnish_custody
from milkshed.region.play.extension import play_extension
from milkshed.region.play.facts import Flow, moment
from milkshed.region.play.furnish import furnish
from milkshed.region.play.herd_book import play_herd_book
from milkshed.region.play.herds import (
    animal_table,
    farm_day_rows,
    test_day_rows,
    with_wrong_tags,
)
from milkshed.region.play.herds_and_plants import FactoryKeys, file_farms, license_plants
from milkshed.region.play.imports import play_imports
from milkshed.region.play.laboratory import enter_scope, play_laboratory
from milkshed.region.play.lake import publish_cow_days
from milkshed.region.play.licensing import play_applications
from milkshed.region.play.official import open_laboratories, sample_officially
from milkshed.region.play.plan import play_plan
from milkshed.region.play.projects import play_projects
from milkshed.region.play.recalls import play_recalls
from milkshed.region.play.recording import play_recording
from milkshed.region.play.reference_price import play_reference_price
from milkshed.region.play.settlements import play_settlements
from milkshed.region.play.stations import license_stations
from milkshed.region.play.supervision import play_supervision
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable
from milkshed.region.science.flow import simulate
from milkshed.region.science.herd import Herd, make_herd
from milkshed.region.science.world import make_world
from milkshed.region.summary import JOB_KIND, DemoSummary

Progress = Callable[[Text, int, int], None]
T = TypeVar("T")

DAYS = {"farm": 30, "county": 14, "region": 365}
_DOCUMENT_EVENTS = 500
_ROWS = 20_000
_ANIMALS_AT_ONCE = 100_000
_READY_S = 12 * 3600
_DAY_S = 24 * 3600
# The plan counts 42 farms in milk recording; a small demonstration records one.
_RECORDED_FARMS = {"farm": 1, "county": 1, "region": 42}
_TRANSPONDERS_BELOW_FARMS = 100
_HISTORY_D = 240  # herds are made this far back, for the test days before the milk flows
_TEST_EVERY_D = 30


def play_demo(
    scale: str,
    *,
    seed: int,
    progress: Progress,
    anomalies: bool = True,
    days: int | None = None,
) -> DemoSummary:
    """Play a region of a size up to the present moment and say how to look at it.

    ``anomalies`` False leaves the region clean; otherwise what was planted is written into the
    answer key beside the data. ``days`` is the length of the milk flow, the size's usual one
    unless given.
    """
    now = timezone.now()
    today = day_number(timezone.localdate(now))
    days = days or DAYS[scale]
    start = today - days + 1
    world = make_world(scale, seed)
    furniture = furnish(world)
    first_day = day_of(start)
    file_farms(furniture, first_day)
    plants = license_plants(furniture, first_day)
    lead = max(0, _HISTORY_D - days)
    table = _simulate_herds(world, start, days, lead, progress)
    seconds = int(now.timestamp())
    simulated = simulate(world, start, days, anomalies=anomalies, table=table, until=seconds)
    flow = Flow(furniture, simulated.collection, simulated.processing, simulated.key, seconds)
    stations = license_stations(furniture, first_day, simulated.key)
    showcase = _showcase(flow)
    furnish_custody(furniture, stations, timezone.localdate(now), without_roll=showcase.station)
    recorded = _play_herds(flow, table, lead, today, showcase, progress)
    _capture(flow, progress)
    _keep_books(flow, stations, plants, progress)
    laboratories = open_laboratories(flow, first_day)
    enter_scope(laboratories, flow, first_day)
    play_recording(flow, recorded, showcase, today)
    play_herd_book(flow, today)
    play_extension(flow, showcase, today)
    sample_officially(flow, laboratories)
    play_laboratory(flow, laboratories, anomalies=anomalies)
    if anomalies:
        play_recalls(flow)
        decide_holds(flow)
    last_day = timezone.localdate(now) - timedelta(days=1)
    # contracts are checked against the published price
    play_reference_price(flow, showcase)
    play_contracts(furniture, first_day, last_day, showcase.station)
    play_settlements(flow, showcase)
    play_barn(furniture, showcase)
    play_applications(furniture, stations, showcase, timezone.localdate(now))
    _look_back(moment(flow.first), now, progress)
    play_supervision(flow)
    play_plan(furniture)
    play_projects(furniture)
    play_bulletins(furniture)
    summary = DemoSummary(
        scale=scale,
        seed=seed,
        accounts=open_accounts(furniture, showcase),
        qr_paths=tuple(_qr_paths(flow)),
        answer_key=write_answer_key(flow),
    )
    for manager in Person.objects.filter(username="farm-manager"):
        play_imports(manager, timezone.localdate(now))
    Job.objects.create(
        kind=JOB_KIND,
        state="done",
        arguments={"scale": scale, "seed": seed, "anomalies": anomalies},
        result=summary.as_document(),
        started_at=now,
        finished_at=timezone.now(),
    )
    return summary


def _simulate_herds(
    world: World, start: int, days: int, lead: int, progress: Progress
) -> FarmTable:
    title = Text("模拟牛群与产奶", "Simulating herds and milk")
    return publish_cow_days(
        world,
        start,
        days,
        lead,
        lambda done, total: progress(title, done, total),
    )


def _play_herds(
    flow: Flow, table: FarmTable, lead: int, today: int, showcase: Showcase, progress: Progress
) -> list[Herd]:
    """Register all animals, many farms at once; then test days and the farms' days to yesterday.

    Returns the herds in milk recording. That of the showcase is tested again today, by the
    recording centre, so its last test before lies an interval back.
    """
    title, world = Text("牛只登记", "Animals"), flow.world
    transponders = len(world.farms) < _TRANSPONDERS_BELOW_FARMS
    every = max(1, len(world.farms) // _RECORDED_FARMS[world.scale])
    shown = world.stations[showcase.station].farms
    recorded: list[tuple[Herd, set[str]]] = []
    storied: list[tuple[Herd, set[str]]] = []
    own = max(shown, key=lambda position: world.farms[position].head)
    told_of = {own, *like_farms(world, own)}
    waiting: list[pa.Table] = []
    refused = 0
    for position, farm in enumerate(world.farms):
        herd = make_herd(farm, world.seed, table.start - lead, table.days + lead)
        animals = animal_table(herd, today, with_transponder=transponders)
        wrong = [tag for tag in flow.key.wrong_tags if tag.farm == position]
        if position % every == 0 or position in shown or position in told_of:
            tags = animals["ear_tag"].to_pylist()
            # whose number is in doubt, of that cow nothing more is told
            doubtful = {n for tag in wrong for n in (tag.animal, tag.tag_of) if n is not None}
            held = (herd, set(tags) - {tags[n] for n in doubtful})
            if position % every == 0 or position in shown:
                recorded.append(held)
            if position in told_of:
                storied.append(held)
        waiting.append(with_wrong_tags(animals, wrong))
        refused += len(wrong)
        if sum(map(len, waiting)) >= _ANIMALS_AT_ONCE or farm is world.farms[-1]:
            report = register_animals_columns(pa.concat_tables(waiting))
            _check(report, refused=refused)
            waiting.clear()
            refused = 0
        progress(title, position + 1, len(world.farms))
    shown_herd = max((world.farms[i] for i in shown), key=lambda farm: farm.head)
    for herd, known in recorded:
        tested = range(herd.start + _TEST_EVERY_D - 1, today, _TEST_EVERY_D)
        if herd.farm is shown_herd:
            tested = range(today - _TEST_EVERY_D, herd.start + _TEST_EVERY_D, -_TEST_EVERY_D)
        _check(record_test_days(test_day_rows(herd, world.seed, tested, known)))
    play_breeding(storied, world.seed, today, showcase=world.farms[own].code)
    declared = (
        row
        for position in range(len(world.farms))
        for row in farm_day_rows(flow, table, position, today - table.start)
    )
    for part in _portions(declared, _ROWS):
        _check(record_farm_days(part))
    keep_figures([herd.farm.code for herd, _ in storied], world.farms[own].code, day_of(today))
    return [herd for herd, _ in recorded]


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
    for day in (timezone.localdate(now) - timedelta(days=1), timezone.localdate(now)):
        compute_figures(day)
    progress(title, 2, 2)


def _check(report: BatchReport, refused: int = 0) -> None:
    """Apart from what was planted the region has no bad row; one is a defect of the play."""
    rows = {fault.row for fault in report.faults}
    if len(rows) != refused:
        raise RuntimeError(f"the play wrote bad rows: {report.faults[:3]}")


def _portions(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def _showcase(flow: Flow) -> Showcase:
    """Where the accounts work: along a load on its way now, or else one of the last day.

    Of several that of the smallest farm, whose herd a visitor can look over.
    """
    loads = flow.collection.loads
    loaded = (loads.loaded_at <= flow.now) & (loads.destination < len(flow.world.plants))
    under_way = loaded & (loads.settled_at > flow.now)
    late = loaded & (loads.loaded_at > loads.loaded_at[loaded].max() - _DAY_S)
    found = np.flatnonzero(under_way if under_way.any() else late)
    farms = flow.world.farms
    cows = np.array([max(farms[n].adult_head for n in s.farms) for s in flow.world.stations])
    load = int(found[np.lexsort((-loads.loaded_at[found], cows[loads.station[found]]))[0]])
    return Showcase(int(loads.station[load]), int(loads.destination[load]), int(loads.tanker[load]))


def _qr_paths(flow: Flow) -> Iterator[str]:
    """Three product lots of the last days, from the plants that mix the milk of most stations."""
    lots, batches, loads = flow.processing.lots, flow.processing.batches, flow.collection.loads
    arrivals = np.bincount(loads.destination, minlength=len(flow.world.plants))
    ready = np.flatnonzero(lots.at <= flow.now - _READY_S)[::-1]
    plant_of = batches.plant[lots.batch[ready]]
    chosen = [
        int(ready[np.argmax(plant_of == plant)])
        for plant in np.argsort(-arrivals[: len(flow.world.plants)])
        if (plant_of == plant).any()
    ]
    chosen += [lot for lot in ready.tolist() if lot not in chosen]
    for lot in chosen[:3]:
        gtin, number = flow.product_lot(lot)
        yield f"/01/{gtin}/10/{number}"
