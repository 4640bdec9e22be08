"""The site's own pages: who may open them, what they change, and what they say."""

import json
import re
from datetime import date
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.maps.borders import package_counties
from milkshed.platform.models import Alarm, Holiday, Job, MapLayer, Membership, Person
from milkshed.platform.registry import domains, rooms_with
from milkshed.platform.roles import ROLES
from milkshed.platform.rule_book import load_rules
from milkshed.region.summary import JOB_KIND, DemoAccount, DemoSummary
from milkshed.site.pages.boards import BOARDS, board_of
from milkshed.site.shell import HOUSEKEEPING, OVERVIEW
from tests.cast import Cast

PAGE = {"HTTP_ACCEPT": "text/html"}
_OPEN = ("/alarms", "/rules", "/holidays")
_GUARDED = ("/war-map", "/organisations", "/jobs", "/audit", "/audit/transitions", "/map-layer")


def _as(cast: Cast, role: str) -> Client:
    client = Client(**PAGE)
    client.force_login(cast.people[role])
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*_OPEN, *_GUARDED])
def test_signed_out_people_are_sent_to_sign_in(address: str) -> None:
    answer = Client(**PAGE).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_has_a_board_it_may_open(cast: Cast, role: str) -> None:
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    client = _as(cast, role)
    home = client.get("/")
    assert home.status_code == 302
    assert home["Location"] == board_of(cast.people[role])
    # the cast's places are not registered with the rooms, so a board may say that it has none
    assert client.get(home["Location"], follow=True).status_code in {200, 404}


def test_every_role_is_given_a_board() -> None:
    assert set(BOARDS) == set(ROLES)


def test_every_menu_entry_leads_somewhere() -> None:
    for item in (*OVERVIEW, *HOUSEKEEPING, *(i for d in domains() for i in d.menu)):
        assert reverse(item.url_name)


@pytest.mark.parametrize("address", _GUARDED)
def test_farms_do_not_open_the_offices_pages(cast: Cast, address: str) -> None:
    assert _as(cast, "farm_manager").get(address).status_code == 403


@pytest.mark.parametrize("address", [*_OPEN, *_GUARDED, "/war-map?view=table"])
def test_the_administrator_opens_every_page_in_both_languages(cast: Cast, address: str) -> None:
    client = _as(cast, "administrator")
    assert "演示数据" in client.get(address).content.decode()
    client.cookies["milkshed_language"] = "en"
    english = client.get(address).content.decode()
    assert 'lang="en"' in english
    assert "Synthetic" in english


def _alarm(cast: Cast, place: str) -> Alarm:
    return raise_alarm(
        f"test-{place}",
        kind="collection.weight_gap",
        severity="warning",
        title=Text("到厂重量少", "Weight is short"),
        happened_at=timezone.now(),
        place=cast.places[place],
        facts=[{"title_zh": "发出", "title_en": "Sent", "value": "25,300 kg", "url": "/rules"}],
    )


def test_an_alarm_is_seen_in_its_county_only(cast: Cast) -> None:
    near, far = _alarm(cast, "station"), _alarm(cast, "other_station")
    client = _as(cast, "county_officer")
    assert client.get(f"/alarms/{near.pk}").status_code == 200
    assert client.get(f"/alarms/{far.pk}").status_code == 404
    listed = client.get("/alarms").content.decode()
    assert f"/alarms/{near.pk}" in listed
    assert f"/alarms/{far.pk}" not in listed


def test_an_alarm_is_closed_with_an_account_of_what_was_done(cast: Cast) -> None:
    alarm = _alarm(cast, "station")
    address = f"/alarms/{alarm.pk}/handle"
    client = _as(cast, "county_officer")
    assert client.post(address, {"handling": " "}).status_code == 422
    assert client.post(address, {"handling": "已复磅"}).status_code == 302
    alarm.refresh_from_db()
    assert (alarm.state, alarm.handling) == ("handled", "已复磅")
    assert client.post(address, {"handling": "再次"}).status_code == 409
    assert _as(cast, "farm_manager").post(address, {"handling": "x"}).status_code == 403


def test_holidays_are_edited_by_the_administrator(cast: Cast) -> None:
    day = {"day": "2027-10-01", "is_working": "no", "name_zh": "国庆节", "source": "国办发明电"}
    assert _as(cast, "county_officer").post("/holidays/save", day).status_code == 403
    client = _as(cast, "administrator")
    assert client.post("/holidays/save", day | {"source": ""}).status_code == 422
    assert client.post("/holidays/save", day).status_code == 302
    assert not Holiday.objects.get(day=date(2027, 10, 1)).is_working
    client.post("/holidays/remove", {"day": "2027-10-01"})
    assert not Holiday.objects.filter(day=date(2027, 10, 1)).exists()


