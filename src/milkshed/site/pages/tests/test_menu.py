import re

from django.test import Client

from tests.cast import Cast

GROUP = re.compile(r'<details class="side__group"( open)?>\s*<summary[^>]*>([^<]+)</summary>')


def _groups(person: object, address: str) -> dict[str, bool]:
    client = Client()
    client.force_login(person)
    page = client.get(address, headers={"Accept": "text/html"}).content.decode()
    return {title: bool(is_open) for is_open, title in GROUP.findall(page)}


def test_a_long_menu_opens_the_overview_and_the_room_one_is_in(cast: Cast) -> None:
    officer = cast.people["region_officer"]
    groups = _groups(officer, "/collection/sheets")
    assert len(groups) > 4
    assert {title for title, is_open in groups.items() if is_open} == {"总览", "收购运输"}
    elsewhere = _groups(officer, "/rules")
    assert {title for title, is_open in elsewhere.items() if is_open} == {"总览", "平台管理"}


def test_a_short_menu_is_all_open(cast: Cast) -> None:
    assert all(_groups(cast.people["tanker_driver"], "/collection/sheets").values())
