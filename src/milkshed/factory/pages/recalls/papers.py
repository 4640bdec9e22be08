"""What leaves the house of a recall: the official notice, the scope as a table, the case file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.factory.models import RecallCase, RecallLot
from milkshed.factory.queries.recalls import balances_of, lots_in_scope, timeline
from milkshed.factory.science.recall_balance import RecallBalance, total
from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.text import Text
from milkshed.ledger.facade import brief_events, visible_events
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE as EXCEL
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.pdf import (
    Footer,
    heading,
    pairs,
    paragraph,
    rows_table,
    signatures,
    title,
    write_pdf,
)
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.documents.word import Body, Grid, Heading, Paper, write_word
from milkshed.platform.models import Organisation
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.pages import page

_KG = "kg"
_ROWS_IN_NOTICE = 60
_LOTS = (
    Column("product", Text("产品", "Product"), width=26),
    Column("gtin", Text("商品条码", "GTIN"), width=17),
    Column("lot", Text("批号", "Lot"), width=20),
    Column("plant", Text("加工厂", "Plant"), width=26),
    Column("produced", Text("生产日期", "Produced"), Kind.DATE, width=12),
    Column("expires", Text("保质期至", "Best before"), Kind.DATE, width=12),
    Column("kg", Text("数量", "Amount"), Kind.DECIMAL, _KG, places=1),
    Column("packs", Text("包装数", "Packs"), Kind.INTEGER),
    Column("suspect", Text("可疑奶", "Suspect milk"), Kind.DECIMAL, _KG, places=2),
    Column("share", Text("份额", "Share"), Kind.PERCENT),
    Column("why", Text("为何在内", "Why it is in"), width=44),
    Column("state", Text("状态", "State"), width=10),
    Column("sealed", Text("厂内封存", "Sealed"), Kind.DECIMAL, _KG, places=1),
    Column("recovered", Text("渠道收回", "Recovered"), Kind.DECIMAL, _KG, places=1),
    Column("destroyed", Text("已销毁", "Destroyed"), Kind.DECIMAL, _KG, places=1),
    Column("consumed", Text("已食用", "Consumed"), Kind.DECIMAL, _KG, places=1),
    Column("unknown", Text("去向不明", "Unknown"), Kind.DECIMAL, _KG, places=1),
    Column("open", Text("未交代", "Open"), Kind.DECIMAL, _KG, places=1),
)
_EVIDENCE = (
    Column("model", Text("口径", "Model"), width=18),
    Column("uri", Text("批次标识", "Lot"), width=56),
    Column("made", Text("时间", "Time"), Kind.TIME, width=18),
    Column("kg", Text("整批重量", "Whole lot"), Kind.DECIMAL, _KG, places=1),
    Column("suspect", Text("可疑奶", "Suspect milk"), Kind.DECIMAL, _KG, places=2),
    Column("share", Text("份额", "Share"), Kind.PERCENT),
    Column("why", Text("为何在内", "Why it is in"), width=44),
    Column("events", Text("事实标识", "Facts"), width=60),
)
_ESTIMATES = (
    Column("revision", Text("版次", "Revision"), Kind.INTEGER),
    Column("model", Text("口径", "Model"), width=20),
    Column("threshold", Text("份额下限", "Least share"), Kind.PERCENT),
    Column("lots", Text("涉及批次", "Lots"), Kind.INTEGER),
    Column("products", Text("产品批", "Product lots"), Kind.INTEGER),
    Column("kg", Text("产品重量", "Products"), Kind.DECIMAL, _KG, places=1),
    Column("packs", Text("包装数", "Packs"), Kind.INTEGER),
    Column("method", Text("方法与版本", "Method and version"), width=34),
    Column("facts", Text("依据事实数", "Facts"), Kind.INTEGER),
    Column("at", Text("计算时间", "Computed"), Kind.TIME, width=18),
    Column("digest", Text("SHA-256", "SHA-256"), width=66),
)


def _case(request: HttpRequest, pk: int) -> RecallCase:
    return get_visible(
        RecallCase.objects.select_related("organisation", "opened_by"),
        scope_of(request.user),
        pk=pk,
    )


def _reached(request: HttpRequest, case: RecallCase) -> list[RecallLot]:
    """The lots in scope that the person may see."""
    inside = visible(RecallLot.objects.filter(case=case), scope_of(request.user))
    reached = set(inside.values_list("pk", flat=True))
    return [lot for lot in lots_in_scope(case) if lot.pk in reached]


def _is_synthetic() -> bool:
    return Organisation.objects.filter(synthetic=True).exists()


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@page("factory.see_recall")
def scope(request: HttpRequest, pk: int) -> HttpResponse:
    """The scope with its balance, every estimate, and the evidence lot by lot, as Excel."""
    case = _case(request, pk)
    name = f"召回案卷{case.number}"
    content = write_excel(
        [
            Sheet(name, _LOTS, _lot_rows(_reached(request, case)), (case.cause,), "产品批次"),
            Sheet(name, _ESTIMATES, _estimate_rows(case), (), "三种口径"),
            Sheet(name, _EVIDENCE, _evidence_rows(request, case), (), "依据"),
        ],
        synthetic=_is_synthetic(),
    )
    return _file(content, EXCEL, f"recall-{case.number}.xlsx")


def _lot_rows(lots: list[RecallLot]) -> Iterator[dict[str, object]]:
    for lot, balance in balances_of(lots).items():
        yield _lot_row(lot, balance)


def _lot_row(lot: RecallLot, balance: RecallBalance) -> dict[str, object]:
    made = lot.product_lot
    return {
        "product": made.product.name_zh,
        "gtin": made.product.gtin,
        "lot": made.lot,
        "plant": made.product.plant.place.name_zh,
        "produced": made.produced_on,
        "expires": made.expires_on,
        "kg": made.kg,
        "packs": made.packs,
        "suspect": lot.suspect_kg,
        "share": lot.concentration,
        "why": lot.reason_zh,
        "state": made.state_text.zh,
        "sealed": balance.sealed_kg,
        "recovered": balance.recovered_kg,
        "destroyed": balance.destroyed_kg,
        "consumed": balance.consumed_kg,
        "unknown": balance.unknown_kg,
        "open": balance.open_kg,
    }


def _estimate_rows(case: RecallCase) -> Iterator[dict[str, object]]:
    for one in case.estimates.order_by("revision", "pk"):
        yield {
            "revision": one.revision,
            "model": one.model_text.zh,
            "threshold": one.threshold,
            "lots": one.lots,
            "products": one.product_lots,
            "kg": one.product_kg,
            "packs": one.packs,
            "method": one.method,
            "facts": one.ledger_size,
            "at": one.computed_at,
            "digest": one.digest,
        }


def _evidence_rows(request: HttpRequest, case: RecallCase) -> Iterator[dict[str, object]]:
    """Lots of the present estimates whose facts the person may read."""
    cut = visible_events(request.user)
    for estimate in case.estimates.filter(revision=case.revision).order_by("pk"):
        lots = estimate.document["lots"]
        events = {event for lot in lots for event in lot["events"]}
        readable = events if cut is None else set(brief_events(events, cut))
        for lot in lots:
            if cut is None or readable.intersection(lot["events"]):
                yield _evidence_row(estimate.model_text.zh, lot, readable)


def _evidence_row(model: str, lot: dict[str, Any], readable: set[str]) -> dict[str, object]:
    return {
        "model": model,
        "uri": lot["uri"],
        "made": datetime.fromisoformat(lot["made_at"]) if lot["made_at"] else None,
        "kg": lot["kg"],
        "suspect": lot["suspect_kg"],
        "share": lot["concentration"],
        "why": lot["reason_zh"],
        "events": " ".join(event for event in lot["events"] if event in readable),
    }


@require_GET
@page("factory.see_recall")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as an official paper in Word (GB/T 9704)."""
    case = _case(request, pk)
    lots = _reached(request, case)
    content = write_word(_paper(case, lots), synthetic=_is_synthetic())
    return _file(content, WORD, f"recall-notice-{case.number}.docx")


