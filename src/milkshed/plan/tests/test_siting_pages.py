"""What-ifs on real tables: caps and herd of the county, answers kept as they were, compared."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from milkshed.herd.models import Animal, Farm
from milkshed.kernel.problems import Problem
from milkshed.plan.actions.lists import SplitRow, split_target
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.siting import (
    ResourceWish,
    SitingWish,
    keep_scenario,
    set_resource,
    try_siting,
)
from milkshed.plan.models import CountyResource, Indicator, SitingScenario
from milkshed.plan.queries.siting import frozen, within
from milkshed.plan.rules import ROWS
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The plan loaded, Litong capped at 10 head of which 4 stand, with some land and water."""
    cache.clear()
    load_plan()
    load_rules(ROWS)
    officer = cast.people["region_officer"]
    split_target(
        officer,
        Indicator.objects.get(code="K1"),
        [SplitRow("640302", "0.001")],
        valid_from=date(2024, 1, 1),
        basis="assumed",
        document="测试",
    )
    farm = Farm.objects.create(
        organisation=cast.organisations["farm"],
        place=cast.places["farm"],
        code="6403020001",
        declared_head=4,
        filed_on=date(2024, 1, 1),
    )
    Animal.objects.bulk_create(
        Animal(
            registered_farm=farm,
            farm=farm,
            sex="F",
            birth_date=date(2022, 1, 1),
            entered_on=date(2022, 1, 1),
            synthetic=True,
        )
        for _ in range(4)
    )
    for kind, value in (("silage_maize_mu", "1000"), ("alfalfa_mu", "100"), ("water_m3", "5000")):
        set_resource(
            officer,
            ResourceWish("640302", kind, Decimal(value), "测试", "assumed", date(2024, 1, 1)),
        )
    return cast


def test_the_county_s_own_numbers_limit_the_farm(office: Cast) -> None:
    found = try_siting(office.people["region_officer"], SitingWish("640302", 7))
    assert found.inputs["county_head"].value == 4
    assert found.inputs["county_head"].status == "computed"
    assert found.inputs["county_cap_head"].value == 10
    assert found.inputs["zone_cap_head"].status == "recalled"
    assert found.answer.limiting == "county_cap"
    assert found.answer.greatest_head == 6
    assert found.answer.fits is False
    lifted = try_siting(
        office.people["region_officer"],
        SitingWish("640302", 7, changes={"county_cap_head": Decimal(10_000)}),
    )
    # 5,000 m³ ÷ 45.26 = 110.5 head, of which 4 stand there
    assert lifted.answer.limiting == "water"
    assert lifted.answer.greatest_head == 106


def test_an_answer_is_kept_as_it_was(office: Cast) -> None:
    officer = office.people["region_officer"]
    kept = keep_scenario(officer, SitingWish("640302", 7), "利通七头")
    set_resource(
        officer,
        ResourceWish("640302", "water_m3", Decimal(0), "新指标", "official", date(2025, 1, 1)),
    )
    assert CountyResource.objects.filter(kind="water_m3", valid_to=date(2024, 12, 31)).exists()
    inputs, answer = frozen(SitingScenario.objects.get(pk=kept.pk))
    assert inputs["water_m3"].value == 5000
    assert answer.greatest_head == kept.answer["greatest_head"] == 6
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        SitingScenario.objects.filter(pk=kept.pk).update(head=1)
    assert try_siting(officer, SitingWish("640302", 7)).answer.greatest_head == 0


def test_what_breaks_a_rule_is_named(office: Cast) -> None:
    officer, county = office.people["region_officer"], office.people["county_officer"]
    with pytest.raises(Problem) as wrong:
        try_siting(officer, SitingWish("110101", 0, "moon", changes={"head": Decimal(1)}))
    assert {fault.field for fault in wrong.value.faults} == {"county", "head", "reach"}
    with pytest.raises(Problem):
        try_siting(county, SitingWish("640221", 10))
    with pytest.raises(Problem):
        keep_scenario(officer, SitingWish("640302", 10), " ")
    with pytest.raises(Problem) as before:
        set_resource(
            county,
            ResourceWish("640302", "water_m3", Decimal(1), "x", "assumed", date(2023, 1, 1)),
        )
    assert before.value.faults[0].rule == "after-present"
    assert within("640302", "city") > within("640302", "county")
    near = within("640302", "near")
    assert near == {"640302", "640181", "640303", "640381"}
    assert not near <= within("640302", "city")


def test_pages_answer_with_the_limiting_factor(office: Cast, client: Client) -> None:
    officer = office.people["region_officer"]
    one = keep_scenario(officer, SitingWish("640302", 7), "利通七头")
    two = keep_scenario(officer, SitingWish("640302", 3, "region", own_forage=True), "利通三头")
    away = keep_scenario(officer, SitingWish("640221", 3), "平罗三头")
    client.force_login(officer)
    html = {"Accept": "text/html"}
    for language in ("zh-hans", "en"):
        client.cookies["milkshed_language"] = language
        for address in (
            "/plan/siting", "/plan/siting?county=640302&head=7", f"/plan/siting/{one.pk}",
            f"/plan/siting/compare?a={one.pk}&b={two.pk}", f"/plan/siting/{one.pk}/limits.xlsx",
        ):  # fmt: skip
            assert client.get(address, headers=html).status_code == 200, address
    client.cookies["milkshed_language"] = "zh-hans"
    told = client.get("/plan/siting?county=640302&head=7", headers=html).text
    assert "受限于本县存栏控制数，最多还可建6头" in told
    wrong = client.get("/plan/siting?county=640302&head=x&water_m3=much", headers=html)
    assert wrong.status_code == 422
    posted = client.post(
        "/plan/siting/keep", {"county": "640302", "head": "5", "name": "五头"}, headers=html
    )
    assert posted.status_code == 302
    answered = client.get("/api/plan/siting?county=640302&head=7").json()
    assert (answered["limiting"], answered["greatest_head"]) == ("county_cap", 6)
    assert client.get("/api/plan/siting?county=110101&head=7").status_code == 422
    client.force_login(office.people["county_officer"])
    assert client.get(f"/plan/siting/{away.pk}", headers=html).status_code == 404
    assert client.get(f"/plan/siting/compare?a={one.pk}&b={away.pk}").status_code == 404
    assert timezone.localdate() == one.on
