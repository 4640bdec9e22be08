"""Rooms put links beside a record that is not theirs: for whom, and where they have something."""

import pytest

from milkshed.kernel.text import Text
from milkshed.platform.domain import Beside, Domain
from milkshed.platform.scope import Scope
from milkshed.platform.web import beside
from milkshed.platform.web.beside import Link, links_beside
from tests.cast import Cast


def test_links_beside_a_record(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def address(scope: Scope, key: int) -> str:
        return f"/elsewhere/{key}" if key == 7 else ""

    title = Text("别处", "Elsewhere")
    room = Domain("elsewhere", title, 1, beside=(
        Beside("herd.animal", title, "breeding.see", address),
        Beside("herd.farm", title, "breeding.see", address),
    ))  # fmt: skip
    monkeypatch.setattr(beside, "domains", lambda: (room,))
    manager, driver = cast.people["farm_manager"], cast.people["tanker_driver"]
    assert links_beside(manager, "herd.animal", 7) == [Link(title, "/elsewhere/7")]
    assert links_beside(manager, "herd.animal", 8) == []
    assert links_beside(manager, "herd.pen", 7) == []
    assert links_beside(driver, "herd.animal", 7) == []
