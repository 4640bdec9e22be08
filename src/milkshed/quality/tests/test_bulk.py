from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from milkshed.platform.models import Alarm
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.models import RoutinePanel, Sample
from milkshed.quality.queries import measured
from milkshed.quality.tests.furniture import furnish, incoming_row
from tests.cast import Cast


def test_a_sound_load_passes_and_is_read_back(cast: Cast) -> None:
    furnish(cast)
    assert record_incoming_tests([incoming_row(cast)]).is_clean
    sample = Sample.objects.get()
    assert (sample.verdict, sample.state, sample.failed) == ("pass", "reported", [])
    shown = {m.analyte.code: m.shown for m in measured(sample)}
    assert shown["fat"] == "3.85"
    assert shown["antibiotics"] == "未检出"
    assert not Alarm.objects.exists()
    assert len(record_incoming_tests([incoming_row(cast)]).repeated) == 1


@pytest.mark.parametrize(
    ("changes", "failed", "kind"),
    [
        ({"antibiotics": True}, ["antibiotics"], "antibiotics_positive"),
        ({"freezing_point": -0.480}, ["freezing_point"], "added_water"),
        ({"fat": 3.09}, ["fat"], "limit_exceeded"),
        ({"total_count": 2_000_001}, ["total_count"], "limit_exceeded"),
        ({"density": 1.0269}, ["density"], "limit_exceeded"),
    ],
)
def test_a_broken_limit_fails_the_sample_and_raises_its_alarm(
    cast: Cast, changes: dict[str, object], failed: list[str], kind: str
) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast, **changes)])
    sample = Sample.objects.get()
    assert (sample.verdict, sample.failed) == ("fail", failed)
    alarm = Alarm.objects.get()
    assert alarm.kind == f"quality.{kind}"
    assert sample.lot_uri in [fact["value"] for fact in alarm.facts]


def test_added_water_is_the_missing_share_of_the_reference(cast: Cast) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast, freezing_point=-0.4725)])
    # half-even at three decimals gives -0.472
    assert Sample.objects.get().added_water == Decimal("0.1010")


def test_somatic_cells_have_no_national_limit(cast: Cast) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast, somatic_cells=900_000)])
    assert Sample.objects.get().verdict == "pass"


def test_bad_rows_are_refused_with_every_fault(cast: Cast) -> None:
    furnish(cast)
    report = record_incoming_tests(
        [
            incoming_row(cast, "B1"),
            incoming_row(
                cast, "B2", place_id=0, fat=-1, reviewer_id=cast.people["plant_quality"].pk
            ),
        ]
    )
    assert list(report.accepted) == [1]
    assert {f.rule for f in report.refused[2]} == {"unknown", "positive", "four-eyes"}


def test_results_are_final(cast: Cast) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast)])
    with pytest.raises(DatabaseError), transaction.atomic():
        RoutinePanel.objects.update(fat=Decimal("4.0"))


def test_values_that_cannot_be_are_refused(cast: Cast) -> None:
    furnish(cast)
    report = record_incoming_tests(
        [incoming_row(cast, fat=38.5, freezing_point=0.525), incoming_row(cast, "B2")]
    )
    assert [(f.field, f.rule) for f in report.refused[1]] == [
        ("fat", "physical-range"), ("freezing_point", "physical-range"),
    ]  # fmt: skip
    assert list(report.accepted) == [2]
