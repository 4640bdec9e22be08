"""The plan at work: a what-if, the wall board and its twin, an entry that moves an indicator."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_a_what_if_names_the_limiting_factor(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/war-map?view=table")
    page.get_by_role("link", name="新建牧场 利通").click()
    page.fill("#head", "500000")
    page.get_by_role("button", name="推演").click()
    expect(page.get_by_role("alert")).to_contain_text("规模应为1至100,000头")
    complaints.clear()  # the page above answers 422, as it should
    page.fill("#head", "99000")
    page.get_by_role("button", name="推演").click()
    expect(page.get_by_role("status")).to_contain_text("受限于")
    expect(page.locator("tr.is-binding")).to_have_count(1)
    expect(page.locator("tr", has_text="防疫距离")).to_contain_text("未知")
    page.fill("#name", "浏览器方案")
    page.get_by_role("button", name="保存（输入随之冻结）").click()
    expect(page.locator("main h1")).to_have_text("浏览器方案")
    page.get_by_role("button", name="比较").click()
    expect(page.locator("main h1")).to_have_text("方案比较")
    page.set_viewport_size(PHONE)
    for address in ("/plan/siting?county=640302&head=3000", "/plan/funds", "/plan/registers"):
        page.goto(address)
        assert no_sideways_scroll(page), address
    assert not complaints


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_the_board_fits_its_wall(
    page: Page, sign_in: SignIn, complaints: Complaints, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in("region_officer")
    page.goto("/war-map?view=wall")
    expect(page.locator("figure[data-drawn=yes]")).to_have_count(1)
    overflow = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.board__left, .board__right')]"
        ".filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)"
        ".map(e => e.className || e.tagName)"
    )
    assert overflow == []
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.board td, .board li, .board p')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 0.0185 * size[1]
    expect(page.locator(".board__table").first.locator("tbody tr")).to_have_count(4)
    canvas = page.locator(".board__canvas canvas").element_handle()
    with page.expect_response(lambda answer: "view=wall" in answer.url):
        page.evaluate("htmx.trigger('[data-board]', 'refresh')")
    page.wait_for_function("document.querySelectorAll('#board-figures').length === 1")
    assert canvas is not None
    assert canvas.evaluate("element => element.isConnected")
    assert not complaints


def test_the_twin_says_the_same_to_keyboard_and_reader(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/war-map?view=wall")
    rows = ".board__table >> nth=0 >> tbody tr"
    shown = [page.locator(rows).nth(n).locator("td").first.inner_text() for n in range(4)]
    page.get_by_role("link", name="表格版").press("Enter")
    zones = page.get_by_role("region", name="分区与全区").locator("tbody tr")
    assert [zones.nth(n).locator("td").first.inner_text() for n in range(4)] == shown
    assert page.locator("table:not(:has(caption))").count() == 0
    assert page.locator("thead th:not([scope])").count() == 0
    assert page.locator("main h2").count() >= 6
    assert not complaints


def test_an_entry_confirmed_by_another_moves_the_indicator(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("member_unit_officer")
    page.goto("/plan/registers/centre")
    row = page.locator("tr", has=page.get_by_role("link", name="T10.1"))
    before = float(row.locator("td").first.inner_text())
    page.get_by_text("登记一条").click()
    page.fill("#name", "浏览器创新中心")
    page.set_input_files(
        "#evidence",
        {"name": "验收.pdf", "mimeType": "application/pdf", "buffer": "验收".encode()},
    )
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("待确认")
    entry = page.url
    page.context.clear_cookies()
    sign_in("region_officer")
    page.goto(entry)
    page.get_by_role("button", name="确认").click()
    expect(page.locator("main")).to_contain_text("已确认，指标已重算")
    page.goto("/plan/indicators/T10.1")
    expect(page.locator("main")).to_contain_text(f"{before + 1:.0f}")
    page.get_by_role("link", name="计入的登记（条）").first.click()
    expect(page.locator("main")).to_contain_text("浏览器创新中心")
    assert not complaints
