"""Batches, quotas, allocations, claims with their proof, statements by two people."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from milkshed.breeding.actions.batches import (
    BatchRow,
    approve_allocation,
    cancel_allocation,
    decline_allocation,
    propose_allocation,
    receive_allocation,
    register_batch,
    register_donor,
    retire_donor,
    set_quota,
)
from milkshed.breeding.actions.claims import (
    approve_statement,
    cancel_statement,
    draw_statement,
    return_claim,
    review_statement,
    submit_claim,
    used_rows,
    verify_claim,
)
from milkshed.breeding.claim_files import claim_template, read_claim
from milkshed.breeding.mating_indicators import embryos_distributed, straws_distributed
from milkshed.breeding.mating_paper import statement_excel, statement_pdf
from milkshed.breeding.models import Batch, Claim, ClaimLine, Donor, SubsidyStatement
from milkshed.breeding.queries import extension as reads
from milkshed.breeding.queries.stock import farm_lots
from milkshed.breeding.science.claim_checks import (
    BatchFacts,
    ClaimedRow,
    Known,
    Service,
    check_claim,
)
from milkshed.breeding.tests.mating_scene import BULLS, CODE, Scene, scene
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.models import AnimalEvent
from milkshed.kernel.problems import Problem
from milkshed.platform.figures import FigureRequest
from milkshed.platform.scope import EVERYTHING
from tests.cast import Cast


@pytest.fixture
def ground(cast: Cast) -> Scene:
    return scene(cast)


@pytest.fixture
def farm(ground: Scene) -> Scene:
    ground.quota()
    ground.batch("S0", 0, 50)
    ground.received("S0", 3)
    return ground


def rules_of(claim: Claim) -> dict[str, list[str]]:
    return {
        line.cow_number: [fault["rule"] for fault in line.faults]
        for line in claim.lines.order_by("row")
    }


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"number": " "}, "number", "length"),
        ({"kind": "milk"}, "kind", "choice"),
        ({"bull": "99999999"}, "bull", "unknown"),
        ({"pieces": 0}, "pieces", "range"),
        ({"price_yuan": Decimal("1.005")}, "price_yuan", "money"),
        ({"price_yuan": Decimal(-1)}, "price_yuan", "money"),
        ({"donor": "D1"}, "donor", "straw"),
        ({"kind": "embryo"}, "method", "choice"),
        ({"kind": "embryo", "method": "flushed"}, "donor", "unknown"),
        ({"kind": "embryo", "method": "flushed", "recovered": 3}, "recovered", "range"),
    ],
)
def test_a_bad_batch_names_its_field(
    ground: Scene, change: dict[str, object], field: str, rule: str
) -> None:
    good = {
        "number": "S9", "kind": "straw", "bull": BULLS[0], "pieces": 10,
        "made_on": ground.today, "price_yuan": Decimal("180"), "sexed": True,
    }  # fmt: skip
    with pytest.raises(Problem) as refused:
        register_batch(ground.person("breeding_officer"), BatchRow(**(good | change)))  # type: ignore[arg-type]
    (fault,) = refused.value.faults
    assert (fault.field, fault.rule) == (field, rule)
    assert not Batch.objects.exists()


def test_batches_of_the_future_and_of_unborn_bulls_are_refused(ground: Scene) -> None:
    with pytest.raises(Problem, match="future"):
        ground.batch("S9", 0, 5, days=-1)
    with pytest.raises(Problem, match="Before the bull"):
        ground.batch("S9", 0, 5, days=4000)
    ground.batch("S9", 0, 5)
    with pytest.raises(Problem, match="entered already"):
        ground.batch("S9", 1, 5)


def test_quotas_keep_to_the_region_and_allocations_to_quotas(ground: Scene) -> None:
    officer, county = ground.person("breeding_officer"), ground.person("county_officer")
    ground.batch("S0", 0, 50)
    one = propose_allocation(officer, "S0", CODE, 30)
    with pytest.raises(Problem, match="no quota"):
        approve_allocation(county, one.pk)
    with pytest.raises(Problem, match="above the region"):
        ground.quota(500_001)
    ground.quota(20)
    with pytest.raises(Problem, match="20 left"):
        approve_allocation(county, one.pk)
    ground.quota(40)
    approve_allocation(county, one.pk)
    with pytest.raises(Problem, match="20 are left"):
        propose_allocation(officer, "S0", CODE, 21)
    with pytest.raises(Problem, match="approved already"):
        ground.quota(29)
    receive_allocation(ground.person("farm_manager"), one.pk, 25)
    (line,) = reads.quota_lines(EVERYTHING, ground.today.year)
    assert (line.approved, line.received, line.left) == (25, 25, 15)
    again = propose_allocation(officer, "S0", CODE, 25)
    with pytest.raises(Problem, match="Say why"):
        decline_allocation(county, again.pk, "")
    decline_allocation(county, again.pk, "超出需要")
    third = propose_allocation(officer, "S0", CODE, 25)
    cancel_allocation(officer, third.pk, "改配")
    with pytest.raises(Problem, match="Straws or embryos"):
        set_quota(
            ground.person("region_officer"), year=2026, county="640302", kind="milk", pieces=1,
            source="x",
        )  # fmt: skip


def test_an_allocation_takes_two_people(ground: Scene) -> None:
    ground.quota()
    ground.batch("S0", 0, 50)
    approver = ground.person("breeding_approver")
    one = propose_allocation(approver, "S0", CODE, 5)
    with pytest.raises(Problem, match="Another person"):
        approve_allocation(approver, one.pk)
    with pytest.raises(Problem):
        receive_allocation(ground.person("farm_manager"), one.pk, 5)
    approve_allocation(ground.person("county_officer"), one.pk)
    with pytest.raises(Problem, match="0 to 5"):
        receive_allocation(ground.person("farm_manager"), one.pk, 6)
    receive_allocation(ground.person("farm_manager"), one.pk, 4)
    (lot,) = farm_lots(one.place_id)
    assert (lot.had, lot.used, lot.left) == (4, 0, 4)


def test_every_way_of_claiming_wrongly_is_found(farm: Scene) -> None:
    farm.batch("S1", 1, 50)
    farm.batch("N0", 2, 50, sexed=False)
    farm.received("N0", 5)
    farm.served("101", 60, 0, "S0")
    farm.served("102", 60, 1, "S0")
    farm.served("103", 95, 0, "S0")
    farm.served("104", 50, 0, "")
    farm.served("105", 40, 0, "S0")
    farm.served("106", 30, 0, "S0")
    farm.served("107", 20, 0, "S0")
    farm.served("108", 20, 2, "N0", sexed=False)
    day = farm.today - timedelta(days=60)

    def ago(days: int) -> object:
        return farm.today - timedelta(days=days)

    claim = submit_claim(
        farm.person("farm_manager"),
        CODE,
        "straw",
        [
            ("101", day, "S0"),
            ("101", day, "S0"),
            ("102", day, "S0"),
            ("103", ago(95), "S0"),
            ("104", ago(50), "S0"),
            ("105", ago(40), "S0"),
            ("106", ago(30), "S0"),
            ("107", ago(20), "S0"),
            ("108", ago(20), "N0"),
            ("109", ago(20), "S1"),
            ("110", ago(20), "S0"),
            ("999", ago(20), "S0"),
            ("101", ago(-2), "S7"),
        ],  # type: ignore[list-item]
    )
    found = [[fault["rule"] for fault in line.faults] for line in claim.lines.order_by("row")]
    assert found == [
        [],
        ["repeated-row"],
        ["other-bull"],
        ["before-made"],
        ["other-batch"],
        [],
        [],
        ["beyond-count"],
        ["not-sexed"],
        ["not-received", "no-service"],
        ["beyond-count", "no-service"],
        ["beyond-count", "cow"],
        ["future", "batch", "no-service"],
    ]
    assert (claim.accepted, claim.refused) == (3, 10)
    again = submit_claim(farm.person("farm_manager"), CODE, "straw", [("101", day, "S0")])
    assert rules_of(again)["101"] == ["beyond-count", "claimed-before"]


def test_the_database_itself_holds_a_service_to_one_claim(farm: Scene) -> None:
    farm.served("101", 60, 0, "S0")
    day = farm.today - timedelta(days=60)
    claim = submit_claim(farm.person("farm_manager"), CODE, "straw", [("101", day, "S0")])
    line = claim.lines.get()
    line.pk, line.row = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    assert ClaimLine.objects.count() == 1


def test_from_the_register_to_a_statement_approved_by_two(farm: Scene) -> None:
    for cow in ("101", "102", "104"):
        farm.served(cow, 60, 0, "S0")
    manager, officer = farm.person("farm_manager"), farm.person("breeding_officer")
    first = farm.today - timedelta(days=300)
    rows = used_rows(manager, CODE, "straw", first, farm.today)
    assert [row.cow for row in rows] == ["101", "102", "104"]
    claim = submit_claim(
        manager, CODE, "straw", [(row.cow, row.served_on, row.batch) for row in rows]
    )
    assert (claim.accepted, claim.refused) == (3, 0)
    assert used_rows(manager, CODE, "straw", first, farm.today) == ()
    with pytest.raises(Problem, match="not-allowed"):
        verify_claim(manager, claim.pk)
    with pytest.raises(Problem, match="No verified claim"):
        draw_statement(officer, "640302")
    verify_claim(farm.person("county_officer"), claim.pk)
    made = draw_statement(officer, "640302")
    # three straws at the 100 yuan of the rule row
    assert made.amount_yuan == Decimal("300.00")
    with pytest.raises(Problem, match="not-allowed"):
        review_statement(officer, made.pk)
    review_statement(farm.person("breeding_approver"), made.pk)
    with pytest.raises(Problem):
        approve_statement(farm.person("breeding_approver"), made.pk)
    approve_statement(farm.person("region_officer"), made.pk)
    made.refresh_from_db()
    claim.refresh_from_db()
    assert (made.state, claim.state) == ("approved", "settled")
    assert statement_pdf(made).startswith(b"%PDF")
    assert len(statement_excel(made, "zh")) > 1000
    with pytest.raises(Problem):
        cancel_statement(officer, made.pk, "错误")


def test_a_changed_statement_is_not_approved_and_a_cancelled_one_frees_its_claims(
    farm: Scene,
) -> None:
    farm.served("101", 60, 0, "S0")
    day = farm.today - timedelta(days=60)
    claim = submit_claim(farm.person("farm_manager"), CODE, "straw", [("101", day, "S0")])
    verify_claim(farm.person("county_officer"), claim.pk)
    officer, approver = farm.person("breeding_officer"), farm.person("breeding_approver")
    made = draw_statement(officer, "640302")
    lines = [{**made.lines[0], "amount_yuan": "9999.00"}]
    SubsidyStatement.objects.filter(pk=made.pk).update(lines=lines)
    with pytest.raises(Problem, match="not what was drawn"):
        review_statement(approver, made.pk)
    cancel_statement(officer, made.pk, "金额被改")
    claim.refresh_from_db()
    assert (claim.state, claim.statement) == ("verified", None)
    again = draw_statement(officer, "640302")
    assert again.amount_yuan == Decimal("100.00")
    assert again.number != made.number


def test_a_service_taken_back_stops_the_claim_and_returning_frees_the_rows(farm: Scene) -> None:
    farm.served("101", 60, 0, "S0")
    day = farm.today - timedelta(days=60)
    claim = submit_claim(farm.person("farm_manager"), CODE, "straw", [("101", day, "S0")])
    event = AnimalEvent.objects.get(kind="insemination")
    report = record_events(
        [
            EventRow(CODE, "101", "retraction", farm.ago(59), scheme="on-farm",
                     corrects=event.event_key)
        ]
    )  # fmt: skip
    assert report.is_clean, report.faults
    county = farm.person("county_officer")
    with pytest.raises(Problem, match="no longer hold") as refused:
        verify_claim(county, claim.pk)
    assert refused.value.faults[0].row == 1
    with pytest.raises(Problem, match="Say why"):
        return_claim(county, claim.pk, "")
    return_claim(county, claim.pk, "配种记录已撤销")
    assert not ClaimLine.objects.filter(counts=True).exists()
    farm.served("101", 58, 0, "S0")
    told = farm.today - timedelta(days=58)
    again = submit_claim(farm.person("farm_manager"), CODE, "straw", [("101", told, "S0")])
    assert again.accepted == 1


def test_embryos_name_donor_and_recipients_and_count_for_the_plan(ground: Scene) -> None:
    officer = ground.person("breeding_officer")
    ground.quota(100, "embryo")
    ground.quota()
    register_donor(officer, "CHN-D1", ground.today - timedelta(days=200), remark="核心群")
    with pytest.raises(Problem, match="entered already"):
        register_donor(officer, "CHN-D1", ground.today)
    batch = register_batch(
        officer,
        BatchRow(
            number="E1", kind="embryo", bull=BULLS[1], pieces=6, sexed=True, donor="CHN-D1",
            made_on=ground.today - timedelta(days=150), price_yuan=Decimal(1500),
            method="in-vitro", recovered=14,
        ),
    )  # fmt: skip
    one = propose_allocation(officer, "E1", CODE, 4)
    approve_allocation(ground.person("county_officer"), one.pk)
    receive_allocation(ground.person("farm_manager"), one.pk, 4, ground.today - timedelta(days=140))
    told = [
        EventRow(CODE, cow, "embryo_transfer", ground.ago(100), scheme="on-farm",
                 details={"embryo_number": "E1", "dam_number": "CHN-D1",
                          "sire_number": BULLS[1]})
        for cow in ("102", "103", "105")
    ]  # fmt: skip
    told += [
        EventRow(CODE, cow, "pregnancy_check", ground.ago(60), scheme="on-farm",
                 details={"result": result})
        for cow, result in (("102", "pregnant"), ("103", "open"))
    ]  # fmt: skip
    report = record_events(told)
    assert report.is_clean, report.faults
    outcome = reads.outcome_of(batch, EVERYTHING)
    assert (outcome.services, outcome.conceived) == (3, 1)
    assert outcome.low is not None
    assert outcome.rate is not None
    assert outcome.low < outcome.rate
    donor = Donor.objects.get(identity="CHN-D1")
    found = reads.donor_yield(donor, EVERYTHING)
    assert (found.embryos, found.transfers, found.conceived, found.known) == (6, 3, 1, 3)
    assert found.usable_share == pytest.approx(6 / 14)
    for day, match in ((-1, "A day to come"), (160, "last embryos")):
        with pytest.raises(Problem, match=match):
            retire_donor(officer, donor.pk, ground.today - timedelta(days=day))
    left = retire_donor(officer, donor.pk, ground.today - timedelta(days=5))
    assert left.left_on == ground.today - timedelta(days=5)
    with pytest.raises(Problem, match="no donor any more"):
        retire_donor(officer, donor.pk, ground.today)
    manager = ground.person("farm_manager")
    rows = used_rows(manager, CODE, "embryo", ground.today - timedelta(days=300), ground.today)
    claim = submit_claim(
        manager, CODE, "embryo", [(row.cow, row.served_on, row.batch) for row in rows]
    )
    assert claim.accepted == 3
    figure = embryos_distributed(FigureRequest(ground.today))
    assert figure.value == Decimal("0.0004")
    assert straws_distributed(FigureRequest(ground.today)).value is None


def test_a_batch_tells_its_calves(ground: Scene) -> None:
    batch = ground.batch("S7", 2, 50, days=420)
    ground.quota()
    ground.received("S7", 9, days=400)
    cow = AnimalRow(
        CODE, "F", ground.today - timedelta(days=1500), on_farm="201", parity=1,
        last_calving_date=ground.today - timedelta(days=420),
    )  # fmt: skip
    assert register_animals([cow]).is_clean
    ground.served("201", 300, 2, "S7")
    calves = [{"sex": "F"}, {"sex": "M"}, {"sex": "M", "stillborn": True}]
    told = [
        EventRow(CODE, "201", "pregnancy_check", ground.ago(260), scheme="on-farm",
                 details={"result": "pregnant"}),
        EventRow(CODE, "201", "calving", ground.ago(22), scheme="on-farm",
                 details={"calves": calves}),
    ]  # fmt: skip
    report = record_events(told)
    assert report.is_clean, report.faults
    outcome = reads.outcome_of(batch, EVERYTHING)
    assert (outcome.services, outcome.conceived, outcome.calvings) == (1, 1, 1)
    assert (outcome.heifer_calves, outcome.bull_calves, outcome.dead_calves) == (1, 1, 1)


def test_the_file_of_a_claim_is_read_or_every_bad_row_is_named(farm: Scene) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(claim_template("zh")))
    sheet = book.active
    assert sheet is not None
    at = sheet.max_row
    while sheet.cell(at, 1).value != "牛号":
        at -= 1
    for n, row in enumerate((["101", "2026-09-01", "S0"], ["102", "去年", "S0"]), start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at + n, column).value = value
    kept = BytesIO()
    book.save(kept)
    with pytest.raises(Problem) as refused:
        read_claim(kept.getvalue())
    (fault,) = refused.value.faults
    assert (fault.field, fault.row) == ("served_on", at + 2)
    sheet.cell(at + 2, 2).value = "2026-09-02"
    kept = BytesIO()
    book.save(kept)
    assert [row[0] for row in read_claim(kept.getvalue())] == ["101", "102"]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=14), st.integers(0, 5))
def test_no_more_rows_count_than_pieces_and_no_service_twice(
    rows: list[tuple[int, int]], received: int
) -> None:
    from datetime import date

    start = date(2026, 6, 1)
    days = [start + timedelta(days=n) for n in range(4)]
    services = {
        (cow, day): [Service(f"{cow}-{day}", cow, day, "B", "1")]
        for cow in range(5)
        for day in days
    }
    verdicts = check_claim(
        [ClaimedRow(n, str(cow), days[day], "B") for n, (cow, day) in enumerate(rows, start=1)],
        Known(
            {str(cow): cow for cow in range(5)},
            services,
            {"B": BatchFacts("B", "1", True, start, start, received, 0)},
            {},
            {},
            date(2026, 7, 1),
            365,
        ),
    )
    counting = [one for one in verdicts if one.counts]
    assert len(counting) == min(received, len(set(rows)))
    assert len({one.service for one in counting}) == len(counting)
    assert len(verdicts) == len(rows)
