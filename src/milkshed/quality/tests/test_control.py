from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.platform.models import Alarm, Transition
from milkshed.quality.actions.control import Material, open_series, record_reading
from milkshed.quality.bench_queries import quantile, standing_of, turnarounds
from milkshed.quality.models import ControlReading, ControlSeries, Laboratory
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import FAT, reported
from tests.cast import Cast


def series_of(cast: Cast, **changes: object) -> ControlSeries:
    laboratory = Laboratory.objects.first() or furnish(cast)
    values: dict[str, object] = {
        "code": "GBW-1", "analyte": "fat", "method": "GB 5009.6-2016", "instrument": "FT-1",
        "target": Decimal("3.50"), "sd": Decimal("0.02"), "valid_to": date(2030, 1, 1),
    }  # fmt: skip
    return open_series(
        cast.people["lab_analyst"],
        laboratory,
        Material(**(values | changes)),  # type: ignore[arg-type]
    )


def test_a_drift_raises_one_alarm_at_the_reading_that_signals(cast: Cast) -> None:
    series, analyst = series_of(cast), cast.people["lab_analyst"]
    start = timezone.now() - timedelta(days=30)
    for day, value in enumerate(("3.50", "3.51", "3.49", "3.50")):
        record_reading(analyst, series, at=start + timedelta(days=day), value=Decimal(value))
    assert not Alarm.objects.exists()
    record_reading(analyst, series, at=start + timedelta(days=5), value=Decimal("3.58"))
    alarm = Alarm.objects.get()
    assert alarm.kind == "quality.drift"
    assert alarm.facts[0]["url"] == f"/quality/control/{series.pk}"
    client = Client(headers={"Accept": "text/html"})
    client.force_login(analyst)
    shown = client.get(f"/quality/control/{series.pk}").text
    assert "失控" in shown
    assert "1点超出3σ" in shown
    assert "失控" in client.get("/quality/control").text
    entry = {"at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "value": "3.50"}
    assert client.post(f"/quality/control/{series.pk}/reading", entry).status_code == 302


def test_readings_keep_their_order_and_are_final(cast: Cast) -> None:
    series, analyst = series_of(cast), cast.people["lab_analyst"]
    now = timezone.now()
    record_reading(analyst, series, at=now - timedelta(hours=1), value=Decimal("3.5"))
    for at, value, rule in (
        (now - timedelta(hours=2), "3.5", "monotone"),
        (now + timedelta(hours=2), "3.5", "past"),
        (now, "NaN", "number"),
    ):
        with pytest.raises(Problem) as caught:
            record_reading(analyst, series, at=at, value=Decimal(value))
        assert rule in {fault.rule for fault in caught.value.faults}
    with pytest.raises(DatabaseError), transaction.atomic():
        ControlReading.objects.update(value=1)


def test_expired_material_and_wrong_series_are_refused(cast: Cast) -> None:
    furnish(cast)
    with pytest.raises(Problem) as caught:
        series_of(cast, sd=Decimal(0), analyte="alkali", code=" ")
    assert {f.rule for f in caught.value.faults} == {"positive", "known", "required"}
    series = series_of(cast, valid_to=date(2026, 1, 1), code="GBW-2")
    with pytest.raises(Problem) as expired:
        record_reading(cast.people["lab_analyst"], series, at=timezone.now(), value=Decimal("3.5"))
    assert {f.rule for f in expired.value.faults} == {"expired"}


def test_turnaround_tells_median_p90_and_the_late(cast: Cast) -> None:
    laboratory = furnish(cast)
    now = timezone.now()
    for n, hours in enumerate((2, 4, 500)):
        sample = reported(cast, laboratory, FAT, barcode=f"S{n}")
        Transition.objects.filter(subject_id=sample.pk, verb="quality.receive_sample").update(
            at=sample.reported_at - timedelta(hours=hours)
        )
    today = timezone.localdate(now)
    by_kind, by_method = turnarounds(laboratory, today - timedelta(days=1), today)
    (kind,) = by_kind
    assert (kind.count, kind.median_h, kind.late) == (3, 4, 1)
    assert kind.p90_h == pytest.approx(4 + 0.8 * 496)
    assert by_method[0].name.zh == "GB 5009.6-2016"
    assert quantile([1, 2, 3, 4], 0.5) == 2.5


def test_the_standing_of_an_accreditation(cast: Cast) -> None:
    laboratory = furnish(cast)
    assert standing_of(laboratory).light == "yellow"
    today = timezone.localdate()
    for last, light in ((-1, "red"), (30, "yellow"), (400, "green")):
        laboratory.accredited_to = today + timedelta(days=last)
        assert standing_of(laboratory).light == light
    laboratory.accredited = False
    assert standing_of(laboratory).light == "grey"
