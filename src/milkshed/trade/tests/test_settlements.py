"""Statements from records to lock: what they take in, who acts, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import load_workbook

from milkshed.collection.models import HandoverSheet
from milkshed.kernel.problems import Problem
from milkshed.platform.calendar.table import fill_holidays
from milkshed.quality.models import Sample
from milkshed.trade.actions.disputes import dispute_settlement, reject_dispute, withdraw_dispute
from milkshed.trade.actions.forms import load_model_forms
from milkshed.trade.actions.grids import GridHead, agree_grid, draft_grid, edit_grid, publish_grid
from milkshed.trade.actions.settlements import (
    accept_settlement,
    approve_settlement,
    correct_settlement,
    is_intact,
    make_period,
    make_settlement,
)
from milkshed.trade.actions.settling import Period
from milkshed.trade.models import PayGrid, Receivable, Settlement
from milkshed.trade.queries.settlements import changes_since, differences, settled
from milkshed.trade.tests.furniture import signed_contract
from milkshed.trade.tests.grids import COMMON
from milkshed.trade.tests.scene import FIRST, LOADS, WEEK, Scene, play
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return play(cast)


def _made(scene: Scene, place: str = "station", period: Period = WEEK) -> Settlement:
    cast = scene.cast
    return make_settlement(
        cast.people["plant_buyer"], cast.places[place], cast.organisations["plant"], period
    )


def _refused(rule: str, words: str = ""):  # type: ignore[no-untyped-def]
    return pytest.raises(Problem, match=None, check=lambda p: _says(p, rule, words))


def _says(problem: Problem, rule: str, words: str) -> bool:
    said = [problem.detail.zh, *(fault.message.zh for fault in problem.faults)]
    rules = {problem.kind.slug, *(fault.rule for fault in problem.faults)}
    return rule in rules and any(words in one for one in said)


def test_a_station_is_paid_by_its_accepted_loads(scene: Scene) -> None:
    made = _made(scene)
    lines = {line.code: line for line in made.lines.all()}
    kg = Decimal("24980.0") * LOADS
    assert made.accepted_kg == made.payable_kg == kg
    assert lines["base"].amount_yuan == Decimal("379696.00")
    # fat 3.80, 3.90, 4.00, 4.10 by equal kilograms: 3.95, eight whole steps above 3.10
    assert (lines["fat"].value, lines["fat"].rate) == (Decimal("3.95"), Decimal("0.24"))
    assert lines["protein"].rate == Decimal("0.3")  # 0.50 / 0.10 x 0.06
    # the geometric mean of 20, 40, 60, 80 thousand
    assert lines["total_count"].value == Decimal(44_267)
    assert lines["total_count"].rate == Decimal("0.03")
    assert lines["somatic_cells"].rate == Decimal("0.05")
    assert lines["water"].amount_yuan == lines["temperature"].amount_yuan == 0
    assert made.amount_yuan == sum(line.amount_yuan for line in lines.values())
    assert made.amount_yuan == Decimal("441646.40")  # 99,920 kg x 4.42
    assert is_intact(made)
    assert changes_since(made) == []


def test_farms_share_loads_and_their_tests(scene: Scene) -> None:
    made = _made(scene, "farm")
    assert made.accepted_kg == Decimal("18735.0") * LOADS
    first = made.inputs["deliveries"][0]
    assert (first["kg"], first["test"]["sample"], first["test"]["source"]) == (
        "18735.0",
        "B0",
        "load",
    )
    with _refused("agreed", "没有双方同意"):
        _made(scene, "other_farm")


def test_one_person_never_makes_and_approves(scene: Scene) -> None:
    people = scene.cast.people
    made = _made(scene)
    with _refused("four-eyes"):
        approve_settlement(people["plant_buyer"], made)
    with pytest.raises(Problem):
        approve_settlement(people["station_manager"], made)
    with _refused("no-such-move"):
        accept_settlement(people["station_manager"], made)
    approved = approve_settlement(people["plant_quality"], made)
    assert approved.dispute_until is not None
    locked = accept_settlement(people["station_manager"], approved)
    assert locked.state == "accepted"
    told = settled(WEEK.first, WEEK.last)
    assert [(one.number, one.amount_yuan) for one in told] == [(made.number, made.amount_yuan)]
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.filter(pk=made.pk).update(amount_yuan=1)


def test_periods_do_not_overlap_and_must_be_over(scene: Scene) -> None:
    _made(scene)
    with _refused("overlap", "重叠"):
        _made(scene, period=Period(date(2026, 1, 8), date(2026, 1, 12)))
    with _refused("no-milk"):
        _made(scene, period=Period(date(2026, 2, 1), date(2026, 2, 2)))
    with _refused("over"):
        _made(scene, period=Period(localdate() - timedelta(days=3), localdate()))
    with _refused("order"):
        _made(scene, period=Period(date(2026, 2, 2), date(2026, 2, 1)))
    with _refused("agreed"):
        _made(scene, "farm", Period(date(2025, 12, 1), date(2025, 12, 2)))


def test_a_batch_reports_every_seller(scene: Scene) -> None:
    cast = scene.cast
    places = [cast.places[one] for one in ("farm", "other_farm", "station")]
    report = make_period(cast.people["plant_buyer"], cast.organisations["plant"], WEEK, places)
    assert sorted(report.accepted) == [1]
    assert [fault.rule for fault in report.faults] == ["agreed", "twice"]
    for number in report.accepted.values():
        made = Settlement.objects.get(number=number)
        assert is_intact(made)  # priced in columns, worked out anew in decimals
        lines = {line.code: line for line in made.lines.all()}
        assert (lines["total_count"].how, lines["total_count"].tests) == ("geometric", LOADS)
        assert lines["fat"].value == Decimal("3.95")
    again = make_period(cast.people["plant_buyer"], cast.organisations["plant"], WEEK, places)
    assert [fault.rule for fault in again.faults] == ["overlap", "agreed", "twice"]
    with _refused("twice", "不能既付收购站又付牧场"):
        _made(scene)


def test_a_load_without_a_test_follows_the_grid_s_rule(cast: Cast) -> None:
    made = _made(play(cast, untested=(3,)))
    fat = made.lines.get(code="fat")
    assert (fat.value, fat.tests) == (Decimal("3.9"), 3)  # the mean of the three tested
    assert fat.quantity == made.payable_kg


def test_without_any_test_the_measure_is_named(cast: Cast) -> None:
    with _refused("no-test", "冰点"):
        _made(play(cast, untested=(0, 1, 2, 3)))


def test_a_test_that_no_longer_counts_calls_for_a_correction(scene: Scene) -> None:
    people = scene.cast.people
    made = approve_settlement(people["plant_quality"], _made(scene))
    accept_settlement(people["station_manager"], made)
    with pytest.raises(Problem):  # nothing has changed
        correct_settlement(people["plant_buyer"], made, reason="看看")
    Sample.objects.filter(barcode="B3").update(state="retest")
    changed = changes_since(made)
    assert [one.key for one in changed] == ["J0003"]
    with _refused("required"):
        correct_settlement(people["plant_buyer"], made, reason=" ")
    new = correct_settlement(people["plant_buyer"], made, reason="样品 B3 转复检")
    made.refresh_from_db()
    assert (made.state, new.version, new.corrects_id) == ("replaced", 2, made.pk)
    assert new.number == f"{made.number}-2"
    terms = {one.code: one for one in differences(made.lines.all(), new.lines.all())}
    assert terms["fat"].value == (Decimal("3.95"), Decimal("3.9"))
    assert "3.95" in terms["fat"].why.zh or "取值" in terms["fat"].why.zh
    assert new.amount_yuan - made.amount_yuan == sum(one.change for one in terms.values())
    with _refused("no-such-move"):
        correct_settlement(people["plant_buyer"], made, reason="再来")


def test_a_corrected_sheet_shows_and_leads_to_a_difference(scene: Scene) -> None:
    made = _made(scene)
    with connection.cursor() as cursor:  # as a correction leaves it: the old one no longer counts
        cursor.execute("UPDATE collection_handoversheet SET state='replaced' WHERE number='J0001'")
    assert HandoverSheet.objects.filter(state="replaced").count() == 1
    assert [one.key for one in changes_since(made)] == ["J0001"]
    new = correct_settlement(scene.cast.people["plant_buyer"], made, reason="交接单更正")
    assert made.accepted_kg - new.accepted_kg == Decimal("24980.0")


def test_disputes_have_a_line_a_clock_and_an_answer(scene: Scene) -> None:
    people = scene.cast.people
    made = approve_settlement(people["plant_quality"], _made(scene))
    with _refused("known"):
        dispute_settlement(people["station_manager"], made, "脂肪偏低", position=99)
    with _refused("required"):
        dispute_settlement(people["station_manager"], made, "  ")
    raised = dispute_settlement(
        people["station_manager"], made, "脂肪偏低", position=4, claimed_yuan=Decimal(500)
    )
    assert raised.line is not None
    assert raised.answer_due_on > raised.raised_at.date()
    made.refresh_from_db()
    with _refused("no-such-move"):
        accept_settlement(people["station_manager"], made)
    with _refused("required"):
        reject_dispute(people["plant_quality"], made, "")
    answered = reject_dispute(people["plant_quality"], made, "复核无误")
    assert answered.state == "approved"
    dispute_settlement(people["station_manager"], made, "仍不同意")
    assert withdraw_dispute(people["station_manager"], made).state == "approved"
    assert sorted(made.disputes.values_list("state", flat=True)) == ["rejected", "withdrawn"]
    Settlement.objects.filter(pk=made.pk).update(dispute_until=FIRST)
    with _refused("deadline", "届满"):
        dispute_settlement(people["station_manager"], made, "太晚了")


def test_what_both_accepted_becomes_due_by_the_contract(cast: Cast) -> None:
    scene = play(cast)
    load_model_forms()
    fill_holidays()
    contract = signed_contract(
        cast, price_kind="grid", price_yuan_per_kg=None, grid_code=scene.grid.code
    )
    people = cast.people
    made = make_settlement(
        people["plant_buyer"], cast.places["farm"], cast.organisations["plant"], WEEK
    )
    assert (made.contract_id, made.grid_id) == (contract.pk, scene.grid.pk)
    accept_settlement(people["farm_manager"], approve_settlement(people["plant_quality"], made))
    due = Receivable.objects.get(contract=contract)
    assert (due.statement, due.amount_yuan) == (made.number, made.amount_yuan)
    assert due.due_on == made.last_day + timedelta(days=30)
    Sample.objects.filter(barcode="B0").update(state="retest")  # the leanest milk of the week
    new = correct_settlement(people["plant_buyer"], made, reason="样品 B0 转复检")
    more = new.amount_yuan - made.amount_yuan
    accept_settlement(people["farm_manager"], approve_settlement(people["plant_quality"], new))
    booked = Receivable.objects.filter(contract=contract).order_by("pk")
    assert [one.amount_yuan for one in booked] == [made.amount_yuan, more][: 1 + (more > 0)]


def test_a_grid_is_published_by_another_and_agreed_by_those_it_was_offered(scene: Scene) -> None:
    cast = scene.cast
    people, plant = cast.people, cast.organisations["plant"]
    head = GridHead("HLX-2026", "新版", date(2026, 2, 1))
    draft = draft_grid(people["plant_quality"], plant, head, COMMON, [cast.organisations["farm"]])
    assert draft.version == 2
    with _refused("four-eyes"):
        publish_grid(people["plant_quality"], draft)
    with pytest.raises(Problem):
        agree_grid(people["farm_manager"], draft, cast.organisations["farm"])
    publish_grid(people["plant_buyer"], draft)
    scene.grid.refresh_from_db()
    assert scene.grid.valid_to == date(2026, 1, 31)
    with pytest.raises(Problem):  # a stranger to the offer
        agree_grid(people["station_manager"], draft, cast.organisations["station"])
    with _refused("dates", "分期结算"):
        make_settlement(
            people["plant_buyer"], cast.places["farm"], plant,
            Period(date(2026, 1, 30), date(2026, 2, 2)), scene.grid,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        PayGrid.objects.filter(pk=draft.pk).update(digest="0" * 64)


def test_a_second_editor_is_told_of_the_first(scene: Scene) -> None:
    cast = scene.cast
    buyer, plant = cast.people["plant_buyer"], cast.organisations["plant"]
    head = GridHead("TRY-1", "试行", date(2026, 3, 1))
    draft = draft_grid(buyer, plant, head, COMMON)
    edit_grid(buyer, draft, head, {**COMMON, "base_price": "3.90"}, revision=1)
    with _refused("conflict", "第2稿"):
        edit_grid(cast.people["plant_quality"], draft, head, COMMON, revision=1)
    with _refused("positive", "-3"):
        edit_grid(buyer, draft, head, {**COMMON, "base_price": "-3"}, revision=2)
    draft.refresh_from_db()
    assert (draft.revision, draft.document["base_price"]) == (2, "3.90")


def test_the_workbook_holds_live_formulas(scene: Scene) -> None:
    made = _made(scene)
    client = Client()
    client.force_login(scene.cast.people["station_manager"])
    answer = client.get(f"/trade/settlements/{made.number}/excel")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(b"".join([answer.content])))
    assert book.sheetnames == ["结算", "交奶", "计价表"]
    lines = {row[0].value: row for row in book["结算"].iter_rows()}
    assert str(lines["脂肪"][2].value).startswith("=ROUND(")
    assert "SUMPRODUCT" in str(lines["脂肪"][2].value)
    assert str(lines["合计"][5].value).startswith("=SUM(F")
    assert "INDEX('计价表'" in str(lines["菌落总数"][3].value)
    pdf = client.get(f"/trade/settlements/{made.number}/pdf")
    assert pdf.content.startswith(b"%PDF")


def test_pages_answer_each_role_in_its_own_words(scene: Scene) -> None:
    people = scene.cast.people
    made = _made(scene)
    for role in ("station_manager", "plant_buyer", "plant_quality", "county_officer"):
        client = Client()
        client.force_login(people[role])
        for path in (
            "/trade/grids", f"/trade/grids/{scene.grid.pk}", "/trade/settlements",
            f"/trade/settlements/{made.number}", "/trade/what-if",
        ):  # fmt: skip
            assert client.get(path).status_code == 200, (role, path)
    client = Client()
    client.force_login(people["farm_manager"])
    assert client.get(f"/trade/settlements/{made.number}").status_code == 404
    client.force_login(people["plant_quality"])
    page = client.get(f"/trade/settlements/{made.number}").content.decode()
    assert "441,646.40" in page
    assert "送卖方确认" in page
    client.force_login(people["plant_buyer"])
    page = client.get(f"/trade/settlements/{made.number}").content.decode()
    assert "须由另一人审核" in page


def test_milk_is_tried_under_an_own_draft(scene: Scene) -> None:
    cast = scene.cast
    head = GridHead("MINE", "我的表", date(2026, 1, 1))
    mine = draft_grid(
        cast.people["station_manager"], cast.organisations["station"], head,
        {**COMMON, "base_price": "4.00"},
    )  # fmt: skip
    client = Client()
    client.force_login(cast.people["station_manager"])
    pair = f"{cast.places['station'].pk}.{cast.organisations['plant'].pk}"
    asked = {
        "pair": pair, "first": "2026-01-05", "last": "2026-01-08",
        "a": scene.grid.pk, "b": mine.pk,
    }  # fmt: skip
    page = client.get("/trade/what-if", asked).content.decode()
    assert "+19,984.00" in page  # 99,920 kg x 0.20
    assert "单价由 3.8000 变为 4.0000" in page
    assert "请选择供奶方" in client.get("/trade/what-if", {**asked, "pair": "1.1"}).content.decode()


def test_the_editor_shows_faults_in_place_and_keeps_what_was_typed(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.people["plant_buyer"])
    opened = client.get(f"/trade/grids/new?from={scene.grid.pk}")
    assert opened.status_code == 200
    fields = {
        "owner": scene.cast.organisations["plant"].pk, "code": "NEW-1", "title_zh": "新表",
        "valid_from": "2026-05-01", "base_price": "3.70",
        "t0-code": "total_count", "t0-measure": "total_count", "t0-average": "geometric",
        "t0-unit": "per_kg", "t0-kind": "steps", "t0-closed": "right", "t0-window": "2",
        "t0-r0-high": "50000", "t0-r0-rate": "0.03", "t0-r1-low": "60000", "t0-r1-rate": "-0.1",
    }  # fmt: skip
    wrong = client.post("/trade/grids/new", fields)
    assert wrong.status_code == 422
    assert "50000—60000 没有单价" in wrong.content.decode()
    assert not PayGrid.objects.filter(code="NEW-1").exists()
    partial = client.post("/trade/grids/check", fields).content.decode()
    assert "50000—60000" in partial
    added = client.post("/trade/grids/new", {**fields, "do-add": "1", "add": "fat"})
    assert 'name="t1-code" value="fat"' in added.content.decode()
    right = client.post("/trade/grids/new", {**fields, "t0-r1-low": "50000"})
    assert right.status_code == 302
    kept = PayGrid.objects.get(code="NEW-1")
    assert kept.document["terms"][0]["shape"]["bands"][1]["low"] == "50000"
    edited = client.get(f"/trade/grids/{kept.pk}/edit").content.decode()
    assert 'name="t0-r1-low" value="50000"' in edited


@pytest.mark.django_db(transaction=True)
def test_two_cannot_settle_the_same_days_at_once(cast: Cast) -> None:
    scene = play(cast)
    outcomes: list[str] = []

    def work() -> None:
        try:
            outcomes.append(_made(scene).number)
        except Problem as problem:
            outcomes.append(problem.kind.slug)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("conflict") == 1
    assert Settlement.objects.count() == 1
