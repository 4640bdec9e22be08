"""Milk recording in the browser: the report down to a cow, and its pages on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_report_opens_down_to_the_test_days(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("dhi_reviewer")
    page.goto("/recording/")
    page.locator("a[href*='/recording/reports/']").first.click()
    assert page.locator("text=SHA-256").is_visible()
    page.locator("table a[href*='/cows/']").first.click()
    page.wait_for_selector("figure[data-drawn=yes]")
    assert page.locator("tbody tr").count() > 1
    assert not complaints


def test_pages_fit_a_phone(page: Page, sign_in: SignIn, complaints: Complaints) -> None:
    page.set_viewport_size(PHONE)
    sign_in("farm_manager")
    for path in ("/recording/visits", "/recording/improvement"):
        page.goto(path)
        assert no_sideways_scroll(page), path
    page.goto("/recording/visits?state=released")
    page.locator("table a").first.click()
    assert page.locator("text=办理记录").count() == 1
    assert no_sideways_scroll(page)
    assert not complaints
