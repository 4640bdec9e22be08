"""Whole books at once: what plants took in, made and packed, written by COPY.

A bad row is refused with its faults, a row that is stored already is repeated, all others go in
together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from milkshed.factory.actions.rows import BatchRow, CleaningRow, IntakeRow, Number, ProductLotRow
from milkshed.factory.models import (
    CATEGORIES,
    LOT_STATES,
    Batch,
    Cleaning,
    Draw,
    Intake,
    Plant,
    Product,
    ProductLot,
    Silo,
)
from milkshed.kernel.gs1 import GDTI, LOT
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.ledger.facade import STOPPING, Standing, standing_dispositions
from milkshed.platform.bulk import copy_rows, reserve_keys
from milkshed.platform.models import Membership

_MASS_TOLERANCE = 0.005  # a batch may gain this share by added water, sugar or cultures at most
_HELD_STEPS = 1  # a silo's state and the loads that were unloaded into it
_INTAKE_FIELDS = (
    "plant", "silo", "sheet", "load_lot", "silo_lot", "kg", "heel_kg", "temperature_c", "at",
    "accepted_by",
)  # fmt: skip
_BATCH_FIELDS = (
    "id", "plant", "lot", "category", "kg_in", "kg_out", "started_at", "finished_at",
)  # fmt: skip
_LOT_FIELDS = (
    "product", "batch", "lot", "uri", "kg", "packs", "produced_on", "expires_on", "state",
)  # fmt: skip


def record_intakes(rows: Sequence[IntakeRow]) -> BatchReport:
    """Record many receipts; the reference of a row is its silo state lot."""
    report = BatchReport()
    silos = dict(Silo.objects.values_list("pk", "plant_id"))
    people = set(Membership.objects.values_list("person_id", flat=True))
    known = set(_keys_of(Intake, "silo_lot", [row.silo_lot for row in rows]))
    fillings = _fillings([row.sheet for row in rows])
    fresh: list[tuple[object, ...]] = []
    for number, row in enumerate(rows, start=1):
        if row.silo_lot in known:
            report.repeat(number, row.silo_lot)
            continue
        faults = list(_intake_faults(row, silos, people))
        if (row.sheet, row.silo_id) in fillings:
            message = Text("该交接单已收入此奶仓", "The sheet is already received into this silo")
            faults.append(Fault("sheet", row.sheet, "once-per-silo", message))
        if faults:
            report.refuse(number, faults)
            continue
        known.add(row.silo_lot)
        fillings.add((row.sheet, row.silo_id))
        report.accept(number, row.silo_lot)
        fresh.append(
            (
                silos[row.silo_id],
                row.silo_id,
                row.sheet,
                row.load_lot,
                row.silo_lot,
                _tenths(row.kg),
                _tenths(row.heel_kg),
                _tenths(row.temperature_c),
                row.at,
                row.accepted_by_id,
            )
        )
    with transaction.atomic():
        copy_rows(Intake, _INTAKE_FIELDS, fresh)
    return report


def record_cleanings(rows: Sequence[CleaningRow]) -> BatchReport:
    """Record many cleanings of silos."""
    report = BatchReport()
    silos = set(Silo.objects.values_list("pk", flat=True))
    known: set[tuple[int, datetime]] = set()
    if rows:
        first, last = min(row.at for row in rows), max(row.at for row in rows)
        stored = Cleaning.objects.filter(at__gte=first, at__lte=last)
        known = set(stored.values_list("silo_id", "at"))
    fresh: list[tuple[object, ...]] = []
    for number, row in enumerate(rows, start=1):
        if (row.silo_id, row.at) in known:
            report.repeat(number)
        elif row.silo_id not in silos:
            report.refuse(number, _unknown("silo_id", row.silo_id))
        else:
            known.add((row.silo_id, row.at))
            report.accept(number)
            fresh.append((row.silo_id, row.at))
    with transaction.atomic():
        copy_rows(Cleaning, ("silo", "at"), fresh)
    return report


def record_batches(rows: Sequence[BatchRow]) -> BatchReport:
    """Record many batches with what was drawn for them; the reference of a row is its lot."""
    report = BatchReport()
    plants = set(Plant.objects.values_list("pk", flat=True))
    known = set(_keys_of(Batch, "lot", [row.lot for row in rows]))
    states = _keys_of(Intake, "silo_lot", list({lot for row in rows for lot, _ in row.draws}))
    standing = standing_dispositions(states, upstream=_HELD_STEPS)
    fresh: list[BatchRow] = []
    for number, row in enumerate(rows, start=1):
        if row.lot in known:
            report.repeat(number, row.lot)
            continue
        faults = [*_batch_faults(row, plants, states), *_held(row, standing)]
        if faults:
            report.refuse(number, faults)
            continue
        known.add(row.lot)
        report.accept(number, row.lot)
        fresh.append(row)
    with transaction.atomic():
        keys = reserve_keys(Batch, len(fresh))
        pairs = list(zip(keys, fresh, strict=True))
        copy_rows(Batch, _BATCH_FIELDS, [_batch_values(key, row) for key, row in pairs])
        copy_rows(
            Draw,
            ("batch", "intake", "kg"),
            [(key, states[lot], _tenths(kg)) for key, row in pairs for lot, kg in row.draws],
        )
    return report


def record_product_lots(rows: Sequence[ProductLotRow]) -> BatchReport:
    """Record many product lots; the reference of a row is the lot's URI."""
    report = BatchReport()
    products = Product.objects.in_bulk()
    uris = [
        products[row.product_id].lot_uri(row.lot) if row.product_id in products else ""
        for row in rows
    ]
    known = set(_keys_of(ProductLot, "uri", uris))
    batches = _keys_of(Batch, "lot", list({row.batch_lot for row in rows if row.batch_lot}))
    fresh: list[tuple[object, ...]] = []
    for number, (row, uri) in enumerate(zip(rows, uris, strict=True), start=1):
        if uri in known:
            report.repeat(number, uri)
            continue
        faults = list(_lot_faults(row, products, batches))
        if faults:
            report.refuse(number, faults)
            continue
        known.add(uri)
        report.accept(number, uri)
        expires_on = row.expires_on or row.produced_on + timedelta(
            days=products[row.product_id].shelf_life_days
        )
        fresh.append(
            (
                row.product_id,
                batches.get(row.batch_lot),
                row.lot,
                uri,
                _tenths(row.kg),
                row.packs,
                row.produced_on,
                expires_on,
                row.state,
            )
        )
    with transaction.atomic():
        copy_rows(ProductLot, _LOT_FIELDS, fresh)
    return report


