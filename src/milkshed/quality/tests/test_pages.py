import pytest
from django.test import Client

from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.models import Sample
from milkshed.quality.tests.furniture import LOT, furnish, incoming_row
from tests.cast import Cast


def browser(cast: Cast, role: str) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    return client


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("region_officer", "/quality/samples", "B0001"),
        ("plant_quality", "/quality/samples/B0001", "抗生素残留"),
        ("farm_manager", "/quality/limits", "待核实"),
        ("lab_analyst", "/quality/bench", "待收样"),
        ("sampler", "/quality/samples/new", "第二抽样人"),
    ],
)
def test_pages_are_shown(cast: Cast, role: str, path: str, words: str) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast)])
    answer = browser(cast, role).get(path)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_anothers_sample_is_not_found(cast: Cast) -> None:
    furnish(cast)
    record_incoming_tests([incoming_row(cast, place_id=cast.places["other_plant"].pk)])
    assert browser(cast, "plant_quality").get("/quality/samples/B0001").status_code == 404
    assert browser(cast, "lab_analyst").get("/quality/samples/B0001").status_code == 404


def test_a_blind_sample_walks_over_the_bench_without_its_origin(cast: Cast) -> None:
    furnish(cast)
    sampler, analyst = browser(cast, "sampler"), browser(cast, "lab_analyst")
    entry = {
        "kind": "official", "place": cast.places["station"].pk, "lot_uri": LOT,
        "sampled_at": "2026-01-05T09:00", "barcode": "S1", "blind_number": "M1", "portions": "3",
    }  # fmt: skip
    assert sampler.post("/quality/samples/new", entry).status_code == 422
    entry["second_sampler"] = cast.people["inspector"].pk
    assert sampler.post("/quality/samples/new", entry).status_code == 302
    assert sampler.post("/quality/samples/S1/seal", {"seal": "F1"}).status_code == 302
    inspector = browser(cast, "inspector")
    assert inspector.post("/quality/samples/S1/custody/countersign").status_code == 302
    received = analyst.post("/quality/bench/receive", {"barcode": "M1", "intact": "yes"})
    assert received.headers["Location"] == "/quality/samples/M1"
    for path in ("/quality/samples/M1", "/quality/bench", "/quality/samples"):
        text = analyst.get(path).content.decode()
        assert "M1" in text
        assert "金河源" not in text
        assert "L0001" not in text
        assert "S1<" not in text
    check = analyst.get("/quality/check/fat", {"value-fat": "3.0"}).content.decode()
    assert "不合格" in check
    values = {"value-fat": "3.6", "value-protein": "3.2", "value-antibiotics": "no"}
    assert analyst.post("/quality/samples/M1/results", values).status_code == 302
    assert analyst.post("/quality/samples/M1/review").status_code == 403
    assert browser(cast, "lab_reviewer").post("/quality/samples/M1/review").status_code == 302
    sample = Sample.objects.get(barcode="S1")
    assert (sample.verdict, sample.state) == ("pass", "reported")
    assert "金河源" in analyst.get("/quality/samples/S1").content.decode()
