"""Books of a plant go in whole, row by row judged, and a replay changes nothing."""

from dataclasses import replace
from datetime import datetime

import pytest

from milkshed.factory.actions.bulk import (
    record_batches,
    record_cleanings,
    record_intakes,
    record_product_lots,
)
from milkshed.factory.actions.register import register_product
from milkshed.factory.actions.rows import CleaningRow
from milkshed.factory.models import Batch, Cleaning, Draw, Intake, ProductLot
from milkshed.factory.tests.furniture import NOON, batch, intake, product_lot, works
from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_chain_of_a_day_goes_in_and_a_replay_is_repeated(cast: Cast) -> None:
    here = works(cast)
    intakes = [intake(here.silos[0], 1), intake(here.silos[1], 2)]
    batches = [batch(here.plant, 1), batch(here.plant, 2)]
    lots = [product_lot(here.product, 1), product_lot(here.product, 2)]
    cleanings = [CleaningRow(here.silos[0].pk, NOON)]
    for _ in range(2):
        reports = [
            record_intakes(intakes),
            record_cleanings(cleanings),
            record_batches(batches),
            record_product_lots(lots),
        ]
        assert all(report.is_clean for report in reports)
    assert all(not report.accepted and report.repeated for report in reports)
    counts = [m.objects.count() for m in (Intake, Cleaning, Batch, Draw, ProductLot)]
    assert counts == [2, 1, 2, 2, 2]
    stored = ProductLot.objects.get(lot="P1")
    assert stored.batch is not None
    assert stored.batch.draws.get().intake.silo == here.silos[0]
    assert str(stored.expires_on) == "2026-01-12"


def test_bad_rows_are_named_and_the_others_go_in(cast: Cast) -> None:
    here = works(cast)
    good = intake(here.silos[0], 1)
    report = record_intakes(
        [
            good,
            intake(here.silos[0], 2, silo_id=99),
            intake(here.silos[0], 3, kg=0.0),
            intake(here.silos[0], 4, sheet="123"),
            intake(here.silos[0], 5, at=datetime(2026, 1, 5, 12)),  # noqa: DTZ001
            replace(good, silo_lot=good.silo_lot + "X"),
        ]
    )
    assert list(report.accepted) == [1]
    assert [(f.row, f.field, f.rule) for f in report.faults] == [
        (2, "silo_id", "unknown"),
        (3, "kg", "positive"),
        (4, "sheet", "shape"),
        (5, "at", "zone"),
        (6, "sheet", "once-per-silo"),
    ]


def test_a_batch_cannot_give_more_than_it_took(cast: Cast) -> None:
    here = works(cast)
    record_intakes([intake(here.silos[0], 1)])
    report = record_batches([batch(here.plant, 1, kg_out=21_000.0), batch(here.plant, 7)])
    assert [(f.row, f.rule) for f in report.faults] == [(1, "mass-balance"), (2, "unknown")]
    assert not Batch.objects.exists()


def test_a_gtin_belongs_to_one_plant(cast: Cast) -> None:
    here, other = works(cast), works(cast, "other_plant", item=2)
    with pytest.raises(Problem) as caught:
        register_product(
            plant=other.plant,
            gtin=here.product.gtin,
            name=Text("别家", "Other"),
            category="uht",
            shelf_life_days=180,
            launched_on=NOON.date(),
        )
    assert caught.value.kind.status == 409