def _keys_of(model: type[Model], name: str, values: Sequence[str]) -> dict[str, int]:
    """Primary keys of the stored records by one unique field."""
    meta = model._meta  # noqa: SLF001 - Django's public name for it
    statement = sql.SQL("SELECT {name}, id FROM {table} WHERE {name} = ANY(%s)").format(
        name=sql.Identifier(name), table=sql.Identifier(meta.db_table)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values)])
        return dict(cursor.fetchall())


def _fillings(sheets: Sequence[str]) -> set[tuple[str, int]]:
    """Which of the sheets went into which silos already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sheet, silo_id FROM factory_intake WHERE sheet = ANY(%s)", [list(sheets)]
        )
        return set(cursor.fetchall())


def _intake_faults(row: IntakeRow, silos: dict[int, int], people: set[int]) -> Iterator[Fault]:
    if row.silo_id not in silos:
        yield _unknown("silo_id", row.silo_id)
    gdti = GDTI.fault(row.sheet, "sheet")
    if gdti is not None:
        yield gdti
    for name in ("load_lot", "silo_lot"):
        if not getattr(row, name).startswith("https://"):
            yield Fault(
                name, getattr(row, name), "uri", Text("应为批次链接", "A lot's URI is expected")
            )
    yield from _not_positive("kg", row.kg)
    if row.heel_kg < 0:
        message = Text("余奶不能为负", "A heel is not negative")
        yield Fault("heel_kg", row.heel_kg, "not-negative", message)
    if row.accepted_by_id is not None and row.accepted_by_id not in people:
        yield _unknown("accepted_by_id", row.accepted_by_id)
    yield from _without_zone("at", row.at)


def _batch_faults(row: BatchRow, plants: set[int], states: dict[str, int]) -> Iterator[Fault]:
    if row.plant_id not in plants:
        yield _unknown("plant_id", row.plant_id)
    if row.category not in CATEGORIES:
        yield _unknown("category", row.category)
    if not row.draws or len({lot for lot, _ in row.draws}) < len(row.draws):
        message = Text(
            "每批至少一笔投料，同一奶仓状态只列一次",
            "A batch needs draws, each silo state listed once",
        )
        yield Fault("draws", len(row.draws), "once-each", message)
    for lot, kg in row.draws:
        if lot not in states:
            yield _unknown("draws", lot)
        yield from _not_positive("draws", kg)
    yield from _not_positive("kg_out", row.kg_out)
    drawn = float(sum(float(kg) for _, kg in row.draws))
    if float(row.kg_out) > drawn * (1 + _MASS_TOLERANCE):
        message = Text("产出大于投入", "More comes out than went in")
        yield Fault("kg_out", row.kg_out, "mass-balance", message)
    yield from _without_zone("started_at", row.started_at)
    if row.finished_at < row.started_at:
        message = Text("完成早于开始", "It ends before it begins")
        yield Fault("finished_at", row.finished_at, "monotone", message)


def _held(row: BatchRow, standing: Mapping[str, tuple[Standing, ...]]) -> Iterator[Fault]:
    """Milk that was on hold when the batch began, with the hold's number."""
    for lot, _ in row.draws:
        for one in standing.get(lot, ()):
            if one.word in STOPPING and one.since <= row.started_at:
                number = one.document.rsplit("/", 1)[-1]
                message = Text(
                    f"批次{one.lot_uri.rsplit('/', 1)[-1]}已被扣留（{number}），不得投料",
                    f"Lot {one.lot_uri.rsplit('/', 1)[-1]} is on hold ({number}) and must not be"
                    " used",
                )
                yield Fault("draws", lot, "held", message)


