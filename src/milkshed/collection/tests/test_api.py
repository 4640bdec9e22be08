from django.test import Client

from milkshed.collection.actions.bulk import record_sheets
from milkshed.collection.tests.furniture import furnish, sheet_row
from tests.cast import Cast


def test_sheets_papers_and_flow_by_rest(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things)])
    client = Client()
    assert client.get("/api/collection/sheets").status_code == 401
    client.force_login(cast.people["county_officer"])
    (sheet,) = client.get("/api/collection/sheets?first=2026-01-05&last=2026-01-05").json()
    assert (sheet["number"], sheet["station"]) == ("J0001", "金河源收购站")
    detail = client.get("/api/collection/sheets/J0001").json()
    assert [s["intact"] for s in detail["signatures"]] == [True] * 4
    assert len(client.get("/api/collection/licences").json()) == 2
    (flow,) = client.get("/api/collection/flow/2026-01-05").json()
    assert flow["kg"] == 24_980.0


def test_another_countys_sheet_is_not_found(cast: Cast) -> None:
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
    client = Client()
    client.force_login(cast.people["county_officer"])
    assert client.get("/api/collection/sheets/J0001").status_code == 404
    assert client.get("/api/collection/sheets").json() == []
    assert client.get("/api/collection/flow/2026-01-05").json() == []
