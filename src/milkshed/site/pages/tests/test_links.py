"""The pages of links and labels: what is shown to whom, and what the forms refuse."""

import re

import pytest
from django.test import Client

from milkshed.collection.models import Tanker
from milkshed.ledger.facade import capture_document
from milkshed.ledger.models import ResolverLink
from milkshed.ledger.tests import chain
from milkshed.platform.documents.qr import qr_modules
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.tests.furniture import furnish, incoming_row
from milkshed.site.labels.tests.qr_reader import read
from tests.cast import Cast

PAGE = {"Accept": "text/html"}
LOT = f"/01/{chain.GTIN}/10/P1"
FORM = {
    "q": LOT,
    "link_type": "gs1:recipeInfo",
    "target": "https://brand.example/recipes",
    "title_zh": "食谱",
    "default": "",
}


@pytest.fixture
def day(cast: Cast) -> Cast:
    """A day of milk in the ledger."""
    capture_document(chain.document(chain.day_of_milk()))
    return cast


def _as(cast: Cast, role: str) -> Client:
    client = Client(headers=PAGE)
    client.force_login(cast.people[role])
    return client


def test_registering_and_withdrawing_a_link(day: Cast) -> None:
    client = _as(day, "administrator")
    before = client.get("/links", {"q": f"(01){chain.GTIN}(10)P1"})
    assert "扫码追溯" in before.text
    answer = client.post("/links/register", FORM, follow=True)
    assert "链接已登记" in answer.text
    assert "https://brand.example/recipes" in answer.text
    assert "食谱" in Client(headers=PAGE).get(f"{LOT}?linkType=linkset").text
    link = ResolverLink.objects.get()
    assert link.title_en == "食谱"
    assert not link.forwards_query  # the box was not ticked
    gone = client.post("/links/withdraw", {"link": link.pk}, follow=True)
    assert "链接已撤回" in gone.text
    assert "食谱" not in Client(headers=PAGE).get(f"{LOT}?linkType=linkset").text


def test_readers_see_links_but_no_form(day: Cast) -> None:
    text = _as(day, "inspector").get("/links", {"q": LOT}).text
    assert "扫码追溯" in text
    assert "登记新链接" not in text
    assert _as(day, "inspector").post("/links/register", FORM).status_code == 403
    assert _as(day, "farm_vet").get("/links").status_code == 403
    assert not ResolverLink.objects.exists()


@pytest.mark.parametrize("typed", ["nonsense", "(01)1", "https://a.cn/", "/01/x", "(", "%"])
def test_an_identifier_that_is_none_is_told(day: Cast, typed: str) -> None:
    client = _as(day, "administrator")
    for address, field in (("/links", "q"), ("/labels/sheet", "item"), ("/labels.pdf", "item")):
        assert client.get(address, {field: typed}).status_code == 422, address
    assert client.post("/links/register", {**FORM, "q": typed}).status_code == 422


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999", "-1"])
def test_a_link_that_is_none_is_told(day: Cast, number: str) -> None:
    assert _as(day, "administrator").post("/links/withdraw", {"link": number}).status_code == 404


def test_an_unknown_identifier_has_no_links_yet(day: Cast) -> None:
    text = _as(day, "administrator").get("/links", {"q": "/01/09521234543220"}).text
    assert "还没有人知道这个标识" in text
    assert "登记新链接" in text


def test_the_page_has_an_address_of_its_own(day: Cast) -> None:
    stranger = Client(headers=PAGE)
    own, given = (stranger.get(address).text for address in (f"/journey{LOT}", LOT))
    assert own.partition("<article")[2] == given.partition("<article")[2] != ""
    assert stranger.get("/journey/01/09521234543220").status_code == 404
    assert stranger.get("/journey/01/09521234543221").status_code == 400
    assert stranger.get("/journey/nonsense").status_code == 400
    assert stranger.post(f"/journey{LOT}").status_code in (403, 405)


def test_certificates_are_offered_where_a_laboratory_reported(day: Cast) -> None:
    asked = f"{LOT}?linkType=gs1:certificationInfo"
    assert Client().get(asked).status_code == 404
    furnish(day)
    row = incoming_row(day, lot_uri=chain.lot("P1"))
    record_incoming_tests([row])
    assert Client().get(asked).headers["Location"].endswith("#tests")


def test_things_are_known_by_their_registration(day: Cast) -> None:
    station = day.places["station"]
    tanker = Tanker.objects.create(
        carrier=day.organisations["carrier"],
        plate="宁A12345",
        grai="09521321000049T7",
        capacity_kg=20_000,
    )
    stranger = Client(headers=PAGE)
    for path in (f"/414/{station.gln}", f"/414/{station.gln}/254/NEW", f"/8003/{tanker.grai}"):
        assert stranger.get(path).status_code == 200, path
        assert Client().get(path).status_code == 307, path
    assert stranger.get("/8003/09521321000049T8").status_code == 404
    assert stranger.get(f"/01/{chain.GTIN}/10/INVENTED").status_code == 404


def test_labels_of_what_may_be_seen(day: Cast) -> None:
    client = _as(day, "region_officer")
    for kind in ("lot", "silo", "tank", "tanker", "sheet", "pallet", "nonsense"):
        assert client.get("/labels", {"kind": kind, "q": "x"}).status_code == 200
    assert chain.PALLET.rpartition("/")[2] in client.get("/labels", {"kind": "pallet"}).text
    seen = _as(day, "farm_manager").get("/labels", {"kind": "pallet"}).text
    assert chain.PALLET.rpartition("/")[2] not in seen
    vessel = f"{day.places['farm'].uri}/254/P1"
    capture_document(chain.document([chain.milking("V", 1.0, place=vessel)]))
    own = _as(day, "farm_manager").get("/labels", {"kind": "tank"}).text
    assert f"(414){day.places['farm'].gln}(254)P1" in own
    assert "金河源牧场 P1" in own


def test_a_sheet_of_labels_as_page_pdf_and_image(day: Cast) -> None:
    client = _as(day, "region_officer")
    items = {"item": [LOT, f"(00){chain.PALLET.rpartition('/')[2]}"], "layout": "24"}
    page = client.get("/labels/sheet", items)
    assert page.text.count("<figure") == 2
    assert "演示数据" in page.text
    pdf = client.get("/labels.pdf", items)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    image = client.get("/label.svg", {"item": LOT})
    assert image.headers["Content-Type"] == "image/svg+xml"
    title = re.search(r"<title>([^<]+)</title>", image.text)
    assert title
    assert read(qr_modules(title[1])) == f"http://testserver{LOT}"
    assert client.get("/labels/sheet").status_code == 422
    assert client.get("/labels.pdf", {"item": [LOT] * 201}).status_code == 422
