"""Guessing a password is slow, and does not lock the owner of the account out elsewhere."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from milkshed.platform.models import Person, SignInFailure
from milkshed.platform.sign_in import (
    MOST_OF_ACCOUNT,
    MOST_OF_ADDRESS,
    MOST_OF_PAIR,
    WINDOW,
    address_of,
    waits_until,
)

RIGHT = "the right password"


@pytest.fixture
def owner(db: None) -> Person:
    return Person.objects.create_person("owner", RIGHT, name_zh="场长")


def _try(client: Client, password: str, address: str = "10.0.0.1") -> HttpResponse:
    answer: HttpResponse = client.post(
        "/sign-in", {"username": "owner", "password": password}, REMOTE_ADDR=address
    )
    return answer


def _fail(client: Client, times: int, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        assert _try(client, "wrong", address).status_code == 200


def test_after_a_few_failures_even_the_right_password_waits(owner: Person, client: Client) -> None:
    _fail(client, MOST_OF_PAIR)
    answer = _try(client, RIGHT)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "口令错误次数过多" in answer.text
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Too many wrong passwords" in _try(client, RIGHT).text
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_owner_signs_in_from_elsewhere(owner: Person, client: Client) -> None:
    _fail(client, MOST_OF_PAIR)
    assert _try(client, RIGHT, "10.0.0.2").status_code == 302


def test_the_wait_ends(owner: Person, client: Client) -> None:
    _fail(client, MOST_OF_PAIR)
    SignInFailure.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))
    assert _try(client, RIGHT).status_code == 302


def test_the_right_password_forgives_and_an_empty_one_does_not(
    owner: Person, client: Client
) -> None:
    _fail(client, MOST_OF_PAIR - 1)
    assert _try(client, "").status_code == 200
    assert SignInFailure.objects.count() == MOST_OF_PAIR - 1
    assert _try(client, RIGHT).status_code == 302
    assert not SignInFailure.objects.exists()


def _note(account: str, address: str) -> SignInFailure:
    return SignInFailure(account=account, address=address, at=timezone.now())


def test_many_addresses_share_the_tries_at_one_account(owner: Person) -> None:
    notes = [_note("owner", f"10.0.1.{n}") for n in range(MOST_OF_ACCOUNT)]
    SignInFailure.objects.bulk_create(notes[:-1])
    assert waits_until("owner", "10.0.2.1") is None
    notes[-1].save()
    assert waits_until("owner", "10.0.2.1") is not None
    assert waits_until("other", "10.0.2.1") is None


def test_one_address_has_few_tries_at_all_accounts_together(db: None) -> None:
    SignInFailure.objects.bulk_create(
        _note(f"person-{n}", "10.0.0.9") for n in range(MOST_OF_ADDRESS)
    )
    assert waits_until("somebody", "10.0.0.9") is not None
    assert waits_until("somebody", "10.0.0.8") is None


def test_the_address_is_the_one_our_own_proxy_saw() -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.7"}
    )
    assert address_of(request) == "10.0.0.1"  # nobody's word counts without a proxy of ours
    with override_settings(TRUSTED_PROXIES=1):
        assert address_of(request) == "192.0.2.7"
    with override_settings(TRUSTED_PROXIES=3):
        assert address_of(request) == "10.0.0.1"
