from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from milkshed.kernel.problems import Problem
from milkshed.trade.actions.contracts import (
    change_contract,
    comment_contract,
    draft_contract,
    edit_contract,
    offer_contract,
    return_contract,
    sign_contract,
    withdraw_contract,
)
from milkshed.trade.actions.filing import (
    answer_filing,
    confirm_termination,
    submit_filing,
    terminate_contract,
)
from milkshed.trade.models import Contract, ContractFiling
from milkshed.trade.queries.clauses import findings_of
from milkshed.trade.queries.contracts import contract_on, is_intact
from milkshed.trade.tests.furniture import SIGNED, furnish_trade, signed_contract, sound_draft
from tests.cast import Cast

DAY = date(2026, 1, 5)


def rules_of(problem: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in problem.value.faults}


def test_a_contract_is_drafted_offered_and_signed_by_both(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    assert (contract.number, contract.version, contract.state) == ("GX640302260001", 1, "signed")
    assert {s.side for s in contract.signatures.all()} == {"seller", "buyer"}
    assert all(is_intact(contract, s) for s in contract.signatures.all())
    assert contract_on(contract.seller_id, contract.buyer_id, DAY) == contract
    assert contract_on(contract.seller_id, contract.buyer_id, date(2027, 1, 1)) is None
    # signed on Saturday 20 December 2025: ten working days, with New Year's holidays
    assert contract.filing.due_on == date(2026, 1, 5)


def test_a_sound_draft_breaks_no_clause(cast: Cast) -> None:
    furnish_trade(cast)
    contract = draft_contract(cast.people["farm_manager"], sound_draft(cast))
    findings = findings_of(contract)
    assert {f.outcome for f in findings} == {"passed"}
    assert len(findings) >= 14


@pytest.mark.parametrize(
    ("changes", "clause", "field"),
    [
        ({"payment_term_days": 61}, 9, "payment_term_days"),
        ({"unilateral_price_change": True}, 5, "unilateral_price_change"),
        ({"price_yuan_per_kg": None}, 5, "price_kind"),
        ({"price_kind": "reference", "corridor_down_pct": Decimal(5)}, 5, "price_kind"),
        ({"price_kind": "grid"}, 5, "price_kind"),
        ({"late_interest_pct_per_day": Decimal("0.005")}, 9, "late_interest_pct_per_day"),
        ({"deposit_yuan": Decimal("489600.01")}, 10, "deposit_yuan"),
    ],
)
def test_a_broken_legal_clause_forbids_signing_and_is_named(
    cast: Cast, changes: dict[str, object], clause: int, field: str
) -> None:
    furnish_trade(cast)
    seller = cast.people["farm_manager"]
    contract = draft_contract(seller, sound_draft(cast, **changes))
    offer_contract(seller, contract)
    with pytest.raises(Problem) as refused:
        sign_contract(seller, contract, revision=1, signed_at=SIGNED)
    (fault,) = refused.value.faults
    assert fault.field == field
    assert f"第{clause}条" in fault.message.zh
    assert not contract.signatures.exists()
    contract.refresh_from_db()
    assert contract.state == "offered"


def test_a_deposit_at_the_limit_passes(cast: Cast) -> None:
    # a fifth of thirty days of 24,000 kg at 3.40 yuan
    furnish_trade(cast)
    assert signed_contract(cast, deposit_yuan=Decimal("489600.00")).state == "signed"


def test_advice_does_not_forbid_signing(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast, valid_to=date(2026, 2, 28), notice_days=5, third_party=None)
    advice = {f.field for f in findings_of(contract) if f.outcome == "advice"}
    assert advice == {"valid_to", "notice_days", "third_party"}
    assert contract.state == "signed"


def test_a_station_without_licence_breaks_a_legal_clause(cast: Cast) -> None:
    things = furnish_trade(cast)
    things.station.licences.update(valid_to=date(2025, 12, 31))
    with pytest.raises(Problem) as refused:
        signed_contract(cast)
    assert "金河源收购站" in refused.value.faults[0].message.zh


def test_strangers_and_the_wrong_side_are_refused(cast: Cast) -> None:
    furnish_trade(cast)
    seller, buyer = cast.people["farm_manager"], cast.people["plant_buyer"]
    contract = draft_contract(seller, sound_draft(cast))
    with pytest.raises(Problem) as refused:
        offer_contract(cast.people["station_manager"], contract)
    assert refused.value.kind.status == 404  # it does not exist for a unit that is no party
    with pytest.raises(Problem) as refused:
        draft_contract(cast.people["station_manager"], sound_draft(cast))
    assert rules_of(refused) == {"party"}
    for verb in (offer_contract,):
        with pytest.raises(Problem, match="drafting side"):
            verb(buyer, contract)
    with pytest.raises(Problem, match="drafting side"):
        edit_contract(buyer, contract, sound_draft(cast), revision=1)
    with pytest.raises(Problem, match="not-allowed"):
        sign_contract(cast.people["county_officer"], contract, revision=1, signed_at=SIGNED)


def test_nobody_signs_twice_or_a_text_they_did_not_read(cast: Cast) -> None:
    furnish_trade(cast)
    seller, buyer = cast.people["farm_manager"], cast.people["plant_buyer"]
    contract = draft_contract(seller, sound_draft(cast))
    offer_contract(seller, contract)
    return_contract(buyer, contract, reason="付款期限过长")
    edit_contract(seller, contract, sound_draft(cast, payment_term_days=20), revision=1)
    with pytest.raises(Problem) as refused:  # a second editor still looks at the first text
        edit_contract(seller, contract, sound_draft(cast), revision=1)
    assert rules_of(refused) == {"outdated"}
    offer_contract(seller, contract)
    with pytest.raises(Problem) as refused:
        sign_contract(buyer, contract, revision=1, signed_at=SIGNED)
    assert rules_of(refused) == {"outdated"}
    sign_contract(buyer, contract, revision=2, signed_at=SIGNED)
    with pytest.raises(Problem) as refused:
        sign_contract(buyer, contract, revision=2, signed_at=SIGNED)
    assert rules_of(refused) == {"once"}
    assert contract.comments.get().text == "付款期限过长"


def test_a_change_after_signing_is_refused_by_verb_and_by_database(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    with pytest.raises(Problem) as refused:
        edit_contract(cast.people["farm_manager"], contract, sound_draft(cast), revision=1)
    assert rules_of(refused) == {"draft-only"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(price_yuan_per_kg=Decimal(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        contract.stations.through.objects.filter(contract=contract).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        contract.signatures.all().delete()


def test_a_signed_text_altered_behind_the_triggers_shows(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    contract.price_yuan_per_kg = Decimal("3.41")
    assert not any(is_intact(contract, s) for s in contract.signatures.all())


def test_a_change_is_a_new_version_signed_anew(cast: Cast) -> None:
    furnish_trade(cast)
    seller, buyer = cast.people["farm_manager"], cast.people["plant_buyer"]
    old = signed_contract(cast)
    draft = sound_draft(cast, price_yuan_per_kg=Decimal("3.50"), effective_from=date(2026, 3, 1))
    new = change_contract(buyer, old, draft)
    assert (new.number, new.version, new.replaces_id) == (old.number, 2, old.pk)
    with pytest.raises(Problem, match="under way"):
        change_contract(seller, old, draft)
    offer_contract(buyer, new)
    at = datetime(2026, 2, 10, 1, 0, tzinfo=UTC)
    sign_contract(buyer, new, revision=1, signed_at=at)
    old.refresh_from_db()
    assert old.state == "signed"
    sign_contract(seller, new, revision=1, signed_at=at)
    old.refresh_from_db()
    assert (old.state, old.ended_on) == ("replaced", date(2026, 2, 28))
    on = [
        contract_on(old.seller_id, old.buyer_id, d) for d in (date(2026, 2, 28), date(2026, 3, 1))
    ]
    assert [one.version for one in on if one] == [1, 2]


def test_a_change_is_not_backdated_and_keeps_the_parties(cast: Cast) -> None:
    furnish_trade(cast)
    seller = cast.people["farm_manager"]
    old = signed_contract(cast)
    with pytest.raises(Problem) as refused:
        change_contract(seller, old, sound_draft(cast, delivery_place=cast.places["other_plant"]))
    assert rules_of(refused) == {"same-parties"}
    new = change_contract(seller, old, sound_draft(cast, effective_from=date(2026, 2, 1)))
    offer_contract(seller, new)
    with pytest.raises(Problem) as refused:
        sign_contract(seller, new, revision=1, signed_at=datetime(2026, 2, 10, tzinfo=UTC))
    assert rules_of(refused) == {"not-backdated"}
    withdraw_contract(seller, new, reason="改期")
    again = change_contract(seller, old, sound_draft(cast, effective_from=date(2026, 3, 1)))
    assert again.version == 3


def test_contracts_over_one_station_do_not_promise_more_than_it_takes_in(cast: Cast) -> None:
    # the station takes in 40,000 kg a day, and a tenth more is tolerated
    furnish_trade(cast)
    first = signed_contract(cast, planned_kg_per_day=Decimal(30_000))
    with pytest.raises(Problem) as refused:
        signed_contract(cast, planned_kg_per_day=Decimal("14000.1"))
    (fault,) = refused.value.faults
    assert (fault.rule, fault.field) == ("capacity", "planned_kg_per_day")
    assert first.number in fault.message.zh
    assert signed_contract(cast, planned_kg_per_day=Decimal(14_000)).state == "signed"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"valid_to": date(2025, 12, 31)}, "order"),
        ({"effective_from": date(2027, 1, 1)}, "inside"),
        ({"planned_kg_per_day": Decimal(0)}, "positive"),
        ({"price_yuan_per_kg": Decimal(-1)}, "positive"),
        ({"float_pct": Decimal(120)}, "per-cent"),
        ({"monthly_plan_kg": (Decimal(1),) * 11}, "twelve"),
        ({"stations": ()}, "required"),
        ({"price_kind": "barter"}, "known"),
        ({"dispute_path": "duel"}, "known"),
        ({"planned_kg_per_day": Decimal("0.01")}, "places"),
        ({"price_yuan_per_kg": Decimal("3.40001")}, "places"),
    ],
)
def test_bad_drafts_are_refused_with_the_field(
    cast: Cast, changes: dict[str, object], rule: str
) -> None:
    furnish_trade(cast)
    with pytest.raises(Problem) as refused:
        draft_contract(cast.people["farm_manager"], sound_draft(cast, **changes))
    assert rule in rules_of(refused)
    assert next(iter(changes)) in {fault.field for fault in refused.value.faults}
    assert not Contract.objects.exists()


def test_a_station_that_does_not_buy_from_the_seller_is_refused(cast: Cast) -> None:
    furnish_trade(cast)
    with pytest.raises(Problem) as refused:
        draft_contract(
            cast.people["farm_manager"],
            sound_draft(cast, stations=(cast.places["other_station"],)),
        )
    assert rules_of(refused) == {"sells-there"}


def test_a_version_is_filed_with_the_sellers_county(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    filing = ContractFiling.objects.get(contract=contract)
    officer = cast.people["county_officer"]
    with pytest.raises(Problem):
        answer_filing(officer, filing, on=DAY, accept=True)
    submit_filing(cast.people["plant_buyer"], filing, on=date(2026, 1, 5))
    filing.refresh_from_db()
    assert filing.answer_due_on == date(2026, 1, 12)
    with pytest.raises(Problem) as refused:
        answer_filing(officer, filing, on=DAY, accept=False)
    assert rules_of(refused) == {"required"}
    answer_filing(officer, filing, on=DAY, accept=False, opinion="缺乡镇意见")
    submit_filing(cast.people["farm_manager"], filing, on=date(2026, 1, 6))
    done = answer_filing(officer, filing, on=date(2026, 1, 7), accept=True)
    assert (done.state, done.filing_number) == ("filed", f"BA-{contract.number}-1")


def test_notice_keeps_its_days_and_an_agreed_end_takes_both(cast: Cast) -> None:
    furnish_trade(cast)
    seller, buyer = cast.people["farm_manager"], cast.people["plant_buyer"]
    contract = signed_contract(cast)
    notice = {"kind": "notice", "reason": "转产", "noticed_on": date(2026, 5, 1)}
    with pytest.raises(Problem) as refused:
        terminate_contract(seller, contract, ends_on=date(2026, 5, 30), **notice)  # type: ignore[arg-type]
    assert rules_of(refused) == {"notice"}
    ending = terminate_contract(
        seller, contract, kind="agreed", reason="转产", noticed_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 10),
    )  # fmt: skip
    contract.refresh_from_db()
    assert contract.state == "signed"
    with pytest.raises(Problem) as refused:
        confirm_termination(seller, ending)
    assert rules_of(refused) == {"other-side"}
    confirm_termination(buyer, ending)
    contract.refresh_from_db()
    assert (contract.state, contract.last_day) == ("terminated", date(2026, 5, 10))
    assert contract.in_force_on(date(2026, 5, 10))
    assert not contract.in_force_on(date(2026, 5, 10) + timedelta(days=1))


def test_comments_end_with_the_signatures(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    with pytest.raises(Problem):
        comment_contract(cast.people["plant_buyer"], contract, text="太晚")
