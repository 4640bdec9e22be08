"""Two platforms, each with its own database, and a region that takes their packages in."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.farms import record_farm_days, register_farm
from milkshed.herd.actions.rows import AnimalRow, EventRow, FarmDayRow
from milkshed.herd.federation import overview
from milkshed.herd.federation.keys import end_membership, found_platform, join_platform
from milkshed.herd.federation.packages import make_package, read_body, read_package
from milkshed.herd.federation.publishing import publish_package
from milkshed.herd.federation.receiving import take_package
from milkshed.herd.models import AnimalStay, FederationPackage, MemberFarm, PackageRefusal
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Membership, Organisation, Person, Place
from tests.conformance.server import own_database
from tests.prepared_database import connected_to

TODAY = timezone.localdate()
FIRST, SECOND = TODAY - timedelta(days=40), TODAY - timedelta(days=10)
TAGS = [build_ear_tag("640302", serial) for serial in range(1, 6)]


@dataclass(frozen=True)
class Played:
    """Package files in order: west tells of 5 cows, one of which moves to east."""

    west: list[bytes]
    east: list[bytes]
    west_key: str
    east_key: str


def _farm(code: str, name: str, county: str) -> None:
    owner = Organisation.objects.create(kind="farm", name_zh=name, county=county, gln=f"952{code}")
    place = Place.objects.create(
        kind="farm", name_zh=name, organisation=owner, county=county, longitude=106.2,
        latitude=38.0, gln=f"953{code}",
    )  # fmt: skip
    register_farm(place=place, code=code, declared_head=10, filed_on=date(2020, 1, 1))
    for back in range(60):
        if code != "6402210001" or back > 20:  # east has not declared lately
            record_farm_days([FarmDayRow(code, TODAY - timedelta(days=back + 1), 5, 4, 4, 100.0)])


def _cow(farm: str, tag: str, **more: object) -> None:
    born = TODAY - timedelta(days=1500)
    row = AnimalRow(farm, "F", born, ear_tag=tag, parity=1,
                    last_calving_date=TODAY - timedelta(days=200), **more)  # fmt: skip
    assert register_animals([row]).is_clean


def _play_west() -> tuple[str, list[bytes]]:
    key = found_platform("west", "西部平台").key
    _farm("6403020001", "西牧场", "640302")
    for tag in TAGS:
        _cow("6403020001", tag)
    files = [publish_package(FIRST)[0].as_file()]
    # the last cow has left for east; west tells of it in its second package
    leaves = at_shanghai(TODAY - timedelta(days=15), 9)
    gone = EventRow("6403020001", TAGS[4], "departure", leaves, reason="sold")
    assert record_events([gone]).is_clean
    return key, [*files, publish_package(SECOND)[0].as_file()]


def _play_east() -> tuple[str, list[bytes]]:
    key = found_platform("east", "东部平台").key
    _farm("6402210001", "东牧场", "640221")
    _cow("6402210001", build_ear_tag("640221", 9))
    arrived = TODAY - timedelta(days=45)  # before west lets her go: both tell of TAGS[3]
    _cow("6402210001", TAGS[3], entered_on=arrived)
    _cow("6402210001", TAGS[4], entered_on=TODAY - timedelta(days=14))
    return key, [publish_package(day)[0].as_file() for day in (FIRST, SECOND)]


@pytest.fixture(scope="module")
def played(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Played:
    """Both platforms play once; each signs two packages."""
    from django.conf import settings

    told = []
    before = settings.VAR
    with django_db_blocker.unblock():
        for play in (_play_west, _play_east):
            settings.VAR = tmp_path_factory.mktemp("platform")
            with own_database() as url, connected_to(url):
                told.append(play())
            kept = sorted((Path(settings.VAR) / "federation").iterdir())
            assert [path.read_bytes() for path in kept] == told[-1][1]
            key = next((Path(settings.VAR) / "federation-keys").iterdir())
            assert key.stat().st_mode & 0o077 == 0
    settings.VAR = before
    (west_key, west), (east_key, east) = told
    return Played(west, east, west_key, east_key)


@pytest.fixture
def region(db: None, played: Played) -> Played:
    """The region knows both platforms by their keys."""
    join_platform(played.west_key, "西部平台")
    join_platform(played.east_key, "东部平台")
    return played


def _counts() -> dict[str, tuple[int, int]]:
    return {one.farm_code: (one.head, one.elsewhere) for one in overview.heads(TODAY)}


def test_every_animal_counts_once_whatever_order_the_platforms_tell(region: Played) -> None:
    """West holds 5 cows; TAGS[4] left and stands in east, TAGS[3] is told by both: later wins."""
    for content in (region.east[0], region.west[0], region.west[1], region.east[1]):
        take_package(content)
    assert _counts() == {"6403020001": (3, 1), "6402210001": (3, 0)}
    (found,) = overview.overlaps()
    assert (found.number, found.platform, found.later_platform) == (TAGS[3], "west", "east")
    assert (found.since, found.until) == (TODAY - timedelta(days=45), None)
    lines = {line.member.name: line for line in overview.members(TODAY)}
    assert (lines["west"].head, lines["east"].head) == (3, 3)
    assert not lines["west"].is_silent
    late = {line.member.name: line for line in overview.members(TODAY + timedelta(days=60))}
    assert late["west"].is_silent
    farms = {line.farm.code: line for line in overview.farm_lines("", TODAY)}
    assert (farms["6403020001"].is_complete, farms["6403020001"].is_fresh) == (True, True)
    assert (farms["6402210001"].is_complete, farms["6402210001"].is_fresh) == (False, False)
    assert farms["6403020001"].numbered_pct == 100
    assert overview.farms_told_twice() == []
    assert not overview.vanished().exists()
    end_membership("east")
    assert _counts() == {"6403020001": (4, 0)}


def test_a_package_again_changes_nothing(region: Played) -> None:
    first = take_package(region.west[0])
    before = list(AnimalStay.objects.order_by("pk").values())
    again = take_package(region.west[0])
    assert (again.is_repeated, again.package) == (True, first.package)
    assert list(AnimalStay.objects.order_by("pk").values()) == before
    assert FederationPackage.objects.count() == 1
    take_package(region.west[1])
    assert take_package(region.west[0]).is_repeated  # an old one comes late


def _refusal(content: bytes) -> str:
    with pytest.raises(Problem):
        take_package(content)
    return PackageRefusal.objects.latest("pk").rule


def _changed(content: bytes, old: str, new: str) -> bytes:
    told = json.loads(content)
    assert old in told["header"]
    return json.dumps({**told, "header": told["header"].replace(old, new)}).encode()


def test_what_is_tampered_out_of_order_or_unknown_is_refused(region: Played) -> None:
    assert _refusal(region.west[1]) == "gap"
    take_package(region.west[0])
    other_body = {**json.loads(region.west[1]), "body": json.loads(region.east[1])["body"]}
    assert _refusal(json.dumps(other_body).encode()) == "signature"
    assert _refusal(_changed(region.west[1], "animals 5", "animals 6")) == "signature"
    assert _refusal(_changed(region.west[1], "sequence 2", "sequence 1")) == "signature"
    claimed = _changed(region.west[1], "name west", "name east")
    assert _refusal(claimed) == "signature"
    assert _refusal(_changed(region.west[1], "name west", "name north")) == "member"
    for nonsense in (b"", b"{}", b"[1]", b'{"header": 1, "body": 2}', region.west[1][:-30],
                     b"\xff\x00"):  # fmt: skip
        assert _refusal(nonsense) == "format"
    assert FederationPackage.objects.count() == 1
    assert take_package(region.west[1]).package.sequence == 2


def test_a_signed_package_must_follow_on_and_make_sense(
    region: Played, settings: object, tmp_path: Path
) -> None:
    """A platform that signs nonsense is refused just so, and a fork is told."""
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    own = found_platform("north", "北部平台")
    from milkshed.herd.federation.keys import private_key_of

    key = private_key_of(own)
    good = read_package(region.west[0])
    body = read_body(good)
    made = good.header.made_at

    def signed(sequence: int = 1, previous: str = "", **more: object) -> bytes:
        given = {"first_day": FIRST.replace(day=1), "last_day": FIRST, "body": body, **more}
        return make_package(
            "north", key, sequence=sequence, previous=previous, made_at=made, **given
        ).as_file()

    from msgspec.structs import replace

    def with_animal(**more: object) -> dict[str, object]:
        return {"body": replace(body, animals=(replace(body.animals[0], **more),))}

    for wrong in (
        with_animal(farm="6400000000"),
        with_animal(entered_on=FIRST + timedelta(days=1)),
        with_animal(left_on=FIRST, state="milking"),
        with_animal(number="A\x00"),
        with_animal(scheme="passport"),
        with_animal(parity=-1),
        {"body": replace(body, animals=body.animals[:1] * 2)},
        {"body": replace(body, farms=body.farms * 2)},
        {"body": replace(body, farms=(replace(body.farms[0], county="990000"),))},
        {"body": replace(body, farms=(replace(body.farms[0], declared_days=99),))},
    ):
        assert _refusal(signed(**wrong)) == "content", wrong
    assert _refusal(signed(last_day=TODAY + timedelta(days=2))) == "period"
    first = signed()
    taken = take_package(first)
    assert _refusal(signed(body=replace(body, animals=body.animals[:1]))) == "fork"
    follow = {"first_day": FIRST + timedelta(days=1), "last_day": SECOND}
    assert _refusal(signed(2, "0" * 64, **follow)) == "chain"
    gap = {**follow, "first_day": FIRST + timedelta(days=2)}
    assert _refusal(signed(2, taken.package.digest, **gap)) == "period"
    # one cow is told no more although she never left
    fewer = replace(body, animals=body.animals[1:])
    take_package(signed(2, taken.package.digest, body=fewer, **follow))
    assert [stay.number for stay in overview.vanished()] == [body.animals[0].number]
    take_package(region.west[0])
    assert overview.farms_told_twice() == ["6403020001"]


def test_platforms_join_once_by_a_true_key(region: Played) -> None:
    for key, rule in (("west+00000000+AAAA", "key"), ("nonsense", "key")):
        with pytest.raises(Problem) as told:
            join_platform(key, "假平台")
        assert told.value.faults[0].rule == rule
    with pytest.raises(Problem, match="member already"):
        join_platform(region.west_key, "又一个")
    with pytest.raises(Problem):
        found_platform("有 空格", "本平台")


def test_own_herds_count_beside_the_others(
    region: Played, settings: object, tmp_path: Path
) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(Problem, match="no key yet"):
        publish_package(SECOND)
    found_platform("centre", "中心平台")
    _farm("6401040001", "中牧场", "640104")
    _cow("6401040001", build_ear_tag("640104", 77))
    package, path = publish_package(SECOND)
    assert path.is_file()
    assert (package.header.sequence, package.header.animals) == (1, 1)
    take_package(region.west[0])
    assert _counts()["6401040001"] == (1, 0)
    assert take_package(path.read_bytes()).is_repeated
    for day in (TODAY, SECOND):
        with pytest.raises(Problem):
            publish_package(day)
    assert MemberFarm.objects.get(code="6401040001").declared_days == SECOND.day


def test_page_and_routes(region: Played, client: Client) -> None:
    office = Organisation.objects.create(kind="region_office", name_zh="厅", gln="9520000000001")
    people = {}
    for role in ("administrator", "region_officer"):
        people[role] = Person.objects.create_person(role, None, name_zh=role)
        Membership.objects.create(person=people[role], organisation=office, role=role)
    client.force_login(people["administrator"])
    posted = client.post(
        "/api/herd/federation/packages", region.west[0], content_type="application/json"
    )
    assert (posted.status_code, posted.json()["is_repeated"]) == (200, False)
    refused = client.post(
        "/api/herd/federation/packages",
        _changed(region.west[1], "animals 5", "animals 4"),
        content_type="application/json",
    )
    assert refused.status_code == 422
    named = {one["name"]: one for one in client.get("/api/herd/federation/platforms").json()}
    assert (named["west"]["sequence"], named["west"]["head"]) == (1, 5)
    take_package(region.east[0])
    html = {"headers": {"accept": "text/html"}}
    page = client.get("/herd/federation?member=west", **html).content.decode()
    assert TAGS[3] in page
    assert "签名不对" in page
    assert client.post("/herd/federation", {}, **html).status_code == 422
    client.force_login(people["region_officer"])
    assert client.get("/herd/federation", **html).status_code == 200
    assert client.post("/herd/federation", {}, **html).status_code == 403
    assert client.post(
        "/api/herd/federation/packages", region.west[1], content_type="application/json"
    ).status_code == 403  # fmt: skip


def test_nothing_to_show_says_how_to_begin(db: None, client: Client) -> None:
    office = Organisation.objects.create(kind="region_office", name_zh="厅", gln="9520000000001")
    person = Person.objects.create_person("officer", None, name_zh="officer")
    Membership.objects.create(person=person, organisation=office, role="region_officer")
    client.force_login(person)
    page = client.get("/herd/federation", headers={"accept": "text/html"}).content.decode()
    assert "milkshed federation found" in page
