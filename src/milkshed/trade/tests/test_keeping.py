"""Fulfilment from recorded loads, payments, complaints and what is signalled of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction

from milkshed.collection.actions.bulk import PurchaseRow, record_purchases, record_sheets
from milkshed.collection.tests.furniture import START, Furniture, sheet_row
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Place
from milkshed.platform.scope import EVERYTHING
from milkshed.trade.actions.complaints import (
    Grievance,
    accept_complaint,
    begin_mediation,
    draft_agreement,
    fail_mediation,
    file_complaint,
    order_test,
    redraft_agreement,
    report_test,
    sign_agreement,
    state_position,
)
from milkshed.trade.actions.payments import (
    Period,
    answer_payment,
    open_receivable,
    tell_payment,
)
from milkshed.trade.facade import contract_signals, contracts_in_force
from milkshed.trade.models import Complaint, Contract, Payment
from milkshed.trade.queries.fulfilment import (
    debts_of,
    fulfilments,
    price_on,
    refusals_with_tests,
)
from milkshed.trade.queries.overview import overview
from milkshed.trade.tests.furniture import furnish_trade, signed_contract
from tests.cast import Cast

DAY = date(2026, 1, 5)
FIRST, LAST = date(2026, 1, 4), date(2026, 1, 6)


def rules_of(problem: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in problem.value.faults}


def play(cast: Cast, things: Furniture, farm_kg: float, other_kg: float) -> Place:
    """A day's purchases of two farms, one accepted load of 24,980 kg and one refused."""
    other = Place.objects.create(
        kind="farm",
        name_zh="散户联合牧场",
        organisation=cast.organisations["other_farm"],
        county="640302",
        gln="9520000099999",
    )
    things.station.farms.add(other)
    rows = [
        PurchaseRow(
            station_id=things.station.pk,
            farm_id=place.pk,
            received_at=START,
            kg=kg,
            temperature_c=3.1,
            farm_lot=f"https://id.gs1.org/01/09521234543213/10/F{place.pk}",
        )
        for place, kg in ((cast.places["farm"], farm_kg), (other, other_kg))
        if kg
    ]
    assert not record_purchases(rows).faults
    report = record_sheets(
        [
            sheet_row(cast, things),
            sheet_row(
                cast,
                things,
                "J0002",
                shipped_kg=10_000.0,
                received_kg=None,
                refusal_reason="酸度偏高",
            ),
            sheet_row(cast, things, "J0003", plant_id=cast.places["other_plant"].pk),
        ]
    )
    assert not report.faults
    return other


def test_loads_are_shared_by_what_the_station_bought(cast: Cast) -> None:
    things = furnish_trade(cast)
    play(cast, things, 30_000, 10_000)
    contract = signed_contract(cast, planned_kg_per_day=Decimal(20_000))
    (kept,) = fulfilments([contract], FIRST, LAST)
    by_day = {line.day: line for line in kept.lines}
    assert list(by_day) == [FIRST, DAY, LAST]
    # three quarters of 24,980 kg accepted and of 10,000 kg refused; the other plant's load is none
    assert by_day[DAY].accepted_kg == Decimal("18735.0")
    assert by_day[DAY].refused_kg == Decimal(7500)
    assert by_day[DAY].standing == "within"
    assert by_day[FIRST].standing == "short"
    assert kept.summary.fulfilment_rate == Decimal("18735.0") / 60_000
    (refusal,) = refusals_with_tests(kept)
    assert refusal.delivery.load.refusal_reason == "酸度偏高"
    assert not refusal.backed


def test_without_a_purchase_book_a_farms_share_is_not_guessed(cast: Cast) -> None:
    things = furnish_trade(cast)
    play(cast, things, 0, 0)
    (kept,) = fulfilments([signed_contract(cast)], FIRST, LAST)
    assert kept.unknown_days == (DAY,)
    assert kept.summary.accepted_kg == 0


def test_a_version_counts_only_on_its_days(cast: Cast) -> None:
    things = furnish_trade(cast)
    play(cast, things, 10_000, 0)
    (kept,) = fulfilments([signed_contract(cast, valid_from=date(2026, 1, 6))], FIRST, LAST)
    assert [line.day for line in kept.lines] == [LAST]
    assert kept.deliveries == ()