def _paper(case: RecallCase, lots: list[RecallLot]) -> Paper:
    issuer = case.organisation.name_zh
    kg = sum(lot.product_lot.kg for lot in lots)
    packs = sum(lot.product_lot.packs for lot in lots)
    rows = [
        (
            str(number),
            lot.product_lot.product.name_zh,
            lot.product_lot.lot,
            f"{lot.product_lot.produced_on:%Y-%m-%d}",
            f"{lot.product_lot.packs:,}",
            f"{lot.product_lot.kg:,.1f}",
        )
        for number, lot in enumerate(lots[:_ROWS_IN_NOTICE], start=1)
    ]
    clock = (
        f"自公告之日起，于{case.finish_by.year}年{case.finish_by.month}月{case.finish_by.day}日前"
        "完成召回。"
        if case.finish_by
        else "召回时限自决定之日起计算。"
    )
    rest = len(lots) - _ROWS_IN_NOTICE
    more = [Body(f"其余{rest}批见附件。")] if rest > 0 else []
    day = shanghai_day(case.decided_at or timezone.now())
    return Paper(
        title=f"关于实施{case.level_text.zh}的通知",
        addressee="各有关单位",
        blocks=[
            Body(
                f"因{case.cause}（危害类别：{case.hazard_text.zh}），"
                f"依据《中华人民共和国食品安全法》《食品召回管理办法》和"
                f"《乳品质量安全监督管理条例》，现就案卷{case.number}有关产品实施"
                f"{case.level_text.zh}。"
            ),
            Heading(1, "召回范围"),
            Body(
                f"涉及产品{len(lots)}批，{packs:,}个包装，共{kg / 1000:,.2f}吨。"
                f"范围按“{case.model_text.zh}”口径判定。"
            ),
            Grid(
                ("序号", "产品", "批号", "生产日期", "包装数", "公斤"),
                rows,
                "召回产品批次",
            ),
            *more,
            Heading(1, "要求"),
            Body("立即停止上述批次的加工、发运和销售，通知下游停止销售、消费者停止食用。"),
            Body("就地封存并清点；收回的产品单独存放，销毁或无害化处理须有记录和凭证。"),
            Body("在平台逐批登记封存、收回、销毁、已食用和去向不明的数量，数量须相符。"),
            Heading(1, "时限"),
            Body(clock),
        ],
        attachments=(f"召回产品批次明细（{len(lots)}批）",),
        signed_by=issuer,
        signed_on=day,
    )


