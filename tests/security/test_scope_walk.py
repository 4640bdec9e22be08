"""Every address, for every role: no broken link, and nothing of those one has nothing to do with.

Three proofs that do not lean on each other. People follow every link they are shown, and no page
may fail or name a stranger. Every record outside a person's scope is asked for by its own address
and must not exist. And every list of the API and of the ledger is read in full.
"""

import json
import re
from collections import deque
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve

from milkshed.ledger.facade import names_in_scope
from milkshed.platform.roles import Reach
from tests.security import addresses
from tests.security.names import strangers_names
from tests.security.two_counties import EMPTY_COUNTY, Persona

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html,*/*;q=0.8"}
_LINK = re.compile(r"""(?:href|hx-get|data-href)=["'](/[^"'#]*)["']""")
_LEAVES = re.compile(r"^/(static|sign-out|maps)\b")
# what a code on a pack tells is public, and whom the members of the price committee stand for;
# a station may order any tanker that has a permit
_PUBLIC = re.compile(
    r"^/((01|00|414|417|8003|253|journey)/|collection/sheets/new$|trade/price/committee$"
    r"|trade/credit/public)"
)
_PAGES = 100
_OF_A_SHAPE = 2


def _sign_in(persona: Persona) -> Client:
    client = Client()
    client.force_login(persona.person)
    return client


def _crawl(client: Client) -> Iterator[tuple[str, int, str]]:
    """Follow the links a person is shown; of each shape of address a few."""
    queue = deque(["/"])
    asked: set[str] = set()
    shapes: dict[str, int] = {}
    while queue and len(asked) < _PAGES:
        path = queue.popleft()
        shape = re.sub(r"\d+|[0-9a-f-]{32,}", "#", path)
        if path in asked or _LEAVES.match(path) or shapes.get(shape, 0) >= _OF_A_SHAPE:
            continue
        shapes[shape] = shapes.get(shape, 0) + 1
        asked.add(path)
        answer = client.get(path, headers=PAGE)
        if answer.status_code in (301, 302):
            queue.append(answer.headers["Location"])
        is_page = "text/html" in answer.headers.get("Content-Type", "")
        body = answer.text if is_page else ""
        yield path, answer.status_code, body
        queue.extend(link.replace("&amp;", "&") for link in _LINK.findall(body))


def test_nobody_meets_a_broken_link_or_a_stranger(region: list[Persona]) -> None:
    broken: list[str] = []
    told: list[str] = []
    for persona in region:
        strangers = None if persona.reach is Reach.REGION else strangers_names(persona.person)
        seen = 0
        for path, status, body in _crawl(_sign_in(persona)):
            seen += 1
            if status >= 400:
                broken.append(f"{persona}: {status} {path}")
            found = strangers.search(body) if strangers and not _PUBLIC.match(path) else None
            if found:
                told.append(f"{persona}: {path} names {found.group()}")
        assert seen > 5, f"{persona} saw {seen} pages only"
    assert not broken, "\n".join(broken)
    assert not told, "\n".join(told)


def test_every_address_with_a_parameter_is_known_here() -> None:
    listed = [
        set(one)
        for one in (
            addresses.READ, addresses.WRITE, addresses.STEPS,
            addresses.REGION_ONLY, addresses.FOR_EVERYONE,
        )
    ]  # fmt: skip
    assert set(addresses.parametrised()) == set().union(*listed)
    assert sum(map(len, listed)) == len(set().union(*listed))


def test_records_out_of_scope_do_not_exist(region: list[Persona]) -> None:
    """404 for what lies outside, and 403 only where it says nothing about the record."""
    wrong: list[str] = []
    tried = opened = 0
    for persona in region:
        if persona.role in ("association_secretary", "auditor"):
            continue  # they reach what the region's officer reaches
        client = _sign_in(persona)
        for name, kinds in addresses.READ.items():
            for records in kinds:
                seen, unseen = records.of(persona.person)
                refused = client.get(addresses.address(name, records.nothing)).status_code
                if refused not in (403, 404):
                    wrong.append(f"{persona}: {refused} for nothing at {name}")
                for key in unseen:
                    path = addresses.address(name, key)
                    status = client.get(path).status_code
                    tried += 1
                    if status != refused:
                        wrong.append(f"{persona}: {status} {path}, {refused} for nothing")
                for key in seen:
                    path = addresses.address(name, key)
                    status = client.get(path).status_code
                    opened += status == 200
                    if status not in ({200} if refused == 404 else {403}):
                        wrong.append(f"{persona}: {status} {path} within the scope")
    assert not wrong, "\n".join(wrong)
    assert tried > 400
    assert opened > 150


def test_records_out_of_scope_cannot_be_changed(region: list[Persona]) -> None:
    wrong: list[str] = []
    tried = 0
    for persona in region:
        if persona.reach is Reach.REGION:
            continue  # nothing lies outside
        client = _sign_in(persona)
        asked = [
            (name, records, ())
            for name, kinds in addresses.WRITE.items()
            for records in kinds
        ] + [
            (name, records, (step,))
            for name, (records, steps) in addresses.STEPS.items()
            for step in steps
        ]  # fmt: skip
        for name, records, more in asked:
            body = addresses.BODIES.get(name, "[]")
            refused = _post(client, addresses.address(name, records.nothing + more), body)
            if refused not in (403, 404):
                wrong.append(f"{persona}: {refused} for nothing at {name}")
            for key in records.of(persona.person)[1]:
                path = addresses.address(name, (*key, *more))
                status = _post(client, path, body)
                tried += 1
                if status != refused:
                    wrong.append(f"{persona}: {status} POST {path}, {refused} for nothing")
    assert not wrong, "\n".join(wrong)
    assert tried > 400


def _post(client: Client, path: str, body: str) -> int:
    if path.startswith("/api/"):
        return client.post(path, body, content_type="application/json").status_code
    return client.post(path).status_code


def test_only_those_who_see_the_region_pass_the_doors_of_housekeeping(
    region: list[Persona],
) -> None:
    for persona in region:
        if persona.reach is Reach.REGION:
            continue
        client = _sign_in(persona)
        for path in ("/jobs", "/audit", "/audit/transitions"):
            assert client.get(path, headers=PAGE).status_code == 403, (persona, path)
        for path in ("/memberships/1/end", "/map-layer/1/retire"):
            assert client.post(path, headers=PAGE).status_code == 403, (persona, path)


_LISTS = (
    "/api/collection/sheets?limit=500",
    "/api/collection/licences",
    "/api/collection/applications?limit=500",
    "/api/collection/flow/{day}",
    "/api/factory/silos",
    "/api/herd/farms?size=500",
    "/api/breeding/bulls?size=500",
    "/api/breeding/farms",
    "/api/breeding/genomic?size=500",
    "/api/breeding/batches?size=500",
    "/api/breeding/quotas",
    "/api/breeding/pedigree?size=500",
    "/api/herd/federation/platforms",
    "/api/quality/samples?limit=500",
    "/api/trade/contracts",
    "/api/trade/complaints",
    "/api/quality/plans",
    "/api/quality/tasks?limit=500",
    "/api/quality/cases",
    "/api/plan/lights",
    "/api/plan/items?limit=500",
    "/api/plan/entries?limit=500",
    "/api/plan/funds",
    "/api/plan/bulletins?limit=500",
    "/api/trade/reference-prices",
    "/capture?perPage=100",
    "/balance.xlsx",
    "/plan/board.xlsx",
)


def test_lists_of_the_api_name_no_stranger(region: list[Persona]) -> None:
    from milkshed.collection.models import HandoverSheet

    day = HandoverSheet.objects.latest("loaded_at").loaded_at.date()
    told: list[str] = []
    for persona in region:
        if persona.reach is Reach.REGION:
            continue
        client, strangers = _sign_in(persona), strangers_names(persona.person)
        for path in _LISTS:
            answer = client.get(path.format(day=day))
            assert answer.status_code in (200, 403), (persona, path, answer.status_code)
            is_text = "json" in answer.headers["Content-Type"]
            found = strangers.search(answer.text) if strangers and is_text else None
            if found and answer.status_code == 200:
                told.append(f"{persona}: {path} names {found.group()}")
    assert not told, "\n".join(told)


def test_the_ledger_gives_events_of_own_places_only(region: list[Persona]) -> None:
    read = 0
    for persona in region:
        client = _sign_in(persona)
        answer = client.get("/events?perPage=100")
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200
        events = json.loads(answer.content)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        names = names_in_scope(persona.person)
        for event in events:
            written = json.dumps(event)
            assert names is None or any(name in written for name in names), (persona, event)
        read += len(events)
    assert read > 500


def test_a_trace_opens_only_what_the_ledger_would(region: list[Persona]) -> None:
    """Behind a public Digital Link, masses and places are those of events one may read."""
    from milkshed.factory.models import ProductLot
    from milkshed.ledger.facade import brief_events, visible_events

    paths = list(ProductLot.objects.order_by("pk").values_list("uri", flat=True)[:4])
    opened = 0
    for persona in region:
        client = _sign_in(persona)
        for uri in paths:
            path = uri.removeprefix("https://id.gs1.org")
            for address in (path, f"{path}?format=json"):
                headers = PAGE if "format" in address else {"Accept": "application/json"}
                trace = json.loads(client.get(address, headers=headers).content)["trace"]
                named = [part["eventID"] for part in trace["lots"] if part.get("eventID")]
                named += [hop["eventID"] for hop in trace["hops"] if "eventID" in hop]
                readable = brief_events(named, visible_events(persona.person))
                assert set(named) <= set(readable), (persona, address)
                opened += len(named)
    assert opened > 500


def test_an_officer_of_an_empty_county_sees_nothing(region: list[Persona]) -> None:
    officers = [
        one for one in region
        if one.role == "county_officer"
        and one.person.present_memberships()[0].organisation.county == EMPTY_COUNTY
    ]  # fmt: skip
    assert len(officers) == 1
    client = _sign_in(officers[0])
    assert client.get("/api/collection/sheets").json() == []
    assert client.get("/api/herd/farms").json()["total"] == 0
    assert client.get("/api/quality/samples").json() == []
    found = json.loads(client.get("/events").content)
    assert found["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []


def test_signed_out_people_are_asked_to_sign_in(region: list[Persona]) -> None:
    client = Client()
    everything = region[0].person
    paths = [path for path in addresses.plain() if not _is_open(path)]
    for name, kinds in addresses.READ.items():
        paths += [addresses.address(name, key) for key in kinds[0].of(everything)[0][:1]]
    for path in paths:
        answer = client.get(path, headers=PAGE)
        sent = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?next=")
        assert sent or answer.status_code in (401, 405), (path, answer.status_code)
        assert client.get(path).status_code in (401, 405), path
    assert len(paths) > 60


def _is_open(path: str) -> bool:
    # the log is public, so that everyone can hold the house to it; so is the check of a paper, and
    # the script of the visit pages tells nothing of anybody
    is_of_the_log = path.startswith("/log/") and resolve(path).namespace == "ledger"
    return is_of_the_log or path in {
        "/trade/credit/public",
        "/", "/sign-in", "/sign-out", "/language/setlang/",
        "/api/openapi.json", "/api/docs", "/api/",
        "/.well-known/gs1resolver", "/.well-known/linkset-context.jsonld",
        "/trade/price", "/trade/price/history.csv", "/trade/price/committee",
        "/trade/price/method", "/trade/price/principles", "/plan/open", "/api/plan/open",
        "/plan/open/bulletins", "/plan/open/bulletins/list.csv",
        "/plan/open/bulletins/dictionary.csv", "/api/plan/open/bulletins",
        "/collection/check", "/collection/visits/worker.js", "/herd/phone/worker.js",
    }  # fmt: skip
