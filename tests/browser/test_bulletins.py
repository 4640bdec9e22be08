"""A bulletin in a browser from its draft to the paper another person issues, and the open data."""

import hashlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_one_edits_another_issues_and_everybody_reads_what_is_published(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/plan/bulletins?state=drawn")
    page.locator("tbody th a").first.click()
    bulletin = page.url
    summary = page.locator("#s-summary")
    text = summary.input_value()
    summary.fill(text + "\n请各地逐项核实变动原因。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("请各地逐项核实变动原因。")
    page.get_by_role("button", name="送签").click()
    expect(page.locator("main")).to_contain_text("须由另一人签发")
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/plan/publications")
    page.select_option("#indicator", "T10.3")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.locator("main")).to_contain_text("由另一人批准")
    page.context.clear_cookies()
    sign_in("administrator")
    page.goto(bulletin)
    month = page.locator("dl.kv dd").nth(1).inner_text()
    page.get_by_role("link", name="到台账督办页关账").click()
    page.get_by_text("关账", exact=True).first.click()
    year, rest = month.split("年")[0], month.split("年")[1]
    page.fill("#month", f"{year}-{int(rest.split('月')[0]):02d}-01")
    page.get_by_role("button", name="关账").click()
    page.goto(bulletin)
    page.get_by_role("button", name="编号签发").click()
    expect(page.locator("main h1")).to_contain_text("已签发")
    expect(page.locator("main")).to_contain_text("与签发时一致")
    page.goto("/plan/publications")
    page.get_by_role("button", name="批准公开").click()
    expect(page.locator("main")).to_contain_text("已公开")
    page.get_by_role("link", name="去办理").click()
    expect(page.locator("main")).to_contain_text("以下就是批准后公众读到的全部内容")
    page.get_by_role("button", name="批准公开").click()
    page.get_by_role("link", name="看公开页").click()
    public = page.url
    page.context.clear_cookies()
    page.goto("/plan/open")
    expect(page.locator("main")).to_contain_text("演示数据")
    page.goto(public)
    page.locator("sup a").first.click()
    expect(page.locator("#note-1")).to_be_in_viewport()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Word").click()
    digest = hashlib.sha256(paper.value.path().read_bytes()).hexdigest()
    expect(page.locator("main")).to_contain_text(digest)
    page.goto("/plan/open")
    page.get_by_role("link", name="培养专业技术管理人才").click()
    expect(page.locator("main")).to_contain_text("455")
    page.set_viewport_size(PHONE)
    for address in (public, "/plan/open", "/plan/open/bulletins", "/plan/open/k1-county", page.url):
        page.goto(address)
        assert no_sideways_scroll(page), address
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert download.value.suggested_filename.endswith(".csv")
    assert not complaints
