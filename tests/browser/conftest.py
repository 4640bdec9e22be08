"""One Chromium for these tests; a fresh, watched page for each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.demo_server import DemoServer

_CHROMIUM = Path("/usr/bin/chromium")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

SignIn = Callable[[str], None]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser, or a skip where none is installed.

    It is closed before other tests go on: its event loop runs in their thread, where Django and
    ``asyncio.run`` want none.
    """
    with sync_playwright() as playwright:
        if not _CHROMIUM.exists() and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: run tools/install-browser")
        path = str(_CHROMIUM) if _CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What a page complained about: errors in its console, exceptions, failed requests."""

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"exception: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.append(f"{response.status}: {response.url}")


@pytest.fixture
def complaints() -> Complaints:
    """Empty at the start; a test asserts that it still is."""
    return Complaints()


@pytest.fixture
def page(chromium: Browser, demo_server: DemoServer, complaints: Complaints) -> Iterator[Page]:
    """A page of its own cookies at desk width."""
    context = chromium.new_context(
        base_url=demo_server.url, viewport={"width": 1440, "height": 900}, locale="en-US"
    )
    context.set_default_timeout(20_000)
    shown = context.new_page()
    complaints.watch(shown)
    yield shown
    context.close()


@pytest.fixture
def sign_in(page: Page, demo_server: DemoServer) -> SignIn:
    """Sign in as the demonstration account of a role, through the page."""

    def sign_in_as(role: str) -> None:
        page.goto("/sign-in")
        page.fill("#username", demo_server.accounts[role])
        page.fill("#password", demo_server.password)
        page.click("[data-fill-focus]")
        page.wait_for_selector("nav.side", state="attached")

    return sign_in_as
