"""The page of subscriptions: own ones, those of others for who watches, resume and delete."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from milkshed.ledger.models import Delivery, NamedQuery, Subscription
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def suspended(cast: Cast) -> Subscription:
    query = NamedQuery.objects.create(owner=cast.people["farm_manager"], name="我的牛奶")
    made = Subscription.objects.create(
        query=query,
        dest="https://subscriber.example.org/hook",
        signature_token="never shown",
        schedule={"hour": "6", "minute": "30"},
        created_at=NOW,
        due_at=NOW,
        reached_seq=0,
        state="suspended",
        failing_since=NOW,
        failure_zh="接收方应答500",
        failure_en="The subscriber answered 500",
    )
    Delivery.objects.create(
        subscription=made, after_seq=0, until_seq=3, event_count=3, created_at=NOW, attempts=7
    )
    return made


def test_owners_see_their_own_and_resume(
    client: Client, cast: Cast, suspended: Subscription
) -> None:
    client.force_login(cast.people["farm_manager"])
    listed = client.get("/subscriptions").content.decode()
    assert "我的牛奶" in listed
    assert "已暂停" in listed
    shown = client.get(f"/subscriptions/{suspended.pk}").content.decode()
    for words in ("接收方应答500", "时 6", "分 30", "2026年3月1日 12:00", "恢复推送"):
        assert words in shown
    assert "never shown" not in shown
    assert client.post(f"/subscriptions/{suspended.pk}/resume").status_code == 302
    suspended.refresh_from_db()
    assert (suspended.state, suspended.failing_since) == ("active", None)
    assert client.post(f"/subscriptions/{suspended.pk}/resume").status_code == 409
    assert client.post(f"/subscriptions/{suspended.pk}/delete").status_code == 302
    assert not Subscription.objects.exists()
    assert "没有订阅" in client.get("/subscriptions").content.decode()


def test_others_see_nothing_of_it(client: Client, cast: Cast, suspended: Subscription) -> None:
    client.force_login(cast.people["plant_quality"])
    assert "我的牛奶" not in client.get("/subscriptions").content.decode()
    assert client.get(f"/subscriptions/{suspended.pk}").status_code == 404
    assert client.post(f"/subscriptions/{suspended.pk}/delete").status_code == 404
    client.force_login(cast.people["tanker_driver"])
    assert client.get("/subscriptions").status_code == 403
    client.force_login(cast.people["auditor"])
    assert "我的牛奶" in client.get("/subscriptions").content.decode()
    assert "恢复推送" not in client.get(f"/subscriptions/{suspended.pk}").content.decode()
    assert client.post(f"/subscriptions/{suspended.pk}/delete").status_code == 403
    client.force_login(cast.people["administrator"])
    assert client.post(f"/subscriptions/{suspended.pk}/delete").status_code == 302
