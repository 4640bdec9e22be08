"""A year of the whole region goes into the books."""

import time
from datetime import timedelta

import pytest

from milkshed.factory.actions.bulk import record_batches, record_intakes, record_product_lots
from milkshed.factory.indicators import specialty_share
from milkshed.factory.queries.silos import silo_states
from milkshed.factory.tests.furniture import NOON, batch, intake, product_lot, works
from milkshed.kernel.clock import shanghai_day
from milkshed.platform.figures import FigureRequest
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.scale]
INTAKES, BATCHES, LOTS = 157_000, 60_000, 100_000


def test_a_year_of_the_region(cast: Cast) -> None:
    here = works(cast)
    year = timedelta(days=365)
    times = [NOON + year * i / INTAKES for i in range(INTAKES)]
    intakes = [intake(here.silos[i % 2], i, at=times[i], heel_kg=i % 7) for i in range(INTAKES)]
    batches = [
        batch(here.plant, i, started_at=times[i], finished_at=times[i]) for i in range(BATCHES)
    ]
    lots = [product_lot(here.product, i, batch_lot=batches[i % BATCHES].lot) for i in range(LOTS)]
    started = time.perf_counter()
    for report in (record_intakes(intakes), record_batches(batches), record_product_lots(lots)):
        assert report.is_clean
        print(f"{len(report.accepted)} rows after {time.perf_counter() - started:.1f} s")
    asked = time.perf_counter()
    silo_states(here.silos)
    print(f"silo board {1000 * (time.perf_counter() - asked):.0f} ms")
    asked = time.perf_counter()
    specialty_share(FigureRequest(shanghai_day(times[-1])))
    print(f"G4 {1000 * (time.perf_counter() - asked):.0f} ms")
