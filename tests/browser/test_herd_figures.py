"""A farm's key figures, a cow's time line and the federation in a browser, desk and phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_figure_opens_down_to_a_cow_and_her_life(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.goto("/herd/kpi")
    expect(page.locator("figure[data-drawn='yes']")).to_have_count(3)
    board = page.url
    row = page.locator("tbody tr", has_text="情期受胎率").first
    told = row.locator("td[data-label='分子 / 分母']").inner_text()
    row.locator("th a").click()
    expect(page.locator(".stat__note").first).to_contain_text(told)
    expect(page.locator("main")).to_contain_text("按配种员")
    detail = page.url
    page.locator("main tbody a[href*='timeline']").first.click()
    expect(page.locator("figure[data-drawn='yes']")).to_have_count(1)
    expect(page.locator("main tbody")).to_contain_text("配种")
    page.set_viewport_size(PHONE)
    for address in (page.url, detail, board):
        page.goto(address)
        assert no_sideways_scroll(page), address
    assert not complaints


def test_a_month_is_typed_and_its_money_shown(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.goto("/herd/kpi")
    page.fill("#month", "2025-01")
    page.fill("#milk_kg", "100000")
    page.fill("#price_yuan_per_kg", "3.5")
    page.fill("#feed_cost_yuan", "250000")
    page.fill("#source", "结算单 2025-01")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("tbody tr", has_text="2025-01")).to_contain_text("100,000.00")
    assert not complaints


def test_the_federation_says_how_to_begin(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/herd/federation")
    expect(page.locator(".empty")).to_contain_text(re.compile("federation found"))
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints
