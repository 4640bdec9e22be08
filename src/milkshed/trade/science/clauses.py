"""Checking the clauses of a contract against dated limits. Pure: no I/O, no clock.

The checks follow the national model contract, the list of fair-dealing duties of the United
Kingdom's SI 2024/537 (written price, no unilateral variation, independent verification, notice)
and Chinese law on payment to small firms and on deposits; each finding names its rule row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from milkshed.kernel.text import Text

Outcome = Literal["passed", "advice", "broken"]
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says; prices in yuan per kg, quantities in kg, shares in per cent."""

    valid_from: date
    valid_to: date
    price_kind: str
    planned_kg_per_day: Decimal
    float_pct: Decimal
    settlement_period: str
    payment_term_days: int
    price_yuan_per_kg: Decimal | None = None
    spread_yuan_per_kg: Decimal = Decimal(0)
    corridor_down_pct: Decimal | None = None
    corridor_up_pct: Decimal | None = None
    grid_code: str | None = None
    monthly_plan_kg: tuple[Decimal, ...] = ()
    late_interest_pct_per_day: Decimal | None = None
    deposit_yuan: Decimal = Decimal(0)
    breach_pct: Decimal | None = None
    notice_days: int | None = None
    test_report_hours: int | None = None
    third_party: int | None = None
    dispute_path: str = ""
    dispute_body: str = ""
    unilateral_price_change: bool = False
    reference_yuan_per_kg: Decimal | None = None
    grid_known: bool | None = None
    stations: int = 1
    unlicensed_stations: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Length of the contract in days, both ends included."""
        return (self.valid_to - self.valid_from).days + 1


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule row: its bounds, where it comes from, and whether it was checked against its text."""

    key: str
    low: Decimal | None
    high: Decimal | None
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the model contract as the checks read it."""

    number: int
    code: str
    title: Text
    required: tuple[str, ...]
    checks: tuple[str, ...]
    legal: bool
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one clause: the field, its value, the rule, how it came out, and why."""

    clause: int
    title: Text
    field: str
    value: object
    rule: str
    source: str
    confirmed: bool
    outcome: Outcome
    message: Text


_Verdict = tuple[str, object, str, Text | None]
"""Field, value, key of the rule row, and what is wrong (None: nothing)."""
_Check = Callable[[Terms, Mapping[str, Limit]], _Verdict]


