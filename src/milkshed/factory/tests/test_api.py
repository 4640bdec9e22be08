"""The factory's REST routes: reads are cut to the scope, unloading answers problems."""

import pytest
from django.test import Client

from milkshed.factory.actions.bulk import record_batches, record_intakes, record_product_lots
from milkshed.factory.tests.furniture import batch, intake, product_lot, works
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_silos_and_lots_in_reach(client: Client, cast: Cast) -> None:
    here, other = works(cast), works(cast, "other_plant", item=2)
    record_intakes([intake(here.silos[0], 1)])
    record_batches([batch(here.plant, 1)])
    record_product_lots([product_lot(here.product, 1), product_lot(other.product, 2, batch_lot="")])
    client.force_login(cast.people["plant_receiver"])
    silos = client.get("/api/factory/silos").json()
    assert [(s["extension"], float(s["level_kg"])) for s in silos] == [
        ("SILO-1", 5000.0),
        ("SILO-2", 0.0),
    ]
    found = client.get(f"/api/factory/products/{here.product.gtin}/lots/P1")
    assert found.json()["path"] == f"/01/{here.product.gtin}/10/P1"
    assert client.get(f"/api/factory/products/{other.product.gtin}/lots/P2").status_code == 404


def test_unloading_an_unknown_sheet_is_a_problem(client: Client, cast: Cast) -> None:
    here = works(cast)
    client.force_login(cast.people["plant_receiver"])
    load = {
        "silo": here.silos[0].pk,
        "sheet": "9521234000013J1",
        "temperature_c": "4",
        "at": "2026-01-05T12:00:00+08:00",
    }
    answer = client.post("/api/factory/intakes", load, content_type="application/json")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    without_zone = load | {"at": "2026-01-05T12:00:00"}
    answer = client.post("/api/factory/intakes", without_zone, content_type="application/json")
    assert answer.status_code == 422
    client.force_login(cast.people["region_officer"])
    answer = client.post("/api/factory/intakes", load, content_type="application/json")
    assert answer.status_code == 403
