"""What people meet in a browser: their board, the map, both languages, the phone, the trace."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from milkshed.platform.roles import ROLES
from tests.browser.conftest import Complaints, SignIn
from tests.demo_server import DemoServer

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
_OFFICES = ("region_officer", "county_officer", "inspector")
_DRAWN = "figure[data-drawn=yes]"
_LOOKS, _BETWEEN_LOOKS_MS = 20, 100
_FLOWS_WITHIN_D = 7


def _day_of_flow(page: Page) -> str:
    """The address of the map on the last day that a plant took milk: not every day has a load."""
    today = timezone.localdate()
    days = (f"/war-map?day={today - timedelta(days=back)}" for back in range(_FLOWS_WITHIN_D))
    return next(day for day in days if 'data-chart="sankey"' in page.request.get(day).text())


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page is no wider than its window; charts shrink a moment after it."""
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    for _ in range(_LOOKS):
        if page.evaluate(fits):
            return True
        page.wait_for_timeout(_BETWEEN_LOOKS_MS)
    return False


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_lands_on_its_board(
    page: Page, sign_in: SignIn, complaints: Complaints, role: str
) -> None:
    sign_in(role)
    page.wait_for_load_state("networkidle")
    assert page.locator("main h1").inner_text().strip()
    assert not page.url.endswith("/sign-in")
    if role in _OFFICES:
        assert "/war-map" in page.url
    page.set_viewport_size(PHONE)
    assert no_sideways_scroll(page)
    assert not complaints


def test_a_wrong_password_is_told_kindly(page: Page, demo_server: DemoServer) -> None:
    page.goto("/sign-in")
    page.fill("#username", demo_server.accounts["region_officer"])
    page.fill("#password", "wrong")
    page.click("[data-fill-focus]")
    expect(page.get_by_role("alert")).to_contain_text("账号或口令不对")
    assert page.input_value("#username") == demo_server.accounts["region_officer"]


def test_a_demonstration_account_is_one_click_away(page: Page, complaints: Complaints) -> None:
    page.goto("/sign-in")
    assert page.locator(".account").count() >= len(ROLES)
    page.get_by_role("button", name="自治区管理人员").first.click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/war-map")
    assert not complaints


def test_the_war_map_draws_map_and_flow(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto(f"{_day_of_flow(page)}&metric=milk")
    for name in ("map", "sankey", "line"):
        expect(
            page.locator(f"figure[data-chart={name}]{_DRAWN.removeprefix('figure')}")
        ).to_have_count(1)
        assert page.locator(f"figure[data-chart={name}] canvas").count() == 1
    assert "不作为划界依据" in page.locator(".war__map").inner_text()
    page.click("[data-wall]")
    expect(page.locator("body")).to_have_class("wall")
    assert not complaints


def test_the_war_map_has_a_twin_in_tables(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("region_officer")
    page.goto("/war-map")
    page.get_by_role("link", name="表格版").click()
    assert page.locator("[aria-labelledby=counties-title] tbody tr").count() == 22
    assert not complaints


def test_the_language_can_be_switched_and_back(page: Page, sign_in: SignIn) -> None:
    sign_in("region_officer")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main h1")).to_have_text("War map")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("main h1")).to_have_text("挂图作战")


def test_the_phone_menu_opens_and_closes_by_keyboard(page: Page, sign_in: SignIn) -> None:
    page.set_viewport_size(PHONE)
    sign_in("farm_manager")
    menu = page.locator("nav.side")
    expect(menu).to_be_hidden()
    page.locator(".tabbar [data-menu-open]").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("address", ["/alarms", "/rules", "/holidays", "/war-map?view=table"])
def test_pages_fit_the_phone(
    page: Page, sign_in: SignIn, complaints: Complaints, address: str
) -> None:
    page.set_viewport_size(PHONE)
    sign_in("region_officer")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert no_sideways_scroll(page)
    assert not complaints


def test_an_alarm_is_handled_with_an_account(page: Page, sign_in: SignIn) -> None:
    sign_in("region_officer")
    page.goto("/alarms")
    page.locator("a.alarm").first.click()
    page.fill("#handling", "已到场核查，情况属实，责令整改。")
    page.get_by_role("button", name="提交处置").click()
    expect(page.locator("main")).to_contain_text("已到场核查")
    expect(page.locator(".head__actions")).to_contain_text("已处置")


def test_a_pack_tells_its_journey_to_anyone(
    page: Page, demo_server: DemoServer, complaints: Complaints
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(demo_server.qr_paths[0])
    expect(page.locator(_DRAWN)).to_have_count(1)
    text = page.locator("main").inner_text()
    for said in ("演示数据", "奶从哪里来", "来自", "挤奶", "检测", "不知道的"):
        assert said in text
    assert page.locator(".way__stop").count() >= 5
    assert no_sideways_scroll(page)
    assert not complaints


def test_a_page_without_scripts_still_informs(
    page: Page, demo_server: DemoServer, chromium: object
) -> None:
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=demo_server.url, java_script_enabled=False
    )
    plain = context.new_page()
    plain.goto(demo_server.qr_paths[0])
    assert plain.locator(".shares tr").count() >= 1
    plain.goto("/sign-in")
    assert plain.locator("#username").is_visible()
    context.close()


def test_the_wall_brings_itself_up_to_date(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    page.clock.install()
    sign_in("region_officer")
    day = _day_of_flow(page)
    page.goto(day)
    page.click("[data-wall]")
    with page.expect_response(lambda answer: answer.url.endswith(day)):
        page.clock.fast_forward(61_000)
    expect(page.locator(_DRAWN)).to_have_count(3)
    expect(page.locator("body")).to_have_class("wall")
    assert not complaints
