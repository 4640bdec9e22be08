from datetime import date
from decimal import Decimal

import pytest

from milkshed.kernel.problems import Problem
from milkshed.platform.models import Rule
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.registry import MethodLine, enter_methods
from milkshed.quality.actions.samples import record_results
from milkshed.quality.models import Result
from milkshed.quality.queries import measured
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import received
from tests.cast import Cast

LINES = (
    MethodLine(
        "melamine", "GB/T 22388-2008", date(2020, 1, 1), detection=Decimal("0.01"),
        quantification=Decimal("0.03"), uncertainty_share=Decimal("0.15"),
    ),
    MethodLine("fat", "GB 5009.6-2016", date(2020, 1, 1)),
)  # fmt: skip


def entered(
    cast: Cast, *measurements: Measurement, lines: tuple[MethodLine, ...] = ()
) -> list[Result]:
    laboratory = furnish(cast)
    if lines:
        assert enter_methods(laboratory, lines).is_clean
    sample = received(cast, laboratory)
    return record_results(cast.people["lab_analyst"], sample, measurements)


def rules_of(problem: Problem) -> set[str]:
    return {fault.rule for fault in problem.faults}


def test_a_value_that_cannot_be_is_refused(cast: Cast) -> None:
    with pytest.raises(Problem) as caught:
        entered(
            cast,
            Measurement("fat", Decimal(38)),
            Measurement("freezing_point", Decimal("0.525")),
            Measurement("protein", Decimal("3.2"), uncertainty=Decimal(-1)),
        )
    assert rules_of(caught.value) == {"physical-range", "uncertainty"}
    assert not Result.objects.exists()


def test_the_method_is_the_one_in_force_or_the_accredited_one(cast: Cast) -> None:
    count, fat = entered(
        cast,
        Measurement("total_count", Decimal(20_000)),
        Measurement("fat", Decimal("3.8")),
        lines=LINES,
    )
    assert (count.method, count.in_scope) == ("GB 4789.2-2022", False)
    assert (fat.method, fat.in_scope) == ("GB 5009.6-2016", True)
    assert count.verdict == "pass"  # taken and marked, not refused


def test_an_expired_accreditation_marks_results(cast: Cast) -> None:
    laboratory = furnish(cast)
    enter_methods(laboratory, LINES)
    laboratory.accredited_to = date(2020, 12, 31)
    laboratory.save()
    sample = received(cast, laboratory)
    (fat,) = record_results(cast.people["lab_analyst"], sample, [Measurement("fat", Decimal(4))])
    assert fat.in_scope is False


def test_without_an_entered_accreditation_nothing_is_marked(cast: Cast) -> None:
    (fat,) = entered(cast, Measurement("fat", Decimal("3.8")))
    assert fat.in_scope is None


def test_below_detection_is_kept_as_a_bound(cast: Cast) -> None:
    (melamine,) = entered(cast, Measurement("melamine", Decimal("0.004")), lines=LINES)
    assert (melamine.below, melamine.value, melamine.verdict) == ("lod", Decimal("0.01"), "pass")
    (shown,) = measured(melamine.sample)
    assert shown.shown == "<0.010"


def test_the_uncertainty_comes_from_the_method_where_none_is_given(cast: Cast) -> None:
    (melamine,) = entered(cast, Measurement("melamine", Decimal("2.0")), lines=LINES)
    assert melamine.uncertainty == Decimal("0.3000")
    assert melamine.decision == {"acceptance": "0", "rejection": "0"}


def test_a_guard_band_set_by_rule_is_used_and_kept(cast: Cast) -> None:
    laboratory = furnish(cast)
    Rule.objects.filter(key="quality.decision.rejection_guard").update(value=1)
    sample = received(cast, laboratory)
    analyst = cast.people["lab_analyst"]
    with pytest.raises(Problem) as caught:
        record_results(analyst, sample, [Measurement("melamine", Decimal("2.6"))])
    assert rules_of(caught.value) == {"uncertainty"}
    (melamine,) = record_results(
        analyst, sample, [Measurement("melamine", Decimal("2.6"), uncertainty=Decimal("0.3"))]
    )
    assert (melamine.verdict, melamine.decision["rejection"]) == ("undecided", "1")


def test_bad_lines_of_an_accreditation_are_named(cast: Cast) -> None:
    laboratory = furnish(cast)
    report = enter_methods(
        laboratory,
        [
            MethodLine("gold", "", date(2020, 1, 1), date(2019, 1, 1), Decimal(-1)),
            MethodLine("fat", "GB", date(2020, 1, 1), None, Decimal(2), Decimal(1)),
            LINES[1],
        ],
    )
    assert list(report.accepted) == [3]
    assert {f.rule for f in report.refused[1]} == {"known", "required", "order", "positive"}
    assert {f.rule for f in report.refused[2]} == {"order"}
