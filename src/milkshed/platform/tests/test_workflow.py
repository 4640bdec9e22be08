import pytest
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Alarm, Transition
from milkshed.platform.workflow import Flow, Move
from tests.cast import Cast

# An alarm has a state and a number, which is all that a flow asks of its subject.
FLOW = Flow(
    subject="test",
    states={s: Text(s, s) for s in ("draft", "checked", "approved")},
    initial="draft",
    moves=(
        Move("platform.see_jobs", ("draft",), "checked", Text("复核", "Check")),
        Move(
            "platform.edit_rules",
            ("checked",),
            "approved",
            Text("批准", "Approve"),
            other_than=("platform.see_jobs",),
        ),
    ),
)


@pytest.fixture
def record(cast: Cast) -> Alarm:
    return Alarm.objects.create(
        key="1",
        kind="test",
        severity="notice",
        title_zh="测试",
        title_en="Test",
        happened_at=timezone.now(),
        state="draft",
    )


def test_a_move_is_stored_with_its_actor(cast: Cast, record: Alarm) -> None:
    FLOW.perform(record, "platform.see_jobs", cast.people["auditor"], opinion="属实")
    record.refresh_from_db()
    assert record.state == "checked"
    step = Transition.objects.get(subject="test")
    assert (step.source, step.target, step.opinion) == ("draft", "checked", "属实")
    assert step.person == cast.people["auditor"]


def test_a_move_from_the_wrong_state_is_a_conflict(cast: Cast, record: Alarm) -> None:
    with pytest.raises(Problem) as caught:
        FLOW.perform(record, "platform.edit_rules", cast.people["administrator"])
    assert caught.value.kind.status == 409
    assert not Transition.objects.exists()


def test_four_eyes_refuse_the_same_person(cast: Cast, record: Alarm) -> None:
    administrator = cast.people["administrator"]
    FLOW.perform(record, "platform.see_jobs", administrator)
    with pytest.raises(Problem) as caught:
        FLOW.perform(record, "platform.edit_rules", administrator)
    assert caught.value.faults[0].rule == "four-eyes"


def test_another_person_completes_the_four_eyes(cast: Cast, record: Alarm) -> None:
    FLOW.perform(record, "platform.see_jobs", cast.people["auditor"])
    FLOW.perform(record, "platform.edit_rules", cast.people["administrator"])
    assert record.state == "approved"


def test_a_role_without_the_verb_may_not_move(cast: Cast, record: Alarm) -> None:
    with pytest.raises(Problem) as caught:
        FLOW.perform(record, "platform.see_jobs", cast.people["farm_vet"])
    assert caught.value.kind.status == 403
