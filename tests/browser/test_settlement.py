"""Pay grids and statements in a browser: faults in place at the desk, a statement on the phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_gap_in_a_grid_is_shown_in_place(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("plant_buyer")
    page.goto("/trade/grids")
    page.locator("tbody th a").first.click()
    expect(page.locator("figure.chart canvas").first).to_be_visible()
    key = page.url.rpartition("/")[2]
    page.goto(f"/trade/grids/new?from={key}")
    lower = page.locator("input[name$='-r1-low']").first
    lower.fill("1")
    page.get_by_role("button", name="就地检查").click()
    expect(page.locator("#grid-check")).to_contain_text("重叠")
    lower.fill("9000000")
    page.get_by_role("button", name="就地检查").click()
    expect(page.locator("#grid-check")).to_contain_text("没有单价")
    assert not complaints


def test_a_statement_and_a_trial_fit_a_phone(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("station_manager")
    page.set_viewport_size(PHONE)
    page.goto("/trade/settlements")
    assert no_sideways_scroll(page)
    page.locator("tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("每一步都可以手算")
    assert no_sideways_scroll(page)
    page.goto("/trade/what-if")
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="试算").click()
    expect(page.locator("main")).to_contain_text("乙比甲")
    assert no_sideways_scroll(page)
    assert not complaints
