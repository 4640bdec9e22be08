"""Handovers taken through all their steps by the API while boards are open: how many a minute.

A handover is seven requests over HTTP, each its own transaction: drawn up, signed by station,
driver and escort, arrived, accepted by weighbridge ticket, closed with its fact in the ledger. The
server runs as ``milkshed serve`` runs it, with two processes; clients, server and database share
the machine. Meanwhile two more clients have the list of sheets and the war-map open, each reloaded
every second.

The limit, in the same run: the same rows (sheet, seals, signatures, ticket, transitions) written
bare by two processes straight into the same tables, each step committed by itself, without HTTP,
rights, rules, digests or ledger. Because the machine may be shared, the processor time of server
and database is counted too, first for handovers alone and then while the boards are open; what
two cores could do a minute follows from it.

Usage: ``python bench/handovers.py [--seconds 60] [--senders 6]``.
"""

import argparse
import http.client
import json
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context

from cpu_seconds import cpu_seconds_of, database_process
from own_database import own_database
from own_server import Server, own_server

STATIONS = 24
_LIMIT_SECONDS = 10.0
_RELOAD_SECONDS = 0.5
_ALONE_SECONDS = 8.0
_STEPS = 7
_START = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


@dataclass(slots=True)
class Stage:
    """What the senders need: GLNs, plates and one token for each of the people of a sheet."""

    stations: list[str] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    plant: str = ""
    tokens: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Handovers done, and seconds that pages took."""

    done: int = 0
    boards: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def _gln(serial: int) -> str:
    digits = f"952{serial:09d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return digits + str(-total % 10)


def _furnish() -> Stage:
    """Stations, tankers with their papers, a plant with its weighbridge, people with tokens."""
    from django.utils import timezone

    from milkshed.collection.models import Licence, Station, Tanker, Weighbridge
    from milkshed.collection.rules import ROWS
    from milkshed.kernel.gs1 import build_grai
    from milkshed.platform.models import AccessToken, Membership, Organisation, Person, Place
    from milkshed.platform.rule_book import load_rules

    load_rules(ROWS)
    stage = Stage()
    until = timezone.now() + timedelta(days=1)

    def organisation(kind: str, serial: int, county: str = "640302") -> Organisation:
        return Organisation.objects.create(
            kind=kind, name_zh=f"演示{kind}{serial}", county=county, gln=_gln(serial),
            synthetic=True,
        )  # fmt: skip

    def place(kind: str, owner: Organisation, serial: int) -> Place:
        return Place.objects.create(
            kind=kind, name_zh=owner.name_zh, organisation=owner, county=owner.county,
            longitude=106.2, latitude=37.98, gln=_gln(serial),
        )  # fmt: skip

    def token(role: str, owner: Organisation, serial: int) -> str:
        person = Person.objects.create_person(f"{role}-{serial}", None, name_zh=f"{role}{serial}")
        Membership.objects.create(person=person, organisation=owner, role=role)
        return AccessToken.issue(person, "bench", until)

    office, processor = organisation("county_office", 1), organisation("processor", 2)
    plant = place("plant", processor, 3)
    stage.plant = plant.gln
    Weighbridge.objects.create(
        plant=plant, code="DB-01", certificate="ZS-1", calibrated_on=date(2025, 6, 1),
        calibrated_to=date(2026, 6, 1),
    )  # fmt: skip
    carrier = organisation("carrier", 4)
    term = {"issuer": office, "valid_from": date(2025, 1, 1), "valid_to": date(2026, 12, 31)}
    for number in range(STATIONS):
        owner = organisation("station", 100 + number)
        station = Station.objects.create(
            place=place("station", owner, 200 + number), kind="farm",
            daily_intake_kg=Decimal(40_000),
        )  # fmt: skip
        station.plants.add(plant)
        tanker = Tanker.objects.create(
            carrier=carrier, plate=f"宁C{number:05d}", capacity_kg=Decimal(28_000),
            grai=build_grai("9521321", 3, f"T{number:04d}"),
        )  # fmt: skip
        Licence.objects.create(
            kind="station_licence", number=f"S{number}", holder=owner, station=station, **term
        )
        Licence.objects.create(
            kind="tanker_permit", number=f"T{number}", holder=carrier, tanker=tanker, **term
        )
        stage.stations.append(station.place.gln)
        stage.plates.append(tanker.plate)
        for role, at in (
            ("station_manager", owner), ("tanker_driver", carrier), ("tanker_escort", carrier),
            ("plant_receiver", processor),
        ):  # fmt: skip
            stage.tokens.setdefault(role, []).append(token(role, at, number))
    region = organisation("region_office", 5, "")
    stage.tokens["region_officer"] = [token("region_officer", region, 1)]
    return stage


def _post(
    connection: http.client.HTTPConnection, token: str, path: str, body: dict[str, object]
) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", f"/api/collection/{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}: {told.decode()[:400]}")
    return json.loads(told)  # type: ignore[no-any-return]


def _hand_over(
    connection: http.client.HTTPConnection, stage: Stage, station: int, turn: int
) -> None:
    """One load from its loading to the fact in the ledger."""
    loaded = _START + timedelta(seconds=turn * 7)
    serial = f"{station:03d}{turn:06d}"

    def token(role: str) -> str:
        return stage.tokens[role][station]

    sheet = _post(
        connection, token("station_manager"), "sheets",
        {
            "station_gln": stage.stations[station], "plant_gln": stage.plant,
            "tanker_plate": stage.plates[station],
            "load_lot": f"https://id.gs1.org/01/09521321000015/10/L{serial}",
            "shipped_kg": 24_000, "departure_temperature_c": 3.2, "cooling_minutes": 75,
            "seals": [f"NX{serial}{k}" for k in range(3)], "loaded_at": loaded.isoformat(),
        },
    )  # fmt: skip
    path = f"sheets/{sheet['number']}/steps"
    steps: tuple[tuple[str, dict[str, object]], ...] = (
        ("station_manager", {"step": "station", "expected_state": "draft"}),
        ("tanker_driver", {"step": "driver"}),
        ("tanker_escort", {"step": "escort"}),
        (
            "plant_receiver",
            {"step": "arrive", "temperature_c": 3.6, "seals_intact": True},
        ),
        (
            "plant_receiver",
            {
                "step": "receive", "weighbridge": "DB-01", "ticket": f"B{serial}",
                "gross_kg": 39_990, "tare_kg": 16_000, "received_kg": 23_990,
            },
        ),
        ("station_manager", {"step": "close", "expected_state": "accepted"}),
    )  # fmt: skip
    for minutes, (role, step) in enumerate(steps):
        at = loaded + timedelta(minutes=minutes * 20)
        _post(connection, token(role), path, {"at": at.isoformat(), **step})


def _send(
    server: Server, stage: Stage, own: Sequence[int], until: float, tally: Tally, turn: int = 0
) -> None:
    connection = server.connect()
    while time.perf_counter() < until:
        for station in own:
            _hand_over(connection, stage, station, turn)
            with tally.lock:
                tally.done += 1
        turn += 1
    connection.close()


def _cpu(server: Server) -> float:
    return cpu_seconds_of(server.pid) + cpu_seconds_of(database_process())


def _watch(server: Server, token: str, until: float, tally: Tally) -> None:
    """Reload the boards in turn, one every half second; how long each took is kept."""
    connection = server.connect()
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    while time.perf_counter() < until:
        for path in ("/collection/sheets", "/war-map"):
            started = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            took = time.perf_counter() - started
            with tally.lock:
                tally.boards.append(took)
            time.sleep(max(0.0, _RELOAD_SECONDS - took))
    connection.close()


def _start_worker() -> None:
    import django

    django.setup()


def _bare(place: int) -> int:
    """Write the rows of handovers bare for a while; answers how many handovers."""
    from django.db import connection

    from milkshed.collection.models import HandoverSheet, Seal, Signature, Weighbridge, Weighing
    from milkshed.platform.models import Person, Transition

    like = HandoverSheet.objects.filter(state="closed").order_by("pk").first()
    person, bridge = Person.objects.order_by("pk").first(), Weighbridge.objects.first()
    assert like is not None
    assert person is not None
    assert bridge is not None
    connection.ensure_connection()
    until, done = time.perf_counter() + _LIMIT_SECONDS, 0

    def moved(source: str, target: str) -> None:
        Transition.objects.create(
            subject="collection.sheet", subject_id=key, verb="bench", source=source,
            target=target, person=person,
        )  # fmt: skip

    while time.perf_counter() < until:
        serial = f"X{place}{done:07d}"
        values = {
            name: getattr(like, name)
            for name in (
                "station_id", "tanker_id", "plant_id", "shipped_kg", "departure_temperature_c",
                "loaded_at",
            )
        }  # fmt: skip
        sheet = HandoverSheet.objects.create(
            gdti=f"9521321000015{serial}", number=serial, load_lot=f"L{serial}", **values
        )
        key = sheet.pk
        Seal.objects.bulk_create(
            Seal(
                number=f"{serial}{k}", station_id=like.station_id, sheet=sheet,
                applied_at=like.loaded_at,
            )
            for k in range(3)
        )  # fmt: skip
        rows = HandoverSheet.objects.filter(pk=key)
        for role, source, target in (
            ("station", "draft", "loaded"), ("driver", "", ""), ("escort", "loaded", "under_way"),
        ):  # fmt: skip
            if target:
                rows.update(state=target, departed_at=like.departed_at)
                moved(source, target)
            Signature.objects.create(
                sheet=sheet, role=role, person=person, signed_at=like.loaded_at, digest="0" * 64
            )
        rows.update(
            state="arrived", arrived_at=like.arrived_at, arrival_temperature_c=3.6,
            seals_intact=True,
        )  # fmt: skip
        Seal.objects.filter(sheet=sheet).update(state="found")
        moved("under_way", "arrived")
        Weighing.objects.create(
            sheet=sheet, weighbridge=bridge, ticket=serial, gross_kg=39_990, tare_kg=16_000,
            net_kg=23_990, weighed_at=like.loaded_at, weighed_by=person,
        )  # fmt: skip
        rows.update(
            state="accepted", outcome="accepted", received_kg=23_990, settled_at=like.settled_at
        )
        moved("arrived", "accepted")
        Signature.objects.create(
            sheet=sheet, role="receiver", person=person, signed_at=like.loaded_at, digest="0" * 64
        )
        rows.update(state="closed")
        moved("accepted", "closed")
        done += 1
    return done


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--senders", type=int, default=6)
    options = parser.parse_args()
    with own_database():
        stage = _furnish()
        with own_server() as server:
            warm = Tally()
            _send(server, stage, range(2), time.perf_counter() + 2.0, warm)
            alone, before = Tally(), _cpu(server)
            _send(server, stage, range(2), time.perf_counter() + _ALONE_SECONDS, alone, 10_000)
            per_handover = (_cpu(server) - before) / alone.done
            tally, before = Tally(), _cpu(server)
            begun = time.perf_counter()
            until = begun + options.seconds
            mine = [
                list(range(2 + sender, STATIONS, options.senders))
                for sender in range(options.senders)
            ]
            with ThreadPoolExecutor(options.senders + 2) as threads:
                watching = [
                    threads.submit(_watch, server, stage.tokens["region_officer"][0], until, tally)
                    for _ in range(2)
                ]
                sending = [threads.submit(_send, server, stage, own, until, tally) for own in mine]
                for one in (*sending, *watching):
                    one.result()
            spent = time.perf_counter() - begun
            with_boards = (_cpu(server) - before) / tally.done
        from milkshed.collection.models import HandoverSheet
        from milkshed.ledger.models import Event

        closed = HandoverSheet.objects.filter(state="closed").count()
        facts = Event.objects.count()
        with get_context("spawn").Pool(2, _start_worker) as pool:
            bare = sum(pool.map(_bare, range(2)))
    rate, limit = tally.done / spent * 60, bare / _LIMIT_SECONDS * 60
    boards = sorted(tally.boards)
    p50, p95 = (boards[int(len(boards) * share)] * 1000 for share in (0.5, 0.95))
    assert closed == facts == tally.done + warm.done + alone.done
    print(f"handovers through {_STEPS} steps over HTTP: {rate:,.0f} a minute ({tally.done:,})")
    print(f"boards reloaded meanwhile {len(boards):,} times: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(
        f"processor time of server and database: {per_handover * 1000:.0f} ms a handover alone, "
        f"{with_boards * 1000:.0f} ms with the boards: two cores could do "
        f"{120 / per_handover:,.0f} and {120 / with_boards:,.0f} a minute"
    )
    print(f"the same rows written bare by two processes: {limit:,.0f} a minute")
    print(f"ratio: {rate / limit:.2f} of the bare rows")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
