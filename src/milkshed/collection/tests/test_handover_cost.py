"""How many statements a handover asks of the database, step by step."""

import json
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from milkshed.collection.models import HandoverSheet, Weighbridge
from milkshed.collection.tests.furniture import START, furnish
from milkshed.platform.models import AccessToken
from tests.cast import Cast

MOST = {
    "open": 17, "station": 9, "driver": 9, "escort": 11, "arrive": 11, "receive": 16, "close": 30,
}  # fmt: skip
"""Upper bounds, the transaction's own two among them; the ledger takes 19 of the last."""


def test_a_handover_asks_little_of_the_database(cast: Cast) -> None:
    things = furnish(cast)
    Weighbridge.objects.create(
        plant=cast.places["plant"], code="DB-01", certificate="ZS-1",
        calibrated_on=START.date(), calibrated_to=START.date(),
    )  # fmt: skip
    until = timezone.now() + timedelta(hours=1)
    tokens = {
        role: AccessToken.issue(cast.people[role], "test", until)
        for role in ("station_manager", "tanker_driver", "tanker_escort", "plant_receiver")
    }
    client, asked = Client(), {}

    def post(role: str, path: str, **body: object) -> dict[str, object]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(
                f"/api/collection/{path}",
                json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {tokens[role]}"},
            )
        assert answer.status_code == 200, answer.content.decode()
        asked[str(body.get("step", "open"))] = len(queries)
        return answer.json()

    def hand_over(turn: int) -> None:
        loaded = START + timedelta(minutes=turn)

        def at(minutes: int) -> str:
            return (loaded + timedelta(minutes=minutes)).isoformat()

        sheet = post(
            "station_manager", "sheets",
            station_gln=things.station.place.gln, plant_gln=cast.places["plant"].gln,
            tanker_plate=things.tanker.plate, shipped_kg=24_000, departure_temperature_c=3.2,
            load_lot=f"https://id.gs1.org/01/09521321000015/10/L{turn}", cooling_minutes=75,
            seals=[f"NX{turn}{k}" for k in range(3)], loaded_at=loaded.isoformat(),
        )  # fmt: skip
        steps = f"sheets/{sheet['number']}/steps"
        post("station_manager", steps, step="station", at=at(1), expected_state="draft")
        post("tanker_driver", steps, step="driver", at=at(2))
        post("tanker_escort", steps, step="escort", at=at(3))
        post(
            "plant_receiver", steps, step="arrive", at=at(60), temperature_c=3.6, seals_intact=True
        )
        post(
            "plant_receiver", steps, step="receive", at=at(70), weighbridge="DB-01",
            ticket=f"B{turn}", gross_kg=39_990, tare_kg=16_000,
        )  # fmt: skip
        post("station_manager", steps, step="close", at=at(80), expected_state="accepted")

    hand_over(1)  # what a process remembers is read here
    hand_over(2)
    assert {step: count for step, count in asked.items() if count > MOST[step]} == {}
    assert HandoverSheet.objects.filter(state="closed").count() == 2