def _lot_faults(
    row: ProductLotRow, products: dict[int, Product], batches: dict[str, int]
) -> Iterator[Fault]:
    if row.product_id not in products:
        yield _unknown("product_id", row.product_id)
    number = LOT.fault(row.lot, "lot")
    if number is not None:
        yield number
    if row.batch_lot and row.batch_lot not in batches:
        yield _unknown("batch_lot", row.batch_lot)
    if row.state not in LOT_STATES:
        yield _unknown("state", row.state)
    yield from _not_positive("kg", row.kg)
    yield from _not_positive("packs", row.packs)
    if row.expires_on is not None and row.expires_on <= row.produced_on:
        message = Text("保质期应晚于生产日期", "It must keep beyond its day of production")
        yield Fault("expires_on", row.expires_on, "order", message)


def _batch_values(key: int, row: BatchRow) -> tuple[object, ...]:
    return (
        key,
        row.plant_id,
        row.lot,
        row.category,
        _tenths(sum(float(kg) for _, kg in row.draws)),
        _tenths(row.kg_out),
        row.started_at,
        row.finished_at,
    )


def _unknown(name: str, value: object) -> Fault:
    return Fault(name, value, "unknown", Text("系统中没有该对象", "This is not in the system"))


def _not_positive(name: str, value: Number) -> Iterable[Fault]:
    if not value > 0:
        yield Fault(name, value, "positive", Text("数量必须大于零", "It must be above zero"))


def _without_zone(name: str, at: datetime) -> Iterable[Fault]:
    if at.tzinfo is None:
        yield Fault(name, at, "zone", Text("时间必须带时区", "The time must carry a zone"))


def _tenths(value: Number) -> str:
    return f"{value:.1f}"
