"""In scope = on hand + destroyed + consumed + unknown + open, whatever is recorded."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from milkshed.factory.science.recall_balance import RecallBalance, total

masses = st.integers(0, 1_000_000).map(lambda tenths: Decimal(tenths) / 10)
balances = st.builds(RecallBalance, masses, masses, masses, masses, masses, masses)


@given(balances)
def test_the_parts_add_up_to_the_scope(balance: RecallBalance) -> None:
    parts = (
        balance.on_hand_kg
        + balance.destroyed_kg
        + balance.consumed_kg
        + balance.unknown_kg
        + balance.open_kg
    )
    assert parts == balance.scope_kg


@given(st.lists(balances, max_size=5))
def test_many_lots_add_up(several: list[RecallBalance]) -> None:
    together = total(several)
    assert together.open_kg == sum((one.open_kg for one in several), Decimal(0))
    assert together.on_hand_kg == sum((one.on_hand_kg for one in several), Decimal(0))


@given(balances, st.sampled_from(["sealed", "recovered", "consumed", "unknown"]), masses)
def test_what_is_accounted_for_is_no_longer_open(
    balance: RecallBalance, kind: str, kg: Decimal
) -> None:
    assert balance.with_movement(kind, kg).open_kg == balance.open_kg - kg


def test_a_lot_is_settled_when_nothing_is_open_or_on_hand() -> None:
    held = RecallBalance(Decimal(100), sealed_kg=Decimal(60), recovered_kg=Decimal(30))
    assert not held.is_settled
    gone = held.with_movement("destroyed", Decimal(90)).with_movement("consumed", Decimal(10))
    assert gone.is_settled
    assert not gone.with_movement("destroyed", Decimal(1)).is_possible
    assert held.recovered_share == 0.9
    assert RecallBalance(Decimal(0)).recovered_share is None
