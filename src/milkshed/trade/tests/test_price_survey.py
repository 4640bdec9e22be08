"""Cost sheets, outliers, too few farms, judgement: what comes before the talks."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.trade.actions.reference_price import talks
from milkshed.trade.actions.reference_price.publishing import (
    publish_price,
)
from milkshed.trade.actions.reference_price.survey import (
    close_survey,
    reopen_survey,
    review_sheet,
    submit_sheet,
)
from milkshed.trade.tests.price_furniture import (
    Scene,
    decided,
    figures,
    opened,
    set_scene,
    surveyed,
)
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def refused(problem: pytest.ExceptionInfo[Problem]) -> tuple[int, list[str]]:
    return problem.value.kind.status, [fault.rule for fault in problem.value.faults]


def test_a_sheet_outside_its_ranges_is_refused_and_nothing_is_kept(scene: Scene) -> None:
    sample = opened(scene).sample.first()
    assert sample is not None
    with pytest.raises(Problem) as problem:
        submit_sheet(scene.manager_of(sample), sample, figures(factor=Decimal(3)))
    status, rules = refused(problem)
    assert status == 422
    assert "range:survey_cost" in rules
    assert sample.sheets.count() == 0


def test_a_farm_fills_in_only_its_own_sheet(scene: Scene) -> None:
    sample, other = opened(scene).sample.order_by("pk")[:2]
    with pytest.raises(Problem) as problem:
        submit_sheet(scene.manager_of(other), sample, figures())
    assert problem.value.kind.status == 404


def test_a_newer_sheet_is_not_overwritten_by_an_older_page(scene: Scene) -> None:
    sample = opened(scene).sample.first()
    assert sample is not None
    manager = scene.manager_of(sample)
    first = submit_sheet(manager, sample, figures())
    second = submit_sheet(manager, sample, figures(factor=Decimal("1.01")), seen_version=1)
    first.refresh_from_db()
    assert (first.state, second.version) == ("replaced", 2)
    with pytest.raises(Problem) as problem:
        submit_sheet(manager, sample, figures(), seen_version=1)
    assert refused(problem) == (409, ["newest"])
    review_sheet(scene.secretary, second, "accept")
    with pytest.raises(Problem) as problem:
        submit_sheet(manager, sample, figures(), seen_version=2)
    assert "退回" in problem.value.detail.zh
    review_sheet(scene.secretary, second, "return", reason="饲料费漏填")
    assert submit_sheet(manager, sample, figures(), seen_version=2).version == 3


def test_the_content_of_a_sheet_cannot_be_changed(scene: Scene) -> None:
    sample = opened(scene).sample.first()
    assert sample is not None
    sheet = submit_sheet(scene.manager_of(sample), sample, figures())
    sheet.survey_cost = Decimal(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        sheet.save()


def test_a_leap_from_the_last_round_must_be_explained(scene: Scene) -> None:
    year, quarter = timezone.localdate().year - 1, 2
    before = opened(scene, f"{year}Q{quarter}")
    surveyed(scene, before)
    sample = opened(scene).sample.first()
    assert sample is not None
    manager = scene.manager_of(sample)
    with pytest.raises(Problem) as problem:
        submit_sheet(manager, sample, figures(factor=Decimal("1.25")))
    assert refused(problem) == (422, ["change"])
    assert submit_sheet(
        manager, sample, figures(factor=Decimal("1.25")), remark="青贮歉收，外购草增加"
    )


def test_an_outlier_must_be_decided_on(scene: Scene) -> None:
    round_of = opened(scene)
    surveyed(scene, round_of, leave_out=1)
    last = round_of.sample.order_by("-pk")[0]
    odd = submit_sheet(scene.manager_of(last), last, figures(factor=Decimal("1.5")))
    with pytest.raises(Problem) as problem:
        close_survey(scene.secretary, round_of)
    assert "未审核" in problem.value.detail.zh
    review_sheet(scene.secretary, odd, "accept")
    with pytest.raises(Problem) as problem:
        close_survey(scene.secretary, round_of)
    assert refused(problem) == (409, ["outlier"])
    with pytest.raises(Problem) as problem:
        review_sheet(scene.secretary, odd, "exclude")
    assert refused(problem) == (422, ["required"])
    review_sheet(scene.secretary, odd, "exclude", reason="含一次性搬迁费用")
    estimate = close_survey(scene.secretary, round_of)
    assert estimate.inputs["excluded"] == [
        {"key": f"S{last.pk}", "cost": str(odd.survey_cost), "why": "含一次性搬迁费用"}
    ]
    assert len(estimate.inputs["farms"]) == 7


def test_an_outlier_may_be_kept_with_a_reason(scene: Scene) -> None:
    round_of = opened(scene)
    surveyed(scene, round_of, leave_out=1)
    last = round_of.sample.order_by("-pk")[0]
    odd = submit_sheet(scene.manager_of(last), last, figures(factor=Decimal("1.5")))
    review_sheet(scene.secretary, odd, "accept")
    review_sheet(scene.secretary, odd, "keep", reason="实地核实，有机牧场")
    estimate = close_survey(scene.secretary, round_of)
    assert [one["kept"] for one in estimate.inputs["farms"] if one["kept"]] == [
        "实地核实，有机牧场"
    ]


def test_too_few_farms_give_no_price_but_a_way_on(scene: Scene) -> None:
    round_of = opened(scene)
    surveyed(scene, round_of, leave_out=5)
    estimate = close_survey(scene.secretary, round_of)
    assert (estimate.tier, estimate.cost) == (0, None)
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="traded")
    status, rules = refused(problem)
    assert status == 409
    assert rules[0] == "≥5"
    assert problem.value.faults[0].value == "3"
    reopen_survey(scene.secretary, round_of, opinion="补充样本")
    round_of.refresh_from_db()
    assert round_of.state == "survey"
    close_survey(scene.secretary, round_of)
    talks.suspend_round(scene.officer, round_of, opinion="样本不足，本期不发布")
    round_of.refresh_from_db()
    assert round_of.state == "suspended"


def test_after_a_published_round_a_thin_one_carries_its_cost_on(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    publish_price(scene.officer, round_of)
    year, quarter = int(round_of.code[:4]), int(round_of.code[-1])
    following = opened(scene, f"{year}Q{quarter + 1}" if quarter < 4 else f"{year + 1}Q1")
    for code, value in (("feed_index", "102"), ("feed_index_before", "100")):
        talks.enter_market_figure(
            scene.secretary, following, code=code, value=Decimal(value), source="演示"
        )
    surveyed(scene, following, leave_out=6)
    estimate = close_survey(scene.secretary, following)
    assert estimate.tier == 3
    assert estimate.inputs["carried"]["round"] == round_of.code
    share = Decimal(estimate.inputs["values"]["feed_share"])
    carried = Decimal(estimate.inputs["carried"]["cost"]) * (1 + share * Decimal("0.02"))
    assert abs((estimate.cost or 0) - carried) < Decimal("0.000001")


def test_judgement_is_logged_and_limited(scene: Scene) -> None:
    round_of = opened(scene)
    surveyed(scene, round_of)
    close_survey(scene.secretary, round_of)
    with pytest.raises(Problem) as problem:
        talks.judge(scene.secretary, round_of, what="季节", why=" ", effect_yuan=Decimal("-0.05"))
    assert refused(problem) == (422, ["required"])
    talks.judge(
        scene.secretary, round_of, what="旺季供大于求", why="近四周喷粉率上升",
        effect_yuan=Decimal("-0.05"),
    )  # fmt: skip
    motion = talks.put_motion(scene.secretary, round_of, formula="cost_plus")
    plain = (motion.formula_value - Decimal("0.05")).quantize(Decimal("0.01"))
    assert motion.central == plain
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="cost_plus")
    assert problem.value.kind.status == 409
    talks.lapse_motion(scene.secretary, motion)
    talks.judge(scene.secretary, round_of, what="x", why="y", effect_yuan=Decimal("-0.50"))
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="cost_plus")
    assert refused(problem) == (422, ["most"])


def test_another_corridor_needs_a_reason(scene: Scene) -> None:
    round_of = opened(scene)
    surveyed(scene, round_of)
    close_survey(scene.secretary, round_of)
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="cost_plus", floor=Decimal("3.00"))
    assert refused(problem) == (422, ["required"])
    with pytest.raises(Problem) as problem:
        talks.put_motion(
            scene.secretary, round_of, formula="cost_plus", floor=Decimal("9"), corridor_reason="x"
        )
    assert refused(problem) == (422, ["order"])
    motion = talks.put_motion(
        scene.secretary, round_of, formula="cost_plus", floor=Decimal("3.00"),
        corridor_reason="参照黑龙江2016年第四季度的0.906",
    )  # fmt: skip
    assert motion.floor == Decimal("3.00")
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="import_parity")
    assert refused(problem) == (422, ["complete"])
