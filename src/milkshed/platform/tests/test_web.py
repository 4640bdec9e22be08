from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from milkshed.platform.models import AccessToken, Membership, Person
from tests.cast import Cast


def _get(client: Client, secret: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return client.get("/platform/files/1", headers=headers).status_code


def test_a_token_acts_for_its_person(cast: Cast, client: Client) -> None:
    later = timezone.now() + timedelta(days=1)
    secret = AccessToken.issue(cast.people["farm_manager"], "test", later)
    assert _get(client, secret) == 404  # signed in, and there is no such file
    assert not AccessToken.objects.filter(digest=secret).exists()


def test_an_expired_or_unknown_token_signs_nobody_in(cast: Cast, client: Client) -> None:
    past = timezone.now() - timedelta(seconds=1)
    secret = AccessToken.issue(cast.people["farm_manager"], "test", past)
    assert _get(client, secret) == 401
    assert _get(client, "invented") == 401


def test_whom_a_session_stands_for_is_read_anew_only_after_a_change(
    cast: Cast, client: Client
) -> None:
    person = cast.people["administrator"]
    client.force_login(person)
    assert client.get("/jobs").status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/jobs").status_code == 200
    told = " ".join(one["sql"] for one in asked)
    assert "platform_person" not in told
    assert "platform_membership" not in told
    Membership.objects.filter(person=person).update(role="station_manager")
    assert client.get("/jobs").status_code == 403
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/jobs").status_code == 401


def test_a_problem_names_type_title_and_detail(client: Client, db: None) -> None:
    answer = client.get("/platform/files/1", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == "/problems/not-signed-in"
    assert document["title"] == "Please sign in"
    assert client.get("/platform/files/1").json()["title"] == "请先登录"
