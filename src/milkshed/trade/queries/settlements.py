"""Reads of statements: those in force, what has changed since, differences between two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from milkshed.kernel.text import Text
from milkshed.trade.models import Settlement, SettlementLine
from milkshed.trade.queries.deliveries import Party, as_inputs, collect, days_before
from milkshed.trade.queries.grids import content_of
from milkshed.trade.science.pricing.plain import StatementLine


def settled(first: date, last: date) -> QuerySet[Settlement]:
    """Statements locked by both sides whose last day lies in a span, both included."""
    return Settlement.objects.filter(state="accepted", last_day__gte=first, last_day__lte=last)


@dataclass(frozen=True, slots=True)
class InputChange:
    """One delivery that reads otherwise now than when the statement was drawn up."""

    key: str
    before: str
    after: str


def changes_since(settlement: Settlement) -> list[InputChange]:
    """What the records say now and did not when the statement was drawn up, delivery by delivery.

    A corrected sheet, a retest or a test that came late shows here and calls for a correction.
    """
    party = Party(settlement.seller_place_id, settlement.buyer_id)
    back = days_before(content_of(settlement.grid))
    now = as_inputs(collect([party], settlement.first_day, settlement.last_day, back)[party])
    if now == settlement.inputs:
        return []
    before = {one["key"]: _words(one) for one in settlement.inputs["deliveries"]}
    after = {one["key"]: _words(one) for one in now["deliveries"]}  # type: ignore[attr-defined]
    changed = [
        InputChange(key, before.get(key, "无"), after.get(key, "无"))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
    return changed or [InputChange("以前的检测", "", "窗口期内以前的检测结果有变化")]


def _words(one: dict[str, object]) -> str:
    test = one["test"]
    shown = f"{one['day']} {one['kg']} kg"
    if not isinstance(test, dict):
        return f"{shown}，无检测"
    values = "、".join(f"{code} {value}" for code, value in sorted(test["values"].items()))
    return f"{shown}，样品 {test['sample']}：{values}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One term under two statements: value, rate and amount of each, and what the change is."""

    code: str
    title: Text
    value: tuple[Decimal | None, Decimal | None]
    rate: tuple[Decimal | None, Decimal | None]
    amount: tuple[Decimal, Decimal]
    why: Text

    @property
    def change(self) -> Decimal:
        """The second amount less the first."""
        return self.amount[1] - self.amount[0]


Line = StatementLine | SettlementLine


def differences(before: Iterable[Line], after: Iterable[Line]) -> list[Difference]:
    """Two sets of lines side by side by term; a term that one of them lacks counts as nothing."""
    left = {line.code: line for line in before}
    right = {line.code: line for line in after}
    found = []
    for code in dict.fromkeys([*left, *right]):
        a, b = left.get(code), right.get(code)
        named = a or b
        assert named is not None
        found.append(
            Difference(
                code,
                named.title,
                (a.value if a else None, b.value if b else None),
                (a.rate if a else None, b.rate if b else None),
                (_amount(a), _amount(b)),
                _why(a, b),
            )
        )
    return found


def _amount(line: Line | None) -> Decimal:
    if line is None:
        return Decimal("0.00")
    return line.amount_yuan if isinstance(line, SettlementLine) else line.amount


def _why(a: Line | None, b: Line | None) -> Text:
    if a is None:
        return Text("只有后者有此项", "Only the second has this term")
    if b is None:
        return Text("只有前者有此项", "Only the first has this term")
    if a.value is not None and b.value is not None and a.value != b.value:
        return Text(f"取值由 {a.value} 变为 {b.value}", f"The value is {b.value}, was {a.value}")
    if a.grade != b.grade:
        return Text(f"等级由“{a.grade}”变为“{b.grade}”", f"The grade is {b.grade}, was {a.grade}")
    if a.rate is not None and b.rate is not None and a.rate != b.rate:
        return Text(f"单价由 {a.rate} 变为 {b.rate}", f"The rate is {b.rate}, was {a.rate}")
    if a.quantity != b.quantity:
        return Text("计价数量不同", "Other quantity")
    if _amount(a) != _amount(b):
        return Text("逐批单价不同", "Other rates delivery by delivery")
    return Text("相同", "The same")
