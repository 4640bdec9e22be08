"""Rules of contracts: what a clause may say, and the clocks of filing, payment and mediation."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_ORDER_536 = "《乳品质量安全监督管理条例》（国务院令第536号）"
_ORDER_536_FROM = date(2008, 10, 9)
_SMALL_FIRMS = "《保障中小企业款项支付条例》（国务院令第802号修订）"
_SMALL_FIRMS_FROM = date(2025, 6, 1)
_CIVIL = "《中华人民共和国民法典》"
_CIVIL_FROM = date(2021, 1, 1)
_OURS = "平台设定"
_SINCE = date(2024, 1, 1)

ROWS: tuple[RuleRow, ...] = (
    RuleRow(
        key="trade.clause.payment_term_days",
        title=Text("付款期限上限（自交付日）", "Longest payment term, from delivery"),
        unit="天",
        source=f"{_SMALL_FIRMS}第九条：大型企业应自交付之日起60日内付款",
        status="recalled",
        valid_from=_SMALL_FIRMS_FROM,
        high=Decimal(60),
        note="不得约定以收到第三方付款为条件",
    ),
    RuleRow(
        key="trade.clause.payment_term_days",
        title=Text("付款期限上限（自交付日）", "Longest payment term, from delivery"),
        unit="天",
        source=f"{_OURS}：2025年6月1日前的合同暂按同一上限提示",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        valid_to=date(2025, 5, 31),
        high=Decimal(60),
    ),
    RuleRow(
        key="trade.clause.late_interest_pct_per_day",
        title=Text("约定逾期利率下限", "Lowest agreed interest on late payment"),
        unit="%/日",
        source=f"{_SMALL_FIRMS}第十七条：约定利率不得低于订立时一年期LPR（按3.0%÷360折算）",
        status="recalled",
        valid_from=_SMALL_FIRMS_FROM,
        low=Decimal("0.008333"),
    ),
    RuleRow(
        key="trade.payment.default_interest_pct_per_day",
        title=Text("未约定时的逾期利率", "Interest on late payment where none is agreed"),
        unit="%/日",
        source=f"{_SMALL_FIRMS}第十七条：未作约定的，按每日利率万分之五",
        status="recalled",
        valid_from=date(2020, 9, 1),
        value=Decimal("0.05"),
    ),
    RuleRow(
        key="trade.clause.corridor_down_pct",
        title=Text("低于参考价的最大幅度", "Furthest below the reference price"),
        unit="%",
        source="黑龙江省生鲜乳交易参考价下限为参考价下浮10%（2012—2015年公告）；本区未定，平台暂用",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        high=Decimal(10),
    ),
    RuleRow(
        key="trade.clause.corridor_up_pct",
        title=Text("高于参考价的最大幅度", "Furthest above the reference price"),
        unit="%",
        source="黑龙江省生鲜乳交易参考价上限为参考价上浮15%（2012—2015年公告）；本区未定，平台暂用",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        high=Decimal(15),
    ),
    RuleRow(
        key="trade.clause.duration_days",
        title=Text("合同最短期限", "Shortest duration of a contract"),
        unit="天",
        source=f"{_OURS}：鼓励签订一年以上长期合同，短于90天不作长期购销合同",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        low=Decimal(90),
    ),
    RuleRow(
        key="trade.clause.float_pct",
        title=Text("日交奶量浮动上限", "Widest band of the daily quantity"),
        unit="±%",
        source="广东省生鲜乳购销合同以日交奶量加减浮动幅度约定；上限为平台设定",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        high=Decimal(20),
    ),
    RuleRow(
        key="trade.clause.deposit_pct",
        title=Text("保证金占一个月奶款上限", "Largest deposit, of a month's milk money"),
        unit="%",
        source=f"{_CIVIL}第五百八十六条：定金不得超过主合同标的额的20%；按一个月奶款计为平台设定",
        status="recalled",
        valid_from=_CIVIL_FROM,
        high=Decimal(20),
    ),
    RuleRow(
        key="trade.clause.breach_pct",
        title=Text("约定违约金上限", "Largest agreed damages"),
        unit="未履行金额的%",
        source=f"{_CIVIL}第五百八十五条；司法解释以超过损失30%为过分高于损失",
        status="recalled",
        valid_from=_CIVIL_FROM,
        high=Decimal(30),
    ),
    RuleRow(
        key="trade.clause.notice_days",
        title=Text("提前解除的通知期", "Notice before an early end"),
        unit="天",
        source="英国《公平交易义务（牛奶）条例2024》要求买方提前12个月；本平台暂取30天下限",
        status="assumed",
        valid_from=_ORDER_536_FROM,
        low=Decimal(30),
    ),
    RuleRow(
        key="trade.clause.test_report_hours",
        title=Text("检验报告告知时限", "Time to tell the test report"),
        unit="小时",
        source="广东省生鲜乳购销合同（2008、2017）：取样后48小时内告知检验结果",
        status="recalled",
        valid_from=_ORDER_536_FROM,
        high=Decimal(48),
    ),
    RuleRow(
        key="trade.filing.submit_days",
        title=Text("签订后报送备案的时限", "Time to file after signing"),
        unit="工作日",
        source=f"{_OURS}：规划要求全面推行示范合同并跟踪履行，时限待细则",
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(10),
    ),
    RuleRow(
        key="trade.filing.answer_days",
        title=Text("县级答复备案的时限", "Time for the county to answer a filing"),
        unit="工作日",
        source=_OURS,
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(5),
    ),
    RuleRow(
        key="trade.capacity.tolerance_pct",
        title=Text(
            "合同量超过收购能力的容差", "How far contracts may go beyond the stations' intake"
        ),
        unit="%",
        source=_OURS,
        status="assumed",
        valid_from=_ORDER_536_FROM,
        value=Decimal(10),
        note="同一收购站各合同日计划量之和，不超过日收奶量×（1＋容差）",
    ),
)
