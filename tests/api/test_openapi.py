"""The REST API as described: kept in a snapshot, complete, and true when tried."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from milkshed.breeding.models import (
    Bull,
    Claim,
    CowValue,
    EvaluationRun,
    MatingPlan,
    SubsidyStatement,
)
from milkshed.collection.codes import code_of
from milkshed.collection.models import HandoverSheet
from milkshed.factory.models import ProductLot, Silo
from milkshed.herd.models import Farm
from milkshed.plan.models import Indicator, Publication
from milkshed.platform.models import AccessToken, Membership, Organisation, Person
from milkshed.platform.roles import ROLES
from milkshed.quality.models import ControlSeries, Sample, SamplingPlan
from milkshed.recording.models import Enrolment
from milkshed.site.api import api
from milkshed.site.wsgi import application
from milkshed.trade.models import Contract, Settlement
from tests.api.snapshot import SNAPSHOT, described
from tests.prepared_database import connected_to, copy_of

EXAMPLES = 25
ALWAYS = {"400", "401", "403", "422"}
PROBLEM = "application/problem+json"


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema(path_prefix="/api/")["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_description_is_the_one_that_was_agreed() -> None:
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert json.loads(described()) == kept, (
        "the API changed: look at the difference, then run `python -m tests.api.snapshot`"
    )


@pytest.mark.parametrize(("name", "operation"), list(_operations()), ids=lambda one: str(one)[:60])
def test_a_route_is_described_in_full(name: str, operation: dict[str, Any]) -> None:
    room = name.split("/")[2]
    assert operation["tags"] == [room]
    assert re.search("[\u4e00-\u9fff]", operation["summary"]), "a summary in Chinese"
    assert operation["description"]
    statuses = set(operation["responses"])
    missing = ALWAYS - {str(status) for status in statuses}
    assert not missing
    if "requestBody" in operation:
        assert "413" in {str(status) for status in statuses}
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            schema = response["content"][PROBLEM]["schema"]
            assert schema == {"$ref": "#/components/schemas/ProblemDocument"}, status


@pytest.fixture
def signals_off() -> Iterator[None]:
    """Keep the connection of the test when a request begins and ends, as Django's client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def own_region(played_region: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small region in a database of this test's own, where transactions end as they do."""
    with copy_of(played_region) as url, django_db_blocker.unblock(), connected_to(url):
        yield


def _token_of_everyone() -> str:
    """A token of a person who holds every role everywhere: no route stops at the door."""
    person = Person.objects.create_person("everyone", name_zh="全部岗位")
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisation, role=role)
        for organisation in Organisation.objects.all()
        for role in ROLES
    )
    return AccessToken.issue(person, "test", timezone.now() + timedelta(hours=1))


def _known() -> dict[str, list[Any]]:
    """Values of parameters behind which something lies; by their name, their room or whole path."""
    sheet = HandoverSheet.objects.order_by("pk")[0]
    lot = ProductLot.objects.select_related("product").order_by("pk")[0]
    return {
        "/api/collection/check/{number}/{code}": [
            {"number": sheet.number, "code": code_of(sheet.gdti)}
        ],
        "/api/breeding/bulls/{number}": list(Bull.objects.values("number")[:2]),
        "/api/breeding/farms/{place}/cows": list(CowValue.objects.values("place")[:1]),
        "/api/breeding/cows/{animal}": [
            {"animal": key} for key in CowValue.objects.values_list("animal_key", flat=True)[:2]
        ],
        "/api/breeding/runs/{pk}": list(EvaluationRun.objects.values("pk")[:2]),
        "/api/breeding/mating-plans/{pk}": list(MatingPlan.objects.values("pk")[:2]),
        "/api/breeding/subsidy-claims/{pk}": list(Claim.objects.values("pk")[:2]),
        "/api/breeding/subsidy-statements/{pk}": list(SubsidyStatement.objects.values("pk")[:2]),
        "/api/plan/open/{slug}": list(Publication.objects.values("slug")[:2]),
        "/api/quality/plans/{number}/verification": list(SamplingPlan.objects.values("number")[:1]),
        "/api/trade/settlements/{number}": list(Settlement.objects.values("number")[:2]),
        "/api/herd/": list(Farm.objects.values_list("code", flat=True)),
        "/api/recording/": list(Enrolment.objects.values_list("farm_code", flat=True)),
        "/api/trade/": list(Contract.objects.order_by("pk").values_list("pk", flat=True)[:3]),
        "unit": list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:3]),
        "/api/plan/": list(Indicator.objects.order_by("pk").values_list("code", flat=True)[:3]),
        "number": [
            *HandoverSheet.objects.order_by("pk").values_list("number", flat=True)[:2],
            *SamplingPlan.objects.order_by("pk").values_list("number", flat=True)[:2],
        ],
        "series": list(ControlSeries.objects.order_by("pk").values_list("pk", flat=True)[:1]),
        "barcode": list(Sample.objects.order_by("pk").values_list("barcode", flat=True)[:3]),
        "gtin": [lot.product.gtin],
        "lot": [lot.lot],
        "silo": list(Silo.objects.values_list("pk", flat=True)[:1]),
        "sheet": list(
            HandoverSheet.objects.filter(outcome="accepted")
            .order_by("-pk")
            .values_list("gdti", flat=True)[:1]
        ),
    }


def test_every_route_keeps_what_it_promises(own_region: None, signals_off: None) -> None:
    """No 5xx, only documented statuses, bodies as described, problems as problem documents."""
    schema = schemathesis.openapi.from_dict(json.loads(described()))
    schema.app = application
    headers = {"Authorization": f"Bearer {_token_of_everyone()}"}
    known = _known()
    broken: dict[str, str] = {}
    answered: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        statuses = answered.setdefault(operation.label, set())
        try:
            _try_out(operation, headers, known, statuses)
        except BaseExceptionGroup as failures:
            broken[operation.label] = "\n".join(str(one) for one in failures.exceptions)
        except (AssertionError, schemathesis.errors.SchemathesisError) as failure:
            broken[operation.label] = str(failure)
    assert not broken, "\n\n".join(f"{label}\n{why}" for label, why in broken.items())
    assert len(answered) == len(list(_operations()))
    reads = {label: found for label, found in answered.items() if label.startswith("GET")}
    assert not [label for label, found in reads.items() if 200 not in found], reads


def _try_out(
    operation: Any, headers: dict[str, str], known: dict[str, list[Any]], statuses: set[int]
) -> None:
    room = operation.path[: operation.path.index("/", len("/api/")) + 1]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def attempt(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        if data.draw(st.booleans()):
            if operation.path in known:
                case.path_parameters.update(data.draw(st.sampled_from(known[operation.path])))
            else:
                for name in case.path_parameters or {}:
                    values = known.get(name) or known.get(room)
                    if values:
                        case.path_parameters[name] = data.draw(st.sampled_from(values))
            if isinstance(case.body, dict):
                for name in case.body.keys() & known.keys():
                    case.body[name] = data.draw(st.sampled_from(known[name]))
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        case.validate_response(
            response,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    attempt()
