"""Open data: two people decide, editions stay, small numbers are withheld, nothing else leaks."""

import csv
import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.publishing import (
    PublicationWish,
    decide_publication,
    end_publication,
    propose_publication,
    release_all,
)
from milkshed.plan.jobs import CLOSE_MONTH
from milkshed.plan.models import ComputedFigure, DataEdition, Publication
from milkshed.plan.tests.bulletin_cases import Region, figure, region
from milkshed.platform.jobs import perform
from milkshed.platform.models import Job, Place, Rule

__all__ = ["region"]

pytestmark = pytest.mark.django_db


def publish(region: Region, code: str = "K1", breakdown: str = "county") -> Publication:
    wish = PublicationWish(code, breakdown, region.before)
    made = propose_publication(region.drawer, wish)
    return decide_publication(region.signer, made.pk, publish=True, opinion="", revision=0)


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_two_people_decide(region: Region) -> None:
    made = propose_publication(region.drawer, PublicationWish("K1", "region", region.before))
    with pytest.raises(Problem) as alone:
        decide_publication(region.drawer, made.pk, publish=True, opinion="", revision=0)
    assert {fault.rule for fault in alone.value.faults} == {"four-eyes"}
    with pytest.raises(Problem) as twice:
        propose_publication(region.drawer, PublicationWish("K1", "region", region.before))
    assert twice.value.kind.status == 409
    with pytest.raises(Problem) as unreasoned:
        decide_publication(region.signer, made.pk, publish=False, opinion=" ", revision=0)
    assert {fault.rule for fault in unreasoned.value.faults} == {"required"}
    assert decide_publication(
        region.signer, made.pk, publish=False, opinion="口径未定", revision=0
    ).state == "refused"  # fmt: skip
    assert not DataEdition.objects.exists()
    bad = PublicationWish(
        "K99", "town", timezone.localdate() + timedelta(days=40), "none", "长" * 301
    )
    with pytest.raises(Problem) as refused:
        propose_publication(region.drawer, bad)
    assert [fault.field for fault in refused.value.faults] == [
        "indicator", "breakdown", "licence", "since", "note",
    ]  # fmt: skip


def test_counties_of_few_farms_are_withheld_and_cannot_be_worked_out(
    region: Region, client: Client
) -> None:
    """Lingwu has two farms; so that it is not the difference of the rest, Pingluo goes with it."""
    publish(region)
    rows = rows_of(client.get("/plan/open/k1-county/1/data.csv").content)
    last = {row["area_code"]: row for row in rows if row["month"] == f"{region.last:%Y-%m}"}
    assert {code: row["status"] for code, row in last.items()} == {
        "640000": "shown", "640302": "shown", "640221": "withheld", "640181": "withheld",
    }  # fmt: skip
    assert last["640181"]["value"] == last["640181"]["coverage"] == ""
    assert Decimal(last["640302"]["value"]) == Decimal("22.5")
    for path in ("/plan/open/k1-county", "/plan/open/k1-county/1/data.json", "/plan/open",
                 "/api/plan/open/k1-county"):  # fmt: skip
        body = client.get(path).content.decode()
        assert "17.1" not in body, path
        assert "9.9" not in body, path
    Place.objects.filter(kind="farm").delete()
    release_all(timezone.localdate())
    again = rows_of(client.get("/plan/open/k1-county/data.csv").content)
    assert {row["status"] for row in again} == {"withheld"}


def test_how_few_is_a_rule(region: Region, client: Client) -> None:
    Rule.objects.filter(key="plan.public_least_holders").update(value=2)
    publish(region)
    rows = rows_of(client.get("/plan/open/k1-county/1/data.csv").content)
    assert {row["status"] for row in rows} == {"shown"}


def test_the_region_is_withheld_where_few_hold_it(region: Region, client: Client) -> None:
    old = ComputedFigure.objects.filter(indicator__code="K1", as_of=region.last).get()
    old.pk, old.holders, old.value = None, 2, Decimal("90.77")
    old._state.adding = True
    old.save()
    publish(region, breakdown="region")
    body = client.get("/plan/open/k1-region/data.json").json()
    shown = {row["month"]: row["status"] for row in body["rows"]}
    assert shown == {f"{region.before:%Y-%m}": "shown", f"{region.last:%Y-%m}": "withheld"}
    assert "90.77" not in json.dumps(body)


def test_files_read_back_and_the_dictionary_covers_them(region: Region, client: Client) -> None:
    publish(region)
    answer = client.get("/plan/open/k1-county/1/data.csv")
    rows = rows_of(answer.content)
    dictionary = rows_of(client.get("/plan/open/k1-county/1/dictionary.csv").content)
    meanings = {row["field"]: row for row in dictionary}
    assert set(rows[0]) == {name for name in meanings if not name.startswith("#")}
    assert all(row["meaning_zh"] and row["meaning_en"] for name, row in meanings.items()
               if not name.startswith("#"))  # fmt: skip
    assert meanings["value"]["unit"] == "万头"
    for name in ("#method", "#licence", "#source", "#sha256", "#withholding_zh"):
        assert meanings[name]["meaning_zh"]
    assert "演示数据" in meanings["#label"]["meaning_zh"]
    assert all("演示数据" in row["label"] for row in rows)
    whole = client.get("/plan/open/k1-county/1/data.json").json()
    assert whole["synthetic"]
    assert whole["rows"] == rows
    assert "immutable" in answer["Cache-Control"]
    etag = {"If-None-Match": answer["ETag"]}
    assert client.get("/plan/open/k1-county/1/data.csv", headers=etag).status_code == 304
    newest = client.get("/plan/open/k1-county/data.csv")
    assert newest.content == answer.content
    assert "immutable" not in newest["Cache-Control"]
    listed = client.get("/api/plan/open").json()
    assert [one["csv"] for one in listed] == ["/plan/open/k1-county/1/data.csv"]
    assert client.get(listed[0]["json_file"]).status_code == 200


def test_nothing_unpublished_leaks(region: Region, client: Client) -> None:
    propose_publication(region.drawer, PublicationWish("K7", "region", region.before))
    publish(region)
    for path in ("/plan/open/k7-region", "/plan/open/k7-region/data.csv",
                 "/plan/open/k7-region/1/data.json", "/plan/open/k1-county/2/data.csv",
                 "/plan/open/k1-county/1/data.xml", "/api/plan/open/k7-region"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    for path in ("/plan/open", "/plan/open/k1-county", "/api/plan/open"):
        body = client.get(path, headers={"Accept": "text/html,*/*"}).content.decode()
        assert "粪污综合利用率" not in body
        assert "k7-region" not in body
        assert "91.25" not in body
    done = Publication.objects.get(slug="k1-county")
    end_publication(region.signer, done.pk, opinion="停止", revision=done.revision)
    assert client.get("/plan/open/k1-county/1/data.csv").status_code == 404
    assert client.get("/api/plan/open").json() == []


def test_editions_stay_and_a_new_one_tells_what_changed(region: Region, client: Client) -> None:
    publish(region)
    before = client.get("/plan/open/k1-county/1/data.csv").content
    assert release_all(timezone.localdate()) == []
    figure("K1", region.last, "90.4")
    assert release_all(timezone.localdate()) == ["k1-county 2"]
    assert client.get("/plan/open/k1-county/1/data.csv").content == before
    newest = rows_of(client.get("/plan/open/k1-county/data.csv").content)
    assert [row["value"] for row in newest if row["area_code"] == "640000"] == ["90.1", "90.4"]
    with pytest.raises(DatabaseError), transaction.atomic():
        DataEdition.objects.update(sha256="0" * 64)


def test_the_month_end_job_computes_and_releases(region: Region) -> None:
    publish(region, breakdown="region")
    skipped = Job.objects.create(kind=CLOSE_MONTH, arguments={"on": "2026-11-15"})
    assert perform(skipped).result == {"skipped": "2026-11-15"}
    today = timezone.localdate().isoformat()
    job = Job.objects.create(
        kind=CLOSE_MONTH, arguments={"on": today, "as_of": region.last.isoformat()}
    )
    done = perform(job)
    assert done.state == "done", done.message_zh
    assert set(done.result) == {"region", "counties", "released"}


def test_the_public_page_needs_no_account(region: Region, client: Client) -> None:
    assert client.get("/plan/open", headers={"Accept": "text/html"}).status_code == 200
    publish(region)
    for language in ("zh-hans", "en"):
        client.cookies["milkshed_language"] = language
        for path in ("/plan/open", "/plan/open/k1-county"):
            answer = client.get(path, headers={"Accept": "text/html"})
            assert answer.status_code == 200
            assert ("演示数据" if language == "zh-hans" else "Synthetic") in answer.text
    client.force_login(region.drawer)
    page = client.get("/plan/publications").text
    assert "k1-county" in page
    wish = {"indicator": "K7", "breakdown": "region", "since": region.last.isoformat(),
            "licence": "CC-BY-4.0"}  # fmt: skip
    assert client.post("/plan/publications/propose", wish).status_code == 302
    proposed = Publication.objects.get(slug="k7-region")
    step = f"/plan/publications/{proposed.pk}"
    assert client.post(f"{step}/publish", {"revision": 0}).status_code == 403
    client.force_login(region.signer)
    assert client.post(f"{step}/publish", {"revision": 0}).status_code == 302
    assert client.post(f"{step}/end", {"revision": 1, "words": "停"}).status_code == 302
    assert client.post(f"{step}/leap", {"revision": 2}).status_code == 422
