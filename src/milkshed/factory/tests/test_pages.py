"""The factory's pages answer in both languages and show nobody another plant's records."""

import pytest
from django.test import Client

from milkshed.factory.actions.bulk import record_batches, record_intakes, record_product_lots
from milkshed.factory.models import Batch, Product, ProductLot, Silo
from milkshed.factory.tests.furniture import batch, intake, product_lot, works
from milkshed.kernel.gs1 import build_gtin14
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(cast: Cast) -> tuple[str, ...]:
    here = works(cast)
    works(cast, "other_plant", item=2)
    record_intakes([intake(here.silos[0], 1)])
    record_batches([batch(here.plant, 1)])
    record_product_lots([product_lot(here.product, 1)])
    lot = ProductLot.objects.get()
    return (
        "/factory/silos/",
        f"/factory/silos/{here.silos[0].pk}",
        "/factory/batches/",
        f"/factory/batches/{Batch.objects.get().pk}",
        "/factory/lots/",
        f"/factory/lots/{lot.pk}",
        f"/factory/lots/{lot.pk}/label",
        "/factory/products/",
        "/factory/plants/",
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ["plant_receiver", "plant_quality", "region_officer"])
def test_pages_answer(
    client: Client, cast: Cast, addresses: tuple[str, ...], language: str, role: str
) -> None:
    client.force_login(cast.people[role])
    client.cookies["milkshed_language"] = language
    for address in addresses:
        assert client.get(address).status_code == 200, address
    gate = client.get("/factory/receiving/")
    assert gate.status_code == (403 if role == "region_officer" else 200)


def test_a_plant_sees_only_its_own(client: Client, cast: Cast, addresses: tuple[str, ...]) -> None:
    client.force_login(cast.people["plant_quality"])
    assert "沙湖乳业" not in "".join(client.get(address).text for address in addresses)
    other = Silo.objects.filter(plant__place=cast.places["other_plant"])[0]
    assert client.get(f"/factory/silos/{other.pk}").status_code == 404
    assert (
        client.post(f"/factory/silos/{other.pk}/cleanings", {"at": "2026-01-05T12:00"}).status_code
        == 404
    )


def test_roles_without_the_verb_stay_outside(client: Client, cast: Cast) -> None:
    works(cast)
    client.force_login(cast.people["farm_manager"])
    assert client.get("/factory/lots/").status_code == 403


def test_the_qr_code_carries_the_digital_link_of_this_site(
    client: Client, cast: Cast, addresses: tuple[str, ...]
) -> None:
    client.force_login(cast.people["plant_quality"])
    lot = ProductLot.objects.get()
    text = client.get(f"/factory/lots/{lot.pk}").text
    assert f"http://testserver/01/{lot.product.gtin}/10/P1" in text
    assert "<svg" in text


def test_a_lot_is_held_by_the_form_and_needs_a_reason(
    client: Client, cast: Cast, addresses: tuple[str, ...]
) -> None:
    client.force_login(cast.people["plant_quality"])
    lot = ProductLot.objects.get()
    address = f"/factory/lots/{lot.pk}/decision"
    assert client.post(address, {"verb": "factory.hold_lot", "reason": " "}).status_code == 422
    assert client.post(address, {"verb": "factory.hold_lot", "reason": "复检"}).status_code == 302
    lot.refresh_from_db()
    assert lot.state == "held"


def test_the_quality_officer_enters_a_product(client: Client, cast: Cast) -> None:
    here = works(cast)
    client.force_login(cast.people["plant_quality"])
    gtin = build_gtin14("9521234", 55)
    form = {
        "plant": here.plant.pk,
        "gtin": gtin[1:],
        "name_zh": "鲜奶酪",
        "name_en": "Fresh cheese",
        "category": "cheese",
        "shelf_life_days": "30",
        "launched_on": "2025-03-01",
        "specialty_reason": "天然奶酪",
    }
    assert client.post("/factory/products/", form).status_code == 302
    assert Product.objects.get(gtin=gtin).specialty
    assert client.post("/factory/products/", form | {"gtin": "123"}).status_code == 422
