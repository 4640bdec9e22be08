"""Matings in the browser: a plan made and accepted, a claim verified, a statement by two people."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def _leave(page: Page) -> None:
    page.context.clear_cookies()


def test_from_a_farms_plan_to_a_settlement_by_two(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.goto("/breeding/matings")
    page.select_option("#source", "farm")
    page.fill("#max_share_pct", "60")
    page.click("text=制定选配方案")
    before = page.locator("#mating-job tbody tr").count()
    page.wait_for_function(
        "n => document.querySelectorAll('#mating-job tbody tr').length > n",
        arg=before,
        timeout=90_000,
    )
    page.locator("#mating-job tbody tr th a").first.click()
    page.wait_for_selector("figure[data-drawn=yes]")
    assert page.locator("text=逐头选配").is_visible()
    page.click("text=采用方案 >> visible=true")
    assert page.locator("h1 >> text=执行中").count() == 1
    page.goto("/breeding/claims?state=submitted")
    page.locator("main table a[href*='/breeding/claims/']").first.click()
    assert page.locator("text=已在申报").count() == 1
    assert page.locator("text=核验通过").count() == 0
    _leave(page)
    sign_in("county_officer")
    page.goto("/breeding/claims?state=submitted")
    page.locator("main table a[href*='/breeding/claims/']").first.click()
    page.click("button:has-text('核验通过')")
    page.goto("/breeding/claims")
    page.locator("a[href*='/breeding/statements/']").first.click()
    page.click("button:has-text('复核通过')")
    assert page.locator("button:has-text('批准')").count() == 0
    _leave(page)
    sign_in("region_officer")
    page.goto("/breeding/claims")
    page.locator("a[href*='/breeding/statements/']").first.click()
    page.click("button:has-text('批准')")
    assert page.locator("h1 >> text=已批准").count() == 1
    assert not complaints


def test_mating_pages_fit_a_phone(page: Page, sign_in: SignIn, complaints: Complaints) -> None:
    page.set_viewport_size(PHONE)
    sign_in("farm_manager")
    for path in ("/breeding/matings", "/breeding/extension", "/breeding/claims"):
        page.goto(path)
        assert no_sideways_scroll(page), path
    page.goto("/breeding/matings")
    page.locator("#mating-job tbody tr th a").first.click()
    assert no_sideways_scroll(page)
    page.goto("/breeding/claims")
    page.locator("main table a[href*='/breeding/claims/']").first.click()
    assert no_sideways_scroll(page)
    assert not complaints
