from datetime import timedelta

import pytest
from django.test import Client

from milkshed.collection.actions.bulk import record_sheets
from milkshed.collection.models import HandoverSheet
from milkshed.collection.tests.furniture import START, furnish, sheet_row
from tests.cast import Cast


def page_of(cast: Cast, role: str, path: str) -> tuple[int, str]:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    answer = client.get(path)
    return answer.status_code, answer.content.decode(errors="replace")


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("station_manager", "/collection/intake?day=2026-01-05", "收购记录"),
        ("station_manager", "/collection/sheets/new", "铅封号"),
        ("plant_receiver", "/collection/receiving", "到厂收奶"),
        ("region_officer", "/collection/sheets", "J0001"),
        ("region_officer", "/collection/sheets/J0001", "内容一致"),
        ("region_officer", "/collection/sheets/J0001/print", "第二联"),
        ("county_officer", "/collection/licences", "宁收640302001"),
        ("county_officer", "/collection/stations", "金河源收购站"),
        ("region_officer", "/collection/tankers", "宁C12345"),
    ],
)
def test_pages_are_shown(cast: Cast, role: str, path: str, words: str) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things)])
    status, text = page_of(cast, role, path)
    assert status == 200
    assert words in text


def test_the_pdf_holds_two_copies(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things)])
    client = Client()
    client.force_login(cast.people["plant_receiver"])
    answer = client.get("/collection/sheets/J0001/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") == 2


def test_anothers_sheet_is_not_found_and_not_listed(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets(
        [
            sheet_row(
                cast,
                things,
                station_id=things.other_station.pk,
                plant_id=cast.places["other_plant"].pk,
            )
        ]
    )
    for path in ("", "/print", "/pdf", "/correction"):
        assert page_of(cast, "station_manager", f"/collection/sheets/J0001{path}")[0] == 404
    assert "J0001" not in page_of(cast, "station_manager", "/collection/sheets")[1]


def test_a_sheet_walks_through_the_pages(cast: Cast) -> None:
    things = furnish(cast)
    station, plant = things.station, cast.places["plant"]

    def post(role: str, path: str, **values: object) -> int:
        client = Client(headers={"Accept": "text/html"})
        client.force_login(cast.people[role])
        return client.post(f"/collection/{path}", values).status_code

    entry = {
        "station": station.pk, "tanker": "宁C12345", "plant": plant.pk, "shipped_kg": "24000",
        "departure_temperature_c": "3.1", "cooling_minutes": "60", "seals": "A1，A2 A3",
        "loaded_at": "2026-01-05T08:30",
    }  # fmt: skip
    assert post("station_manager", "sheets/new", **entry | {"shipped_kg": "99000"}) == 422
    assert post("station_manager", "sheets/new", **entry) == 302
    sheet = HandoverSheet.objects.get()
    assert sheet.seals == ["A1", "A2", "A3"]
    steps = f"sheets/{sheet.number}/steps"
    assert post("plant_receiver", f"{steps}/receive", received_kg="23990") == 409
    assert post("station_manager", f"{steps}/station") == 302
    assert post("tanker_driver", f"{steps}/driver") == 302
    assert post("tanker_escort", f"{steps}/escort") == 302
    sheet.refresh_from_db()
    assert sheet.departed_at is not None
    later = sheet.departed_at + timedelta(hours=10)
    arrival = {
        "arrived_at": f"{later:%Y-%m-%dT%H:%M}", "temperature_c": "3.9", "seals_intact": "yes"
    }  # fmt: skip
    assert post("plant_receiver", f"{steps}/arrive", **arrival) == 302
    assert post("station_manager", f"{steps}/close") == 409


def test_a_purchase_is_written_from_the_intake_page(cast: Cast) -> None:
    things = furnish(cast)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["station_manager"])
    answer = client.post(
        "/collection/intake/purchases",
        {
            "farm": cast.places["farm"].pk, "kg": "9000", "temperature_c": "3.4",
            "received_at": "2026-01-05T07:30",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert things.station.purchases.get().kg == 9000
    assert "9,000.0" in client.get(f"/collection/intake?day={START:%Y-%m-%d}").content.decode()