def test_months_are_planned_by_their_days(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast, monthly_plan_kg=tuple(Decimal(31_000) for _ in range(12)))
    assert contract.planned_kg_on(date(2026, 1, 15)) == 1000
    assert contract.planned_kg_on(date(2026, 4, 15)) == Decimal(31_000) / 30


def test_figures_say_coverage_fulfilment_and_payment(cast: Cast) -> None:
    things = furnish_trade(cast)
    play(cast, things, 30_000, 10_000)
    contract = signed_contract(cast, planned_kg_per_day=Decimal(20_000))
    pay(cast, contract)
    found = overview(EVERYTHING, FIRST, LAST, date(2026, 4, 1))
    coverage, fulfilment, payment = found.figures
    # of two accepted loads of 24,980 kg three quarters of one is under contract
    assert coverage.value is not None
    assert round(coverage.value, 4) == Decimal("37.5000")
    assert fulfilment.value == Decimal("18735.0") / 60_000 * 100
    assert payment.value == Decimal(40)
    (buyer,) = found.buyers
    assert (buyer.contracts, buyer.owed_yuan, buyer.overdue_yuan) == (1, 60_000, 60_000)


def test_price_without_a_published_reference(cast: Cast) -> None:
    furnish_trade(cast)
    standing = price_on(signed_contract(cast), DAY)
    assert (standing.price, standing.reference, standing.inside) == (Decimal("3.4000"), None, None)


def pay(cast: Cast, contract: Contract) -> Payment:
    """A debt of 100,000 yuan due on 2 March, of which 40,000 are paid in time."""
    buyer = cast.people["plant_buyer"]
    debt = open_receivable(
        buyer,
        contract,
        statement="JS-1",
        period=Period(date(2026, 1, 1), date(2026, 1, 31)),
        amount_yuan=Decimal(100_000),
    )
    assert debt.due_on == date(2026, 3, 2)
    return tell_payment(
        buyer, debt, paid_on=date(2026, 3, 2), amount_yuan=Decimal(40_000), reference="B1"
    )


