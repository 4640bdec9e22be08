"""Contracts in a browser: a broken clause is named, figures have their table, a phone shows all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_farm_sees_its_contracts_and_what_a_draft_breaks(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.goto("/trade/contracts?state=draft")
    page.locator("table a[href*='/trade/contracts/']").first.click()
    expect(page.locator(".notice--bad")).to_contain_text("付款")
    page.get_by_role("link", name="修改").click()
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    page.locator("#payment_term_days").fill("30")
    page.get_by_role("button", name="保存并检查条款").click()
    expect(page.locator(".notice--bad")).to_have_count(0)
    assert no_sideways_scroll(page)
    assert not complaints


def test_a_buyer_sees_how_contracts_are_kept(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("plant_buyer")
    page.goto("/trade/fulfilment")
    expect(page.locator("figure.chart canvas").first).to_be_visible()
    page.locator("table a[href*='/fulfilment']").first.click()
    expect(page.locator("figure.chart canvas").first).to_be_visible()
    page.get_by_text("表格", exact=True).click()
    assert page.locator("details[open] tbody tr").count() > 1
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    page.goto("/trade/complaints")
    page.locator("table a[href*='/trade/complaints/']").first.click()
    expect(page.get_by_text("双方陈述")).to_be_visible()
    assert no_sideways_scroll(page)
    assert not complaints