@require_GET
@page("factory.see_recall")
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole case as a PDF to file."""
    case = _case(request, pk)
    lots = _reached(request, case)
    found = balances_of(lots)
    now = in_shanghai(timezone.now())
    content = write_pdf(
        [
            title("召回案卷", f"{case.number}　{case.state_text.zh}"),
            paragraph(case.cause),
            pairs(_facts(case, total(found.values()))),
            heading("三种口径"),
            _estimates_table(case),
            heading("召回批次与结果"),
            _lots_table(found),
            heading("经过"),
            _timeline_table(request, case),
            signatures([("经办人", "", ""), ("批准人", "", ""), ("日期", "", "")]),
        ],
        f"召回案卷{case.number}",
        Footer(f"{case.organisation.name_zh}　{now:%Y-%m-%d %H:%M}"),
        synthetic=_is_synthetic(),
    )
    return _file(content, "application/pdf", f"recall-{case.number}.pdf")


def _facts(case: RecallCase, balance: RecallBalance) -> list[tuple[str, object]]:
    return [
        ("危害", case.hazard_text.zh),
        ("级别", case.level_text.zh),
        ("判定口径", case.model_text.zh),
        ("份额下限", f"{case.threshold:.2%}" if case.threshold else "不限"),
        ("立案单位", case.organisation.name_zh),
        ("立案人", case.opened_by.name_zh),
        ("知悉时间", f"{in_shanghai(case.known_at):%Y-%m-%d %H:%M}"),
        ("启动期限", f"{in_shanghai(case.start_by):%Y-%m-%d %H:%M}"),
        (
            "决定时间",
            f"{in_shanghai(case.decided_at):%Y-%m-%d %H:%M}" if case.decided_at else "–",
        ),
        ("完成期限", f"{case.finish_by:%Y-%m-%d}" if case.finish_by else "–"),
        ("范围", f"{balance.scope_kg:,.1f} kg"),
        ("封存与收回", f"{balance.sealed_kg + balance.recovered_kg:,.1f} kg"),
        ("已销毁", f"{balance.destroyed_kg:,.1f} kg"),
        ("已食用或去向不明", f"{balance.consumed_kg + balance.unknown_kg:,.1f} kg"),
        ("未交代", f"{balance.open_kg:,.1f} kg"),
        ("可疑批次", "、".join(suspect.number for suspect in case.suspects.all())),
    ]


def _estimates_table(case: RecallCase) -> list[Any]:
    rows = [
        (
            str(one.revision),
            one.model_text.zh + ("（采用）" if one.model == case.model else ""),
            f"{one.product_lots:,}",
            f"{one.product_kg / 1000:,.1f}",
            "–" if one.packs is None else f"{one.packs:,}",
            f"{in_shanghai(one.computed_at):%m-%d %H:%M}",
            one.digest[:16],
        )
        for one in case.estimates.order_by("revision", "pk")
    ]
    header = ("版次", "口径", "产品批", "吨", "包装数", "时间", "摘要")
    return rows_table(header, rows, shares=(0.6, 2.6, 0.8, 0.9, 1.2, 1.2, 1.8), numeric=(2, 3, 4))


def _lots_table(found: dict[RecallLot, RecallBalance]) -> list[Any]:
    rows = [
        (
            lot.product_lot.product.name_zh,
            lot.product_lot.lot,
            f"{balance.scope_kg:,.0f}",
            f"{balance.on_hand_kg:,.0f}",
            f"{balance.destroyed_kg:,.0f}",
            f"{balance.consumed_kg:,.0f}",
            f"{balance.unknown_kg:,.0f}",
            f"{balance.open_kg:,.0f}",
        )
        for lot, balance in found.items()
    ]
    header = ("产品", "批号", "范围 kg", "在手 kg", "销毁 kg", "食用 kg", "不明 kg", "未交代 kg")
    shares = (2.0, 1.7, 1.0, 1.0, 1.0, 0.9, 0.9, 1.1)
    return rows_table(header, rows, shares=shares, numeric=(2, 3, 4, 5, 6, 7))


def _timeline_table(request: HttpRequest, case: RecallCase) -> list[Any]:
    rows = [
        (
            f"{in_shanghai(one.at):%Y-%m-%d %H:%M}",
            one.title.zh,
            one.who.zh,
            one.words,
        )
        for one in timeline(case, scope_of(request.user))
    ]
    return rows_table(("时间", "事项", "经办", "内容"), rows, shares=(1.4, 1.6, 1.0, 4.0))
