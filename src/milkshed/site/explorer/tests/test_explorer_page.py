"""The explorer finds lots by whatever people have in hand, and shows nobody what is another's."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from milkshed.factory.tests.recall_scene import SUSPECT, Scene, scene
from milkshed.ledger.facade import Model
from milkshed.site.explorer.finding import find_lots
from milkshed.site.explorer.reading import Side, Wanted, explore
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = {"Accept": "text/html"}


@pytest.fixture
def here(cast: Cast) -> Scene:
    return scene(cast)


def product(here: Scene, number: int = 0) -> str:
    return here.lots[number].uri


def test_a_lot_is_found_in_every_spelling(cast: Cast, here: Scene) -> None:
    officer, uri = cast.people["region_officer"], product(here)
    gtin = here.works.product.gtin
    for typed in (
        uri,
        f"http://shop.example/01/{gtin}/10/P1",
        f"/01/{gtin}/10/P1",
        f"(01){gtin}(10)P1",
        f"{gtin} P1",
        f" {gtin[1:]}，P1 ",
        "P1",
    ):
        assert [one.uri for one in find_lots(typed, officer)] == [uri], typed
    assert [one.uri for one in find_lots("L1", officer)] == [SUSPECT]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "(01)", "(01)1(10)x", "urn:", "https://", "\N{SNOWMAN}", "no such", "x" * 500],
)
def test_nonsense_finds_nothing(cast: Cast, here: Scene, typed: str) -> None:
    assert find_lots(typed, cast.people["region_officer"]) == ()


def test_a_vessel_lists_its_states(cast: Cast, here: Scene) -> None:
    found = find_lots(here.works.silos[0].uri, cast.people["plant_quality"])
    assert [one.number for one in found] == ["S3", "S2", "S1"]
    assert find_lots(here.works.silos[0].uri, cast.people["farm_manager"]) == ()


def test_both_directions_add_up(cast: Cast, here: Scene) -> None:
    found = explore(cast.people["region_officer"], Wanted(SUSPECT))
    assert found is not None
    assert {one.node.kind.code for one in found.on(Side.BEFORE)} == {"milking"}
    after = {one.number: one.share for one in found.on(Side.AFTER)}
    assert after["P1"] == pytest.approx(1.0)
    assert after["P2"] == pytest.approx(1 / 6)
    assert found.sums.found == pytest.approx(1.0)
    assert found.sums.unknown == 0
    assert found.sums.found_kg is not None
    assert found.sums.lost_kg is not None
    assert found.sums.found_kg + found.sums.lost_kg == pytest.approx(25_000)


def test_share_depth_and_days_narrow_the_answer(cast: Cast, here: Scene) -> None:
    officer = cast.people["region_officer"]

    def numbers(**asked: object) -> set[str]:
        found = explore(officer, Wanted(SUSPECT, **asked))  # type: ignore[arg-type]
        assert found is not None
        assert found.hidden > 0
        return {lot.number for lot in found.on(Side.AFTER)}

    assert "P3" not in numbers(threshold=0.1)
    assert numbers(depth=1) == {"S1"}
    assert numbers(first=date(2030, 1, 1)) == set()


def test_every_model_answers(cast: Cast, here: Scene) -> None:
    for model in Model:
        found = explore(cast.people["region_officer"], Wanted(SUSPECT, model=model))
        assert found is not None
        assert {"P1", "P2"} <= {lot.number for lot in found.on(Side.AFTER)} or (
            model is Model.PLUG_FLOW
        )


def test_what_is_anothers_is_closed(cast: Cast, here: Scene) -> None:
    found = explore(cast.people["farm_manager"], Wanted(product(here)))
    assert found is not None
    assert found.closed == len(found.lots)
    for lot in found.lots:
        assert (lot.number, lot.mass_kg, lot.event_id, lot.shared_kg) == ("", None, "", None)
        assert not any(hop.other or hop.kg or hop.event_id for hop in lot.hops)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ["region_officer", "plant_quality", "farm_manager"])
def test_the_page_answers(
    client: Client, cast: Cast, here: Scene, role: str, language: str
) -> None:
    client.force_login(cast.people[role])
    client.cookies["milkshed_language"] = language
    for query in (
        "",
        "?q=nothing",
        f"?uri={SUSPECT}",
        f"?uri={product(here, 2)}&model=conservative&rows=all",
        f"?uri={product(here, 2)}&model=plug_flow&threshold=1&depth=3&first=2026-01-01",
    ):
        answer = client.get(f"/explorer{query}", headers=PAGE)
        assert answer.status_code == 200, query
    text = client.get(f"/explorer?uri={product(here, 2)}", headers=PAGE).text
    assert "<svg" in text
    assert ("贺兰雪乳业" in text) is (role != "farm_manager")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?uri=https://id.gs1.org/01/09521234543213/10/NOBODY", 404),
        (f"?uri={SUSPECT}&model=magic", 422),
        (f"?uri={SUSPECT}&threshold=many", 422),
        (f"?uri={SUSPECT}&threshold=101", 422),
        (f"?uri={SUSPECT}&depth=999999999999999999999&first=x&last=%20", 200),
    ],
)
def test_senseless_questions_are_told(
    client: Client, cast: Cast, here: Scene, query: str, status: int
) -> None:
    client.force_login(cast.people["region_officer"])
    assert client.get(f"/explorer{query}", headers=PAGE).status_code == status


def test_the_excel_file_holds_lots_hops_and_the_pack(
    client: Client, cast: Cast, here: Scene
) -> None:
    client.force_login(cast.people["region_officer"])
    answer = client.get(f"/explorer.xlsx?uri={SUSPECT}")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["批次", "流转", "来源未知", "24小时资料包"]
    cells = [[cell.value for cell in row] for row in book["24小时资料包"].iter_rows()]
    header = next(row for row in cells if "追溯批号" in row)
    lots = {row[header.index("追溯批号")] for row in cells}
    assert {"T1", "L1", "S1", "B1", "P1", "P3"} <= lots
    assert client.get("/explorer.xlsx").status_code == 422


def test_the_pdf_opens(client: Client, cast: Cast, here: Scene) -> None:
    client.force_login(cast.people["plant_quality"])
    content = client.get(f"/explorer.pdf?uri={SUSPECT}").content
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")


def test_roles_without_the_verb_stay_outside(client: Client, cast: Cast, here: Scene) -> None:
    client.force_login(cast.people["tanker_driver"])
    assert client.get("/explorer").status_code == 403
