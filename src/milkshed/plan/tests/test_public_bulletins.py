"""Bulletins for everybody: two people decide, secrets stay secret, copies are what is shown."""

import csv
import hashlib
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.bulletins.drawing import correct_bulletin, draw_bulletin
from milkshed.plan.actions.bulletins.issuing import issue_bulletin, propose_bulletin
from milkshed.plan.actions.bulletins.releasing import (
    BulletinWish,
    decide_public_bulletin,
    end_public_bulletin,
    propose_public_bulletin,
)
from milkshed.plan.models import Bulletin, PublicBulletin
from milkshed.plan.queries.bulletins.secrets import secrets_of
from milkshed.plan.tests.bulletin_cases import Region, region
from milkshed.platform.models import Rule

__all__ = ["region"]

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html"}


def issued(region: Region, made: Bulletin | None = None) -> Bulletin:
    made = made or draw_bulletin(region.drawer, "month", region.last)
    made = propose_bulletin(region.drawer, made.pk, revision=made.revision)
    return issue_bulletin(
        region.signer, made.pk, issuer_short="试办通", opinion="", revision=made.revision
    )


def published(region: Region, bulletin: Bulletin, **wish: object) -> PublicBulletin:
    made = propose_public_bulletin(region.drawer, BulletinWish(bulletin.pk, **wish))  # type: ignore[arg-type]
    return decide_public_bulletin(region.signer, made.pk, publish=True, opinion="", revision=0)


def rules_of(error: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in error.value.faults}


