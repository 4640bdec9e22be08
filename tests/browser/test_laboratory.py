"""A draw before a witness, a control chart and a case, in the browser at desk and phone width."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_plan_is_drawn_and_verified(page: Page, sign_in: SignIn, complaints: Complaints) -> None:
    sign_in("inspector")
    page.goto("/quality/plans?state=committed")
    page.locator("table a").first.click()
    assert page.locator("text=公开的承诺").is_visible()
    page.fill("#word", "贺兰山下果园成")
    page.get_by_role("button", name="抽取", exact=True).click()
    page.wait_for_selector("text=抽中的对象与人员")
    page.get_by_role("button", name="重新抽取并核对").click()
    page.wait_for_selector("text=核对通过")
    page.fill("#seed", "0" * 64)
    page.get_by_role("button", name="重新抽取并核对").click()
    page.wait_for_selector("text=核对不通过")
    assert not complaints


def test_charts_and_lists_fit_a_phone(page: Page, sign_in: SignIn, complaints: Complaints) -> None:
    sign_in("lab_analyst")
    page.goto("/quality/control")
    page.locator("table a").first.click()
    page.wait_for_selector("figure[data-drawn=yes]")
    page.set_viewport_size(PHONE)
    for path in ("/quality/control", "/quality/files", "/quality/comparisons"):
        page.goto(path)
        assert no_sideways_scroll(page), path
    page.goto("/quality/comparisons")
    page.locator("table a").last.click()
    page.wait_for_selector("figure[data-drawn=yes]")
    assert no_sideways_scroll(page)
    assert not complaints
