"""The trace explorer and a recall case in a browser, at desk and phone width."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll
from tests.demo_server import DemoServer

pytestmark = pytest.mark.browser


def _gtin_and_lot(path: str) -> str:
    _, _, gtin, _, lot = path.split("/")
    return f"{gtin} {lot}"


def test_a_product_is_traced_from_its_number(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/explorer")
    page.fill("#q", _gtin_and_lot(demo_server.qr_paths[0]))
    page.keyboard.press("Enter")
    picture = page.locator("svg.flow__canvas")
    expect(picture).to_be_visible()
    assert picture.locator("rect").count() >= 5
    assert picture.locator("path").count() >= 4
    expect(picture.locator(".flow__stage").first).to_have_text("挤奶批")
    # a box leads to its rows, a row's reason to the fact behind it
    picture.locator("a.flow__lot").first.click()
    assert page.url.rpartition("#")[2].startswith("before-")
    page.locator("tbody td a[href^='/facts/']").first.click()
    expect(page.locator("main h1")).not_to_be_empty()
    assert not complaints


def test_the_models_are_one_click_apart(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto(f"/explorer?q={_gtin_and_lot(demo_server.qr_paths[0]).replace(' ', '+')}")
    page.get_by_role("link", name=re.compile("保守")).click()
    expect(page.locator("#model")).to_have_value("conservative")
    expect(page.locator("tr.is-chosen")).to_contain_text("保守")
    assert not complaints


def test_the_explorer_fits_a_phone(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("plant_quality")
    page.set_viewport_size(PHONE)
    for address in ("/explorer", f"/explorer?q={demo_server.qr_paths[0]}"):
        page.goto(address)
        assert no_sideways_scroll(page), address
    assert not complaints


def test_a_case_is_opened_proposed_and_looked_at_on_a_phone(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto(f"/explorer?q={_gtin_and_lot(demo_server.qr_paths[-1]).replace(' ', '+')}")
    page.get_by_role("link", name="立召回案").click()
    page.fill("#cause", "检出致病菌")
    page.select_option("#hazard", "pathogen")
    page.get_by_role("button", name="立案并计算范围").click()
    expect(page.locator("#scope")).to_be_visible()
    expect(page.locator("tr.is-chosen")).to_contain_text("保守")
    page.fill("#opinion", "提请召回")
    page.get_by_role("button", name="提请召回并暂扣").click()
    expect(page.locator("main")).to_contain_text("待决定")
    page.fill("#opinion", "同意")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_the_played_region_holds_a_running_and_a_closed_recall(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    for state, word in (("decided", "召回中"), ("closed", "已结案")):
        page.goto(f"/factory/recalls/?state={state}")
        page.locator("main tbody th a").first.click()
        expect(page.locator("main h1")).to_contain_text(word)
        expect(page.locator("#timeline")).to_be_visible()
        page.set_viewport_size(PHONE)
        assert no_sideways_scroll(page)
        page.set_viewport_size({"width": 1440, "height": 900})
    assert not complaints
