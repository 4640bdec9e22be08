"""Where documents may go, and where they never go."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from milkshed.ledger.subscriptions.destinations import (
    Unreachable,
    check_destination,
    is_allowed,
    pin,
    read_networks,
)

LOOPBACK = read_networks(["127.0.0.0/8", "::1/128"])


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//example.org/hook", "scheme"),
        ("http:///hook", "host"),
        ("http://example.org:0/", "host"),
        ("http://example.org:99999/", "url"),
        ("http://[::1/hook", "url"),
        ("http://example.org/a b", "url"),
        ("http://example.org/\r\nX-Evil: 1", "url"),
        ("http://例子.测试/", "url"),
        ("http://example.org/" + "a" * 2000, "url"),
        ("http://user:word@example.org/", "credentials"),
        ("http://example.org/#part", "credentials"),
        ("http://127.0.0.1/", "private-address"),
        ("http://localhost:8000/", "private-address"),
        ("http://a.localhost/", "private-address"),
        ("http://127.1/", "private-address"),
        ("http://2130706433/", "private-address"),
        ("http://0x7f000001/", "private-address"),
        ("http://10.1.2.3/", "private-address"),
        ("http://192.168.0.1/", "private-address"),
        ("http://172.20.0.1/", "private-address"),
        ("http://169.254.169.254/latest/meta-data", "private-address"),
        ("http://100.64.0.1/", "private-address"),
        ("http://0.0.0.0/", "private-address"),
        ("http://224.0.0.1/", "private-address"),
        ("http://[::1]/", "private-address"),
        ("http://[::ffff:127.0.0.1]/", "private-address"),
        ("http://[64:ff9b::7f00:1]/", "private-address"),
        ("http://[2002:7f00:1::]/", "private-address"),
        ("http://[fd00::1]/", "private-address"),
        ("http://[fe80::1%25eth0]/", "private-address"),
    ],
)
def test_what_is_refused_as_written(url: str, rule: str) -> None:
    faults = check_destination(url, ())
    assert [(fault.field, fault.rule) for fault in faults] == [("dest", rule)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook",
        "http://example.org:8080/a/b?c=d",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1::1]/",
        "https://xn--fsqu00a.xn--0zwm56d/",
    ],
)
def test_public_addresses_are_taken(url: str) -> None:
    assert check_destination(url, ()) == []


def test_networks_of_the_settings_are_open_and_no_others() -> None:
    assert check_destination("http://127.0.0.1:9/", LOOPBACK) == []
    assert check_destination("http://localhost:9/", LOOPBACK) == []
    assert is_allowed(ip_address("::1"), LOOPBACK)
    assert not is_allowed(ip_address("10.0.0.1"), LOOPBACK)
    assert not is_allowed(ip_address("ff0e::1"), LOOPBACK)


def _resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    async def answer(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in addresses]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", answer)


def test_a_name_is_judged_by_the_address_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving_to(monkeypatch, "10.0.0.1", "127.0.0.1")
    with pytest.raises(Unreachable):
        asyncio.run(pin("http://inside.example.org/hook", ()))
    _resolving_to(monkeypatch, "127.0.0.1", "93.184.216.34")
    pinned = asyncio.run(pin("https://example.org/hook?x=1", ()))
    assert pinned.url == "https://93.184.216.34:443/hook?x=1"
    assert (pinned.host, pinned.authority) == ("example.org", "example.org")
    _resolving_to(monkeypatch, "2606:2800:220:1::1")
    assert asyncio.run(pin("http://example.org:81/", ())).url == "http://[2606:2800:220:1::1]:81/"


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(Unreachable) as refused:
        asyncio.run(pin("http://nowhere.invalid/", ()))
    assert "nowhere.invalid" in refused.value.reason.zh
