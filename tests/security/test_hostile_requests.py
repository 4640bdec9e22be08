"""Hostile and broken requests are answered in words, in both languages, and never with a 5xx."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from milkshed.platform.models import Person
from milkshed.platform.web.limits import ADDRESS_LIMIT, BODY_LIMIT_BYTES
from milkshed.site import urls
from tests.cast import Cast

PAGE = {"Accept": "text/html"}
PROBLEM = "application/problem+json"


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.people["region_officer"])
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/alarms?state=%00",
        "/events?EQ_bizStep=%00",
        "/api/herd/farms?search=a%00b",
        "/herd/farms/%00",
        "/collection/sheets/a%00b",
        "/api/collection/sheets/%00",
        "/01/09520000190040/10/%00",
        "/no-such-page/%00",
    ],
)
def test_nul_in_an_address_is_malformed(officer: Client, address: str) -> None:
    answer = officer.get(address)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["errors"][0]["rule"] == "storable-text"
    shown = officer.get(address, headers=PAGE)
    assert shown.status_code == 400
    assert "无法保存的字符" in shown.text


def test_nul_in_forms_and_cookies_is_malformed(officer: Client) -> None:
    assert officer.post("/sign-in", {"username": "a\0", "password": "b"}).status_code == 400
    urlencoded = "application/x-www-form-urlencoded"
    answer = officer.post("/sign-in", "username=a%00&password=b", content_type=urlencoded)
    assert answer.status_code == 400
    officer.cookies["sessionid"] = "a\0b"  # travels as a quoted octal escape
    assert officer.get("/alarms").status_code == 400


def test_an_endless_address_is_too_long(officer: Client) -> None:
    answer = officer.get("/alarms?q=" + "a" * ADDRESS_LIMIT)
    assert answer.status_code == 414
    assert answer.json()["type"] == "/problems/address-too-long"
    assert "地址超过" in officer.get("/" + "a" * ADDRESS_LIMIT, headers=PAGE).text


def test_a_body_over_the_limit_is_too_large(officer: Client) -> None:
    kinds = ("application/json", "multipart/form-data; boundary=x", "text/plain")
    for kind in kinds:
        answer = officer.post(
            "/api/herd/farms/1/events",
            "{}",
            content_type=kind,
            CONTENT_LENGTH=str(BODY_LIMIT_BYTES + 1),
        )
        assert answer.status_code == 413, kind
        assert answer.json()["type"] == "/problems/too-large"


def test_the_ledger_measures_its_documents_itself(officer: Client) -> None:
    larger = b" " * (BODY_LIMIT_BYTES + 1)
    answer = officer.post("/capture", larger, content_type="application/ld+json")
    assert answer.status_code == 400  # read to its end: it is not JSON
    # a form would be read into memory before the ledger sees it
    form = officer.post("/capture", larger, content_type="multipart/form-data; boundary=x")
    assert form.json()["type"] == "/problems/too-large"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[" * 100_000,
        '[{"kind": NaN}]',
        '[{"kind": "\\u0000"}]',
        '[{"details": {"\\uD800": "x"}}]',
        b"\xff\xfe",
        "9" * 5000,
    ],
)
def test_json_that_cannot_be_read_is_malformed(officer: Client, body: str | bytes) -> None:
    answer = officer.post("/api/herd/farms/1/events", body, content_type="application/json")
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["type"] == "/problems/malformed"


@pytest.mark.parametrize(
    "body", ["{", "[" * 100_000, '{"type": "\\u0000"}', '{"type": "\\ud800"}', "[]", "1", '"a"']
)
@pytest.mark.parametrize("address", ["/capture", "/events"])
def test_the_ledger_refuses_what_it_cannot_read(officer: Client, address: str, body: str) -> None:
    answer = officer.post(address, body, content_type="application/ld+json")
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["type"].startswith("epcisException:")


def test_an_unknown_host_is_told_in_words(client: Client, db: None) -> None:
    answer = client.get("/sign-in", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    page = client.get("/sign-in", headers={"Host": "elsewhere.example", **PAGE})
    assert "MILKSHED_HOSTS" in page.text
    assert "elsewhere" not in page.text


def test_a_form_without_its_proof_is_told_in_words(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.people["region_officer"])
    page = strict.post("/sign-out", headers=PAGE)
    assert page.status_code == 403
    assert "页面可能已过期" in page.text
    strict.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "may be outdated" in strict.post("/sign-out", headers=PAGE).text
    answer = strict.post("/api/herd/farms/1/events", "[]", content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)


def test_what_is_not_there_is_told_in_words(client: Client, db: None) -> None:
    page = client.get("/no/such/page", headers=PAGE)
    assert page.status_code == 404
    assert "没有这个页面" in page.text
    for address in ("/no/such/page", "/api/herd/nothing", "/api/nothing"):
        answer = client.get(address, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
        assert answer.json()["detail"].startswith("There is no such page")


def test_a_method_not_taken_is_told_in_words(officer: Client) -> None:
    for address in ("/api/herd/farms", "/alarms", "/events"):
        answer = officer.delete(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM), address
        assert "GET" in answer.headers["Allow"]
    assert "不支持该操作" in officer.delete("/alarms", headers=PAGE).text


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


@pytest.fixture
def broken_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(urls, "urlpatterns", [path("broken", _broken), *urls.urlpatterns])
    clear_url_caches()
    yield "/broken"
    clear_url_caches()


def test_a_failure_of_ours_tells_nothing_of_the_inside(client: Client, broken_page: str) -> None:
    client.raise_request_exception = False
    answer = client.get(broken_page, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert answer.json()["type"] == "/problems/internal"
    page = client.get(broken_page, headers=PAGE)
    assert page.status_code == 500
    assert "已记入日志" in page.text
    assert "secret detail" not in answer.text + page.text


def test_every_answer_carries_the_policies(officer: Client) -> None:
    for address in ("/alarms", "/no/such/page", "/api/herd/farms", "/sign-in"):
        headers = officer.get(address, headers=PAGE).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    db: None, client: Client
) -> None:
    Person.objects.create_person("somebody", "a long password", name_zh="某人")
    answer = client.post("/sign-in", {"username": "somebody", "password": "a long password"})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
