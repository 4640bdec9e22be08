"""The supervision board and a credit case in a browser, at desk and phone width."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}


def test_a_number_of_the_board_opens_its_list_and_a_score_its_records(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("county_officer")
    page.goto("/supervision")
    tile = page.locator("[data-list='papers']")
    count = tile.locator(".stat__value").inner_text().strip()
    tile.click()
    expect(page.locator("main h1")).to_contain_text(count)
    page.goto("/supervision")
    page.locator("section:has(#ranking) tbody th a").first.click()
    total = float(page.locator("#total").inner_text())
    counted = page.locator("td[data-label='计入']").all_inner_texts()
    assert counted
    assert round(sum(map(float, counted)), 2) == total
    page.set_viewport_size(PHONE)
    for address in ("/supervision", page.url, "/supervision/plans", "/supervision/risks"):
        page.goto(address)
        assert no_sideways_scroll(page), address
    assert not complaints


def test_visits_are_planned_and_an_officer_is_exchanged(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("county_officer")
    page.goto("/supervision/plans")
    page.locator("summary", has_text="制定计划").click()
    page.select_option("#method", "draw")
    page.fill("#count", "2")
    page.fill("#seed", "公布的种子")
    page.get_by_role("button", name="排定检查").click()
    expect(page.locator("main")).to_contain_text("公布的种子")
    page.locator("tbody th a").first.click()
    page.locator("summary", has_text="改期").click()
    page.fill("#due_on", "2031-03-03")
    page.fill("#move-reason", "道路施工")
    page.get_by_role("button", name="改期").click()
    expect(page.locator("section:has(#changes)")).to_contain_text("道路施工")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_a_credit_case_shows_its_clock_and_the_public_page_only_what_is_published(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/trade/credit")
    row = page.locator("section:has(#cases) tbody tr", has_text="公示中").first
    published = row.locator("td").first.inner_text()
    row.locator("th a").click()
    expect(page.locator("main")).to_contain_text("陈述申辩截止")
    expect(page.locator("section:has(#history)")).to_contain_text("审核公示")
    with page.expect_download() as paper:
        page.get_by_role("link", name=re.compile("决定书")).click()
    assert paper.value.suggested_filename.endswith(".docx")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert no_sideways_scroll(page)
    page.context.clear_cookies()
    page.goto("/trade/credit/public")
    expect(page.locator("main tbody th").first).to_have_text(published)
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints
