import uuid

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from milkshed.platform.models import Organisation
from milkshed.platform.web.history import HistoryToldOnce
from tests.cast import Cast

OfOrganisation = apps.get_model("platform", "OrganisationEvent")


class _Rolled(Exception):
    pass


def _rename(cast: Cast, name: str) -> None:
    Organisation.objects.filter(pk=cast.organisations["farm"].pk).update(name_zh=name)


def _asked(cast: Cast, work) -> list[str]:
    """The statements of a request that does the work."""
    request = RequestFactory().post("/rename")
    request.user = cast.people["region_officer"]
    with CaptureQueriesContext(connection) as asked:
        HistoryToldOnce(work)(request)
    return [one["sql"] for one in asked]


def _contexts() -> list[tuple[str, uuid.UUID, dict]]:
    rows = OfOrganisation.objects.order_by("pgh_id").select_related("pgh_context")
    return [
        (row.name_zh, row.pgh_context_id, row.pgh_context.metadata)
        for row in rows
        if row.pgh_context is not None
    ]


@pytest.mark.django_db
def test_the_audit_trail_knows_who_and_where_and_is_told_once(cast: Cast) -> None:
    def work(request):
        with transaction.atomic():
            for name in ("甲", "乙", "丙"):
                _rename(cast, name)

    asked = _asked(cast, work)
    assert sum("set_config" in one for one in asked) == 1
    told = _contexts()
    assert [name for name, _, _ in told] == ["甲", "乙", "丙"]
    assert len({key for _, key, _ in told}) == 1
    officer = cast.people["region_officer"].pk
    assert all(words == {"user": officer, "url": "/rename"} for _, _, words in told)


@pytest.mark.django_db
def test_after_a_savepoint_was_rolled_back_it_is_told_again(cast: Cast) -> None:
    def work(request):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    _rename(cast, "退回")
                    raise _Rolled
            except _Rolled:
                _rename(cast, "留下")

    _asked(cast, work)
    assert [name for name, _, _ in _contexts()] == ["留下"]


@pytest.mark.django_db(transaction=True)
def test_each_transaction_is_told_anew(cast: Cast) -> None:
    def work(request):
        with transaction.atomic():
            _rename(cast, "一")
        _rename(cast, "二")
        with transaction.atomic():
            _rename(cast, "三")

    asked = _asked(cast, work)
    assert sum("set_config" in one for one in asked) == 3
    assert [name for name, _, _ in _contexts()] == ["一", "二", "三"]
