"""The clocks of complaints and mediation."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_OURS = "平台设定，参照《信访工作条例》与行业调解规则的一般时限，待细则"
_SINCE = date(2024, 1, 1)

ROWS: tuple[RuleRow, ...] = (
    RuleRow(
        key="trade.complaint.accept_days",
        title=Text("投诉受理答复时限", "Time to answer a complaint"),
        unit="工作日",
        source=_OURS,
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(5),
    ),
    RuleRow(
        key="trade.complaint.mediate_days",
        title=Text("调解期限", "Time to mediate"),
        unit="工作日",
        source="《中华人民共和国人民调解法》配套规范一般为30日内调结；按工作日计为平台设定",
        status="recalled",
        valid_from=_SINCE,
        value=Decimal(30),
    ),
    RuleRow(
        key="trade.complaint.test_days",
        title=Text("第三方复检时限", "Time for a third-party test"),
        unit="工作日",
        source=_OURS,
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(5),
    ),
    RuleRow(
        key="trade.fulfilment.signal_rate",
        title=Text("月履约率信号线", "Monthly fulfilment below which a signal is given"),
        unit="比例",
        source="平台设定：只作信号，不作认定",
        status="assumed",
        valid_from=_SINCE,
        low=Decimal("0.85"),
    ),
    RuleRow(
        key="trade.payment.signal_days",
        title=Text("逾期付款信号线", "Days late from which a signal is given"),
        unit="天",
        source="平台设定：只作信号，不作认定",
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(7),
    ),
    RuleRow(
        key="trade.fulfilment.collect_days",
        title=Text(
            "一车奶至多归集的收购天数（结算与履约同用）", "Days whose milk one load may carry"
        ),
        unit="天",
        source="生鲜乳贮存一般不超过48小时；跨日按三个日历日计为平台设定",
        status="assumed",
        valid_from=date(2000, 1, 1),
        value=Decimal(3),
    ),
)
