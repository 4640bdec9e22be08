import pytest
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.platform.alarms import handle_alarm, raise_alarm
from milkshed.platform.models import Alarm
from milkshed.platform.scope import scope_of, visible
from tests.cast import Cast


def _raise(cast: Cast, title: str = "到厂温度 9.0 ℃") -> Alarm:
    return raise_alarm(
        "warm:1",
        kind="temperature",
        severity="warning",
        title=Text(title, "Arrived at 9.0 °C"),
        happened_at=timezone.now(),
        place=cast.places["station"],
        organisations=[cast.organisations["plant"]],
    )


def test_the_same_finding_is_one_alarm(cast: Cast) -> None:
    _raise(cast)
    _raise(cast, "到厂温度 9.1 ℃")
    assert Alarm.objects.get().title_zh == "到厂温度 9.1 ℃"


def test_those_concerned_see_it_and_others_do_not(cast: Cast) -> None:
    _raise(cast)
    seen_by = {
        role
        for role, person in cast.people.items()
        if visible(Alarm.objects.all(), scope_of(person)).exists()
    }
    assert {"region_officer", "county_officer", "station_manager", "plant_receiver"} <= seen_by
    assert "farm_manager" not in seen_by
    assert "lab_analyst" not in seen_by


def test_handling_needs_the_verb_and_happens_once(cast: Cast) -> None:
    alarm = _raise(cast)
    with pytest.raises(Problem):
        handle_alarm(alarm, cast.people["station_manager"], handling="已查看")
    handle_alarm(alarm, cast.people["inspector"], handling="责令整改")
    with pytest.raises(Problem) as caught:
        handle_alarm(alarm, cast.people["inspector"], handling="再次")
    assert caught.value.kind.status == 409
