from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.quality.actions.comparison import Round, close_round, open_round, report_values
from milkshed.quality.comparison_queries import evaluate
from milkshed.quality.models import ComparisonRound, Laboratory
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import analyst_of, other_laboratory
from tests.cast import Cast

VALUES = (("3.30", "3.31"), ("3.28", "3.29"), ("3.32", "3.30"), ("3.29", "3.31"), ("3.60", "3.58"))


def laboratories(cast: Cast, count: int) -> list[Laboratory]:
    return [furnish(cast), *(other_laboratory(f"检测{n}所", n) for n in range(1, count))]


def opened(cast: Cast, labs: list[Laboratory], **changes: object) -> ComparisonRound:
    values: dict[str, object] = {
        "title": "乳蛋白比对", "analyte": "protein", "due": timezone.localdate(),
        "laboratories": tuple(one.pk for one in labs),
    }  # fmt: skip
    return open_round(
        cast.people["region_officer"],
        cast.organisations["region"],
        Round(**(values | changes)),  # type: ignore[arg-type]
    )


def test_a_round_from_blind_codes_to_scores(cast: Cast) -> None:
    labs = laboratories(cast, 5)
    round_ = opened(cast, labs)
    assert len(set(round_.entries.values_list("code", flat=True))) == 5
    with pytest.raises(Problem) as early:
        close_round(cast.people["region_officer"], round_)
    assert {f.rule for f in early.value.faults} == {"fewest"}
    for laboratory, values in zip(labs, VALUES, strict=True):
        report_values(
            analyst_of(laboratory, "lab_analyst", cast),
            round_,
            values=[Decimal(v) for v in values],
            uncertainty=Decimal("0.04"),
        )
    with pytest.raises(Problem):
        report_values(cast.people["lab_analyst"], round_, values=[Decimal("3.3")])
    close_round(cast.people["region_officer"], round_)
    evaluation = evaluate(round_)
    assert evaluation is not None
    assert evaluation.assigned == pytest.approx(3.31, abs=0.04)
    worst = max(evaluation.scores, key=lambda score: abs(score.z))
    assert worst.entry.laboratory_id == labs[4].pk
    assert worst.light == "red"
    assert worst.en is not None
    assert worst.en > 1
    assert evaluation.grubbs is not None
    assert evaluation.grubbs.code == worst.entry.code
    assert evaluation.precision is not None
    # others see codes only
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["lab_analyst"])
    shown = client.get(f"/quality/comparisons/{round_.number}").text
    assert "本实验室" in shown
    assert "检测4所" not in shown
    assert worst.entry.code in shown
    client.force_login(cast.people["region_officer"])
    assert "检测4所" in client.get(f"/quality/comparisons/{round_.number}").text
    client.force_login(cast.people["plant_quality"])
    assert client.get(f"/quality/comparisons/{round_.number}").status_code == 404


def test_a_reference_value_needs_no_crowd(cast: Cast) -> None:
    labs = laboratories(cast, 2)
    round_ = opened(
        cast, labs, reference_value=Decimal("3.30"), reference_u=Decimal("0.004"),
        sigma=Decimal("0.02"),
    )  # fmt: skip
    report_values(cast.people["lab_analyst"], round_, values=[Decimal("3.34")])
    evaluation = evaluate(round_)
    assert evaluation is not None
    assert not evaluation.z_is_prime
    assert evaluation.scores[0].z == pytest.approx(2.0)
    assert evaluation.robust is None


def test_late_impossible_or_foreign_results_are_refused(cast: Cast) -> None:
    labs = laboratories(cast, 2)
    round_ = opened(cast, labs)
    analyst = cast.people["lab_analyst"]
    for values, rule in (([], "count"), (["33"], "physical-range"), (["NaN"], "physical-range")):
        with pytest.raises(Problem) as caught:
            report_values(analyst, round_, values=[Decimal(v) for v in values])
        assert {f.rule for f in caught.value.faults} == {rule}
    ComparisonRound.objects.update(due=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Problem) as late:
        report_values(analyst, round_, values=[Decimal("3.3")])
    assert {f.rule for f in late.value.faults} == {"late"}
    with pytest.raises(Problem) as wrong:
        opened(cast, labs[:1], title="", analyte="alkali", reference_u=Decimal(1), sigma=Decimal(0))
    assert {f.rule for f in wrong.value.faults} == {
        "required", "known", "fewest", "pair", "positive",
    }  # fmt: skip
