"""The reference price in a browser: public page, publication, survey form and talks, two widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser

_DESK = {"width": 1440, "height": 900}


def _fits(page: Page) -> None:
    for size in (PHONE, _DESK):
        page.set_viewport_size(size)
        assert no_sideways_scroll(page), (page.url, size)


def test_anybody_reads_how_a_price_came_about(page: Page, complaints: Complaints) -> None:
    page.goto("/trade/price")
    expect(page.locator("figure[data-chart=line][data-drawn=yes]")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("演示数据")
    _fits(page)
    page.locator("tbody td a[href*='/publications/']").first.click()
    expect(page.locator("#variants")).to_be_visible()
    expect(page.locator("tr.is-mine")).to_contain_text("采用")
    _fits(page)
    page.get_by_role("link", name="全过程记录").click()
    expect(page.locator(".case-line")).to_contain_text("复算一致")
    _fits(page)
    for tab in ("测算方法", "价格委员会", "基准原则"):
        page.goto("/trade/price")
        page.get_by_role("link", name=tab).first.click()
        _fits(page)
    assert not complaints


def test_a_farm_sends_its_sheet_from_a_phone(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.set_viewport_size(PHONE)
    page.goto("/trade/costs")
    page.locator("tr", has_text="待填报").locator("a").click()
    assert no_sideways_scroll(page)
    filled = {
        "milk_sold_kg": "2400000", "cows_head": "1000", "fat_pct": "9", "protein_pct": "3.3",
        "concentrate": "2700000", "forage": "2000000", "labour": "600000",
        "depreciation": "1000000", "stated_total_yuan": "6300000", "remark": "浏览器测试",
    }  # fmt: skip
    for name, value in filled.items():
        page.fill(f"#{name}", value)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".field--bad")).to_have_count(1)
    expect(page.locator(".field__error")).to_contain_text("超出规则范围")
    assert page.input_value("#concentrate") == "2700000"
    assert no_sideways_scroll(page)
    page.fill("#fat_pct", "3.9")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#state")).to_contain_text("待审核")
    # the answer to the refused sheet is a problem, as it should be
    assert all("422" in one for one in complaints), complaints


def test_the_secretariat_sees_which_sheets_stand_apart(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("association_secretary")
    page.goto("/trade/price/rounds")
    page.get_by_role("link", name=re.compile("季度")).first.click()
    expect(page.locator("main")).to_contain_text("明显离群，须逐一决定")
    _fits(page)
    page.locator("a[href*='/trade/costs/farms/']").first.click()
    page.fill("#reason", "实地核实，有机饲料")
    page.get_by_role("button", name="离群保留").click()
    expect(page.locator("main")).to_contain_text("保留理由")
    _fits(page)
    assert not complaints
