"""Papers at desk and phone width: a checklist without network, a code checked on the street."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.demo_server import DemoServer

pytestmark = pytest.mark.browser

_SENT = re.compile("全部已同步|Everything is sent")
_OFFLINE = re.compile("离线|Offline")


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def _open_visit(page: Page) -> str:
    page.goto("/collection/visits?state=open")
    page.click("table a[href*='/collection/visits/']")
    page.wait_for_selector("form[data-visit]")
    return page.url


def test_a_checklist_is_filled_in_without_network_on_a_phone(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in("inspector")
    address = _open_visit(page)
    assert _fits(page)
    state = page.locator("[data-visit-state]")
    expect(state).to_have_text(_SENT)
    # everything that the page needs has been kept on the phone
    page.wait_for_function(
        """async () => {
          const store = await caches.open("milkshed-collection-visits-1");
          const kept = (await store.keys()).map((one) => new URL(one.url).pathname);
          return kept.includes(location.pathname) && ["visit.js", "offline.js"].every(
            (name) => kept.includes(`/static/${name}`));
        }"""
    )

    page.context.set_offline(True)
    complaints.clear()
    page.check("[name='answer-5'][value='yes']")
    expect(state).to_have_text(_OFFLINE)
    page.check("[name='answer-6'][value='no']")
    page.fill("[name='remark-6']", "门口有异味")
    page.locator("[name='remark-6']").blur()
    page.set_input_files(
        "#photo-6", {"name": "door.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    expect(state).to_have_text(re.compile("3条|3 kept"))
    page.goto(address)  # the tab is closed and opened again, still without network
    expect(page.locator("[name='answer-5'][value='yes']")).to_be_checked()
    expect(page.locator("[name='remark-6']")).to_have_value("门口有异味")
    expect(page.locator("[data-visit-sign]")).to_be_disabled()
    assert _fits(page)

    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-visit-state]")).to_have_text(_SENT)
    complaints.clear()  # what failed while there was no network is told by the browser
    page.reload()
    expect(page.locator("#item-5")).to_have_attribute("data-revision", "1")
    expect(page.locator("#item-6")).to_have_attribute("data-revision", "1")
    expect(page.locator("#item-6 [data-photos] a")).to_have_count(1)
    expect(page.locator("[name='answer-6'][value='no']")).to_be_checked()
    assert complaints == []


def test_a_code_on_a_certificate_is_checked_by_anybody(
    page: Page, chromium: Browser, demo_server: DemoServer, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("county_officer")
    for path in (
        "/collection/licences",
        "/collection/licences/coverage",
        "/collection/applications?state=all",
        "/collection/stations/new",
        "/collection/licences/import",
    ):
        page.goto(path)
        assert _fits(page), path
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/collection/licences", "/collection/applications?state=all"):
        page.goto(path)
        assert _fits(page), path
    page.click("table a[href*='/collection/applications/']")
    assert _fits(page)
    page.goto("/collection/licences?standing=valid")
    page.click("table a[href*='/collection/licences/']")
    assert _fits(page)
    number = page.locator("h1").inner_text().split()[0]
    code = page.locator("[data-check-address]").get_attribute("href") or ""
    assert complaints == []

    street = chromium.new_context(
        base_url=demo_server.url, viewport={"width": 390, "height": 844}, locale="zh-CN"
    ).new_page()
    street.goto(code)
    expect(street.locator("main")).to_contain_text(number)
    assert _fits(street)
    street.fill("#number", "宁收000000001")
    street.click("main form button")
    expect(street.locator("[role=alert]")).to_contain_text("查验未通过")
    street.context.close()
