"""Pages and API: who gets in, what they see, and what they may do."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.farms import record_farm_days
from milkshed.herd.actions.rows import AnimalRow, FarmDayRow
from milkshed.herd.importers import import_test_days, understanding_of
from milkshed.herd.models import Animal, AnimalEvent, ImportBatch
from milkshed.herd.tests.conftest import Farms
from milkshed.herd.tests.test_import import MIXED
from milkshed.kernel.identifiers import build_ear_tag
from tests.cast import Cast

TODAY = timezone.localdate()
HTML = {"headers": {"accept": "text/html"}}


@pytest.fixture
def furnished(farms: Farms) -> Farms:
    for serial, farm in enumerate((farms.own, farms.other), start=1):
        register_animals(
            [
                AnimalRow(
                    farm.code,
                    "F",
                    TODAY - timedelta(days=1500),
                    ear_tag=build_ear_tag(farm.place.county, serial),
                    parity=1,
                    last_calving_date=TODAY - timedelta(days=280),
                    due_on=TODAY + timedelta(days=5),
                )
            ]
        )
        record_farm_days(
            [FarmDayRow(farm.code, TODAY - timedelta(days=1), 10, 5, 4, 120.0, (60.0, 60.0))]
        )
        import_test_days(MIXED.encode(), file_name="a.csv", farm=farm)
    return farms


def addresses(farms: Farms) -> dict[str, list[str]]:
    return {
        farm.code: [
            f"/herd/farms/{farm.code}",
            f"/herd/farms/{farm.code}/days",
            f"/herd/farms/{farm.code}/animals",
            f"/herd/animals/{farm.animals.get().pk}",
            f"/herd/imports/{farm.imports.get().pk}",
            f"/herd/imports/{farm.imports.get().pk}/faults.xlsx",
            f"/api/herd/farms/{farm.code}",
            f"/api/herd/farms/{farm.code}/animals",
            f"/api/herd/farms/{farm.code}/farm-days",
        ]
        for farm in (farms.own, farms.other)
    }


@pytest.mark.parametrize(
    ("role", "sees_other"),
    [
        ("region_officer", True),
        ("auditor", True),
        ("county_officer", False),
        ("farm_manager", False),
        ("farm_vet", False),
    ],
)
def test_each_role_sees_its_own_and_nothing_else(
    furnished: Farms, cast: Cast, client: Client, role: str, sees_other: bool
) -> None:
    client.force_login(cast.people[role])
    for url in addresses(furnished)[furnished.own.code]:
        assert client.get(url, **HTML).status_code == 200, url
    for url in addresses(furnished)[furnished.other.code]:
        assert client.get(url, **HTML).status_code == (200 if sees_other else 404), url
    listed = client.get("/herd/farms?county=", **HTML).content.decode()
    assert (furnished.other.code in listed) is sees_other
    assert furnished.own.code in listed
    assert client.get("/herd/imports", **HTML).status_code == 200


@pytest.mark.parametrize("role", ["tanker_driver", "plant_receiver", "lab_analyst"])
def test_other_trades_have_no_door(furnished: Farms, cast: Cast, client: Client, role: str) -> None:
    client.force_login(cast.people[role])
    for url in addresses(furnished)[furnished.own.code]:
        assert client.get(url, **HTML).status_code == 403, url


def test_a_farmer_goes_straight_to_the_farm(furnished: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_manager"])
    answer = client.get("/herd/farms", **HTML)
    assert answer.status_code == 302
    assert answer["Location"] == f"/herd/farms/{furnished.own.code}"


def test_pages_speak_english_too(furnished: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["region_officer"])
    client.cookies["milkshed_language"] = "en"
    page = client.get(f"/herd/farms/{furnished.own.code}", **HTML).content.decode()
    assert "Calving due" in page


def test_a_file_is_brought_through_the_page(furnished: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_manager"])
    file = SimpleUploadedFile("neu.csv", MIXED.replace("3781", "77").encode())
    answer = client.post("/herd/imports", {"farm": furnished.own.code, "file": file}, **HTML)
    assert answer.status_code == 302
    batch = ImportBatch.objects.get(file_name="neu.csv")
    assert batch.state == "previewed"
    reading = understanding_of(batch).mapping
    form = {f"column-{at}": key for at, key in reading.columns.items()}
    form |= {f"unit:{key}": unit for key, unit in reading.units.items()}
    form |= {f"order:{key}": order for key, order in reading.orders.items()}
    answer = client.post(f"/herd/imports/{batch.pk}/confirm", form, **HTML)
    assert answer.status_code == 302
    page = client.get(answer["Location"], **HTML).content.decode()
    assert "repeated-row" in page
    batch = ImportBatch.objects.latest("pk")
    book = client.get(f"/herd/imports/{batch.pk}/faults.xlsx", **HTML)
    assert book["Content-Type"].endswith("sheet")
    assert book.content.startswith(b"PK")
    client.force_login(cast.people["farm_vet"])
    file.seek(0)
    refused = client.post("/herd/imports", {"farm": furnished.own.code, "file": file}, **HTML)
    assert refused.status_code == 403


def test_an_event_is_recorded_and_taken_back_on_the_page(
    furnished: Farms, cast: Cast, client: Client
) -> None:
    client.force_login(cast.people["farm_vet"])
    cow = Animal.objects.get(farm=furnished.own)
    url = f"/herd/animals/{cow.pk}/events"
    at = f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    given = {"kind": "treatment", "happened_at": at, "product": "头孢噻呋", "note": "左后"}
    incomplete = client.post(url, given, **HTML)
    assert incomplete.status_code == 422
    given |= {"diagnosis": "mastitis", "veterinarian": "王兽医"}
    answer = client.post(url, given, **HTML)
    assert answer.status_code == 302
    event = AnimalEvent.objects.get()
    assert event.recorded_by == cast.people["farm_vet"]
    client.post(
        url,
        {"kind": "retraction", "happened_at": at, "corrects": str(event.event_key)},
        **HTML,
    )
    cow.refresh_from_db()
    assert cow.withdrawal_until is None
    page = client.get(f"/herd/animals/{cow.pk}", **HTML).content.decode()
    assert "已更正" in page
    bad = client.post(url, {"kind": "treatment", "happened_at": "soon"}, **HTML)
    assert bad.status_code == 422


def test_batches_through_the_api(furnished: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_manager"])
    base = f"/api/herd/farms/{furnished.own.code}"
    born = str(TODAY - timedelta(days=40))
    rows = [
        {"sex": "F", "birth_date": born, "ear_tag": build_ear_tag("640302", 50)},
        {"sex": "F", "birth_date": born, "ear_tag": "999"},
    ]
    told = client.post(f"{base}/animals", rows, content_type="application/json").json()
    assert (told["accepted"], told["refused"]) == (1, 1)
    assert told["rows"][0]["row"] == 2
    assert told["rows"][0]["errors"][0]["rule"] == "shape"
    listed = client.get(f"{base}/animals?size=1&page=2").json()
    assert (listed["total"], len(listed["items"])) == (2, 1)
    day = {"day": str(TODAY), "head": 2, "adult_head": 1, "milking_head": 1, "milk_kg": 30}
    told = client.post(f"{base}/farm-days", [day], content_type="application/json").json()
    assert told["accepted"] == 1
    assert [d["milk_kg"] for d in client.get(f"{base}/farm-days").json()] == ["120.0", "30.0"]
    event = {
        "number": build_ear_tag("640302", 1),
        "kind": "dry_off",
        "happened_at": f"{timezone.now() - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
    }
    told = client.post(f"{base}/events", [event], content_type="application/json").json()
    assert told["accepted"] == 1
    assert client.get("/api/herd/farms").json()["total"] == 1
    assert client.get("/api/herd/farms/0000000000").status_code == 404
    client.logout()
    assert client.get(f"{base}/animals").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "farms?q=%01",
        "farms?county=x&zone=x&page=abc",
        "farms?size=-1",
        "imports?page=-1&farm=x",
        "farms/{own}/animals?q=%01&stage=x",
    ],
)
def test_senseless_questions_are_answered_calmly(
    farms: Farms, cast: Cast, client: Client, query: str
) -> None:
    client.force_login(cast.people["region_officer"])
    address = f"/herd/{query}".format(own=farms.own.code)
    assert client.get(address, **HTML).status_code == 200


def test_times_before_all_records_break_a_rule(farms: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["region_officer"])
    own = farms.own.code
    assert client.get(f"/herd/farms/{own}/days?month=0000-99", **HTML).status_code == 422
    early = client.get(f"/api/herd/farms/{own}/farm-days?last=0001-01-01")
    assert early.status_code == 422
