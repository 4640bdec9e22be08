"""The plan in a browser: a unit confirms and reports, the office reviews; all on a phone too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_unit_reports_and_the_office_reviews(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("member_unit_officer")
    expect(page.locator("main h1")).to_contain_text("台账督办")
    page.locator("main").get_by_role("button", name="签收").first.click()
    expect(page.locator("main")).to_contain_text("已签收")
    page.goto("/plan/items?state=unfinished")
    page.get_by_role("link", name="建成奶业科技创新服务中心").click()
    task = page.url
    page.fill("#percent", "55")
    page.fill("#p-words", "第二批设备到位")
    page.set_input_files(
        "#evidence-document",
        {"name": "到货单.txt", "mimeType": "text/plain", "buffer": "到货".encode()},
    )
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("main")).to_contain_text("待审核")
    page.context.clear_cookies()
    sign_in("region_officer")
    page.goto(task)
    page.get_by_role("button", name="审核采用").click()
    expect(page.locator("dl.kv").first).to_contain_text("55%")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_the_plan_reads_on_desk_and_phone(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/plan/document")
    expect(page.locator("#S28")).to_contain_text("挂图作战、建账销号、跟踪督办")
    page.goto("/plan/lists")
    row = page.locator("tr", has=page.get_by_role("link", name="K1 奶牛存栏"))
    expect(row).to_contain_text("合计相符")
    page.goto("/plan/letters")
    page.locator("tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("督办事项")
    letter = page.url
    page.set_viewport_size(PHONE)
    for address in (
        letter,
        "/plan/document",
        "/plan/versions",
        "/plan/lists",
        "/plan/lists?list=work",
        "/plan/lists?list=duties",
        "/plan/items",
        "/plan/letters",
        "/plan/meetings",
        "/plan/indicators/K1",
    ):
        page.goto(address)
        assert no_sideways_scroll(page), address
    assert not complaints
