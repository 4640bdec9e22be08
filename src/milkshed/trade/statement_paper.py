"""The statement on paper."""

from collections.abc import Sequence
from decimal import Decimal

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.money import format_yuan
from milkshed.kernel.text import Text
from milkshed.platform.documents.pdf import (
    Footer,
    heading,
    pairs,
    paragraph,
    qr,
    rows_table,
    signatures,
    title,
    write_pdf,
)
from milkshed.platform.models import Transition
from milkshed.trade.models import Settlement, SettlementLine

_SIGNERS = (
    ("编制", "trade.make_settlement"),
    ("买方审核", "trade.approve_settlement"),
    ("卖方确认", "trade.accept_settlement"),
)


def statement_pdf(
    settlement: Settlement, lines: Sequence[tuple[SettlementLine, Text, Text]], address: str
) -> bytes:
    """One statement with its lines and deliveries; ``address`` is where it can be verified."""
    acted = {
        move.verb: move
        for move in Transition.objects.filter(
            subject="trade.settlement", subject_id=settlement.pk
        ).select_related("person")
    }
    blocks = [
        title("生鲜乳结算单", f"编号 {settlement.number}　{settlement.state_text.zh}"),
        pairs(
            [
                ("卖方", settlement.seller_place.name_zh),
                ("买方", settlement.buyer.name_zh),
                ("结算期", f"{settlement.first_day} 至 {settlement.last_day}"),
                ("计价表", f"{settlement.grid.code} 第{settlement.grid.version}版"),
                ("收奶量", f"{settlement.accepted_kg:,.1f} 公斤"),
                ("计价量", f"{settlement.payable_kg:,.1f} 公斤"),
                ("结算金额", f"{format_yuan(settlement.amount_yuan)} 元"),
                ("折合单价", f"{settlement.price_per_kg or Decimal(0):.4f} 元/公斤"),
            ]
        ),
        heading("计价明细"),
        rows_table(
            ("计价项", "取值", "指标值", "单价或系数", "数量", "金额（元）"),
            [
                (
                    line.title_zh + (f"（{line.grade}）" if line.grade else ""),
                    how.zh or ("逐批" if line.rate is None else ""),
                    "" if line.value is None else f"{line.value.normalize():,f}",
                    "" if line.rate is None else f"{line.rate.normalize():f}",
                    f"{line.quantity.normalize():,f}",
                    format_yuan(line.amount_yuan),
                )
                for line, _, how in lines
            ],
            shares=(2.2, 1.8, 1.4, 1.4, 1.9, 1.8),
            numeric=(2, 3, 4, 5),
        ),
        heading("交奶与检测"),
        rows_table(
            ("交接单", "日期", "公斤", "样品", "脂肪", "蛋白质", "菌落总数", "体细胞"),
            [_delivery(one) for one in settlement.inputs["deliveries"]],
            shares=(2.4, 1.6, 1.4, 2.4, 0.9, 0.9, 1.4, 1.4),
            numeric=(2, 4, 5, 6, 7),
        ),
        signatures(
            [
                (
                    words,
                    acted[verb].person.name_zh if verb in acted else "",
                    f"{in_shanghai(acted[verb].at):%Y-%m-%d %H:%M}" if verb in acted else "",
                )
                for words, verb in _SIGNERS
            ]
        ),
        paragraph(f"内容摘要 SHA-256：{settlement.digest}", quiet=True),
        qr(address, "扫码查看每一步计算"),
    ]
    return write_pdf(
        blocks,
        f"生鲜乳结算单 {settlement.number}",
        Footer(issued=settlement.buyer.name_zh, verification=address),
        synthetic=settlement.seller.synthetic,
    )


def _delivery(one: dict[str, object]) -> tuple[object, ...]:
    test = one["test"]
    values = test["values"] if isinstance(test, dict) else {}
    return (
        one["key"],
        one["day"],
        f"{Decimal(str(one['kg'])):,.1f}",
        test["sample"] if isinstance(test, dict) else "无检测",
        *(values.get(code, "") for code in ("fat", "protein", "total_count", "somatic_cells")),
    )
