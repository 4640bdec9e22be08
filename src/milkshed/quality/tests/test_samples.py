from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.platform.figures import FigureRequest
from milkshed.platform.models import Alarm, Membership, Person
from milkshed.quality import facade
from milkshed.quality.actions.custody import countersign_taking
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.samples import (
    Taking,
    order_retest,
    receive_sample,
    record_results,
    review_report,
    seal_sample,
    take_sample,
)
from milkshed.quality.facade import failed_lots, pass_rate
from milkshed.quality.indicators import contributions
from milkshed.quality.models import Laboratory, Result, Sample
from milkshed.quality.tests.furniture import LOT, furnish
from tests.cast import Cast

SOUND = (
    Measurement("fat", Decimal("3.85")),
    Measurement("protein", Decimal("3.30"), uncertainty=Decimal("0.03")),
    Measurement("lead", Decimal(8), unit="µg/kg"),
    Measurement("melamine", Decimal("0.01")),
    Measurement("antibiotics", found=False),
)


def rules_of(problem: Problem) -> set[str]:
    return {fault.rule for fault in problem.faults}


def taking(cast: Cast, **changes: object) -> Taking:
    sound = Taking(
        kind="official",
        lot_uri=LOT,
        place=cast.places["station"],
        sampled_at=timezone.now() - timedelta(hours=2),
        barcode="S0001",
        blind_number="M0001",
        second_sampler=cast.people["inspector"],
        portions=3,
    )
    return replace(sound, **changes)


def taken(cast: Cast, **changes: object) -> Sample:
    """A sample that both samplers have signed."""
    sample = take_sample(cast.people["sampler"], taking(cast, **changes))
    countersign_taking(cast.people["inspector"], sample)
    return sample


def finished(
    cast: Cast, laboratory: Laboratory, measurements: tuple[Measurement, ...], **changes: object
) -> Sample:
    sample = taken(cast, **changes)
    seal_sample(cast.people["sampler"], sample, seal="F1")
    receive_sample(cast.people["lab_analyst"], sample.barcode, laboratory=laboratory, intact=True)
    record_results(cast.people["lab_analyst"], sample, measurements)
    return review_report(cast.people["lab_reviewer"], sample)


def test_an_official_sample_goes_its_way(cast: Cast) -> None:
    laboratory = furnish(cast)
    sample = finished(cast, laboratory, SOUND)
    assert (sample.state, sample.verdict) == ("reported", "pass")
    lead = Result.objects.get(analyte="lead")
    assert (lead.value, lead.unit) == (Decimal("0.008"), "mg/kg")
    (facts,) = facade.tests_of_lots([LOT])[LOT]
    assert {r.analyte: r.limit.zh for r in facts.results}["fat"] == "≥3.1"
    assert not {r.limit_confirmed for r in facts.results if r.analyte == "fat"}.pop()
    assert not Alarm.objects.exists()


def test_official_samples_need_two_people_and_three_portions(cast: Cast) -> None:
    furnish(cast)
    wrong = taking(cast, second_sampler=cast.people["sampler"], portions=1)
    with pytest.raises(Problem) as caught:
        take_sample(cast.people["sampler"], wrong)
    assert rules_of(caught.value) == {"two-people", "portions"}


def test_the_analyst_may_not_review(cast: Cast) -> None:
    laboratory = furnish(cast)
    analyst = cast.people["lab_analyst"]
    Membership.objects.create(
        person=analyst, organisation=cast.organisations["laboratory"], role="lab_reviewer"
    )
    sample = taken(cast)
    seal_sample(cast.people["sampler"], sample, seal="F1")
    analyst = Person.objects.get(pk=analyst.pk)
    receive_sample(analyst, "M0001", laboratory=laboratory, intact=True)
    record_results(analyst, sample, SOUND)
    with pytest.raises(Problem) as caught:
        review_report(analyst, sample)
    assert rules_of(caught.value) == {"four-eyes"}


