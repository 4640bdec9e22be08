"""The page that ranks sources: from the plant's routine tests to the farm behind them."""

from datetime import timedelta

import pytest
from django.test import Client

from milkshed.ledger.facade import capture_document
from milkshed.ledger.tests import chain
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.tests.furniture import START, furnish, incoming_row
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html"}
DAYS = {"analyte": "antibiotics", "first": "2026-01-04", "last": "2026-01-05"}


@pytest.fixture(autouse=True)
def tested(cast: Cast) -> None:
    """Two farms' milk; both loads of the first test positive, the load of the second does not."""
    furnish(cast)
    farm, other = cast.places["farm"].uri, cast.places["other_farm"].uri
    events = [
        chain.milking("M1", 2000.0, place=farm),
        chain.milking("M2", 2000.0, place=other),
    ]
    loads: dict[str, dict[str, float | None]] = {
        "L1": {"M1": 1000.0},
        "L2": {"M1": 500.0, "M2": 500.0},
        "L3": {"M2": 1000.0},
    }
    for load, inputs in loads.items():
        made = {load: sum(mass or 0.0 for mass in inputs.values())}
        events.append(chain.mixing("loading", inputs, made, chain.MORNING + timedelta(hours=1)))
    assert capture_document(chain.document(events)).success
    rows = [
        incoming_row(
            cast,
            f"B{place}",
            lot_uri=chain.lot(f"L{place}"),
            sampled_at=START + timedelta(minutes=place),
            reported_at=START + timedelta(minutes=place + 30),
            antibiotics=place < 3,
        )
        for place in (1, 2, 3)
    ]
    assert not record_incoming_tests(rows).faults


def _page(client: Client, cast: Cast, role: str, **query: str) -> str:
    client.force_login(cast.people[role])
    answer = client.get("/sources", query, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_farm_behind_both_bad_loads_comes_first(client: Client, cast: Cast) -> None:
    shown = _page(client, cast, "region_officer", **DAYS)
    assert f"最可能： {cast.places['farm'].name_zh}" in " ".join(shown.split())
    assert shown.index(cast.places["farm"].name_zh) < shown.index(cast.places["other_farm"].name_zh)
    assert "single-and-pair-source-posterior" in shown
    for barcode in ("B1", "B2", "B3"):
        assert f"/quality/samples/{barcode}" in shown


def test_typed_tests_count_too(client: Client, cast: Cast) -> None:
    typed = f"{chain.lot('M1')} 阴性\n{chain.lot('L2')}+{chain.lot('L3')} 阳性"
    shown = _page(client, cast, "region_officer", tests=typed, **DAYS)
    assert '<span class="count">5</span>' in shown
    assert f"{chain.lot('L2')}+{chain.lot('L3')}" in shown


def test_a_farm_reads_no_names_of_others(client: Client, cast: Cast) -> None:
    lines = f"{chain.lot('L2')} 阳性"
    shown = _page(client, cast, "farm_manager", tests=lines, **DAYS)
    assert cast.places["other_farm"].name_zh not in shown
    assert "其他单位" in shown


def test_no_positive_result_is_said_plainly(client: Client, cast: Cast) -> None:
    shown = _page(client, cast, "region_officer", **(DAYS | {"analyte": "melamine"}))
    assert "这段时间没有阳性结果" in shown


@pytest.mark.parametrize(
    ("query", "field", "rule"),
    [
        ({"analyte": "fat"}, "analyte", "choice"),
        ({"first": "2020-01-01"}, "first", "range"),
        ({"limit": "0"}, "limit", "positive"),
        ({"limit": "x"}, "limit", "positive"),
        ({"tests": "L1"}, "tests", "test-line"),
        ({"tests": "L1 maybe"}, "tests", "test-line"),
        ({"tests": "L1 阳性 -3"}, "tests", "value"),
        ({"tests": "nobody 阳性"}, "tests", "one-lot"),
        ({"tests": "x 阳性\n" * 61}, "tests", "count"),
    ],
)
def test_nonsense_names_the_field(
    client: Client, cast: Cast, query: dict[str, str], field: str, rule: str
) -> None:
    client.force_login(cast.people["region_officer"])
    answer = client.get("/sources", DAYS | query)
    assert answer.status_code == 422
    fault = answer.json()["errors"][0]
    assert (fault["field"], fault["rule"]) == (field, rule)
