"""Labels and links in a browser: choose, preview, and scan what was printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll
from tests.demo_server import DemoServer

pytestmark = pytest.mark.browser


def test_labels_are_chosen_and_previewed(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("plant_quality")
    page.goto("/labels")
    page.locator("input[name=item][type=checkbox]").first.check()
    page.locator(".tabs").get_by_role("link", name="奶仓", exact=True).click()
    page.locator("input[name=item][type=checkbox]").first.check()
    page.locator("input[name=item][type=checkbox]").nth(1).check()
    page.get_by_role("button", name="预览标签").first.click()
    expect(page.locator(".labels__one svg")).to_have_count(2)
    assert "(254)" in page.locator(".labels").inner_text()
    assert "演示数据" in page.locator(".labels").inner_text()
    page.select_option("#layout", "24")
    page.wait_for_url("**layout=24**")
    expect(page.locator(".labels__one svg")).to_have_count(2)
    page.emulate_media(media="print")
    assert not page.locator("nav.side").is_visible()
    assert page.locator(".labels__one").first.is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_what_a_label_says_leads_to_the_public_page(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("plant_quality")
    page.goto(f"/labels/sheet?item={demo_server.qr_paths[0]}")
    printed = page.locator(".labels__one title").first.text_content() or ""
    assert printed == demo_server.url + demo_server.qr_paths[0]
    page.context.clear_cookies()
    page.goto(printed)
    assert "奶从哪里来" in page.locator("main").inner_text()
    page.goto(f"{printed}?linkType=linkset")
    page.get_by_role("link", name="奶从哪里来").click()
    page.wait_for_url(re.compile(r"/journey/.+#origin"))
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_a_link_is_registered_and_withdrawn(
    page: Page, sign_in: SignIn, demo_server: DemoServer, complaints: Complaints
) -> None:
    sign_in("administrator")
    page.goto("/links")
    page.fill("#q", demo_server.qr_paths[0])
    page.get_by_role("button", name="查看").click()
    page.select_option("#link_type", "gs1:recipeInfo")
    page.fill("#target", "https://brand.example/recipes")
    page.fill("#title_zh", "酸奶水果杯")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("link", name="酸奶水果杯")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_role("link", name="酸奶水果杯")).to_have_count(0)
    assert not complaints