def test_wrong_entries_are_all_named_and_nothing_is_written(cast: Cast) -> None:
    laboratory = furnish(cast)
    sample = taken(cast)
    with pytest.raises(Problem):
        record_results(cast.people["lab_analyst"], sample, SOUND)
    seal_sample(cast.people["sampler"], sample, seal="F1")
    with pytest.raises(Problem) as broken:
        receive_sample(cast.people["lab_analyst"], "S0001", laboratory=laboratory, intact=False)
    assert rules_of(broken.value) == {"seal"}
    receive_sample(cast.people["lab_analyst"], "S0001", laboratory=laboratory, intact=True)
    with pytest.raises(Problem) as caught:
        record_results(
            cast.people["lab_analyst"],
            sample,
            (
                Measurement("fat", None),
                Measurement("lead", Decimal(1), unit="g/100g"),
                Measurement("antibiotics"),
                Measurement("gold", Decimal(1)),
            ),
        )
    assert {f.field for f in caught.value.faults} == {"fat", "unit", "antibiotics", "analyte"}
    assert not Result.objects.exists()


def test_a_retest_elsewhere_replaces_the_first_result(cast: Cast) -> None:
    laboratory = furnish(cast)
    other = Laboratory.objects.create(place=cast.places["plant"], accredited=True)
    bad = (Measurement("melamine", Decimal("3.0")), *SOUND[:2])
    first = finished(cast, laboratory, bad)
    today = timezone.localdate()
    assert first.failed == ["melamine"]
    assert Alarm.objects.get().kind == "quality.contraband"
    assert [lot.lot_uri for lot in failed_lots(today - timedelta(days=2), today)] == [LOT]
    officer = cast.people["county_officer"]
    with pytest.raises(Problem) as same:
        order_retest(officer, first, laboratory=laboratory, barcode="R1", reason="异议")
    assert rules_of(same.value) == {"other-laboratory"}
    again = order_retest(officer, first, laboratory=other, barcode="R1", reason="异议")
    since = today - timedelta(days=2)
    assert pass_rate(since, today).share == 0.0
    quality = cast.people["plant_quality"]
    receive_sample(quality, "R1", laboratory=other, intact=True)
    record_results(quality, again, SOUND)
    second = Person.objects.create_person("second", None, name_zh="第二人")
    Membership.objects.create(
        person=second, organisation=cast.organisations["plant"], role="plant_quality"
    )
    review_report(second, again)
    assert pass_rate(since, today).share == 1.0
    assert failed_lots(since, today) == ()
    (figure,) = [c.compute(FigureRequest(today)) for c in contributions()]
    assert figure.value == 100
    assert "quality.limit.fat" in figure.unconfirmed_rules


def test_objections_come_too_late_after_five_working_days(cast: Cast) -> None:
    laboratory = furnish(cast)
    other = Laboratory.objects.create(place=cast.places["plant"])
    sample = finished(cast, laboratory, SOUND, sampled_at=timezone.now() - timedelta(days=40))
    Sample.objects.update(reported_at=timezone.now() - timedelta(days=30))
    with pytest.raises(Problem) as caught:
        order_retest(
            cast.people["county_officer"], sample, laboratory=other, barcode="R1", reason="异议"
        )
    assert rules_of(caught.value) == {"objection-period"}


def test_another_countys_place_does_not_exist_for_the_sampler(cast: Cast) -> None:
    furnish(cast)
    with pytest.raises(Problem) as caught:
        take_sample(cast.people["sampler"], taking(cast, place=cast.places["other_station"]))
    assert caught.value.kind.status == 404


def test_there_is_no_rate_without_samples(cast: Cast) -> None:
    furnish(cast)
    (figure,) = [c.compute(FigureRequest(date(2026, 1, 31))) for c in contributions()]
    assert figure.value is None
    assert figure.note is not None
