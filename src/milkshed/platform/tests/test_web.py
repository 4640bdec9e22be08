from datetime import timedelta

from django.test import Client
from django.utils import timezone

from milkshed.platform.models import AccessToken
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


def test_a_problem_names_type_title_and_detail(client: Client, db: None) -> None:
    answer = client.get("/platform/files/1", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == "/problems/not-signed-in"
    assert document["title"] == "Please sign in"
    assert client.get("/platform/files/1").json()["title"] == "请先登录"
