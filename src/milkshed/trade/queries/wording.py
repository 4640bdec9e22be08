"""The clauses of a contract in words: the form's wording filled in with what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.clock import day_in_chinese
from milkshed.kernel.text import Text
from milkshed.trade.models import Contract
from milkshed.trade.queries.clauses import findings_of
from milkshed.trade.science.clauses import Finding

_PERIODS = {
    "ten_days": Text("按旬", "every ten days"),
    "half_month": Text("按半月", "every half month"),
    "month": Text("按月", "every month"),
}
_PATHS = {"court": Text("诉讼", "court"), "arbitration": Text("仲裁", "arbitration")}
_BLANK = Text("（未约定）", "(not agreed)")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause as it reads, with the findings of its checks and the worst of their outcomes."""

    number: int
    code: str
    title: Text
    text: Text
    legal: bool
    source: str
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> str:
        """``broken``, ``advice`` or ``passed``."""
        found = {finding.outcome for finding in self.findings}
        return next((one for one in ("broken", "advice") if one in found), "passed")

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What the checks object to."""
        return tuple(one for one in self.findings if one.outcome != "passed")


def clause_texts(contract: Contract) -> list[ClauseText]:
    """Every clause of the contract's form, filled in and checked."""
    values = _values(contract)
    findings = findings_of(contract)
    return [
        ClauseText(
            row.number,
            row.code,
            row.title,
            Text(
                _fill(row.wording_zh, values, "zh"),
                _fill(row.wording_en, values, "en"),
            ),
            row.legal,
            row.source,
            tuple(one for one in findings if one.clause == row.number),
        )
        for row in contract.form.clauses.all()
    ]


def _fill(wording: str, values: Mapping[str, Text], language: str) -> str:
    return wording.format_map({key: both.in_language(language) for key, both in values.items()})


def plain(value: Decimal | int | None) -> str:
    """A number with the decimals it has and thousands parted."""
    if value is None:
        return ""
    read = Decimal(value)
    return f"{read:,.0f}" if read == read.to_integral_value() else f"{read.normalize():,f}"


def _values(contract: Contract) -> dict[str, Text]:
    stations = list(contract.stations.all())
    days = (contract.valid_to - contract.valid_from).days + 1
    return {
        "seller": contract.seller.name,
        "buyer": contract.buyer.name,
        "stations": Text(
            "、".join(one.name_zh for one in stations), ", ".join(one.name.en for one in stations)
        ),
        "delivery_place": contract.delivery_place.name,
        "valid_from": _day(contract.valid_from),
        "valid_to": _day(contract.valid_to),
        "effective_from": _day(contract.effective_from),
        "days": _same(str(days)),
        "planned_kg_per_day": _same(plain(contract.planned_kg_per_day)),
        "float_pct": _same(plain(contract.float_pct)),
        "monthly_plan": _monthly(contract),
        "price": _price(contract),
        "corridor": _corridor(contract),
        "test_report_hours": _number(contract.test_report_hours),
        "third_party": contract.third_party.name if contract.third_party else _BLANK,
        "settlement_period": _PERIODS[contract.settlement_period],
        "payment_term_days": _same(str(contract.payment_term_days)),
        "late_interest": _interest(contract),
        "deposit_yuan": _same(f"{contract.deposit_yuan:,.2f}"),
        "breach_pct": _number(contract.breach_pct),
        "notice_days": _number(contract.notice_days),
        "dispute": _dispute(contract),
        "remarks": Text(
            f"补充约定：{contract.remarks}" if contract.remarks else "",
            f"Further: {contract.remarks}" if contract.remarks else "",
        ),
    }


def _same(words: str) -> Text:
    return Text(words, words)


def _number(value: Decimal | int | None) -> Text:
    return _BLANK if value is None else _same(plain(value))


def _day(day: date) -> Text:
    return Text(day_in_chinese(day), day.isoformat())


def _monthly(contract: Contract) -> Text:
    if not contract.monthly_plan_kg:
        return _same("")
    zh = "，".join(f"{n}月{plain(kg)}" for n, kg in enumerate(contract.monthly_plan_kg, start=1))
    en = ", ".join(f"{n}: {plain(kg)}" for n, kg in enumerate(contract.monthly_plan_kg, start=1))
    return Text(f"分月计划（公斤）：{zh}。", f"By month (kg): {en}.")


def _price(contract: Contract) -> Text:
    if contract.price_kind == "fixed":
        price = plain(contract.price_yuan_per_kg) or "（未约定）"
        return Text(f"固定价每公斤{price}元。", f"A fixed price of {price} yuan per kg.")
    if contract.price_kind == "grid":
        code = contract.grid_code or "（未约定）"
        return Text(f"按计价表{code}以质论价。", f"By quality, with the pay grid {code}.")
    spread = contract.spread_yuan_per_kg
    word = "加" if spread >= 0 else "减"
    return Text(
        f"以交货日公布的交易参考价{word}{plain(abs(spread))}元/公斤为准。",
        f"The reference price published for the day of delivery {spread:+f} yuan per kg.",
    )


def _corridor(contract: Contract) -> Text:
    down, up = contract.corridor_down_pct, contract.corridor_up_pct
    if down is None or up is None:
        return Text("双方未约定浮动区间", "no corridor was agreed")
    return Text(
        f"下浮不超过{plain(down)}%，上浮不超过{plain(up)}%",
        f"at most {plain(down)}% below and {plain(up)}% above",
    )


def _interest(contract: Contract) -> Text:
    pct = contract.late_interest_pct_per_day
    if pct is None:
        return Text("法定利率", "interest at the legal rate")
    return Text(f"每日{plain(pct)}%", f"interest of {plain(pct)}% a day")


def _dispute(contract: Contract) -> Text:
    if not contract.dispute_path:
        return _BLANK
    path, body = _PATHS[contract.dispute_path], contract.dispute_body or "（未约定）"
    return Text(f"向{body}提起{path.zh}", f"{path.en} at {body}")
