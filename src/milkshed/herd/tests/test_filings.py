"""A farm's filing: asked, returned, mended, filed under the county's next code, changed."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from milkshed.herd.actions.filings import (
    FilingEntry,
    accept_filing,
    ask_filing,
    mend_filing,
    return_filing,
    withdraw_filing,
)
from milkshed.herd.models import Farm, FarmFiling
from milkshed.kernel.problems import Problem
from tests.cast import Cast

_ENTRY = FilingEntry("640302", "金河源二场", "金积镇", "荷斯坦", 800)
_GLN = "9521321000056"


def _asked(cast: Cast) -> FarmFiling:
    return ask_filing(cast.people["farm_manager"], cast.organisations["farm"], _ENTRY)


def test_a_farm_is_filed_under_its_countys_next_code(cast: Cast) -> None:
    manager, officer = cast.people["farm_manager"], cast.people["county_officer"]
    made = _asked(cast)
    with pytest.raises(Problem) as twice:
        _asked(cast)
    assert twice.value.kind.status == 409
    made = return_filing(officer, made, made.edition, reason="地址不详")
    with pytest.raises(Problem):
        accept_filing(officer, made, made.edition, gln=_GLN)
    made = mend_filing(manager, made, made.edition, replace(_ENTRY, address="金积镇3号"))
    with pytest.raises(Problem) as stale:
        accept_filing(officer, made, made.edition - 1, gln=_GLN)
    assert {f.rule for f in stale.value.faults} == {"changed-meanwhile"}
    with pytest.raises(Problem) as nowhere:
        accept_filing(officer, made, made.edition)
    assert {f.field for f in nowhere.value.faults} == {"gln"}
    done = accept_filing(officer, made, made.edition, gln=_GLN, today=date(2026, 3, 2))
    farm = Farm.objects.get()
    assert (done.state, done.farm, farm.code, farm.declared_head) == (
        "filed", farm, "6403020001", 800,
    )  # fmt: skip
    larger = replace(_ENTRY, declared_head=1200, name_zh="金河源大场")
    change = ask_filing(manager, cast.organisations["farm"], larger, farm=farm)
    accept_filing(officer, change, change.edition)
    farm.refresh_from_db()
    assert (farm.declared_head, farm.place.name_zh) == (1200, "金河源大场")


def test_what_the_law_asks_for_is_asked_for(cast: Cast) -> None:
    manager, farm = cast.people["farm_manager"], cast.organisations["farm"]
    bad = FilingEntry("999999", " ", "", "荷斯坦", 0, gln="12")
    with pytest.raises(Problem) as wrong:
        ask_filing(manager, farm, bad)
    fields = {fault.field for fault in wrong.value.faults}
    assert fields == {"county", "name_zh", "address", "declared_head", "gln"}
    with pytest.raises(Problem) as stranger:
        ask_filing(manager, cast.organisations["other_farm"], _ENTRY)
    assert stranger.value.kind.status == 403
    made = _asked(cast)
    withdraw_filing(manager, made, made.edition, reason="改期")
    _asked(cast)


def test_the_pages_of_filing(cast: Cast) -> None:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["farm_manager"])
    entry = {
        "county": "640302", "name_zh": "金河源二场", "address": "金积镇", "breed": "荷斯坦",
        "declared_head": "800", "gln": _GLN,
    }  # fmt: skip
    assert client.get("/herd/filings/new").status_code == 200
    assert client.post("/herd/filings/new", {**entry, "declared_head": "0"}).status_code == 422
    sent = client.post("/herd/filings/new", entry)
    path = sent.headers["Location"]
    assert "待备案" in client.get(path).text
    officer = Client(headers={"Accept": "text/html"})
    officer.force_login(cast.people["county_officer"])
    assert "金河源二场" in officer.get("/herd/filings").text
    filed = officer.post(f"{path}/steps/file", {"edition": "1", "gln": _GLN})
    assert filed.status_code == 302
    assert Farm.objects.get().code in officer.get(path).text
