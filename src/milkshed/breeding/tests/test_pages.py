"""The pages and routes of breeding, each by someone who works with them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from milkshed.breeding.actions.evaluation.stages import evaluate
from milkshed.breeding.models import (
    BullValue,
    CowValue,
    EvaluationRun,
    GenotypeSample,
    PedigreeEntry,
    TypeClassification,
)
from milkshed.breeding.queries.catalogue import milk_parts
from milkshed.breeding.queries.indices import (
    assumptions,
    beside_catalogue,
    economic_index,
    explained_by,
)
from milkshed.breeding.science.type_scores import PARTS, TRAITS, TypeRules, classify
from milkshed.breeding.tests.furniture import BULLS, Scene, scene
from milkshed.platform.jobs import perform
from milkshed.platform.scope import EVERYTHING
from tests.cast import Cast


@pytest.fixture
def made(cast: Cast, tmp_path: Path, settings: Any) -> Scene:
    settings.VAR = tmp_path
    return scene(cast, cows=30)


def browser(cast: Cast, role: str) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    return client


def test_an_evaluation_is_walked_through_on_its_pages(made: Scene) -> None:
    cast = made.cast
    officer, approver = browser(cast, "breeding_officer"), browser(cast, "breeding_approver")
    region, manager = browser(cast, "region_officer"), browser(cast, "farm_manager")
    assert "还没有遗传评估" in officer.get("/breeding/runs").text
    assert "还没有发布" in manager.get("/breeding/bulls").text
    assert manager.get("/breeding/runs").status_code == 403
    assert officer.post("/breeding/runs", {"cut_on": str(made.today)}).status_code == 302
    run = EvaluationRun.objects.get()
    page = f"/breeding/runs/{run.pk}"
    assert "正在计算" in officer.get(page).text
    assert run.job is not None
    assert perform(run.job).state == "done"
    shown = approver.get(page).text
    assert "系谱检查" in shown
    assert "待核实" in shown
    assert "与精确值比较" in shown
    told = region.get(f"{page}/manifest").json()
    assert told["extract"]["sha256"] == run_of(run).extract["sha256"]
    assert b"animal,fault" in b"".join(region.get(f"{page}/findings").streaming_content)  # type: ignore[attr-defined]
    assert officer.post(f"{page}/review").status_code == 403
    assert approver.post(f"{page}/review").status_code == 302
    assert region.post(f"{page}/approve").status_code == 302
    assert region.post(f"{page}/publish").status_code == 302
    assert approver.post(f"{page}/nothing").status_code == 422

    listed = manager.get("/breeding/bulls?sort=milk_kg&home=1").text
    assert BULLS[1] in listed
    assert BULLS[0] not in listed
    bull = manager.get(f"/breeding/bulls/{BULLS[5]}").text
    assert BULLS[0] in bull
    sheet = load_workbook(BytesIO(manager.get("/breeding/bulls.xlsx").content)).worksheets[0]
    assert any(row[0].value == BULLS[0] for row in sheet.iter_rows())
    assert manager.get("/breeding/bulls.pdf").content.startswith(b"%PDF")

    place = made.place()
    farm = manager.get("/breeding/farms", follow=True)
    assert "从谁留后" in farm.text
    assert "北塬牧场" not in farm.text
    assert region.get("/breeding/farms").text.count("/breeding/farms/") == 2
    assert manager.get(f"/breeding/farms/{made.place(1).pk}").status_code == 404
    book = load_workbook(BytesIO(manager.get(f"/breeding/farms/{place.pk}/excel").content))
    assert book.worksheets[0].max_row > 30
    assert manager.get(f"/breeding/farms/{place.pk}/pdf").content.startswith(b"%PDF")
    cow = CowValue.objects.filter(place=place, score__isnull=False).order_by("rank")[0]
    story = manager.get(f"/breeding/cows/{cow.animal_key}").text
    assert "指数怎样得来" in story
    assert "产奶量育种值由什么组成" in story
    parts = milk_parts(cow, EVERYTHING)
    assert sum(kg for _, kg in parts) == pytest.approx(cow.milk_kg)
    sire = BullValue.objects.get(run=run, bull__number=cow.sire)
    assert parts[0][1] == pytest.approx(0.5 * (sire.milk_kg or 0))
    shown = manager.get("/breeding/indices").text
    assert "本区经济指数" in shown
    assert "CN-CPI2-2016" in shown
    tried = manager.get("/breeding/indices?economic.milk_kg=9&economic.scs=much").text
    assert "试算" in tried
    assert "规则为" in tried
    economic = economic_index(run_of(run), assumptions(made.today, {}))
    assert economic is not None
    beside = beside_catalogue(run_of(run), economic.version, top=3)
    assert beside is not None
    best = beside.bulls[0]
    assert best.yuan == max(one.yuan for one in beside.bulls)
    (told_terms,) = explained_by(BullValue.objects.get(run=run, bull__number=best.number))
    assert told_terms.explanation.total == pytest.approx(best.yuan)
    assert "各场完整度" in manager.get("/breeding/register").text
    quality = manager.get("/breeding/register/quality").text
    assert "北塬牧场" not in quality
    stranger = CowValue.objects.filter(place=made.place(1))[0]
    assert manager.get(f"/breeding/cows/{stranger.animal_key}").status_code == 404

    told = manager.get(f"/api/breeding/bulls/{BULLS[5]}").json()
    value = BullValue.objects.get(bull__number=BULLS[5])
    assert told["values"]["milk_kg"] == value.milk_kg
    if told["terms"]:
        total = told["offset"] + sum(term["points"] for term in told["terms"])
        assert total == pytest.approx(told["values"]["score"], abs=0.2)
    assert manager.get("/api/breeding/bulls").json()["total"] == 6
    assert manager.get(f"/api/breeding/farms/{place.pk}/cows?size=5").json()["total"] == 30
    assert manager.get(f"/api/breeding/farms/{made.place(1).pk}/cows").status_code == 404
    assert manager.get(f"/api/breeding/cows/{cow.animal_key}").json()["rank"] == 1
    assert len(manager.get("/api/breeding/farms").json()) == 1
    assert region.get(f"/api/breeding/runs/{run.pk}").json()["state"] == "published"
    assert len(region.get("/api/breeding/runs").json()) == 1

    assert officer.post(f"{page}/ask-rollback", {"opinion": "再查"}).status_code == 302
    assert "申请撤回" in approver.get(page).text


def run_of(run: EvaluationRun) -> EvaluationRun:
    return EvaluationRun.objects.get(pk=run.pk)


def test_an_interrupted_run_is_shown_and_resumed(made: Scene) -> None:
    officer = browser(made.cast, "breeding_officer")
    officer.post("/breeding/runs", {"cut_on": str(made.today)})
    run = EvaluationRun.objects.get()
    job = run.job
    assert job is not None
    job.state, job.message_zh = "failed", "内部错误：电源中断"
    job.save()
    page = f"/breeding/runs/{run.pk}"
    shown = officer.get(page).text
    assert "计算中断" in shown
    assert "电源中断" in shown
    assert officer.post(f"{page}/resume").status_code == 302
    job.refresh_from_db()
    assert job.state == "queued"
    evaluate(run)
    assert officer.post(f"{page}/resume").status_code == 409


def test_the_herd_book_is_kept_on_its_pages(made: Scene) -> None:
    cast = made.cast
    officer, approver = browser(cast, "breeding_officer"), browser(cast, "breeding_approver")
    manager = browser(cast, "farm_manager")
    row = {"what": "one", "identity": "USA1", "sex": "M", "country": "us"}
    assert manager.post("/breeding/register", row).status_code == 403
    assert officer.post("/breeding/register", row).status_code == 302
    bad = officer.post("/breeding/register", row | {"identity": "USA2", "sire": "USA2"})
    assert "不能是自己的亲本" in bad.text
    upload = SimpleUploadedFile("book.csv", f"耳标,父号\n{made.tags[1]},{BULLS[1]}\n".encode())
    filed = officer.post("/breeding/register", {"what": "file", "file": upload})
    assert filed.status_code == 302
    farm = officer.post("/breeding/register", {"what": "farm", "farm_code": "6402210001"})
    assert farm.status_code == 302
    entry = PedigreeEntry.objects.get(identity=made.tags[0])
    page = f"/breeding/register/{entry.pk}"
    shown = manager.get(page).text
    assert BULLS[0] in shown
    assert made.tags[2] in shown
    assert officer.post(f"{page}/question", {"opinion": "冲突"}).status_code == 302
    changed = {"sire": BULLS[3], "dam": "", "opinion": "基因型"}
    assert officer.post(f"{page}/correct", changed).status_code == 403
    assert approver.post(f"{page}/correct", changed).status_code == 302
    entry.refresh_from_db()
    assert entry.sire == BULLS[3]
    other = PedigreeEntry.objects.filter(place=made.place(1))[0]
    assert manager.get(f"/breeding/register/{other.pk}").status_code == 404
    assert other.identity not in manager.get("/breeding/register").text
    book = load_workbook(BytesIO(manager.get("/breeding/register.xlsx").content)).worksheets[0]
    cells = {row[0].value for row in book.iter_rows()}
    assert entry.identity in cells
    assert other.identity not in cells
    assert manager.get(f"/breeding/register?place={made.place().pk}").status_code == 200
    rows = {"rows": [{"identity": "USA9", "sex": "F"}, {"identity": "USA8"}]}
    answer = officer.post("/api/breeding/pedigree", rows, content_type="application/json").json()
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert officer.get("/api/breeding/pedigree?search=USA9").json()["total"] == 1
    bull = {"number": "HOUSA77", "country": "US", "recessives": "HH5=carrier", "name_zh": "试"}
    assert officer.post("/breeding/bulls", bull).status_code == 302
    assert "HH5" in manager.get("/breeding/bulls/HOUSA77").text
    bad_bull = officer.post("/breeding/bulls", bull | {"number": "HOUSA78", "born_on": "1/2"})
    assert bad_bull.status_code == 422
    change = {"what": "change", "semen_status": "active", "recessives": "HH5=free，CVM",
              "calving_ease_pct": "3.1", "owner": "站"}  # fmt: skip
    assert manager.post("/breeding/bulls/HOUSA77", change).status_code == 403
    assert officer.post("/breeding/bulls/HOUSA77", change).status_code == 302
    noted = {"what": "index", "index": "CN-GCPI-2016", "value": "2500", "source": "年报",
             "reported_on": "2020-12-31", "status": "recalled", "milk_kg": "800"}  # fmt: skip
    assert officer.post("/breeding/bulls/HOUSA77", noted).status_code == 302
    page = manager.get("/breeding/bulls/HOUSA77").text
    assert "CVM" in page
    assert "若按" in page
    assert "更新登记" not in page
    assert officer.post("/breeding/bulls/HOUSA77", {"what": "sell"}).status_code == 422
    assert manager.get("/breeding/bulls/NOTHING").status_code == 404


def test_samples_and_types_are_kept_on_their_pages(made: Scene) -> None:
    officer, manager = (browser(made.cast, r) for r in ("breeding_officer", "farm_manager"))
    order = {"what": "order", "barcode": "S1", "identity": made.tags[0], "tissue": "hair"}
    assert manager.post("/breeding/samples", order).status_code == 302
    sample = GenotypeSample.objects.get()
    page = f"/breeding/samples/{sample.pk}"
    assert manager.post(f"{page}/collect").status_code == 302
    assert manager.post(f"{page}/send").status_code == 302
    assert manager.post(f"{page}/receive").status_code == 403
    assert officer.post(f"{page}/receive").status_code == 302
    lines = ["SNP Name,Sample ID,Allele1 - AB,Allele2 - AB"]
    lines += [f"m{k},S1,A,B" for k in range(5)]
    upload = SimpleUploadedFile("FinalReport.csv", "\n".join(lines).encode())
    taken = officer.post("/breeding/samples", {"what": "file", "file": upload})
    assert taken.status_code == 302
    assert "S1" in officer.get(taken.headers["Location"]).text
    assert manager.get(taken.headers["Location"]).status_code == 404
    assert "没有发现" in manager.get(page).text
    scores = dict.fromkeys(TRAITS, "7")
    entry = {"what": "one", "number": made.tags[0], "scored_on": str(made.today)} | scores
    off = officer.post("/breeding/types", entry | {"stature": "12"}).text
    assert "体高应为1至9的整数" in off
    assert officer.post("/breeding/types", entry).status_code == 302
    one = TypeClassification.objects.get()
    shown = manager.get(f"/breeding/types/{one.pk}").text
    assert "泌乳系统" in shown
    assert "理想" in shown
    kept = TypeRules(
        weights={part: one.rules[f"breeding.type.weight.{part}"]["value"] for part in PARTS},
        ideals={
            trait: (ideal["low"], ideal["high"])
            for trait in TRAITS
            for ideal in [one.rules[f"breeding.type.ideal.{trait}"]]
        },
        grades={
            key.removeprefix("breeding.type.grade."): row["low"]
            for key, row in one.rules.items()
            if key.startswith("breeding.type.grade.")
        },
        score=(1, 9),
        step=one.rules["breeding.type.step"]["value"],
        defect=one.rules["breeding.type.defect"]["value"],
    )
    assert classify(one.traits, one.defects, kept).total == one.total
    assert made.tags[0] not in browser(made.cast, "station_manager").get("/breeding/bulls").text


def test_programs_bring_scores_and_orders_and_read_indices(made: Scene) -> None:
    officer, manager = (browser(made.cast, r) for r in ("breeding_officer", "farm_manager"))
    versions = {one["code"]: one for one in manager.get("/api/breeding/indices").json()}
    assert versions["CN-GCPI-2016"]["offset"] == 80
    assert (versions["CN-CPI2-2021"]["status"], versions["CN-CPI2-2021"]["in_use"]) == (
        "recalled", False
    )  # fmt: skip
    row = {"number": made.tags[0], "scored_on": str(made.today), "traits": dict.fromkeys(TRAITS, 7)}
    told = {"rows": [row, row | {"number": "NOBODY"}, row | {"defects": ["x" * 25]}]}
    path = "/api/breeding/classifications"
    assert manager.post(path, told, content_type="application/json").status_code == 403
    answer = officer.post(path, told, content_type="application/json").json()
    assert (answer["accepted"], answer["refused"]) == (1, 2)
    order = {"barcode": "S9", "identity": made.tags[0], "tissue": "hair"}
    told = {"rows": [order, order, order | {"barcode": "S8", "tissue": "horn"}]}
    path = "/api/breeding/samples"
    answer = manager.post(path, told, content_type="application/json").json()
    assert (answer["accepted"], answer["refused"]) == (1, 2)
    found = manager.get(f"{path}?search=s9").json()
    assert [one["state"] for one in found["items"]] == ["ordered"]
    assert manager.get(f"{path}?state=sent").json()["total"] == 0