def _number(value: object) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _bounded(field: str, key: str, unit: Text) -> _Check:
    """A check that a number lies inside its rule row; a missing number or row passes."""

    def check(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
        value, limit = getattr(terms, field), limits.get(key)
        if value is None or limit is None:
            return field, value, key, None
        if limit.high is not None and value > limit.high:
            return (
                field,
                value,
                key,
                Text(
                    f"{_number(value)}{unit.zh}，高于上限{_number(limit.high)}{unit.zh}",
                    f"{_number(value)}{unit.en} is above {_number(limit.high)}{unit.en}",
                ),
            )
        if limit.low is not None and value < limit.low:
            return (
                field,
                value,
                key,
                Text(
                    f"{_number(value)}{unit.zh}，低于下限{_number(limit.low)}{unit.zh}",
                    f"{_number(value)}{unit.en} is below {_number(limit.low)}{unit.en}",
                ),
            )
        return field, value, key, None

    return check


def _price_is_determined(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    missing = {
        "fixed": terms.price_yuan_per_kg is None,
        "reference": terms.corridor_down_pct is None or terms.corridor_up_pct is None,
        "grid": not terms.grid_code,
    }.get(terms.price_kind, True)
    wrong = Text(
        "价格无法确定：固定价须写明单价，参考价须写明上下浮动区间，按质计价须写明计价表",
        "The price cannot be worked out: a fixed price names yuan per kg, a reference price its "
        "corridor, a grid its table",
    )
    return "price_kind", terms.price_kind, "", wrong if missing else None


def _grid_is_known(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    unknown = terms.price_kind == "grid" and terms.grid_known is False
    wrong = Text(
        f"计价表“{terms.grid_code}”不存在或未公布",
        f"The pay grid “{terms.grid_code}” does not exist or is not published",
    )
    return "grid_code", terms.grid_code, "", wrong if unknown else None


def _price_near_reference(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    """A fixed price stays inside the corridor around the reference price, where one stands."""
    key, field = "trade.clause.corridor_down_pct", "price_yuan_per_kg"
    price, reference = terms.price_yuan_per_kg, terms.reference_yuan_per_kg
    if terms.price_kind == "grid" or price is None or not reference:
        return field, price, key, None
    gap_pct = (price - reference) / reference * HUNDRED
    down, up = limits.get(key), limits.get("trade.clause.corridor_up_pct")
    if down is not None and down.high is not None and -gap_pct > down.high:
        return (
            field,
            price,
            key,
            Text(
                f"比参考价{_number(reference)}元/公斤低{-gap_pct:.1f}%，超过{_number(down.high)}%",
                f"{-gap_pct:.1f}% below the reference price of {_number(reference)} yuan per kg; "
                f"at most {_number(down.high)}%",
            ),
        )
    if up is not None and up.high is not None and gap_pct > up.high:
        return (
            field,
            price,
            up.key,
            Text(
                f"比参考价{_number(reference)}元/公斤高{gap_pct:.1f}%，超过{_number(up.high)}%",
                f"{gap_pct:.1f}% above the reference price of {_number(reference)} yuan per kg; "
                f"at most {_number(up.high)}%",
            ),
        )
    return field, price, key, None


def _no_unilateral_change(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    wrong = Text(
        "不得约定一方可以单方调价；变更须双方协商一致",
        "No side may change the price alone; a change needs both",
    )
    said = terms.unilateral_price_change
    return "unilateral_price_change", said, "", wrong if said else None


def _deposit_is_moderate(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    """A deposit is at most a share of a month's milk money (thirty days at the named price)."""
    key, limit = "trade.clause.deposit_pct", limits.get("trade.clause.deposit_pct")
    price = terms.price_yuan_per_kg or terms.reference_yuan_per_kg
    if limit is None or limit.high is None or price is None:
        return "deposit_yuan", terms.deposit_yuan, key, None
    month_yuan = terms.planned_kg_per_day * 30 * price
    most = month_yuan * limit.high / HUNDRED
    if terms.deposit_yuan <= most:
        return "deposit_yuan", terms.deposit_yuan, key, None
    return (
        "deposit_yuan",
        terms.deposit_yuan,
        key,
        Text(
            f"保证金{terms.deposit_yuan:,.2f}元，超过一个月奶款的{_number(limit.high)}%"
            f"（{most:,.2f}元）",
            f"A deposit of {terms.deposit_yuan:,.2f} yuan is above {_number(limit.high)}% of a "
            f"month's milk money ({most:,.2f} yuan)",
        ),
    )


def _lasts_long_enough(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    key, limit = "trade.clause.duration_days", limits.get("trade.clause.duration_days")
    if limit is None or limit.low is None or terms.days >= limit.low:
        return "valid_to", terms.days, key, None
    return (
        "valid_to",
        terms.days,
        key,
        Text(
            f"合同期{terms.days}天，短于{_number(limit.low)}天",
            f"The contract lasts {terms.days} days, less than {_number(limit.low)}",
        ),
    )


def _third_party_tests(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    wrong = Text(
        "质量争议须由双方认可的第三方检测机构复检，请指定机构",
        "A dispute over quality goes to a third party's test: name the laboratory",
    )
    return "third_party", terms.third_party, "", wrong if terms.third_party is None else None


def _dispute_is_resolved(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    missing = not terms.dispute_path or not terms.dispute_body.strip()
    wrong = Text(
        "须约定争议解决方式（诉讼或仲裁）和受理机构",
        "Name how disputes are resolved (court or arbitration) and by whom",
    )
    return "dispute_body", terms.dispute_body, "", wrong if missing else None


def _stations_are_licensed(terms: Terms, limits: Mapping[str, Limit]) -> _Verdict:
    wrong = None
    if not terms.stations:
        wrong = Text("须指定收购站", "Name the station")
    elif terms.unlicensed_stations:
        names = "、".join(terms.unlicensed_stations)
        wrong = Text(
            f"合同生效日没有有效生鲜乳收购许可证：{names}",
            f"No licence in force on the first day: {names}",
        )
    return "stations", terms.stations, "", wrong


CHECKS: Mapping[str, _Check] = {
    "price_is_determined": _price_is_determined,
    "grid_is_known": _grid_is_known,
    "price_near_reference": _price_near_reference,
    "corridor_down": _bounded(
        "corridor_down_pct", "trade.clause.corridor_down_pct", Text("%", "%")
    ),
    "corridor_up": _bounded("corridor_up_pct", "trade.clause.corridor_up_pct", Text("%", "%")),
    "no_unilateral_change": _no_unilateral_change,
    "payment_term": _bounded(
        "payment_term_days", "trade.clause.payment_term_days", Text("天", " days")
    ),
    "late_interest": _bounded(
        "late_interest_pct_per_day",
        "trade.clause.late_interest_pct_per_day",
        Text("%/日", "% a day"),
    ),
    "deposit": _deposit_is_moderate,
    "duration": _lasts_long_enough,
    "float_band": _bounded("float_pct", "trade.clause.float_pct", Text("%", "%")),
    "breach": _bounded("breach_pct", "trade.clause.breach_pct", Text("%", "%")),
    "notice": _bounded("notice_days", "trade.clause.notice_days", Text("天", " days")),
    "test_report": _bounded(
        "test_report_hours", "trade.clause.test_report_hours", Text("小时", " hours")
    ),
    "third_party": _third_party_tests,
    "dispute": _dispute_is_resolved,
    "stations_licensed": _stations_are_licensed,
}
"""The checks a clause may name."""


def check_clauses(
    terms: Terms, clauses: Iterable[Clause], limits: Mapping[str, Limit]
) -> tuple[Finding, ...]:
    """Check every clause: its required fields first, then its checks, in the clauses' order.

    A failing check of a legal clause is ``broken``, of another clause ``advice``.
    """
    found: list[Finding] = []
    for clause in clauses:
        fails: Outcome = "broken" if clause.legal else "advice"
        for name in clause.required:
            value = getattr(terms, name)
            missing = value is None or value == "" or value == ()
            if missing:
                found.append(
                    Finding(
                        clause.number, clause.title, name, value, "required", clause.source, True,
                        fails, Text("未填写", "Not filled in"),
                    )
                )  # fmt: skip
        for name in clause.checks:
            field, value, key, wrong = CHECKS[name](terms, limits)
            limit = limits.get(key)
            found.append(
                Finding(
                    clause.number, clause.title, field, value, key or name,
                    limit.source if limit else clause.source,
                    limit.confirmed if limit else True,
                    "passed" if wrong is None else fails,
                    wrong or Text("符合", "In order"),
                )
            )  # fmt: skip
    return tuple(found)


def broken(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that forbid signing."""
    return tuple(finding for finding in findings if finding.outcome == "broken")
