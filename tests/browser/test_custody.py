"""Holds, custody and the public check of a sheet, as people meet them on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_hold_and_its_sample_open_from_the_list(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/quality/holds?state=standing")
    page.locator("td a[href^='/quality/holds/KL']").first.click()
    expect(page.locator("main")).to_contain_text("不可动用")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    page.locator("a[href^='/quality/samples/']").first.click()
    expect(page.locator("main")).to_contain_text("扣留与来源")
    page.goto("/quality/holds")
    tested = page.locator("tr", has_text="抗生素残留").first
    tested.locator("a[href^='/quality/holds/KL']").click()
    page.locator("a[href^='/quality/samples/']").first.click()
    page.get_by_role("link", name="最可能的来源牧场").click()
    expect(page.locator("main")).to_contain_text("下一份该启用的留样")
    assert no_sideways_scroll(page)
    assert not complaints


def test_the_code_of_a_sheet_is_checked_without_sign_in(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("station_manager")
    page.goto("/collection/sheets?state=closed")
    page.locator("td a[href^='/collection/sheets/']").first.click()
    expect(page.locator("main")).to_contain_text("时限、温度与数量核对")
    code = page.locator("a[href^='/collection/check/']").first.get_attribute("href") or ""
    station = page.locator("dl.kv dd").first.inner_text().partition("（")[0]
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(code)
    expect(page.locator("main")).to_contain_text("查验通过")
    assert station not in page.locator("main").inner_text()
    assert no_sideways_scroll(page)
    assert not complaints
