"""The pages and routes of mating and extension answer, to whom they should, in both languages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from milkshed.breeding.actions.batches import register_donor
from milkshed.breeding.actions.claims import draw_statement, submit_claim, verify_claim
from milkshed.breeding.actions.mating_plans.plan import plan_farm
from milkshed.breeding.models import Allocation, Batch, MatingPlan
from milkshed.breeding.tests.mating_scene import CODE, Scene, scene
from milkshed.herd.models import Animal
from milkshed.platform.models import Job
from tests.cast import Cast


@pytest.fixture
def farm(cast: Cast) -> Scene:
    found = scene(cast)
    found.quota()
    found.batch("S2", 2, 50)
    found.received("S2", 9)
    found.served("101", 60, 2, "S2")
    day = found.today - timedelta(days=60)
    claim = submit_claim(
        found.person("farm_manager"), CODE, "straw", [("101", day, "S2"), ("999", day, "S2")]
    )
    verify_claim(found.person("county_officer"), claim.pk)
    draw_statement(found.person("breeding_officer"), "640302")
    plan_farm(found.person("farm_manager"), CODE)
    return found


def client_of(farm: Scene, role: str) -> Client:
    client = Client()
    client.force_login(farm.person(role))
    return client


def test_every_page_opens_in_both_languages(farm: Scene) -> None:
    plan, batch = MatingPlan.objects.get(), Batch.objects.get()
    manager, officer = client_of(farm, "farm_manager"), client_of(farm, "breeding_officer")
    cow = Animal.objects.order_by("pk")[0]
    donor = register_donor(farm.person("breeding_officer"), f"herd:{cow.pk}", farm.today)
    claim = "/breeding/claims/1"
    for language in ("zh", "en"):
        for client in (manager, officer):
            client.cookies["milkshed_language"] = "zh-hans" if language == "zh" else language
            found = client.get("/breeding/claims").content.decode()
            claim = found.split('<th><a href="')[1].split('"')[0]
            for path in (
                "/breeding/matings?q=",
                f"/breeding/farms/{CODE}/matings",
                f"/breeding/matings/{plan.pk}",
                f"/breeding/matings/{plan.pk}?only=without&q=101",
                "/breeding/extension",
                f"/breeding/extension/batches/{batch.pk}",
                claim,
                "/breeding/claims/template",
                f"/breeding/matings/{plan.pk}/excel",
                f"/breeding/matings/{plan.pk}/pdf",
                f"/breeding/extension/donors/{donor.pk}",
            ):
                assert client.get(path).status_code == 200, (path, language)
    page = manager.get(claim).content.decode()
    assert "No cow 999" in page
    statement = officer.get("/breeding/claims").content.decode().split("/breeding/statements/")[-1]
    number = statement.split('"')[0]
    for path in ("", "/excel", "/pdf"):
        assert officer.get(f"/breeding/statements/{number}{path}").status_code == 200
    assert manager.get(f"/breeding/statements/{number}").status_code == 404
    for query in ("", "?count=3&per_sire=1", "?count=3&coancestry=13", "?count=3&coancestry=1"):
        assert officer.get(f"/breeding/nucleus{query}").status_code == 200, query
    assert manager.get("/breeding/nucleus").status_code == 403
    for query in ("", "?cows=4&share=80", "?coancestry=9", "?coancestry=0.5"):
        page = officer.get(f"/breeding/nucleus/contributions{query}")
        assert page.status_code == 200, query
    assert "about" in page.content.decode()
    book = officer.get("/breeding/nucleus.xlsx?count=3").content
    cells = [row[0].value for row in load_workbook(BytesIO(book)).worksheets[0].iter_rows()]
    assert "111" in cells
    assert officer.get("/breeding/nucleus.xlsx?count=3&coancestry=1").status_code == 404
    left = officer.post(f"/breeding/extension/donors/{donor.pk}", {"left_on": str(farm.today)})
    assert left.status_code == 302
    assert manager.post(f"/breeding/extension/donors/{donor.pk}").status_code in (403, 422)


def test_forms_do_what_the_verbs_do(farm: Scene) -> None:
    officer, manager = client_of(farm, "breeding_officer"), client_of(farm, "farm_manager")
    enter = "/breeding/extension/enter"
    batch = {
        "what": "batch", "number": "S8", "kind": "straw", "bull": "11119001", "pieces": "20",
        "made_on": farm.today.isoformat(), "price_yuan": "150", "sexed": "1",
    }  # fmt: skip
    assert officer.post(enter, batch).status_code == 302
    assert officer.post(enter, batch).status_code == 409
    assert officer.post(enter, batch | {"number": "S9", "pieces": "x"}).status_code == 422
    assert manager.post(enter, batch | {"number": "S9"}).status_code == 403
    given = {"what": "allocation", "batch": "S8", "farm": CODE, "pieces": "5"}
    assert officer.post(enter, given).status_code == 302
    one = Allocation.objects.get(batch__number="S8")
    step = f"/breeding/extension/allocations/{one.pk}"
    assert client_of(farm, "county_officer").post(f"{step}/approve").status_code == 302
    day = farm.today - timedelta(days=1)
    for wrong in ("gestern", day.isoformat()):
        receipt = {"pieces": "5", "received_on": wrong}
        assert manager.post(f"{step}/receive", receipt).status_code == 422, wrong
    receipt = {"pieces": "5", "received_on": farm.today.isoformat()}
    assert manager.post(f"{step}/receive", receipt).status_code == 302
    donor = {"what": "donor", "identity": "D7", "entered_on": farm.today.isoformat()}
    assert officer.post(enter, donor).status_code == 302
    assert officer.post(enter, {"what": "nothing"}).status_code == 422
    quota = {
        "what": "quota", "year": str(farm.today.year), "county": "640302", "kind": "embryo",
        "pieces": "9", "source": "文件",
    }  # fmt: skip
    assert client_of(farm, "region_officer").post(enter, quota).status_code == 302
    path = f"/breeding/farms/{CODE}/matings"
    assert manager.post(path, {"source": "farm", "budget_yuan": "500"}).status_code == 302
    assert Job.objects.filter(kind="breeding.plan_matings", state="queued").count() == 1
    assert manager.post(path, {"source": "moon"}).status_code == 422
    assert manager.post(path, {"source": "farm", "budget_yuan": "viel"}).status_code == 422
    plan = MatingPlan.objects.get()
    assert manager.post(f"/breeding/matings/{plan.pk}/accept").status_code == 302
    assert manager.post(f"/breeding/matings/{plan.pk}/accept").status_code == 409
    assert manager.post(f"/breeding/matings/{plan.pk}/paint").status_code == 404


def test_programs_claim_and_read(farm: Scene) -> None:
    manager = client_of(farm, "farm_manager")
    rows = [{"cow": "102", "served_on": farm.today.isoformat(), "batch": "S2"}]
    told = manager.post(
        "/api/breeding/subsidy-claims",
        {"farm_code": CODE, "kind": "straw", "rows": rows},
        content_type="application/json",
    )
    assert told.status_code == 200, told.content
    document = told.json()
    assert (document["accepted"], document["refused"]) == (0, 1)
    assert document["rows"][0]["rules"] == ["no-service"]
    read = manager.get(f"/api/breeding/subsidy-claims/{document['id']}").json()
    assert read == document
    plan = manager.get(f"/api/breeding/mating-plans/{MatingPlan.objects.get().pk}?size=5").json()
    assert plan["total"] == 12
    assert len(plan["items"]) == 5
    (batch,) = manager.get("/api/breeding/batches").json()["items"]
    assert (batch["number"], batch["left"]) == ("S2", 41)
    (quota,) = client_of(farm, "county_officer").get("/api/breeding/quotas").json()
    assert (quota["county"], quota["received"], quota["left"]) == ("640302", 9, 991)
