"""The dated rules of collection: cold chain, weights, papers and their clocks."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_LAW = "《乳品质量安全监督管理条例》（国务院令第536号）"
_LAW_FROM = date(2008, 10, 9)

ROWS: tuple[RuleRow, ...] = (
    RuleRow(
        key="collection.storage.temperature_c",
        title=Text("生鲜乳贮存温度", "Storage temperature of raw milk"),
        unit="℃",
        source=f"{_LAW}第二十五条",
        status="official",
        valid_from=_LAW_FROM,
        low=Decimal(0),
        high=Decimal(4),
        note="挤奶后2小时内应当降温至0—4℃",
    ),
    RuleRow(
        key="collection.cooling.minutes",
        title=Text("挤奶后降温时限", "Time to cool after milking"),
        unit="分钟",
        source=f"{_LAW}第十八条、第二十五条",
        status="official",
        valid_from=_LAW_FROM,
        high=Decimal(120),
        note="超过2小时未冷藏的生鲜乳不得销售",
    ),
    RuleRow(
        key="collection.arrival.warn_c",
        title=Text("到厂温度预警线", "Arrival temperature that raises a warning"),
        unit="℃",
        source="购销合同常见条款：高于6℃扣款（平台设定）",
        status="assumed",
        valid_from=_LAW_FROM,
        high=Decimal(6),
    ),
    RuleRow(
        key="collection.arrival.refuse_c",
        title=Text("到厂温度拒收线", "Arrival temperature at which loads are refused"),
        unit="℃",
        source="购销合同常见条款：高于8℃拒收（平台设定）",
        status="assumed",
        valid_from=_LAW_FROM,
        high=Decimal(8),
    ),
    RuleRow(
        key="collection.weight.tolerance",
        title=Text("收发数量允差（占发出量）", "Tolerance between shipped and received mass"),
        unit="比例",
        source="地磅计量误差与管路残留（平台设定）",
        status="assumed",
        valid_from=_LAW_FROM,
        high=Decimal("0.005"),
    ),
    RuleRow(
        key="collection.station_licence.years",
        title=Text("收购许可证有效期", "Validity of a station licence"),
        unit="年",
        source=f"{_LAW}第二十条",
        status="official",
        valid_from=_LAW_FROM,
        value=Decimal(2),
    ),
    RuleRow(
        key="collection.renewal.notice_days",
        title=Text("证件到期前续办提醒", "Notice before a licence ends"),
        unit="天",
        source="《生鲜乳生产收购管理办法》（农业部令2008年第15号），期满30日前申请",
        status="recalled",
        valid_from=_LAW_FROM,
        value=Decimal(30),
    ),
    RuleRow(
        key="collection.records.keep_years",
        title=Text("收购记录与交接单保存期", "Years to keep purchase records and sheets"),
        unit="年",
        source=f"{_LAW}第二十二条、第二十五条",
        status="official",
        valid_from=_LAW_FROM,
        value=Decimal(2),
    ),
    RuleRow(
        key="collection.seals.unissued",
        title=Text("未发放或他站铅封的处置", "Seals not issued to the station"),
        unit="1拒绝/0预警",
        source="平台设定：已领用成卷铅封的收购站只能用本站领用的号码",
        status="assumed",
        valid_from=_LAW_FROM,
        value=Decimal(1),
        note="从未领用成卷铅封的收购站不核对号段，只核对号码是否用过",
    ),
    RuleRow(
        key="collection.weighing.net_tolerance_kg",
        title=Text("磅单净重与毛重减皮重之差", "Ticket's net against gross less tare"),
        unit="公斤",
        source="净重即毛重减皮重（平台设定：不允许差额）",
        status="assumed",
        valid_from=_LAW_FROM,
        high=Decimal(0),
    ),
    RuleRow(
        key="collection.transport.warming_c",
        title=Text("运输途中允许升温", "Warming on the way"),
        unit="℃",
        source="保温罐车途中升温的经验值（平台设定）",
        status="assumed",
        valid_from=_LAW_FROM,
        high=Decimal(2),
    ),
    RuleRow(
        key="collection.hold.upstream_steps",
        title=Text("扣留批向上游核对的层数", "Steps upstream at which a hold stops a load"),
        unit="层",
        source="牧场奶罐—收购站奶罐—装车批（平台设定）",
        status="assumed",
        valid_from=_LAW_FROM,
        value=Decimal(2),
    ),
    RuleRow(
        key="collection.stations.planned",
        title=Text("追溯应覆盖的收购站数", "Stations that tracing must cover"),
        unit="个",
        source="规划（征求意见稿）一（一）：覆盖全区305个生鲜乳收购站",
        status="official",
        valid_from=date(2024, 1, 1),
        value=Decimal(305),
    ),
)
