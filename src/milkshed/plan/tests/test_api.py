"""The plan's REST routes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from milkshed.plan.actions.items import ItemWish, open_item
from milkshed.plan.actions.loading import load_plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_lights_and_one_indicator(client: Client, cast: Cast) -> None:
    load_plan()
    client.force_login(cast.people["auditor"])
    lights = client.get("/api/plan/lights?on=2026-01-05").json()
    assert len(lights) == 58
    assert {light["colour"] for light in lights} == {"grey"}
    one = client.get("/api/plan/indicators/K7", headers={"Accept-Language": "en"}).json()
    assert [claim["target"] for claim in one["claims"]] == ["≥95", "≥90"]
    assert client.get("/api/plan/indicators/K99").status_code == 404
    assert client.get("/api/plan/lights?on=soon").status_code == 422


def test_outlook_and_tasks(client: Client, cast: Cast) -> None:
    load_plan()
    item = open_item(
        cast.people["region_officer"],
        ItemWish("任务", "目标", "U3", timezone.localdate() + timedelta(days=3)),
    )
    client.force_login(cast.people["auditor"])
    told = client.get("/api/plan/indicators/K2/outlook?on=2026-01-05").json()
    assert told["need"] is None
    assert told["forecast"] is None
    assert "点" in told["why"]
    (task,) = client.get("/api/plan/items").json()
    assert (task["number"], task["overdue"], task["percent"]) == (item.number, False, 0)
    assert client.get("/api/plan/items?state=closed").json() == []
    assert client.get("/api/plan/items?state=gone").status_code == 422
    client.force_login(cast.people["county_officer"])
    assert client.get("/api/plan/items").json() == []


def test_roles_of_the_chain_get_a_problem(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["farm_manager"])
    answer = client.get("/api/plan/lights")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
