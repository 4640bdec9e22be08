"""Breeding in the browser: an evaluation through two approvals to the catalogue, and back."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser


def test_an_evaluation_is_approved_by_two_published_and_rolled_back(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    def become(role: str) -> None:
        page.context.clear_cookies()
        sign_in(role)

    def published() -> str:
        page.goto("/breeding/bulls")
        return page.locator("h1 .head__note").inner_text().split()[0]

    become("breeding_approver")
    before = published()
    page.goto("/breeding/runs")
    page.locator("table tr", has_text="待初审").locator("a").click()
    page.wait_for_selector("figure[data-drawn=yes]")
    address = page.url
    assert page.locator("text=SHA-256").first.is_visible()
    assert page.locator("h3", has_text="基因型填充").is_visible()
    assert page.locator("text=个已知基因型后填充").is_visible()
    page.locator("li", has_text="与登记的父亲").locator("a").first.click()
    assert page.locator("text=请核对").first.is_visible()
    page.goto(address)
    page.locator("button", has_text="初审通过").click()
    become("region_officer")
    page.goto(address)
    page.locator("button", has_text="终审通过").click()
    page.locator("button", has_text="发布").first.click()
    become("farm_manager")
    now = published()
    assert now != before
    page.locator("table a[href*='/breeding/bulls/']").first.click()
    page.wait_for_selector("figure[data-drawn=yes]")
    assert page.locator("text=指数怎样得来").is_visible()
    become("breeding_officer")
    page.goto(address)
    page.fill("#opinion-ask-rollback", "系谱疑问未查清")
    page.locator("button", has_text="申请撤回").click()
    become("breeding_approver")
    page.goto(address)
    page.locator("button", has_text="恢复上一期").click()
    assert published() == before
    assert not complaints


def test_pages_fit_a_phone(page: Page, sign_in: SignIn, complaints: Complaints) -> None:
    page.set_viewport_size(PHONE)
    sign_in("breeding_approver")
    for path in (
        "/breeding/bulls",
        "/breeding/bulls/11119516",
        "/breeding/farms",
        "/breeding/genomic",
        "/breeding/register",
        "/breeding/types",
        "/breeding/samples",
        "/breeding/indices",
        "/breeding/register/quality",
        "/breeding/register/genotyped",
        "/breeding/nucleus/contributions",
        "/breeding/runs",
    ):
        page.goto(path)
        assert no_sideways_scroll(page), path
    page.locator("table a").first.click()
    assert no_sideways_scroll(page)
    page.goto("/breeding/farms")
    page.locator("a[href*='/breeding/cows/']").first.click()
    assert no_sideways_scroll(page)
    assert not complaints
