"""The barn: entry without network on a phone, and a worklist done at the desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn

pytestmark = pytest.mark.browser

_SENT = re.compile("全部已同步|Everything is sent")
_OFFLINE = re.compile("离线|Offline")


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def _own_farm(page: Page) -> str:
    page.goto("/herd/farms")
    return page.url.rstrip("/").rpartition("/")[2]


def test_what_is_noted_in_the_barn_is_sent_once_there_is_network(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in("farm_vet")
    code = _own_farm(page)
    address = f"/herd/phone/{code}"
    page.goto(address)
    assert _fits(page)
    state = page.locator("[data-barn-state]")
    expect(state).to_have_text(_SENT)
    page.evaluate(
        """async () => {
          const store = await caches.open("milkshed-herd-phone-1");
          for (;;) {
            const kept = (await store.keys()).map((one) => new URL(one.url).pathname);
            const scripts = ["herd-phone.js", "offline.js"].every(
              (name) => kept.includes(`/static/${name}`));
            if (scripts && kept.includes(location.pathname)) return;
            await new Promise((later) => setTimeout(later, 100));
          }
        }"""
    )

    page.context.set_offline(True)
    complaints.clear()
    page.locator("details[data-list-kind='pregnancy_check'] summary").click()
    cows = page.locator("details[data-list-kind='pregnancy_check'] input[name='cow']")
    number = cows.first.get_attribute("data-label") or ""
    cows.first.check()
    page.select_option("#k-pregnancy_check-result", "pregnant")
    page.fill("[data-numbers]", "no-such-cow")
    page.click("[data-barn-note]")
    expect(state).to_have_text(_OFFLINE)
    expect(page.locator("[data-barn-notes] li")).to_have_count(2)
    page.goto(address)  # the tab is closed and opened again, still without network
    expect(page.locator("[data-barn-notes] li")).to_have_count(2)

    page.context.set_offline(False)
    page.click("[data-barn-send]")
    # the one goes in, the other is refused and says why
    expect(page.locator("[data-barn-notes] li", has_text=number)).to_contain_text(
        re.compile("已同步|Sent")
    )
    refused = page.locator("[data-barn-notes] li", has_text="no-such-cow")
    expect(refused).to_contain_text(re.compile("该场没有此牛|no such animal"))
    refused.locator("button").click()
    expect(page.locator("[data-barn-notes] li")).to_have_count(1)
    told = page.request.get(f"/api/herd/farms/{code}/animals?search={number}").json()
    assert any(one["pregnant"] for one in told["items"])


def test_a_worklist_is_done_for_the_cows_ticked(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_vet")
    code = _own_farm(page)
    page.click("a[href$='/worklists']")
    page.click("a[href$='/worklists/protocol']")
    boxes = page.locator("input[name='cow']")
    before = boxes.count()
    assert before >= 2
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.fill("#d-diagnosis", "同期发情")
    page.fill("#d-veterinarian", "李兽医")
    page.fill("#d-withdrawal_milk_hours", "0")
    page.click("form button.button--primary")
    page.wait_for_selector(".notice, .messages, [role=status]")
    expect(page.locator("input[name='cow']")).to_have_count(before - 2)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("worklists", "worklists/breed", "withheld", "pens", "matching", "herd-on-day"):
        page.goto(f"/herd/farms/{code}/{path}")
        assert _fits(page), path
    assert not complaints
