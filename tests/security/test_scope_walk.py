"""Every address, for every role: nobody is shown what is out of their scope."""

import re
from collections import deque

import httpx
import pytest

from milkshed.platform.roles import ROLES, Reach
from tests.demo_server import DemoServer

pytestmark = pytest.mark.browser

_LINK = re.compile(r"""(?:href|hx-get|data-href)=["'](/[^"'#]*)["']""")
_LIMIT = 250
_LEAVES = re.compile(r"^/(static|sign-out|01/|00/|414/|8003/|253/|problems)")


def crawl(client: httpx.Client) -> dict[str, int]:
    """Follow the links a person is shown and note each answer's status."""
    found: dict[str, int] = {}
    queue = deque(["/"])
    while queue and len(found) < _LIMIT:
        path = queue.popleft()
        if path in found or _LEAVES.match(path):
            continue
        answer = client.get(path)
        found[path] = answer.status_code
        if "text/html" in answer.headers.get("content-type", ""):
            queue.extend(_shape_first(_LINK.findall(answer.text), found))
    return found


def _shape_first(links: list[str], found: dict[str, int]) -> list[str]:
    """Keep a few links of each shape, so that a long list does not crowd out other pages."""
    shapes: dict[str, int] = {}
    for path in found:
        shapes[_shape(path)] = shapes.get(_shape(path), 0) + 1
    kept = []
    for link in dict.fromkeys(link.replace("&amp;", "&") for link in links):
        shape = _shape(link)
        if shapes.get(shape, 0) < 4:
            shapes[shape] = shapes.get(shape, 0) + 1
            kept.append(link)
    return kept


def _shape(path: str) -> str:
    return re.sub(r"\d+|[0-9a-f-]{32,}", "#", path.split("?")[0])


@pytest.fixture(scope="module")
def region_pages(demo_server: DemoServer) -> dict[str, int]:
    with demo_server.sign_in("region_officer") as client:
        return crawl(client)


def test_the_region_officer_meets_no_broken_link(region_pages: dict[str, int]) -> None:
    broken = {path: status for path, status in region_pages.items() if status >= 400}
    assert not broken
    assert len(region_pages) > 20


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_meets_no_broken_link(demo_server: DemoServer, role: str) -> None:
    with demo_server.sign_in(role) as client:
        broken = {path: status for path, status in crawl(client).items() if status >= 400}
    assert not broken


@pytest.mark.parametrize("role", sorted(r.code for r in ROLES.values() if r.reach is Reach.OWN))
def test_records_of_others_do_not_exist(
    demo_server: DemoServer, region_pages: dict[str, int], role: str
) -> None:
    """What the region sees by number and this role is not linked to, the role may not open."""
    with demo_server.sign_in(role) as client:
        own = crawl(client)
        for path in region_pages:
            if path in own or not re.search(r"/\d+", path):
                continue
            answer = client.get(path)
            assert answer.status_code in {200, 403, 404}, path
            if answer.status_code == 403:
                assert not _names_of_others(answer.text), path


def _names_of_others(text: str) -> bool:
    return bool(re.search(r"(牧场|收购站)\d*</(?:td|h1|dd)>", text))


def test_signed_out_people_are_asked_to_sign_in(
    demo_server: DemoServer, region_pages: dict[str, int]
) -> None:
    with httpx.Client(base_url=demo_server.url) as client:
        for path in region_pages:
            if path in {"/", "/sign-in"}:
                continue
            answer = client.get(path)
            assert answer.status_code in {302, 401, 404}, path