def test_a_role_is_given_and_ended(cast: Cast) -> None:
    farm = cast.organisations["farm"]
    client = _as(cast, "administrator")
    form = {"username": "new", "name_zh": "新人", "role": "farm_vet", "password": "long-enough"}
    address = f"/organisations/{farm.pk}/people"
    assert client.post(address, form | {"password": "short"}).status_code == 422
    assert not Person.objects.filter(username="new").exists()
    assert client.post(address, form).status_code == 302
    membership = Membership.objects.get(person__username="new")
    assert membership.organisation == farm
    client.post(f"/memberships/{membership.pk}/end")
    assert Person.objects.get(username="new").present_memberships() == []
    own = Membership.objects.get(person=cast.people["administrator"])
    assert client.post(f"/memberships/{own.pk}/end").status_code == 409


def test_organisations_are_cut_to_the_county(cast: Cast) -> None:
    client = _as(cast, "county_officer")
    near, far = cast.organisations["station"], cast.organisations["other_station"]
    assert client.get(f"/organisations/{near.pk}").status_code == 200
    assert client.get(f"/organisations/{far.pk}").status_code == 404


def test_jobs_are_stopped_and_gone_on_with_by_their_owner(cast: Cast) -> None:
    mine = Job.objects.create(kind="test", state="running", created_by=cast.people["farm_manager"])
    client = _as(cast, "farm_manager")
    assert client.get(f"/jobs/{mine.pk}").status_code == 200
    assert client.post(f"/jobs/{mine.pk}/cancel").status_code == 302
    mine.refresh_from_db()
    assert mine.cancel_requested
    assert client.post(f"/jobs/{mine.pk}/resume").status_code == 409
    assert _as(cast, "station_manager").get(f"/jobs/{mine.pk}").status_code == 404
    assert _as(cast, "auditor").post(f"/jobs/{mine.pk}/cancel").status_code == 403


def test_a_job_list_asks_again_only_while_work_goes_on(cast: Cast) -> None:
    client = _as(cast, "administrator")
    job = Job.objects.create(kind="test", state="running", done=1, total=2)
    assert "hx-trigger" in client.get("/jobs").content.decode()
    part = client.get("/jobs", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    job.state = "done"
    job.save()
    assert "hx-trigger" not in client.get("/jobs").content.decode()


def test_the_audit_trail_shows_what_changed_and_who_did_it(cast: Cast) -> None:
    farm = cast.organisations["farm"]
    farm.name_zh = "新名牧场"
    farm.save()
    shown = _as(cast, "auditor").get("/audit?subject=platform.organisationevent").content.decode()
    assert "金河源牧场" in shown
    assert "新名牧场" in shown
    assert _as(cast, "region_officer").get("/audit").status_code == 403


def test_a_layer_without_a_county_is_refused_by_name(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    layer = package_counties()
    layer["features"] = [f for f in layer["features"] if f["properties"]["code"] != "640302"]
    form = {
        "file": SimpleUploadedFile("layer.json", json.dumps(layer).encode()),
        "name": "图层",
        "source": "来源",
    }
    answer = _as(cast, "administrator").post("/map-layer/load", form)
    assert answer.status_code == 422
    assert "缺少利通区" in answer.content.decode()
    assert not MapLayer.objects.exists()


@pytest.mark.django_db
def test_borders_are_public_and_cached_for_good() -> None:
    from milkshed.platform.maps.layers import layer_in_use

    answer = Client().get(f"/maps/counties/{layer_in_use().version}.json")
    assert len(answer.json()["features"]) == 22
    assert "immutable" in answer["Cache-Control"]
    assert Client().get("/maps/counties/other.json").status_code == 404


def test_demonstration_accounts_vanish_where_a_real_organisation_is(cast: Cast) -> None:
    client = Client(**PAGE)
    assert 'class="account"' not in client.get("/sign-in").content.decode()
    accounts = tuple(DemoAccount(role, role, "利通区") for role in ROLES)
    played = DemoSummary("farm", 1, accounts, ())
    Job.objects.create(kind=JOB_KIND, state="done", result=played.as_document())
    shown = client.get("/sign-in").content.decode()
    assert shown.count('class="account"') == len(ROLES)
    assert "金河源牧场" in shown
    real = cast.organisations["region"]
    real.synthetic = False
    real.save()
    assert 'class="account"' not in client.get("/sign-in").content.decode()


def test_a_page_reads_chinese_unless_the_reader_chose(cast: Cast) -> None:
    client = _as(cast, "administrator")
    asked = client.get("/rules", headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="zh-Hans"' in asked
    client.post("/language/setlang/", {"language": "en", "next": "/rules"})
    assert 'lang="en"' in client.get("/rules").content.decode()


def test_pages_load_our_own_files_only(cast: Cast) -> None:
    answer = _as(cast, "administrator").get("/rules")
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    sources = re.findall(r'(?:src|href)="([^"]+)"', answer.content.decode())
    assert all(source.startswith(("/", "#", "?")) for source in sources)
