"""A reading as a PDF to hand over: the question, the sum, and the lots that matter most."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.text import Text
from milkshed.platform.documents.pdf import (
    PAGE_A4_LANDSCAPE,
    Footer,
    heading,
    pairs,
    paragraph,
    rows_table,
    title,
    write_pdf,
)
from milkshed.site.explorer.reading import MODELS, Exploration, Lot, Side
from milkshed.site.explorer.workbook import SIDES

_WIDTH_MM = 261
_MOST_ROWS = 400


def explorer_pdf(found: Exploration, sentence: Text, *, issued: str, synthetic: bool) -> bytes:
    """The reading as a PDF in Chinese, at most 400 lots; the Excel file has them all."""
    start, wanted = found.start, found.wanted
    asked = [
        ("批次", start.number or "–"),
        ("环节", start.node.kind.name.zh),
        ("场所", start.place_name.zh),
        ("时间", _moment(start)),
        ("重量", _kg(start.mass_kg)),
        ("混合模型", MODELS[wanted.model].zh),
        ("份额下限", f"{wanted.threshold:.2%}" if wanted.threshold else "不限"),
        ("追溯步数", str(wanted.depth or "全部")),
    ]
    blocks = [
        title("乳品追溯报告", start.node.uri if start.is_open else ""),
        paragraph(sentence.zh),
        pairs(asked, _WIDTH_MM, columns=4),
    ]
    if found.sums.found is not None:
        blocks.append(
            paragraph(
                f"来源合计{found.sums.found:.1%}，来源未知{found.sums.unknown or 0.0:.1%}。",
                quiet=True,
            )
        )
    blocks += [
        paragraph(
            f"来源未知 {part.share:.2%}：{part.kind.zh} {part.number}，{part.reason.zh}", quiet=True
        )
        for part in found.unknown
    ]
    room = _MOST_ROWS
    for side in (Side.BEFORE, Side.AFTER):
        lots = sorted(found.on(side), key=lambda lot: (lot.node.kind.order, -(lot.share or 0.0)))
        if lots:
            blocks += [heading(SIDES[side].zh), _table(lots[:room])]
            room = max(0, room - len(lots))
    if len(found.lots) > _MOST_ROWS:
        blocks.append(paragraph(f"共{len(found.lots):,}批，其余见 Excel 文件。", quiet=True))
    return write_pdf(
        blocks, "乳品追溯报告", Footer(issued), synthetic=synthetic, page=PAGE_A4_LANDSCAPE
    )


def _table(lots: Sequence[Lot]) -> list[Flowable]:
    rows = [
        (
            lot.node.kind.name.zh,
            lot.number or "–",
            lot.place_name.zh + (f" {lot.vessel_name.zh}" if lot.vessel_name else ""),
            _moment(lot),
            _kg(lot.mass_kg),
            _kg(lot.shared_kg),
            "–" if lot.share is None else f"{lot.share:.2%}",
            lot.hops[0].reason.zh if lot.hops else "",
        )
        for lot in lots
    ]
    header = ("环节", "批次", "场所与容器", "时间", "整批 kg", "共有 kg", "份额", "为何在内")
    shares = (1.1, 1.9, 2.3, 1.4, 1.0, 1.0, 0.8, 2.2)
    return rows_table(header, rows, _WIDTH_MM, shares, numeric=(4, 5, 6))


def _moment(lot: Lot) -> str:
    return f"{in_shanghai(lot.node.made_at):%Y-%m-%d %H:%M}" if lot.node.made_at else "–"


def _kg(mass: float | None) -> str:
    return "–" if mass is None else f"{mass:,.0f}"
