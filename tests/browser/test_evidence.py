"""The reader's own browser checks the proof on the page behind a code, and notices a forged one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints
from tests.demo_server import DemoServer, milkshed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pack(demo_server: DemoServer) -> str:
    """A pack whose fact is under a checkpoint."""
    milkshed("log", "checkpoint", environment=demo_server.environment)
    return demo_server.qr_paths[0]


def _altering(change: Callable[[str], str]) -> Callable[[Route], None]:
    """Answer with the page as the server made it, changed on the way."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    return answer


def test_the_proof_is_checked_on_the_readers_device(
    page: Page, pack: str, complaints: Complaints
) -> None:
    page.goto(pack)
    section = page.locator("section[data-proof]")
    expect(section).to_contain_text("服务器核对通过")
    expect(section.locator("[data-proof-verdict]")).to_have_text("本机核对通过")
    expect(section).to_contain_text("从这条记录的摘要逐级算出的根，与检查点一致")
    assert not complaints


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (r'("leaf": ")(.)', "算出的根与检查点不一致"),
        (r'("path": \[")(.)', "算出的根与检查点不一致"),
        (r'("index": )(\d)', "算出的根与检查点不一致"),
        # the first letter of the log's own signature after its key id
        (r'("checkpoint": "[^"]*? [A-Za-z0-9+/]{9})(.)', "检查点的签名无效"),
    ],
)
def test_a_forged_proof_is_noticed(page: Page, pack: str, field: str, told: str) -> None:
    def change(text: str) -> str:
        head, mark, rest = text.partition('id="journey-proof"')
        forged = re.sub(field, lambda at: at[1] + ("1" if at[2] != "1" else "2"), rest, count=1)
        assert forged != rest
        return head + mark + forged

    page.route(f"**{pack}", _altering(change))
    page.goto(pack)
    section = page.locator("section[data-proof]")
    expect(section.locator("[data-proof-verdict]")).to_have_text("本机核对未通过")
    expect(section).to_contain_text(told)