def test_debts_bear_the_agreed_or_the_legal_interest(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    pay(cast, contract)
    (debt,) = debts_of([contract], date(2026, 3, 12))
    assert (debt.standing, debt.lateness.days_late) == ("overdue", 10)
    assert debt.lateness.interest_yuan == Decimal("180.00")  # 60,000 × 10 × 0.03 %
    legal = signed_contract(
        cast, late_interest_pct_per_day=None, planned_kg_per_day=Decimal(10_000)
    )
    booked = open_receivable(
        cast.people["plant_buyer"],
        legal,
        statement="JS-2",
        period=Period(date(2026, 1, 1), date(2026, 1, 31)),
        amount_yuan=Decimal("0.01"),
    )
    assert booked.interest_pct_per_day == Decimal("0.05")
    assert "待核实" in booked.interest_source


def test_payments_in_excess_twice_or_by_the_wrong_side_are_refused(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    payment = pay(cast, contract)
    debt, buyer, seller = (
        payment.receivable, cast.people["plant_buyer"], cast.people["farm_manager"],
    )  # fmt: skip

    def tell(person_role: str, amount: str, reference: str) -> Payment:
        return tell_payment(
            cast.people[person_role],
            debt,
            paid_on=date(2026, 3, 3),
            amount_yuan=Decimal(amount),
            reference=reference,
        )

    with pytest.raises(Problem) as refused:
        tell("plant_buyer", "60000.01", "B2")
    assert rules_of(refused) == {"not-above-owed"}
    assert "60,000.00" in refused.value.faults[0].message.zh
    with pytest.raises(Problem) as refused:
        tell("plant_buyer", "1", "B1")
    assert rules_of(refused) == {"once"}
    with pytest.raises(Problem) as refused:
        tell("plant_buyer", "1.001", "B2")
    assert rules_of(refused) == {"fen"}
    with pytest.raises(Problem):
        tell("farm_manager", "1", "B2")
    with pytest.raises(Problem):
        answer_payment(buyer, payment, received=True)
    answer_payment(seller, payment, received=False)
    assert debts_of([contract], date(2026, 4, 1))[0].lateness.paid_yuan == 0
    tell("plant_buyer", "100000", "B2")
    with pytest.raises(Problem):
        answer_payment(seller, payment, received=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(amount_yuan=1)


def test_a_statement_is_booked_once_and_inside_the_contract(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    pay(cast, contract)
    buyer = cast.people["plant_buyer"]
    period = Period(date(2026, 2, 1), date(2026, 2, 28))
    with pytest.raises(Problem, match="booked already"):
        open_receivable(buyer, contract, statement="JS-1", period=period, amount_yuan=Decimal(1))
    early = Period(date(2025, 12, 1), date(2025, 12, 31))
    with pytest.raises(Problem) as refused:
        open_receivable(buyer, contract, statement="JS-3", period=early, amount_yuan=Decimal(1))
    assert rules_of(refused) == {"in-force"}


def complain(cast: Cast, contract: Contract) -> Complaint:
    return file_complaint(
        cast.people["farm_manager"],
        contract,
        Grievance("refusal", DAY, "无理拒收一车", "补收并赔偿", "J0002"),
        on=date(2026, 1, 6),
        evidence=[("照片.txt", BytesIO("到厂照片".encode()))],
    )


def test_a_complaint_is_mediated_to_an_agreement_three_sign(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    case = complain(cast, contract)
    assert case.accept_due_on == date(2026, 1, 13)
    assert case.evidence.get().name == "照片.txt"
    officer, seller, buyer = (
        cast.people["county_officer"], cast.people["farm_manager"], cast.people["plant_buyer"],
    )  # fmt: skip
    with pytest.raises(Problem) as refused:
        accept_complaint(officer, case, mediator=buyer, on=DAY)
    assert rules_of(refused) == {"neutral"}
    secretary = cast.people["association_secretary"]
    accept_complaint(officer, case, mediator=secretary, on=date(2026, 1, 7))
    with pytest.raises(Problem) as refused:
        begin_mediation(officer, case)
    assert rules_of(refused) == {"mediator"}
    begin_mediation(secretary, case)
    state_position(seller, case, text="酸度合格")
    state_position(buyer, case, text="快检超标")
    test = order_test(
        secretary, case, laboratory=cast.places["laboratory"], subject="J0002留样", on=DAY
    )
    with pytest.raises(Problem, match="awaited"):
        draft_agreement(secretary, case, text="买方补收")
    report_test(secretary, test, result="酸度16°T，合格", favours="seller", on=date(2026, 1, 9))
    draft_agreement(secretary, case, text="买方补收")
    redraft_agreement(secretary, case)
    draft_agreement(secretary, case, text="买方按一等价补收")
    at = datetime(2026, 1, 12, tzinfo=UTC)
    sign_agreement(seller, case, signed_at=at)
    with pytest.raises(Problem) as refused:
        sign_agreement(seller, case, signed_at=at)
    assert rules_of(refused) == {"once"}
    with pytest.raises(Problem, match="cannot be redrafted"):
        redraft_agreement(secretary, case)
    sign_agreement(buyer, case, signed_at=at)
    assert sign_agreement(secretary, case, signed_at=at).state == "agreed"
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=case.pk).update(agreement="改")


def test_a_failed_mediation_refers_on_and_is_signalled(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    pay(cast, contract)
    case = complain(cast, contract)
    officer = cast.people["county_officer"]
    accept_complaint(officer, case, mediator=officer, on=DAY)
    begin_mediation(officer, case)
    with pytest.raises(Problem) as refused:
        fail_mediation(officer, case, reason="分歧过大", referral="", on=DAY)
    assert rules_of(refused) == {"known"}
    fail_mediation(officer, case, reason="分歧过大", referral="arbitration", on=DAY)
    signals = contract_signals(date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 12))
    assert {one.kind for one in signals} == {"late_payment", "low_fulfilment", "failed_mediation"}
    late = next(one for one in signals if one.kind == "late_payment")
    assert (late.organisation_id, late.value) == (contract.buyer_id, 10)
    assert len({one.key for one in signals}) == len(signals)


def test_a_stranger_neither_sees_nor_files(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    with pytest.raises(Problem) as refused:
        file_complaint(
            cast.people["station_manager"],
            contract,
            Grievance("price", DAY, "压价", "补差"),
            on=DAY + timedelta(days=1),
        )
    assert refused.value.kind.status == 404


def test_contracts_in_force_are_told_to_other_rooms(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    (told,) = contracts_in_force(DAY)
    assert (told.number, told.seller_id) == (contract.number, contract.seller_id)
    assert contracts_in_force(date(2027, 1, 1)) == ()
