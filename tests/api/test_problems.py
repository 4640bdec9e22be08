"""What programs are told of a mistake: field, value and rule, in the language they ask for."""

from typing import Any

import pytest
from django.test import Client

from milkshed.plan.actions.loading import load_plan
from tests.cast import Cast


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.people["region_officer"])
    return client


def _told(client: Client, address: str, language: str = "zh-hans") -> dict[str, Any]:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Accept-Language" in answer.headers["Vary"]
    document: dict[str, Any] = answer.json()["errors"][0]
    return document


def test_a_mistake_names_field_value_and_rule(officer: Client) -> None:
    told = _told(officer, "/api/collection/sheets?first=昨天")
    assert told == {
        "field": "query.first",
        "value": "昨天",
        "rule": "date_from_datetime_parsing",
        "message": "应为日期，如 2026-01-31",
    }
    english = _told(officer, "/api/collection/sheets?first=昨天", "en")
    assert english["message"].startswith("Input should be a valid date")


def test_limits_are_told_with_their_number(officer: Client) -> None:
    assert _told(officer, "/api/collection/sheets?limit=501")["message"] == "应不大于500"
    assert _told(officer, "/api/quality/pass-rate?first=2026-01-01") == {
        "field": "query.last",
        "value": None,
        "rule": "missing",
        "message": "缺少此项",
    }


def test_chinese_is_written_as_chinese(officer: Client) -> None:
    load_plan()
    text = officer.get("/api/plan/lights").text
    assert "奶" in text
    assert "\\u" not in text


def test_pages_and_documents_at_one_address_are_told_apart(client: Client, db: None) -> None:
    assert "Accept" in client.get("/no/such/page").headers["Vary"].split(", ")
