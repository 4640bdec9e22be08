"""A recall from suspicion to closure: the scope, the four eyes, the lots, the balance."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from milkshed.factory.actions.lots import move_lot
from milkshed.factory.actions.recalls.accounting import (
    Movement,
    close_recall,
    record_movement,
    report_recall,
    undo_movement,
)
from milkshed.factory.actions.recalls.cases import open_recall
from milkshed.factory.actions.recalls.deciding import (
    decide_recall,
    extend_recall,
    propose_recall,
    reject_recall,
    reopen_recall,
    withdraw_recall,
)
from milkshed.factory.actions.recalls.estimating import digest_of, revise_scope
from milkshed.factory.actions.recalls.telling import (
    Addressee,
    acknowledge,
    send_notices,
    state_on_recall,
)
from milkshed.factory.models import ProductLot, RecallCase, RecallEstimate
from milkshed.factory.queries.recalls import balances, concerned_by, lots_in_scope, timeline
from milkshed.factory.tests.recall_scene import (
    SUSPECT,
    SUSPECT_SHARES,
    Scene,
    scene,
    suspicion,
)
from milkshed.kernel.problems import Problem
from milkshed.ledger.models import Event
from milkshed.platform.models import Transition
from milkshed.platform.scope import EVERYTHING
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Scene:
    return scene(cast)


def opened(cast: Cast, **values: object) -> RecallCase:
    return open_recall(cast.people["plant_quality"], suspicion(**values))


def decided(cast: Cast, **values: object) -> RecallCase:
    case = propose_recall(cast.people["plant_quality"], opened(cast, **values), opinion="提请")
    return decide_recall(cast.people["county_officer"], case, opinion="同意", unheard="已上市销售")


def states() -> list[str]:
    return list(ProductLot.objects.order_by("lot").values_list("state", flat=True))


def rules_of(problem: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in problem.value.faults}


def test_a_residue_is_followed_by_its_share(cast: Cast, here: Scene) -> None:
    case = opened(cast)
    assert (case.model, case.level, case.state) == ("mass_fraction", "2", "open")
    shares = [float(lot.concentration or 0) for lot in lots_in_scope(case)]
    assert shares == pytest.approx(SUSPECT_SHARES, abs=1e-8)
    assert {plant.pk for plant in case.plants.all()} == {here.works.plant.pk}


def test_three_models_stand_side_by_side_as_evidence(cast: Cast, here: Scene) -> None:
    case = opened(cast)
    found = {one.model: one for one in case.estimates.all()}
    assert set(found) == {"conservative", "mass_fraction", "plug_flow"}
    assert found["conservative"].product_lots == 3
    assert found["plug_flow"].product_lots < 3  # the heel of state 1 leaves first
    assert found["conservative"].packs == sum(lot.packs for lot in here.lots)
    for one in found.values():
        assert one.digest == digest_of(one.document)
        assert one.ledger_size == Event.objects.count()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        RecallEstimate.objects.update(product_lots=0)


def test_a_limit_draws_the_line(cast: Cast, here: Scene) -> None:
    # 10 µg/kg in the load and 2 allowed: lots under a fifth of it are out
    case = opened(cast, suspect_value=Decimal(10), limit_value=Decimal(2), unit="µg/kg")
    assert case.threshold == Decimal("0.2")
    assert [lot.product_lot.lot for lot in lots_in_scope(case)] == ["P1"]


def test_what_grows_knows_no_share(cast: Cast, here: Scene) -> None:
    case = opened(cast, hazard="pathogen")
    assert (case.model, case.level) == ("conservative", "1")
    assert len(lots_in_scope(case)) == 3


def test_the_clock_starts_when_the_risk_was_known(cast: Cast, here: Scene) -> None:
    given = suspicion(level="1")
    case = open_recall(cast.people["plant_quality"], given)
    assert case.start_by - given.known_at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"cause": " "}, "required"),
        ({"suspects": ()}, "count"),
        ({"suspects": ("https://id.gs1.org/01/09521234543213/10/NOBODY",)}, "known-lot"),
        ({"known_at": timezone.now() + timedelta(days=400)}, "not-in-future"),
        ({"threshold": Decimal(2)}, "range"),
        ({"hazard": "magic"}, "choice"),
        ({"level": "9"}, "choice"),
        ({"model": "magic"}, "choice"),
        ({"suspect_value": Decimal(1)}, "with-value"),
        ({"suspect_value": Decimal(-1), "limit_value": Decimal(1)}, "range"),
    ],
)
def test_a_senseless_case_is_not_opened(
    cast: Cast, here: Scene, values: dict[str, object], rule: str
) -> None:
    with pytest.raises(Problem) as problem:
        opened(cast, **values)
    assert rule in rules_of(problem)
    assert not RecallCase.objects.exists()


def test_nobody_opens_a_case_about_milk_of_others(cast: Cast, here: Scene) -> None:
    cast.people["county_officer"].memberships.update(organisation=cast.organisations["pingluo"])
    with pytest.raises(Problem) as problem:
        open_recall(cast.people["county_officer"], suspicion())
    assert problem.value.kind.slug == "not-found"
    with pytest.raises(Problem) as problem:
        open_recall(cast.people["farm_manager"], suspicion())
    assert problem.value.kind.slug == "not-allowed"


def test_proposing_holds_the_lots_and_another_decides(cast: Cast, here: Scene) -> None:
    case = propose_recall(cast.people["plant_quality"], opened(cast), opinion="残留确证")
    assert states() == ["held"] * 3
    with pytest.raises(Problem) as problem:
        decide_recall(cast.people["plant_quality"], case, opinion="同意", unheard="急")
    assert rules_of(problem) == {"four-eyes"}
    with pytest.raises(Problem) as problem:
        decide_recall(cast.people["county_officer"], case, opinion="同意")
    assert rules_of(problem) == {"heard"}
    state_on_recall(cast.people["plant_quality"], case, "该批尚未出库")
    done = decide_recall(cast.people["county_officer"], case, opinion="同意")
    assert states() == ["recalled"] * 3
    assert done.finish_by is not None
    told = Event.objects.filter(biz_step__uri="holding").count()
    assert told == 6  # three held, three recalled


def test_who_proposed_a_recall_does_not_release_its_lots_alone(cast: Cast, here: Scene) -> None:
    propose_recall(cast.people["plant_quality"], opened(cast), opinion="残留确证")
    with pytest.raises(Problem) as problem:
        move_lot(cast.people["plant_quality"], here.lots[0], "factory.release_lot", reason="搞错了")
    assert rules_of(problem) == {"four-eyes"}


def test_rejecting_releases_what_the_case_held_and_nothing_else(cast: Cast, here: Scene) -> None:
    move_lot(cast.people["inspector"], here.lots[0], "factory.hold_lot", reason="另案")
    case = propose_recall(cast.people["plant_quality"], opened(cast), opinion="残留确证")
    reject_recall(cast.people["county_officer"], case, opinion="复检合格")
    assert states() == ["held", "released", "released"]


def test_a_case_is_withdrawn_by_its_own(cast: Cast, here: Scene) -> None:
    case = propose_recall(cast.people["plant_quality"], opened(cast), opinion="残留确证")
    withdraw_recall(cast.people["plant_quality"], case, opinion="样品编号录错")
    assert states() == ["released"] * 3


def test_a_decision_is_repaired_by_a_new_revision(cast: Cast, here: Scene) -> None:
    case = decided(cast)
    reopened = reopen_recall(cast.people["county_officer"], case, opinion="复检含量更低")
    revise_scope(
        cast.people["plant_quality"], reopened, model="mass_fraction", threshold=Decimal("0.2")
    )
    case.refresh_from_db()
    assert (case.revision, case.estimates.count()) == (2, 6)
    assert [lot.product_lot.lot for lot in lots_in_scope(case)] == ["P1"]
    # a lot out of scope again is reinstated by somebody who did not decide
    with pytest.raises(Problem) as problem:
        move_lot(
            cast.people["county_officer"], here.lots[2], "factory.reinstate_lot", reason="不在范围"
        )
    assert rules_of(problem) == {"four-eyes"}
    move_lot(
        cast.people["region_officer"], here.lots[2], "factory.reinstate_lot", reason="不在范围"
    )
    assert states() == ["recalled", "recalled", "released"]


def test_the_end_is_moved_only_forward(cast: Cast, here: Scene) -> None:
    case, officer = decided(cast), cast.people["county_officer"]
    assert case.finish_by is not None
    with pytest.raises(Problem):
        extend_recall(officer, case, until=case.finish_by, opinion="渠道多")
    later = case.finish_by + timedelta(days=10)
    extended = extend_recall(officer, case, until=later, opinion="渠道多")
    assert extended.finish_by == later
    with pytest.raises(Problem):
        extend_recall(officer, case, until=date(2100, 1, 1), opinion="渠道多")


def test_those_concerned_are_told_and_confirm(cast: Cast, here: Scene) -> None:
    case = opened(cast)
    concerned = concerned_by(case)
    assert {one.audience for one in concerned} >= {"plant", "station", "office"}
    station = next(one for one in concerned if one.audience == "station")
    quality = cast.people["plant_quality"]
    inside, outside = send_notices(
        quality,
        case,
        [
            Addressee("station", station.organisation),
            Addressee("channel", None, "城东超市", "0951-1234567"),
        ],
        "请立即停止发运",
    )
    with pytest.raises(Problem) as problem:
        acknowledge(quality, inside)
    assert rules_of(problem) == {"addressee"}
    acknowledge(cast.people["station_manager"], inside, answer="已停运")
    with pytest.raises(Problem) as problem:
        acknowledge(cast.people["station_manager"], inside)
    assert rules_of(problem) == {"once"}
    with pytest.raises(Problem) as problem:
        acknowledge(quality, outside)
    assert rules_of(problem) == {"required"}
    acknowledge(quality, outside, answer="电话确认，店长王某")


@pytest.mark.parametrize(
    ("addressees", "text", "rule"),
    [
        ([], "停售", "required"),
        ([Addressee("channel", None, "", "")], "停售", "required"),
        ([Addressee("nobody", None, "甲", "乙")], "停售", "choice"),
        ([Addressee("channel", None, "甲", "乙")], " ", "length"),
    ],
)
def test_a_senseless_notice_is_not_sent(
    cast: Cast, here: Scene, addressees: list[Addressee], text: str, rule: str
) -> None:
    case = opened(cast)
    with pytest.raises(Problem) as problem:
        send_notices(cast.people["plant_quality"], case, addressees, text)
    assert rule in rules_of(problem)
    assert not case.notices.exists()


def moved(kind: str, kg: int, **values: object) -> Movement:
    given: dict[str, object] = {"at": timezone.now(), "document": "清单1号"}
    return Movement(kind, Decimal(kg), **(given | values))  # type: ignore[arg-type]


def test_a_case_is_closed_when_every_kilogram_is_accounted_for(cast: Cast, here: Scene) -> None:
    case, quality = decided(cast, suspects=(SUSPECT,)), cast.people["plant_quality"]
    with pytest.raises(Problem) as problem:
        report_recall(quality, case, text="完成")
    assert rules_of(problem) == {"settled"}
    for lot in lots_in_scope(case):
        whole = int(lot.product_lot.kg)
        record_movement(quality, lot, moved("sealed", whole - 800))
        record_movement(quality, lot, moved("recovered", 500, where="城东超市"))
        record_movement(quality, lot, moved("consumed", 200))
        record_movement(quality, lot, moved("unknown", 100))
        record_movement(quality, lot, moved("destroyed", whole - 300))
    assert all(balance.is_settled for balance in balances(case).values())
    report = report_recall(quality, case, text="已全部处置")
    with pytest.raises(Problem) as problem:
        close_recall(quality, report, text="结案")
    assert problem.value.kind.slug == "not-allowed"
    closed = close_recall(cast.people["county_officer"], report, text="核实无误")
    assert closed.state == "closed"
    step = Transition.objects.get(verb="factory.close_recall", subject_id=case.pk)
    assert len(step.evidence["lots"]) == 3
    titles = [moment.title.zh for moment in timeline(case, EVERYTHING)]
    assert titles[0] == "立案"
    assert titles[-1] == "核准结案"


@pytest.mark.parametrize(
    ("movement", "rule"),
    [
        (lambda: moved("sealed", 19_801), "balance"),
        (lambda: moved("destroyed", 1), "balance"),
        (lambda: moved("destroyed", 1, document=""), "required"),
        (lambda: moved("sealed", 0), "positive"),
        (lambda: moved("eaten", 1), "choice"),
        (lambda: moved("sealed", 1, at=timezone.now() + timedelta(days=1)), "range"),
        (lambda: moved("sealed", 1, at=timezone.now() - timedelta(days=4000)), "range"),
    ],
)
def test_an_impossible_movement_is_refused(
    cast: Cast, here: Scene, movement: Callable[[], Movement], rule: str
) -> None:
    lot = lots_in_scope(decided(cast))[0]
    with pytest.raises(Problem) as problem:
        record_movement(cast.people["plant_quality"], lot, movement())
    assert rule in rules_of(problem)
    assert not lot.movements.exists()


def test_a_wrong_movement_is_undone_by_another(cast: Cast, here: Scene) -> None:
    lot, quality = lots_in_scope(decided(cast))[0], cast.people["plant_quality"]
    wrong = record_movement(quality, lot, moved("sealed", 10_000))
    record_movement(quality, lot, moved("destroyed", 10_000))
    with pytest.raises(Problem):
        undo_movement(quality, wrong, reason="录错批次")  # it is destroyed already
    other = record_movement(quality, lot, moved("recovered", 100))
    undo_movement(quality, other, reason="录错批次")
    assert balances(lot.case)[lot].recovered_kg == 0
    with pytest.raises(Problem):
        undo_movement(quality, other, reason="再来一次")


def test_nothing_is_brought_back_before_the_decision(cast: Cast, here: Scene) -> None:
    lot = lots_in_scope(opened(cast))[0]
    with pytest.raises(Problem) as problem:
        record_movement(cast.people["plant_quality"], lot, moved("sealed", 1))
    assert rules_of(problem) == {"running"}
