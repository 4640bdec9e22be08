"""The plan's REST routes."""

import pytest
from django.test import Client

from milkshed.plan.actions import load_plan
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


def test_roles_of_the_chain_get_a_problem(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["farm_manager"])
    answer = client.get("/api/plan/lights")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
