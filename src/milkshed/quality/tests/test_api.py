from django.test import Client

from milkshed.quality.models import Sample
from milkshed.quality.tests.furniture import LOT, furnish
from tests.cast import Cast


def test_incoming_tests_by_rest_report_every_row(cast: Cast) -> None:
    furnish(cast)
    client = Client()
    client.force_login(cast.people["plant_quality"])
    good = {
        "barcode": "B1", "lot_uri": LOT, "place_gln": cast.places["plant"].gln,
        "sampled_at": "2026-01-05T09:00:00+08:00", "reported_at": "2026-01-05T09:40:00+08:00",
        "fat": 3.9, "antibiotics": False,
    }  # fmt: skip
    foreign = good | {"barcode": "B2", "place_gln": cast.places["other_plant"].gln}
    empty = good | {"barcode": "B3", "fat": None, "antibiotics": None}
    answer = client.post(
        "/api/quality/incoming-tests", [good, foreign, empty], content_type="application/json"
    )
    body = answer.json()
    assert (body["accepted"], body["refused"]) == (1, 2)
    assert [row["row"] for row in body["rows"]] == [2, 3]
    assert Sample.objects.get().verdict == "pass"
    detail = client.get("/api/quality/samples/B1").json()
    assert [r["analyte"] for r in detail["results"]] == ["fat", "antibiotics"]


def test_the_pass_rate_is_for_officers(cast: Cast) -> None:
    furnish(cast)
    client = Client()
    path = "/api/quality/pass-rate?first=2026-01-01&last=2026-01-31"
    assert client.get(path).status_code == 401
    client.force_login(cast.people["farm_manager"])
    assert client.get(path).status_code == 403
    client.force_login(cast.people["county_officer"])
    assert client.get(path).json() == {"passed": 0, "decided": 0, "share": None}
