"""What quality's tests stand on."""

from datetime import UTC, datetime, timedelta

from milkshed.platform.rule_book import load_rules
from milkshed.quality.actions.bulk import IncomingTestRow
from milkshed.quality.models import Laboratory
from milkshed.quality.rules import ROWS
from tests.cast import Cast

START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
LOT = "https://id.gs1.org/01/09521234543213/10/L0001"


def furnish(cast: Cast) -> Laboratory:
    load_rules(ROWS)
    return Laboratory.objects.create(
        place=cast.places["laboratory"], accredited=True, accreditation_number="CMA-640001"
    )


def incoming_row(cast: Cast, barcode: str = "B0001", **changes: object) -> IncomingTestRow:
    """A sound incoming test; ``changes`` replace single values."""
    values: dict[str, object] = {
        "barcode": barcode,
        "lot_uri": LOT,
        "place_id": cast.places["plant"].pk,
        "sampled_at": START,
        "reported_at": START + timedelta(minutes=40),
        "analyst_id": cast.people["plant_quality"].pk,
        "fat": 3.85,
        "protein": 3.30,
        "solids_not_fat": 8.75,
        "density": 1.0300,
        "acidity": 13.2,
        "freezing_point": -0.525,
        "total_count": 20_000,
        "somatic_cells": 175_000,
        "antibiotics": False,
    }
    values.update(changes)
    return IncomingTestRow(**values)  # type: ignore[arg-type]