def words_of(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


def test_two_people_decide_and_only_what_was_issued(region: Region) -> None:
    drawn = draw_bulletin(region.drawer, "month", region.last)
    with pytest.raises(Problem) as early:
        propose_public_bulletin(region.drawer, BulletinWish(drawn.pk))
    assert early.value.kind.status == 409
    bulletin = issued(region, drawn)
    with pytest.raises(Problem) as wrong:
        propose_public_bulletin(
            region.drawer, BulletinWish(bulletin.pk, ("correction", "x"), "none", "长" * 301)
        )
    assert [fault.field for fault in wrong.value.faults] == ["left_out", "licence", "note"]
    every = tuple(one["code"] for one in bulletin.wording)
    with pytest.raises(Problem) as nothing:
        propose_public_bulletin(region.drawer, BulletinWish(bulletin.pk, every))
    assert rules_of(nothing) == {"required"}
    made = propose_public_bulletin(region.drawer, BulletinWish(bulletin.pk))
    with pytest.raises(Problem) as twice:
        propose_public_bulletin(region.editor, BulletinWish(bulletin.pk))
    assert twice.value.kind.status == 409
    with pytest.raises(Problem) as alone:
        decide_public_bulletin(region.drawer, made.pk, publish=True, opinion="", revision=0)
    assert rules_of(alone) == {"four-eyes"}
    with pytest.raises(Problem) as unreasoned:
        decide_public_bulletin(region.signer, made.pk, publish=False, opinion=" ", revision=0)
    assert rules_of(unreasoned) == {"required"}
    with pytest.raises(Problem) as crossed:
        decide_public_bulletin(region.signer, made.pk, publish=True, opinion="", revision=3)
    assert crossed.value.kind.status == 409
    done = decide_public_bulletin(region.signer, made.pk, publish=True, opinion="", revision=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicBulletin.objects.filter(pk=done.pk).update(wording=[])


def test_figures_of_few_farms_are_in_no_copy(region: Region, client: Client) -> None:
    """Lingwu rests on two farms: what each county moved by is not told; the region's figure is."""
    bulletin = issued(region)
    assert "K1.part.640302" in bulletin.fields
    assert "K1.part.640221" in bulletin.fields
    held = secrets_of(bulletin)
    assert (held.figures, held.splits) == (frozenset(), {"K1"})
    public = published(region, bulletin)
    assert public.is_extract
    assert public.word != bulletin.word
    client.logout()
    page = client.get(f"/plan/open/bulletins/{public.pk}", headers=PAGE).text
    told = [
        page,
        client.get(f"/plan/open/bulletins/{public.pk}/data.json").text,
        words_of(client.get(f"/plan/open/bulletins/{public.pk}/paper.docx").content),
        words_of(client.get(f"/plan/open/bulletins/{public.pk}/tables.xlsx").content),
    ]
    secret = bulletin.fields["K1.part.640221"]["text"]
    for text in told:
        assert "90.65" in text
        assert f"减少{secret}" not in text
        assert "K1.part." not in text
    assert "分县变动涉及主体不足3家，不公布" in page
    Rule.objects.filter(key="plan.public_least_holders").update(value=12)
    assert secrets_of(bulletin).figures == {"K1", "K7", "G1"}


def test_where_nothing_is_secret_the_issued_copies_are_given_out(
    region: Region, client: Client
) -> None:
    Rule.objects.filter(key="plan.public_least_holders").update(value=2)
    bulletin = issued(region)
    public = published(region, bulletin)
    assert not public.is_extract
    assert (public.word, public.sheet) == (bulletin.word, bulletin.sheet)
    address = f"/plan/open/bulletins/{public.pk}"
    page = client.get(address, headers=PAGE).text
    for name, copy in (("paper.docx", bulletin.word), ("tables.xlsx", bulletin.sheet)):
        answer = client.get(f"{address}/{name}")
        assert copy is not None
        assert hashlib.sha256(answer.content).hexdigest() == copy.sha256
        assert copy.sha256 in page
        etag = {"If-None-Match": answer["ETag"]}
        assert client.get(f"{address}/{name}", headers=etag).status_code == 304
    assert client.get(f"{address}/paper.pdf").status_code == 404


def test_what_became_secret_meanwhile_is_proposed_anew(region: Region) -> None:
    Rule.objects.filter(key="plan.public_least_holders").update(value=2)
    made = propose_public_bulletin(region.drawer, BulletinWish(issued(region).pk))
    Rule.objects.filter(key="plan.public_least_holders").update(value=3)
    with pytest.raises(Problem) as changed:
        decide_public_bulletin(region.signer, made.pk, publish=True, opinion="", revision=0)
    assert changed.value.kind.status == 409
    decide_public_bulletin(region.signer, made.pk, publish=False, opinion="重提", revision=0)
    assert published(region, made.bulletin).is_extract


def test_the_list_its_dictionary_and_the_frame_in_two_languages(
    region: Region, client: Client
) -> None:
    bulletin = issued(region)
    public = published(region, bulletin, left_out=("ledger",), note="演示")
    for language, words in (("zh-hans", "不公布"), ("en", "are withheld")):
        client.cookies["milkshed_language"] = language
        for path in ("/plan/open", "/plan/open/bulletins", f"/plan/open/bulletins/{public.pk}"):
            text = client.get(path, headers=PAGE).text
            assert public.title in text, (language, path)
        assert words in text
        assert "台账与督办" not in text
    rows = list(
        csv.DictReader(
            StringIO(client.get("/plan/open/bulletins/list.csv").content.decode("utf-8-sig"))
        )
    )
    dictionary = csv.DictReader(
        StringIO(client.get("/plan/open/bulletins/dictionary.csv").content.decode("utf-8-sig"))
    )
    assert [row["field"] for row in dictionary] == list(rows[0])
    (listed,) = client.get("/api/plan/open/bulletins").json()
    assert (listed["page"], listed["extract"]) == (rows[0]["page"], True)
    assert rows[0]["word_sha256"] == public.word.sha256  # type: ignore[union-attr]
    for name in ("page", "word", "tables", "data"):
        assert client.get(rows[0][name], headers=PAGE).status_code == 200, name


def test_a_correction_is_pointed_at_and_an_end_closes_the_address(
    region: Region, client: Client
) -> None:
    bulletin = issued(region)
    first = published(region, bulletin)
    old = f"/plan/open/bulletins/{first.pk}"
    correction = issued(region, correct_bulletin(region.drawer, bulletin.pk, reason="数据更正"))
    assert "更正版尚未公开" in client.get(old, headers=PAGE).text
    second = published(region, correction)
    page = client.get(old, headers=PAGE).text
    assert f"/plan/open/bulletins/{second.pk}" in page
    with pytest.raises(Problem):
        end_public_bulletin(region.signer, first.pk, opinion="", revision=first.revision)
    end_public_bulletin(region.signer, first.pk, opinion="已更正", revision=first.revision)
    assert client.get(old, headers=PAGE).status_code == 404
    assert client.get(f"{old}/paper.docx").status_code == 404
    assert json.loads(client.get("/api/plan/open/bulletins").content)[0]["edition"] == 2


def test_the_pages_of_the_office(region: Region, client: Client) -> None:
    bulletin = issued(region)
    client.force_login(region.drawer)
    assert "#bulletin" in client.get(f"/plan/bulletins/{bulletin.pk}", headers=PAGE).text
    offered = client.get("/plan/publications", headers=PAGE).text
    assert bulletin.number in offered
    wish = {
        "bulletin": bulletin.pk, "licence": "CC-BY-4.0",
        "section": ["summary", "indicators", "movement", "basis"],
    }  # fmt: skip
    answer = client.post("/plan/publications/bulletins", wish)
    made = PublicBulletin.objects.get()
    assert answer["Location"] == f"/plan/publications/bulletins/{made.pk}"
    assert made.left_out == ["ledger"]
    preview = client.get(answer["Location"], headers=PAGE).text
    assert "由另一人批准" in preview
    step = f"{answer['Location']}/publish"
    assert client.post(step, {"revision": 0}).status_code == 403
    assert client.get(f"/plan/open/bulletins/{made.pk}", headers=PAGE).status_code == 404
    client.force_login(region.cast.people["county_officer"])
    assert client.post(step, {"revision": 0}).status_code == 403
    client.force_login(region.signer)
    assert client.post(step, {"revision": 0}).status_code == 302
    assert client.get(answer["Location"], headers=PAGE).status_code == 200
    end = f"{answer['Location']}/end"
    assert client.post(end, {"revision": 1, "words": "停"}).status_code == 302
    assert client.post(f"{answer['Location']}/leap", {"revision": 2}).status_code == 422
